"""What chapters that know this package tell it: in which positions an agreement was signed, whom people may turn to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.kerjasama.models import KerjaSama


@dataclass(frozen=True)
class Penanda:
    """Who signed for one party. The name is for those who may see the case; the position is public."""

    is_kota: bool
    nama: str
    jabatan: str


_makers: list[Callable[[KerjaSama], Sequence[Penanda]]] = []


def register_penanda(maker: Callable[[KerjaSama], Sequence[Penanda]]) -> None:
    if maker not in _makers:
        _makers.append(maker)


def penanda_of(kerja_sama: KerjaSama) -> list[Penanda]:
    """The signatories, the city's first; none for an agreement that was not signed here."""
    return [row for maker in _makers for row in maker(kerja_sama)]


_contacts: list[Callable[[KerjaSama], Sequence[str]]] = []


def register_kontak(maker: Callable[[KerjaSama], Sequence[str]]) -> None:
    """`maker(kerja_sama)` answers the names that may be shown to everybody as contacts of an agreement."""
    if maker not in _contacts:
        _contacts.append(maker)


def kontak_of(kerja_sama: KerjaSama) -> list[str]:
    """The contacts who consented to being named; nobody without that."""
    return [name for maker in _contacts for name in maker(kerja_sama)]
