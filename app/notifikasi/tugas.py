"""Everybody's task list: what waits for me, why me, since when. Derived from facts, so it can never be out of date.

Each kind of task is one SELECT (tugas_sumber.py) that serves both the list and the number in the side bar.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.akun import roles
from app.akun.models import Pengguna, UndanganInstansi
from app.akun.rules import acting_role, has_role
from app.extensions import db
from app.notifikasi import tugas_sumber as sumber
from app.notifikasi.tugas_sumber import Tugas
from app.permohonan import kata
from app.permohonan.alur import Giliran, Status
from app.permohonan.models import Permohonan, Petugas, Verifikasi

SHOWN = 50
COUNT_CAP = 999


@dataclass(frozen=True)
class Kelompok:
    """The tasks of one kind, the longest waiting first. `semua`: (words, address) of the list that has them all."""

    kode: str
    judul: Any
    tugas: Sequence[Tugas]
    jumlah: int
    semua: tuple[Any, str] | None = None


@dataclass(frozen=True)
class Jenis:
    """A kind of task: `rows` selects what waits for a person, `show` makes one task of a row."""

    kode: str
    judul: Any
    rows: Callable[[Pengguna], Select[Any]]
    show: Callable[[Any, Pengguna], Tugas]
    roles: tuple[str, ...] = ()  # empty: whoever has such rows
    options: Callable[[], tuple[Any, ...]] = tuple
    semua: tuple[Any, str] | None = None
    is_single: bool = field(default=False)  # all rows make one task

    def concerns(self, user: Pengguna) -> bool:
        return not self.roles or has_role(user, *self.roles)

    def count(self, user: Pengguna) -> Select[Any]:
        """How many tasks, counted to COUNT_CAP, as one SELECT."""
        rows = self.rows(user).with_only_columns(literal(1)).order_by(None)
        return select(func.count()).select_from(rows.limit(1 if self.is_single else COUNT_CAP).subquery())


JENIS: tuple[Jenis, ...] = (
    Jenis("surel", _l("Surel gagal"), sumber.failed, sumber.show_failed, (roles.SUPERADMIN,), is_single=True),
    Jenis(
        "verifikasi",
        _l("Menunggu verifikasi"),
        sumber.to_verify,
        sumber.show_to_verify,
        (roles.ADMIN,),
        semua=(
            _l("Semua yang menunggu verifikasi"),
            f"/permohonan?status={Status.MENUNGGU_VERIFIKASI.value}&urut=sejak",
        ),
    ),
    Jenis(
        "undangan",
        _l("Undangan untuk Anda"),
        sumber.invitations,
        sumber.show_invitation,
        options=lambda: (contains_eager(UndanganInstansi.instansi), joinedload(UndanganInstansi.pengundang)),
    ),
    Jenis("biodata", _l("Data Anda"), sumber.missing_biodata, sumber.show_biodata, (roles.PEMOHON,)),
    Jenis("instansi", _l("Data instansi"), sumber.missing_instansi, sumber.show_instansi, (roles.PEMOHON,)),
    Jenis(
        "ppksd2",
        _l("Permintaan menjadi PPKSD-2"),
        sumber.asked,
        sumber.show_asked,
        options=lambda: (contains_eager(Petugas.permohonan).joinedload(Permohonan.pemilik),),
    ),
    Jenis(
        "perbaikan",
        _l("Perbaikan yang diminta"),
        sumber.corrections,
        sumber.show_correction,
        options=lambda: (selectinload(Permohonan.verifikasi).selectinload(Verifikasi.permintaan),),
    ),
    Jenis("draf", _l("Draf Anda"), sumber.drafts, sumber.show_draft, options=sumber.draft_options),
)


# What will stand on an empty list, by the strongest role.
KOSONG: dict[str, Any] = {
    roles.SUPERADMIN: _l("Di sini muncul surel yang gagal dikirim."),
    roles.ADMIN: _l(
        "Di sini muncul permohonan yang menunggu verifikasi, yang paling lama menunggu lebih dahulu."
    ),
    roles.TKKSD: _l(
        "Verifikasi permohonan dikerjakan Admin. Naskah yang menunggu pendapat Anda muncul di sini begitu tahap "
        "Penyusunan dibuka di aplikasi ini."
    ),
    roles.PROTOKOL: _l(
        "Usulan jadwal penandatanganan yang menunggu jawaban Anda muncul di sini begitu tahap Penandatanganan dibuka "
        "di aplikasi ini."
    ),
    roles.LOKUS: _l(
        "Laporan pelaksanaan yang harus Anda isi muncul di sini begitu tahap Pelaksanaan dibuka di aplikasi ini."
    ),
    roles.PIMPINAN: _l("Peran Pimpinan membaca semuanya dan tidak diminta mengerjakan apa pun."),
    roles.PEMOHON: _l(
        "Di sini muncul isian yang harus dilengkapi, permintaan menjadi PPKSD-2, undangan instansi, dan perbaikan "
        "yang diminta Bagian Kerja Sama."
    ),
}


def nothing_for(user: Pengguna) -> Any:
    """What an empty list tells this person."""
    return KOSONG.get(acting_role(user), KOSONG[roles.PEMOHON])


def count_tugas(user: Pengguna) -> int:
    """How many tasks wait for a person; one query a request. Each kind is counted to COUNT_CAP."""
    return sum(_counts(user).values())


def _counts(user: Pengguna) -> dict[str, int]:
    if has_request_context() and "tugas_counts" in g and g.tugas_counts[0] == user.id:
        return g.tugas_counts[1]
    kinds = [jenis for jenis in JENIS if jenis.concerns(user)]
    row = db.session.execute(select(*(jenis.count(user).scalar_subquery() for jenis in kinds))).one()
    counts = {jenis.kode: count for jenis, count in zip(kinds, row, strict=True)}
    if has_request_context():
        g.tugas_counts = (user.id, counts)
    return counts


def tasks_of(user: Pengguna) -> list[Kelompok]:
    """All tasks of a person by kind, at most SHOWN of each; kinds without tasks are left out."""
    counts = _counts(user)
    groups = []
    for jenis in JENIS:
        if counts.get(jenis.kode):
            query = jenis.rows(user).options(*jenis.options()).limit(1 if jenis.is_single else SHOWN)
            shown = [jenis.show(row, user) for row in db.session.scalars(query)]
            groups.append(Kelompok(jenis.kode, jenis.judul, shown, counts[jenis.kode], jenis.semua))
    return groups


# -- what waits for others -----------------------------------------------------------------------------------------------

WAITING_SHOWN = 5


@dataclass(frozen=True)
class Penantian:
    """A case of mine that is somebody else's turn."""

    judul: Any
    giliran: Any
    hari_kerja: int
    url: str


def waiting_for_others(user: Pengguna) -> list[Penantian]:
    """The cases of a contact that wait for the city's answer, and for Admin those that wait for the applicant."""
    found = [
        _penantian(row, Giliran.ADMIN)
        for row in db.session.scalars(
            sumber.mine(user, Permohonan.status == Status.MENUNGGU_VERIFIKASI).limit(WAITING_SHOWN)
        )
    ]
    if has_role(user, roles.ADMIN):
        asked = (
            select(Permohonan)
            .where(Permohonan.status == Status.PERLU_PERBAIKAN)
            .order_by(Permohonan.status_since, Permohonan.id)
            .limit(WAITING_SHOWN)
        )
        found += [_penantian(row, Giliran.PEMOHON) for row in db.session.scalars(asked)]
    return found


def _penantian(row: Permohonan, giliran: Giliran) -> Penantian:
    return Penantian(
        kata.title_of(row),
        kata.GILIRAN_PEMOHON[giliran],
        sumber.waited(row.status_since),
        f"/permohonan/{row.kode}",
    )
