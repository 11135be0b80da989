"""The words of the protocol: what an application's request says, what our tokens and documents say. Nothing is written.

Our own thin code on joserfc instead of Authlib's server: decision 0021 says why. Sources: RFC 6749, 7636, 9207, 9700,
OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import InvalidToken
from flask import current_app

from app.akun.models import Pengguna
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.sso import kunci_sso
from app.sso import rules_penyedia as rules
from app.sso.models_penyedia import KlienSso, PemberianSso
from app.sso.operations_penyedia import Mintaan, Tokens, subject_of
from app.sso.queries_penyedia import find_client

SEAL_SECONDS = 30 * 60
MAX_VALUE = 2000
MAX_NONCE = 255
PROMPTS = ("none", "login", "consent", "select_account")
CLAIMS = ("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid")
CLAIMS_OF = {
    "profile": ("name", "locale"),
    "email": ("email", "email_verified"),
    "nip": ("nip", "opd", "opd_kode"),
}
AMR = {"sandi": ["pwd"], "kunci": ["swk", "user"]}
ONE_FACTOR, TWO_FACTORS = "aal1", "aal2"


class AuthorizeRefused(Exception):
    """`tujuan`: the verified address that hears of it; empty when there is none, and only the person does."""

    def __init__(self, error: str, description: str, tujuan: str = "", state: str | None = None) -> None:
        super().__init__(error)
        self.error, self.description, self.tujuan, self.state = error, description, tujuan, state


@dataclass(frozen=True)
class Permintaan:
    """A request that passed: who asks, where the answer goes, for what."""

    klien: KlienSso
    alamat: str
    state: str | None
    scopes: tuple[str, ...]
    challenge: str
    nonce: str | None
    prompt: frozenset[str]
    max_age: int | None
    login_hint: str
    parameter: dict[str, str] = field(repr=False)  # as they came

    @property
    def mintaan(self) -> Mintaan:
        return Mintaan(self.alamat, self.scopes, self.challenge, self.nonce)

    def refusal(self, error: str, description: str = "") -> AuthorizeRefused:
        return AuthorizeRefused(error, description, self.alamat, self.state)


def issuer() -> str:
    return current_app.config["PUBLIC_URL"].rstrip("/")


# --- the request --------------------------------------------------------------------------------
def read_request(parameter: Mapping[str, list[str]]) -> Permintaan:
    """Check a request in the order that keeps answers away from strangers: first whose address it is, then the rest."""
    twice = [name for name, values in parameter.items() if len(values) > 1]
    given = {name: values[0] for name, values in parameter.items()}
    if {"client_id", "redirect_uri"} & set(twice):
        raise AuthorizeRefused("invalid_request", "parameter given twice")
    klien = find_client(given.get("client_id", ""))
    if klien is None or not klien.is_aktif:
        raise AuthorizeRefused("unauthorized_client", "unknown client")
    alamat = given.get("redirect_uri", "")
    if not alamat or not rules.is_registered(alamat, klien.alamat_kembali, klien.is_loopback):
        raise AuthorizeRefused("invalid_request", "redirect_uri is not registered")
    state = given.get("state") if "state" not in twice else None
    try:
        return _checked(klien, alamat, state, given, bool(twice))
    except AuthorizeRefused as refusal:
        raise AuthorizeRefused(refusal.error, refusal.description, alamat, state) from None


def _checked(
    klien: KlienSso, alamat: str, state: str | None, given: dict[str, str], is_twice: bool
) -> Permintaan:
    if is_twice or any(len(value) > MAX_VALUE or "\0" in value for value in given.values()):
        raise AuthorizeRefused("invalid_request", "parameter given twice or too long")
    for name in ("request", "request_uri", "registration"):
        if name in given:
            raise AuthorizeRefused(f"{name}_not_supported", "")
    if given.get("response_type") != "code":
        wrong = "unsupported_response_type" if given.get("response_type") else "invalid_request"
        raise AuthorizeRefused(wrong, "response_type must be code")
    if given.get("response_mode", "query") != "query":
        raise AuthorizeRefused("invalid_request", "response_mode must be query")
    challenge = given.get("code_challenge", "")
    if given.get("code_challenge_method") != "S256" or not rules.CHALLENGE.fullmatch(challenge):
        raise AuthorizeRefused("invalid_request", "PKCE with S256 is required")
    scopes = rules.allowed_scopes(given.get("scope", ""), klien)
    if "openid" not in scopes:
        raise AuthorizeRefused("invalid_scope", "scope must contain openid")
    nonce = given.get("nonce") or None
    if nonce is not None and len(nonce) > MAX_NONCE:
        raise AuthorizeRefused("invalid_request", "nonce too long")
    return Permintaan(
        klien,
        alamat,
        state,
        tuple(scopes),
        challenge,
        nonce,
        _prompt(given.get("prompt", "")),
        _max_age(given.get("max_age")),
        given.get("login_hint", ""),
        given,
    )


def _prompt(text: str) -> frozenset[str]:
    words = frozenset(text.split())
    if not words <= set(PROMPTS) or ("none" in words and len(words) > 1):
        raise AuthorizeRefused("invalid_request", "prompt not supported")
    return words


def _max_age(text: str | None) -> int | None:
    if text is None or text == "":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise AuthorizeRefused("invalid_request", "max_age must be a number of seconds")
    return int(text)


def answer(tujuan: str, **fields: str | None) -> str:
    """The application's address with our answer, which names us (RFC 9207)."""
    query = urlencode(
        {name: value for name, value in fields.items() if value is not None} | {"iss": issuer()}
    )
    return f"{tujuan}{'&' if '?' in tujuan else '?'}{query}"


