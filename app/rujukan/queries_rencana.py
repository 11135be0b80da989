"""Reading plans of stages, positions, places, officials and closed days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    HariTertutup,
    KeadaanRencana,
    Pejabat,
    RencanaAlur,
    RencanaTahap,
    Tempat,
)


def current_rencana(kategori: Kategori) -> RencanaAlur | None:
    """The plan in force for a category: its highest published version."""
    return db.session.scalar(
        select(RencanaAlur)
        .where(RencanaAlur.kategori_id == kategori.id, RencanaAlur.keadaan == KeadaanRencana.TERBIT)
        .order_by(RencanaAlur.versi.desc())
        .limit(1)
        .options(
            selectinload(RencanaAlur.tahap).selectinload(RencanaTahap.slot),
            selectinload(RencanaAlur.tahap).selectinload(RencanaTahap.syarat),
        )
    )


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


def closed_days(first_on: date, last_on: date) -> dict[date, str]:
    """Days of a span on which nothing is signed although they are no holidays, with the reason."""
    rows = db.session.scalars(
        select(HariTertutup)
        .where(HariTertutup.tanggal.between(first_on, last_on))
        .order_by(HariTertutup.tanggal)
    )
    return {row.tanggal: row.alasan for row in rows}
