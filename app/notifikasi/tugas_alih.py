"""Kinds of tasks: a contact's place offered to a person, cases of an institution without an active contact."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.rules import has_role
from app.notifikasi.tugas_jenis import Jenis
from app.notifikasi.tugas_sumber import Tugas, waited
from app.permohonan import kata
from app.permohonan.alih_queries import has_no_active_contact, is_offered, is_run_by
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan
from app.permohonan.rules_alih import SELESAI


def _offered(user: Any) -> Select[Any]:
    return select(Permohonan).where(is_offered(user)).order_by(Permohonan.id)


def _show_offered(row: Permohonan, user: Any) -> Tugas:
    return Tugas(
        _l("Jawab tawaran menjadi petugas"),
        kata.title_of(row),
        _l("%(instansi)s · %(tahap)s", instansi=row.instansi_nama, tahap=kata.status_of(row)),
        f"/permohonan/{row.kode}/alih",
    )


def _without(user: Any) -> Select[Any]:
    """For who runs the institution; Admin is asked when nobody does, and never of her own institution."""
    theirs: Any = is_run_by(user)
    if has_role(user, roles.ADMIN):
        running = (
            select(KeanggotaanInstansi.id)
            .join(Pengguna, Pengguna.id == KeanggotaanInstansi.pengguna_id)
            .where(
                KeanggotaanInstansi.instansi_id == Permohonan.instansi_id,
                KeanggotaanInstansi.ended_at.is_(None),
                Pengguna.active.is_(True),
                or_(KeanggotaanInstansi.is_pengelola, Pengguna.id == user.id),
            )
        )
        theirs = or_(theirs, ~running.correlate(Permohonan).exists() & (Permohonan.status != Status.DRAF))
    return (
        select(Permohonan)
        .where(Permohonan.status.not_in(SELESAI), has_no_active_contact(), theirs)
        .order_by(Permohonan.status_since, Permohonan.id)
    )


def _show_without(row: Permohonan, user: Any) -> Tugas:
    return Tugas(
        _l("Alihkan perkara tanpa petugas aktif"),
        kata.title_of(row),
        _l("Petugasnya bukan anggota aktif %(instansi)s lagi.", instansi=row.instansi_nama),
        f"/permohonan/{row.kode}/alih",
        sejak=row.status_since,
        hari_kerja=waited(row.status_since),
    )


def _options() -> tuple[Any, ...]:
    return (joinedload(Permohonan.kategori),)


JENIS: tuple[Jenis, ...] = (
    Jenis("alih", _l("Tempat petugas untuk Anda"), _offered, _show_offered, options=_options),
    Jenis("tanpa_petugas", _l("Perkara tanpa petugas aktif"), _without, _show_without, options=_options),
)
