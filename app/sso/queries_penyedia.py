"""Reading applications, consents, grants and tokens. Nothing is written here, and nothing is decided."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.crypto import token_hash
from app.sso.models_penyedia import IzinSso, KlienSso, PemberianSso, SubjekSso, TokenSso

MAX_TOKEN = 200


def all_clients() -> Sequence[KlienSso]:
    return db.session.scalars(
        select(KlienSso).order_by(KlienSso.is_aktif.desc(), func.lower(KlienSso.nama), KlienSso.id)
    ).all()


def find_client(client_id: str) -> KlienSso | None:
    """The application of this name, in use or not."""
    if not client_id or len(client_id) > MAX_TOKEN or "\0" in client_id:
        return None
    return db.session.scalar(select(KlienSso).where(KlienSso.client_id == client_id))


def consent_of(account: Pengguna, klien: KlienSso) -> IzinSso | None:
    return db.session.scalar(
        select(IzinSso).where(
            IzinSso.pengguna_id == account.id, IzinSso.klien_id == klien.id, IzinSso.ended_at.is_(None)
        )
    )


def consents_of(account: Pengguna) -> Sequence[IzinSso]:
    """The applications that know this person, the last used first."""
    return db.session.scalars(
        select(IzinSso)
        .where(IzinSso.pengguna_id == account.id, IzinSso.ended_at.is_(None))
        .options(joinedload(IzinSso.klien))
        .order_by(IzinSso.last_used_at.desc(), IzinSso.id)
    ).all()


def own_consent(account: Pengguna, izin_id: int) -> IzinSso | None:
    return db.session.scalar(
        select(IzinSso).where(
            IzinSso.id == izin_id, IzinSso.pengguna_id == account.id, IzinSso.ended_at.is_(None)
        )
    )


def people_count(klien: KlienSso) -> int:
    query = select(func.count()).select_from(IzinSso)
    return db.session.scalar(query.where(IzinSso.klien_id == klien.id, IzinSso.ended_at.is_(None))) or 0


def grant_by_code(code: str) -> PemberianSso | None:
    """The grant of a code, locked: two that bring the same code at once come one after the other."""
    if not code or len(code) > MAX_TOKEN:
        return None
    return db.session.scalar(
        select(PemberianSso)
        .where(PemberianSso.kode_sidik == token_hash(code))
        .with_for_update(of=PemberianSso)
        .execution_options(populate_existing=True)
    )


def token_by_value(value: str) -> TokenSso | None:
    if not value or len(value) > MAX_TOKEN:
        return None
    return db.session.scalar(
        select(TokenSso)
        .where(TokenSso.token_sidik == token_hash(value))
        .options(
            joinedload(TokenSso.pemberian).joinedload(PemberianSso.pengguna),
            joinedload(TokenSso.pemberian).joinedload(PemberianSso.klien),
            joinedload(TokenSso.pemberian).joinedload(PemberianSso.izin),
            joinedload(TokenSso.pemberian).joinedload(PemberianSso.sesi),
        )
    )


def subject_of(account: Pengguna) -> str | None:
    return db.session.scalar(select(SubjekSso.sub).where(SubjekSso.pengguna_id == account.id))


def browser_origins() -> set[str]:
    """Where public applications run in a browser: their scripts may ask for tokens from there."""
    rows = db.session.scalars(
        select(KlienSso.alamat_kembali).where(KlienSso.is_aktif, KlienSso.rahasia_sidik.is_(None))
    )
    return {"/".join(url.split("/", 3)[:3]) for urls in rows for url in urls}
