"""Where other packages join in: ways to sign in and out, cards of the settings, parts of the account page.

Each package registers at import; this one asks whoever registered and knows none of them. Nothing is decided here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.akun.models import KeanggotaanInstansi, Pengguna


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


@dataclass(frozen=True)
class PerkaraAnggota:
    """A running case in which a member of an institution is a contact."""

    kode: str
    judul: str
    url: str


@dataclass(frozen=True)
class Kunci:
    """Columns of the biodata that come from elsewhere, with their values, and the sentence that says from where."""

    isian: Mapping[str, str]
    sebab: Any


_tombol: list[Callable[[], list[TombolMasuk]]] = []
_kartu: list[KartuPengaturan] = []
_bagian: list[BagianAkun] = []
_keluar: list[Callable[[], str | None]] = []
_sandi_pertama: list[Callable[[str, str, str], Pengguna | None]] = []
_kunci: list[Callable[[Pengguna], Kunci | None]] = []
_perkara: list[
    tuple[
        Callable[[KeanggotaanInstansi], list[PerkaraAnggota]],
        Callable[[KeanggotaanInstansi], str],
        Callable[[Sequence[KeanggotaanInstansi]], list[KeanggotaanInstansi]],
    ]
] = []


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


def register_sandi_pertama(door: Callable[[str, str, str], Pengguna | None]) -> None:
    """`door(name, password, alamat)`: the account of somebody without a password of her own whom the pair lets in.

    `alamat` is the visitor's network address, empty when the caller knows none. It is asked only when the name is not
    closed and no account has this name and password. What it changes is committed with the sign-in.
    """
    _sandi_pertama.append(door)


def register_perkara(
    cases: Callable[[KeanggotaanInstansi], list[PerkaraAnggota]],
    hand_over: Callable[[KeanggotaanInstansi], str],
    busy: Callable[[Sequence[KeanggotaanInstansi]], list[KeanggotaanInstansi]],
) -> None:
    """`cases(member)`: what a member who leaves would leave without a contact; `hand_over(member)`: the address of the
    page on which it is handed over; `busy(members)`: those of one institution who have such cases, and whose page whoever
    looks may open."""
    _perkara[:] = [(cases, hand_over, busy)]


def perkara_of(member: KeanggotaanInstansi) -> tuple[list[PerkaraAnggota], str]:
    """The running cases of a member, and the address at which they are handed over."""
    for cases, hand_over, _busy in _perkara:
        found = cases(member)
        return found, hand_over(member) if found else ""
    return [], ""


def handed_over_from(members: Sequence[KeanggotaanInstansi]) -> list[tuple[KeanggotaanInstansi, str]]:
    """Of the members of one institution those whose cases can be handed over, with the address for each."""
    return [(one, hand_over(one)) for _cases, hand_over, busy in _perkara for one in busy(members)]


def register_kunci_isian(kunci: Callable[[Pengguna], Kunci | None]) -> None:
    """`kunci(account)`: which columns of her biodata a person cannot change, because they follow something else."""
    _kunci.append(kunci)


def kunci_isian(account: Pengguna) -> Kunci:
    """What is locked in a person's biodata; nothing, most of the time."""
    return next((found for kunci in _kunci if (found := kunci(account))), Kunci({}, ""))


def tombol_masuk() -> list[TombolMasuk]:
    return [one for buttons in _tombol for one in buttons()]


def kartu_pengaturan() -> list[KartuPengaturan]:
    return sorted(_kartu, key=lambda one: one.urut)


def bagian_akun() -> list[BagianAkun]:
    return sorted(_bagian, key=lambda one: one.urut)


def keluar_ke() -> str | None:
    return next((url for where in _keluar if (url := where())), None)


def by_first_password(name: str, password: str, alamat: str = "") -> Pengguna | None:
    return next((found for door in _sandi_pertama if (found := door(name, password, alamat))), None)
