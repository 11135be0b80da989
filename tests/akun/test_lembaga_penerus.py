"""An institution is never left to nobody, and who leaves it hands her cases over first."""

from sqlalchemy import select

from app.akun import operations as akun
from app.akun import roles
from app.akun.models import KeanggotaanInstansi
from app.extensions import db
from tests import factories


def member(person):
    return db.session.scalars(
        select(KeanggotaanInstansi).where(KeanggotaanInstansi.pengguna_id == person.id)
    ).one()


def close(person, cast):
    akun.change_account(person, actor=cast.admin, peran=[roles.PEMOHON], is_active=False)


def test_when_the_account_of_the_only_one_who_runs_it_is_closed_the_longest_standing_member_does(
    cast, browse
):
    close(cast.pemohon, cast)
    assert member(cast.ppksd2).is_pengelola
    assert not member(cast.rekan).is_pengelola
    assert "Anda sekarang pengelola instansi" in browse(cast.ppksd2).get("/notifikasi/").text


def test_a_closed_account_succeeds_nobody(cast):
    close(cast.ppksd2, cast)
    close(cast.pemohon, cast)
    assert member(cast.rekan).is_pengelola and not member(cast.ppksd2).is_pengelola


def test_while_somebody_else_runs_it_nothing_changes(cast):
    member(cast.rekan).is_pengelola = True
    db.session.flush()
    close(cast.pemohon, cast)
    assert not member(cast.ppksd2).is_pengelola


def test_the_last_member_leaves_nobody_and_nothing_breaks(cast):
    close(cast.asing, cast)
    assert member(cast.asing).is_pengelola


def test_whoever_leaves_reads_which_cases_wait_for_her_and_where_to_hand_them_over(cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    browser = browse(cast.ppksd2)
    browser.get("/pengaturan/instansi")
    page = browser.post("/pengaturan/instansi/keluar", {}, status=200)
    assert case.kode in page.text and "Alihkan semua perkara" in page.text
    browser.get(f"/permohonan/alih-semua/{member(cast.ppksd2).id}")
    browse(cast.pemohon).get("/pengaturan/instansi")
    asked = browse(cast.pemohon).post(
        f"/pengaturan/instansi/anggota/{member(cast.ppksd2).id}/keluarkan", {}, status=200
    )
    assert case.kode in asked.text
    other = browse(cast.rekan).post("/pengaturan/instansi/keluar", {}, status=200)
    assert "Alihkan semua perkara" not in other.text


def test_admin_finds_on_the_page_of_an_institution_how_the_cases_of_a_member_are_handed_over(cast, browse):
    factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.admin).get(f"/data-induk/instansi/show/{member(cast.pemohon).instansi_id}")
    ways = {link["href"] for link in page.html.select("[aria-labelledby=alih-judul] a")}
    assert f"/permohonan/alih-semua/{member(cast.ppksd2).id}" in ways
    assert f"/permohonan/alih-semua/{member(cast.rekan).id}" not in ways
    # Whoever may not open that page is not led there.
    page = browse(cast.superadmin).get(f"/data-induk/instansi/show/{member(cast.pemohon).instansi_id}")
    assert not page.html.select("[aria-labelledby=alih-judul] a")
