"""Finding rows: quick search, questions, chips, orders, pages that neither repeat nor lose a row, counts that stop."""

from datetime import date, datetime, timedelta

import pytest

from app.kit.clock import WITA
from app.kit.fab import ModelView, Rows
from app.kit.fab_forms import FormMaker
from tests.kit.fab.sample import LABELS, Barang, Golongan, Jenis, Pemasok

LIST = "/uji/barang/list/"


def titles(page):
    return [row.text.strip() for row in page.html.select("tbody th a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=memperbaiki", ["Perbaikan jembatan"]),
        ("q=jemb", ["Perbaikan jembatan"]),
        ("q=JBT-7", ["Perbaikan jembatan"]),
        ("q=JBT-00", []),
        ("q=tidak+ada", []),
        ("_flt_0_judul=JEMBATAN", ["Perbaikan jembatan"]),
        ("_flt_0_judul=%25", []),
        ("_flt_0_jenis=bahan", ["Kertas tebal"]),
        ("_flt_0_is_rapuh=y", ["Kertas tebal"]),
        ("_flt_0_is_rapuh=t", ["Perbaikan jembatan"]),
        ("_flt_0_jumlah=7", ["Kertas tebal"]),
        ("_flt_0_dibeli_on=2026-02-01", ["Kertas tebal"]),
        ("_flt_1_dibeli_on=2026-01-31", ["Perbaikan jembatan"]),
        ("_flt_0_diperiksa_at=2026-05-02&_flt_1_diperiksa_at=2026-05-02", ["Kertas tebal"]),
        ("_flt_0_pemasok=maju", ["Perbaikan jembatan"]),
        ("_flt_0_judul=", ["Kertas tebal", "Perbaikan jembatan"]),
    ],
)
def test_rows_are_found(world, browse, query, found):
    world.barang("JBT-7", judul="Perbaikan jembatan", pemasok=world.pemasok, dibeli_on=date(2026, 1, 31))
    world.barang(
        "KTS-1", judul="Kertas tebal", jenis=Jenis.BAHAN, is_rapuh=True, jumlah=7, dibeli_on=date(2026, 2, 1),
        label=[world.label], golongan=world.golongan_lain, diperiksa_at=datetime(2026, 5, 2, 0, 30, tzinfo=WITA),
    )  # fmt: skip
    assert sorted(titles(browse(world.petugas).get(f"{LIST}?{query}"))) == found


def test_rows_are_found_by_what_they_belong_to(world, browse):
    world.barang("A", judul="Satu", golongan=world.golongan)
    world.barang("B", judul="Dua", golongan=world.golongan_lain, label=[world.label], pemasok=world.pemasok)
    browser = browse(world.petugas)
    assert titles(browser.get(f"{LIST}?_flt_0_golongan={world.golongan_lain.id}")) == ["Dua"]
    assert titles(browser.get(f"{LIST}?_flt_0_label={world.label.id}")) == ["Dua"]
    assert titles(browser.get(f"{LIST}?_flt_0_pemasok=Toko Maju · {world.pemasok.id}")) == ["Dua"]


def test_what_is_in_force_is_shown_and_can_be_taken_away(world, browse):
    world.barang("A", judul="Satu")
    world.barang("B", judul="Dua")
    browser = browse(world.petugas)
    asked = f"_flt_0_jenis=alat&_flt_0_dibeli_on=2026-01-01&_flt_0_golongan={world.golongan.id}"
    url = f"{LIST}?q=satu&{asked}&psize_BarangView=50"
    page = browser.get(url)
    chips = [" ".join(chip.text.split()) for chip in page.html.select("ul.saring .chip")]
    assert [chip.removesuffix(" , hapus saringan") for chip in chips] == [
        "“satu”", "Jenis: Alat kerja", "Golongan: Perkakas", "Dibeli dari: 1 Januari 2026",
    ]  # fmt: skip
    without = page.html.select_one("ul.saring .chip")["href"]
    assert "q=satu" not in without
    assert "_flt_0_jenis=alat" in without
    page = browser.get(page.links()["Hapus semua"])
    assert titles(page) == ["Dua", "Satu"]
    assert "psize_BarangView=50" in page.url


