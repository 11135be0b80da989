"""The forms of papers and verification of institutions: labels, help, what can be stored."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.akun.forms import Listed
from app.akun.models_lembaga import JenisSurat
from app.kit.forms import Filled, Form, at_most

ACCEPT = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"


class SuratForm(Form):
    """A paper that a member gives."""

    jenis = SelectField(
        _l("Jenis Surat"),
        [Listed()],
        validate_choice=False,
        choices=[
            SelectChoice("", _l("Pilih jenis surat")),
            *(SelectChoice(jenis, jenis.label) for jenis in JenisSurat),
        ],
        coerce=lambda value: JenisSurat(value) if value in list(JenisSurat) else value,
    )
    nomor = StringField(
        _l("Nomor"),
        [Filled(), at_most(100)],
        description=_l("NIB 13 angka, NPWP 15 atau 16 angka; lainnya seperti tertulis pada surat."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    terbit_on = DateField(_l("Tanggal Terbit"), [Filled()])
    berlaku_sampai = DateField(
        _l("Berlaku Sampai"),
        [Optional()],
        description=_l("Kosongkan bila tidak ada batas. Anda diingatkan 30 dan 7 hari sebelumnya."),
    )
    berkas = FileField(
        _l("Berkas"),
        [InputRequired(_l("Pilih berkasnya."))],
        description=_l("PDF, PNG, atau JPG."),
        render_kw={"accept": ACCEPT},
    )


class CatatanForm(Form):
    """A reason or a note of Bagian Kerja Sama; whether it is needed, the operation says."""

    catatan = TextAreaField(_l("Catatan"), [at_most(1000)], render_kw={"rows": 3})
