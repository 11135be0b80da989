"""What a new city begins with, and that loading it again changes nothing that Admin did."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.kit.clock import working_days_between
from app.rujukan import queries, reference
from app.rujukan.models import (
    OPD,
    HariLibur,
    JenisPemohon,
    Kategori,
    PaktaIntegritas,
    TingkatWilayah,
    Urusan,
    UsulanKategori,
    Wilayah,
)

ALL = (Urusan, Wilayah, OPD, Kategori, UsulanKategori, HariLibur, PaktaIntegritas)


def counts(session):
    return {model: session.scalar(select(func.count()).select_from(model)) for model in ALL}


def test_a_new_city_has_the_rows_that_the_law_names(session):
    found = counts(session)
    assert found[Urusan] == 32
    assert found[Kategori] == 4
    assert found[UsulanKategori] == 8
    assert found[PaktaIntegritas] == 1
    provinces = session.scalar(select(func.count()).where(Wilayah.tingkat == TingkatWilayah.PROVINSI))
    assert (provinces, found[Wilayah] - provinces) == (38, 514)


def test_every_kabupaten_lies_in_a_province(session):
    lost = session.scalars(
        select(Wilayah.nama).where(Wilayah.tingkat != TingkatWilayah.PROVINSI, Wilayah.induk_id.is_(None))
    ).all()
    assert lost == []
    samarinda = session.scalars(select(Wilayah).where(Wilayah.kode == "64.72")).one()
    assert (samarinda.nama, samarinda.induk.nama) == ("Kota Samarinda", "Kalimantan Timur")


def test_loading_again_adds_nothing(session):
    before = counts(session)
    reference.load()
    assert counts(session) == before


def test_loading_again_leaves_what_admin_changed_retired_or_removed(session):
    urusan = session.scalars(select(Urusan).where(Urusan.kode == "1.01")).one()
    urusan.nama, urusan.is_active = "Pendidikan Kota", False
    session.delete(session.scalars(select(OPD).where(OPD.kode == "bag-renkeu")).one())
    session.delete(session.scalars(select(HariLibur).where(HariLibur.tanggal == date(2026, 1, 16))).one())
    session.flush()
    before = counts(session)
    reference.load()
    session.refresh(urusan)
    assert (urusan.nama, urusan.is_active) == ("Pendidikan Kota", False)
    assert counts(session) == before


@pytest.mark.parametrize(
    ("jenis", "kode"),
    [
        (JenisPemohon.OPD_KOTA, "KSDD-S"),
        (JenisPemohon.OPD_PROVINSI, "KSDD-S"),
        (JenisPemohon.OPD_LAIN, "KSDD-S"),
        (JenisPemohon.PERGURUAN_TINGGI, "KSDPK"),
        (JenisPemohon.ORNOP, "KSDPK"),
        (JenisPemohon.LEMBAGA, "KSDPK"),
        (JenisPemohon.BADAN_HUKUM_PUBLIK, "SINERGI"),
        (JenisPemohon.PERUSAHAAN, "KSDPK"),
    ],
)
def test_each_kind_of_applicant_is_proposed_a_category_with_a_reason(session, jenis, kode):
    proposal = queries.proposed_kategori(jenis)
    assert proposal.kategori.kode == kode
    assert len(proposal.alasan) > 30


def test_a_retired_category_is_not_proposed_and_cannot_be_chosen(session):
    session.scalars(select(Kategori).where(Kategori.kode == "KSDPK")).one().is_active = False
    session.flush()
    assert queries.proposed_kategori(JenisPemohon.PERUSAHAAN) is None
    assert "KSDPK" not in [kategori.kode for kategori in queries.active_kategori()]


def test_the_pact_in_force_has_the_four_statements_of_the_guide(session):
    pakta = queries.current_pakta()
    assert (pakta.versi, len(pakta.pernyataan)) == (1, 4)
    assert queries.current_pakta(on=date(2020, 1, 1)) is None


def test_holidays_and_cuti_bersama_are_no_working_days(session):
    days = queries.holidays()
    assert {date(2026, 8, 17), date(2026, 3, 20), date(2027, 1, 1)} <= days
    # Friday 14 to Tuesday 18 August 2026; Monday is Independence Day.
    assert working_days_between(date(2026, 8, 14), date(2026, 8, 18), days) == 1


def test_an_estimated_holiday_says_so(session):
    idulfitri = session.scalars(select(HariLibur).where(HariLibur.tanggal == date(2027, 3, 10))).one()
    assert "(perkiraan)" in idulfitri.nama
