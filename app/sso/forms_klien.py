"""The forms of signing in through others: labels, help and what can be stored. What may be done stands in rules_klien.py."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import Optional, ValidationError

from app.akun.forms import secret
from app.kit.forms import Filled, Form, at_most, whole_number
from app.sso.operations_klien_penyedia import IsianPenyedia
from app.sso.rules_klien import why_not_issuer

KODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
CLAIM = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
PLAIN = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}


class Fits:
    """The whole text is of a form, said in one sentence."""

    def __init__(self, pattern: re.Pattern[str], sentence: Any) -> None:
        self.pattern, self.sentence = pattern, sentence

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not self.pattern.fullmatch(field.data):
            raise ValidationError(str(self.sentence))


class HasOpenid:
    """Scopes by blanks, `openid` among them: without it no identity comes."""

    def __call__(self, form: Any, field: Field) -> None:
        words = (field.data or "").split()
        if "openid" not in words or not all(SCOPE.fullmatch(word) for word in words):
            raise ValidationError(str(_l("Tulis scope dipisahkan spasi, dan sertakan openid.")))
        field.data = " ".join(words)


class IsIssuer:
    def __call__(self, form: Any, field: Field) -> None:
        refusal = why_not_issuer(field.data or "")
        if refusal is not None:
            raise ValidationError(str(refusal))


NOT_A_CLAIM = _l("Tulis nama klaim tanpa spasi, misalnya nip.")


class ProviderForm(Form):
    """A provider as Superadmin changes it. The secret comes back empty."""

    nama = StringField(_l("Nama penyedia"), [Filled(), at_most(80)])
    label_tombol = StringField(
        _l("Tulisan pada tombol"),
        [Filled(), at_most(80)],
        description=_l("Misalnya: Masuk dengan SSO Samarinda."),
    )
    issuer = StringField(
        _l("Alamat issuer"),
        [Filled(), at_most(300), IsIssuer()],
        description=_l(
            "Persis seperti pada dokumen penemuan penyedia, termasuk garis miring di akhir bila ada."
        ),
        render_kw=PLAIN | {"inputmode": "url"},
    )
    client_id = StringField(_l("Client ID"), [Filled(), at_most(200)], render_kw=PLAIN)
    sandi_rahasia = secret(
        _l("Client secret"),
        autocomplete="off",
        description=_l(
            "Disimpan tersandi dan tidak ditampilkan lagi. Kosongkan untuk memakai yang sudah ada."
        ),
    )
    scopes = StringField(
        _l("Scope"), [Filled(), at_most(200), HasOpenid()], default="openid email profile", render_kw=PLAIN
    )
    klaim_nip = StringField(
        _l("Klaim NIP"),
        [Optional(), Fits(CLAIM, NOT_A_CLAIM)],
        description=_l("Nama klaim yang memuat NIP; kosongkan bila tidak ada."),
        render_kw=PLAIN,
    )
    klaim_unit = StringField(
        _l("Klaim unit kerja"),
        [Optional(), Fits(CLAIM, NOT_A_CLAIM)],
        description=_l("Isinya dicocokkan dengan kode, singkatan, atau nama perangkat daerah."),
        render_kw=PLAIN,
    )
    nilai_kuat = StringField(
        _l("Nilai acr/amr yang dipercaya"),
        [Optional(), at_most(300)],
        description=_l(
            "Bila penyedia menyebut salah satunya, kode verifikasi di sini tidak ditanyakan. Pisahkan dengan spasi, "
            "misalnya: mfa otp."
        ),
        render_kw=PLAIN,
    )
    is_membuat_akun = BooleanField(
        _l("Buatkan akun untuk orang baru"),
        description=_l("Dengan peran Pemohon, hanya bila penyedia sudah memverifikasi alamat emailnya."),
    )
    is_aktif = BooleanField(_l("Aktif"), description=_l("Tombolnya tampil pada halaman Masuk."))
    is_utama = BooleanField(
        _l("Utama"), description=_l("Ikon sidik jari di pojok kiri atas langsung menuju penyedia ini.")
    )
    versi = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sandi_rahasia.validators = [
            one for one in self.sandi_rahasia.validators if not isinstance(one, Filled)
        ]
        self.sandi_rahasia.flags.required = False

    @property
    def seen(self) -> int:
        return int(whole_number(self.versi.data, 0))

    def isian(self) -> IsianPenyedia:
        return IsianPenyedia(
            nama=self.nama.data,
            label_tombol=self.label_tombol.data,
            issuer=self.issuer.data,
            client_id=self.client_id.data,
            scopes=self.scopes.data,
            klaim_nip=self.klaim_nip.data or "",
            klaim_unit=self.klaim_unit.data or "",
            nilai_kuat=" ".join((self.nilai_kuat.data or "").split()),
            is_aktif=bool(self.is_aktif.data),
            is_utama=bool(self.is_utama.data),
            is_membuat_akun=bool(self.is_membuat_akun.data),
        )


class NewProviderForm(ProviderForm):
    """A new one: its code is part of the address that the provider must know, so it never changes."""

    kode = StringField(
        _l("Kode"),
        [
            Filled(),
            Fits(KODE, _l("Pakai 2 sampai 40 huruf kecil, angka, atau tanda hubung, misalnya samarinda.")),
        ],
        description=_l("Bagian dari alamat kembali yang didaftarkan pada penyedia; tidak dapat diubah."),
        render_kw=PLAIN,
    )


class ProofForm(Form):
    """The password of the account that an identity is to be linked with. `nama` only when nobody is known yet."""

    nama = StringField(
        _l("Email atau NIP"),
        [Filled()],
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    sandi = secret(_l("Kata Sandi"), autocomplete="current-password")
