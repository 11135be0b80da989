"""Ways around the second factor and the new proof: sessions from before it, other doors, other methods."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from app.akun import operations_faktor
from app.akun.models_masuk import FaktorTotp, KodePemulihan, KunciSandi, Sesi
from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import decrypt
from tests.akun.kunci_perangkat import Perangkat
from tests.akun.test_faktor import HOME, set_up
from tests.akun.test_kunci import LIST, NEW, ask, owner
from tests.akun.test_ulang import idle
from tests.factories import PASSWORD


@pytest.fixture
def thief(browse, cast):
    """Somebody who signed in with a stolen password just before the owner switched her second factor on."""
    browser = browse(cast.pemohon, is_kuat=False)
    browser.get(HOME)
    return browser


def test_a_session_from_before_the_factor_gets_no_recovery_codes(thief, cast):
    set_up(cast.pemohon)
    before = set(db.session.scalars(select(KodePemulihan.kode_sidik)))
    page = thief.post(f"{HOME}/kode", status=401)
    assert page.h1 == "Buktikan Lagi" and not page.html.find_all("input", attrs={"name": "sandi"})
    assert set(db.session.scalars(select(KodePemulihan.kode_sidik))) == before


def test_a_session_from_before_the_factor_adds_no_key(thief, cast):
    set_up(cast.pemohon)
    assert thief.get(NEW, follow=True).h1 == "Buktikan Lagi"
    thief.post(f"{LIST}/opsi", {}, status=401, headers={"Accept": "application/json"})
    assert not db.session.scalars(select(KunciSandi)).all()


def test_an_app_begun_before_the_key_of_the_owner_is_not_switched_on(browse, thief, cast):
    faktor = operations_faktor.begin_totp(actor=cast.pemohon)
    secret = decrypt(faktor.rahasia_sandi)
    owner(browse, cast.pemohon)
    thief.post(f"{HOME}/nyalakan", {"sandi_kode": pyotp.TOTP(secret).now()}, status=401)
    assert db.session.get(FaktorTotp, cast.pemohon.id).confirmed_at is None


def test_the_owner_goes_on_in_her_older_session_with_a_code(browse, cast):
    secret, _codes = set_up(cast.pemohon)
    older = browse(cast.pemohon, is_kuat=False)
    older.get(NEW, follow=True)
    page = older.submit("Lanjutkan", {"Kode Verifikasi": pyotp.TOTP(secret).now()})
    assert page.h1 == "Kunci Sandi Baru"


def test_who_must_have_a_factor_proves_it_with_a_key_too(browse, cast):
    """Before, the pages of the key were closed to the very session that had to use it."""
    settings.put("faktor_kedua_pemohon", True)
    cast.pemohon.is_contoh = False
    device = owner(browse, cast.pemohon)
    older = browse(cast.pemohon, is_kuat=False)
    assert older.get("/tugas", follow=True).h1 == "Buktikan Lagi"
    answer = device.get(ask(older, langkah="ulang"))
    older.submit("Pakai kunci sandi", {"sandi_kunci": answer}, follow=False, status=302)
    assert older.get("/pengaturan").h1 == "Pengaturan"


def test_a_key_of_somebody_else_proves_nothing(browse, cast):
    settings.put("faktor_kedua_pemohon", True)
    cast.pemohon.is_contoh = False
    owner(browse, cast.pemohon)
    other = owner(browse, cast.tkksd)
    older = browse(cast.pemohon, is_kuat=False)
    older.get("/tugas", follow=True)
    page = older.submit("Pakai kunci sandi", {"sandi_kunci": other.get(ask(older, langkah="ulang"))})
    assert page.h1 == "Buktikan Lagi"
    assert older.get("/tugas", follow=True).h1 == "Buktikan Lagi"


@pytest.mark.parametrize("url", ["/kerja-sama/ekspor.csv", "/pengaturan/data-saya/salinan.json"])
def test_asking_only_for_the_head_of_a_download_asks_again_too(browse, cast, url):
    browser = browse(cast.admin)
    browser.get("/pengaturan")
    idle(browser, 16)
    page = browser._call("HEAD", url, 302, False, {})
    assert page.location.startswith("/masuk/ulang")


@pytest.mark.parametrize("header", [{"Accept": "application/json"}, {"Content-Type": "application/json"}])
def test_a_program_is_asked_for_the_proof_as_a_page_is(browse, cast, header):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    token = browser._token()
    idle(browser, 16)
    page = browser._call("POST", "/pengguna/baru", 401, False, {
        "data": "{}", "headers": header | {"X-CSRFToken": token}})  # fmt: skip
    assert page.response.json["pesan"].startswith("Buktikan lagi")


def test_a_proof_in_one_browser_is_none_in_the_other(browse, cast):
    one, other = browse(cast.admin), browse(cast.admin)
    for browser in (one, other):
        browser.get("/pengguna/baru")
    for sesi in db.session.scalars(select(Sesi)):
        sesi.proved_at = now() - timedelta(hours=9)
    db.session.flush()
    one.get("/masuk/ulang")
    one.submit("Lanjutkan", {"Kata Sandi": PASSWORD}, follow=False, status=302)
    one.post("/pengguna/baru", {"nama": ""}, status=422)
    other.post("/pengguna/baru", {"nama": ""}, status=401)


def test_a_device_without_pin_that_is_added_makes_no_weak_session_strong(browse, cast):
    browser, device = browse(cast.pemohon, is_kuat=False), Perangkat()
    device.is_verifying = False
    browser.get(NEW)
    answer = device.create(ask(browser, f"{LIST}/opsi"))
    browser.submit("Buat Kunci Sandi", {"Nama Kunci": "USB", "sandi_kunci": answer})
    assert not db.session.scalars(select(Sesi)).one().is_kuat
