"""The forms of registration: labels of ui.md, help, what can be stored. Each door has its own form.

What a name, a number or an institution may be stands in rules_pendaftaran.py and identitas.py.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from app.akun import identitas
from app.akun import robot as checks
from app.akun import rules_pendaftaran as rules
from app.akun.forms import PASSWORD_HELP, Listed, same_as, secret
from app.akun.identitas import JenisIdentitas, Kewarganegaraan
from app.akun.nik import NumberRefused
from app.akun.queries_pendaftaran import places
from app.kit.clock import today
from app.kit.errors import Refused
from app.kit.forms import (
    EmailField,
    Filled,
    Form,
    PhoneField,
    PostcodeField,
    WebsiteField,
    at_most,
    whole_number,
)
from app.rujukan.models import JenisPemohon

NO_PLACE = ""


def _member(enum: Any) -> Any:
    return lambda value: enum(value) if value in list(enum) else value


def _number(value: Any) -> Any:
    return whole_number(value, NO_PLACE)


CHECK = ("robot", "robot_soal", "robot_jawab")


class CheckedForm(Form):
    """A public form with the robot check: `robot` from the script, or the answer to a question in words."""

    robot = HiddenField(_l("Pemeriksaan robot"))
    robot_soal = HiddenField()
    robot_jawab = StringField(
        _l("Pemeriksaan robot"), render_kw={"autocomplete": "off", "inputmode": "numeric"}
    )

    solved: checks.Solved | None = None
    pertanyaan: str = ""

    def __iter__(self) -> Iterator[Any]:
        """The check stands at the foot of every form, so its sentence comes last in the summary too."""
        return iter(sorted(super().__iter__(), key=lambda field: field.short_name in CHECK))

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine = super().validate(extra_validators)
        payload = self.robot.data or ""
        try:
            self.solved = checks.check(payload, self.robot_soal.data or "", self.robot_jawab.data or "")
        except Refused as refusal:
            self.refuse_check(refusal)
            return False
        return is_fine

    def refuse_check(self, refusal: Refused) -> None:
        """The check must be made anew; the sentence stands beside the way that was taken."""
        self.solved = None
        field = self.robot if self.robot.data else self.robot_jawab
        field.errors = [*field.errors, str(refusal.message)]
        self.robot.data = ""

    def offer_check(self) -> "CheckedForm":
        """Before the form is shown: what was solved stays solved, else there is a new question."""
        sealed = self.robot_soal.data or ""
        if self.solved is not None and sealed and not self.robot.data:
            self.pertanyaan = checks.question_of(sealed)
        else:
            self.pertanyaan, self.robot_soal.data = checks.new_question()
            self.robot_jawab.data = ""
        return self

    def as_sent(self) -> "CheckedForm":
        """Shown again unjudged: the check stays as it was answered; whether it is right is said at the next sending."""
        self.pertanyaan = checks.question_of(self.robot_soal.data or "")
        return self if self.pertanyaan else self.offer_check()


class PersonForm(CheckedForm):
    """What every door asks of a person."""

    nama = StringField(
        _l("Nama sesuai Identitas"),
        [Filled(), at_most(rules.MAX_NAME)],
        description=_l(
            "Tanpa gelar. Setiap kata diawali huruf besar: “Abc Def”, bukan “abc def” atau “ABC DEF”."
        ),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    kewarganegaraan = RadioField(
        _l("Kewarganegaraan"),
        [Listed()],
        validate_choice=False,
        default=Kewarganegaraan.WNI,
        choices=[SelectChoice(one, words) for one, words in identitas.CITIZENSHIP.items()],
        coerce=_member(Kewarganegaraan),
    )
    jenis_identitas = SelectField(
        _l("Jenis Identitas"),
        [Listed()],
        validate_choice=False,
        description=_l("WNI: KTP, SIM, atau paspor. WNA: paspor, KITAS, atau KITAP."),
        choices=[
            SelectChoice("", _l("Pilih jenis identitas")),
            *(SelectChoice(one, words, render_kw={"data-warga": " ".join(
                warga for warga, kinds in identitas.KINDS.items() if one in kinds
            )}) for one, words in identitas.WORDS.items()),
        ],
        coerce=_member(JenisIdentitas),
    )  # fmt: skip
    nomor = StringField(
        _l("Nomor Identitas"),
        [Filled(), at_most(identitas.MAX_TYPED)],
        description=identitas.NUMBERS_HELP,
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )
    email = EmailField(
        _l("Email"),
        [Filled(), at_most(320)],
        description=_l(
            "Alamat yang aktif: tautan verifikasi dikirim ke sana. Dipakai untuk masuk, tidak ditampilkan kepada umum."
        ),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    sandi = secret(_l("Kata Sandi"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi2 = secret(_l("Kata Sandi (Konfirmasi)"), same_as("sandi"), autocomplete="new-password")

    def validate_nama(self, field: Field) -> None:
        complaint = rules.why_not_name(field.data)
        if complaint is not None:
            raise ValidationError(str(complaint))
        field.data = rules.tidy_name(field.data)

    def validate_jenis_identitas(self, field: Field) -> None:
        warga = self.kewarganegaraan.data
        if not isinstance(warga, Kewarganegaraan) or not isinstance(field.data, JenisIdentitas):
            return
        if field.data not in identitas.KINDS[warga]:
            raise ValidationError(str(identitas.WRONG_KIND[warga]))

    def validate_nomor(self, field: Field) -> None:
        warga, jenis = self.kewarganegaraan.data, self.jenis_identitas.data
        if not isinstance(warga, Kewarganegaraan) or not isinstance(jenis, JenisIdentitas):
            return
        if jenis in identitas.KINDS[warga]:
            try:
                identitas.read_identity(warga, jenis, field.data, today())
            except NumberRefused as refusal:
                raise ValidationError(str(refusal.sentence)) from None

    def number(self) -> str:
        """The identity number as it is kept."""
        return identitas.read_identity(
            self.kewarganegaraan.data, self.jenis_identitas.data, self.nomor.data, today()
        )

    def more(self) -> dict[str, Any]:
        """What only this door asks, as it is kept until the address is proved."""
        return {}


class InstitutionForm(PersonForm):
    """A person and the institution that she registers. Names of columns of Instansi, with `instansi_` before them."""

    instansi_nama = StringField(
        _l("Nama Instansi"),
        [Filled(), at_most(200)],
        description=_l("Nama resmi, seperti pada akta atau peraturan pembentukannya."),
        render_kw={"autocomplete": "organization"},
    )
    instansi_jenis = SelectField(
        _l("Jenis Pemohon"),
        [Listed()],
        validate_choice=False,
        choices=[
            SelectChoice("", _l("Pilih jenis pemohon")),
            *(SelectChoice(jenis, jenis.label) for jenis in JenisPemohon),
        ],
        coerce=_member(JenisPemohon),
    )
    instansi_nib = StringField(
        _l("NIB"),
        [Optional(), at_most(40)],
        description=_l(
            "Nomor Induk Berusaha, 13 angka. Perusahaan, yayasan, dan organisasi mengisi NIB atau nomor akta."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    instansi_nomor_akta = StringField(
        _l("Nomor Akta"),
        [Optional(), at_most(100)],
        description=_l("Akta pendirian, misalnya 12 tanggal 3 Mei 2019."),
        render_kw={"autocomplete": "off"},
    )
    instansi_wilayah_id = SelectField(_l("Kabupaten/Kota"), [Listed()], validate_choice=False, coerce=_number)
    instansi_kode_pos = PostcodeField(
        _l("Kode Pos"),
        [Filled(), at_most(20)],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
    )
    instansi_alamat = StringField(
        _l("Alamat"), [Filled(), at_most(500)], render_kw={"autocomplete": "street-address"}
    )
    instansi_telepon = PhoneField(
        _l("Telepon"),
        [Filled(), at_most(40)],
        description=_l("Misalnya 0541 123456."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    instansi_email = EmailField(
        _l("Email Instansi"), [Filled(), at_most(320)], render_kw={"type": "email", "autocomplete": "off"}
    )
    instansi_website = WebsiteField(
        _l("Website"), [Optional(), at_most(300)], render_kw={"autocomplete": "url", "inputmode": "url"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instansi_wilayah_id.choices = [
            SelectChoice(NO_PLACE, _l("Pilih kabupaten/kota")),
            *(SelectChoice(key, nama, optgroup=provinsi) for key, nama, provinsi in places()),
        ]

    def validate_instansi_nib(self, field: Field) -> None:
        refusal = rules.why_not_nib(field.data)
        if refusal is not None:
            raise ValidationError(str(refusal))
        field.data = rules.compact_nib(field.data)

    def validate_instansi_jenis(self, field: Field) -> None:
        refusal = rules.why_not_papers(
            field.data, self.instansi_nib.data or "", self.instansi_nomor_akta.data or ""
        )
        if refusal is not None:
            self.instansi_nib.errors = [*self.instansi_nib.errors, str(refusal)]
            raise ValidationError(str(refusal))

    def more(self) -> dict[str, Any]:
        begin = "instansi_"
        return {
            name.removeprefix(begin): (value or None if name.endswith(("website", "nib", "akta")) else value)
            for name, value in self.data.items()
            if name.startswith(begin)
        }


class PttForm(PersonForm):
    """Who works for the city without being in the directory of ASN."""

    unit_kerja = StringField(
        _l("Unit Kerja"),
        [Filled(), at_most(200)],
        description=_l("Perangkat daerah tempat Anda bekerja."),
        render_kw={"autocomplete": "organization"},
    )
    nomor_kepegawaian = StringField(
        _l("Nomor Kepegawaian"),
        [Optional(), at_most(40)],
        description=_l("Nomor pegawai tidak tetap, bila ada."),
        render_kw={"autocomplete": "off"},
    )

    def more(self) -> dict[str, Any]:
        return {
            "unit_kerja": self.unit_kerja.data,
            "nomor_kepegawaian": self.nomor_kepegawaian.data or "",
        }


class ResendForm(CheckedForm):
    email = EmailField(
        _l("Email"),
        [Filled(), at_most(320)],
        description=_l("Alamat yang Anda tulis di formulir pendaftaran."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
