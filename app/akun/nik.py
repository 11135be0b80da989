"""NIK and NIP: what the digits say and whether they can be right. Pure; nothing is stored or looked up here.

NIK: 16 digits PPKKCC DDMMYY SSSS (women: day + 40); there is no check digit (domain.md 3.1). NIP: 18 digits,
birth date first (domain.md 3.2, Perka BKN 22/2007). A number that can never exist is an error; one that merely
disagrees with other data is a warning, because a NIK never changes, not even when its date was wrong.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from stdnum import exceptions
from stdnum.id import nik as stdnum_nik

ADULT_YEARS = 17
FIRST_JOB_YEARS = 16
WOMAN_DAY = 40
DOT = "•"


class NumberRefused(ValueError):
    """The number can never exist; the message is a sentence for the person."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Nik:
    """What a NIK says of its owner. `area` is the Kemendagri code of first registration, as `64.72`."""

    number: str
    area: str
    is_known_area: bool
    born_on: date
    is_female: bool


@dataclass(frozen=True)
class Nip:
    """What a NIP says of its owner."""

    number: str
    born_on: date
    is_female: bool


def read_nik(text: str, today: date) -> Nik:
    """What a typed NIK says. Blanks, dots and dashes are allowed. Raises NumberRefused."""
    number = stdnum_nik.compact(text)
    is_known_area = True
    try:
        stdnum_nik.validate(number)
    except exceptions.InvalidLength:
        raise NumberRefused(
            _l("NIK terdiri atas 16 angka; yang diketik %(n)s angka.", n=len(number))
        ) from None
    except exceptions.InvalidFormat:
        raise NumberRefused(_l("NIK hanya terdiri atas angka.")) from None
    except exceptions.InvalidComponent:
        is_known_area = False  # or an impossible date, which is looked at next
    born_on, is_female = _nik_birth(number, today)
    if number.endswith("0000"):
        raise NumberRefused(_l("Empat angka terakhir NIK tidak mungkin 0000."))
    if years_between(born_on, today) < ADULT_YEARS:
        raise NumberRefused(
            _l("Menurut NIK, pemiliknya belum berusia 17 tahun. Periksa angka ke-7 sampai ke-12.")
        )
    return Nik(number, f"{number[:2]}.{number[2:4]}", is_known_area, born_on, is_female)


def _nik_birth(number: str, today: date) -> tuple[date, bool]:
    """The century is not written: 20YY when that is not in the future, else 19YY."""
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    is_female = day > WOMAN_DAY
    century = 2000 if year <= today.year % 100 else 1900
    try:
        return date(century + year, month, day - WOMAN_DAY if is_female else day), is_female
    except ValueError:
        raise NumberRefused(
            _l("Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak ada di kalender.")
        ) from None


def read_nip(text: str) -> Nip:
    """What a typed NIP (PNS or PPPK) says. Raises NumberRefused.

    Digits 13–14 are not checked: PPPK have 21 or more there.
    """
    number = compact_nip(text)
    if not re.fullmatch(r"[0-9]{18}", number):
        raise NumberRefused(_l("NIP terdiri atas 18 angka."))
    born_on = date_or_none(number[:8])
    if born_on is None:
        raise NumberRefused(
            _l(
                "Delapan angka pertama NIP adalah tanggal lahir (tahun, bulan, tanggal); tanggal itu tidak ada."
            )
        )
    if int(number[8:12]) < born_on.year + FIRST_JOB_YEARS:
        raise NumberRefused(_l("Tahun pengangkatan di dalam NIP terlalu dekat dengan tahun lahir."))
    if number[14] not in "12":
        raise NumberRefused(_l("Angka ke-15 NIP adalah jenis kelamin: 1 atau 2."))
    return Nip(number, born_on, number[14] == "2")


def compact_nip(text: str) -> str:
    """A NIP without the blanks, dots and dashes that people write into it."""
    return re.sub(r"[\s.\-]", "", text)


def date_or_none(digits: str) -> date | None:
    """The date of eight digits YYYYMMDD; None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def years_between(born_on: date, today: date) -> int:
    """Age in completed years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def mask_nik(number: str) -> str:
    """A NIK as others may see it: `6472••••••••0001`."""
    return f"{number[:4]}{DOT * 8}{number[-4:]}"


def warn_nik(nik: Nik, *, is_female: bool, area: str, nip: str | None) -> list[Any]:
    """What in a possible NIK disagrees with the other data: sentences to look at, never reasons to refuse.

    `area` is the code of the Kabupaten/Kota chosen (`64.72`); `nip` the person's NIP when there is one.
    """
    warnings: list[Any] = []
    if not nik.is_known_area:
        warnings.append(_l("Empat angka pertama NIK bukan kode kabupaten/kota yang kami kenal."))
    elif nik.area != area:
        warnings.append(
            _l(
                "NIK terdaftar pertama kali di kabupaten/kota lain daripada yang dipilih. Ini wajar bila Anda pernah pindah."
            )
        )
    if nik.is_female != is_female:
        warnings.append(_l("Jenis kelamin menurut NIK berbeda dengan yang dipilih."))
    owner = _nip_or_none(nip)
    if owner is not None and owner.born_on != nik.born_on:
        warnings.append(_l("Tanggal lahir menurut NIK berbeda dengan tanggal lahir menurut NIP."))
    return warnings


def _nip_or_none(nip: str | None) -> Nip | None:
    try:
        return read_nip(nip) if nip else None
    except NumberRefused:
        return None
