"""What a plan of stages must be like (PP 28/2018; guide 6; domain.md 1.2 and 1.4). Neither Flask nor FAB is known here.

A rule answers None when something is allowed, else a sentence for the person. Nothing is read from the database.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.rujukan.models_rencana import (
    AturanSyarat,
    JabatanTim,
    JenisNaskah,
    PihakPendapat,
    RencanaAlur,
    RencanaSlot,
    RencanaTahap,
    TahapBahas,
)

MOST_DAYS, MOST_PEOPLE, BOTH_PPKSD, MOST_DOCUMENTS = 365, 99, 2, 20
KODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KOTA = (PihakPendapat.ADMIN, PihakPendapat.TKKSD)

NEEDS_POKOK = _l(
    "Setiap tahap mempunyai satu dokumen pokok. Jadikan dokumen lain sebagai pokok lebih dahulu."
)
NEEDS_KOTA = _l("Sedikitnya satu Admin atau anggota TKKSD harus setuju.")


class Susunan(StrEnum):
    """Which agreements a plan drafts, in this order; nothing else is lawful."""

    KB_PKS = "kb_pks"
    PKS = "pks"
    KB = "kb"
    NK_RK = "nk_rk"

    @property
    def label(self) -> Any:
        return _SUSUNAN[self]

    @property
    def naskah(self) -> dict[TahapBahas, JenisNaskah]:
        """The drafting stages with their agreements."""
        return _NASKAH[self]


_SUSUNAN: dict[str, Any] = {
    Susunan.KB_PKS: _l("Kesepakatan Bersama, lalu Perjanjian Kerja Sama"),
    Susunan.PKS: _l("Perjanjian Kerja Sama saja"),
    Susunan.KB: _l("Kesepakatan Bersama saja"),
    Susunan.NK_RK: _l("Nota Kesepakatan, lalu Rencana Kerja"),
}
_NASKAH: dict[Susunan, dict[TahapBahas, JenisNaskah]] = {
    Susunan.KB_PKS: {
        TahapBahas.PENYUSUNAN_KB: JenisNaskah.KB,
        TahapBahas.PENYUSUNAN_PKS: JenisNaskah.PKS,
    },
    Susunan.PKS: {TahapBahas.PENYUSUNAN_PKS: JenisNaskah.PKS},
    Susunan.KB: {TahapBahas.PENYUSUNAN_KB: JenisNaskah.KB},
    Susunan.NK_RK: {TahapBahas.PENYUSUNAN_KB: JenisNaskah.NK, TahapBahas.PENYUSUNAN_PKS: JenisNaskah.RK},
}
# By the code of the category. One that a city adds itself may follow either law.
_LAWFUL: dict[str, tuple[Susunan, ...]] = {
    "KSDD-W": (Susunan.KB_PKS, Susunan.KB),
    "KSDD-S": (Susunan.KB_PKS, Susunan.KB),
    "KSDPK": (Susunan.KB_PKS, Susunan.PKS, Susunan.KB),
    "SINERGI": (Susunan.NK_RK,),
}


@dataclass(frozen=True)
class Syarat:
    """Who of one hat must agree, as a form says it."""

    aturan: AturanSyarat
    jumlah: int = 1
    jabatan: JabatanTim | None = None


def lawful_orders(kode: str) -> tuple[Susunan, ...]:
    """The agreements that a category may draft (PP 28/2018 pasal 7, 22 and 46)."""
    return _LAWFUL.get(kode, tuple(Susunan))


def order_of(rencana: RencanaAlur) -> Susunan | None:
    """Which of the lawful orders a plan has; None when it has none of them."""
    drafted = {
        stage.tahap: stage.naskah for stage in rencana.tahap if stage.tahap is not TahapBahas.PENAWARAN
    }
    return next((order for order in Susunan if order.naskah == drafted), None)


# --- one document ------------------------------------------------------------------------------
def why_not_kode(kode: str, others: Collection[RencanaSlot]) -> Any:
    """None for a short name of a document that no other one of the stage has."""
    if not KODE.fullmatch(kode) or len(kode) > 40:
        return _l("Pakai huruf kecil, angka, dan garis bawah, misalnya surat_penawaran. Mulai dengan huruf.")
    if any(slot.kode == kode for slot in others):
        return _l("Kode ini sudah dipakai dokumen lain pada tahap yang sama.")
    return None


def why_not_nama(nama: str, others: Collection[RencanaSlot]) -> Any:
    """None for a name by which people can tell the document from the others of its stage."""
    if any(slot.nama.casefold() == nama.casefold() for slot in others):
        return _l("Nama ini sudah dipakai dokumen lain pada tahap yang sama.")
    return None


def why_not_wajib(is_wajib: bool, is_pokok: bool) -> Any:
    """None unless the main document may be missing: opinions are about it."""
    return _l("Dokumen pokok selalu wajib.") if is_pokok and not is_wajib else None


def why_not_remove(slot: RencanaSlot) -> Any:
    """None when a document may be taken out of its stage."""
    return NEEDS_POKOK if slot.is_pokok else None


# --- who must agree ----------------------------------------------------------------------------
def why_not_syarat(tahap: TahapBahas, pihak: PihakPendapat, syarat: Syarat | None) -> tuple[Any, str] | None:
    """None when this may be asked of a hat in a stage, else the sentence and which part of it: pihak, jumlah, jabatan."""
    if syarat is None:
        return None
    if pihak is PihakPendapat.PPKSD and tahap is TahapBahas.PENAWARAN:
        return _l("Pada Penawaran hanya kota yang memberi pendapat; PPKSD ikut sejak penyusunan."), "pihak"
    if pihak is PihakPendapat.ADMIN and syarat.aturan is AturanSyarat.SEMUA:
        return _l("Admin tidak ditugaskan per permohonan. Tulis jumlahnya."), "pihak"
    if syarat.aturan is AturanSyarat.SEKURANGNYA:
        if not 1 <= syarat.jumlah <= MOST_PEOPLE:
            return _l("Tulis jumlah antara 1 dan %(n)s.", n=MOST_PEOPLE), "jumlah"
        if pihak is PihakPendapat.PPKSD and syarat.jumlah > BOTH_PPKSD:
            return _l("Setiap permohonan hanya mempunyai dua PPKSD."), "jumlah"
    if syarat.jabatan is not None and pihak is not PihakPendapat.TKKSD:
        return _l("Jabatan hanya dapat diminta dari anggota TKKSD."), "jabatan"
    if syarat.jabatan is not None and not syarat.jabatan.is_active:
        return _l(
            "Jabatan “%(nama)s” sudah dinonaktifkan. Pilih yang lain.", nama=syarat.jabatan.nama
        ), "jabatan"
    return None


def why_not_days(days: int | None) -> Any:
    """None for no deadline, or one of a year at most."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        return _l("Tulis jumlah hari antara 1 dan %(n)s, atau kosongkan.", n=MOST_DAYS)
    return None


