"""Rows that a person may not see do not exist for that person, on whatever way they are asked for."""

import pytest

from tests.kit.fab.sample import Barang, BarangView


@pytest.fixture(autouse=True)
def nothing_done():
    BarangView.done.clear()


def test_a_list_shows_only_the_rows_i_may_see(world, browse):
    world.barang("M-1", judul="Obeng saya")
    world.barang("L-1", pemilik=world.lain, judul="Obeng orang lain")
    page = browse(world.petugas).get("/uji/barang/list/")
    assert page.has("Obeng saya")
    assert not page.has("Obeng orang lain")
    assert browse(world.superadmin).get("/uji/barang/list/").has("Obeng saya", "Obeng orang lain")


@pytest.mark.parametrize("page", ["show", "edit", "delete"])
def test_a_row_i_cannot_see_is_not_found(world, browse, page):
    other = world.barang("L-1", pemilik=world.lain)
    browse(world.petugas).get(f"/uji/barang/{page}/{other.id}", status=404)


def test_i_cannot_delete_or_change_a_row_i_cannot_see(world, browse):
    other = world.barang("L-1", pemilik=world.lain)
    browser = browse(world.petugas)
    browser.get("/uji/barang/list/")
    browser.post(f"/uji/barang/delete/{other.id}", status=404)
    browser.post(f"/uji/barang/edit/{other.id}", {"judul": "Direbut"}, status=404)
    assert world.session.get(Barang, other.id).judul == "Barang L-1"


def test_action_on_a_row_i_cannot_see_is_not_found(world, browse):
    other = world.barang("L-1", pemilik=world.lain)
    mine = world.barang("M-1")
    browser = browse(world.petugas)
    browser.post(f"/uji/barang/action/cap/{other.id}", {"yakin": "1"}, status=404)
    browser.post(
        "/uji/barang/action_post", {"action": "cap", "rowid": [mine.id, other.id], "yakin": "1"}, status=404
    )
    assert BarangView.done == []


def test_action_on_a_row_that_is_not_there_is_not_found(world, browse):
    browser = browse(world.petugas)
    for key in ("999999", "abc", "99999999999999999999", "%00"):
        browser.post(f"/uji/barang/action/cap/{key}", {"yakin": "1"}, status=404)
    browser.post("/uji/barang/action_post", {"action": "cap", "rowid": "abc", "yakin": "1"}, status=404)


def test_an_unknown_action_is_not_found_and_a_forbidden_one_refused(world, browse):
    mine = world.barang("M-1")
    browse(world.petugas).post(f"/uji/barang/action/hapus_semua/{mine.id}", status=404)
    browse(world.tamu).post(f"/uji/barang/action/cap/{mine.id}", status=403)
    browse().post(f"/uji/barang/action/cap/{mine.id}", status=403)
    assert BarangView.done == []


def test_an_action_is_never_done_by_a_link(world, browse):
    mine = world.barang("M-1")
    browse(world.petugas).get(f"/uji/barang/action/cap/{mine.id}", status=405)
    assert BarangView.done == []


def test_an_action_asks_first_and_is_then_done(world, browse):
    mine = world.barang("M-1")
    browser = browse(world.petugas)
    page = browser.post(f"/uji/barang/action/cap/{mine.id}", status=200)
    assert page.h1 == "Cap barang ini?"
    assert BarangView.done == []
    browser.submit("Cap")
    assert BarangView.done == [("cap", [mine.id])]


def test_several_rows_are_chosen_and_acted_upon(world, browse):
    first, second = world.barang("M-1"), world.barang("M-2")
    browser = browse(world.petugas)
    browser.get("/uji/barang/list/")
    browser.submit("Cap", {"Pilih Barang M-1": True, "Pilih Barang M-2": True})
    browser.submit("Cap")
    assert sorted(BarangView.done[0][1]) == [first.id, second.id]


def test_choosing_nothing_says_so(world, browse):
    world.barang("M-1")
    browser = browse(world.petugas)
    browser.get("/uji/barang/list/")
    assert browser.submit("Cap").has("Belum ada yang dipilih.")


def test_related_rows_i_cannot_see_are_not_shown_below_their_parent(world, browse):
    world.barang("M-1", judul="Obeng saya")
    world.barang("L-1", pemilik=world.lain, judul="Obeng orang lain")
    page = browse(world.petugas).get(f"/uji/golongan/show/{world.golongan.id}")
    assert page.has("Obeng saya")
    assert not page.has("Obeng orang lain")


def test_a_related_list_that_my_role_may_not_open_is_not_shown(world, browse):
    from flask import current_app

    world.barang("M-1", judul="Obeng saya")
    role = current_app.appbuilder.sm.builtin_roles["Tamu"]
    role.append(["^(GolonganView|RingkasView)$", "^(can_list|can_show)$"])
    try:
        browser = browse(world.tamu)
        assert not browser.get(f"/uji/golongan/show/{world.golongan.id}").has("Obeng saya")
        page = browser.get("/uji/ringkas/list/")
        assert page.has("Perkakas")
        assert not page.has("Toko Maju")
    finally:
        role.clear()


def test_a_master_row_i_cannot_see_is_not_found(world, browse):
    assert (
        browse(world.petugas).get(f"/uji/menurut-golongan/list/{world.golongan.id}").h1
        == "Barang menurut golongan"
    )
    browse(world.petugas).get("/uji/menurut-golongan/list/99999", status=404)
    browse(world.petugas).get("/uji/menurut-golongan/list/abc", status=404)


def test_the_api_gives_only_rows_i_may_see_and_changes_none(world, browse):
    mine = world.barang("M-1", judul="Obeng saya")
    other = world.barang("L-1", pemilik=world.lain, judul="Obeng orang lain")
    client = browse(world.petugas).client
    found = client.get("/api/v1/uji-barang/").json
    assert [row["judul"] for row in found["result"]] == ["Obeng saya"]
    assert client.get(f"/api/v1/uji-barang/{mine.id}").status_code == 200
    assert client.get(f"/api/v1/uji-barang/{other.id}").status_code == 404
    for method, path in (("post", ""), ("put", f"{mine.id}"), ("delete", f"{mine.id}"), ("get", "_info")):
        assert getattr(client, method)(f"/api/v1/uji-barang/{path}").status_code in (400, 404, 405)
    assert browse().client.get("/api/v1/uji-barang/").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "(order_column:pemasok.sandi,order_direction:asc)",
        "(filters:!((col:pemilik_id,opr:eq,value:1)))",
        "(filters:!((col:judul,opr:eqf,value:x)))",
        "(columns:!(pemasok.sandi))",
    ],
)
def test_the_api_does_not_order_or_filter_by_what_is_not_offered(world, browse, query):
    world.barang("M-1", pemasok=world.rahasia)
    answer = browse(world.petugas).client.get(f"/api/v1/uji-barang/?q={query}")
    assert answer.status_code in (200, 400)
    assert "sangat-rahasia" not in answer.text
    assert answer.status_code == 400 or "columns" in query
