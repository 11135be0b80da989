"""Writing rows: one transaction, told to whoever listens; nothing typed is lost, nobody is overwritten unawares."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.kit.errors import Refused
from tests.kit.fab.sample import Barang, BarangView, Golongan, Jenis, Label

FORM = {"Kode": "B-1", "Judul": "Palu", "Golongan": "Perkakas", "Jenis": "Bahan habis pakai", "Jumlah": "3"}


def barang(world, kode):
    return world.session.query(Barang).filter_by(kode=kode).one()


def test_a_row_is_added_with_every_kind_of_column(world, browse, written):
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit(
        "Simpan",
        {
            **FORM,
            "Nilai": "1500000.50",
            "Dibeli": "2026-03-02",
            "Diperiksa": "2026-03-02T14:30",
            "Rapuh": True,
            "Pemasok": f"Toko Maju · {world.pemasok.id}",
            "Label": ["Baru"],
        },
    )
    assert page.has("Data tersimpan.", "Palu", "Bahan habis pakai", "2 Maret 2026, 14.30 WITA")
    row = barang(world, "B-1")
    assert (row.jenis, row.jumlah, row.nilai, row.dibeli_on) == (
        Jenis.BAHAN,
        3,
        Decimal("1500000.50"),
        date(2026, 3, 2),
    )
    assert row.diperiksa_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    assert (row.is_rapuh, row.pemasok, row.golongan) == (True, world.pemasok, world.golongan)
    assert [label.nama for label in row.label] == ["Baru"]
    assert row.pemilik_id == world.petugas.id
    assert (row.catatan, row.keterangan) == (None, "")
    (told,) = written
    assert (told["verb"], told["id"], told["before"], told["who"]) == (
        "ditambah",
        row.id,
        {},
        world.petugas.id,
    )
    assert told["after"]["golongan"] == f"Perkakas · {world.golongan.id}"
    assert told["after"]["nilai"] == "1500000.5"


def test_a_change_tells_only_what_changed(world, browse, written):
    row = world.barang("B-1", judul="Palu", label=[world.label])
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}")
    browser.submit("Simpan", {"Judul": "Palu besar", "Golongan": "Kertas", "Label": []})
    (told,) = written
    assert told["verb"] == "diubah"
    assert told["before"] == {
        "judul": "Palu", "golongan": f"Perkakas · {world.golongan.id}", "label": [f"Baru · {world.label.id}"],
    }  # fmt: skip
    assert told["after"] == {
        "judul": "Palu besar",
        "golongan": f"Kertas · {world.golongan_lain.id}",
        "label": [],
    }


def test_saving_without_a_change_tells_nobody(world, browse, written):
    row = world.barang("B-1")
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}")
    browser.submit("Simpan")
    assert written == []


def test_a_flag_can_be_taken_away(world, browse):
    row = world.barang("B-1", is_rapuh=True)
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}")
    browser.submit("Simpan", {"Rapuh": False})
    assert row.is_rapuh is False


def test_a_hearer_that_fails_undoes_the_write(world, browse, app):
    from app.kit.fab_writes import written as signal

    def fail(view, **said):
        raise Refused("Jurnal penuh.")

    browser = browse(world.petugas)
    browser.get("/uji/golongan/add")
    with signal.connected_to(fail):
        page = browser.submit("Simpan", {"Kode": "Z", "Nama": "Zat"}, status=422, follow=False)
    assert page.has("Jurnal penuh.")
    assert world.session.query(Golongan).filter_by(kode="Z").count() == 0


def test_a_refused_form_comes_back_with_all_that_was_typed(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    typed = {**FORM, "Judul": "", "Jumlah": "tiga", "Keterangan": "Baris satu\nBaris dua", "Label": ["Baru"]}
    page = browser.submit("Simpan", typed, status=422, follow=False)
    assert page.html.find("input", id="kode")["value"] == "B-1"
    assert page.html.find("input", id="jumlah")["value"] == "tiga"
    assert "Baris dua" in page.html.find("textarea", id="keterangan").text
    assert page.html.find("select", id="golongan").find("option", selected=True).text == "Perkakas"
    assert page.html.find("input", attrs={"name": "label"}).has_attr("checked")
    assert any("Judul" in error for error in page.errors())
    field = page.html.find("input", id="judul")
    assert field["aria-invalid"] == "true"
    assert "judul-galat" in field["aria-describedby"]


def test_a_value_that_somebody_else_has_names_who_has_it(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/golongan/add")
    page = browser.submit("Simpan", {"Kode": "A", "Nama": "Lain"}, status=422, follow=False)
    assert page.has("Sudah dipakai Perkakas.")


def test_the_name_of_a_row_i_cannot_see_is_not_told(world, browse):
    world.barang("L-1", pemilik=world.lain, judul="Milik orang lain")
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit("Simpan", {**FORM, "Kode": "L-1"}, status=422, follow=False)
    assert page.has("Sudah dipakai data lain.")
    assert not page.has("Milik orang lain")


def test_two_who_add_the_same_code_at_once_do_not_break_the_page(world, browse, monkeypatch):
    """The check of the form passes for both; the database refuses the second one."""
    from app.kit.fields import Unique

    monkeypatch.setattr(Unique, "__call__", lambda self, form, field: None)
    browser = browse(world.petugas)
    browser.get("/uji/golongan/add")
    page = browser.submit("Simpan", {"Kode": "A", "Nama": "Lain"}, status=422, follow=False)
    assert page.has("Kode: Sudah dipakai data lain.")
    assert page.html.find("input", id="nama")["value"] == "Lain"


def test_text_longer_than_its_column_is_refused_at_its_field(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/golongan/add")
    page = browser.submit("Simpan", {"Kode": "x" * 50, "Nama": "Lain"}, status=422, follow=False)
    assert any(error.startswith("Kode") for error in page.errors())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("golongan", "abc"), ("golongan", "999999"), ("golongan", ""), ("jenis", "x"), ("jenis", ""), ("jumlah", ""),
        ("jumlah", "9" * 30), ("nilai", "NaN"), ("nilai", "1e400"), ("nilai", "Infinity"), ("dibeli_on", "0000-00-00"),
        ("diperiksa_at", "kemarin"), ("label", "999999"), ("label", "abc"), ("pemasok", "· 999999"), ("kode", " "),
    ],
)  # fmt: skip
def test_no_value_of_a_form_breaks_it(world, browse, field, value):
    data = {
        "kode": "B-9",
        "judul": "Palu",
        "golongan": str(world.golongan.id),
        "jenis": "alat",
        "jumlah": "1",
        field: value,
    }
    page = browse(world.petugas).post("/uji/barang/add", data, status=422)
    assert page.errors()


def test_nul_in_a_text_is_dropped(world, browse):
    data = {
        "kode": "B\0-9",
        "judul": "Pa\0lu",
        "golongan": str(world.golongan.id),
        "jenis": "alat",
        "jumlah": "1",
    }
    browse(world.petugas).post("/uji/barang/add", data)
    assert barang(world, "B-9").judul == "Palu"


def test_a_column_that_is_not_in_the_form_cannot_be_set(world, browse):
    row = world.barang("B-1")
    data = {
        "kode": "B-1",
        "judul": "Baru",
        "golongan": str(world.golongan.id),
        "jenis": "alat",
        "jumlah": "1",
    }
    browse(world.petugas).post(
        f"/uji/barang/edit/{row.id}", {**data, "pemilik_id": str(world.lain.id), "id": "77"}
    )
    world.session.expire_all()
    assert (row.pemilik_id, row.judul) == (world.petugas.id, "Baru")


def test_a_row_is_never_moved_by_the_address_of_its_form(world, browse):
    """FAB takes the parent from `_flt_0_golongan` in the address of the edit form."""
    row = world.barang("B-1")
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}?_flt_0_golongan={world.golongan_lain.id}")
    browser.submit("Simpan", {"Judul": "Tetap di sini"})
    assert row.golongan is world.golongan


def test_a_row_is_added_below_the_parent_that_its_form_names(world, browse):
    browser = browse(world.petugas)
    page = browser.get(f"/uji/barang/add?_flt_0_golongan={world.golongan_lain.id}")
    assert page.html.find("select", id="golongan") is None
    assert page.has("Golongan", "Kertas")
    browser.submit("Simpan", {"Kode": "B-1", "Judul": "Palu", "Jenis": "Alat kerja", "Jumlah": "1"})
    assert barang(world, "B-1").golongan is world.golongan_lain


def test_i_cannot_add_below_a_parent_i_cannot_see(world, browse):
    browse(world.petugas).get(f"/uji/barang/add?_flt_0_pemasok={world.rahasia.id}", status=404)
    browse(world.petugas).get("/uji/barang/add?_flt_0_golongan=999", status=404)
    browse(world.petugas).get("/uji/barang/add?_flt_0_golongan=abc", status=404)
    browse(world.petugas).get(f"/uji/barang/add?_flt_0_pemasok={world.pemasok.id}")


def test_two_people_who_edit_the_same_row_are_told(world, browse):
    row = world.barang("B-1", judul="Palu")
    mine = browse(world.petugas)
    mine.get(f"/uji/barang/edit/{row.id}")
    theirs = browse(world.superadmin)
    theirs.get(f"/uji/barang/edit/{row.id}")
    theirs.submit("Simpan", {"Judul": "Palu mereka"})
    page = mine.submit("Simpan", {"Judul": "Palu saya"}, status=422, follow=False)
    assert page.has("Orang lain baru saja mengubah data ini.", "Yang tersimpan sekarang", "Palu mereka")
    assert page.html.find("input", id="judul")["value"] == "Palu saya"
    assert row.judul == "Palu mereka"
    mine.submit("Simpan")
    assert row.judul == "Palu saya"


def test_a_refusal_before_the_write_stands_at_its_field(world, browse, monkeypatch):
    def refuse(self, item):
        raise Refused("Judul itu sudah lazim dipakai.", "judul")

    monkeypatch.setattr(BarangView, "pre_add", refuse)
    browser = browse(world.petugas)
    browser.get("/uji/barang/add")
    page = browser.submit("Simpan", FORM, status=422, follow=False)
    assert "Judul itu sudah lazim dipakai." in page.html.find(id="judul-galat").text
    assert world.session.query(Barang).count() == 0


def test_after_saving_one_stays_here_whatever_the_address_says(world, browse):
    row = world.barang("B-1")
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/edit/{row.id}?next=https://jahat.example/&lanjut=//jahat.example")
    page = browser.submit("Simpan", {"Judul": "Baru"}, follow=False, status=302)
    assert page.location == f"/uji/barang/show/{row.id}"
    assert "page_history" not in str(browser.client.get_cookie("sikerja"))


def test_one_more_can_be_added_at_once(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/golongan/add")
    page = browser.submit("Simpan dan tambah lagi", {"Kode": "Z", "Nama": "Zat"})
    assert page.h1 == "Golongan baru"
    assert page.has("Data tersimpan.")


# -- deletion ----------------------------------------------------------------------------------------------


def test_get_on_delete_does_not_delete(world, browse):
    row = world.barang("B-1")
    page = browse(world.petugas).get(f"/uji/barang/delete/{row.id}")
    assert page.h1 == "Hapus data ini?"
    assert world.session.query(Barang).count() == 1


def test_deletion_needs_the_token_of_our_own_page(world, browse):
    row = world.barang("B-1")
    browser = browse(world.petugas)
    assert browser.client.post(f"/uji/barang/delete/{row.id}").status_code == 400
    assert world.session.query(Barang).count() == 1


def test_a_row_is_deleted_after_the_question(world, browse, written):
    row = world.barang("B-1")
    browser = browse(world.petugas)
    browser.get(f"/uji/barang/delete/{row.id}")
    assert browser.submit("Ya, hapus").has("Data terhapus.")
    assert world.session.query(Barang).count() == 0
    assert (written[0]["verb"], written[0]["before"]["kode"], written[0]["after"]) == ("dihapus", "B-1", {})


def test_a_row_in_use_is_not_deleted_but_retired(world, browse, written):
    world.barang("B-1")
    browser = browse(world.petugas)
    page = browser.get(f"/uji/golongan/show/{world.golongan.id}")
    assert page.has("Masih dipakai data lain.", "Dipakai di", "Barang")
    page = browser.get(f"/uji/golongan/delete/{world.golongan.id}")
    assert page.has("Data ini masih dipakai, jadi tidak dapat dihapus.")
    assert "Ya, hapus" not in page.buttons()
    page = browser.post(f"/uji/golongan/delete/{world.golongan.id}", status=409)
    browser.submit("Nonaktifkan")
    assert world.golongan.is_active is False
    assert [told["verb"] for told in written] == ["dinonaktifkan"]
    assert (written[0]["before"], written[0]["after"]) == ({"is_active": True}, {"is_active": False})


def test_a_row_that_is_used_only_by_hidden_tables_is_not_deleted(world, browse):
    world.barang("B-1", label=[world.label], pemilik=world.superadmin)
    from tests.kit.fab.sample import PemasokView

    world.barang("B-2", pemasok=world.pemasok, pemilik=world.lain)
    assert PemasokView
    browser = browse(world.superadmin)
    browser.post(f"/uji/pemasok/delete/{world.pemasok.id}", status=409)


def test_somebody_who_begins_to_use_a_row_meanwhile_keeps_it(world, browse, monkeypatch):
    world.barang("B-1")
    monkeypatch.setattr("app.kit.fab_reading.uses_of", lambda item: [])
    browser = browse(world.petugas)
    page = browser.post(f"/uji/golongan/delete/{world.golongan.id}", status=409)
    assert page.has("Masih dipakai data lain")
    assert world.session.query(Golongan).count() == 2


def test_a_retired_row_is_no_choice_any_more_but_stays_where_it_stands(world, browse):
    row = world.barang("B-1")
    world.golongan.is_active = False
    browser = browse(world.petugas)
    options = browser.get("/uji/barang/add").html.find("select", id="golongan").text
    assert "Perkakas" not in options
    page = browser.get(f"/uji/barang/edit/{row.id}")
    assert page.html.find("select", id="golongan").find("option", selected=True).text == "Perkakas"
    browser.submit("Simpan", {"Judul": "Masih di sini"})
    assert (row.golongan, row.judul) == (world.golongan, "Masih di sini")


def test_a_retired_row_can_be_brought_back(world, browse, written):
    world.golongan.is_active = False
    browser = browse(world.petugas)
    browser.get(f"/uji/golongan/show/{world.golongan.id}")
    browser.submit("Aktifkan")
    assert world.golongan.is_active is True
    assert [told["verb"] for told in written] == ["diaktifkan"]


def test_retiring_asks_first(world, browse):
    browser = browse(world.petugas)
    page = browser.post(f"/uji/golongan/action/nonaktifkan/{world.golongan.id}", status=200)
    assert page.has("Nonaktifkan data ini?")
    assert world.golongan.is_active is True


def test_a_read_only_screen_has_no_door_to_write(world, browse):
    row = world.add(Label(nama="Lama"))
    browser = browse(world.superadmin)
    page = browser.get("/uji/label/list/")
    assert "Tambah" not in page.links()
    for path in ("add", f"edit/{row.id}", f"delete/{row.id}"):
        browser.get(f"/uji/label/{path}", status=404)
    browser.post(f"/uji/label/delete/{row.id}", status=404)
