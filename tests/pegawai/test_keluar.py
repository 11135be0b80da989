"""Leaving the directory, coming back, following it: what happens to accounts, biodata and roles."""

import pytest
from sqlalchemy import select

from app.akun import queries as akun_queries
from app.akun import roles
from app.extensions import db
from app.kit.errors import Refused
from app.pegawai import operations, operations_ikut, operations_usulan
from app.pegawai import queries as queries_pegawai
from app.pegawai.models import ArahUsulan, KeadaanUsulan, UsulanPeran
from app.rujukan.models import OPD
from tests import factories
from tests.pegawai import asn
from tests.pegawai.asn import EMAIL, NIP, SANDI


def waiting():
    query = select(UsulanPeran).where(UsulanPeran.keadaan == KeadaanUsulan.MENUNGGU).order_by(UsulanPeran.id)
    return list(db.session.scalars(query))


def role_names(account):
    return sorted(role.name for role in account.roles)


def change(pegawai, actor, **values):
    names = ("nama", "lahir_on", "opd_id", "unit", "jabatan", "email")
    nilai = {name: getattr(pegawai, name) for name in names} | {"is_aktif": pegawai.is_aktif} | values
    return operations.save_person(pegawai, actor=actor, nilai=nilai)


def linked(*names, email=EMAIL, is_new=True, **columns):
    """Somebody of the directory with an account of these roles."""
    pegawai = asn.make_pegawai(**columns)
    account = factories.make_pengguna("Sari Contoh", *(names or (roles.PEMOHON,)), email=email)
    operations_ikut.link(pegawai, account, is_new=is_new)
    return pegawai, account


def offices():
    return db.session.scalars(select(OPD).where(OPD.is_active).order_by(OPD.id).limit(2)).all()


# --- leaving --------------------------------------------------------------------------------
def test_leaving_ends_sessions_roles_and_the_account_at_once(browse, cast):
    asn.make_pegawai()
    browser = asn.begin(browse)
    account = akun_queries.account_for(NIP)
    pegawai = queries_pegawai.of_account(account)
    change(pegawai, cast.admin, is_aktif=False)
    browser.get("/pengaturan", status=302)
    assert not account.active
    assert role_names(account) == []
    fresh = browse()
    fresh.get("/masuk")
    page = fresh.submit("Masuk", {"Email atau NIP": NIP, "Kata Sandi": SANDI}, status=200, follow=False)
    assert page.has("tidak cocok")


def test_who_applies_for_an_institution_keeps_that_and_loses_the_citys_roles(cast):
    pegawai, account = linked(roles.TKKSD, roles.PEMOHON)
    factories.make_instansi("Yayasan Contoh", account)
    before = account.sesi_versi
    operations_ikut.leave(pegawai, actor=cast.admin)
    assert (account.active, role_names(account)) == (True, [roles.PEMOHON])
    assert account.sesi_versi > before


def test_who_had_an_account_before_the_directory_keeps_being_pemohon(cast):
    pegawai, account = linked(roles.LOKUS, roles.PEMOHON, is_new=False)
    operations_ikut.leave(pegawai, actor=None)
    assert (account.active, role_names(account)) == (True, [roles.PEMOHON])


def test_the_only_superadmin_is_not_locked_out_by_the_directory(cast):
    pegawai = asn.make_pegawai(email=cast.superadmin.email)
    operations_ikut.link(pegawai, cast.superadmin, is_new=False)
    operations_ikut.leave(pegawai, actor=None)
    assert role_names(cast.superadmin) == [roles.SUPERADMIN]
    other = factories.make_pengguna("Satu Lagi", roles.SUPERADMIN)
    operations_ikut.come_back(pegawai, actor=None)
    operations_ikut.leave(pegawai, actor=None)
    assert (role_names(cast.superadmin), cast.superadmin.active) == ([], False)
    assert other.active


def test_an_account_with_the_nip_loses_its_access_before_admin_has_said_whose_it_is(cast):
    account = factories.make_pengguna("Sari Contoh", roles.TKKSD, email="lain@example.org")
    account.nip = NIP
    pegawai = asn.make_pegawai()
    operations_ikut.match_accounts([NIP])
    assert (pegawai.pengguna, pegawai.bentrok) == (None, account)
    change(pegawai, cast.admin, is_aktif=False)
    assert (account.active, role_names(account)) == (False, [])


def test_whoever_leaves_speaks_for_no_office_whichever_admin_chose(cast):
    first, second = offices()
    pegawai, account = linked(roles.LOKUS, roles.PEMOHON, is_new=False, opd_id=first.id)
    account.opd_id = second.id
    operations_ikut.leave(pegawai, actor=None)
    assert account.opd_id is None


def test_a_closed_account_that_is_an_asns_waits_for_admin_to_open_it(cast):
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email=EMAIL)
    account.nip, account.active = NIP, False
    asn.make_pegawai()
    operations_ikut.match_accounts([NIP])
    [usulan] = waiting()
    assert usulan.arah is ArahUsulan.BUKA
    operations_usulan.decide(usulan, actor=cast.admin, is_yes=True)
    assert account.active