def test_the_search_form_keeps_what_is_in_force(world, browse):
    world.barang("A", judul="Satu")
    browser = browse(world.petugas)
    browser.get(f"{LIST}?_flt_0_jenis=alat&_oc_BarangView=judul&_od_BarangView=desc&page_BarangView=0")
    page = browser.submit("Cari", {"Cari Barang": "satu"})
    assert (
        page.html.find("select", attrs={"name": "_flt_0_jenis"}).find("option", selected=True)["value"]
        == "alat"
    )
    assert page.html.find("th", attrs={"aria-sort": "descending"}).text.strip() == "Judul"
    page = browser.submit("Terapkan", {"Judul": "Sat"})
    assert page.html.find("input", id="q")["value"] == "satu"
    assert titles(page) == ["Satu"]


def test_quick_search_of_a_small_table_without_full_text(world, browse):
    browser = browse(world.petugas)
    assert titles(browser.get("/uji/golongan/list/?q=kert")) == ["Kertas"]
    assert titles(browser.get("/uji/golongan/list/?q=B")) == ["Kertas"]
    assert titles(browser.get("/uji/golongan/list/?q=%25")) == []


# -- orders and pages --------------------------------------------------------------------------------------


def test_an_order_turns_round_and_ignores_capitals(world, browse):
    for kode, judul in (("1", "beta"), ("2", "Alfa"), ("3", "alfa")):
        world.barang(kode, judul=judul)
    browser = browse(world.petugas)
    page = browser.get(LIST)
    page = browser.get(page.links()["Judul"])
    assert titles(page) == ["Alfa", "alfa", "beta"]
    page = browser.get(page.links()["Judul"])
    assert titles(page) == ["beta", "alfa", "Alfa"]


def test_pages_of_equal_values_neither_repeat_nor_lose_a_row(world, browse):
    for number in range(60):
        world.barang(f"{number:03}", judul="Sama")
    browser = browse(world.petugas)
    seen, url = [], f"{LIST}?_oc_BarangView=dibeli_on&_od_BarangView=asc"
    while url:
        page = browser.get(url)
        seen += [box["value"] for box in page.html.select("input[name=rowid]")]
        url = next((a["href"] for a in page.html.select("a[rel=next]")), None)
    assert len(seen) == len(set(seen)) == 60
    assert browser.get(LIST).has("Baris 1–25 dari 60")
    assert browser.get(f"{LIST}?page_BarangView=2").has("Baris 51–60 dari 60")


def test_page_sizes_are_25_50_and_100(world, browse):
    for number in range(120):
        world.barang(f"{number:03}")
    browser = browse(world.petugas)
    for size in (25, 50, 100):
        page = browser.get(f"{LIST}?psize_BarangView={size}")
        assert len(titles(page)) == size


def test_paging_by_key_goes_forth_and_back_through_equal_values(world, browse):
    for number in range(70):
        world.barang(f"{number:03}", judul="Sama" if number % 2 else f"Lain {number % 5}")
    browser = browse(world.petugas)
    for order in (
        "",
        "?_oc_BarangRapatView=judul&_od_BarangRapatView=desc",
        "?_oc_BarangRapatView=kode&_od_BarangRapatView=asc",
    ):
        url, forth = f"/uji/barang-rapat/list/{order}", []
        while url:
            page = browser.get(url)
            forth.append([row.text for row in page.html.select("tbody tr")])
            url = next((a["href"] for a in page.html.select("a[rel=next]")), None)
        assert sum(map(len, forth)) == 70 == len({row for rows in forth for row in rows})
        back = [forth[-1]]
        url = page.html.select_one("a[rel=prev]")["href"]
        while url:
            page = browser.get(url)
            back.append([row.text for row in page.html.select("tbody tr")])
            url = next((a["href"] for a in page.html.select("a[rel=prev]")), None)
        assert [row for rows in reversed(back) for row in rows] == [row for rows in forth for row in rows]


