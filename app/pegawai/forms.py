"""The forms of the directory: labels, help, what can be stored. What may be done stands in rules.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FileField, HiddenField, IntegerField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.akun.forms import PASSWORD_HELP, NipField, same_as, secret
from app.kit.forms import Filled, Form, at_most, whole_number
from app.pegawai.http_sumber import why_not_address
from app.pegawai.operations_sumber import EMPTY_MAPPING, IsianSumber

PLAIN = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
NIP_KW = {"inputmode": "numeric", "autocomplete": "username", "spellcheck": "false"}


class AskForm(Form):
    """Who wants to come in for the first time."""

    nip = NipField(
        _l("NIP"), [Filled(), at_most(60)], description=_l("18 angka, boleh dengan spasi."), render_kw=NIP_KW
    )


class FirstPasswordForm(AskForm):
    """The guide's first password; only shown where Superadmin has it so."""

    sandi = secret(
        _l("Kata Sandi Pertama"),
        autocomplete="off",
        description=_l("Tanggal lahir: dua angka tanggal, dua angka bulan, empat angka tahun."),
    )


class CodeForm(AskForm):
    kode = StringField(
        _l("Kode"),
        [Filled(), at_most(20)],
        description=_l("Enam angka dari surel yang kami kirim."),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"},
    )


class BeginForm(Form):
    """The first password of one's own."""

    sandi = secret(_l("Kata Sandi"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi2 = secret(_l("Kata Sandi (Konfirmasi)"), same_as("sandi"), autocomplete="new-password")


class ImportForm(Form):
    berkas = FileField(
        _l("Berkas"),
        [Filled(_l("Pilih berkasnya dahulu."))],
        description=_l("CSV, paling besar %(n)s MB dan %(baris)s baris.", n=8, baris="50.000"),
        render_kw={"accept": ".csv,text/csv"},
    )
    is_keluar = BooleanField(
        _l("Yang tidak ada di berkas dianggap keluar"),
        description=_l("Hanya bila berkas ini memuat semua ASN. Akses orang yang keluar berakhir seketika."),
    )


class ApplyForm(Form):
    yakin_keluar = BooleanField(_l("Ya, memang sebanyak itu yang keluar"))


class IsSourceAddress:
    def __call__(self, form: Any, field: Field) -> None:
        if field.data and why_not_address(field.data) is not None:
            raise ValidationError(
                str(_l("Tulis alamat https yang lengkap, misalnya https://simpeg.example.org/api/pegawai."))
            )


class IsPath:
    """Names apart by dots."""

    def __call__(self, form: Any, field: Field) -> None:
        parts = (field.data or "").split(".")
        if field.data and not all(part and not part.isspace() for part in parts):
            raise ValidationError(str(_l("Tulis nama isian dipisahkan titik, misalnya pegawai.nip.")))


def _path(label: Any, name: str, *, must: bool = False, description: Any = "") -> StringField:
    validators = [Filled() if must else Optional(), at_most(120), IsPath()]
    return StringField(
        label, validators, default=EMPTY_MAPPING[name], description=description, render_kw=PLAIN
    )


class SourceForm(Form):
    """The personnel system. The token comes back empty."""

    alamat = StringField(
        _l("Alamat"),
        [Filled(), at_most(300), IsSourceAddress()],
        description=_l("Alamat https yang menjawab daftar pegawai sebagai JSON."),
        render_kw=PLAIN | {"inputmode": "url"},
    )
    sandi_token = secret(
        _l("Token"),
        autocomplete="off",
        description=_l(
            "Disimpan tersandi dan tidak ditampilkan lagi. Kosongkan untuk memakai yang sudah ada."
        ),
    )
    menit = IntegerField(
        _l("Ambil setiap (menit)"),
        [NumberRange(5, 10080, message=_l("Tulis bilangan antara %(min)s dan %(max)s."))],
        default=360,
    )
    is_keluar = BooleanField(
        _l("Yang tidak ada di sana dianggap keluar"),
        description=_l("Akses orang yang keluar berakhir seketika. Yang diisi petugas tidak ikut keluar."),
    )
    is_aktif = BooleanField(_l("Aktif"), description=_l("Direktori diambil dengan sendirinya."))
    peta_daftar = _path(_l("Daftar pegawai"), "daftar", description=_l("Kosong: jawabannya langsung daftar."))
    peta_berikut = _path(
        _l("Alamat halaman berikutnya"), "berikut", description=_l("Kosong: hanya satu halaman.")
    )
    peta_nip = _path(_l("NIP"), "nip", must=True)
    peta_nama = _path(_l("Nama"), "nama", must=True)
    peta_lahir = _path(_l("Tanggal lahir"), "lahir")
    peta_opd = _path(_l("Perangkat daerah"), "opd", description=_l("Kode, singkatan, atau nama."))
    peta_unit = _path(_l("Unit kerja"), "unit")
    peta_jabatan = _path(_l("Jabatan"), "jabatan")
    peta_email = _path(_l("Email"), "email")
    peta_aktif = _path(_l("Aktif"), "aktif", description=_l("Ya atau tidak."))
    versi = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sandi_token.validators = [
            one for one in self.sandi_token.validators if not isinstance(one, Filled)
        ]
        self.sandi_token.flags.required = False

    @property
    def seen(self) -> int:
        return int(whole_number(self.versi.data, 0))

    def isian(self) -> IsianSumber:
        return IsianSumber(
            alamat=self.alamat.data,
            menit=self.menit.data,
            is_keluar=bool(self.is_keluar.data),
            is_aktif=bool(self.is_aktif.data),
            pemetaan={name: self[f"peta_{name}"].data or "" for name in EMPTY_MAPPING},
        )
