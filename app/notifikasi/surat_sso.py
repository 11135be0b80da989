"""What the mails about single sign-on are told. Called by surat.py when a mail is written."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from app.extensions import db
from app.kit.clock import now
from app.notifikasi.models import Surel
from app.sso.models_klien import PermintaanSso
from app.sso.operations_klien import identity_of, new_mail_link
from app.sso.rules_klien import shown_name


def _permintaan(surel: Surel) -> dict[str, Any] | None:
    """A one-use link for the proof, as long as the attempt waits for it and the address is still the account's."""
    permintaan = db.session.get(PermintaanSso, surel.peristiwa.objek_id)
    pengguna = surel.pengguna
    if permintaan is None or pengguna is None or permintaan.calon_id != pengguna.id:
        return None
    if permintaan.selesai_at is not None or permintaan.expires_at <= now() or not permintaan.identitas_sandi:
        return None
    if surel.kepada.lower() != pengguna.email.lower():
        return None
    return {
        "penyedia": permintaan.penyedia.nama,
        "sana": shown_name(identity_of(permintaan)),
        "tautan": f"{current_app.config['PUBLIC_URL']}/sso/surat/{new_mail_link(permintaan)}",
        "sampai": permintaan.expires_at,
    }


# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {PermintaanSso.__tablename__: _permintaan}
