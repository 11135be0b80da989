"""Cases on which the parties have agreed, placed there without the discussion that leads to it, and times to sign."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.kit.clock import WITA, today
from app.penjadwalan.rules import Waktu
from app.permohonan import tahap_operations
from app.permohonan.models import Permohonan
from app.rujukan.models import HariLibur, Kategori
from app.rujukan.models_rencana import HariTertutup, Tempat
from app.rujukan.queries_rencana import current_rencana
from tests import factories
from tests.states import kept


@kept
def agree(cast: Any, skip: tuple[str, ...] = (), **given: Any) -> Permohonan:
    """A case of the university whose papers are agreed; `skip` passes stages over."""
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, **given)
    return close_all(permohonan, skip)


def agree_other(cast: Any, **given: Any) -> Permohonan:
    """The same of the company: Asing is PPKSD-1, a colleague PPKSD-2."""
    colleague = factories.make_pengguna("Nona Contoh", "Pemohon")
    factories.make_biodata(colleague)
    from app.akun.models import KeanggotaanInstansi

    db.session.add(KeanggotaanInstansi(instansi=cast.perusahaan, pengguna=colleague))
    db.session.flush()
    db.session.expire(cast.perusahaan)
    permohonan = factories.make_approved(cast.asing, colleague, cast.admin, **given)
    return close_all(permohonan)


def close_all(permohonan: Permohonan, skip: tuple[str, ...] = ()) -> Permohonan:
    while tahap_operations.close_stage(permohonan, actor=None, skip=skip) is not None:
        pass
    return permohonan


def sinergi(permohonan: Permohonan) -> Permohonan:
    """A verified case follows the plan of Sinergi from its first stage on."""
    kategori = db.session.scalar(select(Kategori).where(Kategori.kode == "SINERGI"))
    plan = current_rencana(kategori)
    permohonan.kategori, permohonan.rencana = kategori, plan
    permohonan.tahap[0].rencana_tahap = plan.tahap[0]
    db.session.flush()
    return permohonan


def working_day(ahead: int = 14) -> date:
    """A day on which one signs, not before so many days from now."""
    closed = set(db.session.scalars(select(HariLibur.tanggal))) | set(
        db.session.scalars(select(HariTertutup.tanggal))
    )
    day = today() + timedelta(days=ahead)
    while day.weekday() > 4 or day in closed:
        day += timedelta(days=1)
    return day


def place(number: int = 0) -> Tempat:
    return db.session.scalars(select(Tempat).order_by(Tempat.urut)).all()[number]


def at(day: date | None = None, hour: int = 9, minute: int = 0, **given: Any) -> Waktu:
    """An hour in the first of the city's places."""
    start = datetime.combine(day or working_day(), time(hour, minute), WITA).astimezone(UTC)
    where = given if given else {"tempat": place()}
    return Waktu(start, start + timedelta(hours=1), **where)
