"""Kinds of tasks: the directory of ASN."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.akun import roles
from app.akun.models import Pengguna
from app.notifikasi.tugas_jenis import Jenis
from app.notifikasi.tugas_sumber import Tugas, waited
from app.pegawai.kata import ARAH
from app.pegawai.models import KeadaanUsulan, Pegawai, UsulanPeran


def _proposals(user: Pengguna) -> Select[Any]:
    return (
        select(UsulanPeran)
        .join(UsulanPeran.pegawai)
        .where(UsulanPeran.keadaan == KeadaanUsulan.MENUNGGU, Pegawai.pengguna_id != user.id)
        .order_by(UsulanPeran.created_at, UsulanPeran.id)
    )


def _show_proposal(row: UsulanPeran, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Putuskan usulan peran ASN"),
        f"{row.pegawai.nama} · {ARAH[row.arah]} {row.peran}".rstrip(),
        row.dasar or _l("Anda Admin."),
        "/pegawai/usulan",
        sejak=row.created_at,
        hari_kerja=waited(row.created_at),
    )


def _clashes(user: Pengguna) -> Select[Any]:
    return (
        select(Pegawai)
        .where(Pegawai.bentrok_at.is_not(None), Pegawai.is_aktif, Pegawai.bentrok_id != user.id)
        .order_by(Pegawai.bentrok_at, Pegawai.id)
    )


def _show_clash(row: Pegawai, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Cocokkan ASN dengan akunnya"),
        row.nama,
        _l("Ada akun yang mungkin milik orang ini. Ia belum dapat masuk."),
        "/pegawai/akun",
        sejak=row.bentrok_at,
        hari_kerja=waited(row.bentrok_at) if row.bentrok_at else None,
    )


def _with_person() -> tuple[Any, ...]:
    return (contains_eager(UsulanPeran.pegawai),)


JENIS: tuple[Jenis, ...] = (
    Jenis(
        "usulan_peran_asn",
        _l("Usulan peran ASN"),
        _proposals,
        _show_proposal,
        (roles.ADMIN,),
        options=_with_person,
        semua=(_l("Semua usulan peran ASN"), "/pegawai/usulan"),
    ),
    Jenis("bentrok_asn", _l("ASN menunggu dicocokkan"), _clashes, _show_clash, (roles.ADMIN,)),
)
