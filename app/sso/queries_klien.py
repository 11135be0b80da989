"""Reading providers, links and attempts. Nothing is written here, and nothing is decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.akun.models import Pengguna
from app.akun.models_masuk import FaktorTotp, KunciSandi
from app.akun.nik import compact_nip
from app.extensions import db
from app.kit.crypto import token_hash
from app.rujukan.models import OPD
from app.sso.models_klien import AkunSso, AturanKlaim, PenyediaSso, PermintaanSso, SesiSso
from app.sso.oidc_klien import Identitas


# --- providers --------------------------------------------------------------------------------
def active_providers() -> Sequence[PenyediaSso]:
    """Those that one may sign in through, the main one first."""
    return db.session.scalars(
        select(PenyediaSso)
        .where(PenyediaSso.is_aktif)
        .order_by(PenyediaSso.is_utama.desc(), func.lower(PenyediaSso.nama), PenyediaSso.id)
    ).all()


def all_providers() -> Sequence[PenyediaSso]:
    return db.session.scalars(
        select(PenyediaSso).order_by(
            PenyediaSso.is_aktif.desc(), func.lower(PenyediaSso.nama), PenyediaSso.id
        )
    ).all()


def active_provider(kode: str) -> PenyediaSso | None:
    return db.session.scalar(select(PenyediaSso).where(PenyediaSso.kode == kode, PenyediaSso.is_aktif))


def main_code() -> str | None:
    """The code of the provider that the fingerprint leads to."""
    return db.session.scalar(select(PenyediaSso.kode).where(PenyediaSso.is_utama, PenyediaSso.is_aktif))


def rules_of(penyedia: PenyediaSso) -> Sequence[AturanKlaim]:
    """The rules in force of a provider, in the order in which they were made."""
    return db.session.scalars(
        select(AturanKlaim)
        .where(AturanKlaim.penyedia_id == penyedia.id, AturanKlaim.is_active)
        .options(joinedload(AturanKlaim.peran), joinedload(AturanKlaim.opd))
        .order_by(AturanKlaim.id)
    ).all()


def link_count(penyedia: PenyediaSso) -> int:
    query = select(func.count()).select_from(AkunSso).where(AkunSso.penyedia_id == penyedia.id)
    return db.session.scalar(query) or 0


# --- links --------------------------------------------------------------------------------
def link_by_sub(penyedia: PenyediaSso, sub: str) -> AkunSso | None:
    """The account that this person of the provider is."""
    return db.session.scalar(
        select(AkunSso)
        .where(AkunSso.penyedia_id == penyedia.id, AkunSso.sub == sub)
        .options(joinedload(AkunSso.pengguna))
    )


def links_of(account: Pengguna) -> Sequence[AkunSso]:
    """The links of an account, with their providers."""
    return db.session.scalars(
        select(AkunSso)
        .where(AkunSso.pengguna_id == account.id)
        .options(joinedload(AkunSso.penyedia))
        .order_by(AkunSso.id)
    ).all()


def own_link(account: Pengguna, link_id: int) -> AkunSso | None:
    return db.session.scalar(select(AkunSso).where(AkunSso.id == link_id, AkunSso.pengguna_id == account.id))


def other_ways(account: Pengguna, but: AkunSso) -> int:
    """How many links and passkeys an account has besides one link; the password is not counted."""
    links = select(func.count()).select_from(AkunSso).join(AkunSso.penyedia)
    links = links.where(AkunSso.pengguna_id == account.id, AkunSso.id != but.id, PenyediaSso.is_aktif)
    keys = select(func.count()).select_from(KunciSandi).where(KunciSandi.pengguna_id == account.id)
    return (db.session.scalar(links) or 0) + (db.session.scalar(keys) or 0)


def has_second_factor(account: Pengguna) -> bool:
    """Whether a password alone does not let in to this account."""
    app = exists().where(FaktorTotp.pengguna_id == account.id, FaktorTotp.confirmed_at.is_not(None))
    key = exists().where(KunciSandi.pengguna_id == account.id)
    return bool(db.session.scalar(select(or_(app, key))))


def nip_of(penyedia: PenyediaSso, identitas: Identitas) -> str:
    """The NIP that a provider says of a person; empty when it is not set where that stands."""
    return identitas.text(penyedia.klaim_nip) if penyedia.klaim_nip else ""


def account_by_nip(nip: str) -> Pengguna | None:
    """The account with this NIP, however it was written."""
    digits = compact_nip(nip)
    return db.session.scalar(select(Pengguna).where(Pengguna.nip == digits)) if digits else None


def office_named(text: str) -> OPD | None:
    """The office in use with this code, short name or name; None when there is none, or more than one."""
    wanted = text.strip().lower()
    if not wanted:
        return None
    found = db.session.scalars(
        select(OPD)
        .where(
            OPD.is_active,
            or_(
                func.lower(OPD.kode) == wanted,
                func.lower(OPD.singkatan) == wanted,
                func.lower(OPD.nama) == wanted,
            ),
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


# --- attempts --------------------------------------------------------------------------------
def waiting_for_proof(token: str, peramban: str, at: datetime) -> PermintaanSso | None:
    """The attempt whose page of proof this token opens, in the browser that began it; None when it is over."""
    return _waiting(PermintaanSso.bukti_sidik == token_hash(token), peramban, at)


def waiting_by_mail(token: str, at: datetime) -> PermintaanSso | None:
    """The attempt that the link of a mail belongs to, whatever the browser."""
    return db.session.scalar(
        select(PermintaanSso)
        .join(PermintaanSso.penyedia)
        .where(
            PenyediaSso.is_aktif,
            PermintaanSso.surat_sidik == token_hash(token),
            PermintaanSso.selesai_at.is_(None),
            PermintaanSso.expires_at > at,
        )
    )


def _waiting(condition: object, peramban: str, at: datetime) -> PermintaanSso | None:
    return db.session.scalar(
        select(PermintaanSso)
        .join(PermintaanSso.penyedia)
        .where(
            PenyediaSso.is_aktif,
            condition,  # type: ignore[arg-type]
            PermintaanSso.peramban_sidik == peramban,
            PermintaanSso.identitas_sandi.is_not(None),
            PermintaanSso.selesai_at.is_(None),
            PermintaanSso.expires_at > at,
        )
        .options(joinedload(PermintaanSso.penyedia), joinedload(PermintaanSso.calon))
    )


# --- sessions --------------------------------------------------------------------------------
def session_here(peramban: str, account: Pengguna) -> SesiSso | None:
    """The newest sign-in of this person in this browser through a provider that has not ended."""
    return db.session.scalar(
        select(SesiSso)
        .where(
            SesiSso.peramban_sidik == peramban,
            SesiSso.pengguna_id == account.id,
            SesiSso.ended_at.is_(None),
        )
        .options(joinedload(SesiSso.penyedia))
        .order_by(SesiSso.id.desc())
        .limit(1)
    )


def session_just_ended(peramban: str, after: datetime) -> SesiSso | None:
    """What was signed out of in this browser since a moment, newest first."""
    return db.session.scalar(
        select(SesiSso)
        .where(SesiSso.peramban_sidik == peramban, SesiSso.ended_at > after, SesiSso.id_token_sandi != "")
        .options(joinedload(SesiSso.penyedia))
        .order_by(SesiSso.ended_at.desc())
        .limit(1)
    )
