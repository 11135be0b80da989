"""Who hears that a contact's place is handed over; the shape of the answers is said in pendengar.py."""

from sqlalchemy import select

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers, accounts, admin_bukan_pihak
from app.permohonan.models import Permohonan


def petugas_lama(peristiwa: Peristiwa) -> Hearers:
    """Whose place it was."""
    return accounts(Pengguna.id == peristiwa.data.get("dari_id"))


def peminta(peristiwa: Peristiwa) -> Hearers:
    """Who asked for it."""
    return accounts(Pengguna.id == peristiwa.data.get("oleh_id"))


def admin_perkara(peristiwa: Peristiwa) -> Hearers:
    """Admin, of a case that was submitted: of drafts the office knows nothing."""
    submitted = select(Permohonan.id).where(
        Permohonan.id == peristiwa.objek_id, Permohonan.submitted_at.is_not(None)
    )
    return admin_bukan_pihak(peristiwa).where(submitted.exists())
