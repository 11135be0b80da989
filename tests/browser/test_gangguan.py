"""Bad days: an ended sign-in, two people at once, the back button, wrong files, strange texts. Nothing typed is lost."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import acts
from tests.browser.people import People, sign_in
from tests.browser.person import PHONE, WIDE, Person

PEMOHON, PPKSD2, ASING = "pemohon@example.org", "ppksd2@example.org", "pemohon-lain@example.org"
ADMIN = "admin@example.org"
MEGABYTE = 1024 * 1024
STRANGE = """O'Brien "Budi" <script>alert('x')</script> {{ 7*7 }} & %(nama)s \\ Ñandú 日本 😀"""
ENDLESS_WORD = "W" * 240
SAVED_SECONDS = 10


def draft(people: People, email: str = PEMOHON) -> tuple[Person, str]:
    person = people(email)
    return person, acts.begin(person)


# -- an ended sign-in --------------------------------------------------------------------------------------
def test_a_form_sent_after_the_sign_in_ended_is_kept_and_goes_on(people: People) -> None:
    person, kode = draft(people)
    person.open(f"/permohonan/{kode}/persiapan")
    person.fill_all(acts.PERSIAPAN)
    with person.failing(400, 401):
        person.forget_sign_in()
        person.press("Selanjutnya", 401)
        person.reads("Sesi masuk Anda berakhir sebelum formulir terkirim. Isian Anda tersimpan")
        sign_in(person, PEMOHON, at="")
    person.reads("Isian Anda masih tersimpan")
    person.press("Lanjutkan")
    assert person.path.endswith("/periksa")
    person.reads(*acts.PERSIAPAN.values())
    person.open(f"/permohonan/{kode}/persiapan")
    assert {label: person.value(label) for label in acts.PERSIAPAN} == acts.PERSIAPAN


def test_what_could_not_be_saved_by_itself_comes_back_after_signing_in(people: People) -> None:
    person, kode = draft(people)
    address = f"/permohonan/{kode}/persiapan"
    person.open(address)
    with person.failing(400, 401):
        person.forget_sign_in()
        person.fill("Manfaat", "Ditulis ketika sesi sudah berakhir.")
        status = person.page.locator("[data-status-simpan]")
        assert person.program.until(lambda: "Sesi masuk berakhir" in status.inner_text(), SAVED_SECONDS)
    person.open(address)
    assert person.path == "/masuk"
    sign_in(person, PEMOHON, at="")
    assert person.path == address
    person.reads("Isian yang belum terkirim telah dikembalikan.")
    assert person.value("Manfaat") == "Ditulis ketika sesi sudah berakhir."


def test_a_late_suggestion_does_not_bring_back_an_older_session(people: People) -> None:
    """It was asked for before the person saved or signed out: its answer must not touch her cookie."""
    answer = people(PEMOHON).context.request.get("/saran/kabupaten-kota?q=samarinda")
    assert answer.status == 200
    assert "set-cookie" not in answer.headers


# -- saving by itself --------------------------------------------------------------------------------------
def test_the_form_saves_by_itself(people: People) -> None:
    person, kode = draft(people)
    address = f"/permohonan/{kode}/persiapan"
    person.open(address)
    person.fill("Latar Belakang", "Ditulis, tetapi tidak dikirim.")
    wait_until_saved(person)
    person.open(address)
    assert person.value("Latar Belakang") == "Ditulis, tetapi tidak dikirim."
    person.open(f"/permohonan/{kode}/pemohon")
    person.tick("Pariwisata")
    wait_until_saved(person)
    person.open(f"/permohonan/{kode}/pemohon")
    assert person.page.get_by_label("Pariwisata").first.is_checked()


def wait_until_saved(person: Person) -> None:
    status = person.page.locator("[data-status-simpan]")
    assert person.program.until(
        lambda: re.search(r"Tersimpan \d\d\.\d\d WITA", status.inner_text()), SAVED_SECONDS
    ), status.inner_text()


