"""What the journal says of one plan of stages, in words for its page. Only read here."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.jejak.queries import history_of
from app.rujukan.models_rencana import RencanaAlur
from app.rujukan.rencana_beda import Beda, lines, stage_names

SHOWN = 20
SPOKEN: dict[str, tuple[str, Any]] = {
    "rencana.draf_dibuat": ("plus-lg", _l("Draf dibuat")),
    "rencana.draf_diubah": ("pencil", _l("Draf diubah")),
    "rencana.diterbitkan": ("send-check", _l("Diterbitkan")),
}


def lines_of(rencana: RencanaAlur) -> list[dict[str, Any]]:
    """The newest events of a plan, as `ui.linimasa` prints them; one that was loaded with the program says so."""
    found = history_of(rencana, limit=SHOWN)
    names = stage_names(rencana)
    told = [_line(event, names) for event in found]
    if not found:
        told.append(
            {
                "ikon": "plus-lg",
                "nada": "",
                "judul": _("Data awal"),
                "ket": "",
                "isi": "",
                "pada": rencana.created_at,
            }
        )
    return told


def _line(event: Peristiwa, names: dict[str, str]) -> dict[str, Any]:
    icon, words = SPOKEN.get(event.jenis, ("dot", event.jenis))
    return {
        "ikon": icon,
        "nada": "",
        "judul": words,
        "isi": event.catatan or _changes(event, names),
        "ket": event.pelaku_nama,
        "pada": event.at,
    }


def _changes(event: Peristiwa, names: dict[str, str]) -> str:
    """What an edit changed; what a published version differs in stands on its own page."""
    if event.jenis != "rencana.draf_diubah":
        return ""
    rows = lines([Beda(**row) for row in event.data.get("perubahan", ())], names)
    return "; ".join(
        _("%(apa)s: “%(lama)s” menjadi “%(baru)s”", apa=row.judul, lama=row.lama or "–", baru=row.baru or "–")
        for row in rows
    )
