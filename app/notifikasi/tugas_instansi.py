"""Kinds of tasks: institutions and papers that wait for Admin, papers that end for their members."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Select, cast, func, select
from sqlalchemy.orm import contains_eager

from app.akun import roles
from app.akun.models import Instansi, KeadaanVerifikasi, KeanggotaanInstansi, Pengguna
from app.akun.models_lembaga import HasilPeriksa, SuratInstansi
from app.akun.rules_lembaga import REMIND_DAYS
from app.kit.clock import today
from app.notifikasi.tugas_jenis import Jenis
from app.notifikasi.tugas_sumber import Tugas, moment_of, waited


def _is_member(user: Pengguna) -> ColumnElement[bool]:
    return (
        select(KeanggotaanInstansi.id)
        .where(
            KeanggotaanInstansi.instansi_id == Instansi.id,
            KeanggotaanInstansi.pengguna_id == user.id,
            KeanggotaanInstansi.ended_at.is_(None),
        )
        .exists()
    )


def _to_verify(user: Pengguna) -> Select[Any]:
    return (
        select(Instansi)
        .where(Instansi.verifikasi == KeadaanVerifikasi.MENUNGGU, Instansi.is_active, ~_is_member(user))
        .order_by(Instansi.verifikasi_since, Instansi.id)
    )


def _show_to_verify(row: Instansi, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Verifikasi instansi"),
        row.nama,
        _l("Anda Admin"),
        f"/instansi/{row.id}/verifikasi",
        sejak=row.verifikasi_since,
        hari_kerja=waited(row.verifikasi_since),
    )


def _to_check(user: Pengguna) -> Select[Any]:
    """Papers of institutions that are verified already; the others are part of the verification."""
    return (
        select(SuratInstansi)
        .join(SuratInstansi.instansi)
        .where(
            SuratInstansi.digantikan_at.is_(None),
            SuratInstansi.hasil == HasilPeriksa.MENUNGGU,
            Instansi.verifikasi == KeadaanVerifikasi.TERVERIFIKASI,
            Instansi.is_active,
            ~_is_member(user),
        )
        .order_by(SuratInstansi.created_at, SuratInstansi.id)
    )


def _show_to_check(row: SuratInstansi, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Periksa surat instansi"),
        _l("%(surat)s · %(instansi)s", surat=row.jenis.label, instansi=row.instansi.nama),
        _l("Anda Admin"),
        f"/instansi/{row.instansi_id}/verifikasi#surat-{row.id}",
        sejak=row.created_at,
        hari_kerja=waited(row.created_at),
    )


def _ending(user: Pengguna) -> Select[Any]:
    """Papers that end soon, for those who run the institution."""
    on = cast(func.timezone("Asia/Makassar", moment_of(user)), Date)
    return (
        select(SuratInstansi)
        .join(SuratInstansi.instansi)
        .join(KeanggotaanInstansi, KeanggotaanInstansi.instansi_id == Instansi.id)
        .where(
            KeanggotaanInstansi.pengguna_id == user.id,
            KeanggotaanInstansi.ended_at.is_(None),
            KeanggotaanInstansi.is_pengelola,
            SuratInstansi.digantikan_at.is_(None),
            SuratInstansi.berlaku_sampai <= on + timedelta(days=max(REMIND_DAYS)),
        )
        .order_by(SuratInstansi.berlaku_sampai, SuratInstansi.id)
    )


def _show_ending(row: SuratInstansi, user: Pengguna) -> Tugas:
    is_over = row.berlaku_sampai is not None and row.berlaku_sampai < today()
    return Tugas(
        _l("Perbarui surat instansi"),
        str(row.jenis.label),
        _l("Masa berlakunya sudah habis.") if is_over else _l("Masa berlakunya segera habis."),
        "/pengaturan/instansi/surat",
    )


def _with_instansi() -> tuple[Any, ...]:
    return (contains_eager(SuratInstansi.instansi),)


JENIS: tuple[Jenis, ...] = (
    Jenis(
        "verifikasi_instansi", _l("Instansi menunggu verifikasi"), _to_verify, _show_to_verify, (roles.ADMIN,)
    ),
    Jenis(
        "surat_instansi",
        _l("Surat instansi menunggu pemeriksaan"),
        _to_check,
        _show_to_check,
        (roles.ADMIN,),
        options=_with_instansi,
    ),
    Jenis("surat_berakhir", _l("Surat instansi yang segera habis"), _ending, _show_ending, (roles.PEMOHON,)),
)
