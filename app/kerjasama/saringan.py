"""What the address of the register asks for: search, filters, order and place. Reads and writes addresses, no rows.

The whole state of the list stands in its address; a value that means nothing is left out, an address never fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.kerjasama.keadaan import Keadaan
from app.kit.addresses import SEPARATOR, AddressState, member_of, number_of, place_of, text_of
from app.rujukan.models_rencana import JenisNaskah

MAX_Q = 200
YEARS = range(1950, 2101)


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
class Saringan(AddressState):
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


FILTERS = ("q", "jenis", "kategori", "keadaan", "tahun", "rilis")


def read(args: Mapping[str, str], is_staff: bool = True) -> Saringan:
    """The state that an address describes. What is not released is no question of visitors."""
    urut = args.get("urut", "")
    return Saringan(
        q=text_of(args, "q", MAX_Q),
        jenis=member_of(args, "jenis", JenisNaskah),
        kategori=text_of(args, "kategori", 20),
        keadaan=member_of(args, "keadaan", Keadaan),
        tahun=number_of(args, "tahun", YEARS),
        rilis=member_of(args, "rilis", Rilis) if is_staff else None,
        urut=urut if urut in URUTAN else "",
        sesudah=_place(args, "sesudah"),
        sebelum=_place(args, "sebelum"),
    )


def _place(args: Mapping[str, str], name: str) -> Tempat | None:
    found = place_of(args, name)
    if found is None or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found[0]):
        return None
    try:
        return Tempat(date.fromisoformat(found[0]), found[1])
    except ValueError:
        return None
