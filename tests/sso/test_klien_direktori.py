"""Somebody who has left the city's directory, whom another provider still takes for one of its people."""

from sqlalchemy import func, select

from app.akun import roles
from app.akun.models import Pengguna
from app.extensions import db
from app.pegawai import operations_ikut
from tests.pegawai import asn
from tests.pegawai.asn import NIP
from tests.sso.test_klien import come_in, is_signed_in, link, proof_page, roles_of, rule


def linked(penyedia, person):
    pegawai = asn.make_pegawai(email=person.email)
    operations_ikut.link(pegawai, person, is_new=False)
    rule(penyedia, "tim", roles.TKKSD)
    link(penyedia, person)
    return pegawai


def test_whoever_left_gets_no_role_and_no_office_by_a_claim_and_keeps_none(
    browse, cast, penyedia, pergi, palsu
):
    penyedia.klaim_unit = "unit"
    pegawai = linked(penyedia, cast.pemohon)
    come_in(browse, pergi, palsu, groups=["tim"], unit="bpbd")
    assert roles_of(cast.pemohon) == {roles.PEMOHON, roles.TKKSD}
    operations_ikut.leave(pegawai, actor=None)
    db.session.commit()
    browser = come_in(browse, pergi, palsu, groups=["tim"], unit="bpbd")
    assert (roles_of(cast.pemohon), cast.pemohon.opd_id) == ({roles.PEMOHON}, None)
    assert is_signed_in(browser)  # she runs an institution: that is a ground of her own


def test_whose_account_closed_with_leaving_does_not_come_in(browse, cast, penyedia, pergi, palsu):
    pegawai = linked(penyedia, cast.tkksd)
    operations_ikut.leave(pegawai, actor=None)
    db.session.commit()
    browser = browse()
    assert browser.get(pergi(browser), status=403).has("Akun ini tidak aktif")
    assert not is_signed_in(browser)


def test_nobody_who_left_gets_a_new_account_by_nip_or_by_address(browse, cast, penyedia, pergi, palsu):
    penyedia.klaim_nip, penyedia.is_membuat_akun = "nip", True
    rule(penyedia, "tim", roles.TKKSD)
    pegawai = asn.make_pegawai()
    operations_ikut.leave(pegawai, actor=None)
    db.session.commit()
    before = db.session.scalar(select(func.count()).select_from(Pengguna))
    person = {"sub": "dulu", "email_verified": True, "name": "Sari Contoh", "groups": ["tim"]}
    for more in ({"email": "sari.baru@example.org", "nip": NIP}, {"email": pegawai.email}):
        palsu.orang = person | more
        browser = browse()
        page = proof_page(browser, pergi)
        assert page.has("sudah tidak bertugas")
        assert "Buat Akun Saya" not in page.buttons()
        browser.client.post(
            page.url,
            data={
                "bagian": "buat",
                "csrf_token": page.html.find("input", attrs={"name": "csrf_token"})["value"],
            },
        )
    assert db.session.scalar(select(func.count()).select_from(Pengguna)) == before


def test_an_identity_with_the_nip_of_somebody_who_left_gives_nobody_a_role(
    browse, cast, penyedia, pergi, palsu
):
    penyedia.klaim_nip = "nip"
    operations_ikut.leave(asn.make_pegawai(), actor=None)
    rule(penyedia, "tim", roles.TKKSD)
    link(penyedia, cast.pemohon)
    come_in(browse, pergi, palsu, groups=["tim"], nip=NIP)
    assert roles_of(cast.pemohon) == {roles.PEMOHON}
