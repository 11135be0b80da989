"""Reading reference rows: what may be chosen now, today's integrity pact, holidays, the proposed category.

Rows are read once a request where pages ask for them again and again. Nothing is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, has_request_context
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import today
from app.kit.fields import register_suggestion
from app.rujukan.models import (
    OPD,
    HariLibur,
    JenisPemohon,
    Kategori,
    PaktaIntegritas,
    TingkatWilayah,
    Urusan,
    UsulanKategori,
    Wilayah,
)

SETTING_CHANGED = "pengaturan.diubah"
SETTING_TABLE = settings.PengaturanSistem.__tablename__


def is_kabupaten_kota(user: Any = None) -> ColumnElement[bool]:
    """The condition on Wilayah that leaves kabupaten and kota: an address lies in one of them, never in a province."""
    return Wilayah.tingkat != TingkatWilayah.PROVINSI


# Chosen by typing: 552 rows are too many for a list. The first name of a model is the one that FAB's forms take.
register_suggestion("wilayah", Wilayah, ["nama", "kode"], None)
register_suggestion("kabupaten-kota", Wilayah, ["nama"], None, is_kabupaten_kota)
register_suggestion("opd", OPD, ["nama", "singkatan"], ("can_list", "OPDView"))


def active_urusan() -> Sequence[Urusan]:
    """The fields of government that may be chosen, in the order of the law."""
    return db.session.scalars(select(Urusan).where(Urusan.is_active).order_by(Urusan.kode)).all()


def active_kategori() -> Sequence[Kategori]:
    """The categories that an applicant may choose, in their order."""
    return db.session.scalars(
        select(Kategori)
        .where(Kategori.is_active, Kategori.is_diusulkan_pemohon)
        .order_by(Kategori.urut, Kategori.kode)
    ).all()


def proposed_kategori(jenis: JenisPemohon) -> UsulanKategori | None:
    """The category proposed to a kind of applicant, with its reason; None when there is none or it is retired."""
    return db.session.scalar(
        select(UsulanKategori)
        .join(UsulanKategori.kategori)
        .where(UsulanKategori.jenis_pemohon == jenis, Kategori.is_active)
        .options(joinedload(UsulanKategori.kategori))
    )


def current_pakta(on: date | None = None) -> PaktaIntegritas | None:
    """The version of the integrity pact in force on a day in Samarinda (today)."""
    return db.session.scalar(
        select(PaktaIntegritas)
        .where(PaktaIntegritas.berlaku_on <= (on or today()))
        .order_by(PaktaIntegritas.berlaku_on.desc())
        .limit(1)
    )


def holidays() -> frozenset[date]:
    """All holidays and days of cuti bersama; one query a request."""
    if not has_request_context():
        return _load_holidays()
    if "_holidays" not in g:
        g._holidays = _load_holidays()
    return g._holidays


def _load_holidays() -> frozenset[date]:
    return frozenset(db.session.scalars(select(HariLibur.tanggal)))


def next_pakta_versi() -> int:
    """The number of the next version of the integrity pact."""
    return (db.session.scalar(select(func.max(PaktaIntegritas.versi))) or 0) + 1


@dataclass(frozen=True)
class LastChange:
    """Who changed a setting last, and when."""

    pelaku: str
    at: datetime


def last_changes() -> dict[str, LastChange]:
    """The last change of each setting that was ever changed, by its key; read from the journal."""
    rows = db.session.execute(
        select(Peristiwa.objek_nama, Peristiwa.pelaku_nama, Peristiwa.at)
        .where(Peristiwa.objek_tipe == SETTING_TABLE, Peristiwa.jenis == SETTING_CHANGED)
        .order_by(Peristiwa.objek_id, Peristiwa.id.desc())
        .ext(distinct_on(Peristiwa.objek_id))
    )
    return {name: LastChange(pelaku, at) for name, pelaku, at in rows}
