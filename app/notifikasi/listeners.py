"""Hears of every event in the journal, inside the transaction of the act. If this fails, the act is undone too."""

from app.jejak.models import Peristiwa
from app.jejak.signals import recorded
from app.notifikasi.operations import notify


def on_recorded(peristiwa: Peristiwa) -> None:
    """An event becomes lines in inboxes and mails in the queue."""
    notify(peristiwa)


def connect() -> None:
    """Listen; asking twice listens once."""
    recorded.connect(on_recorded)
