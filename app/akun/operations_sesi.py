"""Sessions: begun, ended, proved again, forgotten. Cookies are not known here, only tokens.

No journal entry for an ordinary sign-out: that a session was ended from elsewhere is one.
"""

from datetime import timedelta

from sqlalchemy import delete, or_, update

from app.akun.models import Pengguna
from app.akun.models_masuk import Sesi
from app.akun.queries_masuk import in_force
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import new_token
from app.kit.jobs import jobs

KEEP = timedelta(days=30)  # what has ended: long enough to answer "was that me?"


def begin_session(
    account: Pengguna, *, cara: str, is_kuat: bool, peramban: str, alamat: str
) -> tuple[Sesi, str]:
    """A new session of a person who has just proved who she is: the row and the token for the cookie."""
    token, sidik = new_token()
    moment = now()
    sesi = Sesi(
        token_sidik=sidik,
        pengguna=account,
        versi=account.sesi_versi,
        cara=cara,
        is_kuat=is_kuat,
        peramban=peramban[:80],
        alamat=alamat[:50],
        begun_at=moment,
        seen_at=moment,
        proved_at=moment,
    )
    db.session.add(sesi)
    db.session.flush()
    return sesi, token


def end_session(sesi: Sesi) -> None:
    """Signing out, or a new sign-in in the same browser."""
    if sesi.ended_at is None:
        sesi.ended_at = now()


def end_from_elsewhere(sesi: Sesi, *, actor: Pengguna) -> Sesi:
    """One of one's own sessions, ended from the list. Ending it twice changes nothing."""
    if sesi.ended_at is None:
        sesi.ended_at = now()
        _record_end(actor, 1)
    return sesi


def end_others(actor: Pengguna, *, but: Sesi | None) -> int:
    """All sessions of a person except the one at hand; answers how many ended."""
    condition = in_force(actor)
    if but is not None:
        condition &= Sesi.id != but.id
    ended = db.session.execute(update(Sesi).where(condition).values(ended_at=now()).returning(Sesi.id)).all()
    if ended:
        _record_end(actor, len(ended))
    return len(ended)


def _record_end(actor: Pengguna, count: int) -> None:
    data = {"banyaknya": count}
    record("akun.sesi_diakhiri", actor=actor, objek=actor, peran=acting_role(actor), data=data)


def prove_again(sesi: Sesi, *, is_kuat: bool = False) -> None:
    """The person at this session has proved again who she is; with two things, it is strong from now on."""
    sesi.proved_at = now()
    sesi.is_kuat = sesi.is_kuat or is_kuat


def note_seen(sesi_id: int) -> None:
    """The person was here just now. Not through the row at hand: nothing else of the page may be kept with it."""
    db.session.execute(update(Sesi).where(Sesi.id == sesi_id).values(seen_at=now()))


@jobs.periodic(cron="37 2 * * *")
@jobs.task(name="akun.buang_sesi_lama", queueing_lock="akun.buang_sesi_lama")
def forget_old_sessions(timestamp: int) -> None:
    """What ended or was last seen a month ago is forgotten: where somebody signed in is a personal datum."""
    edge = now() - KEEP
    db.session.execute(delete(Sesi).where(or_(Sesi.seen_at < edge, Sesi.ended_at < edge)))
