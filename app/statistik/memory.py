"""Figures are added up once and then remembered for a short while, so that a busy page does not count every time.

What is remembered ends at once when a case moves (the journal says so), and after a minute in any case.
"""

import functools
import time
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar

from flask import current_app
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa

P = ParamSpec("P")
T = TypeVar("T")
SECONDS = 60
MOST = 100  # entries; a filter more than that begins anew
# Events after which figures differ. One that is missing here shows a minute late, no more.
MOVES = (
    "permohonan.dikirim",
    "permohonan.dikirim_ulang",
    "permohonan.disetujui",
    "permohonan.perbaikan_diminta",
    "permohonan.ditolak",
    "permohonan.ditarik",
    "permohonan.tahap_ditutup",
    "permohonan.dihentikan",
    "permohonan.berlaku",
    "permohonan.berakhir",
    "jadwal.diusulkan",
    "jadwal.disetujui",
    "jadwal.dialihkan",
    "jadwal.dibatalkan",
    "jadwal.desk",
    "penandatanganan.divalidasi",
    "kerjasama.dirilis",
    "kerjasama.ditutup",
)

_known: dict[Hashable, tuple[float, int, Any]] = {}


def last_move() -> int:
    """The number of the last event that moved a case; one look into an index for each kind of event."""
    latest = [
        select(func.max(Peristiwa.id)).where(Peristiwa.jenis == jenis).scalar_subquery() for jenis in MOVES
    ]
    return db.session.scalar(select(func.greatest(*latest))) or 0


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Answer from memory while it is fresh. Arguments must be hashable, results are never changed by who gets them.

    Tests roll back what they do and count every time.
    """

    @functools.wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        if current_app.testing:
            return function(*args, **kwargs)
        key = (str(db.engine.url), function.__qualname__, args, tuple(sorted(kwargs.items())))
        move = last_move()
        found = _known.get(key)
        if found is not None and found[1] == move and time.monotonic() - found[0] < SECONDS:
            return found[2]
        result = function(*args, **kwargs)
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = (time.monotonic(), move, result)
        return result

    return answer
