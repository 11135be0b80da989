"""OpenID Connect as a client: the way out, the code, the identity, signing out. No row and no page is known here.

Authorization code with PKCE (RFC 7636), state and nonce; `iss` of RFC 9207; keys fetched again when a key is unknown.
Raises ProviderFault (http_klien.py) for whatever is not as it must be; nothing of a token is in its text.
"""

import base64
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.core.util import create_half_hash
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.kit.clock import now
from app.sso.http_klien import ProviderFault, get_json, is_text, post_form
from app.sso.temuan_klien import Temuan, count_keys, discover, forget, key_set, may_fetch_again

__all__ = [
    "Awal",
    "Identitas",
    "Klien",
    "authorize_url",
    "check_iss",
    "count_keys",
    "discover",
    "end_session_url",
    "exchange",
    "forget",
    "is_strong",
    "new_attempt",
    "verify_logout",
]

SKEW_SECONDS = 60
MAX_AGE_SECONDS = 10 * 60  # an identity older than this was not made for the request at hand
MAX_TOKEN = 32 * 1024
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Klien:
    """Who we are at a provider. `rahasia` is empty for a public client."""

    issuer: str
    client_id: str
    rahasia: str = field(default="", repr=False)


@dataclass(frozen=True)
class Awal:
    """What one attempt takes along; `nonce` and `verifier` never leave the server in the clear but to the provider."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Identitas:
    """Who somebody is, as proved by a provider. `klaim`: of the identity and of userinfo together."""

    issuer: str
    sub: str
    klaim: dict[str, Any] = field(repr=False)
    id_token: str = field(repr=False, default="")

    def text(self, name: str) -> str:
        """A claim as one short text; empty when it is missing or something else."""
        value = self.klaim.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        return " ".join(value.replace("\x00", "").split())[:320] if isinstance(value, str) else ""

    def texts(self, name: str) -> set[str]:
        """A claim as texts: a list of them, or one."""
        value = self.klaim.get(name)
        if isinstance(value, list):
            return {str(one) for one in value[:200] if isinstance(one, str | int)}
        return {"true" if value else "false"} if isinstance(value, bool) else {self.text(name)} - {""}

    @property
    def email(self) -> str:
        return self.text("email").lower()

    @property
    def is_email_verified(self) -> bool:
        """Only the plain JSON true counts."""
        return bool(self.email) and self.klaim.get("email_verified") is True


# --- the way out --------------------------------------------------------------------------------
def new_attempt() -> Awal:
    """Fresh secrets for one attempt."""
    return Awal(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def authorize_url(
    temuan: Temuan, klien: Klien, awal: Awal, *, back: str, scopes: str, language: str = "id"
) -> str:
    """Where the person goes to prove who she is. `back`: our callback, whole."""
    more = {
        "nonce": awal.nonce,
        "code_challenge": create_s256_code_challenge(awal.verifier),
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    return prepare_grant_uri(
        temuan.authorization,
        klien.client_id,
        "code",
        redirect_uri=back,
        scope=scopes,
        state=awal.state,
        **more,
    )


def check_iss(temuan: Temuan, iss: str | None) -> None:
    """The answer names who gave it (RFC 9207): the one that was asked, else another provider mixes itself in."""
    if iss is None and not temuan.announces_iss:
        return
    if iss != temuan.issuer:
        raise ProviderFault("iss", "jawaban datang dari penyedia lain")


# --- the code --------------------------------------------------------------------------------
def exchange(temuan: Temuan, klien: Klien, awal: Awal, *, code: str, back: str) -> Identitas:
    """The identity for a code: tokens fetched, signature and claims checked, userinfo asked for."""
    tokens = _fetch_tokens(temuan, klien, awal, code, back)
    id_token, access = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access, str) or not access:
        raise ProviderFault("token", "jawaban tidak memuat id_token dan access_token")
    if str(tokens.get("token_type", "")).lower() != "bearer":
        raise ProviderFault("token", "jenis token bukan Bearer")
    claims, algorithm = _verified(temuan, klien, id_token)
    _check_identity(claims, temuan, klien, awal.nonce)
    _check_half_hash(claims, access, algorithm)
    more = _userinfo(temuan, access, claims["sub"])
    return Identitas(temuan.issuer, claims["sub"], _together(more, claims), id_token)


def _fetch_tokens(temuan: Temuan, klien: Klien, awal: Awal, code: str, back: str) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": awal.verifier,
    }
    basic = ""
    if not klien.rahasia:
        fields["client_id"] = klien.client_id
    elif "client_secret_basic" in temuan.auth_methods or "client_secret_post" not in temuan.auth_methods:
        pair = f"{quote_plus(klien.client_id)}:{quote_plus(klien.rahasia)}"
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": klien.client_id, "client_secret": klien.rahasia}
    return post_form(temuan.token, fields, basic=basic)


def _verified(temuan: Temuan, klien: Klien, token: str) -> tuple[dict[str, Any], str]:
    """The claims of a token and its algorithm, when the signature is the provider's."""
    algorithm, kid = _header(temuan, token)
    keys = key_set(temuan.jwks)
    fitting = _fitting(keys, algorithm, kid)
    if not fitting and may_fetch_again(temuan.jwks):
        fitting = _fitting(key_set(temuan.jwks, is_fresh=True), algorithm, kid)
    for key in fitting:
        try:
            claims = dict(jwt.decode(token, key, algorithms=[algorithm]).claims)
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
        if not is_text(claims):
            raise ProviderFault("klaim", "tidak terbaca")
        return claims, algorithm
    raise ProviderFault(
        "tanda_tangan" if fitting else "kunci", "tanda tangan tidak cocok dengan kunci penyedia"
    )


