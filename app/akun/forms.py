"""The forms of accounts, biodata, institutions and invitations: labels (ui.md), help and what can be stored.

What may be done stands in rules.py; the limits here are those of the columns.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, Length, Optional, StopValidation, ValidationError

from app.akun.models import JenisKelamin
from app.akun.nik import compact_nip
from app.akun.operations_akun import LANGUAGES
from app.akun.passwords import MAX_LENGTH, MIN_LENGTH
from app.akun.rules import ROLE_WORDS, why_not_nip
from app.kit.fields import Chosen as RowChosen
from app.kit.fields import RelationField
from app.kit.forms import Chosen, EmailField, Filled, Form, PhoneField, PostcodeField, WebsiteField
from app.rujukan import queries as _rujukan  # noqa: F401  # declares the suggestion "kabupaten-kota"
from app.rujukan.models import JenisPemohon

NO_VERSION = -1  # equal to no stored version: a damaged form counts as out of date
KABUPATEN_KOTA = "kabupaten-kota"
PASSWORD_HELP = _l(
    "Paling sedikit %(n)s huruf, angka, atau tanda. Beberapa kata acak lebih kuat daripada satu kata dengan angka.",
    n=MIN_LENGTH,
)
AS_TYPED = {"data-apa-adanya": "1"}  # a password is taken with its blanks


def at_most(limit: int) -> Length:
    """At most so many letters, said in our words."""
    return Length(max=limit, message=_l("Paling banyak %(max)d huruf."))


def secret(label: Any, *more: Any, autocomplete: str, description: Any = "") -> Any:
    """A password field; it comes back empty. Its name begins with `sandi`: such fields are never kept (lanjut.py)."""
    return PasswordField(
        label,
        [Filled(), Length(max=MAX_LENGTH, message=_l("Paling banyak %(max)d huruf.")), no_nul, *more],
        description=description,
        render_kw={**AS_TYPED, "autocomplete": autocomplete},
    )


def no_nul(form: Any, field: Field) -> None:
    """A sign that no keyboard makes."""
    if "\0" in (field.data or ""):
        raise StopValidation(str(_l("Kata sandi memuat tanda yang tidak dapat dipakai.")))


def same_as(name: str) -> EqualTo:
    return EqualTo(name, message=_l("Kedua kata sandi belum sama."))


class NipField(StringField):
    """A NIP of 18 digits, kept without the blanks that people write into it; may stay empty."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        self.data = compact_nip(self.data)
        refusal = why_not_nip(self.data)
        if refusal is not None:
            raise ValidationError(str(refusal))


# --- signing in ----------------------------------------------------------------------------------------------------------
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


# --- settings of the account ---------------------------------------------------------------------------------------------
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
        [Chosen()],
        choices=[(LANGUAGES[0], "Bahasa Indonesia"), (LANGUAGES[1], "English")],
        description=_l("Bahasa halaman setelah masuk, dan bahasa surel untuk Anda."),
    )


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
    peran = SelectMultipleField(_l("Peran"), description=_l("Satu orang boleh mempunyai beberapa peran."))

    def offer(self, names: tuple[str, ...]) -> "NewAccountForm":
        """Give the roles to choose from."""
        self.peran.choices = [(name, f"{name} – {ROLE_WORDS[name]}") for name in names]
        return self

    def validate_peran(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(_l("Pilih sedikitnya satu peran.")))


class ReasonForm(Form):
    alasan = TextAreaField(
        _l("Alasan"),
        [Filled(), at_most(500)],
        description=_l("Tercatat bersama nama Anda, misalnya nomor permohonan yang sedang diperiksa."),
        render_kw={"rows": 3},
    )


