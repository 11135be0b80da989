"""The figures: what is counted, that the parts make the whole, and what they cost."""

from datetime import UTC, datetime

import pytest

from app.permohonan.alur import BERLAKU, DIPROSES, TERTUTUP, USAI, Status
from app.rujukan.models import Kategori, Urusan
from app.statistik import queries
from app.statistik.queries import Saringan
from tests import factories
from tests.counting import counted

STATUSES = (
    Status.MENUNGGU_VERIFIKASI,
    Status.PENAWARAN,
    Status.BERJALAN,
    Status.BERAKHIR,
    Status.DITOLAK,
    Status.DITARIK,
)


@pytest.fixture
def cases(cast, session):
    """Seven submitted cases in many states and years, and a draft."""
    made = []
    for number, status in enumerate((*STATUSES, Status.PENAWARAN)):
        owner, second = (cast.pemohon, cast.ppksd2)
        permohonan = factories.make_submitted(owner, second, judul=f"Kerja sama {number}")
        permohonan.status = status
        permohonan.submitted_at = datetime(2024 + number % 3, 5, 1, tzinfo=UTC)
        made.append(permohonan)
    made[0].urusan.append(session.query(Urusan).filter_by(nama="Pendidikan").one())
    made[1].kategori = session.query(Kategori).filter_by(kode="SINERGI").one()
    factories.make_draft(cast.asing)
    session.flush()
    return made


def total(rows):
    return sum(row.jumlah for row in rows)


def test_a_city_without_cases_has_zeros_everywhere(session):
    data = queries.statistik()
    assert data.ikhtisar == queries.Ikhtisar(0, 0, 0, 0, 0, 0, 0)
    assert (total(data.tahap), total(data.kategori), total(data.urusan)) == (0, 0, 0)
    assert (data.tahun, data.wilayah) == ([], [])
    assert (len(data.tahap), len(data.kategori), len(data.urusan), len(data.jenis_pemohon)) == (6, 4, 32, 8)


def test_drafts_are_nobodys_figure(cases):
    assert queries.statistik().ikhtisar.total == len(cases)


def test_every_state_belongs_to_exactly_one_sum():
    groups = (*DIPROSES, *BERLAKU, *USAI, *TERTUTUP)
    assert sorted(groups) == sorted(status for status in Status if status is not Status.DRAF)


@pytest.mark.parametrize(
    "saringan", [Saringan(), Saringan(tahun=2024), Saringan(tahun=2025), Saringan(tahun=1999)]
)
def test_the_parts_make_the_whole(cases, saringan):
    data = queries.statistik(saringan)
    sums = data.ikhtisar
    assert sums.total == sums.diproses + sums.berjalan + sums.berakhir + sums.ditutup
    for part in (data.tahap, data.status, data.kategori, data.jenis_pemohon, data.wilayah):
        assert total(part) == sums.total
    assert total(data.urusan) >= sums.total
    assert len(data.wilayah) == sums.wilayah


def test_the_years_add_up_and_each_is_what_its_filter_shows(cases):
    years = queries.statistik().tahun
    assert [row.tahun for row in years] == [2024, 2025, 2026]
    assert sum(row.diajukan for row in years) == len(cases)
    for row in years:
        data = queries.statistik(Saringan(tahun=row.tahun))
        assert data.ikhtisar.total == row.diajukan
        assert data.tahun == years


def test_each_category_is_what_its_filter_shows(cases, session):
    for row in queries.statistik().kategori:
        kategori = session.query(Kategori).filter_by(kode=row.kode).one()
        assert queries.statistik(Saringan(kategori_id=kategori.id)).ikhtisar.total == row.jumlah


def test_a_case_with_two_fields_of_government_counts_in_both(cases):
    counts = {row.nama: row.jumlah for row in queries.statistik().urusan}
    assert (counts["Lingkungan Hidup"], counts["Pendidikan"]) == (len(cases), 1)


def test_the_year_is_that_of_samarinda(cases, session):
    cases[0].submitted_at = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Samarinda
    session.flush()
    assert {row.tahun: row.diajukan for row in queries.statistik().tahun}[2026] == 3
    assert queries.statistik(Saringan(tahun=2026)).ikhtisar.total == 3


def test_a_year_between_without_cases_stands_there_with_zeros(cases, session):
    for case in cases:
        case.submitted_at = datetime(2021 if case is cases[0] else 2026, 3, 1, tzinfo=UTC)
    session.flush()
    assert [(row.tahun, row.diajukan) for row in queries.by_year()] == [
        (2021, 1), (2022, 0), (2023, 0), (2024, 0), (2025, 0), (2026, 6),
    ]  # fmt: skip


def test_institutions_and_regions_are_counted_once(cases, cast):
    sums = queries.statistik().ikhtisar
    assert (sums.instansi, sums.wilayah) == (1, 1)


def test_a_retired_category_shows_as_long_as_it_has_cases(cases, session):
    for kategori in session.query(Kategori):
        kategori.is_active = False
    session.flush()
    assert {row.kode for row in queries.statistik().kategori} == {"KSDPK", "SINERGI"}


def test_the_start_page_says_the_same_as_the_page_of_statistics(cases):
    sums = queries.statistik().ikhtisar
    assert [row.nilai for row in headline_in_page()] == [
        sums.berjalan,
        sums.diproses,
        sums.berakhir,
        sums.instansi,
    ]


def headline_in_page():
    from flask import current_app

    with current_app.test_request_context():
        return queries.headline()


def test_the_figures_cost_the_same_few_queries_whatever_they_count(cases):
    with counted() as seen:
        queries.statistik()
    assert len(seen) <= 7
    with counted() as seen:
        queries.all_sums()
    assert len(seen) <= 3


def test_bars_show_the_largest_and_add_up_the_others(app):
    from app.statistik.views import bars

    rows = [queries.Baris(str(number), f"Urusan {number}", 20 - number) for number in range(12)]
    with app.test_request_context():
        shown = bars(rows, "urusan")
    assert (len(shown), shown[-1].nama, shown[-1].jumlah) == (
        8,
        "5 urusan lain",
        sum(20 - n for n in range(7, 12)),
    )
    assert sum(bar.jumlah for bar in shown) == total(rows)
    assert shown[-1].persen == "100.00"
