"""Passkeys: registered, used alone or as the second step, never copied, never replayed, never for another site."""

import json
import os

import pytest
from sqlalchemy import select

from app.akun import operations_faktor
from app.akun.models_masuk import KodePemulihan, KunciSandi, Sesi
from app.extensions import db
from app.kit import settings
from tests.akun.kunci_perangkat import Perangkat
from tests.akun.test_faktor import begin, events, is_signed_in, type_code
from tests.akun.test_ulang import idle
from tests.factories import PASSWORD

LIST, NEW = "/pengaturan/akun/kunci", "/pengaturan/akun/kunci/tambah"


def ask(browser, url="/masuk/kunci/opsi", langkah="masuk", **expected):
    """What the script of the page asks for."""
    page = browser.post(url, {"langkah": langkah}, status=expected.pop("status", 200))
    return json.loads(page.text)


def register(browser, device, nama="Telepon saya", **options):
    browser.get(NEW)
    answer = device.create(ask(browser, f"{LIST}/opsi"))
    return browser.submit("Buat Kunci Sandi", {"Nama Kunci": nama, "sandi_kunci": answer}, **options)


def owner(browse, person, **how):
    """Somebody with a passkey, and her device."""
    device = Perangkat(**how)
    register(browse(person), device)
    return device


def use(browser, answer, button="Masuk dengan kunci sandi", **options):
    return browser.submit(button, {"sandi_kunci": answer}, **options)


# --- register --------------------------------------------------------
def test_a_key_is_registered_and_its_owner_gets_recovery_codes_once(browse, cast):
    browser, device = browse(cast.pemohon), Perangkat()
    page = register(browser, device)
    assert page.h1 == "Kode Pemulihan" and len(page.html.find_all("code")) == 10
    assert register(browser, Perangkat(), "Kunci USB").h1 == "Kunci Sandi"
    assert browser.page.has("Telepon saya", "Kunci USB")
    first = db.session.scalars(select(KunciSandi).order_by(KunciSandi.id)).first()
    assert cast.pemohon.email not in str(vars(first))
    assert len(events(cast.pemohon, "akun.kunci_ditambah")) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: "",
        lambda answer: "{",
        lambda answer: "[]",
        lambda answer: "null",
        lambda answer: "x" * 30_000,
        lambda answer: answer.replace("public-key", "other"),
        lambda answer: json.dumps(json.loads(answer) | {"response": {}}),
    ],
)
def test_what_is_no_answer_registers_nothing(browse, cast, spoil):
    browser, device = browse(cast.pemohon), Perangkat()
    browser.get(NEW)
    answer = spoil(device.create(ask(browser, f"{LIST}/opsi")))
    browser.submit("Buat Kunci Sandi", {"Nama Kunci": "x", "sandi_kunci": answer}, status=422, follow=False)
    assert not db.session.scalars(select(KunciSandi)).all()


@pytest.mark.parametrize(
    "device",
    [
        Perangkat(origin="https://jahat.example"),
        Perangkat(rp_id="jahat.example"),
        Perangkat(origin="http://localhost.jahat"),
    ],
)
def test_a_key_made_on_another_site_is_not_taken(browse, cast, device):
    register(browse(cast.pemohon), device, status=422, follow=False)
    assert not db.session.scalars(select(KunciSandi)).all()


def test_a_registration_is_not_taken_twice(browse, cast):
    browser, device = browse(cast.pemohon), Perangkat()
    browser.get(NEW)
    answer = device.create(ask(browser, f"{LIST}/opsi"))
    stolen = browser.client.get_cookie("sikerja").value
    browser.submit("Buat Kunci Sandi", {"Nama Kunci": "a", "sandi_kunci": answer})
    browser.client.set_cookie("sikerja", stolen)
    browser.get(NEW)
    browser.submit("Buat Kunci Sandi", {"Nama Kunci": "b", "sandi_kunci": answer}, status=422, follow=False)


def test_a_new_key_asks_again_after_idle_time(browse, cast):
    browser = browse(cast.pemohon)
    browser.get(LIST)
    idle(browser, 16)
    assert browser.get(NEW, follow=True).h1 == "Buktikan Lagi"
    assert browser.submit("Lanjutkan", {"Kata Sandi": PASSWORD}).h1 == "Kunci Sandi Baru"


