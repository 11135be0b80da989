"""How rows of a table are read for a page: which ones, in which order, how many, with all that the page shows.

A list costs the same on its first and on its last page, and a count never grows with the table. Nothing is
committed here; pages, permissions and texts are not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import BigInteger, Integer, SmallInteger, String, Text, func, literal, or_, select, tuple_
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import defer, joinedload, selectinload
from sqlalchemy.orm.query import Query

from app.extensions import db
from app.kit.fab_filters import Belongs, BelongsMany, Converter, Filters
from app.kit.full_text import full_text_query, narrowed
from app.kit.mixins import EnumText

COUNT_CAP = 1000
SEARCH_COLUMN = "cari"
INT4 = 2**31


@dataclass
class Page:
    """One page of a list. `total` is None when it was not counted; `is_capped`: there are more than COUNT_CAP."""

    items: list[Any]
    number: int
    size: int
    total: int | None
    has_previous: bool
    has_next: bool
    is_capped: bool = False
    is_keyed: bool = False
    first_key: list[Any] = field(default_factory=list)
    last_key: list[Any] = field(default_factory=list)


class Rows(SQLAInterface):
    """FAB's access to one model, with the holes closed: keys are typed, orders are own columns, counts stop."""

    filter_converter_class = Converter
    FilterRelationOneToManyEqual = Belongs
    FilterRelationManyToManyEqual = BelongsMany
    list_load: tuple[Any, ...] = ()
    item_load: tuple[Any, ...] = ()
    is_folding_case = True  # C.UTF-8 sorts capitals first; people expect them among the others

    def __init__(self, obj: Any, session: Any = None) -> None:
        super().__init__(obj, session)
        if self.is_pk_composite():
            raise TypeError(f"{obj.__name__}: a table in FAB's pages needs a key of one column")
        self.key_column = obj.__mapper__.get_property_by_column(obj.__mapper__.primary_key[0]).class_attribute
        self.search_vector = obj.__mapper__.columns.get(SEARCH_COLUMN)
        if self.search_vector is not None and not isinstance(self.search_vector.type, TSVECTOR):
            self.search_vector = None

    @property
    def session(self) -> Any:
        return self._session or db.session

    # -- types ---------------------------------------------------------------------------------------------

    def enum_options(self, column: str) -> list[tuple[str, Any]] | None:
        """(text in an address, value) of each choice of a column; None when it is not a list of choices."""
        found = self.list_columns.get(column)
        if found is None:
            return None
        if isinstance(found.type, EnumText):
            return [(str(member.value), member) for member in found.type.enum]
        if isinstance(found.type, SqlEnum):
            members: Any = found.type.enum_class
            return [(name, members[name] if members else name) for name in found.type.enums]
        return None

    def is_choice(self, column: str) -> bool:
        return self.enum_options(column) is not None

    def is_enum(self, column: str) -> bool:
        return self.is_choice(column)

    def is_string(self, column: str) -> bool:
        return super().is_string(column) and not self.is_choice(column)

    def is_own_column(self, column: str) -> bool:
        """Whether a name is a column of this very table that may be shown and ordered by."""
        found = self.list_columns.get(column)
        return found is not None and not is_secret(column, found)

    def get_order_columns_list(self, list_columns: Sequence[str] | None = None) -> list[str]:
        """Own columns only. FAB also sorts by columns of related tables: a password hash leaks by its order."""
        return [name for name in (list_columns or self.get_columns_list()) if self.is_own_column(name)]

    def get_user_columns_list(self) -> list[str]:
        """No column is shown, changed or searched unless a view names it; FAB would take all, passwords included."""
        return []

    def get_search_columns_list(self) -> list[str]:
        return []

    def get_filters(self, search_columns: Any = None, search_filters: Any = None) -> Filters:
        return Filters(self.filter_converter_class, self, search_columns, search_filters)

    def get_related_interface(self, col_name: str) -> "Rows":
        return Rows(self.get_related_model(col_name))

    def value_of(self, item: Any, column: str) -> Any:
        """What a row has in a column, a property, a method without arguments, or (dotted) a related row."""
        value = item
        for part in column.split("."):
            value = getattr(value, part, None)
        return value() if callable(value) else value

    # -- one row -------------------------------------------------------------------------------------------

    def parse_key(self, text: Any) -> Any:
        """The key that a text in an address stands for; None when it can be none."""
        kind = self.key_column.type
        if isinstance(kind, Integer):
            limit = (
                2**63 if isinstance(kind, BigInteger) else 2**15 if isinstance(kind, SmallInteger) else INT4
            )
            text = str(text)
            is_number = text.isascii() and text.isdigit() and len(text) < 20
            return int(text) if is_number and int(text) < limit else None
        if isinstance(kind, String) and isinstance(text, str):
            return text if "\0" not in text and len(text) <= (kind.length or 255) else None
        return None

    def key_of(self, item: Any) -> Any:
        """The key of a row."""
        return getattr(item, self.key_column.key)

    def get(
        self, id: Any, filters: Any = None, select_columns: Any = None, outer_default_load: bool = False
    ) -> Any:
        """The row with that key among those that the filters let through; None for any other text."""
        key = self.parse_key(id)
        if key is None:
            return None
        if select_columns:
            return super().get(key, filters, select_columns, outer_default_load)
        found = self.get_many([key], filters)
        return found[0] if found else None

    def get_many(self, keys: Sequence[Any], filters: Any = None) -> list[Any]:
        """The rows with these keys, in the order of the keys; those that the filters hide are missing."""
        known = [key for key in map(self.parse_key, keys) if key is not None]
        query = self.apply_filters(self.session.query(self.obj), filters).filter(self.key_column.in_(known))
        found = {self.key_of(item): item for item in query.options(*self.item_load)}
        return [found[key] for key in known if key in found]

    # -- many rows -----------------------------------------------------------------------------------------

    def eager(self, columns: Sequence[str], joined: bool = False) -> tuple[Any, ...]:
        """Loading options for what the columns show. Never a join on a list: with OFFSET it costs seven times as much."""
        options: list[Any] = []
        for name in {column.split(".")[0] for column in columns}:
            if not self.is_relation(name):
                continue
            to_one = self.is_relation_many_to_one(name) or self.is_relation_one_to_one(name)
            options.append((joinedload if joined and to_one else selectinload)(getattr(self.obj, name)))
        if self.search_vector is not None:
            options.append(defer(getattr(self.obj, SEARCH_COLUMN)))
        return tuple(options)

    def search(self, query: Query, text: str, columns: Sequence[str] = ()) -> Query:
        """The rows that a quick search means: by the stored full text when there is one, else by `columns`."""
        words = text.replace("\0", " ").strip()[:200]
        if not words:
            return query
        if self.search_vector is not None:
            found = getattr(self.obj, SEARCH_COLUMN).op("@@")(full_text_query(words))
            return query.filter(narrowed(self.key_column, found))
        return query.filter(
            or_(*(getattr(self.obj, name).icontains(words, autoescape=True) for name in columns))
        )

    def order_columns(self, column: str, direction: str) -> list[Any]:
        """ORDER BY for an own column, always ending in the key: without it pages repeat and lose rows."""
        key = self.key_column
        if not column or column == key.key:
            return [key.desc() if direction == "desc" else key.asc()]
        if not self.is_own_column(column):
            raise ValueError(f"{self.obj.__name__} is not ordered by {column}")
        attribute: Any = getattr(self.obj, column)
        folds = self.is_folding_case and isinstance(attribute.type, String | Text)
        expression = func.lower(attribute) if folds else attribute
        return [expression.desc(), key.desc()] if direction == "desc" else [expression.asc(), key.asc()]

    def page(self, query: Query, column: str, direction: str, number: int, size: int) -> Page:
        """One page by number. The page first; a count only when there is more than it shows."""
        start = number * size
        ordered = query.order_by(*self.order_columns(column, direction)).options(*self.list_load)
        items = ordered.offset(start).limit(size + 1).all()
        has_next = len(items) > size
        items = items[:size]
        total: int | None = start + len(items)
        if has_next:
            total = COUNT_CAP + 1 if start + len(items) >= COUNT_CAP else self.count(query)
        elif start and not items:
            total = None
        is_capped = has_next and total is not None and total > COUNT_CAP
        return Page(
            items, number, size, total, has_previous=number > 0, has_next=has_next, is_capped=is_capped
        )

    def keyed_page(
        self,
        query: Query,
        column: str,
        direction: str,
        size: int,
        after: list[Any] | None,
        before: list[Any] | None,
    ) -> Page:
        """One page by the row it begins after (or ends before): any depth costs the same."""
        backwards = before is not None
        is_descending = (direction == "desc") != backwards
        limit = before if backwards else after
        columns = self._key_columns(column)
        rows = query
        if limit is not None:
            values = tuple_(*(literal(value, col.type) for value, col in zip(limit, columns, strict=True)))
            rows = rows.filter(tuple_(*columns) < values if is_descending else tuple_(*columns) > values)
        ordered = rows.order_by(*(col.desc() if is_descending else col.asc() for col in columns))
        items = ordered.options(*self.list_load).limit(size + 1).all()
        has_more = len(items) > size
        items = items[:size]
        if backwards:
            items.reverse()
        total = len(items) if limit is None and not has_more else self.count(query)
        return Page(
            items,
            0,
            size,
            total,
            is_capped=total > COUNT_CAP,
            has_previous=has_more if backwards else after is not None,
            has_next=backwards or has_more,
            is_keyed=True,
            first_key=self._key_values(items[0], column) if items else [],
            last_key=self._key_values(items[-1], column) if items else [],
        )

    def _key_columns(self, column: str) -> list[Any]:
        if not column or column == self.key_column.key:
            return [self.key_column]
        return [getattr(self.obj, column), self.key_column]

    def _key_values(self, item: Any, column: str) -> list[Any]:
        return [getattr(item, attribute.key) for attribute in self._key_columns(column)]

    def check_keyset(self, columns: Sequence[str]) -> None:
        """Raise TypeError unless each order offered is one index away and never empty (paging by key needs both)."""
        table = self.obj.__table__
        indexed = {tuple(col.name for col in index.columns) for index in table.indexes}
        unique = {col.name for col in table.columns if col.unique}
        for name in columns:
            found = self.list_columns.get(name)
            if found is None or found.nullable:
                raise TypeError(f"{self.obj.__name__}.{name} may be empty: not an order for paging by key")
            pair = (found.name, self.key_column.name)
            if not (found.primary_key or found.name in unique or pair in {index[:2] for index in indexed}):
                raise TypeError(f"{self.obj.__name__} needs an index on {pair} to be ordered by {name}")

    def count(self, query: Query) -> int:
        """How many rows, up to COUNT_CAP + 1."""
        rows = query.order_by(None).with_entities(self.key_column).limit(COUNT_CAP + 1)
        return int(self.session.execute(select(func.count()).select_from(rows.subquery())).scalar_one())

    # -- what FAB itself still calls (API, choices of forms) -----------------------------------------------

    def query_count(self, query: Query, filters: Any = None, select_columns: Any = None) -> int:
        return self.count(self.apply_filters(query, filters))

    def apply_order_by(self, query: Query, order_column: str, order_direction: str, **kwargs: Any) -> Query:
        """FAB's own orders, made stable; a dotted or unknown name is refused, never joined."""
        if order_column and not self.is_own_column(order_column):
            raise ValueError(f"{self.obj.__name__} is not ordered by {order_column}")
        return query.order_by(*self.order_columns(order_column, order_direction))

    def add(self, item: Any, commit: bool = True) -> None:
        """Never commits: the request's edge does, once, together with the journal."""
        self.session.add(item)
        self.session.flush()

    def edit(self, item: Any, commit: bool = True) -> None:
        self.session.flush()

    def delete(self, item: Any, commit: bool = True) -> None:
        self.session.delete(item)
        self.session.flush()


def is_secret(name: str, column: Any) -> bool:
    """Columns that no page, order, search or journal may touch: passwords, and those marked `info={"secret": True}`."""
    return name == "password" or bool(column.info.get("secret"))


def word_of(value: Any) -> Any:
    """What a page shows for a value of an enum: its label when it has one, else its text."""
    if isinstance(value, Enum):
        return getattr(value, "label", value.value)
    return value
