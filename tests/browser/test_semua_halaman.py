"""Every page that a role can reach: at both widths, light and dark, in Indonesian and in English.

The addresses are found by following the links of the pages themselves, so that a new page is looked at without anybody
writing it here. What is looked at, person.py says.
"""

from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.people import People
from tests.browser.person import CODE, PHONE, WIDE, Person

# Searches and filters: forms lead there, no link does.
SEARCHES = {
    "": ("/faq?q=banjir", "/informasi?q=surat", "/informasi?q=zzz"),
    "pemohon@example.org": ("/permohonan/baru",),
    "admin@example.org": (
        "/permohonan/?q=sampah",
        "/permohonan/?q=zzz",
        "/permohonan/?status=berjalan&urut=diajukan",
        "/permohonan/?giliran=admin&umur=5",
        "/data-induk/urusan/list/?q=lingkungan",
        "/data-induk/urusan/list/?q=zzz",
        "/data-induk/instansi/list/?_flt_0_jenis=perusahaan",
    ),
}
# Pages that a role must not open, with their answers.
REFUSED = {
    "": {"/tidak-ada": 404, "/lacak?kode=KSD-2026-99999-1": 404},
    "pemohon@example.org": {"/users/list/": 403, "/permohonan/KSD-2026-99999-9": 404},
    "admin@example.org": {"/konsol/": 403, "/data-induk/urusan/show/999999": 404},
    "superadmin@example.org": {},
    "tkksd@example.org": {"/users/list/": 403},
    "protokol@example.org": {},
    "lokus@example.org": {},
    "pimpinan@example.org": {},
    "pdp@example.org": {"/users/list/": 403, "/permohonan/KSD-2026-99999-9": 404},
}
ELSEWHERE = (
    "/bahasa",
    "/static",
    "/keluar",
    "/api",
    "/sso/kota/",
)  # the last: on to another program (test_sso.py)


def addresses(person: Person) -> list[str]:
    """One address for each page that links lead to, from the start page on. Files are left out."""
    found, seen, todo = [], {"/"}, deque(["/"])
    while todo:
        address = todo.popleft()
        answer = person.context.request.get(address)
        assert answer.status in (200, 403), f"{address}: {answer.status}"
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.append(address)
        for link in BeautifulSoup(answer.text(), "html.parser").find_all("a", href=True):
            target = urlsplit(urljoin(answer.url, str(link["href"])))
            page = CODE.sub("#", target.path)
            is_ours = target.netloc == f"localhost:{person.program.port}" and not page.startswith(ELSEWHERE)
            if is_ours and page not in seen:
                seen.add(page)
                todo.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def look_at(person: Person, pages: list[str], refused: dict[str, int]) -> list[str]:
    """Go to each page; the sentences of all that are not in order."""
    wrong = []
    for address, status in [*((page, 200) for page in pages), *refused.items()]:
        try:
            person.open(address, status)
        except AssertionError as error:
            wrong.append(str(error))
    return wrong


def window(people: People, email: str, width: int = WIDE) -> Person:
    return people(email, width=width) if email else people.visitor(width=width)


@pytest.fixture(scope="module")
def reached() -> dict[str, list[str]]:
    """The pages of each role, found once for the tests of this module."""
    return {}


def pages_of(person: Person, email: str, reached: dict[str, list[str]]) -> list[str]:
    if email not in reached:
        reached[email] = [*addresses(person), *SEARCHES.get(email, ())]
    return reached[email]


@pytest.mark.parametrize("email", REFUSED, ids=lambda email: email.split("@")[0] or "pengunjung")
def test_every_page_is_in_order(email: str, people: People, reached: dict[str, list[str]]) -> None:
    person = window(people, email)
    pages = pages_of(person, email, reached)
    wrong = look_at(person, pages, REFUSED[email])
    wrong += look_at(window(people, email, PHONE), pages, REFUSED[email])
    assert not wrong, f"{len(wrong)} pages are not in order:\n" + "\n".join(wrong)


def switch(person: Person, words: str, lang: str) -> None:
    person.open("/faq")
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=words).click()
    assert person.path == "/faq", "the switch keeps the page"
    person.lang = lang


@pytest.mark.parametrize("email", REFUSED, ids=lambda email: email.split("@")[0] or "pengunjung")
def test_the_switch_makes_every_page_english(
    email: str, people: People, reached: dict[str, list[str]]
) -> None:
    person = window(people, email)
    pages = pages_of(person, email, reached)
    switch(person, "EN – switch to English", "en")
    wrong = look_at(person, pages, REFUSED[email])
    switch(
        person, "ID – ganti ke bahasa Indonesia", "id"
    )  # the account remembers it, and others sit down at it
    assert not wrong, f"{len(wrong)} pages are not in order:\n" + "\n".join(wrong)
