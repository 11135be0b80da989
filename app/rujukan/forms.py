"""What the forms of reference rows check beyond the type of a column, and the form of the settings."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import InputRequired, StopValidation

from app.extensions import db
from app.kit import settings
from app.kit.clock import today
from app.kit.forms import Chosen, Filled, Form
from app.rujukan.models import TingkatWilayah
from app.rujukan.queries_rencana import active_wali_kota

SEEN = "semula-"  # the value that the form showed, beside each field

JENIS_OPD: dict[str, Any] = {
    "sekretariat": _l("Sekretariat"),
    "inspektorat": _l("Inspektorat"),
    "satuan": _l("Satuan"),
    "badan": _l("Badan"),
    "dinas": _l("Dinas"),
    "bagian": _l("Bagian"),
    "kecamatan": _l("Kecamatan"),
    "kelurahan": _l("Kelurahan"),
    "uptd": _l("Unit pelaksana teknis"),
    "rumah_sakit": _l("Rumah sakit"),
}


class Matches:
    """A text has the form of a pattern; says which in a sentence."""

    def __init__(self, pattern: str, sentence: Any) -> None:
        self.pattern = re.compile(pattern)
        self.sentence = sentence

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not self.pattern.fullmatch(field.data):
            raise ValidationError(str(self.sentence))


class FitsTingkat:
    """A province has no parent; a kabupaten or kota lies in a province.

    Stops the chain: the `Optional` after it would take an empty field's error away.
    """

    def __call__(self, form: Any, field: Field) -> None:
        tingkat, induk = form.tingkat.data, field.data
        if tingkat is None:
            return
        if tingkat is TingkatWilayah.PROVINSI and induk is not None:
            raise StopValidation(_("Provinsi tidak mempunyai induk. Kosongkan isian ini."))
        if tingkat is not TingkatWilayah.PROVINSI and (
            induk is None or induk.tingkat is not TingkatWilayah.PROVINSI
        ):
            raise StopValidation(_("Pilih provinsi tempat kabupaten/kota ini berada."))


class NotBelowItself:
    """A row's parent is neither the row itself nor one of those below it."""

    def __call__(self, form: Any, field: Field) -> None:
        above = field.data
        seen: set[int] = set()
        while above is not None and above.id not in seen:
            if form.item is not None and above.id == form.item.id:
                raise ValidationError(_("Unit tidak dapat berada di bawah dirinya sendiri."))
            seen.add(above.id)
            above = above.induk


class NotBefore:
    """A date is not before the date of another field."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Any, field: Field) -> None:
        start = form[self.other].data
        if field.data is not None and start is not None and field.data < start:
            raise ValidationError(
                _("Tanggal ini tidak boleh lebih awal dari “%(isian)s”.", isian=form[self.other].label.text)
            )


class NotInThePast:
    """A date is today or later; one that stands there already may stay."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or field.data == getattr(form.item, field.name, None):
            return
        if field.data < today():
            raise ValidationError(_("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."))


class OneWaliKota:
    """Of the officials who sign there is always exactly one active Wali Kota."""

    def __call__(self, form: Any, field: Field) -> None:
        had = form.item is not None and form.item.is_wali_kota
        if had and not field.data:
            raise ValidationError(
                _("Selalu ada satu Wali Kota yang aktif. Bila pejabatnya berganti, ubah nama pada data ini.")
            )
        if not field.data or had:
            return
        with db.session.no_autoflush:
            other = active_wali_kota()
        if other is not None:
            raise ValidationError(
                _(
                    "Sudah ada Wali Kota: %(nama)s. Ubah nama pada data itu bila pejabatnya berganti.",
                    nama=other.nama,
                )
            )


class JenisOPDField(SelectField):
    """The kind of a perangkat daerah; one that is not in our list stays what it is."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, choices=[], validate_choice=False, **kwargs)

    def iter_choices(self) -> Any:
        known = dict(JENIS_OPD)
        if self.data and self.data not in known:
            known[self.data] = self.data
        yield Choice("", _("Belum dipilih"), not self.data, {})
        for key, label in known.items():
            yield Choice(key, str(label), key == self.data, {})

    def pre_validate(self, form: Any) -> None:
        had = getattr(form.item, "jenis", None)
        if self.data and self.data not in JENIS_OPD and self.data != had:
            raise ValidationError(_("Pilih salah satu dari daftar."))


def jenis_opd_field() -> Any:
    """The field for the forms of OPD; each form needs one of its own."""
    return JenisOPDField(_l("Jenis"), [Chosen()])


def long_text(label: Any, name: str, rows: int, description: Any = "", is_required: bool = True) -> Any:
    """A text of many lines. Its id differs from its name: `isi` is already the id of every page's content."""
    return TextAreaField(
        label,
        [Filled()] if is_required else [],
        id=f"teks-{name}",
        description=description,
        render_kw={"rows": rows},
    )


def settings_form(shown: Iterable[settings.Setting]) -> type[Form]:
    """A form with one field for each of these settings."""
    fields = {setting.key: _setting_field(setting) for setting in shown}
    return type("SettingsForm", (Form,), fields)


def _setting_field(setting: settings.Setting) -> Any:
    if setting.kind is bool:
        return BooleanField(setting.label, description=setting.help)
    if setting.choices is not None:
        words = [SelectChoice(value, label) for value, label in setting.choices.items()]
        needed = [InputRequired(_l("Isian ini wajib diisi."))]
        return SelectField(setting.label, needed, choices=words, description=setting.help)
    if setting.kind is int:
        return IntegerField(
            setting.label, [InputRequired(_l("Isian ini wajib diisi."))], description=setting.help
        )
    return StringField(setting.label, [Filled()] if setting.default else [], description=setting.help)


def seen_values(sent: Mapping[str, str]) -> dict[str, Any]:
    """The values that the form showed, as it sends them back; what cannot be read counts as not seen."""
    seen = {}
    for key, setting in settings.REGISTRY.items():
        try:
            value = json.loads(sent.get(SEEN + key, ""))
        except ValueError:
            continue
        if type(value) is setting.kind:
            seen[key] = value
    return seen


def seen_text(value: Any) -> str:
    """A value as the hidden field carries it."""
    return json.dumps(value, ensure_ascii=False)
