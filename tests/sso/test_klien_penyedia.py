"""Providers as Superadmin keeps them, where people find the way to them, and the mails of the first time."""

import re

import pytest
from sqlalchemy import select

from app.akun.models_masuk import FaktorTotp
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.sso import tombol_klien
from app.sso.models_klien import AkunSso, AturanKlaim, PenyediaSso
from app.sso.rules_klien import why_not_issuer
from tests.factories import PASSWORD
from tests.notifikasi.told import send_waiting, sent_to, text_of
from tests.sso.penyedia_palsu import CLIENT_ID, CLIENT_SECRET, json_answer

NEW = {
    "Nama penyedia": "SSO Samarinda",
    "Tulisan pada tombol": "Masuk dengan SSO Samarinda",
    "Kode": "samarinda",
    "Client ID": CLIENT_ID,
    "Client secret": CLIENT_SECRET,
}


# --- the rows --------------------------------------------------------------------------------
def test_superadmin_adds_a_provider_tries_it_and_switches_it_on(browse, cast, palsu):
    browser = browse(cast.superadmin)
    browser.get("/sso/penyedia/baru")
    page = browser.submit("Simpan", NEW | {"Alamat issuer": palsu.issuer})
    assert page.h1 == "SSO Samarinda"
    assert page.has("http://localhost/sso/samarinda/kembali", "Tersimpan")
    assert CLIENT_SECRET not in page.response.get_data(as_text=True)
    page = browser.submit("Uji Sambungan")
    assert page.has("Penyedia menjawab dengan benar.", f"{palsu.issuer}/authorize")
    assert not browse().get("/masuk").has("SSO Samarinda")
    browser.get(page.links()["Ubah"])
    browser.submit("Simpan", {"Aktif": True})
    assert "Masuk dengan SSO Samarinda" in browse().get("/masuk?lanjut=/tugas").links()
    link = browse().get("/masuk?lanjut=/tugas").links()["Masuk dengan SSO Samarinda"]
    assert link == "/sso/samarinda/masuk?lanjut=/tugas"
    row = db.session.scalar(select(PenyediaSso))
    assert decrypt(row.rahasia_sandi) == CLIENT_SECRET  # an empty field keeps it
    said = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis.startswith("sso."))).all()
    assert [one.jenis for one in said] == ["sso.penyedia_ditambah", "sso.penyedia_diubah"]
    assert said[1].data == {"lama": {"is_aktif": False}, "baru": {"is_aktif": True}}


@pytest.mark.parametrize("person", ["admin", "pimpinan", "pemohon"])
@pytest.mark.parametrize("url", ["/sso/penyedia", "/sso/penyedia/baru", "/sso/aturan/list/"])
def test_nobody_else_sees_providers(browse, cast, person, url):
    browse(getattr(cast, person)).get(url, status=403)


