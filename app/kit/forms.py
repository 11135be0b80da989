"""Forms: our words for every message, clean text, and the fields that many forms share. No business rules."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FileField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.kit.phone import parse_phone, phone_text
from app.kit.text import count_words

__all__ = [
    "EmailField",
    "Filled",
    "Form",
    "Length",
    "PhoneField",
    "PostcodeField",
    "WebAddress",
    "WebsiteField",
    "WordLimit",
    "at_most",
]


MAX_ADDRESS = 300
WEB_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?(/[^\s<>\"']*)?")


class OurWords:
    """WTForms' English messages, looked up in the catalogs of this project."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return ngettext(singular, plural, n)


def clean(value: Any) -> Any:
    """Text as people mean it: no NUL, one kind of line end, no blanks around."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Form(FlaskForm):
    """The base of all our forms: text is cleaned before it is checked, messages come from our catalogs."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> OurWords:
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField):
                filters = list(unbound_field.kwargs.get("filters", ()))
                if clean not in filters and not unbound_field.kwargs.get("render_kw", {}).get(
                    "data-apa-adanya"
                ):
                    unbound_field.kwargs["filters"] = [clean, *filters]
            return super().bind_field(form, unbound_field, options)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """A text that was sent in the place of a file is no file: the field is empty."""
        super().process(*args, **kwargs)
        for field in self._fields.values():
            if isinstance(field, FileField):
                field.raw_data = [one for one in field.raw_data or () if not isinstance(one, str)]
                if isinstance(field.data, str):
                    field.data = None
                elif isinstance(field.data, list):
                    field.data = [one for one in field.data if not isinstance(one, str)]


def whole_number(text: object, otherwise: Any) -> Any:
    """The key or version (nine digits at most) that a form sends back; `otherwise` for whatever is none."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else otherwise


def at_most(limit: int) -> Length:
    """At most so many letters, said in our words."""
    return Length(max=limit, message=_l("Paling banyak %(max)d huruf."))


class Filled(DataRequired):
    """Must not be empty, said in one sentence."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(_l("Isian ini wajib diisi.") if message is None else message)


class Chosen(InputRequired):
    """One must be chosen."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(_l("Pilih salah satu.") if message is None else message)


class WordLimit:
    """At most `limit` words; says how many there are now."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Field) -> None:
        count = count_words(field.data)
        if count > self.limit:
            raise ValidationError(
                gettext(
                    "Ringkas menjadi paling banyak %(limit)s kata; sekarang %(n)s kata.",
                    limit=self.limit,
                    n=count,
                )
            )


def normal_address(text: str) -> str:
    """The mailbox that a typed address means, however it is written: small letters, no NUL, one kind of `@` and dot.

    Raises EmailNotValidError. Without SMTPUTF8: few servers take a name such as ü@…, so a mail to it would never leave.
    """
    found = validate_email(
        clean(text), check_deliverability=False, test_environment=True, allow_smtputf8=False
    )
    return found.normalized.lower()


def mailbox(text: str) -> str:
    """What a rate limit by address counts: one mailbox is one, whatever form it was typed in; else the text itself."""
    try:
        return normal_address(text)
    except EmailNotValidError:
        return str(clean(text)).lower()[:320]


class EmailField(StringField):
    """An e-mail address, kept in lower case. Its form is checked, not whether it is delivered."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.data = normal_address(self.data)
        except EmailNotValidError:
            raise ValidationError(
                gettext("Tulis alamat email yang lengkap, misalnya nama@example.org.")
            ) from None


class PhoneField(StringField):
    """A telephone number of any country, without a country code an Indonesian one; kept as E.164."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        number = parse_phone(self.data)
        if number is None:
            raise ValidationError(
                gettext("Tulis nomor telepon yang benar, misalnya 0812 3456 7890 atau 0541 123456.")
            )
        self.data = number

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data and self.errors else phone_text(self.data)


class PostcodeField(StringField):
    """An Indonesian postcode: five digits, the first not 0."""

    def pre_validate(self, form: Any) -> None:
        if self.data and not re.fullmatch(r"[1-9][0-9]{4}", self.data):
            raise ValidationError(gettext("Kode pos terdiri atas lima angka, misalnya 75123."))


class WebAddress:
    """A whole http or https address, never a script."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and (len(field.data) > MAX_ADDRESS or not WEB_ADDRESS.fullmatch(field.data)):
            raise ValidationError(gettext("Tulis alamat web yang lengkap, misalnya https://www.example.org."))


class WebsiteField(StringField):
    """A web address; `https://` is added when it is missing. Only http and https."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        typed = self.data
        if "://" not in typed:
            self.data = f"https://{typed}"
        try:
            WebAddress()(form, self)
        except ValidationError:
            self.data = typed  # what was typed comes back as it was
            raise
