"""Two records are merged while somebody else does something with one of them, on another connection: nothing is lost."""

from sqlalchemy import select

from app.akun import operations
from app.akun import operations_gabung as gabung
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.extensions import db
from app.permohonan import operations as permohonan
from app.permohonan.models import Permohonan
from tests import bersamaan


def in_turn(app, first, second):
    return bersamaan.in_words(bersamaan.in_turn(app, first, second))


def merging(cast, is_back=False):
    dari, ke = cast.perusahaan, cast.universitas
    if is_back:
        dari, ke = ke, dari
    keys, seen, nama, admin = (dari.id, ke.id), (dari.versi, ke.versi), dari.nama, cast.admin2.id

    def act():
        one, other = (db.session.get(Instansi, key) for key in keys)
        actor = db.session.get(Pengguna, admin)
        return gabung.merge_instansi(one, other, actor=actor, nama=nama, seen=seen).id

    return act


def test_of_two_mergers_of_one_pair_the_second_is_told(app, committed, cast):
    db.session.commit()
    answers = in_turn(app, merging(cast), merging(cast, is_back=True))
    assert answers == [cast.universitas.id, "Salah satu instansi tidak aktif lagi."]
    assert (cast.perusahaan.digabung_ke_id, cast.universitas.is_active) == (cast.universitas.id, True)
    answers = in_turn(app, merging(cast), merging(cast))
    assert answers == ["Salah satu instansi tidak aktif lagi."] * 2


def test_an_application_begun_during_a_merger_stands_with_the_record_that_stays(app, committed, cast):
    db.session.commit()
    person = cast.asing.id
    answers = in_turn(
        app, merging(cast), lambda: permohonan.create_draft(actor=db.session.get(Pengguna, person)).id
    )
    case = db.session.get(Permohonan, answers[1])
    assert case is not None, answers
    assert case.instansi_id == cast.universitas.id


def test_whoever_accepts_an_invitation_during_a_merger_joins_the_record_that_stays(app, committed, cast):
    undangan = operations.invite_member(cast.perusahaan, actor=cast.asing, email=cast.baru.email)
    db.session.commit()
    key, person = undangan.id, cast.baru.id

    def accept():
        row, actor = db.session.get(UndanganInstansi, key), db.session.get(Pengguna, person)
        row.instansi  # noqa: B018 – the page has shown it
        return operations.accept_invitation(row, actor=actor).id

    answers = in_turn(app, merging(cast), accept)
    found = db.session.scalars(
        select(KeanggotaanInstansi.instansi_id).where(KeanggotaanInstansi.pengguna_id == person)
    ).all()
    assert found == [cast.universitas.id], answers
