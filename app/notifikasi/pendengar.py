"""Who hears of an event: one SELECT for each kind of hearer, so that a thousand people cost what one costs.

Every function takes the event and answers rows of (pengguna_id, kepada, bahasa); pengguna_id is NULL for an e-mail
address without an account. Whether these people get a mail, and which words, is said in tabel.py.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, literal, or_, select

from app.akun import roles
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.jejak.models import Peristiwa
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas

Hearers = Select[Any]


def _accounts(condition: ColumnElement[bool]) -> Hearers:
    """Accounts that are in use and fulfil a condition."""
    return select(Pengguna.id.label("pengguna_id"), Pengguna.email.label("kepada"), Pengguna.bahasa).where(
        Pengguna.active.is_(True), condition
    )


def _petugas(peristiwa: Peristiwa, *conditions: ColumnElement[bool]) -> Hearers:
    asked = select(Petugas.pengguna_id).where(
        Petugas.permohonan_id == peristiwa.objek_id,
        Petugas.pengguna_id.is_not(None),
        Petugas.jawaban != JawabanPetugas.DITOLAK,
        *conditions,
    )
    return _accounts(Pengguna.id.in_(asked))


def ppksd(peristiwa: Peristiwa) -> Hearers:
    """Both contacts of the case; one who refused is none."""
    return _petugas(peristiwa)


def ppksd1(peristiwa: Peristiwa) -> Hearers:
    return _petugas(peristiwa, Petugas.ke == 1)


def ppksd2(peristiwa: Peristiwa) -> Hearers:
    return _petugas(peristiwa, Petugas.ke == 2)


def _role(name: str) -> Hearers:
    """Accounts with a role. FAB's groups give no access, so they give no news either."""
    role = Pengguna.roles.property.mapper.class_
    return _accounts(Pengguna.roles.any(role.name == name))


def admin(peristiwa: Peristiwa) -> Hearers:
    """Everybody with the role Admin."""
    return _role(roles.ADMIN)


def tkksd(peristiwa: Peristiwa) -> Hearers:
    """The members of the coordination team."""
    return _role(roles.TKKSD)


def tkksd_who_saw(peristiwa: Peristiwa) -> Hearers:
    """The coordination team, if the case ever passed verification: before that they know nothing of it."""
    verified = select(Permohonan.id).where(
        Permohonan.id == peristiwa.objek_id, Permohonan.verified_at.is_not(None)
    )
    return _role(roles.TKKSD).where(verified.exists())


def pemilik_akun(peristiwa: Peristiwa) -> Hearers:
    """The person whose account the event is about."""
    return _accounts(Pengguna.id == peristiwa.objek_id)


def pemilik_akun_baru(peristiwa: Peristiwa) -> Hearers:
    """The owner of an account that staff made; who joined by an invitation has set a password already."""
    condition = false() if peristiwa.data.get("cara") == "undangan" else Pengguna.id == peristiwa.objek_id
    return _accounts(condition)


def alamat_baru(peristiwa: Peristiwa) -> Hearers:
    """The address that a person wants to sign in with from now on."""
    return _at_address(peristiwa, "email")


def alamat_lama(peristiwa: Peristiwa) -> Hearers:
    """The address that was replaced: if it was not the owner, the owner reads it there."""
    return _at_address(peristiwa, "lama")


def _at_address(peristiwa: Peristiwa, key: str) -> Hearers:
    return pemilik_akun(peristiwa).with_only_columns(
        Pengguna.id.label("pengguna_id"),
        cast(literal(peristiwa.data[key]), String(320)).label("kepada"),
        Pengguna.bahasa,
    )


def anggota_dikeluarkan(peristiwa: Peristiwa) -> Hearers:
    """The person who was taken out of an institution by somebody else."""
    return _accounts(Pengguna.id == peristiwa.data.get("pengguna_id"))


def diundang(peristiwa: Peristiwa) -> Hearers:
    """The e-mail address that was invited into an institution, in the language of its account or of who invites."""
    inviter = Pengguna.__table__.alias("pengundang")
    account = and_(func.lower(Pengguna.email) == UndanganInstansi.email, Pengguna.active.is_(True))
    return (
        select(
            Pengguna.id.label("pengguna_id"),
            UndanganInstansi.email.label("kepada"),
            func.coalesce(Pengguna.bahasa, inviter.c.bahasa).label("bahasa"),
        )
        .select_from(UndanganInstansi)
        .join(inviter, inviter.c.id == UndanganInstansi.pengundang_id)
        .outerjoin(Pengguna, account)
        .where(UndanganInstansi.id == peristiwa.objek_id)
    )


def pengelola_bila_ditolak(peristiwa: Peristiwa) -> Hearers:
    """The same when the person invited said no; who takes an invitation back needs no telling."""
    is_refused = peristiwa.data.get("oleh") == "yang diundang"
    return pengelola(peristiwa) if is_refused else _accounts(false())


def pengelola(peristiwa: Peristiwa) -> Hearers:
    """Who leads the institution; for an invitation also the person who sent it."""
    active = KeanggotaanInstansi.ended_at.is_(None)
    leads = select(KeanggotaanInstansi.pengguna_id).where(active, KeanggotaanInstansi.is_pengelola)
    if peristiwa.objek_tipe == Instansi.__tablename__:
        return _accounts(Pengguna.id.in_(leads.where(KeanggotaanInstansi.instansi_id == peristiwa.objek_id)))
    undangan = UndanganInstansi.id == peristiwa.objek_id
    sender = select(UndanganInstansi.pengundang_id).where(undangan)
    of_invitation = select(UndanganInstansi.instansi_id).where(undangan).scalar_subquery()
    return _accounts(
        or_(
            Pengguna.id.in_(leads.where(KeanggotaanInstansi.instansi_id == of_invitation)),
            Pengguna.id.in_(sender),
        )
    )
