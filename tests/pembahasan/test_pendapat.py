"""Opinions on record: in which hat, on which version, when they count, and how a stage closes with the last of them."""

import pytest

from app.akun.models import KeanggotaanInstansi
from app.jejak.queries import history_of
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.naskah.queries import pokok_version, required_mark
from app.pembahasan import operations, queries, rules
from app.pembahasan.catatan import left_open
from app.pembahasan.models import Sikap
from app.permohonan.alur import Giliran, Status
from app.permohonan.models import HasilTahap
from app.permohonan.rules import open_stage
from app.permohonan.tahap_operations import assign
from app.rujukan.models_rencana import AturanSyarat, JabatanTim, PihakPendapat
from tests import factories
from tests.factories import make_opinion, make_stage_documents


@pytest.fixture
def case(session, cast):
    """In Penawaran, its papers uploaded."""
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    make_stage_documents(permohonan, cast.pemohon)
    return permohonan


@pytest.fixture
def draft(session, cast):
    """In the first drafting stage, the draft uploaded."""
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_agreed_stage(permohonan, cast)
    make_stage_documents(permohonan, cast.pemohon)
    return permohonan


def tally(permohonan):
    return queries.tally(open_stage(permohonan))


def events(permohonan):
    return [row.jenis for row in history_of(permohonan)]


def require(permohonan, pihak, **columns):
    """Change what the plan of the open stage asks of one hat."""
    row = next(s for s in open_stage(permohonan).rencana_tahap.syarat if s.pihak is pihak)
    for name, value in columns.items():
        setattr(row, name, value)
    return row


# --- in which hat --------------------------------------------------------------------------------------------------
HATS = {"pemohon": "ppksd", "ppksd2": "ppksd", "admin": "admin", "tkksd": "tkksd", "protokol": "tkksd"}


def test_each_person_speaks_in_one_hat(case, cast):
    found = {name: rules.pihak_of(user, case) for name, user in cast.people.items()}
    assert {name: pihak.value for name, pihak in found.items() if pihak} == {
        **HATS,
        "admin2": "admin",
        "hukum": "tkksd",
        "bapperida": "tkksd",
    }


def test_who_is_admin_and_member_of_the_team_speaks_as_admin_only(case, cast):
    cast.admin.roles.append(cast.tkksd.roles[0])
    make_opinion(case, cast.admin)
    assert [row.pihak for row in tally(case).pendapat] == [PihakPendapat.ADMIN]
    assert case.status is Status.PENAWARAN


def test_a_contact_who_is_admin_too_speaks_only_as_ppksd(draft, cast):
    cast.ppksd2.roles.append(cast.admin.roles[0])
    assert make_opinion(draft, cast.ppksd2).pihak is PihakPendapat.PPKSD
    assert not tally(draft).of(PihakPendapat.ADMIN).is_terpenuhi


def test_a_member_of_the_applying_institution_never_speaks_for_the_city(case, cast):
    cast.rekan.roles.append(cast.admin.roles[0])
    with pytest.raises(Refused, match="pihak pemohon"):
        make_opinion(case, cast.rekan)


def test_ppksd_has_no_opinion_on_the_offer(case, cast):
    with pytest.raises(Refused, match="Pada tahap Penawaran"):
        make_opinion(case, cast.pemohon)


def test_a_contact_who_left_the_institution_agrees_no_more(draft, cast, session):
    row = session.query(KeanggotaanInstansi).filter_by(pengguna_id=cast.ppksd2.id).one()
    row.ended_at = now()
    session.flush()
    with pytest.raises(Refused, match="bukan anggota"):
        make_opinion(draft, cast.ppksd2)


@pytest.mark.parametrize("name", ["lokus", "pimpinan", "superadmin", "asing", "rekan", "baru"])
def test_nobody_else_has_an_opinion(case, cast, name):
    with pytest.raises(Refused):
        make_opinion(case, getattr(cast, name))


