"""Reading what is handed over: a case for those who may hand its places over, open offers, cases of one member."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna
from app.extensions import db
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.permohonan.models_alih import AlihTugas, JawabanAlih
from app.permohonan.queries import visible_to
from app.permohonan.rules_alih import SELESAI


def is_open(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Cases with an offer that waits for an answer, of a place still held by whom it is offered for."""
    return (
        select(AlihTugas.id)
        .join(
            Petugas,
            and_(
                Petugas.permohonan_id == AlihTugas.permohonan_id,
                Petugas.ke == AlihTugas.ke,
                Petugas.pengguna_id == AlihTugas.dari_id,
            ),
        )
        .where(
            AlihTugas.permohonan_id == Permohonan.id,
            AlihTugas.jawaban == JawabanAlih.MENUNGGU,
            *conditions,
        )
        .correlate(Permohonan)
        .exists()
    )


def is_offered(user: Pengguna) -> ColumnElement[bool]:
    """Running cases in which a place is offered to this person."""
    return and_(Permohonan.status.not_in(SELESAI), is_open(AlihTugas.kepada_id == user.id))


def is_run_by(user: Pengguna) -> ColumnElement[bool]:
    """Cases of the institution that this person runs: she may replace its contacts, and sees no more of them."""
    return exists().where(
        KeanggotaanInstansi.instansi_id == Permohonan.instansi_id,
        KeanggotaanInstansi.pengguna_id == user.id,
        KeanggotaanInstansi.is_pengelola,
        KeanggotaanInstansi.ended_at.is_(None),
    )


def find(kode: str, user: Pengguna) -> Permohonan | None:
    """A case by its code, for its page of handing over; None for strangers."""
    wanted = kode.strip().upper()
    return db.session.scalars(
        select(Permohonan)
        .where(
            or_(Permohonan.kode == wanted, Permohonan.kode_draf == wanted),
            or_(visible_to(user), is_run_by(user), is_offered(user)),
        )
        .options(
            joinedload(Permohonan.instansi)
            .selectinload(Instansi.anggota)
            .joinedload(KeanggotaanInstansi.pengguna),
            selectinload(Permohonan.petugas).joinedload(Petugas.pengguna),
        )
    ).first()


def offers(permohonan: Permohonan) -> Sequence[AlihTugas]:
    """The offers of places in a case that were not answered; also of a place that somebody else holds by now."""
    return db.session.scalars(
        select(AlihTugas)
        .where(AlihTugas.permohonan_id == permohonan.id, AlihTugas.jawaban == JawabanAlih.MENUNGGU)
        .options(joinedload(AlihTugas.dari), joinedload(AlihTugas.kepada), joinedload(AlihTugas.oleh))
        .order_by(AlihTugas.ke)
        .execution_options(populate_existing=True)
    ).all()


def past(permohonan: Permohonan) -> Sequence[AlihTugas]:
    """The places that have changed hands in a case, newest first."""
    return db.session.scalars(
        select(AlihTugas)
        .where(AlihTugas.permohonan_id == permohonan.id, AlihTugas.jawaban == JawabanAlih.DITERIMA)
        .options(joinedload(AlihTugas.dari), joinedload(AlihTugas.kepada))
        .order_by(AlihTugas.id.desc())
    ).all()


def find_offer(permohonan: Permohonan, alih_id: int) -> AlihTugas | None:
    """An offer of this case, answered or not."""
    return db.session.scalar(
        select(AlihTugas).where(AlihTugas.id == alih_id, AlihTugas.permohonan_id == permohonan.id)
    )


def running_of(instansi: Instansi, pengguna_id: int) -> Sequence[Permohonan]:
    """The running cases of an institution in which this person is a contact, oldest first."""
    return db.session.scalars(
        select(Permohonan)
        .join(Petugas, and_(Petugas.permohonan_id == Permohonan.id, Petugas.pengguna_id == pengguna_id))
        .where(
            Permohonan.instansi_id == instansi.id,
            Permohonan.status.not_in(SELESAI),
            Petugas.jawaban == JawabanPetugas.DITERIMA,
        )
        .options(joinedload(Permohonan.kategori), selectinload(Permohonan.petugas))
        .order_by(Permohonan.id)
    ).all()


def busy_in(instansi: Instansi) -> set[int]:
    """The people who are contacts of running cases of an institution."""
    found = (
        select(Petugas.pengguna_id)
        .join(Permohonan, Petugas.permohonan_id == Permohonan.id)
        .where(
            Permohonan.instansi_id == instansi.id,
            Permohonan.status.not_in(SELESAI),
            Petugas.jawaban == JawabanPetugas.DITERIMA,
            Petugas.pengguna_id.is_not(None),
        )
    )
    return {one for one in db.session.scalars(found) if one is not None}


def has_no_active_contact() -> ColumnElement[bool]:
    """Cases of which a contact has left the institution, or has no account in use, and nobody was offered the place."""
    member = select(KeanggotaanInstansi.id).where(
        KeanggotaanInstansi.instansi_id == Permohonan.instansi_id,
        KeanggotaanInstansi.pengguna_id == Petugas.pengguna_id,
        KeanggotaanInstansi.ended_at.is_(None),
    )
    active = select(Pengguna.id).where(Pengguna.id == Petugas.pengguna_id, Pengguna.active.is_(True))
    offered = select(AlihTugas.id).where(
        AlihTugas.permohonan_id == Permohonan.id,
        AlihTugas.ke == Petugas.ke,
        AlihTugas.dari_id == Petugas.pengguna_id,
        AlihTugas.jawaban == JawabanAlih.MENUNGGU,
    )
    deserted = select(Petugas.id).where(
        Petugas.permohonan_id == Permohonan.id,
        Petugas.jawaban == JawabanPetugas.DITERIMA,
        Petugas.pengguna_id.is_not(None),
        or_(
            ~member.correlate(Permohonan, Petugas).exists(),
            ~active.correlate(Petugas).exists(),
        ),
        ~offered.correlate(Permohonan, Petugas).exists(),
    )
    return deserted.correlate(Permohonan).exists()
