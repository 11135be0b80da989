"""Where the later chapters (naskah, pembahasan, penjadwalan, kerjasama) hang their parts onto the page of a case.

They know this package, it does not know them: each registers, at import of its views, what it adds. A part only
reads; the rules are asked where they stand.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select

from app.akun.models import Pengguna
from app.extensions import db
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan


class Nanti(Mapping[str, Any]):
    """Contents that are made when somebody looks at them, once."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make = make

    @cached_property
    def _isi(self) -> Mapping[str, Any]:
        return self._make()

    def __getitem__(self, key: str) -> Any:
        return self._isi[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._isi)

    def __len__(self) -> int:
        return len(self._isi)


@dataclass(frozen=True)
class Kartu:
    """The act that stands on top of the page: title and sentence for this reader, and the template of its body.

    `templat` is included inside the card with `kartu` (this object) in its context; `isi` is what it draws from: a
    `Nanti` where making it costs something, because other tabs show the title alone.
    """

    judul: Any
    teks: Any
    is_mine: bool = False
    templat: str | None = None
    isi: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bab:
    """One more tab of the case. `urut`: Ringkasan is 0, Riwayat 100.

    `jumlah` answers a SELECT of the number beside it, or None: those of all tabs are read at once. From `batas` on it
    was counted no further.
    """

    kode: str
    label: Any
    endpoint: str
    urut: int
    is_shown: Callable[[Permohonan, Pengguna], bool]
    jumlah: Callable[[Permohonan, Pengguna], Select[Any] | None] = lambda permohonan, user: None
    batas: int | None = None


@dataclass(frozen=True)
class Petak:
    """One more section of Ringkasan: answers the context of its template, or None when there is nothing to show.

    `tempat`: "atas" (before the answers of the application, full width) or "sisi" (beside them).
    """

    templat: str
    tempat: str
    urut: int
    isi: Callable[[Permohonan, Pengguna], Mapping[str, Any] | None]


# Answers the card of a case in these statuses for one reader. `form` is the bound form when one came back with errors.
Pembuat = Callable[[Permohonan, Pengguna, Any], Kartu | None]

_KARTU: dict[Status, Pembuat] = {}
_BAB: dict[str, Bab] = {}
_PETAK: dict[str, Petak] = {}
_JANJI: dict[Status, Callable[[Permohonan, Pengguna], Any]] = {}


# Answers whether something that binds both parties came of a case.
_IKATAN: list[Callable[[Permohonan], bool]] = []


# Answers a SELECT of the ids of cases in which something waits for a person; of some cases only, when they are given.
Penunggu = Callable[[Pengguna, Collection[int] | None], Any]
_TUGAS: list[Penunggu] = []


# Told when somebody stops to speak for the institution in a case.
_PENGHUBUNG: list[Callable[[Permohonan, Pengguna, Pengguna, str], None]] = []


# Answers a sentence while somebody who speaks for the institution objects in what is under discussion.
_KEBERATAN: list[Callable[[Permohonan, Pengguna], Any]] = []


# Answers further rows whose events belong to the history of a case.
_RIWAYAT: list[Callable[[Permohonan], Sequence[Any]]] = []


def register_kartu(statuses: tuple[Status, ...], maker: Pembuat) -> None:
    """This package makes the card of cases that stand here; one maker a status."""
    for status in statuses:
        _KARTU[status] = maker


def register_bab(bab: Bab) -> None:
    _BAB[bab.kode] = bab


def register_petak(petak: Petak) -> None:
    _PETAK[petak.templat] = petak


def register_janji(statuses: tuple[Status, ...], maker: Callable[[Permohonan, Pengguna], Any]) -> None:
    """This package knows the day until which something is due there; answers a `perkara.Janji` or None."""
    for status in statuses:
        _JANJI[status] = maker


