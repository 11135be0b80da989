"""What a kind of task is: who it concerns, which rows wait, how one is shown, how many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, literal, select

from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.notifikasi.tugas_sumber import Tugas

COUNT_CAP = 999


@dataclass(frozen=True)
class Kelompok:
    """The tasks of one kind, the longest waiting first. `semua`: (words, address) of the list that has them all."""

    kode: str
    judul: Any
    tugas: Sequence[Tugas]
    jumlah: int
    semua: tuple[Any, str] | None = None


@dataclass(frozen=True)
class Jenis:
    """A kind of task: `rows` selects what waits for a person, `show` makes one task of a row."""

    kode: str
    judul: Any
    rows: Callable[[Pengguna], Select[Any]]
    show: Callable[[Any, Pengguna], Tugas]
    roles: tuple[str, ...] = ()  # empty: whoever has such rows
    options: Callable[[], tuple[Any, ...]] = tuple
    semua: tuple[Any, str] | None = None
    is_single: bool = field(default=False)  # all rows make one task

    def concerns(self, user: Pengguna) -> bool:
        return not self.roles or has_role(user, *self.roles)

    def count(self, user: Pengguna) -> Select[Any]:
        """How many tasks, counted to COUNT_CAP, as one SELECT."""
        rows = self.rows(user).with_only_columns(literal(1)).order_by(None)
        return select(func.count()).select_from(rows.limit(1 if self.is_single else COUNT_CAP).subquery())
