"""What the address of the case list asks for: search, filters, order and place. Reads and writes addresses, no rows.

The whole state of the list stands in its address, so a list can be kept, sent and opened again. A value that means
nothing is left out; an address never fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import lazy_gettext as _l

from app.kit.addresses import SEPARATOR, AddressState, member_of, number_of, place_of, text_of
from app.permohonan.alur import BERLAKU, DIPROSES, TERTUTUP, USAI, Giliran, Status, Tahap
from app.rujukan.models import JenisPemohon

MAX_Q = 200
UMUR = (3, 7, 14, 30, 60)  # working days in the same place
YEARS = range(2000, 2101)

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
class Saringan(AddressState):
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


FILTERS = ("q", "tahap", "status", "giliran", "kategori", "urusan", "jenis", "tahun", "umur")


def read(args: Mapping[str, str]) -> Saringan:
    """The state that an address describes; whatever it cannot mean is left out."""
    urut = _known(args, "urut", URUTAN)
    kolom = URUTAN[urut].kolom
    return Saringan(
        q=text_of(args, "q", MAX_Q),
        tab=_known(args, "tab", TABS),
        tahap=member_of(args, "tahap", Tahap),
        status=member_of(args, "status", Status),
        giliran=member_of(args, "giliran", Giliran),
        kategori=text_of(args, "kategori", 20),
        urusan=text_of(args, "urusan", 10),
        jenis=member_of(args, "jenis", JenisPemohon),
        tahun=number_of(args, "tahun", YEARS),
        umur=number_of(args, "umur", UMUR),
        urut=urut,
        sesudah=_place(args, "sesudah", kolom),
        sebelum=_place(args, "sebelum", kolom),
    )


def read_query(query: str) -> Saringan:
    """The same for a query string, as it is kept with a name."""
    return read(dict(parse_qsl(query)))


def _known(args: Mapping[str, str], name: str, known: Mapping[str, Any]) -> str:
    value = args.get(name, "")
    return value if value in known else ""


def _place(args: Mapping[str, str], name: str, kolom: str) -> Tempat | None:
    found = place_of(args, name)
    if found is None:
        return None
    value, key = found
    if kolom in ("judul", "kode"):
        return Tempat(value, key) if len(value) <= 250 else None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Tempat(moment, key) if moment.tzinfo else None
