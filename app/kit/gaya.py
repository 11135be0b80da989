"""The living style page `/gaya`: every component of _komponen/ui.html with sample values.

Registered only while we build and test.
"""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.kit.formats import FILTERS
from app.kit.words import LOOKS

bp = Blueprint("gaya", __name__)


JENIS = [SelectChoice("pt", "Perguruan tinggi"), SelectChoice("perusahaan", "Perusahaan")]
KELAMIN = [SelectChoice("L", "Laki-laki"), SelectChoice("P", "Perempuan")]
URUSAN = [
    SelectChoice("1", "Lingkungan hidup"),
    SelectChoice("2", "Perhubungan"),
    SelectChoice("3", "Pariwisata"),
]
WAJIB = "Isian ini wajib diisi."
SETUJU = "Setujui pakta integritas untuk melanjutkan."


class Contoh(Form):
    """One field of each kind."""

    judul = StringField("Judul", [InputRequired(WAJIB)], description="Petunjuk berdiri di atas isian.")
    nik = StringField(
        "NIK", [InputRequired(WAJIB), Length(16, 16, "NIK terdiri atas 16 angka; sekarang 14.")]
    )
    email = EmailField("Email", [InputRequired(WAJIB)])
    sandi = PasswordField("Kata Sandi", [InputRequired(WAJIB)])
    sejak = DateField("Berlaku sejak", [Optional()])
    instansi = StringField("Instansi", [InputRequired(WAJIB)])
    jenis = SelectField("Jenis Pemohon", choices=JENIS)
    lokasi = TextAreaField(
        "Lokasi Kerja Sama", [InputRequired(WAJIB)], description="Tempat kegiatan berlangsung."
    )
    kelamin = RadioField("Jenis Kelamin", [InputRequired("Pilih salah satu.")], choices=KELAMIN)
    urusan = SelectMultipleField("Urusan", choices=URUSAN)
    berkas = FileField("Berkas", [InputRequired(WAJIB)], description="PDF atau DOCX, paling besar 10 MB.")
    setuju = BooleanField("Saya menyetujui pakta integritas", [InputRequired(SETUJU)])
    ikut = BooleanField("Kotak centang")


def sample_form() -> Contoh:
    """The form as it comes back with errors."""
    typed: dict[str, Any] = {
        "judul": "Riset Terapan",
        "nik": "64712345678901",
        "email": "ayu@example.org",
        "lokasi": "Tempat pemrosesan akhir kota dan lima bank sampah kecamatan",
        "jenis": "pt",
        "urusan": ["1", "2"],
        "instansi": "Universitas Contoh Mahakam · 17",
        "ikut": "y",
    }
    form = Contoh(MultiDict(typed))
    form.validate()
    return form


@bp.get("/gaya")
def style_page() -> str:
    """All components on one page."""
    moment = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    return render_template(
        "gaya.html",
        form=sample_form(),
        kosong=Contoh(data={"jenis": "pt"}),
        words=list(LOOKS.values()),
        saat=moment,
        hari=date(2026, 12, 7),
        filters=FILTERS,
    )
