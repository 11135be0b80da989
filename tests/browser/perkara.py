"""One case of a journey: its mails, and everybody who has to do with it, each at a browser."""

from dataclasses import dataclass

from tests.browser.kotak import Kotak
from tests.browser.person import Person

ADMIN, TKKSD, HUKUM = "admin@example.org", "tkksd@example.org", "hukum@example.org"
PROTOKOL = "protokol@example.org"

# Subjects of mails, without the code before them.
ASSIGNED = "Anda ditugaskan"
NEW_PAPER = "dokumen baru menunggu pendapat"
NOTED = "naskah Anda mendapat catatan yang harus dijawab"
NEXT_STAGE = "tahap disepakati, tahap berikutnya dimulai"
ALL_AGREED = "semua naskah disepakati"
PROPOSED = "usulan jadwal penandatanganan menunggu jawaban"
CONFIRMED = "jadwal penandatanganan sudah pasti"
RECORDED = "penandatanganan menunggu validasi"
VALID = "naskah kerja sama sah"
STARTED = "kerja sama mulai berlaku"


@dataclass
class Perkara:
    """One case, its mails, and everybody who has to do with it, each at a browser."""

    kode: str
    judul: str
    kotak: Kotak
    ppksd1: Person
    ppksd2: Person
    admin: Person
    tkksd: Person
    hukum: Person
    protokol: Person
    asing: Person

    @property
    def alamat(self) -> str:
        return f"/permohonan/{self.kode}"

    @property
    def para_ppksd(self) -> tuple[str, str]:
        return self.ppksd1.name, self.ppksd2.name
