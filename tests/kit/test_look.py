"""The frame of every page: language, light and dark, icons, static files, error pages."""

import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired

from app.kit.form_markup import error_list, field_markup
from app.kit.icons import build_sprite
from app.kit.look import safe_path
from app.kit.words import LOOKS, look_of, source_word
from app.pegawai.kata import KEADAAN_IMPOR, KEADAAN_USULAN

PUBLIC = ("/", "/tampilan", "/masuk")


# -- language ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/", "/permohonan", "/permohonan?tab=semua&halaman=2", "/a#b", "/%2F/x"])
def test_one_returns_to_any_page_of_this_site(target: str) -> None:
    assert safe_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "permohonan",
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "javascript:alert(1)",
        "/x\r\nLocation: https://jahat.example",
        "/\tx",
        "/x\x7f",
    ],
)
def test_nobody_is_led_to_another_site(target: str | None) -> None:
    assert safe_path(target) is None


@pytest.mark.usefixtures("session")
def test_a_visitor_reads_the_same_page_in_the_other_language(browse: Any) -> None:
    visitor = browse(None)
    page = visitor.get("/tampilan?dari=saya")
    english = page.links()["EN – switch to English"]
    assert visitor.client.get(english).location == "/tampilan?dari=saya"
    visitor.lang = "en"
    assert visitor.get("/tampilan").h1 == "Appearance"


@pytest.mark.usefixtures("session")
def test_the_language_link_leads_nowhere_else(browse: Any) -> None:
    visitor = browse(None)
    assert visitor.client.get("/bahasa/en?kembali=//jahat.example").location == "/"
    assert visitor.client.get("/bahasa/xx").status_code == 404


# -- light and dark ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_a_visitor_chooses_dark_without_scripts(browse: Any) -> None:
    visitor = browse(None)
    page = visitor.get("/tampilan")
    assert page.html.html["data-bs-theme"] == "light"
    assert page.html.html.has_attr("data-ikut-perangkat")
    page = visitor.submit("Simpan", {"tampilan": "gelap"})
    assert page.html.html["data-bs-theme"] == "dark"
    assert not page.html.html.has_attr("data-ikut-perangkat")
    assert page.has("Tampilan tersimpan.")


@pytest.mark.usefixtures("session")
def test_an_unknown_theme_is_refused_and_an_unknown_cookie_ignored(browse: Any) -> None:
    visitor = browse(None)
    visitor.get("/tampilan")
    visitor.post("/tampilan", {"tampilan": "merah"}, status=400)
    visitor.client.set_cookie("tampilan", "merah")
    assert visitor.get("/tampilan").html.html["data-bs-theme"] == "light"


# -- icons and static files --------------------------------------------------------------------------------


def test_the_sprite_holds_every_icon_that_a_page_names(app: Flask) -> None:
    names = build_sprite().names
    assert {look.icon for look in LOOKS.values()} <= names
    assert {"fingerprint", "bell", "plus-lg", "house-door-fill"} <= names
    assert len(names) < 250  # a small selection, not the whole set


@pytest.mark.usefixtures("session")
def test_browsers_keep_static_files_for_a_year(browse: Any) -> None:
    visitor = browse(None)
    page = visitor.get("/tampilan")
    found = [node.get("href") or node.get("src") for node in page.html.find_all(["link", "script"])]
    found.append(page.html.use["href"].split("#")[0])
    assert len(found) == 5
    for address in found:
        with visitor.client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, address
            assert "max-age=31536000" in answer.headers["Cache-Control"]
            is_packed = answer.headers.get("Content-Encoding") == "gzip"
            assert is_packed == (len(answer.data) > 400), address


@pytest.mark.usefixtures("session")
def test_an_old_address_of_a_static_file_is_not_kept(browse: Any) -> None:
    client = browse(None).client
    for address, seconds in (("/static/app.css", 3600), ("/ikon-lama.svg", 60)):
        with client.get(address) as answer:
            assert answer.cache_control.max_age == seconds


# -- words -------------------------------------------------------------------------------------------------


def test_a_word_looks_the_same_in_every_language() -> None:
    assert source_word(_l("Perlu perbaikan")) == "Perlu perbaikan"
    assert look_of(_l("Perlu perbaikan")).tone == look_of("Perlu perbaikan").tone == "giliran"


def test_where_an_import_or_a_proposal_stands_has_a_shape() -> None:
    for word in (*KEADAAN_IMPOR.values(), *KEADAAN_USULAN.values()):
        assert look_of(word).icon != "dot", word


def test_a_word_outside_the_vocabulary_is_shown_plainly() -> None:
    assert look_of("Entah").label == "Entah"


# -- forms -------------------------------------------------------------------------------------------------


class Alasan(Form):
    catatan = StringField("Catatan", [InputRequired("Isi catatan.")])


class Keputusan(Form):
    judul = StringField("Judul", [InputRequired("Isi judul.")])
    alasan = FormField(Alasan, "Alasan")
    butir = FieldList(StringField("Butir", [InputRequired("Isi butir.")]), min_entries=1)


def test_the_summary_names_every_error_also_those_of_inner_forms() -> None:
    form = Keputusan(MultiDict())
    form.validate()
    form.form_errors.append("Tidak dapat disimpan.")
    assert error_list(form) == [
        (None, "", "Tidak dapat disimpan."),
        ("judul", "Judul", "Isi judul."),
        ("alasan-catatan", "Catatan", "Isi catatan."),
        ("butir-0", "Butir", "Isi butir."),
    ]


class Pilihan(Form):
    tujuan = SelectField("Untuk", choices=[SelectChoice("kabar", "Kabar"), SelectChoice("kontak", "Kontak")])
    opd = SelectField(
        "Perangkat daerah", choices=[SelectChoice("", "Belum dipilih"), SelectChoice("1", "Dinas Contoh")]
    )


def test_only_a_list_that_can_stay_empty_says_so() -> None:
    form = Pilihan()
    assert not field_markup(form.tujuan).is_optional
    assert field_markup(form.opd).is_optional


@pytest.mark.usefixtures("session")
def test_the_style_page_keeps_all_rules_of_pages(browse: Any) -> None:
    """All components at once: one h1, unique ids, labels, tokens, no inline style or script."""
    text = browse(None).client.get("/gaya").get_data(as_text=True)
    assert "style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    page = browse(None).get("/gaya")
    described = page.html.find(id="lokasi")
    assert described["aria-describedby"] == "lokasi-bantu lokasi-kata"
    assert page.html.find(id="lokasi-kata").get_text(" ") == "Lebih 4 kata 9 dari 5 kata"
    assert page.html.find(id="nik")["aria-invalid"] == "true"


# -- error pages -------------------------------------------------------------------------------------------


def test_a_wrong_address_is_said_in_the_look_of_all_pages(browse: Any, cast: Any) -> None:
    for person in (None, cast.pemohon, cast.admin):
        page = browse(person).get("/tidak-ada/sama-sekali", status=404)
        assert page.h1 == "Halaman tidak ditemukan"
        assert page.has("Kode galat 404")


@pytest.mark.usefixtures("session")
def test_the_footer_names_only_pages_that_exist(browse: Any) -> None:
    visitor = browse(None)
    page = visitor.get("/tampilan")
    for link in page.html.find("footer").find_all("a"):
        if link["href"].startswith("/"):
            visitor.get(link["href"])


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_has_the_frame(browse: Any, address: str) -> None:
    links = browse(None).get(address).links()
    assert links["Masuk"] == "/masuk"
    assert {"Pengajuan", "Informasi", "Beranda", "Statistik", "FAQ"} <= set(links)
    assert "Notifikasi" not in links
