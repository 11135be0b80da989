"""That somebody of the city looked at a person's data is recorded: UU 27/2022 art. 31 and 32. Nothing else is here."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kit.clock import now

SEEN = "akun.data_dilihat"
ONCE_IN = timedelta(hours=1)  # somebody who goes back and forth between two pages looked once


def note_view(account: Pengguna, *, actor: Any) -> bool:
    """One event for each viewer, person and hour; looking at oneself is none. Answers whether one was written."""
    if account.id == actor.id:
        return False
    known = select(Peristiwa.id).where(
        Peristiwa.objek_tipe == Pengguna.__tablename__,
        Peristiwa.objek_id == account.id,
        Peristiwa.jenis == SEEN,
        Peristiwa.pelaku_id == actor.id,
        Peristiwa.at > now() - ONCE_IN,
    )
    if db.session.scalar(select(known.exists())):
        return False
    record(SEEN, actor=actor, objek=account, peran=acting_role(actor))
    return True
