"""What one row of the table of events is made of: who hears it, as what, in which words, with or without a mail.

Shapes and words only; the rows stand in the three tabel*.py, who is who in pendengar.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar
from app.notifikasi.models import Sebagai
from app.permohonan import kata


@dataclass(frozen=True)
class Surat:
    """A mail: its templates (path without .txt and .html) and its subject. The subject takes %(kode)s and %(instansi)s.

    `ajakan`: what the reader can do now, in the shared mail of the journey. `undangan`: the time goes along as a
    calendar file.
    """

    templat: str
    subjek: Any
    is_for_actor: bool = False  # a receipt: also to the person who did it
    ajakan: Any = ""
    undangan: bool = False


KABAR = "permohonan/surel/kabar"  # the one pair of templates of the journey


def journey_mail(subjek: Any, ajakan: Any = "", **options: bool) -> Surat:
    """A mail about a case on its way; all share the same templates."""
    return Surat(KABAR, subjek, ajakan=ajakan, **options)


def always(peristiwa: Peristiwa) -> bool:
    return True


@dataclass(frozen=True)
class Kabar:
    """What one kind of hearer is told: a line in the inbox and, with `surat`, a mail.

    The line takes the words of `values()`; the page adds the case, the moment and the note. `bila`: only when what
    the event holds says so; of the rows for one kind of hearer the first that fits is theirs.
    """

    sebagai: Sebagai
    siapa: Callable[[Peristiwa], pendengar.Hearers]
    kalimat: Any
    ikon: str
    surat: Surat | None = None
    is_for_actor: bool = False  # a line also for the person who did it
    bila: Callable[[Peristiwa], bool] = always


NOBODY: tuple[Kabar, ...] = ()

_WHO: dict[Sebagai, Callable[[Peristiwa], pendengar.Hearers]] = {
    Sebagai.PPKSD: pendengar.ppksd,
    Sebagai.PPKSD1: pendengar.ppksd1,
    Sebagai.PPKSD2: pendengar.ppksd2,
    Sebagai.PPKSD2_LAMA: pendengar.disebut,
    Sebagai.ADMIN: pendengar.admin,
    Sebagai.TKKSD: pendengar.anggota_perkara,
    Sebagai.PROTOKOL: pendengar.protokol,
    Sebagai.DITUGASKAN: pendengar.ditugaskan,
    Sebagai.PEMBERI_PENDAPAT: pendengar.pemberi_pendapat,
    Sebagai.PENCATAT: pendengar.pencatat,
    Sebagai.PENGAMPU: pendengar.pengampu,
    Sebagai.PEMILIK_AKUN: pendengar.pemilik_akun,
    Sebagai.DIUNDANG: pendengar.diundang,
    Sebagai.PENGELOLA: pendengar.pengelola,
    Sebagai.ANGGOTA: pendengar.disebut,
}

# "Why me", in the inbox and at the foot of each mail.
SEBAB: dict[Sebagai, Any] = {
    Sebagai.PPKSD: _l("Anda petugas penghubung (PPKSD) permohonan ini."),
    Sebagai.PPKSD1: _l("Anda PPKSD-1 permohonan ini."),
    Sebagai.PPKSD2: _l("Anda diminta menjadi PPKSD-2 permohonan ini."),
    Sebagai.PPKSD2_LAMA: _l("Sebelumnya Anda petugas (PPKSD) permohonan ini, atau diminta menjadi PPKSD-2."),
    Sebagai.ADMIN: _l("Anda Admin pada Bagian Kerja Sama."),
    Sebagai.TKKSD: _l("Anda anggota Tim Koordinasi Kerja Sama Daerah."),
    Sebagai.PROTOKOL: _l("Anda mengatur jadwal penandatanganan (TKKSD Protokol)."),
    Sebagai.DITUGASKAN: _l("Anda ditugaskan pada perkara ini."),
    Sebagai.PEMBERI_PENDAPAT: _l("Anda memberi pendapat atas naskah perkara ini."),
    Sebagai.PENCATAT: _l("Anda mencatat penandatanganan ini."),
    Sebagai.PENGAMPU: _l("Perangkat daerah Anda mengampu perkara ini."),
    Sebagai.PEMILIK_AKUN: _l("Kabar ini menyangkut akun Anda."),
    Sebagai.DIUNDANG: _l("Seorang anggota instansi mengundang alamat email ini."),
    Sebagai.PENDAFTAR: _l("Alamat email ini dipakai untuk mendaftar di Si KERJA SAMARINDA."),
    Sebagai.PEGAWAI: _l("Alamat email ini tercatat pada direktori ASN kota."),
    Sebagai.PEJABAT_PDP: _l("Anda menangani pelindungan data pribadi."),
    Sebagai.SUPERADMIN: _l("Anda Superadmin."),
    Sebagai.PENERIMA: _l("Tugas ini dialihkan kepada Anda."),
    Sebagai.TERDAMPAK: _l("Kabar ini menyangkut data pribadi Anda."),
    Sebagai.PENGELOLA: _l("Anda mengelola keanggotaan instansi ini atau mengirim undangannya."),
    Sebagai.ANGGOTA: _l("Anda anggota instansi ini."),
}


def make(sebagai: Sebagai, ikon: str, kalimat: Any, surat: Surat | None = None, **options: Any) -> Kabar:
    """One row; who hears it follows from the kind of hearer unless `siapa` says otherwise."""
    return Kabar(sebagai, options.pop("siapa", None) or _WHO[sebagai], kalimat, ikon, surat, **options)


def values(peristiwa: Peristiwa) -> dict[str, Any]:
    """The words that a line may take: who, whom or what it concerned, which stage ended and which began."""
    data = peristiwa.data
    return {
        "pelaku": peristiwa.pelaku_nama,
        "nama": data.get("nama", ""),
        "tahap": kata.stage_word(data.get("tahap", "")),
        "berikutnya": kata.stage_word(data.get("berikutnya", "")),
        "sikap": kata.SIKAP.get(data.get("sikap", ""), ""),
    }
