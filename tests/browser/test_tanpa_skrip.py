"""Without any script: an applicant's path from sign-in to submission, Admin's verification, a screen of reference rows."""

from tests.browser import acts
from tests.browser.people import People, sign_in
from tests.browser.person import Person

JUDUL = "Perpustakaan Keliling Tanpa Skrip"


def plain(people: People, email: str) -> Person:
    """Signed in by the form, in a browser that runs no scripts."""
    person = people.visitor(scripts=False)
    return sign_in(person, email)


def test_an_application_is_written_sent_mended_and_verified(people: People) -> None:
    ayu = plain(people, "pemohon@example.org")
    ayu.page.locator("summary[aria-label='Menu cepat']").click()
    ayu.follow("Permohonan baru")
    ayu.press("Mulai Permohonan")
    draf = ayu.path.split("/")[2]
    acts.write_pemohon(ayu, draf, JUDUL, "Perpustakaan", "Pendidikan")
    acts.choose_ppksd2(ayu, draf, "Bima Contoh")
    persiapan_is_counted_by_the_server(ayu, draf)
    acts.write_persiapan(ayu, draf)

    bima = plain(people, "ppksd2@example.org")
    bima.open("/tugas")
    bima.follow_row(JUDUL)
    bima.press("Terima Penugasan", 422)
    assert bima.errors(), "the pact was not accepted yet"
    acts.accept_task(bima, draf)

    ayu.open(f"/permohonan/{draf}/periksa")
    ayu.press("Kirim Permohonan", 422)
    assert ayu.errors(), "the pact was not accepted yet"
    kode = acts.send(ayu, draf)
    assert ayu.download("Unduh Tanda Terima").suggested_filename.endswith(".pdf")

    admin = plain(people, "admin@example.org")
    admin.open("/tugas")
    admin.follow_row(JUDUL)
    acts.mark(admin, "Lokasi Kerja Sama", "Tidak lengkap", "Sebutkan kecamatannya.")
    admin.press("Minta Perbaikan")

    ayu.open(f"/permohonan/{kode}")
    ayu.follow("Lokasi Kerja Sama")
    ayu.fill("Lokasi Kerja Sama", "Kecamatan Contoh Utara dan Contoh Selatan.")
    ayu.press("Selanjutnya")
    ayu.tick("Saya menyetujui pakta integritas")
    ayu.press("Kirim Permohonan")

    admin.open(f"/permohonan/{kode}")
    admin.reads("1 isian berubah sejak itu")
    refusing_asks_first(admin, kode)
    admin.press("Setujui")
    admin.reads("Permohonan disetujui.")
    sign_out(ayu)


def persiapan_is_counted_by_the_server(person: Person, draf: str) -> None:
    """Too many words: refused with a sentence at the field, everything still there."""
    person.open(f"/permohonan/{draf}/persiapan")
    text = "kata " * 1200
    person.fill("Latar Belakang", text)
    person.press("Selanjutnya", 422)
    assert any("Ringkas menjadi paling banyak" in error for error in person.errors())
    assert person.value("Latar Belakang").split() == text.split()


def refusing_asks_first(admin: Person, kode: str) -> None:
    """A page of its own asks; `Batal` leads back and keeps the note."""
    admin.fill("Catatan", "Bukan urusan kota.")
    admin.press("Tolak")
    admin.reads("Tolak permohonan ini?", "Bukan urusan kota.")
    admin.press("Batal")
    assert admin.value("Catatan") == "Bukan urusan kota."
    admin.fill("Catatan", "Lengkap.")


def sign_out(person: Person) -> None:
    person.page.locator("summary[aria-label^='Akun']").click()
    person.press("Keluar")
    person.reads("Anda sudah keluar.")
    person.open("/permohonan")
    assert person.path == "/masuk"


def test_a_place_is_chosen_from_many_by_typing(people: People) -> None:
    """What fits several places comes back with them, to choose from."""
    person = people("pemohon-lain@example.org", scripts=False)
    person.open("/pengaturan/biodata")
    person.fill("Kabupaten/Kota", "kutai")
    person.press("Simpan", 422)
    assert person.errors() == ["Kabupaten/Kota: Beberapa data cocok. Pilih salah satu di bawah."]
    person.tick("Kabupaten Kutai Timur")
    person.press("Simpan")
    person.reads("Biodata tersimpan.")
    assert person.value("Kabupaten/Kota").startswith("Kabupaten Kutai Timur")


def test_reference_rows_are_listed_searched_added_changed_and_deleted(people: People) -> None:
    admin = people("admin@example.org", scripts=False)
    admin.open("/tugas")
    admin.follow("Data induk")
    admin.follow("Tanya jawab")
    admin.follow("Tambah")
    admin.press("Simpan", 422)
    assert admin.errors(), "an empty form says what is missing"
    admin.fill_all(
        {"Pertanyaan": "Apakah formulir ini butuh skrip?", "Jawaban": "**Tidak.** Semua berjalan tanpa itu."}
    )
    admin.fill("Kelompok", "Umum")
    admin.press("Simpan")
    admin.follow("Tanya jawab")
    admin.page.get_by_role("searchbox").first.fill("butuh skrip")
    admin.press("Cari")
    admin.reads("Apakah formulir ini butuh skrip?")
    assert admin.page.locator("tbody tr").count() == 1
    admin.follow_row("butuh skrip")
    if "/edit/" not in admin.path:
        admin.follow("Ubah")
    admin.fill("Pertanyaan", "Apakah halaman ini butuh skrip?")
    admin.press("Simpan")
    admin.follow("Tanya jawab")
    admin.page.get_by_role("searchbox").first.fill("halaman ini butuh")
    admin.press("Cari")
    admin.follow_row("Apakah halaman ini butuh skrip?")
    delete_asks_first(admin)
    admin.open("/faq?q=butuh+skrip")
    admin.reads_not("Apakah halaman ini butuh skrip?")


def delete_asks_first(admin: Person) -> None:
    """A page of its own asks what is to go."""
    admin.follow("Hapus")
    admin.reads("Hapus data ini?", "Apakah halaman ini butuh skrip?")
    admin.press("Ya, hapus")
    admin.reads_not("Apakah halaman ini butuh skrip?")
