"""Attacks on the provider: each is refused, in the words of the protocol, and what may have been stolen is revoked."""

import base64
import json
import logging
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import now
from app.sso.models_penyedia import IzinSso, KunciSso, PemberianSso, TokenSso
from app.sso.rules_penyedia import is_registered, why_not_address
from app.sso.settings_penyedia import REFRESH_DAYS
from tests.sso.aplikasi import AFTER, BACK, ISSUER, Aplikasi, arrived, link_of, s256, switch_on

OFFLINE = "openid email offline_access"


@pytest.fixture
def aplikasi(app: Any, session: Any, cast: Any) -> Aplikasi:
    switch_on()
    return Aplikasi(app, cast.superadmin)


@pytest.fixture
def browser(browse: Any, cast: Any) -> Any:
    return browse(cast.pemohon)


def is_refused(answer: Any, error: str = "invalid_grant", status: int = 400) -> bool:
    return (answer.status_code, (answer.json or {}).get("error")) == (status, error)


# --- the request --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        BACK + "/",
        BACK.upper(),
        BACK.replace("/kembali", "/Kembali"),
        BACK.replace("https", "http"),
        BACK + "?x=1",
        BACK + "#x",
        BACK.replace("kembali", "%6bembali"),
        BACK.replace("/kembali", "/./kembali"),
        BACK.replace("/kembali", "/x/../kembali"),
        BACK.replace("aplikasi.example", "aplikasi.example:443"),
        BACK.replace("aplikasi.example", "aplikasi.example.jahat.example"),
        BACK.replace("aplikasi.example", "aplikasi.example@jahat.example"),
        BACK.replace("aplikasi", "www.aplikasi"),
        "https://jahat.example/kembali",
        "//aplikasi.example/kembali",
        "/kembali",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        None,
        " " + BACK,
        BACK + "\0",
    ],
)
def test_an_address_that_is_not_registered_hears_nothing(aplikasi, browser, address):
    page = browser.get(aplikasi.request(redirect_uri=address), status=400)
    assert page.has("Permintaan tidak dapat dilanjutkan")
    assert page.html.find("meta", attrs={"http-equiv": "refresh"}) is None


@pytest.mark.parametrize("name", [None, "", "tidak-ada", "x" * 500, "a\0b"])
def test_an_unknown_application_hears_nothing(aplikasi, browser, name):
    assert browser.get(aplikasi.request(client_id=name), status=400).has("tidak dikenal")


def test_an_application_that_was_switched_off_hears_nothing(aplikasi, browser):
    aplikasi.klien.is_aktif = False
    db.session.commit()
    browser.get(aplikasi.request(), status=400)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "x" * 42}, "invalid_request"),
        ({"code_challenge": "=" * 43}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "email"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "https://jahat.example/r"}, "request_uri_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "½"}, "invalid_request"),
        ({"nonce": "n" * 300}, "invalid_request"),
        ({"state": "s" * 3000}, "invalid_request"),
    ],
)
def test_a_request_that_is_not_as_it_must_be(aplikasi, browser, changes, error):
    found = aplikasi.ask(browser, **changes)
    assert found["error"] == error
    assert found["iss"] == ISSUER
    assert "code" not in found


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "scope", "state", "code_challenge"])
def test_a_parameter_given_twice(aplikasi, browser, name):
    url = f"{aplikasi.request()}&{urlencode({name: 'lain'})}"
    if name in ("client_id", "redirect_uri"):
        browser.get(url, status=400)
    else:
        assert arrived(browser.get(url, status=302).location)["error"] == "invalid_request"


def test_a_request_of_ten_thousand_signs(aplikasi, browser):
    browser.get(aplikasi.request(state="s" * 10_000), status=400)


def test_a_state_that_means_something_to_a_browser_stays_a_state(aplikasi, browser):
    state = '"><script>alert(1)</script>&code=jahat\r\nSet-Cookie: x=1'
    browser.get(aplikasi.request(state=state))
    found = arrived(link_of(browser.submit("Izinkan")))
    assert found["state"] == state
    assert found["code"] != "jahat"


def test_scopes_that_the_application_may_not_have_are_left_out(app, session, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin, scopes="openid email")
    tokens = aplikasi.tokens(browse(cast.pemohon), scope="openid profile email nip offline_access")
    assert tokens["scope"] == "openid email"
    assert "refresh_token" not in tokens


