"""What is heard of UU PDP. Data only; the whole table is in tabel.py."""

from flask_babel import lazy_gettext as _l

from app.notifikasi import pendengar_pdp as siapa
from app.notifikasi.kabar import NOBODY, Kabar, Surat, make
from app.notifikasi.models import Sebagai

_ASKED = "pdp/surel/permintaan"
_BREACH = "pdp/surel/pelanggaran_pejabat"


def _person(ikon: str, kalimat: object, subjek: object, **options: bool) -> Kabar:
    return make(
        Sebagai.PEMILIK_AKUN, ikon, kalimat, Surat(_ASKED, subjek, **options), siapa=siapa.pemohon, **options
    )


def _officer(ikon: str, kalimat: object, subjek: object) -> Kabar:
    surat = Surat("pdp/surel/permintaan_pejabat", subjek)
    return make(Sebagai.PEJABAT_PDP, ikon, kalimat, surat, siapa=siapa.pejabat_permintaan)


def _breach(ikon: str, kalimat: object, subjek: object) -> Kabar:
    return make(Sebagai.PEJABAT_PDP, ikon, kalimat, Surat(_BREACH, subjek), siapa=siapa.pejabat)


PDP: dict[str, tuple[Kabar, ...]] = {
    "permintaan_data.dibuat": (
        _person(
            "send-check",
            _l("Permintaan Anda atas data pribadi diterima dan dijawab dalam 3×24 jam."),
            _l("Permintaan data Anda nomor %(nomor)s diterima"),
            is_for_actor=True,
        ),
        _officer(
            "inbox",
            _l("Permintaan data pribadi baru menunggu jawaban dalam 3×24 jam."),
            _l("Permintaan data nomor %(nomor)s menunggu jawaban"),
        ),
    ),
    "permintaan_data.diproses": (
        _person(
            "hourglass-split",
            _l("Permintaan Anda atas data pribadi sedang ditangani."),
            _l("Permintaan data Anda nomor %(nomor)s ditangani"),
        ),
    ),
    "permintaan_data.selesai": (
        _person(
            "check-circle-fill",
            _l("Permintaan Anda atas data pribadi selesai."),
            _l("Permintaan data Anda nomor %(nomor)s selesai"),
        ),
    ),
    "permintaan_data.ditolak": (
        _person(
            "x-octagon-fill",
            _l("Permintaan Anda atas data pribadi ditolak; alasannya ada di jawaban."),
            _l("Permintaan data Anda nomor %(nomor)s ditolak"),
        ),
    ),
    # The account is no more: only the mail, to the address that it had.
    "permintaan_data.dihapus": (
        make(
            Sebagai.TERDAMPAK,
            "trash",
            _l("Akun dan data pribadi Anda dihapus."),
            Surat("pdp/surel/dihapus", _l("Akun dan data pribadi Anda sudah dihapus")),
            siapa=siapa.pamit,
        ),
    ),
    "permintaan_data.diingatkan": (
        _officer(
            "hourglass-split",
            _l("Tenggat sebuah permintaan data pribadi tinggal kurang dari 24 jam."),
            _l("Permintaan data nomor %(nomor)s: kurang dari 24 jam lagi"),
        ),
    ),
    "permintaan_data.terlambat": (
        _officer(
            "exclamation-triangle-fill",
            _l("Tenggat 3×24 jam sebuah permintaan data pribadi sudah lewat."),
            _l("Permintaan data nomor %(nomor)s: tenggatnya lewat"),
        ),
    ),
    "pembatasan.diakhiri": NOBODY,
    "persetujuan.diberikan": NOBODY,
    "persetujuan.ditarik": NOBODY,
    "teks_persetujuan.diterbitkan": (
        make(
            Sebagai.PEMILIK_AKUN,
            "file-earmark-text",
            _l("Teks persetujuan berubah: persetujuan Anda yang lama tidak berlaku lagi. Putuskan lagi."),
            siapa=siapa.penyetuju_lama,
            is_for_actor=True,
        ),
    ),
    "naskah_privasi.diterbitkan": (
        make(
            Sebagai.PEMILIK_AKUN,
            "shield-check",
            _l("Pemberitahuan privasi akan berubah; baca versi barunya sebelum berlaku."),
            Surat("pdp/surel/privasi", _l("Pemberitahuan privasi Si KERJA SAMARINDA akan berubah")),
            siapa=siapa.semua,
            is_for_actor=True,
        ),
    ),
    "kabar_layanan.dikirim": (
        make(
            Sebagai.PEMILIK_AKUN,
            "envelope",
            _l("Ada kabar layanan; isinya dikirim ke email Anda."),
            Surat("pdp/surel/kabar_layanan", _l("%(judul)s")),
            siapa=siapa.penyetuju,
        ),
    ),
    "pelanggaran.dicatat": (
        _breach(
            "exclamation-triangle-fill",
            _l("%(pelaku)s mencatat kegagalan pelindungan data pribadi; 3×24 jam berjalan."),
            _l("Catatan pelanggaran nomor %(nomor)s: 3×24 jam berjalan"),
        ),
    ),
    "pelanggaran.diubah": NOBODY,
    "pelanggaran.terdampak_ditambah": NOBODY,
    "pelanggaran.diberitahukan": (
        make(
            Sebagai.TERDAMPAK,
            "exclamation-triangle-fill",
            _l("Data pribadi Anda terdampak kegagalan pelindungan data. Suratnya dikirim ke email Anda."),
            Surat(
                "pdp/surel/pelanggaran",
                _l("Pemberitahuan: data pribadi Anda terdampak"),
                is_for_actor=True,
            ),
            siapa=siapa.terdampak,
            is_for_actor=True,
        ),
    ),
    "pelanggaran.dilaporkan": NOBODY,
    "pelanggaran.ditutup": NOBODY,
    "pelanggaran.diingatkan": (
        _breach(
            "hourglass-split",
            _l("Tenggat memberi tahu sebuah pelanggaran tinggal kurang dari 24 jam."),
            _l("Catatan pelanggaran nomor %(nomor)s: kurang dari 24 jam lagi"),
        ),
    ),
    "pelanggaran.terlambat": (
        _breach(
            "exclamation-triangle-fill",
            _l("Tenggat 3×24 jam memberi tahu sebuah pelanggaran sudah lewat."),
            _l("Catatan pelanggaran nomor %(nomor)s: tenggatnya lewat"),
        ),
    ),
    "akun.data_dilihat": NOBODY,  # read on Data saya; a line for each look would bury the inbox
    "akun.data_diunduh": NOBODY,
}
