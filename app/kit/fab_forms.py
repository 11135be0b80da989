"""Forms made from a model: native inputs, our words, clean text, one row of a large table by typing.

What FAB makes from a column is replaced here, field by field. Rules of the business are validators that a view adds.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_appbuilder.forms import FieldConverter, GeneralModelConverter
from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Integer, Numeric, String
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.kit.fab_fields import (
    ChoiceField,
    DayField,
    Fits,
    MomentField,
    NumberField,
    RowChecks,
    RowSelect,
    WholeField,
)
from app.kit.fields import Chosen, RelationField, Unique, suggestion_for
from app.kit.forms import Filled, Form
from app.kit.rows import Rows


class RowForm(Form):
    """The form of one row. `item` is the row that is changed (None for a new one), for validators that ask."""

    item: Any = None
    sees_all: bool = False

    @classmethod
    def refresh(cls, obj: Any = None) -> "RowForm":
        """A fresh form; FAB calls it so."""
        return cls(obj=obj)


class ColumnFields(FieldConverter):
    """Native inputs for plain columns; FAB's widgets need its scripts."""

    conversion_table = (
        ("is_boolean", BooleanField, None),
        ("is_text", TextAreaField, None),
        ("is_string", StringField, None),
        ("is_integer", WholeField, None),
        ("is_numeric", NumberField, None),
        ("is_float", NumberField, None),
        ("is_date", DayField, None),
        ("is_datetime", MomentField, None),
    )


class FormMaker(GeneralModelConverter):
    """Makes the search, add and edit forms of a view from its model."""

    datamodel: Rows

    def __init__(
        self, rows: Rows, ajax: Sequence[str] = (), words: Mapping[str, Mapping[Any, Any]] | None = None
    ) -> None:
        super().__init__(rows)
        self.is_search = False
        self.ajax = ajax
        self.words = words or {}
        for name in ajax:
            if suggestion_for(rows.get_related_model(name)) is None:
                model = rows.get_related_model(name).__name__
                raise TypeError(f"{rows.obj.__name__}.{name}: call register_suggestion() for {model} first")

    def for_search(self) -> "FormMaker":
        """The same for the search form: there, retired rows are choices too."""
        other = FormMaker(self.datamodel, self.ajax, self.words)
        other.is_search = True
        return other

    def create_form(self, *args: Any, **kwargs: Any) -> type[RowForm]:
        made = super().create_form(*args, **kwargs)
        fields = {name: value for name, value in vars(made).items() if hasattr(value, "field_class")}
        return type("RowForm", (RowForm,), fields)

    @staticmethod
    def _get_validators(col_name: str, validators_columns: dict[str, list[Any]]) -> list[Any]:
        """A copy: FAB appends to the view's own list, once for each form that it makes."""
        return list(validators_columns.get(col_name, ()))

    def _convert_many_to_one(
        self, col_name, label, description, lst_validators, filter_rel_fields, form_props
    ):
        is_required = not self.datamodel.is_nullable(col_name)
        if col_name in self.ajax:
            known = suggestion_for(self.datamodel.get_related_model(col_name))
            checks = [*lst_validators, Chosen() if is_required else Optional()]
            form_props[col_name] = RelationField(
                label, checks, suggestion=known.name if known else "", description=description
            )
            return form_props
        form_props[col_name] = RowSelect(
            label,
            description=description,
            query_func=self._get_related_query_func(col_name, filter_rel_fields),
            get_pk_func=self._get_related_pk_func(col_name),
            allow_blank=True,
            with_retired=self.is_search,
            validators=[*lst_validators, Chosen() if is_required else Optional()],
        )
        return form_props

    def _convert_many_to_many(
        self, col_name, label, description, lst_validators, filter_rel_fields, form_props
    ):
        form_props[col_name] = RowChecks(
            label,
            description=description,
            query_func=self._get_related_query_func(col_name, filter_rel_fields),
            get_pk_func=self._get_related_pk_func(col_name),
            validators=lst_validators,
        )
        return form_props

    def _get_related_query_func(self, col_name: str, filter_rel_fields: Any) -> Callable[[], list[Any]]:
        """The rows to choose from, in the order of their names; fetched when a form is shown."""
        rows = self.datamodel.get_related_interface(col_name)
        wanted = (filter_rel_fields or {}).get(col_name, [])

        def fetch() -> list[Any]:
            query = rows.apply_filters(
                rows.session.query(rows.obj), rows.get_filters().add_filter_list(wanted)
            )
            return query.options(*rows.eager(())).order_by(*choice_order(rows.obj)).all()

        return fetch

    def _get_related_pk_func(self, col_name: str) -> Callable[[Any], Any]:
        return self.datamodel.get_related_interface(col_name).get_pk_value

    def _convert_simple(self, col_name, label, description, lst_validators, form_props):
        column = self.datamodel.list_columns[col_name]
        options = self.datamodel.enum_options(col_name)
        is_flag = isinstance(column.type, Boolean)
        is_optional = column.nullable or is_flag or may_be_blank(column)
        checks = list(lst_validators)
        if not is_flag:
            checks.insert(0, Optional() if is_optional else required_check(column, options))
        length = getattr(column.type, "length", None)
        if length and options is None:
            checks.append(Length(max=length, message=_l("Paling banyak %(max)d huruf.")))
        if isinstance(column.type, Integer | Numeric):
            checks.append(Fits(column.type))
        if column.unique:
            checks.append(Unique(self.datamodel, col_name))
        default = self.datamodel.get_col_default(col_name)
        if options is not None:
            form_props[col_name] = ChoiceField(
                label,
                checks,
                options=options,
                words=self.words.get(col_name),
                description=description,
                default=default,
            )
            return form_props
        made = ColumnFields(self.datamodel, col_name, label, description, checks, default=default).convert()
        if made is None:
            raise TypeError(
                f"{self.datamodel.obj.__name__}.{col_name} has no form field; declare one as an extra field"
            )
        if made.field_class in (StringField, TextAreaField) and column.nullable:
            made.kwargs["filters"] = [none_if_blank]
        form_props[col_name] = made
        return form_props


def required_check(column: Any, options: Any) -> Any:
    """What makes a column of a form required: a choice, a text that is not blank, or a value (0 counts)."""
    if options is not None:
        return Chosen()
    return Filled() if isinstance(column.type, String) else InputRequired(_l("Isian ini wajib diisi."))


def may_be_blank(column: Any) -> bool:
    """A text whose default is the empty text may stay empty though it is never NULL."""
    return isinstance(column.type, String) and getattr(column.default, "arg", None) == ""


def none_if_blank(value: Any) -> Any:
    """An empty text in a column that may be NULL is NULL: else two empty ones break a UNIQUE."""
    return None if value == "" else value


def choice_order(model: type) -> list[Any]:
    """The order of choices: by `urut`, `kode`, `nama` or `name`, whichever the table has, then by key."""
    columns = model.__mapper__.columns  # type: ignore[attr-defined]
    names = [name for name in ("urut", "kode", "nama", "name", "first_name") if name in columns]
    return [getattr(model, name) for name in names[:2]] + [model.__mapper__.primary_key[0]]  # type: ignore[attr-defined]
