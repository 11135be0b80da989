"""A provider, or somebody in its name, that does ill: each over real HTTP, each ends on the calm page, signed out."""

import json
import logging
import re
import time
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select, text

from app.extensions import db
from app.kit import clock
from app.sso import http_klien, temuan_klien
from app.sso.models_klien import AkunSso, PenyediaSso, PermintaanSso
from tests.sso.conftest import path_of
from tests.sso.penyedia_palsu import CLIENT_ID, CLIENT_SECRET, json_answer, new_key

CALM = "tidak dapat dipastikan keasliannya"
AWAY = "sedang tidak dapat dihubungi"
USED = "Permintaan masuk ini sudah dipakai"


@pytest.fixture
def linked(cast, penyedia):
    """Ayu is linked: whatever is let through would sign her in."""
    row = AkunSso(
        penyedia=penyedia, pengguna=cast.pemohon, sub="orang-1", nama_sana="ayu", peran_dari_klaim=[]
    )
    db.session.add(row)
    db.session.commit()
    return row


@pytest.fixture
def ditolak(browse, linked, pergi):
    """`ditolak(words, status)`: goes there and back; reads these words, and is not signed in."""

    def go(words, status=502, browser=None):
        browser = browser or browse()
        page = browser.get(pergi(browser), status=status)
        assert page.h1 == "Belum dapat masuk"
        assert page.has(words)
        assert browser.get("/pengaturan", status=302).location.startswith("/masuk")
        return page

    return go


def changed(**claims):
    return lambda before: {name: value for name, value in (before | claims).items() if value is not None}


# --- the identity --------------------------------------------------------------------------------
def test_no_signature_at_all(palsu, ditolak):
    def unsigned(claims):
        parts = [{"alg": "none", "typ": "JWT"}, claims]
        return ".".join(_b64(json.dumps(part).encode()) for part in parts) + "."

    palsu.tanda_tangan = unsigned
    ditolak(CALM)


def test_signed_with_the_public_key_as_if_it_were_a_secret(palsu, ditolak):
    public = palsu.keys[0].as_pem(private=False)
    key = OctKey.import_key(b"x" * 32)

    def confused(claims):
        import hashlib
        import hmac as _hmac

        head = _b64(json.dumps({"alg": "HS256", "kid": palsu.keys[0].kid}).encode())
        body = f"{head}.{_b64(json.dumps(claims).encode())}"
        return f"{body}.{_b64(_hmac.new(public, body.encode(), hashlib.sha256).digest())}"

    assert key  # HS256 exists in the library: it is we who do not take it
    palsu.tanda_tangan = confused
    ditolak(CALM)


def test_signed_with_the_clients_own_secret(palsu, ditolak):
    palsu.tanda_tangan = lambda claims: jwt.encode(
        {"alg": "HS256", "kid": palsu.keys[0].kid},
        claims,
        OctKey.import_key(CLIENT_SECRET.encode().ljust(32, b"-")),
        algorithms=["HS256"],
    )
    ditolak(CALM)


def test_an_algorithm_that_the_provider_has_not_announced(palsu, ditolak):
    palsu.tanda_tangan = lambda claims: jwt.encode(
        {"alg": "PS256", "kid": "satu"},
        claims,
        palsu.keys[0].__class__.import_key(palsu.keys[0].as_dict(private=True) | {"alg": "PS256"}),
        algorithms=["PS256"],
    )
    ditolak(CALM)


def test_a_key_that_is_not_the_providers(palsu, ditolak):
    stranger = new_key("satu")  # under the name of the right one
    palsu.tanda_tangan = lambda claims: palsu.signed(claims, stranger)
    ditolak(CALM)


def test_a_key_that_the_token_brings_along(palsu, ditolak):
    stranger = new_key("bawaan")
    palsu.tanda_tangan = lambda claims: palsu.signed(
        claims, stranger, jwk=stranger.as_dict(private=False), jku=f"{palsu.issuer}/jwks"
    )
    ditolak(CALM)


