"""Where a later chapter hangs what people think of a version onto the tab Dokumen. It knows this package, not reversed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.akun.models import Pengguna
from app.permohonan.models import Permohonan


@dataclass(frozen=True)
class PendapatVersi:
    """One opinion as a badge beside its version: whose, its word (kit/words.py), and whether it became stale."""

    siapa: Any
    kata: Any
    is_usang: bool = False


# Answers the opinions of a whole case by the id of the version that each was about, as this reader may see them.
Pembuat = Callable[[Permohonan, Pengguna], Mapping[int, Sequence[PendapatVersi]]]

_PENDAPAT: list[Pembuat] = []


def register_pendapat(maker: Pembuat) -> None:
    """This package knows the opinions on versions; one maker for the program."""
    _PENDAPAT[:] = [maker]


def opinions_of(permohonan: Permohonan, user: Pengguna) -> Mapping[int, Sequence[PendapatVersi]]:
    """The opinions by version id; empty as long as nobody registered."""
    return _PENDAPAT[0](permohonan, user) if _PENDAPAT else {}