# --- the rule ------------------------------------------------------------------------------------------------------
def test_one_admin_and_one_member_close_the_offer(case, cast):
    make_opinion(case, cast.tkksd)
    assert (case.status, case.giliran) == (Status.PENAWARAN, Giliran.ADMIN)
    make_opinion(case, cast.admin, Sikap.SETUJU_CATATAN, "Perbaiki lampiran nanti.")
    assert (case.status, case.giliran) == (Status.PENYUSUNAN_KB, Giliran.PEMOHON)
    assert [row.hasil for row in case.tahap] == [HasilTahap.DISEPAKATI, None]
    assert "permohonan.tahap_ditutup" in events(case)


def test_two_of_the_same_hat_do_not_replace_the_other(case, cast):
    make_opinion(case, cast.tkksd)
    make_opinion(case, cast.hukum)
    assert case.status is Status.PENAWARAN
    assert not tally(case).of(PihakPendapat.ADMIN).is_terpenuhi


def test_a_draft_needs_one_ppksd_too(draft, cast):
    make_opinion(draft, cast.admin)
    make_opinion(draft, cast.tkksd)
    assert (draft.status, draft.giliran) == (Status.PENYUSUNAN_KB, Giliran.PEMOHON)
    make_opinion(draft, cast.ppksd2)
    assert draft.status is Status.PENYUSUNAN_PKS


def test_all_stages_lead_to_agreed(session, cast):
    permohonan = factories.make_agreed(cast)
    assert permohonan.status is Status.DISEPAKATI
    assert [row.hasil for row in permohonan.tahap] == [HasilTahap.DISEPAKATI] * 3
    assert open_stage(permohonan) is None


@pytest.mark.parametrize("sikap", [Sikap.PERLU_PERBAIKAN, Sikap.TIDAK_SETUJU])
def test_one_voice_against_holds_the_stage_and_never_ends_the_case(case, cast, sikap):
    make_opinion(case, cast.hukum, sikap, "Pasal 4 belum jelas.")
    assert case.giliran is Giliran.PEMOHON
    make_opinion(case, cast.tkksd)
    make_opinion(case, cast.admin)
    assert case.status is Status.PENAWARAN
    assert [row.pengguna for row in tally(case).penahan] == [cast.hukum]
    make_opinion(case, cast.hukum)  # changes the mind: nothing holds any more
    assert case.status is Status.PENYUSUNAN_KB


def test_nobody_gives_an_opinion_before_all_required_documents_are_there(session, cast):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    tahap = open_stage(permohonan)
    slot = tahap.rencana_tahap.pokok
    versi = factories.upload_version(
        permohonan, actor=cast.pemohon, slot=slot, upload=factories.papers.paper(slot.bentuk)
    )
    with pytest.raises(Refused, match="belum lengkap"):
        operations.give_opinion(
            permohonan, actor=cast.admin, sikap=Sikap.SETUJU, versi_id=versi.id, terakhir_id=versi.id
        )
    assert tally(permohonan).mark is None and not tally(permohonan).is_terpenuhi


def test_all_assigned_must_agree_and_nobody_else_can_do_it_for_them(case, cast):
    require(case, PihakPendapat.TKKSD, aturan=AturanSyarat.SEMUA)
    assign(case, actor=cast.admin, anggota=[cast.tkksd, cast.hukum])
    make_opinion(case, cast.admin)
    make_opinion(case, cast.tkksd)
    make_opinion(case, cast.bapperida)  # heard, not required
    row = tally(case).of(PihakPendapat.TKKSD)
    assert (row.dapat, row.perlu) == (1, 2)
    assert [suara.pengguna for suara in row.suara if suara.pendapat is None] == [cast.hukum]
    make_opinion(case, cast.hukum)
    assert case.status is Status.PENYUSUNAN_KB


def test_with_nobody_assigned_it_says_that_admin_must_assign(case, cast):
    require(case, PihakPendapat.TKKSD, aturan=AturanSyarat.SEMUA)
    row = tally(case).of(PihakPendapat.TKKSD)
    assert (row.dapat, row.perlu) == (0, 1)
    assert "Admin perlu menugaskannya" in str(row.kurang)


