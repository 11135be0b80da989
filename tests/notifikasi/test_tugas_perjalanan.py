"""Tasks between the offer and the signed agreement: they come and go with the facts, and only for who may act."""

from datetime import timedelta

import pytest

from app.akun import roles
from app.extensions import db
from app.kit import clock, settings
from app.kit.clock import now
from app.naskah.queries import required_mark
from app.notifikasi.operations import without_mail
from app.notifikasi.tugas import count_tugas, tasks_of, waiting_for_others
from app.pembahasan import operations as pembahasan
from app.pembahasan.models import Sikap
from app.penjadwalan import operations as penjadwalan
from app.penjadwalan import ttd_operations
from app.penjadwalan.rules import planned
from app.permohonan import tahap_operations
from app.permohonan.alur import Giliran
from app.permohonan.queries import TEAM_SEES_ALL
from app.permohonan.rules import open_stage
from tests import factories
from tests.counting import counted
from tests.penjadwalan.perkara import at


def tasks(person) -> list[str]:
    """What this person has to do, as it is written."""
    return [str(task.judul) for group in tasks_of(person) for task in group.tugas]


@pytest.fixture
def case(cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


# --- documents and opinions
def test_both_contacts_upload_the_papers_of_the_offer_and_then_wait(cast, case):
    for person in (cast.pemohon, cast.ppksd2):
        assert tasks(person) == ["Unggah dokumen penawaran"]
    assert tasks(cast.tkksd) == tasks(cast.admin) == []
    factories.make_stage_documents(case, cast.pemohon)
    assert tasks(cast.pemohon) == tasks(cast.ppksd2) == []
    [waiting] = waiting_for_others(cast.ppksd2)
    assert str(waiting.giliran) == "Tim Koordinasi"


def test_the_city_judges_each_version_once(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    judges = (cast.admin, cast.admin2, cast.tkksd, cast.hukum, cast.protokol)
    for person in judges:
        assert tasks(person) == ["Beri pendapat"], person
    factories.make_opinion(case, cast.tkksd)
    assert tasks(cast.tkksd) == []
    assert tasks(cast.admin) == ["Beri pendapat"]
    factories.make_stage_documents(case, cast.pemohon)  # what was said is stale
    assert tasks(cast.tkksd) == ["Beri pendapat"]


def test_where_nobody_is_assigned_the_others_are_asked_until_enough_have_agreed(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.tkksd)
    assert tasks(cast.hukum) == tasks(cast.protokol) == []
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.admin)
    assert tasks(cast.admin2) == []
    assert tasks(cast.hukum) == ["Beri pendapat"]


def test_the_staff_list_and_the_list_of_tasks_agree_on_what_waits_for_me(cast, case, browse):
    factories.make_stage_documents(case, cast.pemohon)
    other = factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Lainnya")
    page = browse(cast.admin).get("/permohonan/?tab=giliran")
    assert page.has(case.kode, other.kode) and len(tasks(cast.admin)) == 2
    assert waiting_for_others(cast.admin) == []  # both wait for this very person
    factories.make_opinion(case, cast.admin)
    assert not browse(cast.admin).get("/permohonan/?tab=giliran").has(case.kode)
    assert [str(row.giliran) for row in waiting_for_others(cast.admin)] == ["TKKSD"]


def test_who_is_assigned_is_asked_also_after_enough_have_agreed(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.tkksd, cast.hukum])
    factories.make_opinion(case, cast.tkksd)
    assert tasks(cast.hukum) == ["Beri pendapat"]


def test_a_case_given_to_members_is_theirs_alone(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.hukum, cast.protokol])
    assert tasks(cast.hukum) == tasks(cast.protokol) == ["Beri pendapat"]
    assert tasks(cast.tkksd) == []
    assert tasks(cast.admin) == ["Beri pendapat"]


def test_nobody_has_a_task_in_a_case_that_is_not_theirs_to_see(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    settings.put(TEAM_SEES_ALL, False)
    assert tasks(cast.tkksd) == []
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.tkksd])
    assert tasks(cast.tkksd) == ["Beri pendapat"]


