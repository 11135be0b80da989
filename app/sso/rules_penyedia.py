"""What an application may ask for, and what still counts. Answers None when it is allowed, else a sentence or an error.

Errors of the protocol are its own words (RFC 6749, OpenID Connect Core); they are read by programs.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from app.sso.models_penyedia import IzinSso, JenisToken, KlienSso, PemberianSso, TokenSso

SCOPES = ("openid", "profile", "email", "nip", "offline_access")
BASIC = frozenset(
    ("openid", "profile", "email")
)  # an application of the city learns these without a question
OFFLINE = "offline_access"
CODE_LIFE = timedelta(seconds=60)
ACCESS_LIFE = timedelta(minutes=10)
ID_LIFE = timedelta(minutes=10)
MAX_ADDRESSES = 20
MAX_ADDRESS = 500
LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


# --- applications --------------------------------------------------------------------------------
def why_not_address(url: str, is_loopback: bool) -> Any:
    """Whole, https, nothing that a browser or a server might read in two ways (RFC 9700, section 2.1)."""
    if (
        not _PRINTABLE.fullmatch(url)
        or len(url) > MAX_ADDRESS
        or any(sign in url for sign in "*\\<>\"'`{}|^")
    ):
        return _l("Tulis satu alamat utuh tiap baris, tanpa spasi dan tanpa tanda bintang.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _l("Alamat ini tidak terbaca.")
    if "#" in url:
        return _l("Alamat tidak boleh memuat #.")
    if not host or parts.username is not None or parts.password is not None:
        return _l("Alamat harus memuat nama server, tanpa nama pengguna.")
    if parts.scheme == "https":
        return None
    bare = parts.netloc.rsplit(":", 1)[0] if parts.port is not None else parts.netloc
    if parts.scheme == "http" and bare in LOOPBACK:
        return (
            None
            if is_loopback
            else _l("Alamat http di perangkat sendiri hanya untuk aplikasi yang terpasang di sana.")
        )
    return _l("Alamat harus https.")


def why_not_addresses(urls: Sequence[str], is_loopback: bool) -> Any:
    if len(urls) > MAX_ADDRESSES:
        return _l("Paling banyak %(n)s alamat.", n=MAX_ADDRESSES)
    return next((why for url in urls if (why := why_not_address(url, is_loopback)) is not None), None)


def is_registered(url: str, known: Collection[str], is_loopback: bool) -> bool:
    """Sign by sign the same as one that was registered. On loopback addresses the port is free (RFC 8252, 7.3)."""
    if url in known:
        return True
    bare = _portless(url) if is_loopback and why_not_address(url, True) is None else None
    return bare is not None and bare in map(_portless, known)


def _portless(url: str) -> tuple[str, str] | None:
    """A loopback address without its port; names are not enough, they may lead elsewhere. None for any other."""
    found = re.fullmatch(r"http://(127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(/.*)?", url)
    return (found[1], found[2] or "") if found else None


def why_not_client(scopes: Collection[str], addresses: Sequence[str]) -> Any:
    if "openid" not in scopes or not set(scopes) <= set(SCOPES):
        return _l("Sertakan openid, dan hanya scope yang dikenal.")
    return None if addresses else _l("Tulis sedikitnya satu alamat kembali.")


# --- asking --------------------------------------------------------------------------------
def allowed_scopes(asked: str, klien: KlienSso) -> list[str]:
    """The scopes asked for that this application may have, in our order; what we do not know is ignored."""
    wanted, open_to = set(asked.split()), set(klien.scopes.split())
    return [one for one in SCOPES if one in wanted and one in open_to]


def needs_consent(klien: KlienSso, scopes: Collection[str], izin: IzinSso | None) -> bool:
    """Whether the person is asked: for anything that she has not allowed, but basic things of the city's applications."""
    allowed = set(izin.scopes.split()) if izin is not None else set()
    if izin is not None and izin.is_otomatis and not klien.is_kota:
        allowed = set()  # nobody was asked, and what it was given for is no longer so
    return not set(scopes) <= (allowed | BASIC if klien.is_kota else allowed)


# --- what still counts --------------------------------------------------------------------------------
def is_lasting(pemberian: PemberianSso) -> bool:
    """Whether a grant may outlive the session: asked for, allowed, and the application may still have it."""
    return OFFLINE in allowed_scopes(pemberian.scopes, pemberian.klien)


def is_in_force(pemberian: PemberianSso) -> bool:
    """Whether a grant still opens anything: application, consent, account, password and session all as they were.

    With `offline_access` the session may have ended; that is what it was asked for.
    """
    account, sesi = pemberian.pengguna, pemberian.sesi
    if (
        pemberian.revoked_at is not None
        or not pemberian.klien.is_aktif
        or pemberian.izin.ended_at is not None
    ):
        return False
    if not account.active or account.sesi_versi != pemberian.sesi_versi:
        return False
    if is_lasting(pemberian):
        return True
    return sesi is not None and sesi.ended_at is None


def opens(token: TokenSso | None, at: datetime) -> bool:
    """Whether an access token opens anything now."""
    return (
        token is not None
        and token.jenis is JenisToken.AKSES
        and token.revoked_at is None
        and token.expires_at > at
        and is_in_force(token.pemberian)
    )
