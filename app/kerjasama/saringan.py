"""What the address of the register asks for: search, filters, order and place. Reads and writes addresses, no rows.

The whole state of the list stands in its address; a value that means nothing is left out, an address never fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from app.kerjasama.keadaan import Keadaan
from app.rujukan.models_rencana import JenisNaskah

MAX_Q = 200
MAX_ID = 2**31 - 1
YEARS = range(1950, 2101)
SEPARATOR = "~"


@dataclass(frozen=True)
class Urutan:
    """One order of the list: by which column, which way, and how people call it."""

    kolom: str
    is_descending: bool
    label: Any


URUTAN: dict[str, Urutan] = {
    "": Urutan("ditandatangani_on", True, _l("Ditandatangani, terbaru dahulu")),
    "ditandatangani": Urutan("ditandatangani_on", False, _l("Ditandatangani, terlama dahulu")),
    "akhir": Urutan("berlaku_until", False, _l("Berakhir paling dekat dahulu")),
    "-akhir": Urutan("berlaku_until", True, _l("Berakhir paling lama dahulu")),
}


class Rilis(StrEnum):
    """Whether an agreement stands on the public register."""

    YA = "ya"
    TIDAK = "tidak"

    @property
    def label(self) -> Any:
        return _RILIS[self]


_RILIS: dict[str, Any] = {Rilis.YA: _l("Sudah dirilis"), Rilis.TIDAK: _l("Belum dirilis")}


@dataclass(frozen=True)
class Tempat:
    """The row after which a page begins (or before which it ends): its date in the order, and its id."""

    nilai: date
    id: int

    def __str__(self) -> str:
        return f"{self.nilai.isoformat()}{SEPARATOR}{self.id}"


@dataclass(frozen=True)
class Saringan:
    """One state of the list. Empty and None mean: not asked."""

    q: str = ""
    jenis: JenisNaskah | None = None
    kategori: str = ""
    keadaan: Keadaan | None = None
    tahun: int | None = None
    rilis: Rilis | None = None
    urut: str = ""
    sesudah: Tempat | None = None
    sebelum: Tempat | None = None

    @property
    def urutan(self) -> Urutan:
        return URUTAN[self.urut]

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def query(self, **changes: Any) -> str:
        """The query string of this state with some values changed. The place is forgotten unless it is given."""
        state = replace(self, **{"sesudah": None, "sebelum": None, **changes})
        pairs = [(field.name, getattr(state, field.name)) for field in fields(state)]
        return urlencode([(name, str(value)) for name, value in pairs if value not in ("", None)])


FILTERS = ("q", "jenis", "kategori", "keadaan", "tahun", "rilis")


def read(args: Mapping[str, str], is_staff: bool = True) -> Saringan:
    """The state that an address describes. What is not released is no question of visitors."""
    urut = args.get("urut", "")
    return Saringan(
        q=_text(args.get("q", ""), MAX_Q),
        jenis=_member(args.get("jenis", ""), JenisNaskah),
        kategori=_text(args.get("kategori", ""), 20),
        keadaan=_member(args.get("keadaan", ""), Keadaan),
        tahun=_year(args.get("tahun", "")),
        rilis=_member(args.get("rilis", ""), Rilis) if is_staff else None,
        urut=urut if urut in URUTAN else "",
        sesudah=_place(args.get("sesudah", "")),
        sebelum=_place(args.get("sebelum", "")),
    )


def _text(value: str, limit: int) -> str:
    shown = "".join(c if c.isprintable() else " " for c in value)
    return shown.strip()[:limit].strip()


def _member(value: str, kind: type[StrEnum]) -> Any:
    return kind(value) if value in kind._value2member_map_ else None


def _year(value: str) -> int | None:
    return int(value) if re.fullmatch("[0-9]{4}", value) and int(value) in YEARS else None


def _place(text: str) -> Tempat | None:
    value, separator, key = text.rpartition(SEPARATOR)
    if not separator or not re.fullmatch("[0-9]{1,10}", key) or int(key) > MAX_ID:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return Tempat(date.fromisoformat(value), int(key))
    except ValueError:
        return None
