"""What a provider says of itself and the keys that it signs with: asked for, checked, believed for ten minutes.

Kept in the process; nothing of it is stored. Raises ProviderFault (http_klien.py).
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.sso.http_klien import ProviderFault, get_json, why_not_address

FAULT_SECONDS = (
    10  # a provider that is away is not asked anew by each press meanwhile: each would wait for it
)
KEEP_SECONDS = 10 * 60  # how long a discovery document and keys are believed
AGAIN_SECONDS = 60  # an unknown key makes us fetch keys again, not more often than this
# What may sign an identity: keys of two halves only. Neither `none` nor HS*, whose key would be no secret of theirs.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


@dataclass(frozen=True)
class Temuan:
    """What a provider says of itself, as far as we use it. Addresses are checked; empty: it has no such thing."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    userinfo: str = ""
    end_session: str = ""
    algorithms: tuple[str, ...] = ("RS256",)
    auth_methods: tuple[str, ...] = ("client_secret_basic",)
    scopes: tuple[str, ...] = ()
    announces_iss: bool = False
    knows_pkce: bool = False
    has_backchannel: bool = False


@dataclass
class _Simpanan:
    at: float
    value: Any


_found: dict[str, _Simpanan] = {}
_faults: dict[str, _Simpanan] = {}
_keys: dict[str, _Simpanan] = {}
_fetched_again: dict[str, float] = {}
_lock = threading.Lock()


def forget(issuer: str = "") -> None:
    """Nothing of this provider (of any, without one) is believed any more; it is asked anew."""
    with _lock:
        if not issuer:
            _found.clear()
            _faults.clear()
            _keys.clear()
            _fetched_again.clear()
            return
        kept = _found.pop(issuer, None)
        _faults.pop(issuer, None)
        if kept is not None:
            _keys.pop(kept.value.jwks, None)
            _fetched_again.pop(kept.value.jwks, None)


def discover(issuer: str) -> Temuan:
    """What the provider at this address says of itself; kept for ten minutes."""
    kept = _found.get(issuer)
    if kept is None or time.monotonic() - kept.at > KEEP_SECONDS:
        _refuse_again(issuer)
        kept = _Simpanan(time.monotonic(), _ask_for_discovery(issuer))
        with _lock:
            _found[issuer] = kept
    return kept.value


def _refuse_again(issuer: str) -> None:
    """Raises the fault of a moment ago once more."""
    fault = _faults.get(issuer)
    if fault is not None and time.monotonic() - fault.at < FAULT_SECONDS:
        raise ProviderFault(fault.value.sebab, fault.value.rinci)


def _ask_for_discovery(issuer: str) -> Temuan:
    try:
        return _read_discovery(issuer)
    except ProviderFault as fault:
        with _lock:
            _faults[issuer] = _Simpanan(time.monotonic(), fault)
        raise


def _read_discovery(issuer: str) -> Temuan:
    said = get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ProviderFault("issuer", "dokumen penemuan menyebut issuer lain")
    algorithms = tuple(
        name for name in ALGORITHMS if name in _list(said, "id_token_signing_alg_values_supported", ["RS256"])
    )
    if not algorithms:
        raise ProviderFault("algoritma", "tidak ada algoritma tanda tangan yang kami terima")
    methods = _list(said, "code_challenge_methods_supported", [])
    return Temuan(
        issuer=issuer,
        authorization=_address(said, "authorization_endpoint", issuer),
        token=_address(said, "token_endpoint", issuer),
        jwks=_address(said, "jwks_uri", issuer),
        userinfo=_address(said, "userinfo_endpoint", issuer, is_needed=False),
        end_session=_address(said, "end_session_endpoint", issuer, is_needed=False),
        algorithms=algorithms,
        auth_methods=tuple(_list(said, "token_endpoint_auth_methods_supported", ["client_secret_basic"])),
        scopes=tuple(_list(said, "scopes_supported", [])),
        announces_iss=said.get("authorization_response_iss_parameter_supported") is True,
        knows_pkce="S256" in methods,
        has_backchannel=said.get("backchannel_logout_supported") is True,
    )


def _list(said: Mapping[str, Any], name: str, default: list[str]) -> list[str]:
    value = said.get(name, default)
    return [one for one in value if isinstance(one, str)][:60] if isinstance(value, list) else default


def _address(said: Mapping[str, Any], name: str, issuer: str, is_needed: bool = True) -> str:
    value = said.get(name)
    if value is None and not is_needed:
        return ""
    refusal = why_not_address(value) if isinstance(value, str) else "tidak ada"
    if refusal is None and issuer.startswith("https:") and not str(value).startswith("https:"):
        refusal = "bukan_https"  # a provider elsewhere must not send us to this very machine
    if refusal is not None:
        raise ProviderFault("alamat", f"{name}: {refusal}")
    return str(value)


def key_set(url: str, is_fresh: bool = False) -> KeySet:
    kept = _keys.get(url)
    if kept is None or is_fresh or time.monotonic() - kept.at > KEEP_SECONDS:
        said = get_json(url)
        kept = _Simpanan(time.monotonic(), _usable(said))
        with _lock:
            _keys[url] = kept
    return kept.value


def _usable(said: Mapping[str, Any]) -> KeySet:
    """The keys that we can check signatures with. One that we do not know does not spoil the others."""
    found = []
    listed = said.get("keys")
    for one in listed[:50] if isinstance(listed, list) else []:
        if not isinstance(one, dict) or one.get("kty") not in ("RSA", "EC", "OKP") or one.get("use") == "enc":
            continue
        public = {name: value for name, value in one.items() if name not in ("d", "p", "q", "dp", "dq", "qi")}
        try:
            found += KeySet.import_key_set({"keys": [public]}).keys
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    if not found:
        raise ProviderFault("kunci", "tidak ada kunci yang dapat dipakai")
    return KeySet(found)


def may_fetch_again(url: str) -> bool:
    """At most once a minute: else anybody could make us ask the provider as often as she likes."""
    with _lock:
        moment = time.monotonic()
        if moment - _fetched_again.get(url, -AGAIN_SECONDS) < AGAIN_SECONDS:
            return False
        _fetched_again[url] = moment
        return True


def count_keys(temuan: Temuan) -> int:
    """How many keys the provider shows that we can use; asks for them. For the try of a connection."""
    return len(key_set(temuan.jwks).keys)
