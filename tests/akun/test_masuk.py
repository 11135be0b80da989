"""Signing in: who gets in, who does not, and that nobody learns from it which accounts exist."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.akun import operations
from app.akun.models import PercobaanMasuk
from app.akun.queries_masuk import session_by_token
from app.akun.sessions import TOKEN
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import now
from tests.factories import PASSWORD

WRONG = "salah-sekali-ini"
NO_MATCH = "Email/NIP atau kata sandi tidak cocok."


def fill_in(browse, name, password, person=None, **options):
    browser = browse(person)
    browser.get("/masuk")
    browser.submit("Masuk", {"Email atau NIP": name, "Kata Sandi": password}, **options)
    return browser


def is_signed_in(browser):
    return browser.get("/pengaturan", status=None, follow=True).h1 == "Pengaturan"


def events(account, jenis):
    query = select(func.count()).where(Peristiwa.jenis == jenis, Peristiwa.objek_id == account.id)
    return db.session.scalar(query.where(Peristiwa.objek_tipe == "ab_user"))


# --- who gets in --------------------------------------------------------
@pytest.mark.parametrize("name", ["ayu@example.org", "AYU@Example.org", "  ayu@example.org "])
def test_a_person_signs_in_by_email_whatever_its_capitals(browse, cast, name):
    browser = fill_in(browse, name, PASSWORD)
    assert is_signed_in(browser)
    assert events(cast.pemohon, "akun.masuk") == 1


@pytest.mark.parametrize("name", ["198001012005012001", "19800101 200501 2 001"])
def test_an_official_signs_in_by_nip(browse, cast, name):
    cast.tkksd.nip = "198001012005012001"
    assert is_signed_in(fill_in(browse, name, PASSWORD))


def test_signing_in_leads_to_the_page_that_was_asked_for(browse, cast):
    browser = browse()
    browser.get("/pengaturan/biodata?lanjut=/x", status=302)
    browser.get("/pengaturan/biodata", follow=True)
    browser.submit("Masuk", {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD})
    assert browser.page.h1 == "Pengaturan Biodata"


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "javascript:alert(1)",
        "/\tjahat",
        "x" * 9000,
    ],
)
def test_signing_in_never_leads_to_another_site(browse, cast, target):
    browser = browse()
    browser.get("/masuk", query_string={"lanjut": target})
    data = {"nama": "ayu@example.org", "sandi": PASSWORD, "lanjut": target}
    assert browser.post("/masuk", data).location == "/"
    assert browser.get("/masuk", status=302, query_string={"lanjut": target}).location == "/"


def test_the_language_of_the_account_is_spoken_after_signing_in(browse, cast):
    cast.pemohon.bahasa = "en"
    browser = browse()
    browser.get("/masuk")
    browser.lang = "en"
    browser.submit("Masuk", {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD})
    assert browser.get("/pengaturan").soup.html["lang"] == "en"


# --- who does not --------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ayu@example.org", WRONG),
        ("ayu@example.org", PASSWORD + " "),
        ("tidak-ada@example.org", PASSWORD),
        ("198001012005012001", PASSWORD),
        ("ayu@example.org' OR 1=1 --", PASSWORD),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 10_000, "y" * 10_000),
    ],
)
def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(browse, cast, name, password):
    browser = fill_in(browse, name, password)
    assert browser.page.errors() == [NO_MATCH]
    assert not is_signed_in(browser)


def test_what_was_typed_as_name_stays_and_the_password_does_not(browse, cast):
    page = fill_in(browse, "ayu@example.org", WRONG).page
    assert page.html.find(id="nama")["value"] == "ayu@example.org"
    assert not page.html.find(id="sandi").get("value")
    assert WRONG not in page.response.get_data(as_text=True)


@pytest.mark.parametrize(
    "data",
    [{}, {"nama": "", "sandi": ""}, {"nama": "ayu@example.org", "sandi": ""}, {"nama": "\0", "sandi": "\0"}],
)
def test_empty_fields_are_asked_for(browse, session, data):
    browser = browse()
    browser.get("/masuk")
    assert browser.post("/masuk", data, status=422).errors()


def test_nuls_in_name_or_password_are_no_error_of_ours(browse, cast):
    browser = browse()
    browser.get("/masuk")
    assert browser.post(
        "/masuk", {"nama": "ayu\0@example.org", "sandi": f"{PASSWORD}\0"}, status=200
    ).errors() == [NO_MATCH]


def test_a_closed_account_does_not_get_in_and_is_not_told_why(browse, cast):
    cast.pemohon.active = False
    assert fill_in(browse, "ayu@example.org", PASSWORD).page.errors() == [NO_MATCH]


def test_an_account_without_a_password_does_not_get_in(browse, cast):
    cast.pemohon.password = None
    for guess in ("x", "tidak ada pemilik sandi ini"):
        assert fill_in(browse, "ayu@example.org", guess).page.errors() == [NO_MATCH]


# --- the lock --------------------------------------------------------
@pytest.mark.parametrize("name", ["ayu@example.org", "tidak-ada@example.org"])
def test_the_fifth_failure_closes_a_name_whether_anybody_has_it_or_not(browse, cast, name):
    said = [fill_in(browse, name, WRONG).page.errors()[0] for _n in range(5)]
    assert said[:4] == [NO_MATCH] * 4
    assert said[4].startswith("Terlalu banyak percobaan dengan nama ini.")
    assert fill_in(browse, name, PASSWORD).page.errors()[0].startswith("Terlalu banyak percobaan")


def test_name_and_nip_of_one_account_are_counted_together(browse, cast):
    cast.pemohon.nip = "198001012005012001"
    for name in (
        "ayu@example.org",
        "198001012005012001",
        "AYU@example.org",
        "198001012005012001",
        "ayu@example.org",
    ):
        page = fill_in(browse, name, WRONG).page
    assert page.errors()[0].startswith("Terlalu banyak percobaan")


def test_the_lock_opens_by_itself(browse, cast):
    for _n in range(5):
        fill_in(browse, "ayu@example.org", WRONG)
    assert cast.pemohon.locked_until - now() < timedelta(minutes=15, seconds=1)
    assert events(cast.pemohon, "akun.terkunci") == 1
    cast.pemohon.locked_until = now() - timedelta(seconds=1)
    assert is_signed_in(fill_in(browse, "ayu@example.org", PASSWORD))


def test_a_success_forgets_the_failures(browse, cast):
    for _n in range(4):
        fill_in(browse, "ayu@example.org", WRONG)
    fill_in(browse, "ayu@example.org", PASSWORD)
    assert cast.pemohon.fail_login_count == 0
    assert fill_in(browse, "ayu@example.org", WRONG).page.errors() == [NO_MATCH]


def test_the_city_sets_how_many_failures_close_a_name(browse, cast):
    settings.put("masuk_gagal_batas", 3)
    said = [fill_in(browse, "ayu@example.org", WRONG).page.errors()[0] for _n in range(3)]
    assert said[2].startswith("Terlalu banyak percobaan")


def test_unknown_names_are_kept_only_as_hashes_and_for_a_day(cast, session):
    operations.sign_in("tidak-ada@example.org", WRONG)
    row = session.scalars(select(PercobaanMasuk)).one()
    assert "tidak" not in row.nama_sidik
    row.updated_at = now() - timedelta(days=2)
    session.flush()
    operations.sign_in("juga-tidak@example.org", WRONG)
    assert session.scalar(select(func.count()).select_from(PercobaanMasuk)) == 1


def test_too_many_tries_from_one_address_are_slowed_down(browse, cast, rate_limits):
    browser = browse()
    browser.get("/masuk")
    for n in range(10):
        browser.post("/masuk", {"nama": f"n{n}@example.org", "sandi": WRONG}, status=200)
    assert (
        browser.post("/masuk", {"nama": "n11@example.org", "sandi": WRONG}, status=429).h1
        == "Terlalu banyak percobaan"
    )


# --- the session --------------------------------------------------------
def test_nothing_of_the_visitors_session_goes_over(browse, cast):
    browser = browse()
    with browser.client.session_transaction() as cookie:
        cookie["titipan"] = "dari orang lain"
    browser.get("/masuk")
    with browser.client.session_transaction() as cookie:
        before = cookie["csrf_token"]
    browser.submit("Masuk", {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD})
    with browser.client.session_transaction() as cookie:
        assert "titipan" not in cookie
        assert cookie.get("csrf_token") != before
        assert session_by_token(cookie[TOKEN], now() - timedelta(hours=1))[0].pengguna is cast.pemohon
        assert cookie.permanent


def test_a_closed_account_is_out_at_its_next_click(browse, cast):
    browser = browse(cast.pemohon)
    assert is_signed_in(browser)
    cast.pemohon.active = False
    assert not is_signed_in(browser)


def test_a_session_from_before_the_last_change_of_password_counts_no_more(browse, cast):
    browser = browse(cast.pemohon)
    cast.pemohon.sesi_versi += 1
    assert not is_signed_in(browser)


def test_a_session_without_its_row_is_a_visitors(browse, cast):
    browser = browse(cast.pemohon)
    with browser.client.session_transaction() as cookie:
        del cookie[TOKEN]
    assert not is_signed_in(browser)


@pytest.mark.parametrize("forged", ["0", "-1", "x", "99999999999", "1; DROP TABLE ab_user"])
def test_a_session_of_nobody_is_a_visitors(browse, cast, forged):
    browser = browse()
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = forged
    assert not is_signed_in(browser)


def test_signing_out_ends_the_session(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan")
    browser.submit("Keluar")
    assert browser.page.has("Anda sudah keluar.")
    assert not is_signed_in(browser)


def test_an_address_alone_signs_nobody_out(browse, cast):
    browser = browse(cast.pemohon)
    assert browser.get("/keluar").h1 == "Keluar"
    assert is_signed_in(browser)
    browser.get("/keluar")
    browser.submit("Keluar sekarang")
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "url",
    ["/login/", "/logout/", "/resetmypassword/form", "/resetpassword/form", "/userinfoeditview/form", "/users/userinfo/",
     "/register/form", "/oauth-authorized/x", "/api/v1/security/login", "/users/add", "/users/delete/1"],
)  # fmt: skip
def test_pages_of_the_framework_for_accounts_do_not_exist(browse, cast, url):
    browse(cast.superadmin).get(url, status=404)