@pytest.mark.parametrize(
    "fields",
    [
        {"Alamat issuer": "http://sso.example.org"},
        {"Alamat issuer": "https://a:b@sso.example.org"},
        {"Alamat issuer": "sso.example.org"},
        {"Kode": "Samarinda"},
        {"Kode": "penyedia"},
        {"Scope": "email"},
        {"Klaim NIP": "dua kata"},
        {"Utama": True, "Aktif": False},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(browse, cast, fields):
    browser = browse(cast.superadmin)
    browser.get("/sso/penyedia/baru")
    page = browser.submit("Simpan", NEW | {"Alamat issuer": "https://sso.example.org"} | fields, status=422)
    assert page.errors()
    assert "SSO Samarinda" in page.response.get_data(as_text=True)
    assert db.session.scalar(select(PenyediaSso)) is None


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://sso.samarindakota.go.id", True),
        ("https://sso.example.org/realms/kota/", True),
        ("http://localhost:8001", True),
        ("http://127.0.0.1:8001", True),
        ("http://[::1]:8001", True),
        ("http://10.0.0.1", False),
        ("http://localhost.jahat.example", False),
        ("https://sso.example.org?x=1", False),
        ("https://sso.example.org#x", False),
        ("https://sso.example.org/\n", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("https://[::1", False),
    ],
)
def test_addresses_of_providers(url, is_fine):
    assert (why_not_issuer(url) is None) is is_fine


def test_a_provider_with_people_does_not_move(browse, cast, penyedia):
    db.session.add(
        AkunSso(penyedia=penyedia, pengguna=cast.pemohon, sub="1", nama_sana="a", peran_dari_klaim=[])
    )
    db.session.commit()
    browser = browse(cast.superadmin)
    browser.get(f"/sso/penyedia/{penyedia.id}/ubah")
    page = browser.submit("Simpan", {"Alamat issuer": "https://lain.example.org"}, status=422)
    assert page.has("Sudah ada 1 akun")


def test_a_second_main_provider_takes_the_place_of_the_first(browse, cast, penyedia):
    penyedia.is_utama = True
    db.session.commit()
    browser = browse(cast.superadmin)
    browser.get("/sso/penyedia/baru")
    fields = {"Alamat issuer": "https://sso.example.org", "Aktif": True, "Utama": True}
    browser.submit("Simpan", NEW | fields)
    db.session.expire_all()
    rows = {one.kode: one.is_utama for one in db.session.scalars(select(PenyediaSso))}
    assert rows == {"uji": False, "samarinda": True}


def test_whoever_saves_second_is_told(browse, cast, penyedia):
    first, second = browse(cast.superadmin), browse(cast.superadmin)
    for browser in (first, second):
        browser.get(f"/sso/penyedia/{penyedia.id}/ubah")
    first.submit("Simpan", {"Nama penyedia": "Satu"})
    page = second.submit("Simpan", {"Nama penyedia": "Dua"}, status=422)
    assert page.has("Orang lain baru saja mengubah data ini")


def test_a_try_that_fails_says_why(browse, cast, penyedia, palsu):
    palsu.jawab["/jwks"] = lambda: json_answer({"keys": []})
    browser = browse(cast.superadmin)
    browser.get(f"/sso/penyedia/{penyedia.id}")
    page = browser.submit("Uji Sambungan")
    assert page.has("Sambungan belum berhasil.", "tidak ada kunci yang dapat dipakai")


# --- rules --------------------------------------------------------------------------------
def test_a_rule_is_kept_and_never_gives_the_operators_role(browse, cast, penyedia):
    browser = browse(cast.superadmin)
    browser.get("/sso/aturan/add")
    fields = {"Penyedia": "SSO Uji", "Klaim": "groups", "Nilai": "tim"}
    assert browser.submit("Simpan", fields, status=422).has("Pilih peran, perangkat daerah, atau keduanya.")
    page = browser.submit("Simpan", fields | {"Peran": "Superadmin"}, status=422)
    assert page.has("Peran ini tidak diberikan lewat klaim.")
    browser.submit("Simpan", fields | {"Peran": "TKKSD"})
    assert db.session.scalar(select(AturanKlaim)).peran.name == "TKKSD"
    assert db.session.scalar(select(Peristiwa).where(Peristiwa.jenis == "aturan_klaim.ditambah"))


# --- where the fingerprint leads --------------------------------------------------------------------------------
def test_the_fingerprint_leads_to_the_main_provider(browse, penyedia):
    assert browse().get("/faq").links()["Masuk"] == "/masuk"
    tombol_klien.changed("uji", seconds=60)
    assert browse().get("/faq").links()["Masuk"] == "/sso/uji/masuk"


# --- the mail --------------------------------------------------------------------------------
def link_in(mails):
    send_waiting()
    message = [one for one in sent_to(mails, "ayu@example.org") if one["Subject"] == "Hubungkan akun Anda"][
        -1
    ]
    return re.search(r"http://localhost(/sso/surat/[\w-]+)", text_of(message))[1]


def ask_for_mail(browse, pergi):
    browser = browse()
    page = browser.get(browser.get(pergi(browser), status=302).location)
    browser.submit("Kirim Tautan")
    return browser, page


def test_the_link_of_the_mail_links_in_the_same_browser_only(browse, cast, penyedia, pergi, mails):
    browser, _page = ask_for_mail(browse, pergi)
    path = link_in(mails)
    other = browse().get(path)
    assert other.h1 == "Buka di peramban yang sama"
    assert "Hubungkan dan Masuk" not in other.buttons()
    browser.get(path)
    browser.submit("Hubungkan dan Masuk")
    assert browser.get("/pengaturan").h1 == "Pengaturan"
    assert db.session.scalar(select(AkunSso.pengguna_id)) == cast.pemohon.id
    browse().get(path, status=410)


def test_the_mail_goes_to_the_accounts_own_address(browse, cast, penyedia, pergi, palsu, mails):
    penyedia.klaim_nip = "nip"
    cast.tkksd.nip = "198503152010011001"
    db.session.commit()
    palsu.orang = {
        "sub": "x",
        "nip": "198503152010011001",
        "email": "jahat@example.org",
        "email_verified": False,
    }
    ask_for_mail(browse, pergi)
    send_waiting()
    assert sent_to(mails, "eka@example.org")
    assert not sent_to(mails, "jahat@example.org")


def test_only_three_mails_are_sent(browse, cast, pergi):
    browser, _page = ask_for_mail(browse, pergi)
    browser.submit("Kirim Lagi")
    browser.submit("Kirim Lagi")
    assert browser.submit("Kirim Lagi", status=422).has("sudah dikirim beberapa kali")


# --- the second factor --------------------------------------------------------------------------------
def with_second_factor(person):
    db.session.add(
        FaktorTotp(pengguna_id=person.id, rahasia_sandi=encrypt("JBSWY3DPEHPK3PXP"), confirmed_at=now())
    )
    db.session.commit()


def test_a_password_alone_does_not_link_an_account_with_a_second_factor(browse, cast, pergi):
    with_second_factor(cast.pemohon)
    browser = browse()
    page = browser.get(browser.get(pergi(browser), status=302).location)
    assert "Kirim Tautan" not in page.buttons()
    browser.submit("Hubungkan dan Masuk", {"Kata Sandi": PASSWORD}, follow=False)
    assert db.session.scalar(select(AkunSso)) is None


def linked_with_second_factor(penyedia, person):
    with_second_factor(person)
    db.session.add(
        AkunSso(penyedia=penyedia, pengguna=person, sub="orang-1", nama_sana="ayu", peran_dari_klaim=[])
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("trusted", "claims", "is_in"),
    [
        ("mfa otp", {"amr": ["pwd", "mfa"]}, True),
        ("urn:kota:kuat", {"acr": "urn:kota:kuat"}, True),
        ("mfa", {"amr": ["pwd"]}, False),
        ("", {"amr": ["mfa"]}, False),
        ("", {"acr": ""}, False),
    ],
)
def test_the_second_factor_is_asked_for_here_unless_the_provider_is_trusted_with_it(
    browse, cast, penyedia, pergi, palsu, trusted, claims, is_in
):
    penyedia.nilai_kuat = trusted
    linked_with_second_factor(penyedia, cast.pemohon)
    palsu.orang |= claims
    browser = browse()
    location = browser.get(pergi(browser), status=302).location
    assert (location == "/") is is_in
    assert is_in or location.startswith("/masuk/kode")
    browser.get("/pengaturan", status=200 if is_in else 302)
