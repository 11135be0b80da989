"""`python -m bench [cases]`: fill a throw-away database, measure each contender in its own process, print one table.

At least 51,000 cases, so that there is a page 2001.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine

from app import create_app
from app.kit.database import Embedded
from app.setup import prepare
from bench.rows import fill

ROOT = Path(__file__).resolve().parent.parent
CONTENDERS = (
    ("Si KERJA", "bench.ours"),
    ("Django admin", "bench.django_admin"),
    ("FAB polos", "bench.plain_fab"),
)
DEFAULT_CASES = 100_000


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_CASES
    with tempfile.TemporaryDirectory(prefix="sikerja-ukur-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # as root, PostgreSQL runs under an ordinary user, who must pass
        with Embedded(folder, throwaway=True) as server:
            start = time.perf_counter()
            prepare(
                create_app({"SQLALCHEMY_DATABASE_URI": server.url, "IS_CONTOH": False}), with_examples=True
            )
            with create_engine(server.url).connect() as connection:
                fill(connection, cases)
            print(f"{cases} permohonan ditulis dalam {time.perf_counter() - start:.0f} detik.\n")
            figures = {name: run(module, server.url) for name, module in CONTENDERS}
    table(figures)


def run(module: str, url: str) -> dict[str, dict[str, float]]:
    """One contender in a process of its own, so that none warms or slows another."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{module}: {done.stderr.strip()[-2000:]}")
    return {figure["page"]: figure for figure in json.loads(done.stdout.strip().splitlines()[-1])}


def table(figures: dict[str, dict[str, dict[str, float]]]) -> None:
    """Median milliseconds with (least–most); for ours also kilobytes and queries."""
    ours = figures["Si KERJA"]
    others = [name for name in figures if name != "Si KERJA"]
    print(
        f"{'halaman':18} {'Si KERJA, ms':>20} {'kB':>6} {'kueri':>6}",
        *(f"{name + ', ms':>22}" for name in others),
    )
    for page, figure in ours.items():
        cells = [f"{shown(figures[name].get(page)):>22}" for name in others]
        print(f"{page:18} {shown(figure):>20} {figure['size'] / 1024:6.1f} {figure['queries']:6.0f}", *cells)


def shown(figure: dict[str, float] | None) -> str:
    if figure is None:
        return "–"
    return f"{figure['median']:.1f} ({figure['least']:.0f}–{figure['most']:.0f})"


if __name__ == "__main__":
    main()
