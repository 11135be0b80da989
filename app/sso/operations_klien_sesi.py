"""Coming in and out through another provider: what a sign-in leaves, how it ends here, there, and by the provider's word.

The sign-in itself is app.akun.pintu's. No request is seen here.
"""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.akun.models import Pengguna
from app.akun.models_masuk import Sesi
from app.akun.operations_akun import BY_SSO
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt, token_hash
from app.kit.errors import Refused
from app.kit.jobs import jobs
from app.sso import rules_klien as rules
from app.sso.models_klien import AkunSso, PenyediaSso, PermintaanSso, PesanKeluar, SesiSso
from app.sso.oidc_klien import Identitas
from app.sso.operations_klien_aturan import apply_claims

KEEP_SESSIONS = timedelta(days=30)


def let_in(link: AkunSso, identitas: Identitas, *, peramban: str) -> Pengguna:
    """Whoever the provider says it is may come in as the linked account, with what her claims give now.

    The sign-in itself is counted and recorded by app.akun.pintu. Raises Refused.
    """
    account = link.pengguna
    refusal = rules.why_not_admit(account)
    if refusal is not None:
        raise Refused(refusal)
    apply_claims(link, identitas)
    link.last_used_at, link.nama_sana = now(), rules.shown_name(identitas)
    sid = identitas.klaim.get("sid")
    db.session.add(
        SesiSso(
            penyedia=link.penyedia,
            pengguna_id=account.id,
            peramban_sidik=peramban,
            sub=link.sub,
            sid=token_hash(sid) if isinstance(sid, str) else None,
            id_token_sandi=encrypt(identitas.id_token),
        )
    )
    return account


def end_here(sesi: SesiSso) -> None:
    """The person signs out here; the token stays for the way to the provider."""
    sesi.ended_at = now()


def take_id_token(sesi: SesiSso) -> str:
    """The token that tells the provider who signs out; it is kept no longer."""
    token = decrypt(sesi.id_token_sandi) if sesi.id_token_sandi else ""
    sesi.id_token_sandi = ""
    return token


def end_by_provider(penyedia: PenyediaSso, *, sub: str | None, sid: str | None, jti: str) -> list[int]:
    """The provider says that a session is over: the people whose sessions through it end here too; none for a replay."""
    is_new = db.session.execute(
        insert(PesanKeluar)
        .values(penyedia_id=penyedia.id, jti=jti)
        .on_conflict_do_nothing()
        .returning(PesanKeluar.jti)
    ).first()
    if is_new is None:
        return []
    query = update(SesiSso).where(SesiSso.penyedia_id == penyedia.id, SesiSso.ended_at.is_(None))
    if sid is not None:
        query = query.where(SesiSso.sid == token_hash(sid))
    if sub is not None:
        query = query.where(SesiSso.sub == sub)
    ended = db.session.scalars(
        query.values(ended_at=now(), id_token_sandi="").returning(SesiSso.pengguna_id)
    ).all()
    people = sorted(set(ended))
    db.session.execute(
        update(Sesi)
        .where(Sesi.pengguna_id.in_(people), Sesi.cara == BY_SSO, Sesi.ended_at.is_(None))
        .values(ended_at=now())
    )
    for account in db.session.scalars(select(Pengguna).where(Pengguna.id.in_(people)).order_by(Pengguna.id)):
        data = {"nama": penyedia.nama, "penyedia": penyedia.kode}
        record("akun.sso_keluar", actor=None, objek=account, data=data)
    return people


@jobs.periodic(cron="52 2 * * *")
@jobs.task(name="sso.buang_yang_lama", queueing_lock="sso.buang_yang_lama")
def forget_old(timestamp: int) -> None:
    """Attempts that are over, sessions and messages of a month ago: they name people."""
    edge = now() - KEEP_SESSIONS
    db.session.execute(delete(PermintaanSso).where(PermintaanSso.expires_at < now()))
    db.session.execute(delete(SesiSso).where(SesiSso.created_at < edge))
    db.session.execute(delete(PesanKeluar).where(PesanKeluar.at < edge))
