"""Two act on the places of one case at the same instant, on two connections: one result, and the other one is told."""

import threading

import pytest
from sqlalchemy import select

from app.akun.models import KeanggotaanInstansi, Pengguna
from app.extensions import db
from app.kit.errors import Refused
from app.naskah.queries import pokok_version, required_mark
from app.pembahasan import operations as pembahasan
from app.pembahasan import queries as pembahasan_queries
from app.pembahasan.models import Sikap
from app.permohonan import alih_operations as alih
from app.permohonan import hak_operations, rules
from app.permohonan.alur import Hak
from app.permohonan.models import Permohonan
from app.permohonan.models_alih import AlihTugas, JawabanAlih
from app.permohonan.rules import open_stage
from tests import bersamaan, factories
from tests.permohonan.test_potret_dan_anggota import leave


@pytest.fixture
def at_once(app, committed):
    """Each act has read the case before the first one writes; answers what each gave, or why it was refused."""
    return lambda *reads: bersamaan.in_words(bersamaan.at_once(app, *reads))


@pytest.fixture
def case(committed, cast):
    """The first draft agreement waits for opinions."""
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    permohonan = factories.make_agreed_stage(permohonan, cast)
    factories.make_stage_documents(permohonan, cast.pemohon)
    db.session.commit()
    return permohonan


def looked_at(case_id, *people):
    """The case and its contacts as a page has read them, and these people."""
    permohonan = db.session.get(Permohonan, case_id)
    for row in permohonan.petugas:
        rules.is_signer(row)
    assert permohonan.instansi.anggota
    return permohonan, *(db.session.get(Pengguna, person) for person in people)


def handing(case_id, ke, dari, actor, kepada):
    def read():
        permohonan, by, to = looked_at(case_id, actor, kepada)
        return lambda: (
            alih.request_alih(permohonan, actor=by, ke=ke, kepada=to, alasan="Pindah bagian", dari_id=dari).id
        )

    return read


def taking(case_id, alih_id, actor):
    def read():
        _permohonan, person = looked_at(case_id, actor)
        row = db.session.get(AlihTugas, alih_id)
        return lambda: bool(alih.answer_alih(row, actor=person, terima=True))

    return read


def saying(case_id, actor, sikap, alasan=""):
    def read():
        permohonan, person = looked_at(case_id, actor)
        tahap = open_stage(permohonan)
        seen = {"versi_id": pokok_version(tahap).id, "terakhir_id": required_mark(tahap)}
        return lambda: bool(
            pembahasan.give_opinion(permohonan, actor=person, sikap=sikap, alasan=alasan, **seen)
        )

    return read


def narrowing(case_id, actor):
    def read():
        permohonan, person = looked_at(case_id, actor)
        return lambda: hak_operations.set_hak(permohonan, actor=person, hak=Hak.KOMENTAR)

    return read


def third_member(cast):
    person = factories.make_pengguna("Lain Contoh", "Pemohon")
    db.session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=person))
    factories.make_biodata(person)
    return person


def test_two_who_replace_one_contact_at_once_put_one_person_there(at_once, case, cast):
    other = third_member(cast)
    leave(cast.ppksd2)
    db.session.commit()
    old, receivers = cast.ppksd2.id, (cast.rekan.id, other.id)
    admins = cast.admin.id, cast.admin2.id
    answers = at_once(*(handing(case.id, 2, old, by, to) for by, to in zip(admins, receivers, strict=True)))
    done = [place for place, answer in enumerate(answers) if isinstance(answer, int)]
    assert len(done) == 1 and "baru saja berganti" in answers[1 - done[0]], answers
    assert rules.petugas_ke(db.session.get(Permohonan, case.id), 2).pengguna_id == receivers[done[0]]
    assert len(db.session.scalars(select(AlihTugas)).all()) == 1


def test_two_who_offer_one_place_at_once_make_one_offer(at_once, case, cast):
    other = third_member(cast)
    db.session.commit()
    answers = at_once(
        handing(case.id, 2, cast.ppksd2.id, cast.pemohon.id, cast.rekan.id),
        handing(case.id, 2, cast.ppksd2.id, cast.ppksd2.id, other.id),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["int", "str"], answers
    assert [row.jawaban for row in db.session.scalars(select(AlihTugas))] == [JawabanAlih.MENUNGGU]


@pytest.mark.parametrize("sikap", [Sikap.SETUJU, Sikap.TIDAK_SETUJU])
def test_what_a_contact_says_while_her_place_is_taken_counts_no_more(at_once, case, cast, sikap):
    offer = alih.request_alih(case, actor=cast.pemohon, ke=2, kepada=cast.rekan, alasan="Pindah")
    db.session.commit()
    answers = at_once(
        taking(case.id, offer.id, cast.rekan.id),
        saying(case.id, cast.ppksd2.id, sikap, "" if sikap is Sikap.SETUJU else "Belum cocok"),
    )
    assert answers[0] is True and not isinstance(answers[1], Exception), answers
    found = db.session.get(Permohonan, case.id)
    assert rules.petugas_ke(found, 2).pengguna_id == cast.rekan.id
    assert not pembahasan_queries.tally(open_stage(found)).pendapat


def test_an_objection_and_the_end_of_the_right_to_object_never_both_win(at_once, case, cast):
    answers = at_once(
        saying(case.id, cast.ppksd2.id, Sikap.TIDAK_SETUJU, "Belum cocok"),
        narrowing(case.id, cast.pemohon.id),
    )
    assert sorted(answer is True for answer in answers) == [False, True], answers
    found = db.session.get(Permohonan, case.id)
    has_right = rules.is_signer(rules.petugas_ke(found, 2))
    assert has_right == bool(pembahasan_queries.tally(open_stage(found)).penahan) == (answers[0] is True)


def test_nobody_is_put_in_a_place_who_is_taken_out_of_the_institution_meanwhile(app, committed, case, cast):
    """The page was read while she was a member; the case was held by somebody else until she was not."""
    key, people = case.id, (cast.pemohon.id, cast.rekan.id)
    permohonan, by, to = looked_at(key, *people)
    other = threading.Thread(target=lambda: _leave_elsewhere(app, people[1]))
    other.start()
    other.join(30)
    with pytest.raises(Refused) as refused:
        alih.request_alih(permohonan, actor=by, ke=2, kepada=to, alasan="Pindah")
    assert refused.value.field == "kepada"
    db.session.rollback()


def _leave_elsewhere(app, person):
    with app.app_context():
        leave(db.session.get(Pengguna, person))
        db.session.commit()
        db.session.remove()
