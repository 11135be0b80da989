"""Biodata: what is taken, what is refused at its field, who sees the NIK."""

import pytest
from sqlalchemy import select

from app.akun import operations, queries
from app.akun.models import Biodata, JenisKelamin
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.crypto import decrypt, keyed_hash
from app.kit.errors import Refused, Stale
from tests.factories import make_biodata, make_nik, samarinda

GOOD = {
    "Nama Lengkap": "Baru Contoh, S.E.",
    "Nama Panggilan": "Baru",
    "NIK": "6472014101800077",
    "Jenis Kelamin": "Perempuan",
    "Email": "kantor@example.org",
    "Telepon Pribadi": "0812 3456-7890",
    "Kabupaten/Kota": "kota samarinda",
    "Alamat": "Jalan Contoh 1",
    "Unit Kerja": "PT Contoh",
    "Nomor Kepegawaian": "12345",
    "Jabatan": "Direktur",
}
TEXTS = ["Nama Lengkap", "Nama Panggilan", "Alamat", "Unit Kerja", "Nomor Kepegawaian", "Jabatan"]


def save(browser, status=None, follow=True, **changes):
    browser.get("/pengaturan/biodata")
    fields = GOOD | {name.replace("_", " "): value for name, value in changes.items()}
    return browser.submit("Simpan", fields, status=status, follow=follow)


def refused(browser, field, value):
    page = save(browser, 422, False, **{field.replace(" ", "_"): value})
    return next((error for error in page.errors() if error.startswith(field)), page.errors())


# --- what is taken --------------------------------------------------------
def test_biodata_filled_in_as_people_write_it_is_saved(browse, cast):
    page = save(browse(cast.baru))
    assert page.has("Biodata tersimpan.")
    biodata = db.session.get(Biodata, cast.baru.id)
    assert (biodata.telepon, biodata.wilayah.kode, biodata.nik_samar) == (
        "+6281234567890",
        "64.72",
        "6472••••••••0077",
    )
    assert biodata.jenis_kelamin is JenisKelamin.PEREMPUAN
    assert decrypt(biodata.nik_sandi) == "6472014101800077"
    assert cast.baru.nama == "Baru Contoh, S.E."


def test_the_form_begins_with_what_the_account_knows(browse, cast):
    cast.baru.nip = "198001012005012001"
    soup = browse(cast.baru).get("/pengaturan/biodata").html
    values = {name: soup.find(id=name)["value"] for name in ("nama_lengkap", "email", "nomor_kepegawaian")}
    assert values == {
        "nama_lengkap": "Baru Contoh",
        "email": "baru@example.org",
        "nomor_kepegawaian": "198001012005012001",
    }


@pytest.mark.parametrize("text", ["Kota Samarinda", "KOTA SAMARINDA", "samarinda", "Kabupaten Bandung"])
def test_a_place_is_found_by_its_name(browse, cast, text):
    save(browse(cast.baru), **{"Kabupaten/Kota": text})
    assert db.session.get(Biodata, cast.baru.id).wilayah.nama.casefold().endswith(text.casefold())


def test_a_place_chosen_from_the_suggestions_is_taken(browse, cast):
    place = samarinda()
    save(browse(cast.baru), **{"Kabupaten/Kota": f"{place} · {place.id}"})
    assert db.session.get(Biodata, cast.baru.id).wilayah is place


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "Nama “dengan” 'kutip' & lain", "日本語", "🦆", "a\0b", "satu\r\nbaris"],
)
def test_any_text_is_kept_as_typed_and_shown_as_text(browse, cast, text):
    browser = browse(cast.baru)
    save(
        browser,
        **dict.fromkeys(name.replace(" ", "_") for name in TEXTS)
        | {n.replace(" ", "_"): text for n in TEXTS if n != "Nomor Kepegawaian"}
        | {"Nomor_Kepegawaian": "1"},
    )
    stored = db.session.get(Biodata, cast.baru.id)
    wanted = text.replace("\0", "").replace("\r\n", "\n")
    assert {stored.nama_lengkap, stored.alamat, stored.jabatan} == {wanted}
    assert browser.get("/pengaturan/biodata").html.find(id="alamat")["value"] == wanted


