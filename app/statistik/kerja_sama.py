"""Figures of agreements: how many of each kind stand where. The same rows as the register shows to the same person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.daftar import conditions
from app.kerjasama.keadaan import Keadaan, keadaan_sql
from app.kerjasama.models import KerjaSama
from app.kerjasama.saringan import Saringan
from app.rujukan.models_rencana import JenisNaskah


@dataclass(frozen=True)
class Butir:
    """One figure and the state of the register that lists exactly its agreements."""

    jumlah: int
    query: str


@dataclass(frozen=True)
class Jenis:
    """One kind of agreement: a figure for each situation, and their sum."""

    label: Any
    butir: Sequence[Butir]
    jumlah: Butir


@dataclass(frozen=True)
class KerjaSamaDalamAngka:
    """All kinds, the sums of the columns, and the sum of all."""

    kepala: Sequence[Any]
    jenis: Sequence[Jenis]
    kaki: Sequence[Butir]
    jumlah: Butir


def figures(user: Pengguna | None, tahun: int | None = None, kategori: str = "") -> KerjaSamaDalamAngka:
    """What this person may see of the register, signed in a year and of a category; one query."""
    base = Saringan(tahun=tahun, kategori=kategori)
    state = keadaan_sql().label("keadaan")
    rows = db.session.execute(
        select(KerjaSama.jenis, state, func.count())
        .where(*conditions(base, user))
        .group_by(KerjaSama.jenis, state)
    )
    found = {(jenis, Keadaan(keadaan)): count for jenis, keadaan, count in rows}

    def figure(jenis: JenisNaskah | None = None, keadaan: Keadaan | None = None) -> Butir:
        count = sum(
            n for (one, where), n in found.items() if jenis in (None, one) and keadaan in (None, where)
        )
        return Butir(count, base.query(jenis=jenis, keadaan=keadaan))

    return KerjaSamaDalamAngka(
        [keadaan.label for keadaan in Keadaan],
        [
            Jenis(jenis.label, [figure(jenis, where) for where in Keadaan], figure(jenis))
            for jenis in JenisNaskah
        ],
        [figure(keadaan=where) for where in Keadaan],
        figure(),
    )
