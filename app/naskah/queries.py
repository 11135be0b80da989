"""Reading the documents of a case: slots with their versions, the mark that opinions refer to, one version."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.naskah.models import VersiNaskah
from app.permohonan.models import Permohonan, TahapPerkara
from app.rujukan.models_rencana import RencanaSlot, RencanaSyarat, RencanaTahap

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Dokumen:
    """One slot of one stage with its versions, newest first."""

    slot: RencanaSlot
    versi: list[VersiNaskah] = field(default_factory=list)

    @property
    def terbaru(self) -> VersiNaskah | None:
        return self.versi[0] if self.versi else None

    def same_as(self, versi: VersiNaskah) -> int | None:
        """The number of an earlier version with the same content; None when there is none."""
        older = (v.nomor for v in self.versi if v.nomor < versi.nomor and v.berkas_id == versi.berkas_id)
        return min(older, default=None)


def _rows() -> Select[tuple[VersiNaskah]]:
    """Versions with what a page shows of them, newest first."""
    return (
        select(VersiNaskah)
        .options(
            joinedload(VersiNaskah.berkas), joinedload(VersiNaskah.pengunggah), joinedload(VersiNaskah.slot)
        )
        .order_by(VersiNaskah.id.desc())
    )


def history(permohonan: Permohonan) -> Sequence[VersiNaskah]:
    """Every version of a case, newest first. One query."""
    return db.session.scalars(_rows().where(VersiNaskah.permohonan_id == permohonan.id)).all()


def documents(tahap: TahapPerkara, most: int | None = None) -> list[Dokumen]:
    """The slots of a stage in their order, each with its versions, newest first. One query for the versions.

    `most`: so many of each slot are enough.
    """
    query = _rows().where(VersiNaskah.tahap_id == tahap.id)
    if most is not None:
        place = func.row_number().over(partition_by=VersiNaskah.slot_id, order_by=VersiNaskah.id.desc())
        places = select(VersiNaskah.id, place.label("ke")).where(VersiNaskah.tahap_id == tahap.id).subquery()
        query = query.join(places, places.c.id == VersiNaskah.id).where(places.c.ke <= most)
    return group(tahap, db.session.scalars(query))


def mark_of(dokumen: Iterable[Dokumen]) -> int | None:
    """The same as `required_mark`, of the documents of a stage that were read already."""
    newest = [row.terbaru for row in dokumen if row.slot.is_wajib]
    filled = [versi.id for versi in newest if versi is not None]
    return max(filled) if filled and len(filled) == len(newest) else None


def group(tahap: TahapPerkara, versi: Iterable[VersiNaskah]) -> list[Dokumen]:
    """The same from rows that were read already (newest first, perhaps of other stages too)."""
    by_slot: defaultdict[int, list[VersiNaskah]] = defaultdict(list)
    for row in versi:
        if row.tahap_id == tahap.id:
            by_slot[row.slot_id].append(row)
    return [Dokumen(slot, by_slot.get(slot.id, [])) for slot in tahap.rencana_tahap.slot]


def required_mark(tahap: TahapPerkara) -> int | None:
    """The highest version id among the required slots: an opinion given at a lower mark is stale.

    None while a required slot is still empty, so that nobody can give an opinion.
    """
    required = {slot.id for slot in tahap.rencana_tahap.slot if slot.is_wajib}
    newest = dict(
        db.session.execute(
            select(VersiNaskah.slot_id, func.max(VersiNaskah.id))
            .where(VersiNaskah.tahap_id == tahap.id, VersiNaskah.slot_id.in_(required))
            .group_by(VersiNaskah.slot_id)
        ).all()  # type: ignore[arg-type]
    )
    return max(newest.values()) if required and set(newest) == required else None


def newest_required(permohonan: Permohonan) -> dict[int, int]:
    """The highest version id among the required slots of each stage of a case, by the stage's id. One query."""
    rows = db.session.execute(
        select(VersiNaskah.tahap_id, func.max(VersiNaskah.id))
        .join(VersiNaskah.slot)
        .where(VersiNaskah.permohonan_id == permohonan.id, RencanaSlot.is_wajib)
        .group_by(VersiNaskah.tahap_id)
    )
    return dict(rows.all())  # type: ignore[arg-type]


def missing_slots(tahap: TahapPerkara) -> list[RencanaSlot]:
    """The required slots that are still empty, in their order."""
    filled = set(
        db.session.scalars(select(VersiNaskah.slot_id).where(VersiNaskah.tahap_id == tahap.id).distinct())
    )
    return [slot for slot in tahap.rencana_tahap.slot if slot.is_wajib and slot.id not in filled]


def pokok_version(tahap: TahapPerkara) -> VersiNaskah | None:
    """The newest version of the document that opinions are about."""
    slot = next((slot for slot in tahap.rencana_tahap.slot if slot.is_pokok), None)
    return newest_in(tahap, slot) if slot is not None else None


def newest_in(tahap: TahapPerkara, slot: RencanaSlot) -> VersiNaskah | None:
    """The newest version in one slot of a stage."""
    return db.session.scalar(
        _rows().where(VersiNaskah.tahap_id == tahap.id, VersiNaskah.slot_id == slot.id).limit(1)
    )


def versions_in(tahap: TahapPerkara, slot: RencanaSlot) -> list[VersiNaskah]:
    """All versions in one slot of a stage, newest first."""
    query = _rows().where(VersiNaskah.tahap_id == tahap.id, VersiNaskah.slot_id == slot.id)
    return list(db.session.scalars(query))


def find_version(permohonan: Permohonan, nomor_id: Any) -> VersiNaskah | None:
    """One version by its id, when it belongs to this case; an id that none can have is not found."""
    if not isinstance(nomor_id, int) or not 0 < nomor_id <= LARGEST_ID:
        return None
    return db.session.scalar(
        _rows().where(VersiNaskah.id == nomor_id, VersiNaskah.permohonan_id == permohonan.id)
    )


def stages_of(permohonan: Permohonan) -> Sequence[RencanaTahap]:
    """The stages of the plan that this case follows, with slots and requirements; empty before Penawaran began."""
    return (
        db.session.scalars(
            select(RencanaTahap)
            .where(RencanaTahap.rencana_id == permohonan.rencana_id)
            .order_by(RencanaTahap.urut)
            .options(
                joinedload(RencanaTahap.slot),
                joinedload(RencanaTahap.syarat).joinedload(RencanaSyarat.jabatan),
            )
        )
        .unique()
        .all()
    )


def find_slot(permohonan: Permohonan, tahap: str, slot: str) -> RencanaSlot | None:
    """A slot of the plan of this case by the names of its stage and its own."""
    return db.session.scalar(
        select(RencanaSlot)
        .join(RencanaTahap, RencanaTahap.id == RencanaSlot.tahap_id)
        .where(
            RencanaTahap.rencana_id == permohonan.rencana_id,
            cast(RencanaTahap.tahap, String) == tahap,
            RencanaSlot.kode == slot,
        )
    )


def counting_slots(permohonan: Permohonan) -> Select[Any]:
    """In how many slots of a case there is at least one version (the number beside the tab)."""
    return select(func.count(VersiNaskah.slot_id.distinct())).where(
        VersiNaskah.permohonan_id == permohonan.id
    )
