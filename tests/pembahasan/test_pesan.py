"""Messages as operations: who may write, share and withdraw, what the journal hears, nothing twice, nothing lost."""

import threading

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.kit.errors import Refused
from app.pembahasan import pesan_queries, rules_pesan
from app.pembahasan.models import Pesan
from app.pembahasan.pesan_operations import keep_attachments, post_message, withdraw_message
from app.permohonan import rules as perkara
from app.permohonan.operations import lock, withdraw_permohonan
from app.permohonan.tahap_operations import close_stage, set_pengampu
from app.rujukan.models import OPD
from tests import factories
from tests.papers import pdf, upload
from tests.pembahasan.pesan import (
    INNER,
    READ_INTERNAL,
    READ_PARTIES_ONLY,
    STRANGERS,
    WRITE_INTERNAL,
    key,
    say,
)

WRITERS = {"pemohon", "ppksd2", "admin", "admin2", "tkksd", "hukum", "bapperida", "protokol"}


@pytest.fixture
def case(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def events(session, jenis):
    return list(session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)))


def everybody():
    return (*READ_INTERNAL, *READ_PARTIES_ONLY, *STRANGERS, "admin2", "hukum", "bapperida")


# --- who -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("person", sorted(everybody()))
def test_only_the_parties_of_the_case_write_to_all(case, cast, person):
    actor = getattr(cast, person)
    if person in WRITERS:
        assert say(case, actor).isi == "Selamat pagi."
    else:
        with pytest.raises(Refused):
            say(case, actor)


@pytest.mark.parametrize("role", ["admin", "tkksd"])
def test_an_officer_who_belongs_to_the_applying_institution_is_told_why_not_to_write(case, cast, role):
    cast.rekan.roles.append(getattr(cast, role).roles[0])
    with pytest.raises(Refused, match="pihak pemohon"):
        say(case, cast.rekan)


def test_a_contact_who_left_the_institution_writes_in_its_name_no_more(case, cast):
    next(row for row in cast.universitas.anggota if row.pengguna_id == cast.ppksd2.id).ended_at = now()
    with pytest.raises(Refused, match="bukan anggota"):
        say(case, cast.ppksd2)


@pytest.mark.parametrize("person", sorted(everybody()))
def test_only_admin_and_the_team_write_internally(case, cast, person):
    actor = getattr(cast, person)
    if person in WRITERS - {"pemohon", "ppksd2"}:
        assert say(case, actor, is_internal=True).is_internal
    else:
        with pytest.raises(Refused):
            say(case, actor, is_internal=True)


@pytest.mark.parametrize("person", sorted(everybody()))
def test_who_reads_and_counts_internal_messages(case, cast, session, person):
    shared, inner = say(case, cast.admin), say(case, cast.admin, INNER, is_internal=True)
    user = getattr(cast, person)
    seen = set(session.scalars(pesan_queries.visible_messages(case, user)))
    is_inner = person in (*READ_INTERNAL, "admin2", "hukum", "bapperida")
    assert (inner in seen, shared in seen) == (is_inner, True)
    assert pesan_queries.count_messages(case, user) == 1 + is_inner
    assert (pesan_queries.find_message(case, user, inner.id) is None) == (not is_inner)


def test_a_member_of_the_applying_institution_reads_and_writes_nothing_internal_in_any_role(
    case, cast, session
):
    both = factories.make_pengguna("Ganda Contoh", "Admin", "TKKSD")
    case.instansi.anggota.append(
        type(case.instansi.anggota[0])(pengguna=both, is_pengelola=False, joined_at=case.created_at)
    )
    session.flush()
    say(case, cast.admin, INNER, is_internal=True)
    assert pesan_queries.count_messages(case, both) == 0
    assert perkara.may_read_internal(both, case) is False
    for is_internal in (True, False):
        with pytest.raises(Refused):
            say(case, both, is_internal=is_internal)


# --- what ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("isi", ["", "   \n ", "x" * 10_001])
def test_an_empty_or_endless_message_is_refused_with_a_sentence(case, cast, isi):
    with pytest.raises(Refused) as refusal:
        say(case, cast.pemohon, isi)
    assert refusal.value.field == "isi"