# --- the whole plan ----------------------------------------------------------------------------
def complaints(rencana: RencanaAlur) -> list[Any]:
    """Every sentence that keeps a draft from being published; empty when it may be."""
    return [
        *_order_complaints(rencana),
        *(said for stage in rencana.tahap for said in _stage_complaints(stage)),
    ]


def _order_complaints(rencana: RencanaAlur) -> Iterator[Any]:
    stages = list(rencana.tahap)
    if not stages or stages[0].tahap is not TahapBahas.PENAWARAN:
        yield _l("Rencana dimulai dengan tahap Penawaran.")
    drafting = [stage.naskah for stage in stages if stage.naskah is not None]
    if not drafting:
        yield _l("Rencana mempunyai sedikitnya satu tahap penyusunan.")
    seen_second = False
    for naskah in drafting:
        if naskah.is_pertama and seen_second:
            yield _l("%(nama)s disusun sebelum naskah keduanya.", nama=naskah.label)
        seen_second = seen_second or not naskah.is_pertama
    if len(set(drafting)) != len(drafting):
        yield _l("Setiap tahap menyusun naskah yang lain.")
    if drafting and order_of(rencana) not in lawful_orders(rencana.kategori.kode):
        yield _l("Susunan naskah ini tidak sesuai dengan kategori %(nama)s.", nama=rencana.kategori.nama)


def _stage_complaints(stage: RencanaTahap) -> Iterator[Any]:
    def of_stage(sentence: Any) -> Any:
        return _l("%(tahap)s: %(kalimat)s", tahap=str(stage), kalimat=sentence)

    if [slot.is_wajib for slot in stage.slot if slot.is_pokok] != [True]:
        yield of_stage(_l("tepat satu dokumen pokok yang wajib."))
    for slot in stage.slot:
        if not slot.bentuk:
            yield of_stage(_l("pilih bentuk berkas untuk “%(nama)s”.", nama=slot.nama))
    if not any(row.pihak in KOTA for row in stage.syarat):
        yield of_stage(NEEDS_KOTA)
    for row in stage.syarat:
        refusal = why_not_syarat(stage.tahap, row.pihak, Syarat(row.aturan, row.jumlah, row.jabatan))
        if refusal is not None:
            yield of_stage(refusal[0])
