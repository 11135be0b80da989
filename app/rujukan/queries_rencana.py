"""Reading plans of stages, positions, places, officials and closed days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.kit.fab_writes import references
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    HariTertutup,
    JabatanTim,
    KeadaanRencana,
    Pejabat,
    RencanaAlur,
    RencanaSyarat,
    RencanaTahap,
    Tempat,
)

WHOLE = (
    joinedload(RencanaAlur.kategori),
    selectinload(RencanaAlur.tahap).selectinload(RencanaTahap.slot),
    selectinload(RencanaAlur.tahap).selectinload(RencanaTahap.syarat).joinedload(RencanaSyarat.jabatan),
)


def current_rencana(kategori: Kategori) -> RencanaAlur | None:
    """The plan in force for a category: its highest published version."""
    return db.session.scalar(
        select(RencanaAlur)
        .where(RencanaAlur.kategori_id == kategori.id, RencanaAlur.keadaan == KeadaanRencana.TERBIT)
        .order_by(RencanaAlur.versi.desc())
        .limit(1)
        .options(*WHOLE)
    )


def find_rencana(pk: int) -> RencanaAlur | None:
    """One version or draft with everything in it."""
    return db.session.get(RencanaAlur, pk, options=WHOLE)


def versions_of(kategori: Kategori) -> Sequence[RencanaAlur]:
    """The published versions of a category, the newest first."""
    return db.session.scalars(
        select(RencanaAlur)
        .where(RencanaAlur.kategori_id == kategori.id, RencanaAlur.keadaan == KeadaanRencana.TERBIT)
        .order_by(RencanaAlur.versi.desc())
    ).all()


@dataclass
class PlansOfCategory:
    """The plans of one category: published ones newest first, the draft, and how many running cases stay on which."""

    kategori: Kategori
    terbit: list[RencanaAlur] = field(default_factory=list)
    draf: RencanaAlur | None = None
    berjalan: dict[int, int] = field(default_factory=dict)

    @property
    def berlaku(self) -> RencanaAlur | None:
        return self.terbit[0] if self.terbit else None


def plans_by_category() -> list[PlansOfCategory]:
    """Every category with its plans, in three queries."""
    rows = db.session.scalars(select(Kategori).order_by(Kategori.urut, Kategori.kode))
    found = {row.id: PlansOfCategory(row) for row in rows}
    for plan in db.session.scalars(select(RencanaAlur).order_by(RencanaAlur.versi.desc())):
        mine = found[plan.kategori_id]
        if plan.keadaan is KeadaanRencana.DRAF:
            mine.draf = plan
        else:
            mine.terbit.append(plan)
    counts = running_cases()
    for mine in found.values():
        mine.berjalan = {plan.id: counts[plan.id] for plan in mine.terbit if plan.id in counts}
    return list(found.values())


def running_cases(plans: Collection[int] | None = None) -> dict[int, int]:
    """How many cases that have not ended stay on each plan (of those named); plans without any are left out.

    Cases belong to a package above this one: whatever table points to a plan and says by `closed_at` when it ended.
    """
    counts: dict[int, int] = {}
    for table, column in references(RencanaAlur):
        if "closed_at" not in table.columns:
            continue
        query = select(column, func.count()).where(column.is_not(None), table.c.closed_at.is_(None))
        if plans is not None:
            query = query.where(column.in_(plans))
        for plan, count in db.session.execute(query.group_by(column)):
            counts[plan] = counts.get(plan, 0) + count
    return counts


def active_jabatan() -> Sequence[JabatanTim]:
    """Positions of the team that a rule may name."""
    return db.session.scalars(
        select(JabatanTim).where(JabatanTim.is_active).order_by(JabatanTim.urut, JabatanTim.nama)
    ).all()


def active_tempat() -> Sequence[Tempat]:
    """Places of signing that may be chosen."""
    return db.session.scalars(select(Tempat).where(Tempat.is_active).order_by(Tempat.urut, Tempat.nama)).all()


def active_pejabat() -> Sequence[Pejabat]:
    """Officials who may sign for the city, the Wali Kota first."""
    return db.session.scalars(
        select(Pejabat)
        .where(Pejabat.is_active)
        .order_by(Pejabat.is_wali_kota.desc(), Pejabat.urut, Pejabat.id)
    ).all()


def active_wali_kota() -> Pejabat | None:
    """The one who signs everything without a letter."""
    return db.session.scalar(select(Pejabat).where(Pejabat.is_wali_kota, Pejabat.is_active))


def closed_days(first_on: date, last_on: date) -> dict[date, str]:
    """Days of a span on which nothing is signed although they are no holidays, with the reason."""
    rows = db.session.scalars(
        select(HariTertutup)
        .where(HariTertutup.tanggal.between(first_on, last_on))
        .order_by(HariTertutup.tanggal)
    )
    return {row.tanggal: row.alasan for row in rows}
