"""The doors of the main path, tried by the wrong person: each stays closed, in the way that says the least.

A visitor signs in first. Who may not open a page at all gets 403; whose business a case is not gets 404, as if there
were none. Who may see a case but not act finds no button, and the act itself is refused.
"""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import APIResponse

from tests.browser import acts
from tests.browser.people import People
from tests.browser.person import Person

PEMOHON, PPKSD2, ASING = "pemohon@example.org", "ppksd2@example.org", "pemohon-lain@example.org"
ADMIN, SUPERADMIN, TKKSD = "admin@example.org", "superadmin@example.org", "tkksd@example.org"
PROTOKOL, LOKUS, PIMPINAN = "protokol@example.org", "lokus@example.org", "pimpinan@example.org"
WIZARD = ("", "/pemohon", "/petugas", "/persiapan", "/periksa", "/hapus", "/konfirmasi")


@pytest.fixture(scope="module")
def cases() -> dict[str, str]:
    """A draft and a submitted application of the example university, made once by people at their browsers."""
    return {}


@pytest.fixture
def draf(people: People, cases: dict[str, str]) -> str:
    if "draf" not in cases:
        cases["draf"] = acts.prepared(people, "Draf di balik pintu")
    return cases["draf"]


@pytest.fixture
def kode(people: People, cases: dict[str, str]) -> str:
    if "kode" not in cases:
        cases["kode"] = acts.submitted(people, "Permohonan di balik pintu")
    return cases["kode"]


def send_form(person: Person, address: str, **fields: str) -> APIResponse:
    """What a person sends who does not need a button: the form itself, with the token of her own session."""
    token = person.page.locator("input[name=csrf_token]").first.input_value()
    return person.context.request.post(
        address,
        form={"csrf_token": token, **fields},
        headers={"Referer": urljoin(person.program.url, address)},
        max_redirects=0,
    )


def test_a_visitor_signs_in_first_and_comes_to_the_page_she_wanted(people: People, kode: str) -> None:
    visitor = people.visitor()
    for address in (
        "/permohonan",
        "/permohonan/baru",
        f"/permohonan/{kode}",
        "/tugas",
        "/users/list/",
        "/konsol/",
    ):
        visitor.open(address)
        assert visitor.path == "/masuk", address
        visitor.reads_not("di balik pintu")
    visitor.open(f"/permohonan/{kode}")
    visitor.fill_all({"Email atau NIP": PEMOHON, "Kata Sandi": "salah-sama-sekali"})
    visitor.press("Masuk")
    visitor.reads("Email/NIP atau kata sandi tidak cocok.")


@pytest.mark.parametrize("email", (ASING, TKKSD, PROTOKOL, LOKUS))
def test_a_stranger_finds_no_case_at_its_address(email: str, people: People, kode: str) -> None:
    person = people(email)
    for place in ("", "/riwayat", "/tanda-terima.pdf"):
        answer = person.context.request.get(f"/permohonan/{kode}{place}", max_redirects=0)
        assert answer.status == 404, place
        assert "di balik pintu" not in answer.text()
    person.open(f"/permohonan/{kode}", 404)
    person.open("/permohonan/?q=pintu" if email != ASING else "/permohonan")
    person.reads_not("di balik pintu")


@pytest.mark.parametrize("email", (ASING, ADMIN, SUPERADMIN, TKKSD, PIMPINAN))
def test_nobody_but_its_contacts_finds_a_draft(email: str, people: People, draf: str) -> None:
    person = people(email)
    for place in WIZARD:
        answer = person.context.request.get(f"/permohonan/{draf}{place}", max_redirects=0)
        assert answer.status in (403, 404), f"{place}: {answer.status}"
        assert "di balik pintu" not in answer.text()


@pytest.mark.parametrize("email", (ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN))
def test_staff_do_not_open_the_form_of_an_application(email: str, people: People, kode: str) -> None:
    person = people(email)
    person.open("/permohonan/baru", 403)
    person.open(f"/permohonan/{kode}/pemohon", 403)
    person.open(f"/permohonan/{kode}/periksa", 403)