@pytest.mark.parametrize(
    "sent", ['{"id": "\\ud800"}', '{"id": "é"}', '{"id": "x", "response": 7}', "[" * 9000]
)
def test_rubbish_in_place_of_an_answer_is_told_and_opens_nothing(browse, cast, sent):
    browser = browse()
    browser.get("/masuk")
    ask(browser)
    assert use(browser, sent).h1 == "Masuk"
    assert not is_signed_in(browser)


# --- alone --------------------------------------------------------
@pytest.mark.parametrize("counts", [True, False])
def test_a_key_signs_in_without_name_and_password(browse, cast, counts):
    device = owner(browse, cast.pemohon, counts=counts)
    browser = browse()
    browser.get("/masuk", query_string={"lanjut": "/pengaturan/biodata"})
    assert use(browser, device.get(ask(browser))).h1 == "Pengaturan Biodata"
    sesi = db.session.scalars(select(Sesi).order_by(Sesi.id.desc())).first()
    assert (sesi.cara, sesi.is_kuat) == ("kunci", True)


def test_a_key_that_asks_for_no_pin_does_not_sign_in_alone(browse, cast):
    device = owner(browse, cast.pemohon)
    device.is_verifying = False
    browser = browse()
    browser.get("/masuk")
    assert use(browser, device.get(ask(browser))).has("tidak memeriksa siapa Anda")
    assert not is_signed_in(browser)


def test_an_answer_counts_once_whatever_cookie_brings_it(browse, cast):
    device = owner(browse, cast.pemohon, counts=False)
    browser = browse()
    browser.get("/masuk")
    answer = device.get(ask(browser))
    stolen = browser.client.get_cookie("sikerja").value
    page = browser.page
    use(browser, answer)
    thief = browse()
    thief.client.set_cookie("sikerja", stolen)
    thief.page = page
    assert use(thief, answer).h1 == "Masuk"
    assert not is_signed_in(thief)


def test_an_answer_without_a_question_counts_for_nothing(browse, cast):
    device = owner(browse, cast.pemohon)
    browser = browse()
    browser.get("/masuk")
    for challenge in ("", "AAAA"):
        assert use(browser, device.get({"challenge": challenge})).h1 == "Masuk"
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "wrong",
    [{"signature": b"falsch"}, {"kind": "webauthn.create"}, {"handle": b"\1" * 32}, {"signature": b""}],
)
def test_a_wrong_answer_opens_nothing(browse, cast, wrong):
    device = owner(browse, cast.pemohon)
    browser = browse()
    browser.get("/masuk")
    assert use(browser, device.get(ask(browser), **wrong)).h1 == "Masuk"
    assert not is_signed_in(browser)


@pytest.mark.parametrize(("name", "value"), [("origin", "https://jahat.example"), ("rp_id", "jahat.example")])
def test_an_answer_to_another_site_opens_nothing(browse, cast, name, value):
    device = owner(browse, cast.pemohon)
    setattr(device, name, value)
    browser = browse()
    browser.get("/masuk")
    assert use(browser, device.get(ask(browser))).h1 == "Masuk"
    assert not is_signed_in(browser)


@pytest.mark.parametrize("host", ["jahat.example", "localhost.jahat.example", "127.0.0.1"])
def test_a_forged_host_makes_no_other_site_ours(browse, cast, host):
    device = owner(browse, cast.pemohon)
    device.origin = f"http://{host}"
    browser = browse()
    browser.get("/masuk")
    options = ask(browser)
    assert options["rpId"] == "localhost"
    browser.client.environ_base["HTTP_HOST"] = host
    browser._call("POST", "/masuk/kunci", 200, False, {"data": {
        "csrf_token": browser._token(), "langkah": "masuk", "sandi_kunci": device.get(options)}})  # fmt: skip
    del browser.client.environ_base["HTTP_HOST"]
    assert not is_signed_in(browser)


def test_a_counter_that_goes_back_is_a_copy_and_its_owner_is_told(browse, cast):
    device = owner(browse, cast.pemohon)
    device.count = 10
    browser = browse()
    browser.get("/masuk")
    use(browser, device.get(ask(browser)))
    device.count = 5
    copy = browse()
    copy.get("/masuk")
    assert use(copy, device.get(ask(copy))).has("tampaknya telah ditiru")
    assert not is_signed_in(copy)
    assert len(events(cast.pemohon, "akun.kunci_ditolak")) == 1


