"""The city's number of a signed paper: its pattern, what is proposed, and the counter that moves when one is kept.

A number is free text: what is proposed here may be typed over. Sources: domain.md 1.11.
"""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.extensions import db
from app.kit import settings
from app.penjadwalan.models import NaskahDitandatangani
from app.permohonan.models import Penghitung

POLA, KODE, UNIT = "pola_nomor_naskah", "kode_naskah", "unit_naskah"
FIELD = re.compile(r"\{(\w+)(?::0?(\d))?\}")
KNOWN = {"kode", "urut", "unit", "bulan", "tahun"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MAX_LENGTH = 120
FAR_AHEAD = 100


def check_pattern(pattern: Any) -> Any:
    """None when a pattern makes numbers that differ; else a sentence."""
    text = str(pattern)
    names = [match[1] for match in FIELD.finditer(text)]
    rest = FIELD.sub("", text)
    if names.count("urut") != 1:
        return _l("Pola nomor harus memuat {urut} satu kali.")
    if not set(names) <= KNOWN or "{" in rest or "}" in rest:
        return _l("Pola nomor hanya mengenal {kode}, {urut}, {unit}, {bulan}, dan {tahun}.")
    return _l("Pola nomor terlalu panjang.") if len(text) > MAX_LENGTH // 2 else None


def check_part(value: Any) -> Any:
    """A code or a unit is short and stands on one line."""
    text = str(value)
    return (
        None if text.strip() and len(text) <= 30 and text.isprintable() else _l("Isi paling banyak 30 huruf.")
    )


SETTINGS = settings.Section(_l("Penandatanganan"), 20)
settings.declare(
    POLA,
    "{kode}/{urut}/{unit}/{bulan}/{tahun}",
    _l("Pola nomor naskah kota"),
    _l("Bagian {kode}, {urut}, {unit}, {bulan} (romawi), dan {tahun} diisi oleh sistem sebagai usul."),
    check_pattern,
    section=SETTINGS,
)
settings.declare(KODE, "100.3.7", _l("Kode klasifikasi naskah kerja sama"), "", check_part, section=SETTINGS)
settings.declare(UNIT, "HK-KS", _l("Kode unit pada nomor naskah"), "", check_part, section=SETTINGS)


def _parts(on: date) -> dict[str, str]:
    return {
        "kode": str(settings.get(KODE)),
        "unit": str(settings.get(UNIT)),
        "bulan": ROMAN[on.month - 1],
        "tahun": str(on.year),
    }


def write(number: int, on: date) -> str:
    """The number of a paper signed on this day, by the pattern in force."""
    parts = _parts(on)

    def fill(match: re.Match[str]) -> str:
        return str(number).zfill(int(match[2] or 0)) if match[1] == "urut" else parts[match[1]]

    return FIELD.sub(fill, str(settings.get(POLA)))


def read(nomor: str, on: date) -> int | None:
    """The running number in a text that follows the pattern (whatever its month); None when it does not."""
    found = re.fullmatch(_expression(on, "([0-9]{1,8})"), nomor, re.IGNORECASE)
    return int(found[1]) if found else None


def same_number(nomor: str, on: date) -> str | None:
    """An expression that finds all writings of this running number in its year; None where there is no pattern."""
    number = read(nomor, on)
    return None if number is None else f"^{_expression(on, f'0*{number}')}$"


def _expression(on: date, urut: str) -> str:
    """The pattern of that day as a regular expression, of Python and of PostgreSQL."""
    known = {"urut": urut, "bulan": "[IVX]+"}
    parts, text, last, written = _parts(on), str(settings.get(POLA)), 0, ""
    for match in FIELD.finditer(text):
        written += re.escape(text[last : match.start()])
        written += known.get(match[1]) or re.escape(parts[match[1]])
        last = match.end()
    return written + re.escape(text[last:])


def _key(year: int) -> str:
    return f"nomor_naskah/{year}"


def _last(year: int) -> int:
    return db.session.scalar(select(Penghitung.nilai).where(Penghitung.kunci == _key(year))) or 0


def propose(on: date, count: int) -> list[str]:
    """The next free numbers of the year, one for each paper. Nothing is reserved: another may take them first."""
    number = _last(on.year)
    found: list[str] = []
    while len(found) < count:
        wanted = [write(number + step, on) for step in range(1, count + 10)]
        number += len(wanted)
        used = set(
            db.session.scalars(
                select(NaskahDitandatangani.nomor_kota).where(
                    NaskahDitandatangani.tahun == on.year,
                    NaskahDitandatangani.is_aktif,
                    NaskahDitandatangani.nomor_kota.in_(wanted),
                )
            )
        )
        found += [one for one in wanted if one not in used]
    return found[:count]


def keep(nomor: str, on: date) -> None:
    """A number was given: the counter of its year goes on after it.

    One that follows no pattern moves nothing, nor does one far ahead: it was mistyped, or is of another series.
    """
    number = read(nomor, on)
    if number is None or number > _last(on.year) + FAR_AHEAD:
        return
    statement = insert(Penghitung).values(kunci=_key(on.year), nilai=number)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Penghitung.kunci],
            set_={"nilai": func.greatest(Penghitung.nilai, statement.excluded.nilai)},
        )
    )
