"""What may be scheduled, when, and by whom it is answered. Sentences only; nothing is read or written here.

Guide section 7: both papers together or one at a time, desk to desk or face to face; Protokol approves, revises, or
turns it into desk to desk, after which the PPKSD can no longer answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.kit.clock import WITA, to_wita
from app.kit.errors import Refused, Stale
from app.penjadwalan.models import TERBUKA, KeadaanJadwal, Penandatanganan
from app.permohonan.models import HasilTahap, Permohonan
from app.rujukan.models_rencana import JenisNaskah, Tempat

OPENS, CLOSES = time(7), time(20)
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(16)  # free times are looked for in office hours
STEP = timedelta(minutes=30)
MOST_SLOTS = 3
YEARS_AHEAD = 2
MAX_TEMPAT = 200
MAX_CATATAN = 2000
SUNDAY = 6


class Aturan(StrEnum):
    """What a setting says about a kind of day."""

    TOLAK = "tolak"
    PERINGATKAN = "peringatkan"


@dataclass(frozen=True)
class Waktu:
    """A time and a place that somebody proposes; either one of the city's places or a named other one."""

    mulai_at: datetime
    selesai_at: datetime
    tempat: Tempat | None = None
    tempat_lain: str = ""

    @property
    def hari(self) -> date:
        return to_wita(self.mulai_at).date()

    @property
    def nama_tempat(self) -> str:
        return self.tempat.nama if self.tempat else self.tempat_lain


@dataclass(frozen=True)
class Hari:
    """What is known of the days in question: today, holidays and closed days with their names, what settings say."""

    kini: datetime
    libur: Mapping[date, str] = field(default_factory=dict)
    tertutup: Mapping[date, str] = field(default_factory=dict)
    minggu: Aturan = Aturan.PERINGATKAN
    hari_libur: Aturan = Aturan.TOLAK
    hari_tertutup: Aturan = Aturan.TOLAK

    @property
    def today(self) -> date:
        return to_wita(self.kini).date()


class Peringatan(Refused):
    """The day is unusual but allowed: the person must say once more that it is meant."""


class Bentrok(Stale):
    """The official or the place is taken; `kosong` holds the beginnings of the nearest free times (UTC)."""

    def __init__(self, message: Any, field: str | None = None, kosong: Sequence[datetime] = ()) -> None:
        super().__init__(message, field)
        self.kosong = list(kosong)


# --- which papers --------------------------------------------------------------------------------------------------
def planned(permohonan: Permohonan) -> list[JenisNaskah]:
    """The papers that the parties have agreed on in this case, the umbrella first."""
    stages = [row for row in permohonan.tahap if row.hasil is HasilTahap.DISEPAKATI]
    found = [row.rencana_tahap.naskah for row in stages if row.rencana_tahap.naskah is not None]
    return sorted(found, key=lambda jenis: not jenis.is_pertama)


def choices(
    permohonan: Permohonan, signed: Collection[JenisNaskah], busy: Collection[JenisNaskah] = ()
) -> list[tuple[JenisNaskah, ...]]:
    """Which papers can be signed next: together or one at a time; `busy` ones stand in an open signing."""
    left = [jenis for jenis in planned(permohonan) if jenis not in signed and jenis not in busy]
    together = [tuple(left)] if len(left) > 1 else []
    single = [(jenis,) for jenis in left if why_not_alone(permohonan, jenis, signed) is None]
    return together + single


def why_not_alone(permohonan: Permohonan, jenis: JenisNaskah, signed: Collection[JenisNaskah]) -> Any:
    """The second paper comes after the first: NK before RK always, KB before PKS where the case agreed on a KB.

    There is none when a KB that already stands took its place, or when the plan of the category has a PKS only.
    """
    if jenis.is_pertama or any(one.is_pertama for one in signed):
        return None
    if jenis is not JenisNaskah.RK and not any(one.is_pertama for one in planned(permohonan)):
        return None
    first = JenisNaskah.NK if jenis is JenisNaskah.RK else JenisNaskah.KB
    return _l("%(pertama)s ditandatangani lebih dahulu, atau bersamaan.", pertama=first.label)


def check_papers(
    permohonan: Permohonan,
    jenis: Collection[JenisNaskah],
    signed: Collection[JenisNaskah],
    busy: Collection[JenisNaskah],
) -> Any:
    """None when exactly these papers may be signed together now; else a sentence."""
    wanted = set(jenis)
    if not wanted:
        return _l("Pilih naskah yang ditandatangani.")
    if wanted - set(planned(permohonan)):
        return _l("Naskah ini belum disepakati dalam perkara ini.")
    if wanted & set(signed):
        return _l("Naskah ini sudah ditandatangani.")
    if wanted & set(busy):
        return _l("Naskah ini sudah dijadwalkan. Muat ulang halaman, lalu periksa kembali.")
    if len(wanted) == 1:
        return why_not_alone(permohonan, next(iter(wanted)), signed)
    return None


# --- which day and hour --------------------------------------------------------------------------------------------
def latest_day(today: date) -> date:
    """The last day that may be proposed."""
    try:
        return today.replace(year=today.year + YEARS_AHEAD)
    except ValueError:  # 29 February
        return today.replace(year=today.year + YEARS_AHEAD, day=28)


def check_day(day: date, today: date) -> Any:
    """None when a day is neither over nor too far away."""
    if day < today:
        return _l("Tanggal ini sudah lewat.")
    if day > latest_day(today):
        return _l("Tanggal ini lebih dari %(n)s tahun lagi.", n=YEARS_AHEAD)
    return None


