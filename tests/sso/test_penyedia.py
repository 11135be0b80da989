"""Other applications sign people in here: documents, the way of a person, what an application learns, the way out."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.jejak.models import Peristiwa
from app.kit import settings
from app.sso.models_penyedia import IzinSso, TokenSso
from app.sso.settings_penyedia import IS_ON
from tests.sso.aplikasi import AFTER, ISSUER, Aplikasi, arrived, link_of, switch_on


@pytest.fixture
def aplikasi(app: Any, session: Any, cast: Any) -> Aplikasi:
    switch_on()
    return Aplikasi(app, cast.superadmin)


def test_nothing_of_it_is_there_while_it_is_switched_off(app, session, cast, browse):
    aplikasi = Aplikasi(app, cast.superadmin)
    assert settings.get(IS_ON) is False
    for path in (
        "/.well-known/openid-configuration",
        "/sso/jwks",
        "/sso/userinfo",
        "/sso/keluar",
        aplikasi.request(),
    ):
        browse(cast.pemohon).get(path, status=404)
    for path in ("/sso/token", "/sso/cabut", "/sso/userinfo", "/sso/otorisasi", "/sso/keluar"):
        assert aplikasi.post(path, {}).status_code == 404
    browse(cast.pemohon).post("/sso/izin", {}, status=404)
    browse(cast.pemohon).post("/sso/keluar/ya", {}, status=404)


def test_the_document_names_every_address_and_only_what_is_done(aplikasi):
    answer = aplikasi.program.get("/.well-known/openid-configuration")
    said = answer.json
    assert said["issuer"] == ISSUER
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["response_types_supported"] == ["code"]
    assert said["id_token_signing_alg_values_supported"] == ["RS256"]
    assert said["authorization_response_iss_parameter_supported"] is True
    for name in ("authorization", "token", "userinfo", "end_session", "revocation"):
        path = said[f"{name}_endpoint"].removeprefix(ISSUER)
        assert aplikasi.program.get(path).status_code != 404, path
    keys = aplikasi.program.get("/sso/jwks").json["keys"]
    assert len(keys) == 2
    assert all(key["alg"] == "RS256" and not {"d", "p", "q"} & set(key) for key in keys)
    assert "Set-Cookie" not in answer.headers


def test_a_person_signs_in_allows_and_the_application_knows_her(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    page = browser.get(aplikasi.request())
    assert page.h1 == f"Izinkan {aplikasi.klien.nama}?"
    assert page.has("Ayu Contoh", "ayu@example.org", "aplikasi.example")
    found = arrived(link_of(browser.submit("Izinkan")))
    assert found["state"] == aplikasi.state
    assert found["iss"] == ISSUER
    answer = aplikasi.exchange(found["code"])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "refresh_token" not in answer.json
    claims = aplikasi.claims(answer.json["id_token"])
    assert claims["aud"] == aplikasi.klien.client_id
    assert claims["nonce"] == aplikasi.nonce
    assert claims["iss"] == ISSUER
    assert {"auth_time", "acr", "amr", "at_hash", "sid"} <= set(claims)
    assert "email" not in claims
    said = aplikasi.userinfo(answer.json["access_token"]).json
    assert said == {
        "sub": claims["sub"], "name": "Ayu Contoh", "locale": "id", "email": "ayu@example.org", "email_verified": True,
    }  # fmt: skip


def test_the_second_time_nobody_is_asked(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    first = aplikasi.claims(aplikasi.tokens(browser)["id_token"])
    aplikasi.again()
    found = aplikasi.ask(browser)
    second = aplikasi.claims(aplikasi.exchange(found["code"]).json["id_token"])
    assert first["sub"] == second["sub"]


def test_who_says_no_tells_nothing(aplikasi, cast, browse, session):
    browser = browse(cast.pemohon)
    browser.get(aplikasi.request())
    found = arrived(link_of(browser.submit("Tolak")))
    assert found == {"error": "access_denied", "state": aplikasi.state, "iss": ISSUER}
    assert session.query(IzinSso).count() == 0


def test_more_is_asked_again_and_less_is_not(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    aplikasi.tokens(browser)
    aplikasi.ask(browser, scope="openid email")
    assert browser.get(aplikasi.request(scope="openid email nip")).h1.startswith("Izinkan")


def test_an_application_of_the_city_asks_only_for_what_is_more_than_basic(app, session, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin, is_kota=True)
    browser = browse(cast.pemohon)
    assert "code" in aplikasi.ask(browser)
    assert session.query(IzinSso).one().is_otomatis
    assert browser.get(aplikasi.request(scope="openid nip")).h1.startswith("Izinkan")


def test_only_what_was_granted_is_told(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    token = aplikasi.tokens(browser, scope="openid")["access_token"]
    assert set(aplikasi.userinfo(token).json) == {"sub"}
    token = aplikasi.tokens(browser, scope="openid nip phone")["access_token"]
    assert set(aplikasi.userinfo(token).json) <= {"sub", "nip", "opd", "opd_kode"}


def test_a_visitor_signs_in_first_and_the_whole_request_comes_back(aplikasi, cast, browse):
    visitor = browse()
    page = visitor.get(aplikasi.request(), status=302)
    parts = urlsplit(page.location)
    assert parts.path == "/masuk"
    lanjut = parse_qs(parts.query)["lanjut"][0]
    assert lanjut.startswith("/sso/otorisasi?")
    back = parse_qs(urlsplit(lanjut).query)
    assert back["redirect_uri"] == aplikasi.klien.alamat_kembali
    assert back["state"] == [aplikasi.state]
    page = visitor.get(page.location)
    assert page.html.find("input", attrs={"name": "lanjut"})["value"] == lanjut
    assert "code" in arrived(link_of(_allow(browse(cast.pemohon), lanjut)))


def _allow(browser: Any, path: str) -> Any:
    browser.get(path)
    return browser.submit("Izinkan")


def test_without_a_page_the_answer_is_what_is_missing(aplikasi, cast, browse):
    assert aplikasi.ask(browse(), prompt="none")["error"] == "login_required"
    assert aplikasi.ask(browse(cast.pemohon), prompt="none")["error"] == "consent_required"
    browser = browse(cast.pemohon)
    aplikasi.tokens(browser)
    assert "code" in aplikasi.ask(browser, prompt="none")


def test_a_new_proof_is_asked_for_once(aplikasi, cast, browse, session):
    from app.akun.models_masuk import Sesi
    from app.kit.clock import now

    browser = browse(cast.pemohon)
    aplikasi.tokens(browser)
    for more in ({"prompt": "login"}, {"max_age": "0"}):
        page = browser.get(aplikasi.request(**more), status=302)
        assert urlsplit(page.location).path == "/masuk/ulang"
        lanjut = parse_qs(urlsplit(page.location).query)["lanjut"][0]
        assert browser.get(lanjut, status=302).location.startswith("/masuk/ulang")
        session.query(Sesi).update({"proved_at": now()})
        session.commit()
        assert "code" in arrived(browser.get(lanjut, status=302).location)
        assert aplikasi.ask(browser, **(more | {"prompt": "none"})).get("error") in (None, "login_required")


def test_a_mark_of_another_request_is_no_proof(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    aplikasi.tokens(browser)
    page = browser.get(aplikasi.request(prompt="login"), status=302)
    mark = parse_qs(urlsplit(parse_qs(urlsplit(page.location).query)["lanjut"][0]).query)["sikerja_bukti"][0]
    aplikasi.again()
    other = aplikasi.request(prompt="login", sikerja_bukti=mark)
    assert browser.get(other, status=302).location.startswith("/masuk/ulang")


def test_a_form_of_ours_ends_on_a_page_that_leads_on(aplikasi, cast, browse):
    """Browsers that know `form-action 'self'` block a redirect to the application."""
    browser = browse(cast.pemohon)
    aplikasi.tokens(browser)
    page = browser.get(aplikasi.request(), headers={"Sec-Fetch-Site": "same-origin"})
    assert "code" in arrived(link_of(page))
    assert browser.get(aplikasi.request(), status=302, headers={"Sec-Fetch-Site": "cross-site"})


def test_a_request_by_post_is_the_same_request(aplikasi, cast, browse):
    path, _mark, query = aplikasi.request().partition("?")
    answer = aplikasi.program.post(path, data=query, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == parse_qs(query)


def test_access_lasts_without_the_person_when_she_allowed_it(aplikasi, cast, browse):
    tokens = aplikasi.tokens(browse(cast.pemohon), scope="openid email offline_access")
    assert tokens["refresh_token"]
    answer = aplikasi.refresh(tokens["refresh_token"])
    assert answer.status_code == 200, answer.json
    assert answer.json["refresh_token"] != tokens["refresh_token"]
    assert aplikasi.claims(answer.json["id_token"])["sub"] == aplikasi.claims(tokens["id_token"])["sub"]
    assert aplikasi.userinfo(answer.json["access_token"]).json["email"] == "ayu@example.org"


def test_what_is_stored_of_tokens_opens_nothing(aplikasi, cast, browse, session):
    tokens = aplikasi.tokens(browse(cast.pemohon), scope="openid offline_access")
    stored = {row.token_sidik for row in session.query(TokenSso)}
    assert not stored & {tokens["access_token"], tokens["refresh_token"]}
    assert aplikasi.klien.rahasia_sidik != aplikasi.rahasia


def test_the_person_sees_and_withdraws_what_she_allowed(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    tokens = aplikasi.tokens(browser, scope="openid email offline_access")
    page = browser.get("/pengaturan/akun/aplikasi")
    assert page.has(aplikasi.klien.nama, "alamat email")
    browser.submit("Cabut")
    page = browser.submit("Ya, cabut")
    assert page.has("Belum ada aplikasi")
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401
    assert aplikasi.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.get(aplikasi.request()).h1.startswith("Izinkan")


def test_nobody_withdraws_for_another(aplikasi, cast, browse, session):
    aplikasi.tokens(browse(cast.pemohon))
    izin = session.query(IzinSso).one()
    browse(cast.asing).post(f"/pengaturan/akun/aplikasi/{izin.id}/cabut", {"yakin": "1"}, status=404)


def test_an_application_gives_its_tokens_back(aplikasi, cast, browse):
    tokens = aplikasi.tokens(browse(cast.pemohon), scope="openid offline_access")
    assert aplikasi.post("/sso/cabut", {"token": tokens["access_token"]}).status_code == 200
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401
    new = aplikasi.refresh(tokens["refresh_token"]).json
    assert aplikasi.post("/sso/cabut", {"token": new["refresh_token"]}).status_code == 200
    assert aplikasi.userinfo(new["access_token"]).status_code == 401
    assert aplikasi.refresh(new["refresh_token"]).json["error"] == "invalid_grant"
    assert aplikasi.post("/sso/cabut", {"token": "tidak-ada"}).status_code == 200


# --- the way out --------------------------------------------------------------------------------
def _out(**values: str) -> str:
    from urllib.parse import urlencode

    return f"/sso/keluar?{urlencode(values)}"


def test_an_application_that_proves_whom_it_means_signs_her_out(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    tokens = aplikasi.tokens(browser)
    page = browser.get(
        _out(id_token_hint=tokens["id_token"], post_logout_redirect_uri=AFTER, state="s-1"), status=302
    )
    assert page.location == f"{AFTER}?state=s-1"
    browser.get("/pengaturan/akun", status=302)
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401


def test_without_a_hint_the_person_is_asked(aplikasi, cast, browse):
    browser = browse(cast.pemohon)
    page = browser.get(_out(client_id=aplikasi.klien.client_id, post_logout_redirect_uri=AFTER))
    assert page.has(f"{aplikasi.klien.nama} meminta")
    browser.get("/pengaturan/akun")
    browser.get(_out(client_id=aplikasi.klien.client_id, post_logout_redirect_uri=AFTER))
    assert link_of(browser.submit("Ya, keluar")) == AFTER
    browser.get("/pengaturan/akun", status=302)


def test_what_happened_stands_in_the_journal_without_a_secret(aplikasi, cast, browse, session):
    tokens = aplikasi.tokens(browse(cast.pemohon), scope="openid email offline_access")
    rows = (
        session.query(Peristiwa)
        .filter(Peristiwa.jenis.in_(("sso.klien_ditambah", "akun.aplikasi_diizinkan")))
        .all()
    )
    assert {row.jenis for row in rows} == {"sso.klien_ditambah", "akun.aplikasi_diizinkan"}
    told = " ".join(f"{row.data} {row.catatan} {row.objek_nama}" for row in session.query(Peristiwa))
    for secret in (aplikasi.rahasia, tokens["access_token"], tokens["refresh_token"], tokens["id_token"]):
        assert secret not in told
