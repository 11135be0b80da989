"""The forms of biodata, institutions and their invitations (guide, section 4): labels of ui.md, help, what can be stored."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, StopValidation, ValidationError

from app.akun.forms import PASSWORD_HELP, Listed, same_as, secret
from app.akun.identitas import JenisIdentitas, Kewarganegaraan
from app.akun.models import Biodata, JenisKelamin
from app.akun.models_pendaftaran import Identitas
from app.akun.rules import may_lack_nik, why_not_nik
from app.kit.clock import today
from app.kit.fields import Chosen as RowChosen
from app.kit.fields import RelationField
from app.kit.forms import EmailField, Filled, Form, PhoneField, PostcodeField, WebsiteField, at_most
from app.rujukan import queries as _rujukan  # noqa: F401  # declares the suggestion "kabupaten-kota"
from app.rujukan.models import JenisPemohon

NO_VERSION = -1  # equal to no stored version: a damaged form counts as out of date
KABUPATEN_KOTA = "kabupaten-kota"


class VersionedForm(Form):
    """A form that says which version of the row it was drawn from."""

    versi = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the form showed; whatever is no number is out of date."""
        text = self.versi.raw_data[0] if self.versi.raw_data else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NO_VERSION

    def values(self) -> dict[str, Any]:
        """The fields by name, without those that belong to the form itself."""
        return {
            name: value for name, value in self.data.items() if name not in ("versi", "csrf_token", "tetap")
        }


def known_mask(identity: Identitas | None, stored: Biodata | None) -> str | None:
    """The NIK that we know, masked: of the biodata, else of the registration."""
    if stored is not None and stored.nik_samar:
        return stored.nik_samar
    is_ktp = identity is not None and identity.jenis is JenisIdentitas.KTP
    return identity.nomor_samar if identity is not None and is_ktp else None


class NikNeeded(Filled):
    """A NIK must be given, unless the form says that this person has another identity."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.needs_nik:
            super().__call__(form, field)
        elif not field.data:
            raise StopValidation


class BiodataForm(VersionedForm):
    """Guide, section 4. `nik` shows the mask of the stored number (`mask`); left as it is, the number stays.

    `needs_nik` is False for who registered with another identity: WNI may add a NIK, WNA have none.
    """

    mask: str | None = None
    needs_nik = True
    fixed: tuple[str, ...] = ()  # shown, not changed: they come from elsewhere

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
        [NikNeeded(), at_most(40)],
        description=_l("16 angka pada KTP. Disimpan tersandi; orang lain hanya melihat sebagian."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"},
    )
    jenis_kelamin = RadioField(
        _l("Jenis Kelamin"),
        [Listed()],
        validate_choice=False,
        choices=[
            SelectChoice(JenisKelamin.LAKI_LAKI, _l("Laki-laki")),
            SelectChoice(JenisKelamin.PEREMPUAN, _l("Perempuan")),
        ],
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

    def suit(self, identity: Identitas | None, stored: Biodata | None) -> None:
        """Fit the form to the person: `identity` of the registration and the biodata so far, or None."""
        self.mask = known_mask(identity, stored)
        self.needs_nik = not may_lack_nik(identity)
        self.nik.flags.required = self.needs_nik
        if not self.needs_nik and identity is not None and identity.kewarganegaraan is Kewarganegaraan.WNA:
            del self.nik

    def fix(self, values: Mapping[str, str]) -> None:
        """These fields say what is known from elsewhere, whatever was sent."""
        for name, value in values.items():
            self[name].data, self[name].raw_data = value, [value]
        self.fixed = tuple(values)

    def validate_nik(self, field: Field) -> None:
        if not field.data or field.data == self.mask:
            return
        refusal = why_not_nik(field.data, today())
        if refusal is not None:
            raise ValidationError(str(refusal))


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
        [Listed()],
        validate_choice=False,
        choices=[
            SelectChoice("", _l("Pilih jenis pemohon")),
            *(SelectChoice(jenis, jenis.label) for jenis in JenisPemohon),
        ],
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


# --- invitations --------------------------------------------------------------------------------
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
