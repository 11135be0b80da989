"""One change of the directory at a time, and the accounts it concerns held before anything is written about them.

In this order always: the directory, the accounts by number, the journal. Who takes them otherwise may wait for ever.
"""

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from app.akun.models import Pengguna
from app.extensions import db
from app.pegawai.models import Pegawai

LOCK = 4_090_900  # of pg_advisory_xact_lock


def lock_directory() -> None:
    """Wait for whoever changes the directory now; held until the end of the transaction."""
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def hold_accounts(nips: Iterable[str]) -> None:
    """The accounts of these people, linked or with the NIP, are nobody else's to change until the end."""
    numbers = list(nips)
    linked = select(Pegawai.pengguna_id).where(Pegawai.nip.in_(numbers), Pegawai.pengguna_id.is_not(None))
    db.session.execute(
        select(Pengguna.id)
        .where(or_(Pengguna.id.in_(linked), Pengguna.nip.in_(numbers)))
        .order_by(Pengguna.id)
        .with_for_update(key_share=True)
    )
