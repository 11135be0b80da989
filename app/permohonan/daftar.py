"""The rows of the case lists: which, in which order, which page, how many. Reads only.

A page is found by the row before it, so any depth costs the same; counts stop at COUNT_CAP. Every order offered
has an index (column, id), and the cases are always those of `queries.visible_to`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    any_,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG
from sqlalchemy.orm import aliased

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import WITA, is_working_day, today
from app.kit.full_text import full_text_query
from app.permohonan.alur import TAHAP_OF, Status
from app.permohonan.models import Permohonan, Petugas, TampilanTersimpan, permohonan_urusan
from app.permohonan.queries import own, visible_to
from app.permohonan.sambungan import waiting_for
from app.permohonan.saringan import TABS, Saringan, Tempat, Urutan
from app.rujukan.models import Kategori, Urusan
from app.rujukan.queries import holidays

SIZE = 25
ALL = tuple(status for status in Status if status is not Status.DRAF)
COUNT_CAP = 1000
CODE = re.compile(r"[A-Z]+(?:-[A-Z0-9]+)+")
NUMBER = re.compile(r"[0-9]{1,8}")

COLUMNS = (
    Permohonan.id,
    Permohonan.kode,
    Permohonan.judul,
    Permohonan.instansi_nama,
    Permohonan.kategori_id,
    Permohonan.status,
    Permohonan.giliran,
    Permohonan.status_since,
    Permohonan.submitted_at,
)


@dataclass(frozen=True)
class Halaman:
    """One page: its rows, the places where the pages beside it begin (None: there is none), the row whose code was typed."""

    rows: Sequence[Any]
    sebelum: Tempat | None = None
    sesudah: Tempat | None = None
    persis: Any = None

    @property
    def is_whole(self) -> bool:
        """Whether this page is all there is."""
        return self.sebelum is None and self.sesudah is None


# --- which rows ----------------------------------------------------------------------------------------------------
def mine_among(rows: Sequence[Any], user: Pengguna) -> set[int]:
    """The ids of those rows in whose cases something waits for this person; one query."""
    return set(db.session.scalars(waiting_for(user, [row.id for row in rows]))) if rows else set()


def tab_statuses(tab: str, user: Pengguna) -> tuple[Status, ...]:
    """The statuses of a tab of the staff list; the tab of turns is told apart by what waits for this person alone."""
    statuses = TABS[tab][1]
    return ALL if statuses is None else statuses


def _turn_of(tab: str, user: Pengguna) -> list[ColumnElement[bool]]:
    """The tab "Giliran saya": the cases of this person's list of tasks."""
    if TABS[tab][1] is not None:
        return []
    return [Permohonan.id.in_(waiting_for(user))]


def search_condition(text: str) -> ColumnElement[bool]:
    """Cases whose title, institution or code has these words; a number also finds the code with that number."""
    query: Any = full_text_query(text)
    if NUMBER.fullmatch(text):
        for number in {
            text,
            text.zfill(5),
        }:  # the parser reads the parts of KSD-2026-00042-7 as negative numbers
            query = query.op("||")(func.to_tsquery(literal("simple").cast(REGCONFIG), f"'-{number}'"))
    found: ColumnElement[bool] = Permohonan.cari.op("@@")(query)
    if CODE.fullmatch(text.upper()):
        begins = and_(Permohonan.kode >= text.upper(), Permohonan.kode < text.upper() + "~")
        return or_(found, begins)
    return found


def _stands_in(statuses: Collection[Status]) -> ColumnElement[bool]:
    if len(statuses) == len(Status) - 1 and Status.DRAF not in statuses:
        return Permohonan.status != Status.DRAF
    names = sorted(str(status) for status in statuses)  # one parameter, however many
    return Permohonan.status == any_(literal(names, ARRAY(String)))


