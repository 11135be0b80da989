"""Who hears of what between the offer and the signed agreement: one row for each event, told by the real acts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.akun import roles
from app.extensions import db
from app.jejak.operations import record
from app.kerjasama import operations as kerjasama
from app.kerjasama.models import KerjaSama
from app.kit import settings
from app.kit.clock import today
from app.naskah.operations import upload_version
from app.naskah.queries import required_mark
from app.notifikasi.models import StatusSurel, Surel
from app.notifikasi.tabel_pembahasan import PEMBAHASAN
from app.notifikasi.tabel_penandatanganan import PENANDATANGANAN
from app.pembahasan import operations as pembahasan
from app.pembahasan.models import Sikap
from app.pembahasan.pesan_operations import post_message
from app.penjadwalan import operations as penjadwalan
from app.penjadwalan import ttd_operations
from app.penjadwalan.rules import planned
from app.permohonan import tahap_operations
from app.permohonan.queries import TEAM_SEES_ALL
from app.permohonan.rules import open_stage
from app.rujukan.models import OPD
from tests import factories, papers
from tests.notifikasi.told import (
    by_mail,
    html_of,
    in_inbox,
    read,
    send_waiting,
    sent_to,
    text_of,
)
from tests.penjadwalan.perkara import at, working_day

AYU, BIMA = "Ayu Contoh", "Bima Contoh"
ADMIN, ADMIN2 = "Dewi Contoh", "Darma Contoh"
EKA, PROTOKOL, LOKUS = "Eka Contoh", "Gita Contoh", "Hari Contoh"
TEAM = {EKA, "Citra Contoh", "Fajar Contoh"}
ADDRESS = {
    AYU: "ayu@example.org",
    BIMA: "bima@example.org",
    ADMIN: "dewi@example.org",
    ADMIN2: "darma@example.org",
    EKA: "eka@example.org",
    "Citra Contoh": "citra@example.org",
    "Fajar Contoh": "fajar@example.org",
    PROTOKOL: "gita@example.org",
    LOKUS: "hari@example.org",
}


def approved(c: Any) -> Any:
    return factories.make_approved(c.pemohon, c.ppksd2, c.admin)


def offered(c: Any) -> Any:
    """Papers of the first stage are there."""
    case = approved(c)
    factories.make_stage_documents(case, c.pemohon)
    return case


def drafting(c: Any) -> Any:
    """The second stage, its draft uploaded."""
    case = factories.make_agreed_stage(approved(c), c)
    factories.make_stage_documents(case, c.pemohon)
    return case


def counter_draft(c: Any) -> None:
    case = drafting(c)
    factories.make_stage_documents(case, c.tkksd)


def answer(c: Any) -> None:
    note = factories.make_opinion(offered(c), c.tkksd, Sikap.PERLU_PERBAIKAN, "Lengkapi anggarannya.")
    pembahasan.answer_note(note, actor=c.pemohon, tanggapan="Sudah dilengkapi.")


def opinion_after_another(c: Any) -> None:
    case = offered(c)
    factories.make_opinion(case, c.hukum, Sikap.PERLU_PERBAIKAN, "Lengkapi.")
    factories.make_opinion(case, c.tkksd)


def write(is_internal: bool) -> Callable[[Any], Any]:
    return lambda c: post_message(
        offered(c), actor=c.tkksd, isi="Rahasia atau tidak.", is_internal=is_internal, kunci="k" * 32
    )


def letter(c: Any) -> None:
    pembahasan.record_letter(
        offered(c), actor=c.pemohon, nomor="12/UCM/2026", tanggal=today() - timedelta(days=1)
    )


def proposed(c: Any) -> Any:
    case = factories.make_agreed(c)
    return penjadwalan.propose(case, actor=c.pemohon, jenis=planned(case), slots=[at()])


def confirmed(c: Any) -> Any:
    ttd = proposed(c)
    return penjadwalan.approve_slot(ttd, actor=c.protokol, usulan_id=ttd.usulan[0].id, seen=ttd.putaran)


def revise(c: Any) -> None:
    ttd = proposed(c)
    penjadwalan.revise(ttd, actor=c.protokol, waktu=at(hour=13), catatan="Pagi penuh.", seen=ttd.putaran)


def turn(c: Any) -> None:
    ttd = proposed(c)
    penjadwalan.turn_to_desk(ttd, actor=c.protokol, alasan="Wali Kota dinas luar.", seen=ttd.putaran)


def cancel(c: Any) -> None:
    ttd = confirmed(c)
    penjadwalan.cancel(ttd, actor=c.admin, alasan="Bencana.", seen=ttd.putaran)


def cancel_proposal(c: Any) -> None:
    ttd = proposed(c)
    penjadwalan.cancel(ttd, actor=c.admin, alasan="Bencana.", seen=ttd.putaran)


def desk(c: Any) -> Any:
    case = factories.make_agreed(c)
    return penjadwalan.choose_desk(case, actor=c.pemohon, jenis=planned(case))


def recorded(c: Any) -> Any:
    ttd = desk(c)
    ttd_operations.record_signing(ttd, actor=c.ppksd2, isi=factories.make_record(ttd))
    return ttd


def send_back(c: Any) -> None:
    ttd = desk(c)
    ttd_operations.record_signing(ttd, actor=c.admin2, isi=factories.make_record(ttd))
    ttd_operations.return_record(ttd, actor=c.admin, alasan="Meterai belum ada.")


def end(c: Any) -> None:
    record(
        "permohonan.berakhir", actor=None, objek=factories.make_signed(c).permohonan, data={"kode": "PKS-1"}
    )


def carried(c: Any) -> Any:
    """One perangkat daerah carries the case; that of the lokus member joins it later."""
    case = offered(c)
    first, second = db.session.scalars(select(OPD).order_by(OPD.id).limit(2))
    c.lokus.opd = first
    tahap_operations.set_pengampu(case, actor=c.admin, opd=[second])
    tahap_operations.set_pengampu(case, actor=c.admin, opd=[first, second])
    return case


def close_carried(c: Any) -> None:
    """A member who was not assigned gave an opinion, too."""
    case = offered(c)
    tahap_operations.assign(case, actor=c.admin, anggota=[c.tkksd])
    for person in (c.hukum, c.admin):
        factories.make_opinion(case, person)


def refuse_counter_draft(c: Any) -> None:
    case = drafting(c)
    factories.make_stage_documents(case, c.admin)
    factories.make_opinion(case, c.pemohon, Sikap.PERLU_PERBAIKAN, "Pasal 5 memberatkan.")


BOTH, ADMINS = {AYU, BIMA}, {ADMIN, ADMIN2}

# (event, act, whose inbox, who also gets a mail)
TABLE: list[tuple[str, Callable[[Any], Any], set[str], set[str]]] = [
    ("naskah.diunggah", offered, {BIMA} | ADMINS | TEAM, ADMINS | TEAM),
    ("naskah.diunggah", counter_draft, BOTH | ADMINS | TEAM - {EKA}, BOTH),
    (
        "naskah.dikembalikan",
        lambda c: pembahasan.send_back(
            (case := offered(c)), actor=c.admin, alasan="Belum lengkap.", terakhir_id=_mark(case)
        ),
        BOTH | TEAM,
        BOTH,
    ),
    ("pendapat.diberikan", lambda c: factories.make_opinion(offered(c), c.tkksd), BOTH, set()),
    (
        "pendapat.diberikan",
        lambda c: factories.make_opinion(offered(c), c.tkksd, Sikap.TIDAK_SETUJU, "Tumpang tindih."),
        BOTH,
        BOTH,
    ),
    (
        "pendapat.diberikan",
        lambda c: factories.make_opinion(offered(c), c.tkksd, Sikap.SETUJU_CATATAN, "Rapikan lampirannya."),
        BOTH,
        BOTH,
    ),
    ("pendapat.diberikan", refuse_counter_draft, {BIMA} | ADMINS | TEAM, ADMINS | TEAM),
    ("pendapat.diberikan", opinion_after_another, BOTH | {"Citra Contoh"}, set()),
    ("pendapat.ditanggapi", answer, {EKA}, {EKA}),
    ("pesan.dikirim", write(False), BOTH | ADMINS | TEAM - {EKA}, set()),
    ("pesan.dikirim", write(True), ADMINS | TEAM - {EKA}, set()),
    ("surat.dicatat", letter, {BIMA} | ADMINS, set()),
    (
        "permohonan.ditugaskan",
        lambda c: tahap_operations.assign(approved(c), actor=c.admin, anggota=[c.tkksd, c.protokol]),
        {EKA, PROTOKOL},
        {EKA, PROTOKOL},
    ),
    (
        "permohonan.pengampu_diubah",
        carried,
        {LOKUS},
        {LOKUS},
    ),
    (
        "permohonan.tahap_ditutup",
        lambda c: factories.make_agreed_stage(approved(c), c),
        BOTH | ADMINS | TEAM - {EKA},
        BOTH | ADMINS | TEAM - {EKA},
    ),
    (
        "permohonan.tahap_ditutup",
        factories.make_agreed,
        {BIMA} | ADMINS | TEAM,
        {BIMA} | ADMINS | TEAM,
    ),
    (
        "permohonan.tahap_ditutup",
        close_carried,
        BOTH | {ADMIN2, EKA, "Citra Contoh"},
        BOTH | {ADMIN2, EKA},
    ),
    (
        "permohonan.dihentikan",
        lambda c: pembahasan.stop_case(offered(c), actor=c.admin, alasan="Di luar kewenangan."),
        BOTH | {ADMIN2} | TEAM,
        BOTH,
    ),
    ("jadwal.diusulkan", proposed, {BIMA, PROTOKOL} | ADMINS, {PROTOKOL}),
    ("jadwal.disetujui", confirmed, BOTH | ADMINS | TEAM, BOTH | ADMINS | {PROTOKOL}),
    ("jadwal.direvisi", revise, BOTH | ADMINS, BOTH),
    ("jadwal.dialihkan", turn, BOTH | ADMINS, BOTH),
    ("jadwal.dibatalkan", cancel, BOTH | {ADMIN2, PROTOKOL}, BOTH | ADMINS | {PROTOKOL}),
    ("jadwal.dibatalkan", cancel_proposal, BOTH | {ADMIN2, PROTOKOL}, BOTH | {PROTOKOL}),
    ("jadwal.desk", desk, {BIMA, PROTOKOL} | ADMINS, set()),
    ("penandatanganan.dicatat", recorded, {AYU} | ADMINS, ADMINS),
    ("penandatanganan.dikembalikan", send_back, BOTH | {ADMIN2}, BOTH | {ADMIN2}),
    (
        "penandatanganan.divalidasi",
        factories.make_signed,
        BOTH | {ADMIN2, PROTOKOL} | TEAM,
        BOTH | {ADMIN2, PROTOKOL} | TEAM,
    ),
    ("permohonan.berlaku", factories.make_signed, BOTH | ADMINS, BOTH | ADMINS),
    ("permohonan.berakhir", end, BOTH | ADMINS, BOTH | ADMINS),
    ("kerjasama.dirilis", lambda c: factories.make_signed(c, released=True), BOTH, set()),
    (
        "kerjasama.ditutup",
        lambda c: kerjasama.conceal(factories.make_signed(c, released=True), actor=c.admin),
        set(),
        set(),
    ),
]


def _mark(case: Any) -> int:
    stage = open_stage(case)
    assert stage is not None
    mark = required_mark(stage)
    assert mark is not None
    return mark


@pytest.mark.parametrize(
    ("jenis", "act", "inbox", "mail"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE, start=1)]
)
def test_these_hear_of_it_and_nobody_else(cast, jenis, act, inbox, mail):
    act(cast)
    assert in_inbox(jenis) == inbox
    assert by_mail(jenis) == {ADDRESS[name] for name in mail}


def test_every_event_of_the_journey_that_is_told_has_a_row_above():
    told = {jenis for jenis, rows in (PEMBAHASAN | PENANDATANGANAN).items() if rows}
    assert told <= {row[0] for row in TABLE}


# --- what the city says among itself
def test_nothing_of_an_internal_message_reaches_the_applying_side_in_any_hat(app, cast, mails):
    """A contact who is Admin too, a colleague of the institution who is in the team: both belong to the applying side."""
    find = app.appbuilder.sm.find_role
    cast.ppksd2.roles = [*cast.ppksd2.roles, find(roles.ADMIN)]
    cast.rekan.roles = [*cast.rekan.roles, find(roles.TKKSD)]
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    post_message(case, actor=cast.admin, isi="Jangan sampai bocor.", is_internal=True, kunci="i" * 32)
    assert in_inbox("pesan.dikirim") == {ADMIN2} | TEAM
    send_waiting()
    for file in mails():
        assert b"bocor" not in file.read_bytes()


def test_a_message_that_does_not_say_for_whom_it_is_stays_in_the_city(cast):
    record("pesan.dikirim", actor=cast.admin, objek=approved(cast), data={"pesan_id": 1})
    assert in_inbox("pesan.dikirim") == {ADMIN2} | TEAM


# --- who works on it
def test_once_somebody_is_assigned_only_the_assigned_hear(cast):
    case = approved(cast)
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.hukum])
    factories.make_stage_documents(case, cast.pemohon)
    assert in_inbox("naskah.diunggah") == {BIMA, "Citra Contoh"} | ADMINS
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.bapperida])
    factories.make_stage_documents(case, cast.pemohon)
    assert in_inbox("naskah.diunggah") == {BIMA, "Fajar Contoh"} | ADMINS


def test_who_may_not_see_a_case_hears_nothing_of_it(cast):
    settings.put(TEAM_SEES_ALL, False)
    case = approved(cast)
    assert in_inbox("permohonan.disetujui") == BOTH
    factories.make_stage_documents(case, cast.pemohon)
    assert in_inbox("naskah.diunggah") == {BIMA} | ADMINS
    tahap_operations.assign(case, actor=cast.admin, anggota=[cast.tkksd])
    factories.make_stage_documents(case, cast.pemohon)
    assert in_inbox("naskah.diunggah") == {BIMA, EKA} | ADMINS


def test_protokol_hears_of_every_schedule_whatever_the_setting(cast):
    settings.put(TEAM_SEES_ALL, False)
    case = factories.make_agreed(cast)
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))
    assert "Gita Contoh" in in_inbox("jadwal.diusulkan")


# --- the mails
def test_the_city_is_called_once_the_papers_are_complete(cast, mails):
    offered(cast)
    send_waiting()
    calls = [m for m in sent_to(mails, ADDRESS[EKA]) if "menunggu pendapat" in m["Subject"]]
    assert len(calls) == 2  # both papers were there when the mails were written
    case = approved(cast)
    stage = open_stage(case)
    upload_version(
        case,
        actor=cast.pemohon,
        slot=stage.rencana_tahap.pokok,
        upload=papers.upload(papers.pdf("x"), "x.pdf"),
    )
    send_waiting()
    statuses = set(
        db.session.scalars(select(Surel.status).where(Surel.kepada == ADDRESS[EKA], Surel.percobaan > 0))
    )
    assert statuses == {StatusSurel.TERKIRIM, StatusSurel.BATAL}
    calls = [
        m for m in sent_to(mails, ADDRESS[EKA]) if case.kode in m["Subject"] and "pendapat" in m["Subject"]
    ]
    assert calls == []


def test_a_mail_says_what_happened_where_it_stands_and_why(cast, mails):
    case = offered(cast)
    pembahasan.send_back(case, actor=cast.admin, alasan="Lampirkan akta.", terakhir_id=_mark(case))
    send_waiting()
    message = [m for m in sent_to(mails, ADDRESS[AYU]) if "perlu diperbaiki" in m["Subject"]][-1]
    for part in (text_of(message), html_of(message)):
        for words in (
            "Naskah Anda dikembalikan untuk diperbaiki.",
            case.judul,
            "Lampirkan akta.",
            "Penawaran",
            "Surat Penawaran Versi 1",
            f"http://localhost/permohonan/{case.kode}",
        ):
            assert words in part, words


def test_the_confirmed_time_goes_along_as_a_calendar_file(cast, mails):
    confirmed(cast)
    send_waiting()
    for name in (AYU, BIMA, ADMIN, PROTOKOL):
        message = next(m for m in sent_to(mails, ADDRESS[name]) if "sudah pasti" in m["Subject"])
        [file] = list(message.iter_attachments())
        assert file.get_content_type() == "text/calendar"
        assert file.get_param("method") == "REQUEST"
        assert file.get_filename().endswith(".ics")
        assert b"BEGIN:VEVENT" in file.get_payload(decode=True)


def test_a_time_called_off_before_the_mail_left_is_told_as_called_off_only(cast, mails):
    ttd = confirmed(cast)
    penjadwalan.cancel(ttd, actor=cast.admin, alasan="Bencana.", seen=ttd.putaran)
    send_waiting()
    [message] = [m for m in sent_to(mails, ADDRESS[BIMA]) if "jadwal penandatanganan" in m["Subject"]]
    assert "dibatalkan" in message["Subject"]
    [file] = list(message.iter_attachments())
    assert file.get_param("method") == "CANCEL"


def event_of(mails, name: str, words: str) -> tuple[str, Any]:
    """METHOD and event of the one calendar file of the mail whose subject says this."""
    [message] = [m for m in sent_to(mails, ADDRESS[name]) if words in m["Subject"]]
    [file] = list(message.iter_attachments())
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    assert file.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def test_calling_off_takes_the_entry_from_every_calendar_that_has_it(cast, mails):
    ttd = confirmed(cast)
    send_waiting()
    penjadwalan.cancel(ttd, actor=cast.protokol, alasan="Bencana.", seen=ttd.putaran)
    send_waiting()
    for name in (AYU, BIMA, ADMIN, ADMIN2, PROTOKOL):  # also Protokol, who called it off
        asked = event_of(mails, name, "sudah pasti")
        ended = event_of(mails, name, "dibatalkan")
        assert (asked[0], ended[0]) == ("REQUEST", "CANCEL")
        assert ended[1]["UID"] == asked[1]["UID"] and ended[1]["SEQUENCE"] > asked[1]["SEQUENCE"]
        assert ended[1]["STATUS"] == "CANCELLED"
        assert ended[1]["DTSTART"].dt == asked[1]["DTSTART"].dt


def test_a_time_that_was_never_confirmed_is_called_off_without_a_file(cast, mails):
    cancel_proposal(cast)
    send_waiting()
    [message] = [m for m in sent_to(mails, ADDRESS[BIMA]) if "dibatalkan" in m["Subject"]]
    assert not list(message.iter_attachments())


def test_a_new_time_after_calling_off_is_an_entry_of_its_own(cast, mails):
    ttd = confirmed(cast)
    penjadwalan.cancel(ttd, actor=cast.protokol, alasan="Pindah hari.", seen=ttd.putaran)
    case = ttd.permohonan
    again = penjadwalan.propose(case, actor=cast.pemohon, jenis=planned(case), slots=[at(hour=13)])
    penjadwalan.approve_slot(again, actor=cast.protokol, usulan_id=again.usulan[0].id, seen=again.putaran)
    send_waiting()
    files = [
        Calendar.from_ical(file.get_payload(decode=True))
        for message in sent_to(mails, ADDRESS[BIMA])
        for file in message.iter_attachments()
    ]
    told = {(str(one["METHOD"]), str(one.walk("VEVENT")[0]["UID"])) for one in files}
    assert len(told) == 2 and {method for method, _uid in told} == {"CANCEL", "REQUEST"}


def test_every_mail_of_the_journey_can_be_written_in_both_languages(cast, mails):
    answer(cast)
    revise(cast)
    cancel(cast)
    turn(cast)
    send_back(cast)
    factories.make_signed(cast, released=True)
    written: dict[str, set[Any]] = {"id": set(), "en": set()}
    for bahasa in ("id", "en"):
        everyone = Surel.__table__.update().values(bahasa=bahasa, status=StatusSurel.ANTRE, percobaan=0)
        db.session.execute(everyone)
        send_waiting()
        db.session.expire_all()
        assert set(db.session.scalars(select(Surel.galat))) == {""}, bahasa
        ends = {StatusSurel.TERKIRIM, StatusSurel.BATAL}
        assert set(db.session.scalars(select(Surel.status))) <= ends, bahasa
        written[bahasa] = set(mails()) - written["id"]
        for message in map(read, written[bahasa]):
            for part in (text_of(message), html_of(message)):
                assert "None" not in part, (bahasa, message["Subject"])
                assert "%(" not in part, (bahasa, message["Subject"])
    assert len(written["id"]) == len(written["en"]) > 50


# --- the inbox
def test_the_line_of_a_released_agreement_leads_to_it(cast, browse):
    row = factories.make_signed(cast, released=True)
    page = browse(cast.pemohon).get("/notifikasi")
    kode = db.session.scalars(select(KerjaSama.kode).where(KerjaSama.id == row.id)).one()
    assert page.links()[f"Kerja sama Anda tampil di daftar publik: {kode}."] == f"/kerja-sama/{kode}"


def test_everybody_reads_the_inbox_of_the_whole_journey(cast, browse):
    revise(cast)
    factories.make_signed(cast, released=True)
    for lang in ("id", "en"):
        for person in cast.people.values():
            browse(person, lang).get("/notifikasi")