# -- two at once -------------------------------------------------------------------------------------------
def test_two_windows_of_one_person(people: People) -> None:
    first, kode = draft(people)
    second = people(PEMOHON)
    for window in (first, second):
        window.open(f"/permohonan/{kode}/persiapan")
    first.fill("Manfaat", "Dari jendela pertama.")
    first.press("Simpan")
    second.fill("Manfaat", "Dari jendela kedua.")
    second.press("Simpan", 422)
    second.reads("Anda sendiri menyimpan bagian ini di jendela lain", "Dari jendela pertama.")
    assert second.value("Manfaat") == "Dari jendela kedua."
    second.press("Simpan")
    second.reads("Tersimpan.")
    first.open(f"/permohonan/{kode}/persiapan")
    assert first.value("Manfaat") == "Dari jendela kedua."


def test_two_people_edit_the_same_part(people: People) -> None:
    ayu, bima = people(PEMOHON), people(PPKSD2)
    kode = acts.prepared(people, "Ditulis berdua")
    acts.accept_task(bima, kode)
    for person in (ayu, bima):
        person.open(f"/permohonan/{kode}/pemohon")
    ayu.fill("Judul", "Judul menurut Ayu")
    ayu.press("Simpan")
    bima.fill("Judul", "Judul menurut Bima")
    bima.press("Simpan", 422)
    bima.reads("menurut Ayu Contoh", "Judul menurut Ayu")
    assert bima.value("Judul") == "Judul menurut Bima", "her text stays in the field"
    bima.press("Simpan")
    ayu.open(f"/permohonan/{kode}/pemohon")
    assert ayu.value("Judul") == "Judul menurut Bima", "the second save is a decision"


def test_two_windows_send_the_same_application(people: People) -> None:
    kode = acts.prepared(people, "Dikirim dari dua jendela")
    acts.accept_task(people(PPKSD2), kode)
    first, second = people(PEMOHON), people(PEMOHON)
    for window in (first, second):
        window.open(f"/permohonan/{kode}/periksa")
        window.tick("Saya menyetujui pakta integritas")
    first.press("Kirim Permohonan")
    second.press("Kirim Permohonan")
    assert acts.sent_code(first) == acts.sent_code(second)
    first.open("/permohonan")
    assert first.text.count("Dikirim dari dua jendela") == 1


def test_the_second_of_two_decisions_is_told(people: People) -> None:
    kode = acts.submitted(people, "Diputuskan dua kali")
    first, second = people(ADMIN), people(ADMIN)
    for window in (first, second):
        window.open(f"/permohonan/{kode}")
    second.fill("Catatan", "Catatan yang tidak boleh hilang.")
    first.press("Setujui")
    second.press("Tolak", 409, sure=True)
    second.reads("Catatan yang tidak boleh hilang.", "Penawaran")
    assert second.errors()


def test_the_back_button_after_sending_sends_nothing_again(people: People) -> None:
    kode = acts.prepared(people, "Kembali sesudah terkirim")
    acts.accept_task(people(PPKSD2), kode)
    person = people(PEMOHON)
    sent = acts.send(person, kode)
    person.page.go_back()
    person.settle()
    if person.page.get_by_role("button", name="Kirim Permohonan").count():
        person.press("Kirim Permohonan")
    assert acts.sent_code(person) == sent
    person.open("/permohonan")
    assert person.text.count("Kembali sesudah terkirim") == 1


# -- files -------------------------------------------------------------------------------------------------
def empty(place: Path) -> Path:
    file = place / "kosong.pdf"
    file.write_bytes(b"")
    return file


def disguised(place: Path) -> Path:
    file = place / "surat.docx"
    file.write_bytes(b"MZ\x90\x00" + bytes(4000))
    return file


def archive(place: Path) -> Path:
    file = place / "arsip.docx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("setup.exe", "MZ")
    return file


def somewhat_large(place: Path) -> Path:
    return sized(place / "besar.pdf", 12)


def large(place: Path) -> Path:
    return sized(place / "besar-sekali.pdf", 60)


def sized(file: Path, megabytes: int) -> Path:
    with file.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(megabytes * MEGABYTE)
    return file


