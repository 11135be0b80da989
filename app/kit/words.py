"""The words for where something stands, and how each looks: an icon, a tone and a border, never colour alone.

One vocabulary for lists, pages, mails and statistics (ui.md). What a word means for a case is not known here.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Look:
    """How one word is shown: its label, icon, tone (`nada-…`) and border (`putus`, `penuh` or none)."""

    label: Any
    icon: str
    tone: str
    border: str = ""

    @property
    def css(self) -> str:
        """The classes of the badge."""
        return f"status nada-{self.tone}" + (f" status-{self.border}" if self.border else "")


def source_word(word: Any) -> str:
    """The Indonesian word in the source, whatever language the page speaks; lazy translations keep it."""
    arguments = getattr(word, "_args", None)
    return str(arguments[0]) if arguments else str(word)


_LOOKS = (
    # a case
    Look(_l("Draf"), "pencil", "netral", "putus"),
    Look(_l("Menunggu verifikasi"), "hourglass-split", "tunggu"),
    Look(_l("Perlu perbaikan"), "arrow-counterclockwise", "giliran"),
    Look(_l("Penawaran"), "envelope-paper", "proses"),
    Look(_l("Penyusunan Kesepakatan Bersama"), "file-earmark-text", "proses"),
    Look(_l("Penyusunan Perjanjian Kerja Sama"), "file-earmark-ruled", "proses"),
    Look(_l("Penyusunan Nota Kesepakatan"), "file-earmark-richtext", "proses"),
    Look(_l("Penyusunan Rencana Kerja"), "list-check", "proses"),
    Look(_l("Disepakati"), "check2-all", "baik"),
    Look(_l("Penjadwalan"), "calendar-event", "tunggu"),
    Look(_l("Menunggu penandatanganan"), "pen", "tunggu"),
    Look(_l("Ditandatangani"), "patch-check-fill", "baik"),
    Look(_l("Berjalan"), "play-circle-fill", "baik", "penuh"),
    Look(_l("Berakhir"), "flag-fill", "netral"),
    Look(_l("Diakhiri lebih awal"), "stop-circle", "bahaya"),
    Look(_l("Ditolak"), "x-octagon-fill", "bahaya", "penuh"),
    Look(_l("Ditarik"), "arrow-return-left", "netral", "putus"),
    # a part of a form
    Look(_l("Selesai"), "check-circle-fill", "baik"),
    Look(_l("Menyala"), "toggle-on", "baik"),
    Look(_l("Mati"), "toggle-off", "netral"),
    Look(_l("Belum lengkap"), "circle-half", "giliran"),
    Look(_l("Belum dimulai"), "circle", "netral", "putus"),
    Look(_l("Belum dapat dimulai"), "lock", "netral", "putus"),
    Look(_l("Periksa kembali"), "arrow-repeat", "tunggu"),
    Look(_l("Menunggu jawaban"), "hourglass-split", "tunggu"),
    # an invitation
    Look(_l("Diterima"), "check-circle-fill", "baik"),
    Look(_l("Dibatalkan"), "slash-circle", "netral", "putus"),
    Look(_l("Kedaluwarsa"), "clock-history", "netral", "putus"),
    # an opinion, a note, a reader
    Look(_l("Setuju"), "check-circle-fill", "baik"),
    Look(_l("Setuju dengan catatan"), "chat-square-text", "tunggu"),
    Look(_l("Tidak setuju"), "x-octagon-fill", "bahaya"),
    Look(_l("Belum berpendapat"), "circle", "netral", "putus"),
    Look(_l("Usang"), "clock-history", "giliran", "putus"),
    Look(_l("Terbuka"), "record-circle", "giliran"),
    Look(_l("Dikembalikan"), "arrow-counterclockwise", "giliran"),
    Look(_l("Terpenuhi"), "check-circle-fill", "baik"),
    Look(_l("Belum terpenuhi"), "hourglass-split", "netral", "putus"),
    Look(_l("Terjawab"), "check2", "baik"),
    Look(_l("Semua pihak"), "people-fill", "netral"),
    # a version
    Look(_l("Sedang dibahas"), "chat-dots", "proses"),
    Look(_l("Digantikan"), "layers", "netral"),
    Look(_l("Internal"), "lock-fill", "tunggu", "putus"),
    # a time of signing, a day of the calendar
    Look(_l("Pasti"), "check-square-fill", "proses"),
    Look(_l("Tentatif"), "question-diamond", "giliran", "putus"),
    Look(_l("Dipilih"), "check-circle-fill", "baik"),
    Look(_l("Tidak dipakai"), "clock-history", "netral", "putus"),
    Look(_l("Menunggu jawaban Protokol"), "hourglass-split", "tunggu"),
    Look(_l("Menunggu jawaban PPKSD"), "arrow-counterclockwise", "giliran"),
    Look(_l("Tercatat, menunggu validasi"), "hourglass-split", "tunggu"),
    Look(_l("Libur"), "flag-fill", "bahaya"),
    Look(_l("Tertutup"), "slash-circle", "netral", "putus"),
    # an institution and its papers
    Look(_l("Belum diverifikasi"), "circle", "netral", "putus"),
    Look(_l("Terverifikasi"), "patch-check-fill", "baik"),
    Look(_l("Perlu diperbarui"), "arrow-repeat", "giliran"),
    Look(_l("Menunggu pemeriksaan"), "hourglass-split", "tunggu"),
    Look(_l("Sah"), "check-circle-fill", "baik"),
    # what is wrong with a field
    Look(_l("Tidak benar"), "x-circle", "bahaya"),
    Look(_l("Tidak lengkap"), "circle-half", "giliran"),
    Look(_l("Tidak berlaku lagi"), "calendar-x", "giliran"),
    # a row of reference data, an account, a page
    Look(_l("Aktif"), "check-circle-fill", "baik"),
    Look(_l("Dipensiunkan"), "archive", "netral", "putus"),
    Look(_l("Terkunci"), "lock-fill", "bahaya"),
    Look(_l("Terbit"), "globe2", "baik"),
    Look(_l("Belum terbit"), "eye-slash", "netral", "putus"),
    # a job or a mail
    Look(_l("Menunggu"), "hourglass-split", "tunggu"),
    Look(_l("Terkirim"), "send-check", "baik"),
    Look(_l("Gagal"), "exclamation-triangle-fill", "bahaya"),
    # the directory of ASN
    Look(_l("Diperiksa, belum diterapkan"), "eye", "tunggu"),
    Look(_l("Sedang diterapkan"), "hourglass-split", "proses"),
    Look(_l("Diterapkan"), "check-circle-fill", "baik"),
    Look(_l("Dibuang"), "x-circle", "netral"),
    Look(_l("Disetujui"), "check-circle-fill", "baik"),
    Look(_l("Gugur"), "x-circle", "netral"),
)

LOOKS: dict[str, Look] = {source_word(look.label): look for look in _LOOKS}


def look_of(word: Any) -> Look:
    """The look of a word; a word that is not in the vocabulary is shown plainly, never lost."""
    return LOOKS.get(source_word(word)) or Look(word, "dot", "netral")
