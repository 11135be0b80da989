"""May this person do this now? Answers with what is missing, in sentences. Neither Flask nor FAB is known here.

The operation asks the same functions as the page that draws the button: there is no second opinion.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import roles_of
from app.kit.text import count_words
from app.permohonan.alur import (
    DAPAT_DIUBAH,
    ISIAN,
    LANGKAH,
    PARA_PPKSD,
    PENJADWALAN,
    PERSIAPAN_ISIAN,
    Bagian,
    Hak,
    Hat,
    Langkah,
    Status,
)
from app.permohonan.models import (
    JawabanPetugas,
    PermintaanPerbaikan,
    Permohonan,
    Petugas,
    TahapPerkara,
)
from app.permohonan.sambungan import is_bound
from app.rujukan.models import Kategori

MAX_JUDUL = 250


@dataclass(frozen=True)
class Kurang:
    """One thing that is missing: a sentence, and the part and field where it is mended (None: not by a field)."""

    kalimat: Any
    bagian: Bagian | None = None
    isian: str | None = None


@dataclass(frozen=True)
class Keadaan:
    """How far one part is: a code for pages and tests, a word for people."""

    kode: str
    kata: Any


SELESAI = Keadaan("selesai", _l("Selesai"))
BELUM_LENGKAP = Keadaan("belum_lengkap", _l("Belum lengkap"))
BELUM_DIMULAI = Keadaan("belum_dimulai", _l("Belum dimulai"))
MENUNGGU = Keadaan("menunggu", _l("Menunggu jawaban"))


def petugas_ke(permohonan: Permohonan, ke: int) -> Petugas | None:
    """PPKSD-1 or PPKSD-2 of a case."""
    return next((petugas for petugas in permohonan.petugas if petugas.ke == ke), None)


def hats(user: Pengguna, permohonan: Permohonan) -> set[Hat]:
    """What this person is to this case: by name (PPKSD) and by role (Admin, TKKSD, Protokol)."""
    found: set[Hat] = set()
    for petugas in permohonan.petugas:
        if petugas.pengguna_id == user.id and petugas.jawaban is JawabanPetugas.DITERIMA:
            found.add(Hat.PPKSD1 if petugas.ke == 1 else Hat.PPKSD2)
    mine = roles_of(user)
    if roles.ADMIN in mine:
        found.add(Hat.ADMIN)
    if roles.TKKSD in mine:
        found.add(Hat.TKKSD)
    if roles.PROTOKOL in mine:
        found.add(Hat.PROTOKOL)
    return found


# What PPKSD-2 may do, in one word and in one sentence (F7).
HAK: dict[Hak, Any] = {
    Hak.LIHAT: _l("Lihat"),
    Hak.KOMENTAR: _l("Komentar"),
    Hak.SUNTING: _l("Sunting"),
    Hak.TANDA_TANGAN: _l("Tanda tangan"),
}
HAK_ARTI: dict[Hak, Any] = {
    Hak.LIHAT: _l("Membaca perkara dan menerima kabarnya."),
    Hak.KOMENTAR: _l("Membaca, dan menulis pesan dalam Pembahasan."),
    Hak.SUNTING: _l("Juga mengisi formulir, mengunggah dokumen, dan menjawab catatan."),
    Hak.TANDA_TANGAN: _l("Semuanya, termasuk menyetujui naskah dan mengatur penandatanganan."),
}


def is_signer(petugas: Petugas) -> bool:
    """Whether this contact speaks about papers for the institution: took the task, and has the right to agree."""
    return petugas.jawaban is JawabanPetugas.DITERIMA and petugas.hak.covers(Hak.TANDA_TANGAN)


def why_not_by_right(user: Pengguna, permohonan: Permohonan, needed: Hak) -> Any:
    """None when PPKSD-1 has not narrowed what this person may do below `needed`; else the sentence that says so."""
    kedua = petugas_ke(permohonan, 2)
    if kedua is None or kedua.pengguna_id != user.id or kedua.hak.covers(needed):
        return None
    return _l(
        "Hak Anda sebagai PPKSD-2 pada perkara ini: %(hak)s. Langkah ini memerlukan hak %(perlu)s, "
        "yang diatur oleh PPKSD-1.",
        hak=HAK[kedua.hak],
        perlu=HAK[needed],
    )


def is_interested(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person belongs to the applying side: a contact of the case or a member of its institution."""
    return user.id in _members(permohonan) or any(p.pengguna_id == user.id for p in permohonan.petugas)


