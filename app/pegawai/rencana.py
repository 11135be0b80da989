"""What a table of people would change in the directory: computed, counted, given a fingerprint. Changes nothing.

Imports and the personnel system share it: one path for all data.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.pegawai.baca import Bacaan, Baris, Pesan
from app.pegawai.kata import GALAT, PERINGATAN
from app.pegawai.models import Sumber
from app.pegawai.rules import are_many

FIELDS = ("nama", "lahir_on", "opd_id", "unit", "jabatan", "email")
SHOWN = 200  # single changes on the page


@dataclass(frozen=True)
class Lama:
    """A row of the directory as it is now."""

    id: int
    nip: str
    nama: str
    lahir_on: date
    opd_id: int | None
    unit: str
    jabatan: str
    email: str
    is_aktif: bool
    sumber: Sumber


@dataclass
class Rencana:
    """By NIP: new people, changed ones (column -> value), who leaves, who comes back; `tetap` only counted.

    `diakui`: people whom staff had entered or changed by hand, and whom the table knows as they are. From then on they
    are its own: when it knows them no more, they have left.
    """

    baru: dict[str, dict[str, Any]] = field(default_factory=dict)
    ubah: dict[str, dict[str, Any]] = field(default_factory=dict)
    keluar: list[str] = field(default_factory=list)
    kembali: list[str] = field(default_factory=list)
    diakui: list[str] = field(default_factory=list)
    tetap: int = 0
    hadir: int = 0  # active people before
    rows: dict[str, Lama] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.baru) + len(self.ubah) + len(self.keluar) + len(set(self.kembali) - set(self.ubah))

    @property
    def are_many_leaving(self) -> bool:
        return are_many(len(self.keluar), self.hadir)

    def counts(self, bacaan: Bacaan) -> dict[str, int]:
        return {
            "baris": bacaan.jumlah,
            "baru": len(self.baru),
            "berubah": len(self.ubah),
            "tetap": self.tetap,
            "keluar": len(self.keluar),
            "kembali": len(self.kembali),
            "galat": bacaan.galat,
            "peringatan": sum(one.tingkat == PERINGATAN for one in bacaan.pesan),
            "diakui": len(self.diakui),
            "hadir": self.hadir,
        }

    def fingerprint(self) -> str:
        """The same for the same changes, before and after: another one means that the directory has changed."""
        before = {nip: _plain(self.rows[nip], changes) for nip, changes in self.ubah.items()}
        said = [self.baru, self.ubah, before, self.keluar, self.kembali, self.diakui]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _plain(row: Lama, changes: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in changes}


def plan(bacaan: Bacaan, rows: Iterable[Lama], *, is_leaving: bool) -> Rencana:
    """What the good lines of a table change. `is_leaving`: who stands nowhere in it has left.

    People whom only staff have entered never leave in this way, and nobody does while a line does not say who it means.
    """
    found = Rencana(rows={row.nip: row for row in rows})
    found.hadir = sum(row.is_aktif for row in found.rows.values())
    if is_leaving and bacaan.is_complete:
        found.keluar = [
            row.nip
            for row in found.rows.values()
            if row.is_aktif and row.sumber is not Sumber.TANGAN and row.nip not in bacaan.disebut
        ]
    _refuse_taken_addresses(bacaan, found)
    for nip, line in bacaan.baris.items():
        _compare(found, line, found.rows.get(nip))
    found.keluar.sort()
    found.kembali.sort()
    found.diakui.sort()
    return found


def _refuse_taken_addresses(bacaan: Bacaan, found: Rencana) -> None:
    """An address that stays somebody else's keeps a line out, until no more lines go."""
    leaving = set(found.keluar)
    while True:
        owners = {
            row.email: row.nip
            for row in found.rows.values()
            if row.email and row.is_aktif and row.nip not in bacaan.baris and row.nip not in leaving
        }
        taken = [
            line
            for line in bacaan.baris.values()
            if line.is_aktif and line.email and owners.get(line.email, line.nip) != line.nip
        ]
        if not taken:
            return
        for line in taken:
            del bacaan.baris[line.nip]
            bacaan.pesan.append(Pesan(bacaan.nomor.get(line.nip, 0), line.nip, "email", GALAT, "email_ganda"))


def _compare(found: Rencana, line: Baris, row: Lama | None) -> None:
    if row is None:
        if line.is_aktif:
            found.baru[line.nip] = {name: getattr(line, name) for name in FIELDS}
        else:
            found.tetap += 1
        return
    if not line.is_aktif:
        if row.is_aktif:
            found.keluar.append(row.nip)
        else:
            found.tetap += 1
        return
    changes = {name: getattr(line, name) for name in FIELDS if getattr(line, name) != getattr(row, name)}
    if changes:
        found.ubah[row.nip] = changes
    if not row.is_aktif:
        found.kembali.append(row.nip)
    elif not changes:
        found.tetap += 1
        if row.sumber is Sumber.TANGAN:
            found.diakui.append(row.nip)
