"""Signing in through another provider, as people meet it: first time, every time, linked, made, unlinked, out again."""

from datetime import timedelta

import pytest
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select

from app.akun import roles
from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import clock
from app.rujukan.models import OPD
from app.sso.models_klien import AkunSso, AturanKlaim, PermintaanSso
from tests.factories import PASSWORD

HOME = "/pengaturan"


def is_signed_in(browser):
    return browser.get(HOME, status=None, follow=True).h1 == "Pengaturan"


def link(penyedia, person, sub="orang-1"):
    row = AkunSso(penyedia=penyedia, pengguna=person, sub=sub, nama_sana="ayu@sana", peran_dari_klaim=[])
    db.session.add(row)
    db.session.commit()
    return row


def events(jenis):
    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)).all()


# --- every time --------------------------------------------------------------------------------
def test_a_linked_person_comes_straight_in_and_where_she_wanted(browse, cast, penyedia, pergi):
    link(penyedia, cast.pemohon)
    browser = browse()
    page = browser.get(pergi(browser, lanjut="/permohonan"), status=302)
    assert page.location == "/permohonan"
    assert is_signed_in(browser)


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example", "/\\jahat.example"])
def test_it_never_leads_to_another_site(browse, cast, penyedia, pergi, elsewhere):
    link(penyedia, cast.pemohon)
    browser = browse()
    assert browser.get(pergi(browser, lanjut=elsewhere), status=302).location == "/"


def test_two_tabs_may_be_under_way_at_once(browse, cast, penyedia, pergi):
    link(penyedia, cast.pemohon)
    browser = browse()
    first, second = pergi(browser, lanjut="/permohonan"), pergi(browser, lanjut="/tugas")
    assert browser.get(first, status=302).location == "/permohonan"
    assert browser.get(second, status=302).location == "/tugas"


def test_a_closed_account_stays_closed(browse, cast, penyedia, pergi):
    link(penyedia, cast.pemohon)
    cast.pemohon.active = False
    db.session.commit()
    browser = browse()
    page = browser.get(pergi(browser), status=403)
    assert page.has("Akun ini tidak aktif")
    assert not is_signed_in(browser)


def test_whoever_gives_up_at_the_provider_reads_so(browse, penyedia, pergi, palsu):
    palsu.kembali = lambda back: {"error": "access_denied", "state": back["state"], "iss": palsu.issuer}
    browser = browse()
    assert browser.get(pergi(browser)).has("Anda membatalkannya di SSO Uji")


# --- the first time --------------------------------------------------------------------------------
def proof_page(browser, pergi, **more):
    page = browser.get(pergi(browser, **more), status=302)
    assert page.location.startswith("/sso/bukti/")
    return browser.get(page.location)


def test_a_verified_address_alone_opens_nothing(browse, cast, pergi):
    browser = browse()
    page = proof_page(browser, pergi)
    assert page.has("ayu@example.org", "Buktikan bahwa akun itu milik Anda")
    assert not is_signed_in(browser)
    assert db.session.scalar(select(AkunSso)) is None


def test_the_password_of_the_account_links_and_lets_in(browse, cast, penyedia, pergi):
    browser = browse()
    proof_page(browser, pergi, lanjut="/permohonan")
    page = browser.submit("Hubungkan dan Masuk", {"Kata Sandi": PASSWORD}, follow=False)
    assert page.location == "/permohonan"
    assert is_signed_in(browser)
    row = db.session.scalar(select(AkunSso))
    assert (row.pengguna_id, row.sub) == (cast.pemohon.id, "orang-1")
    assert events("akun.sso_dihubungkan")[0].data["cara"] == "sandi"


def test_a_wrong_password_links_nothing_and_closes_the_page_after_five(browse, cast, pergi):
    browser = browse()
    page = proof_page(browser, pergi)
    for _ in range(4):
        browser.submit("Hubungkan dan Masuk", {"Kata Sandi": "salah-sekali-ini"})
        assert browser.page.has("kata sandi tidak cocok")
    browser.submit("Hubungkan dan Masuk", {"Kata Sandi": "salah-sekali-ini"})
    assert browser.page.h1 == "Masuk"
    browser.get(page.url, status=410)
    assert db.session.scalar(select(AkunSso)) is None


def test_the_page_of_the_proof_opens_in_no_other_browser(browse, cast, pergi):
    browser = browse()
    page = proof_page(browser, pergi)
    browse().get(page.url, status=410)