def _filters(saringan: Saringan, user: Pengguna) -> list[ColumnElement[bool]]:
    """What the filters of an address ask, without the question of who may see it."""
    statuses = set(tab_statuses(saringan.tab, user))
    turn = _turn_of(saringan.tab, user)
    if saringan.tahap:
        statuses &= {status for status in Status if TAHAP_OF[status] == saringan.tahap}
    if saringan.giliran:
        turn.append(Permohonan.giliran == saringan.giliran)
    if saringan.status:
        statuses &= {saringan.status}
    found: list[ColumnElement[bool]] = [_stands_in(statuses), *turn]
    if saringan.q:
        found.append(search_condition(saringan.q))
    if saringan.kategori:
        kategori = select(Kategori.id).where(Kategori.kode == saringan.kategori)
        found.append(Permohonan.kategori_id == kategori.scalar_subquery())
    if saringan.urusan:
        of_urusan = (
            select(permohonan_urusan.c.permohonan_id)
            .join(Urusan, Urusan.id == permohonan_urusan.c.urusan_id)
            .where(Urusan.kode == saringan.urusan)
        )
        found.append(Permohonan.id.in_(of_urusan))
    if saringan.jenis:
        found.append(Permohonan.instansi_jenis == saringan.jenis)
    if saringan.tahun:
        found.append(Permohonan.submitted_at >= datetime(saringan.tahun, 1, 1, tzinfo=WITA).astimezone(UTC))
        found.append(
            Permohonan.submitted_at < datetime(saringan.tahun + 1, 1, 1, tzinfo=WITA).astimezone(UTC)
        )
    if saringan.umur:
        found.append(Permohonan.status_since < waiting_since(saringan.umur))
    return found


def waiting_since(days: int, on: date | None = None) -> datetime:
    """The moment before which a case must have come where it stands to have waited there more than `days` working days."""
    day, count, free = on or today(), 0, holidays()
    while count <= days:
        count += is_working_day(day, free)
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=WITA).astimezone(UTC)


# --- which page ----------------------------------------------------------------------------------------------------
def _slice(
    columns: Any, query: Any, urutan: Urutan, after: Tempat | None, before: Tempat | None
) -> tuple[list[Any], bool]:
    """Up to SIZE rows beside a place, and whether there are more beyond them."""
    column, key = columns[urutan.kolom], columns["id"]
    is_descending = urutan.is_descending != (before is not None)
    place = before or after
    if place is not None:
        limit = tuple_(literal(place.nilai, column.type), literal(place.id, key.type))
        query = query.where(tuple_(column, key) < limit if is_descending else tuple_(column, key) > limit)
    query = query.order_by(*((c.desc() if is_descending else c.asc()) for c in (column, key)))
    rows = list(db.session.execute(query.limit(SIZE + 1)))
    has_more = len(rows) > SIZE
    rows = rows[:SIZE]
    return (rows[::-1] if before is not None else rows), has_more


def page_of(query: Any, saringan: Saringan, is_few: bool = False) -> Halaman:
    """The page of a query that an address means. Going back to the beginning shows the beginning, whole.

    `is_few`: the query has at most COUNT_CAP rows. They are then found first and sorted afterwards: the planner
    would rather walk through the whole table in the asked order, hoping to meet them soon.
    """
    columns: Any = {column.key: column for column in COLUMNS}
    if is_few:
        found = query.limit(COUNT_CAP).subquery()
        query, columns = select(found), found.c
    urutan = saringan.urutan
    is_backwards = saringan.sebelum is not None
    rows, has_more = _slice(columns, query, urutan, saringan.sesudah, saringan.sebelum)
    has_previous = has_more if is_backwards else saringan.sesudah is not None
    has_next = is_backwards or has_more
    if is_backwards and not has_more:
        rows, has_next = _slice(columns, query, urutan, None, None)
        has_previous = False

    def place(row: Any) -> Tempat:
        return Tempat(getattr(row, urutan.kolom), row.id)

    return Halaman(
        rows,
        sebelum=place(rows[0]) if rows and has_previous else None,
        sesudah=place(rows[-1]) if rows and has_next else None,
    )


