"""What the journal says of accounts and institutions, in words for the page of one of them. Only read here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.jejak.queries import history_of

SHOWN = 20
SPOKEN: dict[str, tuple[str, str, Any]] = {
    "akun.dibuat": ("person-plus", "", _l("Akun dibuat")),
    "akun.sandi_diatur": ("key", "", _l("Kata sandi diatur lewat tautan")),
    "akun.sandi_diganti": ("key", "", _l("Kata sandi diganti")),
    "akun.sandi_lupa": ("envelope", "", _l("Tautan lupa kata sandi diminta")),
    "akun.masuk": ("box-arrow-in-right", "", _l("Masuk")),
    "akun.masuk_gagal": ("x-circle", "giliran", _l("Gagal masuk")),
    "akun.terkunci": ("lock-fill", "bahaya", _l("Masuk ditutup sementara: terlalu sering gagal")),
    "akun.peran_diubah": ("person-badge", "", _l("Peran atau keadaan akun diubah")),
    "akun.email_diminta": ("envelope", "", _l("Penggantian email masuk diminta")),
    "akun.email_diganti": ("envelope-check", "", _l("Email masuk diganti")),
    "akun.kalender_dibuat": ("calendar3", "", _l("Alamat langganan kalender dibuat")),
    "akun.kalender_dicabut": ("calendar-x", "", _l("Alamat langganan kalender dicabut")),
    "akun.sso_dihubungkan": ("link-45deg", "", _l("Dihubungkan dengan penyedia masuk")),
    "akun.sso_dilepas": ("x-circle", "", _l("Sambungan dengan penyedia masuk dilepas")),
    "akun.sso_keluar": ("box-arrow-right", "", _l("Sesi diakhiri oleh penyedia masuk")),
    "sso.penyedia_ditambah": ("plus-lg", "", _l("Ditambahkan")),
    "sso.penyedia_diubah": ("pencil", "", _l("Diubah")),
    "akun.aplikasi_diizinkan": ("boxes", "", _l("Aplikasi diizinkan mengenal akun ini")),
    "akun.aplikasi_dicabut": ("x-circle", "", _l("Izin aplikasi dicabut")),
    "sso.klien_ditambah": ("plus-lg", "", _l("Ditambahkan")),
    "sso.klien_diubah": ("pencil", "", _l("Diubah")),
    "sso.rahasia_diganti": ("key", "", _l("Rahasia diganti")),
    "sso.dipakai_ulang": (
        "x-circle",
        "bahaya",
        _l("Kode atau token dipakai ulang: semua turunannya dicabut"),
    ),
    "akun.faktor_dinyalakan": ("shield-check", "", _l("Verifikasi dua langkah dinyalakan")),
    "akun.faktor_dimatikan": ("shield-x", "bahaya", _l("Verifikasi dua langkah dimatikan")),
    "akun.kode_pemulihan_dibuat": ("key", "", _l("Kode pemulihan baru dibuat")),
    "akun.kode_pemulihan_dipakai": ("key", "giliran", _l("Kode pemulihan dipakai")),
    "akun.kunci_ditambah": ("fingerprint", "", _l("Kunci sandi ditambahkan")),
    "akun.kunci_dihapus": ("fingerprint", "", _l("Kunci sandi dihapus")),
    "akun.kunci_ditolak": ("x-circle", "bahaya", _l("Kunci sandi ditolak: tampaknya tiruan")),
    "akun.sesi_diakhiri": ("box-arrow-right", "", _l("Sesi di peramban lain diakhiri")),
    "akun.peramban_baru": ("laptop", "", _l("Masuk dari peramban baru")),
    "akun.email_kabar_diminta": ("envelope", "", _l("Email untuk kabar diminta")),
    "akun.email_kabar_diganti": ("envelope-check", "", _l("Email untuk kabar diganti")),
    "akun.kode_diminta": ("envelope", "", _l("Kode lewat surel diminta")),
    "akun.faktor_direset": ("shield-x", "bahaya", _l("Verifikasi dua langkah dihapus oleh petugas")),
    "akun.data_dilihat": ("eye", "", _l("Data dilihat petugas")),
    "akun.data_diunduh": ("download", "", _l("Salinan data sendiri diunduh")),
    "pegawai.ditambah": ("plus-lg", "", _l("Ditambahkan ke direktori ASN")),
    "pegawai.diubah": ("pencil", "", _l("Data ASN diubah")),
    "pegawai.keluar": ("person-dash", "bahaya", _l("Keluar dari direktori ASN; akses berakhir")),
    "pegawai.kembali": ("arrow-counterclockwise", "", _l("Kembali ke direktori ASN")),
    "pegawai.dihubungkan": ("link-45deg", "", _l("Dihubungkan dengan akun")),
    "pegawai.bentrok": ("exclamation-triangle-fill", "giliran", _l("Ada akun yang mungkin milik orang ini")),
    "pegawai.bentrok_diputus": ("check2", "", _l("Kecocokan akun diputus")),
    "pegawai.peran_diusulkan": ("person-badge", "tunggu", _l("Perubahan peran diusulkan")),
    "pegawai.usulan_diputus": ("check2", "", _l("Usulan peran diputus")),
    "pegawai.sandi_pertama": ("key", "giliran", _l("Masuk dengan kata sandi pertama")),
    "biodata.disimpan": ("person-lines-fill", "", _l("Biodata disimpan")),
    "biodata.nik_dilihat": ("eye", "tunggu", _l("NIK lengkap dilihat")),
    "instansi.dibuat": ("plus-lg", "", _l("Instansi didaftarkan")),
    "instansi.diubah": ("pencil", "", _l("Data instansi diubah")),
    "instansi.pengelola_diganti": ("person-gear", "", _l("Pengelola berganti: akun yang lama ditutup")),
    "instansi.surat_diunggah": ("file-earmark-plus", "", _l("Surat diunggah")),
    "instansi.surat_dibaca": ("eye", "", _l("Surat dibaca petugas")),
    "instansi.surat_diperiksa": ("file-earmark-check", "", _l("Surat diperiksa")),
    "instansi.surat_berakhir": ("hourglass-bottom", "giliran", _l("Pengingat masa berlaku surat")),
    "instansi.verifikasi_diminta": ("building-check", "tunggu", _l("Verifikasi diminta")),
    "instansi.diverifikasi": ("patch-check-fill", "baik", _l("Instansi terverifikasi")),
    "instansi.digabung": ("sign-merge-right", "bahaya", _l("Digabung ke instansi lain")),
    "instansi.menerima_gabungan": ("sign-merge-left", "", _l("Menerima gabungan instansi lain")),
    "instansi.verifikasi_dikembalikan": ("arrow-counterclockwise", "giliran", _l("Perbaikan diminta")),
    "instansi.anggota_keluar": ("person-dash", "", _l("Anggota keluar")),
}


def lines_of(item: Any) -> list[dict[str, Any]]:
    """The newest events of a row, as `ui.linimasa` prints them."""
    return [_line(event) for event in history_of(item, limit=SHOWN)]


def _line(event: Peristiwa) -> dict[str, Any]:
    icon, tone, words = SPOKEN.get(event.jenis, ("dot", "", event.jenis))
    return {
        "ikon": icon,
        "nada": tone,
        "judul": words,
        "isi": event.catatan or _changes(event),
        "ket": event.pelaku_nama,
        "pada": event.at,
    }


def _changes(event: Peristiwa) -> str:
    """What a change of roles, office or position said before and after."""
    old, new = event.data.get("lama"), event.data.get("baru")
    if event.jenis != "akun.peran_diubah" or not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    sides: list[tuple[Any, Any]] = [(", ".join(old["peran"]), ", ".join(new["peran"]))]
    sides += [(old.get(name), new.get(name)) for name in ("opd", "jabatan_tim")]
    return "; ".join(f"{before or '–'} → {after or '–'}" for before, after in sides if before != after)