def check_waktu(waktu: Waktu, hari: Hari) -> Any:
    """None when the time may be proposed, whatever else happens then; else a sentence."""
    sentence = check_day(waktu.hari, hari.today)
    if sentence is not None:
        return sentence
    if waktu.mulai_at <= hari.kini:
        return _l("Waktu ini sudah lewat.")
    start, end = to_wita(waktu.mulai_at), to_wita(waktu.selesai_at)
    is_inside = start.date() == end.date() and OPENS <= start.time() < end.time() <= CLOSES
    if not is_inside:
        return _l("Penandatanganan berlangsung antara pukul 07.00 dan 20.00 WITA.")
    if (waktu.tempat is None) == (not waktu.tempat_lain.strip()):
        return _l("Pilih satu tempat, atau tulis nama tempat lain.")
    closed = next((said for rule, said in unusual(waktu.hari, hari) if rule is Aturan.TOLAK), None)
    return None if closed is None else _l("%(sebab)s Pilih hari lain.", sebab=closed)


def unusual(day: date, hari: Hari) -> Iterable[tuple[Aturan, Any]]:
    """What is unusual about a day, with what the settings say about it."""
    if day in hari.libur:
        yield hari.hari_libur, _l("Hari libur: %(nama)s.", nama=hari.libur[day])
    if day in hari.tertutup:
        yield hari.hari_tertutup, _l("Hari tertutup: %(nama)s.", nama=hari.tertutup[day])
    if day.weekday() == SUNDAY:
        yield hari.minggu, _l("Hari Minggu.")


def warnings(day: date, hari: Hari) -> list[Any]:
    """The sentences that a person must have read before proposing this day."""
    return [said for rule, said in unusual(day, hari) if rule is Aturan.PERINGATKAN]


def free_starts(
    wanted: datetime, duration: timedelta, taken: Collection[tuple[datetime, datetime]], hari: Hari, days: int
) -> list[datetime]:
    """The nearest free beginnings: on the wanted day and the working days after it, as near to the wanted hour as can be.

    `taken` holds spans (UTC, from and until) of the official and the place. At most one a day, three in all.
    """
    first = max(to_wita(wanted).date(), hari.today)
    found: list[datetime] = []
    for offset in range(days):
        day = first + timedelta(days=offset)
        if day.weekday() >= 5 or any(True for _ in unusual(day, hari)) or check_day(day, hari.today):
            continue
        target = datetime.combine(day, to_wita(wanted).time(), WITA)
        free = [start for start in _starts(day, duration, hari.kini) if _is_free(start, duration, taken)]
        if free:
            found.append(min(free, key=lambda start: (abs(start - target), start)).astimezone(UTC))
        if len(found) == MOST_SLOTS:
            break
    return found


def _starts(day: date, duration: timedelta, kini: datetime) -> Iterable[datetime]:
    start, close = datetime.combine(day, OFFICE_OPENS, WITA), datetime.combine(day, OFFICE_CLOSES, WITA)
    while start + duration <= close:
        if start > kini:
            yield start
        start += STEP


def _is_free(start: datetime, duration: timedelta, taken: Collection[tuple[datetime, datetime]]) -> bool:
    return not any(since < start + duration and start < until for since, until in taken)


# --- whose answer --------------------------------------------------------------------------------------------------
OPEN_IN: dict[str, tuple[KeadaanJadwal, ...]] = {
    "usulkan_jadwal": (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI),
    "pilih_desk": (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI),
    "setujui_jadwal": (KeadaanJadwal.DIUSULKAN,),
    "revisi_jadwal": (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI),
    "alihkan_jadwal": (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI),
    "terima_revisi": (KeadaanJadwal.DIREVISI,),
    "batalkan_jadwal": (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI, KeadaanJadwal.TERJADWAL),
}
OF_PPKSD = ("usulkan_jadwal", "pilih_desk", "terima_revisi")

TURNED = _l(
    "Protokol telah mengalihkan penandatanganan ini ke desk to desk. Usulan jadwal tidak dapat dijawab lagi."
)
OTHERS_CHANGED = _l("Jadwal ini baru saja berubah. Periksa keadaannya yang sekarang, lalu putuskan kembali.")
_CLOSED: dict[KeadaanJadwal, Any] = {
    KeadaanJadwal.DIUSULKAN: _l("Usulan ini masih menunggu jawaban Protokol."),
    KeadaanJadwal.DIREVISI: _l("Usulan ini sudah direvisi dan menunggu jawaban PPKSD."),
    KeadaanJadwal.TERJADWAL: _l("Jadwal ini sudah pasti."),
    KeadaanJadwal.TERCATAT: _l("Penandatanganan ini sudah dicatat dan menunggu validasi Admin."),
    KeadaanJadwal.SELESAI: _l("Penandatanganan ini sudah selesai."),
    KeadaanJadwal.BATAL: _l("Jadwal ini sudah dibatalkan."),
}


def why_not(ttd: Penandatanganan, step: str) -> Any:
    """None when a signing stands where this step is possible, whoever takes it; else a sentence."""
    if ttd.dialihkan_at is not None and step in OF_PPKSD and ttd.keadaan in TERBUKA:
        return TURNED
    return None if ttd.keadaan in OPEN_IN[step] else _CLOSED[ttd.keadaan]