def register_penghubung(changed: Callable[[Permohonan, Pengguna, Pengguna, str], None]) -> None:
    """`changed(permohonan, pengguna, actor, peran)`: this person is a contact no more, or may agree to papers no more."""
    if changed not in _PENGHUBUNG:
        _PENGHUBUNG.append(changed)


def penghubung_berubah(permohonan: Permohonan, pengguna: Pengguna, actor: Pengguna, peran: str) -> None:
    for changed in _PENGHUBUNG:
        changed(permohonan, pengguna, actor, peran)


def register_keberatan(asker: Callable[[Permohonan, Pengguna], Any]) -> None:
    """`asker(permohonan, pengguna)`: a sentence while the last word of this person on the open stage is no."""
    if asker not in _KEBERATAN:
        _KEBERATAN.append(asker)


def keberatan_of(permohonan: Permohonan, pengguna: Pengguna) -> Any:
    """The sentence of an objection that stands; None when there is none."""
    return next((said for asker in _KEBERATAN if (said := asker(permohonan, pengguna))), None)


def register_riwayat(maker: Callable[[Permohonan], Sequence[Any]]) -> None:
    """What happens to these rows of this package is told in the history of their case, too."""
    if maker not in _RIWAYAT:
        _RIWAYAT.append(maker)


def register_ikatan(asker: Callable[[Permohonan], bool]) -> None:
    """This package knows whether something was signed in a case; one asker for the program."""
    _IKATAN[:] = [asker]


def is_bound(permohonan: Permohonan) -> bool:
    """Whether something was signed in this case: what binds both is not taken back by one."""
    return any(asker(permohonan) for asker in _IKATAN)


def register_tugas(selecting: Penunggu) -> None:
    """This package knows what waits for whom; one for the program."""
    _TUGAS[:] = [selecting]


def waiting_for(user: Pengguna, among: Collection[int] | None = None) -> Any:
    """A SELECT of the ids of cases in which something waits for this person; the same answer as the list of tasks."""
    return _TUGAS[0](user, among)


def riwayat_of(permohonan: Permohonan) -> list[Any]:
    """The rows beside the case whose events its history tells; who sees the case may know of them all."""
    return [row for maker in _RIWAYAT for row in maker(permohonan)]


def kartu_of(permohonan: Permohonan, user: Pengguna, form: Any = None) -> Kartu | None:
    """The card of a later chapter; None where this package draws its own."""
    maker = _KARTU.get(permohonan.status)
    return maker(permohonan, user, form) if maker else None


def janji_of(permohonan: Permohonan, user: Pengguna) -> Any:
    maker = _JANJI.get(permohonan.status)
    return maker(permohonan, user) if maker else None


def bab_of(permohonan: Permohonan, user: Pengguna) -> list[Bab]:
    """The further tabs that this reader has, in their order."""
    shown = (bab for bab in _BAB.values() if bab.is_shown(permohonan, user))
    return sorted(shown, key=lambda bab: bab.urut)


def counts_of(permohonan: Permohonan, user: Pengguna, tabs: Sequence[Bab]) -> dict[str, int | str]:
    """The numbers beside these tabs by their code, in one query; a tab without a number is left out."""
    asked = {bab: query for bab in tabs if (query := bab.jumlah(permohonan, user)) is not None}
    if not asked:
        return {}
    row = db.session.execute(select(*(query.scalar_subquery() for query in asked.values()))).one()
    return {
        bab.kode: number if bab.batas is None or number < bab.batas else f"{bab.batas - 1}+"
        for bab, number in zip(asked, row, strict=True)
    }


def petak_of(permohonan: Permohonan, user: Pengguna, tempat: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The further sections of Ringkasan in one place: (template, context)."""
    rows = sorted((row for row in _PETAK.values() if row.tempat == tempat), key=lambda row: row.urut)
    found = ((row.templat, row.isi(permohonan, user)) for row in rows)
    return [(templat, isi) for templat, isi in found if isi is not None]
