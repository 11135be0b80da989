"""A form that saves by itself does so once for each change, not for ever."""

from playwright.sync_api import Request

from tests.browser import acts
from tests.browser.people import People

WAIT_MS = 8_000  # more than three times as long as the form waits before it saves


def test_one_change_is_saved_once_and_the_next_one_too(people: People) -> None:
    person = people("pemohon@example.org")
    kode = acts.begin(person)
    person.open(f"/permohonan/{kode}/persiapan")
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    person.page.on("request", note)
    for times in (1, 2):
        person.fill("Manfaat", f"Manfaat ke-{times}.")
        person.page.wait_for_timeout(WAIT_MS)
        assert len(sent) == times
    person.reads("Tersimpan")
