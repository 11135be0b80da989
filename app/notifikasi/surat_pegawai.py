"""What the mails about the directory of ASN are told. Called by surat.py when a mail is written."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.kit.clock import now
from app.notifikasi.models import Surel
from app.pegawai.models import JenisTautan, Pegawai, TautanPegawai
from app.pegawai.operations_masuk import new_code, new_link


def _address(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _tautan(surel: Surel) -> dict[str, Any] | None:
    """A fresh link or code, as long as the asking is the newest and the address is still the directory's."""
    row = db.session.scalar(
        select(TautanPegawai).where(TautanPegawai.id == surel.peristiwa.objek_id).with_for_update()
    )
    if row is None or row.used_at is not None or row.expires_at <= now() or not row.pegawai.is_aktif:
        return None
    if row.pegawai.email != row.email:
        return None
    values: dict[str, Any] = {
        "jenis_surat": row.jenis.value,
        "pegawai": row.pegawai.nama,
        "sampai": row.expires_at,
    }
    match row.jenis:
        case JenisTautan.TAUTAN:
            more = {
                "perihal": _("Masuk pertama kali ke Si KERJA SAMARINDA"),
                "tautan": _address(f"/masuk/asn/{new_link(row)}"),
            }
        case JenisTautan.KODE:
            more = {"perihal": _("Kode masuk Si KERJA SAMARINDA"), "kode_masuk": new_code(row)}
        case JenisTautan.SUDAH:
            more = {"perihal": _("Anda sudah mempunyai akun"), "tautan": _address("/masuk")}
        case JenisTautan.TUNGGU:
            more = {"perihal": _("Akun Anda sedang diperiksa Bagian Kerja Sama")}
    return values | more


def _pegawai(surel: Surel) -> dict[str, Any] | None:
    pegawai = db.session.get(Pegawai, surel.peristiwa.objek_id)
    if pegawai is None or not pegawai.is_aktif or pegawai.pengguna_id != surel.pengguna_id:
        return None
    return {
        "tautan": _address("/pengaturan/akun"),
        "pegawai": pegawai.nama,
        "opd": str(pegawai.opd or pegawai.unit),
    }


# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {
    TautanPegawai.__tablename__: _tautan,
    Pegawai.__tablename__: _pegawai,
}
