"""What is heard of signing in: second factor, passkeys, sessions. Data only; the whole table is in tabel.py.

All of these go to the address of sign-in: who reads another one must not learn how the account is guarded.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.notifikasi import pendengar_masuk
from app.notifikasi.kabar import NOBODY, Kabar, Surat, make
from app.notifikasi.models import Sebagai


def _guard(ikon: str, kalimat: Any, subjek: Any) -> tuple[Kabar, ...]:
    """The owner of the account hears it, whoever did it: if it was somebody else, this is how it comes out."""
    surat = Surat("akun/surel/keamanan", subjek, is_for_actor=True)
    return (make(Sebagai.PEMILIK_AKUN, ikon, kalimat, surat, is_for_actor=True),)


MASUK: dict[str, tuple[Kabar, ...]] = {
    "akun.faktor_dinyalakan": _guard(
        "shield-check",
        _l("Verifikasi dua langkah dinyalakan untuk akun Anda."),
        _l("Verifikasi dua langkah menyala"),
    ),
    "akun.faktor_dimatikan": _guard(
        "shield-x",
        _l("Verifikasi dua langkah dimatikan untuk akun Anda."),
        _l("Verifikasi dua langkah dimatikan"),
    ),
    "akun.faktor_direset": _guard(
        "shield-x",
        _l("%(pelaku)s menghapus verifikasi dua langkah akun Anda karena Anda kehilangan telepon dan kode."),
        _l("Verifikasi dua langkah akun Anda dihapus"),
    ),
    "akun.kode_pemulihan_dibuat": _guard(
        "key",
        _l("Kode pemulihan baru dibuat untuk akun Anda; yang lama tidak berlaku lagi."),
        _l("Kode pemulihan baru dibuat"),
    ),
    "akun.kode_pemulihan_dipakai": _guard(
        "key", _l("Salah satu kode pemulihan akun Anda dipakai."), _l("Kode pemulihan dipakai")
    ),
    "akun.kunci_ditambah": _guard(
        "fingerprint",
        _l("Kunci sandi “%(nama)s” ditambahkan ke akun Anda."),
        _l("Kunci sandi baru pada akun Anda"),
    ),
    "akun.kunci_dihapus": _guard(
        "fingerprint",
        _l("Kunci sandi “%(nama)s” dihapus dari akun Anda."),
        _l("Kunci sandi dihapus dari akun Anda"),
    ),
    "akun.kunci_ditolak": _guard(
        "x-circle",
        _l("Kunci sandi “%(nama)s” ditolak karena tampaknya telah ditiru. Hapus kunci itu."),
        _l("Kunci sandi Anda ditolak"),
    ),
    "akun.peramban_baru": _guard(
        "laptop",
        _l("Akun Anda dipakai masuk dari peramban baru: %(nama)s."),
        _l("Masuk dari peramban baru"),
    ),
    "akun.sesi_diakhiri": NOBODY,
    "akun.kode_diminta": (
        make(
            Sebagai.PEMILIK_AKUN,
            "envelope",
            _l("Kode untuk membuktikan diri diminta."),
            Surat("akun/surel/kode", _l("Kode untuk membuktikan diri"), is_for_actor=True),
        ),
    ),
    "akun.email_kabar_diminta": (
        make(
            Sebagai.PEMILIK_AKUN,
            "envelope",
            _l("Email untuk kabar diminta; konfirmasinya dikirim ke alamat itu."),
            Surat("akun/surel/email_kabar", _l("Konfirmasi email untuk kabar"), is_for_actor=True),
            siapa=pendengar_masuk.alamat_kabar,
            is_for_actor=True,
        ),
    ),
    "akun.email_kabar_diganti": _guard(
        "envelope-check",
        _l("Email untuk kabar dari akun Anda diganti."),
        _l("Email untuk kabar diganti"),
    ),
}
