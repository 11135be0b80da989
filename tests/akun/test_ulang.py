"""Heavy acts ask again who one is; a lock keeps out who fails on purpose, not the owner."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from app.akun import ulang
from app.akun.dikenal import COOKIE
from app.akun.models_masuk import Sesi
from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from tests.akun.test_faktor import begin, is_signed_in, set_up
from tests.akun.test_lanjut import OWN, send
from tests.factories import PASSWORD

SETTINGS = "/pengaturan/sistem"


def idle(browser, minutes):
    """As if nobody had touched this browser for so long."""
    with browser.client.session_transaction() as cookie:
        cookie[ulang.SEEN] = int((now() - timedelta(minutes=minutes)).timestamp())


def new_person(browser, **options):
    fields = {"Nama Lengkap": "Kawan", "Email": "kawan@example.org", "Peran": ["Pemohon"]}
    return send(browser, "Buat Akun", fields, **options)


# --- when --------------------------------------------------------
def test_every_heavy_act_is_a_page_of_the_program(app):
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert not set(ulang.BERAT) - known


def test_who_is_at_work_is_not_asked(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 14)
    new_person(browser, status=302)


def test_after_idle_time_a_heavy_act_asks_and_the_form_goes_on_without_typing_again(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    page = new_person(browser, status=401)
    assert page.h1 == "Buktikan Lagi" and page.has("Isian Anda tersimpan")
    assert "kawan@example.org" not in page.response.get_data(as_text=True)
    assert browser.submit("Lanjutkan", {"Kata Sandi": "salah-sekali-ini"}).has("Kata sandi tidak benar.")
    page = browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD})
    assert page.h1 == "Isian Anda masih tersimpan"
    browser.submit("Lanjutkan")
    from app.akun.queries import email_owner

    assert email_owner("kawan@example.org").nama == "Kawan"


def test_looking_around_does_not_make_the_proof_fresh_again(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    browser.get("/tugas")
    browser.get("/tidak-ada", status=404)
    browser.get("/pengguna/baru")
    new_person(browser, status=401)


def test_a_proof_of_this_morning_is_too_old_for_a_heavy_act(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    sesi = db.session.scalars(select(Sesi)).one()
    sesi.proved_at = now() - timedelta(hours=8, minutes=1)
    db.session.flush()
    new_person(browser, status=401)
    browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD})
    assert now() - sesi.proved_at < timedelta(minutes=1)


def test_the_city_sets_both_times(browse, cast):
    settings.put("masuk_ulang_diam_menit", 5)
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 6)
    new_person(browser, status=401)


def test_ordinary_acts_never_ask(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    idle(browser, 200)
    send(browser, "Simpan", {"Alamat": "Jalan Baru"}, status=302)


def test_a_download_of_people_asks_too_and_comes_afterwards(browse, cast):
    browser = browse(cast.admin)
    browser.get("/tugas")
    idle(browser, 16)
    page = browser.get("/kerja-sama/ekspor.csv?urut=baru", follow=True)
    assert page.h1 == "Buktikan Lagi"
    assert browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD}, follow=False).location.startswith(
        "/kerja-sama/ekspor.csv?urut=baru"
    )


def test_a_strong_session_may_prove_itself_by_password_a_weak_one_needs_the_code(browse, cast):
    secret, _codes = set_up(cast.tkksd)
    strong, weak = browse(cast.tkksd), browse(cast.tkksd, is_kuat=False)
    for browser, label in ((strong, "Kata Sandi"), (weak, "Kode Verifikasi")):
        browser.get("/masuk/ulang")
        typed = PASSWORD if label == "Kata Sandi" else pyotp.TOTP(secret).now()
        browser.submit("Lanjutkan", {label: typed}, follow=False, status=302)


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "/\\x"])
def test_it_leads_to_no_other_site(browse, cast, target):
    browser = browse(cast.admin)
    browser.get("/masuk/ulang", query_string={"lanjut": target})
    assert browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD}, follow=False).location == "/"


def test_a_form_of_another_site_is_not_kept_for_it(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    page = new_person(browser, status=401, headers={"Sec-Fetch-Site": "cross-site"})
    assert not page.has("Isian Anda tersimpan")


def test_a_form_with_a_file_keeps_its_words_and_asks_for_the_file_again(app, browse, cast):
    from io import BytesIO

    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    data = {"nama": "Kawan", "berkas": (BytesIO(b"isi"), "surat.pdf")}
    data["csrf_token"] = browser._token()
    browser._call("POST", "/pengguna/baru", 401, False, {"data": data, "headers": OWN})
    page = browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD})
    assert page.has("surat.pdf", "Pilih lagi")


def test_wrong_passwords_there_are_counted_like_others(browse, cast):
    browser = browse(cast.admin)
    browser.get("/masuk/ulang")
    for _n in range(5):
        page = browser.submit("Lanjutkan", {"Kata Sandi": "salah-sekali-ini"})
    assert page.has("Terlalu banyak percobaan")
    assert browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD}).has("Terlalu banyak percobaan")


# --- the lock --------------------------------------------------------
def lock_out(browse, email="ayu@example.org"):
    for _n in range(5):
        begin(browse, email, "salah-sekali-ini")


def test_who_fails_on_purpose_does_not_keep_the_owner_out_of_a_known_browser(browse, cast):
    mine = begin(browse)
    mine.get("/pengaturan")
    mine.post("/keluar")
    lock_out(browse)
    stranger = begin(browse)
    assert stranger.page.has("Terlalu banyak percobaan")
    assert is_signed_in(begin(browse, browser=mine))


def test_a_known_browser_that_fails_too_often_is_as_any_other(browse, cast):
    mine = begin(browse)
    mine.get("/pengaturan")
    mine.post("/keluar")
    lock_out(browse)
    for _n in range(5):
        page = begin(browse, password="salah-sekali-ini", browser=mine).page
        assert page.has("tidak cocok")
    assert begin(browse, browser=mine).page.has("Terlalu banyak percobaan")


def test_a_known_browser_is_known_for_its_own_people_only_and_until_a_new_password(browse, cast):
    mine = begin(browse)
    mine.get("/pengaturan")
    mine.post("/keluar")
    lock_out(browse, "asing@example.org")
    assert begin(browse, "asing@example.org", browser=mine).page.has("Terlalu banyak percobaan")
    cast.pemohon.sesi_versi += 1
    lock_out(browse)
    assert begin(browse, browser=mine).page.has("Terlalu banyak percobaan")


@pytest.mark.parametrize("forged", ["", "x", "e30.aaa.bbb", "[1]"])
def test_a_forged_mark_of_a_known_browser_counts_for_nothing(browse, cast, forged):
    lock_out(browse)
    browser = browse()
    browser.client.set_cookie(COOKIE, forged)
    assert begin(browse, browser=browser).page.has("Terlalu banyak percobaan")


def test_the_link_of_a_forgotten_password_gets_through_while_somebody_fails_on_purpose(browse, cast):
    from app.akun.operations_akun import new_password_link

    lock_out(browse)
    browser, new = browse(), "kuda-besi-hujan"
    browser.get(f"/atur-sandi/{new_password_link(cast.pemohon)}")
    browser.submit("Simpan Kata Sandi", {"Kata Sandi Baru": new, "Kata Sandi Baru (Konfirmasi)": new})
    lock_out(browse)
    assert is_signed_in(begin(browse, password=new, browser=browser))


def test_the_mark_of_a_known_browser_names_nobody_and_no_script_reads_it(browse, cast):
    browser = begin(browse)
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie.http_only and "ayu" not in cookie.value
