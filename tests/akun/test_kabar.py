"""Where news goes and where proofs go: never to the same address by accident. Codes by mail for who has no password."""

import re

import pytest
from sqlalchemy import select

from app.akun import operations
from app.akun.models_masuk import Sesi
from app.extensions import db
from app.kit import settings
from app.notifikasi.models import Surel
from tests import factories
from tests.akun.test_faktor import begin, set_up
from tests.akun.test_ulang import idle, new_person
from tests.factories import PASSWORD
from tests.notifikasi.told import by_mail, last_event, read, send_waiting, text_of

NEWS = "kabar.ayu@example.org"


def ask_news(browser, email, **options):
    browser.get("/pengaturan/akun")
    return browser.submit("Simpan Email Kabar", {"Email untuk Kabar": email}, **options)


def mail_to(address, mails):
    send_waiting()
    return next(text_of(one) for one in map(read, reversed(mails())) if address in one["To"])


def test_news_goes_elsewhere_once_that_address_said_yes_and_proofs_never_do(browse, cast, mails):
    browser = browse(cast.pemohon)
    assert ask_news(browser, NEWS).has(f"Tautan konfirmasi dikirim ke {NEWS}")
    assert by_mail("akun.email_kabar_diminta") == {NEWS}
    link = re.search(r"http://localhost(/email-kabar/\S+)", mail_to(NEWS, mails))[1]
    assert cast.pemohon.email_kabar is None
    visitor = browse()
    visitor.get(link)
    assert cast.pemohon.email_kabar is None  # mail scanners open links
    visitor.submit("Terima Kabar di Sini", follow=False)
    assert cast.pemohon.email_kabar == NEWS
    visitor.get(link, status=410)
    assert by_mail("akun.email_kabar_diganti") == {"ayu@example.org"}
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert NEWS in by_mail("permohonan.dikirim") and "ayu@example.org" not in by_mail("permohonan.dikirim")
    operations.request_password_link("ayu@example.org")
    set_up(cast.pemohon)
    for jenis in ("akun.sandi_lupa", "akun.faktor_dinyalakan"):
        assert by_mail(jenis) == {"ayu@example.org"}


def test_an_empty_address_brings_news_back_to_the_address_of_sign_in(browse, cast):
    cast.pemohon.email_kabar = NEWS
    assert ask_news(browse(cast.pemohon), "").has("Kabar sekarang dikirim ke email masuk Anda.")
    assert cast.pemohon.email_kabar is None


@pytest.mark.parametrize("email", ["bukan alamat", "x" * 400 + "@example.org", "a\0b@", "<script>@x", NEWS])
def test_an_address_that_cannot_be_is_refused_with_its_reason(browse, cast, email):
    cast.pemohon.email_kabar = NEWS
    assert ask_news(browse(cast.pemohon), email, status=422, follow=False).errors()
    assert cast.pemohon.email_kabar == NEWS


def test_a_link_for_news_is_none_for_anything_else(browse, cast, mails):
    ask_news(browse(cast.pemohon), NEWS)
    token = re.search(r"/email-kabar/(\S+)", mail_to(NEWS, mails))[1]
    for path in ("atur-sandi", "ganti-email"):
        browse().get(f"/{path}/{token}", status=410)


def test_who_has_no_password_proves_herself_by_a_code_from_the_mailbox(browse, cast, mails):
    cast.admin.password = None
    browser = browse(cast.admin)
    browser.get("/pengguna/baru")
    idle(browser, 16)
    assert new_person(browser, status=401).has("belum mempunyai kata sandi")
    browser.submit("Kirim Kode")
    text = mail_to("dewi@example.org", mails)
    code = re.search(r"^\s*(\d{8})\s*$", text, re.M)[1]
    assert code not in str(last_event("akun.kode_diminta").data)
    assert browser.submit("Lanjutkan", {"Kode Verifikasi": "00000000"}).has(
        "tidak cocok atau sudah kedaluwarsa"
    )
    assert browser.submit("Lanjutkan", {"Kode Verifikasi": code}).h1 == "Isian Anda masih tersimpan"
    browser.get("/masuk/ulang")
    assert browser.submit("Lanjutkan", {"Kode Verifikasi": code}).has("tidak cocok")


def test_wrong_mailed_codes_are_counted(browse, cast):
    cast.tkksd.password = None
    browser = browse(cast.tkksd)
    browser.get("/masuk/ulang")
    for _n in range(5):
        page = browser.submit("Lanjutkan", {"Kode Verifikasi": "00000000"})
    assert page.has("Terlalu banyak percobaan")


def test_who_has_a_password_gets_no_code_by_mail(browse, cast):
    browser = browse(cast.tkksd)
    browser.get("/masuk/ulang")
    browser.post("/masuk/ulang", {"kirim": "1", "sandi": ""}, status=422)
    assert last_event("akun.kode_diminta") is None


def test_the_language_of_the_header_is_that_of_mails(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/bahasa/en", status=302)
    assert cast.pemohon.bahasa == "en"
    browser.get("/bahasa/id", status=302, headers={"Sec-Fetch-Site": "cross-site"})
    assert cast.pemohon.bahasa == "en"


@pytest.mark.parametrize("is_on", [True, False])
def test_a_sign_in_from_a_new_browser_is_told_when_the_city_has_it_so(browse, cast, is_on):
    settings.put("kabar_peramban_baru", is_on)
    browser = begin(browse)
    browser.get("/pengaturan")
    browser.post("/keluar")
    begin(browse, browser=browser)
    told = db.session.scalars(select(Surel).where(Surel.kepada == "ayu@example.org")).all()
    assert len(told) == (1 if is_on else 0)


def test_superadmin_reads_what_is_switched_on(browse, cast):
    page = browse(cast.superadmin).get("/pengaturan/keadaan")
    assert page.has(
        "Verifikasi dua langkah wajib", "Superadmin, Admin, TKKSD Protokol", "sesudah 15 menit diam"
    )


def test_every_mail_about_security_is_written_in_both_languages(browse, cast, mails):
    browser = begin(browse)
    set_up(cast.pemohon)
    cast.pemohon.bahasa = "en"
    set_up_codes = operations_codes(cast.pemohon)
    assert set_up_codes
    text = mail_to("ayu@example.org", mails)
    assert PASSWORD not in text and not any(code in text for code in set_up_codes)
    assert browser.page is not None and db.session.scalars(select(Sesi)).all()


def operations_codes(person):
    from app.akun.operations_faktor import renew_codes

    return renew_codes(actor=person)