def test_a_screen_cannot_offer_an_order_that_needs_a_whole_table(app):
    class Lambat(ModelView):
        datamodel = Rows(Barang)
        list_columns = ["judul", "jumlah"]
        label_columns = LABELS
        list_title = "x"
        base_permissions = ["can_list"]
        order_columns = ["jumlah"]
        keyset = True

    class Kosong(Lambat):
        order_columns = ["dibeli_on"]

    class Titik(Lambat):
        keyset = False
        order_columns = ["pemasok.sandi"]

    with app.app_context():
        for view, reason in ((Lambat, "index"), (Kosong, "empty"), (Titik, "own table")):
            with pytest.raises(TypeError, match=reason):
                view()


def test_a_screen_needs_words_of_ours(app):
    class Bisu(ModelView):
        datamodel = Rows(Golongan)
        list_columns = ["nama"]
        base_permissions = ["can_list"]

    with app.app_context(), pytest.raises(TypeError, match="nama, list_title"):
        Bisu()


def test_a_relation_by_typing_needs_its_suggestions(app):
    with app.app_context(), pytest.raises(TypeError, match="register_suggestion"):
        FormMaker(Rows(Barang), ajax=("golongan",))
    with app.app_context():
        assert FormMaker(Rows(Barang), ajax=("pemasok",))


# -- counting ----------------------------------------------------------------------------------------------


def many(world, number):
    world.session.execute(
        Barang.__table__.insert(),
        [
            {
                "kode": f"K{n:05}", "judul": f"Barang {n}", "jenis": "alat", "jumlah": 1, "is_rapuh": False,
                "pemilik_id": world.petugas.id, "golongan_id": world.golongan.id, "pemasok_id": world.pemasok.id,
                "dibeli_on": date(2020, 1, 1) + timedelta(days=n % 900),
            }
            for n in range(number)
        ],
    )  # fmt: skip


def test_a_count_stops_at_a_thousand(world, browse):
    many(world, 1300)
    browser = browse(world.petugas)
    assert browser.get(LIST).has("Baris 1–25 dari lebih dari 1.000")
    assert browser.get(f"{LIST}?page_BarangView=45").has("Baris 1.126–1.150 dari lebih dari 1.000")
    assert browser.get(f"{LIST}?page_BarangView=51").has("Baris 1.276–1.300 dari 1.300")


def test_a_page_that_is_not_full_is_not_counted(world, browse, count_queries):
    world.barang("A")
    browser = browse(world.petugas)
    with count_queries() as seen:
        browser.get(LIST)
    assert not [statement for statement in seen if "count(" in statement]


def test_secret_columns_are_nowhere(app):
    rows = Rows(Pemasok)
    assert rows.get_order_columns_list() == ["id", "nama", "is_rahasia"]
    assert rows.get_user_columns_list() == rows.get_search_columns_list() == []
    with pytest.raises(ValueError, match="sandi"):
        rows.order_columns("sandi", "asc")


@pytest.mark.parametrize("few", [1, 5000])
def test_a_word_of_few_and_a_word_of_many_rows_find_the_same(world, browse, monkeypatch, few):
    """Few rows are asked from the index first, many are met in the order of the list; nobody sees the difference."""
    monkeypatch.setattr("app.kit.full_text.FEW", few)
    for number in range(30):
        world.barang(f"{number:03}", judul=f"Jembatan {number:02}")
    world.barang("X", judul="Jalan")
    world.barang("L", judul="Jembatan orang lain", pemilik=world.lain)
    page = browse(world.petugas).get(f"{LIST}?q=jembatan&_oc_BarangView=judul&_od_BarangView=asc")
    assert titles(page) == [f"Jembatan {number:02}" for number in range(25)]
    assert page.has("Baris 1–25 dari 30")
