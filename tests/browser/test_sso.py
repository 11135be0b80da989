"""Single sign-on both ways, in a browser: one copy of the program is the city's SSO, another signs its people in there.

The two stand at two names of this machine (127.0.0.1 and localhost), because cookies do not know ports.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request

from tests.browser.people import sign_in
from tests.browser.person import PHONE, Looked, Person
from tests.browser.program import PASSWORD, Program

PEMOHON, SUPERADMIN = "pemohon@example.org", "superadmin@example.org"


class Sso(Program):
    """The program at 127.0.0.1, where the other one stands at localhost."""

    def start(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ["PUBLIC_URL"] = self.url
        super().start()


class Traveller(Person):
    """Somebody whose way leads from one of the two to the other."""

    homes: frozenset[str] = frozenset()

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in self.homes:
            super()._on_request(request)


@pytest.fixture(scope="module")
def sso() -> Iterator[Program]:
    running = Sso()
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture
def orang(program: Program, sso: Program, browser: Browser, looked: Looked) -> Iterator[Any]:
    """`orang(program)`: a window at one of the two programs."""
    homes = frozenset(urlsplit(one.url).netloc for one in (program, sso))
    opened: list[Traveller] = []

    def open_window(at: Program, **options: Any) -> Traveller:
        person = Traveller(browser, at, looked, **options)
        person.homes = homes
        opened.append(person)
        return person

    yield open_window
    for person in opened:
        person.close()


@pytest.fixture(scope="module")
def joined() -> dict[str, bool]:
    """Whether the two know each other already: done once, by their Superadmins at their screens."""
    return {}


@pytest.fixture
def known(program: Program, sso: Program, orang: Any, joined: dict[str, bool]) -> None:
    if not joined:
        client_id, secret = register_application(orang(sso), program)
        add_provider(orang(program), sso, client_id, secret)
        joined["is"] = True


def register_application(boss: Traveller, program: Program) -> tuple[str, str]:
    """At the SSO: switched on, and the other program known by its exact addresses."""
    sign_in(boss, SUPERADMIN)
    boss.open("/pengaturan/sistem")
    boss.tick("Aplikasi lain boleh masuk dengan akun Si KERJA")
    boss.press("Simpan")
    boss.open("/sso/klien/baru")
    boss.fill("Nama aplikasi", "Si KERJA cabang")
    boss.field("Alamat kembali (redirect URI)").fill(f"{program.url}/sso/kota/kembali")
    boss.field("Alamat sesudah keluar (post logout redirect URI)").fill(f"{program.url}/sso/kota/selesai")
    boss.tick("Terpasang di perangkat orang")  # which lets an address be http on this machine
    boss.press("Simpan")
    boss.reads("Aplikasi tersimpan.")
    secret = boss.page.locator("section[aria-labelledby=rahasia] .kode").inner_text()
    client_id = boss.page.locator("section[aria-labelledby=alamat] dd").nth(1).inner_text()
    boss.close()
    return client_id, secret


def add_provider(boss: Traveller, sso: Program, client_id: str, secret: str) -> None:
    """At the other one: a provider by the address of its issuer, tried before it is switched on."""
    sign_in(boss, SUPERADMIN)
    boss.open("/sso/penyedia")
    boss.follow("Tambah penyedia")
    boss.fill_all(
        {
            "Nama penyedia": "SSO Samarinda",
            "Tulisan pada tombol": "Masuk dengan SSO Samarinda",
            "Kode": "kota",
            "Alamat issuer": sso.url,
            "Client ID": client_id,
            "Client secret": secret,
        }
    )
    boss.press("Simpan")
    boss.press("Uji Sambungan")
    boss.reads("Penyedia menjawab dengan benar.", f"{sso.url}/sso/token")
    boss.follow("Ubah")
    boss.tick("Aktif")
    boss.press("Simpan")
    boss.reads("Perubahan tersimpan.")
    boss.close()


def to_the_sso(person: Traveller) -> None:
    person.open("/masuk")
    person.follow("Masuk dengan SSO Samarinda")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_person_signs_in_through_the_other_program_and_out_of_both(
    program: Program, sso: Program, orang: Any, known: None, width: int
) -> None:
    person = orang(program, width=width)
    to_the_sso(person)
    assert person.page.url.startswith(sso.url)
    fill_in(person, PEMOHON)
    if width != PHONE:  # the first time: she allows it there and proves here that the account is hers
        person.press("Masuk")
        assert person.h1 == "Izinkan Si KERJA cabang?"
        press_on(person, "Izinkan", f"{program.url}/sso/bukti/")
        person.reads("SSO Samarinda mengenal Anda sebagai pemohon@example.org.")
        person.fill("Kata Sandi", PASSWORD)
        person.press("Hubungkan dan Masuk")
    else:
        press_on(person, "Masuk", f"{program.url}/")
    person.open(f"{program.url}/pengaturan/akun/sso")
    person.reads("SSO Samarinda", "pemohon@example.org")
    out_of_both(person, program, sso)


def fill_in(person: Traveller, email: str) -> None:
    person.fill("Email atau NIP", email)
    person.fill("Kata Sandi", PASSWORD)


def press_on(person: Traveller, words: str, url: str) -> None:
    """A button that leads to the other program, by a page in between that leads on by itself."""
    person.button(words).click()
    person.page.wait_for_url(f"{url}**")
    person.settle()


def out_of_both(person: Traveller, program: Program, sso: Program) -> None:
    person.open(f"{program.url}/keluar")
    person.page.get_by_role("main").get_by_role("button", name="Keluar").click()
    person.page.wait_for_url(f"{program.url}/")
    person.settle()
    person.reads("Anda juga sudah keluar dari SSO Samarinda.")
    person.open(f"{program.url}/pengaturan")
    assert person.path == "/masuk"
    person.open(f"{sso.url}/pengaturan")
    assert person.path == "/masuk" and person.page.url.startswith(sso.url)


def test_whoever_refuses_at_the_sso_stays_outside(
    program: Program, sso: Program, orang: Any, known: None
) -> None:
    person = orang(program)
    to_the_sso(person)
    fill_in(person, "pemohon-lain@example.org")
    person.press("Masuk")
    press_on(person, "Tolak", f"{program.url}/sso/kota/kembali")
    person.reads("Anda membatalkannya di SSO Samarinda.")
    person.follow("Masuk dengan kata sandi")
    assert person.path == "/masuk"