def _header(temuan: Temuan, token: str) -> tuple[str, str | None]:
    """The algorithm, one of those that we take and the provider has announced; the name of the key."""
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise ProviderFault("token", "bukan token bertanda tangan")
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, RecursionError):
        raise ProviderFault("token", "kepala token tidak terbaca") from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in temuan.algorithms:
        raise ProviderFault("algoritma", "algoritma tanda tangan tidak diterima")
    if "crit" in header:
        raise ProviderFault("token", "token meminta perluasan yang tidak kami kenal")
    return str(algorithm), kid if isinstance(kid, str) else None


def _fitting(keys: KeySet, algorithm: str, kid: str | None) -> list[Any]:
    """The keys that may have signed: of the right kind, with this name. Without a name all of the kind are tried."""
    kind = {"R": "RSA", "P": "RSA", "E": "OKP" if algorithm == "EdDSA" else "EC"}[algorithm[0]]
    return [
        key
        for key in keys.keys
        if key.key_type == kind and (kid is None or key.kid == kid) and key.get("alg") in (None, algorithm)
    ]


def _check_identity(claims: dict[str, Any], temuan: Temuan, klien: Klien, nonce: str) -> None:
    """Who made it, for whom, when, for which attempt."""
    _check_common(claims, temuan, klien)
    if not isinstance(claims.get("exp"), int | float) or isinstance(claims.get("exp"), bool):
        raise ProviderFault("klaim", "exp")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise ProviderFault("nonce", "nonce tidak cocok")
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != klien.client_id:
        raise ProviderFault("klaim", "azp")
    options: Any = {"iss": {"essential": True, "value": temuan.issuer}, "nonce": {"value": nonce}}
    try:
        CodeIDToken(claims, {}, options, {"nonce": nonce, "client_id": klien.client_id}).validate(
            now=int(now().timestamp()), leeway=SKEW_SECONDS
        )
    except JoseError as error:
        raise ProviderFault("klaim", _claim_of(error)) from None
    except (ValueError, TypeError):
        raise ProviderFault("klaim", "tidak terbaca") from None


