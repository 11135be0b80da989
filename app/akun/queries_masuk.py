"""Reading sessions, second factors and passkeys. Nothing is written here, and nothing is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from app.akun.models import Pengguna
from app.akun.models_masuk import FaktorTotp, KodePemulihan, KunciSandi, Sesi
from app.extensions import db
from app.kit import settings
from app.kit.crypto import token_hash


# --- sessions --------------------------------------------------------------------------------
def session_by_token(token: str, seen_after: datetime) -> tuple[Sesi, str | None] | None:
    """The session in force that a token opens, with its person and roles; beside it the settings, all in one statement.

    `seen_after`: who was not seen since then has left. None when there is none.
    """
    found = db.session.execute(
        select(Sesi, settings.column())
        .where(Sesi.token_sidik == token_hash(token), Sesi.ended_at.is_(None), Sesi.seen_at > seen_after)
        .options(joinedload(Sesi.pengguna, innerjoin=True).joinedload(Pengguna.roles))
    )
    row: Any = found.unique().one_or_none()
    if row is None or row[0].versi != row[0].pengguna.sesi_versi:
        return None
    return row[0], row[1]


def in_force(account: Pengguna) -> ColumnElement[bool]:
    """The condition on Sesi that leaves those of a person that have not ended."""
    return (Sesi.pengguna_id == account.id) & Sesi.ended_at.is_(None) & (Sesi.versi == account.sesi_versi)


def open_sessions(account: Pengguna, seen_after: datetime) -> Sequence[Sesi]:
    """Where a person is signed in, seen last first."""
    return db.session.scalars(
        select(Sesi)
        .where(in_force(account), Sesi.seen_at > seen_after)
        .order_by(Sesi.seen_at.desc(), Sesi.id.desc())
    ).all()


def find_session(account: Pengguna, sesi_id: int) -> Sesi | None:
    """One of a person's own sessions, whatever its state."""
    return db.session.scalar(select(Sesi).where(Sesi.id == sesi_id, Sesi.pengguna_id == account.id))


# --- second factors --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Faktor:
    """What an account has besides the password: an app with time codes, passkeys, recovery codes not used yet."""

    is_totp: bool
    keys: int
    codes: int

    @property
    def is_any(self) -> bool:
        return self.is_totp or self.keys > 0


def factors_of(account: Pengguna) -> Faktor:
    """One query."""
    is_totp = exists().where(FaktorTotp.pengguna_id == account.id, FaktorTotp.confirmed_at.is_not(None))
    keys = select(func.count()).where(KunciSandi.pengguna_id == account.id)
    codes = select(func.count()).where(
        KodePemulihan.pengguna_id == account.id, KodePemulihan.used_at.is_(None)
    )
    row = db.session.execute(select(is_totp, keys.scalar_subquery(), codes.scalar_subquery())).one()
    return Faktor(*row)


def totp_of(account: Pengguna) -> FaktorTotp | None:
    return db.session.get(FaktorTotp, account.id)


def keys_of(account: Pengguna) -> Sequence[KunciSandi]:
    """A person's passkeys, oldest first."""
    return db.session.scalars(
        select(KunciSandi).where(KunciSandi.pengguna_id == account.id).order_by(KunciSandi.id)
    ).all()


def key_by_credential(credential: str) -> KunciSandi | None:
    """The passkey of an active account, with its person."""
    return db.session.scalar(
        select(KunciSandi)
        .join(KunciSandi.pengguna)
        .where(KunciSandi.kredensial == credential, Pengguna.active)
        .options(joinedload(KunciSandi.pengguna))
    )