WRONG_FILES: dict[Callable[[Path], Path], str] = {
    empty: "Berkas kosong. Pilih berkas yang berisi.",
    disguised: "Isi berkas bukan DOCX, PDF, XLSX.",
    archive: "Isi berkas bukan DOCX, PDF, XLSX.",
    somewhat_large: "Berkas terlalu besar. Paling besar 10 MB.",
    large: "Berkas terlalu besar. Paling besar 10 MB.",
}


def fill_document(admin: Person, file: Path) -> None:
    admin.open("/data-induk/dokumen/add")
    admin.fill_all(
        {"Judul": "Surat yang gagal diunggah", "Nomor": "12/2026", "Keterangan": "Tidak boleh hilang."}
    )
    admin.field("Berkas").set_input_files(file)


@pytest.mark.parametrize("make", WRONG_FILES, ids=lambda make: make.__name__)
def test_a_wrong_file_is_refused_at_its_field(
    make: Callable[[Path], Path], people: People, tmp_path: Path
) -> None:
    admin = people(ADMIN)
    fill_document(admin, make(tmp_path))
    admin.press("Simpan", 422)
    assert [error for error in admin.errors() if error.startswith(f"Berkas: {WRONG_FILES[make]}")]
    admin.reads(WRONG_FILES[make])
    assert admin.value("Judul") == "Surat yang gagal diunggah"
    assert admin.value("Keterangan") == "Tidak boleh hilang."


def test_a_file_far_too_large_loses_nothing_else(people: People, tmp_path: Path) -> None:
    """Refused before it is read: a page says so, and the form comes back with its texts."""
    admin = people(ADMIN)
    fill_document(admin, sized(tmp_path / "raksasa.pdf", 130))
    admin.press("Simpan", 413)
    admin.reads("Kiriman terlalu besar")
    admin.open("/data-induk/dokumen/add")
    assert admin.value("Judul") == "Surat yang gagal diunggah"
    assert admin.value("Keterangan") == "Tidak boleh hilang."


# -- strange and endless texts -----------------------------------------------------------------------------
TYPED = "input[type=text], input[type=email], input[type=tel], input:not([type]), textarea"


def text_fields(person: Person) -> list[str]:
    """The ids of all fields into which one can type, in the form that `Simpan` sends."""
    form = person.page.locator("main form").filter(has=person.button("Simpan"))
    return [str(field.get_attribute("id")) for field in form.locator(TYPED).all() if field.is_editable()]


def type_everywhere(person: Person, text: str) -> list[str]:
    ids = text_fields(person)
    for id in ids:
        person.page.locator(f"#{id}").fill(text)
    return ids


def values(person: Person, ids: list[str]) -> list[str]:
    return [person.page.locator(f"#{id}").input_value() for id in ids]


@pytest.mark.parametrize("address", ("/pengaturan/biodata", "/pengaturan/instansi"))
@pytest.mark.parametrize("text", (STRANGE * 150, STRANGE), ids=("endless", "strange"))
def test_profile_takes_any_text_as_text(address: str, text: str, people: People) -> None:
    """Whatever is refused comes back as it was typed, with a sentence; nothing runs, nothing breaks."""
    person = people(ASING)
    person.open(address)
    ids = type_everywhere(person, text)
    assert len(ids) > 5
    person.press("Simpan", 422)
    assert person.errors()
    assert [one.strip() for one in values(person, ids)] == [text.strip()] * len(ids)


def test_a_strange_name_is_shown_as_it_was_typed(people: People) -> None:
    person = people(ASING)
    person.open("/pengaturan/instansi")
    old = person.value("Nama Instansi")
    person.fill("Nama Instansi", STRANGE)
    person.press("Simpan")
    person.reads("Data instansi tersimpan.")
    assert person.value("Nama Instansi") == STRANGE
    kode = acts.begin(person)
    person.open(f"/permohonan/{kode}/pemohon")
    person.reads(STRANGE)
    person.open("/pengaturan")
    person.reads(STRANGE)
    person.open("/pengaturan/instansi")
    person.fill("Nama Instansi", old)
    person.press("Simpan")


