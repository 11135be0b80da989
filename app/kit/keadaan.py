"""What is switched on, for the page that Superadmin reads: each part of the program says how it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Keadaan:
    """One line. `is_on`: on, off, or None when it is neither. `url`: where it is changed; empty when only the server's
    settings say it. `peringatan`: what is unsafe or missing about it."""

    label: Any
    nilai: Any
    is_on: bool | None = None
    url: str = ""
    peringatan: Any = ""


@dataclass(frozen=True)
class Bagian:
    """A heading of the page; `lines()` is asked when the page is opened."""

    judul: Any
    urut: int
    lines: Callable[[], list[Keadaan]]


_bagian: list[Bagian] = []


def register_keadaan(judul: Any, urut: int, lines: Callable[[], list[Keadaan]]) -> None:
    _bagian.append(Bagian(judul, urut, lines))


def all_parts() -> list[tuple[Any, list[Keadaan]]]:
    """(heading, lines) in the order of the page."""
    return [(part.judul, part.lines()) for part in sorted(_bagian, key=lambda one: one.urut)]
