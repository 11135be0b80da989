"""How dates, times, money, sizes and numbers are written, in Indonesian and in English: the filters.

`24 November 2026` · `14.30 WITA` · `Rp1.500.000` · `1,2 MB`. Every moment is shown on Samarinda's clock.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import get_locale

from app.kit.clock import to_wita

NOTHING = "–"
_DATE = {"panjang": "d MMMM y", "pendek": "d MMM y", "hari": "EEEE, d MMMM y", "bulan": "MMMM y"}
_UNITS = ("B", "kB", "MB", "GB", "TB")


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "id"


def _day(value: date | datetime) -> date:
    return to_wita(value).date() if isinstance(value, datetime) else value


def tanggal(value: date | datetime | None, bentuk: str = "panjang") -> str:
    """A date as `24 November 2026`; `bentuk`: pendek (`24 Nov 2026`), hari (with the weekday) or bulan."""
    if value is None:
        return NOTHING
    return _date_text(_day(value), bentuk, _language())


@lru_cache(maxsize=4096)  # lists and time lines name the same days again and again
def _date_text(day: date, bentuk: str, language: str) -> str:
    return format_date(day, _DATE[bentuk], locale=language)


def wita(value: datetime | None) -> str:
    """The time of day of a moment in Samarinda: `14.30 WITA` (English: `14:30 WITA`)."""
    if value is None:
        return NOTHING
    separator = "." if _language() == "id" else ":"
    return to_wita(value).strftime(f"%H{separator}%M WITA")


def waktu(value: datetime | None) -> str:
    """A moment as `24 November 2026, 14.30 WITA`."""
    return NOTHING if value is None else f"{tanggal(value)}, {wita(value)}"


def mesin(value: date | datetime) -> str:
    """The same for machines, in the attribute of <time>: `2026-11-24` or `2026-11-24T14:30+08:00`."""
    if isinstance(value, datetime):
        return to_wita(value).isoformat(timespec="minutes")
    return value.isoformat()


def angka(value: float | Decimal | None) -> str:
    """A number with the separators of the language: `1.234`, `2,4`."""
    return NOTHING if value is None else format_decimal(value, locale=_language())


def rupiah(value: float | Decimal | None) -> str:
    """An amount as `Rp1.500.000`; sen only when there are any."""
    if value is None:
        return NOTHING
    whole = value == int(value)
    pattern = "#,##0" if whole else "#,##0.00"
    sign = "-" if value < 0 else ""
    return f"{sign}Rp{format_decimal(-value if value < 0 else value, format=pattern, locale=_language())}"


def ukuran(value: int | None) -> str:
    """A number of bytes as `84 kB` or `1,2 MB` (1 kB = 1,000 bytes)."""
    if value is None:
        return NOTHING
    size, unit = float(value), 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    pattern = "#,##0.#" if unit >= 2 and size < 10 else "#,##0"
    return f"{format_decimal(size, format=pattern, locale=_language())} {_UNITS[unit]}"


FILTERS: dict[str, Any] = {
    "tanggal": tanggal,
    "wita": wita,
    "waktu": waktu,
    "mesin": mesin,
    "angka": angka,
    "rupiah": rupiah,
    "ukuran": ukuran,
}
