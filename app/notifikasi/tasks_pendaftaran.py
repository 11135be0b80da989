"""Mails to people who registered are forgotten like their forms: the address of somebody who never came is not ours.

The journal's event stays; it names nobody.
"""

from datetime import timedelta

from sqlalchemy import delete

from app.akun.settings import KEEP_UNPROVED_DAYS
from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from app.kit.jobs import jobs
from app.notifikasi.models import Sebagai, Surel


@jobs.periodic(cron="31 * * * *")
@jobs.task(name="notifikasi.buang_surel_pendaftar", queueing_lock="notifikasi.buang_surel_pendaftar")
def forget_mails(timestamp: int) -> None:
    """Mails of registrations that are older than a form may wait."""
    oldest = now() - timedelta(days=settings.get(KEEP_UNPROVED_DAYS))
    db.session.execute(delete(Surel).where(Surel.sebagai == Sebagai.PENDAFTAR, Surel.created_at < oldest))
