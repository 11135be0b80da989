"""A public form whose token was lost, or that came too often: shown again as it was typed, and nothing of it done."""

import pyotp
import pytest
from sqlalchemy import func, select, text

from app.akun import operations, tampil_lagi
from app.akun.lanjut import KeptForm, seal
from app.akun.models import Pengguna, TautanAkun
from app.akun.models_masuk import Sesi
from app.akun.models_pendaftaran import PeriksaTerpakai
from app.extensions import db, limiter
from app.kit.clock import now
from tests.akun import daftar
from tests.akun.test_faktor import set_up
from tests.akun.test_lanjut import OWN, expire
from tests.akun.test_ulang import idle, new_person
from tests.browse import filled
from tests.factories import PASSWORD
from tests.policy.test_routes import PUBLIC, WITHOUT_SESSION

KEPT = "Isian Anda masih tersimpan"
LOST, MANY = "halaman ini terlalu lama terbuka", "terlalu banyak percobaan"
# Public addresses that take a POST and have no page with anything typed.
WITHOUT_PAGE = {
    "/masuk/kunci/opsi",  # asked by a script
    "/keluar",
    "/tampilan",
    "/faq/<int:id>/pendapat",  # one press
    "/sso/<kode>/masuk",
    "/sso/<kode>/keluar-belakang",
    "/sso/bukti/<token>",
    "/sso/surat/<token>",
}


def press(browser, button, fields=None, status=400, headers=OWN):
    """Press a button as a real browser does: it says which page the form came from."""
    form = browser.page.form(button)
    data = filled(form, browser.page.html, button, fields or {})
    url = str(form.get("action") or browser.page.url)
    return browser._call("POST", url, status, False, {"data": data, "headers": headers})


def value(page, name):
    return page.html.find(attrs={"name": name}).get("value", "")


def exhaust(monkeypatch):
    """From now on every limit is met."""
    limiter.enabled = True
    for strategy in ("hit", "test"):
        monkeypatch.setattr(limiter.limiter, strategy, lambda *args, **options: False)


@pytest.fixture
def met(monkeypatch):
    yield lambda: exhaust(monkeypatch)
    limiter.enabled = False


def waiting_form(alamat="Jalan Baru"):
    return seal(KeptForm("/pengaturan/instansi", [("alamat", alamat)], now()))


@pytest.mark.parametrize("door", ["warga", "institusi", "asn"])
def test_a_form_of_registration_whose_token_was_lost_is_there_again(browse, session, door):
    browser = browse()
    browser.get(f"/daftar/{door}")
    expire(browser)
    base = {"warga": daftar.WARGA, "institusi": daftar.INSTITUSI, "asn": daftar.PTT}[door]
    page = press(browser, "Kirim Formulir", {**base, "robot": daftar.solved()})
    assert page.has(LOST) and value(page, "nama") == "Rina Contoh" and value(page, "nomor") == daftar.NIK
    assert daftar.SANDI not in page.response.get_data(as_text=True)
    assert daftar.waiting() == [] and not session.scalars(select(PeriksaTerpakai)).all()
    again = {"Kata Sandi": daftar.SANDI, "Kata Sandi (Konfirmasi)": daftar.SANDI}
    assert browser.submit("Kirim Formulir", again).h1 == "Periksa kotak surat Anda"
    assert len(daftar.waiting()) == 1


def test_an_answer_in_words_is_still_there_too(browse, session):
    browser = browse()
    browser.get("/daftar/warga")
    question = browser.page.html.find("label", attrs={"for": "robot_jawab"}).get_text()
    expire(browser)
    page = press(browser, "Kirim Formulir", daftar.WARGA | {"robot_jawab": "7"})
    assert page.html.find("label", attrs={"for": "robot_jawab"}).get_text() == question
    assert value(page, "robot_jawab") == "7"


def test_too_many_forms_of_registration_are_told_until_when_and_stay_as_typed(browse, session, met):
    browser = browse()
    browser.get("/daftar/warga")
    met()
    page = press(browser, "Kirim Formulir", daftar.WARGA | {"robot": daftar.solved()}, status=429)
    assert page.has(MANY, "WITA") and value(page, "email") == "rina@example.org"
    assert int(page.response.headers["Retry-After"]) > 0
    assert daftar.waiting() == []


@pytest.mark.parametrize(
    ("url", "button", "fields", "name"),
    [
        ("/daftar/kirim-ulang", "Kirim Lagi", {"Email": "rina@example.org"}, "email"),
        ("/lupa-sandi", "Kirim Tautan", {"Email": "rina@example.org"}, "email"),
        ("/masuk/asn", "Kirim Tautan Masuk", {"NIP": "198001012010011001"}, "nip"),
        ("/masuk", "Masuk", {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD}, "nama"),
    ],
)
@pytest.mark.parametrize("how", ["lost", "many"])
def test_what_was_typed_is_there_again(browse, cast, met, url, button, fields, name, how):
    browser = browse()
    browser.get(url)
    if how == "lost":
        expire(browser)
    else:
        met()
    page = press(browser, button, fields, status=400 if how == "lost" else 429)
    assert page.has(LOST if how == "lost" else MANY) and value(page, name) == next(iter(fields.values()))
    assert PASSWORD not in page.response.get_data(as_text=True)
    assert not db.session.scalars(select(Sesi)).all()
    assert db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}, {}]
)
def test_what_another_site_sent_is_an_error_page_without_its_words(browse, session, headers):
    browser = browse()
    browser.get("/daftar/warga")
    expire(browser)
    page = press(browser, "Kirim Formulir", daftar.WARGA, headers=headers)
    assert page.h1 == "Permintaan ini tidak dapat dibaca" and not page.has("Rina")


