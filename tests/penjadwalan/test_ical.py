"""Invitations: what a calendar program reads, and that nothing typed can break out of its text."""

import pytest
from icalendar import Calendar

from app.extensions import db
from app.penjadwalan import ical, operations
from app.rujukan.models_rencana import JenisNaskah
from tests import factories
from tests.penjadwalan.perkara import agree, at, place, working_day

BOTH = (JenisNaskah.KB, JenisNaskah.PKS)


@pytest.fixture
def case(session, cast):
    return agree(cast)


@pytest.fixture
def ttd(case, cast):
    return factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))


def read(ttd):
    calendar = Calendar.from_ical(ical.invitation(ttd))
    return calendar, calendar.walk("VEVENT")[0]


def test_a_confirmed_time_is_an_invitation(ttd, case):
    calendar, event = read(ttd)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert event.decoded("DTSTART") == ttd.slot.rentang.lower
    assert event.decoded("DTEND") == ttd.slot.rentang.upper
    assert case.judul in event["SUMMARY"] and "Kesepakatan Bersama" in event["SUMMARY"]
    assert place().nama in event["LOCATION"]
    assert event["URL"].endswith(f"/permohonan/{case.kode}/jadwal")
    assert [str(one) for one in event["ATTENDEE"]] == [f"mailto:{p.email}" for p in case.petugas]
    assert str(event["ORGANIZER"]).startswith("mailto:")


def test_calling_off_sends_the_same_uid_with_a_higher_sequence(ttd, cast):
    before = read(ttd)[1]
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    calendar, event = read(ttd)
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert event["UID"] == before["UID"] and event["SEQUENCE"] > before["SEQUENCE"]
    assert event["DTSTART"].dt == before["DTSTART"].dt


def test_text_is_escaped(case, cast):
    nasty = "Aula A; B, C\\D\r\nEND:VEVENT\nBEGIN:VALARM: é 😀 " + "panjang " * 10
    slot = at(working_day(), 9, tempat_lain=nasty[:200])
    case.judul = "Judul\nATTENDEE:mailto:jahat@example.org"
    ttd = factories.make_scheduled(case, cast.pemohon, cast.protokol, slot)
    content = ical.invitation(ttd)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar, event = read(ttd)
    assert len(calendar.walk("VEVENT")) == 1 and not calendar.walk("VALARM")
    assert len(event["ATTENDEE"]) == 2
    assert "Aula A; B, C\\D" in event["LOCATION"]


def test_without_a_confirmed_time_there_is_no_file(case, cast, browse):
    ttd = operations.propose(case, actor=cast.pemohon, jenis=BOTH, slots=[at()])
    assert ical.invitation(ttd) is None
    browse(cast.pemohon).get(f"/permohonan/{case.kode}/jadwal/{ttd.id}.ics", status=404)


def test_it_is_downloaded_by_who_sees_the_case(ttd, case, cast, browse):
    url = f"/permohonan/{case.kode}/jadwal/{ttd.id}.ics"
    page = browse(cast.ppksd2).get(url)
    assert page.response.mimetype == "text/calendar"
    assert f"penandatanganan-{case.kode}.ics" in page.response.headers["Content-Disposition"]
    assert b"METHOD:REQUEST" in page.response.data
    browse(cast.tkksd).get(url)
    browse(cast.asing).get(url, status=404)
    browse(cast.pemohon).get(f"/permohonan/{case.kode}/jadwal/999999.ics", status=404)
    browse(cast.pemohon).get(f"/permohonan/{case.kode}/jadwal/{2**70}.ics", status=404)


def test_a_second_signing_has_its_own_uid(ttd, case, cast):
    first = read(ttd)[1]["UID"]
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    again = factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(20)))
    db.session.flush()
    assert read(again)[1]["UID"] != first