# --- what is refused --------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("   ", "wajib diisi"),
        ("x" * 10_000, ""),
        ("<script>alert(1)</script>" * 400, ""),
        ("\0", ""),
    ],
)
def test_each_field_says_what_is_wrong_with_it(browse, cast, value, word):
    """Nothing, ten thousand letters and markup, in every field at once."""
    fields = [*TEXTS, "NIK", "Email", "Telepon Pribadi", "Kabupaten/Kota"]
    errors = save(
        browse(cast.baru), 422, False, **{name.replace(" ", "_"): value for name in fields}
    ).errors()
    for field in fields:
        assert any(error.startswith(f"{field}:") and word in error for error in errors), (field, errors)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("NIK", "64712345678901", "14 angka"),
        ("NIK", "6472010101800000", "0000"),
        ("NIK", "6472013002800001", "kalender"),
        ("NIK", "6472••••••••0077", "16 angka"),
        ("NIK", "<script>alert(1)</script>", "hanya terdiri atas angka"),
        ("Email", "bukan alamat", "alamat email yang lengkap"),
        ("Telepon Pribadi", "12", "nomor telepon yang benar"),
        ("Telepon Pribadi", "<script>", "nomor telepon yang benar"),
        ("Kabupaten/Kota", "Kalimantan Timur", "Tidak ditemukan"),
        ("Kabupaten/Kota", "Bandung", "Beberapa data cocok"),
        ("Kabupaten/Kota", "Bukan Kota · 999999", "Tidak ditemukan"),
        ("Kabupaten/Kota", "' OR 1=1 --", "Tidak ditemukan"),
        ("Kabupaten/Kota", "a\0b", "Tidak ditemukan"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(browse, cast, field, value, word):
    assert word in refused(browse(cast.baru), field, value)


def test_a_sex_that_is_none_of_the_two_is_refused(browse, cast):
    browser = browse(cast.baru)
    browser.get("/pengaturan/biodata")
    for value in ("", "X", "<b>"):
        page = browser.post("/pengaturan/biodata", {"jenis_kelamin": value, "versi": "0"}, status=422)
        assert any(error.startswith("Jenis Kelamin") for error in page.errors())


def test_nothing_typed_is_lost_when_one_field_is_wrong(browse, cast):
    page = save(browse(cast.baru), 422, False, NIK="123")
    values = {name: page.html.find(id=name)["value"] for name in ("nama_lengkap", "alamat", "telepon", "nik")}
    assert values["nama_lengkap"] == GOOD["Nama Lengkap"]
    assert values["nik"] == "123"
    assert page.html.find("input", attrs={"name": "jenis_kelamin", "checked": True})["value"] == "P"
    assert db.session.get(Biodata, cast.baru.id) is None


def test_nobody_takes_the_nik_of_somebody_else(browse, cast):
    nik = decrypt(cast.pemohon.biodata.nik_sandi)
    assert "sudah dipakai akun lain" in refused(browse(cast.baru), "NIK", nik)


def test_of_two_people_with_one_nik_at_the_same_moment_the_second_is_told(cast, monkeypatch):
    make_biodata(cast.admin, nik="6472010101800099")
    monkeypatch.setattr(
        "app.akun.operations_biodata.number_owner_id", lambda sidik: None
    )  # she looked before
    with pytest.raises(Refused, match="sudah dipakai"):
        operations.save_biodata(actor=cast.baru, isian=values(nik="6472010101800099"), seen=0)
    assert db.session.get(Biodata, cast.admin.id).nik_sidik == keyed_hash("6472010101800099", "nik")


def values(**changes):
    return {
        "nama_lengkap": "Baru Contoh",
        "nama_panggilan": "Baru",
        "nik": make_nik(),
        "jenis_kelamin": JenisKelamin.LAKI_LAKI,
        "email": "baru@example.org",
        "telepon": "+6281234567890",
        "wilayah": samarinda(),
        "alamat": "Jalan",
        "unit_kerja": "Unit",
        "nomor_kepegawaian": "1",
        "jabatan": "Staf",
        **changes,
    }


# --- warnings --------------------------------------------------------
def test_a_nik_that_disagrees_is_saved_and_pointed_out(browse, cast):
    page = save(browse(cast.baru), NIK="6471010101800055")
    assert page.has("Biodata tersimpan.", "kabupaten/kota lain", "Jenis kelamin menurut NIK berbeda")


def test_a_nik_that_agrees_brings_no_warning(browse, cast):
    assert not save(browse(cast.baru)).has("menurut NIK")


# --- the number stays hidden --------------------------------------------------------
def test_even_its_owner_sees_only_the_mask_and_saving_keeps_the_number(browse, cast):
    nik = decrypt(cast.pemohon.biodata.nik_sandi)
    browser = browse(cast.pemohon)
    page = browser.get("/pengaturan/biodata")
    assert page.html.find(id="nik")["value"] == cast.pemohon.biodata.nik_samar
    assert nik not in page.response.get_data(as_text=True)
    browser.submit("Simpan", {"Jabatan": "Direktur Utama"})
    assert decrypt(cast.pemohon.biodata.nik_sandi) == nik
    assert cast.pemohon.biodata.jabatan == "Direktur Utama"


def test_a_number_typed_anew_replaces_the_old_one(browse, cast):
    save(browse(cast.pemohon), NIK="6472014101800078")
    assert decrypt(cast.pemohon.biodata.nik_sandi) == "6472014101800078"


def test_the_journal_says_which_fields_changed_and_never_what_they_say(browse, cast):
    save(browse(cast.baru))
    event = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "biodata.disimpan")).one()
    assert "nik" in event.data["isian"]
    assert "6472014101800077" not in f"{event.data}{event.catatan}{event.objek_nama}"


