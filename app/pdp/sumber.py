"""The register of everything that is stored about a person: one section of `Data saya` for each kind of thing.

Each section is one SELECT. Packages above this one (the outbox) register theirs. What no section shows is listed in
`bukan.py` with the reason; a test walks all tables and columns and fails on one that stands in neither.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.formats import tanggal, waktu

BATCH = 500
Row = Sequence[Any]


@dataclass(frozen=True)
class Sumber:
    """`kolom`: key of the machine's copy -> its heading; `pilih(person)` selects exactly these, in this order.

    `mencakup`: the columns ("table.column", "table.*") that are told here. `ubah(row, is_whole)`: what must be made of
    a row first; `is_whole` when the person has proved who she is just now, so that her own numbers may be shown.
    """

    kode: str
    judul: Any
    kolom: Mapping[str, Any]
    pilih: Callable[[Pengguna], Select[Any]]
    mencakup: frozenset[str]
    urut: int = 50
    ubah: Callable[[Row, bool], Row] | None = None


@dataclass(frozen=True)
class Istilah:
    """A code of the program and its words: machines get the one, people the other."""

    kode: str
    label: Any

    def __str__(self) -> str:
        return self.kode


_semua: dict[str, Sumber] = {}


def register_sumber(*found: Sumber) -> None:
    """A section once, by its code."""
    for one in found:
        _semua[one.kode] = one


def semua() -> list[Sumber]:
    return sorted(_semua.values(), key=lambda one: one.urut)


def rows_of(sumber: Sumber, person: Pengguna, *, is_whole: bool, limit: int | None = None) -> Iterator[Row]:
    """The rows of one section, a few at a time however many there are. `limit`: no more than so many."""
    query = sumber.pilih(person)
    if limit is not None:
        found = db.session.execute(query.limit(limit))
    else:
        found = db.session.execute(query.execution_options(yield_per=BATCH))
    for row in found:
        yield sumber.ubah(row, is_whole) if sumber.ubah else row


def for_machine(value: Any) -> Any:
    """A value as JSON: moments in UTC, dates as ISO 8601, codes as they are stored."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | dict | list) else str(value)


def for_reader(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, datetime):
        return waktu(value)
    if isinstance(value, date):
        return tanggal(value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(getattr(value, "label", value))
