"""The second factor: set up, asked for at every way in, used once, never skipped."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from app.akun import operations_faktor, pintu
from app.akun.models_masuk import FaktorTotp, KodePemulihan, Sesi
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import decrypt
from tests.factories import PASSWORD

HOME = "/pengaturan/akun/dua-langkah"
WRONG = "Kode itu tidak cocok"


def set_up(person):
    """The secret and the recovery codes of somebody who has switched the second factor on."""
    faktor = operations_faktor.begin_totp(actor=person)
    secret = decrypt(faktor.rahasia_sandi)
    codes = operations_faktor.confirm_totp(actor=person, kode=pyotp.TOTP(secret).now())
    faktor.last_step = 0  # as if it had been set up yesterday
    db.session.flush()
    return secret, codes


def begin(browse, email="ayu@example.org", password=PASSWORD, browser=None, target=""):
    browser = browser or browse()
    browser.get("/masuk", query_string={"lanjut": target})
    browser.submit("Masuk", {"Email atau NIP": email, "Kata Sandi": password})
    return browser


def type_code(browser, code, **options):
    return browser.submit("Lanjutkan", {"Kode Verifikasi": code}, **options)


def is_signed_in(browser):
    return browser.get("/pengaturan/biodata", status=None, follow=True).h1 != "Masuk"


def events(person, jenis):
    query = select(Peristiwa).where(Peristiwa.jenis == jenis, Peristiwa.objek_id == person.id)
    return db.session.scalars(query.order_by(Peristiwa.id)).all()


# --- set up --------------------------------------------------------
def test_somebody_switches_it_on_with_an_app_and_gets_ten_codes_once(browse, cast):
    browser = browse(cast.pemohon, is_kuat=False)
    browser.get("/pengaturan/akun")
    browser.get(browser.page.links()["Verifikasi dua langkah"])
    page = browser.submit("Mulai Memasang")
    secret = page.html.find("code").get_text().replace(" ", "")
    assert page.html.find("svg", class_="segno") is not None
    assert "style=" not in str(page.html.find(class_="kode-qr"))
    assert browser.submit("Nyalakan", {"Kode Verifikasi": "000000"}, status=422, follow=False).has(WRONG)
    page = browser.submit("Nyalakan", {"Kode Verifikasi": pyotp.TOTP(secret).now()})
    codes = [node.get_text() for node in page.html.find_all("code")]
    assert len(set(codes)) == 10 and all(re.fullmatch(r"[2-9a-z]{5}-[2-9a-z]{5}", code) for code in codes)
    assert browser.get(HOME).has("Menyala sejak", "10")
    assert not any(code in browser.page.text for code in codes)
    assert secret not in browser.page.response.get_data(as_text=True)
    assert db.session.scalars(select(Sesi).where(Sesi.pengguna_id == cast.pemohon.id)).one().is_kuat


def test_the_secret_is_stored_encrypted_and_codes_only_as_hashes(cast, session):
    secret, codes = set_up(cast.pemohon)
    row = session.get(FaktorTotp, cast.pemohon.id)
    assert secret not in row.rahasia_sandi
    kept = session.scalars(select(KodePemulihan.kode_sidik)).all()
    assert len(kept) == 10 and not any(code.replace("-", "") in "".join(kept) for code in codes)


def test_neither_secret_nor_code_stands_in_journal_or_mail(cast, session):
    secret, codes = set_up(cast.pemohon)
    operations_faktor.use_code(cast.pemohon, codes[0])
    told = str([(one.data, one.catatan) for one in session.scalars(select(Peristiwa))])
    assert secret not in told and not any(code in told for code in codes)


def test_a_second_set_up_of_what_is_on_is_refused(browse, cast):
    set_up(cast.pemohon)
    browse(cast.pemohon).post(f"{HOME}/mulai", status=422)


def test_what_was_never_confirmed_is_not_asked_for(browse, cast):
    operations_faktor.begin_totp(actor=cast.pemohon)
    assert is_signed_in(begin(browse))


# --- at sign-in --------------------------------------------------------
def test_a_code_of_the_app_opens_the_page_that_was_asked_for(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse, target="/pengaturan/biodata")
    assert browser.page.h1 == "Kode Verifikasi"
    assert type_code(browser, pyotp.TOTP(secret).now()).h1 == "Pengaturan Biodata"
    (event,) = events(cast.pemohon, "akun.masuk")
    assert event.data["cara"] == pintu.SANDI
    (sesi,) = db.session.scalars(select(Sesi).where(Sesi.pengguna_id == cast.pemohon.id))
    assert sesi.is_kuat


def test_blanks_in_a_code_do_no_harm(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    code = pyotp.TOTP(secret).now()
    type_code(begin(browse), f" {code[:3]} {code[3:]} ")


@pytest.mark.parametrize("url", ["/", "/pengaturan/akun", HOME, "/tugas", "/masuk/ulang", "/permohonan"])
def test_who_waits_for_the_code_opens_nothing(browse, cast, url):
    set_up(cast.pemohon)
    browser = begin(browse)
    page = browser.get(url, status=None, follow=True)
    assert "Keluar" not in page.buttons() and not page.has("Ayu Contoh")
    with browser.client.session_transaction() as cookie:
        assert "_user_id" not in cookie and "sesi" not in cookie
    assert not db.session.scalars(select(Sesi)).all() and not events(cast.pemohon, "akun.masuk")


def test_a_code_does_not_count_twice(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    code = pyotp.TOTP(secret).now()
    assert type_code(begin(browse), code).h1 != "Kode Verifikasi"
    assert type_code(begin(browse), code).has(WRONG)


def test_an_older_code_than_the_last_one_does_not_count(cast, session):
    secret, _codes = set_up(cast.pemohon)
    totp, moment = pyotp.TOTP(secret), now()
    assert operations_faktor.use_code(cast.pemohon, totp.at(moment + timedelta(seconds=30)))
    assert not operations_faktor.use_code(cast.pemohon, totp.at(moment))


@pytest.mark.parametrize("minutes", [-10, -2, 2, 10])
def test_a_code_of_another_time_does_not_count(cast, session, minutes):
    secret, _codes = set_up(cast.pemohon)
    assert not operations_faktor.use_code(
        cast.pemohon, pyotp.TOTP(secret).at(now() + timedelta(minutes=minutes))
    )


@pytest.mark.parametrize(
    "typed", ["", "000000", "١٢٣٤٥٦", "x" * 10_000, "\0", "12345", "aaaaa-aaaaa", "<script>"]
)
def test_what_is_no_code_opens_nothing(browse, cast, typed):
    set_up(cast.pemohon)
    browser = begin(browse)
    code = 422 if len(typed) > 40 or not typed.strip("\0") else 200
    type_code(browser, typed, status=code, follow=False)
    assert not is_signed_in(browser)


def test_a_recovery_code_opens_once_and_its_owner_is_told(browse, cast):
    _secret, codes = set_up(cast.pemohon)
    assert type_code(begin(browse), codes[0].upper().replace("-", " ")).h1 != "Kode Verifikasi"
    (event,) = events(cast.pemohon, "akun.kode_pemulihan_dipakai")
    assert event.data == {"sisa": 9}
    assert type_code(begin(browse), codes[0]).has(WRONG)


def test_a_code_of_somebody_else_opens_nothing(browse, cast):
    _secret, _codes = set_up(cast.pemohon)
    _other, codes = set_up(cast.asing)
    assert type_code(begin(browse), codes[0]).has(WRONG)


def test_wrong_codes_close_the_account_and_a_right_password_does_not_begin_the_count_anew(browse, cast):
    set_up(cast.pemohon)
    for _n in range(4):
        page = type_code(begin(browse), "000000")
        assert page.has(WRONG)
    assert type_code(begin(browse), "000000").has("Terlalu banyak percobaan")
    assert cast.pemohon.locked_until > now()
    browser = begin(browse)
    assert browser.page.h1 == "Masuk" and browser.page.has("Terlalu banyak percobaan")
    assert len(events(cast.pemohon, "akun.terkunci")) == 1


def test_a_closed_account_takes_no_right_code(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse)
    cast.pemohon.locked_until = now() + timedelta(minutes=5)
    assert type_code(browser, pyotp.TOTP(secret).now()).has("Terlalu banyak percobaan")
    assert not is_signed_in(browser)


def test_who_waits_too_long_begins_anew(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse)
    with browser.client.session_transaction() as cookie:
        cookie["tunda"] = cookie["tunda"] | {"at": cookie["tunda"]["at"] - 601}
    page = type_code(browser, pyotp.TOTP(secret).now())
    assert page.h1 == "Masuk" and page.has("sudah lewat")


def test_a_new_password_meanwhile_ends_the_waiting(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse)
    cast.pemohon.sesi_versi += 1
    assert type_code(browser, pyotp.TOTP(secret).now()).h1 == "Masuk"


def test_a_closed_account_does_not_get_in_by_its_code(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse)
    cast.pemohon.active = False
    assert type_code(browser, pyotp.TOTP(secret).now()).h1 == "Masuk"


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)"]
)
def test_the_second_step_leads_to_no_other_site(browse, cast, target):
    secret, _codes = set_up(cast.pemohon)
    browser = begin(browse, target=target)
    assert type_code(browser, pyotp.TOTP(secret).now(), follow=False).location == "/"


@pytest.mark.parametrize("cara", [pintu.SANDI, pintu.TAUTAN, pintu.SSO, pintu.KUNCI])
def test_no_way_in_skips_the_second_factor(app, cast, session, cara):
    set_up(cast.pemohon)
    with app.test_request_context("/masuk"):
        answer = pintu.admit(cast.pemohon, cara=cara, target="/tugas")
        assert answer.location == "/masuk/kode"
    assert not session.scalars(select(Sesi)).all()


# --- codes, off --------------------------------------------------------
def test_new_recovery_codes_end_the_older_ones(browse, cast):
    _secret, codes = set_up(cast.pemohon)
    browser = browse(cast.pemohon)
    browser.get(HOME)
    page = browser.submit("Buat Kode Pemulihan Baru")
    fresh = [node.get_text() for node in page.html.find_all("code")]
    assert not operations_faktor.use_code(cast.pemohon, codes[1])
    assert operations_faktor.use_code(cast.pemohon, fresh[1])


def test_switching_off_asks_for_password_and_code(browse, cast):
    _secret, codes = set_up(cast.pemohon)
    browser = browse(cast.pemohon)
    for password, code in (("salah-sekali-ini", codes[0]), (PASSWORD, "000000")):
        browser.get(f"{HOME}/matikan")
        fields = {"Kata Sandi": password, "Kode Verifikasi": code}
        browser.submit("Matikan", fields, status=422, follow=False)
    browser.submit("Matikan", {"Kata Sandi": PASSWORD, "Kode Verifikasi": codes[0]})
    assert db.session.get(FaktorTotp, cast.pemohon.id) is None
    assert not db.session.scalars(select(KodePemulihan)).all()
    assert is_signed_in(begin(browse))


# --- required --------------------------------------------------------
def test_a_role_that_needs_it_sets_it_up_before_anything_else(browse, cast):
    browser = browse(cast.admin, is_kuat=False)
    page = browser.get("/tugas", follow=True)
    assert page.h1 == "Verifikasi Dua Langkah" and page.has("Peran Anda mewajibkan")
    page = browser.submit("Mulai Memasang")
    secret = page.html.find("code").get_text().replace(" ", "")
    browser.submit("Nyalakan", {"Kode Verifikasi": pyotp.TOTP(secret).now()})
    assert browser.get("/tugas").h1 == "Tugas saya"


def test_who_needs_it_and_has_it_proves_it_in_an_older_session(browse, cast):
    secret, _codes = set_up(cast.admin)
    browser = browse(cast.admin, is_kuat=False)
    page = browser.get("/tugas", follow=True)
    assert page.h1 == "Buktikan Lagi"
    assert type_code(browser, pyotp.TOTP(secret).now()).h1 == "Tugas saya"


def test_who_needs_it_may_sign_out_and_change_the_language(browse, cast):
    browser = browse(cast.admin, is_kuat=False)
    browser.get("/bahasa/id", status=302)
    browser.get("/keluar", follow=True)
    browser.post("/keluar")


def test_a_program_that_asks_for_data_is_told_in_a_sentence(browse, cast):
    browser = browse(cast.admin, is_kuat=False)
    answer = browser.client.get("/tugas", headers={"Accept": "application/json"})
    assert answer.status_code == 403 and "dua langkah" in answer.json["pesan"]


def test_nobody_else_is_asked_and_the_city_decides_who_is(browse, cast):
    assert is_signed_in(browse(cast.tkksd, is_kuat=False))
    settings.put("faktor_kedua_tkksd", True)
    assert browse(cast.tkksd, is_kuat=False).get("/tugas", follow=True).h1 == "Verifikasi Dua Langkah"
    settings.put("faktor_kedua_admin", False)
    assert browse(cast.admin, is_kuat=False).get("/tugas").h1 == "Tugas saya"


def test_example_accounts_are_let_off(browse, cast):
    cast.admin.is_contoh = True
    assert browse(cast.admin, is_kuat=False).get("/tugas").h1 == "Tugas saya"


def test_who_needs_it_cannot_switch_it_off(browse, cast):
    _secret, codes = set_up(cast.admin)
    browser = browse(cast.admin)
    browser.get(f"{HOME}/matikan")
    fields = {"Kata Sandi": PASSWORD, "Kode Verifikasi": codes[0]}
    assert browser.submit("Matikan", fields, status=422, follow=False).has("mewajibkan")
    assert operations_faktor.use_code(cast.admin, codes[0])


# --- a password that must be changed --------------------------------------------------------
def test_a_password_for_one_time_is_changed_before_anything_else(browse, cast):
    cast.pemohon.harus_ganti_sandi = True
    browser = begin(browse, target="/pengaturan/biodata")
    assert browser.page.h1 == "Buat Kata Sandi Baru"
    fields = {"Kata Sandi Baru": PASSWORD, "Kata Sandi Baru (Konfirmasi)": PASSWORD}
    assert browser.submit("Simpan Kata Sandi", fields, status=422, follow=False).has("sama dengan yang lama")
    new = "kuda-besi-hujan"
    fields = {"Kata Sandi Baru": new, "Kata Sandi Baru (Konfirmasi)": new}
    assert browser.submit("Simpan Kata Sandi", fields).h1 == "Pengaturan Biodata"
    assert not cast.pemohon.harus_ganti_sandi
    assert is_signed_in(begin(browse, password=new))
    browser.get("/pengaturan/sandi-baru", status=302)
