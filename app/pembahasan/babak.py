"""The parts into which the talk of a case falls: its stages of discussion, and the time after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, true

from app.jejak.models import Peristiwa
from app.permohonan import kata
from app.permohonan.alur import Status, Tahap
from app.permohonan.models import HasilTahap, Permohonan, TahapPerkara
from app.rujukan.models_rencana import TahapBahas

AFTER = "penandatanganan"
NAMED = tuple(tahap.value for tahap in TahapBahas)


@dataclass(frozen=True)
class Babak:
    """One part: its code in addresses, its name, from when until when (None: until now), and its stage, if it is one."""

    kode: str
    nama: Any
    since_at: datetime
    until_at: datetime | None
    tahap: TahapPerkara | None = None

    @property
    def is_locked(self) -> bool:
        """Whether a stage that was closed: nothing is added to its talk."""
        return self.tahap is not None and self.tahap.closed_at is not None

    def holds(self) -> ColumnElement[bool]:
        """The condition on events of the case that belong here: they name the stage, or fall into its time."""
        named = func.coalesce(Peristiwa.data["tahap"].as_string(), "")
        until = Peristiwa.at < self.until_at if self.until_at is not None else true()
        in_time = and_(named.not_in(NAMED), Peristiwa.at >= self.since_at, until)
        return or_(named == self.kode, in_time) if self.tahap is not None else in_time


def babak_of(permohonan: Permohonan) -> list[Babak]:
    """The parts of a case that has been verified, oldest first; stages that were skipped are none."""
    category = permohonan.kategori.kode if permohonan.kategori else None
    stages = [row for row in permohonan.tahap if row.hasil is not HasilTahap.DILEWATI]
    begins = [row.opened_at for row in stages]
    last = permohonan.tahap[-1] if permohonan.tahap else None
    found = []
    is_past = last is not None and last.closed_at is not None and last.hasil is not HasilTahap.DIHENTIKAN
    if is_past and last is not None and last.closed_at is not None:
        begins.append(last.closed_at)
    for place, row in enumerate(stages):
        until = begins[place + 1] if place + 1 < len(begins) else None
        name = kata.status_word(Status(row.tahap.value), category)
        found.append(Babak(row.tahap.value, name, row.opened_at, until, row))
    if is_past:
        found.append(Babak(AFTER, kata.TAHAP[Tahap.PENANDATANGANAN], begins[-1], None))
    return found


def choose(parts: Sequence[Babak], kode: str | None) -> Babak | None:
    """The part that an address names, else the newest one; None when there is none yet."""
    return next((part for part in parts if part.kode == kode), parts[-1] if parts else None)
