"""Who hears of single sign-on, beyond the owner of an account. One SELECT each, as in pendengar.py."""

from sqlalchemy import select

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers


def calon(peristiwa: Peristiwa) -> Hearers:
    """The account that an identity may be linked with: the mail goes to its own address, whoever asked."""
    return select(Pengguna.id.label("pengguna_id"), Pengguna.email.label("kepada"), Pengguna.bahasa).where(
        Pengguna.active.is_(True), Pengguna.id == peristiwa.data.get("akun_id", 0)
    )
