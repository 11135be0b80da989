"""Where other packages join in: ways to sign in and out, cards of the settings, parts of the account page.

Each package registers at import; this one asks whoever registered and knows none of them. Nothing is decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.akun.models import Pengguna


@dataclass(frozen=True)
class TombolMasuk:
    """Another way to sign in, shown on `/masuk`. `is_utama`: the fingerprint of the header leads there too."""

    url: str
    label: Any
    ikon: str = "fingerprint"
    is_utama: bool = False


@dataclass(frozen=True)
class KartuPengaturan:
    """A card of `/pengaturan`, shown to whoever has the permission. `urut`: lower comes first. `bila`: and only then."""

    permission: str
    view: str
    endpoint: str
    ikon: str
    label: Any
    teks: Any
    urut: int = 50
    bila: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class BagianAkun:
    """A page about one's own account, reached from Pengaturan Akun. `keadaan` says in a few words how it stands."""

    endpoint: str
    ikon: str
    label: Any
    keadaan: Callable[[Pengguna], Any]
    urut: int = 50


_tombol: list[Callable[[], list[TombolMasuk]]] = []
_kartu: list[KartuPengaturan] = []
_bagian: list[BagianAkun] = []
_keluar: list[Callable[[], str | None]] = []
_sandi_pertama: list[Callable[[str, str], Pengguna | None]] = []


def register_tombol(buttons: Callable[[], list[TombolMasuk]]) -> None:
    """`buttons()` answers the ways to sign in that a package offers now."""
    _tombol.append(buttons)


def register_kartu(kartu: KartuPengaturan) -> None:
    _kartu.append(kartu)


def register_bagian(bagian: BagianAkun) -> None:
    _bagian.append(bagian)


def register_keluar(where: Callable[[], str | None]) -> None:
    """`where()` is asked before a session ends: the address at which the person signs out elsewhere too, or None."""
    _keluar.append(where)


def register_sandi_pertama(door: Callable[[str, str], Pengguna | None]) -> None:
    """`door(name, password)` answers the account of somebody without a password of her own whom the pair lets in.

    It is asked only when the name is not closed and no account has this name and password. What it changes is
    committed with the sign-in.
    """
    _sandi_pertama.append(door)


def tombol_masuk() -> list[TombolMasuk]:
    return [one for buttons in _tombol for one in buttons()]


def kartu_pengaturan() -> list[KartuPengaturan]:
    return sorted(_kartu, key=lambda one: one.urut)


def bagian_akun() -> list[BagianAkun]:
    return sorted(_bagian, key=lambda one: one.urut)


def keluar_ke() -> str | None:
    return next((url for where in _keluar if (url := where())), None)


def by_first_password(name: str, password: str) -> Pengguna | None:
    return next((found for door in _sandi_pertama if (found := door(name, password))), None)