def test_changed_after_it_was_signed(palsu, ditolak):
    def forged(claims):
        head, _body, sign = palsu.signed(claims).split(".")
        return f"{head}.{_b64(json.dumps(claims | {'sub': 'orang-1'}).encode())}.{sign}"

    palsu.orang["sub"] = "orang-lain"
    palsu.tanda_tangan = forged
    ditolak(CALM)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://lain.example"},
        {"aud": "klien-lain"},
        {"aud": ["klien-lain"]},
        {"aud": [CLIENT_ID, "klien-lain"]},  # for several, and does not say for whom it was made
        {"azp": "klien-lain"},
        {"aud": None},
        {"exp": None},
        {"exp": "besok"},
        {"iat": None},
        {"nonce": "milik-permintaan-lain"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
        {"at_hash": "bukan-dari-token-ini"},
    ],
    ids=lambda claims: "-".join(f"{name}={str(value)[:20]}" for name, value in claims.items()),
)
def test_a_claim_is_wrong_or_missing(palsu, ditolak, claims):
    palsu.klaim = changed(**claims)
    ditolak(CALM)


@pytest.mark.parametrize(
    "shift", [{"exp": -90}, {"nbf": 90}, {"iat": 90}, {"iat": -900}], ids=["over", "early", "future", "old"]
)
def test_out_of_its_time(palsu, ditolak, shift):
    palsu.klaim = lambda claims: claims | {name: int(time.time()) + value for name, value in shift.items()}
    ditolak(CALM)


@pytest.mark.parametrize("shift", [{"exp": -30}, {"nbf": 30}, {"iat": 30}])
def test_a_clock_may_be_half_a_minute_wrong(browse, palsu, linked, pergi, shift):
    palsu.klaim = lambda claims: claims | {name: int(time.time()) + value for name, value in shift.items()}
    browser = browse()
    assert browser.get(pergi(browser), status=302).location == "/"


def test_userinfo_speaks_of_somebody_else(palsu, ditolak):
    palsu.userinfo = changed(sub="orang-2")
    ditolak(CALM)


def test_userinfo_speaks_of_nobody(palsu, ditolak):
    palsu.userinfo = changed(sub=None)
    ditolak(CALM)


@pytest.mark.parametrize(
    "tokens",
    [{"id_token": None}, {"access_token": None}, {"token_type": "mac"}, {"id_token": "a.b"}, {"id_token": 5}],
)
def test_the_token_endpoint_answers_half(palsu, ditolak, tokens):
    palsu.token = changed(**tokens)
    ditolak(CALM)


# --- the keys --------------------------------------------------------------------------------
def test_a_new_key_is_fetched_when_the_old_one_is_gone(browse, palsu, linked, pergi):
    first = browse()
    assert first.get(pergi(first), status=302).location == "/"
    palsu.rotate("dua")
    second = browse()
    assert second.get(pergi(second), status=302).location == "/"
    assert palsu.asked.count("/jwks") == 2


def test_unknown_keys_do_not_make_us_ask_again_and_again(palsu, ditolak):
    palsu.tanda_tangan = lambda claims: palsu.signed(claims, new_key("tidak-dikenal"))
    for _ in range(3):
        ditolak(CALM)
    assert (
        palsu.asked.count("/jwks") == 2
    )  # the first time, and once again; then not before a minute has gone


def test_no_key_that_can_be_used(palsu, ditolak):
    palsu.jawab["/jwks"] = lambda: json_answer({"keys": [{"kty": "oct", "k": "AAAA", "kid": "satu"}]})
    ditolak(CALM)


# --- the answer in the address --------------------------------------------------------------------------------
def test_the_same_answer_twice(browse, palsu, linked, pergi):
    browser = browse()
    back = pergi(browser)
    assert browser.get(back, status=302).location == "/"
    assert browser.get(back, status=400).has(USED)


def test_a_code_that_was_used_before(browse, palsu, linked, pergi):
    browser = browse()
    back = pergi(browser)
    palsu.codes.clear()
    browser.get(back, status=502)


def test_the_answer_to_another_browser(browse, palsu, linked, pergi):
    mine, theirs = browse(), browse()
    back = pergi(theirs)
    pergi(mine)  # she has an attempt of her own under way
    assert mine.get(back, status=400).has(USED)
    assert mine.get("/pengaturan", status=302).location.startswith("/masuk")
    assert theirs.get(back, status=302).location == "/"  # and it is not used up for whom it belongs to


