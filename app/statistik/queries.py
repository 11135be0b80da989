"""The one query layer of all figures: public pages, downloads, the start page and staff pages ask here.

Only released cases count: those that were submitted. A draft is nobody's figure. Everything is added up in SQL, in a
small number of queries that does not depend on how many rows there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Integer, cast, extract, func, select, tuple_

from app.extensions import db
from app.kit.clock import WITA, now
from app.kit.look import address
from app.permohonan import kata
from app.permohonan.alur import BERLAKU, DIPROSES, TAHAP_OF, TERTUTUP, USAI, Status, Tahap
from app.permohonan.models import Permohonan, permohonan_urusan
from app.rujukan.models import JenisPemohon, Kategori, Urusan, Wilayah
from app.statistik.memory import remembered

FIRST_YEAR, LAST_YEAR = 2000, 2999

TUTUP = "tutup"  # refused or withdrawn: no stage of the poster
NAMA_TUTUP = _l("Ditolak atau ditarik")
TANPA_KATEGORI = _l("Belum berkategori")


@dataclass(frozen=True)
class Saringan:
    """Which cases are counted: those submitted in a year (on Samarinda's clock), those of one category; None: all."""

    tahun: int | None = None
    kategori_id: int | None = None


@dataclass(frozen=True)
class Baris:
    """One line of a table of figures: a code that stays, a name for people, and how many cases."""

    kode: str
    nama: Any
    jumlah: int


@dataclass(frozen=True)
class Tahunan:
    """One year: how many cases were submitted in it, and how many of those passed verification since."""

    tahun: int
    diajukan: int
    terverifikasi: int


@dataclass(frozen=True)
class Ikhtisar:
    """The sums. diproses + berjalan + berakhir + ditutup = total."""

    total: int
    diproses: int
    berjalan: int
    berakhir: int
    ditutup: int
    instansi: int
    wilayah: int


@dataclass(frozen=True)
class Statistik:
    """All figures of one page, added up at the moment `at`."""

    at: datetime
    saringan: Saringan
    ikhtisar: Ikhtisar
    tahap: Sequence[Baris]
    status: Sequence[Baris]
    kategori: Sequence[Baris]
    urusan: Sequence[Baris]
    jenis_pemohon: Sequence[Baris]
    wilayah: Sequence[Baris]
    tahun: Sequence[Tahunan]


def released(saringan: Saringan | None = None) -> list[ColumnElement[bool]]:
    """The conditions on Permohonan that leave the cases whose figures may be shown."""
    conditions: list[ColumnElement[bool]] = [Permohonan.submitted_at.is_not(None)]
    if saringan is not None and saringan.tahun is not None:
        start, end = (datetime(saringan.tahun + n, 1, 1, tzinfo=WITA).astimezone(UTC) for n in (0, 1))
        conditions += [Permohonan.submitted_at >= start, Permohonan.submitted_at < end]
    if saringan is not None and saringan.kategori_id is not None:
        conditions.append(Permohonan.kategori_id == saringan.kategori_id)
    return conditions


@remembered
def statistik(saringan: Saringan | None = None) -> Statistik:
    """Every figure of the page of statistics for one filter, in six queries. The years are those of all cases."""
    chosen = saringan or Saringan()
    groups = _grouped(chosen)
    wilayah = _wilayah(groups["instansi_wilayah_id"])
    return Statistik(
        at=now(),
        saringan=chosen,
        ikhtisar=_ikhtisar(groups["status"], count_instansi(chosen), len(groups["instansi_wilayah_id"])),
        tahap=by_tahap(groups["status"]),
        status=[
            Baris(status.value, kata.STATUS[status], groups["status"].get(status, 0))
            for status in Status
            if status is not Status.DRAF
        ],
        kategori=_kategori(groups["kategori_id"]),
        urusan=by_urusan(chosen),
        jenis_pemohon=[
            Baris(jenis.value, jenis.label, groups["instansi_jenis"].get(jenis, 0)) for jenis in JenisPemohon
        ],
        wilayah=wilayah,
        tahun=by_year(chosen.kategori_id),
    )


def _grouped(saringan: Saringan) -> dict[str, dict[Any, int]]:
    """How many cases for each value of each column, in one pass over the rows."""
    columns = (
        Permohonan.status,
        Permohonan.kategori_id,
        Permohonan.instansi_jenis,
        Permohonan.instansi_wilayah_id,
    )
    rows = db.session.execute(
        select(func.grouping(*columns), *columns, func.count())
        .where(*released(saringan))
        .group_by(func.grouping_sets(*(tuple_(column) for column in columns)))
    )
    found: dict[str, dict[Any, int]] = {column.key: {} for column in columns}
    for mask, *values, count in rows:
        # grouping() sets the bit of each column that was not grouped by; the first column has the highest bit.
        number = next(n for n in range(len(columns)) if not mask & (1 << (len(columns) - 1 - n)))
        found[columns[number].key][values[number]] = count
    return found


def _sum(by_status: dict[Status, int], statuses: Sequence[Status]) -> int:
    return sum(by_status.get(status, 0) for status in statuses)


def _ikhtisar(by_status: dict[Status, int], instansi: int, wilayah: int) -> Ikhtisar:
    return Ikhtisar(
        total=sum(by_status.values()),
        diproses=_sum(by_status, DIPROSES),
        berjalan=_sum(by_status, BERLAKU),
        berakhir=_sum(by_status, USAI),
        ditutup=_sum(by_status, TERTUTUP),
        instansi=instansi,
        wilayah=wilayah,
    )


def by_tahap(by_status: dict[Status, int]) -> list[Baris]:
    """Cases in each of the five stages, then those refused or withdrawn; together they are all cases."""
    rows = [
        Baris(tahap.value, kata.TAHAP[tahap], _sum(by_status, [s for s in Status if TAHAP_OF[s] is tahap]))
        for tahap in Tahap
    ]
    return [*rows, Baris(TUTUP, NAMA_TUTUP, _sum(by_status, TERTUTUP))]


def _kategori(counts: dict[int | None, int]) -> list[Baris]:
    """Every category, also those without a case; a retired one only when it has cases."""
    known = db.session.execute(
        select(Kategori.id, Kategori.kode, Kategori.nama, Kategori.is_active).order_by(
            Kategori.urut, Kategori.kode
        )
    )
    rows = [
        Baris(kode, nama, counts.get(id, 0))
        for id, kode, nama, is_active in known
        if is_active or id in counts
    ]
    return [*rows, Baris("", TANPA_KATEGORI, counts[None])] if None in counts else rows


def _wilayah(counts: dict[int, int]) -> list[Baris]:
    """Where the applicants are, most cases first."""
    known = db.session.execute(select(Wilayah.id, Wilayah.kode, Wilayah.nama).where(Wilayah.id.in_(counts)))
    rows = [Baris(kode, nama, counts[id]) for id, kode, nama in known]
    return sorted(rows, key=lambda row: (-row.jumlah, row.kode))


def by_urusan(saringan: Saringan | None = None) -> list[Baris]:
    """Cases of each field of government, most first. A case with several counts in each: the sum is no total."""
    counts = (
        select(permohonan_urusan.c.urusan_id, func.count().label("jumlah"))
        .join(Permohonan, Permohonan.id == permohonan_urusan.c.permohonan_id)
        .where(*released(saringan))
        .group_by(permohonan_urusan.c.urusan_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Urusan.kode, Urusan.nama, func.coalesce(counts.c.jumlah, 0).label("jumlah"))
        .outerjoin(counts, counts.c.urusan_id == Urusan.id)
        .where(Urusan.is_active | counts.c.jumlah.is_not(None))
        .order_by(func.coalesce(counts.c.jumlah, 0).desc(), Urusan.kode)
    )
    return [Baris(*row) for row in rows]


def by_year(kategori_id: int | None = None) -> list[Tahunan]:
    """Every year from the first case on, oldest first; a year without a case stands there with zeros."""
    year = cast(extract("year", func.timezone(WITA.key, Permohonan.submitted_at)), Integer)
    rows = {
        tahun: Tahunan(tahun, diajukan, terverifikasi)
        for tahun, diajukan, terverifikasi in db.session.execute(
            select(year, func.count(), func.count(Permohonan.verified_at))
            .where(*released(Saringan(kategori_id=kategori_id)))
            .group_by(year)
        )
    }
    if not rows:
        return []
    return [rows.get(tahun, Tahunan(tahun, 0, 0)) for tahun in range(min(rows), max(rows) + 1)]


def count_instansi(saringan: Saringan | None = None) -> int:
    """How many institutions have at least one released case."""
    distinct = select(Permohonan.instansi_id).where(*released(saringan)).distinct().subquery()
    return db.session.scalar(select(func.count()).select_from(distinct)) or 0


def kategori_choices() -> Sequence[Kategori]:
    """The categories that the page may be filtered by."""
    return db.session.scalars(
        select(Kategori).where(Kategori.is_active).order_by(Kategori.urut, Kategori.kode)
    ).all()


@dataclass(frozen=True)
class Angka:
    """One figure of the start page: its number, its words, and where it opens."""

    nilai: int
    teks: Any
    url: str
    ke: Any = None


@remembered
def all_sums() -> Ikhtisar:
    """The sums over all released cases, in three queries."""
    distinct_wilayah = select(Permohonan.instansi_wilayah_id).where(*released()).distinct().subquery()
    wilayah = db.session.scalar(select(func.count()).select_from(distinct_wilayah)) or 0
    by_status = db.session.execute(
        select(Permohonan.status, func.count())
        .where(Permohonan.status != Status.DRAF)
        .group_by(Permohonan.status)
    )
    return _ikhtisar(dict(by_status.all()), count_instansi(), wilayah)


def headline() -> list[Angka]:
    """The four figures of the start page; the same numbers as the page of statistics shows."""
    sums, page = all_sums(), address("/statistik")
    return [
        Angka(sums.berjalan, _l("kerja sama berjalan"), f"{page}#kategori", _l("Lihat per kategori")),
        Angka(sums.diproses, _l("permohonan sedang diproses"), f"{page}#tahap", _l("Lihat per tahap")),
        Angka(sums.berakhir, _l("kerja sama berakhir"), f"{page}#tahun", _l("Lihat per tahun")),
        Angka(
            sums.instansi,
            _l("mitra dari %(n)s kabupaten dan kota", n=sums.wilayah),
            f"{page}#wilayah",
            _l("Lihat per wilayah"),
        ),
    ]