# --- what a page of ours carries between two steps ---------------------------------------------------------------
def seal(kind: str, parameter: Mapping[str, str], person: int = 0, at: datetime | None = None) -> str:
    """A request that goes through a page of ours and comes back unchanged, from the same person."""
    content = {"k": kind, "p": dict(parameter), "o": person, "t": (at or now()).timestamp()}
    return encrypt(json.dumps(content))


def unseal(kind: str, sealed: str, person: int = 0) -> tuple[dict[str, str], float] | None:
    """The request and when it was sealed; None when it is not ours, not this person's, or too old."""
    try:
        content = json.loads(decrypt(sealed)) if 0 < len(sealed) < 40_000 and sealed.isascii() else {}
    except (InvalidToken, ValueError):
        return None
    if content.get("k") != kind or content.get("o") != person:
        return None
    return (content["p"], content["t"]) if now().timestamp() - content["t"] < SEAL_SECONDS else None


def digest(parameter: Mapping[str, str]) -> dict[str, str]:
    """A request in short: a mark in an address counts for the request that it was made for."""
    return {"sidik": hashlib.sha256(json.dumps(sorted(parameter.items())).encode()).hexdigest()}


# --- what we say --------------------------------------------------------------------------------
def discovery() -> dict[str, Any]:
    """What applications read first."""
    here = issuer()
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}/sso/otorisasi",
        "token_endpoint": f"{here}/sso/token",
        "userinfo_endpoint": f"{here}/sso/userinfo",
        "jwks_uri": f"{here}/sso/jwks",
        "end_session_endpoint": f"{here}/sso/keluar",
        "revocation_endpoint": f"{here}/sso/cabut",
        "scopes_supported": list(rules.SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [kunci_sso.ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": list(PROMPTS),
        "claims_supported": [*CLAIMS, *(claim for group in CLAIMS_OF.values() for claim in group)],
        "acr_values_supported": [ONE_FACTOR, TWO_FACTORS],
        "ui_locales_supported": ["id", "en"],
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


def claims_of(account: Pengguna, scopes: Iterable[str]) -> dict[str, Any]:
    """What an application with these scopes learns of a person; whatever is not known is left out."""
    opd = account.opd
    known: dict[str, Any] = {
        "name": account.nama,
        "locale": account.bahasa,
        "email": account.email,
        "email_verified": account.is_email_terbukti,
        "nip": account.nip,
        "opd": opd.nama if opd else None,
        "opd_kode": opd.kode if opd else None,
    }
    names = [name for scope in scopes for name in CLAIMS_OF.get(scope, ())]
    return {"sub": subject_of(account)} | {name: known[name] for name in names if known[name] is not None}


def token_answer(tokens: Tokens) -> dict[str, Any]:
    """The answer of the token endpoint."""
    found: dict[str, Any] = {
        "access_token": tokens.akses,
        "token_type": "Bearer",
        "expires_in": int(rules.ACCESS_LIFE.total_seconds()),
        "scope": tokens.scopes,
    }
    if tokens.segar is not None:
        found["refresh_token"] = tokens.segar
    if "openid" in tokens.scopes.split():
        found["id_token"] = _id_token(tokens.pemberian, tokens.akses)
    return found


def _id_token(pemberian: PemberianSso, access: str) -> str:
    """Who, at whom, when and how; what else there is to know is asked at userinfo (Core, section 5.4)."""
    moment = int(now().timestamp())
    claims: dict[str, Any] = {
        "iss": issuer(),
        "sub": subject_of(pemberian.pengguna),
        "aud": pemberian.klien.client_id,
        "iat": moment,
        "exp": moment + int(rules.ID_LIFE.total_seconds()),
        "auth_time": int(pemberian.auth_at.timestamp()),
        "acr": TWO_FACTORS if pemberian.is_kuat else ONE_FACTOR,
        "at_hash": _half_hash(access),
    }
    methods = [*AMR.get(pemberian.cara, []), *(["mfa"] if pemberian.is_kuat else [])]
    if methods:
        claims["amr"] = methods
    if pemberian.nonce is not None:
        claims["nonce"] = pemberian.nonce
    if pemberian.sesi_id is not None:
        claims["sid"] = session_name(pemberian.sesi_id)
    return kunci_sso.sign(claims)


def session_name(sesi_id: int) -> str:
    """A session under a name that says nothing."""
    return hashlib.sha256(f"{issuer()} {sesi_id}".encode()).hexdigest()[:32]


def _half_hash(value: str) -> str:
    half = hashlib.sha256(value.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def own_claims(token: str) -> dict[str, Any] | None:
    """What an ID token of ours says, expired or not; None for anything that we did not sign."""
    claims = kunci_sso.read_own(token)
    return claims if claims is not None and claims.get("iss") == issuer() else None