def test_nobody_agrees_for_all_as_long_as_nobody_is_assigned(case, cast):
    require(case, PihakPendapat.TKKSD, aturan=AturanSyarat.SEMUA)
    make_opinion(case, cast.admin)
    make_opinion(case, cast.hukum)
    assert case.status is Status.PENAWARAN and tally(case).of(PihakPendapat.TKKSD).dapat == 0
    operations.assign_people(case, actor=cast.admin, anggota=[cast.hukum], opd=[])
    assert case.status is Status.PENYUSUNAN_KB


def test_a_note_that_came_with_an_agreement_is_answered_after_the_stage_too(case, cast):
    note = make_opinion(case, cast.tkksd, Sikap.SETUJU_CATATAN, "Rapikan lampirannya.")
    make_opinion(case, cast.admin)
    assert case.status is Status.PENYUSUNAN_KB and left_open(case) == [note]
    operations.answer_note(note, actor=cast.ppksd2, tanggapan="Sudah.")
    assert note.tanggapan == "Sudah." and left_open(case) == []


def test_nobody_answers_the_objection_of_the_own_side(draft, cast):
    note = make_opinion(draft, cast.pemohon, Sikap.PERLU_PERBAIKAN, "Pasal 5.")
    assert queries.to_do(tally(draft)) == []
    with pytest.raises(Refused, match="tidak memuat catatan"):
        operations.answer_note(note, actor=cast.ppksd2, tanggapan="Baik.")


def test_a_named_position_must_be_among_those_who_agree(case, cast, session):
    jabatan = session.query(JabatanTim).filter(JabatanTim.nama.contains("Hukum")).one()
    cast.hukum.jabatan_tim = jabatan
    require(case, PihakPendapat.TKKSD, jabatan=jabatan)
    session.flush()
    make_opinion(case, cast.admin)
    make_opinion(case, cast.tkksd)
    assert case.status is Status.PENAWARAN
    assert "Kepala Bagian Hukum" in str(tally(case).of(PihakPendapat.TKKSD).kurang)
    row = make_opinion(case, cast.hukum)
    assert row.peran == "TKKSD, Kepala Bagian Hukum"
    assert case.status is Status.PENYUSUNAN_KB


def test_the_position_counts_as_held_at_that_moment(case, cast, session):
    jabatan = session.query(JabatanTim).filter(JabatanTim.nama.contains("Hukum")).one()
    require(case, PihakPendapat.TKKSD, jabatan=jabatan)
    make_opinion(case, cast.hukum)
    cast.hukum.jabatan_tim = jabatan  # given later
    session.flush()
    make_opinion(case, cast.admin)
    assert case.status is Status.PENAWARAN


def test_n_of_a_hat(case, cast):
    require(case, PihakPendapat.TKKSD, jumlah=3)
    make_opinion(case, cast.admin)
    for person in (cast.tkksd, cast.hukum):
        make_opinion(case, person)
    assert (tally(case).dapat, tally(case).perlu) == (3, 4)
    make_opinion(case, cast.protokol)
    assert case.status is Status.PENYUSUNAN_KB


def test_taking_the_last_silent_member_off_closes_the_stage(case, cast):
    require(case, PihakPendapat.TKKSD, aturan=AturanSyarat.SEMUA)
    operations.assign_people(case, actor=cast.admin, anggota=[cast.tkksd, cast.hukum], opd=[])
    make_opinion(case, cast.admin)
    make_opinion(case, cast.tkksd)
    operations.assign_people(case, actor=cast.admin, anggota=[cast.tkksd], opd=[])
    assert case.status is Status.PENYUSUNAN_KB


# --- versions ------------------------------------------------------------------------------------------------------
def test_a_newer_version_makes_every_opinion_stale(draft, cast):
    make_opinion(draft, cast.admin)
    make_opinion(draft, cast.tkksd)
    make_stage_documents(draft, cast.pemohon)
    assert all(tally(draft).is_stale(row) for row in tally(draft).pendapat)
    make_opinion(draft, cast.pemohon)
    assert (draft.status, draft.giliran) == (Status.PENYUSUNAN_KB, Giliran.TKKSD)


