"""Reading the directory: who is in it, whose account is whose, what waits for Admin. Nothing is written or decided here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.nik import compact_nip
from app.akun.rules import has_role
from app.extensions import db
from app.kit.clock import now
from app.kit.crypto import token_hash
from app.pegawai.baca import Offices
from app.pegawai.models import (
    AturanPeranAsn,
    ImporPegawai,
    JenisTautan,
    KeadaanUsulan,
    Pegawai,
    SumberPegawai,
    TautanPegawai,
    UsulanPeran,
)
from app.pegawai.rencana import Lama
from app.rujukan.models import OPD

NIP_DIGITS = 18


def visible_to(user: Any) -> ColumnElement[bool]:
    """The condition on Pegawai that leaves what a person may look up: all for who keeps the directory, else oneself."""
    if has_role(user, roles.ADMIN, roles.SUPERADMIN):
        return true()
    return Pegawai.pengguna_id == user.id if getattr(user, "is_authenticated", False) else false()


def by_nip(typed: str) -> Pegawai | None:
    """The person of a typed NIP, whether in service or not."""
    number = compact_nip(typed)
    if not (number.isascii() and number.isdigit() and len(number) == NIP_DIGITS):
        return None
    return db.session.scalar(
        select(Pegawai).where(Pegawai.nip == number).options(joinedload(Pegawai.pengguna))
    )


def of_account(account: Pengguna) -> Pegawai | None:
    """The row of the directory that an account belongs to, while the person serves."""
    return db.session.scalar(
        select(Pegawai)
        .where(Pegawai.pengguna_id == account.id, Pegawai.is_aktif)
        .options(joinedload(Pegawai.opd))
    )


def all_rows() -> list[Lama]:
    """The whole directory as plain values, in one statement."""
    columns = [getattr(Pegawai, name) for name in Lama.__dataclass_fields__]
    return [Lama(*row) for row in db.session.execute(select(*columns).order_by(Pegawai.nip))]


def offices() -> Offices:
    """The offices that exist, to find them by what a file calls them."""
    rows = db.session.execute(
        select(OPD.id, OPD.kode, OPD.singkatan, OPD.nama).where(OPD.is_active).order_by(OPD.id)
    )
    return Offices([(row[0], row[1], row[2], row[3]) for row in rows])


def rules_in_force() -> Sequence[AturanPeranAsn]:
    return db.session.scalars(
        select(AturanPeranAsn)
        .where(AturanPeranAsn.is_active)
        .options(joinedload(AturanPeranAsn.peran))
        .order_by(AturanPeranAsn.id)
    ).all()


def account_with_nip(nip: str) -> Pengguna | None:
    """The account that carries a NIP, linked with the directory or not."""
    return db.session.scalar(select(Pengguna).where(Pengguna.nip == nip))


def has_left(account: Pengguna | None, nip: str = "", email: str = "") -> bool:
    """Whether the directory says of somebody that she serves no more.

    Asked about an account, or about what another program says of a person: her NIP, her address. Who stands in the
    directory twice with one address, once in service, has not left.
    """
    number = compact_nip(nip)
    known = [Pegawai.nip == number] if number else []
    if account is not None:
        known.append(Pegawai.pengguna_id == account.id)
        known += [Pegawai.nip == account.nip] if account.nip else []
    if not known and email:
        known.append(Pegawai.email == email)
    if not known:
        return False
    found = set(db.session.scalars(select(Pegawai.is_aktif).where(or_(*known))))
    return False in found and (bool(account or number) or True not in found)


def address_taken(email: str, nip: str) -> bool:
    """Whether another person in service has this address in the directory."""
    query = select(Pegawai.id).where(Pegawai.email == email, Pegawai.nip != nip, Pegawai.is_aktif)
    return bool(email) and db.session.scalar(query.limit(1)) is not None


def belongs_to_institution(account: Pengguna) -> bool:
    """Whether somebody applies for an institution: a ground to have an account that is not the directory's."""
    query = select(KeanggotaanInstansi.id).where(
        KeanggotaanInstansi.pengguna_id == account.id, KeanggotaanInstansi.ended_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def other_superadmins(account: Pengguna) -> bool:
    """Whether somebody else could still run the program."""
    role = Pengguna.roles.property.mapper.class_
    query = select(Pengguna.id).where(
        Pengguna.active, Pengguna.id != account.id, Pengguna.roles.any(role.name == roles.SUPERADMIN)
    )
    return db.session.scalar(query.limit(1)) is not None


# --- proposals --------------------------------------------------------------------------------
def waiting() -> Select[tuple[UsulanPeran]]:
    """What Admin has to decide, the oldest first."""
    return (
        select(UsulanPeran)
        .where(UsulanPeran.keadaan == KeadaanUsulan.MENUNGGU)
        .order_by(UsulanPeran.created_at, UsulanPeran.id)
        .options(
            joinedload(UsulanPeran.pegawai).joinedload(Pegawai.pengguna).selectinload(Pengguna.roles),
            joinedload(UsulanPeran.pegawai).joinedload(Pegawai.opd),
        )
    )


def decided_lately(limit: int = 30) -> Sequence[UsulanPeran]:
    return db.session.scalars(
        select(UsulanPeran)
        .where(UsulanPeran.keadaan != KeadaanUsulan.MENUNGGU)
        .order_by(UsulanPeran.decided_at.desc(), UsulanPeran.id.desc())
        .limit(limit)
        .options(joinedload(UsulanPeran.pegawai), joinedload(UsulanPeran.decided_by))
    ).all()


def proposals_of(pegawai: Pegawai) -> Sequence[UsulanPeran]:
    """Everything that was ever proposed for a person, the newest first."""
    return db.session.scalars(
        select(UsulanPeran)
        .where(UsulanPeran.pegawai_id == pegawai.id)
        .order_by(UsulanPeran.id.desc())
        .options(joinedload(UsulanPeran.decided_by))
    ).all()


def clashes() -> Sequence[Pegawai]:
    """People with an account that may or may not be theirs, the longest waiting first."""
    return db.session.scalars(
        select(Pegawai)
        .where(Pegawai.bentrok_at.is_not(None), Pegawai.is_aktif)
        .order_by(Pegawai.bentrok_at, Pegawai.id)
        .options(joinedload(Pegawai.bentrok), joinedload(Pegawai.opd))
    ).all()


# --- first sign-ins --------------------------------------------------------------------------------
def link_by_token(token: str, at: datetime) -> TautanPegawai | None:
    """The link that a token opens now: unused, in time, of somebody in service whose address is still that one."""
    return db.session.scalar(
        select(TautanPegawai)
        .join(TautanPegawai.pegawai)
        .where(
            TautanPegawai.token_sidik == token_hash(token),
            TautanPegawai.jenis == JenisTautan.TAUTAN,
            TautanPegawai.used_at.is_(None),
            TautanPegawai.expires_at > at,
            Pegawai.is_aktif,
            Pegawai.bentrok_at.is_(None),
            Pegawai.email == TautanPegawai.email,
        )
        .options(joinedload(TautanPegawai.pegawai).joinedload(Pegawai.pengguna))
    )


def asked_since(pegawai: Pegawai, since: datetime, *jenis: JenisTautan) -> int:
    query = select(func.count()).where(
        TautanPegawai.pegawai_id == pegawai.id,
        TautanPegawai.created_at > since,
        TautanPegawai.jenis.in_(jenis),
    )
    return db.session.scalar(query) or 0


def open_code(pegawai: Pegawai) -> TautanPegawai | None:
    """The newest code of a person that still counts, locked."""
    return db.session.scalar(
        select(TautanPegawai)
        .where(
            TautanPegawai.pegawai_id == pegawai.id,
            TautanPegawai.jenis == JenisTautan.KODE,
            TautanPegawai.used_at.is_(None),
            TautanPegawai.kode_sidik.is_not(None),
            TautanPegawai.expires_at > now(),
            TautanPegawai.email == pegawai.email,
        )
        .order_by(TautanPegawai.id.desc())
        .limit(1)
        .with_for_update()
    )


# --- imports and the source --------------------------------------------------------------------------------
def imports(limit: int = 20) -> Sequence[ImporPegawai]:
    return db.session.scalars(
        select(ImporPegawai)
        .order_by(ImporPegawai.id.desc())
        .limit(limit)
        .options(joinedload(ImporPegawai.pengunggah))
    ).all()


def source() -> SumberPegawai | None:
    return db.session.get(SumberPegawai, 1)


def count_people() -> tuple[int, int]:
    """(people in service, of them with an account)."""
    row = db.session.execute(
        select(func.count(), func.count(Pegawai.pengguna_id)).where(Pegawai.is_aktif)
    ).one()
    return row[0], row[1]


def with_account() -> Any:
    """What `sync_account` needs of a person, loaded for many at once."""
    return (
        joinedload(Pegawai.opd),
        joinedload(Pegawai.pengguna).options(
            selectinload(Pengguna.roles), joinedload(Pengguna.biodata), joinedload(Pengguna.opd)
        ),
    )
