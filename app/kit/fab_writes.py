"""What happens to a row that FAB's pages write: what changed, who uses it, who is told, and how a refusal reads.

Everything stands in the request's one transaction; nothing is committed here. The journal is not known: it listens.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from blinker import Signal
from flask_babel import gettext as _
from sqlalchemy import Table, func, inspect, literal, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.orm.exc import StaleDataError

from app.extensions import db
from app.kit.errors import Refused, Stale
from app.kit.fields import text_of
from app.kit.rows import COUNT_CAP, is_secret

ADDED, CHANGED, DELETED, RETIRED, RESTORED = "ditambah", "diubah", "dihapus", "dinonaktifkan", "diaktifkan"

written = Signal(
    "Sent by a view after a row was flushed: verb, item, before, after, actor. A hearer that raises undoes the act."
)

UNIQUE_VIOLATION, IN_USE = (
    "23505",
    ("23503", "23502"),
)  # deleting a parent sets a NOT NULL key of its child to NULL


# -- what a row says ---------------------------------------------------------------------------------------


def snapshot(item: Any) -> dict[str, Any]:
    """What a row says, as JSON values: own columns, related rows as texts. Never a secret, never bookkeeping."""
    state = inspect(item)
    mapper = state.mapper
    relations = {
        next(iter(relation.local_columns)): relation
        for relation in mapper.relationships
        if relation.direction.name == "MANYTOONE" and len(relation.local_columns) == 1
    }
    said: dict[str, Any] = {}
    for column in mapper.columns:
        if _is_bookkeeping(mapper, column) or is_secret(column.key, column):
            continue
        relation = relations.get(column)
        if relation is None:
            said[mapper.get_property_by_column(column).key] = plain(getattr(item, _key(mapper, column)))
        elif getattr(item, _key(mapper, column)) is not None:
            said[relation.key] = _text(getattr(item, relation.key))
        else:
            said[relation.key] = None
    for relation in mapper.relationships:
        if relation.direction.name == "MANYTOMANY" and relation.key not in state.unloaded:
            said[relation.key] = sorted(_text(one) for one in getattr(item, relation.key))
    return said


def fingerprint(item: Any, columns: list[str]) -> str:
    """A short word for the state of some columns of a row: another word later means that somebody changed them."""
    mapper = inspect(item).mapper
    values: list[Any] = []
    for name in columns:
        prop = mapper.all_orm_descriptors.get(name)
        relation = getattr(prop, "property", None)
        if not isinstance(relation, RelationshipProperty):
            values.append(plain(getattr(item, name, None)))
        elif relation.direction.name == "MANYTOONE":
            values.append([plain(getattr(item, _key(mapper, column))) for column in relation.local_columns])
        else:
            values.append(sorted(str(inspect(one).identity) for one in getattr(item, name)))
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts of two snapshots that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def plain(value: Any) -> Any:
    """A value as JSON says it."""
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list | bool | int | float | str) or value is None:
        return value
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def _is_bookkeeping(mapper: Any, column: Any) -> bool:
    """Keys, versions, times kept by the database and search vectors are not what a person changed."""
    return bool(
        column.primary_key
        or column is mapper.version_id_col
        or column.onupdate is not None
        or column.computed is not None
        or isinstance(column.type, TSVECTOR)
        or column.key in ("created_at", "created_on", "changed_on", "created_by_fk", "changed_by_fk")
    )


def _key(mapper: Any, column: Any) -> str:
    return mapper.get_property_by_column(column).key


def _text(item: Any) -> str:
    return text_of(item) if hasattr(item, "id") else str(item)


# -- who uses a row ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """That `count` rows of one table point to a row; over COUNT_CAP means "more than that"."""

    table: Table
    column: Any
    count: int

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_CAP


def references(model: Any) -> list[tuple[Table, Any]]:
    """(table, column) of every foreign key to a model's table. With ON DELETE CASCADE they are parts of it, not uses."""
    own = model.__table__
    found = []
    for table in own.metadata.tables.values():
        for foreign in table.foreign_keys:
            is_part = (foreign.ondelete or "").upper() == "CASCADE"
            if foreign.column.table is own and foreign.column.primary_key and not is_part:
                found.append((table, foreign.parent))
    return found


def uses_of(item: Any) -> list[Use]:
    """Where a row is in use, in one query whatever the number of tables; each count stops at COUNT_CAP + 1."""
    found = references(type(item))
    if not found:
        return []
    key = inspect(item).identity[0]
    counts = [
        select(func.count())
        .select_from(
            select(literal(1)).select_from(table).where(column == key).limit(COUNT_CAP + 1).subquery()
        )
        .scalar_subquery()
        for table, column in found
    ]
    row = db.session.execute(select(*counts)).one()
    return [Use(table, column, count) for (table, column), count in zip(found, row, strict=True) if count]


def lock(item: Any) -> None:
    """Hold a row until the transaction ends: whoever wants to point to it waits, and then finds it gone or changed."""
    key = inspect(item).mapper.primary_key[0]
    db.session.execute(select(key).where(key == inspect(item).identity[0]).with_for_update())


# -- how a write is refused --------------------------------------------------------------------------------


@contextmanager
def refusing(model: Any, columns: list[str]) -> Iterator[None]:
    """Run a write in its own savepoint; what the database refuses becomes a sentence at its field.

    Raises Refused or Stale; the session stays usable and the form keeps what was typed.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise _refusal(error, model, columns) from error
    except StaleDataError as error:
        raise Stale(
            _("Orang lain baru saja mengubah data ini. Muat ulang halaman, lalu periksa kembali.")
        ) from error


def _refusal(error: IntegrityError, model: Any, columns: list[str]) -> Refused:
    state = getattr(error.orig, "sqlstate", None)
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    if state == UNIQUE_VIOLATION:
        return Refused(_("Sudah dipakai data lain."), _field_of(model, name, columns))
    if state in IN_USE:
        return Refused(_("Masih dipakai data lain, atau pilihannya baru saja dihapus. Muat ulang halaman."))
    return Refused(_("Isian ini tidak saling cocok. Periksa kembali."), _field_of(model, name, columns))


def _field_of(model: Any, constraint: str, columns: list[str]) -> str | None:
    """The first field of a form that a broken constraint speaks of."""
    table = model.__table__
    for known in [*table.constraints, *table.indexes]:
        if known.name == constraint:
            names = [column.name for column in known.columns]
            return next((name for name in columns if name in names or f"{name}_id" in names), None)
    prefix = f"ck_{table.name}_"
    rest = constraint.removeprefix(prefix)
    return rest if constraint.startswith(prefix) and rest in columns else None