def test_the_page_of_the_proof_ends_after_an_hour(browse, cast, pergi):
    browser = browse()
    page = proof_page(browser, pergi)
    with clock.at(clock.now() + timedelta(minutes=61)):
        browser.get(page.url, status=410)


def test_an_identity_with_the_nip_of_an_account_must_be_proved_too(browse, cast, penyedia, pergi, palsu):
    penyedia.klaim_nip = "nip"
    cast.tkksd.nip = "198503152010011001"
    db.session.commit()
    palsu.orang = {"sub": "asn-1", "nip": "19850315 201001 1 001"}
    browser = browse()
    page = proof_page(browser, pergi)
    assert page.has("eka@example.org")
    browser.submit("Hubungkan dan Masuk", {"Kata Sandi": PASSWORD}, follow=False)
    assert db.session.scalar(select(AkunSso.pengguna_id)) == cast.tkksd.id


def test_an_address_that_is_not_verified_finds_no_account(browse, cast, pergi, palsu):
    palsu.orang["email_verified"] = "true"  # a word is no proof
    browser = browse()
    page = proof_page(browser, pergi)
    assert page.has("Belum ada akun Si KERJA yang terhubung")
    assert not page.has("ayu@example.org, Buktikan")
    assert "Buat Akun Saya" not in page.buttons()


def test_whoever_is_unknown_may_name_her_account_and_prove_it(browse, cast, pergi, palsu):
    palsu.orang = {"sub": "lain", "name": "Bima"}
    browser = browse()
    proof_page(browser, pergi)
    fields = {"Email atau NIP": "bima@example.org", "Kata Sandi": PASSWORD}
    browser.submit("Hubungkan dan Masuk", fields, follow=False)
    assert db.session.scalar(select(AkunSso.pengguna_id)) == cast.ppksd2.id


# --- a new account --------------------------------------------------------------------------------
def test_a_new_person_gets_an_account_only_when_the_provider_may_make_one(
    browse, cast, penyedia, pergi, palsu
):
    palsu.orang = {
        "sub": "baru",
        "email": "Orang.Baru@Example.org",
        "email_verified": True,
        "name": "Orang Baru",
    }
    browser = browse()
    assert "Buat Akun Saya" not in proof_page(browser, pergi).buttons()
    penyedia.is_membuat_akun = True
    db.session.commit()
    proof_page(browser, pergi)
    browser.submit("Buat Akun Saya", follow=False)
    assert is_signed_in(browser)
    made = db.session.scalar(select(Pengguna).where(Pengguna.email == "orang.baru@example.org"))
    assert [role.name for role in made.roles] == [roles.PEMOHON]
    assert made.password is None
    assert events("akun.dibuat")[-1].data["cara"] == "sso"


# --- claims --------------------------------------------------------------------------------
def rule(penyedia, value, role=None, opd=None):
    peran = db.session.scalar(select(Role).where(Role.name == role)) if role else None
    db.session.add(AturanKlaim(penyedia=penyedia, klaim="groups", nilai=value, peran=peran, opd=opd))
    db.session.commit()


def roles_of(person):
    db.session.refresh(person)
    return {role.name for role in person.roles}


def come_in(browse, pergi, palsu, **claims):
    palsu.orang |= claims
    browser = browse()
    browser.get(pergi(browser), status=302)
    return browser


def test_roles_come_and_go_with_the_claim_and_never_those_that_people_gave(
    browse, cast, penyedia, pergi, palsu
):
    link(penyedia, cast.tkksd)
    rule(penyedia, "lokus", roles.LOKUS)
    rule(penyedia, "tim", roles.TKKSD)
    come_in(browse, pergi, palsu, groups=["lokus", "tim", "lain"])
    assert roles_of(cast.tkksd) == {roles.TKKSD, roles.LOKUS}
    come_in(browse, pergi, palsu, groups=[])
    assert roles_of(cast.tkksd) == {roles.TKKSD}
    said = events("akun.peran_diubah")
    assert [(one.data["sebab"], one.pelaku_id) for one in said] == [("klaim", None), ("klaim", None)]


def test_no_claim_makes_an_operator(browse, cast, penyedia, pergi, palsu):
    link(penyedia, cast.pemohon)
    rule(penyedia, "bos", roles.SUPERADMIN)
    come_in(browse, pergi, palsu, groups="bos")
    assert roles_of(cast.pemohon) == {roles.PEMOHON}