def test_a_link_is_not_used_by_a_form_without_its_token(browse, session, cast):
    """The view behind it checks nothing but the token: it must not be called."""
    daftar.send(browse())
    path = daftar.activation_link()
    browser = browse()
    browser.get(path)
    expire(browser)
    before = session.scalar(select(func.count(Pengguna.id)))
    page = press(browser, "Aktifkan Akun")
    assert page.h1 == "Aktifkan akun" and page.has(LOST)
    assert session.scalar(select(func.count(Pengguna.id))) == before
    assert browser.submit("Aktifkan Akun").has("Akun Anda aktif")


def test_a_new_password_is_typed_once_more_and_the_link_still_counts(browse, cast, met):
    token = operations.new_password_link(cast.pemohon)
    browser = browse()
    browser.get(f"/atur-sandi/{token}")
    expire(browser)
    page = press(browser, "Simpan Kata Sandi", {"Kata Sandi Baru": daftar.SANDI})
    assert page.h1 == "Atur kata sandi" and page.has(LOST)
    assert daftar.SANDI not in page.response.get_data(as_text=True)
    assert db.session.scalars(select(TautanAkun)).one().used_at is None
    met()
    assert press(browser, "Simpan Kata Sandi", status=429).has(MANY)


def test_a_form_that_waits_stays_with_a_sign_in_page_left_open(browse, cast):
    browser = browse()
    browser.get("/masuk", query_string={"lanjut": "/pengaturan/biodata"})
    expire(browser)
    fields = {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD, "isian": waiting_form()}
    page = press(browser, "Masuk", fields)
    assert page.has(LOST, "Isian Anda tersimpan") and value(page, "lanjut") == "/pengaturan/biodata"
    assert browser.submit("Masuk", {"Kata Sandi": PASSWORD}).h1 == KEPT


def test_a_form_that_waits_stays_with_the_code(browse, cast, met):
    secret, _codes = set_up(cast.pemohon)
    browser = browse()
    browser.get("/masuk")
    fields = {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD, "isian": waiting_form()}
    assert browser.submit("Masuk", fields).h1 == "Kode Verifikasi"
    met()
    assert press(browser, "Lanjutkan", {"Kode Verifikasi": "000000"}, status=429).has(MANY)
    limiter.enabled = False
    assert browser.submit("Lanjutkan", {"Kode Verifikasi": pyotp.TOTP(secret).now()}).h1 == KEPT


@pytest.mark.parametrize("how", ["ten minutes", "lost"])
def test_a_form_that_waits_goes_back_to_the_first_step_with_whoever_took_too_long(browse, cast, how):
    set_up(cast.pemohon)
    browser = browse()
    browser.get("/masuk")
    fields = {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD, "isian": waiting_form()}
    browser.submit("Masuk", fields)
    if how == "lost":
        expire(browser)
    else:
        with browser.client.session_transaction() as cookie:
            cookie["tunda"] = cookie["tunda"] | {"at": 0}
    page = press(browser, "Lanjutkan", {"Kode Verifikasi": "000000"}, status=400 if how == "lost" else 200)
    assert page.h1 == "Masuk" and page.has("Isian Anda tersimpan") and value(page, "isian")


@pytest.mark.parametrize("how", ["signed out", "token of another tab", "many"])
def test_a_form_that_waits_for_a_new_proof_is_not_lost(browse, cast, met, how):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    assert new_person(browser, status=401).h1 == "Buktikan Lagi"
    if how == "signed out":
        expire(browser)
        page = press(browser, "Lanjutkan", {"Kata Sandi": PASSWORD}, status=401)
        assert page.h1 == "Masuk"
        browser.submit("Masuk", {"Email atau NIP": cast.admin.email, "Kata Sandi": PASSWORD})
    else:
        if how == "many":
            met()
        else:
            with browser.client.session_transaction() as cookie:
                cookie["csrf_token"] = "yang-lain"
        page = press(browser, "Lanjutkan", {"Kata Sandi": PASSWORD}, status=429 if how == "many" else 400)
        assert page.h1 == "Buktikan Lagi" and page.has(MANY if how == "many" else LOST)
        limiter.enabled = False
        browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD})
    assert browser.page.h1 == KEPT and browser.page.has("/pengguna/baru")


@pytest.mark.parametrize("how", ["lost", "many"])
def test_a_form_that_waits_stays_with_the_button_of_a_passkey(browse, cast, met, how):
    browser = browse()
    browser.get("/masuk")
    if how == "lost":
        expire(browser)
    else:
        met()
    page = press(
        browser, "Masuk dengan kunci sandi", {"isian": waiting_form()}, 400 if how == "lost" else 429
    )
    assert page.h1 == "Masuk" and page.has("Isian Anda tersimpan") and value(page, "isian")


def test_every_public_form_has_a_page_to_be_shown_again(app):
    """A new public form is put into the table, or on the list of those with nothing typed, on purpose."""
    taking = {
        rule.rule: rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.rule in PUBLIC - WITHOUT_SESSION - WITHOUT_PAGE
    }
    assert [rule for rule, endpoint in taking.items() if endpoint not in tampil_lagi.PAGES] == []
    assert set(tampil_lagi.PAGES) <= set(app.view_functions)
