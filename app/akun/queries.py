"""Reading people and institutions: who signs in under a name, who belongs where, what is missing, who sees what.

Nothing is written here, and nothing is decided: decisions stand in rules.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import has_request_context, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, false, func, select, true
from sqlalchemy.orm import joinedload

from app.akun import roles
from app.akun.matrix import RoleMatrix, role_matrix, role_matrix_markdown
from app.akun.models import (
    Biodata,
    Instansi,
    KeanggotaanInstansi,
    Pengguna,
    TautanAkun,
    TujuanTautan,
    UndanganInstansi,
)
from app.akun.nik import compact_nip
from app.akun.rules import has_role, roles_of
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.crypto import token_hash

__all__ = [
    "RoleMatrix",
    "account_for",
    "accounts_visible_to",
    "email_owner",
    "instansi_of",
    "invitation_by_token",
    "invitations_mailed_since",
    "kekurangan_profil",
    "link_by_token",
    "members_of",
    "membership_of",
    "memberships_of",
    "open_invitations",
    "role_matrix",
    "role_matrix_markdown",
    "same_named",
    "sent_invitations",
    "visible_to",
    "waiting_invitations",
]

NIP_DIGITS = 18


# --- accounts --------------------------------------------------------------------------------
def account_for(name: str) -> Pengguna | None:
    """The account that a typed e-mail address or NIP means; None when there is none."""
    text = name.strip()
    if not text or "\0" in text or len(text) > 320:
        return None
    digits = compact_nip(text)
    is_nip = digits.isascii() and digits.isdigit() and len(digits) == NIP_DIGITS
    condition = Pengguna.nip == digits if is_nip else Pengguna.email == text.lower()
    return db.session.scalar(select(Pengguna).where(condition))


def email_owner(email: str) -> Pengguna | None:
    """Whose sign-in address this is."""
    return db.session.scalar(select(Pengguna).where(func.lower(Pengguna.email) == email.strip().lower()))


def link_by_token(token: str, tujuan: TujuanTautan, at: datetime) -> TautanAkun | None:
    """The link to an active account that this token opens now; None when it is unknown, used or too old."""
    return db.session.scalar(
        select(TautanAkun)
        .join(TautanAkun.pengguna)
        .where(
            TautanAkun.token_sidik == token_hash(token),
            TautanAkun.tujuan == tujuan,
            TautanAkun.used_at.is_(None),
            TautanAkun.expires_at > at,
            Pengguna.active,
        )
    )


def accounts_visible_to(user: Any) -> ColumnElement[bool]:
    """The condition on Pengguna that leaves what a person may look up: all for Admin and Superadmin, else oneself."""
    if has_role(user, roles.ADMIN, roles.SUPERADMIN):
        return true()
    return Pengguna.id == user.id if roles_of(user) else false()


# --- institutions --------------------------------------------------------------------------------
def visible_to(user: Any) -> ColumnElement[bool]:
    """The condition on Instansi that leaves those a person may see: staff all, everybody else the own one."""
    mine = roles_of(user)
    if mine & set(roles.STAFF):
        return true()
    if not mine:
        return false()
    return exists().where(
        KeanggotaanInstansi.instansi_id == Instansi.id,
        KeanggotaanInstansi.pengguna_id == user.id,
        KeanggotaanInstansi.ended_at.is_(None),
    )


def membership_of(user: Any) -> KeanggotaanInstansi | None:
    """The membership a person has now, with its institution."""
    return db.session.scalar(
        select(KeanggotaanInstansi)
        .where(KeanggotaanInstansi.pengguna_id == user.id, KeanggotaanInstansi.ended_at.is_(None))
        .options(joinedload(KeanggotaanInstansi.instansi).joinedload(Instansi.wilayah))
    )


def instansi_of(user: Any) -> Instansi | None:
    """The institution a person belongs to now."""
    membership = membership_of(user)
    return membership.instansi if membership is not None else None


def memberships_of(instansi: Instansi) -> Sequence[KeanggotaanInstansi]:
    """The memberships in force, with their people; who runs the institution first, then by name."""
    return db.session.scalars(
        select(KeanggotaanInstansi)
        .join(KeanggotaanInstansi.pengguna)
        .where(KeanggotaanInstansi.instansi_id == instansi.id, KeanggotaanInstansi.ended_at.is_(None))
        .order_by(KeanggotaanInstansi.is_pengelola.desc(), func.lower(Pengguna.nama), KeanggotaanInstansi.id)
        .options(joinedload(KeanggotaanInstansi.pengguna))
    ).all()


def members_of(instansi: Instansi) -> list[Pengguna]:
    """The people who belong to an institution now and whose accounts are active."""
    return [row.pengguna for row in memberships_of(instansi) if row.pengguna.active]


def same_named(nama: str, but: Instansi | None = None) -> bool:
    """Whether another active institution has this name, whatever its capitals and blanks. Never says which."""
    wanted = " ".join(nama.split()).lower()
    query = select(Instansi.id).where(
        func.lower(func.regexp_replace(func.btrim(Instansi.nama), r"\s+", " ", "g")) == wanted,
        Instansi.is_active,
    )
    if but is not None:
        query = query.where(Instansi.id != but.id)
    return db.session.scalar(query.limit(1)) is not None


# --- invitations --------------------------------------------------------------------------------
def sent_invitations(instansi: Instansi) -> Sequence[UndanganInstansi]:
    """The invitations of an institution that were neither accepted nor cancelled, newest first; also those too old."""
    return db.session.scalars(
        select(UndanganInstansi)
        .where(
            UndanganInstansi.instansi_id == instansi.id,
            UndanganInstansi.accepted_at.is_(None),
            UndanganInstansi.cancelled_at.is_(None),
        )
        .order_by(UndanganInstansi.id.desc())
    ).all()


def open_invitations(instansi: Instansi, at: datetime) -> list[UndanganInstansi]:
    """Those that may still be accepted."""
    return [undangan for undangan in sent_invitations(instansi) if undangan.expires_at > at]


def invitations_mailed_since(user: Any, since: datetime) -> int:
    """How many invitations a person has sent, or sent again, since a moment."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Peristiwa.pelaku_id == user.id,
                Peristiwa.jenis == "instansi.anggota_diundang",
                Peristiwa.at > since,
            )
        )
        or 0
    )