@pytest.mark.parametrize("part", ("pemohon", "persiapan"))
@pytest.mark.parametrize("text", (STRANGE * 150, STRANGE), ids=("endless", "strange"))
def test_the_application_takes_any_text_as_text(part: str, text: str, people: People) -> None:
    person, kode = draft(people)
    person.open(f"/permohonan/{kode}/{part}")
    if part == "pemohon":  # a category that was not proposed: only then its reason is kept
        person.page.locator("input[name=kategori]:not(:checked)").first.check()
    ids = type_everywhere(person, text)
    with person.failing(422):
        is_kept = part == "persiapan" or text == STRANGE
        person.press("Simpan", 200 if is_kept else 422)
    assert [one.strip() for one in values(person, ids)] == [text.strip()] * len(ids)
    if is_kept:
        person.open(f"/permohonan/{kode}/periksa")
        person.reads(STRANGE)


def test_a_word_without_end_breaks_on_every_page(people: People) -> None:
    """Nothing scrolls sideways: not on a phone, not in a table, not beside a status."""
    kode = acts.submitted(people, ENDLESS_WORD, **dict.fromkeys(acts.PERSIAPAN, ENDLESS_WORD))
    pages = {
        PEMOHON: ("/permohonan", "", "/riwayat", "/terkirim", "/tarik", "/notifikasi"),
        ADMIN: ("/permohonan", "", "/riwayat", "/tugas", "/notifikasi"),
    }
    for email, places in pages.items():
        for width in (PHONE, WIDE):
            person = people(email, width=width)
            for place in places:
                person.open(
                    f"/permohonan/{kode}{place}"
                    if place in ("", "/riwayat", "/terkirim", "/tarik")
                    else place
                )
    admin = people(ADMIN, width=PHONE)
    admin.open(f"/permohonan/{kode}")
    acts.mark(admin, "Manfaat", "Tidak lengkap", ENDLESS_WORD)
    admin.fill("Catatan", ENDLESS_WORD)
    admin.press("Minta Perbaikan")
    person = people(PEMOHON, width=PHONE)
    for place in ("", "/persiapan", "/periksa", "/pemohon"):
        person.open(f"/permohonan/{kode}{place}")
    for width in (PHONE, WIDE):  # now it waits for somebody else
        people(ADMIN, width=width).open("/tugas")


def test_a_name_without_end_breaks_on_every_page(people: People) -> None:
    admin, person = people(ADMIN), people(ASING)
    person.open("/pengaturan/instansi")
    old = person.value("Nama Instansi")
    person.fill("Nama Instansi", ENDLESS_WORD[:200])
    person.press("Simpan")
    admin.open("/data-induk/tanya-jawab/add")
    admin.fill_all({"Kelompok": ENDLESS_WORD[:80], "Pertanyaan": ENDLESS_WORD[:200], "Jawaban": ENDLESS_WORD})
    admin.press("Simpan")
    question = admin.path
    pages = {
        ASING: ("/pengaturan", "/pengaturan/instansi", "/permohonan/baru", "/faq"),
        ADMIN: (
            "/data-induk/instansi/list/",
            "/data-induk/tanya-jawab/list/",
            question,
            question.replace("/show/", "/edit/"),
            question.replace("/show/", "/delete/"),
            "/users/list/",
        ),
    }
    for email, places in pages.items():
        for width in (PHONE, WIDE):
            window = people(email, width=width)
            for place in places:
                window.open(place)
    person.open("/pengaturan/instansi")
    person.fill("Nama Instansi", old)
    person.press("Simpan")


def test_an_invitation_to_nonsense_is_refused_at_its_field(people: People) -> None:
    person, kode = draft(people)
    person.open(f"/permohonan/{kode}/petugas")
    person.fill("Undang lewat email", STRANGE)
    person.press("Kirim Undangan", 422)
    assert person.value("Undang lewat email").strip() == STRANGE
    assert person.errors()
