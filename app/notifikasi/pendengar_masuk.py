"""Who hears of signing in. As in pendengar.py: one SELECT for each kind of hearer."""

from typing import Any

from sqlalchemy import Select

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar


def alamat_kabar(peristiwa: Peristiwa) -> Select[Any]:
    """The address to which a person wants news from now on, before it is confirmed."""
    return pendengar.at_address(peristiwa, "email")
