"""What the mails about signing in are told: second factor, passkeys, sessions, codes. Called when a mail is written."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from app.akun import operations_kabar
from app.akun.models import Pengguna
from app.akun.queries import link_by_token
from app.kit.clock import now
from app.notifikasi.models import Surel

# By the table of the event's object; what concerns an account comes through `of_account`.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {}


def of_account(surel: Surel, pengguna: Pengguna) -> dict[str, Any] | None:
    """What these mails say besides: a link, a code. None when the mail must not go any more.

    A code goes to the address of sign-in only, as it is when the mail is written.
    """
    jenis = surel.peristiwa.jenis
    if jenis == "akun.email_kabar_diminta":
        token = operations_kabar.new_news_link(pengguna, surel.kepada)
        link = link_by_token(token, operations_kabar.TujuanTautan.EMAIL_KABAR, now())
        url = f"{current_app.config['PUBLIC_URL']}/email-kabar/{token}"
        return {"tautan": url, "sampai": link.expires_at if link else None}
    if jenis == "akun.kode_diminta":
        if surel.kepada.lower() != pengguna.email.lower():
            return None
        code, made = operations_kabar.new_code(pengguna)
        return {"kode_bukti": code, "sampai": made.expires_at}
    return {}
