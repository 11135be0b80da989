"""Forms of UU PDP: requests and their answers, texts, news, breaches."""

import re
from datetime import UTC, datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional

from app.kit.clock import WITA
from app.kit.forms import Filled, Form, at_most, whole_number
from app.pdp.kata import TENTANG
from app.pdp.models import JenisPermintaan, TujuanPersetujuan
from app.pdp.rules import MAX_TEXT

MAX_PEOPLE = 5000
LONG = {"rows": "5"}


# `isi` is the id of each page's main part, so a field of that name needs another.
FIELD_ID = "isian-isi"


def long_text(
    label: Any, description: Any = None, *, is_needed: bool = True, id: str | None = None
) -> TextAreaField:
    first = Filled() if is_needed else Optional()
    return TextAreaField(label, [first, at_most(MAX_TEXT)], description=description, render_kw=LONG, id=id)


class MomentField(DateTimeLocalField):
    """A moment on Samarinda's clock; kept as UTC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis tanggal dan jam, misalnya 2026-11-24T14:30.")) from None
        if self.data is not None:
            try:
                self.data = self.data.replace(tzinfo=WITA).astimezone(UTC)
            except OverflowError:
                self.data = None
                raise ValueError(_("Tulis tanggal dan jam, misalnya 2026-11-24T14:30.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return (
            self.data.astimezone(WITA).strftime("%Y-%m-%dT%H:%M") if isinstance(self.data, datetime) else ""
        )


class RequestForm(Form):
    """What a person asks of her data."""

    jenis = RadioField(
        _l("Yang saya minta"),
        choices=[SelectChoice(one.value, one.label) for one in JenisPermintaan],
        validators=[Filled(_l("Pilih salah satu."))],
    )
    isi = long_text(
        _l("Penjelasan"),
        _l("Data yang mana, apa yang diminta, dan mengapa. Jangan menulis NIK atau kata sandi di sini."),
        id=FIELD_ID,
    )


def kinds() -> list[tuple[Any, Any]]:
    """Each kind with one sentence on what it means."""
    return [(one.label, TENTANG[one]) for one in JenisPermintaan]


class AnswerForm(Form):
    """What the officer answers."""

    jawaban = long_text(
        _l("Jawaban untuk pemohon"),
        _l("Tersimpan sebagai bukti; jangan menulis data pribadi yang tidak perlu."),
    )


class TextForm(Form):
    """A new version of what people are asked."""

    tujuan = SelectField(
        _l("Untuk"), choices=[SelectChoice(one.value, one.label) for one in TujuanPersetujuan]
    )
    judul = StringField(_l("Judul"), [Filled(), at_most(200)])
    isi = long_text(
        _l("Isi"),
        _l("Bahasa sederhana: data apa, untuk apa, berapa lama, bagaimana menariknya."),
        id=FIELD_ID,
    )
    judul_en = StringField(_l("Judul dalam bahasa Inggris"), [Optional(), at_most(200)])
    isi_en = long_text(_l("Isi dalam bahasa Inggris"), is_needed=False)


class NoticeForm(Form):
    """A new version of the privacy notice."""

    ringkasan = StringField(_l("Apa yang berubah"), [Filled(), at_most(500)])
    isi = TextAreaField(
        _l("Isi"),
        [Filled(), at_most(40_000)],
        description=_l("Markdown."),
        render_kw={"rows": "16"},
        id=FIELD_ID,
    )
    isi_en = TextAreaField(
        _l("Isi dalam bahasa Inggris"), [Optional(), at_most(40_000)], render_kw={"rows": "8"}
    )


class NewsForm(Form):
    """News for those who consent to it. `kunci`: made with the page, so that a second press sends nothing."""

    judul = StringField(_l("Judul"), [Filled(), at_most(150)])
    isi = long_text(_l("Isi"), id=FIELD_ID)
    kunci = HiddenField(validators=[Filled(), at_most(64)])


class BreachForm(Form):
    """What is known of a breach (art. 46 (2)). `versi`: the state that was seen."""

    judul = StringField(_l("Nama singkat"), [Filled(), at_most(200)])
    known_at = MomentField(
        _l("Diketahui pada"),
        [Filled()],
        description=_l("Waktu WITA. Sejak saat ini berjalan 3×24 jam untuk memberi tahu."),
    )
    happened_at = MomentField(
        _l("Terjadi pada"), [Optional()], description=_l("Kosongkan bila belum diketahui.")
    )
    data_terungkap = long_text(_l("Data pribadi yang terungkap"))
    cara = long_text(_l("Bagaimana terungkap"))
    jumlah = IntegerField(
        _l("Perkiraan jumlah orang terdampak"), [NumberRange(min=0, max=2_000_000_000)], default=0
    )
    akibat = long_text(_l("Akibat yang mungkin"))
    penanganan = long_text(_l("Upaya penanganan"))
    pemulihan = long_text(_l("Upaya pemulihan"))
    versi = HiddenField(default="0")

    @property
    def seen(self) -> int:
        return int(whole_number(self.versi.data, 0))


def split_addresses(text: str) -> list[str]:
    """The addresses of a list, one a line or parted by commas."""
    return [one for one in re.split(r"[\s,;]+", text or "") if one]


class PeopleForm(Form):
    """Whose data a breach concerns: a group of accounts, a list of addresses, or both."""

    kelompok = SelectField(_l("Kelompok"), [Optional()])
    alamat = TextAreaField(
        _l("Alamat email"),
        [Optional(), at_most(400_000)],
        description=_l("Satu alamat per baris."),
        render_kw={"rows": "5"},
    )

    def validate_alamat(self, field: Any) -> None:
        found = split_addresses(field.data)
        if len(found) > MAX_PEOPLE:
            raise ValidationError(_("Paling banyak %(n)s alamat sekaligus.", n=MAX_PEOPLE))
        for number, one in enumerate(found, start=1):
            try:
                validate_email(one, check_deliverability=False, test_environment=True, allow_smtputf8=False)
            except EmailNotValidError:
                raise ValidationError(
                    _("Alamat ke-%(n)s bukan alamat email: %(alamat)s", n=number, alamat=one[:80])
                ) from None

    @property
    def addresses(self) -> list[str]:
        return split_addresses(self.alamat.data)


class AuthorityForm(Form):
    """How it can be shown that the authority was told."""

    bukti = StringField(_l("Nomor surat atau tanda terima"), [Filled(), at_most(300)])
