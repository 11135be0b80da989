"""What people can and cannot do with an application, from the empty draft to its submission. No pages here."""

import threading

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.errors import Refused, Stale
from app.permohonan import operations, rules
from app.permohonan.alur import Bagian, Hat, Status
from app.permohonan.models import (
    JawabanPetugas,
    Kiriman,
    Permohonan,
    PersetujuanPakta,
)
from app.permohonan.queries import changes, find, part_version, submissions
from app.rujukan.models import Kategori
from app.rujukan.queries import current_pakta
from tests import factories


def events(permohonan: Permohonan) -> list[str]:
    query = select(Peristiwa.jenis).where(
        Peristiwa.objek_tipe == "permohonan", Peristiwa.objek_id == permohonan.id
    )
    return list(db.session.scalars(query.order_by(Peristiwa.id)))


# --- beginning
def test_a_person_with_complete_profile_begins_a_draft_with_everything_filled_in(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    assert permohonan.status is Status.DRAF
    assert permohonan.kode == permohonan.kode_draf
    assert permohonan.instansi_nama == cast.universitas.nama
    assert permohonan.petugas[0].nama == "Ayu Contoh"
    assert permohonan.kategori_usulan.kode == "KSDPK"
    assert events(permohonan) == ["permohonan.draf_dibuat"]


def test_without_biodata_or_institution_nobody_begins(cast):
    with pytest.raises(Refused):
        operations.create_draft(actor=cast.baru)


def test_pressing_begin_twice_makes_one_draft(cast):
    assert operations.create_draft(actor=cast.pemohon) is operations.create_draft(actor=cast.pemohon)


def test_a_draft_that_was_touched_is_not_taken_again(cast):
    first = factories.make_draft(cast.pemohon)
    assert operations.create_draft(actor=cast.pemohon).id != first.id


# --- writing
def test_a_later_change_of_the_profile_does_not_rewrite_the_case(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    cast.universitas.nama = "Universitas Lain"
    cast.pemohon.biodata.jabatan = "Rektor"
    db.session.flush()
    assert permohonan.instansi_nama == "Universitas Contoh Mahakam"
    assert permohonan.petugas[0].jabatan == "Kepala Biro"


def test_the_snapshot_can_be_taken_anew_while_the_case_is_a_draft(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    cast.universitas.nama = "Universitas Lain"
    operations.refresh_snapshots(permohonan, actor=cast.pemohon)
    assert permohonan.instansi_nama == "Universitas Lain"


def test_nobody_takes_the_snapshot_anew_after_submission(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused):
        operations.refresh_snapshots(permohonan, actor=cast.pemohon)


def test_a_stranger_cannot_write_in_the_draft(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    for person in (cast.asing, cast.rekan, cast.admin, cast.superadmin):
        with pytest.raises(Refused):
            operations.save_persiapan(permohonan, actor=person, isian={"lokasi": "x"}, seen=None)


def test_ppksd2_writes_only_after_confirming(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    with pytest.raises(Refused):
        operations.save_persiapan(permohonan, actor=cast.ppksd2, isian={"lokasi": "x"}, seen=None)
    operations.answer_ppksd2(permohonan, actor=cast.ppksd2, terima=True, pakta=current_pakta())
    operations.save_persiapan(permohonan, actor=cast.ppksd2, isian={"lokasi": "x"}, seen=None)
    assert permohonan.persiapan.lokasi == "x"


def test_who_saves_a_part_second_is_told_who_was_first(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    seen = part_version(permohonan, Bagian.PERSIAPAN)
    operations.save_persiapan(permohonan, actor=cast.ppksd2, isian={"lokasi": "dari Bima"}, seen=seen)
    with pytest.raises(Stale) as told:
        operations.save_persiapan(permohonan, actor=cast.pemohon, isian={"lokasi": "dari Ayu"}, seen=seen)
    assert "Bima Contoh" in str(told.value.message)
    assert permohonan.persiapan.lokasi == "dari Bima"


def test_two_people_in_different_parts_do_not_disturb_each_other(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    persiapan, pemohon = part_version(permohonan, "persiapan"), part_version(permohonan, "pemohon")
    operations.save_persiapan(permohonan, actor=cast.ppksd2, isian={"lokasi": "baru"}, seen=persiapan)
    operations.save_pemohon(
        permohonan,
        actor=cast.pemohon,
        judul="Judul baru",
        urusan=permohonan.urusan,
        kategori=permohonan.kategori,
        kategori_alasan="",
        seen=pemohon,
    )
    assert (permohonan.judul, permohonan.persiapan.lokasi) == ("Judul baru", "baru")


def test_another_category_than_the_proposed_one_needs_a_reason(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    sinergi = db.session.scalar(select(Kategori).where(Kategori.kode == "SINERGI"))
    given = {"actor": cast.pemohon, "judul": "J", "urusan": [], "kategori": sinergi, "seen": 0}
    with pytest.raises(Refused) as told:
        operations.save_pemohon(permohonan, kategori_alasan="", **given)
    assert told.value.field == "kategori_alasan"
    operations.save_pemohon(permohonan, kategori_alasan="Kampus negeri.", **given)
    assert permohonan.kategori_alasan == "Kampus negeri."


def test_too_many_words_are_kept_but_not_submitted(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    long = "kata " * 101
    operations.save_persiapan(permohonan, actor=cast.pemohon, isian={"lokasi": long}, seen=None)
    assert permohonan.persiapan.lokasi == long
    with pytest.raises(Refused) as told:
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert "101" in str(told.value.message)


# --- PPKSD-2
def test_only_members_of_the_own_institution_can_be_chosen(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    for person in (cast.asing, cast.pemohon, cast.baru):
        with pytest.raises(Refused):
            operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=person)


def test_ppksd2_cannot_confirm_without_the_pact(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    with pytest.raises(Refused) as told:
        operations.answer_ppksd2(permohonan, actor=cast.ppksd2, terima=True, pakta=None)
    assert told.value.field == "setuju"


def test_nobody_else_confirms_for_ppksd2(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    for person in (cast.pemohon, cast.rekan, cast.admin):
        with pytest.raises(Refused):
            operations.answer_ppksd2(permohonan, actor=person, terima=True, pakta=current_pakta())


def test_who_refused_sees_the_case_no_more_and_another_can_be_chosen(cast):
    permohonan = operations.create_draft(actor=cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    operations.answer_ppksd2(permohonan, actor=cast.ppksd2, terima=False)
    assert find(permohonan.kode, cast.ppksd2) is None
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.rekan)
    assert rules.petugas_ke(permohonan, 2).pengguna_id == cast.rekan.id


def test_choosing_another_person_takes_the_case_from_the_one_before(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.rekan)
    assert find(permohonan.kode, cast.ppksd2) is None
    assert rules.hats(cast.rekan, permohonan) == set()


def test_who_is_invited_by_mail_becomes_the_person_asked(cast):
    from app.akun import operations as akun

    permohonan = factories.make_draft(cast.pemohon)
    petugas = operations.invite_ppksd2(permohonan, actor=cast.pemohon, email="baru@example.org")
    assert petugas.pengguna_id is None
    factories.make_biodata(cast.baru)
    akun.accept_invitation(petugas.undangan, actor=cast.baru)
    assert petugas.pengguna_id == cast.baru.id
    operations.answer_ppksd2(permohonan, actor=cast.baru, terima=True, pakta=current_pakta())
    assert petugas.jawaban is JawabanPetugas.DITERIMA


# --- submission
def test_submission_gives_the_unique_code_and_keeps_everything(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert permohonan.status is Status.MENUNGGU_VERIFIKASI
    assert permohonan.kode.startswith("KSD-")
    assert permohonan.kode != permohonan.kode_draf
    kiriman = submissions(permohonan)
    assert [k.putaran for k in kiriman] == [1]
    assert kiriman[0].isi["lokasi"] == "Isian contoh untuk lokasi."
    assert events(permohonan)[-1] == "permohonan.dikirim"


def test_old_links_to_the_draft_find_the_submitted_case(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert find(permohonan.kode_draf, cast.pemohon) is permohonan
    assert find(permohonan.kode.lower(), cast.pemohon) is permohonan


def test_the_pact_is_stored_for_both_with_time_and_hash(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    rows = db.session.scalars(
        select(PersetujuanPakta).where(PersetujuanPakta.permohonan_id == permohonan.id)
    ).all()
    assert {row.pengguna_id for row in rows} == {cast.pemohon.id, cast.ppksd2.id}
    assert {row.sidik for row in rows} == {current_pakta().sidik}


def test_without_the_pact_nothing_is_submitted(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused) as told:
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=None)
    assert told.value.field == "setuju"


@pytest.mark.parametrize("missing", ["judul", "ppksd2", "persiapan"])
def test_an_incomplete_application_is_not_submitted(cast, missing):
    permohonan = factories.make_draft(cast.pemohon, None if missing == "ppksd2" else cast.ppksd2)
    if missing == "judul":
        permohonan.judul = ""
    if missing == "persiapan":
        permohonan.persiapan.manfaat = ""
    db.session.flush()
    with pytest.raises(Refused):
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert permohonan.status is Status.DRAF


def test_only_ppksd1_submits(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    for person in (cast.ppksd2, cast.asing, cast.admin, cast.superadmin):
        with pytest.raises(Refused):
            operations.submit_permohonan(permohonan, actor=person, pakta=current_pakta())


def test_a_second_press_of_submit_changes_nothing(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    before = (permohonan.kode, permohonan.putaran, len(events(permohonan)))
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert (permohonan.kode, permohonan.putaran, len(events(permohonan))) == before


def test_two_presses_at_the_same_moment_make_one_submission(committed, app, cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    db.session.commit()
    kode, owner, errors = permohonan.kode, cast.pemohon.id, []

    def press():
        from app.akun.models import Pengguna

        try:
            with app.app_context():
                person = db.session.get(Pengguna, owner)
                operations.submit_permohonan(find(kode, person), actor=person, pakta=current_pakta())
                db.session.commit()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert db.session.scalar(select(func.count()).select_from(Kiriman)) == 1


def test_a_submitted_application_is_not_changed(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused):
        operations.save_persiapan(permohonan, actor=cast.pemohon, isian={"lokasi": "x"}, seen=None)


# --- ending
def test_the_owner_throws_a_draft_away_and_the_journal_remembers(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    number = permohonan.id
    operations.delete_draft(permohonan, actor=cast.pemohon)
    assert db.session.get(Permohonan, number) is None
    last = db.session.scalars(select(Peristiwa).order_by(Peristiwa.id.desc()).limit(1)).one()
    assert (last.jenis, last.objek_id) == ("permohonan.draf_dihapus", number)


def test_nobody_else_throws_a_draft_away_and_a_submitted_case_stays(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused):
        operations.delete_draft(permohonan, actor=cast.ppksd2)
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    with pytest.raises(Refused):
        operations.delete_draft(permohonan, actor=cast.pemohon)


def test_withdrawal_needs_a_reason_and_closes_the_case(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused) as told:
        operations.withdraw_permohonan(permohonan, actor=cast.pemohon, alasan="  ")
    assert told.value.field == "catatan"
    operations.withdraw_permohonan(permohonan, actor=cast.pemohon, alasan="Digabung.")
    assert permohonan.status is Status.DITARIK
    assert permohonan.closed_at is not None
    assert permohonan.penutup == "Digabung."


# --- correction round
def test_a_correction_is_ticked_off_when_the_field_changes(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi")
    with pytest.raises(Refused):
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    operations.save_persiapan(permohonan, actor=cast.pemohon, isian={"lokasi": "Tiga kelurahan."}, seen=None)
    assert rules.open_requests(permohonan)[0].selesai_at is not None
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    first, second = submissions(permohonan)
    assert [(c.isian, c.baru) for c in changes(first, second)] == [("lokasi", "Tiga kelurahan.")]
    assert permohonan.putaran == 2


def test_the_code_stays_the_same_when_an_application_is_sent_again(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    kode = permohonan.kode
    operations.mark_answered(rules.open_requests(permohonan)[0], actor=cast.pemohon)
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert permohonan.kode == kode


def test_a_stranger_cannot_mark_a_correction_as_done(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    with pytest.raises(Refused):
        operations.mark_answered(rules.open_requests(permohonan)[0], actor=cast.asing)


def test_hats_come_from_the_case_and_from_the_role(cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    expected = {
        "pemohon": {Hat.PPKSD1},
        "ppksd2": {Hat.PPKSD2},
        "asing": set(),
        "admin": {Hat.ADMIN},
        "tkksd": {Hat.TKKSD},
        "protokol": {Hat.PROTOKOL},
        "superadmin": set(),
        "pimpinan": set(),
    }
    assert {name: rules.hats(getattr(cast, name), permohonan) for name in expected} == expected
