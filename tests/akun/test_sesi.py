"""Sessions are rows: whoever is signed in has one in force, and nothing else opens a page."""

import pytest
from sqlalchemy import select

from app.akun.models_masuk import Sesi
from app.akun.operations_sesi import KEEP, forget_old_sessions
from app.akun.sessions import TOKEN
from app.extensions import db
from app.kit.clock import now
from tests.counting import counted
from tests.factories import PASSWORD


def sessions_of(person):
    return db.session.scalars(select(Sesi).where(Sesi.pengguna_id == person.id).order_by(Sesi.id)).all()


def is_signed_in(browser):
    page = browser.get("/pengaturan/biodata", status=None, follow=True)
    return page.h1 != "Masuk"


def really_sign_in(browse, email="ayu@example.org", password=PASSWORD, browser=None, **headers):
    browser = browser or browse()
    browser.get("/masuk")
    browser.submit("Masuk", {"Email atau NIP": email, "Kata Sandi": password}, follow=False)
    return browser


def token_of(browser):
    with browser.client.session_transaction() as cookie:
        return cookie[TOKEN]


def test_a_sign_in_makes_a_row_that_tells_where_without_telling_too_much(browse, cast):
    browser = browse()
    browser.client.environ_base.update(
        HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36",
        REMOTE_ADDR="203.0.113.77",
    )
    really_sign_in(browse, browser=browser)
    (row,) = sessions_of(cast.pemohon)
    assert (row.peramban, row.alamat, row.cara, row.is_kuat) == (
        "Chrome · Linux",
        "203.0.113.0/24",
        "sandi",
        False,
    )
    assert token_of(browser) not in str(vars(row))


def test_each_sign_in_is_a_new_session_and_the_older_one_of_this_browser_ends(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/biodata")
    before = token_of(browser)
    with browser.client.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/keluar")
    really_sign_in(browse, browser=browser)
    assert token_of(browser) != before
    thief = browse()
    with thief.client.session_transaction() as cookie:
        cookie.update(kept)
    assert not is_signed_in(thief)
    assert is_signed_in(browser)


def test_a_cookie_stolen_before_signing_out_opens_nothing_afterwards(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/biodata")
    stolen = browser.client.get_cookie("sikerja").value
    browser.post("/keluar")
    thief = browse()
    thief.client.set_cookie("sikerja", stolen)
    assert not is_signed_in(thief)


def test_a_token_opens_only_its_own_account(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/biodata")
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = str(cast.superadmin.id)
    assert not is_signed_in(browser)


@pytest.mark.parametrize("token", ["", "x", 7, None, ["a"], "\0"])
def test_a_session_with_a_token_of_nobody_is_a_visitors(browse, cast, token):
    browser = browse(cast.pemohon)
    with browser.client.session_transaction() as cookie:
        cookie[TOKEN] = token
    assert not is_signed_in(browser)


def test_two_browsers_are_two_sessions(browse, cast):
    one, other = really_sign_in(browse), really_sign_in(browse)
    one.get("/pengaturan/biodata")
    one.post("/keluar")
    assert is_signed_in(other) and not is_signed_in(one)


def test_a_person_is_known_by_one_statement(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/biodata")
    with counted() as seen:
        browser.get("/pengaturan/biodata")
    assert len([one for one in seen if "FROM sesi" in one or "FROM ab_user" in one]) == 1


def test_old_sessions_are_forgotten(session, browse, cast):
    browse(cast.pemohon).get("/pengaturan/biodata")
    (row,) = sessions_of(cast.pemohon)
    forget_old_sessions(0)
    assert sessions_of(cast.pemohon) == [row]
    row.seen_at = now() - KEEP
    session.flush()
    forget_old_sessions(0)
    assert sessions_of(cast.pemohon) == []
