"""A form sent after the sign-in has expired: kept, sealed, sent again, and never somebody else's words."""

from datetime import timedelta

import pytest

from app.akun import lanjut
from app.akun.lanjut import KeptForm, seal, unseal
from app.kit.clock import now
from tests.factories import PASSWORD

OWN = {"Sec-Fetch-Site": "same-origin"}
SIGN_IN = {"Email atau NIP": "ayu@example.org", "Kata Sandi": PASSWORD}


def expire(browser):
    """What a browser has when its cookie has run out: nothing."""
    browser.client.delete_cookie("sikerja")


def send(browser, button, fields, headers=OWN, **options):
    from tests.browse import filled

    form = browser.page.form(button)
    data = filled(form, browser.page.html, button, fields)
    url = str(form.get("action") or browser.page.url)
    return browser._call("POST", url, options.pop("status", 401), False, {"data": data, "headers": headers})


def test_a_form_sent_after_the_sign_in_expired_arrives_after_signing_in_again(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    expire(browser)
    page = send(browser, "Simpan", {"Alamat": "Jalan “Baru” <nomor> 2 & 3"})
    assert page.h1 == "Masuk"
    assert page.has("Isian Anda tersimpan")
    assert "Jalan" not in page.response.get_data(as_text=True)
    page = browser.submit("Masuk", SIGN_IN)
    assert page.h1 == "Isian Anda masih tersimpan"
    assert page.has("/pengaturan/instansi")
    assert browser.submit("Lanjutkan").has("Data instansi tersimpan.")
    assert cast.universitas.alamat == "Jalan “Baru” <nomor> 2 & 3"


def test_it_also_survives_a_mistyped_password(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    expire(browser)
    send(browser, "Simpan", {"Alamat": "Jalan Baru"})
    browser.submit("Masuk", SIGN_IN | {"Kata Sandi": "salah-sekali-ini"})
    browser.submit("Masuk", SIGN_IN)
    browser.submit("Lanjutkan")
    assert cast.universitas.alamat == "Jalan Baru"


def test_a_session_ended_elsewhere_keeps_the_form_too(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    cast.pemohon.sesi_versi += 1
    send(browser, "Simpan", {"Alamat": "Jalan Baru"})
    browser.submit("Masuk", SIGN_IN)
    browser.submit("Lanjutkan")
    assert cast.universitas.alamat == "Jalan Baru"


def test_a_form_from_before_a_new_sign_in_in_another_tab_is_offered_again(browse, cast):
    browser = browse(cast.pemohon)
    page = browser.get("/pengaturan/instansi")
    expire(browser)
    browser.get("/masuk")
    browser.submit("Masuk", SIGN_IN)
    browser.page = page
    kept = send(browser, "Simpan", {"Alamat": "Jalan Baru"}, status=400)
    assert kept.h1 == "Isian Anda masih tersimpan"
    browser.submit("Lanjutkan")
    assert cast.universitas.alamat == "Jalan Baru"


def test_what_the_form_says_wrongly_is_told_as_always(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    expire(browser)
    send(browser, "Simpan", {"Kode Pos": "771234"})
    browser.submit("Masuk", SIGN_IN)
    page = browser.submit("Lanjutkan", status=422, follow=False)
    assert page.html.find(id="kode_pos")["value"] == "771234"


def test_somebody_else_who_signs_in_meets_the_usual_doors(browse, cast):
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    expire(browser)
    send(browser, "Buat Akun", {"Nama Lengkap": "Kawan", "Email": "kawan@example.org", "Peran": ["Pemohon"]})
    browser.submit("Masuk", SIGN_IN)
    browser.submit("Lanjutkan", status=403, follow=False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_does_not_come_from_our_own_page_is_never_kept(browse, cast, headers):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    expire(browser)
    page = send(browser, "Simpan", {"Alamat": "Jalan Jahat"}, headers=headers, status=302)
    assert page.location.startswith("/masuk")
    signed_in = browse(cast.pemohon)
    signed_in.get("/pengaturan")
    signed_in.post(
        "/pengaturan/instansi", {"csrf_token": "x", "alamat": "Jahat"}, status=400, headers=headers
    )


def test_an_older_browser_says_its_origin_instead(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    expire(browser)
    send(browser, "Simpan", {"Alamat": "Jalan Baru"}, headers={"Origin": "http://localhost"})


def test_passwords_are_never_kept(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/akun")
    expire(browser)
    fields = {"Email Baru": "ayu.baru@example.org", "Kata Sandi": "ini-sandi-saya"}
    sealed = send(browser, "Kirim Tautan Konfirmasi", fields).html.find("input", attrs={"name": "isian"})[
        "value"
    ]
    kept = dict(unseal(sealed).fields)
    assert kept["email"] == "ayu.baru@example.org"
    assert not any(name.startswith("sandi") for name in kept)
    browser.submit("Masuk", SIGN_IN)
    assert "ini-sandi-saya" not in browser.page.response.get_data(as_text=True)


def test_a_seal_that_is_not_ours_or_too_old_only_leads_to_the_page(browse, cast, app):
    old = KeptForm("/pengaturan/instansi", [("alamat", "Jahat")], now() - timedelta(hours=3))
    foreign = KeptForm("https://jahat.example/", [("alamat", "Jahat")], now())
    for sealed in (seal(old), seal(foreign), "bukan segel", "x" * 10_000, "\0", ""):
        browser = browse()
        browser.get("/masuk")
        data = {
            "nama": "ayu@example.org",
            "sandi": PASSWORD,
            "isian": sealed,
            "lanjut": "/pengaturan/instansi",
        }
        assert browser.post("/masuk", data).location == "/pengaturan/instansi"


def test_a_form_too_long_for_a_page_is_not_kept(session, monkeypatch):
    monkeypatch.setattr(lanjut, "MAX_SEALED", 100)
    assert seal(KeptForm("/", [("a", "b" * 100)], now())) == ""


def test_a_form_of_fifty_thousand_words_is_kept_whole(session):
    text = "kata dan lagi " * 17_000
    assert unseal(seal(KeptForm("/x", [("latar", text)], now()))).fields == [("latar", text)]


def test_a_file_is_not_kept_and_leads_to_the_sign_in(browse, cast):
    from io import BytesIO

    browser = browse()
    data = {"berkas": (BytesIO(b"isi"), "surat.pdf"), "csrf_token": "x"}
    page = browser._call("POST", "/pengaturan/biodata", 302, False, {"data": data, "headers": OWN})
    assert page.location.startswith("/masuk")


def test_signing_out_twice_is_no_error(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan")
    expire(browser)
    assert send(browser, "Keluar", {}, status=302).location == "/"