def test_admin_reads_a_whole_nik_only_for_a_reason_that_the_journal_keeps(browse, cast):
    nik = decrypt(cast.pemohon.biodata.nik_sandi)
    browser = browse(cast.admin)
    shown = browser.get(f"/users/show/{cast.pemohon.id}")
    assert shown.has(cast.pemohon.biodata.nik_samar, "Lihat NIK")
    assert nik not in shown.response.get_data(as_text=True)
    assert not browser.get(f"/users/nik/{cast.pemohon.id}").has(nik)
    assert browser.submit("Tampilkan NIK", {"Alasan": "  "}, status=422, follow=False).errors()
    page = browser.post(f"/users/nik/{cast.pemohon.id}", {"alasan": "memeriksa KSD-2026-00042-7"}, status=200)
    assert page.has(nik)
    event = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "biodata.nik_dilihat")).one()
    assert (event.pelaku_id, event.objek_id, event.catatan) == (
        cast.admin.id,
        cast.pemohon.id,
        "memeriksa KSD-2026-00042-7",
    )


@pytest.mark.parametrize("who", ["tkksd", "protokol", "lokus", "pimpinan", "ppksd2", "pemohon"])
def test_nobody_else_reads_a_whole_nik(browse, cast, who):
    person = getattr(cast, who)
    browser = browse(person)
    browser.get(f"/users/nik/{cast.pemohon.id}", status=403)
    browser.post(f"/users/nik/{cast.pemohon.id}", {"alasan": "ingin tahu"}, status=403)
    with pytest.raises(Refused):
        operations.reveal_nik(cast.pemohon.biodata, actor=person, alasan="ingin tahu")


# --- two tabs --------------------------------------------------------
def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(browse, cast):
    first, second = browse(cast.pemohon), browse(cast.pemohon)
    for browser in (first, second):
        browser.get("/pengaturan/biodata")
    first.submit("Simpan", {"Jabatan": "Direktur"})
    page = second.submit("Simpan", {"Jabatan": "Sekretaris"}, status=422, follow=False)
    assert page.has("sudah diubah di tempat lain", "Yang tersimpan sekarang", "Direktur")
    assert page.html.find(id="jabatan")["value"] == "Sekretaris"
    second.submit("Simpan")
    assert cast.pemohon.biodata.jabatan == "Sekretaris"


@pytest.mark.parametrize("versi", ["", "x", "-1", "99", "9" * 40, "\0"])
def test_a_damaged_version_counts_as_out_of_date(browse, cast, versi):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/biodata")
    browser.submit("Simpan", {"versi": versi, "Jabatan": "Direktur"}, status=422, follow=False)
    assert cast.pemohon.biodata.jabatan == "Kepala Biro"


@pytest.mark.parametrize("page", ["biodata", "instansi"])
def test_a_form_without_any_field_counts_as_out_of_date(browse, cast, page):
    browser = browse(cast.pemohon)
    browser.get(f"/pengaturan/{page}")
    assert browser.post(f"/pengaturan/{page}", {}, status=422).errors()


def test_saving_without_a_change_is_no_event(cast):
    biodata = cast.pemohon.biodata
    same = {name: getattr(biodata, name) for name in values() if name != "nik"} | {"nik": None}
    operations.save_biodata(actor=cast.pemohon, isian=same, seen=biodata.versi)
    assert db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "biodata.disimpan")).first() is None
    with pytest.raises(Stale):
        operations.save_biodata(actor=cast.pemohon, isian=same, seen=0)


def test_what_is_missing_for_an_application_is_listed_with_its_page(cast):
    assert [url for _label, url in queries.kekurangan_profil(cast.baru)] == [
        "/pengaturan/biodata",
        "/pengaturan/instansi",
    ]
    assert queries.kekurangan_profil(cast.pemohon) == []
    cast.universitas.is_active = False
    db.session.flush()
    assert queries.kekurangan_profil(cast.pemohon)
