"""One way to measure for all: some calls to warm up, then the median of many."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

WARM = 3
RUNS = 25


@dataclass
class Figure:
    """One page of one contender: milliseconds (median, least, most), bytes, queries (-1: not counted)."""

    page: str
    median: float
    least: float
    most: float
    size: int
    queries: int = -1


def measure(
    page: str, call: Callable[[], tuple[int, int]], queries: Callable[[], int] | None = None
) -> Figure:
    """Time `call`, which answers (status, bytes). A page that is not 200 stops the bench: it would measure nothing."""
    taken = []
    size = 0
    for run in range(WARM + RUNS):
        before = queries() if queries else 0
        start = time.perf_counter()
        status, size = call()
        milliseconds = (time.perf_counter() - start) * 1000
        if status != 200:
            raise SystemExit(f"{page}: status {status}")
        count = queries() - before if queries else -1
        if run >= WARM:
            taken.append(milliseconds)
    return Figure(page, statistics.median(taken), min(taken), max(taken), size, count)


def report(figures: list[Figure]) -> None:
    """Hand the figures to the process that asked."""
    json.dump([asdict(figure) for figure in figures], sys.stdout)
