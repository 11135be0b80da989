"""Forms of the second factor, of proving again, of passkeys. Names that begin with `sandi` are never kept (lanjut.py)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Optional

from app.akun.forms import AS_TYPED, PASSWORD_HELP, same_as, secret
from app.kit.forms import EmailField, Filled, Form, at_most

CODE_KEYS = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


def code(description: Any) -> StringField:
    return StringField(
        _l("Kode Verifikasi"), [Filled(), at_most(40)], description=description, render_kw=CODE_KEYS
    )


class CodeForm(Form):
    """The second step of a sign-in. `isian`: a form that waits, sealed by lanjut.py."""

    sandi_kode = code(_l("6 angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda."))
    isian = HiddenField()


class ConfirmForm(Form):
    """The first code of an app that was just set up."""

    sandi_kode = code(_l("6 angka yang sekarang tampil di aplikasi."))


class SwitchOffForm(Form):
    sandi = secret(_l("Kata Sandi"), autocomplete="current-password")
    sandi_kode = code(_l("6 angka dari aplikasi, atau salah satu kode pemulihan."))


class AgainForm(Form):
    """Proving again who one is, by the password or by a code. `isian`, `lanjut` as at sign-in."""

    sandi = PasswordField(
        _l("Kata Sandi"), [Filled()], render_kw={**AS_TYPED, "autocomplete": "current-password"}
    )
    sandi_kode = code(_l("6 angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda."))
    lanjut = HiddenField()
    isian = HiddenField()


class MustChangeForm(Form):
    sandi_baru = secret(_l("Kata Sandi Baru"), autocomplete="new-password", description=PASSWORD_HELP)
    sandi_baru2 = secret(
        _l("Kata Sandi Baru (Konfirmasi)"), same_as("sandi_baru"), autocomplete="new-password"
    )


class KeyForm(Form):
    """A new passkey: its name, and what the browser answered (written by static/kunci.js)."""

    nama = StringField(
        _l("Nama Kunci"),
        [Filled(), at_most(60)],
        description=_l("Agar Anda mengenalinya nanti, misalnya “Telepon saya”."),
    )
    sandi_kunci = HiddenField()


class NewsEmailForm(Form):
    email_kabar = EmailField(
        _l("Email untuk Kabar"),
        [Optional(), at_most(320)],
        description=_l(
            "Kosongkan untuk memakai email masuk. Surel tentang kata sandi dan keamanan selalu ke email masuk."
        ),
        render_kw={"autocomplete": "email", "type": "email"},
    )
