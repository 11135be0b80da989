"""Killing server, worker and database at random moments of the journey loses nothing and doubles nothing.

`make browser` runs the short form: one case and a few kills, about a minute on a quiet machine. The long form
takes as many rounds as one likes:

    GANGGUAN_PUTARAN=20 .venv/bin/python -m pytest tests/browser/test_gangguan_perjalanan.py -s \\
        --override-ini=addopts=--import-mode=importlib

Each round walks two new cases in the same copy of the program and begins with a seed of its own, which is printed;
GANGGUAN_BENIH=n begins with this one. After the last round it waits until the worker has taken up again what
its killed predecessors left, and looks at the mails once more.
"""

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser import periksa_akhir
from tests.browser.pejalan import Hitungan, Jendela
from tests.browser.pembunuh import Pembunuh
from tests.browser.perbuatan import PEOPLE, address
from tests.browser.perjalanan import Perjalanan
from tests.browser.program import PASSWORD, Program

ROUNDS = int(os.environ.get("GANGGUAN_PUTARAN", "0"))
SEED = int(os.environ.get("GANGGUAN_BENIH", random.randrange(10**6)))
AT_ONCE = 2 if ROUNDS else 1
SHORT_KILLS, SHORT_PAUSE = 6, (0.5, 2.5)  # seconds between the end of one kill and the next
LONG_KILLS, LONG_PAUSE = 1000, (0.5, 8.0)
RECOVERY_SECONDS = 240  # a stalled job is taken up again after one to two minutes


@pytest.fixture(scope="module")
def kota() -> Iterator[Program]:
    """A copy of its own: the others' program must not end under their feet."""
    program = Program(SIKERJA_PROSES="3")
    try:
        program.wait()
        yield program
    finally:
        program.stop()


@pytest.fixture(scope="module")
def windows(kota: Program) -> dict[str, Jendela]:
    """Everybody signs in once, before anything ends."""
    return {name: Jendela(kota.port, "").sign_in(address(name), PASSWORD) for name in PEOPLE}


def walk_round(
    program: Program, windows: dict[str, Jendela], first: int, seed: int, short: bool
) -> list[Perjalanan]:
    """Two cases at once, and somebody who kills; answers the cases when both are done."""
    counts = Hitungan()
    killer = Pembunuh(program, seed, *((SHORT_KILLS, SHORT_PAUSE) if short else (LONG_KILLS, LONG_PAUSE)))
    cases = []
    for ke in range(first, first + AT_ONCE):
        people = {name: window.again(killer.sent.set) for name, window in windows.items()}
        case = Perjalanan(f"G{ke}", ke, people, counts)
        case.prepare()
        cases.append(case)
    print(f"\nbenih {seed}: ", end="", flush=True)
    started = time.monotonic()
    killer.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as walkers:
            for walked in [walkers.submit(case.walk) for case in cases]:
                walked.result()
    finally:
        killer.stop()
    program.wait()
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(killer.kills.items()))
    print(f"{counts}; {killer.kills.total()} dibunuh ({kinds}); {time.monotonic() - started:.0f} detik")
    return cases


def first_case() -> int:
    """In the short form the seed chooses one of the two ways to the signing."""
    return 1 if ROUNDS else 1 + SEED % 2


def test_killing_the_program_loses_nothing_and_doubles_nothing(
    kota: Program, windows: dict[str, Jendela]
) -> None:
    cases: list[Perjalanan] = []
    for n in range(ROUNDS or 1):
        cases += walk_round(kota, windows, first_case() + n * AT_ONCE, SEED + n, short=not ROUNDS)
        found = periksa_akhir.findings(kota, cases)
        assert not found, f"seed {SEED + n}:\n" + "\n".join(found)
    data = periksa_akhir.Data(kota)
    if ROUNDS:
        kota.until(
            lambda: not data.one("SELECT count(*) FROM surel WHERE status = 'antre'"), RECOVERY_SECONDS
        )
        assert not data.one("SELECT count(*) FROM surel WHERE status = 'antre'"), periksa_akhir.mails(data)
        assert not [*periksa_akhir.check_mails(data)]
    print(
        f"surel: {periksa_akhir.mails(data)}; sisa: {periksa_akhir.left_over(data)}; {periksa_akhir.chain(kota)}"
    )
