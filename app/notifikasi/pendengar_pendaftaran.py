"""Who hears of a registration: the address that was written into the form, whether it has an account or not.

One SELECT for each kind of hearer, as in pendengar.py.
"""

from typing import Any

from sqlalchemy import Integer, null, select

from app.akun.models_pendaftaran import Pendaftaran
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers


def pendaftar(peristiwa: Peristiwa) -> Hearers:
    """The address of the form. Never an account: then the mail would be the same work and yet another row."""
    columns: list[Any] = [
        null().cast(Integer).label("pengguna_id"),
        Pendaftaran.email.label("kepada"),
        Pendaftaran.bahasa,
    ]
    return select(*columns).where(Pendaftaran.id == peristiwa.objek_id)


def is_reset(peristiwa: Peristiwa) -> bool:
    """A password that there was already was replaced; a first one needs no warning."""
    return not peristiwa.data.get("pertama", False)
