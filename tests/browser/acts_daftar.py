"""What newcomers do: a door, the form, the robot check, the mail. One act each, as in acts.py."""

import re

from tests.browser.acts import SANDI, Orang
from tests.browser.people import sign_in
from tests.browser.person import Person
from tests.browser.program import Program

NUMBERS = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas", "delapan belas",
]  # fmt: skip
ANSWER = re.compile(r"Berapa (.+) (ditambah|dikurangi) (.+)\?")


def open_door(person: Person, door: str) -> None:
    """From the start page to the form behind a door."""
    person.open("/")
    person.follow("Daftar akun")
    person.follow(door)


def fill_person(person: Person, orang: Orang, **more: str) -> None:
    person.choose("Jenis Identitas", more.pop("jenis", "KTP"))
    person.fill_all(
        {
            "Nama sesuai Identitas": orang.nama.partition(",")[0],
            "Nomor Identitas": orang.nik,
            "Email": orang.email,
            "Kata Sandi": SANDI,
            "Kata Sandi (Konfirmasi)": SANDI,
            **more,
        }
    )


def pass_check(person: Person) -> None:
    """The box where scripts run; else the answer to the question."""
    if person.scripts:
        person.tick("Saya bukan robot")
        return
    question = person.page.locator("label[for=robot_jawab]").inner_text()
    found = ANSWER.fullmatch(question.strip())
    assert found, question
    a, b = (NUMBERS.index(found[n]) for n in (1, 3))
    person.page.locator("#robot_jawab").fill(str(a + b if found[2] == "ditambah" else a - b))


def send_form(person: Person) -> None:
    person.press("Kirim Formulir")
    assert person.path == "/daftar/terkirim", person.path
    person.reads("Periksa kotak surat Anda")


def activate(person: Person, program: Program, orang: Orang) -> None:
    """By the link in the mail; afterwards the sign-in page waits, and the newcomer signs in."""
    person.open(program.mail(orang.email, "Aktifkan akun Anda").link("/daftar/aktifkan/"))
    person.reads(orang.nama.partition(",")[0], f"{orang.nik[:4]}••••••••{orang.nik[-4:]}")
    person.press("Aktifkan Akun")
    person.reads("Akun Anda aktif. Silakan masuk.")
    sign_in(person, orang.email, SANDI, at="")
