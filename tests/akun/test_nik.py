"""NIK and NIP: what can never exist is refused with a sentence, what merely disagrees is only pointed out."""

from datetime import date

import pytest

from app.akun.nik import NumberRefused, mask_nik, read_nik, read_nip, warn_nik, years_between

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "born_on", "is_female"),
    [
        ("6472010101800001", date(1980, 1, 1), False),
        ("6472014101800001", date(1980, 1, 1), True),
        ("64.7201 310199-0001", date(1999, 1, 31), False),
        ("６４７２０１０１０１８００００１", date(1980, 1, 1), False),  # wide digits of a Japanese keyboard
        ("6472016908090001", date(2009, 8, 29), True),
        ("6472012902000001", date(2000, 2, 29), False),
        ("6472010101270001", date(1927, 1, 1), False),
    ],
)
def test_a_nik_says_birth_date_and_sex(text, born_on, is_female):
    nik = read_nik(text, TODAY)
    assert (nik.born_on, nik.is_female, nik.area) == (born_on, is_female, "64.72")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("64712345678901", "14 angka"),  # the guide's own sample
        ("", "hanya terdiri atas angka"),
        ("6472010101800001" * 700, "16 angka"),
        ("64720101018O0001", "hanya terdiri atas angka"),
        ("<script>alert(1)</script>", "hanya terdiri atas angka"),
        ("6472010101800000", "0000"),
        ("6472013002800001", "tidak ada di kalender"),
        ("6472012902010001", "tidak ada di kalender"),  # 2001 is no leap year
        ("6472010013800001", "tidak ada di kalender"),
        ("6472013201800001", "tidak ada di kalender"),
        ("6472018101800001", "tidak ada di kalender"),  # day 81: stdnum alone takes it for the 1st
        ("6472010101150001", "belum berusia 17 tahun"),
    ],
)
def test_a_nik_that_can_never_exist_is_refused_with_its_reason(text, word):
    with pytest.raises(NumberRefused) as refusal:
        read_nik(text, TODAY)
    assert word in str(refusal.value.sentence)


def test_an_unknown_area_is_no_reason_to_refuse():
    nik = read_nik("9901010101800001", TODAY)
    assert not nik.is_known_area
    assert "kode kabupaten/kota" in str(warn_nik(nik, is_female=False, area="64.72", nip=None)[0])


def test_a_nik_that_agrees_with_everything_brings_no_warning():
    nik = read_nik("6472014104680001", TODAY)
    assert warn_nik(nik, is_female=True, area="64.72", nip="196804011993032009") == []


def test_each_disagreement_is_pointed_out():
    nik = read_nik("6471010101800001", TODAY)
    said = " ".join(str(one) for one in warn_nik(nik, is_female=True, area="64.72", nip="196804111993031009"))
    assert all(word in said for word in ("kabupaten/kota lain", "Jenis kelamin", "Tanggal lahir"))


def test_a_number_that_is_no_nip_is_not_compared():
    nik = read_nik("6472010101800001", TODAY)
    assert warn_nik(nik, is_female=False, area="64.72", nip="12345") == []


@pytest.mark.parametrize("text", ["19680411 199303 1 009", "196804111993031009", "199001012023212001"])
def test_nip_of_pns_and_pppk_are_taken(text):
    assert len(read_nip(text).number) == 18


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12345", "18 angka"),
        ("19681311 199303 1 009", "tanggal itu tidak ada"),
        ("19680411 197003 1 009", "terlalu dekat"),
        ("19680411 199303 3 009", "jenis kelamin"),
        ("00000000 000000 0 000", "tanggal itu tidak ada"),
    ],
)
def test_a_nip_that_can_never_exist_is_refused_with_its_reason(text, word):
    with pytest.raises(NumberRefused) as refusal:
        read_nip(text)
    assert word in str(refusal.value.sentence)


def test_others_see_only_the_ends_of_a_nik():
    assert mask_nik("6472010101800001") == "6472••••••••0001"


def test_age_counts_completed_years():
    born_on = date(2009, 11, 25)
    assert (years_between(born_on, TODAY), years_between(born_on, date(2026, 11, 25))) == (16, 17)
