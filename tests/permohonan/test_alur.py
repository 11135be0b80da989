"""The table itself: complete, closed, and in agreement with the words of the guide. No database."""

import pytest

from app.permohonan import alur, rules
from app.permohonan.alur import GILIRAN_OF, ISIAN, LANGKAH, TAHAP_OF, Bagian, Giliran, Hat, Status, Tahap


def test_every_status_has_a_stage_and_a_turn():
    assert set(TAHAP_OF) == set(GILIRAN_OF) == set(Status)


def test_every_guard_of_the_table_is_known_to_the_rules():
    named = {guard for langkah in LANGKAH.values() for guard in langkah.guards}
    assert named == set(rules.GUARDS) | rules.AT_THE_ACT


def test_a_closed_case_has_no_step():
    closed = {*alur.TERTUTUP, *alur.USAI}
    assert not [langkah.name for langkah in LANGKAH.values() if closed & set(langkah.dari)]
    assert all(GILIRAN_OF[status] is Giliran.SELESAI for status in closed)


def test_only_admin_answers_a_submission():
    answers = [LANGKAH[name] for name in ("setujui", "minta_perbaikan", "tolak")]
    assert {langkah.hats for langkah in answers} == {(Hat.ADMIN,)}
    assert {langkah.dari for langkah in answers} == {(Status.MENUNGGU_VERIFIKASI,)}


def test_what_ends_a_case_against_somebodys_will_needs_a_reason():
    assert LANGKAH["tolak"].needs_note
    assert LANGKAH["tarik"].needs_note


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("latar_belakang", 300),
        ("maksud_tujuan", 500),
        ("lokasi", 100),
        ("ruang_lingkup", 500),
        ("peran_para_pihak", 500),
        ("jangka_waktu", 100),
        ("manfaat", 500),
        ("analisis", 1000),
        ("pembiayaan", 150),
    ],
)
def test_the_word_limits_are_those_of_the_form(name, words):
    assert ISIAN[name].words == words
    assert ISIAN[name].bagian is Bagian.PERSIAPAN


def test_the_five_stages_stand_in_the_order_of_the_poster():
    assert list(Tahap) == ["persiapan", "penawaran", "penyusunan", "penandatanganan", "pelaksanaan"]


def test_groups_of_statuses_do_not_overlap():
    groups = [(Status.DRAF,), alur.DIPROSES, alur.BERLAKU, alur.USAI, alur.TERTUTUP]
    assert sorted(s for group in groups for s in group) == sorted(Status)