def waiting_invitations(user: Any, at: datetime) -> Sequence[UndanganInstansi]:
    """The invitations to a person's own sign-in address that may be accepted now, newest first."""
    return db.session.scalars(
        select(UndanganInstansi)
        .join(UndanganInstansi.instansi)
        .where(
            UndanganInstansi.email == user.email.lower(),
            UndanganInstansi.accepted_at.is_(None),
            UndanganInstansi.cancelled_at.is_(None),
            UndanganInstansi.expires_at > at,
            Instansi.is_active,
        )
        .order_by(UndanganInstansi.id.desc())
        .options(joinedload(UndanganInstansi.instansi), joinedload(UndanganInstansi.pengundang))
    ).all()


def invitation_by_token(token: str) -> UndanganInstansi | None:
    """The invitation that a token opens, in whatever state it is; None when there is none."""
    return db.session.scalar(
        select(UndanganInstansi)
        .where(UndanganInstansi.token_sidik == token_hash(token))
        .options(joinedload(UndanganInstansi.instansi), joinedload(UndanganInstansi.pengundang))
    )


# --- what is missing --------------------------------------------------------------------------------
def kekurangan_profil(user: Any) -> list[tuple[Any, str]]:
    """What a person must still fill in before an application: (words, address); empty when nothing is missing."""
    missing: list[tuple[Any, str]] = []
    if db.session.get(Biodata, user.id) is None:
        missing.append((_("Isi biodata Anda"), _address("biodata")))
    instansi = instansi_of(user)
    if instansi is None:
        missing.append((_("Isi data instansi Anda, atau terima undangannya"), _address("instansi")))
    elif not instansi.is_active:
        missing.append((_("Instansi Anda tidak aktif lagi; hubungi Bagian Kerja Sama"), _address("instansi")))
    return missing


def _address(page: str) -> str:
    return url_for(f"PengaturanView.{page}") if has_request_context() else f"/pengaturan/{page}"
