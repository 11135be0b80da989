"""Which act stands on top of the page of a case, and what it says to this reader. Sentences only.

What is open is asked of rules.py; the card itself is drawn by templates/permohonan/_tindakan.html.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.permohonan import kata, rules
from app.permohonan.alur import DAPAT_DIUBAH, PEMBAHASAN, Giliran, Hat, Status
from app.permohonan.models import PermintaanPerbaikan, Permohonan


class Pembaca(Protocol):
    """Who reads: what of `perkara.Perkara` is needed here."""

    user: Pengguna

    @property
    def hats(self) -> set[Hat]: ...
    @property
    def is_staf(self) -> bool: ...
    @property
    def is_pemohon(self) -> bool: ...
    @property
    def is_asked(self) -> bool: ...
    @property
    def permintaan(self) -> list[PermintaanPerbaikan]: ...


@dataclass(frozen=True)
class Tindakan:
    """The card: its kind (verifikasi, bukan_pihak, perbaikan, ditanya, tenang), its title, its sentence."""

    kode: str
    judul: Any
    teks: Any


def choose(case: Permohonan, reader: Pembaca) -> Tindakan:
    """The card for this reader; `tenang` when nothing is theirs to do."""
    if reader.is_asked:
        return Tindakan("ditanya", _("Anda diminta menjadi PPKSD-2"), _("Terima atau tolak penugasan ini."))
    if case.status is Status.MENUNGGU_VERIFIKASI and Hat.ADMIN in reader.hats:
        return _verification(case, reader)
    if case.status in DAPAT_DIUBAH and reader.is_pemohon:
        return _correction(reader)
    text = (
        _staff_text(case)
        if reader.is_staf and not reader.is_pemohon
        else kata.next_of(case.status, case.giliran)
    )
    return Tindakan("tenang", kata.status_of(case), text)


def _verification(case: Permohonan, reader: Pembaca) -> Tindakan:
    hindrance = rules.why_not(reader.user, case, "setujui")
    if hindrance is not None:
        return Tindakan("bukan_pihak", kata.status_of(case), hindrance)
    title = _("Periksa perbaikan dari pemohon") if case.putaran > 1 else _("Periksa permohonan ini")
    text = _("Baca jawaban di bawah, lalu putuskan. Pemohon menerima keputusan dan catatan Anda.")
    return Tindakan("verifikasi", title, text)


def _correction(reader: Pembaca) -> Tindakan:
    left = sum(row.selesai_at is None for row in reader.permintaan)
    title = _("Perbaiki %(n)s isian", n=left) if left else _("Kirim ulang permohonan")
    text = _("Bagian Kerja Sama meminta perbaikan. Selesaikan semuanya, lalu kirim ulang.")
    return Tindakan("perbaikan", title, text)


# What staff read while there is nothing for them to do here.
STAF: dict[Status, Any] = {
    Status.MENUNGGU_VERIFIKASI: _l("Admin sedang memeriksa permohonan ini."),
    Status.PERLU_PERBAIKAN: _l("Pemohon sedang memperbaiki isian yang diminta."),
    Status.PENAWARAN: _l("Pemohon menyiapkan surat penawaran kepada Wali Kota Samarinda beserta dokumennya."),
    Status.PENYUSUNAN_KB: _l("Pemohon menyiapkan rancangan naskah pertama."),
    Status.PENYUSUNAN_PKS: _l("Pemohon menyiapkan rancangan naskah kedua."),
    Status.DISEPAKATI: _l(
        "Naskah sudah disepakati. Pemohon memilih cara penandatanganan dan mengusulkan jadwal."
    ),
    Status.PENJADWALAN: _l("Usulan jadwal penandatanganan menunggu jawaban Protokol."),
    Status.MENUNGGU_PENANDATANGANAN: _l("Penandatanganan sudah diatur; hasilnya dicatat para pihak."),
    Status.DITOLAK: _l("Permohonan ini tidak dilanjutkan."),
}
STAF_GILIRAN: dict[tuple[Status, Giliran], Any] = {
    **{
        (status, giliran): _l("Dokumen terbaru menunggu pendapat Tim Koordinasi.")
        for status in PEMBAHASAN
        for giliran in (Giliran.TKKSD, Giliran.ADMIN)
    },
    (Status.PENJADWALAN, Giliran.PEMOHON): _l("Waktu lain sudah diusulkan; pemohon sedang menjawabnya."),
    (Status.MENUNGGU_PENANDATANGANAN, Giliran.ADMIN): _l(
        "Penandatanganan dicatat dan menunggu validasi Admin."
    ),
}


def _staff_text(case: Permohonan) -> Any:
    found = STAF_GILIRAN.get((case.status, case.giliran)) or STAF.get(case.status)
    return found or kata.LANJUT[case.status]
