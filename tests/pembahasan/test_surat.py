"""The letter of offer on record, and the day until which it is answered."""

from datetime import date, timedelta

import pytest

from app.kit.clock import add_working_days, now, to_wita, today
from app.kit.errors import Refused
from app.pembahasan.kartu import make_janji
from app.pembahasan.operations import record_letter
from app.pembahasan.queries import deadline_of, letter_of, proposed_receipt
from app.permohonan.rules import open_stage
from app.rujukan.models_rencana import JenisHari
from app.rujukan.queries import holidays
from tests import factories
from tests.factories import make_stage_documents


@pytest.fixture
def case(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def url(permohonan, rest=""):
    return f"/permohonan/{permohonan.kode}{rest}"


def days(count):
    return today() - timedelta(days=count)


def record(permohonan, actor, **given):
    values = {"nomor": "12/UCM/2026", "tanggal": days(3), **given}
    return record_letter(permohonan, actor=actor, **values)


def test_ppksd_records_number_and_date_admin_the_receipt(case, cast):
    record(case, cast.ppksd2)
    row = record(case, cast.admin, diterima_on=days(1))
    assert (row.nomor, row.tanggal, row.diterima_on) == ("12/UCM/2026", days(3), days(1))
    assert row is letter_of(case)


def test_only_admin_says_when_it_was_received(case, cast):
    with pytest.raises(Refused) as refusal:
        record(case, cast.pemohon, diterima_on=days(1))
    assert refusal.value.field == "diterima_on"


def test_after_the_receipt_only_admin_corrects(case, cast):
    record(case, cast.admin, diterima_on=days(1))
    with pytest.raises(Refused, match="sudah diterima"):
        record(case, cast.pemohon, nomor="13")
    assert record(case, cast.admin, nomor="14", diterima_on=days(1)).nomor == "14"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"nomor": " "}, "nomor"),
        ({"nomor": "9" * 121}, "nomor"),
        ({"tanggal": None}, "tanggal"),
        ({"tanggal": days(-1)}, "tanggal"),
        ({"diterima_on": days(4)}, "diterima_on"),
        ({"diterima_on": days(-1)}, "diterima_on"),
    ],
)
def test_impossible_letters_are_refused(case, cast, given, field):
    with pytest.raises(Refused) as refusal:
        record(case, cast.admin, **given)
    assert refusal.value.field == field
    assert letter_of(case) is None


@pytest.mark.parametrize("name", ["tkksd", "pimpinan", "rekan", "asing"])
def test_others_record_nothing(case, cast, name):
    with pytest.raises(Refused):
        record(case, getattr(cast, name))


def test_an_admin_of_the_applying_institution_records_nothing(case, cast):
    cast.rekan.roles.append(cast.admin.roles[0])
    with pytest.raises(Refused, match="pihak pemohon"):
        record(case, cast.rekan)


def test_the_same_letter_again_is_one_record(case, cast):
    from app.jejak.queries import history_of

    record(case, cast.pemohon)
    record(case, cast.pemohon)
    assert [row.jenis for row in history_of(case)].count("surat.dicatat") == 1


# --- the day of the answer -----------------------------------------------------------------------------------------
def test_the_answer_counts_from_the_receipt_in_calendar_days(case, cast):
    tahap = open_stage(case)
    assert deadline_of(tahap, record(case, cast.pemohon)) is None
    tenggat = deadline_of(tahap, record(case, cast.admin, diterima_on=days(2)))
    assert (tenggat.until_on, tenggat.passed(today()), tenggat.left(today())) == (days(-28), 2, 28)


def test_or_in_working_days_when_the_plan_says_so(case, cast):
    tahap = open_stage(case)
    tahap.rencana_tahap.tenggat_jenis = JenisHari.KERJA
    tenggat = deadline_of(tahap, record(case, cast.admin, diterima_on=days(3)))
    assert tenggat.until_on == add_working_days(days(3), 30, holidays())


def test_other_stages_count_from_their_opening(case, cast):
    factories.make_agreed_stage(case, cast)
    tahap = open_stage(case)
    assert deadline_of(tahap, None) is None  # its plan has no term
    tahap.rencana_tahap.tenggat_hari = 10
    assert deadline_of(tahap, None).since_on == to_wita(now()).date()


def test_it_says_how_late_it_is(case, cast):
    record(case, cast.admin, tanggal=days(41), diterima_on=days(40))
    janji = make_janji(case, cast.admin)
    assert (janji.on, janji.sisa, janji.nada) == (days(10), "lewat 10 hari", "bahaya")
    record(case, cast.admin, tanggal=days(41), diterima_on=days(30))
    assert (make_janji(case, cast.admin).sisa, make_janji(case, cast.admin).nada) == ("hari ini", "giliran")


# --- the page ------------------------------------------------------------------------------------------------------
def test_both_sides_fill_in_their_part_and_read_the_day(case, cast, browse):
    make_stage_documents(case, cast.pemohon)
    me = browse(cast.pemohon)
    page = me.get(url(case))
    assert "Diterima Tanggal" not in page.text and page.has(
        "Dihitung sejak Admin mencatat hari surat diterima."
    )
    page = me.submit("Simpan Surat", {"Nomor Surat": "12/UCM", "Tanggal Surat": ""}, 422)
    assert any("Isi tanggal surat penawaran." in sentence for sentence in page.errors())
    page = me.submit("Simpan Surat", {"Tanggal Surat": days(2).isoformat()})
    assert page.has("Surat penawaran dicatat.", "12/UCM")
    admin = browse(cast.admin)
    page = admin.get(url(case))
    shown = page.html.find("input", attrs={"name": "diterima_on"})["value"]
    assert date.fromisoformat(shown) == proposed_receipt(case) == today()
    page = admin.submit("Simpan Surat")
    assert page.has("0 hari dari 30 hari", "sisa 30 hari")
    page = me.get(url(case))
    assert page.has("sisa 30 hari") and "Simpan Surat" not in page.buttons()


def test_a_date_that_is_none_is_told(case, cast, browse):
    me = browse(cast.pemohon)
    me.get(url(case))
    page = me.submit("Simpan Surat", {"Nomor Surat": "12", "Tanggal Surat": "kemarin"}, 422)
    assert any("Tulis tanggal yang benar" in sentence for sentence in page.errors())


def test_ppksd_cannot_slip_the_receipt_in(case, cast, browse):
    data = {"nomor": "12", "tanggal": days(2).isoformat(), "diterima_on": days(1).isoformat()}
    browse(cast.pemohon).post(url(case, "/surat"), data, 303)
    assert letter_of(case).diterima_on is None
