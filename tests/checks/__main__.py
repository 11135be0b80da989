"""Runs every check, also after one has failed, and says which did: `python -m tests.checks`."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CHECKS = {
    "gaya": [BIN / "ruff", "check", "."],
    "bentuk": [BIN / "ruff", "format", "--check", "."],
    "tipe": [BIN / "mypy"],
    "kontrak impor": [BIN / "lint-imports", "--no-cache"],
    "migrasi": [sys.executable, "-m", "tests.checks.migrations"],
    "terjemahan": [sys.executable, "-m", "tests.checks.catalogs"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
            capture_output=True,
            check=False,
        )
        print(
            f"{'baik ' if done.returncode == 0 else 'GAGAL'}  {name:<14} {time.monotonic() - started:5.1f} detik"
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return len(failed)


if __name__ == "__main__":
    raise SystemExit(main())
