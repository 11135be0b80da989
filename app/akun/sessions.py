"""The session of a signed-in person: renewed at sign-in, ended by a raised `sesi_versi`. Who may sign in is not here."""

from typing import Any

from flask import g, session
from flask_babel import refresh
from flask_login import current_user, login_user, logout_user

from app.akun.models import Pengguna

STAMP = "sesi_versi"


def start_session(account: Pengguna) -> None:
    """A new session for this person: nothing of the visitor's, or of an older sign-in, goes over into it.

    It ends by itself after SIKERJA_SESI_MENIT minutes without a request.
    """
    _forget()
    session["locale"] = account.bahasa  # the name under which Flask-AppBuilder looks for the language
    session.permanent = True
    session[STAMP] = account.sesi_versi
    login_user(account)
    refresh()


def end_session() -> None:
    """Sign out; the language stays."""
    language = session.get("locale")
    logout_user()
    _forget()
    if language:
        session["locale"] = language


def is_current(account: Pengguna) -> bool:
    """Whether the session at hand was begun after the account's password last changed."""
    return session.get(STAMP) == account.sesi_versi


def me() -> Any:
    """The signed-in person as a row, for operations."""
    return current_user._get_current_object()


def _forget() -> None:
    session.clear()
    g.pop("csrf_token", None)  # the token of the old session, made before on this page
