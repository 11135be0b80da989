"""What the address of the case list asks for: search, filters, order and place. Reads and writes addresses, no rows.

The whole state of the list stands in its address, so a list can be kept, sent and opened again. A value that means
nothing is left out; an address never fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask_babel import lazy_gettext as _l

from app.permohonan.alur import BERLAKU, DIPROSES, TERTUTUP, USAI, Giliran, Status, Tahap
from app.rujukan.models import JenisPemohon

MAX_Q = 200
MAX_ID = 2**31 - 1
UMUR = (3, 7, 14, 30, 60)  # working days in the same place
YEARS = range(2000, 2101)
SEPARATOR = "~"

# Tabs of the staff list; None: decided by the person (whose turn).
TABS: dict[str, tuple[Any, tuple[Status, ...] | None]] = {
    "": (_l("Semua"), tuple(status for status in Status if status is not Status.DRAF)),
    "giliran": (_l("Giliran saya"), None),
    "diproses": (_l("Diproses"), DIPROSES),
    "berjalan": (_l("Berjalan"), BERLAKU),
    "usai": (_l("Berakhir dan ditutup"), USAI + TERTUTUP),
}


@dataclass(frozen=True)
class Urutan:
    """One order of the list: by which column, which way, and how people call it."""

    kolom: str
    is_descending: bool
    label: Any


URUTAN: dict[str, Urutan] = {
    "": Urutan("submitted_at", True, _l("Diajukan, terbaru dahulu")),
    "diajukan": Urutan("submitted_at", False, _l("Diajukan, terlama dahulu")),
    "sejak": Urutan("status_since", False, _l("Paling lama menunggu")),
    "-sejak": Urutan("status_since", True, _l("Terakhir bergerak")),
    "judul": Urutan("judul", False, _l("Judul, A–Z")),
    "-judul": Urutan("judul", True, _l("Judul, Z–A")),
    "kode": Urutan("kode", False, _l("Kode, naik")),
    "-kode": Urutan("kode", True, _l("Kode, turun")),
}


@dataclass(frozen=True)
class Tempat:
    """The row after which a page begins (or before which it ends): its value in the order, and its id."""

    nilai: str | datetime
    id: int

    def __str__(self) -> str:
        value = self.nilai.isoformat() if isinstance(self.nilai, datetime) else self.nilai
        return f"{value}{SEPARATOR}{self.id}"


@dataclass(frozen=True)
class Saringan:
    """One state of the list. Empty and None mean: not asked."""

    q: str = ""
    tab: str = ""
    tahap: Tahap | None = None
    status: Status | None = None
    giliran: Giliran | None = None
    kategori: str = ""
    urusan: str = ""
    jenis: JenisPemohon | None = None
    tahun: int | None = None
    umur: int | None = None
    urut: str = ""
    sesudah: Tempat | None = None
    sebelum: Tempat | None = None

    @property
    def urutan(self) -> Urutan:
        return URUTAN[self.urut]

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list besides its tab."""
        return any(getattr(self, name) for name in FILTERS)

    def query(self, **changes: Any) -> str:
        """The query string of this state with some values changed. The place is forgotten unless it is given."""
        state = replace(self, **{"sesudah": None, "sebelum": None, **changes})
        pairs = [(field.name, getattr(state, field.name)) for field in fields(state)]
        return urlencode([(name, str(value)) for name, value in pairs if value not in ("", None)])


FILTERS = ("q", "tahap", "status", "giliran", "kategori", "urusan", "jenis", "tahun", "umur")


def read(args: Mapping[str, str]) -> Saringan:
    """The state that an address describes; whatever it cannot mean is left out."""
    urut = _known(args, "urut", URUTAN)
    kolom = URUTAN[urut].kolom
    return Saringan(
        q=_text(args, "q", MAX_Q),
        tab=_known(args, "tab", TABS),
        tahap=_member(args, "tahap", Tahap),
        status=_member(args, "status", Status),
        giliran=_member(args, "giliran", Giliran),
        kategori=_text(args, "kategori", 20),
        urusan=_text(args, "urusan", 10),
        jenis=_member(args, "jenis", JenisPemohon),
        tahun=_number(args, "tahun", YEARS),
        umur=_number(args, "umur", UMUR),
        urut=urut,
        sesudah=_place(args, "sesudah", kolom),
        sebelum=_place(args, "sebelum", kolom),
    )


def read_query(query: str) -> Saringan:
    """The same for a query string, as it is kept with a name."""
    return read(dict(parse_qsl(query)))


def _text(args: Mapping[str, str], name: str, limit: int) -> str:
    value = "".join(c if c.isprintable() else " " for c in args.get(name, ""))
    return value.strip()[:limit].strip()


def _known(args: Mapping[str, str], name: str, known: Mapping[str, Any]) -> str:
    value = args.get(name, "")
    return value if value in known else ""


def _member(args: Mapping[str, str], name: str, kind: type[StrEnum]) -> Any:
    value = args.get(name, "")
    return kind(value) if value in kind._value2member_map_ else None


def _number(args: Mapping[str, str], name: str, allowed: Any) -> int | None:
    value = args.get(name, "")
    return int(value) if re.fullmatch("[0-9]{1,4}", value) and int(value) in allowed else None


def _place(args: Mapping[str, str], name: str, kolom: str) -> Tempat | None:
    value, separator, key = args.get(name, "").rpartition(SEPARATOR)
    if not separator or not re.fullmatch("[0-9]{1,10}", key) or int(key) > MAX_ID or "\0" in value:
        return None
    if kolom in ("judul", "kode"):
        return Tempat(value, int(key)) if len(value) <= 250 else None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Tempat(moment, int(key)) if moment.tzinfo else None
