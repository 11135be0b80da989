"""The page of figures, its charts, tables and downloads."""

import csv
import io

import pytest

from app.kerjasama.ekspor import KOLOM
from app.kit.csv_file import safe_cell
from app.permohonan.alur import Status
from app.rujukan.models import Urusan
from app.statistik.open_data import TABEL
from tests import factories
from tests.counting import counted


@pytest.fixture
def cases(cast, session):
    made = [factories.make_submitted(cast.pemohon, cast.ppksd2, judul=f"Kerja sama {n}") for n in range(3)]
    made[1].status, made[2].status = Status.BERJALAN, Status.DITARIK
    session.flush()
    return made


def rows_of(browse, name, query=""):
    answer = browse().client.get(f"/statistik/{name}.csv{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_everybody_sees_the_figures(cases, browse, lang):
    page = browse(None, lang).get("/statistik")
    assert [node.strong.text for node in page.html.select(".angka")] == ["1", "1", "0", "1"]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_without_cases_the_page_says_when_there_will_be_figures(session, browse, lang):
    page = browse(None, lang).get("/statistik")
    assert page.html.select_one(".kosong") is not None


def test_each_chart_has_words_its_table_and_its_download(cases, browse):
    page = browse().get("/statistik")
    charts = page.html.select("figure.grafik")
    assert [chart["id"] for chart in charts] == [
        "tahap", "kategori", "urusan", "tahun", "keadaan", "jenis-pemohon", "wilayah",
    ]  # fmt: skip
    for chart in charts:
        assert chart.find("svg", role="img")["aria-label"]
        assert chart.find("table").caption.text.startswith("Keadaan")
        name = chart["id"]
        assert chart.select_one(f"a[href$='/statistik/{name}.csv']") is not None


def test_chart_and_table_say_the_same(cases, browse):
    chart = browse().get("/statistik").html.select_one("figure#tahap")
    drawn = [int(node.text) for node in chart.select("svg text.tebal")]
    told = [int(row.td.text) for row in chart.select("tbody tr")]
    assert drawn == told == [1, 0, 0, 0, 1, 1]


def test_a_number_of_the_public_opens_its_place_on_the_page(cases, browse):
    page = browse().get("/statistik")
    ids = {node["id"] for node in page.html.find_all(id=True)}
    for number in page.html.select("a.angka"):
        assert number["href"].removeprefix("#") in ids
    assert "/permohonan?" not in str(page.html.main)


@pytest.mark.parametrize("who", ["admin", "pimpinan", "superadmin"])
def test_a_number_opens_its_list_for_those_who_see_every_case(cases, cast, browse, who):
    browser = browse(getattr(cast, who))
    page = browser.get("/statistik?tahun=" + str(cases[0].submitted_at.year))
    link = next(
        row for row in page.html.select("figure#keadaan tbody tr") if "Menunggu verifikasi" in row.text
    ).a
    assert "status=menunggu_verifikasi" in link["href"]
    listing = browser.get(link["href"], follow=True)
    assert listing.has("Kerja sama 0")
    assert not listing.has("Kerja sama 1")


def test_who_does_not_see_every_case_gets_no_link_to_a_shorter_list(cases, cast, browse):
    assert browse(cast.tkksd).get("/statistik").html.select("figure tbody a") == []


@pytest.mark.parametrize("name", [*TABEL, "kamus"])
def test_every_table_is_a_file(cases, browse, name):
    rows = rows_of(browse, name)
    expected = (
        [column.nama for column in TABEL[name].kolom]
        if name in TABEL
        else ["berkas", "kolom", "jenis", "arti"]
    )
    assert rows[0] == expected
    assert {len(row) for row in rows} == {len(expected)}


def test_the_file_says_what_the_page_says_and_adds_up(cases, browse):
    assert sum(int(row[2]) for row in rows_of(browse, "tahap")[1:]) == 3
    assert {row[0]: row[2] for row in rows_of(browse, "keadaan")[1:]}["berjalan"] == "1"


def test_a_file_keeps_the_filter_of_the_page(cases, browse):
    year = cases[0].submitted_at.year
    page = browse().get(f"/statistik?tahun={year - 1}&kategori=KSDPK")
    link = page.html.find("a", href=lambda href: href and "/statistik/tahap.csv" in href)["href"]
    assert f"tahun={year - 1}" in link
    assert "kategori=KSDPK" in link
    assert sum(int(row[2]) for row in rows_of(browse, "tahap", "?" + link.split("?")[1])[1:]) == 0


def test_the_dictionary_explains_every_column_of_every_file(session, browse):
    told = {(row[0], row[1]) for row in rows_of(browse, "kamus")[1:]}
    figures = {(name, column.nama) for name, table in TABEL.items() for column in table.kolom}
    assert told == figures | {("kerja-sama", name) for name in KOLOM}


def test_files_speak_indonesian_whoever_downloads_them(cases, browse):
    text = browse(None, "en").client.get("/statistik/keadaan.csv").get_data(as_text=True)
    assert "Menunggu verifikasi" in text


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_is_never_a_formula(cases, browse, session, text):
    session.query(Urusan).filter_by(nama="Lingkungan Hidup").one().nama = text
    session.flush()
    names = [row[1] for row in rows_of(browse, "urusan")[1:]]
    assert f"'{text}" in names
    assert not [name for name in names if name.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_numbers_stay_numbers():
    assert safe_cell(-5) == -5


@pytest.mark.parametrize(
    "query",
    [
        "tahun=abc",
        "tahun=99999",
        "tahun=-1",
        "tahun=0001",
        "tahun=2999",
        "kategori=x",
        "kategori=%00",
        "tahun=%D9%A1%D9%A2%D9%A3%D9%A4",
    ],
)
def test_an_address_that_means_nothing_never_fails(session, browse, query):
    browse().get(f"/statistik?{query}")
    assert browse().client.get(f"/statistik/tahap.csv?{query}").status_code == 200


@pytest.mark.parametrize("name", ["permohonan", "..", "tahap.csv", "kamus%00"])
def test_an_unknown_file_is_not_found(session, browse, name):
    browse().get(f"/statistik/{name}.csv", status=404)


def test_nothing_of_persons_cases_or_institutions_is_in_the_files(cases, cast, browse):
    whole = "".join(browse().client.get(f"/statistik/{name}.csv").get_data(as_text=True) for name in TABEL)
    for secret in (
        cases[0].judul,
        cases[0].kode,
        cast.universitas.nama,
        cast.pemohon.nama,
        cast.pemohon.email,
    ):
        assert secret not in whole


def test_the_page_costs_few_queries(cases, browse):
    browser = browse()
    browser.get("/statistik")
    with counted() as seen:
        browser.get("/statistik")
    assert len(seen) <= 9, "\n".join(seen)
