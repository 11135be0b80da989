"""Passkeys (WebAuthn): registered, used, deleted. The protocol is py_webauthn's; what we decide about it stands here.

A passkey signs in alone only when it asked for PIN, finger or face (user verification); as the second factor, beside a
password, possession is enough. A challenge counts once. A counter that goes back means that the key was copied: refused.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import webauthn
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.akun import rules_masuk
from app.akun.models import Pengguna, PercobaanMasuk
from app.akun.models_masuk import KunciSandi
from app.akun.operations_faktor import first_codes, forget_codes, lock_account
from app.akun.queries_masuk import factors_of, key_by_credential, keys_of
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import keyed_hash
from app.kit.errors import Refused

MOST = 10
LONGEST = 20_000  # signs of what a browser answers
UNREADABLE = _l("Peramban Anda tidak memberi jawaban yang dapat dipakai. Coba sekali lagi.")
UNKNOWN = _l("Kunci sandi ini tidak cocok dengan akun mana pun, atau sudah dihapus.")
NOT_VERIFIED = _l(
    "Kunci sandi ini tidak memeriksa siapa Anda (PIN, sidik jari, atau wajah). Masuklah dengan kata sandi."
)
COPIED = _l(
    "Kunci sandi ini ditolak karena tampaknya telah ditiru. Masuklah dengan cara lain, lalu hapus kunci itu."
)


@dataclass(frozen=True)
class Tempat:
    """For which site keys are made: `rp_id`, a host, never changes; `origins` are the addresses people open it by."""

    rp_id: str
    nama: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Hasil:
    """How a use of a passkey ended: the key, or the sentence why not. `is_kuat`: it also asked for PIN or finger."""

    kunci: KunciSandi | None = None
    galat: Any = ""
    is_kuat: bool = False


def _handle(account: Pengguna) -> bytes:
    """What a device keeps for the account: no number and no name, the same for all keys of one account."""
    return bytes.fromhex(keyed_hash(str(account.id), "kunci-sandi"))


def _known(keys: Sequence[KunciSandi]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.kredensial)) for key in keys]


# --- register --------------------------------------------------------------------------------
def registration_options(actor: Pengguna, tempat: Tempat) -> tuple[str, str]:
    """What the browser is asked for, as JSON, and the challenge in it (base64url). A key for this site that it can find
    again by itself."""
    options = webauthn.generate_registration_options(
        rp_id=tempat.rp_id,
        rp_name=tempat.nama,
        user_name=actor.email,
        user_id=_handle(actor),
        user_display_name=actor.nama,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(keys_of(actor)),
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def register_key(
    *, actor: Pengguna, nama: str, jawaban: str, challenge: str, tempat: Tempat
) -> tuple[KunciSandi, list[str], bool]:
    """The new key, recovery codes when the person has none yet (shown only now), and whether it asked for PIN or finger.

    Raises Refused (field sandi_kunci, or none).
    """
    lock_account(actor)
    if factors_of(actor).keys >= MOST:
        raise Refused(_l("Paling banyak %(n)s kunci sandi. Hapus dahulu yang tidak dipakai.", n=MOST))
    if len(jawaban) > LONGEST or not _use_once(challenge):
        raise Refused(UNREADABLE, "sandi_kunci")
    try:
        found = webauthn.verify_registration_response(
            credential=jawaban,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=tempat.rp_id,
            expected_origin=list(tempat.origins),
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise Refused(UNREADABLE, "sandi_kunci") from error
    kredensial = bytes_to_base64url(found.credential_id)
    if db.session.scalar(select(KunciSandi.id).where(KunciSandi.kredensial == kredensial)):
        raise Refused(_l("Kunci sandi ini sudah terdaftar."), "sandi_kunci")
    kunci = KunciSandi(
        pengguna_id=actor.id,
        nama=nama,
        kredensial=kredensial,
        kunci_publik=found.credential_public_key,
        sign_count=found.sign_count,
    )
    db.session.add(kunci)
    db.session.flush()
    record("akun.kunci_ditambah", actor=actor, objek=actor, peran=acting_role(actor), data={"nama": nama})
    return kunci, first_codes(actor), found.user_verified


def delete_key(kunci: KunciSandi, *, actor: Pengguna) -> Pengguna:
    """One of one's own keys. Raises Refused when a role needs a second factor and no other is left."""
    lock_account(actor)
    factors = factors_of(actor)
    refusal = rules_masuk.why_not_without(actor, factors.keys - 1 + factors.is_totp)
    if refusal is not None:
        raise Refused(refusal)
    db.session.execute(
        delete(KunciSandi).where(KunciSandi.id == kunci.id, KunciSandi.pengguna_id == actor.id)
    )
    if not factors.is_totp and factors.keys <= 1:
        forget_codes(actor)
    record(
        "akun.kunci_dihapus", actor=actor, objek=actor, peran=acting_role(actor), data={"nama": kunci.nama}
    )
    return actor


