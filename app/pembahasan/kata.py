"""The words for opinions, once for cards, tallies, history and mails. Texts only; their look stands in kit/words.py."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.pembahasan.models import Sikap
from app.rujukan.models_rencana import PihakPendapat

SIKAP: dict[Sikap, Any] = {
    Sikap.SETUJU: _l("Setuju"),
    Sikap.SETUJU_CATATAN: _l("Setuju dengan catatan"),
    Sikap.PERLU_PERBAIKAN: _l("Perlu perbaikan"),
    Sikap.TIDAK_SETUJU: _l("Tidak setuju"),
}
SIKAP_IKON: dict[Sikap, str] = {
    Sikap.SETUJU: "check-circle-fill",
    Sikap.SETUJU_CATATAN: "chat-square-text",
    Sikap.PERLU_PERBAIKAN: "arrow-counterclockwise",
    Sikap.TIDAK_SETUJU: "x-octagon-fill",
}
PIHAK: dict[PihakPendapat, Any] = {pihak: pihak.label for pihak in PihakPendapat}
BELUM = _l("Belum berpendapat")
USANG = _l("Usang")
