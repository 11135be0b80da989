"""What is switched on: Superadmin reads it on one page, nobody else does."""

import pytest

from app.kit.keadaan import Keadaan, all_parts


def test_superadmin_reads_what_is_switched_on(cast, browse):
    page = browse(cast.superadmin).get("/pengaturan/keadaan")
    assert page.h1 == "Yang menyala"
    assert page.has("Alamat aplikasi", "Hanya lewat HTTPS", "Server surel")


def test_each_line_leads_to_a_page_that_superadmin_can_open(app, cast, browse):
    browser = browse(cast.superadmin)
    with app.test_request_context("/pengaturan/keadaan"):
        found = {line.url for _title, lines in all_parts() for line in lines if line.url}
    assert found
    for url in sorted(found):
        browser.get(url.partition("#")[0])


def test_what_is_unsafe_is_said_beside_the_switch(app, cast, browse, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://sikerja.example.org")
    page = browse(cast.superadmin).get("/pengaturan/keadaan")
    assert page.has("Atur SIKERJA_HTTPS=1: aplikasi ini dibuka dari luar.")


def test_no_secret_stands_on_the_page(app, cast, browse):
    page = browse(cast.superadmin).get("/pengaturan/keadaan")
    for name in ("SECRET_KEY", "SIKERJA_DATA_KEY", "MAIL_PASSWORD", "SQLALCHEMY_DATABASE_URI"):
        value = app.config.get(name)
        assert not value or value not in page.response.get_data(as_text=True)


@pytest.mark.parametrize("who", ["pemohon", "admin", "tkksd", "protokol", "lokus", "pimpinan", "pejabat_pdp"])
def test_nobody_else_opens_it(cast, browse, who):
    browse(getattr(cast, who)).get("/pengaturan/keadaan", status=403)


def test_a_line_without_a_state_is_a_fact():
    assert Keadaan("Alamat", "http://localhost").is_on is None
