"""The talk of one stage as one time line: messages, opinions, acts and mails in order of time. Reads, changes nothing.

Sources that this package does not know (mails) register themselves with `sumber.register_sumber`. A place in the time
line is written `<microseconds>.<rank of the source>.<id>`; pages go back, and new items follow, from such a place.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, literal, select, tuple_, union_all

from app.akun.models import Pengguna
from app.extensions import db
from app.pembahasan import sumber
from app.pembahasan.babak import Babak
from app.pembahasan.models import Pesan
from app.pembahasan.sumber import Sumber
from app.permohonan.models import Permohonan
from app.permohonan.rules import may_read_internal

PAGE = 50
MAX_PART = 18  # digits of one part of a place; more is no place of ours
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Saring(StrEnum):
    """What of the talk is shown."""

    SEMUA = "semua"
    PIHAK = "pihak"
    INTERNAL = "internal"
    PENDAPAT = "pendapat"
    PERISTIWA = "peristiwa"


SARING: dict[Saring, Any] = {
    Saring.SEMUA: _l("Semua"),
    Saring.PIHAK: _l("Semua pihak"),
    Saring.INTERNAL: _l("Internal"),
    Saring.PENDAPAT: _l("Pendapat"),
    Saring.PERISTIWA: _l("Peristiwa"),
}


@dataclass(frozen=True, order=True)
class Tempat:
    """A place in the time line; later is greater."""

    at: datetime
    rank: int
    id: int

    def __str__(self) -> str:
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{micros}.{self.rank}.{self.id}"


def read_place(text: str | None) -> Tempat | None:
    """The place that an address names; None when it names none."""
    parts = (text or "").split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= MAX_PART for p in parts):
        return None
    micros, rank, id = (int(part) for part in parts)
    try:
        return Tempat(EPOCH + timedelta(microseconds=micros), rank, id)
    except OverflowError:
        return None


@dataclass(frozen=True)
class Butir:
    """One item: where it stands, and what is shown (sumber.Ucapan, Suara or Kejadian)."""

    tempat: Tempat
    isi: Any


@dataclass(frozen=True)
class Percakapan:
    """A page of the time line, oldest first. `lebih_lama`: where older ones end (None: there are none)."""

    butir: list[Butir]
    lebih_lama: Tempat | None

    @property
    def terbaru(self) -> Tempat | None:
        return self.butir[-1].tempat if self.butir else None


def filters_for(permohonan: Permohonan, user: Pengguna) -> tuple[Saring, ...]:
    """The filters that this reader has: nobody hears of a filter for what he may not read."""
    is_inner = may_read_internal(user, permohonan)
    return tuple(one for one in Saring if is_inner or one is not Saring.INTERNAL)


def latest(
    permohonan: Permohonan, user: Pengguna, babak: Babak, saring: Saring, before: Tempat | None = None
) -> Percakapan:
    """The newest page of one part of the talk, or the page before a place."""
    line = _line(permohonan, user, babak, saring)
    query = select(line)
    if before is not None:
        query = query.where(_key(line) < _values(before))
    query = query.order_by(line.c.at.desc(), line.c.rank.desc(), line.c.id.desc()).limit(PAGE + 1)
    places = [Tempat(*row) for row in db.session.execute(query)]
    has_more, places = len(places) > PAGE, sorted(places[:PAGE])
    return Percakapan(_load(permohonan, user, places), places[0] if has_more else None)


def newer(permohonan: Permohonan, user: Pengguna, babak: Babak, saring: Saring, after: Tempat) -> list[Butir]:
    """What was added after a place, oldest first; at most a page."""
    line = _line(permohonan, user, babak, saring)
    query = select(line).where(_key(line) > _values(after))
    query = query.order_by(line.c.at, line.c.rank, line.c.id).limit(PAGE)
    return _load(permohonan, user, [Tempat(*row) for row in db.session.execute(query)])


def counts(permohonan: Permohonan, user: Pengguna, babak: Babak) -> dict[Saring, int]:
    """How many items each filter of this reader would show, in one query."""
    messages = sumber.message_rows(permohonan, user, babak)
    wanted = {
        Saring.PIHAK: [messages.where(Pesan.is_internal.is_(False))],
        Saring.PENDAPAT: [sumber.PENDAPAT.rows(permohonan, user, babak)],
        Saring.PERISTIWA: [one.rows(permohonan, user, babak) for one in sumber.kejadian_sumber()],
    }
    if Saring.INTERNAL in filters_for(permohonan, user):
        wanted[Saring.INTERNAL] = [messages.where(Pesan.is_internal.is_(True))]
    columns = [sum_of(rows).label(saring.value) for saring, rows in wanted.items()]
    row = db.session.execute(select(*columns)).one()
    found = {saring: int(getattr(row, saring.value)) for saring in wanted}
    return {Saring.SEMUA: sum(found.values())} | found


def sum_of(rows: Iterable[Select[Any, Any]]) -> Any:
    """The number of rows of several selects together, as one column."""
    parts = [select(func.count()).select_from(one.subquery()).scalar_subquery() for one in rows]
    total: Any = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _sources(saring: Saring) -> tuple[Sumber, ...]:
    if saring in (Saring.PIHAK, Saring.INTERNAL):
        return (sumber.PESAN,)
    if saring is Saring.PENDAPAT:
        return (sumber.PENDAPAT,)
    return sumber.kejadian_sumber() if saring is Saring.PERISTIWA else sumber.all_sumber()


def _line(permohonan: Permohonan, user: Pengguna, babak: Babak, saring: Saring) -> Any:
    """The time line as (at, rank, id)."""
    parts = []
    for one in _sources(saring):
        rows = one.rows(permohonan, user, babak)
        if saring in (Saring.PIHAK, Saring.INTERNAL):
            rows = rows.where(Pesan.is_internal.is_(saring is Saring.INTERNAL))
        at, id = rows.selected_columns
        parts.append(rows.with_only_columns(at.label("at"), literal(one.rank).label("rank"), id.label("id")))
    return union_all(*parts).subquery()


def _key(line: Any) -> Any:
    return tuple_(line.c.at, line.c.rank, line.c.id)


def _values(place: Tempat) -> Any:
    return tuple_(literal(place.at), literal(place.rank), literal(place.id))


def _load(permohonan: Permohonan, user: Pengguna, places: list[Tempat]) -> list[Butir]:
    """The items at these places: one query for each source that has any."""
    ids: dict[int, list[int]] = defaultdict(list)
    for place in places:
        ids[place.rank].append(place.id)
    known = {one.rank: one for one in sumber.all_sumber()}
    loaded = {rank: known[rank].load(permohonan, user, wanted) for rank, wanted in ids.items()}
    return [Butir(place, loaded[place.rank][place.id]) for place in places if place.id in loaded[place.rank]]
