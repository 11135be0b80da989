"""What people ask of their data, who answers, and the clock of 3×24 hours."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun import roles
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import clock
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.kit.formats import waktu
from app.notifikasi.models import Surel
from app.notifikasi.tugas import tasks_of
from app.pdp import operations, queries, rules
from app.pdp.models import JenisPermintaan, KeadaanPermintaan, PermintaanData
from tests import factories
from tests.notifikasi.told import by_mail, in_inbox

AKSES, KOREKSI = JenisPermintaan.AKSES, JenisPermintaan.KOREKSI


def ask(person, jenis=AKSES, isi="Data apa saja yang Anda simpan?"):
    return operations.ask(actor=person, jenis=jenis, isi=isi)


# --- asking
def test_a_request_begins_the_clock_of_72_hours(cast):
    row = ask(cast.asing)
    assert row.keadaan is KeadaanPermintaan.DITERIMA
    assert row.due_at - row.created_at == timedelta(hours=72)


def test_two_presses_make_one_request(cast):
    ask(cast.asing)
    with pytest.raises(Refused):
        ask(cast.asing)
    assert ask(cast.asing, KOREKSI).id  # of another kind


def test_the_text_of_a_request_does_not_enter_the_journal(cast):
    ask(cast.asing, isi="Rahasia sekali")
    event = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "permintaan_data.dibuat")).one()
    assert "Rahasia" not in str([event.data, event.catatan, event.objek_nama])


@pytest.mark.parametrize(("hours", "is_over"), [(71, False), (72, False), (72.001, True), (73, True)])
def test_exactly_72_hours_are_still_in_time(cast, hours, is_over):
    row = ask(cast.asing)
    assert (rules.hours_left(row.due_at, row.created_at + timedelta(hours=hours)) < 0) is is_over


def test_the_hours_left_are_rounded_down():
    moment = now()
    assert rules.hours_left(moment + timedelta(hours=24), moment) == 24
    assert rules.hours_left(moment + timedelta(hours=23, minutes=59), moment) == 23
    assert rules.hours_left(moment - timedelta(minutes=1), moment) == -1


# --- who answers
def test_only_the_data_officer_sees_requests(cast):
    row = ask(cast.asing)
    db.session.flush()
    for name, person in cast.people.items():
        found = queries.find_request(row.id, person)
        assert (found is not None) is (name == "pejabat_pdp"), name


def test_admin_stands_in_only_where_there_is_no_active_officer(cast):
    row = ask(cast.asing)
    assert queries.find_request(row.id, cast.admin) is None
    assert not [group for group in tasks_of(cast.admin) if group.kode == "permintaan_data"]
    cast.pejabat_pdp.active = False
    db.session.flush()
    assert queries.find_request(row.id, cast.admin) is row
    assert [group.kode for group in tasks_of(cast.admin) if group.kode == "permintaan_data"]


def test_nobody_answers_her_own_request(cast):
    row = ask(cast.pejabat_pdp)
    assert queries.find_request(row.id, cast.pejabat_pdp) is None
    assert queries.find_request(row.id, cast.admin) is row  # there is no other officer
    with pytest.raises(Refused):
        operations.finish(row, actor=cast.pejabat_pdp, jawaban="Sudah.")
    other = factories.make_pengguna("Pejabat Kedua", roles.PEJABAT_PDP)
    assert queries.find_request(row.id, other) is row
    assert queries.find_request(row.id, cast.admin) is None


def test_the_officer_sees_the_task_with_its_term(cast):
    row = ask(cast.asing)
    (group,) = [one for one in tasks_of(cast.pejabat_pdp) if one.kode == "permintaan_data"]
    assert waktu(row.due_at) in str(group.tugas[0].sebab)
    assert group.tugas[0].url == f"/pdp/permintaan/{row.id}"


def test_of_two_officers_the_second_is_told_who_has_it(cast):
    row, other = ask(cast.asing), factories.make_pengguna("Pejabat Kedua", roles.PEJABAT_PDP)
    operations.begin(row, actor=cast.pejabat_pdp)
    operations.begin(row, actor=cast.pejabat_pdp)  # a second press changes nothing
    with pytest.raises(Stale, match="Lestari"):
        operations.begin(row, actor=other)
    operations.finish(row, actor=other, jawaban="Sudah.")
    with pytest.raises(Stale):
        operations.refuse(row, actor=cast.pejabat_pdp, jawaban="Tidak.")


def test_an_answer_must_be_written(cast):
    row = ask(cast.asing)
    with pytest.raises(Refused) as refused:
        operations.refuse(row, actor=cast.pejabat_pdp, jawaban="  ")
    assert refused.value.field == "jawaban"


# --- who is told
def test_the_person_is_told_at_each_step(cast):
    row = ask(cast.asing)
    assert by_mail("permintaan_data.dibuat") == {cast.asing.email, cast.pejabat_pdp.email}
    operations.begin(row, actor=cast.pejabat_pdp)
    assert by_mail("permintaan_data.diproses") == {cast.asing.email}
    operations.finish(row, actor=cast.pejabat_pdp, jawaban="Terlampir.")
    assert by_mail("permintaan_data.selesai") == {cast.asing.email}
    refused = ask(cast.rekan)
    operations.refuse(refused, actor=cast.pejabat_pdp, jawaban="Bukan data Anda.")
    assert in_inbox("permintaan_data.ditolak") == {cast.rekan.nama}


def test_the_officer_is_reminded_once_at_24_hours_and_once_when_it_is_over(cast):
    row = ask(cast.asing)
    due = row.due_at
    assert operations.remind(due - timedelta(hours=24, seconds=1)) == 0
    assert operations.remind(due - timedelta(hours=24)) == 1
    assert by_mail("permintaan_data.diingatkan") == {cast.pejabat_pdp.email}
    assert operations.remind(due) == 0  # exactly 72 hours: in time
    assert operations.remind(due + timedelta(seconds=1)) == 1
    assert operations.remind(due + timedelta(hours=9)) == 0
    assert row.overdue_at is not None


# --- restriction
def test_a_restriction_ends_every_consent_and_the_person_lifts_it(cast):
    row = ask(cast.asing, JenisPermintaan.PEMBATASAN)
    operations.finish(row, actor=cast.pejabat_pdp, jawaban="Dibatasi.")
    assert queries.restriction_of(cast.asing.id) is not None
    assert operations.lift_restriction(actor=cast.asing)
    assert not operations.lift_restriction(actor=cast.asing)
    assert queries.restriction_of(cast.asing.id) is None


# --- pages
def test_a_person_asks_and_the_officer_answers(cast, browse):
    browser = browse(cast.asing)
    page = browser.get("/pengaturan/data-saya/permintaan?jenis=akses")
    assert page.has("3×24 jam")
    browser.submit("Kirim Permintaan", {"Penjelasan": "<script>alert(1)</script> Data saya?"})
    row = db.session.scalars(select(PermintaanData)).one()
    officer = browse(cast.pejabat_pdp)
    page = officer.get("/pdp/permintaan")
    assert page.has("Asing Contoh", "Sisa 71 jam")
    page = officer.get(f"/pdp/permintaan/{row.id}")
    assert "<script>alert" not in page.response.get_data(as_text=True)
    officer.submit("Saya Tangani")
    page = officer.submit("Selesai", {"Jawaban untuk pemohon": "Salinannya dapat diunduh."})
    assert page.has("Selesai", "Salinannya dapat diunduh.")
    assert browser.get("/pengaturan/data-saya/permintaan").has("Salinannya dapat diunduh.")


def test_strangers_find_no_request_and_admin_no_list(cast, browse):
    row = ask(cast.asing)
    db.session.flush()
    for person in (cast.pemohon, cast.tkksd, cast.pimpinan):
        browse(person).get(f"/pdp/permintaan/{row.id}", status=403)
        browse(person).get("/pdp/permintaan", status=403)
    for person in (cast.admin, cast.superadmin):
        browse(person).get("/pdp/permintaan", status=403)
        browse(person).get(f"/pdp/permintaan/{row.id}", status=404)
    browse(cast.pejabat_pdp).get("/pdp/permintaan/999999999999", status=404)
    browse(cast.pejabat_pdp).get("/pdp/permintaan/123456", status=404)


def test_the_officer_sees_no_case(cast, browse):
    case = factories.make_draft(cast.pemohon)
    browse(cast.pejabat_pdp).get(f"/permohonan/{case.kode}", status=404)


def test_a_form_without_words_comes_back(cast, browse):
    browser = browse(cast.asing)
    browser.get("/pengaturan/data-saya/permintaan")
    page = browser.submit("Kirim Permintaan", {"Penjelasan": "Hapus"}, status=422)
    assert page.errors()


def test_a_mail_to_the_officer_holds_no_word_of_the_request(cast, app):
    from app.notifikasi import surat

    ask(cast.asing, isi="Rahasia sekali")
    db.session.flush()
    for mail in db.session.scalars(select(Surel)):
        message = surat.write(mail)
        assert "Rahasia" not in f"{message.subject}{message.body}{message.html}"


def test_the_clock_of_another_moment(cast):
    with clock.at(now() - timedelta(hours=80)):
        row = ask(cast.asing)
    assert rules.hours_left(row.due_at, now()) == -9 or rules.hours_left(row.due_at, now()) == -8


def test_the_cards_stand_only_for_who_is_in_charge(cast, browse):
    words = "Permintaan data pribadi"
    assert browse(cast.pejabat_pdp).get("/pengaturan").has(words)
    for person in (cast.admin, cast.superadmin, cast.asing):
        assert not browse(person).get("/pengaturan").has(words)
    cast.pejabat_pdp.active = False
    assert browse(cast.admin).get("/pengaturan").has(words)
    browse(cast.admin).get("/pdp/permintaan")