def may_read_internal(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person reads what the city writes among itself; never somebody of the applying side, in any role."""
    return bool(roles_of(user) & {roles.ADMIN, *roles.TEAM}) and not is_interested(user, permohonan)


def is_assigned(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether Admin put this member of the team on the case."""
    return any(row.pengguna_id == user.id and row.ended_at is None for row in permohonan.penugasan)


def open_stage(permohonan: Permohonan) -> TahapPerkara | None:
    """The stage of discussion that is open; None outside the three."""
    return next((row for row in permohonan.tahap if row.closed_at is None), None)


def can_see(user: Pengguna, permohonan: Permohonan, is_open_to_team: bool = True) -> bool:
    """The same answer as `queries.visible_to`, for one case in hand; a test holds the two together.

    `is_open_to_team`: the setting that lets members of the team see cases to which they are not assigned.
    """
    mine = roles_of(user)
    for petugas in permohonan.petugas:
        if petugas.pengguna_id == user.id and petugas.jawaban is not JawabanPetugas.DITOLAK:
            return True
    if mine & {roles.SUPERADMIN, roles.ADMIN, roles.PIMPINAN}:
        return permohonan.status is not Status.DRAF
    if permohonan.verified_at is None:
        return False
    if mine & set(roles.TEAM) and (is_open_to_team or is_assigned(user, permohonan)):
        return True
    if roles.PROTOKOL in mine and permohonan.status in PENJADWALAN:
        return True
    return roles.LOKUS in mine and any(row.opd_id == user.opd_id for row in permohonan.pengampu)


def is_asked(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person was asked to be PPKSD-2, has not answered, and the answer still matters."""
    kedua = petugas_ke(permohonan, 2)
    return (
        kedua is not None
        and kedua.pengguna_id == user.id
        and kedua.jawaban is JawabanPetugas.MENUNGGU
        and permohonan.status in DAPAT_DIUBAH
    )


def may_edit(user: Pengguna, permohonan: Permohonan) -> Any:
    """None when this person may change what the application says now; else a sentence why not."""
    if not hats(user, permohonan) & {Hat.PPKSD1, Hat.PPKSD2}:
        return _l("Hanya PPKSD-1 dan PPKSD-2 yang sudah menerima penugasan dapat mengubah permohonan ini.")
    if permohonan.status not in DAPAT_DIUBAH:
        return _l("Permohonan yang sudah dikirim tidak dapat diubah, kecuali bila diminta diperbaiki.")
    if user.id not in _members(permohonan):
        return not_a_member(permohonan)
    return why_not_by_right(user, permohonan, Hak.SUNTING)


# --- what is missing -----------------------------------------------------------------------------------------------
def _kurang_pemohon(permohonan: Permohonan) -> Iterator[Kurang]:
    if not permohonan.judul:
        yield Kurang(_l("Isi judul kerja sama."), Bagian.PEMOHON, "judul")
    if not permohonan.urusan:
        yield Kurang(_l("Pilih sedikitnya satu urusan."), Bagian.PEMOHON, "urusan")
    if permohonan.kategori_id is None:
        yield Kurang(_l("Pilih kategori kerja sama."), Bagian.PEMOHON, "kategori")
    # A form that saves by itself may keep a choice whose reason is still being written.
    sentence = check_kategori(permohonan.kategori, permohonan.kategori_usulan_id, permohonan.kategori_alasan)
    if sentence is not None:
        yield Kurang(sentence, Bagian.PEMOHON, "kategori")


def _kurang_petugas(permohonan: Permohonan) -> Iterator[Kurang]:
    kedua = petugas_ke(permohonan, 2)
    if kedua is None:
        yield Kurang(_l("Pilih atau undang PPKSD-2."), Bagian.PETUGAS, "ppksd2")
    elif kedua.jawaban is JawabanPetugas.MENUNGGU:
        yield Kurang(_l("PPKSD-2 belum menerima penugasan."), Bagian.PETUGAS, "ppksd2")
    elif kedua.jawaban is JawabanPetugas.DITOLAK:
        yield Kurang(_l("PPKSD-2 menolak penugasan. Pilih orang lain."), Bagian.PETUGAS, "ppksd2")


KURANG_ISI: dict[str, Any] = {
    "latar_belakang": _l("Isi Latar Belakang."),
    "maksud_tujuan": _l("Isi Maksud dan Tujuan."),
    "lokasi": _l("Isi Lokasi Kerja Sama."),
    "ruang_lingkup": _l("Isi Ruang Lingkup."),
    "peran_para_pihak": _l("Isi Peran Para Pihak."),
    "jangka_waktu": _l("Isi Jangka Waktu."),
    "manfaat": _l("Isi Manfaat."),
    "analisis": _l("Isi Analisis."),
    "pembiayaan": _l("Isi Pembiayaan."),
}


def _kurang_persiapan(permohonan: Permohonan) -> Iterator[Kurang]:
    for isian in PERSIAPAN_ISIAN:
        count = count_words(getattr(permohonan.persiapan, isian.name))
        if count == 0:
            yield Kurang(KURANG_ISI[isian.name], Bagian.PERSIAPAN, isian.name)
        elif isian.words is not None and count > isian.words:
            sentence = _l(
                "Ringkas menjadi paling banyak %(limit)s kata; sekarang %(n)s kata.",
                limit=isian.words,
                n=count,
            )
            yield Kurang(sentence, Bagian.PERSIAPAN, isian.name)


_KURANG: dict[Bagian, Callable[[Permohonan], Iterator[Kurang]]] = {
    Bagian.PEMOHON: _kurang_pemohon,
    Bagian.PETUGAS: _kurang_petugas,
    Bagian.PERSIAPAN: _kurang_persiapan,
}


def kekurangan(permohonan: Permohonan, bagian: Bagian | None = None) -> list[Kurang]:
    """What is still missing before the application can be sent, part by part, in the order of the forms."""
    parts = (bagian,) if bagian else tuple(Bagian)
    return [kurang for part in parts for kurang in _KURANG[part](permohonan)]


def keadaan_bagian(permohonan: Permohonan, bagian: Bagian) -> Keadaan:
    """How far one part of the form is."""
    missing = kekurangan(permohonan, bagian)
    if not missing:
        return SELESAI
    if bagian is Bagian.PETUGAS:
        kedua = petugas_ke(permohonan, 2)
        if kedua is None:
            return BELUM_DIMULAI
        return MENUNGGU if kedua.jawaban is JawabanPetugas.MENUNGGU else BELUM_LENGKAP
    if bagian is Bagian.PEMOHON:
        return BELUM_LENGKAP if permohonan.judul or permohonan.urusan else BELUM_DIMULAI
    filled = any(getattr(permohonan.persiapan, isian.name) for isian in PERSIAPAN_ISIAN)
    return BELUM_LENGKAP if filled else BELUM_DIMULAI


def open_requests(permohonan: Permohonan) -> list[PermintaanPerbaikan]:
    """The correction requests of the last verification while it is the applicant's turn, answered or not."""
    if permohonan.status is not Status.PERLU_PERBAIKAN or not permohonan.verifikasi:
        return []
    return list(permohonan.verifikasi[-1].permintaan)


# --- guards, by the names that alur.LANGKAH uses -------------------------------------------------------------------
def _bagian_lengkap(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    return [k for k in kekurangan(permohonan) if k.bagian is not Bagian.PETUGAS]


def _ppksd2_menerima(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    return kekurangan(permohonan, Bagian.PETUGAS)


def not_a_member(permohonan: Permohonan) -> Any:
    """Who has left the institution acts in its name no more."""
    return _l("Anda bukan anggota %(instansi)s lagi.", instansi=permohonan.instansi_nama)


def _members(permohonan: Permohonan) -> set[int]:
    """Who belongs to the institution that applies today."""
    return {member.pengguna_id for member in permohonan.instansi.anggota if member.ended_at is None}


def _anggota_instansi(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    """Both contacts belong to the institution, which is still in use, when something is sent in its name."""
    members = _members(permohonan)
    found = [] if user.id in members else [Kurang(not_a_member(permohonan))]
    if not permohonan.instansi.is_active:
        found.append(Kurang(_l("Instansi ini sudah dinonaktifkan. Hubungi Bagian Kerja Sama.")))
    kedua = petugas_ke(permohonan, 2)
    if kedua is None or kedua.pengguna is None or kedua.jawaban is not JawabanPetugas.DITERIMA:
        return found
    if kedua.pengguna_id not in members or not kedua.pengguna.active:
        sentence = _l("PPKSD-2 bukan anggota aktif instansi ini lagi. Pilih orang lain.")
        found.append(Kurang(sentence, Bagian.PETUGAS, "ppksd2"))
    return found


def _permintaan_dijawab(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    return [
        Kurang(_l("Masih ada perbaikan yang belum dijawab."), ISIAN[p.isian].bagian, p.isian)
        for p in open_requests(permohonan)
        if p.selesai_at is None
    ]


def _bukan_pihak(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    if any(petugas.pengguna_id == user.id for petugas in permohonan.petugas):
        return [Kurang(_l("Petugas permohonan ini tidak dapat memverifikasi permohonannya sendiri."))]
    return []


def _tidak_berkepentingan(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    if is_interested(user, permohonan):
        return [
            Kurang(
                _l(
                    "Anda termasuk pihak pemohon perkara ini, sehingga tidak dapat bertindak untuk Pemerintah Kota."
                )
            )
        ]
    return []


def _anggota_aktif(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    return [] if user.id in _members(permohonan) else [Kurang(not_a_member(permohonan))]


def _satu_pihak(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    """Where both sides may act: a contact for the institution to which they belong, everybody else for the city alone."""
    if hats(user, permohonan) & set(PARA_PPKSD):
        return _anggota_aktif(user, permohonan)
    return _tidak_berkepentingan(user, permohonan)


def _belum_ditandatangani(user: Pengguna, permohonan: Permohonan) -> list[Kurang]:
    """A signed paper stands, whatever one party wishes; asked of the rows only once papers can be signed."""
    if permohonan.status in PENJADWALAN and is_bound(permohonan):
        sentence = _l(
            "Sudah ada naskah perkara ini yang ditandatangani, sehingga permohonan tidak dapat ditarik. "
            "Hubungi Bagian Kerja Sama."
        )
        return [Kurang(sentence)]
    return []


GUARDS: dict[str, Callable[[Pengguna, Permohonan], list[Kurang]]] = {
    "bagian_lengkap": _bagian_lengkap,
    "ppksd2_menerima": _ppksd2_menerima,
    "anggota_instansi": _anggota_instansi,
    "permintaan_dijawab": _permintaan_dijawab,
    "bukan_pihak": _bukan_pihak,
    "tidak_berkepentingan": _tidak_berkepentingan,
    "anggota_aktif": _anggota_aktif,
    "satu_pihak": _satu_pihak,
    "belum_ditandatangani": _belum_ditandatangani,
}
# These depend on what is given with the act itself; the operation checks them.
AT_THE_ACT = frozenset(
    {"pakta_disetujui", "ada_permintaan", "naskah_lengkap", "syarat_terpenuhi", "induk_dapat_diganti"}
)

NOT_NOW = _l("Langkah ini tidak terbuka pada tahap permohonan sekarang.")
NOT_YOURS = _l("Langkah ini bukan wewenang Anda.")


def may_take(user: Pengguna, permohonan: Permohonan, langkah: Langkah) -> bool:
    """Whether the step belongs to this person and to where the case stands, whatever is still missing."""
    return permohonan.status in langkah.dari and bool(hats(user, permohonan) & set(langkah.hats))


def hindrances(user: Pengguna, permohonan: Permohonan, step: str) -> list[Kurang]:
    """Everything that stands between this person and this step now; empty when it is open."""
    langkah = LANGKAH[step]
    if not hats(user, permohonan) & set(langkah.hats):
        return [Kurang(NOT_YOURS)]
    if permohonan.status not in langkah.dari:
        return [Kurang(NOT_NOW)]
    sentence = why_not_by_right(user, permohonan, langkah.hak)
    if sentence is not None and set(langkah.hats) & set(PARA_PPKSD):
        return [Kurang(sentence)]
    return [k for name in langkah.guards if name not in AT_THE_ACT for k in GUARDS[name](user, permohonan)]


def why_not(user: Pengguna, permohonan: Permohonan, step: str) -> Any:
    """None when the step is open to this person now; else the first sentence why not."""
    found = hindrances(user, permohonan, step)
    return found[0].kalimat if found else None


def open_steps(user: Pengguna, permohonan: Permohonan) -> list[Langkah]:
    """The steps that are this person's business where the case stands; some may still be hindered."""
    return [langkah for langkah in LANGKAH.values() if may_take(user, permohonan, langkah)]


def submit_step(permohonan: Permohonan) -> str:
    """Sending for the first time and sending again are two steps of the table behind one button."""
    return "kirim_ulang" if permohonan.status is Status.PERLU_PERBAIKAN else "kirim"


def check_kategori(kategori: Kategori | None, usulan_id: int | None, alasan: str) -> Any:
    """A category other than the proposed one needs a reason; else None."""
    if kategori is not None and usulan_id is not None and kategori.id != usulan_id and not alasan:
        return _l("Tulis alasan memilih kategori yang berbeda dari usulan.")
    return None
