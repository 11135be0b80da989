"""Where news is mailed to, and codes that come by mail. What proves who one is never goes to the address for news."""

import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun import settings as own
from app.akun.models import Pengguna, TautanAkun, TujuanTautan
from app.akun.operations_faktor import lock_account
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import keyed_hash, new_token
from app.kit.errors import Refused

CODE_DIGITS = 8
CODE_LIFE = timedelta(minutes=15)


# --- the address for news --------------------------------------------------------------------------------
def request_news_email(*, actor: Pengguna, email: str) -> str:
    """The address gets a link; nothing changes until it is opened. Empty, or the address of sign-in: news goes there again.

    Answers the address that was asked, empty when there is nothing to confirm. Raises Refused (field email_kabar).
    """
    email = email.strip().lower()
    if email == (actor.email_kabar or ""):
        raise Refused(_l("Itu sudah berlaku sekarang."), "email_kabar")
    if not email or email == actor.email.lower():
        actor.email_kabar = None
        _end_links(actor)
        record("akun.email_kabar_diganti", actor=actor, objek=actor, peran=acting_role(actor))
        return ""
    data = {"email": email}
    record("akun.email_kabar_diminta", actor=actor, objek=actor, peran=acting_role(actor), data=data)
    return email


def new_news_link(pengguna: Pengguna, email: str) -> str:
    """A one-use token for `/email-kabar/<token>`, made when the mail to that address is written; older ones end."""
    _end_links(pengguna)
    token, sidik = new_token()
    life = timedelta(hours=settings.get(own.LINK_HOURS))
    _add(pengguna, TujuanTautan.EMAIL_KABAR, sidik, life, email)
    return token


def confirm_news_email(tautan: TautanAkun) -> Pengguna:
    """Who opens the link in the mail reads news there from now on. Raises Refused for the second of two clicks."""
    used = db.session.scalar(select(TautanAkun.used_at).where(TautanAkun.id == tautan.id).with_for_update())
    if used is not None:
        raise Refused(_l("Tautan ini sudah dipakai."))
    pengguna = tautan.pengguna
    pengguna.email_kabar = tautan.email
    _end_links(pengguna)
    record("akun.email_kabar_diganti", actor=pengguna, objek=pengguna, peran=acting_role(pengguna))
    return pengguna


# --- a code by mail, for who has neither password nor second factor -----------------------------------------------
def request_code(*, actor: Pengguna) -> Pengguna:
    record("akun.kode_diminta", actor=actor, objek=actor, peran=acting_role(actor))
    return actor


def new_code(pengguna: Pengguna) -> tuple[str, TautanAkun]:
    """A code of eight digits, made when the mail is written; older ones end."""
    _end_links(pengguna, TujuanTautan.BUKTI)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    return code, _add(pengguna, TujuanTautan.BUKTI, _hash(pengguna, code), CODE_LIFE)


def use_mailed_code(account: Pengguna, typed: str) -> bool:
    """Whether this is the code that was mailed last; it is used up. Wrong ones are counted by operations_masuk.py."""
    lock_account(account)
    code = "".join(typed.split()).replace("-", "")
    used = db.session.execute(
        update(TautanAkun)
        .where(
            TautanAkun.pengguna_id == account.id,
            TautanAkun.tujuan == TujuanTautan.BUKTI,
            TautanAkun.token_sidik == _hash(account, code),
            TautanAkun.used_at.is_(None),
            TautanAkun.expires_at > now(),
        )
        .values(used_at=now())
        .returning(TautanAkun.id)
    )
    return used.first() is not None


def _hash(account: Pengguna, code: str) -> str:
    return keyed_hash(f"{account.id}:{account.sesi_versi}:{code}", "bukti")


def _add(
    pengguna: Pengguna, tujuan: TujuanTautan, sidik: str, life: timedelta, email: str | None = None
) -> TautanAkun:
    # The same code may come up again after years.
    db.session.execute(
        update(TautanAkun).where(TautanAkun.token_sidik == sidik).values(token_sidik=new_token()[1])
    )
    tautan = TautanAkun(
        pengguna=pengguna, tujuan=tujuan, token_sidik=sidik, email=email, expires_at=now() + life
    )
    db.session.add(tautan)
    db.session.flush()
    return tautan


def _end_links(pengguna: Pengguna, tujuan: TujuanTautan = TujuanTautan.EMAIL_KABAR) -> None:
    db.session.execute(
        update(TautanAkun)
        .where(
            TautanAkun.pengguna_id == pengguna.id, TautanAkun.tujuan == tujuan, TautanAkun.used_at.is_(None)
        )
        .values(used_at=now())
    )