def test_an_office_follows_the_claim_unless_a_person_has_set_one(browse, cast, penyedia, pergi, palsu):
    first, second = db.session.scalars(select(OPD).order_by(OPD.id).limit(2)).all()
    link(penyedia, cast.lokus)
    rule(penyedia, "a", opd=first)
    rule(penyedia, "b", opd=second)
    come_in(browse, pergi, palsu, groups="a")
    db.session.refresh(cast.lokus)
    assert cast.lokus.opd_id == first.id
    come_in(browse, pergi, palsu, groups="b")
    db.session.refresh(cast.lokus)
    assert cast.lokus.opd_id == second.id
    cast.lokus.opd = first
    db.session.commit()
    come_in(browse, pergi, palsu, groups="b")
    db.session.refresh(cast.lokus)
    assert cast.lokus.opd_id == first.id


# --- the account page --------------------------------------------------------------------------------
def test_a_signed_in_person_links_her_account_and_takes_it_back(browse, cast, penyedia, pergi, palsu):
    palsu.orang = {"sub": "lain", "preferred_username": "bima77"}
    browser = browse(cast.ppksd2)
    page = browser.get("/pengaturan/akun/sso")
    assert "Hubungkan SSO Uji" in page.links()
    browser.get(pergi(browser, hubungkan="1"), follow=True)
    browser.submit("Hubungkan", follow=True)
    assert browser.page.has("bima77")
    browser.submit("Lepaskan", follow=True)
    browser.submit("Ya, lepaskan", follow=True)
    assert browser.page.has("Belum terhubung")
    assert db.session.scalar(select(AkunSso)) is None


def test_what_is_another_persons_is_not_linked(browse, cast, penyedia, pergi):
    link(penyedia, cast.pemohon)
    browser = browse(cast.ppksd2)
    page = browser.get(pergi(browser, hubungkan="1"), status=403)
    assert page.has("sudah terhubung dengan akun lain")


def test_the_only_way_in_is_kept(browse, cast, penyedia, pergi):
    link(penyedia, cast.pemohon)
    cast.pemohon.password = None
    db.session.commit()
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/akun/sso")
    browser.submit("Lepaskan", follow=True)
    page = browser.submit("Ya, lepaskan", status=422)
    assert page.has("satu-satunya cara Anda masuk")
    assert db.session.scalar(select(AkunSso)) is not None


# --- out again --------------------------------------------------------------------------------
def test_signing_out_leads_to_the_provider_too(browse, cast, penyedia, pergi, palsu):
    link(penyedia, cast.pemohon)
    browser = browse()
    browser.get(pergi(browser), status=302)
    out = browser.post("/keluar", status=302)
    assert out.location == "/sso/pamit"
    page = browser.get("/sso/pamit")
    target = page.links()["Lanjutkan"]
    assert target.startswith(f"{palsu.issuer}/logout?")
    assert "id_token_hint=" in target
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsso%2Fuji%2Fselesai" in target
    assert browser.get("/sso/pamit", status=302).location == "/"  # once
    assert browser.get("/sso/uji/selesai", status=302).location == "/"


def test_the_providers_word_ends_the_session_here(browse, cast, penyedia, pergi, palsu):
    link(penyedia, cast.pemohon)
    browser = browse()
    browser.get(pergi(browser), status=302)
    token = palsu.logout_token()
    answer = browse().client.post("/sso/uji/keluar-belakang", data={"logout_token": token})
    assert answer.status_code == 200
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "x"}, {"events": {}}, {"aud": "lain"}, {"iss": "https://lain"}, {"iat": 1}, {"jti": None}],
)
def test_a_wrong_word_ends_nothing(browse, cast, penyedia, pergi, palsu, wrong):
    link(penyedia, cast.pemohon)
    browser = browse()
    browser.get(pergi(browser), status=302)
    answer = browse().client.post(
        "/sso/uji/keluar-belakang", data={"logout_token": palsu.logout_token(**wrong)}
    )
    assert answer.status_code == 400
    assert is_signed_in(browser)


# --- what is kept --------------------------------------------------------------------------------
def test_nothing_of_an_identity_is_kept_once_it_is_linked(browse, cast, pergi):
    browser = browse()
    proof_page(browser, pergi)
    browser.submit("Hubungkan dan Masuk", {"Kata Sandi": PASSWORD}, follow=False)
    row = db.session.scalar(select(PermintaanSso))
    assert row.identitas_sandi is None
    assert row.rahasia_sandi == ""
