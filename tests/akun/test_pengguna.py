"""Accounts made and changed by Admin, and the matrix of roles and pages."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.akun import operations, queries, roles
from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.rujukan.models import OPD
from app.rujukan.models_rencana import JabatanTim

DOCS = Path(__file__).resolve().parents[2] / "docs" / "peran.md"
OUTSIDERS = ["tkksd", "protokol", "lokus", "pimpinan", "pemohon"]


def create(browser, status=None, follow=True, **changes):
    browser.get("/pengguna/baru")
    fields = {"Nama Lengkap": "Kawan Contoh", "Email": "kawan@example.org", "NIP": "", "Peran": ["TKKSD"]}
    fields |= {name.replace("_", " "): value for name, value in changes.items()}
    return browser.submit("Buat Akun", fields, status=status, follow=follow)


def account(email="kawan@example.org"):
    return db.session.scalar(select(Pengguna).where(Pengguna.email == email))


def last_event(jenis):
    return db.session.scalars(
        select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id.desc())
    ).first()


# --- making one ---------------------------------------------------------------------
@pytest.mark.parametrize("who", ["admin", "superadmin"])
def test_admin_makes_an_account_that_waits_for_its_password(browse, cast, who):
    page = create(
        browse(getattr(cast, who)),
        Email="Kawan@Example.org",
        NIP="19800101 200501 2 001",
        Peran=["TKKSD", "Pemohon"],
    )
    assert page.has("Tautan untuk membuat kata sandi dikirim ke kawan@example.org.")
    made = account()
    assert (made.password, made.nip, made.active) == (None, "198001012005012001", True)
    assert {role.name for role in made.roles} == {roles.TKKSD, roles.PEMOHON}
    event = last_event("akun.dibuat")
    assert (event.objek_id, event.data["cara"]) == (made.id, "petugas")
    assert operations.new_password_link(made)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_makes_accounts_or_sees_them(browse, cast, who):
    browser = browse(getattr(cast, who))
    for url in (
        "/pengguna/baru",
        "/users/list/",
        f"/users/show/{cast.asing.id}",
        f"/users/edit/{cast.asing.id}",
        "/pengaturan/peran",
    ):
        browser.get(url, status=403)
    browser.post(
        "/pengguna/baru", {"nama": "x", "email": "kawan@example.org", "peran": "Superadmin"}, status=403
    )
    assert account() is None


def test_admin_cannot_give_the_role_of_the_operator(browse, cast):
    browser = browse(cast.admin)
    assert not browser.get("/pengguna/baru").html.find("input", attrs={"value": "Superadmin"})
    data = {"nama": "Kawan", "email": "kawan@example.org", "peran": ["Superadmin"]}
    assert browser.post("/pengguna/baru", data, status=422).errors()
    assert account() is None
    create(browse(cast.superadmin), Peran=["Superadmin"])
    assert [role.name for role in account().roles] == ["Superadmin"]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("Nama Lengkap", "", "wajib diisi"),
        ("Nama Lengkap", "x" * 10_000, "Paling banyak 200"),
        ("Email", "", "wajib diisi"),
        ("Email", "bukan alamat", "alamat email"),
        ("Email", "x" * 10_000, "alamat email"),
        ("Email", "ayu@example.org", "sudah dipakai akun lain"),
        ("Email", "AYU@EXAMPLE.ORG", "sudah dipakai akun lain"),
        ("NIP", "123", "18 angka"),
        ("NIP", "196813111993031009", "tanggal itu tidak ada"),
        ("NIP", "<script>alert(1)</script>", "18 angka"),
        ("NIP", "1" * 10_000, "18 angka"),
        ("Peran", [], "wajib diisi"),
    ],
)
def test_a_new_account_is_refused_at_the_field(browse, cast, field, value, word):
    page = create(browse(cast.admin), 422, False, **{field.replace(" ", "_"): value})
    assert any(error.startswith(field) and word in error for error in page.errors()), page.errors()


def test_a_nip_belongs_to_one_account(browse, cast):
    cast.tkksd.nip = "198001012005012001"
    page = create(browse(cast.admin), 422, False, NIP="198001012005012001")
    assert page.has("NIP ini sudah dipakai akun lain.")


@pytest.mark.parametrize("nama", ["<script>alert(1)</script>", "Nama\0Nul", "N" * 200, "Satu", "日本 太郎"])
def test_any_name_is_kept_and_shown_as_text(browse, cast, nama):
    browser = browse(cast.admin)
    create(browser, Nama_Lengkap=nama)
    assert account().nama == nama.replace("\0", "")
    browser.get("/users/list/", query_string={"q": "kawan"})
    browser.get(f"/users/show/{account().id}")


# --- roles and state ------------------------------------------------------------------
def edit(browser, person, fields, **options):
    browser.get(f"/users/edit/{person.id}")
    return browser.submit("Simpan", fields, **options)


def test_a_change_of_roles_is_recorded(browse, cast):
    edit(browse(cast.admin), cast.baru, {"Peran": ["TKKSD"]})
    assert [role.name for role in cast.baru.roles] == ["TKKSD"]
    event = last_event("akun.peran_diubah")
    assert (event.pelaku_id, event.data["lama"]["peran"], event.data["baru"]["peran"]) == (
        cast.admin.id,
        ["Pemohon"],
        ["TKKSD"],
    )
    assert (
        browse(cast.admin)
        .get(f"/users/show/{cast.baru.id}")
        .has("Peran atau keadaan akun diubah", "Pemohon → TKKSD")
    )


def hukum():
    return db.session.scalars(select(JabatanTim).where(JabatanTim.nama == "Kepala Bagian Hukum")).one()


def dinkes():
    return db.session.scalars(select(OPD).where(OPD.kode == "dinkes")).one()


def test_admin_says_for_which_office_a_person_speaks_and_which_position_she_holds(browse, cast):
    typed = {"Perangkat daerah": dinkes().nama, "Jabatan dalam TKKSD": "Kepala Bagian Hukum"}
    page = edit(browse(cast.admin), cast.hukum, typed)
    assert (cast.hukum.opd, cast.hukum.jabatan_tim) == (dinkes(), hukum())
    assert page.has(dinkes().nama, f"– → {dinkes().nama}", "– → Kepala Bagian Hukum")
    event = last_event("akun.peran_diubah")
    assert event.data["lama"] == {"peran": ["TKKSD"], "aktif": True, "opd": None, "jabatan_tim": None}
    assert event.data["baru"] == {
        "peran": ["TKKSD"],
        "aktif": True,
        "opd": dinkes().nama,
        "jabatan_tim": "Kepala Bagian Hukum",
    }
    edit(browse(cast.admin), cast.hukum, {"Perangkat daerah": "", "Jabatan dalam TKKSD": "Belum dipilih"})
    assert (cast.hukum.opd, cast.hukum.jabatan_tim) == (None, None)


def test_saving_an_account_as_it_stands_records_nothing(browse, cast):
    cast.lokus.opd = dinkes()
    edit(browse(cast.admin), cast.lokus, {})
    assert cast.lokus.opd is dinkes()
    assert last_event("akun.peran_diubah") is None


def test_an_office_is_found_by_part_of_its_name_or_offered(browse, cast):
    page = edit(browse(cast.admin), cast.lokus, {"Perangkat daerah": "dinas"}, status=422, follow=False)
    assert page.has("Beberapa data cocok.")
    page = edit(browse(cast.admin), cast.lokus, {"Perangkat daerah": "xyz"}, status=422, follow=False)
    assert page.has("Tidak ditemukan.")
    assert cast.lokus.opd is None


@pytest.mark.parametrize("who", ["pimpinan", "lokus", "pemohon"])
def test_a_position_of_the_team_is_for_its_members(browse, cast, who):
    person = getattr(cast, who)
    page = edit(
        browse(cast.admin), person, {"Jabatan dalam TKKSD": "Kepala Bagian Hukum"}, status=422, follow=False
    )
    assert any(error.startswith("Jabatan dalam TKKSD") for error in page.errors()), page.errors()
    assert person.jabatan_tim is None


def test_who_leaves_the_team_leaves_the_position(browse, cast):
    cast.hukum.jabatan_tim = hukum()
    page = edit(browse(cast.admin), cast.hukum, {"Peran": ["Pimpinan"]}, status=422, follow=False)
    assert page.has("hanya untuk akun dengan peran TKKSD")
    edit(browse(cast.admin), cast.hukum, {"Peran": ["Pimpinan"], "Jabatan dalam TKKSD": "Belum dipilih"})
    assert (cast.hukum.jabatan_tim, [role.name for role in cast.hukum.roles]) == (None, ["Pimpinan"])


def test_people_are_found_by_office_and_position(browse, cast):
    cast.hukum.jabatan_tim, cast.lokus.opd = hukum(), dinkes()
    browser = browse(cast.admin)
    page = browser.get("/users/list/", query_string={"_flt_0_jabatan_tim": hukum().id})
    assert page.has("Citra Contoh") and not page.has("Eka Contoh")
    page = browser.get("/users/list/", query_string={"_flt_0_opd": dinkes().id})
    assert page.has("Hari Contoh") and not page.has("Eka Contoh")


def test_a_new_account_may_have_an_office_and_a_position(browse, cast):
    create(
        browse(cast.admin),
        Perangkat_daerah=dinkes().nama,
        Jabatan_dalam_TKKSD="Kepala Bagian Hukum",
    )
    assert (account().opd, account().jabatan_tim) == (dinkes(), hukum())
    assert last_event("akun.dibuat").data["jabatan_tim"] == "Kepala Bagian Hukum"


def test_a_new_account_outside_the_team_has_no_position(browse, cast):
    page = create(browse(cast.admin), 422, False, Peran=["Lokus"], Jabatan_dalam_TKKSD="Kepala Bagian Hukum")
    assert page.errors()
    page = create(
        browse(cast.admin), 422, False, Peran=["TKKSD Lokus"], Jabatan_dalam_TKKSD="Kepala Bagian Hukum"
    )
    assert any(error.startswith("Jabatan dalam TKKSD") for error in page.errors()), page.errors()
    assert account() is None


def test_a_closed_account_is_out_at_once_and_stays_out_after_opening(browse, cast):
    browser = browse(cast.baru)
    browser.get("/pengaturan")
    edit(browse(cast.admin), cast.baru, {"Akun aktif": False})
    browser.get("/pengaturan", status=302)
    edit(browse(cast.admin), cast.baru, {"Akun aktif": True})
    browser.get("/pengaturan", status=302)


def test_admin_changes_neither_the_own_account_nor_the_operators(browse, cast):
    browser = browse(cast.admin)
    for person in (cast.admin, cast.superadmin):
        browser.get(f"/users/edit/{person.id}")
        assert "Simpan" not in browser.page.buttons()
        browser.post(f"/users/edit/{person.id}", {"roles": "", "active": "y"}, status=409)
    assert last_event("akun.peran_diubah") is None


def test_an_account_keeps_at_least_one_role(browse, cast):
    assert edit(browse(cast.admin), cast.baru, {"Peran": []}, status=422, follow=False).errors()


def test_accounts_are_found_by_name_address_and_nip(browse, cast):
    cast.tkksd.nip = "198001012005012001"
    for words in ("eka", "eka@example.org", "1980010120050"):
        page = browse(cast.admin).get("/users/list/", query_string={"q": words})
        assert page.has("Eka Contoh")
        assert not page.has("Ayu Contoh")


def test_no_hash_is_ever_shown(browse, cast):
    browser = browse(cast.superadmin)
    for url in ("/users/list/", f"/users/show/{cast.baru.id}", f"/users/edit/{cast.baru.id}"):
        assert "pbkdf2" not in browser.get(url).response.get_data(as_text=True)


# --- the matrix --------------------------------------------------------------------------
def test_the_matrix_says_what_fab_says(app, cast):
    """Each cell agrees with the answer that the doors give."""
    manager = app.appbuilder.sm
    people = {
        roles.ADMIN: cast.admin,
        roles.TKKSD: cast.tkksd,
        roles.PROTOKOL: cast.protokol,
        roles.LOKUS: cast.lokus,
        roles.PIMPINAN: cast.pimpinan,
        roles.PEMOHON: cast.pemohon,
    }
    matrix = queries.role_matrix()
    for row in matrix.rows:
        for role, person in people.items():
            allowed = {name for name in row.permissions if manager._has_view_access(person, name, row.view)}
            assert allowed == set(row.allowed[role]), (row.view, role)


def test_admin_reads_the_matrix(browse, cast):
    page = browse(cast.admin).get("/pengaturan/peran")
    assert page.h1 == "Peran dan halaman"
    assert page.has("Pengaturan", "/pengaturan", "Pengguna", *roles.ALL)


def test_the_document_on_roles_agrees_with_the_program(app, session):
    assert DOCS.read_text(encoding="utf-8") == queries.role_matrix_markdown(), (
        "flask ekspor-peran > docs/peran.md"
    )


def test_everybody_has_the_own_settings(browse, cast):
    for person in cast.people.values():
        page = browse(person).get("/pengaturan")
        assert page.has("Pengaturan Akun", "Pengaturan Biodata", "Pengaturan Instansi")
    assert browse(cast.admin).get("/pengaturan").has("Pengguna baru", "Peran dan halaman")
    assert not browse(cast.pemohon).get("/pengaturan").has("Pengguna baru")


# --- institutions, for Admin -------------------------------------------------------------------
def test_admin_looks_up_and_mends_an_institution(browse, cast):
    browser = browse(cast.admin)
    assert browser.get("/data-induk/instansi/list/", query_string={"q": "mahakam"}).has(
        "Universitas Contoh Mahakam"
    )
    page = browser.get(f"/data-induk/instansi/show/{cast.universitas.id}")
    assert page.has("Ayu Contoh", "Pengelola", "Perguruan tinggi")
    browser.get(f"/data-induk/instansi/edit/{cast.universitas.id}")
    browser.submit("Simpan", {"Kode Pos": "75111", "Website": ""})
    assert (cast.universitas.kode_pos, cast.universitas.website) == ("75111", None)
    assert last_event("instansi.diubah").data["baru"]["kode_pos"] == "75111"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Kode Pos", "771234"),
        ("Telepon", "x"),
        ("Email", "x"),
        ("Website", "javascript:1"),
        ("Kabupaten/Kota", "Kalimantan Timur"),
    ],
)
def test_admin_too_cannot_store_what_cannot_be_right(browse, cast, field, value):
    browser = browse(cast.admin)
    browser.get(f"/data-induk/instansi/edit/{cast.universitas.id}")
    assert browser.submit("Simpan", {field: value}, status=422, follow=False).errors()


def test_institutions_are_neither_made_nor_deleted_there(browse, cast):
    browser = browse(cast.superadmin)
    browser.get("/data-induk/instansi/add", status=404)
    browser.get(f"/data-induk/instansi/delete/{cast.universitas.id}", status=404)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_screen_of_institutions_is_admins(browse, cast, who):
    browse(getattr(cast, who)).get("/data-induk/instansi/list/", status=403)