def test_a_key_of_a_closed_account_opens_nothing(browse, cast):
    device = owner(browse, cast.pemohon)
    cast.pemohon.active = False
    browser = browse()
    browser.get("/masuk")
    assert use(browser, device.get(ask(browser))).has("tidak cocok dengan akun mana pun")


def test_a_strange_key_is_not_told_apart_from_a_deleted_one(browse, cast):
    browser, device = browse(), Perangkat()
    device.handle = os.urandom(32)
    browser.get("/masuk")
    assert use(browser, device.get(ask(browser))).has("tidak cocok dengan akun mana pun")


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "7", '{"id": 7}', '{"id": "\\u0000"}', "x" * 30_000, '{"id": "a", "response": 7}'],
)
def test_what_is_no_answer_is_no_error_of_ours(browse, cast, answer):
    browser = browse()
    browser.get("/masuk")
    ask(browser)
    assert use(browser, answer).h1 == "Masuk"


# --- as the second step --------------------------------------------------------
def test_after_the_password_a_key_is_the_second_step_even_without_pin(browse, cast):
    device = owner(browse, cast.pemohon)
    device.is_verifying = False
    browser = begin(browse, target="/pengaturan/biodata")
    assert browser.page.h1 == "Kode Verifikasi"
    options = ask(browser, langkah="kode")
    assert [one["id"] for one in options["allowCredentials"]]
    assert use(browser, device.get(options), "Pakai kunci sandi").h1 == "Pengaturan Biodata"


def test_a_key_of_somebody_else_is_no_second_step(browse, cast):
    owner(browse, cast.pemohon)
    other = owner(browse, cast.asing)
    browser = begin(browse)
    options = ask(browser, langkah="kode")
    assert use(browser, other.get(options), "Pakai kunci sandi").h1 == "Kode Verifikasi"
    assert not is_signed_in(browser)


def test_without_the_device_a_recovery_code_opens(browse, cast):
    owner(browse, cast.pemohon)
    (code, *_rest) = operations_faktor.renew_codes(actor=cast.pemohon)
    assert type_code(begin(browse), code).h1 != "Kode Verifikasi"


def test_a_key_proves_again_before_a_heavy_act(browse, cast):
    device = owner(browse, cast.admin)
    browser = browse(cast.admin)
    browser.get("/tugas")
    idle(browser, 16)
    browser.get("/kerja-sama/ekspor.csv", follow=True)
    answer = device.get(ask(browser, langkah="ulang"))
    assert use(browser, answer, "Pakai kunci sandi", follow=False).location == "/kerja-sama/ekspor.csv"


def test_a_visitor_proves_nothing_again(browse, cast):
    browser = browse()
    browser.get("/masuk")
    browser.post("/masuk/kunci/opsi", {"langkah": "ulang"}, status=403)


# --- the list --------------------------------------------------------
def test_a_key_is_deleted_and_the_last_one_takes_the_codes_along(browse, cast):
    owner(browse, cast.pemohon)
    browser = browse(cast.pemohon)
    browser.get(LIST)
    browser.get(browser.page.links()["Hapus Telepon saya"])
    assert browser.submit("Hapus").has("Kunci sandi dihapus.")
    assert not db.session.scalars(select(KodePemulihan)).all()
    assert is_signed_in(begin(browse))


def test_nobody_deletes_the_key_of_somebody_else(browse, cast):
    owner(browse, cast.pemohon)
    key = db.session.scalars(select(KunciSandi)).one()
    browse(cast.asing).get(f"{LIST}/{key.id}/hapus", status=404)
    browse(cast.asing).post(f"{LIST}/{key.id}/hapus", status=404)


def test_who_needs_a_second_factor_keeps_the_last_one(browse, cast):
    owner(browse, cast.admin)
    key = db.session.scalars(select(KunciSandi)).one()
    assert browse(cast.admin).post(f"{LIST}/{key.id}/hapus", status=422).has("mewajibkan")
    settings.put("faktor_kedua_admin", False)
    browse(cast.admin).post(f"{LIST}/{key.id}/hapus")
