"""Recording a signing, Admin's answer, and the agreements that stand afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.jejak.models import Peristiwa
from app.kerjasama.models import KerjaSama
from app.kerjasama.operations import choose_parent
from app.kerjasama.queries import of_case
from app.kerjasama.rules import years_after
from app.kit import clock
from app.kit.clock import WITA, now, today
from app.kit.errors import Refused, Stale
from app.penjadwalan import nomor
from app.penjadwalan.models import KeadaanJadwal, Pihak
from app.penjadwalan.ttd_operations import Ceklis, record_signing, return_record, validate_signing
from app.permohonan.alur import Giliran, Status
from app.permohonan.operations import withdraw_permohonan
from app.rujukan.models_rencana import JenisNaskah
from tests import factories
from tests.kerjasama.ttd import desk, isi, official, scan
from tests.pembahasan.induk import put_under
from tests.penjadwalan.perkara import agree, agree_other, at, close_all, sinergi


@pytest.fixture
def case(session, cast):
    return agree(cast)


@pytest.fixture
def ttd(case, cast):
    return desk(case, cast.pemohon)


def events(jenis):
    from app.extensions import db

    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis)).all()


def refused(ttd, actor, **changes):
    on = changes.pop("on", None)
    with pytest.raises(Refused) as told:
        record_signing(ttd, actor=actor, isi=isi(ttd, on, **changes))
    return told.value.field, str(told.value.message)


def test_a_contact_records_and_admin_validates(case, ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    assert (ttd.keadaan, case.status, case.giliran) == (
        KeadaanJadwal.TERCATAT,
        Status.MENUNGGU_PENANDATANGANAN,
        Giliran.ADMIN,
    )
    city, partner = sorted(ttd.pihak, key=lambda row: row.pihak)
    assert (city.pihak, city.jabatan) == (Pihak.KOTA, "Wali Kota Samarinda")
    assert (partner.nama, partner.jabatan) == ("Rina Contoh", "Rektor")
    found = validate_signing(ttd, actor=cast.admin)
    assert [row.jenis for row in found] == [JenisNaskah.KB, JenisNaskah.PKS]
    year = today().year
    assert [row.kode for row in found] == [f"KB-{year}-0001", f"PKS-{year}-0001"]
    assert found[1].induk is found[0] and found[0].induk is None
    assert (ttd.keadaan, case.status) == (KeadaanJadwal.SELESAI, Status.BERJALAN)
    assert len(events("penandatanganan.divalidasi")) == len(events("permohonan.berlaku")) == 1


def test_a_second_press_of_validation_changes_nothing(case, ttd, cast, session):
    record_signing(ttd, actor=cast.ppksd2, isi=isi(ttd))
    first = validate_signing(ttd, actor=cast.admin)
    count = session.query(Peristiwa).count()
    assert validate_signing(ttd, actor=cast.admin2) == first
    assert session.query(Peristiwa).count() == count
    assert session.query(KerjaSama).count() == 2


def test_a_second_record_is_told_that_there_is_one(ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    with pytest.raises(Stale, match="sudah dicatat"):
        record_signing(ttd, actor=cast.ppksd2, isi=isi(ttd))


def test_what_another_one_changed_meanwhile_is_told(ttd, cast):
    with pytest.raises(Stale, match="Orang lain"):
        record_signing(ttd, actor=cast.pemohon, isi=isi(ttd), seen=ttd.versi + 1)


@pytest.mark.parametrize("name", ["rekan", "asing", "tkksd", "protokol", "pimpinan", "superadmin"])
def test_nobody_else_records(ttd, cast, name):
    with pytest.raises(Refused, match="wewenang"):
        record_signing(ttd, actor=getattr(cast, name), isi=isi(ttd))


@pytest.mark.parametrize("name", ["pemohon", "ppksd2", "tkksd", "protokol", "pimpinan"])
def test_only_admin_validates_and_returns(ttd, cast, name):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    for act in (validate_signing, lambda *a, **k: return_record(*a, alasan="Salah.", **k)):
        with pytest.raises(Refused, match="wewenang"):
            act(ttd, actor=getattr(cast, name))


def test_an_admin_of_the_partners_side_does_not_validate(ttd, cast, session):
    from app.akun.models import KeanggotaanInstansi

    session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.admin))
    session.flush()
    session.expire(cast.universitas)
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    with pytest.raises(Refused, match="pihak pemohon"):
        validate_signing(ttd, actor=cast.admin)
    assert validate_signing(ttd, actor=cast.admin2)


# --- what a record must say ----------------------------------------------------------------------------------------
def test_a_signing_lies_neither_in_the_future_nor_before_the_agreement(ttd, cast):
    assert refused(ttd, cast.pemohon, on=today() + timedelta(days=1))[0] == "ditandatangani_on"
    field, sentence = refused(ttd, cast.pemohon, on=today() - timedelta(days=1))
    assert field == "ditandatangani_on" and "sebelum disepakati" in sentence


def test_kb_is_signed_by_the_wali_kota_alone(ttd, cast):
    field, sentence = refused(
        ttd, cast.pemohon, pejabat=official(), kuasa_nomor="1/SK", kuasa_berkas=scan("kuasa")
    )
    assert field == "pejabat" and "hanya dapat ditandatangani Wali Kota" in sentence


def test_a_pks_is_signed_by_an_official_with_kuasa(case, cast):
    both = desk(case, cast.pemohon, JenisNaskah.KB)
    record_signing(both, actor=cast.pemohon, isi=isi(both))
    (kb,) = validate_signing(both, actor=cast.admin)
    assert case.status is Status.DISEPAKATI
    ttd = desk(case, cast.pemohon, JenisNaskah.PKS)
    sekda = official()
    assert refused(ttd, cast.pemohon, pejabat=sekda)[0] == "kuasa_nomor"
    assert refused(ttd, cast.pemohon, pejabat=sekda, kuasa_nomor="1/SK")[0] == "kuasa_berkas"
    given = isi(ttd, pejabat=sekda, kuasa_nomor="1/SK", kuasa_berkas=scan("kuasa"))
    record_signing(ttd, actor=cast.pemohon, isi=given)
    (pks,) = validate_signing(ttd, actor=cast.admin)
    assert pks.induk is kb and case.status is Status.BERJALAN
    city = next(row for row in ttd.pihak if row.pihak is Pihak.KOTA)
    assert (city.jabatan, city.kuasa_nomor) == ("Sekretaris Daerah", "1/SK")


def test_a_rencana_kerja_is_signed_by_the_wali_kota_alone(session, cast):
    case = close_all(sinergi(factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)))
    factories.sign(desk(case, cast.pemohon, JenisNaskah.NK), cast.admin)
    ttd = desk(case, cast.pemohon, JenisNaskah.RK)
    given = {"pejabat": official(), "kuasa_nomor": "1/SK", "kuasa_berkas": scan("kuasa")}
    field, sentence = refused(ttd, cast.pemohon, **given)
    assert field == "pejabat" and sentence.startswith("Rencana Kerja hanya dapat")


def test_what_has_its_hour_is_not_recorded_before_it(case, cast):
    ttd = factories.make_scheduled(case, cast.pemohon, cast.protokol, at())
    with pytest.raises(Stale, match="belum tiba"):
        record_signing(ttd, actor=cast.admin, isi=isi(ttd))
    with clock.at(ttd.slot.rentang.lower):
        record_signing(ttd, actor=cast.admin, isi=isi(ttd, ttd.slot.rentang.lower.date()))
    assert ttd.keadaan is KeadaanJadwal.TERCATAT


@pytest.mark.parametrize("written", ["100.3.7/9/hk-ks/xi/{year}", "100.3.7/09/HK-KS/I/{year}"])
def test_the_same_running_number_written_otherwise_is_taken_too(session, cast, written):
    year = today().year
    first, second = desk(agree(cast), cast.pemohon), desk(agree_other(cast), cast.asing)
    given = isi(first)
    papers = [replace(given.naskah[0], nomor_kota=f"100.3.7/9/HK-KS/XI/{year}"), given.naskah[1]]
    record_signing(first, actor=cast.admin, isi=replace(given, naskah=papers))
    given = isi(second)
    papers = [replace(given.naskah[0], nomor_kota=written.format(year=year)), given.naskah[1]]
    with pytest.raises(Refused, match="sudah dipakai Pemerintah Kota") as told:
        record_signing(second, actor=cast.admin, isi=replace(given, naskah=papers))
    assert told.value.field == "kb_nomor_kota"


def test_no_pks_is_signed_under_a_kb_that_has_ended_until_admin_takes_another(session, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    umbrella = put_under(case, cast)
    close_all(case, ("penyusunan_kb",))
    ttd = desk(case, cast.pemohon, JenisNaskah.PKS)
    later = umbrella.berlaku_until + timedelta(days=3)
    with clock.at(datetime.combine(later, time(9), WITA).astimezone(UTC)):
        field, sentence = refused(ttd, cast.pemohon, on=later)
        assert field == "ditandatangani_on" and str(umbrella.kode) in sentence and "berakhir pada" in sentence
        fresh = factories.make_signed(cast, judul="Payung baru").induk
        with pytest.raises(Refused, match="hanya dapat diganti"):
            choose_parent(case, actor=cast.admin, kerja_sama=None)
        choose_parent(case, actor=cast.admin, kerja_sama=fresh)
        record_signing(ttd, actor=cast.pemohon, isi=isi(ttd, later))
        (pks,) = validate_signing(ttd, actor=cast.admin)
    assert pks.induk is fresh


def test_what_was_signed_is_not_taken_back_by_withdrawing(case, cast, browse):
    factories.sign(desk(case, cast.pemohon, JenisNaskah.KB), cast.admin)
    assert case.status is Status.DISEPAKATI
    with pytest.raises(Refused, match="tidak dapat ditarik"):
        withdraw_permohonan(case, actor=cast.pemohon, alasan="Tidak jadi.")
    assert case.status is Status.DISEPAKATI


def test_a_contact_who_left_the_institution_does_not_withdraw_its_case(case, cast):
    next(row for row in cast.universitas.anggota if row.pengguna_id == cast.pemohon.id).ended_at = now()
    with pytest.raises(Refused, match="bukan anggota"):
        withdraw_permohonan(case, actor=cast.pemohon, alasan="Tidak jadi.")


def test_a_term_begins_with_the_signing_and_is_no_longer_than_its_category_allows(ttd, cast, case):
    field, sentence = refused(ttd, cast.pemohon, naskah_berlaku_from=today() - timedelta(days=1))
    assert field == "kb_berlaku_from" and "sebelum ditandatangani" in sentence
    case.kategori.masa_paling_lama = 2
    late = years_after(today(), 2) + timedelta(days=1)
    field, sentence = refused(ttd, cast.pemohon, naskah_berlaku_until=late)
    assert field == "kb_berlaku_until" and "2 tahun" in sentence and str(case.kategori) in sentence
    field, sentence = refused(ttd, cast.pemohon, naskah_berlaku_until=today() - timedelta(days=1))
    assert field == "kb_berlaku_until"
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd, naskah_berlaku_until=years_after(today(), 2)))


def test_every_paper_has_its_scan_and_its_numbers(ttd, cast):
    assert refused(ttd, cast.pemohon, naskah_berkas=None)[0] == "kb_berkas"
    assert refused(ttd, cast.pemohon, naskah_nomor_mitra="")[0] == "kb_nomor_mitra"
    field, sentence = refused(ttd, cast.pemohon, naskah_nomor_kota="1/A/2026")
    assert field == "pks_nomor_kota" and "bernomor sama" in sentence


# --- numbers -------------------------------------------------------------------------------------------------------
def test_a_number_is_used_once_by_each_party_in_a_year(ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    other = agree_other(cast, judul="Perkara lain")
    second = desk(other, cast.asing)
    given = isi(second)
    taken = replace(given.naskah[0], nomor_kota=ttd.naskah[0].nomor_kota)
    with pytest.raises(Refused, match="sudah dipakai Pemerintah Kota") as told:
        record_signing(second, actor=cast.asing, isi=replace(given, naskah=[taken, given.naskah[1]]))
    assert told.value.field == "kb_nomor_kota"
    # Another partner may use the same number of its own.
    same = [
        replace(row, nomor_mitra=old.nomor_mitra) for row, old in zip(given.naskah, ttd.naskah, strict=True)
    ]
    record_signing(second, actor=cast.asing, isi=replace(given, naskah=same))


def test_the_same_partner_does_not_use_a_number_twice(ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    second = desk(agree(cast, judul="Perkara lain"), cast.pemohon)
    given = isi(second)
    taken = replace(given.naskah[1], nomor_mitra=ttd.naskah[0].nomor_mitra)
    with pytest.raises(Refused, match="sudah dipakai mitra") as told:
        record_signing(second, actor=cast.pemohon, isi=replace(given, naskah=[given.naskah[0], taken]))
    assert told.value.field == "pks_nomor_mitra"


def test_proposals_follow_the_pattern_and_pass_over_what_is_used(ttd, cast, session):
    day = date(2026, 11, 24)
    assert nomor.propose(day, 2) == ["100.3.7/1/HK-KS/XI/2026", "100.3.7/2/HK-KS/XI/2026"]
    assert nomor.propose(day, 2) == nomor.propose(day, 2)  # nothing is reserved
    nomor.keep("100.3.7/7/HK-KS/II/2026", day)
    nomor.keep("bebas/3", day)
    nomor.keep("100.3.7/70000/HK-KS/II/2026", day)  # mistyped: the series does not jump
    assert nomor.propose(day, 1) == ["100.3.7/8/HK-KS/XI/2026"]
    ttd.naskah[0].tahun, ttd.naskah[0].nomor_kota = 2026, "100.3.7/8/HK-KS/XI/2026"
    session.flush()
    assert nomor.propose(day, 1) == ["100.3.7/9/HK-KS/XI/2026"]
    assert nomor.propose(date(2027, 1, 2), 1) == ["100.3.7/1/HK-KS/I/2027"]


@pytest.mark.parametrize(
    "pattern", ["{kode}/{tahun}", "{urut}/{urut}", "{urut}/{apa}", "{urut}{", "x" * 70 + "{urut}"]
)
def test_a_pattern_that_makes_no_numbers_is_refused(pattern):
    assert nomor.check_pattern(pattern) is not None
    assert nomor.check_pattern("{kode}/{urut:03}/{unit}") is None


# --- Admin's answer ------------------------------------------------------------------------------------------------
def test_admin_returns_a_record_with_a_reason_and_it_is_mended(case, ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    with pytest.raises(Refused):
        return_record(ttd, actor=cast.admin, alasan="  ")
    return_record(ttd, actor=cast.admin, alasan="Nomor mitra keliru.")
    assert (ttd.keadaan, ttd.catatan, case.giliran) == (
        KeadaanJadwal.TERJADWAL,
        "Nomor mitra keliru.",
        Giliran.PARA_PIHAK,
    )
    assert ttd.naskah[0].berkas is not None  # what was written stays
    with pytest.raises(Stale):
        return_record(ttd, actor=cast.admin, alasan="Lagi.")
    with pytest.raises(Stale, match="belum dicatat"):
        validate_signing(ttd, actor=cast.admin)
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    assert len(ttd.pihak) == 2 and ttd.catatan == ""
    assert len(validate_signing(ttd, actor=cast.admin)) == 2


def test_the_checklist_must_be_whole_at_validation(ttd, cast):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd, is_meterai=False))
    with pytest.raises(Refused) as told:
        validate_signing(ttd, actor=cast.admin)
    assert told.value.field == "paraf"
    with pytest.raises(Refused):
        validate_signing(ttd, actor=cast.admin, ceklis=Ceklis(True, False, True))
    assert validate_signing(ttd, actor=cast.admin, ceklis=Ceklis(True, True, True))


def test_what_was_signed_is_never_replaced(case, ttd, cast, session):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    validate_signing(ttd, actor=cast.admin)
    other = scan("palsu").id
    for statement in (f"UPDATE kerja_sama SET berkas_id = {other}", "DELETE FROM kerja_sama"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(statement))
    assert len(of_case(case)) == 2