# --- consent --------------------------------------------------------------------------------
def test_nobody_allows_for_another_and_nothing_is_allowed_without_the_page(aplikasi, browse, cast, browser):
    page = browser.get(aplikasi.request())
    sealed = page.html.find("input", attrs={"name": "permintaan"})["value"]
    browse(cast.asing).post("/sso/izin", {"permintaan": sealed, "jawaban": "izinkan"}, status=400)
    browser.post("/sso/izin", {"permintaan": sealed[:-4] + "AAAA", "jawaban": "izinkan"}, status=400)
    browser.post("/sso/izin", {"jawaban": "izinkan"}, status=400)
    browser.client.post("/sso/izin", data={"permintaan": sealed, "jawaban": "izinkan"})  # no CSRF token
    assert db.session.query(IzinSso).count() == 0


def test_the_page_of_consent_is_shown_in_no_frame(aplikasi, browser):
    headers = browser.get(aplikasi.request()).response.headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "form-action 'self'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_who_must_first_do_something_does_that_first(aplikasi, browser, cast):
    cast.pemohon.harus_ganti_sandi = True
    db.session.commit()
    assert browser.get(aplikasi.request(), status=302).location.startswith("/pengaturan/sandi-baru")


def test_a_closed_account_gets_nowhere(aplikasi, browser, cast):
    cast.pemohon.active = False
    db.session.commit()
    assert browser.get(aplikasi.request(), status=302).location.startswith("/masuk?")


# --- the code --------------------------------------------------------------------------------
def test_a_code_works_once_and_a_second_try_ends_what_was_made_from_it(aplikasi, browser, session):
    code = aplikasi.sign_in(browser, scope=OFFLINE)
    tokens = aplikasi.exchange(code).json
    assert is_refused(aplikasi.exchange(code))
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401
    assert is_refused(aplikasi.refresh(tokens["refresh_token"]))
    assert session.query(Peristiwa).filter_by(jenis="sso.dipakai_ulang").count() == 1


@pytest.mark.parametrize("verifier", [None, "", "x", "b" * 43, "a" * 200, "ké" * 30])
def test_a_wrong_verifier_uses_the_code_up(aplikasi, browser, verifier):
    code = aplikasi.sign_in(browser)
    assert is_refused(aplikasi.exchange(code, code_verifier=verifier))
    assert is_refused(aplikasi.exchange(code))


def test_the_challenge_itself_is_no_verifier(aplikasi, browser):
    code = aplikasi.sign_in(browser)
    assert is_refused(aplikasi.exchange(code, code_verifier=s256(aplikasi.verifier)))


def test_a_code_of_another_application_opens_nothing_and_stays_good(app, aplikasi, browser, cast):
    other = Aplikasi(app, cast.superadmin)
    code = aplikasi.sign_in(browser)
    other.verifier = aplikasi.verifier
    assert is_refused(other.exchange(code))
    assert aplikasi.exchange(code).status_code == 200


@pytest.mark.parametrize("address", [None, BACK + "/", BACK.upper(), AFTER])
def test_a_code_is_bound_to_its_address(aplikasi, browser, address):
    assert is_refused(aplikasi.exchange(aplikasi.sign_in(browser), redirect_uri=address))


def test_a_code_is_over_after_a_minute(aplikasi, browser, session):
    code = aplikasi.sign_in(browser)
    session.query(PemberianSso).update({"expires_at": now() - timedelta(seconds=1)})
    session.commit()
    assert is_refused(aplikasi.exchange(code))


@pytest.mark.parametrize("code", [None, "", "x", "x" * 5000])
def test_a_code_that_nobody_made(aplikasi, code):
    assert is_refused(aplikasi.exchange(code))


@pytest.mark.parametrize("kind", ["password", "client_credentials", "implicit", "urn:x"])
def test_other_ways_to_tokens_do_not_exist(aplikasi, kind):
    answer = aplikasi.post("/sso/token", {"grant_type": kind, "username": "a", "password": "b"})
    assert is_refused(answer, "unsupported_grant_type")


