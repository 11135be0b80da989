"""Who may put a version where, in sentences. Neither Flask nor FAB is known here; nothing is read from the database."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.permohonan import rules as perkara
from app.permohonan.alur import LANGKAH, PARA_PPKSD, PEMBAHASAN, PENYUSUNAN
from app.permohonan.models import Permohonan, TahapPerkara
from app.rujukan.models_rencana import RencanaSlot, RencanaTahap

OWN, COUNTER = "unggah", "unggah_tandingan"


def upload_step(user: Pengguna, permohonan: Permohonan) -> str | None:
    """The step by which this person uploads: as PPKSD, or a counter-draft for the city. None: never."""
    mine = perkara.hats(user, permohonan)
    if mine & set(PARA_PPKSD):
        return OWN
    return COUNTER if mine & set(LANGKAH[COUNTER].hats) else None


def stage_of(permohonan: Permohonan, plan: RencanaTahap) -> TahapPerkara | None:
    """The stage of this case that follows this part of its plan; None while it has not begun."""
    return next((row for row in permohonan.tahap if row.rencana_tahap_id == plan.id), None)


def why_not_upload(user: Pengguna, permohonan: Permohonan, slot: RencanaSlot) -> Any:
    """None when this person may put a version into this slot now; else the sentence why not."""
    step = upload_step(user, permohonan)
    if step is None:
        return _l("Versi baru diunggah oleh PPKSD. Admin dan TKKSD dapat mengunggah usulan perubahan.")
    here = perkara.open_stage(permohonan)
    if here is None or permohonan.status not in PEMBAHASAN:
        return _l("Pembahasan naskah sudah selesai, sehingga dokumennya terkunci.")
    if here.rencana_tahap_id != slot.tahap_id:
        return closed_or_later(permohonan, slot)
    if step == COUNTER and permohonan.status not in PENYUSUNAN:
        return _l("Dokumen penawaran diunggah oleh PPKSD. Sampaikan masukan lewat Pembahasan.")
    return perkara.why_not(user, permohonan, step)


def closed_or_later(permohonan: Permohonan, slot: RencanaSlot) -> Any:
    """The sentence for a slot of a stage that is not the open one."""
    found = next((row for row in permohonan.tahap if row.rencana_tahap_id == slot.tahap_id), None)
    if found is not None:
        return _l("Tahap ini sudah ditutup. Dokumennya terkunci dan tidak dapat diganti lagi.")
    return _l("Tahap ini belum dibuka.")


def is_counter(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether what this person uploads is the city's counter-draft."""
    return upload_step(user, permohonan) == COUNTER
