"""What people do from the agreed papers to the agreement in the register. One act each; no test stands here."""

from datetime import date, timedelta

import holidays
import psycopg

from app.kit.clock import today
from tests.browser.perkara import Perkara
from tests.browser.person import Person
from tests.papers import pdf

AHEAD = 45  # days: behind all that the example city has arranged


def signing_day(place: int = 0) -> date:
    """A day on which one signs: no weekend, no holiday; another one for each `place`."""
    day, off = today() + timedelta(days=AHEAD), holidays.country_holidays("ID")
    while True:
        if day.weekday() < 5 and day not in off:
            if place == 0:
                return day
            place -= 1
        day += timedelta(days=1)


# -- the schedule ------------------------------------------------------------------------------------------
def fill_time(person: Person, ke: int, day: date, jam: str, tempat: str) -> None:
    """One of the up to three times of the PPKSD, or Protokol's other one (ke=1)."""
    if ke > 1:
        fold = person.page.locator("details").filter(has_text=f"Pilihan {ke}").last
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
    labels = {1: ("Tanggal", "Jam", "Tempat")}.get(
        ke, (f"Pilihan {ke}: hari", f"Pilihan {ke}: pukul", f"Pilihan {ke}: lokasi")
    )
    person.fill(labels[0], day.isoformat())
    person.fill(labels[1], jam)
    person.choose(labels[2], tempat)


def write_schedule(person: Person, p: Perkara, metode: str, naskah: str = "") -> None:
    """The method and the papers; times are filled in with `fill_time`."""
    person.open(f"{p.alamat}/jadwal")
    person.page.get_by_role("radio", name=metode).check()
    if naskah:
        person.page.get_by_role("radio", name=naskah, exact=True).check()


def let_the_day_come(p: Perkara) -> None:
    """No journey waits for weeks: the confirmed time of this case was a second ago, when no other one can be."""
    rows = psycopg.connect(host=str(p.kotak.program.var / "pg"), user="postgres", dbname="postgres")
    with rows as connection:
        moved = connection.execute(
            """UPDATE slot_pasti s SET rentang = tstzrange(now() - interval '1 second', now())
               FROM penandatanganan t JOIN permohonan p ON p.id = t.permohonan_id
               WHERE s.penandatanganan_id = t.id AND p.kode = %s""",
            (p.kode,),
        )
        assert moved.rowcount == 1, moved.rowcount


def record_signing(person: Person, p: Perkara, naskah: str, nomor_mitra: str, years: int = 3) -> None:
    """The record of one paper that was signed today; fails unless it waits for Admin then."""
    person.open(p.alamat)
    person.follow("Catat penandatanganan")
    day = today()
    person.fill_all(
        {
            "Tanggal penandatanganan": day.isoformat(),
            "Tempat penandatanganan": "Balai Kota Samarinda",
            "Nama penanda tangan": "Prof. Lestari Contoh",
            "Jabatan penanda tangan": "Rektor",
            f"Nomor Mitra untuk {naskah}": nomor_mitra,
            f"Berlaku Sejak ({naskah})": day.isoformat(),
            f"Berlaku Sampai ({naskah})": day.replace(
                year=day.year + years, day=min(day.day, 28)
            ).isoformat(),
        }
    )
    person.field(f"Pindaian {naskah} (PDF)").set_input_files(
        {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{p.kode} {naskah} ttd")}
    )
    tick_list(person)
    send_record(person)


def tick_list(person: Person) -> None:
    for words in ("Paraf ada di setiap halaman", "Meterai terpasang", "Stempel kedua pihak ada"):
        person.tick(words)


def send_record(person: Person) -> None:
    with person.page.expect_event("load"):  # with scripts the address changes first
        person.button("Simpan dan kirim ke Admin").click()
    person.settle()
    person.reads("Penandatanganan tercatat. Admin memeriksanya.")


def return_record(person: Person, p: Perkara, alasan: str) -> None:
    person.open(p.alamat)
    person.page.locator("summary").filter(has_text="Ada yang keliru?").click()
    person.fill("Yang harus diperbaiki", alasan)
    person.press("Kembalikan catatan")
    person.reads("Catatan penandatanganan dikembalikan beserta alasannya.")


# -- the agreement -----------------------------------------------------------------------------------------
def count_signed(person: Person) -> int:
    """How many agreements the statistics count for this person."""
    person.open("/statistik")
    total = person.page.locator("#kerja-sama tfoot td").last
    return int(total.inner_text().strip().replace(".", "")) if total.count() else 0


def codes_of(person: Person, p: Perkara) -> list[str]:
    """The codes of the agreements that the page of the case shows, in its order."""
    person.open(p.alamat)
    links = person.page.locator("main a.ke[href*='/kerja-sama/']")
    return [str(href).rsplit("/", 1)[-1] for href in [one.get_attribute("href") for one in links.all()]]
