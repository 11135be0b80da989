"""Everybody's task list: what waits for me, why me, since when. Derived from facts, so it can never be out of date.

Each kind of task is one SELECT (tugas_sumber.py) that serves both the list and the number in the side bar.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.akun import roles
from app.akun.models import Pengguna, UndanganInstansi
from app.akun.rules import acting_role, has_role, roles_of
from app.extensions import db
from app.kit import settings
from app.notifikasi import tugas_perjalanan as perjalanan
from app.notifikasi import tugas_sumber as sumber
from app.notifikasi.tugas_alih import JENIS as OF_ALIH
from app.notifikasi.tugas_instansi import JENIS as OF_INSTANSI
from app.notifikasi.tugas_jenis import Jenis, Kelompok
from app.notifikasi.tugas_pdp import JENIS as OF_PDP
from app.notifikasi.tugas_pegawai import JENIS as OF_PEGAWAI
from app.notifikasi.tugas_sumber import Tugas
from app.permohonan import kata
from app.permohonan.alur import DIPROSES, Giliran, Status
from app.permohonan.models import Permohonan, Petugas, Verifikasi
from app.permohonan.queries import TEAM_SEES_ALL, visible_to
from app.permohonan.sambungan import register_tugas

SHOWN = 50


def _jenis_perkara(
    kode: str,
    judul: Any,
    rows: Callable[[Pengguna], Select[Any]],
    show: Callable[[Any, Pengguna], Tugas],
    *who: str,
) -> Jenis:
    """A kind of task whose rows are cases on their way."""
    return Jenis(kode, judul, rows, show, who, options=perjalanan.options)


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
    _jenis_perkara(
        "usulan_jadwal",
        _l("Usulan jadwal"),
        perjalanan.to_answer_proposal,
        perjalanan.show_answer_proposal,
        roles.PROTOKOL,
    ),
    _jenis_perkara(
        "validasi",
        _l("Penandatanganan menunggu validasi"),
        perjalanan.to_validate,
        perjalanan.show_validate,
        roles.ADMIN,
    ),
    _jenis_perkara(
        "pendapat",
        _l("Naskah menunggu pendapat Anda"),
        perjalanan.to_judge,
        perjalanan.show_judge,
        roles.ADMIN,
        *roles.TEAM,
    ),
    _jenis_perkara(
        "keberatan",
        _l("Keberatan PPKSD"),
        perjalanan.to_answer_objection,
        perjalanan.show_answer_objection,
        roles.ADMIN,
    ),
    _jenis_perkara(
        "catatan", _l("Catatan untuk dijawab"), perjalanan.to_answer_note, perjalanan.show_answer_note
    ),
    _jenis_perkara("naskah", _l("Naskah untuk diperbaiki"), perjalanan.to_mend, perjalanan.show_mend),
    _jenis_perkara("unggah", _l("Dokumen untuk diunggah"), perjalanan.to_upload, perjalanan.show_upload),
    _jenis_perkara(
        "setujui", _l("Naskah menunggu persetujuan Anda"), perjalanan.to_agree, perjalanan.show_agree
    ),
    _jenis_perkara("jadwal", _l("Jadwal untuk diusulkan"), perjalanan.to_schedule, perjalanan.show_schedule),
    _jenis_perkara(
        "revisi_jadwal",
        _l("Jadwal yang direvisi"),
        perjalanan.to_answer_revision,
        perjalanan.show_answer_revision,
    ),
    _jenis_perkara(
        "catat", _l("Penandatanganan untuk dicatat"), perjalanan.to_record, perjalanan.show_record
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
    *OF_ALIH,
    *OF_INSTANSI,
    *OF_PEGAWAI,
    *OF_PDP,
)


# What will stand on an empty list, by the strongest role.
KOSONG: dict[str, Any] = {
    roles.SUPERADMIN: _l("Di sini muncul surel yang gagal dikirim."),
    roles.ADMIN: _l(
        "Di sini muncul permohonan yang menunggu verifikasi, naskah yang menunggu pendapat Anda, dan penandatanganan "
        "yang menunggu validasi, yang paling lama menunggu lebih dahulu."
    ),
    roles.TKKSD: _l(
        "Di sini muncul naskah yang menunggu pendapat Anda: perkara yang ditugaskan kepada Anda, dan perkara yang "
        "belum ditugaskan kepada siapa pun."
    ),
    roles.PROTOKOL: _l(
        "Di sini muncul usulan jadwal penandatanganan yang menunggu jawaban Anda, dan naskah yang menunggu pendapat "
        "Anda sebagai anggota tim."
    ),
    roles.LOKUS: _l(
        "Laporan pelaksanaan yang harus Anda isi muncul di sini begitu tahap Pelaksanaan dibuka di aplikasi ini."
    ),
    roles.PIMPINAN: _l("Peran Pimpinan membaca semuanya dan tidak diminta mengerjakan apa pun."),
    roles.PEJABAT_PDP: _l(
        "Di sini muncul permintaan subjek data, yang paling dekat tenggatnya lebih dahulu."
    ),
    roles.PEMOHON: _l(
        "Di sini muncul isian yang harus dilengkapi, permintaan menjadi PPKSD-2, undangan instansi, perbaikan "
        "yang diminta Bagian Kerja Sama, dokumen yang harus diunggah, dan jadwal yang harus dijawab."
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
    names = frozenset(roles_of(user))
    depends = not names.isdisjoint(roles.TEAM)  # others see the same whatever the setting says
    counting = _counting(names, user.opd_id is not None, depends and bool(settings.get(TEAM_SEES_ALL)))
    counts = dict(db.session.execute(counting, sumber.values_of(user)).one()._mapping)
    if has_request_context():
        g.tugas_counts = (user.id, counts)
    return counts


@lru_cache(maxsize=64)
def _counting(names: frozenset[str], has_opd: bool, team_sees_all: bool) -> Select[Any]:
    """The statement that counts, for whoever has these roles. It is large and stands on every page: built once.

    `team_sees_all`: the setting, of which the statement depends.
    """
    anybody: Any = sumber.Siapa(names, has_opd)
    kinds = [jenis for jenis in JENIS if jenis.concerns(anybody)]
    return select(*(jenis.count(anybody).scalar_subquery().label(jenis.kode) for jenis in kinds))


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


def cases_of(user: Pengguna, among: Collection[int] | None = None) -> Any:
    """A SELECT of the ids of cases in which something waits for this person; `among`: of these cases only."""
    found = []
    for jenis in JENIS:
        rows = jenis.rows(user)
        if jenis.concerns(user) and rows.column_descriptions[0]["entity"] is Permohonan:
            ids = rows.with_only_columns(Permohonan.id).order_by(None)
            found.append(ids if among is None else ids.where(Permohonan.id.in_(among)))
    return union_all(*found)


register_tugas(cases_of)

# -- what waits for others -----------------------------------------------------------------------------------------------

WAITING_SHOWN = 5


@dataclass(frozen=True)
class Penantian:
    """A case of mine that is somebody else's turn."""

    judul: Any
    giliran: Any
    hari_kerja: int
    url: str