def test_an_opinion_on_a_version_that_is_not_the_newest_is_told_so(draft, cast):
    tahap = open_stage(draft)
    seen, mark = pokok_version(tahap), required_mark(tahap)
    make_stage_documents(draft, cast.pemohon)
    with pytest.raises(Stale, match="Rancangan Kesepakatan Bersama Versi 2 baru saja diunggah"):
        operations.give_opinion(
            draft, actor=cast.admin, sikap=Sikap.SETUJU, versi_id=seen.id, terakhir_id=mark
        )
    assert tally(draft).pendapat == ()


def test_an_opinion_on_a_stage_that_was_closed_meanwhile_is_told_so(case, cast):
    tahap = open_stage(case)
    seen, mark = pokok_version(tahap), required_mark(tahap)
    make_opinion(case, cast.admin)
    make_opinion(case, cast.tkksd)
    with pytest.raises(Stale, match="Tahap Penawaran baru saja ditutup"):
        operations.give_opinion(
            case, actor=cast.hukum, sikap=Sikap.SETUJU, versi_id=seen.id, terakhir_id=mark
        )


def test_a_version_of_another_case_is_none(case, cast):
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    make_stage_documents(other, cast.pemohon)
    seen = pokok_version(open_stage(other))
    with pytest.raises(Refused):
        operations.give_opinion(
            case, actor=cast.admin, sikap=Sikap.SETUJU, versi_id=seen.id, terakhir_id=seen.id
        )


def test_the_same_opinion_again_changes_nothing_also_after_it_closed_the_stage(case, cast):
    make_opinion(case, cast.tkksd)
    tahap = open_stage(case)
    given = {"versi_id": pokok_version(tahap).id, "terakhir_id": required_mark(tahap)}
    first = operations.give_opinion(case, actor=cast.admin, sikap=Sikap.SETUJU, **given)
    before = events(case)
    assert operations.give_opinion(case, actor=cast.admin, sikap=Sikap.SETUJU, **given) is first
    assert events(case) == before


def test_a_changed_opinion_keeps_the_old_one(case, cast):
    first = make_opinion(case, cast.admin, Sikap.SETUJU_CATATAN, "Catatan.")
    second = make_opinion(case, cast.admin)
    assert first.digantikan_at is not None and second.digantikan_at is None
    assert [row.id for row in queries.opinions(open_stage(case), is_all=True)] == [first.id, second.id]
    assert [row.id for row in tally(case).pendapat] == [second.id]


@pytest.mark.parametrize("sikap", [s for s in Sikap if s is not Sikap.SETUJU])
def test_everything_but_plain_agreement_needs_a_reason(case, cast, sikap):
    with pytest.raises(Refused) as refusal:
        make_opinion(case, cast.admin, sikap, "   ")
    assert refusal.value.field == "alasan"


def test_the_journal_says_what_was_thought_of_which_version(case, cast):
    make_opinion(case, cast.tkksd, Sikap.TIDAK_SETUJU, "Di luar kewenangan.")
    row = next(row for row in history_of(case) if row.jenis == "pendapat.diberikan")
    assert (row.peran, row.catatan, row.pelaku_id) == ("TKKSD", "Di luar kewenangan.", cast.tkksd.id)
    assert (row.data["sikap"], row.data["nama"]) == ("tidak_setuju", "Surat Penawaran Versi 1")
    assert row.data["tahap"] == "penawaran"


# --- the turn ------------------------------------------------------------------------------------------------------
def test_the_turn_follows_papers_and_opinions(session, cast):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    assert permohonan.giliran is Giliran.PEMOHON
    make_stage_documents(permohonan, cast.pemohon)
    assert permohonan.giliran is Giliran.TKKSD
    make_opinion(permohonan, cast.tkksd)
    assert permohonan.giliran is Giliran.ADMIN
    make_opinion(permohonan, cast.hukum, Sikap.PERLU_PERBAIKAN, "Lampiran kurang.")
    assert permohonan.giliran is Giliran.PEMOHON
    make_stage_documents(permohonan, cast.pemohon)
    assert permohonan.giliran is Giliran.TKKSD