def test_nobody_judges_the_paper_of_the_own_institution(app, cast, case):
    find = app.appbuilder.sm.find_role
    cast.rekan.roles = [*cast.rekan.roles, find(roles.TKKSD)]
    cast.ppksd2.roles = [*cast.ppksd2.roles, find(roles.ADMIN)]
    factories.make_stage_documents(case, cast.pemohon)
    assert tasks(cast.rekan) == tasks(cast.ppksd2) == []


def test_what_was_found_wanting_is_mended_by_the_applicant(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Lengkapi.")
    assert tasks(cast.pemohon) == tasks(cast.ppksd2) == ["Perbaiki naskah"]
    assert tasks(cast.tkksd) == []
    [waiting] = waiting_for_others(cast.admin)
    assert str(waiting.giliran) == "Pemohon"
    factories.make_stage_documents(case, cast.pemohon)
    assert tasks(cast.pemohon) == []
    assert tasks(cast.hukum) == ["Beri pendapat"]


def test_a_note_of_who_agreed_waits_for_its_answer_also_after_the_stage(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    note = factories.make_opinion(case, cast.tkksd, Sikap.SETUJU_CATATAN, "Rapikan lampirannya.")
    assert tasks(cast.pemohon) == tasks(cast.ppksd2) == ["Jawab catatan atas naskah"]
    factories.make_opinion(case, cast.admin)
    assert tasks(cast.ppksd2) == ["Jawab catatan atas naskah", "Unggah rancangan naskah"]
    pembahasan.answer_note(note, actor=cast.pemohon, tanggapan="Sudah dirapikan.")
    assert tasks(cast.ppksd2) == ["Unggah rancangan naskah"]


def test_what_the_contacts_find_wanting_in_the_citys_draft_is_answered_by_admin(cast, case):
    factories.make_agreed_stage(case, cast)
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_stage_documents(case, cast.admin)
    factories.make_opinion(case, cast.pemohon, Sikap.PERLU_PERBAIKAN, "Pasal 5 memberatkan.")
    assert case.giliran is Giliran.ADMIN
    assert tasks(cast.admin) == tasks(cast.admin2) == ["Jawab keberatan PPKSD"]
    assert tasks(cast.pemohon) == tasks(cast.tkksd) == []
    factories.make_stage_documents(case, cast.admin)
    assert tasks(cast.admin) == ["Beri pendapat"] and case.giliran is Giliran.TKKSD


def test_what_admin_sent_back_is_mended_too(cast, case):
    factories.make_stage_documents(case, cast.pemohon)
    mark = required_mark(open_stage(case))
    pembahasan.send_back(case, actor=cast.admin, alasan="Belum ditandatangani.", terakhir_id=mark)
    assert tasks(cast.pemohon) == ["Perbaiki naskah"]


def test_a_draft_that_the_city_agrees_with_waits_for_the_contacts(cast, case):
    factories.make_agreed_stage(case, cast)
    assert tasks(cast.pemohon) == ["Unggah rancangan naskah"]
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.admin)
    factories.make_opinion(case, cast.tkksd)
    assert tasks(cast.pemohon) == tasks(cast.ppksd2) == ["Setujui naskah"]


# --- the schedule and the signing
def test_the_schedule_goes_to_and_fro(cast):
    case = factories.make_agreed(cast)
    assert tasks(cast.pemohon) == ["Pilih cara penandatanganan dan usulkan jadwal"]
    ttd = penjadwalan.propose(case, actor=cast.pemohon, jenis=planned(case), slots=[at()])
    assert tasks(cast.pemohon) == []
    assert tasks(cast.protokol) == ["Jawab usulan jadwal"]
    assert tasks(cast.admin) == tasks(cast.tkksd) == []
    [waiting] = waiting_for_others(cast.pemohon)
    assert str(waiting.giliran) == "Protokol dan Komunikasi Pimpinan"
    penjadwalan.revise(ttd, actor=cast.protokol, waktu=at(hour=13), catatan="", seen=ttd.putaran)
    assert tasks(cast.protokol) == []
    assert tasks(cast.ppksd2) == ["Jawab waktu yang diusulkan Protokol"]
    [waiting] = waiting_for_others(cast.protokol)
    assert str(waiting.giliran) == "Pemohon"
    penjadwalan.accept_revision(ttd, actor=cast.pemohon, seen=ttd.putaran)
    for person in (cast.pemohon, cast.ppksd2, cast.protokol, cast.admin):
        assert tasks(person) == []  # signed in two weeks: there is nothing to record yet
    assert waiting_for_others(cast.pemohon) == waiting_for_others(cast.admin) == []


def test_a_signing_is_recorded_once_its_hour_has_come(cast):
    case = factories.make_agreed(cast)
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at())
    assert tasks(cast.pemohon) == []
    with clock.at(now() + timedelta(days=60)):
        for person in (cast.pemohon, cast.ppksd2, cast.admin):
            assert tasks(person) == ["Catat penandatanganan"]
        assert tasks(cast.tkksd) == tasks(cast.protokol) == []


