"""Telling people: inbox lines and mails to be sent, written in the transaction of the act that they tell about.

Nothing leaves the house here: the rows are the promise, the worker keeps it (tasks.py). No commit, no mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused
from app.kit.jobs import later, later_each
from app.notifikasi import tabel
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.notifikasi.rules import why_not_resend
from app.notifikasi.tasks import send_mail

_is_mute: ContextVar[bool] = ContextVar("notifikasi_is_mute", default=False)


@contextmanager
def without_mail() -> Iterator[None]:
    """Acts inside tell the inbox but send no mail: for example data and imports."""
    token = _is_mute.set(True)
    try:
        yield
    finally:
        _is_mute.reset(token)


def notify(peristiwa: Peristiwa) -> None:
    """Tell everybody who hears of this event. The number of statements depends on the table, not on the people."""
    mails: list[int] = []
    for kabar in tabel.TABEL.get(peristiwa.jenis, tabel.NOBODY):
        if not kabar.bila(peristiwa):
            continue
        _write_lines(peristiwa, kabar)
        if kabar.surat is not None and not _is_mute.get():
            mails += _write_mails(peristiwa, kabar, kabar.surat.is_for_actor)
    later_each(send_mail, [{"surel_id": surel_id} for surel_id in mails])


def _hearers(peristiwa: Peristiwa, kabar: tabel.Kabar, with_actor: bool) -> Any:
    hearers = kabar.siapa(peristiwa).subquery()
    query = select(hearers)
    if peristiwa.pelaku_id is not None and not with_actor:
        query = query.where(hearers.c.pengguna_id.is_distinct_from(peristiwa.pelaku_id))
    return query.subquery()


def _write_lines(peristiwa: Peristiwa, kabar: tabel.Kabar) -> None:
    hearers = _hearers(peristiwa, kabar, kabar.is_for_actor)
    source = select(hearers.c.pengguna_id, literal(peristiwa.id), literal(kabar.sebagai.value)).where(
        hearers.c.pengguna_id.is_not(None)
    )
    names = ["pengguna_id", "peristiwa_id", "sebagai"]
    db.session.execute(insert(Pemberitahuan).from_select(names, source).on_conflict_do_nothing())


def _write_mails(peristiwa: Peristiwa, kabar: tabel.Kabar, with_actor: bool) -> list[int]:
    hearers = _hearers(peristiwa, kabar, with_actor)
    source = select(
        hearers.c.pengguna_id,
        literal(peristiwa.id),
        hearers.c.kepada,
        hearers.c.bahasa,
        literal(kabar.sebagai.value),
    )
    names = ["pengguna_id", "peristiwa_id", "kepada", "bahasa", "sebagai"]
    made = insert(Surel).from_select(names, source).on_conflict_do_nothing().returning(Surel.id)
    return list(db.session.scalars(made))


def mark_read(pengguna: Pengguna, *, line_id: int) -> bool:
    """One line of one's own inbox has been read; False when there is no such line."""
    return _mark(Pemberitahuan.pengguna_id == pengguna.id, Pemberitahuan.id == line_id) > 0


def mark_all_read(pengguna: Pengguna, *, up_to: int) -> int:
    """All lines up to the newest that the page showed: what came in meanwhile stays unread. Answers how many."""
    return _mark(
        Pemberitahuan.pengguna_id == pengguna.id,
        Pemberitahuan.read_at.is_(None),
        Pemberitahuan.id <= up_to,
    )


def _mark(*conditions: Any) -> int:
    read_at = Pemberitahuan.__table__.c.read_at
    changed = db.session.execute(
        update(Pemberitahuan)
        .where(*conditions)
        .values(read_at=func.coalesce(read_at, now()))
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def resend_mail(surel_id: int, *, actor: Pengguna) -> Surel:
    """A mail that failed goes into the queue again, with all its attempts. Raises Refused when it did not fail."""
    surel = db.session.scalar(select(Surel).where(Surel.id == surel_id).with_for_update())
    if surel is None:
        raise Refused(_l("Surel ini tidak ada lagi."))
    sentence = why_not_resend(actor, surel)
    if sentence is not None:
        raise Refused(sentence)
    surel.status, surel.percobaan, surel.galat = StatusSurel.ANTRE, 0, ""
    record("surel.dikirim_ulang", actor=actor, objek=surel, peran="Superadmin")
    later(send_mail, surel_id=surel.id)
    return surel
