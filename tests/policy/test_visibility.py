"""Lists and pages agree: `visible_to` in SQL says the same as `can_see` in Python, for everybody and every case."""

import pytest
from sqlalchemy import select

from app.kit import settings
from app.permohonan.models import Permohonan
from app.permohonan.operations import choose_ppksd2, create_draft, withdraw_permohonan
from app.permohonan.queries import TEAM_SEES_ALL, find, visible_to
from app.permohonan.rules import can_see
from app.permohonan.tahap_operations import assign, set_pengampu
from app.rujukan.models import OPD
from tests import factories


@pytest.fixture
def cases(cast):
    waiting = factories.make_draft(cast.pemohon)
    choose_ppksd2(waiting, actor=cast.pemohon, pengguna=cast.ppksd2)
    withdrawn = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    withdraw_permohonan(withdrawn, actor=cast.pemohon, alasan="Digabung.")
    return {
        "draf": factories.make_draft(cast.pemohon, cast.ppksd2),
        "draf_menunggu": waiting,
        "draf_orang_lain": create_draft(actor=cast.asing),
        "dikirim": factories.make_submitted(cast.pemohon, cast.ppksd2),
        "dikembalikan": factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin),
        "ditolak": factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin),
        "ditarik": withdrawn,
        "penawaran": factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin),
    }


EXPECTED = {
    "pemohon": {"draf", "draf_menunggu", "dikirim", "dikembalikan", "ditolak", "ditarik", "penawaran"},
    "ppksd2": {"draf", "draf_menunggu", "dikirim", "dikembalikan", "ditolak", "ditarik", "penawaran"},
    "rekan": set(),
    "asing": {"draf_orang_lain"},
    "baru": set(),
    "admin": {"dikirim", "dikembalikan", "ditolak", "ditarik", "penawaran"},
    "pimpinan": {"dikirim", "dikembalikan", "ditolak", "ditarik", "penawaran"},
    "superadmin": {"dikirim", "dikembalikan", "ditolak", "ditarik", "penawaran"},
    "tkksd": {"ditarik", "penawaran"},
    "protokol": {"ditarik", "penawaran"},
    "lokus": set(),
}


@pytest.mark.parametrize("person", sorted(EXPECTED))
def test_each_person_sees_exactly_these_cases(cast, cases, session, person):
    user = getattr(cast, person)
    listed = set(session.scalars(select(Permohonan.id).where(visible_to(user))))
    assert {name for name, case in cases.items() if case.id in listed} == EXPECTED[person]


def test_list_page_and_rule_agree_for_everybody(cast, cases, session):
    for user in cast.people.values():
        listed = set(session.scalars(select(Permohonan.id).where(visible_to(user))))
        for case in cases.values():
            assert (case.id in listed) == can_see(user, case) == (find(case.kode, user) is not None)


def test_a_visitor_sees_no_case(cases, session):
    assert session.scalars(select(Permohonan.id).where(visible_to(None))).all() == []


# --- the setting, assignments, offices -----------------------------------------------------------------------------
@pytest.fixture
def assigned_cases(cast, session):
    """One case given to Eka, one to nobody, one carried out by Hari's office."""
    opd = session.query(OPD).order_by(OPD.id).first()
    cast.lokus.opd = opd
    made = {
        name: factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
        for name in ("ditugaskan", "bebas", "diampu")
    }
    assign(made["ditugaskan"], actor=cast.admin, anggota=[cast.tkksd])
    set_pengampu(made["diampu"], actor=cast.admin, opd=[opd])
    return made


ALL_CASES = {"ditugaskan", "bebas", "diampu"}


@pytest.mark.parametrize(
    ("is_open", "person", "expected"),
    [
        (True, "tkksd", ALL_CASES),
        (True, "protokol", ALL_CASES),
        (True, "lokus", {"diampu"}),
        (False, "tkksd", {"ditugaskan"}),
        (False, "hukum", set()),
        (False, "protokol", set()),
        (False, "lokus", {"diampu"}),
        (False, "admin", ALL_CASES),
        (False, "pimpinan", ALL_CASES),
        (False, "pemohon", ALL_CASES),
    ],
)
def test_the_setting_decides_what_the_team_sees(cast, assigned_cases, session, is_open, person, expected):
    settings.put(TEAM_SEES_ALL, is_open)
    user = getattr(cast, person)
    listed = set(session.scalars(select(Permohonan.id).where(visible_to(user))))
    assert {name for name, case in assigned_cases.items() if case.id in listed} == expected
    for case in assigned_cases.values():
        assert can_see(user, case, is_open) == (case.id in listed) == (find(case.kode, user) is not None)


def test_who_is_taken_off_a_case_sees_it_no_more(cast, assigned_cases, session):
    settings.put(TEAM_SEES_ALL, False)
    assign(assigned_cases["ditugaskan"], actor=cast.admin, anggota=[])
    assert find(assigned_cases["ditugaskan"].kode, cast.tkksd) is None


def test_protokol_sees_every_case_whose_signing_is_to_be_arranged(cast, session):
    settings.put(TEAM_SEES_ALL, False)
    case = factories.make_agreed(cast)
    for person, is_seen in ((cast.protokol, True), (cast.bapperida, False)):
        listed = case.id in set(session.scalars(select(Permohonan.id).where(visible_to(person))))
        assert listed == can_see(person, case, False) == (find(case.kode, person) is not None) == is_seen


def test_a_lokus_member_without_an_office_sees_nothing(cast, assigned_cases, session):
    cast.lokus.opd = None
    session.flush()
    assert not any(find(case.kode, cast.lokus) for case in assigned_cases.values())
