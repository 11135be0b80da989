"""Uploading a version in Chromium: with the progress bar, without scripts, on a phone; what is refused loses nothing."""

import re

import pytest
from playwright.sync_api import Locator

from tests.browser.people import People
from tests.browser.person import PHONE, WIDE, Person
from tests.papers import pdf

SLOT = "Surat Penawaran"


def open_documents(person: Person) -> None:
    """The tab of the first case in Penawaran of this person."""
    person.open("/permohonan")
    kode = re.search(
        r"KSD-[0-9-]+",
        person.page.locator("main li, main tr").filter(has_text="Penawaran").first.inner_text(),
    )
    assert kode, person.main
    person.open(f"/permohonan/{kode[0]}/dokumen")


def form_of(person: Person) -> Locator:
    """The form of the slot, its fold open."""
    place = person.page.get_by_role("region", name=SLOT, exact=True)
    fold = place.locator("details:has(form.unggah)")
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").filter(has_text="Unggah Versi").click()
    return place.locator("form.unggah")


def choose(person: Person, content: bytes, note: str = "") -> Locator:
    form = form_of(person)
    form.get_by_label("Berkas").set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    if note:
        form.get_by_label("Catatan Versi").fill(note)
    return form.get_by_role("button", name="Unggah")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_version_is_uploaded_and_the_same_again_keeps_the_note(people: People, width: int) -> None:
    ayu = people("pemohon@example.org", width=width)
    open_documents(ayu)
    content = pdf(f"Surat lebar {width}")
    button = choose(ayu, content, "Bertanda tangan.")
    with ayu.page.expect_event("load"):  # the address changes first
        button.click()
    ayu.settle()
    ayu.reads(f"{SLOT}: Versi", "terunggah.", "“Bertanda tangan.”")

    with ayu.failing(422):
        choose(ayu, content, "Kedua kali.").click()
        ayu.page.locator(".galat-ringkas").wait_for()
    ayu.settle()
    ayu.reads("Berkas ini sama dengan Versi")
    assert form_of(ayu).get_by_label("Catatan Versi").input_value() == "Kedua kali."
    assert ayu.page.evaluate("document.activeElement.className") == "galat-ringkas"


def test_a_file_that_is_too_large_is_not_even_sent(people: People) -> None:
    ayu = people("pemohon@example.org")
    open_documents(ayu)
    choose(ayu, pdf() + b" " * (21 * 1024 * 1024), "Tetap di sini.").click()
    form = form_of(ayu)
    field = form.get_by_label("Berkas")
    assert field.evaluate("field => field.validationMessage") == "Berkas terlalu besar. Paling besar 20 MB."
    assert form.get_by_label("Catatan Versi").input_value() == "Tetap di sini."


def test_a_lost_connection_loses_neither_file_nor_note(people: People) -> None:
    ayu = people("pemohon@example.org")
    open_documents(ayu)
    button = choose(ayu, pdf("Surat tanpa sambungan"), "Sabar.")
    ayu.context.set_offline(True)
    button.click()
    form_of(ayu).get_by_text("Sambungan terputus").wait_for()
    ayu.context.set_offline(False)
    with ayu.page.expect_event("load"):  # the address changes first
        form_of(ayu).get_by_role("button", name="Unggah").click()
    ayu.settle()
    ayu.reads("terunggah.", "“Sabar.”")


def test_it_works_without_scripts(people: People) -> None:
    bima = people("ppksd2@example.org", scripts=False)
    open_documents(bima)
    with bima.page.expect_navigation():
        choose(bima, b"MZ" + b"\0" * 99, "Tanpa skrip.").click()
    bima.settle(422)
    bima.reads("Isi berkas bukan PDF")
    with bima.page.expect_navigation():
        choose(bima, pdf("Tanpa skrip")).click()
    bima.settle()
    bima.reads("terunggah.", "“Tanpa skrip.”")
