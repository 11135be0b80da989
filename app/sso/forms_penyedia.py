"""The forms of applications that sign people in here: labels, help, what can be stored. Rules: rules_penyedia.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from app.kit.forms import Filled, Form, at_most, whole_number
from app.sso.operations_penyedia_klien import IsianKlien
from app.sso.rules_penyedia import SCOPES

LINES: dict[str, Any] = {"rows": 3, "spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
# Each scope that may be left out, and its switch.
SWITCHES = {"profile": "is_profil", "email": "is_email", "nip": "is_nip", "offline_access": "is_luring"}


def lines_of(text: str | None) -> list[str]:
    """One address for each line, each once, in the order typed."""
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


class ClientForm(Form):
    """An application as Superadmin changes it."""

    nama = StringField(
        _l("Nama aplikasi"), [Filled(), at_most(80)], description=_l("Dibaca orang saat diminta izinnya.")
    )
    alamat_kembali = TextAreaField(
        _l("Alamat kembali (redirect URI)"),
        [Filled(), at_most(5000)],
        description=_l("Satu alamat utuh tiap baris. Dicocokkan huruf demi huruf."),
        render_kw=LINES,
    )
    alamat_keluar = TextAreaField(
        _l("Alamat sesudah keluar (post logout redirect URI)"),
        [at_most(5000)],
        description=_l("Satu alamat utuh tiap baris; boleh kosong."),
        render_kw=LINES,
    )
    is_profil = BooleanField(_l("Nama dan bahasa (profile)"), default=True)
    is_email = BooleanField(_l("Alamat email (email)"), default=True)
    is_nip = BooleanField(_l("NIP dan perangkat daerah (nip)"))
    is_luring = BooleanField(
        _l("Tetap terhubung (offline_access)"),
        description=_l("Aplikasi memperoleh token penyegar, setelah orangnya mengizinkan."),
    )
    is_kota = BooleanField(
        _l("Aplikasi kota"),
        description=_l("Nama dan email diberikan tanpa bertanya; selebihnya tetap ditanyakan."),
    )
    is_loopback = BooleanField(
        _l("Terpasang di perangkat orang"),
        description=_l("Alamat kembali http di perangkat itu sendiri (127.0.0.1) diterima."),
    )
    is_aktif = BooleanField(_l("Aktif"), default=True)
    versi = HiddenField()

    @property
    def seen(self) -> int:
        return int(whole_number(self.versi.data, 0))

    def fill(self, klien: Any) -> None:
        """What stands in the row, as it is typed."""
        for name in ("nama", "is_kota", "is_loopback", "is_aktif"):
            self[name].data = getattr(klien, name)
        for name in ("alamat_kembali", "alamat_keluar"):
            self[name].data = "\n".join(getattr(klien, name))
        scopes = klien.scopes.split()
        for scope, name in SWITCHES.items():
            self[name].data = scope in scopes
        self.versi.data = str(klien.versi)

    def isian(self) -> IsianKlien:
        scopes = [one for one in SCOPES if one not in SWITCHES or self[SWITCHES[one]].data]
        return IsianKlien(
            nama=self.nama.data,
            alamat_kembali=lines_of(self.alamat_kembali.data),
            alamat_keluar=lines_of(self.alamat_keluar.data),
            scopes=" ".join(scopes),
            is_kota=bool(self.is_kota.data),
            is_loopback=bool(self.is_loopback.data),
            is_aktif=bool(self.is_aktif.data),
        )


class NewClientForm(ClientForm):
    """Whether there is a secret is decided once."""

    is_publik = BooleanField(
        _l("Tanpa rahasia (klien publik)"),
        description=_l("Untuk aplikasi di telepon atau yang seluruhnya berjalan di peramban; hanya PKCE."),
    )