# --- use --------------------------------------------------------------------------------
def use_options(tempat: Tempat, account: Pengguna | None) -> tuple[str, str]:
    """What the browser is asked for, as JSON, and the challenge. Without an account it offers whatever keys it has."""
    options = webauthn.generate_authentication_options(
        rp_id=tempat.rp_id,
        allow_credentials=_known(keys_of(account)) if account is not None else None,
        user_verification=UserVerificationRequirement.PREFERRED
        if account is not None
        else UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def use_key(jawaban: str, *, challenge: str, tempat: Tempat, account: Pengguna | None) -> Hasil:
    """Whose key answered this challenge. `account`: only one of hers counts, and possession is enough; without it the
    key must have asked for PIN or finger. The caller keeps what this changes, also when it is refused."""
    kunci, sent = _find(jawaban)
    if sent is None or not _use_once(challenge):
        return Hasil(galat=UNREADABLE)
    if kunci is None or (account is not None and kunci.pengguna_id != account.id):
        return Hasil(galat=UNKNOWN)
    try:
        found = webauthn.verify_authentication_response(
            credential=sent,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=tempat.rp_id,
            expected_origin=list(tempat.origins),
            credential_public_key=kunci.kunci_publik,
            credential_current_sign_count=0,  # compared below, where a copy is recorded
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return Hasil(galat=UNKNOWN)
    if account is None and not found.user_verified:
        return Hasil(galat=NOT_VERIFIED)
    if (found.new_sign_count or kunci.sign_count) and found.new_sign_count <= kunci.sign_count:
        record("akun.kunci_ditolak", actor=None, objek=kunci.pengguna, data={"nama": kunci.nama})
        return Hasil(galat=COPIED)
    kunci.sign_count, kunci.used_at = found.new_sign_count, now()
    return Hasil(kunci, is_kuat=account is not None or found.user_verified)


def _find(jawaban: str) -> tuple[KunciSandi | None, dict[str, Any] | None]:
    """The key that an answer names, its row locked; and the answer, None when it is none."""
    try:
        sent = json.loads(jawaban) if len(jawaban) <= LONGEST else None
        named = sent["id"] if isinstance(sent, dict) else None
    except (ValueError, KeyError, RecursionError):
        return None, None
    if not isinstance(sent, dict) or not isinstance(named, str) or not named.isascii() or "\0" in named:
        return None, None
    found = key_by_credential(named)
    if found is None:
        return None, sent
    locked = select(KunciSandi).where(KunciSandi.id == found.id).with_for_update(of=KunciSandi)
    found = db.session.scalar(locked.execution_options(populate_existing=True))
    if found is None:  # deleted at this very moment
        return None, sent
    handle = sent.get("response", {}).get("userHandle") if isinstance(sent.get("response"), dict) else None
    is_hers = not handle or handle == bytes_to_base64url(_handle(found.pengguna))
    return (found if is_hers else None), sent


def _use_once(challenge: str) -> bool:
    """Whether this challenge is used for the first time, whatever cookie brought it: an answer never counts twice."""
    if not challenge:
        return False
    key = keyed_hash(challenge, "tantangan")
    made = insert(PercobaanMasuk).values(nama_sidik=key).on_conflict_do_nothing()
    return db.session.scalar(made.returning(PercobaanMasuk.nama_sidik)) is not None