def test_an_answer_to_nothing(browse, palsu, linked):
    assert browse().get("/sso/uji/kembali?code=a&state=b", status=400).has(USED)
    assert browse().get("/sso/uji/kembali", status=400).has(USED)
    browse().get("/sso/tidak-ada/kembali?code=a&state=b", status=404)


def test_an_answer_too_late(browse, palsu, linked, pergi):
    browser = browse()
    back = pergi(browser)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert browser.get(back, status=400).has(USED)


def test_an_answer_to_another_provider(browse, palsu, linked, pergi, penyedia):
    other = PenyediaSso(
        kode="lain", nama="Lain", label_tombol="Lain", issuer=f"{palsu.issuer}/lain", client_id="x",
        scopes="openid", is_aktif=True,
    )  # fmt: skip
    db.session.add(other)
    db.session.commit()
    browser = browse()
    back = pergi(browser).replace("/sso/uji/", "/sso/lain/")
    assert browser.get(back, status=400).has(USED)


@pytest.mark.parametrize("iss", ["https://lain.example", "", None])
def test_the_answer_names_another_provider(palsu, ditolak, iss):
    palsu.kembali = changed(iss=iss)
    ditolak(CALM)


def test_codes_and_nonces_of_two_tabs_cannot_be_mixed(browse, palsu, linked, pergi):
    browser = browse()
    first, second = pergi(browser), pergi(browser)
    code = re.search(r"code=([^&]+)", second)[1]
    browser.get(re.sub(r"code=[^&]+", f"code={code}", first), status=502)  # PKCE: the code is the other tab's
    assert browser.get("/pengaturan", status=302).location.startswith("/masuk")


def test_an_error_with_strange_words_is_neither_shown_nor_logged(palsu, ditolak, caplog):
    palsu.kembali = lambda back: {
        "error": "<script>alert(1)</script>", "error_description": "Hubungi 0800", "state": back["state"],
        "iss": palsu.issuer,
    }  # fmt: skip
    page = ditolak(AWAY)
    assert not page.has("alert") and not page.has("0800")
    assert "alert" not in caplog.text and "0800" not in caplog.text


# --- the answer over HTTP --------------------------------------------------------------------------------
HTML = (200, {"Content-Type": "text/html"}, b"<html><body>Selamat datang</body></html>")
GARBAGE = (200, {"Content-Type": "application/json"}, b'{"id_token": ')
NOT_OBJECT = (200, {"Content-Type": "application/json"}, b"[1, 2]")
DEEP = (200, {"Content-Type": "application/json"}, b"[" * 100_000)
HUGE = (200, {"Content-Type": "application/json"}, b'{"a": "' + b"x" * (http_klien.MAX_BYTES + 10) + b'"}')
ELSEWHERE = (302, {"Location": "https://jahat.example/token"}, b"")
BROKEN = (500, {"Content-Type": "text/plain"}, b"error: secret stack trace")
EMPTY = (200, {}, b"")
ANSWERS = {
    "html": HTML, "garbage": GARBAGE, "no-object": NOT_OBJECT, "deep": DEEP, "huge": HUGE, "redirect": ELSEWHERE,
    "broken": BROKEN, "empty": EMPTY,
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("path", ["/token", "/userinfo", "/jwks"])
def test_an_answer_that_is_none(palsu, ditolak, path, answer):
    palsu.jawab[path] = lambda: answer
    ditolak(AWAY)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_discovery_document_that_is_none(browse, palsu, linked, answer):
    palsu.jawab["/.well-known/openid-configuration"] = lambda: answer
    assert browse().get("/sso/uji/masuk", status=502).has(AWAY)


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://lain.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"token_endpoint": "http://lain.example/token"},
        {"jwks_uri": "http://user:pass@127.0.0.1/jwks"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": ["http://127.0.0.1/a"]},
        {"userinfo_endpoint": "http://lain.example/userinfo"},
    ],
    ids=lambda said: "-".join(f"{name}={value}" for name, value in said.items()),
)
def test_a_discovery_document_that_leads_astray(browse, palsu, linked, said):
    palsu.penemuan = changed(**said)
    assert browse().get("/sso/uji/masuk", status=502).has(AWAY)


