"""Applications that sign people in here, as Superadmin keeps them. A secret is shown once; of it only a keyed hash stays."""

import hmac
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.akun.rules import acting_role, is_superadmin
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit.crypto import keyed_hash
from app.kit.errors import Refused, Stale
from app.sso import rules_penyedia as rules
from app.sso.models_penyedia import KlienSso

NAME_TAKEN = _l("Aplikasi dengan nama ini sudah ada.")
PURPOSE = "klien-sso"


@dataclass(frozen=True)
class IsianKlien:
    """What Superadmin types of an application."""

    nama: str
    alamat_kembali: list[str]
    alamat_keluar: list[str] = field(default_factory=list)
    scopes: str = "openid profile email"
    is_kota: bool = False
    is_loopback: bool = False
    is_aktif: bool = True


def add_client(*, actor: Pengguna, isian: IsianKlien, is_public: bool = False) -> tuple[KlienSso, str]:
    """A new application and its secret in the clear (empty for a public one). Raises Refused with its field."""
    _check(actor, isian)
    client_id, secret = f"{secrets.token_hex(12)}", "" if is_public else _new_secret()
    klien = KlienSso(
        client_id=client_id, rahasia_sidik=secret_hash(secret) if secret else None, **asdict(isian)
    )
    with refuse_second(NAME_TAKEN, "nama"):
        db.session.add(klien)
    data = {"baru": asdict(isian), "client_id": client_id, "publik": is_public}
    record("sso.klien_ditambah", actor=actor, objek=klien, peran=acting_role(actor), data=data)
    return klien, secret


def change_client(klien: KlienSso, *, actor: Pengguna, isian: IsianKlien, seen: int) -> bool:
    """What is typed replaces what stands. Answers whether anything changed; Stale when somebody else was faster."""
    _check(actor, isian)
    if klien.versi != seen:
        raise Stale(_l("Orang lain baru saja mengubah data ini. Bandingkan, lalu simpan lagi."))
    new = asdict(isian)
    old = {name: getattr(klien, name) for name in new}
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        return False
    with refuse_second(NAME_TAKEN, "nama"):
        for name in changed:
            setattr(klien, name, new[name])
    data = {"lama": {one: old[one] for one in changed}, "baru": {one: new[one] for one in changed}}
    record("sso.klien_diubah", actor=actor, objek=klien, peran=acting_role(actor), data=data)
    return True


def renew_secret(klien: KlienSso, *, actor: Pengguna) -> str:
    """A new secret, in the clear; the old one counts no more."""
    if not is_superadmin(actor):
        raise Refused(_l("Hanya Superadmin yang mengatur aplikasi."))
    if klien.rahasia_sidik is None:
        raise Refused(_l("Aplikasi publik tidak memakai rahasia."))
    secret = _new_secret()
    klien.rahasia_sidik = secret_hash(secret)
    record("sso.rahasia_diganti", actor=actor, objek=klien, peran=acting_role(actor))
    return secret


def is_secret(klien: KlienSso | None, secret: str) -> bool:
    """Whether this is the application's secret; takes the same time whether or not, also when there is no application."""
    known = klien.rahasia_sidik if klien is not None and klien.rahasia_sidik else "0" * 64
    return hmac.compare_digest(secret_hash(secret), known)


def secret_hash(secret: str) -> str:
    """Enough for 256 random bits, which nobody can try out: a slow hash would only slow each token down."""
    return keyed_hash(secret, PURPOSE)


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _check(actor: Pengguna, isian: IsianKlien) -> None:
    if not is_superadmin(actor):
        raise Refused(_l("Hanya Superadmin yang mengatur aplikasi."))
    refusal: Any = rules.why_not_client(isian.scopes.split(), isian.alamat_kembali)
    if refusal is not None:
        raise Refused(refusal, "scopes" if isian.alamat_kembali else "alamat_kembali")
    for name in ("alamat_kembali", "alamat_keluar"):
        refusal = rules.why_not_addresses(getattr(isian, name), isian.is_loopback)
        if refusal is not None:
            raise Refused(refusal, name)
