"""Forms of handing over and of the rights of PPKSD-2. The rules decide; choices are set by the view."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from app.kit.forms import Filled, Form, at_most, whole_number
from app.permohonan.alih_operations import MAX_ALASAN
from app.permohonan.alur import Hak
from app.permohonan.forms import key_of
from app.permohonan.rules import HAK, HAK_ARTI

PICK = _l("Pilih anggota instansi yang menggantikan.")


class AlihForm(Form):
    """Who takes the place, and why. `dari`: the contact whom the page showed."""

    dari = HiddenField()
    kepada = SelectField(
        _l("Dialihkan kepada"),
        coerce=key_of,
        validate_choice=False,
        invalid_value_message=PICK,
        validators=[Filled(PICK)],
    )
    alasan = TextAreaField(
        _l("Alasan"),
        description=_l("Dibaca oleh petugas yang lama dan yang baru, dan tercatat dalam riwayat."),
        validators=[Filled(_l("Tulis alasan pengalihan.")), at_most(MAX_ALASAN)],
    )

    def validate_kepada(self, field: Any) -> None:
        """Whoever is not on the list is a stranger, and strangers are answered all alike."""
        if field.data and field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Pilih anggota instansi yang menggantikan."))

    @property
    def dari_id(self) -> int | None:
        found: int | None = whole_number(self.dari.data, None)
        return found


class HakForm(Form):
    """What PPKSD-2 may do."""

    hak = RadioField(
        _l("Hak PPKSD-2"),
        choices=[hak.value for hak in Hak],
        validate_choice=False,
        default=Hak.TANDA_TANGAN.value,
        validators=[Filled(_l("Pilih salah satu hak."))],
    )


def hak_choices() -> list[tuple[str, Any, Any]]:
    """Every right: code, word, what it means."""
    return [(hak.value, HAK[hak], HAK_ARTI[hak]) for hak in Hak]
