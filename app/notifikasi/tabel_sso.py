"""What is heard of single sign-on. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.notifikasi import pendengar_sso
from app.notifikasi.kabar import NOBODY, Kabar, Surat, make
from app.notifikasi.models import Sebagai

SSO: dict[str, tuple[Kabar, ...]] = {
    "sso.bukti_diminta": (
        make(
            Sebagai.PEMILIK_AKUN,
            "link-45deg",
            _l("Tautan untuk menghubungkan akun Anda dengan penyedia masuk diminta."),
            Surat("sso/surel/bukti_diminta", _l("Hubungkan akun Anda"), is_for_actor=True),
            siapa=pendengar_sso.calon,
            is_for_actor=True,
        ),
    ),
    "akun.sso_dihubungkan": (
        make(
            Sebagai.PEMILIK_AKUN,
            "link-45deg",
            _l("Akun Anda sekarang dapat dimasuki lewat %(nama)s."),
            Surat(
                "sso/surel/dihubungkan", _l("Akun Anda terhubung dengan penyedia masuk"), is_for_actor=True
            ),
            is_for_actor=True,
        ),
    ),
    "akun.sso_dilepas": (
        make(
            Sebagai.PEMILIK_AKUN,
            "x-circle",
            _l("Akun Anda tidak lagi dapat dimasuki lewat %(nama)s."),
            Surat("sso/surel/dilepas", _l("Sambungan akun Anda dilepas"), is_for_actor=True),
            is_for_actor=True,
        ),
    ),
    "akun.sso_keluar": NOBODY,
    "sso.penyedia_ditambah": NOBODY,
    "sso.penyedia_diubah": NOBODY,
    # being a provider: nothing that anybody must act on; the journal and one's own list of applications show it
    "akun.aplikasi_diizinkan": NOBODY,
    "akun.aplikasi_dicabut": NOBODY,
    "sso.klien_ditambah": NOBODY,
    "sso.klien_diubah": NOBODY,
    "sso.rahasia_diganti": NOBODY,
    "sso.kunci_diputar": NOBODY,
    "sso.dipakai_ulang": NOBODY,
    **dict.fromkeys(
        (f"aturan_klaim.{verb}" for verb in ("ditambah", "diubah", "dihapus", "dinonaktifkan", "diaktifkan")),
        NOBODY,
    ),
}
