"""Two records of one institution become one: nothing is lost, nothing is rewritten, and it can be read afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.akun import operations_gabung as operations
from app.akun.models import Instansi, KeanggotaanInstansi, UndanganInstansi
from app.akun.operations import accept_invitation, invite_member
from app.akun.pindahan import all_pindahan, all_undangan
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama.models import KerjaSama
from app.kit.errors import Refused, Stale
from app.penjadwalan.models import NaskahDitandatangani
from app.permohonan import operations as permohonan
from app.permohonan.models import Permohonan
from app.permohonan.rules import petugas_ke
from tests import factories

# Not moved: the way from a merged record to the one that stays.
OWN = {"instansi.digabung_ke_id"}


def merge(cast, nama=None, seen=None, actor=None):
    dari, ke = cast.perusahaan, cast.universitas
    return operations.merge_instansi(
        dari,
        ke,
        actor=actor or cast.admin,
        nama=nama or dari.nama,
        seen=seen or (dari.versi, ke.versi),
    )


def test_every_table_that_names_an_institution_is_moved(app):
    found = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "instansi" for key in column.foreign_keys)
    }
    moved = {f"{one.kolom.class_.__tablename__}.{one.kolom.key}" for one in all_pindahan()}
    assert found - OWN == moved


def test_members_and_cases_go_over_and_the_snapshot_of_a_case_stays(session, cast):
    case = factories.make_draft(cast.asing, None)
    nama = case.instansi_nama
    merge(cast)
    session.expire_all()
    assert session.get(Permohonan, case.id).instansi_id == cast.universitas.id
    assert session.get(Permohonan, case.id).instansi_nama == nama
    membership = session.scalar(
        select(KeanggotaanInstansi).filter_by(pengguna_id=cast.asing.id, ended_at=None)
    )
    assert membership.instansi_id == cast.universitas.id
    assert not cast.perusahaan.is_active
    assert cast.perusahaan.digabung_ke is cast.universitas


def test_no_row_stays_behind(session, cast):
    invite_member(cast.perusahaan, actor=cast.asing, email="kawan@example.org")
    invite_member(cast.universitas, actor=cast.pemohon, email="kawan@example.org")
    factories.make_draft(cast.asing, None)
    merge(cast)
    for one in all_pindahan():
        assert one.count(cast.perusahaan) == 0, one.label
    open_ones = select(func.count()).where(
        UndanganInstansi.instansi_id == cast.universitas.id, UndanganInstansi.cancelled_at.is_(None)
    )
    assert session.scalar(open_ones) == 1


def test_every_column_that_names_an_invitation_follows_the_one_that_stays(app):
    found = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "undangan_instansi" for key in column.foreign_keys)
    }
    assert found == {f"{one.class_.__tablename__}.{one.key}" for one in all_undangan()}


def test_a_case_that_waits_for_somebody_invited_twice_gets_her_answer(session, cast):
    case = permohonan.create_draft(actor=cast.asing)
    permohonan.invite_ppksd2(case, actor=cast.asing, email=cast.baru.email)
    stays = invite_member(cast.universitas, actor=cast.pemohon, email=cast.baru.email)
    stays.expires_at += timedelta(days=1)
    session.flush()
    merge(cast)
    session.expire_all()
    assert not [row for row in session.scalars(select(UndanganInstansi)) if row.instansi is cast.perusahaan]
    accept_invitation(stays, actor=cast.baru)
    assert petugas_ke(case, 2).pengguna is cast.baru


def test_a_merged_record_is_not_made_active_again(session, cast, browse):
    merge(cast)
    browser = browse(cast.admin)
    browser.get(f"/data-induk/instansi/edit/{cast.perusahaan.id}")
    page = browser.submit("Simpan", {"Instansi aktif": True}, status=422)
    assert page.has("Sudah digabung ke Universitas Contoh Mahakam")
    assert not cast.perusahaan.is_active


def test_agreements_go_over_too(session, cast):
    factories.make_signed(cast)
    ours = select(func.count()).select_from(KerjaSama).where(KerjaSama.instansi_id == cast.universitas.id)
    before = session.scalar(ours)
    assert before
    dari, ke = cast.universitas, cast.perusahaan
    operations.merge_instansi(dari, ke, actor=cast.admin, nama=dari.nama, seen=(dari.versi, ke.versi))
    moved = select(func.count()).select_from(KerjaSama).where(KerjaSama.instansi_id == ke.id)
    assert session.scalar(moved) == before


def test_the_same_number_in_one_year_is_told_before_anything_moves(session, cast):
    case = factories.make_signed(cast).permohonan
    first, second = session.scalars(select(NaskahDitandatangani).filter_by(permohonan_id=case.id))
    second.instansi_id = cast.perusahaan.id
    second.nomor_mitra, second.tahun = first.nomor_mitra.lower(), first.tahun
    session.flush()
    with pytest.raises(Refused, match="dipakai pada naskah kedua instansi"):
        merge(cast)
    assert cast.perusahaan.is_active


@pytest.mark.parametrize("who", ["pemohon", "tkksd", "superadmin", "pimpinan"])
def test_only_admin_merges(session, cast, who):
    with pytest.raises(Refused, match="Hanya Admin"):
        merge(cast, actor=cast.people[who])


def test_a_member_of_one_of_them_does_not_merge_them(session, cast):
    session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.admin))
    session.flush()
    with pytest.raises(Refused, match="Anda anggota salah satu"):
        merge(cast)


def test_a_wrong_name_or_an_old_page_merges_nothing(session, cast):
    with pytest.raises(Refused, match="persis seperti tertulis"):
        merge(cast, nama="PT Contoh")
    with pytest.raises(Stale):
        merge(cast, seen=(0, 0))
    with pytest.raises(Refused, match="dirinya sendiri"):
        operations.merge_instansi(
            cast.universitas, cast.universitas, actor=cast.admin, nama=cast.universitas.nama, seen=(1, 1)
        )


def test_a_second_press_is_told(session, cast):
    merge(cast)
    with pytest.raises(Refused, match="tidak aktif lagi"):
        merge(cast)


def test_a_record_that_was_merged_before_leads_to_the_last_one(session, cast):
    merge(cast)
    third = factories.build_instansi("Universitas Ketiga", (), factories.samarinda(), cast.universitas.jenis)
    session.flush()
    dari = cast.universitas
    operations.merge_instansi(dari, third, actor=cast.admin, nama=dari.nama, seen=(dari.versi, third.versi))
    session.expire_all()
    assert cast.perusahaan.digabung_ke is third


def test_both_histories_tell_of_it(session, cast, browse):
    merge(cast)
    told = {
        event.jenis: event.objek_id
        for event in session.scalars(select(Peristiwa).where(Peristiwa.jenis.like("instansi.%gabung%")))
    }
    assert told == {
        "instansi.digabung": cast.perusahaan.id,
        "instansi.menerima_gabungan": cast.universitas.id,
    }


def test_admin_looks_for_the_other_record_compares_and_merges(session, cast, browse):
    browser = browse(cast.admin)
    page = browser.get(f"/data-induk/instansi/show/{cast.perusahaan.id}")
    assert page.has("Gabungkan")
    page = browser.get(f"/instansi/{cast.perusahaan.id}/gabung?q=mahakam")
    assert page.has("Universitas Contoh Mahakam")
    page = browser.get(f"/instansi/{cast.perusahaan.id}/gabung?ke={cast.universitas.id}")
    assert page.has("Yang berpindah", "Anggota, sekarang dan dahulu", cast.asing.nama)
    page = browser.submit("Gabungkan", {"Nama instansi yang digabung": "PT Contoh"}, status=422)
    assert page.has("persis seperti tertulis")
    page = browser.submit("Gabungkan", {"Nama instansi yang digabung": cast.perusahaan.nama})
    assert page.has("PT Contoh Maju digabung ke Universitas Contoh Mahakam.")
    assert browser.get(f"/data-induk/instansi/show/{cast.perusahaan.id}").has("Digabung ke")


def test_two_who_change_and_merge_at_once_the_merger_is_told(session, cast, browse):
    browser = browse(cast.admin)
    browser.get(f"/instansi/{cast.perusahaan.id}/gabung?ke={cast.universitas.id}")
    cast.universitas.alamat = "Jalan lain"
    session.flush()
    page = browser.submit("Gabungkan", {"Nama instansi yang digabung": cast.perusahaan.nama}, status=422)
    assert page.has("baru saja berubah")


@pytest.mark.parametrize("who", ["pemohon", "tkksd", "lokus", "pimpinan"])
def test_others_do_not_open_the_page(session, cast, browse, who):
    browse(cast.people[who]).get(f"/instansi/{cast.perusahaan.id}/gabung", status=403)


def test_numbers_that_are_none_lead_nowhere(session, cast, browse):
    browser = browse(cast.admin)
    for ke in ("x", "999999", "-1", "9" * 30):
        browser.get(f"/instansi/{cast.perusahaan.id}/gabung?ke={ke}", status=404)
    assert (
        session.scalar(select(func.count()).select_from(Instansi).where(Instansi.is_active.is_(False))) == 0
    )
