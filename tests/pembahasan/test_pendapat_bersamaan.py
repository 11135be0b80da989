"""Many decide on one case at the same instant: they come one after the other, the stage closes once."""

import pytest

from app.akun import roles
from app.extensions import db
from app.jejak.queries import history_of
from app.naskah.queries import pokok_version, required_mark
from app.pembahasan import operations
from app.pembahasan.models import Pendapat, Sikap
from app.permohonan.alur import Status
from app.permohonan.models import GiliranPerkara, HasilTahap, Permohonan
from app.permohonan.rules import open_stage
from tests import bersamaan, factories

PEOPLE = 8


@pytest.fixture
def case(committed, cast):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_stage_documents(permohonan, cast.pemohon)
    db.session.commit()
    return permohonan


def at_once(app, acts):
    """Run in threads that have all read the case before the first one acts; answers what each gave, or why not."""
    return bersamaan.in_words(bersamaan.at_once(app, *acts))


def opinion(case_id, person_id, sikap, alasan=""):
    """Read the case as a page does, then answer the act."""

    def read():
        from app.akun.models import Pengguna

        permohonan, person = db.session.get(Permohonan, case_id), db.session.get(Pengguna, person_id)
        tahap = open_stage(permohonan)
        seen = {"versi_id": pokok_version(tahap).id, "terakhir_id": required_mark(tahap)}

        def act():
            return operations.give_opinion(permohonan, actor=person, sikap=sikap, alasan=alasan, **seen).id

        return act

    return read


def test_eight_people_at_once_close_the_stage_once(app, case, cast):
    team = [
        factories.make_pengguna(f"Anggota {n}", roles.ADMIN if n % 2 else roles.TKKSD) for n in range(PEOPLE)
    ]
    db.session.commit()
    acts = [opinion(case.id, person.id, Sikap.SETUJU) for person in team]
    answers = at_once(app, acts)
    assert all(isinstance(answer, int | str) for answer in answers), answers
    case = db.session.get(Permohonan, case.id)
    given = [answer for answer in answers if isinstance(answer, int)]
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert len(given) >= 2 and all("baru saja ditutup" in sentence for sentence in refused)
    assert case.status is Status.PENYUSUNAN_KB
    assert [row.hasil for row in case.tahap] == [HasilTahap.DISEPAKATI, None]
    kinds = [row.jenis for row in history_of(case)]
    assert kinds.count("permohonan.tahap_ditutup") == 1
    assert kinds.count("pendapat.diberikan") == len(given) == db.session.query(Pendapat).count()
    running = db.session.query(GiliranPerkara).filter_by(permohonan_id=case.id, until_at=None)
    assert running.count() == 1


def test_the_same_person_in_two_windows_has_one_opinion(app, case, cast):
    acts = [opinion(case.id, cast.tkksd.id, Sikap.SETUJU) for _window in range(4)]
    answers = at_once(app, acts)
    assert len(set(answers)) == 1 and isinstance(answers[0], int), answers
    assert db.session.query(Pendapat).count() == 1


def test_the_last_agreement_and_an_objection_at_once_never_both_win(app, case, cast):
    factories.make_opinion(case, cast.tkksd)
    db.session.commit()
    answers = at_once(
        app,
        [
            opinion(case.id, cast.admin.id, Sikap.SETUJU),
            opinion(case.id, cast.hukum.id, Sikap.TIDAK_SETUJU, "Tidak."),
        ],
    )
    case = db.session.get(Permohonan, case.id)
    objected = isinstance(answers[1], int)
    assert (case.status is Status.PENAWARAN) == objected, answers
