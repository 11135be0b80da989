"""What PPKSD-2 may do, as PPKSD-1 sets it: asked in one place, said on the page; no stage waits for who may not agree."""

import pytest

from app.kit.errors import Refused
from app.notifikasi.tugas import tasks_of
from app.pembahasan import queries as tally_queries
from app.pembahasan import rules as opinion_rules
from app.pembahasan.models import Sikap
from app.pembahasan.pesan_operations import post_message
from app.permohonan import hak_operations, operations, rules
from app.permohonan.alur import LANGKAH, PARA_PPKSD, Hak, Status
from app.permohonan.rules import open_stage
from app.rujukan.models_rencana import AturanSyarat, PihakPendapat
from tests import factories


def approved(cast, hak=None):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    if hak is not None:
        hak_operations.set_hak(case, actor=cast.pemohon, hak=hak)
    return case


def drafting(cast):
    """The first draft agreement is uploaded and waits for agreement."""
    case = factories.make_agreed_stage(approved(cast), cast)
    factories.make_stage_documents(case, cast.pemohon)
    return case


def kinds(person):
    return {group.kode for group in tasks_of(person)}


# --- the ladder
def test_each_rung_holds_those_before_it():
    for place, hak in enumerate(Hak):
        assert [hak.covers(other) for other in Hak] == [n <= place for n in range(len(Hak))]


def test_every_step_of_the_contacts_asks_for_a_right_of_the_ladder():
    needed = {step.name: step.hak for step in LANGKAH.values() if set(step.hats) & set(PARA_PPKSD)}
    assert needed["tulis_pesan"] is Hak.KOMENTAR
    assert {name for name, hak in needed.items() if hak is Hak.SUNTING} == {
        "unggah",
        "catat_surat",
        "tanggapi",
    }
    assert Hak.LIHAT not in needed.values()  # reading is no step


@pytest.mark.parametrize("hak", list(Hak))
def test_steps_are_open_as_far_as_the_right_goes_and_say_why_not(cast, hak):
    case = approved(cast, hak)
    for name in ("unggah", "catat_surat", "tulis_pesan", "tanggapi"):
        sentence = rules.why_not(cast.ppksd2, case, name)
        if hak.covers(LANGKAH[name].hak):
            assert sentence is None
        else:
            assert str(rules.HAK[hak]) in str(sentence)
        assert rules.why_not(cast.pemohon, case, name) is None


def test_whoever_only_reads_changes_no_form_and_keeps_seeing_the_case(cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "judul")
    hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.LIHAT)
    assert rules.may_edit(cast.ppksd2, case) is not None
    assert "perbaikan" not in kinds(cast.ppksd2)
    with pytest.raises(Refused):
        operations.refresh_snapshots(case, actor=cast.ppksd2)
    page = browse(cast.ppksd2).get(f"/permohonan/{case.kode}")
    assert "Hak PPKSD-2: Lihat" in page.text
    browse(cast.ppksd2).post(f"/permohonan/{case.kode}/persiapan", {"versi": "1"}, status=422)


def test_a_message_needs_the_right_to_comment(cast):
    case = approved(cast, Hak.LIHAT)
    with pytest.raises(Refused):
        post_message(case, actor=cast.ppksd2, isi="Halo", kunci="a" * 32)
    hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.KOMENTAR)
    assert post_message(case, actor=cast.ppksd2, isi="Halo", kunci="b" * 32).isi == "Halo"


# --- agreeing
def test_who_may_not_agree_is_not_asked_and_nothing_waits_for_her(cast):
    case = drafting(cast)
    stage = open_stage(case)
    for row in stage.rencana_tahap.syarat:
        if row.pihak is PihakPendapat.PPKSD:
            row.aturan, row.jumlah = AturanSyarat.SEKURANGNYA, 2
    assert tally_queries.tally(stage).of(PihakPendapat.PPKSD).perlu == 2
    hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.SUNTING)
    assert opinion_rules.pihak_of(cast.ppksd2, case) is None
    assert str(rules.HAK[Hak.TANDA_TANGAN]) in str(opinion_rules.why_not_opinion(cast.ppksd2, case, 1))
    assert tally_queries.tally(stage).of(PihakPendapat.PPKSD).perlu == 1
    with pytest.raises(Refused):
        factories.make_opinion(case, cast.ppksd2, Sikap.SETUJU)
    factories.make_opinion(case, cast.pemohon, Sikap.SETUJU)
    assert tally_queries.tally(stage).of(PihakPendapat.PPKSD).is_terpenuhi


