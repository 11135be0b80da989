"""The one table: which event is heard by whom, in which words, and whether a mail goes. Data only.

Every kind of event of the program stands here, also those that nobody hears of; a test holds the table against the
code. A person who hears an event in two roles hears it once, as the first that matches.
"""

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar, pendengar_pendaftaran
from app.notifikasi.kabar import NOBODY, SEBAB, Kabar, Surat, journey_mail, values
from app.notifikasi.kabar import make as _kabar
from app.notifikasi.models import Sebagai
from app.notifikasi.tabel_alih import ALIH
from app.notifikasi.tabel_instansi import LEMBAGA
from app.notifikasi.tabel_masuk import MASUK
from app.notifikasi.tabel_pdp import PDP
from app.notifikasi.tabel_pegawai import PEGAWAI
from app.notifikasi.tabel_pembahasan import PEMBAHASAN
from app.notifikasi.tabel_penandatanganan import PENANDATANGANAN
from app.notifikasi.tabel_pendaftaran import PENDAFTARAN
from app.notifikasi.tabel_sso import SSO

__all__ = ["NOBODY", "SEBAB", "TABEL", "Kabar", "Surat", "find", "sentence"]

PERMOHONAN: dict[str, tuple[Kabar, ...]] = {
    "permohonan.draf_dibuat": NOBODY,
    "permohonan.bagian_disimpan": NOBODY,
    "permohonan.permintaan_ditandai": NOBODY,
    "permohonan.draf_dihapus": (_kabar(Sebagai.PPKSD, "trash", _l("%(pelaku)s menghapus draf permohonan.")),),
    "permohonan.ppksd2_dipilih": (
        _kabar(
            Sebagai.PPKSD2,
            "person-plus",
            _l("%(pelaku)s meminta Anda menjadi PPKSD-2."),
            Surat("permohonan/surel/ppksd2_dipilih", _l("%(kode)s: Anda diminta menjadi PPKSD-2")),
        ),
    ),
    "permohonan.ppksd2_diganti": (
        _kabar(
            Sebagai.PPKSD2_LAMA,
            "person-dash",
            _l("%(pelaku)s memilih orang lain menjadi PPKSD-2. Anda tidak perlu melakukan apa-apa lagi."),
            journey_mail(_l("%(kode)s: PPKSD-2 diganti")),
        ),
    ),
    # The invitation itself, recorded in the same act, tells it: its mail says that one is to become PPKSD-2.
    "permohonan.ppksd2_diundang": NOBODY,
    "permohonan.ppksd2_menerima": (
        _kabar(
            Sebagai.PPKSD1,
            "person-check",
            _l("%(pelaku)s bersedia menjadi PPKSD-2."),
            Surat("permohonan/surel/ppksd2_menerima", _l("%(kode)s: PPKSD-2 menerima penugasan")),
        ),
    ),
    "permohonan.ppksd2_menolak": (
        _kabar(
            Sebagai.PPKSD1,
            "person-x",
            _l("%(pelaku)s tidak bersedia menjadi PPKSD-2."),
            Surat("permohonan/surel/ppksd2_menolak", _l("%(kode)s: PPKSD-2 menolak penugasan")),
        ),
    ),
    "permohonan.dikirim": (
        _kabar(
            Sebagai.PPKSD,
            "send-check",
            _l("%(pelaku)s mengirim permohonan; sekarang menunggu verifikasi."),
            Surat(
                "permohonan/surel/dikirim",
                _l("%(kode)s: permohonan Anda telah kami terima"),
                is_for_actor=True,
            ),
        ),
        _kabar(
            Sebagai.ADMIN,
            "inbox",
            _l("Permohonan baru menunggu verifikasi."),
            Surat("permohonan/surel/dikirim_admin", _l("%(kode)s: permohonan baru menunggu verifikasi")),
        ),
    ),
    "permohonan.dikirim_ulang": (
        _kabar(
            Sebagai.PPKSD,
            "send-check",
            _l("%(pelaku)s mengirim perbaikan; sekarang menunggu verifikasi."),
            Surat(
                "permohonan/surel/dikirim",
                _l("%(kode)s: perbaikan Anda telah kami terima"),
                is_for_actor=True,
            ),
        ),
        _kabar(
            Sebagai.ADMIN,
            "arrow-repeat",
            _l("Permohonan yang sudah diperbaiki menunggu verifikasi."),
            Surat("permohonan/surel/dikirim_admin", _l("%(kode)s: perbaikan menunggu verifikasi")),
        ),
    ),
    "permohonan.perbaikan_diminta": (
        _kabar(
            Sebagai.PPKSD,
            "arrow-counterclockwise",
            _l("Permohonan Anda perlu diperbaiki."),
            Surat("permohonan/surel/perbaikan_diminta", _l("%(kode)s: permohonan Anda perlu diperbaiki")),
        ),
    ),
    "permohonan.disetujui": (
        _kabar(
            Sebagai.PPKSD,
            "check-circle-fill",
            _l("Permohonan Anda lolos verifikasi dan masuk tahap Penawaran."),
            Surat("permohonan/surel/disetujui", _l("%(kode)s: permohonan Anda lolos verifikasi")),
        ),
        _kabar(
            Sebagai.TKKSD,
            "envelope-paper",
            _l("Permohonan lolos verifikasi dan masuk tahap Penawaran."),
            Surat("permohonan/surel/disetujui_tkksd", _l("%(kode)s: permohonan masuk tahap Penawaran")),
        ),
    ),
    "permohonan.ditolak": (
        _kabar(
            Sebagai.PPKSD,
            "x-octagon-fill",
            _l("Permohonan Anda ditolak."),
            Surat("permohonan/surel/ditolak", _l("%(kode)s: permohonan Anda ditolak")),
        ),
    ),
    "permohonan.ditarik": (
        _kabar(
            Sebagai.PPKSD,
            "arrow-return-left",
            _l("%(pelaku)s menarik permohonan."),
            Surat("permohonan/surel/ditarik", _l("%(kode)s: permohonan ditarik")),
        ),
        _kabar(
            Sebagai.ADMIN,
            "arrow-return-left",
            _l("%(pelaku)s menarik permohonan."),
            Surat("permohonan/surel/ditarik", _l("%(kode)s: permohonan ditarik")),
        ),
        _kabar(
            Sebagai.TKKSD,
            "arrow-return-left",
            _l("%(pelaku)s menarik permohonan."),
        ),
        _kabar(
            Sebagai.PROTOKOL,
            "arrow-return-left",
            _l("%(pelaku)s menarik permohonan; jadwal penandatanganannya tidak berlaku lagi."),
            siapa=pendengar.protokol_yang_menjadwal,
        ),
    ),
}