def test_coming_back_opens_nothing_before_admin_confirms(browse, cast):
    pegawai, account = linked(roles.TKKSD)
    operations_ikut.leave(pegawai, actor=cast.admin)
    operations_ikut.come_back(pegawai, actor=None)
    assert not account.active
    [usulan] = waiting()
    assert usulan.arah is ArahUsulan.BUKA
    admin = browse(cast.admin)
    assert admin.get("/tugas").has("Putuskan usulan peran ASN")
    admin.get("/pegawai/usulan")
    admin.submit("Setujui", {"usulan": True})
    assert (account.active, role_names(account)) == (True, [roles.PEMOHON])


# --- following --------------------------------------------------------------------------------
def test_name_office_and_biodata_follow_the_directory(cast):
    first, second = offices()
    pegawai, account = linked(opd_id=first.id)
    factories.make_biodata(account)
    change(pegawai, cast.admin, nama="Sari Contoh, M.H.", opd_id=second.id, jabatan="Kepala Bagian Contoh")
    assert (account.nama, account.opd_id) == ("Sari Contoh, M.H.", second.id)
    biodata = account.biodata
    assert (biodata.nama_lengkap, biodata.jabatan, biodata.nomor_kepegawaian) == (
        "Sari Contoh, M.H.",
        "Kepala Bagian Contoh",
        NIP,
    )


def test_an_office_that_admin_chose_otherwise_stays(cast):
    first, second = offices()
    pegawai, account = linked(opd_id=first.id)
    account.opd_id = second.id
    change(pegawai, cast.admin, jabatan="Lain")
    assert account.opd_id == second.id


def test_what_the_directory_knows_cannot_be_changed_in_the_biodata(browse, cast):
    _pegawai, account = linked()
    factories.make_biodata(account)
    browser = browse(account)
    page = browser.get("/pengaturan/biodata")
    assert page.has("Dari direktori ASN")
    name = page.html.find("input", attrs={"name": "nama_lengkap"})
    assert (name["value"], name.has_attr("readonly")) == ("Sari Contoh, S.H.", True)
    browser.submit("Simpan", {"Nama Lengkap": "Orang Lain", "Jabatan": "Wali Kota", "Alamat": "Jalan Baru 2"})
    assert (account.nama, account.biodata.jabatan, account.biodata.alamat) == (
        "Sari Contoh, S.H.",
        "Analis Hukum",
        "Jalan Baru 2",
    )


def test_others_biodata_is_not_locked(browse, cast):
    page = browse(cast.pemohon).get("/pengaturan/biodata")
    assert "Dari direktori ASN" not in page.text


def test_nothing_is_decided_about_roles_by_accident(browse, cast):
    pegawai, _account = linked()
    asn.make_rule(roles.TKKSD, jabatan="analis hukum")
    operations_usulan.propose(pegawai)
    [usulan] = waiting()
    admin = browse(cast.admin)
    admin.get("/pegawai/usulan")
    for answer in ({"usulan": str(usulan.id)}, {"usulan": "²", "putusan": "setujui"}):
        admin.post("/pegawai/usulan/putus", answer, status=422)
    assert waiting() == [usulan]


# --- roles by rule --------------------------------------------------------------------------------
def test_a_rule_proposes_and_only_admin_gives(browse, cast):
    asn.make_rule(roles.TKKSD, jabatan="analis hukum")
    _pegawai, account = linked()
    assert roles.TKKSD not in role_names(account)
    admin = browse(cast.admin)
    admin.get("/pegawai/usulan")
    admin.submit("Setujui", {"usulan": True})
    assert role_names(account) == [roles.PEMOHON, roles.TKKSD]


def test_when_the_ground_goes_taking_back_is_proposed(cast):
    asn.make_rule(roles.TKKSD, jabatan="analis hukum")
    pegawai, account = linked()
    operations_usulan.decide(waiting()[0], actor=cast.admin, is_yes=True)
    change(pegawai, cast.admin, jabatan="Bendahara")
    [usulan] = waiting()
    assert (usulan.arah, usulan.peran) == (ArahUsulan.CABUT, roles.TKKSD)
    assert roles.TKKSD in role_names(account)
    operations_usulan.decide(usulan, actor=cast.admin, is_yes=True)
    assert role_names(account) == [roles.PEMOHON]


def test_a_role_that_a_person_gave_is_not_touched_by_rules(cast):
    pegawai, account = linked(roles.TKKSD, roles.PEMOHON)
    change(pegawai, cast.admin, jabatan="Bendahara")
    assert waiting() == []
    assert roles.TKKSD in role_names(account)