# --- who the application is --------------------------------------------------------------------------------
def _basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def test_an_application_proves_itself(aplikasi, browser):
    name, good = aplikasi.klien.client_id, aplikasi.rahasia
    fields = {"grant_type": "refresh_token", "refresh_token": "x"}

    def send(more: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        return aplikasi.post("/sso/token", fields | more, auth=None, headers=headers or {})

    wrong = [
        send({}),
        send({"client_id": name}),
        send({"client_id": name, "client_secret": "salah"}),
        send({"client_id": "tidak-ada", "client_secret": good}),
        send({}, _basic(name, "salah")),
        send({}, _basic(name, "")),
        send({}, {"Authorization": "Basic !!!"}),
        send({}, {"Authorization": "Basic " + base64.b64encode(b"tanpa-titik-dua").decode()}),
        send({}, {"Authorization": "Bearer x"}),
    ]
    assert [answer.status_code for answer in wrong] == [401] * len(wrong)
    assert all("WWW-Authenticate" in answer.headers for answer in wrong)
    assert is_refused(send({"client_secret": good}, _basic(name, good)), "invalid_request")
    assert is_refused(send({"client_id": name, "client_secret": good}))
    assert is_refused(send({}, _basic(name, good)))


def test_a_public_application_has_pkce_only_and_no_secret(app, session, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin, is_public=True)
    code = aplikasi.sign_in(browse(cast.pemohon))
    assert is_refused(aplikasi.exchange(code, client_secret="x"), "invalid_client", 401)
    assert aplikasi.exchange(code).status_code == 200


def test_the_old_secret_counts_no_more(aplikasi, browser, cast):
    from app.sso.operations_penyedia_klien import renew_secret

    code, old = aplikasi.sign_in(browser), aplikasi.rahasia
    aplikasi.rahasia = renew_secret(aplikasi.klien, actor=cast.superadmin)
    db.session.commit()
    new, aplikasi.rahasia = aplikasi.rahasia, old
    assert is_refused(aplikasi.exchange(code), "invalid_client", 401)
    aplikasi.rahasia = new
    assert aplikasi.exchange(code).status_code == 200


def test_guessing_secrets_is_slowed_down(aplikasi, rate_limits):
    answers = [
        aplikasi.post("/sso/token", {"grant_type": "refresh_token"}, auth=None, headers=_basic("x", str(n)))
        for n in range(22)
    ]
    assert answers[-1].status_code == 429


# --- tokens --------------------------------------------------------------------------------
def test_a_refresh_token_that_comes_again_ends_its_family(aplikasi, browser):
    first = aplikasi.tokens(browser, scope=OFFLINE)
    second = aplikasi.refresh(first["refresh_token"]).json
    assert is_refused(aplikasi.refresh(first["refresh_token"]))
    assert is_refused(aplikasi.refresh(second["refresh_token"]))
    assert aplikasi.userinfo(second["access_token"]).status_code == 401


def test_a_renewal_never_gives_more(aplikasi, browser):
    tokens = aplikasi.tokens(browser, scope=OFFLINE)
    assert is_refused(aplikasi.refresh(tokens["refresh_token"], scope="openid nip"), "invalid_scope")
    less = aplikasi.refresh(tokens["refresh_token"], scope="openid").json
    assert less["scope"] == "openid"
    assert set(aplikasi.userinfo(less["access_token"]).json) == {"sub"}
    again = aplikasi.refresh(less["refresh_token"]).json
    assert again["scope"] == "openid email offline_access"


def test_no_renewal_moves_the_end(aplikasi, browser, session):
    tokens = aplikasi.tokens(browser, scope=OFFLINE)
    end = session.query(TokenSso).filter_by(jenis="segar").one().expires_at
    assert end - now() <= timedelta(days=settings.get(REFRESH_DAYS))
    new = aplikasi.refresh(tokens["refresh_token"]).json
    assert {row.expires_at for row in session.query(TokenSso).filter_by(jenis="segar")} == {end}
    session.query(TokenSso).update({"expires_at": now() - timedelta(seconds=1)})
    session.commit()
    assert is_refused(aplikasi.refresh(new["refresh_token"]))
    assert aplikasi.userinfo(new["access_token"]).status_code == 401


def test_a_refresh_token_of_another_application(app, aplikasi, browser, cast):
    other = Aplikasi(app, cast.superadmin)
    tokens = aplikasi.tokens(browser, scope=OFFLINE)
    assert is_refused(other.refresh(tokens["refresh_token"]))
    assert other.post("/sso/cabut", {"token": tokens["refresh_token"]}).status_code == 200
    assert aplikasi.refresh(tokens["refresh_token"]).status_code == 200


def test_one_kind_of_token_is_not_another(aplikasi, browser):
    tokens = aplikasi.tokens(browser, scope=OFFLINE)
    assert aplikasi.userinfo(tokens["refresh_token"]).status_code == 401
    assert aplikasi.userinfo(tokens["id_token"]).status_code == 401
    assert is_refused(aplikasi.refresh(tokens["access_token"]))


def test_a_token_in_an_address_is_not_read(aplikasi, browser):
    token = aplikasi.tokens(browser)["access_token"]
    assert aplikasi.program.get(f"/sso/userinfo?access_token={token}").status_code == 401


@pytest.mark.parametrize("what", ["closed", "password", "client", "consent"])
def test_what_ends_every_token(aplikasi, browser, cast, session, what):
    tokens = aplikasi.tokens(browser, scope=OFFLINE)
    if what == "closed":
        cast.pemohon.active = False
    elif what == "password":
        cast.pemohon.sesi_versi += 1
    elif what == "client":
        aplikasi.klien.is_aktif = False
    else:
        session.query(IzinSso).update({"ended_at": now()})
    session.commit()
    assert aplikasi.userinfo(tokens["access_token"]).status_code == 401
    assert aplikasi.refresh(tokens["refresh_token"]).status_code in (400, 401)


def test_a_session_that_ends_ends_what_needs_it(aplikasi, browser):
    short, long = aplikasi.tokens(browser), aplikasi.tokens(browser, scope=OFFLINE)
    browser.post("/keluar", {})
    assert aplikasi.userinfo(short["access_token"]).status_code == 401
    assert aplikasi.userinfo(long["access_token"]).status_code == 200


# --- the way out --------------------------------------------------------------------------------
def _out(**values: str) -> str:
    return f"/sso/keluar?{urlencode(values)}"


@pytest.mark.parametrize(
    "address",
    [
        "https://jahat.example/",
        AFTER + "/",
        AFTER.upper(),
        BACK,
        "//jahat.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_signing_out_leads_nowhere_but_to_registered_addresses(aplikasi, browser, address):
    token = aplikasi.tokens(browser)["id_token"]
    page = browser.get(_out(id_token_hint=token, post_logout_redirect_uri=address))
    assert page.has("Anda sudah keluar")
    assert page.html.find("meta", attrs={"http-equiv": "refresh"}) is None


def _forged(aplikasi: Aplikasi, good: str) -> list[str]:
    head, body, _sign = good.split(".")
    claims = aplikasi.claims(good)
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    public = db.session.query(KunciSso).filter_by(keadaan="dipakai").one().publik
    secret = OctKey.import_key(json.dumps(public))
    stranger = RSAKey.generate_key(2048, {"kid": public["kid"]})
    return [
        f"{none}.{body}.",
        f"{head}.{body}.",
        f"{head}.{body}.{'A' * 300}",
        jwt.encode({"alg": "HS256", "kid": public["kid"]}, claims, secret),
        jwt.encode({"alg": "RS256", "kid": public["kid"]}, claims, stranger),
        "x", "a.b.c", "é.é.é", "." * 9000,
    ]  # fmt: skip


def test_a_forged_hint_signs_nobody_out(aplikasi, browser):
    good = aplikasi.tokens(browser)["id_token"]
    for token in _forged(aplikasi, good):
        page = browser.get(_out(id_token_hint=token, post_logout_redirect_uri=AFTER))
        assert page.h1 == "Keluar dari Si KERJA?"
        assert link_of(page) if page.html.find("meta", attrs={"http-equiv": "refresh"}) else True
        browser.get("/pengaturan/akun")


def test_a_hint_of_somebody_else_or_of_another_application_asks_first(app, aplikasi, browser, browse, cast):
    token = aplikasi.tokens(browse(cast.asing))["id_token"]
    assert browser.get(_out(id_token_hint=token)).h1 == "Keluar dari Si KERJA?"
    other = Aplikasi(app, cast.superadmin)
    mine = aplikasi.tokens(browser)["id_token"]
    page = browser.get(
        _out(id_token_hint=mine, client_id=other.klien.client_id, post_logout_redirect_uri=AFTER)
    )
    assert page.h1 == "Keluar dari Si KERJA?"
    browser.get("/pengaturan/akun")


def test_nobody_confirms_for_another(aplikasi, browser, browse, cast):
    page = browser.get(_out(client_id=aplikasi.klien.client_id))
    sealed = page.html.find("input", attrs={"name": "permintaan"})["value"]
    browse(cast.asing).post("/sso/keluar/ya", {"permintaan": sealed}, status=400)


# --- addresses that may be registered ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    ["http://aplikasi.example/", "https://*.example/x", "https://a.example/#x", "https://", "ftp://a.example/",
     "https://u:p@a.example/", "https://a.example:99999/", "https://a.example\\@b.example/", "https://a.example/ x",
     "http://127.0.0.1.jahat.example/", "http://localhost@jahat.example/", "http://[::1/", "javascript:1",
     "com.example.app:/x", "https://a.example/\u202e", "x" * 600],
)  # fmt: skip
def test_addresses_that_are_not_registered(url):
    assert why_not_address(url, is_loopback=True) is not None


def test_an_application_on_a_device_comes_back_at_any_port_of_that_device_only():
    known = ["http://127.0.0.1/kembali"]
    assert is_registered("http://127.0.0.1:51234/kembali", known, is_loopback=True)
    for url in (
        "http://127.0.0.1:51234/lain", "http://localhost:51234/kembali", "http://127.0.0.2/kembali",
        "https://127.0.0.1/kembali", "http://127.0.0.1:51234@jahat.example/kembali", "http://127.0.0.1:x/kembali",
    ):  # fmt: skip
        assert not is_registered(url, known, is_loopback=True), url
    assert not is_registered("http://127.0.0.1:51234/kembali", known, is_loopback=False)


# --- scripts of other pages; the log ------------------------------------------------------------------------------
def test_scripts_ask_only_from_pages_of_public_applications(app, session, cast):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin, is_public=True, alamat_kembali=["https://spa.example/kembali"])
    Aplikasi(app, cast.superadmin)

    def allowed(origin: str) -> str | None:
        answer = aplikasi.program.options("/sso/userinfo", headers={"Origin": origin})
        return answer.headers.get("Access-Control-Allow-Origin")

    assert allowed("https://spa.example") == "https://spa.example"
    for origin in ("https://aplikasi.example", "https://jahat.example", "null", "https://spa.example.jahat"):
        assert allowed(origin) is None
    answer = aplikasi.program.post("/sso/token", headers={"Origin": "https://spa.example"})
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_secret_and_no_token_in_the_log(aplikasi, browser, caplog):
    caplog.set_level(logging.DEBUG)
    code = aplikasi.sign_in(browser, scope=OFFLINE)
    tokens = aplikasi.exchange(code).json
    aplikasi.exchange(code)
    aplikasi.refresh(tokens["refresh_token"])
    aplikasi.exchange("salah", code_verifier="rahasia-sekali")
    for secret in (code, *tokens.values(), aplikasi.rahasia, aplikasi.verifier, "rahasia-sekali"):
        if isinstance(secret, str) and secret not in ("Bearer", "openid email offline_access"):
            assert secret not in caplog.text


