"""What a list may be searched by: one or two natural questions for each type of column.

A blank, unknown or ill-typed value finds everything or nothing; it never fails. No view and no page is known here.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_appbuilder.exceptions import InvalidOperationFilterFABException
from flask_appbuilder.models.filters import BaseFilter, FilterRelation
from flask_appbuilder.models.filters import Filters as FabFilters
from flask_appbuilder.models.sqla.filters import SQLAFilterConverter
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import false, or_

from app.kit.clock import WITA
from app.kit.fields import key_of, suggestion_for

MAX_TEXT = 200
YES, NO = "y", "t"


class Filters(FabFilters):
    """Only declared search columns can be filtered; FAB would take any column that an address names."""

    def __init__(self, filter_converter, datamodel, search_columns=None, search_filters=None) -> None:
        self.search_columns = list(search_columns or ())
        self.filter_converter = filter_converter
        self.datamodel = datamodel
        self.clear_filters()
        self._search_filters = self._get_filters(self.search_columns)
        self._all_filters = self._search_filters
        for column, extra in (search_filters or {}).items():
            self._search_filters.setdefault(column, []).extend(item(column, datamodel) for item in extra)

    def add_filter_index(self, column_name: str, filter_instance_index: int, value: Any) -> None:
        """Add what an address asks for; a blank value or a question that is not offered is no filter at all."""
        offered = self._search_filters.get(column_name, ())
        values = [text for text in (value if isinstance(value, list) else [value]) if str(text).strip()]
        if values and filter_instance_index < len(offered):
            self._add_filter(offered[filter_instance_index], values)

    def rest_add_filters(self, data: list[dict]) -> None:
        """The same for the API: the column's own filter, never a class that another model registered last."""
        for part in data:
            column, name = part.get("col"), part.get("opr")
            for item in self._search_filters.get(column, ()):
                if item.arg_name == name:
                    self._add_filter(item, part.get("value", ""))
                    break
            else:
                raise InvalidOperationFilterFABException(
                    f"Filter operation: {name} not allowed on column: {column}"
                )


class ColumnFilter(BaseFilter):
    """A filter on one own column. `condition` answers the SQL, or None when the value can match nothing."""

    def apply(self, query, value):
        text = str(value)
        found = (
            None if "\0" in text else self.condition(getattr(self.model, self.column_name), text[:MAX_TEXT])
        )
        return query.filter(false() if found is None else found)

    def condition(self, column, text: str):
        raise NotImplementedError


class Contains(ColumnFilter):
    name = _l("berisi")
    arg_name = "ct"

    def condition(self, column, text):
        return column.icontains(text.strip(), autoescape=True)


class From(ColumnFilter):
    """On or after a date; a moment is compared with midnight in Samarinda."""

    name = _l("dari")
    arg_name = "from"
    days = 0

    def condition(self, column, text):
        try:
            day = dt.date.fromisoformat(text) + dt.timedelta(days=self.days)
        except (ValueError, OverflowError):
            return None
        if self.datamodel.is_datetime(self.column_name):
            return self.compare(column, dt.datetime.combine(day, dt.time(), WITA))
        return self.compare(column, day)

    def compare(self, column, limit):
        return column >= limit


class Until(From):
    """Up to and including a date."""

    name = _l("sampai")
    arg_name = "until"
    days = 1

    def compare(self, column, limit):
        return column < limit


class Is(ColumnFilter):
    """Equal to a number, a flag or one of a list of choices."""

    name = ""
    arg_name = "is"

    def condition(self, column, text):
        wanted = self.value(text.strip())
        return None if wanted is None else column == wanted

    def value(self, text: str) -> Any:
        if self.datamodel.is_boolean(self.column_name):
            return {YES: True, NO: False, "True": True, "False": False}.get(text)
        options = self.datamodel.enum_options(self.column_name)
        if options is not None:
            return dict(options).get(text)
        if self.datamodel.is_integer(self.column_name):
            return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 10 else None
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() and abs(number) < 10**15 else None


class Belongs(FilterRelation):
    """The one related row with a key; for relations chosen by typing also a part of its name."""

    name = ""
    arg_name = "rel_o_m"

    def apply(self, query, value):
        key = key_of(value)
        if key is not None:
            return query.filter(self.datamodel.get_relation_fk(self.column_name) == key)
        known = suggestion_for(self.datamodel.get_related_model(self.column_name))
        text = str(value).strip()[:MAX_TEXT]
        if known is None or not text or "\0" in text:
            return query.filter(false())
        parts = [column.icontains(text, autoescape=True) for column in known.columns]
        return query.filter(getattr(self.model, self.column_name).has(or_(*parts)))


class BelongsMany(FilterRelation):
    """At least one of the related rows has the key."""

    name = ""
    arg_name = "rel_m_m"

    def apply(self, query, value):
        key = key_of(value)
        if key is None:
            return query.filter(false())
        relation = getattr(self.model, self.column_name)
        return query.filter(relation.any(relation.property.mapper.primary_key[0] == key))


class Visible(BaseFilter):
    """The rows that the signed-in person may see: `value` is the noun's `visible_to(user)`."""

    name = "visible"

    def apply(self, query, value: Callable[[Any], Any]):
        return query.filter(value(current_user))


class Converter(SQLAFilterConverter):
    """Which questions a column of a type offers."""

    conversion_table = (
        ("is_relation_many_to_one", [Belongs]),
        ("is_relation_one_to_one", [Belongs]),
        ("is_relation_many_to_many", [BelongsMany]),
        ("is_relation_one_to_many", [BelongsMany]),
        ("is_choice", [Is]),
        ("is_boolean", [Is]),
        ("is_text", [Contains]),
        ("is_string", [Contains]),
        ("is_integer", [Is]),
        ("is_numeric", [Is]),
        ("is_float", [Is]),
        ("is_date", [From, Until]),
        ("is_datetime", [From, Until]),
    )
