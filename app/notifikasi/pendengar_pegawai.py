"""Who hears of the directory of ASN: the directory's address, and the owner of a linked account. One SELECT each."""

from typing import Any

from sqlalchemy import Integer, func, null, select

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers
from app.pegawai.models import Pegawai, TautanPegawai


def pegawai(peristiwa: Peristiwa) -> Hearers:
    """The directory's address, whether there is an account or not; in the account's language, else in the page's."""
    columns: list[Any] = [
        null().cast(Integer).label("pengguna_id"),
        TautanPegawai.email.label("kepada"),
        func.coalesce(Pengguna.bahasa, peristiwa.data.get("bahasa", "id")).label("bahasa"),
    ]
    return (
        select(*columns)
        .select_from(TautanPegawai)
        .join(TautanPegawai.pegawai)
        .outerjoin(Pengguna, Pengguna.id == Pegawai.pengguna_id)
        .where(TautanPegawai.id == peristiwa.objek_id)
    )


def pemilik(peristiwa: Peristiwa) -> Hearers:
    """The owner of the account that belongs to a person of the directory."""
    return (
        select(Pengguna.id.label("pengguna_id"), Pengguna.email.label("kepada"), Pengguna.bahasa)
        .join(Pegawai, Pegawai.pengguna_id == Pengguna.id)
        .where(Pegawai.id == peristiwa.objek_id, Pengguna.active.is_(True))
    )
