"""Choosing one of thousands by typing, with and without scripts; only rows that the person may see."""

import pytest

from app.kit.fields import key_of, text_of
from tests.kit.fab.sample import Barang, Pemasok

FORM = {"Kode": "B-1", "Judul": "Palu", "Golongan": "Perkakas", "Jumlah": "1"}


def saved(world):
    return world.session.query(Barang).one()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("PT Maju · 17", 17),
        ("17", 17),
        (" 17 ", 17),
        ("SMK Negeri 2", None),
        ("", None),
        ("· x", None),
        ("9" * 12, None),
    ],
)
def test_a_text_ends_in_its_key(text, key):
    assert key_of(text) == key


def test_a_part_of_the_name_is_enough_when_only_one_fits(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    browser.submit("Simpan", {**FORM, "Pemasok": "maju"})
    assert saved(world).pemasok == world.pemasok


def test_when_several_fit_they_come_back_to_choose_from(world, browse):
    other = world.add(Pemasok(nama="Toko Maju Jaya"))
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit("Simpan", {**FORM, "Pemasok": "Toko"}, status=422, follow=False)
    assert page.has("Beberapa data cocok. Pilih salah satu di bawah.", f"Toko Maju Jaya · {other.id}")
    assert not page.has("Rahasia")
    browser.submit("Simpan", {f"Toko Maju Jaya · {other.id}": True})
    assert saved(world).pemasok == other


def test_a_text_that_fits_nothing_is_refused_and_kept(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit("Simpan", {**FORM, "Pemasok": "Entah"}, status=422, follow=False)
    assert page.has("Tidak ditemukan.")
    assert page.html.find("input", id="pemasok")["value"] == "Entah"


def test_i_cannot_choose_a_row_i_may_not_see_by_its_key(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit("Simpan", {**FORM, "Pemasok": text_of(world.rahasia)}, status=422, follow=False)
    assert page.has("Tidak ditemukan.")


def test_a_row_that_already_stands_there_may_stay_though_i_cannot_see_it(world, browse):
    row = world.barang("B-1", pemasok=world.rahasia)
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}")
    browser.submit("Simpan", {"Judul": "Baru"})
    assert (row.pemasok, row.judul) == (world.rahasia, "Baru")


def test_an_optional_relation_can_be_emptied(world, browse):
    row = world.barang("B-1", pemasok=world.pemasok)
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}")
    browser.submit("Simpan", {"Pemasok": ""})
    assert row.pemasok is None


def test_suggestions_are_only_for_those_who_may_search(world, browse):
    assert browse().client.get("/saran/uji-pemasok?q=toko").status_code == 401
    assert browse(world.tamu).client.get("/saran/uji-pemasok?q=toko").status_code == 403
    assert browse(world.petugas).client.get("/saran/tidak-ada?q=toko").status_code == 404


def test_suggestions_show_only_rows_i_may_see(world, browse):
    found = browse(world.petugas).client.get("/saran/uji-pemasok?q=toko").json
    assert found == [text_of(world.pemasok)]
    assert len(browse(world.superadmin).client.get("/saran/uji-pemasok?q=toko").json) == 2


@pytest.mark.parametrize("q", ["", "t", "%00%00", "%25%25", "a" * 3000, "· 99999999999", f"{2**31}"])
def test_no_question_breaks_the_suggestions(world, browse, q):
    answer = browse(world.petugas).client.get(f"/saran/uji-pemasok?q={q}")
    assert (answer.status_code, answer.json) == (200, [])


def test_suggestions_that_begin_with_the_text_come_first_and_are_few(world, browse):
    for number in range(30):
        world.add(Pemasok(nama=f"Aneka {number:02} Maju"))
    found = browse(world.petugas).client.get("/saran/uji-pemasok?q=aneka").json
    assert len(found) == 20
    world.add(Pemasok(nama="Maju Lagi"))
    assert browse(world.petugas).client.get("/saran/uji-pemasok?q=maju").json[0].startswith("Maju Lagi")
