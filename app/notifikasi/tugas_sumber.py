"""What may wait for a person: for each kind one SELECT, and one task made of each of its rows. Facts only.

Which kinds there are, for whom and in which order, is said in tugas.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, DateTime, Integer, Select, String, and_, bindparam, literal, select
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Biodata, Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.kit.clock import now, to_wita, today, working_days_between
from app.notifikasi.models import StatusSurel, Surel
from app.permohonan import kata
from app.permohonan.alur import DAPAT_DIUBAH, Hak, Status
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.permohonan.rules import Kurang, kekurangan, open_requests
from app.rujukan.queries import holidays


@dataclass(frozen=True)
class Tugas:
    """One thing to do. `hari_kerja`: how many working days it has waited; None when no moment is known."""

    judul: Any
    tentang: Any
    sebab: Any
    url: str
    sejak: datetime | None = None
    hari_kerja: int | None = None
    sampai: datetime | None = None


class _Surel:
    """The address of whoever the statement is run for, in small letters."""

    def lower(self) -> Any:
        return bindparam("surel", type_=String)


class Siapa:
    """Stands for anybody with certain roles in a statement that is built once and run for many: who it is, where they
    work and what time it is are its parameters (`values_of`)."""

    is_authenticated = True

    def __init__(self, names: Collection[str], has_opd: bool) -> None:
        self.roles = [SimpleNamespace(name=name) for name in sorted(names)]
        self.id = bindparam("siapa", type_=Integer)
        self.opd_id = bindparam("opd", type_=Integer) if has_opd else None
        self.email = _Surel()
        self.saat = bindparam("saat", type_=DateTime(timezone=True))


def values_of(user: Pengguna) -> dict[str, Any]:
    """The parameters of a statement that was built for a `Siapa`."""
    return {"siapa": user.id, "opd": user.opd_id, "surel": user.email.lower(), "saat": now()}


def moment_of(user: Any) -> Any:
    """What time it is for this person: now, or a parameter."""
    return user.saat if isinstance(user, Siapa) else now()


def waited(since: datetime) -> int:
    """Working days between a moment and today, in Samarinda."""
    return working_days_between(to_wita(since).date(), today(), holidays())


# -- one's own profile and institution -----------------------------------------------------------------------------


def missing_biodata(user: Pengguna) -> Select[Any]:
    return select(literal(1)).where(~select(Biodata).where(Biodata.pengguna_id == user.id).exists())


def show_biodata(row: Any, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Lengkapi biodata"),
        _l("Nama, NIK, alamat, dan pekerjaan Anda."),
        _l("Permohonan mengambil data petugas dari biodata."),
        "/pengaturan/biodata",
    )


def missing_instansi(user: Pengguna) -> Select[Any]:
    """No membership, and no invitation either: that would be a task of its own."""
    member = select(KeanggotaanInstansi).where(
        KeanggotaanInstansi.pengguna_id == user.id, KeanggotaanInstansi.ended_at.is_(None)
    )
    return select(literal(1)).where(~member.exists(), ~invitations(user).exists())


def show_instansi(row: Any, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Lengkapi data instansi"),
        _l("Isi data instansi Anda, atau minta rekan yang sudah terdaftar mengundang Anda."),
        _l("Permohonan diajukan atas nama instansi."),
        "/pengaturan/instansi",
    )


def invitations(user: Pengguna) -> Select[Any]:
    return (
        select(UndanganInstansi)
        .join(UndanganInstansi.instansi)
        .where(
            UndanganInstansi.email == user.email.lower(),
            UndanganInstansi.accepted_at.is_(None),
            UndanganInstansi.cancelled_at.is_(None),
            UndanganInstansi.expires_at > moment_of(user),
            Instansi.is_active,
        )
        .order_by(UndanganInstansi.id)
    )


def show_invitation(row: UndanganInstansi, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Jawab undangan instansi"),
        row.instansi.nama,
        _l("%(nama)s mengundang Anda.", nama=row.pengundang.nama),
        "/pengaturan/instansi",
        sejak=row.created_at,
        hari_kerja=waited(row.created_at),
        sampai=row.expires_at,
    )


# -- one's own cases ---------------------------------------------------------------------------------------------------


def asked(user: Pengguna) -> Select[Any]:
    return (
        select(Petugas)
        .join(Petugas.permohonan)
        .where(
            Petugas.pengguna_id == user.id,
            Petugas.ke == 2,
            Petugas.jawaban == JawabanPetugas.MENUNGGU,
            Permohonan.status.in_(DAPAT_DIUBAH),
        )
        .order_by(Petugas.id)
    )


def show_asked(row: Petugas, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Jawab permintaan menjadi PPKSD-2"),
        kata.title_of(row.permohonan),
        _l("%(nama)s meminta Anda.", nama=row.permohonan.pemilik.nama),
        f"/permohonan/{row.permohonan.kode}",
        sejak=row.created_at,
        hari_kerja=waited(row.created_at),
    )


def mine(user: Pengguna, *conditions: ColumnElement[bool], hak: Hak = Hak.LIHAT) -> Select[Any]:
    """Cases in which this person is a contact who accepted, with at least this right."""
    enough = [rung for rung in Hak if rung.covers(hak)]
    rights = [] if hak is Hak.LIHAT else [Petugas.hak.in_(enough)]
    return (
        select(Permohonan)
        .join(Petugas, and_(Petugas.permohonan_id == Permohonan.id, Petugas.pengguna_id == user.id))
        .where(Petugas.jawaban == JawabanPetugas.DITERIMA, *rights, *conditions)
        .order_by(Permohonan.status_since, Permohonan.id)
    )


def corrections(user: Pengguna) -> Select[Any]:
    return mine(user, Permohonan.status == Status.PERLU_PERBAIKAN, hak=Hak.SUNTING)


def show_correction(row: Permohonan, user: Pengguna) -> Tugas:
    is_owner = row.pemilik_id == user.id
    left = sum(request.selesai_at is None for request in open_requests(row))
    if left:
        words = _l("Perbaiki permohonan")
    else:
        words = _l("Kirim ulang permohonan") if is_owner else _l("Minta PPKSD-1 mengirim ulang")
    return Tugas(
        words,
        kata.title_of(row),
        _l("Anda PPKSD-1 · perbaikan yang belum dijawab: %(n)s", n=left)
        if is_owner
        else _l("Anda PPKSD-2 · perbaikan yang belum dijawab: %(n)s", n=left),
        f"/permohonan/{row.kode}",
        sejak=row.status_since,
        hari_kerja=waited(row.status_since),
    )


def drafts(user: Pengguna) -> Select[Any]:
    return (
        select(Permohonan)
        .where(Permohonan.pemilik_id == user.id, Permohonan.status == Status.DRAF)
        .order_by(Permohonan.status_since, Permohonan.id)
    )


def show_draft(row: Permohonan, user: Pengguna) -> Tugas:
    missing = kekurangan(row)
    return Tugas(
        _l("Lengkapi draf permohonan") if missing else _l("Periksa dan kirim permohonan"),
        kata.title_of(row),
        _draft_reason(missing),
        f"/permohonan/{row.kode}",
        sejak=row.status_since,
        hari_kerja=waited(row.status_since),
    )


def _draft_reason(missing: Sequence[Kurang]) -> Any:
    """What is missing: the sentence itself when it is one thing, else how many."""
    if not missing:
        return _l("Draf milik Anda, sudah lengkap")
    if len(missing) == 1:
        return _l("Draf milik Anda · %(kalimat)s", kalimat=missing[0].kalimat)
    return _l("Draf milik Anda · yang belum lengkap: %(n)s", n=len(missing))


def draft_options() -> tuple[Any, ...]:
    return (
        joinedload(Permohonan.persiapan),
        selectinload(Permohonan.urusan),
        selectinload(Permohonan.petugas),
    )


# -- the city's side -----------------------------------------------------------------------------------------------------


def to_verify(user: Pengguna) -> Select[Any]:
    party = select(Petugas).where(Petugas.permohonan_id == Permohonan.id, Petugas.pengguna_id == user.id)
    return (
        select(Permohonan)
        .where(Permohonan.status == Status.MENUNGGU_VERIFIKASI, ~party.exists())
        .order_by(Permohonan.status_since, Permohonan.id)
    )


def show_to_verify(row: Permohonan, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Verifikasi permohonan") if row.putaran <= 1 else _l("Verifikasi perbaikan"),
        kata.title_of(row),
        _l("%(instansi)s · Anda Admin", instansi=row.instansi_nama),
        f"/permohonan/{row.kode}",
        sejak=row.status_since,
        hari_kerja=waited(row.status_since),
    )


def failed(user: Pengguna) -> Select[Any]:
    return select(Surel.id).where(Surel.status == StatusSurel.GAGAL)


def show_failed(row: Any, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Periksa surel yang gagal dikirim"),
        _l("Penerimanya belum tahu apa yang terjadi."),
        _l("Anda Superadmin."),
        "/notifikasi/surel",
    )
