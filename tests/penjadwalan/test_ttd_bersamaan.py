"""Two at the same moment, on two connections: one number is given once, one signing is recorded and validated once."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama.models import KerjaSama
from app.kit.errors import Refused, Stale
from app.penjadwalan.models import Penandatanganan
from app.penjadwalan.ttd_operations import record_signing, validate_signing
from tests import bersamaan
from tests.kerjasama.ttd import desk, isi
from tests.penjadwalan.perkara import agree, agree_other


@pytest.fixture
def at_once(app, committed):
    """Runs one act for several (signing, person) together; answers what each gave or how it was refused."""

    def run(act: Callable[..., Any], *pairs: tuple[int, int]) -> list[Any]:
        def reading(ttd_id: int, person_id: int) -> Callable[[], Any]:
            def read() -> Callable[[], Any]:
                return partial(
                    act, db.session.get(Penandatanganan, ttd_id), db.session.get(Pengguna, person_id)
                )

            return read

        return bersamaan.at_once(app, *(reading(*pair) for pair in pairs))

    return run


def test_one_number_is_given_once(at_once, cast):
    first = desk(agree(cast), cast.pemohon)
    second = desk(agree_other(cast), cast.asing)
    db.session.commit()

    def act(ttd, person):
        given = isi(ttd)
        kb, pks = given.naskah
        papers = [replace(kb, nomor_kota="7/HK/2026"), replace(pks, nomor_kota=f"{ttd.id}/PKS")]
        record_signing(ttd, actor=person, isi=replace(given, naskah=papers))
        return "tercatat"

    answers = at_once(act, (first.id, cast.pemohon.id), (second.id, cast.asing.id))
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert answers.count("tercatat") == 1 and [one.field for one in refusals] == ["kb_nomor_kota"]


def test_two_contacts_record_once_and_two_admins_validate_once(at_once, cast):
    ttd = desk(agree(cast), cast.pemohon)
    db.session.commit()

    def record(ttd, person):
        record_signing(ttd, actor=person, isi=isi(ttd))
        return "tercatat"

    answers = at_once(record, (ttd.id, cast.pemohon.id), (ttd.id, cast.ppksd2.id))
    assert answers.count("tercatat") == 1 and any(isinstance(answer, Stale) for answer in answers)

    def validate(ttd, person):
        return [row.kode for row in validate_signing(ttd, actor=person)]

    answers = at_once(validate, (ttd.id, cast.admin.id), (ttd.id, cast.admin2.id))
    assert answers[0] == answers[1]
    assert db.session.scalar(select(func.count()).select_from(KerjaSama)) == 2
    told = select(func.count()).where(Peristiwa.jenis == "penandatanganan.divalidasi")
    assert db.session.scalar(told) == 1