AKUN: dict[str, tuple[Kabar, ...]] = {
    "akun.dibuat": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "person-badge",
            _l("Akun Anda dibuat oleh %(pelaku)s."),
            Surat("akun/surel/dibuat", _l("Akun Anda di Si KERJA SAMARINDA: atur kata sandi")),
            siapa=pendengar.pemilik_akun_baru,
        ),
    ),
    "akun.sandi_lupa": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "key",
            _l("Tautan untuk mengatur ulang kata sandi diminta."),
            Surat("akun/surel/sandi_lupa", _l("Atur ulang kata sandi Anda"), is_for_actor=True),
            is_for_actor=True,
        ),
    ),
    "akun.sandi_diatur": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "shield-check",
            _l("Kata sandi akun Anda diatur ulang lewat tautan di surel."),
            Surat("akun/surel/sandi_diganti", _l("Kata sandi Anda diganti"), is_for_actor=True),
            is_for_actor=True,
            bila=pendengar_pendaftaran.is_reset,
        ),
    ),
    "akun.sandi_diganti": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "shield-check",
            _l("Kata sandi akun Anda diganti."),
            Surat("akun/surel/sandi_diganti", _l("Kata sandi Anda diganti"), is_for_actor=True),
            is_for_actor=True,
        ),
    ),
    "akun.email_diminta": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "envelope",
            _l("Penggantian alamat email akun Anda diminta."),
            Surat("akun/surel/email_diminta", _l("Konfirmasi alamat email baru Anda"), is_for_actor=True),
            siapa=pendengar.alamat_baru,
            is_for_actor=True,
        ),
    ),
    "akun.email_diganti": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "envelope",
            _l("Alamat email akun Anda diganti."),
            Surat("akun/surel/email_diganti", _l("Alamat email akun Anda diganti"), is_for_actor=True),
            siapa=pendengar.alamat_lama,
            is_for_actor=True,
        ),
    ),
    "akun.terkunci": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "lock-fill",
            _l("Akun Anda terkunci sementara karena kata sandi berulang kali salah."),
            Surat("akun/surel/terkunci", _l("Akun Anda terkunci sementara"), is_for_actor=True),
            is_for_actor=True,
        ),
    ),
    "akun.peran_diubah": (
        _kabar(Sebagai.PEMILIK_AKUN, "people", _l("%(pelaku)s mengubah peran akun Anda.")),
    ),
    "akun.kalender_dibuat": (
        _kabar(
            Sebagai.PEMILIK_AKUN,
            "calendar3",
            _l("Alamat langganan kalender Anda dibuat; yang sebelumnya tidak berlaku lagi."),
            is_for_actor=True,
        ),
    ),
    "akun.kalender_dicabut": NOBODY,
    "akun.masuk": NOBODY,
    "akun.masuk_gagal": NOBODY,
    "biodata.disimpan": NOBODY,
    "biodata.nik_dilihat": (_kabar(Sebagai.PEMILIK_AKUN, "eye", _l("%(pelaku)s melihat NIK lengkap Anda.")),),
}

