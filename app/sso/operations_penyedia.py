"""Letting people in to other applications: consent, code, tokens, their renewal and their end.

Raises TokenRefused with the words of the protocol. What a refusal itself changes (a code or a refresh token that comes a
second time ends its whole family) must be kept by whoever calls, although the answer is an error.
"""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from app.akun.models import Pengguna
from app.akun.models_masuk import Sesi
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import new_token
from app.kit.jobs import jobs
from app.sso import queries_penyedia as queries
from app.sso import rules_penyedia as rules
from app.sso.models_penyedia import (
    IzinSso,
    JenisToken,
    KlienSso,
    PemberianSso,
    SubjekSso,
    TokenSso,
)
from app.sso.settings_penyedia import REFRESH_DAYS

KEEP = timedelta(days=2)  # what has ended: long enough to notice that it comes a second time


class TokenRefused(Exception):
    """An error of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error, self.description = error, description


@dataclass(frozen=True)
class Tokens:
    """What an application gets: in the clear, once."""

    pemberian: PemberianSso
    akses: str
    segar: str | None
    scopes: str


@dataclass(frozen=True)
class Mintaan:
    """What was asked for, checked: the application's address, the scopes it may have, what the answer is bound to."""

    alamat_kembali: str
    scopes: tuple[str, ...]
    challenge: str
    nonce: str | None = None


# --- consent --------------------------------------------------------------------------------
def allow(klien: KlienSso, *, actor: Pengguna, scopes: tuple[str, ...], is_asked: bool = True) -> IzinSso:
    """The person lets the application learn these things; what she allowed before stays. `is_asked`: she was asked."""
    _one_at_a_time(actor, klien)
    izin, moment = queries.consent_of(actor, klien), now()
    before = set(izin.scopes.split()) if izin is not None else set()
    is_automatic = not is_asked and (izin is None or izin.is_otomatis)
    both = " ".join(one for one in rules.SCOPES if one in before | set(scopes))
    if izin is None:
        izin = IzinSso(
            klien=klien, pengguna_id=actor.id, scopes=both, is_otomatis=is_automatic, last_used_at=moment
        )
        db.session.add(izin)
    elif izin.scopes == both and izin.is_otomatis == is_automatic:
        izin.last_used_at = moment
        return izin
    izin.scopes, izin.last_used_at, izin.is_otomatis = both, moment, is_automatic
    data = {"nama": klien.nama, "klien_id": klien.id, "scopes": both, "ditanya": is_asked}
    record("akun.aplikasi_diizinkan", actor=actor, objek=actor, peran=acting_role(actor), data=data)
    return izin


def withdraw(izin: IzinSso, *, actor: Pengguna) -> None:
    """The application knows the person no more: each of its tokens ends with the consent."""
    if izin.ended_at is not None:
        return
    izin.ended_at = now()
    data = {"nama": izin.klien.nama, "klien_id": izin.klien_id}
    record("akun.aplikasi_dicabut", actor=actor, objek=actor, peran=acting_role(actor), data=data)


def _one_at_a_time(actor: Pengguna, klien: KlienSso) -> None:
    """Two windows that allow the same at once come one after the other."""
    key = {"what": f"izin-sso:{actor.id}:{klien.id}"}
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), key)


# --- the code --------------------------------------------------------------------------------
def grant(izin: IzinSso, mintaan: Mintaan, *, actor: Pengguna, sesi: Sesi) -> str:
    """A code for the application, in the clear: works once, within a minute, with the verifier of its challenge."""
    code, sidik = new_token()
    moment = now()
    pemberian = PemberianSso(
        izin=izin,
        klien=izin.klien,
        pengguna_id=actor.id,
        sesi=sesi,
        sesi_versi=actor.sesi_versi,
        kode_sidik=sidik,
        alamat_kembali=mintaan.alamat_kembali,
        scopes=" ".join(mintaan.scopes),
        nonce=mintaan.nonce,
        challenge=mintaan.challenge,
        auth_at=sesi.proved_at,
        cara=sesi.cara,
        is_kuat=sesi.is_kuat,
        created_at=moment,
        expires_at=moment + rules.CODE_LIFE,
    )
    db.session.add(pemberian)
    _subject(actor)
    db.session.flush()
    return code


def redeem(klien: KlienSso, *, code: str, back: str, verifier: str) -> Tokens:
    """Tokens for a code. Raises TokenRefused; a code that comes again ends what was made from it (RFC 6749, 4.1.2)."""
    pemberian = queries.grant_by_code(code)
    if pemberian is None or pemberian.klien_id != klien.id:
        raise TokenRefused("invalid_grant", "unknown code")
    if pemberian.used_at is not None:
        _end_family(pemberian, "kode")
        raise TokenRefused("invalid_grant", "code was used before")
    moment = now()
    # Used up whatever comes now: nobody tries verifiers on it.
    pemberian.used_at = moment
    if pemberian.expires_at <= moment:
        raise TokenRefused("invalid_grant", "code has expired")
    if pemberian.alamat_kembali != back:
        raise TokenRefused("invalid_grant", "redirect_uri differs")
    if not _fits(verifier, pemberian.challenge):
        raise TokenRefused("invalid_grant", "code_verifier does not fit")
    if not rules.is_in_force(pemberian):
        raise TokenRefused("invalid_grant", "sign-in has ended")
    scopes = " ".join(rules.allowed_scopes(pemberian.scopes, klien))
    return _issue(pemberian, scopes, with_refresh=rules.is_lasting(pemberian))


