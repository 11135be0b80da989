"""The life of a plan of stages: copied into a draft, edited, published as a numbered version, or thrown away.

A published version is never changed: cases that began with it stay on it. Each act locks the draft, compares what the
person saw with what stands there, changes it and records one event. Nothing is committed here.
One stage and its documents: rencana_tahap_operations.py.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Gone, Refused, Stale
from app.rujukan import rencana_beda, rencana_rules
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    JenisNaskah,
    KeadaanRencana,
    RencanaAlur,
    RencanaSlot,
    RencanaSyarat,
    RencanaTahap,
    TahapBahas,
)
from app.rujukan.queries_rencana import WHOLE, current_rencana
from app.rujukan.reference_rencana import RANCANGAN, drafting_stage, first_plan
from app.rujukan.rencana_rules import Susunan

CHANGED = _l("Orang lain baru saja mengubah draf ini. Bandingkan dengan yang tersimpan, lalu simpan lagi.")
PUBLISHED_MEANWHILE = _l("Draf ini sudah diterbitkan. Versi yang terbit tidak dapat diubah.")
ORDER = list(TahapBahas)


# --- holding a draft ---------------------------------------------------------------------------
def _hold(rencana: RencanaAlur) -> dict[str, Any]:
    """Lock a draft and read it anew; answers what it says now. Raises Gone, or Stale when it is published."""
    found = db.session.scalar(
        select(RencanaAlur)
        .where(RencanaAlur.id == rencana.id)
        .with_for_update(of=RencanaAlur)
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Gone
    if found.keadaan is not KeadaanRencana.DRAF:
        raise Stale(PUBLISHED_MEANWHILE)
    return rencana_beda.content(found)


def hold_stage(tahap: RencanaTahap, seen: str | None) -> dict[str, Any]:
    """Lock the draft of a stage; raises Gone when the stage was taken out, Stale when it is not as `seen`."""
    before = _hold(tahap.rencana)
    if tahap.tahap.value not in before or tahap not in tahap.rencana.tahap:
        raise Gone
    _compare(before[tahap.tahap.value], seen)
    return before


def _compare(said: dict[str, Any], seen: str | None) -> None:
    if seen is not None and seen != rencana_beda.fingerprint(said):
        raise Stale(CHANGED)


def note(rencana: RencanaAlur, before: dict[str, Any], actor: Any, peran: str) -> bool:
    """Record in what the draft differs from before; answers False, and records nothing, when it does not."""
    db.session.flush()
    found = rencana_beda.differences(before, rencana_beda.content(rencana))
    if found:
        data = {"kategori": rencana.kategori.kode, "perubahan": [beda.as_json() for beda in found]}
        record("rencana.draf_diubah", actor=actor, peran=peran, objek=rencana, data=data)
    return bool(found)


# --- the draft as a whole ----------------------------------------------------------------------
def create_draft(kategori: Kategori, *, actor: Any, peran: str = "") -> RencanaAlur:
    """A draft begins as a copy of the newest published version; a category has one draft at a time.

    A category without any version begins with the stages of the guide. Raises Stale when there is a draft already.
    """
    _lock_category(kategori)
    query = select(RencanaAlur.id).where(
        RencanaAlur.kategori_id == kategori.id, RencanaAlur.keadaan == KeadaanRencana.DRAF
    )
    if db.session.scalar(query) is not None:
        raise Stale(_l("Sudah ada draf untuk kategori ini. Lanjutkan draf itu."))
    source = current_rencana(kategori)
    draft = first_plan(kategori) if source is None else _copy_of(source)
    draft.keadaan, draft.versi, draft.published_at, draft.catatan = KeadaanRencana.DRAF, None, None, ""
    db.session.add(draft)
    data = {"kategori": kategori.kode, "dari_versi": source.versi if source else None}
    record("rencana.draf_dibuat", actor=actor, peran=peran, objek=draft, data=data)
    return draft


def _lock_category(kategori: Kategori) -> None:
    """Two people who begin or publish a plan of one category do it one after the other."""
    db.session.execute(select(Kategori.id).where(Kategori.id == kategori.id).with_for_update())


def _copy_of(source: RencanaAlur) -> RencanaAlur:
    return RencanaAlur(kategori=source.kategori, tahap=[_copy(stage) for stage in source.tahap])


def _copy(stage: RencanaTahap) -> RencanaTahap:
    slots = [
        RencanaSlot(
            kode=slot.kode,
            nama=slot.nama,
            petunjuk=slot.petunjuk,
            bentuk=list(slot.bentuk),
            is_wajib=slot.is_wajib,
            is_pokok=slot.is_pokok,
            urut=slot.urut,
        )
        for slot in stage.slot
    ]
    return RencanaTahap(
        tahap=stage.tahap,
        naskah=stage.naskah,
        urut=stage.urut,
        tenggat_hari=stage.tenggat_hari,
        tenggat_jenis=stage.tenggat_jenis,
        slot=slots,
        syarat=[
            RencanaSyarat(pihak=row.pihak, aturan=row.aturan, jumlah=row.jumlah, jabatan=row.jabatan)
            for row in stage.syarat
        ],
    )


def set_papers(
    rencana: RencanaAlur, *, actor: Any, susunan: Susunan, seen: str | None = None, peran: str = ""
) -> bool:
    """The draft writes exactly these agreements; stages that stay keep their documents. Answers False for no change.

    Raises Refused (field `susunan`) when the category's law knows no such order.
    """
    before = _hold(rencana)
    _compare(before, seen)
    if susunan not in rencana_rules.lawful_orders(rencana.kategori.kode):
        raise Refused(_l("Pilih salah satu dari daftar."), "susunan")
    for stage in list(rencana.tahap):
        if stage.tahap is not TahapBahas.PENAWARAN and stage.tahap not in susunan.naskah:
            rencana.tahap.remove(stage)
    db.session.flush()
    present = {stage.tahap: stage for stage in rencana.tahap}
    for tahap, naskah in susunan.naskah.items():
        if tahap not in present:
            rencana.tahap.append(drafting_stage(tahap, naskah, ORDER.index(tahap) + 1))
        elif present[tahap].naskah is not naskah:
            _redraft(present[tahap], naskah)
    rencana.tahap.sort(key=lambda stage: ORDER.index(stage.tahap))
    for place, stage in enumerate(rencana.tahap, start=1):
        stage.urut = place
    return note(rencana, before, actor, peran)


def _redraft(stage: RencanaTahap, naskah: JenisNaskah) -> None:
    """The stage writes another agreement; a document that was called after the one before is called after this one."""
    old = RANCANGAN[stage.naskah] if stage.naskah else ""
    for slot in stage.slot:
        if slot.nama == old:
            slot.nama = RANCANGAN[naskah]
    stage.naskah = naskah


def discard(rencana: RencanaAlur, *, actor: Any, seen: str | None = None, peran: str = "") -> None:
    """A draft is thrown away; the version in force stays. Raises Stale when it is not as `seen`."""
    before = _hold(rencana)
    _compare(before, seen)
    in_force = rencana_beda.content(current_rencana(rencana.kategori))
    found = rencana_beda.differences(in_force, before)
    data = {"kategori": rencana.kategori.kode, "perubahan": [beda.as_json() for beda in found]}
    record("rencana.draf_dibuang", actor=actor, peran=peran, objek=rencana, data=data)
    db.session.delete(rencana)
    db.session.flush()


def publish(
    rencana: RencanaAlur, *, actor: Any, catatan: str = "", seen: str | None = None, peran: str = ""
) -> RencanaAlur:
    """The draft becomes the next version, in force for every case that is verified from now on, for no other.

    Raises Refused with everything that is still wrong, or when nothing differs; Stale when it was published or changed
    meanwhile.
    """
    _lock_category(rencana.kategori)
    said = _hold(rencana)
    _compare(said, seen)
    wrong = rencana_rules.complaints(rencana)
    if wrong:
        raise Refused(" ".join(str(sentence) for sentence in wrong))
    in_force = current_rencana(rencana.kategori)
    found = rencana_beda.differences(rencana_beda.content(in_force), said)
    if not found:
        raise Refused(_l("Draf ini sama dengan versi yang berlaku. Tidak ada yang perlu diterbitkan."))
    rencana.versi = _next_version(rencana.kategori)
    rencana.keadaan, rencana.published_at, rencana.catatan = KeadaanRencana.TERBIT, now(), catatan.strip()
    data = {
        "kategori": rencana.kategori.kode,
        "versi": rencana.versi,
        "menggantikan": in_force.versi if in_force else None,
        "perubahan": [beda.as_json() for beda in found],
    }
    record("rencana.diterbitkan", actor=actor, peran=peran, objek=rencana, data=data, catatan=rencana.catatan)
    return rencana


def _next_version(kategori: Kategori) -> int:
    return (
        db.session.scalar(select(func.max(RencanaAlur.versi)).where(RencanaAlur.kategori_id == kategori.id))
        or 0
    ) + 1
