"""The public register as open data: what stands on it, as CSV and JSON, the same for everybody who asks.

Only what was released, only public columns; whoever downloads, also Admin, gets what a visitor would get.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.extensions import db
from app.kerjasama import ekspor
from app.kerjasama.saringan import Saringan
from app.kit.clock import today
from app.kit.csv_file import csv_lines
from app.rujukan.models import Kategori
from app.statistik.memory import last_move

NAMA = "kerja-sama"
JUDUL = _l("Daftar kerja sama")
SHAPE = 1  # raised when the columns change


def as_csv(saringan: Saringan) -> Iterator[str]:
    """The lines of the file, read as they are sent."""
    return csv_lines(list(ekspor.KOLOM), ekspor.rows(saringan, None))


def as_json(saringan: Saringan) -> Iterator[str]:
    """The same rows as `{"data": [{column: value}, …]}`."""
    return _json(ekspor.rows(saringan, None))


def _json(rows: Iterator[Any]) -> Iterator[str]:
    names = list(ekspor.KOLOM)
    yield '{"data": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def state(saringan: Saringan) -> str:
    """What changes when the file does: releases and moves (the journal says so), the day, the names of categories."""
    named = db.session.scalar(select(func.max(Kategori.updated_at)))
    parts = (SHAPE, last_move(), today(), named, saringan.query())
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:24]