INSTANSI: dict[str, tuple[Kabar, ...]] = {
    "instansi.dibuat": NOBODY,
    "instansi.diubah": NOBODY,
    "instansi.anggota_diundang": (
        _kabar(
            Sebagai.DIUNDANG,
            "person-plus",
            _l("%(pelaku)s mengundang Anda menjadi anggota instansi."),
            Surat("akun/surel/anggota_diundang", _l("Undangan bergabung dengan %(instansi)s")),
        ),
    ),
    "instansi.undangan_dibatalkan": (
        _kabar(
            Sebagai.PENGELOLA,
            "person-x",
            _l("%(pelaku)s menolak undangan bergabung dengan instansi Anda."),
            Surat("akun/surel/undangan_ditolak", _l("Undangan ke %(instansi)s ditolak")),
            siapa=pendengar.pengelola_bila_ditolak,
        ),
    ),
    "instansi.anggota_bergabung": (
        _kabar(
            Sebagai.PENGELOLA,
            "person-check",
            _l("%(pelaku)s bergabung dengan instansi Anda."),
            Surat("akun/surel/anggota_bergabung", _l("Anggota baru di %(instansi)s")),
        ),
    ),
    "instansi.anggota_keluar": (
        _kabar(Sebagai.ANGGOTA, "person-dash", _l("%(pelaku)s mengeluarkan Anda dari instansi.")),
        _kabar(Sebagai.PENGELOLA, "person-dash", _l("%(nama)s bukan anggota instansi Anda lagi.")),
    ),
}

UNHEARD = (
    *(f"rujukan.{verb}" for verb in ("ditambah", "diubah", "dihapus", "dinonaktifkan", "diaktifkan")),
    *(f"informasi.{verb}" for verb in ("ditambah", "diubah", "dihapus")),
    "pengaturan.diubah",
    "surel.dikirim_ulang",
    "contoh.ditempatkan",
)

TABEL: dict[str, tuple[Kabar, ...]] = (
    PERMOHONAN
    | PEMBAHASAN
    | PENANDATANGANAN
    | AKUN
    | INSTANSI
    | PENDAFTARAN
    | MASUK
    | PEGAWAI
    | SSO
    | LEMBAGA
    | ALIH
    | PDP
    | dict.fromkeys(UNHEARD, NOBODY)
)


def find(peristiwa: Peristiwa, sebagai: Sebagai) -> Kabar | None:
    """What this kind of hearer is told of an event; None when the table says nothing (an old row of the inbox)."""
    rows = TABEL.get(peristiwa.jenis, NOBODY)
    return next((kabar for kabar in rows if kabar.sebagai == sebagai and kabar.bila(peristiwa)), None)


def sentence(kabar: Kabar, peristiwa: Peristiwa) -> str:
    """The line of the inbox, in the language of the page."""
    return str(kabar.kalimat) % values(peristiwa)
