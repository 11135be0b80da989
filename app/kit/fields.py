"""Choosing one row of a large table by typing: the field, its suggestions, and the list of what may be suggested.

Works without scripts: a text that fits several rows comes back with them as choices. No page is drawn here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import or_, select, true
from wtforms import Field
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import html_params

from app.extensions import db

SEPARATOR = " · "
SUGGESTED = 20
OFFERED = 8
MIN_TEXT = 2
KEY = re.compile(r"(?:^|·\s*)([0-9]{1,9})$")

blueprint = Blueprint("saran", __name__)


@dataclass(frozen=True)
class Suggestion:
    """What may be suggested under a name: which rows, searched how, to whom.

    `permission` is FAB's (permission, view); None means everybody who has signed in. `visible(user)` answers
    the SQL condition of the rows that the person may see; None means all.
    """

    name: str
    model: type
    columns: Sequence[Any]
    permission: tuple[str, str] | None
    visible: Callable[[Any], Any] | None

    def is_allowed(self) -> bool:
        """Whether the signed-in person may search here at all."""
        if not current_user.is_authenticated:
            return False
        return self.permission is None or current_app.appbuilder.sm.has_access(*self.permission)  # type: ignore[attr-defined]

    def find(self, text: str, limit: int = OFFERED) -> list[Any]:
        """The rows a person may mean: the one whose key the text ends in, else those whose name contains it."""
        if not self.is_allowed() or "\0" in text:
            return []
        query: Any = select(self.model).where(self.visible(current_user) if self.visible else true())
        key = key_of(text)
        if key is not None:
            primary = self.model.__mapper__.primary_key[0]  # type: ignore[attr-defined]
            return list(db.session.scalars(query.where(primary == key)))
        text = text.strip()[:200]
        if len(text) < MIN_TEXT:
            return []
        first = self.columns[0]
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in self.columns)))
        if "is_active" in self.model.__mapper__.columns:  # type: ignore[attr-defined]
            query = query.where(self.model.is_active)  # type: ignore[attr-defined]
        begins = first.istartswith(text, autoescape=True)
        return list(db.session.scalars(query.order_by(begins.desc(), first).limit(limit)))


REGISTRY: dict[str, Suggestion] = {}


def register_suggestion(
    name: str,
    model: type,
    search_columns: Sequence[str],
    permission: tuple[str, str] | None,
    visible: Callable[[Any], Any] | None = None,
) -> None:
    """Let rows of `model` be chosen by typing, at `/saran/<name>`. Called once where the noun's views are declared."""
    columns = tuple(getattr(model, column) for column in search_columns)
    REGISTRY[name] = Suggestion(name, model, columns, permission, visible)


def suggestion_for(model: type) -> Suggestion | None:
    """How rows of a model are suggested; None when they are not."""
    return next((known for known in REGISTRY.values() if known.model is model), None)


def text_of(item: Any) -> str:
    """A row as a person reads it, ending in its key: "PT Contoh Maju · 17"."""
    return "" if item is None else f"{item}{SEPARATOR}{item.id}"


def key_of(value: Any) -> int | None:
    """The key at the end of "PT Contoh Maju · 17", or a bare number; None when there is none."""
    match = KEY.search(str(value).strip())
    return int(match[1]) if match else None


@blueprint.get("/saran/<name>")
def suggest(name: str) -> Any:
    """Up to 20 texts that contain `q`, as JSON; 404 for an unknown name, 401 or 403 for those who may not search."""
    known = REGISTRY.get(name) or abort(404)
    if not current_user.is_authenticated:
        abort(401)
    if not known.is_allowed():
        abort(403)
    text = request.args.get("q", "")
    return jsonify([text_of(item) for item in known.find(text, SUGGESTED)])


class RelationInput:
    """A text input with an empty list of suggestions that a script fills while one types.

    When a text fitted several rows they follow as radio buttons of the same name: no script is needed.
    """

    def __call__(self, field: "RelationField", **attributes: Any) -> Markup:
        attributes.setdefault("id", field.id)
        attributes.setdefault("name", field.name)
        attributes.setdefault("class", "form-control")
        attributes.setdefault("value", field._value())
        listing = f"{attributes['id']}-saran"
        address = url_for("saran.suggest", name=field.suggestion.name)
        params = html_params(
            type="text",
            list=listing,
            autocomplete="off",
            spellcheck="false",
            data_saran=address,
            **attributes,
        )
        markup = Markup('<input %s><datalist id="%s"></datalist>') % (Markup(params), listing)
        return markup + self.choices(field, attributes["id"]) if field.offered else markup

    def choices(self, field: "RelationField", id: str) -> Markup:
        """The rows that fitted, to pick from."""
        option = Markup(
            '<label><input class="form-check-input" type="radio" name="%s" id="%s-%d" value="%s">%s</label>'
        )
        options = (option % (field.name, id, number, text, text) for number, text in enumerate(field.offered))
        frame = Markup(
            '<fieldset class="mt-2"><legend class="form-text">%s</legend><div class="pilihan">%s</div></fieldset>'
        )
        return frame % (_("Yang cocok"), Markup("").join(options))


class RelationField(Field):
    """One row of a large table. `data` is the row; `offered` the texts to choose from when several fit.

    `suggestion` is the name given to `register_suggestion`. The row found is always one that the person may see,
    or the one that the record already has.
    """

    widget = RelationInput()
    data: Any

    def __init__(
        self, label: Any = None, validators: Any = None, suggestion: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.suggestion = REGISTRY[suggestion]
        self.offered: list[str] = []

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else text_of(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """The last value counts: a choice offered beside the text has the same name and stands after it."""
        if not valuelist:
            return
        had, self.data = self.data, None
        text = valuelist[-1].strip()
        self.raw_data = [text]
        if not text:
            return
        if had is not None and text == text_of(had):
            self.data = had
            return
        found = self.suggestion.find(text)
        exact = [item for item in found if str(item).casefold() == text.casefold()]
        if len(exact) == 1:  # "Kabupaten Bandung" is not "Kabupaten Bandung Barat"
            found = exact
        if len(found) == 1:
            self.data = found[0]
            self.raw_data = [text_of(found[0])]
            return
        self.offered = [text_of(item) for item in found]
        if found:
            raise ValueError(_("Beberapa data cocok. Pilih salah satu di bawah."))
        raise ValueError(_("Tidak ditemukan. Ketik sebagian namanya, lalu pilih dari saran."))


class Chosen:
    """Required, judged by the row found and not by the text sent; keeps the reason that is already there."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None or field.data == []:
            if field.process_errors:
                raise StopValidation()
            raise StopValidation(_("Isian ini wajib diisi."))


class Unique:
    """Nobody else has the same value; says who has it when the person may see that row.

    FAB's own validator keeps the first person's language for ever and names nobody.
    """

    field_flags = {"unique": True}

    def __init__(self, rows: Any, column: str) -> None:
        self.rows = rows
        self.column = column

    def __call__(self, form: Any, field: Any) -> None:
        if field.data in (None, ""):
            return
        column = getattr(self.rows.obj, self.column)
        query = select(self.rows.obj).where(column == field.data).limit(1)
        with db.session.no_autoflush:
            other = db.session.scalar(query)
        if other is None or other is getattr(form, "item", None):
            return
        if getattr(form, "sees_all", False):
            raise ValidationError(_("Sudah dipakai %(who)s.", who=str(other)))
        raise ValidationError(_("Sudah dipakai data lain."))
