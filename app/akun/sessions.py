"""The cookie session of a signed-in person: made anew at sign-in, good only with its row in force.

The cookie carries a random token, the row (models_masuk.Sesi) its hash. Who may sign in is not decided here.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request, session
from flask_babel import refresh
from flask_login import current_user, login_user, logout_user

from app.akun import operations_sesi
from app.akun.models import Pengguna
from app.akun.models_masuk import Sesi
from app.akun.peramban import describe, network
from app.akun.queries_masuk import session_by_token
from app.kit import settings
from app.kit.clock import now
from app.kit.pages import keep

TOKEN = "sesi"
SEEN_EVERY = timedelta(minutes=5)  # how far `seen_at` may be behind


def start_session(account: Pengguna, *, cara: str = "sandi", is_kuat: bool = False) -> None:
    """A new session for this person: nothing of the visitor's, or of an older sign-in, goes over into it.

    It ends by itself after SIKERJA_SESI_MENIT minutes without a request.
    """
    _end_row()
    _forget()
    g.sesi, token = operations_sesi.begin_session(
        account,
        cara=cara,
        is_kuat=is_kuat,
        peramban=describe(request.user_agent.string),
        alamat=network(request.remote_addr),
    )
    session["locale"] = account.bahasa  # the name under which Flask-AppBuilder looks for the language
    session.permanent = True
    session[TOKEN] = token
    login_user(account)
    refresh()
    keep()  # other providers send people back by GET


def end_session() -> None:
    """Sign out; the language stays."""
    language = session.get("locale")
    _end_row()
    logout_user()
    _forget()
    if language:
        session["locale"] = language


def known_person(pk: Any) -> Pengguna | None:
    """The person of the cookie's session, in one statement; None when the session is not in force (any more)."""
    token = session.get(TOKEN)
    found = session_by_token(token, seen_after()) if isinstance(token, str) and token else None
    if found is None:
        return None
    sesi, values = found
    if str(sesi.pengguna_id) != str(pk) or not sesi.pengguna.is_active:
        return None
    settings.know(values)
    g.sesi, g.sesi_seen = sesi, (sesi.id, sesi.seen_at)
    return sesi.pengguna


def seen_after() -> datetime:
    """Whoever was last seen before this moment is signed in no more."""
    return now() - current_app.permanent_session_lifetime - SEEN_EVERY


def keep_language(kode: str) -> None:
    """The language chosen in the header is that of mails, too; never by a link on somebody else's page."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if current_user.is_authenticated and site == "same-origin" and me().bahasa != kode:
        me().bahasa = kode
        keep()


def this_session() -> Sesi | None:
    """The row of the session at hand; None for a visitor."""
    return g.get("sesi") if current_user.is_authenticated else None


def me() -> Any:
    """The signed-in person as a row, for operations."""
    return current_user._get_current_object()


def _end_row() -> None:
    here = this_session()
    if here is not None:
        operations_sesi.end_session(here)
    g.pop("sesi", None)


def _forget() -> None:
    session.clear()
    g.pop("csrf_token", None)  # the token of the old session, made before on this page
