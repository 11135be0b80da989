"""Where the time line takes its items from: messages, opinions, acts; and what upper packages add (mails).

Each source says which rows belong to one part of a case for one reader, and loads the rows of one page by their ids.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased, joinedload

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.queries import not_internal
from app.naskah.models import VersiNaskah
from app.pembahasan import kata as kata_pendapat
from app.pembahasan import rules_pesan
from app.pembahasan.babak import Babak
from app.pembahasan.models import LampiranPesan, Pendapat, Pesan
from app.pembahasan.pesan_queries import readable
from app.permohonan import kata, rincian
from app.permohonan.models import Permohonan
from app.permohonan.rules import may_read_internal

# Messages and opinions stand in the time line themselves; that somebody read a paper is for the history.
NOT_TOLD = ("pesan.dikirim", "pesan.ditarik", "pendapat.diberikan", "naskah.diunduh")


@dataclass(frozen=True)
class Sumber:
    """`rows` answers a select of (moment, id); `load` the items by id. `rank` orders what happened at one moment."""

    rank: int
    rows: Callable[[Permohonan, Pengguna, Babak], Select[Any, Any]]
    load: Callable[[Permohonan, Pengguna, Sequence[int]], Mapping[int, Any]]


@dataclass(frozen=True)
class Ucapan:
    """A message as one reader sees it."""

    pesan: Pesan
    penarik: str  # who withdrew it
    is_mine: bool
    is_kota: bool
    can_withdraw: bool
    jenis: str = "pesan"


@dataclass(frozen=True)
class Suara:
    """An opinion."""

    pendapat: Pendapat
    sikap: Any
    is_mine: bool
    is_kota: bool
    jenis: str = "pendapat"


@dataclass(frozen=True)
class Kejadian:
    """An act or a mail: one line."""

    ikon: str
    kalimat: Any
    pelaku: str
    at: datetime
    rincian: Sequence[str] = ()
    catatan: str = ""
    jenis: str = "peristiwa"


# --- messages ------------------------------------------------------------------------------------------------------
def message_rows(permohonan: Permohonan, user: Pengguna, babak: Babak) -> Select[Any, Any]:
    stage = Pesan.tahap_id == babak.tahap.id if babak.tahap is not None else Pesan.tahap_id.is_(None)
    return select(Pesan.sent_at, Pesan.id).where(readable(permohonan, user), stage)


def _load_messages(permohonan: Permohonan, user: Pengguna, ids: Sequence[int]) -> Mapping[int, Any]:
    penarik = aliased(Pengguna)
    rows = db.session.execute(
        select(Pesan, penarik.nama)
        .outerjoin(penarik, penarik.id == Pesan.ditarik_oleh_id)
        .where(Pesan.id.in_(ids), readable(permohonan, user))
        .options(
            joinedload(Pesan.penulis),
            joinedload(Pesan.versi).joinedload(VersiNaskah.slot),
            joinedload(Pesan.lampiran).joinedload(LampiranPesan.berkas),
        )
    ).unique()
    why_not = rules_pesan.withdrawals(user, permohonan)
    return {pesan.id: _ucapan(pesan, nama, user, why_not) for pesan, nama in rows}


def _ucapan(pesan: Pesan, penarik: str | None, user: Pengguna, why_not: Callable[[Pesan], Any]) -> Ucapan:
    return Ucapan(
        pesan,
        penarik or "",
        pesan.penulis_id == user.id,
        not pesan.peran.startswith("PPKSD"),
        pesan.ditarik_at is None and why_not(pesan) is None,
    )


# --- opinions ------------------------------------------------------------------------------------------------------
def _opinion_rows(permohonan: Permohonan, user: Pengguna, babak: Babak) -> Select[Any, Any]:
    stage = babak.tahap.id if babak.tahap is not None else None
    return select(Pendapat.given_at, Pendapat.id).where(
        Pendapat.permohonan_id == permohonan.id, Pendapat.tahap_id == stage
    )


def _load_opinions(permohonan: Permohonan, user: Pengguna, ids: Sequence[int]) -> Mapping[int, Any]:
    rows = db.session.scalars(
        select(Pendapat)
        .where(Pendapat.id.in_(ids))
        .options(joinedload(Pendapat.pengguna), joinedload(Pendapat.versi).joinedload(VersiNaskah.slot))
    )
    return {
        row.id: Suara(row, kata_pendapat.SIKAP[row.sikap], row.pengguna_id == user.id, row.pihak != "ppksd")
        for row in rows
    }


# --- acts ----------------------------------------------------------------------------------------------------------
def events(permohonan: Permohonan, user: Pengguna, babak: Babak) -> Any:
    """The condition on Peristiwa: acts on the case in this part of which this person may know."""
    told = and_(
        Peristiwa.objek_tipe == Permohonan.__tablename__,
        Peristiwa.objek_id == permohonan.id,
        babak.holds(),
    )
    return told if may_read_internal(user, permohonan) else and_(told, not_internal())


def _event_rows(permohonan: Permohonan, user: Pengguna, babak: Babak) -> Select[Any, Any]:
    return select(Peristiwa.at, Peristiwa.id).where(
        events(permohonan, user, babak), Peristiwa.jenis.not_in(NOT_TOLD)
    )


def _load_events(permohonan: Permohonan, user: Pengguna, ids: Sequence[int]) -> Mapping[int, Any]:
    return {
        row.id: _kejadian(row) for row in db.session.scalars(select(Peristiwa).where(Peristiwa.id.in_(ids)))
    }


def _kejadian(row: Peristiwa) -> Kejadian:
    told = kata.event_of(row.jenis)
    actor = f"{row.pelaku_nama} ({row.peran})" if row.peran else row.pelaku_nama
    return Kejadian(told.ikon, told.kalimat, actor, row.at, rincian.details(row), row.catatan)


PESAN = Sumber(1, message_rows, _load_messages)
PENDAPAT = Sumber(2, _opinion_rows, _load_opinions)
PERISTIWA = Sumber(3, _event_rows, _load_events)
_LAIN: dict[int, Sumber] = {}


def register_sumber(sumber: Sumber) -> None:
    """One more source of acts (a rank from 4 on), by a package above this one; registered again it is replaced."""
    _LAIN[sumber.rank] = sumber


def kejadian_sumber() -> tuple[Sumber, ...]:
    """All that the filter `Peristiwa` shows."""
    return (PERISTIWA, *(_LAIN[rank] for rank in sorted(_LAIN)))


def all_sumber() -> tuple[Sumber, ...]:
    return (PESAN, PENDAPAT, *kejadian_sumber())
