"""The pages of registration: every door, every mistake beside its field, both languages, with and without scripts."""

import pytest

from app.akun import operations, queries, robot
from app.akun.models import Biodata
from app.akun.sambungan import TombolMasuk
from app.extensions import db
from app.permohonan import potret
from app.permohonan.models import Petugas
from tests.akun import daftar
from tests.akun.daftar import SANDI, WARGA

BIODATA = {
    "Nama Panggilan": "Rina",
    "Jenis Kelamin": "Perempuan",
    "Telepon Pribadi": "0812 5550 1234",
    "Kabupaten/Kota": "Kota Samarinda",
    "Alamat": "Jalan Contoh 1",
    "Unit Kerja": "Biro Contoh",
    "Nomor Kepegawaian": "K-1",
    "Jabatan": "Staf",
}


def activated(browse, door="warga", **fields):
    """Somebody who has registered and signed in."""
    browser = browse()
    daftar.send(browser, door, fields=fields)
    browser.get(daftar.activation_link())
    browser.submit("Aktifkan Akun")
    browser.submit("Masuk", {"Email atau NIP": "rina@example.org", "Kata Sandi": SANDI})
    return browser


@pytest.mark.parametrize("door", ["warga", "institusi", "asn"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_each_door_is_a_page_in_both_languages(browse, session, door, lang):
    browse(None, lang).get(f"/daftar/{door}")


@pytest.mark.parametrize("url", ["/daftar", "/daftar/terkirim", "/daftar/kirim-ulang"])
def test_the_other_pages_in_english(browse, session, url):
    browse(None, "en").get(url)


@pytest.mark.parametrize(
    ("label", "value", "word"),
    [
        ("Nama sesuai Identitas", "", "wajib diisi"),
        ("Nama sesuai Identitas", "abc def", "Maksud Anda: Abc Def?"),
        ("Nama sesuai Identitas", "x" * 10_000, "Paling banyak 200"),
        ("Nama sesuai Identitas", '<script>alert("1")</script>', "tidak memuat angka"),
        ("Jenis Identitas", "", "wajib diisi"),
        ("Jenis Identitas", "kartu-palsu", "Pilih salah satu"),
        ("Jenis Identitas", "KITAS", "WNI mendaftar dengan"),
        ("Nomor Identitas", "", "wajib diisi"),
        ("Nomor Identitas", "64712345678901", "16 angka"),
        ("Nomor Identitas", "9" * 10_000, "Paling banyak 40"),
        ("Nomor Identitas", "'; DROP TABLE x; --", "hanya terdiri atas angka"),
        ("Email", "", "wajib diisi"),
        ("Email", "rina@", "alamat email yang lengkap"),
        ("Kata Sandi", "pendek", "paling sedikit 10"),
        ("Kata Sandi", "bismillah2026", "mudah ditebak"),
        ("Kata Sandi", "RinaContoh12", "tidak boleh berupa nama"),
        ("Kata Sandi", daftar.NIK, "tidak boleh berupa nama"),
        ("Kata Sandi", "nul\0di tengah sandi", "tidak dapat dipakai"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(browse, session, label, value, word):
    fields = {label: value}
    if label == "Kata Sandi":
        fields["Kata Sandi (Konfirmasi)"] = value
    page = daftar.send(browse(), status=422, fields=fields)
    assert any(word in error for error in page.errors()), page.errors()
    for other, name in {
        "Nama sesuai Identitas": "nama",
        "Nomor Identitas": "nomor",
        "Email": "email",
    }.items():
        kept = page.html.find(id=name)["value"]
        assert kept == (value if other == label else WARGA[other])
    assert daftar.waiting() == []


def test_two_passwords_must_be_the_same(browse, session):
    page = daftar.send(browse(), status=422, fields={"Kata Sandi (Konfirmasi)": "lain-lagi-sandi"})
    assert any("belum sama" in error for error in page.errors())


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"Nomor Akta": ""}, "Isi NIB, atau nomor akta"),
        ({"NIB": "123"}, "13 angka"),
        ({"Kabupaten/Kota": ""}, "wajib diisi"),
        ({"Kabupaten/Kota": "999999"}, "Pilih salah satu"),
        ({"Kode Pos": "771234"}, "lima angka"),
        ({"Jenis Pemohon": "lain"}, "Pilih salah satu"),
        ({"Telepon": "abc"}, "nomor telepon yang benar"),
        ({"Website": "javascript:alert(1)"}, "alamat web yang lengkap"),
    ],
)
def test_an_institution_is_described_wholly(browse, session, fields, word):
    page = daftar.send(browse(), "institusi", status=422, fields=fields)
    assert any(word in error for error in page.errors()), page.errors()


def test_a_department_of_another_region_registers_without_nib_and_deed(browse, cast):
    activated(
        browse, "institusi", **{"Jenis Pemohon": "Perangkat daerah kabupaten/kota lain", "Nomor Akta": ""}
    )
    assert queries.instansi_of(queries.email_owner("rina@example.org")).nama == "Yayasan Contoh Sungai"


# --- without scripts --------------------------------------------------------
def in_words(browser, right=True):
    sealed = browser.page.html.find(attrs={"name": "robot_soal"})["value"]
    return str(robot._opened(sealed)[0] + (0 if right else 1))


def test_who_runs_no_scripts_answers_a_question_in_words(browse, cast):
    browser = browse()
    page = browser.get("/daftar/warga")
    assert page.html.find("label", attrs={"for": "robot_jawab"}).text.startswith("Berapa ")
    browser.submit("Kirim Formulir", {**WARGA, "robot_jawab": in_words(browser)})
    assert browser.page.h1 == "Periksa kotak surat Anda"
    assert len(daftar.waiting()) == 1


def test_a_right_answer_stays_right_while_other_things_are_mended(browse, cast):
    browser = browse()
    browser.get("/daftar/warga")
    asked = browser.page.html.find("label", attrs={"for": "robot_jawab"}).text
    answer = in_words(browser)
    browser.submit("Kirim Formulir", {**WARGA, "Email": "", "robot_jawab": answer}, status=422, follow=False)
    assert browser.page.html.find("label", attrs={"for": "robot_jawab"}).text == asked
    assert browser.page.html.find(id="robot_jawab")["value"] == answer
    fields = {"Email": "rina@example.org", "Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI}
    browser.submit("Kirim Formulir", fields)
    assert len(daftar.waiting()) == 1


def test_an_unanswered_check_is_told_last_as_it_stands_last(browse, session):
    browser = browse()
    browser.get("/daftar/warga")
    page = browser.submit("Kirim Formulir", {"Email": ""}, status=422, follow=False)
    links = [link["href"] for link in page.html.find(class_="galat-ringkas").find_all("a")]
    assert links[0] == "#nama"
    assert links[-1] == "#robot_jawab"
    told = page.html.find(id="robot_jawab-galat")
    assert "belum dijawab" in told.text
    assert not told.find_parent(attrs={"data-robot-kata": True}), (
        "seen also where a script hides the question"
    )


def test_a_wrong_answer_brings_another_question(browse, session):
    browser = browse()
    browser.get("/daftar/warga")
    sealed = browser.page.html.find(attrs={"name": "robot_soal"})["value"]
    fields = {**WARGA, "robot_jawab": in_words(browser, right=False)}
    page = browser.submit("Kirim Formulir", fields, status=422, follow=False)
    assert any("Jawaban belum benar" in error for error in page.errors())
    assert page.html.find(attrs={"name": "robot_soal"})["value"] != sealed
    assert page.html.find(id="robot_jawab")["value"] == ""


def test_the_work_for_the_script_is_made_anew_each_time_and_kept_nowhere(browse, session):
    browser = browse()
    first, second = (browser.get("/daftar/tantangan").response for _n in range(2))
    assert first.json["parameters"]["nonce"] != second.json["parameters"]["nonce"]
    assert first.headers["Cache-Control"] == "no-store"


# --- who is who --------------------------------------------------------
def test_a_foreigner_has_a_passport_in_place_of_the_nik(browse, cast):
    fields = {"Kewarganegaraan": "wna", "Jenis Identitas": "Paspor", "Nomor Identitas": "C01X00T47"}
    browser = activated(browse, **fields)
    page = browser.get("/pengaturan/biodata")
    assert page.html.find(id="identitas")["value"] == "Paspor C0•••••47"
    assert page.html.find(id="nik") is None
    browser.submit("Simpan", BIODATA)
    assert browser.page.has("Biodata tersimpan.")
    account = queries.email_owner("rina@example.org")
    biodata = db.session.get(Biodata, account.id)
    assert (biodata.nik_sandi, biodata.nik_sidik, biodata.nik_samar) == (None, None, None)
    petugas = Petugas(ke=1)
    potret.take_biodata(petugas, biodata)
    assert "Paspor C0•••••47" in potret.petugas_text(petugas)
    assert operations.reveal_nik(biodata, actor=cast.admin, alasan="Memeriksa permohonan.") == "C01X00T47"
    shown = browse(cast.admin).get(f"/users/show/{account.id}")
    assert shown.has("Paspor", "C0•••••47")


def test_a_citizen_with_a_licence_may_add_the_nik_later(browse, cast):
    browser = activated(browse, **{"Jenis Identitas": "SIM", "Nomor Identitas": "640212345678"})
    page = browser.get("/pengaturan/biodata")
    assert page.html.find(id="identitas")["value"] == "SIM 64••••••••78"
    browser.submit("Simpan", {**BIODATA, "NIK": ""})
    assert browser.page.has("Biodata tersimpan.")
    browser.submit("Simpan", {"NIK": daftar.NIK})
    account = queries.email_owner("rina@example.org")
    assert db.session.get(Biodata, account.id).nik_samar == "6472••••••••0077"


def test_who_registered_with_a_ktp_need_not_type_it_again(browse, cast):
    browser = activated(browse)
    browser.get("/pengaturan/biodata")
    browser.submit("Simpan", BIODATA)
    assert browser.page.has("Biodata tersimpan.")
    account = queries.email_owner("rina@example.org")
    assert db.session.get(Biodata, account.id).nik_samar == "6472••••••••0077"


def test_a_number_given_at_registration_is_nobody_elses(browse, cast):
    activated(browse)
    browser = browse(cast.baru)
    browser.get("/pengaturan/biodata")
    fields = BIODATA | {"NIK": daftar.NIK, "Nama Lengkap": "Baru", "Email": "baru@example.org"}
    page = browser.submit("Simpan", fields, status=422, follow=False)
    assert any("NIK ini sudah dipakai" in error for error in page.errors())


def test_who_has_no_other_identity_must_give_a_nik(browse, cast):
    browser = browse(cast.baru)
    browser.get("/pengaturan/biodata")
    fields = BIODATA | {"NIK": "", "Nama Lengkap": "Baru", "Email": "baru@example.org"}
    page = browser.submit("Simpan", fields, status=422, follow=False)
    assert any(error.startswith("NIK: ") for error in page.errors()), page.errors()


def test_who_is_signed_in_is_not_asked_to_register(browse, cast):
    for url in ("/daftar", "/daftar/warga", "/daftar/institusi", "/daftar/asn"):
        assert browse(cast.pemohon).get(url, status=302).location.endswith("/pengaturan")


def test_newcomers_find_the_way_from_the_sign_in_page_and_from_the_start_page(browse, session):
    assert browse().get("/masuk").links()["Daftar"].endswith("/daftar")
    assert browse().get("/").links()["Daftar akun"].endswith("/daftar")


def test_the_start_page_tells_a_new_pemohon_what_comes_before_an_application(browse, cast):
    assert browse(cast.baru).get("/").links()["Isi biodata Anda"].endswith("/pengaturan/biodata")
    for other in (None, cast.pemohon, cast.admin):
        assert not browse(other).get("/").has("Sebelum mengajukan permohonan")


def test_the_main_provider_stands_before_the_form(app, browse, session, monkeypatch):
    ways = [TombolMasuk("/sso/kota/masuk", "Masuk dengan SSO Samarinda", is_utama=True)]
    monkeypatch.setitem(app.jinja_env.globals, "tombol_masuk", lambda: ways)
    page = browse().get("/masuk")
    link = page.html.select_one("a.sso")
    assert link["href"] == "/sso/kota/masuk"
    assert page.html.find(id=link["aria-labelledby"]).text == "Masuk dengan SSO Samarinda"
    assert link.find_next("form").find(id="nama") is not None
    assert len(page.html.select("main a[href='/sso/kota/masuk']")) == 1


def test_other_ways_to_sign_in_stand_below_the_form(app, browse, session, monkeypatch):
    ways = [TombolMasuk("/sso/kota/mulai", "SSO Samarinda")]
    monkeypatch.setitem(app.jinja_env.globals, "tombol_masuk", lambda: ways)
    assert browse().get("/masuk").links()["SSO Samarinda"] == "/sso/kota/mulai"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_activation_page_in_both_languages(browse, cast, lang):
    daftar.send(browse(), "institusi")
    link = daftar.activation_link()
    browse(None, lang).get(link)
    browse(None, lang).get("/daftar/aktifkan/tidak-ada", status=410)
