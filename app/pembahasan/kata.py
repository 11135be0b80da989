"""The words for opinions in cards and tallies; those that history and mails share stand in permohonan/kata.py.

Texts only; their look stands in kit/words.py.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.pembahasan.models import Sikap
from app.permohonan import kata as kata_perkara
from app.rujukan.models_rencana import AturanSyarat, PihakPendapat, RencanaSyarat

SIKAP: dict[Sikap, Any] = {sikap: kata_perkara.SIKAP[sikap.value] for sikap in Sikap}
SIKAP_IKON: dict[Sikap, str] = {
    Sikap.SETUJU: "check-circle-fill",
    Sikap.SETUJU_CATATAN: "chat-square-text",
    Sikap.PERLU_PERBAIKAN: "arrow-counterclockwise",
    Sikap.TIDAK_SETUJU: "x-octagon-fill",
}
PIHAK: dict[PihakPendapat, Any] = {pihak: pihak.label for pihak in PihakPendapat}
BELUM = _l("Belum berpendapat")
USANG = _l("Usang")
TERBUKA = _l("Terbuka")
TERJAWAB = _l("Terjawab")
DIKEMBALIKAN = _l("Dikembalikan")
DIBAHAS = _l("Sedang dibahas")
DIGANTIKAN = _l("Digantikan")
TERPENUHI = _l("Terpenuhi")
KURANG = _l("Belum terpenuhi")


def jumlah(dapat: int, perlu: int) -> Markup:
    """`3 dari 6 pendapat wajib`, the numbers large."""
    counted = Markup("<strong>%s</strong>") % _("%(dapat)s dari %(perlu)s", dapat=dapat, perlu=perlu)
    return counted + " " + _("pendapat wajib")


def syarat(row: RencanaSyarat) -> str:
    """One requirement of the plan in words: `2 Anggota TKKSD, di antaranya Kepala Bagian Hukum`."""
    if row.aturan is AturanSyarat.SEMUA:
        text = _("Semua %(pihak)s yang ditugaskan", pihak=row.pihak.label)
    else:
        text = _("%(n)s %(pihak)s", n=row.jumlah, pihak=row.pihak.label)
    if row.jabatan is None:
        return text
    return _("%(syarat)s, di antaranya %(jabatan)s", syarat=text, jabatan=row.jabatan)
