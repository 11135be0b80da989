"""Rights over one's own data: a copy taken along, a consent given and withdrawn, a request made and answered."""

import json
import os
from pathlib import Path

from pypdf import PdfReader

from tests.browser.people import People
from tests.browser.person import PHONE, Person
from tests.browser.program import Program

ASKER, ASKER_NAME = "pemohon-lain@example.org", "Cahya Contoh"
OFFICER = "pdp@example.org"
PICTURES = os.environ.get("GAMBAR_PERAMBAN", "")  # a folder, when somebody wants to see the pages


def picture(person: Person, name: str) -> None:
    if PICTURES:
        person.page.screenshot(path=str(Path(PICTURES) / f"{name}-{person.width}.png"), full_page=True)


def test_a_report_of_ones_own_data_as_json_and_pdf(people: People) -> None:
    person = people(ASKER)
    person.open("/pengaturan/akun").follow("Data saya")
    person.reads("Salinan data", "Persetujuan", "Yang tersimpan tentang Anda")
    picture(person, "data-saya")
    found = json.loads(Path(person.download("Unduh JSON").path()).read_text(encoding="utf-8"))
    assert found["bagian"]["akun"][0]["email"] == ASKER
    assert found["bagian"]["biodata"][0]["nik"].isdigit()
    reader = PdfReader(person.download("Unduh PDF").path())
    text = "".join(page.extract_text() for page in reader.pages)
    assert ASKER in text
    assert found["bagian"]["biodata"][0]["nik"] in text


def test_a_consent_given_and_withdrawn(people: People) -> None:
    person = people(ASKER, width=PHONE)
    person.open("/privasi").reads("3×24 jam", "Pelindungan Data Pribadi")
    picture(person, "privasi")
    person.open("/pengaturan/data-saya")
    picture(person, "data-saya")
    person.press("Saya setuju: Kabar layanan lewat surel").reads("Persetujuan Anda tersimpan")
    person.press("Tarik persetujuan: Kabar layanan lewat surel").reads("Persetujuan Anda ditarik")


def test_a_request_made_answered_and_told_by_mail(people: People, program: Program) -> None:
    person = people(ASKER)
    person.open("/pengaturan/data-saya").follow("Buat atau Lihat Permintaan")
    person.tick("Perbaikan data")
    person.fill("Penjelasan", "Nama panggilan saya salah tulis pada surat.")
    person.press("Kirim Permintaan").reads("Permintaan Anda diterima", "Sisa 71 jam")
    picture(person, "permintaan-saya")

    officer = people(OFFICER)
    officer.open("/tugas").reads("Permintaan data pribadi")
    picture(officer, "tugas")
    officer.follow("Jawab permintaan data pribadi")  # the example's, whose term ends first
    officer.open("/pdp/permintaan").follow(f"Perbaikan data – {ASKER_NAME}")
    officer.reads("Nama panggilan saya salah tulis")
    officer.press("Saya Tangani").fill("Jawaban untuk pemohon", "Silakan perbaiki di Pengaturan Biodata.")
    picture(officer, "permintaan-satu")
    officer.press("Selesai").reads("Permintaan selesai")
    program.mail(ASKER, "selesai")
    person.open("/pengaturan/data-saya/permintaan").reads("Silakan perbaiki di Pengaturan Biodata.")
    for path, name in (
        ("/pdp/permintaan", "permintaan"),
        ("/pdp/permintaan/dilihat", "dilihat"),
        ("/pdp/teks", "teks"),
        ("/pdp/teks/baru", "teks-baru"),
        ("/pdp/teks/privasi", "privasi-baru"),
        ("/pdp/kabar", "kabar"),
    ):
        officer.open(path)
        picture(officer, name)


def test_a_breach_is_noted_and_people_are_told(people: People, program: Program) -> None:
    officer = people(OFFICER, width=PHONE)
    officer.open("/pdp/pelanggaran").follow("Catat Pelanggaran")
    officer.fill_all(
        {
            "Nama singkat": "Surel salah alamat",
            "Diketahui pada": "2025-01-02T09:00",
            "Data pribadi yang terungkap": "Nama dan nomor telepon",
            "Bagaimana terungkap": "Surel terkirim ke alamat yang salah",
            "Perkiraan jumlah orang terdampak": "1",
            "Akibat yang mungkin": "Panggilan yang tidak diinginkan",
            "Upaya penanganan": "Penerima diminta menghapusnya",
            "Upaya pemulihan": "Alamat diperiksa dua orang",
        }
    )
    picture(officer, "pelanggaran-isi")
    officer.press("Simpan").fill("Alamat email", ASKER)
    officer.press("Tambahkan").reads("1 orang, 1 belum diberi tahu.")
    picture(officer, "pelanggaran-satu")
    officer.press("Beri Tahu 1 Orang").reads("1 orang, 0 belum diberi tahu.")
    program.mail(ASKER, "terdampak")
    officer.open("/pdp/pelanggaran")
    picture(officer, "pelanggaran")
