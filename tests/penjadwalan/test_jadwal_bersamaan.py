"""Two at the same moment, on two connections: the Wali Kota is in one place, and a schedule is answered once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.errors import Refused
from app.penjadwalan import operations
from app.penjadwalan.models import KeadaanJadwal, Penandatanganan, SlotPasti
from app.penjadwalan.rules import Bentrok
from app.rujukan.models_rencana import JenisNaskah
from tests import bersamaan, factories
from tests.penjadwalan.perkara import agree, agree_other, at, place, working_day

BOTH = (JenisNaskah.KB, JenisNaskah.PKS)


@pytest.fixture
def at_once(app, committed):
    """Runs acts in threads that start together; answers what each gave or how it was refused."""
    return partial(bersamaan.started_together, app)


def approval(ttd: Penandatanganan, person: Pengguna) -> Callable[[], Any]:
    """The act with everything read anew: each thread has its own session."""
    ttd_id, usulan_id, person_id, seen = ttd.id, ttd.usulan[0].id, person.id, ttd.putaran

    def act() -> str:
        row, actor = db.session.get(Penandatanganan, ttd_id), db.session.get(Pengguna, person_id)
        assert row is not None and actor is not None
        operations.approve_slot(row, actor=actor, usulan_id=usulan_id, seen=seen)
        return "disetujui"

    return act


def two_proposals(cast, *slots):
    first, second = agree(cast), agree_other(cast)
    made = [
        operations.propose(first, actor=cast.pemohon, jenis=BOTH, slots=[slots[0]]),
        operations.propose(second, actor=cast.asing, jenis=BOTH, slots=[slots[1]]),
    ]
    second_protokol = factories.make_pengguna("Lina Contoh", "TKKSD Protokol")
    db.session.commit()
    return made, second_protokol


@pytest.mark.parametrize("round", range(3))
def test_two_protokol_confirm_overlapping_times_of_two_cases(committed, cast, at_once, round):
    day = working_day()
    made, lina = two_proposals(cast, at(day, 9), at(day, 9, 30, tempat=place(1)))
    answers = at_once(approval(made[0], cast.protokol), approval(made[1], lina))
    assert answers.count("disetujui") == 1, answers
    refusal = next(answer for answer in answers if answer != "disetujui")
    assert isinstance(refusal, Bentrok), refusal
    assert "sudah pasti" in str(refusal.message) and len(refusal.kosong) == 3
    assert db.session.scalar(select(func.count(SlotPasti.id))) == 1
    assert sorted(ttd.keadaan for ttd in made) == [KeadaanJadwal.DIUSULKAN, KeadaanJadwal.TERJADWAL]


def test_two_protokol_answer_one_schedule_differently(committed, cast, at_once):
    made, lina = two_proposals(cast, at(), at(working_day(30)))
    ttd_id, lina_id = made[0].id, lina.id

    def turn() -> str:
        row, actor = db.session.get(Penandatanganan, ttd_id), db.session.get(Pengguna, lina_id)
        operations.turn_to_desk(row, actor=actor, alasan="Tidak ada waktu.", seen=1)
        return "dialihkan"

    answers = at_once(approval(made[0], cast.protokol), turn)
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(told) == 1 and str(told[0].message), answers
    assert made[0].keadaan is KeadaanJadwal.TERJADWAL
    assert (made[0].slot is None) == ("dialihkan" in answers)


def test_both_ppksd_propose_at_once(committed, cast, at_once):
    case = agree(cast)
    db.session.commit()
    case_id, people = case.id, (cast.pemohon.id, cast.ppksd2.id)

    def proposal(person_id, hour):
        def act():
            row = db.session.get(type(case), case_id)
            actor = db.session.get(Pengguna, person_id)
            operations.propose(row, actor=actor, jenis=BOTH, slots=[at(hour=hour)], seen=0)
            return "diusulkan"

        return act

    answers = at_once(proposal(people[0], 9), proposal(people[1], 13))
    assert answers.count("diusulkan") == 1, answers
    assert any(isinstance(answer, Refused) for answer in answers)
    assert db.session.scalar(select(func.count(Penandatanganan.id))) == 1
