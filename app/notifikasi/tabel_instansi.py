"""What is heard of papers of institutions, handing over, merging. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar_instansi as pendengar
from app.notifikasi.kabar import NOBODY, Kabar, Surat
from app.notifikasi.kabar import make as _kabar
from app.notifikasi.models import Sebagai


def _is_returned(peristiwa: Peristiwa) -> bool:
    return peristiwa.data.get("hasil") == "dikembalikan"


LEMBAGA: dict[str, tuple[Kabar, ...]] = {
    "instansi.surat_diunggah": NOBODY,  # Admin's task list says it
    "instansi.surat_dibaca": NOBODY,
    "instansi.digabung": NOBODY,  # its members are those of the other record now, and hear it there
    "instansi.menerima_gabungan": (
        _kabar(
            Sebagai.PENGELOLA,
            "sign-merge-left",
            _l("Catatan %(nama)s digabung ke instansi Anda."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s: dua catatan digabung")),
        ),
    ),
    "instansi.verifikasi_diminta": (
        _kabar(
            Sebagai.ADMIN,
            "building-check",
            _l("%(pelaku)s meminta verifikasi instansinya."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s menunggu verifikasi")),
            siapa=pendengar.admin_bukan_anggota,
        ),
    ),
    "instansi.surat_diperiksa": (
        _kabar(
            Sebagai.PENGELOLA,
            "file-earmark-x",
            _l("%(nama)s instansi Anda dikembalikan."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s: surat dikembalikan")),
            bila=_is_returned,
        ),
    ),
    "instansi.diverifikasi": (
        _kabar(
            Sebagai.PENGELOLA,
            "patch-check-fill",
            _l("Instansi Anda terverifikasi."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s terverifikasi")),
        ),
    ),
    "instansi.verifikasi_dikembalikan": (
        _kabar(
            Sebagai.PENGELOLA,
            "arrow-counterclockwise",
            _l("Verifikasi instansi Anda memerlukan perbaikan."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s: verifikasi memerlukan perbaikan")),
        ),
    ),
    "instansi.surat_berakhir": (
        _kabar(
            Sebagai.PENGELOLA,
            "hourglass-bottom",
            _l("Masa berlaku %(nama)s instansi Anda segera habis atau sudah habis."),
            Surat("akun/surel/verifikasi_instansi", _l("%(instansi)s: masa berlaku surat")),
        ),
    ),
}