def test_only_none_and_shared_secrets_are_announced(browse, palsu, linked):
    palsu.penemuan = changed(id_token_signing_alg_values_supported=["none", "HS256"])
    browse().get("/sso/uji/masuk", status=502)


def test_a_provider_that_says_nothing_is_given_up(palsu, ditolak, monkeypatch):
    monkeypatch.setattr(http_klien, "READ_SECONDS", 0.3)

    def silent():
        time.sleep(1)
        return json_answer({})

    palsu.jawab["/token"] = silent
    begun = time.monotonic()
    ditolak(AWAY)
    assert time.monotonic() - begun < 4


def test_a_provider_that_is_not_there(browse, palsu, linked):
    palsu.close()
    assert browse().get("/sso/uji/masuk", status=502).has(AWAY)


def test_the_addresses_of_a_provider_elsewhere_never_lead_to_this_machine():
    refusal = temuan_klien._address
    with pytest.raises(http_klien.ProviderFault):
        refusal({"token_endpoint": "http://127.0.0.1:5432/"}, "token_endpoint", "https://sso.example")


# --- what stays unsaid --------------------------------------------------------------------------------
def test_no_secret_and_no_token_is_in_the_log_or_the_journal(
    browse, cast, palsu, linked, pergi, ditolak, caplog
):
    caplog.set_level(logging.DEBUG)
    browser = browse()
    browser.get(pergi(browser), status=302)
    browser.post("/keluar", status=302)
    palsu.klaim = changed(nonce="milik-permintaan-lain")
    ditolak(CALM)
    palsu.jawab["/token"] = lambda: json_answer(
        {"error": "invalid_grant", "error_description": "kode-rahasia"}, 400
    )
    ditolak(AWAY)
    cookies = [cookie.value for cookie in browser.client._cookies.values()]
    secrets = [*palsu.given, CLIENT_SECRET, "kode-rahasia", *cookies]
    said = caplog.text
    assert "sso" in said
    assert [one for one in secrets if one and one in said] == []
    journal = str(db.session.execute(text("SELECT data, catatan, objek_nama FROM peristiwa")).all())
    assert [one for one in secrets if one and one in journal] == []
    # And what is stored cannot be read without the key.
    rows = str(db.session.execute(text("SELECT * FROM permintaan_sso")).all())
    rows += str(db.session.execute(text("SELECT * FROM sesi_sso")).all())
    rows += str(db.session.execute(text("SELECT * FROM penyedia_sso")).all())
    assert [one for one in secrets if one and one in rows] == []


def test_the_page_says_a_number_that_the_log_knows(palsu, ditolak, caplog):
    palsu.klaim = changed(nonce="lain")
    page = ditolak(CALM)
    number = re.search(r"\d{4}-\d\d-\d\d-[0-9A-F]{6}", page.text)[0]
    line = next(record.getMessage() for record in caplog.records if number in record.getMessage())
    assert "sebab=nonce" in line


def test_nothing_of_the_provider_survives_a_failed_attempt(palsu, ditolak):
    palsu.klaim = changed(nonce="lain")
    ditolak(CALM)
    row = db.session.scalar(select(PermintaanSso))
    assert row.used_at is not None
    assert row.identitas_sandi is None


def test_sign_in_is_asked_at_the_address_that_is_known(app, browse, palsu, linked):
    answer = browse().client.get("/sso/uji/masuk?lanjut=/tugas", base_url="http://127.0.0.1:8000")
    assert answer.location == "http://localhost/sso/uji/masuk?lanjut=/tugas"


def test_the_way_out_holds_what_it_must(browse, palsu, linked):
    location = browse().get("/sso/uji/masuk", status=302).location
    assert path_of(location).startswith("/authorize?response_type=code&")
    for part in ("code_challenge_method=S256", "nonce=", "state=", "scope=openid+email+profile"):
        assert part in location
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Fsso%2Fuji%2Fkembali" in location


def _b64(content: bytes) -> str:
    import base64

    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
