"""What the macro `ui.field` must know about a form field before it can print it. Only templates call this."""

from dataclasses import dataclass
from typing import Any

GROUPS = {"RadioField": "radio", "SelectMultipleField": "checkbox", "QuerySelectMultipleField": "checkbox"}
FILES = ("FileField", "MultipleFileField")

Errors = list[tuple[str | None, Any, str]]


@dataclass(frozen=True)
class FieldMarkup:
    """All decisions about one field; the macro only writes them down."""

    id: str
    label: Any
    hint: Any
    limit: int | None  # most words
    group: str  # "radio", "checkbox" or "" when the field is one control
    is_choice: bool
    is_optional: bool
    described: str  # ids of hint, error and count
    attributes: dict[str, Any]


def field_markup(
    field: Any,
    help: Any = None,
    words: int | None = None,
    readonly: bool = False,
    switch: bool = False,
    label: Any = None,
    id: str | None = None,
    extra: dict[str, Any] | None = None,
) -> FieldMarkup:
    """The decisions for one WTForms field; the arguments are those of `ui.field`."""
    own_id = id or field.id
    hint = field.description if help is None else help
    limit = None if readonly else (words or word_limit(field))
    parts = {"bantu": hint, "galat": field.errors, "kata": limit}
    described = " ".join(f"{own_id}-{name}" for name, present in parts.items() if present)
    return FieldMarkup(
        id=own_id,
        label=label or field.label.text,
        hint=hint,
        limit=limit,
        group=GROUPS.get(field.type, ""),
        is_choice=hasattr(field, "iter_choices"),
        is_optional=not field.flags.required and not readonly and not _is_always_chosen(field),
        described=described,
        attributes=_attributes(field, described, readonly, switch) | (extra or {}),
    )


def _is_always_chosen(field: Any) -> bool:
    """A list without an empty choice cannot be left empty, so nobody is told that it may be."""
    if field.type != "SelectField":
        return False
    return all(str(choice[0]) not in ("", "__None") for choice in field.iter_choices())


def _attributes(field: Any, described: str, readonly: bool, switch: bool) -> dict[str, Any]:
    """Attributes of the control.

    The browser's own checks stay off: their sentences do not speak the language of the page, and `maxlength`
    would cut a pasted text without a word.
    """
    attributes: dict[str, Any] = {"required": False, "maxlength": False, "minlength": False, "pattern": False}
    if field.flags.required and not readonly:
        attributes |= {"required": True} if field.type in FILES else {"aria-required": "true"}
    if described:
        attributes["aria-describedby"] = described
    if field.errors:
        attributes["aria-invalid"] = "true"
    if readonly:
        attributes["disabled" if field.type == "BooleanField" else "readonly"] = True
    if switch:
        attributes["role"] = "switch"
    return attributes


def word_limit(field: Any) -> int | None:
    """The most words that a form field takes, from its WordLimit validator; None when there is none."""
    for validator in getattr(field, "validators", ()):
        if type(validator).__name__ == "WordLimit":
            return validator.limit
    return None


def error_list(form: Any) -> Errors:
    """All that is wrong with a form, in its order: (id to go to or None, label of the field, sentence)."""
    found: Errors = [(None, "", str(error)) for error in getattr(form, "form_errors", ())]
    for field in form:
        found.extend(_errors_of(field))
    return found


def _errors_of(field: Any) -> Errors:
    if field.type == "FormField":
        return error_list(field.form)
    if field.type == "FieldList":
        own: Errors = [(None, "", str(error)) for error in field.errors if isinstance(error, str)]
        return own + [row for entry in field.entries for row in _errors_of(entry)]
    is_filled_group = field.type in GROUPS and any(True for _option in field.iter_choices())
    anchor = f"{field.id}-0" if is_filled_group else field.id
    return [(anchor, field.label.text, str(error)) for error in field.errors]