def test_ten_thousand_letters_are_taken(case, cast):
    assert len(say(case, cast.pemohon, "x" * 10_000).isi) == 10_000


def test_the_journal_hears_that_something_was_written_and_never_what(case, cast, session):
    pesan = say(case, cast.admin, INNER, is_internal=True)
    withdraw_message(pesan, actor=cast.admin)
    for jenis in ("pesan.dikirim", "pesan.ditarik"):
        (event,) = events(session, jenis)
        assert event.data == {"pesan_id": pesan.id, "is_internal": True}
        assert event.catatan == "" and event.peran == "Admin" and event.objek_id == case.id


def test_a_message_may_be_about_a_version_of_its_case_only(case, cast):
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    own, strange = (
        factories.make_stage_documents(case, cast.pemohon),
        factories.make_stage_documents(other, cast.pemohon),
    )
    assert say(case, cast.tkksd, versi=own[0]).versi is own[0]
    with pytest.raises(Refused) as refusal:
        say(case, cast.tkksd, versi=strange[0])
    assert refusal.value.field == "versi"


def test_files_come_along_and_are_judged_by_what_they_hold(case, cast):
    kept = keep_attachments([upload(pdf("a"), "a/b.pdf"), upload(pdf("b"), "b.pdf")], actor=cast.pemohon)
    pesan = say(case, cast.pemohon, lampiran=kept)
    assert [one.nama for one in pesan.lampiran] == ["b.pdf", "b.pdf"]
    with pytest.raises(Refused) as refusal:
        keep_attachments([upload(b"MZ\x90\x00 program", "surat.docx")], actor=cast.pemohon)
    assert refusal.value.field == "lampiran" and "surat.docx" in str(refusal.value.message)
    with pytest.raises(Refused):
        keep_attachments([upload(pdf(str(n)), "x.pdf") for n in range(11)], actor=cast.pemohon)


# --- when ----------------------------------------------------------------------------------------------------------
def test_a_message_goes_to_the_stage_that_is_open_when_it_is_sent(case, cast):
    first = say(case, cast.pemohon)
    assert first.tahap is perkara.open_stage(case)
    lock(case)
    close_stage(case, actor=cast.admin)
    assert say(case, cast.pemohon).tahap.tahap.value == "penyusunan_kb"


def test_after_the_stages_a_message_belongs_to_none_of_them(cast, session):
    case = factories.make_agreed(cast)
    assert say(case, cast.pemohon).tahap is None


def test_nobody_writes_before_verification_or_into_a_case_that_ended(cast, session):
    early = factories.make_submitted(cast.pemohon, cast.ppksd2)
    over = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    withdraw_permohonan(over, actor=cast.pemohon, alasan="Digabung.")
    with pytest.raises(Refused) as refusal:
        say(early, cast.pemohon)
    assert refusal.value.message == rules_pesan.BELUM_DIBUKA
    with pytest.raises(Refused) as refusal:
        say(over, cast.pemohon)
    assert refusal.value.message == rules_pesan.BERAKHIR


# --- twice ---------------------------------------------------------------------------------------------------------
def test_a_second_press_is_the_same_message(case, cast, session):
    kunci = key()
    first, second = (say(case, cast.pemohon, "Halo.", kunci=kunci) for _ in range(2))
    assert first is second and len(events(session, "pesan.dikirim")) == 1


def test_another_text_from_the_same_form_is_another_message(case, cast, session):
    kunci = key()
    first = say(case, cast.pemohon, "Halo.", kunci=kunci)
    second, third = (say(case, cast.pemohon, "Halo lagi.", kunci=kunci) for _ in range(2))
    assert first is not second and second is third


def test_a_key_of_somebody_else_takes_nothing_over(case, cast, session):
    kunci = key()
    first = say(case, cast.admin, INNER, is_internal=True, kunci=kunci)
    second = say(case, cast.pemohon, INNER, kunci=kunci)
    assert second is not first and second.penulis is cast.pemohon and not second.is_internal


