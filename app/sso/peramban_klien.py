"""The browser of an attempt: a random token in a cookie of its own, which outlives the session that a sign-in renews.

Only its hash is stored. The cookie says nothing of a person and opens nothing by itself.
"""

from flask import Response, after_this_request, current_app, g, request

from app.kit.crypto import new_token, token_hash

MAX_TOKEN = 64


def cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}_sso"


def known_browser() -> str | None:
    """The hash of this browser's token; None when it has none."""
    token = request.cookies.get(cookie_name(), "")
    return token_hash(token) if 0 < len(token) <= MAX_TOKEN else None


def this_browser() -> str:
    """The hash of this browser's token, which is made now when there is none."""
    if "sso_peramban" in g:
        return g.sso_peramban
    known = known_browser()
    if known is None:
        token, known = new_token()
        after_this_request(lambda response: _put(response, token))
    g.sso_peramban = known
    return known


def _put(response: Response, token: str) -> Response:
    """Until the browser is closed; sent along when the provider leads back here, never by a form of another site."""
    response.set_cookie(
        cookie_name(),
        token,
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
        httponly=True,
        samesite="Lax",
    )
    return response
