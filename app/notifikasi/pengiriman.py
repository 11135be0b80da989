"""The life of one mail in the worker: claimed, written, handed over, marked. Never twice, whoever tries.

antre → mengirim (claimed, committed) → terkirim, or back to antre, or gagal. A program that dies while `mengirim`
leaves the mail there: nobody knows whether it left, so it is shown and not sent again.
"""

import logging
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from app.notifikasi import pos, surat
from app.notifikasi.models import StatusSurel, Surel
from app.notifikasi.pos import Masalah
from app.notifikasi.rules import FIRST_WAIT_SECONDS, WAIT_FACTOR, wait_seconds

log = logging.getLogger(__name__)

BROKEN_MINUTES = 15  # longer than any session with a mail server may last
FORGOTTEN_MINUTES = 15  # after the moment at which an attempt was due
ATTEMPTS = "surel_percobaan"
MOST_ATTEMPTS = 10


def _check_attempts(value: int) -> object:
    return None if 1 <= value <= MOST_ATTEMPTS else _l("Isi bilangan dari 1 sampai %(n)s.", n=MOST_ATTEMPTS)


settings.declare(
    ATTEMPTS,
    6,
    _l("Percobaan mengirim surel"),
    _l(
        "Berapa kali sebuah surel dicoba sebelum dinyatakan gagal. Jarak antarpercobaan makin lama: 1, 4, 16, … menit."
    ),
    _check_attempts,
    section=settings.Section(_l("Surel"), 60),
)


def deliver(surel_id: int) -> int | None:
    """Send the mail if it waits; answers in how many seconds to try again, or None.

    Commits the claim and what writing the mail needed; the last mark is left to the caller's commit.
    """
    if not claim(surel_id):
        return None
    db.session.commit()
    is_needed, problem = _write_and_send(surel_id)
    db.session.rollback()
    if not is_needed:
        _mark(surel_id, StatusSurel.BATAL)
        return None
    if problem is None:
        _mark_sent(surel_id)
        return None
    return _mark_failed(surel_id, problem)


def claim(surel_id: int) -> bool:
    """Take a waiting mail for oneself; of two who try at once one gets it."""
    taken = db.session.execute(
        update(Surel)
        .where(Surel.id == surel_id, Surel.status == StatusSurel.ANTRE)
        .values(status=StatusSurel.MENGIRIM, percobaan=Surel.percobaan + 1)
        .returning(Surel.id)
    )
    return taken.scalar() is not None


def _write_and_send(surel_id: int) -> tuple[bool, Masalah | None]:
    """(whether there is still something to say, why it did not leave)."""
    surel = db.session.get_one(
        Surel,
        surel_id,
        options=[joinedload(Surel.peristiwa), joinedload(Surel.pengguna)],
        populate_existing=True,
    )
    name = f"{surel.peristiwa.jenis}-{surel.id}"
    try:
        message = surat.write(surel)
        if message is None:
            return False, None
        surel.subjek = message.subject[:300]
        db.session.commit()  # a one-use link must work when the mail arrives
    except Exception as error:
        log.exception("Surel %s tidak dapat disusun", surel_id)
        return True, Masalah("tidak_tertulis", type(error).__name__)
    try:
        return True, pos.send(message, name)
    except Exception as error:  # a header that no server would take
        log.exception("Surel %s tidak dapat diserahkan", surel_id)
        return True, Masalah("tidak_tertulis", type(error).__name__)


def _mark(surel_id: int, status: StatusSurel, **values: object) -> None:
    db.session.execute(update(Surel).where(Surel.id == surel_id).values(status=status, **values))


def _mark_sent(surel_id: int) -> None:
    _mark(surel_id, StatusSurel.TERKIRIM, sent_at=now(), galat="")


def _mark_failed(surel_id: int, problem: Masalah) -> int | None:
    """Back into the queue while attempts are left; answers the wait in seconds."""
    attempts = db.session.scalar(
        select(Surel.percobaan)
        .where(Surel.id == surel_id, Surel.status == StatusSurel.MENGIRIM)
        .with_for_update()
    )
    if attempts is None:  # given up meanwhile
        return None
    is_over = problem.is_final or attempts >= settings.get(ATTEMPTS)
    _mark(surel_id, StatusSurel.GAGAL if is_over else StatusSurel.ANTRE, galat=str(problem))
    log.warning("Surel %s tidak terkirim (percobaan %s): %s", surel_id, attempts, problem.kode)
    return None if is_over else wait_seconds(attempts)


def give_up_broken() -> int:
    """Mails whose sending broke off some time ago: shown as uncertain, not sent again. Answers how many."""
    changed = db.session.execute(
        update(Surel)
        .where(
            Surel.status == StatusSurel.MENGIRIM,
            Surel.updated_at < func.now() - timedelta(minutes=BROKEN_MINUTES),
        )
        .values(status=StatusSurel.GAGAL, galat=str(Masalah("tidak_pasti")))
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def take_forgotten() -> list[int]:
    """Mails that wait long after their attempt was due: their job was lost. A job too many does no harm."""
    tries = func.greatest(Surel.percobaan - 1, 0)
    wait = literal(FIRST_WAIT_SECONDS) * func.power(WAIT_FACTOR, tries) + FORGOTTEN_MINUTES * 60
    due = Surel.updated_at + func.make_interval(0, 0, 0, 0, 0, 0, wait)
    forgotten = db.session.scalars(
        update(Surel)
        .where(Surel.status == StatusSurel.ANTRE, due < func.now())
        .values(updated_at=func.now())
        .returning(Surel.id)
    )
    return list(forgotten)
