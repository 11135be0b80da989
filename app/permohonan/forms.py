"""The forms of an application. Two degrees: `validate()` keeps out what cannot be stored, `is_complete()` also says
what must be right before one goes on. Saving a draft needs the first only: nothing typed is ever thrown away.

No rule of the business stands here; limits come from alur.ISIAN, sentences about gaps from rules.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from app.kit.forms import EmailField, Filled, Form, at_most, whole_number
from app.kit.text import count_words
from app.permohonan import rules
from app.permohonan.alur import PERSIAPAN_ISIAN, Hak
from app.permohonan.bantuan import ALASAN_KATEGORI, BANTUAN
from app.rujukan.models import Kategori, PaktaIntegritas, Urusan

# Far beyond every word limit; beyond it a text is no answer but a mistake, and is not kept.
MAX_TEXT = 50_000
MAX_ALASAN = 500
MAX_CATATAN = 2_000
NO_VERSION = -1  # never equal to a stored version: a damaged form counts as out of date


class PartForm(Form):
    """One part of the application; `versi` is the version that the form was drawn from."""

    versi = HiddenField()
    wajib: tuple[str, ...] = ()  # fields that must be filled before sending; they are not marked as optional

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.wajib:
            self[name].flags.required = True

    @property
    def seen(self) -> int:
        """The version that the form showed; whatever is no number is out of date."""
        return int(whole_number(self.versi.data, NO_VERSION))

    def gaps(self) -> Iterable[tuple[Field, Any]]:
        """What must still be right before one goes on: (field, sentence)."""
        return ()

    def is_complete(self) -> bool:
        """True when nothing is missing; else the sentences stand beside their fields."""
        is_complete = True
        for field, sentence in self.gaps():
            field.errors = [*field.errors, str(sentence)]
            is_complete = False
        return is_complete


class PemohonForm(PartForm):
    """The first form: title, fields of government, category. The view sets the choices and the rows behind them."""

    wajib = ("judul", "kategori")
    baris_urusan: list[Urusan]
    baris_kategori: list[Kategori]
    judul = StringField(
        BANTUAN["judul"].label,
        validators=[Length(max=rules.MAX_JUDUL, message=_l("Judul paling banyak %(max)d huruf."))],
    )
    urusan = SelectMultipleField(
        BANTUAN["urusan"].label,
        coerce=int,
        validate_choice=False,
        invalid_value_message=_l("Pilih urusan dari daftar."),
    )
    kategori = RadioField(
        BANTUAN["kategori"].label,
        coerce=int,
        validate_choice=False,
        invalid_value_message=_l("Pilih kategori dari daftar."),
        validators=[Optional()],
    )
    kategori_alasan = TextAreaField(ALASAN_KATEGORI.label, validators=[Optional(), at_most(MAX_ALASAN)])

    def __init__(self, *args: Any, usulan_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usulan_id = usulan_id

    def validate_urusan(self, field: Field) -> None:
        if field.data and not set(field.data) <= {value for value, _label in field.choices}:
            raise ValidationError(_("Pilih urusan dari daftar."))

    def validate_kategori(self, field: Field) -> None:
        if field.data is not None and field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Pilih kategori dari daftar."))

    def gaps(self) -> Iterable[tuple[Field, Any]]:
        if not self.judul.data:
            yield self.judul, _l("Isi judul kerja sama.")
        if not self.urusan.data:
            yield self.urusan, _l("Pilih sedikitnya satu urusan.")
        if self.kategori.data is None:
            yield self.kategori, _l("Pilih kategori kerja sama.")
        elif self.kategori.data != self.usulan_id and self.usulan_id and not self.kategori_alasan.data:
            yield self.kategori_alasan, _l("Tulis alasan memilih kategori yang berbeda dari usulan.")


class PersiapanForm(PartForm):
    """The nine fields of the kerangka acuan kerja; made from alur.PERSIAPAN_ISIAN below."""

    wajib = tuple(isian.name for isian in PERSIAPAN_ISIAN)

    def texts(self) -> dict[str, str]:
        """What was typed, by the field's name."""
        return {isian.name: self[isian.name].data or "" for isian in PERSIAPAN_ISIAN}

    def gaps(self) -> Iterable[tuple[Field, Any]]:
        for isian in PERSIAPAN_ISIAN:
            field = self[isian.name]
            count = count_words(field.data)
            if count == 0:
                yield field, rules.KURANG_ISI[isian.name]
            elif isian.words is not None and count > isian.words:
                yield (
                    field,
                    _l(
                        "Ringkas menjadi paling banyak %(limit)s kata; sekarang %(n)s kata.",
                        limit=isian.words,
                        n=count,
                    ),
                )


for _isian in PERSIAPAN_ISIAN:
    _bantuan = BANTUAN[_isian.name]
    setattr(
        PersiapanForm,
        _isian.name,
        TextAreaField(_bantuan.label, description=_bantuan.bantu, validators=[at_most(MAX_TEXT)]),
    )


def key_of(text: Any) -> int | None:
    """The key behind an option; the empty option means nobody."""
    return int(text) if text else None


class PetugasForm(Form):
    """The second form: a member of the same institution, or an address to invite."""

    ppksd2 = SelectField(
        BANTUAN["ppksd2"].label,
        coerce=key_of,
        validate_choice=False,
        invalid_value_message=_l("Pilih anggota instansi Anda sendiri."),
        validators=[Optional()],
    )
    email = EmailField(
        _l("Undang lewat email"),
        description=_l(
            "Untuk orang yang belum menjadi anggota instansi Anda. Ia bergabung lewat tautan di email itu."
        ),
        validators=[Optional(), at_most(320)],
    )

    hak = RadioField(
        _l("Hak PPKSD-2"),
        choices=[hak.value for hak in Hak],
        invalid_value_message=_l("Pilih salah satu hak."),
        default=Hak.TANDA_TANGAN.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ppksd2.flags.required = True  # this or the invitation; never "may be empty"

    def validate_ppksd2(self, field: Field) -> None:
        """Whoever is not on the list is a stranger, and strangers are answered all alike."""
        if field.data and field.data not in {value for value, _label in field.choices}:
            raise ValidationError(_("Pilih anggota instansi Anda sendiri."))


class SetujuForm(Form):
    """The integrity pact, accepted with one switch; `pakta` is the version whose text was shown."""

    pakta = HiddenField()
    setuju = BooleanField(_l("Saya menyetujui pakta integritas"))

    def accepted(self, pakta: PaktaIntegritas | None) -> PaktaIntegritas | None:
        """The pact in force when the person accepted just this text; None when not.

        A text that changed between reading and pressing was not accepted: it must be read first, and the switch says so.
        """
        if not self.setuju.data:
            return None
        if pakta is not None and self.pakta.data == str(pakta.id):
            return pakta
        self.setuju.errors = [_("Teks pakta integritas baru saja berubah. Baca lagi, lalu setujui.")]
        self.setuju.data = False
        return None


class TarikForm(Form):
    """Taking a submitted application back."""

    catatan = TextAreaField(
        _l("Catatan"),
        description=_l("Mengapa permohonan ini ditarik? Alasan ini dibaca oleh Bagian Kerja Sama."),
        validators=[Filled(_l("Tulis alasan penarikan.")), at_most(MAX_CATATAN)],
    )
