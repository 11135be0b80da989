"""Programs that ask, not people: who they are, how they are answered, from which pages their scripts may ask.

Nothing of a browser's session is used here, so a page of a stranger gains nothing by asking.
"""

import base64
from typing import Any
from urllib.parse import unquote_plus

from flask import Response, current_app, jsonify, request

from app.sso import queries_penyedia as queries
from app.sso.models_penyedia import KlienSso
from app.sso.operations_penyedia import TokenRefused
from app.sso.operations_penyedia_klien import is_secret

BAD, UNAUTHORIZED = 400, 401
MAX_HEADER = 2000


def one(name: str) -> str:
    """A field of the form; twice the same field is a mistake, not a choice."""
    values = request.form.getlist(name)
    if len(values) > 1 or any("\0" in value for value in values):
        raise TokenRefused("invalid_request", f"{name} given twice")
    return values[0] if values else ""


def asking_client() -> KlienSso:
    """The application that asks, proved by its secret, or by nothing when it is public (PKCE binds the code then)."""
    header = _basic()
    name, secret = header or (one("client_id"), one("client_secret"))
    if header is not None and (one("client_secret") or one("client_id") not in ("", name)):
        raise TokenRefused("invalid_request", "more than one way of authentication")
    klien = queries.find_client(name)
    is_good = is_secret(klien, secret)
    if klien is None or not klien.is_aktif:
        raise TokenRefused("invalid_client")
    if klien.rahasia_sidik is None:
        is_good = not secret
    if not is_good:
        raise TokenRefused("invalid_client")
    return klien


def _basic() -> tuple[str, str] | None:
    """Name and secret of the header, each form-encoded first (RFC 6749, section 2.3.1); None without a header."""
    header = request.headers.get("Authorization", "")
    kind, _blank, content = header.partition(" ")
    if kind.lower() != "basic":
        if header:
            raise TokenRefused("invalid_client")
        return None
    try:
        text = base64.b64decode(content[:MAX_HEADER], validate=True).decode()
    except ValueError:
        raise TokenRefused("invalid_client") from None
    name, colon, secret = text.partition(":")
    if not colon:
        raise TokenRefused("invalid_client")
    return unquote_plus(name), unquote_plus(secret)


def answer(content: Any, status: int = 200) -> Response:
    """JSON that nobody keeps; scripts of public applications may read it."""
    response = jsonify(content)
    response.status_code = status
    response.headers["Cache-Control"], response.headers["Pragma"] = "no-store", "no-cache"
    return open_to_scripts(response)


def refused(refusal: TokenRefused, where: str) -> Response:
    """The error in the words of the protocol. The log has it too, without whatever was sent."""
    current_app.logger.info("sso %s: %s (%s)", where, refusal.error, refusal.description)
    content = {"error": refusal.error}
    if refusal.description:
        content["error_description"] = refusal.description
    response = answer(content, UNAUTHORIZED if refusal.error == "invalid_client" else BAD)
    if response.status_code == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="Si KERJA"'
    return response


def bearer() -> str:
    """The access token, from the header or (RFC 6750, section 2.2) from a form; never from an address."""
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return request.form.get("access_token", "") if request.method == "POST" else ""


def no_bearer(token: str) -> Response:
    response = answer({"error": "invalid_token"} if token else {}, UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if token else "Bearer"
    return response


def public(content: Any, seconds: int) -> Response:
    """What is the same for everybody and no secret."""
    response = jsonify(content)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def open_to_scripts(response: Response) -> Response:
    """Only from the pages of public applications, and never with cookies."""
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin and origin in queries.browser_origins():
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "WWW-Authenticate"
    return response


def before_script() -> Response:
    """The question that browsers ask first (CORS preflight)."""
    response = open_to_scripts(Response(status=204))
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
    return response