# --- back, stop, answer --------------------------------------------------------------------------------------------
def send_back(permohonan, actor, alasan="Lampirkan akta."):
    return operations.send_back(
        permohonan, actor=actor, alasan=alasan, terakhir_id=required_mark(open_stage(permohonan))
    )


def test_admin_sends_back_and_the_next_version_answers(case, cast):
    send_back(case, cast.admin)
    assert case.giliran is Giliran.PEMOHON
    assert [row.isi for row in queries.to_do(tally(case))] == ["Lampirkan akta."]
    make_opinion(case, cast.tkksd)
    make_opinion(case, cast.admin2)
    assert case.status is Status.PENAWARAN  # what was sent back does not go on
    make_stage_documents(case, cast.pemohon)
    assert (case.giliran, queries.to_do(tally(case))) == (Giliran.TKKSD, [])


def test_sending_back_twice_with_the_same_words_is_one_return(case, cast):
    assert send_back(case, cast.admin) is send_back(case, cast.admin)
    assert events(case).count("naskah.dikembalikan") == 1


def test_sending_back_needs_a_reason_the_newest_version_and_admin(case, cast):
    mark = required_mark(open_stage(case))
    with pytest.raises(Refused) as refusal:
        send_back(case, cast.admin, " ")
    assert refusal.value.field == "alasan"
    with pytest.raises(Refused):
        send_back(case, cast.tkksd)
    make_stage_documents(case, cast.pemohon)
    with pytest.raises(Stale):
        operations.send_back(case, actor=cast.admin, alasan="Lama.", terakhir_id=mark)


def test_admin_ends_a_case_only_with_a_reason(case, cast):
    with pytest.raises(Refused) as refusal:
        operations.stop_case(case, actor=cast.admin, alasan="")
    assert refusal.value.field == "alasan"
    with pytest.raises(Refused):
        operations.stop_case(case, actor=cast.tkksd, alasan="Tidak.")
    operations.stop_case(case, actor=cast.admin, alasan="Bukan kewenangan kota.")
    operations.stop_case(case, actor=cast.admin, alasan="Bukan kewenangan kota.")
    assert (case.status, case.giliran, case.penutup) == (
        Status.DITOLAK,
        Giliran.SELESAI,
        "Bukan kewenangan kota.",
    )
    assert [row.hasil for row in case.tahap] == [HasilTahap.DIHENTIKAN]
    assert events(case).count("permohonan.dihentikan") == 1


def test_ppksd_answers_a_note(case, cast):
    note = make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Pasal 4.")
    assert [row.is_terjawab for row in queries.to_do(tally(case))] == [False]
    operations.answer_note(note, actor=cast.ppksd2, tanggapan="Diperbaiki pada Versi 2.")
    operations.answer_note(note, actor=cast.ppksd2, tanggapan="Diperbaiki pada Versi 2.")
    assert [row.is_terjawab for row in queries.to_do(tally(case))] == [True]
    assert events(case).count("pendapat.ditanggapi") == 1
    assert case.giliran is Giliran.PEMOHON  # an answer is no new version


def test_only_ppksd_answers_and_only_what_still_counts(case, cast):
    note = make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Pasal 4.")
    with pytest.raises(Refused):
        operations.answer_note(note, actor=cast.admin, tanggapan="Tidak.")
    with pytest.raises(Refused) as refusal:
        operations.answer_note(note, actor=cast.pemohon, tanggapan=" ")
    assert refusal.value.field == "tanggapan"
    make_opinion(case, cast.hukum)
    with pytest.raises(Stale, match="tidak berlaku lagi"):
        operations.answer_note(note, actor=cast.pemohon, tanggapan="Terlambat.")
