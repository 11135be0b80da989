"""The month as the calendar draws it: weeks from Monday, days with what happens on them. Reads only.

Four queries, however many signings a month has.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.akun.models import Pengguna
from app.kit.clock import to_wita, today
from app.penjadwalan import queries
from app.penjadwalan.queries import Acara
from app.rujukan.queries_rencana import closed_days

FIRST_YEAR, LAST_YEAR = 2000, 2199
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Petak:
    """One day: whether it belongs to the month, what holiday or closure it is, and its signings."""

    tanggal: date
    is_luar: bool
    is_kini: bool
    libur: str = ""
    tutup: str = ""
    acara: Sequence[Acara] = field(default_factory=tuple)

    @property
    def kelas(self) -> str:
        """What a day looks like: outside the month, holiday, closed, weekend, today."""
        if self.is_luar:
            return "luar"
        kind = "libur" if self.libur else "tutup" if self.tutup else ""
        if not kind and self.tanggal.weekday() >= 5:
            kind = "pekan"
        return f"{kind} kini".strip() if self.is_kini else kind

    @property
    def is_isi(self) -> bool:
        return not self.is_luar and bool(self.acara or self.libur or self.tutup)


@dataclass(frozen=True)
class Bulan:
    """A month: its first day, its weeks, and the months beside it (None at the ends of what can be asked for)."""

    pertama: date
    pekan: list[list[Petak]]
    sebelum: date | None
    sesudah: date | None

    @property
    def agenda(self) -> list[Petak]:
        """The days on which there is something."""
        return [day for week in self.pekan for day in week if day.is_isi]

    @property
    def jumlah(self) -> int:
        return sum(len(day.acara) for day in self.agenda)


def first_of(text: str | None) -> date:
    """The month that an address asks for (`2026-12`); anything else is this month."""
    found = _MONTH.fullmatch(text or "")
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return date(int(found[1]), int(found[2]), 1)
    return today().replace(day=1)


def month(first_on: date, user: Pengguna) -> Bulan:
    """What this reader sees of a month."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(first_on.year, first_on.month)
    last_on = (first_on + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    by_day: dict[date, list[Acara]] = {}
    for entry in queries.entries(first_on, last_on, user):
        by_day.setdefault(to_wita(entry.mulai_at).date(), []).append(entry)
    libur, tutup = queries.holiday_names(first_on, last_on), closed_days(first_on, last_on)
    now_on = today()

    def cell(day: date) -> Petak:
        if day.month != first_on.month:
            return Petak(day, True, False)
        return Petak(day, False, day == now_on, libur.get(day, ""), tutup.get(day, ""), by_day.get(day, ()))

    before, after = first_on - timedelta(days=1), last_on + timedelta(days=1)
    return Bulan(
        first_on,
        [[cell(day) for day in week] for week in weeks],
        before.replace(day=1) if before.year >= FIRST_YEAR else None,
        after if after.year <= LAST_YEAR else None,
    )
