"""The forms of accounts: labels (ui.md), help and what can be stored. Biodata and institutions: forms_profil.py.

What may be done stands in rules.py; the limits here are those of the columns.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, Optional, StopValidation, ValidationError

from app.akun.nik import compact_nip
from app.akun.operations_akun import LANGUAGES
from app.akun.passwords import MAX_LENGTH, MIN_LENGTH
from app.akun.rules import why_not_nip
from app.kit.fields import RelationField
from app.kit.forms import EmailField, Filled, Form, at_most
from app.rujukan.models_rencana import JabatanTim

PASSWORD_HELP = _l(
    "Paling sedikit %(n)s huruf, angka, atau tanda. Beberapa kata acak lebih kuat daripada satu kata dengan angka.",
    n=MIN_LENGTH,
)
AS_TYPED = {"data-apa-adanya": "1"}  # a password is taken with its blanks


def secret(label: Any, *more: Any, autocomplete: str, description: Any = "") -> Any:
    """A password field; it comes back empty. Its name begins with `sandi`: such fields are never kept (lanjut.py)."""
    return PasswordField(
        label,
        [Filled(), at_most(MAX_LENGTH), no_nul, *more],
        description=description,
        render_kw={**AS_TYPED, "autocomplete": autocomplete},
    )


def no_nul(form: Any, field: Field) -> None:
    """A sign that no keyboard makes."""
    if "\0" in (field.data or ""):
        raise StopValidation(str(_l("Kata sandi memuat tanda yang tidak dapat dipakai.")))


def same_as(name: str) -> EqualTo:
    return EqualTo(name, message=_l("Kedua kata sandi belum sama."))


class Listed:
    """One of the choices, or several; says in our words when there is none or another one."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data] if field.data else []
        known = [choice.value for choice in field.iter_choices()]
        if not chosen:
            raise StopValidation(str(_l("Isian ini wajib diisi.")))
        if any(value not in known for value in chosen):
            raise StopValidation(str(_l("Pilih salah satu dari daftar.")))


class NipField(StringField):
    """A NIP of 18 digits, kept without the blanks that people write into it; may stay empty."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        self.data = compact_nip(self.data)
        refusal = why_not_nip(self.data)
        if refusal is not None:
            raise ValidationError(str(refusal))


# --- signing in --------------------------------------------------------------------------------
class SignInForm(Form):
    """Sign-in by e-mail or NIP. `lanjut`: where it leads; `isian`: a form that waits for it, sealed by lanjut.py."""

    nama = StringField(
        _l("Email atau NIP"),
        [Filled()],
        description=_l("ASN Kota Samarinda memakai NIP, 18 angka. Lainnya memakai email."),
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    sandi = PasswordField(
        _l("Kata Sandi"), [Filled()], render_kw={**AS_TYPED, "autocomplete": "current-password"}
    )
    lanjut = HiddenField()
    isian = HiddenField()


class ForgottenForm(Form):
    email = EmailField(
        _l("Email"), [Filled(), at_most(320)], render_kw={"autocomplete": "email", "type": "email"}
    )


class NewPasswordForm(Form):
    """The password of whoever holds a link."""

    sandi = secret(_l("Kata Sandi Baru"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi2 = secret(_l("Kata Sandi Baru (Konfirmasi)"), same_as("sandi"), autocomplete="new-password")


# --- settings of the account --------------------------------------------------------------------------------
class PasswordForm(Form):
    sandi_lama = secret(_l("Kata Sandi Lama"), autocomplete="current-password")
    sandi_baru = secret(_l("Kata Sandi Baru"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi_baru2 = secret(
        _l("Kata Sandi Baru (Konfirmasi)"), same_as("sandi_baru"), autocomplete="new-password"
    )


class EmailForm(Form):
    email = EmailField(
        _l("Email Baru"),
        [Filled(), at_most(320)],
        description=_l("Kami mengirim tautan ke alamat ini. Alamat lama berlaku sampai tautan itu dibuka."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    sandi = secret(_l("Kata Sandi"), autocomplete="current-password")


class LanguageForm(Form):
    bahasa = RadioField(
        _l("Bahasa"),
        [Listed()],
        validate_choice=False,
        choices=[SelectChoice(LANGUAGES[0], "Bahasa Indonesia"), SelectChoice(LANGUAGES[1], "English")],
        description=_l("Bahasa halaman setelah masuk, dan bahasa surel untuk Anda."),
    )


OPD_HELP = _l(
    "Ketik sebagian namanya. Anggota TKKSD Lokus melihat permohonan yang diampu perangkat daerahnya."
)
JABATAN_HELP = _l("Rencana tahapan dapat meminta persetujuan pemegang jabatan ini.")


class NewAccountForm(Form):
    """An account made by Admin. The choices of `peran` are set by the view: those that this person may give."""

    nama = StringField(
        _l("Nama Lengkap"),
        [Filled(), at_most(200)],
        description=_l("Lengkap dengan gelar, seperti pada surat."),
    )
    email = EmailField(
        _l("Email"),
        [Filled(), at_most(320)],
        description=_l("Ke alamat ini dikirim tautan untuk membuat kata sandi."),
        render_kw={"type": "email"},
    )
    nip = NipField(
        _l("NIP"),
        [Optional()],
        description=_l("Hanya untuk ASN: 18 angka. Dapat dipakai untuk masuk."),
        render_kw={"inputmode": "numeric"},
    )
    peran = SelectMultipleField(
        _l("Peran"),
        [Listed()],
        validate_choice=False,
        description=_l("Satu orang boleh mempunyai beberapa peran."),
    )

    opd = RelationField(_l("Perangkat daerah"), [Optional()], suggestion="opd", description=OPD_HELP)
    jabatan_tim = SelectField(
        _l("Jabatan dalam TKKSD"), [Optional()], coerce=int, validate_choice=False, description=JABATAN_HELP
    )

    def offer(self, names: tuple[str, ...], jabatan: Sequence[JabatanTim]) -> "NewAccountForm":
        """Give the roles and positions to choose from."""
        self.peran.choices = [SelectChoice(name, name) for name in names]
        self.jabatan_tim.choices = [
            SelectChoice(0, _l("Belum dipilih")),
            *(SelectChoice(row.id, row.nama) for row in jabatan),
        ]
        return self


class ReasonForm(Form):
    alasan = TextAreaField(
        _l("Alasan"),
        [Filled(), at_most(500)],
        description=_l("Tercatat bersama nama Anda, misalnya nomor permohonan yang sedang diperiksa."),
        render_kw={"rows": 3},
    )