def test_two_presses_at_the_same_instant_are_one_message(app, committed, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    db.session.commit()
    case_id, actor_id, failed = case.id, cast.pemohon.id, []
    gate = threading.Barrier(4)

    def press():
        with app.app_context():
            gate.wait()
            try:
                actor = db.session.get(type(cast.pemohon), actor_id)
                post_message(
                    db.session.get(type(case), case_id),
                    actor=actor,
                    isi="Sekali.",
                    kunci="sama-sama-satu-kunci",
                )
                db.session.commit()
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    db.session.rollback()
    assert db.session.scalar(select(func.count(Pesan.id))) == 1
    told = select(func.count(Peristiwa.id)).where(Peristiwa.jenis == "pesan.dikirim")
    assert db.session.scalar(told) == 1


# --- back ----------------------------------------------------------------------------------------------------------
def test_a_withdrawn_message_stays_whole_in_the_database(case, cast, session):
    pesan = say(
        case, cast.pemohon, "Salah kirim.", lampiran=keep_attachments([upload(pdf())], actor=cast.pemohon)
    )
    withdraw_message(pesan, actor=cast.pemohon)
    withdraw_message(pesan, actor=cast.pemohon)
    session.expire_all()
    assert pesan.isi == "Salah kirim." and len(pesan.lampiran) == 1
    assert pesan.ditarik_at is not None and pesan.ditarik_oleh_id == cast.pemohon.id
    assert len(events(session, "pesan.ditarik")) == 1


@pytest.mark.parametrize("person", sorted({*everybody()} - {"pemohon"}))
def test_only_its_author_or_admin_withdraws_a_message(case, cast, person):
    pesan, actor = say(case, cast.pemohon), getattr(cast, person)
    if person in ("admin", "admin2"):
        assert withdraw_message(pesan, actor=actor).ditarik_at
    else:
        with pytest.raises(Refused):
            withdraw_message(pesan, actor=actor)


def test_one_withdraws_ones_own_only_while_its_stage_is_open_and_admin_later_too(case, cast):
    first, second = say(case, cast.pemohon), say(case, cast.tkksd)
    lock(case)
    close_stage(case, actor=cast.admin)
    for pesan, actor in ((first, cast.pemohon), (second, cast.tkksd)):
        with pytest.raises(Refused) as refusal:
            withdraw_message(pesan, actor=actor)
        assert refusal.value.message == rules_pesan.TAHAP_TERTUTUP
    assert withdraw_message(first, actor=cast.admin).ditarik_at


def test_nothing_is_withdrawn_from_a_case_that_ended(case, cast):
    pesan = say(case, cast.pemohon)
    withdraw_permohonan(case, actor=cast.pemohon, alasan="Digabung.")
    for actor in (cast.pemohon, cast.admin):
        with pytest.raises(Refused):
            withdraw_message(pesan, actor=actor)


# --- what sharing would give away ----------------------------------------------------------------------------------
def test_a_line_or_a_file_of_an_internal_message_is_recognised(case, cast):
    line = "Usul kami: bagi hasil tujuh puluh banding tiga puluh."
    files = keep_attachments([upload(pdf("kajian"), "kajian.pdf")], actor=cast.admin)
    say(case, cast.admin, f"Rekan-rekan,\n{line}", is_internal=True, lampiran=files)
    say(case, cast.pemohon, "Ini kalimat kami sendiri yang cukup panjang.")
    assert pesan_queries.quotes_internal(case, f"Yth. Bapak,\n> {line}")
    assert not pesan_queries.quotes_internal(
        case, "Rekan-rekan,\nIni kalimat kami sendiri yang cukup panjang."
    )
    assert pesan_queries.came_internally(case, {files[0].berkas.id})
    assert not pesan_queries.came_internally(case, set())


def test_lokus_of_the_case_reads_what_all_parties_read(case, cast, session):
    opd = session.scalars(select(OPD).limit(1)).one()
    cast.lokus.opd = opd
    set_pengampu(case, actor=cast.admin, opd=[opd])
    say(case, cast.admin)
    say(case, cast.admin, INNER, is_internal=True)
    assert perkara.can_see(cast.lokus, case)
    assert [p.is_internal for p in session.scalars(pesan_queries.visible_messages(case, cast.lokus))] == [
        False
    ]


def test_who_writes_internally_reads_internally(case, cast):
    for person in cast.people.values():
        if rules_pesan.may_write_internal(person, case):
            assert perkara.may_read_internal(person, case)
    assert all(rules_pesan.may_write_internal(getattr(cast, name), case) for name in WRITE_INTERNAL)
