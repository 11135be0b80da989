"""What stands above a case, terms that begin and end, the public register, corrections."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama import operations, queries
from app.kerjasama.keadaan import Keadaan, keadaan_of, keadaan_sql, stands_in
from app.kerjasama.models import IndukPerkara, KerjaSama, KoreksiKerjaSama
from app.kerjasama.tasks import advance_terms as job
from app.kit import clock
from app.kit.clock import WITA, today
from app.kit.errors import Refused
from app.penjadwalan.ttd_operations import record_signing, validate_signing
from app.permohonan import tahap_operations
from app.permohonan.alur import Giliran, Status
from app.rujukan.models_rencana import JenisNaskah, TahapBahas
from tests import factories
from tests.kerjasama.ttd import desk, isi
from tests.penjadwalan.perkara import agree, agree_other, sinergi


@pytest.fixture
def pks(session, cast):
    return factories.make_signed(cast)


def told(jenis):
    return db.session.scalar(select(func.count()).where(Peristiwa.jenis == jenis))


def on(day: date):
    return clock.at(datetime.combine(day, time(9), WITA).astimezone(UTC))


# --- a KB that already stands --------------------------------------------------------------------------------------
def test_a_pks_is_made_under_a_kb_that_stands(pks, cast):
    kb = pks.induk
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Kedua")
    assert list(queries.parents_for(case)) == [kb]
    operations.choose_parent(case, actor=cast.admin, kerja_sama=kb)
    operations.choose_parent(case, actor=cast.admin, kerja_sama=kb)
    assert queries.induk_of(case) is kb and told("induk.dipilih") == 1
    tahap_operations.close_stage(case, actor=None, skip={TahapBahas.PENYUSUNAN_KB})
    tahap_operations.close_stage(case, actor=None)
    ttd = desk(case, cast.pemohon)
    assert [row.jenis for row in ttd.naskah] == [JenisNaskah.PKS]
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    (second,) = validate_signing(ttd, actor=cast.admin)
    assert second.induk is kb and case.status is Status.BERJALAN


def test_the_choice_is_taken_back(pks, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Kedua")
    operations.choose_parent(case, actor=cast.admin, kerja_sama=pks.induk)
    operations.choose_parent(case, actor=cast.admin, kerja_sama=None)
    assert db.session.get(IndukPerkara, case.id) is None and told("induk.dipilih") == 2


def test_only_a_kb_of_the_same_partner_that_is_in_force_stands_above(pks, cast):
    other = agree_other(cast, judul="Mitra lain")
    assert list(queries.parents_for(other)) == []
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Kedua")
    with pytest.raises(Refused) as refusal:
        operations.choose_parent(case, actor=cast.admin, kerja_sama=pks)
    assert refusal.value.field == "induk"
    with on(pks.induk.berlaku_until + timedelta(days=1)):
        assert list(queries.parents_for(case)) == []
    for person in (cast.pemohon, cast.tkksd):
        with pytest.raises(Refused, match="wewenang"):
            operations.choose_parent(case, actor=person, kerja_sama=pks.induk)


def test_sinergi_has_no_kb_above_and_its_rk_stands_under_its_nk(pks, cast):
    case = sinergi(factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Sinergi"))
    assert list(queries.parents_for(case)) == []
    while tahap_operations.close_stage(case, actor=None) is not None:
        pass
    ttd = desk(case, cast.pemohon)
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    nk, rk = validate_signing(ttd, actor=cast.admin)
    assert (nk.kode[:3], rk.kode[:3], rk.induk) == ("NK-", "RK-", nk)


# --- terms -----------------------------------------------------------------------------------------------------------
def test_a_case_runs_when_all_its_terms_have_begun_and_ends_with_the_last(session, cast):
    case = agree(cast)
    ttd = desk(case, cast.pemohon)
    starts, ends = today() + timedelta(days=10), today() + timedelta(days=400)
    record_signing(
        ttd, actor=cast.pemohon, isi=isi(ttd, naskah_berlaku_from=starts, naskah_berlaku_until=ends)
    )
    validate_signing(ttd, actor=cast.admin)
    assert case.status is Status.DITANDATANGANI and operations.advance_terms() == 0
    with on(starts):
        assert operations.advance_terms() == 1 and case.status is Status.BERJALAN
        assert operations.advance_terms() == 0 and told("permohonan.berlaku") == 1
    with on(ends):
        assert operations.advance_terms() == 0
    with on(ends + timedelta(days=1)):
        job(timestamp=0)
        job(timestamp=0)
        assert (case.status, case.giliran) == (Status.BERAKHIR, Giliran.SELESAI)
        assert case.closed_at is not None and told("permohonan.berakhir") == 1
    last = session.scalars(select(Peristiwa).order_by(Peristiwa.id.desc())).first()
    assert last.pelaku_id is None and last.jenis == "permohonan.berakhir"


def test_a_term_that_passed_while_nothing_ran_is_made_up_for(pks):
    with on(pks.berlaku_until + timedelta(days=90)):
        operations.advance_terms()
    assert pks.permohonan.status is Status.BERAKHIR


def test_sql_and_python_agree_on_where_an_agreement_stands(pks, session):
    days = (pks.berlaku_from, pks.berlaku_until)
    seen = set()
    for is_ended in (False, True):
        if is_ended:
            pks.permohonan.status = Status.DIAKHIRI
            session.flush()
        for day in {one + timedelta(days=n) for one in days for n in (-1, 0, 1)}:
            expected = keadaan_of(pks, day)
            query = select(keadaan_sql(day)).where(KerjaSama.id == pks.id)
            assert session.scalar(query) == expected.value
            for keadaan in Keadaan:
                found = session.scalar(
                    select(KerjaSama.id).where(KerjaSama.id == pks.id, stands_in(keadaan, day))
                )
                assert (found is not None) == (keadaan is expected)
            seen.add(expected)
    assert seen == set(Keadaan)


# --- the register ----------------------------------------------------------------------------------------------------
def test_admin_releases_and_takes_back_once(pks, cast):
    for _again in range(2):
        operations.release(pks, actor=cast.admin)
    assert pks.released_at is not None and told("kerjasama.dirilis") == 1
    for _again in range(2):
        operations.conceal(pks, actor=cast.admin2)
    assert pks.released_at is None and told("kerjasama.ditutup") == 1


@pytest.mark.parametrize("name", ["pemohon", "tkksd", "protokol", "lokus", "pimpinan", "superadmin"])
def test_nobody_else_keeps_the_register(pks, cast, name):
    person = getattr(cast, name)
    for act in (operations.release, operations.conceal):
        with pytest.raises(Refused, match="Hanya Admin"):
            act(pks, actor=person)
    with pytest.raises(Refused, match="Hanya Admin"):
        operations.correct(pks, actor=person, isi="Salah ketik.")


def test_an_admin_of_the_partners_side_does_not_keep_it(pks, cast, session):
    from app.akun.models import KeanggotaanInstansi

    session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.admin))
    session.flush()
    session.expire(cast.universitas)
    with pytest.raises(Refused, match="anggota instansi mitra"):
        operations.release(pks, actor=cast.admin)


def test_a_correction_stands_beside_the_file_which_stays(pks, cast):
    before = pks.berkas_id
    scan = factories.make_scan("Berita acara")
    first = operations.correct(
        pks, actor=cast.admin, isi=" Pasal 3 tertulis 2025, seharusnya 2026. ", berkas=scan
    )
    again = operations.correct(
        pks, actor=cast.admin, isi="Pasal 3 tertulis 2025, seharusnya 2026.", berkas=scan
    )
    assert again is first and first.berkas_id == scan.id and pks.berkas_id == before
    operations.correct(pks, actor=cast.admin, isi="Koreksi kedua.")
    assert db.session.query(KoreksiKerjaSama).count() == told("kerjasama.dikoreksi") == 2
    with pytest.raises(Refused):
        operations.correct(pks, actor=cast.admin, isi="  ")
