"""What Superadmin takes from an application counts at once; what nobody was asked for is asked."""

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.sso.models_penyedia import IzinSso
from tests.sso.aplikasi import Aplikasi, link_of, switch_on

LASTING = "openid email nip offline_access"


@pytest.fixture
def aplikasi(app: Any, session: Any, cast: Any) -> Aplikasi:
    switch_on()
    return Aplikasi(app, cast.superadmin)


def may_have(aplikasi: Aplikasi, scopes: str) -> None:
    aplikasi.klien.scopes = scopes
    db.session.commit()


def test_a_scope_that_was_taken_is_told_no_more_by_tokens_from_before(aplikasi, cast, browse):
    cast.pemohon.nip = "198503152010011001"
    tokens = aplikasi.tokens(browse(cast.pemohon), scope=LASTING)
    assert aplikasi.userinfo(tokens["access_token"]).json["nip"] == "198503152010011001"
    may_have(aplikasi, "openid email offline_access")
    assert set(aplikasi.userinfo(tokens["access_token"]).json) == {"sub", "email", "email_verified"}
    anew = aplikasi.refresh(tokens["refresh_token"]).json
    assert anew["scope"] == "openid email offline_access"
    assert "nip" not in aplikasi.userinfo(anew["access_token"]).json
    refused = aplikasi.refresh(anew["refresh_token"], scope="openid nip")
    assert refused.json["error"] == "invalid_scope"


def test_an_application_that_may_not_stay_connected_any_more_does_not(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    tokens = aplikasi.tokens(browser, scope=LASTING)
    may_have(aplikasi, "openid email")
    assert aplikasi.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 200  # her session is still open
    browser.post("/keluar", status=302)
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401


def test_a_code_gives_what_the_application_may_have_when_it_brings_it(aplikasi, cast, browse):
    code = aplikasi.sign_in(browse(cast.pemohon), scope=LASTING)
    may_have(aplikasi, "openid email")
    answer = aplikasi.exchange(code).json
    assert answer["scope"] == "openid email"
    assert "refresh_token" not in answer


def test_what_a_city_application_had_unasked_is_asked_once_it_is_none(app, session, cast, browse):
    switch_on()
    aplikasi, browser = Aplikasi(app, cast.superadmin, is_kota=True), browse(cast.pemohon)
    assert aplikasi.ask(browser)["code"]
    aplikasi.klien.is_kota = False
    db.session.commit()
    assert browser.get(aplikasi.request()).h1 == f"Izinkan {aplikasi.klien.nama}?"
    assert link_of(browser.submit("Izinkan"))
    assert db.session.scalar(select(IzinSso.is_otomatis)) is False
    assert aplikasi.ask(browser)["code"]


def test_without_a_page_a_password_that_must_be_changed_is_what_is_missing(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    aplikasi.sign_in(browser)
    cast.pemohon.harus_ganti_sandi = True
    db.session.commit()
    assert aplikasi.ask(browser, prompt="none")["error"] == "interaction_required"
    page = browser.get(aplikasi.request(), status=302)
    assert page.location.startswith("/pengaturan/") or "sandi" in page.location