# --- biodata and institution ------------------------------------------------------------------------------------------------
class VersionedForm(Form):
    """A form that says which version of the row it was drawn from."""

    versi = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the form showed; whatever is no number is out of date."""
        text = self.versi.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NO_VERSION

    def values(self) -> dict[str, Any]:
        """The fields by name, without those that belong to the form itself."""
        return {
            name: value for name, value in self.data.items() if name not in ("versi", "csrf_token", "tetap")
        }


class BiodataForm(VersionedForm):
    """Guide, section 4. `nik` shows the mask of the stored number; left as it is, the number stays."""

    nama_lengkap = StringField(
        _l("Nama Lengkap"),
        [Filled(), at_most(200)],
        description=_l("Lengkap dengan gelar."),
        render_kw={"autocomplete": "name"},
    )
    nama_panggilan = StringField(
        _l("Nama Panggilan"), [Filled(), at_most(100)], render_kw={"autocomplete": "nickname"}
    )
    nik = StringField(
        _l("NIK"),
        [Filled(), at_most(40)],
        description=_l("16 angka pada KTP. Disimpan tersandi; orang lain hanya melihat sebagian."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"},
    )
    jenis_kelamin = RadioField(
        _l("Jenis Kelamin"),
        [Chosen()],
        choices=[(JenisKelamin.LAKI_LAKI, _l("Laki-laki")), (JenisKelamin.PEREMPUAN, _l("Perempuan"))],
        coerce=lambda value: JenisKelamin(value) if value in list(JenisKelamin) else value,
    )
    email = EmailField(
        _l("Email"),
        [Filled(), at_most(320)],
        description=_l("Untuk dihubungi. Email untuk masuk diubah di Pengaturan Akun."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    telepon = PhoneField(
        _l("Telepon Pribadi"),
        [Filled(), at_most(40)],
        description=_l("Nomor yang dapat dihubungi, misalnya 0812 3456 7890."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    wilayah = RelationField(
        _l("Kabupaten/Kota"),
        [RowChosen()],
        suggestion=KABUPATEN_KOTA,
        description=_l("Ketik sebagian namanya, lalu pilih, misalnya Kota Samarinda."),
    )
    alamat = StringField(_l("Alamat"), [Filled(), at_most(500)], render_kw={"autocomplete": "street-address"})
    unit_kerja = StringField(
        _l("Unit Kerja"), [Filled(), at_most(200)], render_kw={"autocomplete": "organization"}
    )
    nomor_kepegawaian = StringField(
        _l("Nomor Kepegawaian"), [Filled(), at_most(40)], description=_l("NIP, atau nomor karyawan.")
    )
    jabatan = StringField(
        _l("Jabatan"), [Filled(), at_most(200)], render_kw={"autocomplete": "organization-title"}
    )


class InstansiForm(VersionedForm):
    """Guide, section 4. `tetap` is shown only when another institution has the same name."""

    nama = StringField(
        _l("Nama Instansi"),
        [Filled(), at_most(200)],
        description=_l("Nama resmi, tanpa singkatan."),
        render_kw={"autocomplete": "organization"},
    )
    tetap = BooleanField(_l("Instansi saya memang berbeda, meskipun namanya sama"))
    jenis = SelectField(
        _l("Jenis Pemohon"),
        [Chosen()],
        choices=[("", _l("Pilih jenis pemohon")), *((jenis, jenis.label) for jenis in JenisPemohon)],
        coerce=lambda value: JenisPemohon(value) if value in list(JenisPemohon) else value,
    )
    wilayah = RelationField(
        _l("Kabupaten/Kota"),
        [RowChosen()],
        suggestion=KABUPATEN_KOTA,
        description=_l("Ketik sebagian namanya, lalu pilih, misalnya Kota Samarinda."),
    )
    kode_pos = PostcodeField(
        _l("Kode Pos"),
        [Filled(), at_most(20)],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
    )
    alamat = StringField(_l("Alamat"), [Filled(), at_most(500)], render_kw={"autocomplete": "street-address"})
    telepon = PhoneField(
        _l("Telepon"),
        [Filled(), at_most(40)],
        description=_l("Misalnya 0541 123456."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    email = EmailField(_l("Email"), [Filled(), at_most(320)], render_kw={"type": "email"})
    website = WebsiteField(_l("Website"), [Optional()], render_kw={"autocomplete": "url", "inputmode": "url"})

    def values(self) -> dict[str, Any]:
        return super().values() | {"website": self.website.data or None}


# --- invitations -----------------------------------------------------------------------------------------------------------
class InviteForm(Form):
    email = EmailField(
        _l("Undang lewat email"),
        [Filled(), at_most(320)],
        description=_l("Orang itu mendapat tautan untuk bergabung dengan instansi Anda."),
        render_kw={"type": "email", "autocomplete": "off"},
    )


class JoinForm(Form):
    """A new account for somebody invited; the address is the one that was invited."""

    nama = StringField(
        _l("Nama Lengkap"),
        [Filled(), at_most(200)],
        description=_l("Lengkap dengan gelar."),
        render_kw={"autocomplete": "name"},
    )
    sandi = secret(_l("Kata Sandi"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi2 = secret(_l("Kata Sandi (Konfirmasi)"), same_as("sandi"), autocomplete="new-password")