# --- at the same moment --------------------------------------------------------------------------------
def test_two_that_bring_the_same_code_at_once_get_tokens_once(app, committed, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin)
    code = aplikasi.sign_in(browse(cast.pemohon), scope=OFFLINE)
    data = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": aplikasi.verifier,
        "client_id": aplikasi.klien.client_id, "client_secret": aplikasi.rahasia,
    }  # fmt: skip
    db.session.commit()
    answers, ready = [], threading.Barrier(4)

    def bring() -> None:
        client = app.test_client(use_cookies=False)
        ready.wait()
        answers.append(client.post("/sso/token", data=data))

    threads = [threading.Thread(target=bring) for _ in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    good = next(answer.json for answer in answers if answer.status_code == 200)
    assert aplikasi.userinfo(good["access_token"]).status_code == 401


@pytest.mark.parametrize("known", [["https://baik.example.org/kembali"], ["http://localhost/kembali"]])
def test_an_installed_application_opens_no_other_address_beside_the_registered_one(known):
    """Neither is a numbered loopback address, so neither has a free port: only the address itself is theirs."""
    for url in ("https://jahat.example.org/kembali", "http://localhost:4321/kembali", f"{known[0]}/"):
        assert not is_registered(url, known, is_loopback=True), url
    assert is_registered(known[0], known, is_loopback=True)
