"""Pictures of the main pages for docs/gambar, at both widths: `python -m tests.browser.gambar`. No test stands here.

The program is started anew, so the pictures show the example city on its first day.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import acts
from tests.browser.conftest import ARGUMENTS, NOT_RUN, chromium
from tests.browser.people import People
from tests.browser.person import PHONE, WIDE, Looked, Person
from tests.browser.program import Program

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "gambar"
MOST_PIXELS = 1800  # high; what lies below is cut off
MOST_BYTES = 200 * 1024
COLOURS = 256
PEMOHON, PPKSD2, ADMIN, SUPERADMIN = (
    "pemohon@example.org", "ppksd2@example.org", "admin@example.org", "superadmin@example.org",
)  # fmt: skip
TKKSD, PROTOKOL = "tkksd@example.org", "protokol@example.org"
LOKUS, PIMPINAN = "lokus@example.org", "pimpinan@example.org"

# name of the picture, who sees the page ("" for a visitor), its address or the words of the case that leads there
PAGES: tuple[tuple[str, str, str], ...] = (
    ("beranda", "", "/"),
    ("masuk", "", "/masuk"),
    ("mendaftar", "", "/daftar"),
    ("mendaftar-warga", "", "/daftar/warga"),
    ("informasi", "", "/informasi"),
    ("faq", "", "/faq"),
    ("statistik", "", "/statistik"),
    ("lacak", "", "/lacak?kode={terkirim}"),
    ("permohonan-saya", PEMOHON, "/permohonan"),
    ("biodata", PEMOHON, "/pengaturan/biodata"),
    ("instansi", PEMOHON, "/pengaturan/instansi"),
    ("daftar-tugas", PEMOHON, "/permohonan/{draf}"),
    ("pemohon", PEMOHON, "/permohonan/{draf}/pemohon"),
    ("petugas", PEMOHON, "/permohonan/{draf}/petugas"),
    ("persiapan", PEMOHON, "/permohonan/{draf}/persiapan"),
    ("periksa", PEMOHON, "/permohonan/{draf}/periksa"),
    ("terkirim", PEMOHON, "/permohonan/{terkirim}/terkirim"),
    ("perkara-perbaikan", PEMOHON, "/permohonan/{perbaikan}"),
    ("notifikasi", PEMOHON, "/notifikasi"),
    ("tugas", ADMIN, "/tugas"),
    ("daftar-permohonan", ADMIN, "/permohonan"),
    ("perkara-verifikasi", ADMIN, "/permohonan/{terkirim}"),
    ("data-induk", ADMIN, "/data-induk/urusan/list/"),
    ("data-induk-formulir", ADMIN, "/data-induk/tanya-jawab/edit/1"),
    ("pengguna", ADMIN, "/users/list/"),
    ("konsol", SUPERADMIN, "/konsol/"),
    ("perkara-pendapat", TKKSD, "/permohonan/{penawaran}"),
    ("perkara-dokumen", PEMOHON, "/permohonan/{penawaran}/dokumen"),
    ("perkara-pembahasan", ADMIN, "/permohonan/{penawaran}/pembahasan"),
    ("penugasan", ADMIN, "/permohonan/{penawaran}/penugasan"),
    ("perkara-jadwal", PROTOKOL, "/permohonan/{jadwal}/jadwal"),
    ("penandatanganan", ADMIN, "/permohonan/{ttd}/penandatanganan"),
    ("kalender", PROTOKOL, "/kalender"),
    ("kerja-sama", ADMIN, "/kerja-sama"),
    ("lokus-permohonan", LOKUS, "/permohonan"),
    ("pimpinan-statistik", PIMPINAN, "/statistik"),
    ("rencana-tahapan", ADMIN, "/data-induk/rencana-tahapan"),
)


class Photographer(Looked):
    """The tests read the pages; here they are only shown."""

    def is_new(self, *key: object) -> bool:
        return False


def code_of(person: Person, words: str) -> str:
    """The code of a case of the example city, by its title."""
    person.open("/permohonan")
    address = person.page.locator("main a").filter(has_text=words).first.get_attribute("href")
    assert address, words
    return address.split("/")[2]


def codes(people: People) -> dict[str, str]:
    """The cases that the pictures show. The draft gets all its answers, so that its pages are full."""
    pemohon = people(PEMOHON)
    found = {
        "draf": code_of(pemohon, "Pusat Data Banjir"),
        "terkirim": code_of(pemohon, "Riset Terapan"),
        "perbaikan": code_of(pemohon, "Klinik Hukum"),
        "penawaran": code_of(pemohon, "Pemetaan Potensi Wisata"),
    }
    admin = people(ADMIN)
    found["jadwal"] = code_of(admin, "Pengelolaan Air Minum")
    found["ttd"] = code_of(admin, "Gudang Beras Bersama")
    acts.choose_ppksd2(pemohon, found["draf"], "Bima Contoh")
    acts.accept_task(people(PPKSD2), found["draf"])
    pemohon.open(f"/permohonan/{found['draf']}/persiapan")
    pemohon.fill("Jangka Waktu", acts.PERSIAPAN["Jangka Waktu"])
    pemohon.press("Simpan")
    return found


def take(person: Person, name: str) -> Path:
    """One picture, as a small file."""
    height = min(person.page.evaluate("document.documentElement.scrollHeight"), MOST_PIXELS)
    person.page.set_viewport_size({"width": person.width, "height": height})
    file = FOLDER / f"{name}-{person.width}.png"
    picture = person.page.screenshot(animations="disabled", caret="hide")
    # A page has few colours: with a palette the file is a third as large and looks the same.
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    return file


def take_all(people: People, only: str) -> int:
    """Take the pictures whose name has `only` in it; the number of those that are too heavy."""
    found, heavy = codes(people), 0
    for width in (WIDE, PHONE):
        for name, email, address in PAGES:
            if only not in name:
                continue
            person = people(email, width=width) if email else people.visitor(width=width)
            person.open(address.format(**found))
            file = take(person, name)
            people.close()
            size = file.stat().st_size
            heavy += size > MOST_BYTES
            print(f"{file.name:36} {size // 1024:4} KB{'  terlalu berat' if size > MOST_BYTES else ''}")
    return heavy


def main() -> int:
    parser = argparse.ArgumentParser(description="Mengambil gambar halaman utama ke docs/gambar.")
    parser.add_argument("only", nargs="?", default="", help="hanya gambar yang namanya memuat kata ini")
    wishes = parser.parse_args()
    if chromium() is None:
        print(NOT_RUN, file=sys.stderr)
        return 1
    os.umask(0o022)
    FOLDER.mkdir(parents=True, exist_ok=True)
    program = Program()
    try:
        program.wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            heavy = take_all(People(program, browser, Photographer(), {}), wishes.only)
            browser.close()
    finally:
        program.stop()
    return 1 if heavy else 0


if __name__ == "__main__":
    raise SystemExit(main())
