"""Signing in through others: who may come in, be linked, be made, be unlinked, and what claims give. Reads no rows.

A rule answers None when something is allowed, else a sentence for the person.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.sso.http_klien import why_not_address
from app.sso.models_klien import AturanKlaim, PenyediaSso
from app.sso.oidc_klien import Identitas

ATTEMPT_LIFE = timedelta(minutes=10)  # from the button to the provider's answer
PROOF_LIFE = timedelta(minutes=60)  # from the answer to the proof, which may wait for a mail
MAX_WRONG = 5  # passwords on one page of a proof
FRESH = timedelta(minutes=10)  # a sign-in that is this young needs no second proof
MAX_MAILS = 3
RESERVED = frozenset(
    ("penyedia", "aturan", "bukti", "pamit", "surat", "klien", "izin", "otorisasi", "token", "kunci")
    + ("userinfo", "jwks", "authorize", "keluar", "masuk", "kembali", "aplikasi")
)


# --- coming in --------------------------------------------------------------------------------
def why_not_admit(account: Pengguna) -> Any:
    """None when the account may be signed in to at all."""
    return None if account.active else _l("Akun ini tidak aktif. Hubungi Bagian Kerja Sama.")


def email_of(identitas: Identitas) -> str | None:
    """The address that the provider has verified, in our form; None when there is none."""
    if not identitas.is_email_verified:
        return None
    try:
        found = validate_email(
            identitas.email, check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def name_of(identitas: Identitas) -> str:
    """What to call a new person."""
    parts = [identitas.text("given_name"), identitas.text("family_name")]
    name = identitas.text("name") or " ".join(part for part in parts if part)
    return (name or identitas.email.partition("@")[0] or identitas.sub)[:200]


def shown_name(identitas: Identitas) -> str:
    """By what a person recognises her account at the provider."""
    return (identitas.email or identitas.text("preferred_username") or name_of(identitas))[:320]


def why_not_create(penyedia: PenyediaSso, identitas: Identitas) -> Any:
    """None when an account may be made for somebody whom only the provider knows."""
    if not penyedia.is_membuat_akun:
        return _l("Belum ada akun Si KERJA yang terhubung dengan identitas ini.")
    if email_of(identitas) is None:
        return _l(
            "%(nama)s tidak memberi alamat email yang sudah diverifikasi, sehingga akun tidak dapat dibuatkan.",
            nama=penyedia.nama,
        )
    return None


# --- linking --------------------------------------------------------------------------------
def why_not_link(account: Pengguna, owner: Pengguna | None, has_other: bool) -> Any:
    """None when an identity may be linked. `owner`: whose it is already; `has_other`: the account has another one there."""
    if owner is not None and owner.id != account.id:
        return _l("Identitas ini sudah terhubung dengan akun lain.")
    if has_other:
        return _l("Akun ini sudah terhubung dengan identitas lain di penyedia yang sama. Lepaskan dahulu.")
    return why_not_admit(account)


def why_not_unlink(account: Pengguna, other_ways: int) -> Any:
    """None when a link may go; `other_ways`: links and passkeys that remain besides the password."""
    if account.password or other_ways > 0:
        return None
    return _l(
        "Ini satu-satunya cara Anda masuk. Buat kata sandi dahulu lewat “Lupa kata sandi?”, lalu lepaskan."
    )


# --- what claims give --------------------------------------------------------------------------------
def fits(aturan: AturanKlaim, identitas: Identitas) -> bool:
    """Whether a person has the value that a rule asks for, letter by letter."""
    return aturan.nilai in identitas.texts(aturan.klaim)


def roles_by(aturan: Iterable[AturanKlaim], identitas: Identitas) -> set[str]:
    """The roles that the rules give. Superadmin is never one, whatever a rule says."""
    given = {one.peran.name for one in aturan if one.peran is not None and fits(one, identitas)}
    return given & (set(roles.ALL) - {roles.SUPERADMIN})


def office_by(aturan: Iterable[AturanKlaim], identitas: Identitas) -> Any:
    """The office of the first rule that gives one; None when none does."""
    return next((one.opd for one in aturan if one.opd is not None and fits(one, identitas)), None)


def new_roles(
    has: Collection[str], by_rule_before: Collection[str], by_other_links: Collection[str], wanted: set[str]
) -> tuple[set[str], set[str]]:
    """(the roles from now on, those of them that the rules of this link have given).

    What a rule gave and no longer gives is taken, unless another link's rule gives it; what people gave stays.
    Who would be left with nothing may still apply, as anybody may.
    """
    mine, before = set(has), set(by_rule_before)
    taken = (before - wanted - set(by_other_links)) & mine
    added = wanted - mine
    after = (mine - taken) | added
    return (after or {roles.PEMOHON}), ((before & wanted & mine) | added)


# --- providers --------------------------------------------------------------------------------
def why_not_issuer(issuer: str) -> Any:
    """None for an address that may be a provider's: https, or http on this machine only; no query."""
    refusal = why_not_address(issuer)
    if refusal == "bukan_https":
        return _l("Alamat penyedia harus https. Alamat http hanya untuk percobaan di komputer ini sendiri.")
    if refusal is not None or "?" in issuer:
        return _l("Tulis alamat issuer yang lengkap, misalnya https://sso.example.org.")
    return None


def why_not_move(penyedia: PenyediaSso, issuer: str, client_id: str, link_count: int) -> Any:
    """None when a provider's address may be changed: the same `sub` elsewhere is another person."""
    if link_count and issuer != penyedia.issuer:
        return _l(
            "Sudah ada %(n)s akun yang terhubung lewat alamat ini. Tambahkan penyedia baru; nama orang di alamat lain "
            "dapat berarti orang lain.",
            n=link_count,
        )
    return None


def why_not_main(is_aktif: bool, is_utama: bool) -> Any:
    """None when a provider may be where the fingerprint leads."""
    return _l("Hanya penyedia yang aktif dapat menjadi utama.") if is_utama and not is_aktif else None
