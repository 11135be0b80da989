"""One stage of a draft and its documents: who must agree and until when, what is asked for. Nothing is committed here.

Each act holds the draft as rencana_operations.py does; what is published is never touched.
"""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit.errors import Gone, Refused
from app.rujukan import rencana_rules
from app.rujukan.models_rencana import JenisHari, PihakPendapat, RencanaSlot, RencanaSyarat, RencanaTahap
from app.rujukan.rencana_operations import hold_stage, note
from app.rujukan.rencana_rules import Syarat


# --- one stage ---------------------------------------------------------------------------------
def save_stage(
    tahap: RencanaTahap,
    *,
    actor: Any,
    tenggat_hari: int | None,
    tenggat_jenis: JenisHari,
    syarat: Mapping[PihakPendapat, Syarat | None],
    seen: str | None = None,
    peran: str = "",
) -> bool:
    """Until when a stage is answered and who must agree; answers False for no change.

    Raises Refused beside `tenggat_hari`, `<pihak>_aturan`, `<pihak>_jumlah` or `<pihak>_jabatan`.
    """
    before = hold_stage(tahap, seen)
    refusal = rencana_rules.why_not_days(tenggat_hari)
    if refusal is not None:
        raise Refused(refusal, "tenggat_hari")
    for pihak in PihakPendapat:
        found = rencana_rules.why_not_syarat(tahap.tahap, pihak, syarat.get(pihak))
        if found is not None:
            raise Refused(found[0], f"{pihak}_{'aturan' if found[1] == 'pihak' else found[1]}")
    if not any(syarat.get(pihak) for pihak in rencana_rules.KOTA):
        raise Refused(rencana_rules.NEEDS_KOTA, "admin_aturan")
    tahap.tenggat_hari, tahap.tenggat_jenis = tenggat_hari, tenggat_jenis
    _put_syarat(tahap, syarat)
    return note(tahap.rencana, before, actor, peran)


def _put_syarat(tahap: RencanaTahap, wanted: Mapping[PihakPendapat, Syarat | None]) -> None:
    present = {row.pihak: row for row in tahap.syarat}
    for pihak in PihakPendapat:
        row, new = present.get(pihak), wanted.get(pihak)
        if new is None:
            if row is not None:
                tahap.syarat.remove(row)
            continue
        if row is None:
            row = RencanaSyarat(pihak=pihak)
            tahap.syarat.append(row)
        row.aturan, row.jumlah, row.jabatan = new.aturan, new.jumlah, new.jabatan


# --- one document ------------------------------------------------------------------------------
def save_document(
    tahap: RencanaTahap,
    slot: RencanaSlot | None = None,
    *,
    actor: Any,
    kode: str,
    nama: str,
    petunjuk: str,
    bentuk: Collection[str],
    is_wajib: bool,
    is_pokok: bool,
    seen: str | None = None,
    peran: str = "",
) -> RencanaSlot:
    """A document of a stage is added (no `slot`) or changed; the main one takes that place from the one before.

    Raises Refused beside the field that is wrong.
    """
    before = hold_stage(tahap, seen)
    if slot is not None and slot not in tahap.slot:
        raise Gone
    others = [other for other in tahap.slot if other is not slot]
    if slot is None and len(others) >= rencana_rules.MOST_DOCUMENTS:
        raise Refused(_l("Satu tahap memuat paling banyak %(n)s dokumen.", n=rencana_rules.MOST_DOCUMENTS))
    _refuse_document(slot, others, kode, nama, bentuk, is_wajib, is_pokok)
    if is_pokok:
        for other in others:
            other.is_pokok = False
        db.session.flush()  # one main document at a time, also in between
    if slot is None:
        slot = RencanaSlot(urut=max((other.urut for other in others), default=0) + 1)
        tahap.slot.append(slot)
    slot.kode, slot.nama, slot.petunjuk = kode, nama, petunjuk
    slot.bentuk, slot.is_wajib, slot.is_pokok = sorted(bentuk), is_wajib, is_pokok
    note(tahap.rencana, before, actor, peran)
    return slot


def _refuse_document(
    slot: RencanaSlot | None,
    others: list[RencanaSlot],
    kode: str,
    nama: str,
    bentuk: Collection[str],
    is_wajib: bool,
    is_pokok: bool,
) -> None:
    refusals = {
        "kode": rencana_rules.why_not_kode(kode, others),
        "nama": rencana_rules.why_not_nama(nama, others),
        "bentuk": None if bentuk else _l("Pilih sedikitnya satu bentuk berkas."),
        "is_wajib": rencana_rules.why_not_wajib(is_wajib, is_pokok),
        "is_pokok": rencana_rules.NEEDS_POKOK
        if slot is not None and slot.is_pokok and not is_pokok
        else None,
    }
    for field, refusal in refusals.items():
        if refusal is not None:
            raise Refused(refusal, field)


def move_document(
    slot: RencanaSlot, *, actor: Any, is_up: bool, seen: str | None = None, peran: str = ""
) -> bool:
    """A document changes places with its neighbour; at the end of the list nothing happens."""
    tahap = slot.tahap
    before = hold_stage(tahap, seen)
    rows = sorted(tahap.slot, key=lambda row: row.urut)
    if slot not in rows:
        raise Gone
    place = rows.index(slot)
    target = place + (-1 if is_up else 1)
    if not 0 <= target < len(rows):
        return False
    rows[place], rows[target] = rows[target], rows[place]
    for number, row in enumerate(rows, start=1):
        row.urut = number
    tahap.slot.sort(key=lambda row: row.urut)
    return note(tahap.rencana, before, actor, peran)


def remove_document(slot: RencanaSlot, *, actor: Any, seen: str | None = None, peran: str = "") -> None:
    """A document is asked for no longer. Raises Refused for the main one."""
    tahap = slot.tahap
    before = hold_stage(tahap, seen)
    if slot not in tahap.slot:
        raise Gone
    refusal = rencana_rules.why_not_remove(slot)
    if refusal is not None:
        raise Refused(refusal)
    tahap.slot.remove(slot)
    note(tahap.rencana, before, actor, peran)