# Somebody is waited for: not where nobody is asked, and not in drafts.
WAITED_FOR = tuple(status for status in DIPROSES if status is not Status.MENUNGGU_PENANDATANGANAN)
OFFICES = (Giliran.ADMIN, Giliran.TKKSD, Giliran.PROTOKOL)


def waiting_for_others(user: Pengguna) -> list[Penantian]:
    """The cases of a contact that wait for an office of the city; for those who run the cases, those that wait for
    somebody else. The longest waiting first."""
    own = sumber.mine(
        user,
        Permohonan.status.in_(DIPROSES),
        Permohonan.giliran.in_(OFFICES),
        Permohonan.id.not_in(cases_of(user)),
    )
    found = [
        _penantian(row, kata.GILIRAN_PEMOHON)
        for row in db.session.scalars(
            own.order_by(None).order_by(Permohonan.giliran_since, Permohonan.id).limit(WAITING_SHOWN)
        )
    ]
    turns = _turns_of_others(user)
    if turns:
        others = [_penantian(row, kata.GILIRAN) for row in db.session.scalars(_others(user, turns))]
        known = {one.url for one in found}
        found += [one for one in others if one.url not in known]
    return found


def _turns_of_others(user: Pengguna) -> tuple[Giliran, ...]:
    """On whom the person at this list waits, by role: Admin on all others, Protokol on the answer to a revision."""
    if has_role(user, roles.ADMIN):
        return (Giliran.PEMOHON, Giliran.TKKSD, Giliran.PROTOKOL)
    return (Giliran.PEMOHON,) if has_role(user, roles.PROTOKOL) else ()


def _others(user: Pengguna, turns: tuple[Giliran, ...]) -> Select[Any]:
    """The longest waiting of each turn, found by its index, then the longest waiting of all."""
    statuses = WAITED_FOR if has_role(user, roles.ADMIN) else (Status.PENJADWALAN,)
    mine = cases_of(user)  # what waits for the person stands above already
    longest = [
        select(Permohonan.id)
        .where(
            Permohonan.giliran == turn,
            Permohonan.status.in_(statuses),
            visible_to(user),
            Permohonan.id.not_in(mine),
        )
        .order_by(Permohonan.status_since, Permohonan.id)
        .limit(WAITING_SHOWN)
        .subquery()
        for turn in turns
    ]
    return (
        select(Permohonan)
        .where(or_(*(Permohonan.id.in_(select(rows.c.id)) for rows in longest)))
        .order_by(Permohonan.giliran_since, Permohonan.id)
        .limit(WAITING_SHOWN)
    )


def _penantian(row: Permohonan, words: Mapping[Giliran, Any]) -> Penantian:
    return Penantian(
        kata.title_of(row),
        words[row.giliran],
        sumber.waited(row.giliran_since),
        f"/permohonan/{row.kode}",
    )
