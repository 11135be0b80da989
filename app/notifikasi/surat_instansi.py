"""What the mails about papers of institutions, handing over, merging are told. Called by surat.py when a mail is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import current_app

from app.akun.models import Instansi
from app.extensions import db
from app.notifikasi.models import Sebagai, Surel


def _instansi(surel: Surel) -> dict[str, Any] | None:
    """An institution: to Admin with the page of its verification, to those who run it with the page of its papers."""
    instansi = db.session.get(Instansi, surel.peristiwa.objek_id)
    if instansi is None or not instansi.is_active:
        return None
    is_admin = surel.sebagai is Sebagai.ADMIN
    path = f"/instansi/{instansi.id}/verifikasi" if is_admin else "/pengaturan/instansi/surat"
    until = surel.peristiwa.data.get("sampai")
    return {
        "instansi": instansi.nama,
        "surat": surel.peristiwa.data.get("nama", ""),
        "sampai": date.fromisoformat(until) if until else None,
        "tautan": f"{current_app.config['PUBLIC_URL']}{path}",
        "is_admin": is_admin,
    }


# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {Instansi.__tablename__: _instansi}
