"""The forms of the card and of the page of assignment. They keep out what cannot be stored; operations decide.

Forms that stand on one page have a prefix each, so that no two fields share an id.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, StopValidation

from app.kit.fields import RelationField
from app.kit.forms import Chosen, Filled, Form, at_most, whole_number
from app.pembahasan import kata
from app.pembahasan.models import Sikap
from app.pembahasan.operations import MAX_ALASAN, MAX_NOMOR

NOTHING_SEEN = 0  # no version has this id: a damaged form counts as out of date


def number_in(field: Any) -> int:
    """The id that a hidden field carries; whatever is no number is out of date."""
    return int(whole_number(field.data, NOTHING_SEEN))


class DayField(DateField):
    """A date in the browser's own calendar, refused in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not " ".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Tulis tanggal yang benar, misalnya 24/11/2026.")) from None


class DayNeeded:
    """A date is there; a text that is none keeps its own sentence."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None:
            raise StopValidation(None if field.process_errors else self.message)


class PendapatForm(Form):
    """What somebody thinks of the version that was shown."""

    versi = HiddenField()
    terakhir = HiddenField()
    sikap = RadioField(
        _l("Pendapat Anda"),
        choices=[SelectChoice(sikap.value, kata.SIKAP[sikap]) for sikap in Sikap],
        validators=[Chosen(_l("Pilih pendapat Anda."))],
    )
    alasan = TextAreaField(
        _l("Alasan"),
        description=_l(
            "Wajib, kecuali Setuju. Sebut pasalnya; setiap catatan menjadi butir yang harus dijawab."
        ),
        validators=[Optional(), at_most(MAX_ALASAN)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alasan.flags.required = True  # not "may be empty": the hint says when it may


class TetapForm(Form):
    """One's own agreement again, for the newest version."""

    versi = HiddenField()
    terakhir = HiddenField()


class KembalikanForm(Form):
    """Admin sends the papers back."""

    terakhir = HiddenField()
    alasan = TextAreaField(
        _l("Apa yang perlu diperbaiki?"),
        description=_l("Dibaca pemohon. Giliran berpindah kepada pemohon sampai versi baru diunggah."),
        validators=[Filled(_l("Tulis apa yang perlu diperbaiki.")), at_most(MAX_ALASAN)],
    )


class HentikanForm(Form):
    """Admin ends the case."""

    alasan = TextAreaField(
        _l("Alasan penolakan"),
        description=_l("Dibaca pemohon. Permohonan berakhir dan tidak dapat dibuka lagi."),
        validators=[Filled(_l("Tulis alasan penolakan.")), at_most(MAX_ALASAN)],
    )


class TanggapanForm(Form):
    """The applicant's answer to one note."""

    tanggapan = TextAreaField(
        _l("Tanggapan"), validators=[Filled(_l("Tulis tanggapan Anda.")), at_most(MAX_ALASAN)]
    )


class SuratForm(Form):
    """The letter of offer on record; the day of receipt is shown to Admin only."""

    nomor = StringField(
        _l("Nomor Surat"), validators=[Filled(_l("Isi nomor surat penawaran.")), at_most(MAX_NOMOR)]
    )
    tanggal = DayField(_l("Tanggal Surat"), validators=[DayNeeded(_l("Isi tanggal surat penawaran."))])
    diterima_on = DayField(
        _l("Diterima Tanggal"),
        description=_l("Tenggat jawaban dihitung sejak hari ini."),
        validators=[Optional()],
    )


class PenugasanForm(Form):
    """Who of the city works on a case. The view sets the choices; `terlihat` is what the page showed."""

    terlihat = HiddenField()
    anggota = SelectMultipleField(
        _l("Anggota TKKSD"),
        coerce=int,
        validate_choice=False,
        invalid_value_message=_l("Pilih anggota dari daftar."),
    )
    pengampu = SelectMultipleField(
        _l("Perangkat daerah pengampu"),
        coerce=int,
        validate_choice=False,
        invalid_value_message=_l("Pilih perangkat daerah dari daftar."),
    )
    opd = RelationField(
        _l("Tambah perangkat daerah"),
        description=_l("Ketik sebagian namanya, lalu pilih dari saran."),
        suggestion="opd",
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anggota.flags.required = self.pengampu.flags.required = (
            True  # an empty choice is one; no "may be empty"
        )

    @property
    def seen(self) -> set[int]:
        """Ids of the assigned people whom the page showed."""
        parts = (self.terlihat.data or "").split(",")
        return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 10}


class IndukForm(Form):
    """The Kesepakatan Bersama under which this case makes its Perjanjian; the view sets the choices."""

    induk = SelectField(
        _l("Kesepakatan Bersama yang berlaku"),
        validate_choice=False,
        description=_l("Bila dipilih, tahap Kesepakatan Bersama dilewati."),
    )
