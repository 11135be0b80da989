"""What people do at the pages, one act each, by the words that they read there. No test stands here.

An act leaves the person on the page to which it leads, and has already seen that the page says what it should.
"""

import re
from dataclasses import dataclass

from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.program import Program

SANDI = "kapur barus di lemari 9"


@dataclass(frozen=True)
class Orang:
    """Somebody invented, who does not know the program yet."""

    nama: str
    email: str
    nik: str
    kelamin: str
    jabatan: str

    @property
    def biodata(self) -> dict[str, str]:
        """The fields of the biodata by their labels, without the choice."""
        return {
            "Nama Lengkap": self.nama,
            "Nama Panggilan": self.nama.split()[0],
            "NIK": self.nik,
            "Email": self.email,
            "Telepon Pribadi": "0812 5550 1234",
            "Kabupaten/Kota": "Kota Samarinda",
            "Alamat": "Jalan Contoh Delima 7",
            "Unit Kerja": "Biro Kerja Sama",
            "Nomor Kepegawaian": f"K-{self.nik[-4:]}",
            "Jabatan": self.jabatan,
        }


PERSIAPAN = {
    "Latar Belakang": "Sungai Karang Mumus membawa sampah rumah tangga. Warga tiga kelurahan sudah memilah sendiri.",
    "Maksud dan Tujuan": "Mengurangi sampah di sungai sebanyak seperempat dalam tiga tahun.",
    "Lokasi Kerja Sama": "Sepanjang Sungai Karang Mumus.",
    "Ruang Lingkup": "Pelatihan bank sampah, pemasangan jaring, dan pengukuran mutu air.",
    "Peran Para Pihak": "Kota menyediakan lokasi dan pendamping; universitas menyediakan peneliti dan alat ukur.",
    "Jangka Waktu": "Tiga tahun.",
    "Manfaat": "Warga memperoleh sungai yang bersih; universitas memperoleh tempat penelitian.",
    "Analisis": "Dampak sosial baik, dampak lingkungan baik, biaya kecil.",
    "Pembiayaan": "Masing-masing pihak membiayai tugasnya sendiri.",
}


# -- accounts ----------------------------------------------------------------------------------------------
def make_account(staf: Person, orang: Orang, peran: str = "Pemohon") -> None:
    """Admin makes an account for somebody; the program sends the link."""
    staf.open("/pengguna/baru")
    staf.fill_all({"Nama Lengkap": orang.nama, "Email": orang.email})
    staf.tick(peran)
    staf.press("Buat Akun")


def set_password(person: Person, program: Program, orang: Orang) -> None:
    """By the link in the mail; afterwards the sign-in page waits."""
    mail = program.mail(orang.email, "atur kata sandi")
    person.open(mail.link("/atur-sandi/"))
    person.fill_all({"Kata Sandi Baru": SANDI, "Kata Sandi Baru (Konfirmasi)": SANDI})
    person.press("Simpan Kata Sandi")
    person.reads("Kata sandi tersimpan. Silakan masuk.")


def fill_biodata(person: Person, orang: Orang) -> None:
    person.open("/pengaturan/biodata")
    person.fill_all(orang.biodata)
    person.tick(orang.kelamin)
    person.press("Simpan")
    person.reads("Biodata tersimpan.")


def fill_instansi(person: Person, nama: str, jenis: str = "Perguruan tinggi") -> None:
    person.open("/pengaturan/instansi")
    person.fill("Nama Instansi", nama)
    person.choose("Jenis Pemohon", jenis)
    person.fill_all(
        {
            "Kabupaten/Kota": "Kota Samarinda",
            "Kode Pos": "75123",
            "Alamat": "Jalan Contoh Kampus 3",
            "Telepon": "0541 123456",
            "Email": "kontak@example.org",
            "Website": "https://www.example.org",
        }
    )
    person.press("Simpan")
    person.reads("Data instansi tersimpan.")


