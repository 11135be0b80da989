"""What the mails about registration are told. Called by surat.py when a mail is written."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.akun import operations_pendaftaran as pendaftaran
from app.akun.identitas import WORDS
from app.akun.models import Pengguna
from app.akun.models_pendaftaran import Pendaftaran, Pintu
from app.akun.queries import email_owner
from app.extensions import db
from app.notifikasi import tasks_pendaftaran  # noqa: F401  # declares its job
from app.notifikasi.models import Surel


def _address(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _pendaftaran(surel: Surel) -> dict[str, Any] | None:
    """To a new address a fresh link; to one that has an account, that somebody tried. Nothing once it is activated."""
    row = db.session.scalar(
        select(Pendaftaran).where(Pendaftaran.id == surel.peristiwa.objek_id).with_for_update()
    )
    if row is None:
        return None
    owner = email_owner(row.email)
    return _already(row, owner) if owner is not None else _new(row)


def _new(row: Pendaftaran) -> dict[str, Any]:
    token = pendaftaran.new_activation_link(row)
    return {
        "perihal": _("Aktifkan akun Anda di Si KERJA SAMARINDA"),
        "is_sudah": False,
        "tautan": _address(f"/daftar/aktifkan/{token}"),
        "sampai": row.expires_at,
        "pendaftar": row.nama,
        "identitas": f"{WORDS[row.jenis_identitas]} {row.nomor_samar}",
        "instansi": row.isian.get("nama", "") if row.pintu is Pintu.INSTITUSI else "",
    }


def _already(row: Pendaftaran, owner: Pengguna) -> dict[str, Any]:
    pendaftaran.drop(row)
    return {
        "perihal": _("Alamat email Anda sudah mempunyai akun"),
        "is_sudah": True,
        "is_aktif": bool(owner.active),
        "tautan": _address("/masuk"),
    }


# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {Pendaftaran.__tablename__: _pendaftaran}
