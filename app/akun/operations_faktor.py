"""The second factor: a time code from a telephone (TOTP, RFC 6238), recovery codes on paper. Set up, used, switched off.

Codes are compared in constant time and count once; wrong ones are counted by operations_masuk.py.
"""

import hmac
import secrets
from datetime import datetime

import pyotp
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from app.akun import passwords, rules_masuk
from app.akun.models import Pengguna
from app.akun.models_masuk import FaktorTotp, KodePemulihan, KunciSandi
from app.akun.queries_masuk import factors_of
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt, keyed_hash
from app.kit.errors import Refused

STEP_SECONDS = 30
DIGITS = 6
CODES = 10
CODE_LENGTH = 10
# Without what looks alike on paper: 0 o, 1 i l, u v.
SIGNS = "23456789abcdefghjkmnpqrstwxyz"
WRONG_CODE = _l("Kode itu tidak cocok. Tunggu kode berikutnya pada aplikasi Anda, lalu coba lagi.")


def lock_account(account: Pengguna) -> Pengguna:
    """The account's row, held until the end of the act: two tries at once are counted one after the other."""
    return db.session.scalars(
        select(Pengguna)
        .where(Pengguna.id == account.id)
        .with_for_update(key_share=True, of=Pengguna)
        .execution_options(populate_existing=True)
    ).one()


# --- set up --------------------------------------------------------------------------------
def begin_totp(*, actor: Pengguna) -> FaktorTotp:
    """A new secret, not in use before a code of it is typed. Raises Refused when one is in use already."""
    lock_account(actor)
    faktor = db.session.get(FaktorTotp, actor.id, populate_existing=True)
    if faktor is not None and faktor.confirmed_at is not None:
        raise Refused(_l("Verifikasi dua langkah sudah menyala."))
    if faktor is None:
        faktor = FaktorTotp(pengguna_id=actor.id)
        db.session.add(faktor)
    faktor.rahasia_sandi, faktor.last_step = encrypt(pyotp.random_base32()), 0
    db.session.flush()
    return faktor


def address_of(faktor: FaktorTotp, account: Pengguna, issuer: str) -> tuple[str, str]:
    """The secret as text, and the `otpauth://` address that a QR code carries. Only for the page of its owner."""
    secret = decrypt(faktor.rahasia_sandi)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


def confirm_totp(*, actor: Pengguna, kode: str) -> list[str]:
    """From the first right code on the second factor is asked for; answers new recovery codes, shown only now.

    Raises Refused (field sandi_kode) for a wrong code, or when there is nothing to confirm.
    """
    lock_account(actor)
    faktor = db.session.get(FaktorTotp, actor.id, populate_existing=True)
    if faktor is None or faktor.confirmed_at is not None:
        raise Refused(_l("Mulai pemasangannya dari awal."))
    step = _step_of(faktor, kode, now())
    if step is None:
        raise Refused(WRONG_CODE, "sandi_kode")
    faktor.confirmed_at, faktor.last_step = now(), step
    record("akun.faktor_dinyalakan", actor=actor, objek=actor, peran=acting_role(actor))
    return _new_codes(actor)


def switch_off_totp(*, actor: Pengguna, kode: str, password: str = "") -> Pengguna:
    """Off again, with the password (of those who have one) and a code. Raises Refused (fields sandi, sandi_kode).

    Whoever has a role that needs a second factor keeps one. Recovery codes end with the last factor.
    """
    lock_account(actor)
    factors = factors_of(actor)
    if not factors.is_totp:
        raise Refused(_l("Verifikasi dua langkah sudah mati."))
    refusal = rules_masuk.why_not_without(actor, factors.keys)
    if refusal is not None:
        raise Refused(refusal)
    if actor.password and not passwords.is_right(actor.password, password):
        raise Refused(_l("Kata sandi tidak benar."), "sandi")
    if not use_code(actor, kode):
        raise Refused(WRONG_CODE, "sandi_kode")
    db.session.execute(delete(FaktorTotp).where(FaktorTotp.pengguna_id == actor.id))
    if not factors.keys:
        forget_codes(actor)
    record("akun.faktor_dimatikan", actor=actor, objek=actor, peran=acting_role(actor))
    return actor


