"""The fields that many forms share: what they take as people write it, how it is kept, what they refuse."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from app.kit.forms import EmailField, Filled, Form, PhoneField, PostcodeField, WebsiteField, WordLimit


class Isian(Form):
    class Meta(Form.Meta):
        csrf = False

    nama = StringField("Nama", [Filled()])
    teks = TextAreaField("Teks", [WordLimit(3)])
    email = EmailField("Email")
    telepon = PhoneField("Telepon")
    kode_pos = PostcodeField("Kode Pos")
    web = WebsiteField("Website")


def sent(app: Flask, **fields: Any) -> Isian:
    """The form as a browser sends it, validated."""
    with app.test_request_context():
        form = Isian(MultiDict({"nama": "Ayu"} | fields))
        form.validate()
    return form


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("nama", "  Ayu\0 Contoh ", "Ayu Contoh"),
        ("teks", "satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("email", " Ayu.Contoh@Example.ORG ", "ayu.contoh@example.org"),
        ("email", "orang@xn--mnchen-3ya.example", "orang@münchen.example"),
        ("telepon", "0812 3456-7890", "+6281234567890"),
        ("telepon", "62 541 123456", "+62541123456"),
        ("telepon", "812-3456-7890", "+6281234567890"),
        ("telepon", "+65 6123 4567", "+6561234567"),
        ("kode_pos", " 75123 ", "75123"),
        ("web", "www.example.org/tentang", "https://www.example.org/tentang"),
        ("web", "http://example.org:8080", "http://example.org:8080"),
        ("email", "", ""),
        ("web", "", ""),
    ],
)
def test_what_people_write_is_kept_in_one_form(app: Flask, name: str, typed: str, kept: str) -> None:
    form = sent(app, **{name: typed})
    assert form.errors == {}
    assert form[name].data == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("nama", " \0 "),
        ("teks", "satu dua tiga empat"),
        ("email", "ayu"),
        ("email", "ayu@"),
        ("email", "ayu@contoh"),
        ("email", "ü@example.org"),  # no server of ours could send to it
        ("email", "a b@example.org"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("email", "a@[127.0.0.1]"),
        ("email", "x" * 100_000 + "@example.org"),
        ("telepon", "12"),
        ("telepon", "٠٨١٢"),
        ("telepon", "1" * 1000),
        ("kode_pos", "7512"),
        ("kode_pos", "05123"),
        ("kode_pos", "٧٥١٢٣"),
        ("kode_pos", "75123\n1"),
        ("web", "javascript:alert(1)"),
        ("web", "ftp://example.org"),
        ("web", "https://"),
        ("web", 'https://example.org/"><script>'),
        ("web", "https://a.example.org/" + "x" * 300),
        ("web", "-" * 100_000),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(app: Flask, name: str, typed: str) -> None:
    assert list(sent(app, **{name: typed}).errors) == [name]


def test_a_form_speaks_our_words(app: Flask) -> None:
    assert sent(app, nama="").errors["nama"] == ["Isian ini wajib diisi."]
    assert sent(app, teks="a b c d e").errors["teks"] == [
        "Ringkas menjadi paling banyak 3 kata; sekarang 5 kata."
    ]


def test_a_web_address_that_is_refused_comes_back_as_it_was_typed(app):
    from app.kit.forms import Form, WebsiteField

    class Sample(Form):
        website = WebsiteField()

    with app.test_request_context(method="POST", data={"website": "bukan alamat"}):
        form = Sample(meta={"csrf": False})
        assert not form.validate()
        assert form.website.data == "bukan alamat"
    with app.test_request_context(method="POST", data={"website": "www.example.org"}):
        form = Sample(meta={"csrf": False})
        assert form.validate()
        assert form.website.data == "https://www.example.org"
