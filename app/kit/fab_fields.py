"""Form fields for the columns of a row: native inputs, moments on Samarinda's clock, choices of rows. Our words only.

Which column gets which field is decided in fab_forms.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder.fields import QuerySelectField, QuerySelectMultipleField
from flask_babel import gettext as _
from sqlalchemy import BigInteger, Numeric, SmallInteger
from wtforms import DateField, DateTimeLocalField, DecimalField, IntegerField
from wtforms.fields.choices import Choice, SelectFieldBase
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput, NumberInput, Select

from app.kit.clock import WITA, to_wita
from app.kit.formats import angka
from app.kit.rows import word_of

NONE = "__None"
MANY_CHOICES = 30


class MomentField(DateTimeLocalField):
    """A moment, typed on Samarinda's clock and kept in UTC."""

    widget = DateTimeLocalInput()

    def process_data(self, value: datetime | None) -> None:
        self.data = to_wita(value) if value is not None else None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis tanggal dan jam yang benar, misalnya 24/11/2026 14.30.")) from None
        if self.data is not None and self.data.tzinfo is None:
            self.data = self.data.replace(tzinfo=WITA)


class DayField(DateField):
    """A date, in the browser's own calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis tanggal yang benar, misalnya 24/11/2026.")) from None


class WholeField(IntegerField):
    """A whole number that fits its column."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis bilangan bulat, misalnya 25.")) from None


class NumberField(DecimalField):
    """A number with decimals that fits its column; the step is left to the person."""

    widget = NumberInput(step="any")

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis bilangan, misalnya 12.5.")) from None


class Fits:
    """A number that its column can hold: PostgreSQL would refuse a larger one, and the page would be lost."""

    def __init__(self, kind: Any) -> None:
        if isinstance(kind, Numeric):
            self.limit = 10 ** ((kind.precision or 18) - (kind.scale or 0)) - 1
        else:
            self.limit = (
                2**63 - 1
                if isinstance(kind, BigInteger)
                else 2**15 - 1
                if isinstance(kind, SmallInteger)
                else 2**31 - 1
            )

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None:
            return
        if not Decimal(field.data).is_finite() or abs(field.data) > self.limit:
            raise ValidationError(_("Bilangan ini terlalu besar. Paling besar %(n)s.", n=angka(self.limit)))


class ChoiceField(SelectFieldBase):
    """One value of a column with a fixed list of choices, in the words of the view or of the enum."""

    widget = Select()

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        options: Sequence[tuple[str, Any]] = (),
        words: Mapping[Any, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.options = options
        self.words = words or {}

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = next((value for key, value in self.options if key == valuelist[0]), None)

    def iter_choices(self) -> Iterator[Choice]:
        if not self.flags.required or self.data is None:
            yield Choice(NONE, _("Belum dipilih"), self.data is None, {})
        for key, value in self.options:
            yield Choice(key, str(self.words.get(value, word_of(value))), value == self.data, {})

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self.raw_data and self.raw_data[0] not in ("", NONE):
            raise ValidationError(_("Pilih salah satu dari daftar."))


class RowSelect(QuerySelectField):
    """One of the rows of a small table; a retired row is offered only where it already stands, and in searches."""

    widget = Select()
    _object_list: list[tuple[str, Any]] | None

    def __init__(self, *args: Any, with_retired: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_retired = with_retired

    def _get_object_list(self) -> list[tuple[str, Any]]:
        if self._object_list is None:
            had = self.object_data
            rows = [row for row in self.query_func() if self.with_retired or is_offered(row) or row is had]
            if had is not None and had not in rows:
                rows.append(had)
            self._object_list = [(str(self.get_pk_func(row)), row) for row in rows]
        return self._object_list

    def iter_choices(self) -> Iterator[Choice]:
        if not self.flags.required or self.data is None:
            yield Choice(NONE, _("Belum dipilih"), self.data is None, {})
        for key, row in self._get_object_list():
            yield Choice(key, str(row), row == self.data, {})

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self._formdata not in (None, "", NONE):
            raise ValidationError(_("Pilih salah satu dari daftar."))


class RowChecks(QuerySelectMultipleField):
    """Several rows of a small table, as checkboxes; those already chosen stand first when there are many."""

    _object_list: list[tuple[str, Any]] | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "QuerySelectMultipleField"  # the field macro draws this kind as checkboxes

    def _get_object_list(self) -> list[tuple[str, Any]]:
        if self._object_list is None:
            had = list(self.object_data or ())
            rows = [row for row in self.query_func() if is_offered(row) or row in had]
            rows += [row for row in had if row not in rows]
            self._object_list = [(str(self.get_pk_func(row)), row) for row in rows]
        return self._object_list

    def iter_choices(self) -> Iterator[Choice]:
        chosen = self.data
        choices = [Choice(key, str(row), row in chosen, {}) for key, row in self._get_object_list()]
        many = len(choices) > MANY_CHOICES
        yield from sorted(choices, key=lambda choice: not choice.selected) if many else choices

    def pre_validate(self, form: Any) -> None:
        chosen = self.data
        known = [row for _key, row in self._get_object_list()]
        if self._invalid_formdata or any(row not in known for row in chosen):
            raise ValidationError(_("Pilih dari daftar yang ada."))


def is_offered(row: Any) -> bool:
    """Whether a row may newly be chosen: a retired one may not."""
    return getattr(row, "is_active", True) is not False