def reset_factors(account: Pengguna, *, actor: Pengguna, alasan: str) -> Pengguna:
    """Everything of a person's second factor goes: she lost all of it and has proved who she is in another way.

    Her sessions end, and she hears of it by mail. `alasan`: how she proved it. Raises Refused (field alasan, or none).
    """
    lock_account(account)
    refusal = rules_masuk.why_not_reset(actor, account, factors_of(account).is_any)
    if refusal is not None:
        raise Refused(refusal)
    if not alasan.strip():
        raise Refused(_l("Tulis bagaimana orang ini membuktikan dirinya."), "alasan")
    for table in (FaktorTotp, KunciSandi):
        db.session.execute(delete(table).where(table.pengguna_id == account.id))
    forget_codes(account)
    account.sesi_versi += 1
    peran = acting_role(actor)
    record("akun.faktor_direset", actor=actor, objek=account, peran=peran, catatan=alasan.strip())
    return account


# --- recovery codes --------------------------------------------------------------------------------
def renew_codes(*, actor: Pengguna) -> list[str]:
    """Ten new codes; the older ones end. Raises Refused without a second factor."""
    lock_account(actor)
    if not factors_of(actor).is_any:
        raise Refused(_l("Nyalakan dahulu verifikasi dua langkah."))
    codes = _new_codes(actor)
    record("akun.kode_pemulihan_dibuat", actor=actor, objek=actor, peran=acting_role(actor))
    return codes


def first_codes(actor: Pengguna) -> list[str]:
    """Codes for somebody who has none left that work; none when there are some."""
    return [] if factors_of(actor).codes else _new_codes(actor)


def _new_codes(account: Pengguna) -> list[str]:
    forget_codes(account)
    codes = ["".join(secrets.choice(SIGNS) for _n in range(CODE_LENGTH)) for _k in range(CODES)]
    db.session.add_all(
        KodePemulihan(pengguna_id=account.id, kode_sidik=_hash(account, code)) for code in codes
    )
    db.session.flush()
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def forget_codes(account: Pengguna) -> None:
    db.session.execute(delete(KodePemulihan).where(KodePemulihan.pengguna_id == account.id))


def _hash(account: Pengguna, code: str) -> str:
    return keyed_hash(f"{account.id}:{code}", "pemulihan")


# --- use --------------------------------------------------------------------------------
def use_code(account: Pengguna, typed: str) -> bool:
    """Whether this code proves the second factor; whichever fits is used up. The account's row must be locked."""
    code = "".join(typed.split()).replace("-", "").lower()
    if len(code) == DIGITS and code.isascii() and code.isdigit():
        faktor = db.session.get(FaktorTotp, account.id, populate_existing=True)
        step = _step_of(faktor, code, now()) if faktor is not None and faktor.confirmed_at else None
        if faktor is None or step is None:
            return False
        faktor.last_step = step
        return True
    return len(code) == CODE_LENGTH and _use_recovery(account, code)


def _step_of(faktor: FaktorTotp, typed: str, moment: datetime) -> int | None:
    """The half minute whose code this is: this one, the one before or the one after, and none that was used already."""
    code = "".join(typed.split())
    totp = pyotp.TOTP(decrypt(faktor.rahasia_sandi), digits=DIGITS, interval=STEP_SECONDS)
    here, found = int(moment.timestamp()) // STEP_SECONDS, None
    for step in (here - 1, here, here + 1):
        is_same = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if is_same and step > faktor.last_step:
            found = step
    return found


def _use_recovery(account: Pengguna, code: str) -> bool:
    row = db.session.scalar(
        select(KodePemulihan)
        .where(
            KodePemulihan.kode_sidik == _hash(account, code),
            KodePemulihan.pengguna_id == account.id,
            KodePemulihan.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        return False
    row.used_at = now()
    db.session.flush()
    left = select(func.count()).where(
        KodePemulihan.pengguna_id == account.id, KodePemulihan.used_at.is_(None)
    )
    data = {"sisa": db.session.scalar(left)}
    record("akun.kode_pemulihan_dipakai", actor=account, objek=account, peran=acting_role(account), data=data)
    return True
