"""`python -m bench [perjalanan] [cases]`: fill a throw-away database, measure, print one table.

Each contender is measured in its own process. Without a word everything is measured: at least 51,000 cases, so that
there is a page 2001. With `perjalanan` only the way from the offer to the agreement, on a few cases.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine

from app import create_app
from app.kit.database import Embedded
from app.setup import prepare
from bench.perjalanan_rows import Perkara, fill_journey
from bench.rows import fill
from bench.serentak import measure_server

ROOT = Path(__file__).resolve().parent.parent
OURS = "Si KERJA"
CONTENDERS = (
    (OURS, "bench.ours"),
    ("Django admin", "bench.django_admin"),
    ("FAB polos", "bench.plain_fab"),
)
JOURNEY = "perjalanan"
DEFAULT_CASES = 100_000
JOURNEY_CASES = 4_000

Figures = dict[str, dict[str, dict[str, float]]]


def main() -> None:
    words = sys.argv[1:]
    is_journey = JOURNEY in words
    numbers = [int(word) for word in words if word != JOURNEY]
    cases = numbers[0] if numbers else JOURNEY_CASES if is_journey else DEFAULT_CASES
    with tempfile.TemporaryDirectory(prefix="sikerja-ukur-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # as root, PostgreSQL runs under an ordinary user, who must pass
        os.environ["SIKERJA_VAR"] = folder  # whatever is written goes with it
        with Embedded(folder, throwaway=True) as server:
            long_case, decided_case = fill_all(server.url, cases)
            figures = {} if is_journey else {name: run(module, server.url) for name, module in CONTENDERS}
            journey = run("bench.perjalanan", server.url, long_case.kode, str(long_case.pemilik_id))
            figures[OURS] = figures.get(OURS, {}) | journey
            sentences = measure_server(server.url, long_case.kode, decided_case.kode)
    table(figures)
    print("", *sentences, sep="\n")


def fill_all(url: str, cases: int) -> tuple[Perkara, Perkara]:
    """The example city, many cases, and those of the journey (the long one, the one to be decided on)."""
    start = time.perf_counter()
    prepare(create_app({"SQLALCHEMY_DATABASE_URI": url, "IS_CONTOH": False}), with_examples=True)
    with create_engine(url).connect() as connection:
        fill(connection, cases)
        journey = fill_journey(connection)
    print(f"{cases} permohonan ditulis dalam {time.perf_counter() - start:.0f} detik.\n", flush=True)
    return journey


def run(module: str, *words: str) -> dict[str, dict[str, float]]:
    """One contender in a process of its own, so that none warms or slows another."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{module}: {done.stderr.strip()[-2000:]}")
    return {figure["page"]: figure for figure in json.loads(done.stdout.strip().splitlines()[-1])}


def table(figures: Figures) -> None:
    """Median milliseconds with (least–most); for ours also kilobytes and queries."""
    others = [name for name in figures if name != OURS]
    print(
        f"{'halaman':22} {f'{OURS}, ms':>20} {'kB':>6} {'kueri':>6}",
        *(f"{name + ', ms':>22}" for name in others),
    )
    for page, figure in figures[OURS].items():
        cells = [f"{shown(figures[name].get(page)):>22}" for name in others]
        print(f"{page:22} {shown(figure):>20} {figure['size'] / 1024:6.1f} {figure['queries']:6.0f}", *cells)


def shown(figure: dict[str, float] | None) -> str:
    if figure is None:
        return "–"
    return f"{figure['median']:.1f} ({figure['least']:.0f}–{figure['most']:.0f})"


if __name__ == "__main__":
    main()
