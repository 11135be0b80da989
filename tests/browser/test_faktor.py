"""A second factor set up and used, a recovery code, a session ended from another browser; a passkey of the browser's own."""

import time
from typing import Any

import pyotp

from tests.browser.people import People, sign_in
from tests.browser.person import PHONE, Person
from tests.browser.program import PASSWORD

LOKUS, HUKUM = "lokus@example.org", "hukum@example.org"
HOME = "/pengaturan/akun"


def set_up(person: Person) -> tuple[pyotp.TOTP, list[str]]:
    """From the account page to the recovery codes, with the key that one types when one cannot scan."""
    person.open(HOME)
    person.follow("Verifikasi dua langkah")
    person.press("Mulai Memasang")
    assert person.page.locator(".kode-qr svg").bounding_box(), "the picture to scan is not drawn"
    app = pyotp.TOTP(person.page.locator(".kunci-ketik").inner_text().replace(" ", ""))
    person.fill("Kode Verifikasi", "000000")
    person.press("Nyalakan", 422)
    person.fill("Kode Verifikasi", app.now())
    person.press("Nyalakan")
    codes = person.page.locator(".kode-pemulihan code").all_inner_texts()
    assert len(codes) == 10
    person.follow("Sudah saya simpan")
    return app, codes


def test_a_second_factor_is_set_up_and_used_and_a_session_ended_from_another_browser(people: People) -> None:
    here = sign_in(people.visitor(), LOKUS)
    app, codes = set_up(here)

    phone = sign_in(people.visitor(width=PHONE), LOKUS)
    phone.reads("Satu langkah lagi")
    phone.fill("Kode Verifikasi", app.at(time.time() + 30))  # the code of this half minute was used above
    phone.press("Lanjutkan")
    phone.open("/tugas")

    here.open(f"{HOME}/sesi")
    others = here.page.locator("main li").filter(has_not_text="sesi ini").filter(has_text="Akhiri")
    with here.page.expect_navigation():
        others.first.get_by_role("button").click()
    here.settle()
    here.reads("Sesi itu sudah diakhiri.")
    phone.open("/tugas")
    assert phone.path.startswith("/masuk"), phone.path

    plain = sign_in(people.visitor(scripts=False), LOKUS)
    plain.fill("Kode Verifikasi", codes[0])
    plain.press("Lanjutkan")
    plain.open(f"{HOME}/dua-langkah")
    plain.reads("9")
    plain.follow("Matikan")
    plain.fill("Kata Sandi", PASSWORD)
    plain.fill("Kode Verifikasi", codes[1])
    plain.press("Matikan")
    plain.reads("Verifikasi dua langkah dimatikan.")


def device(person: Person) -> Any:
    """A fingerprint reader in software, for this page."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def sign_out(person: Person) -> None:
    person.open("/keluar")
    person.press("Keluar sekarang")


def test_a_passkey_signs_in_without_a_password(people: People) -> None:
    person = sign_in(people.visitor(), HUKUM)
    keep = device(person)
    person.open(HOME)
    person.follow("Kunci sandi")
    person.follow("Tambah Kunci Sandi")
    person.fill("Nama Kunci", "Laptop kantor")
    person.press("Buat Kunci Sandi")
    codes = person.page.locator(".kode-pemulihan code").all_inner_texts()
    assert len(codes) == 10
    person.open(f"{HOME}/kunci")
    person.reads("Laptop kantor")
    sign_out(person)

    person.open("/masuk?lanjut=/pengaturan/akun/kunci")
    person.press("Masuk dengan kunci sandi")
    person.reads("terakhir dipakai")
    sign_out(person)

    sign_in(person, HUKUM)
    person.press("Pakai kunci sandi")
    person.open(f"{HOME}/kunci")
    person.follow("Hapus Laptop kantor")
    person.press("Hapus")
    person.reads("Belum ada kunci sandi")
    keep.detach()


def test_without_scripts_the_page_says_what_a_passkey_needs(people: People) -> None:
    person = people.visitor(scripts=False)
    person.open("/masuk")
    person.reads("Kunci sandi memerlukan skrip")
    person.press("Masuk dengan kunci sandi")
    person.reads("tidak memberi jawaban yang dapat dipakai")
