"""Lists and pages agree: `visible_to` in SQL says the same as `can_see` in Python, for everybody and every case."""

import pytest
from sqlalchemy import select

from app.permohonan.models import Permohonan
from app.permohonan.operations import choose_ppksd2, create_draft, withdraw_permohonan
from app.permohonan.queries import find, visible_to
from app.permohonan.rules import can_see
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
