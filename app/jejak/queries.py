"""Reading the journal: the history of one thing, and whether the chain still holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.extensions import db
from app.jejak.chain import GENESIS, fingerprint
from app.jejak.models import Peristiwa

BATCH = 2000


def not_internal() -> ColumnElement[bool]:
    """The condition that leaves out events of what only a part of the readers may know of."""
    return Peristiwa.data["is_internal"].as_string().is_distinct_from("true")


def history_of(
    objek: Any,
    limit: int = 200,
    before_id: int | None = None,
    has_internal: bool = True,
    beside: Collection[Any] = (),
) -> Sequence[Peristiwa]:
    """The events of one row, newest first. Ask for older ones with the id of the oldest you have.

    Without `has_internal` nothing is told of events that say `is_internal` of themselves. `beside`: a few other rows
    whose events belong to the same history.
    """
    query = select(Peristiwa).where(
        or_(
            *(
                and_(Peristiwa.objek_tipe == row.__tablename__, Peristiwa.objek_id == row.id)
                for row in (objek, *beside)
            )
        )
    )
    if not has_internal:
        query = query.where(not_internal())
    if before_id is not None:
        query = query.where(Peristiwa.id < before_id)
    return db.session.scalars(query.order_by(Peristiwa.id.desc()).limit(limit)).all()


@dataclass(frozen=True)
class ChainReport:
    """How many links were read, the last fingerprint, and the first link that does not hold (None: all hold)."""

    count: int
    last: str
    broken_id: int | None


def verify_chain() -> ChainReport:
    """Read the whole chain: ids without gaps, each fingerprint right, each naming the one before."""
    columns = select(*Peristiwa.__table__.columns)
    expected_id, previous, count = 1, GENESIS, 0
    while True:
        # Plain rows: what stands in the table, whatever the session believes, and no memory that grows.
        rows = db.session.execute(
            columns.where(Peristiwa.id >= expected_id).order_by(Peristiwa.id).limit(BATCH)
        ).all()
        if not rows:
            return ChainReport(count, previous, None)
        for row in rows:
            if row.id != expected_id or row.sidik_lalu != previous or row.sidik != fingerprint(row):
                return ChainReport(count, previous, expected_id)
            expected_id, previous, count = expected_id + 1, row.sidik, count + 1
