"""What people do while a case is discussed: documents, opinions, messages, assignment. One act each; no test here."""

from contextlib import ExitStack

from playwright.sync_api import Locator

from tests.browser.perkara import Perkara
from tests.browser.person import Person
from tests.papers import docx, pdf

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# -- documents ---------------------------------------------------------------------------------------------
def upload_form(person: Person, slot: str) -> Locator:
    """The form of a document of the open stage, its fold open."""
    region = person.page.get_by_role("region", name=slot, exact=True)
    place = region.filter(has=person.page.locator("form.unggah"))
    fold = place.locator("details:has(form.unggah)")
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").filter(has_text="Unggah Versi").click()
    return place.locator("form.unggah")


def upload(person: Person, p: Perkara, slot: str, nomor: int, *, kind: str = "pdf", note: str = "") -> None:
    """A new version with a content of its own."""
    person.open(f"{p.alamat}/dokumen")
    form, text = upload_form(person, slot), f"{p.kode} {slot} {nomor}"
    file = {"name": f"naskah-{nomor}.pdf", "mimeType": "application/pdf", "buffer": pdf(text)}
    if kind == "docx":
        file = {"name": f"naskah-{nomor}.docx", "mimeType": DOCX_TYPE, "buffer": docx(text)}
    form.get_by_label("Berkas").set_input_files(file)  # type: ignore[arg-type]
    if note:
        form.get_by_label("Catatan Versi").fill(note)
    with person.page.expect_event("load"):  # the address changes first
        form.get_by_role("button", name="Unggah").click()
    person.settle()
    person.reads(f"{slot}: Versi {nomor} terunggah.", *([f"“{note}”"] if note else []))


# -- opinions ----------------------------------------------------------------------------------------------
def write_opinion(person: Person, p: Perkara, sikap: str, alasan: str = "") -> None:
    """Filled in and not sent yet."""
    person.open(p.alamat)
    fold = person.page.locator("summary").filter(has_text="Ubah pendapat")
    if fold.count():
        fold.click()
    person.page.get_by_role("radio", name=sikap, exact=True).check()
    person.fill("Alasan", alasan)


def give_opinion(person: Person, p: Perkara, sikap: str, alasan: str = "", *, twice: bool = False) -> None:
    """`twice`: the button is pressed with two quick clicks."""
    write_opinion(person, p, sikap, alasan)
    if twice:
        press_twice(person, "Simpan Pendapat")
    else:
        person.press("Simpan Pendapat")
    person.reads("Pendapat Anda tersimpan.")


def press_twice(person: Person, words: str) -> None:
    with person.page.expect_navigation():
        person.button(words).dblclick()
    person.settle()


def press_together(*presses: tuple[Person, str], statuses: tuple[int, ...] = (200,)) -> None:
    """Several people press at the same moment; each comes to a page that is in order, with one of these statuses."""
    with ExitStack() as all_go:
        for person, _words in presses:
            all_go.enter_context(person.page.expect_navigation())
        for person, words in presses:
            person.button(words).click(no_wait_after=True)
    for person, _words in presses:
        person.settle(person.status if person.status in statuses else statuses[0])


def answer_note(person: Person, p: Perkara, teks: str) -> None:
    """The applicant's answer beside the note."""
    person.open(p.alamat)
    person.page.locator("summary").filter(has_text="Tanggapi").first.click()
    person.fill("Tanggapan", teks)
    person.press("Simpan Tanggapan")
    person.reads("Tanggapan tersimpan.", teks)


def send_back(person: Person, p: Perkara, alasan: str) -> None:
    """Admin sends the papers back."""
    person.open(p.alamat)
    person.page.locator("summary").filter(has_text="Kembalikan untuk diperbaiki").click()
    person.fill("Apa yang perlu diperbaiki?", alasan)
    person.press("Kembalikan untuk diperbaiki")
    person.reads("Naskah dikembalikan.", alasan)


# -- the rest ----------------------------------------------------------------------------------------------
def record_letter(person: Person, p: Perkara, **fields: str) -> None:
    """The letter of offer on record; a field whose name says it is a date takes one of the form 2026-11-24."""
    person.open(p.alamat)
    fold = person.page.locator("details:has(form[action$='/surat'])")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    person.fill_all({name.replace("_", " "): value for name, value in fields.items()})
    person.press("Simpan Surat")
    person.reads("Surat penawaran dicatat.")


def assign(person: Person, p: Perkara, *nama: str) -> None:
    """Exactly these members work on the case from now on."""
    person.open(f"{p.alamat}/penugasan")
    boxes = person.page.locator("main input[type=checkbox][name=anggota]")
    for place in range(boxes.count()):
        boxes.nth(place).set_checked(False)
    for one in nama:
        person.tick(one)
    person.press("Simpan")
    person.reads("Penugasan tersimpan.")


def write_message(person: Person, p: Perkara, teks: str, *, internal: bool = False) -> None:
    """Filled in and not sent yet."""
    person.open(f"{p.alamat}/pembahasan")
    person.fill("Tulis Pesan", teks)
    if internal:
        person.page.get_by_role("radio", name="Internal").check()


def send_message(person: Person, p: Perkara, teks: str, *, internal: bool = False) -> None:
    write_message(person, p, teks, internal=internal)
    person.press("Kirim")
    person.reads("Pesan terkirim.", teks)
