"""Who hears of papers of institutions, handing over and merging; the shape of the answers is said in pendengar.py."""

from sqlalchemy import select

from app.akun.models import KeanggotaanInstansi, Pengguna
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers, admin


def admin_bukan_anggota(peristiwa: Peristiwa) -> Hearers:
    """Everybody with the role Admin who does not belong to the institution of the event."""
    member = select(KeanggotaanInstansi.id).where(
        KeanggotaanInstansi.instansi_id == peristiwa.objek_id,
        KeanggotaanInstansi.pengguna_id == Pengguna.id,
        KeanggotaanInstansi.ended_at.is_(None),
    )
    return admin(peristiwa).where(~member.exists())