def test_a_proposal_falls_when_its_ground_does_and_a_refused_one_does_not_come_again(cast):
    asn.make_rule(roles.TKKSD, jabatan="analis hukum")
    pegawai, _account = linked()
    change(pegawai, cast.admin, jabatan="Bendahara")
    assert waiting() == []
    change(pegawai, cast.admin, jabatan="Analis Hukum")
    operations_usulan.decide(waiting()[0], actor=cast.admin, is_yes=False)
    change(pegawai, cast.admin, email="baru@example.org")
    assert waiting() == []


def test_words_of_a_position_are_whole_words_in_their_order(cast):
    aturan = asn.make_rule(roles.TKKSD, jabatan="kepala bagian")
    from app.pegawai.rules import fits

    for position, is_fit in (
        ("Kepala Bagian Hukum", True),
        ("PLT. KEPALA  BAGIAN hukum", True),
        ("Kepala Subbagian", False),
        ("Bagian Kepala", False),
        ("", False),
    ):
        assert fits(aturan, asn.Pegawai(nip=NIP, jabatan=position)) is is_fit, position


def test_nobody_decides_about_herself_or_twice_and_superadmin_is_never_proposed(browse, cast):
    asn.make_rule(roles.TKKSD, jabatan="analis")
    asn.make_rule(roles.SUPERADMIN, jabatan="analis")
    pegawai = asn.make_pegawai(email=cast.admin.email)
    operations_ikut.link(pegawai, cast.admin, is_new=False)
    [usulan] = waiting()
    assert usulan.peran == roles.TKKSD
    with pytest.raises(Refused):
        operations_usulan.decide(usulan, actor=cast.admin, is_yes=True)
    operations_usulan.decide(usulan, actor=cast.admin2, is_yes=True)
    with pytest.raises(Refused):
        operations_usulan.decide(usulan, actor=cast.admin2, is_yes=True)
    for somebody in (cast.tkksd, cast.pemohon):
        browse(somebody).get("/pegawai/usulan", status=403)
        with pytest.raises(Refused):
            operations_usulan.decide(usulan, actor=somebody, is_yes=True)


def test_a_new_rule_is_held_against_everybody_who_is_signed_up(browse, cast):
    linked()
    admin = browse(cast.admin)
    admin.get("/data-induk/aturan-peran-asn/add")
    peran = factories.all_roles()[roles.TKKSD]
    page = admin.submit("Simpan", {"Peran": str(peran.id), "Jabatan": "analis"})
    assert page.has("1 usulan peran baru")
    assert [one.peran for one in waiting()] == [roles.TKKSD]


def test_a_rule_never_gives_superadmin_and_needs_a_ground(browse, cast):
    admin = browse(cast.admin)
    admin.get("/data-induk/aturan-peran-asn/add")
    peran = factories.all_roles()[roles.SUPERADMIN]
    page = admin.submit("Simpan", {"Peran": str(peran.id), "Jabatan": ""}, status=422, follow=False)
    assert page.errors()


# --- the screens --------------------------------------------------------------------------------
def test_admin_adds_changes_and_ends_somebody(browse, cast):
    admin = browse(cast.admin)
    admin.get("/data-induk/pegawai/add")
    fields = {
        "NIP": "19840411 201003 2 009",
        "Nama": "Sari Contoh",
        "Tanggal lahir": "1984-04-11",
        "Email": EMAIL,
    }
    admin.submit("Simpan", fields)
    pegawai = asn.db.session.scalars(select(asn.Pegawai)).one()
    assert (pegawai.nip, pegawai.sumber.value) == (NIP, "tangan")
    admin.get(f"/data-induk/pegawai/edit/{pegawai.id}")
    admin.submit("Simpan", {"Jabatan": "Analis", "Masih bertugas": False})
    assert (pegawai.jabatan, pegawai.is_aktif) == ("Analis", False)
    page = admin.get(f"/data-induk/pegawai/show/{pegawai.id}")
    assert page.has("Keluar dari direktori ASN")
    assert admin.get("/data-induk/pegawai/list/").has("Sari Contoh")


def test_a_second_one_with_the_same_nip_or_address_is_refused(browse, cast):
    asn.make_pegawai()
    admin = browse(cast.admin)
    admin.get("/data-induk/pegawai/add")
    fields = {"NIP": NIP, "Nama": "Sari Contoh", "Tanggal lahir": "1984-04-11"}
    assert admin.submit("Simpan", fields, status=422, follow=False).has("NIP ini sudah ada")
    fields |= {"NIP": asn.NIP2, "Email": EMAIL}
    assert admin.submit("Simpan", fields, status=422, follow=False).has("juga dipakai orang lain")


def test_the_directory_is_only_for_who_keeps_it(browse, cast):
    for somebody in (cast.pemohon, cast.tkksd, cast.pimpinan, cast.pejabat_pdp):
        browse(somebody).get("/data-induk/pegawai/list/", status=403)
        with pytest.raises(Refused):
            operations.save_person(None, actor=somebody, nilai={"nip": NIP})
