"""What moves along when two records of one institution become one. Packages that name institutions register here.

A test holds the list against the foreign keys of the tables: nothing may be left with the record that goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.akun.models import Instansi
from app.extensions import db


@dataclass(frozen=True)
class Pindahan:
    """Rows of one table. `bentrok(dari, ke)` answers sentences why they cannot stand beside those of the other record."""

    kolom: InstrumentedAttribute[int]
    label: Any
    bentrok: Callable[[Instansi, Instansi], Sequence[Any]] | None = None

    def count(self, instansi: Instansi) -> int:
        return (
            db.session.scalar(
                select(func.count()).select_from(self.kolom.class_).where(self.kolom == instansi.id)
            )
            or 0
        )

    def move(self, dari: Instansi, ke: Instansi) -> None:
        db.session.execute(
            update(self.kolom.class_).where(self.kolom == dari.id).values({self.kolom: ke.id}),
            execution_options={"synchronize_session": "fetch"},
        )


_pindahan: list[Pindahan] = []


_undangan: list[InstrumentedAttribute[Any]] = []


def register_undangan(kolom: InstrumentedAttribute[Any]) -> None:
    """This column names an invitation: when two of one address become one, it names the one that stays."""
    if all(one is not kolom for one in _undangan):
        _undangan.append(kolom)


def all_undangan() -> tuple[InstrumentedAttribute[Any], ...]:
    return tuple(_undangan)


def point_to(stays: int, goes: int) -> None:
    """Whatever waited for the answer to the one invitation waits for the answer to the other."""
    for kolom in _undangan:
        db.session.execute(
            update(kolom.class_).where(kolom == goes).values({kolom: stays}),
            execution_options={"synchronize_session": "fetch"},
        )


def register_pindahan(pindahan: Pindahan) -> None:
    if all(one.kolom is not pindahan.kolom for one in _pindahan):
        _pindahan.append(pindahan)


def all_pindahan() -> tuple[Pindahan, ...]:
    return tuple(_pindahan)
