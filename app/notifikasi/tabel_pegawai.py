"""What is heard of the directory of ASN. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.notifikasi import pendengar_pegawai
from app.notifikasi.kabar import NOBODY, Kabar, Surat, make
from app.notifikasi.models import Sebagai

PEGAWAI: dict[str, tuple[Kabar, ...]] = {
    # Which of four things the mail says is known only when it is written, so its subject is too (surat_pegawai.py).
    "pegawai.tautan_diminta": (
        make(
            Sebagai.PEGAWAI,
            "envelope",
            _l("Masuk pertama kali sebagai ASN diminta."),
            Surat("pegawai/surel/masuk", "%(perihal)s", is_for_actor=True),
            siapa=pendengar_pegawai.pegawai,
        ),
    ),
    "pegawai.dihubungkan": (
        make(
            Sebagai.PEMILIK_AKUN,
            "link-45deg",
            _l("Akun Anda dihubungkan dengan direktori ASN kota."),
            Surat("pegawai/surel/dihubungkan", _l("Akun Anda dihubungkan dengan direktori ASN"), is_for_actor=True),
            siapa=pendengar_pegawai.pemilik,
            is_for_actor=True,
        ),
    ),
    "pegawai.sandi_pertama": (
        make(
            Sebagai.PEMILIK_AKUN,
            "key",
            _l("Kata sandi pertama Anda dipakai untuk masuk."),
            Surat("pegawai/surel/sandi_pertama", _l("Kata sandi pertama Anda sudah dipakai"), is_for_actor=True),
            siapa=pendengar_pegawai.pemilik,
            is_for_actor=True,
        ),
    ),
    # What Admin has to do about these stands in the task list (tugas_pegawai.py).
    "pegawai.bentrok": NOBODY,
    "pegawai.peran_diusulkan": NOBODY,
    **dict.fromkeys(
        (
            f"pegawai.{verb}"
            for verb in (
                "ditambah", "diubah", "keluar", "kembali", "diimpor", "bentrok_diputus", "usulan_diputus",
                "sumber_diubah", "sumber_dijalankan",
            )
        ),
        NOBODY,
    ),
    **dict.fromkeys(
        (f"aturan_peran_asn.{verb}" for verb in ("ditambah", "diubah", "dihapus", "dinonaktifkan", "diaktifkan")),
        NOBODY,
    ),
}  # fmt: skip