@pytest.mark.parametrize("email", (PEMOHON, TKKSD, PROTOKOL, LOKUS, PIMPINAN))
def test_reference_data_and_accounts_are_admins(email: str, people: People) -> None:
    person = people(email)
    for address in (
        "/data-induk/urusan/list/",
        "/data-induk/urusan/add",
        "/data-induk/instansi/list/",
        "/users/list/",
        "/pengguna/baru",
        "/pengaturan/peran",
        "/pengaturan/sistem",
    ):
        assert person.context.request.get(address).status == 403, address
    person.open("/users/list/", 403)
    assert "Data induk" not in person.text


@pytest.mark.parametrize("email", (PEMOHON, ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN))
def test_the_console_is_superadmins(email: str, people: People) -> None:
    people(email).open("/konsol/", 403)


def test_superadmin_reads_the_console_and_changes_nothing_there(people: People) -> None:
    person = people(SUPERADMIN)
    person.open("/konsol/")
    person.follow("Jejak", within="")
    assert person.page.locator("main form[method=post]").count() == 0


def test_ppksd2_helps_to_write_but_does_not_send(people: People, kode: str, draf: str) -> None:
    bima = people(PPKSD2)
    acts.accept_task(bima, draf)
    bima.open(f"/permohonan/{draf}/periksa")
    bima.reads("Permohonan dikirim oleh PPKSD-1.")
    assert not bima.button("Kirim Permohonan").is_enabled()
    answer = send_form(bima, f"/permohonan/{draf}/periksa", setuju="y")
    assert answer.status == 422
    bima.open(f"/permohonan/{draf}/petugas")
    bima.reads("PPKSD-2 dipilih oleh PPKSD-1.")
    bima.open(f"/permohonan/{draf}")
    assert bima.page.get_by_role("link", name="Hapus draf").count() == 0


def test_what_was_sent_is_changed_by_nobody(people: People, kode: str) -> None:
    for email in (PEMOHON, PPKSD2):
        person = people(email)
        person.open(f"/permohonan/{kode}/persiapan")
        assert person.path == f"/permohonan/{kode}", "back to the case"
        person.reads("tidak dapat diubah")
        answer = send_form(
            person, f"/permohonan/{kode}/persiapan", latar_belakang="Diam-diam diubah", versi="1"
        )
        assert answer.status in (303, 422), answer.status
        person.open(f"/permohonan/{kode}")
        person.reads_not("Diam-diam diubah")
    admin = people(ADMIN)
    admin.open(f"/permohonan/{kode}")
    assert send_form(admin, f"/permohonan/{kode}/pemohon", judul="Judul dari Admin").status == 403


@pytest.mark.parametrize("email", (PEMOHON, PPKSD2, SUPERADMIN, PIMPINAN))
def test_only_admin_verifies(email: str, people: People, kode: str) -> None:
    person = people(email)
    person.open(f"/permohonan/{kode}")
    for words in ("Setujui", "Minta Perbaikan", "Tolak"):
        assert person.page.get_by_role("button", name=words, exact=True).count() == 0, words
    assert send_form(person, f"/permohonan/{kode}/verifikasi", langkah="setujui").status == 403
    person.open(f"/permohonan/{kode}")
    person.reads("Menunggu verifikasi")


def test_admin_gives_no_role_above_her_own(people: People) -> None:
    admin = people(ADMIN)
    admin.open("/pengguna/baru")
    assert admin.page.get_by_label("Superadmin").count() == 0
    answer = send_form(
        admin, "/pengguna/baru", nama="Naik Pangkat", email="naik@example.org", peran="Superadmin"
    )
    assert answer.status == 422


def test_a_link_that_was_used_or_invented_opens_nothing(people: People) -> None:
    visitor = people.visitor()
    visitor.open("/atur-sandi/tidak-pernah-ada", 410)
    visitor.open("/undangan/tidak-pernah-ada", 410)
