"""Whose turn it is in the three stages of discussion: derived from papers, opinions and returns, never set by hand."""

from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.signals import recorded
from app.naskah.queries import pokok_version
from app.pembahasan.queries import tally
from app.pembahasan.rules import Perolehan, is_held_against_city
from app.permohonan.alur import Giliran
from app.permohonan.models import Permohonan
from app.permohonan.operations import pass_turn
from app.permohonan.rules import open_stage
from app.rujukan.models_rencana import PihakPendapat

# Who is asked first when several hats are missing.
ORDER = (
    (PihakPendapat.TKKSD, Giliran.TKKSD),
    (PihakPendapat.ADMIN, Giliran.ADMIN),
    (PihakPendapat.PPKSD, Giliran.PEMOHON),
)
UPLOADED = "naskah.diunggah"


def derive(permohonan: Permohonan, perolehan: Perolehan | None = None) -> Giliran:
    """The applicant's turn while a document is missing or the newest version was found wanting; else of who is missing.

    What the contacts find wanting in the city's counter-draft is Admin's turn.

    Outside the three stages the turn stays where it is. `perolehan`: the tally of the open stage, when it was counted.
    """
    tahap = open_stage(permohonan)
    if tahap is None:
        return permohonan.giliran
    perolehan = perolehan or tally(tahap)
    if perolehan.mark is None:
        return Giliran.PEMOHON
    if perolehan.is_tertahan:
        is_city = is_held_against_city(perolehan, pokok_version(tahap))
        return Giliran.ADMIN if is_city else Giliran.PEMOHON
    for pihak, side in ORDER:
        row = perolehan.of(pihak)
        if row is not None and not row.is_terpenuhi:
            return side
    return Giliran.ADMIN  # nothing is missing and yet it is open: Admin looks after it


def refresh(permohonan: Permohonan, perolehan: Perolehan | None = None) -> None:
    """Pass the turn on when the facts say so."""
    if open_stage(permohonan) is not None:
        pass_turn(permohonan, derive(permohonan, perolehan))


@recorded.connect
def refresh_after_upload(event: Peristiwa) -> None:
    """A new version makes opinions stale, and ends the wait for the applicant."""
    if event.jenis != UPLOADED or event.objek_tipe != Permohonan.__tablename__:
        return
    permohonan = db.session.get(Permohonan, event.objek_id)
    if permohonan is not None:
        refresh(permohonan)
