"""A browser in which somebody has signed in before: a signed cookie, by which the owner passes the lock of her account.

Whoever fails on purpose closes the account to strange browsers only. The cookie proves nothing else: the password is
asked for as ever, failures in a known browser are counted by themselves (operations_masuk.py), and a new password makes
every such cookie worthless. It holds no name and no address.
"""

from secrets import token_urlsafe
from typing import Any

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.akun.models import Pengguna
from app.akun.operations_masuk import Dikenal

COOKIE = "sikerja_dikenal"
LIFE_SECONDS = 180 * 24 * 3600
MOST = 5  # people at one browser


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="peramban-dikenal")


def known_here() -> Dikenal:
    """Who signed in with this browser before."""
    try:
        found = _seal().loads(request.cookies.get(COOKIE, ""), max_age=LIFE_SECONDS)
        return {str(key): (int(versi), str(number)) for key, (versi, number) in found.items()}
    except (BadSignature, ValueError, TypeError, AttributeError):
        return {}


def is_known(account: Pengguna) -> bool:
    """Whether this person signed in with this browser, since the password was last changed."""
    return known_here().get(str(account.id), (0, ""))[0] == account.sesi_versi


def remember(account: Pengguna) -> None:
    """From now on this browser is known for this account."""
    others = dict(known_here())
    before = others.pop(str(account.id), (0, ""))
    number = before[1] if before[0] == account.sesi_versi else token_urlsafe(16)
    kept = dict([*others.items()][-(MOST - 1) :]) | {str(account.id): (account.sesi_versi, number)}
    sealed = _seal().dumps(kept)

    @after_this_request
    def give(response: Any) -> Any:
        response.set_cookie(
            COOKIE,
            sealed,
            max_age=LIFE_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response
