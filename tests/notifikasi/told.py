"""Who was told what: reads the inbox and the outbox for tests, and sends what waits."""

import email
import email.policy
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.notifikasi.pengiriman import deliver


def last_event(jenis: str) -> Peristiwa:
    return db.session.scalars(
        select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id.desc())
    ).first()


def in_inbox(jenis: str) -> set[str]:
    """The names of those whose inbox tells the last event of this kind."""
    query = select(Pengguna.nama).join(Pemberitahuan, Pemberitahuan.pengguna_id == Pengguna.id)
    return set(db.session.scalars(query.where(Pemberitahuan.peristiwa_id == last_event(jenis).id)))


def by_mail(jenis: str) -> set[str]:
    """The addresses to which the last event of this kind is mailed."""
    return set(db.session.scalars(select(Surel.kepada).where(Surel.peristiwa_id == last_event(jenis).id)))


def waiting() -> list[int]:
    return list(
        db.session.scalars(select(Surel.id).where(Surel.status == StatusSurel.ANTRE).order_by(Surel.id))
    )


def send_waiting() -> None:
    """What the worker would do."""
    db.session.commit()
    for surel_id in waiting():
        deliver(surel_id)
        db.session.commit()


def read(file: Path | bytes) -> EmailMessage:
    content = file if isinstance(file, bytes) else file.read_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()  # type: ignore[union-attr]


def sent_to(mails: Callable[[], Iterable[Any]], address: str) -> list[EmailMessage]:
    """The mails to one address, oldest first."""
    return [message for message in map(read, mails()) if address in message["To"]]
