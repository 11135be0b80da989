"""What the PPKSD, Protokol and Admin can and cannot do with the schedule of a signing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jejak.queries import history_of
from app.kit import settings
from app.kit.clock import now, today
from app.kit.errors import Refused, Stale
from app.penjadwalan import operations, queries
from app.penjadwalan.models import KeadaanJadwal, KeadaanUsulan, Metode, SlotPasti
from app.penjadwalan.rules import Bentrok, Peringatan
from app.permohonan import operations as permohonan_operations
from app.permohonan.alur import Giliran, Status
from app.rujukan.models import HariLibur
from app.rujukan.models_rencana import HariTertutup, JenisNaskah
from tests import factories
from tests.penjadwalan.perkara import agree, agree_other, at, close_all, place, sinergi, working_day

KB, PKS, NK, RK = JenisNaskah.KB, JenisNaskah.PKS, JenisNaskah.NK, JenisNaskah.RK


@pytest.fixture
def case(session, cast):
    return agree(cast)


def propose(case, actor, *slots, jenis=(KB, PKS), **given):
    return operations.propose(case, actor=actor, jenis=jenis, slots=slots or [at()], **given)


def approve(ttd, actor, ke=0, seen=None):
    waiting = [row for row in ttd.usulan if row.putaran == ttd.putaran]
    return operations.approve_slot(ttd, actor=actor, usulan_id=waiting[ke].id, seen=seen or ttd.putaran)


def stands(case):
    return case.status, case.giliran


def events(case):
    return [row.jenis for row in history_of(case, limit=50) if row.jenis.startswith("jadwal.")]


# --- the way through -----------------------------------------------------------------------------------------------
def test_up_to_three_times_are_proposed_and_one_is_approved(case, cast):
    day = working_day()
    ttd = propose(case, cast.pemohon, at(day, 9), at(day, 13), at(day, 15, tempat_lain="Kampus Contoh"))
    assert stands(case) == (Status.PENJADWALAN, Giliran.PROTOKOL)
    assert [row.keadaan for row in ttd.usulan] == [KeadaanUsulan.TENTATIF] * 3
    approve(ttd, cast.protokol, ke=1)
    assert stands(case) == (Status.MENUNGGU_PENANDATANGANAN, Giliran.PARA_PIHAK)
    assert [row.keadaan for row in ttd.usulan] == [
        KeadaanUsulan.LEWAT,
        KeadaanUsulan.DIPILIH,
        KeadaanUsulan.LEWAT,
    ]
    assert ttd.slot.rentang.lower == at(day, 13).mulai_at
    assert ttd.pejabat.is_wali_kota
    assert events(case) == ["jadwal.disetujui", "jadwal.diusulkan"]


def test_both_ppksd_may_propose_and_nobody_else(case, cast):
    for person in (cast.rekan, cast.asing, cast.admin, cast.tkksd, cast.protokol, cast.pimpinan):
        with pytest.raises(Refused):
            propose(case, person)
    propose(case, cast.ppksd2)


def test_nothing_is_proposed_before_the_papers_are_agreed(session, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    with pytest.raises(Refused):
        propose(case, cast.pemohon)
    assert queries.signings(case) == []


def test_protokol_revises_and_the_ppksd_accepts(case, cast):
    ttd = propose(case, cast.pemohon)
    other = at(working_day(20), 10)
    operations.revise(ttd, actor=cast.protokol, waktu=other, catatan="Wali Kota dinas luar.", seen=1)
    assert stands(case) == (Status.PENJADWALAN, Giliran.PEMOHON)
    with pytest.raises(Refused):
        approve(ttd, cast.protokol)  # their own revision waits for the other side
    operations.accept_revision(ttd, actor=cast.ppksd2, seen=2)
    assert stands(case) == (Status.MENUNGGU_PENANDATANGANAN, Giliran.PARA_PIHAK)
    assert ttd.slot.rentang.lower == other.mulai_at
    assert events(case) == ["jadwal.disetujui", "jadwal.direvisi", "jadwal.diusulkan"]


def test_a_revision_may_be_answered_by_another_proposal(case, cast):
    ttd = propose(case, cast.pemohon)
    operations.revise(ttd, actor=cast.protokol, waktu=at(working_day(20)), catatan="", seen=1)
    again = propose(case, cast.pemohon, at(working_day(25)), seen=2)
    assert (again, again.putaran, again.keadaan) == (ttd, 3, KeadaanJadwal.DIUSULKAN)
    assert [row.keadaan for row in ttd.usulan] == [
        KeadaanUsulan.LEWAT,
        KeadaanUsulan.LEWAT,
        KeadaanUsulan.TENTATIF,
    ]
    assert stands(case) == (Status.PENJADWALAN, Giliran.PROTOKOL)


def test_turned_into_desk_to_desk_the_ppksd_can_no_longer_answer(case, cast):
    ttd = propose(case, cast.pemohon)
    operations.turn_to_desk(ttd, actor=cast.protokol, alasan="Tidak ada waktu.", seen=1)
    assert (ttd.metode, ttd.keadaan) == (Metode.DESK, KeadaanJadwal.TERJADWAL)
    assert stands(case) == (Status.MENUNGGU_PENANDATANGANAN, Giliran.PARA_PIHAK)
    answers = (
        lambda: propose(case, cast.pemohon, at(working_day(30)), seen=1),
        lambda: propose(case, cast.pemohon, at(working_day(30)), jenis=[KB]),
        lambda: operations.choose_desk(case, actor=cast.pemohon, jenis=[KB, PKS], seen=1),
        lambda: operations.accept_revision(ttd, actor=cast.ppksd2, seen=1),
        lambda: operations.cancel(ttd, actor=cast.pemohon, alasan="Batal.", seen=1),
    )
    for answer in answers:
        with pytest.raises(Refused) as refusal:
            answer()
        assert str(refusal.value.message)
    with pytest.raises(Refused, match="dialihkan|mengalihkan"):
        propose(case, cast.pemohon, seen=1)
    assert events(case) == ["jadwal.dialihkan", "jadwal.diusulkan"]


def test_turning_into_desk_to_desk_needs_a_reason(case, cast):
    ttd = propose(case, cast.pemohon)
    with pytest.raises(Refused) as refusal:
        operations.turn_to_desk(ttd, actor=cast.protokol, alasan="  ", seen=1)
    assert refusal.value.field == "alasan"


def test_desk_to_desk_needs_no_answer(case, cast):
    ttd = operations.choose_desk(case, actor=cast.pemohon, jenis=[KB, PKS])
    assert stands(case) == (Status.MENUNGGU_PENANDATANGANAN, Giliran.PARA_PIHAK)
    assert operations.choose_desk(case, actor=cast.pemohon, jenis=[KB, PKS]) is ttd
    assert events(case) == ["jadwal.desk"]


def test_a_proposal_that_waits_may_be_switched_to_desk_to_desk(case, cast):
    ttd = propose(case, cast.pemohon)
    assert operations.choose_desk(case, actor=cast.ppksd2, jenis=[KB, PKS], seen=1) is ttd
    assert (ttd.metode, ttd.keadaan) == (Metode.DESK, KeadaanJadwal.TERJADWAL)
    assert ttd.usulan[0].keadaan is KeadaanUsulan.LEWAT


@pytest.mark.parametrize("who", ["protokol", "admin"])
def test_a_schedule_is_called_off_and_all_is_free_again(case, cast, who):
    ttd = approve(propose(case, cast.pemohon), cast.protokol)
    operations.cancel(ttd, actor=getattr(cast, who), alasan="Acara negara.", seen=1)
    assert ttd.keadaan is KeadaanJadwal.BATAL
    assert db.session.scalar(select(SlotPasti.id)) is None
    assert (ttd.urutan_kalender, [n.is_aktif for n in ttd.naskah]) == (1, [False, False])
    assert stands(case) == (Status.DISEPAKATI, Giliran.PEMOHON)
    again = propose(case, cast.pemohon)
    assert again is not ttd


@pytest.mark.parametrize("who", ["admin", "tkksd", "hukum", "pemohon", "pimpinan", "superadmin"])
def test_only_protokol_answers(case, cast, who):
    ttd, person = propose(case, cast.pemohon), getattr(cast, who)
    for answer in (
        lambda: approve(ttd, person),
        lambda: operations.revise(ttd, actor=person, waktu=at(working_day(20)), catatan="", seen=1),
        lambda: operations.turn_to_desk(ttd, actor=person, alasan="Tidak.", seen=1),
    ):
        with pytest.raises(Refused):
            answer()
    assert stands(case) == (Status.PENJADWALAN, Giliran.PROTOKOL)


def test_a_withdrawn_case_keeps_no_proposal(case, cast):
    ttd = propose(case, cast.pemohon)
    permohonan_operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Batal.")
    assert ttd.keadaan is KeadaanJadwal.BATAL
    assert ttd.usulan[0].keadaan is KeadaanUsulan.LEWAT
    with pytest.raises(Refused):
        approve(ttd, cast.protokol)


# --- which papers --------------------------------------------------------------------------------------------------
def test_the_second_paper_alone_waits_for_the_first(case, cast):
    with pytest.raises(Refused, match="lebih dahulu"):
        propose(case, cast.pemohon, jenis=[PKS])
    propose(case, cast.pemohon, jenis=[KB])


def test_one_paper_stands_in_one_signing(case, cast):
    propose(case, cast.pemohon, jenis=[KB])
    with pytest.raises(Refused, match="tidak dapat diganti"):
        propose(case, cast.pemohon, jenis=[KB, PKS], seen=1)


def test_the_second_paper_follows_when_the_first_is_signed(case, cast):
    ttd = approve(propose(case, cast.pemohon, jenis=[KB]), cast.protokol)
    ttd.keadaan = KeadaanJadwal.SELESAI
    operations.settle(case)
    assert stands(case) == (Status.DISEPAKATI, Giliran.PEMOHON)
    with pytest.raises(Refused, match="sudah ditandatangani"):
        propose(case, cast.pemohon, at(working_day(20)), jenis=[KB, PKS])
    second = approve(propose(case, cast.pemohon, at(working_day(20)), jenis=[PKS]), cast.protokol)
    second.keadaan = KeadaanJadwal.SELESAI
    operations.settle(case)
    assert case.status is Status.DITANDATANGANI


def test_a_plan_without_a_first_paper_signs_its_pks_alone(session, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    first = next(plan for plan in case.rencana.tahap if plan.naskah is JenisNaskah.KB)
    case.rencana.tahap.remove(first)
    db.session.flush()
    close_all(case)
    ttd = operations.choose_desk(case, actor=cast.pemohon, jenis=[JenisNaskah.PKS])
    assert ttd.keadaan is KeadaanJadwal.TERJADWAL


def test_under_an_agreement_that_stands_the_second_paper_comes_alone(session, cast):
    case = agree(cast, skip=("penyusunan_kb",))
    with pytest.raises(Refused, match="belum disepakati"):
        propose(case, cast.pemohon, jenis=[KB, PKS])
    propose(case, cast.pemohon, jenis=[PKS])


def test_sinergi_signs_nk_before_rk(session, cast):
    case = close_all(sinergi(factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)))
    with pytest.raises(Refused, match="Nota Kesepakatan"):
        propose(case, cast.pemohon, jenis=[RK])
    with pytest.raises(Refused, match="belum disepakati"):
        propose(case, cast.pemohon, jenis=[KB])
    propose(case, cast.pemohon, jenis=[NK, RK])


# --- which day and hour --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("hour", [6, 20])
def test_nobody_signs_at_night(case, cast, hour):
    with pytest.raises(Refused, match=r"07\.00"):
        propose(case, cast.pemohon, at(hour=hour))


def test_the_past_and_the_far_future_are_refused(case, cast):
    for day, words in (
        (today() - timedelta(days=1), "sudah lewat"),
        (today() + timedelta(days=800), "2 tahun"),
    ):
        with pytest.raises(Refused, match=words) as refusal:
            propose(case, cast.pemohon, at(day))
        assert refusal.value.field == "tanggal_1"


def test_an_hour_of_today_that_is_over_is_refused(case, cast):
    over = now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    slot = operations.Waktu(over, over + timedelta(minutes=30), place())
    with pytest.raises(Refused, match="sudah lewat"):
        propose(case, cast.pemohon, slot)


def test_holidays_are_refused_or_warned_of_as_the_setting_says(case, cast):
    day = working_day()
    db.session.add(HariLibur(tanggal=day, nama="Hari Contoh"))
    db.session.flush()
    with pytest.raises(Refused, match="Hari Contoh") as refusal:
        propose(case, cast.pemohon, at(day), tetap=True)
    assert not isinstance(refusal.value, Peringatan)
    settings.put("jadwal_hari_libur", "peringatkan")
    with pytest.raises(Peringatan, match="Hari Contoh"):
        propose(case, cast.pemohon, at(day))
    propose(case, cast.pemohon, at(day), tetap=True)


def test_sundays_and_closed_days_follow_their_settings(case, cast):
    day = today() + timedelta(days=13 - today().weekday())
    assert day.weekday() == 6
    db.session.query(HariLibur).filter_by(tanggal=day).delete()
    with pytest.raises(Peringatan):
        propose(case, cast.pemohon, at(day))
    settings.put("jadwal_hari_minggu", "tolak")
    with pytest.raises(Refused, match="Minggu"):
        propose(case, cast.pemohon, at(day), tetap=True)
    closed = working_day()
    db.session.add(HariTertutup(tanggal=closed, alasan="Rapat paripurna"))
    db.session.flush()
    with pytest.raises(Refused, match="Rapat paripurna"):
        propose(case, cast.pemohon, at(closed), tetap=True)


def test_one_to_three_different_times(case, cast):
    day = working_day()
    for slots in ([], [at(day, hour) for hour in (9, 10, 11, 12)], [at(day), at(day)]):
        with pytest.raises(Refused):
            operations.propose(case, actor=cast.pemohon, jenis=[KB, PKS], slots=slots)


# --- what is taken -------------------------------------------------------------------------------------------------
def test_a_taken_time_is_refused_with_the_nearest_free_ones(case, cast):
    day = working_day()
    approve(propose(case, cast.pemohon, at(day, 9)), cast.protokol)
    other = agree_other(cast)
    for slot in (at(day, 9, 30), at(day, 9, tempat_lain="Kampus Contoh")):  # the Wali Kota is in one place
        with pytest.raises(Bentrok, match="sudah pasti") as refusal:
            propose(other, cast.asing, slot)
        free = refusal.value.kosong
        assert len(free) == 3
        assert all(queries.taken(at_moment(start), ttd_official(case)) is None for start in free)
    propose(other, cast.asing, at(day, 10))  # back to back


def at_moment(start):
    return operations.Waktu(start, start + timedelta(hours=1), place())


def ttd_official(case):
    return queries.signings(case)[0].pejabat_id


def test_a_time_taken_between_looking_and_confirming(case, cast):
    """Both proposed the same hour; one is approved, the other one learns it with free times instead."""
    day = working_day()
    first, other = propose(case, cast.pemohon, at(day)), agree_other(cast)
    second = propose(other, cast.asing, at(day, 9, 30))
    assert [t.permohonan for t in queries.displaced(first.usulan[0], cast.protokol)] == [other]
    approve(first, cast.protokol)
    with pytest.raises(Bentrok) as refusal:
        approve(second, cast.protokol)
    assert refusal.value.kosong
    assert second.usulan[0].keadaan is KeadaanUsulan.TENTATIF
    assert stands(other) == (Status.PENJADWALAN, Giliran.PROTOKOL)


def test_a_revision_whose_time_was_taken_meanwhile_is_not_accepted(case, cast):
    ttd = propose(case, cast.pemohon)
    wanted = at(working_day(20))
    operations.revise(ttd, actor=cast.protokol, waktu=wanted, catatan="", seen=1)
    other = agree_other(cast)
    approve(propose(other, cast.asing, wanted), cast.protokol)
    with pytest.raises(Bentrok):
        operations.accept_revision(ttd, actor=cast.pemohon, seen=2)


# --- old pages and double presses ----------------------------------------------------------------------------------
def test_a_double_press_changes_nothing(case, cast):
    slot = at()
    ttd = propose(case, cast.pemohon, slot)
    assert propose(case, cast.pemohon, slot) is ttd
    approve(ttd, cast.protokol)
    approve(ttd, cast.protokol)
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    assert events(case) == ["jadwal.dibatalkan", "jadwal.disetujui", "jadwal.diusulkan"]


def test_an_older_round_is_not_answered(case, cast):
    ttd = propose(case, cast.pemohon)
    old = ttd.usulan[0].id
    propose(case, cast.pemohon, at(working_day(20)), seen=1)
    for answer in (
        lambda: operations.approve_slot(ttd, actor=cast.protokol, usulan_id=old, seen=1),
        lambda: operations.approve_slot(ttd, actor=cast.protokol, usulan_id=old, seen=2),
        lambda: operations.revise(ttd, actor=cast.protokol, waktu=at(), catatan="", seen=1),
        lambda: operations.turn_to_desk(ttd, actor=cast.protokol, alasan="Tidak.", seen=1),
        lambda: operations.cancel(ttd, actor=cast.admin, alasan="Tidak.", seen=1),
        lambda: propose(case, cast.ppksd2, at(working_day(30)), seen=1),
    ):
        with pytest.raises(Stale):
            answer()