def test_all_assigned_means_all_who_may_agree(cast):
    case = drafting(cast)
    stage = open_stage(case)
    for row in stage.rencana_tahap.syarat:
        if row.pihak is PihakPendapat.PPKSD:
            row.aturan = AturanSyarat.SEMUA
    assert tally_queries.tally(stage).of(PihakPendapat.PPKSD).perlu == 2
    hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.LIHAT)
    assert tally_queries.tally(stage).of(PihakPendapat.PPKSD).perlu == 1


@pytest.mark.parametrize("sikap", [Sikap.TIDAK_SETUJU, Sikap.PERLU_PERBAIKAN])
def test_nobody_ends_an_objection_by_taking_the_right_from_who_made_it(cast, browse, sikap):
    case = drafting(cast)
    stage = open_stage(case)
    factories.make_opinion(case, cast.ppksd2, sikap, "Keberatan")
    with pytest.raises(Refused, match="masih berkeberatan"):
        hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.SUNTING)
    assert tally_queries.tally(stage).penahan
    browser = browse(cast.pemohon)
    assert browser.get(f"/permohonan/{case.kode}/alih").has("Bima Contoh masih berkeberatan")
    browser.post(f"/permohonan/{case.kode}/hak", {"hak": "lihat"}, status=422)
    # A new version alone does not silence her either: she has not said that it answers her.
    factories.make_stage_documents(case, cast.pemohon)
    with pytest.raises(Refused, match="masih berkeberatan"):
        hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.LIHAT)
    factories.make_opinion(case, cast.ppksd2, Sikap.SETUJU)
    assert hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.KOMENTAR)
    assert not tally_queries.tally(stage).penahan
    assert "setujui" not in kinds(cast.ppksd2)


@pytest.mark.parametrize("hak", list(Hak))
def test_every_page_of_the_case_is_read_with_every_right(cast, browse, hak):
    case = drafting(cast)
    hak_operations.set_hak(case, actor=cast.pemohon, hak=hak)
    browser = browse(cast.ppksd2)
    for tab in ("", "/dokumen", "/pembahasan", "/jadwal", "/riwayat", "/alih"):
        page = browser.get(f"/permohonan/{case.kode}{tab}")
        if tab == "" and hak is not Hak.TANDA_TANGAN:
            assert "Langkah ini memerlukan hak Tanda tangan" in page.text
        if tab == "/dokumen" and not hak.covers(Hak.SUNTING):
            assert "Langkah ini memerlukan hak Sunting" in page.text
        if tab == "/pembahasan" and not hak.covers(Hak.KOMENTAR):
            assert "Langkah ini memerlukan hak Komentar" in page.text


# --- who sets it
def test_only_the_first_contact_sets_it_and_only_while_the_case_runs(cast):
    case = approved(cast)
    for person in (cast.ppksd2, cast.admin, cast.rekan, cast.asing):
        with pytest.raises(Refused):
            hak_operations.set_hak(case, actor=person, hak=Hak.LIHAT)
    assert hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.LIHAT) is True
    assert hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.LIHAT) is False
    operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Batal")
    with pytest.raises(Refused):
        hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.SUNTING)
    assert case.status is Status.DITARIK


def test_the_second_contact_is_told_and_the_history_says_it(cast, browse):
    case = approved(cast)
    browser = browse(cast.pemohon)
    url = f"/permohonan/{case.kode}"
    browser.get(f"{url}/alih")
    browser.post(f"{url}/hak", {"hak": "semua"}, status=422)
    browser.post(f"{url}/hak", {"hak": "komentar"})
    assert rules.petugas_ke(case, 2).hak is Hak.KOMENTAR
    assert "Bima Contoh: Komentar" in browser.get(f"{url}/riwayat").text
    assert "mengubah hak Anda" in browse(cast.ppksd2).get("/notifikasi/").text
    browse(cast.ppksd2).post(f"{url}/hak", {"hak": "tanda_tangan"}, status=422)
    browse(cast.asing).post(f"{url}/hak", {"hak": "lihat"}, status=404)
    assert rules.petugas_ke(case, 2).hak is Hak.KOMENTAR


def test_the_form_of_the_contacts_sets_it_with_the_question(cast, browse):
    case = factories.make_draft(cast.pemohon)
    url = f"/permohonan/{case.kode}/petugas"
    browser = browse(cast.pemohon)
    browser.get(url)
    given = {"ppksd2": str(cast.ppksd2.id), "aksi": "lanjut", "hak": "sunting"}
    browser.post(url, given | {"hak": "raja"}, status=422)
    browser.post(url, given)
    assert rules.petugas_ke(case, 2).hak is Hak.SUNTING
    browser.post(url, {"ppksd2": str(cast.ppksd2.id), "aksi": "lanjut"})  # a page without the choice keeps it
    assert rules.petugas_ke(case, 2).hak is Hak.SUNTING
