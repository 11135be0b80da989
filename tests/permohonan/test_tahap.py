"""Stages of a case as they open and close, and who of the city works on it."""

from itertools import pairwise

import pytest

from app.jejak.queries import history_of
from app.kit.clock import now
from app.kit.errors import Refused
from app.permohonan import operations, verifikasi_operations
from app.permohonan.alur import Giliran, Status
from app.permohonan.models import GiliranPerkara, HasilTahap
from app.permohonan.rules import is_assigned, open_stage
from app.permohonan.tahap_operations import assign, close_stage, set_pengampu
from app.rujukan.models import OPD
from app.rujukan.models_rencana import KeadaanRencana, TahapBahas
from app.rujukan.queries_rencana import current_rencana
from app.rujukan.reference_rencana import first_plan
from tests import factories


@pytest.fixture
def case(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def test_the_first_stage_opens_with_the_approval(case):
    assert [(row.tahap, row.closed_at) for row in case.tahap] == [(TahapBahas.PENAWARAN, None)]
    assert case.rencana is current_rencana(case.kategori)


def test_a_running_case_stays_on_the_plan_it_began_with(case, session):
    before = case.rencana
    newer = first_plan(case.kategori)
    newer.versi = before.versi + 1
    session.add(newer)
    session.flush()
    close_stage(case, actor=None)
    assert case.rencana is before is not current_rencana(case.kategori)
    assert all(row.rencana_tahap.rencana is before for row in case.tahap)


def test_without_a_published_plan_nobody_is_approved_into_nothing(session, cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for row in session.query(type(current_rencana(permohonan.kategori))).filter_by(
        kategori_id=permohonan.kategori_id
    ):
        row.keadaan, row.versi, row.published_at = KeadaanRencana.DRAF, None, None
    session.flush()
    with pytest.raises(Refused, match="Belum ada rencana tahapan"):
        verifikasi_operations.approve(permohonan, actor=cast.admin)


def test_stages_follow_each_other_to_the_end(case, cast):
    for status in (Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS):
        following = close_stage(case, actor=cast.admin)
        assert (case.status, following) == (status, open_stage(case))
    assert close_stage(case, actor=cast.admin) is None
    assert (case.status, case.giliran, open_stage(case)) == (Status.DISEPAKATI, Giliran.PEMOHON, None)
    assert [row.hasil for row in case.tahap] == [HasilTahap.DISEPAKATI] * 3
    with pytest.raises(Refused):
        close_stage(case, actor=cast.admin)


def test_a_stage_that_an_agreement_makes_needless_is_passed_over(case, cast):
    following = close_stage(case, actor=cast.admin, skip={TahapBahas.PENYUSUNAN_KB})
    assert following.tahap is TahapBahas.PENYUSUNAN_PKS
    assert [row.hasil for row in case.tahap] == [HasilTahap.DISEPAKATI, HasilTahap.DILEWATI, None]
    told = next(row for row in history_of(case) if row.jenis == "permohonan.tahap_ditutup")
    assert (told.data["tahap"], told.data["berikutnya"]) == ("penawaran", "penyusunan_pks")


def test_when_all_later_stages_are_passed_over_everything_is_agreed(case, cast):
    assert close_stage(case, actor=None, skip=set(TahapBahas)) is None
    assert case.status is Status.DISEPAKATI


def test_withdrawing_ends_the_open_stage(case, cast):
    operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Digabung.")
    assert [row.hasil for row in case.tahap] == [HasilTahap.DIHENTIKAN]


def test_the_ledger_has_one_running_turn_and_no_gap(case, cast, session):
    close_stage(case, actor=cast.admin)
    operations.pass_turn(case, Giliran.TKKSD)
    operations.pass_turn(case, Giliran.TKKSD)
    rows = session.query(GiliranPerkara).filter_by(permohonan_id=case.id).order_by(GiliranPerkara.id).all()
    assert [row.until_at is None for row in rows] == [False] * (len(rows) - 1) + [True]
    assert (rows[-1].giliran, rows[-1].status) == (Giliran.TKKSD, Status.PENYUSUNAN_KB)
    assert all(before.until_at == after.since_at for before, after in pairwise(rows))


# --- assignment ----------------------------------------------------------------------------------------------------
def test_assigning_tells_who_is_new_and_who_goes(case, cast):
    assert assign(case, actor=cast.admin, anggota=[cast.tkksd, cast.hukum]) == [cast.tkksd, cast.hukum]
    assert assign(case, actor=cast.admin, anggota=[cast.hukum, cast.protokol]) == [cast.protokol]
    assert [is_assigned(person, case) for person in (cast.tkksd, cast.hukum, cast.protokol)] == [
        False,
        True,
        True,
    ]
    told = next(row for row in history_of(case) if row.jenis == "permohonan.ditugaskan")
    assert (told.data["nama"], told.data["selesai"]) == ("Gita Contoh", "Eka Contoh")


def test_the_same_assignment_again_changes_nothing(case, cast):
    assign(case, actor=cast.admin, anggota=[cast.tkksd])
    assign(case, actor=cast.admin, anggota=[cast.tkksd, cast.tkksd])
    assert [row.jenis for row in history_of(case)].count("permohonan.ditugaskan") == 1


def test_who_was_taken_off_may_come_back(case, cast):
    for anggota in ([cast.tkksd], [], [cast.tkksd]):
        assign(case, actor=cast.admin, anggota=anggota)
    assert is_assigned(cast.tkksd, case) and len(case.penugasan) == 2


@pytest.mark.parametrize("name", ["pemohon", "lokus", "pimpinan", "admin2"])
def test_only_active_members_of_the_team_are_assigned(case, cast, name):
    with pytest.raises(Refused) as refusal:
        assign(case, actor=cast.admin, anggota=[getattr(cast, name)])
    assert refusal.value.field == "anggota"


def test_who_left_the_team_is_not_assigned(case, cast):
    cast.tkksd.active = False
    with pytest.raises(Refused):
        assign(case, actor=cast.admin, anggota=[cast.tkksd])


def test_a_member_of_the_applying_institution_is_not_assigned(case, cast):
    cast.rekan.roles.append(cast.tkksd.roles[0])
    with pytest.raises(Refused, match="anggota instansi yang mengajukan"):
        assign(case, actor=cast.admin, anggota=[cast.rekan])


@pytest.mark.parametrize("name", ["tkksd", "pemohon", "pimpinan", "superadmin"])
def test_only_admin_assigns(case, cast, name):
    with pytest.raises(Refused):
        assign(case, actor=getattr(cast, name), anggota=[cast.hukum])
    with pytest.raises(Refused):
        set_pengampu(case, actor=getattr(cast, name), opd=[])


def test_an_admin_of_the_applying_institution_assigns_nobody(case, cast):
    cast.rekan.roles.append(cast.admin.roles[0])
    with pytest.raises(Refused, match="pihak pemohon"):
        assign(case, actor=cast.rekan, anggota=[cast.hukum])


def test_offices_are_set_as_a_whole(case, cast, session):
    first, second = session.query(OPD).order_by(OPD.id).limit(2)
    set_pengampu(case, actor=cast.admin, opd=[first])
    set_pengampu(case, actor=cast.admin, opd=[second, first])
    set_pengampu(case, actor=cast.admin, opd=[first, second])
    set_pengampu(case, actor=cast.admin, opd=[second])
    assert [row.opd_id for row in case.pengampu] == [second.id]
    assert [row.jenis for row in history_of(case)].count("permohonan.pengampu_diubah") == 3


def test_a_case_that_was_refused_is_assigned_to_nobody(session, cast):
    permohonan = factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    with pytest.raises(Refused):
        assign(permohonan, actor=cast.admin, anggota=[cast.hukum])


def test_lock_reads_stages_and_assignments_anew(case, cast, session):
    """Whoever still holds an old row does not act on what is over meanwhile."""
    tahap = case.tahap[0]
    session.execute(
        type(tahap)
        .__table__.update()
        .where(type(tahap).id == tahap.id)
        .values(closed_at=now(), hasil="disepakati")
    )
    operations.lock(case)
    assert tahap.closed_at is not None and open_stage(case) is None