def _fits(verifier: str, challenge: str) -> bool:
    if not rules.VERIFIER.fullmatch(verifier):
        return False
    return hmac.compare_digest(create_s256_code_challenge(verifier), challenge)


# --- tokens --------------------------------------------------------------------------------
def renew(klien: KlienSso, *, token: str, scope: str | None) -> Tokens:
    """New tokens for a refresh token, which works once: one that comes again ends its family (RFC 9700, 4.14.2)."""
    found = queries.token_by_value(token)
    if found is None or found.jenis is not JenisToken.SEGAR or found.pemberian.klien_id != klien.id:
        raise TokenRefused("invalid_grant", "unknown refresh token")
    pemberian = found.pemberian
    # Two that bring the same token at once come one after the other.
    db.session.refresh(pemberian, with_for_update={"of": PemberianSso})
    db.session.refresh(found)
    if found.used_at is not None:
        _end_family(pemberian, "segar")
        raise TokenRefused("invalid_grant", "refresh token was used before")
    is_over = found.revoked_at is not None or found.expires_at <= now()
    if is_over or not rules.is_lasting(pemberian) or not rules.is_in_force(pemberian):
        raise TokenRefused("invalid_grant", "refresh token has ended")
    scopes = " ".join(rules.allowed_scopes(pemberian.scopes, klien))
    if scope is not None and scope.split():
        if not set(scope.split()) <= set(scopes.split()):
            raise TokenRefused("invalid_scope", "more than was allowed")
        scopes = " ".join(one for one in rules.SCOPES if one in scope.split())
    found.used_at = now()
    return _issue(pemberian, scopes, with_refresh=True, until=found.expires_at)


def _issue(
    pemberian: PemberianSso, scopes: str, *, with_refresh: bool, until: datetime | None = None
) -> Tokens:
    """`until`: the end of the refresh tokens of a family, which no renewal moves."""
    moment = now()
    access = _token(pemberian, JenisToken.AKSES, scopes, moment, moment + rules.ACCESS_LIFE)
    refresh = None
    if with_refresh:
        end = until or moment + timedelta(days=settings.get(REFRESH_DAYS))
        refresh = _token(pemberian, JenisToken.SEGAR, pemberian.scopes, moment, end)
    db.session.flush()
    return Tokens(pemberian, access, refresh, scopes)


def _token(pemberian: PemberianSso, jenis: JenisToken, scopes: str, at: datetime, until: datetime) -> str:
    token, sidik = new_token()
    row = TokenSso(
        pemberian=pemberian, jenis=jenis, token_sidik=sidik, scopes=scopes, created_at=at, expires_at=until
    )
    db.session.add(row)
    return token


def revoke(klien: KlienSso, token: str) -> None:
    """An application gives a token back; a refresh token ends its family. Tokens of others stay (RFC 7009)."""
    found = queries.token_by_value(token)
    if found is None or found.pemberian.klien_id != klien.id:
        return
    if found.jenis is JenisToken.SEGAR:
        found.pemberian.revoked_at = found.pemberian.revoked_at or now()
    else:
        found.revoked_at = found.revoked_at or now()


def _end_family(pemberian: PemberianSso, what: str) -> None:
    if pemberian.revoked_at is not None:
        return
    pemberian.revoked_at = now()
    klien = pemberian.klien
    data = {"nama": klien.nama, "klien_id": klien.id, "apa": what, "akun_id": pemberian.pengguna_id}
    record("sso.dipakai_ulang", actor=None, objek=klien, data=data)


# --- people --------------------------------------------------------------------------------
def subject_of(account: Pengguna) -> str:
    """The name under which applications know this person; made when the first one asks."""
    return queries.subject_of(account) or _subject(account)


def _subject(account: Pengguna) -> str:
    row = insert(SubjekSso).values(pengguna_id=account.id, sub=str(uuid.uuid4()))
    db.session.execute(row.on_conflict_do_nothing(index_elements=["pengguna_id"]))
    return db.session.scalars(select(SubjekSso.sub).where(SubjekSso.pengguna_id == account.id)).one()


@jobs.periodic(cron="53 2 * * *")
@jobs.task(name="sso.buang_token_lama", queueing_lock="sso.buang_token_lama")
def forget_old(timestamp: int) -> None:
    """Tokens and grants that are over: when somebody was where is a personal datum."""
    edge = now() - KEEP
    db.session.execute(delete(TokenSso).where(TokenSso.expires_at < edge))
    used = select(TokenSso.id).where(TokenSso.pemberian_id == PemberianSso.id).exists()
    db.session.execute(delete(PemberianSso).where(PemberianSso.created_at < edge, ~used))
