"""The checks of pages see what they are there to see, and let a good page pass."""

import pytest
from bs4 import BeautifulSoup

from tests.browse import filled
from tests.page_checks import label_of, problems

GOOD = """<!doctype html><html lang="id"><head><title>Biodata · Si KERJA</title>
<link rel="stylesheet" href="/static/app.css"></head><body><main><h1>Biodata</h1>
<form method="post" id="f"><input type="hidden" name="csrf_token" value="x">
<label for="nama">Nama Lengkap</label>
<input id="nama" name="nama" value="Ayu" aria-describedby="bantu"><p id="bantu">Nama</p>
<fieldset><legend>Jenis Kelamin</legend>
<label><input type="radio" name="jk" value="L">Laki-laki</label>
<label><input type="radio" name="jk" value="P" checked>Perempuan</label></fieldset>
<label for="kota">Kabupaten/Kota</label><select id="kota" name="kota"><option value="1">Samarinda</option>
<option value="2">Bontang</option></select>
<label for="isi">Alamat *</label><textarea id="isi" name="alamat">
Jalan 1</textarea>
<label><input type="checkbox" name="setuju" value="ya">Saya setuju</label>
<button name="aksi" value="simpan">Simpan</button></form>
<p lang="en">Search and save</p></main></body></html>"""


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_a_good_page_passes() -> None:
    assert problems(parsed(GOOD), "id") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('lang="id"', 'lang="en"', "lang is"),
        ("<h1>Biodata</h1>", "", "0 h1"),
        ("<h1>Biodata</h1>", "<h1>Biodata</h1><h1>Lain</h1>", "2 h1"),
        ("<title>Biodata", "<title>Akun", "does not begin"),
        ('id="bantu"', 'id="nama"', "2 times"),
        ('aria-describedby="bantu"', 'aria-describedby="lain"', "names no element"),
        ('<label for="nama">Nama Lengkap</label>', "", "no label"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "without CSRF"),
        ('value="Ayu"', 'value="None"', "None in value"),
        ("Samarinda", "None", "None in"),
        ("<main>", '<main style="color:red">', "inline ['style']"),
        ("<main>", '<main onclick="x()">', "inline ['onclick']"),
        ("<main>", "<main><script>x()</script>", "inline <script>"),
        ("<main>", "<main><style>p{}</style>", "inline <style>"),
        ("<main>", '<main><a href="javascript:x()">Buka</a>', "javascript:"),
        ("<main>", '<main><a href="/x"></a>', "nothing to read"),
        ("<main>", '<main><img src="/x.png">', "without alt"),
        ("<main>", '<main><img alt="" src="https://cdn.example/x.png">', "another host"),
        ("<main>", "<main><p>Search</p>", "English 'Search'"),
        ("<main>", '<main><input aria-label="Add record">', "English in aria-label"),
    ],
)
def test_each_fault_is_named(old: str, new: str, words: str) -> None:
    assert old in GOOD
    found = problems(parsed(GOOD.replace(old, new, 1)), "id")
    assert any(words in sentence for sentence in found), found


def test_a_form_sends_what_a_browser_would_send() -> None:
    page = parsed(GOOD)
    sent = filled(page.form, page, "Simpan", {})  # type: ignore[arg-type]
    assert sent == {
        "csrf_token": ["x"],
        "nama": ["Ayu"],
        "jk": ["P"],
        "kota": ["1"],
        "alamat": ["Jalan 1"],
        "aksi": ["simpan"],
    } | {"setuju": []}


def test_fields_are_found_by_the_words_that_people_read() -> None:
    page = parsed(GOOD)
    wishes = {
        "Nama Lengkap": "Siti",
        "Jenis Kelamin": "Laki-laki",
        "Kabupaten/Kota": "Bontang",
        "Alamat": "Jalan 2",
        "Saya setuju": True,
    }
    sent = filled(page.form, page, "Simpan", wishes)  # type: ignore[arg-type]
    assert (sent["nama"], sent["jk"], sent["kota"], sent["alamat"], sent["setuju"]) == (
        ["Siti"],
        ["L"],
        ["2"],
        ["Jalan 2"],
        ["ya"],
    )
    with pytest.raises(AssertionError, match="no such fields"):
        filled(page.form, page, "Simpan", {"Warna": "biru"})  # type: ignore[arg-type]


def test_a_label_is_what_stands_beside_the_field_or_what_aria_says() -> None:
    page = parsed(
        '<label for="a">Nama</label><input id="a"><input aria-label="Cari"><label>Ya <input></label><input>'
    )
    assert [label_of(field, page) for field in page.find_all("input")] == ["Nama", "Cari", "Ya", ""]
