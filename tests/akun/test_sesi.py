"""Sessions are rows: whoever is signed in has one in force, and nothing else opens a page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun.models_masuk import Sesi
from app.akun.operations_akun import change_account
from app.akun.operations_sesi import KEEP, forget_old_sessions
from app.akun.sessions import TOKEN
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from tests.akun.test_lanjut import send
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


# --- the list --------------------------------------------------------
LIST = "/pengaturan/akun/sesi"


def test_a_person_sees_where_she_is_signed_in_and_ends_one_from_elsewhere(browse, cast):
    here, elsewhere = really_sign_in(browse), really_sign_in(browse)
    here.get("/pengaturan/akun")
    assert here.page.has("2 sesi terbuka")
    page = here.get(here.page.links()["Sesi masuk"])
    assert page.has("sesi ini", "jaringan 127.0.0.0/24")
    other = sessions_of(cast.pemohon)[-1]
    here.post(f"{LIST}/{other.id}/akhiri")
    assert not is_signed_in(elsewhere) and is_signed_in(here)
    event = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "akun.sesi_diakhiri")).one()
    assert event.data == {"banyaknya": 1}


def test_all_others_end_at_once(browse, cast):
    here, *others = [really_sign_in(browse) for _n in range(3)]
    here.get(LIST)
    assert here.submit("Akhiri semua yang lain").has("2 sesi lain diakhiri.")
    assert is_signed_in(here) and not any(is_signed_in(other) for other in others)


def test_ending_the_session_at_hand_is_signing_out(browse, cast):
    here = really_sign_in(browse)
    here.get(LIST)
    (row,) = sessions_of(cast.pemohon)
    here.post(f"{LIST}/{row.id}/akhiri")
    assert not is_signed_in(here)


def test_nobody_ends_the_session_of_somebody_else(browse, cast):
    victim = really_sign_in(browse)
    (row,) = sessions_of(cast.pemohon)
    for number in (row.id, 10**12):
        browse(cast.superadmin).post(f"{LIST}/{number}/akhiri", status=404)
    assert is_signed_in(victim)


def test_a_session_ended_from_elsewhere_keeps_the_form_that_was_being_filled_in(browse, cast):
    here, elsewhere = really_sign_in(browse), really_sign_in(browse)
    elsewhere.get("/pengaturan/instansi")
    here.get(LIST)
    here.submit("Akhiri semua yang lain")
    assert send(elsewhere, "Simpan", {"Alamat": "Jalan Baru"}).has("Isian Anda tersimpan")
    really_fill = {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD}
    elsewhere.submit("Masuk", really_fill)
    elsewhere.submit("Lanjutkan")
    assert cast.universitas.alamat == "Jalan Baru"


def test_an_account_that_admin_closes_is_out_everywhere(browse, cast):
    one, other = really_sign_in(browse), really_sign_in(browse)
    change_account(cast.pemohon, actor=cast.admin, peran=["Pemohon"], is_active=False)
    change_account(cast.pemohon, actor=cast.admin, peran=["Pemohon"], is_active=True)
    assert not is_signed_in(one) and not is_signed_in(other)


def test_when_somebody_was_last_here_is_noted_every_few_minutes_also_where_nothing_is_kept(browse, cast):
    browser = really_sign_in(browse)
    (row,) = sessions_of(cast.pemohon)
    row.seen_at = long_ago = now() - timedelta(minutes=6)
    db.session.flush()
    browser.get("/tidak-ada", status=404)
    assert row.seen_at > long_ago


def test_who_was_not_seen_for_longer_than_a_session_lives_is_out(browse, cast):
    browser = really_sign_in(browse)
    (row,) = sessions_of(cast.pemohon)
    row.seen_at = now() - timedelta(hours=9)
    db.session.flush()
    assert not is_signed_in(browser)
