"""Asking another provider over HTTP: few seconds, few bytes, no redirect, JSON only. What the answers mean is not here.

Whatever goes wrong is a ProviderFault whose text may stand in the log: it never holds a token, a code or a secret.
"""

import ipaddress
import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 4.0, 6.0, 10.0
MAX_BYTES = 256 * 1024
USER_AGENT = "SiKerjaSamarinda-SSO"
JSON_KINDS = ("application/json", "application/jwk-set+json")


class ProviderFault(Exception):
    """The provider, or what came in its name, is not as it must be.

    `sebab`: one short word for the log and for choosing the sentence; `rinci`: what exactly, without any secret.
    """

    def __init__(self, sebab: str, rinci: str = "") -> None:
        super().__init__(f"{sebab}: {rinci}" if rinci else sebab)
        self.sebab, self.rinci = sebab, rinci


def is_loopback(host: str | None) -> bool:
    """Whether a host name means this very machine."""
    if not host:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def why_not_address(url: str) -> str | None:
    """None for an address that we may ask: https, or http on this machine; no user, no fragment. Else one word why."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "rusak"
    if not host or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        return "rusak"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "rusak"
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return None
    return "bukan_https"


def get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    """A JSON object by GET. Raises ProviderFault."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return _ask("GET", url, headers=headers)


def post_form(url: str, fields: Mapping[str, str], *, basic: str = "") -> dict[str, Any]:
    """A JSON object by POST of a form. `basic`: the value of an Authorization header. Raises ProviderFault."""
    headers = {"Authorization": basic} if basic else {}
    return _ask("POST", url, headers=headers, data=dict(fields))


def _ask(method: str, url: str, headers: dict[str, str], **content: Any) -> dict[str, Any]:
    place = _place(url)
    refusal = why_not_address(url)
    if refusal is not None:
        raise ProviderFault("alamat", f"{place}: {refusal}")
    # As it is, not packed: a small packed answer may be an endless one.
    headers |= {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
    until = time.monotonic() + ALL_SECONDS
    limits = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        # trust_env: no proxy and no .netrc of the machine's own between us and who proves people's names.
        with (
            httpx.Client(timeout=limits, follow_redirects=False, trust_env=False, verify=_tls()) as client,
            client.stream(method, url, headers=headers, **content) as answer,
        ):
            body = _body(answer, place, until)
    except httpx.TimeoutException:
        raise ProviderFault("lama", f"{place}: tidak menjawab") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderFault("putus", f"{place}: {type(error).__name__}") from None
    return _object(answer, body, place)


@cache
def _tls() -> ssl.SSLContext:
    """Whom to believe, read once: reading the certificates costs more than the rest of a sign-in."""
    return httpx.create_ssl_context(trust_env=False)


def _body(answer: httpx.Response, place: str, until: float) -> bytes:
    """What was answered, as long as it is neither too much nor too slow; looked at as often as something comes."""
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MAX_BYTES:
            raise ProviderFault("besar", f"{place}: lebih dari {MAX_BYTES} bita")
        if time.monotonic() > until:
            raise ProviderFault("lama", f"{place}: menjawab terlalu lambat")
    return bytes(body)


def _object(answer: httpx.Response, body: bytes, place: str) -> dict[str, Any]:
    if 300 <= answer.status_code < 400:
        raise ProviderFault("dialihkan", f"{place}: {answer.status_code}")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status_code != 200:
        raise ProviderFault("ditolak", f"{place}: {answer.status_code}{_error_word(kind, body)}")
    if kind not in JSON_KINDS:
        raise ProviderFault("bukan_json", f"{place}: {kind[:40] or 'tanpa jenis'}")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderFault("bukan_json", f"{place}: tidak terbaca") from None
    if not isinstance(found, dict) or not is_text(found):
        raise ProviderFault("bukan_json", f"{place}: bukan objek")
    return found


def is_text(found: Any) -> bool:
    """Whether everything in a JSON value can be stored and compared: JSON may name halves of signs, and no numbers."""
    try:
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


KNOWN_ERRORS = frozenset(
    ("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type")
    + ("invalid_scope", "invalid_token", "insufficient_scope", "server_error", "temporarily_unavailable")
)


def _error_word(kind: str, body: bytes) -> str:
    """OAuth's own word for the refusal; nothing else of what was answered goes into the log."""
    try:
        word = json.loads(body).get("error") if kind in JSON_KINDS else None
    except (ValueError, AttributeError, RecursionError):
        return ""
    return f" {word}" if word in KNOWN_ERRORS else ""


def _place(url: str) -> str:
    """Host and path for the log, never the query."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or ''}{parts.path}"[:120]
    except ValueError:
        return "alamat rusak"
