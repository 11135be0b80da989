"""Reading signings: those of one case, what is taken when, and what the settings say of days. Nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.models import KerjaSama
from app.kit import settings
from app.kit.clock import WITA, now
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    KeadaanUsulan,
    Penandatanganan,
    SlotPasti,
    UsulanJadwal,
)
from app.penjadwalan.nomor import SETTINGS
from app.penjadwalan.rules import Aturan, Hari, Waktu, free_starts
from app.permohonan.models import Permohonan
from app.permohonan.queries import visible_to
from app.rujukan.models import HariLibur
from app.rujukan.models_rencana import JenisNaskah
from app.rujukan.queries_rencana import closed_days

DURATION = "lama_penandatanganan_menit"
SUNDAYS, HOLIDAYS, CLOSED = "jadwal_hari_minggu", "jadwal_hari_libur", "jadwal_hari_tertutup"
LOOK_AHEAD = 60  # days in which a free time is looked for
WAITING = (KeadaanJadwal.DIUSULKAN, KeadaanJadwal.DIREVISI)


def _check_duration(value: int) -> Any:
    return None if 15 <= value <= 480 else _l("Isi bilangan antara %(low)s dan %(high)s.", low=15, high=480)


def _check_rule(value: str) -> Any:
    return None if value in tuple(Aturan) else _l("Pilih ditolak atau diperingatkan.")


settings.declare(DURATION, 60, _l("Lama penandatanganan (menit)"), "", _check_duration, section=SETTINGS)
_RULES = {"tolak": _l("Ditolak"), "peringatkan": _l("Boleh, sesudah diperingatkan sekali")}
settings.declare(
    SUNDAYS,
    "peringatkan",
    _l("Penandatanganan pada hari Minggu"),
    "",
    _check_rule,
    choices=_RULES,
    section=SETTINGS,
)
settings.declare(
    HOLIDAYS,
    "tolak",
    _l("Penandatanganan pada hari libur"),
    "",
    _check_rule,
    choices=_RULES,
    section=SETTINGS,
)
settings.declare(
    CLOSED,
    "tolak",
    _l("Penandatanganan pada hari tertutup"),
    "",
    _check_rule,
    choices=_RULES,
    section=SETTINGS,
)


def duration() -> timedelta:
    """How long a signing takes."""
    return timedelta(minutes=settings.get(DURATION))


def holiday_names(first_on: date, last_on: date) -> dict[date, str]:
    """Holidays and cuti bersama of a span, with their names."""
    rows = db.session.execute(
        select(HariLibur.tanggal, HariLibur.nama).where(HariLibur.tanggal.between(first_on, last_on))
    )
    return {row.tanggal: row.nama for row in rows}


def days_of(first_on: date, last_on: date) -> Hari:
    """What is known of the days of a span, as rules.py asks for it."""
    return Hari(
        kini=now(),
        libur=holiday_names(first_on, last_on),
        tertutup=closed_days(first_on, last_on),
        minggu=Aturan(settings.get(SUNDAYS)),
        hari_libur=Aturan(settings.get(HOLIDAYS)),
        hari_tertutup=Aturan(settings.get(CLOSED)),
    )


# --- the signings of one case --------------------------------------------------------------------------------------
def signings(permohonan: Permohonan, fresh: bool = False) -> list[Penandatanganan]:
    """All signings of a case, newest first, with their papers, proposals and confirmed slot.

    `fresh`: read anew what this session already knows, after the case was locked.
    """
    return list(
        db.session.scalars(
            select(Penandatanganan)
            .execution_options(populate_existing=fresh)
            .where(Penandatanganan.permohonan_id == permohonan.id)
            .order_by(Penandatanganan.id.desc())
            .options(
                joinedload(Penandatanganan.slot).joinedload(SlotPasti.tempat),
                joinedload(Penandatanganan.pejabat),
                selectinload(Penandatanganan.naskah),
                selectinload(Penandatanganan.usulan).joinedload(UsulanJadwal.tempat),
            )
        )
    )


def find(permohonan: Permohonan, ttd_id: int) -> Penandatanganan | None:
    """One signing of this case."""
    if ttd_id > 2**31 - 1:
        return None
    return db.session.scalar(
        select(Penandatanganan).where(
            Penandatanganan.id == ttd_id, Penandatanganan.permohonan_id == permohonan.id
        )
    )


def signed_papers(permohonan: Permohonan, rows: Collection[Penandatanganan]) -> set[JenisNaskah]:
    """The papers of a case that are signed: by its signings (`rows`), or as agreements on record."""
    found = {
        n.jenis for ttd in rows if ttd.keadaan is KeadaanJadwal.SELESAI for n in ttd.naskah if n.is_aktif
    }
    stored = db.session.scalars(select(KerjaSama.jenis).where(KerjaSama.permohonan_id == permohonan.id))
    return found | set(stored)


def busy_papers(rows: Collection[Penandatanganan]) -> set[JenisNaskah]:
    """The papers that stand in an open signing."""
    return {n.jenis for ttd in rows if ttd.keadaan in TERBUKA for n in ttd.naskah if n.is_aktif}


# --- what is taken -------------------------------------------------------------------------------------------------
def _same_resource(model: Any, pejabat: Any, pejabat_id: int, tempat_id: int | None) -> ColumnElement[bool]:
    same = pejabat == pejabat_id
    return same if tempat_id is None else or_(same, model.tempat_id == tempat_id)


def taken(waktu: Waktu, pejabat_id: int, except_ttd: int | None = None) -> SlotPasti | None:
    """A confirmed slot of the same official or place that overlaps."""
    tempat_id = waktu.tempat.id if waktu.tempat else None
    span = func.tstzrange(waktu.mulai_at, waktu.selesai_at, type_=TSTZRANGE)
    return db.session.scalar(
        select(SlotPasti)
        .where(
            SlotPasti.rentang.op("&&")(span),
            _same_resource(SlotPasti, SlotPasti.pejabat_id, pejabat_id, tempat_id),
            SlotPasti.penandatanganan_id != (except_ttd or 0),
        )
        .order_by(SlotPasti.id)
        .limit(1)
        .options(joinedload(SlotPasti.tempat))
    )


def nearest_free(
    wanted: datetime, length: timedelta, pejabat_id: int, tempat_id: int | None
) -> list[datetime]:
    """Up to three beginnings near a wanted time at which the official and the place are free."""
    first = max(wanted, now()) - timedelta(days=1)
    until = first + timedelta(days=LOOK_AHEAD + 2)
    span = func.tstzrange(first, until, type_=TSTZRANGE)
    rows = db.session.scalars(
        select(SlotPasti.rentang).where(
            SlotPasti.rentang.op("&&")(span),
            _same_resource(SlotPasti, SlotPasti.pejabat_id, pejabat_id, tempat_id),
        )
    )
    spans = [(row.lower, row.upper) for row in rows]
    return free_starts(wanted, length, spans, days_of(first.date(), until.date()), LOOK_AHEAD)


@dataclass(frozen=True)
class Tergeser:
    """A tentative proposal of another case that a confirmed slot would displace; nameless when it may not be seen."""

    usulan: UsulanJadwal
    permohonan: Permohonan | None


def displaced(usulan: UsulanJadwal, user: Pengguna) -> list[Tergeser]:
    """Whose tentative proposals at the same time, with the same official or place, this one would displace."""
    ttd = usulan.penandatanganan
    rows = db.session.execute(
        select(UsulanJadwal, Permohonan, visible_to(user).label("seen"))
        .join(UsulanJadwal.penandatanganan)
        .join(Penandatanganan.permohonan)
        .where(
            UsulanJadwal.keadaan == KeadaanUsulan.TENTATIF,
            Penandatanganan.keadaan.in_(WAITING),
            Penandatanganan.id != ttd.id,
            UsulanJadwal.mulai_at < usulan.selesai_at,
            UsulanJadwal.selesai_at > usulan.mulai_at,
            _same_resource(UsulanJadwal, Penandatanganan.pejabat_id, ttd.pejabat_id, usulan.tempat_id),
        )
        .order_by(UsulanJadwal.mulai_at, UsulanJadwal.id)
        .options(joinedload(UsulanJadwal.tempat))
    )
    return [Tergeser(row, case if seen else None) for row, case, seen in rows]


# --- the calendar --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Acara:
    """One signing in the calendar; without `kode` the case may not be seen by this reader."""

    mulai_at: datetime
    selesai_at: datetime
    is_pasti: bool
    tempat: str
    kode: str | None
    judul: str
    instansi: str


def entries(first_on: date, last_on: date, user: Pengguna) -> list[Acara]:
    """Confirmed and tentative signings from the first to the last day in Samarinda, in order of time; two queries."""
    since = datetime.combine(first_on, time(), WITA).astimezone(UTC)
    until = datetime.combine(last_on + timedelta(days=1), time(), WITA).astimezone(UTC)
    case = (Permohonan.kode, Permohonan.judul, Permohonan.instansi_nama, visible_to(user).label("seen"))
    confirmed = db.session.execute(
        select(SlotPasti, *case)
        .join(SlotPasti.penandatanganan)
        .join(Penandatanganan.permohonan)
        .where(SlotPasti.rentang.op("&&")(func.tstzrange(since, until, type_=TSTZRANGE)))
        .options(joinedload(SlotPasti.tempat))
    )
    tentative = db.session.execute(
        select(UsulanJadwal, *case)
        .join(UsulanJadwal.penandatanganan)
        .join(Penandatanganan.permohonan)
        .where(
            and_(UsulanJadwal.mulai_at >= since, UsulanJadwal.mulai_at < until),
            UsulanJadwal.keadaan == KeadaanUsulan.TENTATIF,
            Penandatanganan.keadaan.in_(WAITING),
        )
        .options(joinedload(UsulanJadwal.tempat))
    )
    found = [
        _entry(row.rentang.lower, row.rentang.upper, True, row.nama_tempat, rest) for row, *rest in confirmed
    ]
    found += [_entry(row.mulai_at, row.selesai_at, False, row.nama_tempat, rest) for row, *rest in tentative]
    return sorted(found, key=lambda entry: (entry.mulai_at, not entry.is_pasti, entry.kode or ""))


def _entry(since: Any, until: Any, is_pasti: bool, tempat: str, rest: Sequence[Any]) -> Acara:
    kode, judul, instansi, seen = rest
    if not seen:
        return Acara(since, until, is_pasti, "", None, "", "")
    return Acara(since, until, is_pasti, tempat, kode, judul, instansi)
