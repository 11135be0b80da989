"""How long each side has had a case, and what its page says after the verification."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.kit.clock import today
from app.pembahasan.kata import SIKAP
from app.pembahasan.models import Sikap
from app.permohonan import kata, lama, queries, rincian, verifikasi_operations
from app.permohonan.alur import Giliran, Status
from app.permohonan.operations import move, pass_turn
from tests import factories
from tests.counting import counted
from tests.penjadwalan.perkara import at

MONDAY = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
HOLIDAYS: set[date] = set()


def measured(case, on: date, holidays: set[date] = HOLIDAYS) -> lama.Lama:
    return lama.measure(case, queries.submissions(case), on, holidays, queries.turns(case), case.tahap)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    moment = [MONDAY]
    for module in ("operations", "verifikasi_operations", "tahap_operations"):
        monkeypatch.setattr(f"app.permohonan.{module}.now", lambda: moment[0])

    def move_on(days: int) -> None:
        moment[0] += timedelta(days=days)

    return move_on


def test_days_of_each_side_go_on_after_the_verification(session, cast, clock):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    clock(1)
    verifikasi_operations.approve(case, actor=cast.admin)  # Tuesday: one day of the city
    clock(2)
    pass_turn(case, Giliran.TKKSD)  # Thursday: two of the applicant
    clock(1)
    pass_turn(case, Giliran.ADMIN)  # Friday: one of the city
    clock(3)
    pass_turn(case, Giliran.PEMOHON)  # Monday: one of the city, a weekend of nobody
    found = measured(case, date(2026, 10, 14))  # Wednesday
    assert (found.kota, found.pemohon, found.seluruhnya) == (1 + 1 + 1, 2 + 2, 7)
    assert found.giliran == 2
    assert found.sejak == case.tahap[0].opened_at


def test_what_both_sides_wait_for_counts_for_neither(session, cast, clock):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    move(case, Status.MENUNGGU_PENANDATANGANAN)
    clock(3)
    found = measured(case, date(2026, 10, 8))
    assert (found.kota, found.pemohon, found.seluruhnya, found.tahap) == (0, 0, 3, 3)


def test_an_application_took_as_long_as_until_its_agreement_stood(session, cast, clock):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    clock(2)
    move(case, Status.DITANDATANGANI)
    clock(2)
    move(case, Status.BERJALAN)
    found = measured(case, date(2026, 10, 30))
    assert found.seluruhnya == 2
    assert found.sejak == MONDAY + timedelta(days=2)


def test_the_stage_of_signing_began_with_its_first_turn(session, cast, clock):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    case.tahap[0].closed_at, case.tahap[0].hasil = MONDAY, "disepakati"
    clock(1)
    move(case, Status.DISEPAKATI)
    clock(1)
    move(case, Status.PENJADWALAN)
    clock(1)
    move(case, Status.MENUNGGU_PENANDATANGANAN)
    assert measured(case, date(2026, 10, 9)).sejak == MONDAY + timedelta(days=1)


def test_where_nobody_wrote_the_turns_down_the_days_of_each_side_are_not_told(session, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    case.verified_at -= timedelta(days=30)
    found = measured(case, today())
    assert (found.kota, found.pemohon) == (None, None)


def test_both_sides_read_the_days_of_each_side(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_stage_documents(case, cast.pemohon)
    for person in (cast.pemohon, cast.tkksd):
        page = browse(person).get(f"/permohonan/{case.kode}")
        assert page.has("kota 0 · pemohon 0", "Lama di tahap ini")
    assert browse(cast.pemohon).get(f"/permohonan/{case.kode}").has("Tim Koordinasi")
    page = browse(cast.pemohon).get("/permohonan/saya")
    assert page.has("Tim Koordinasi sedang membaca dokumen Anda.")


def test_the_page_of_a_case_costs_the_same_however_often_it_changed_hands(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_stage_documents(case, cast.pemohon)

    def cost(person) -> int:
        session.flush()
        browser = browse(person)
        with counted() as seen:
            browser.get(f"/permohonan/{case.kode}")
        return len(seen)

    def change_hands() -> None:
        factories.make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Lengkapi.")
        factories.make_stage_documents(case, cast.pemohon)

    change_hands()
    people = (cast.pemohon, cast.admin, cast.tkksd)
    few = [cost(person) for person in people]
    for _ in range(3):
        change_hands()
    assert len(queries.turns(case)) >= 8
    assert [cost(person) for person in people] == few


# --- history ---------------------------------------------------------------------------------------------------------
def test_the_history_tells_opinions_stages_assignments_and_times(session, cast, browse):
    case = factories.make_agreed(cast)
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at())
    page = browse(cast.pemohon).get(f"/permohonan/{case.kode}/riwayat")
    assert page.has(
        "Surat Penawaran Versi 1: Setuju",
        "Selesai: Penawaran",
        "Berikutnya: Penyusunan naskah pertama",
        "Berikutnya: Disepakati",
        "Jadwal penandatanganan disetujui",
        "09.00 WITA",
    )
    assert "Kejadian lain" not in page.text


def test_a_letter_and_an_internal_message_are_told_by_what_they_are(app):
    class Event:
        jenis, data = "surat.dicatat", {"nama": "12/UCM", "tanggal": "2026-11-02", "diterima": "2026-11-05"}

    with app.test_request_context():
        assert rincian.details(Event()) == [
            "Nomor 12/UCM, tertanggal 2 November 2026, diterima 5 November 2026"
        ]
        Event.jenis, Event.data = "pesan.dikirim", {"is_internal": True, "nama": "jangan"}
        assert rincian.details(Event()) == ["Internal"]
        Event.jenis, Event.data = (
            "jadwal.lain",
            {"mulai_at": "2026-11-02T01:00:00+00:00", "tempat": "Balai Kota"},
        )
        assert rincian.details(Event()) == ["Senin, 2 November 2026, 09.00 WITA, Balai Kota"]
        Event.data = {"mulai_at": "bukan waktu", "usulan": [{"mulai_at": None}, 7]}
        assert rincian.details(Event()) == []


# --- words -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("giliran", list(Giliran))
def test_there_are_words_for_every_station_and_turn(status, giliran):
    assert str(kata.next_of(status, giliran))
    assert set(kata.LACAK) == set(Status)


def test_the_words_for_opinions_are_those_of_the_opinions():
    assert {str(key): str(word) for key, word in kata.SIKAP.items()} == {
        key.value: str(word) for key, word in SIKAP.items()
    }
    assert set(kata.SIKAP) == {one.value for one in Sikap}


def test_the_tracking_page_says_what_happens_and_whose_turn_it_is(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_stage_documents(case, cast.pemohon)
    page = browse().get(f"/lacak?kode={case.kode}")
    assert page.has(
        "Surat penawaran kepada Wali Kota diunggah dan ditelaah Tim Koordinasi.", "Tim Koordinasi"
    )
    assert case.judul not in page.text