def test_what_was_recorded_waits_for_admin_and_what_was_sent_back_for_both_sides(cast):
    case = factories.make_agreed(cast)
    ttd = penjadwalan.choose_desk(case, actor=cast.pemohon, jenis=planned(case))
    assert tasks(cast.pemohon) == tasks(cast.admin) == ["Catat penandatanganan"]
    ttd_operations.record_signing(ttd, actor=cast.pemohon, isi=factories.make_record(ttd))
    assert tasks(cast.pemohon) == []
    assert tasks(cast.admin) == tasks(cast.admin2) == ["Validasi penandatanganan"]
    ttd_operations.return_record(ttd, actor=cast.admin, alasan="Meterai belum ada.")
    assert tasks(cast.ppksd2) == ["Catat penandatanganan"]
    ttd_operations.record_signing(ttd, actor=cast.pemohon, isi=factories.make_record(ttd))
    ttd_operations.validate_signing(ttd, actor=cast.admin)
    for person in (cast.pemohon, cast.ppksd2, cast.admin, cast.tkksd, cast.protokol):
        assert tasks(person) == []
        assert waiting_for_others(person) == []


def test_admin_of_the_own_institution_validates_nothing(app, cast):
    cast.ppksd2.roles = [*cast.ppksd2.roles, app.appbuilder.sm.find_role(roles.ADMIN)]
    case = factories.make_agreed(cast)
    ttd = penjadwalan.choose_desk(case, actor=cast.pemohon, jenis=planned(case))
    assert tasks(cast.ppksd2) == ["Catat penandatanganan"]
    ttd_operations.record_signing(ttd, actor=cast.pemohon, isi=factories.make_record(ttd))
    assert tasks(cast.ppksd2) == []


# --- the page
def walk(cast) -> None:
    """Cases at several stations."""
    with without_mail():
        factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
        offered = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
        factories.make_stage_documents(offered, cast.pemohon)
        held = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
        factories.make_stage_documents(held, cast.pemohon)
        factories.make_opinion(held, cast.hukum, Sikap.TIDAK_SETUJU, "Bukan kewenangan.")
        agreed = factories.make_agreed(cast)
        penjadwalan.propose(agreed, actor=cast.pemohon, jenis=planned(agreed), slots=[at()])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_each_task_leads_to_a_page_that_its_owner_may_open(cast, browse, lang):
    walk(cast)
    opened = 0
    for person in (cast.pemohon, cast.admin, cast.tkksd, cast.protokol):
        page = browse(person, lang).get("/tugas")
        for group in tasks_of(person):
            for task in group.tugas:
                assert str(task.url) in page.links().values()
                browse(person, lang).get(task.url)
                opened += 1
    assert opened >= 6


def test_the_list_costs_the_same_however_much_waits(cast, browse):
    def cost(person) -> tuple[int, int]:
        db.session.flush()
        with counted() as counting:
            count_tugas(person)
        browser = browse(person)
        with counted() as page:
            browser.get("/tugas")
        return len(counting), len(page)

    people = (cast.admin, cast.pemohon, cast.protokol, cast.tkksd)
    walk(cast)
    few = [cost(person) for person in people]
    walk(cast)
    assert [cost(person) for person in people] == few
    assert (
        max(counting for counting, _page in few) <= 6
    )  # outside a request each look at the settings is one more
    assert max(page for _counting, page in few) <= 20