def _check_common(claims: dict[str, Any], temuan: Temuan, klien: Klien) -> None:
    """What identities and messages of sign-out share."""
    if claims.get("iss") != temuan.issuer:
        raise ProviderFault("klaim", "iss")
    audience = claims.get("aud")
    if klien.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise ProviderFault("klaim", "aud")
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        raise ProviderFault("klaim", "iat")
    moment = now().timestamp()
    if issued > moment + SKEW_SECONDS or issued < moment - MAX_AGE_SECONDS - SKEW_SECONDS:
        raise ProviderFault("klaim", "iat")
    sub = claims.get("sub")
    if sub is not None and not _is_sub(sub):
        raise ProviderFault("klaim", "sub")


def _is_sub(value: Any) -> bool:
    """The name of a person at her provider: one to 255 printable ASCII signs."""
    return isinstance(value, str) and 0 < len(value) <= 255 and value.isascii() and value.isprintable()


def _claim_of(error: JoseError) -> str:
    name = getattr(error, "claim", "") or type(error).__name__
    return str(name)[:40]


def _check_half_hash(claims: dict[str, Any], access: str, algorithm: str) -> None:
    """`at_hash` binds the access token to the identity, where it is given."""
    given = claims.get("at_hash")
    if given is None:
        return
    name = algorithm if algorithm != "EdDSA" else "RS512"  # Ed25519 hashes with SHA-512
    wanted = create_half_hash(access, name)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), wanted):
        raise ProviderFault("klaim", "at_hash")


def _userinfo(temuan: Temuan, access: str, sub: str) -> dict[str, Any]:
    if not temuan.userinfo:
        return {}
    said = get_json(temuan.userinfo, bearer=access)
    if said.get("sub") != sub:
        raise ProviderFault("userinfo", "userinfo menyebut orang lain")
    return said


def _together(more: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """Both, the signed ones first. That an address was verified is said of the address that stands beside it only."""
    if claims.get("email") not in (None, more.get("email")):
        more = {name: value for name, value in more.items() if name != "email_verified"}
    elif "email" not in claims:
        claims = {name: value for name, value in claims.items() if name != "email_verified"}
    return {**more, **claims}


# --- signing out --------------------------------------------------------------------------------
def end_session_url(temuan: Temuan, klien: Klien, *, id_token: str, back: str) -> str | None:
    """Where the person signs out at the provider too; None when the provider has no such place."""
    if not temuan.end_session:
        return None
    fields = {"client_id": klien.client_id, "post_logout_redirect_uri": back}
    if id_token:
        fields["id_token_hint"] = id_token
    sign = "&" if "?" in temuan.end_session else "?"
    return f"{temuan.end_session}{sign}{urlencode(fields)}"


def verify_logout(temuan: Temuan, klien: Klien, token: str) -> tuple[str | None, str | None, str]:
    """(sub, sid, jti) of a message that a session has ended at the provider (OpenID Connect Back-Channel Logout)."""
    claims, _algorithm = _verified(temuan, klien, token)
    _check_common(claims, temuan, klien)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise ProviderFault("keluar", "bukan pesan keluar")
    if "nonce" in claims:
        raise ProviderFault("keluar", "pesan keluar tidak boleh memuat nonce")
    sub, sid, jti = claims.get("sub"), claims.get("sid"), claims.get("jti")
    if (
        not isinstance(jti, str)
        or not jti.isprintable()
        or not jti
        or (sub is None and not isinstance(sid, str))
    ):
        raise ProviderFault("keluar", "pesan keluar tidak lengkap")
    exp = claims.get("exp")
    if exp is not None and (not isinstance(exp, int | float) or exp < now().timestamp() - SKEW_SECONDS):
        raise ProviderFault("keluar", "pesan keluar kedaluwarsa")
    return sub, sid if isinstance(sid, str) else None, jti[:255]


def is_strong(identitas: Identitas, trusted: Collection[str]) -> bool:
    """Whether the provider says that a second factor was used, in a word that we trust (acr or amr)."""
    return bool((identitas.texts("acr") | identitas.texts("amr")) & set(trusted))
