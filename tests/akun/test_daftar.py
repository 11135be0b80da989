"""Registration: from the form through the mail to an account, and what does not get there."""

from datetime import timedelta

from sqlalchemy import select

from app.akun import operations, queries, roles
from app.akun.models import KeadaanVerifikasi
from app.akun.models_pendaftaran import Identitas
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import at, now
from app.kit.crypto import decrypt
from tests.akun import daftar
from tests.akun.daftar import SANDI


def events(jenis):
    return list(db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)))


def register(browse, door="warga", **fields):
    browser = browse()
    page = daftar.send(browser, door, fields=fields)
    assert page.h1 == "Periksa kotak surat Anda"
    return browser


def activate(browser):
    browser.get(daftar.activation_link())
    return browser.submit("Aktifkan Akun")


def test_the_page_of_registration_has_three_doors(browse, session):
    links = browse().get("/daftar").links()
    assert links["Untuk Warga"].endswith("/daftar/warga")
    assert links["Untuk Institusi"].endswith("/daftar/institusi")
    assert links["Untuk ASN/PTT"].endswith("/daftar/asn")


def test_a_citizen_registers_proves_the_address_and_signs_in(browse, cast):
    browser = register(browse)
    assert browser.page.has("rina@example.org")
    assert queries.email_owner("rina@example.org") is None
    page = activate(browser)
    assert page.has("Akun Anda aktif. Silakan masuk.")
    account = queries.email_owner("rina@example.org")
    assert (account.nama, [role.name for role in account.roles]) == ("Rina Contoh", [roles.PEMOHON])
    assert operations.sign_in("rina@example.org", SANDI).account is account
    identity = db.session.get(Identitas, account.id)
    assert (decrypt(identity.nomor_sandi), identity.nomor_samar) == (daftar.NIK, "6472••••••••0077")
    assert daftar.waiting() == []
    assert [event.data["cara"] for event in events("akun.dibuat")] == ["pendaftaran"]


def test_whoever_has_not_proved_the_address_cannot_sign_in(browse, cast):
    register(browse)
    assert operations.sign_in("rina@example.org", SANDI).account is None


def test_an_institution_exists_with_the_person_who_registered_it_as_its_manager(browse, cast):
    browser = register(browse, "institusi")
    activate(browser)
    account = queries.email_owner("rina@example.org")
    membership = queries.membership_of(account)
    assert membership.is_pengelola
    assert membership.instansi.nomor_akta == "12 tanggal 3 Mei 2019"
    assert membership.instansi.verifikasi is KeadaanVerifikasi.MENUNGGU
    assert [event.jenis for event in events("instansi.verifikasi_diminta")] == ["instansi.verifikasi_diminta"]
    assert (membership.instansi.nama, membership.instansi.wilayah.nama) == (
        "Yayasan Contoh Sungai",
        "Kota Samarinda",
    )


def test_an_institution_of_the_same_name_is_not_made_twice_unless_it_is_another(browse, cast):
    browser = register(browse, "institusi", **{"Nama Instansi": "universitas  contoh mahakam"})
    page = browser.get(daftar.activation_link())
    assert page.has("sudah terdaftar")
    assert browser.submit("Aktifkan Akun").has(
        "Akun Anda aktif", "minta anggota instansi itu mengundang Anda"
    )
    assert queries.membership_of(queries.email_owner("rina@example.org")) is None


def test_a_ptt_finds_her_work_in_the_biodata(browse, cast):
    browser = register(browse, "asn", **{"Nomor Kepegawaian": "PTT-77"})
    activate(browser)
    browser.submit("Masuk", {"Email atau NIP": "rina@example.org", "Kata Sandi": SANDI})
    page = browser.get("/pengaturan/biodata")
    assert page.html.find(id="unit_kerja")["value"] == "Dinas Contoh"
    assert page.html.find(id="nomor_kepegawaian")["value"] == "PTT-77"
    assert page.html.find(id="nik")["value"] == "6472••••••••0077"


def test_the_link_works_once_and_not_for_ever(browse, cast):
    browser = register(browse)
    link = daftar.activation_link()
    with at(now() + timedelta(hours=25)):
        browse().get(link, status=410)
    browser.get(link)
    browser.submit("Aktifkan Akun")
    browse().get(link, status=410)
    browse().get("/daftar/aktifkan/tidak-ada", status=410)


def test_superadmin_closes_the_doors_and_links_under_way_stay_good(browse, cast):
    browser = register(browse)
    settings.put("daftar_terbuka", False)
    for url in ("/daftar", "/daftar/warga", "/daftar/institusi", "/daftar/asn"):
        assert browse().get(url).h1 == "Pendaftaran ditutup"
    visitor = browse()
    visitor.post("/daftar/warga", daftar.WARGA, status=403)
    assert activate(browser).has("Akun Anda aktif")
    page = browse(cast.superadmin).get("/pengaturan/keadaan", status=None, follow=True)
    assert page.has("Pendaftaran mandiri", "Ditutup.")
