"""What is heard of rights of PPKSD-2 and of handing a contact's place over. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar, pendengar_alih
from app.notifikasi.kabar import Kabar, Surat, journey_mail
from app.notifikasi.kabar import make as _kabar
from app.notifikasi.models import Sebagai
from app.permohonan.rules_alih import ADMIN, PENGELOLA

ALIH_SURAT = "permohonan/surel/alih"


def _by_admin(peristiwa: Peristiwa) -> bool:
    return peristiwa.data.get("peminta") == ADMIN


def _by_pengelola(peristiwa: Peristiwa) -> bool:
    return peristiwa.data.get("peminta") == PENGELOLA


def _asker(ikon: str, kalimat: object) -> tuple[Kabar, Kabar]:
    """A line for who asked for it, when it is none of the contacts."""
    return (
        _kabar(Sebagai.PENGELOLA, ikon, kalimat, siapa=pendengar_alih.peminta, bila=_by_pengelola),
        _kabar(Sebagai.ADMIN, ikon, kalimat, siapa=pendengar_alih.peminta, bila=_by_admin),
    )


ALIH: dict[str, tuple[Kabar, ...]] = {
    "instansi.pengelola_diganti": (
        _kabar(
            Sebagai.ANGGOTA,
            "person-gear",
            _l("Anda sekarang pengelola instansi: akun pengelola sebelumnya ditutup."),
        ),
    ),
    "permohonan.hak_diubah": (
        _kabar(
            Sebagai.PPKSD,
            "sliders",
            _l("%(pelaku)s mengubah hak Anda sebagai PPKSD-2."),
            journey_mail(
                _l("%(kode)s: hak Anda pada perkara ini diubah"),
                _l("Tombol yang tidak terbuka lagi bagi Anda menyebut alasannya."),
            ),
            siapa=pendengar.ppksd2,
        ),
    ),
    "permohonan.alih_diminta": (
        _kabar(
            Sebagai.PENERIMA,
            "person-plus",
            _l("%(pelaku)s menawarkan tempat petugas (PPKSD) sebuah perkara kepada Anda."),
            Surat(ALIH_SURAT, _l("%(kode)s: tempat petugas ditawarkan kepada Anda")),
            siapa=pendengar.disebut,
        ),
        _kabar(
            Sebagai.PPKSD,
            "person-plus",
            _l("%(pelaku)s menawarkan tempat petugas perkara ini kepada %(nama)s."),
            journey_mail(_l("%(kode)s: tempat petugas ditawarkan kepada orang lain")),
        ),
    ),
    "permohonan.alih_dibatalkan": (
        _kabar(
            Sebagai.PENERIMA,
            "person-dash",
            _l("Tawaran menjadi petugas (PPKSD) dibatalkan. Anda tidak perlu melakukan apa-apa lagi."),
            Surat(ALIH_SURAT, _l("%(kode)s: tawaran tempat petugas dibatalkan")),
            siapa=pendengar.disebut,
        ),
        _kabar(Sebagai.PPKSD, "person-dash", _l("Tawaran tempat petugas kepada %(nama)s dibatalkan.")),
    ),
    "permohonan.alih_ditolak": (
        _kabar(
            Sebagai.PPKSD,
            "person-x",
            _l("%(nama)s tidak bersedia menjadi petugas perkara ini."),
            journey_mail(_l("%(kode)s: tempat petugas tidak diterima")),
        ),
        *_asker("person-x", _l("%(nama)s tidak bersedia menjadi petugas perkara ini.")),
    ),
    "permohonan.alih_berlaku": (
        _kabar(
            Sebagai.PENERIMA,
            "person-check",
            _l("Anda sekarang petugas penghubung (PPKSD) perkara ini."),
            Surat(ALIH_SURAT, _l("%(kode)s: Anda sekarang petugas penghubung")),
            siapa=pendengar.disebut,
        ),
        _kabar(
            Sebagai.PPKSD2_LAMA,
            "person-dash",
            _l("%(nama)s menggantikan Anda sebagai petugas penghubung."),
            journey_mail(_l("%(kode)s: tugas Anda dialihkan")),
            siapa=pendengar_alih.petugas_lama,
        ),
        _kabar(
            Sebagai.PPKSD,
            "person-check",
            _l("%(nama)s sekarang petugas perkara ini."),
            journey_mail(_l("%(kode)s: petugas penghubung berganti")),
        ),
        _kabar(
            Sebagai.ADMIN,
            "person-check",
            _l("Petugas penghubung perkara ini berganti menjadi %(nama)s."),
            siapa=pendengar_alih.admin_perkara,
        ),
        _kabar(
            Sebagai.PENGELOLA,
            "person-check",
            _l("%(nama)s sekarang petugas perkara ini."),
            siapa=pendengar_alih.peminta,
            bila=_by_pengelola,
        ),
    ),
}
