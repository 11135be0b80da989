"""What is heard of registration. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.notifikasi import pendengar_pendaftaran
from app.notifikasi.kabar import Kabar, Surat, make
from app.notifikasi.models import Sebagai

# Which of two things the mail says is known only when it is written, so its subject is too (surat_pendaftaran.py).
_SURAT = Surat("akun/surel/pendaftaran", "%(perihal)s", is_for_actor=True)

PENDAFTARAN: dict[str, tuple[Kabar, ...]] = {
    "pendaftaran.diterima": (
        make(
            Sebagai.PENDAFTAR,
            "envelope-check",
            _l("Pendaftaran menunggu verifikasi alamat email."),
            _SURAT,
            siapa=pendengar_pendaftaran.pendaftar,
        ),
    ),
    "pendaftaran.dikirim_ulang": (
        make(
            Sebagai.PENDAFTAR,
            "envelope-check",
            _l("Tautan pendaftaran dikirim lagi."),
            _SURAT,
            siapa=pendengar_pendaftaran.pendaftar,
        ),
    ),
}
