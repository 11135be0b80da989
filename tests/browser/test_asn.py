"""An ASN's first sign-in, by nothing but the NIP and the mail; before that Admin imports the directory."""

import io

from tests.browser.acts import SANDI
from tests.browser.people import People, sign_in
from tests.browser.person import PHONE
from tests.browser.program import Program

NIP, EMAIL = "198404112010032009", "wulan-asn@example.org"
FILE = f"NIP;Nama;Tanggal Lahir;Jabatan;Email\n{NIP};Wulan Contoh, S.H.;11/04/1984;Analis Hukum;{EMAIL}\n12;Salah;;;\n"


def import_people(people: People) -> None:
    admin = people("admin@example.org")
    admin.open("/pegawai/impor")
    admin.page.get_by_label("Berkas", exact=True).set_input_files(
        files=[{"name": "asn.csv", "mimeType": "text/csv", "buffer": io.BytesIO(FILE.encode()).getvalue()}]
    )
    admin.press("Periksa Berkas")
    admin.reads("NIP terdiri atas 18 angka.")
    admin.press("Terapkan")
    admin.reads("Impor diterapkan.")


def test_an_asn_comes_in_for_the_first_time_by_nip_and_mail(people: People, program: Program) -> None:
    import_people(people)
    wulan = people.visitor(width=PHONE, name="Wulan")
    wulan.open("/masuk")
    wulan.follow("ASN: masuk pertama kali")
    wulan.fill("NIP", "19840411 201003 2 009")
    wulan.press("Kirim Tautan Masuk")
    wulan.reads("Periksa kotak surat Anda")
    wulan.open(program.mail(EMAIL, "Masuk pertama kali").link("/masuk/asn/"))
    wulan.reads("Selamat datang, Wulan Contoh, S.H.")
    wulan.fill_all({"Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI})
    wulan.press("Simpan dan Masuk")
    wulan.open("/pengaturan/biodata")
    assert wulan.value("Nomor Kepegawaian") == NIP
    wulan.reads("Dari direktori ASN")

    again = people.visitor(name="Wulan lagi")
    sign_in(again, NIP, SANDI)
    again.open("/pengaturan")
    again.reads("Pengaturan")