def staff_page(saringan: Saringan, user: Pengguna, total: int) -> Halaman:
    """One page of the staff list; `total` is what `staff_counts` counted.

    A case whose whole code was typed stands first, whatever the filters say.
    """
    visible = visible_to(user)
    query: Any = select(*COLUMNS).where(visible, *_filters(saringan, user))
    persis = None
    if CODE.fullmatch(saringan.q.upper()):
        exact = select(*COLUMNS).where(visible, Permohonan.status != Status.DRAF)
        persis = db.session.execute(exact.where(Permohonan.kode == saringan.q.upper())).first()
        if persis is not None:
            query = query.where(Permohonan.id != persis.id)
    page = page_of(query, saringan, is_few=saringan.is_filtered and total <= COUNT_CAP)
    is_first = saringan.sesudah is None and saringan.sebelum is None
    return Halaman(page.rows, page.sebelum, page.sesudah, persis if is_first else None)


def applicant_page(saringan: Saringan, user: Pengguna) -> Halaman:
    """One page of "Permohonan saya": drafts too, with what this person is in each case (`ke`, `jawaban`)."""
    mine = aliased(Petugas)  # `own` asks the table too
    query: Any = (
        select(
            *COLUMNS,
            mine.ke,
            mine.jawaban,
            Kategori.nama.label("kategori"),
            Kategori.kode.label("kategori_kode"),
        )
        .join(mine, and_(mine.permohonan_id == Permohonan.id, mine.pengguna_id == user.id))
        .outerjoin(Kategori, Kategori.id == Permohonan.kategori_id)
        .where(own(user))
    )
    return page_of(query, saringan)


# --- how many ------------------------------------------------------------------------------------------------------
def staff_counts(saringan: Saringan, user: Pengguna) -> tuple[dict[str, int], int]:
    """How many cases each tab has, and the list as filtered; all in one query, none over COUNT_CAP + 1."""
    visible = visible_to(user)
    lists = {tab: [_stands_in(tab_statuses(tab, user)), *_turn_of(tab, user)] for tab in TABS}
    if saringan.is_filtered or saringan.tab not in lists:
        lists["jumlah"] = _filters(saringan, user)
    counts = []
    for name, conditions in lists.items():
        rows = select(literal(1)).select_from(Permohonan).where(visible, *conditions).limit(COUNT_CAP + 1)
        counts.append(select(func.count()).select_from(rows.subquery()).scalar_subquery().label(f"n_{name}"))
    found = dict(zip(lists, db.session.execute(select(*counts)).one(), strict=True))
    total = found.pop("jumlah", None)
    return found, found[saringan.tab] if total is None else total


# --- what the filters offer ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pilihan:
    """What the list's forms offer: (code, name) of fields of government and categories, and the person's saved lists."""

    urusan: dict[str, str]
    kategori: dict[str, str]
    kategori_kode: dict[int, str]
    tampilan: list[tuple[int, str, str]]


def choices(user: Pengguna) -> Pilihan:
    """All that the filters offer, in one query."""
    rows = db.session.execute(
        union_all(
            select(literal("u"), Urusan.id, Urusan.kode.label("kode"), Urusan.nama, literal(0).label("urut")),
            select(literal("k"), Kategori.id, Kategori.kode, Kategori.nama, Kategori.urut),
            select(
                literal("t"),
                TampilanTersimpan.id,
                TampilanTersimpan.nama,
                TampilanTersimpan.alamat,
                literal(0),
            ).where(TampilanTersimpan.pengguna_id == user.id),
        ).order_by("urut", "kode")
    ).all()
    return Pilihan(
        urusan={kode: nama for kind, _id, kode, nama, _u in rows if kind == "u"},
        kategori={kode: nama for kind, _id, kode, nama, _u in rows if kind == "k"},
        kategori_kode={key: kode for kind, key, kode, _nama, _u in rows if kind == "k"},
        tampilan=[(key, nama, alamat) for kind, key, nama, alamat, _u in rows if kind == "t"],
    )