def invite(person: Person, email: str) -> None:
    person.open("/pengaturan/instansi")
    person.fill("Undang lewat email", email)
    person.press("Undang")
    person.reads(email, "Menunggu jawaban")


def join(person: Person, program: Program, orang: Orang) -> None:
    """By the link of the invitation, with an account made there."""
    person.open(program.mail(orang.email, "Undangan bergabung").link("/undangan/"))
    person.fill_all({"Nama Lengkap": orang.nama, "Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI})
    person.press("Buat Akun dan Bergabung")
    person.reads("Anda sekarang anggota")
    person.name = orang.email


# -- the application ---------------------------------------------------------------------------------------
def begin(person: Person) -> str:
    """A new draft; answers its provisional code."""
    person.open("/permohonan/baru")
    person.press("Mulai Permohonan")
    found = re.search(r"/permohonan/([^/]+)", person.path)
    assert found, person.path
    return found[1]


def write_pemohon(person: Person, kode: str, judul: str, *urusan: str) -> None:
    person.open(f"/permohonan/{kode}/pemohon")
    person.fill("Judul", judul)
    for nama in urusan:
        person.tick(nama)
    person.press("Selanjutnya")
    assert person.path.endswith("/petugas"), person.path


def choose_ppksd2(person: Person, kode: str, nama: str) -> None:
    person.open(f"/permohonan/{kode}/petugas")
    person.choose("PPKSD 2", nama)
    person.press("Selanjutnya")
    person.reads("diminta menjadi PPKSD-2")


def write_persiapan(person: Person, kode: str, **changes: str) -> None:
    person.open(f"/permohonan/{kode}/persiapan")
    person.fill_all(PERSIAPAN | changes)
    person.press("Selanjutnya")
    assert person.path.endswith("/periksa"), person.path


def accept_task(person: Person, kode: str) -> None:
    """PPKSD-2 says yes, with the pact."""
    person.open(f"/permohonan/{kode}/konfirmasi")
    person.tick("Saya menyetujui pakta integritas")
    person.press("Terima Penugasan")
    person.reads("Anda menjadi PPKSD-2")


def send(person: Person, kode: str) -> str:
    """PPKSD-1 sends from the page with all answers; the answer is the code."""
    person.open(f"/permohonan/{kode}/periksa")
    person.tick("Saya menyetujui pakta integritas")
    person.press("Kirim Permohonan")
    return sent_code(person)


def sent_code(person: Person) -> str:
    """The code on the confirmation page."""
    assert person.path.endswith("/terkirim"), person.path
    return " ".join(person.page.locator("p.h1.kode").inner_text().split())


# -- verification ------------------------------------------------------------------------------------------
def mark(staf: Person, isian: str, alasan: str, penjelasan: str) -> None:
    """Below an answer: why it must be mended."""
    staf.page.locator("summary").filter(has_text=f"Perlu diperbaiki: {isian}").click()
    staf.choose(f"Alasan untuk {isian}", alasan)
    staf.fill(f"Penjelasan untuk {isian}", penjelasan)


def decide(staf: Person, kode: str, langkah: str, catatan: str = "") -> None:
    if not staf.path.endswith(kode):
        staf.open(f"/permohonan/{kode}")
    staf.fill("Catatan", catatan)
    staf.press(langkah)


# -- several at once ---------------------------------------------------------------------------------------
def prepared(people: People, judul: str, **changes: str) -> str:
    """A draft of the example university with everything in it but the answer of PPKSD-2; its provisional code."""
    person = people("pemohon@example.org")
    kode = begin(person)
    write_pemohon(person, kode, judul, "Lingkungan Hidup")
    choose_ppksd2(person, kode, "Bima Contoh")
    write_persiapan(person, kode, **changes)
    return kode


def submitted(people: People, judul: str, **changes: str) -> str:
    """An application that waits for its verification; its code."""
    kode = prepared(people, judul, **changes)
    accept_task(people("ppksd2@example.org"), kode)
    return send(people("pemohon@example.org"), kode)
