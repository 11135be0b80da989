"""The rows of the register: which, in which order, which page, how many. Reads only.

A page is found by the row before it, so any depth costs the same; counts stop at COUNT_CAP. The agreements are
always those of `queries.visible_to`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, tuple_

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.keadaan import Keadaan, keadaan_sql, stands_in
from app.kerjasama.models import KerjaSama
from app.kerjasama.queries import visible_to
from app.kerjasama.saringan import Rilis, Saringan, Tempat
from app.kit.full_text import full_text_query, narrowed
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import JenisNaskah

SIZE = 25
COUNT_CAP = 1000


@dataclass(frozen=True)
class Baris:
    """One row as it is printed."""

    id: int
    kode: str
    jenis: JenisNaskah
    judul: str
    instansi: str
    kategori: str
    nomor_kota: str
    ditandatangani_on: date
    berlaku_from: date
    berlaku_until: date
    keadaan: Keadaan
    is_dirilis: bool


@dataclass(frozen=True)
class Halaman:
    """One page: its rows, the places where the pages beside it begin (None: there is none), and how many rows in all."""

    rows: Sequence[Baris]
    sebelum: Tempat | None
    sesudah: Tempat | None
    jumlah: int  # COUNT_CAP + 1: more than COUNT_CAP


def conditions(saringan: Saringan, user: Pengguna | None) -> list[ColumnElement[bool]]:
    """What an address asks, of what this person may see."""
    found: list[ColumnElement[bool]] = [visible_to(user)]
    if saringan.jenis:
        found.append(KerjaSama.jenis == saringan.jenis)
    if saringan.kategori:
        kategori = select(Kategori.id).where(Kategori.kode == saringan.kategori)
        found.append(KerjaSama.kategori_id == kategori.scalar_subquery())
    if saringan.keadaan:
        found.append(stands_in(saringan.keadaan))
    if saringan.tahun:
        year = saringan.tahun
        found.append(KerjaSama.ditandatangani_on.between(date(year, 1, 1), date(year, 12, 31)))
    if saringan.rilis:
        released = KerjaSama.released_at.is_not(None)
        found.append(released if saringan.rilis is Rilis.YA else ~released)
    if saringan.q:
        match = KerjaSama.cari.op("@@")(full_text_query(saringan.q))
        found.append(narrowed(KerjaSama.id, match))
    return found


def page_of(saringan: Saringan, user: Pengguna | None) -> Halaman:
    """The page that an address means. Going back to the beginning shows the beginning, whole."""
    where = conditions(saringan, user)
    query = (
        select(
            KerjaSama.id,
            KerjaSama.kode,
            KerjaSama.jenis,
            KerjaSama.judul,
            KerjaSama.instansi_nama,
            Kategori.nama,
            KerjaSama.nomor_kota,
            KerjaSama.ditandatangani_on,
            KerjaSama.berlaku_from,
            KerjaSama.berlaku_until,
            keadaan_sql(),
            KerjaSama.released_at.is_not(None),
        )
        .join(Kategori, Kategori.id == KerjaSama.kategori_id)
        .where(*where)
    )
    is_backwards = saringan.sebelum is not None
    rows, has_more = _slice(query, saringan, saringan.sesudah, saringan.sebelum)
    has_previous = has_more if is_backwards else saringan.sesudah is not None
    has_next = is_backwards or has_more
    if is_backwards and not has_more:
        rows, has_next = _slice(query, saringan, None, None)
        has_previous = False
    counted = select(literal(1)).select_from(KerjaSama).where(*where).limit(COUNT_CAP + 1)
    total = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0

    def place(row: Baris) -> Tempat:
        return Tempat(getattr(row, saringan.urutan.kolom), row.id)

    return Halaman(
        rows,
        place(rows[0]) if rows and has_previous else None,
        place(rows[-1]) if rows and has_next else None,
        total,
    )


def _slice(
    query: Any, saringan: Saringan, after: Tempat | None, before: Tempat | None
) -> tuple[list[Baris], bool]:
    """Up to SIZE rows beside a place, and whether there are more beyond them."""
    column, key = getattr(KerjaSama, saringan.urutan.kolom), KerjaSama.id
    is_descending = saringan.urutan.is_descending != (before is not None)
    place = before or after
    if place is not None:
        limit = tuple_(literal(place.nilai), literal(place.id))
        query = query.where(tuple_(column, key) < limit if is_descending else tuple_(column, key) > limit)
    query = query.order_by(*((one.desc() if is_descending else one.asc()) for one in (column, key)))
    found: Sequence[Any] = db.session.execute(query.limit(SIZE + 1)).all()
    rows = [_printed(*row) for row in found[:SIZE]]
    return (rows[::-1] if before is not None else rows), len(found) > SIZE


def _printed(*values: Any) -> Baris:
    """The state comes as text."""
    *plain, keadaan, is_released = values
    return Baris(*[*plain, Keadaan(keadaan), is_released])


@dataclass(frozen=True)
class Pilihan:
    """What the filters offer: categories by code, and the years in which anything was signed."""

    kategori: dict[str, str]
    tahun: list[int]


def choices(user: Pengguna | None) -> Pilihan:
    """In two queries; a category that is not used any more is offered as long as it has agreements."""
    has_any = select(KerjaSama.id).where(KerjaSama.kategori_id == Kategori.id).exists()
    rows = db.session.execute(
        select(Kategori.kode, Kategori.nama)
        .where(Kategori.is_active | has_any)
        .order_by(Kategori.urut, Kategori.kode)
    )
    first, last = db.session.execute(
        select(func.min(KerjaSama.ditandatangani_on), func.max(KerjaSama.ditandatangani_on)).where(
            visible_to(user)
        )
    ).one()
    years = list(range(last.year, first.year - 1, -1)) if first else []
    return Pilihan({row.kode: row.nama for row in rows}, years)
