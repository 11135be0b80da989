"""What happens to each table when a person's data are erased: what goes, what is masked, what stays and by which law.

One table of policy: the preview counts from it, operations_hapus.py acts by it, a test searches the whole database
against it. Nothing is read or changed here.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

HOST = "tidak-ada.invalid"  # RFC 2606: no mail ever gets there


@dataclass(frozen=True)
class Pergi:
    """Rows that go, by the columns that name the person."""

    tabel: str
    kolom: tuple[str, ...]
    kata: Any


# In this order: what hangs on another row goes before it.
PERGI: tuple[Pergi, ...] = (
    Pergi("biodata", ("pengguna_id",), _l("Biodata: nama, NIK, telepon, alamat, pekerjaan")),
    Pergi("identitas", ("pengguna_id",), _l("Identitas dari pendaftaran")),
    Pergi("pemberian_sso", ("pengguna_id",), _l("Masuk ke aplikasi lain")),
    Pergi("izin_sso", ("pengguna_id",), _l("Izin bagi aplikasi lain")),
    Pergi("subjek_sso", ("pengguna_id",), _l("Nomor pada aplikasi lain")),
    Pergi("sesi", ("pengguna_id",), _l("Sesi masuk")),
    Pergi("kunci_sandi", ("pengguna_id",), _l("Kunci sandi (passkey)")),
    Pergi("faktor_totp", ("pengguna_id",), _l("Verifikasi dua langkah")),
    Pergi("kode_pemulihan", ("pengguna_id",), _l("Kode pemulihan")),
    Pergi("tautan_akun", ("pengguna_id",), _l("Tautan dan kode sekali pakai")),
    Pergi("sesi_sso", ("pengguna_id",), _l("Sesi lewat penyedia masuk")),
    Pergi("permintaan_sso", ("pengguna_id", "calon_id"), _l("Permintaan masuk lewat penyedia")),
    Pergi("akun_sso", ("pengguna_id",), _l("Sambungan dengan penyedia masuk")),
    Pergi("tampilan_tersimpan", ("pengguna_id",), _l("Tampilan daftar yang disimpan")),
    Pergi("pemberitahuan", ("pengguna_id",), _l("Kotak masuk")),
    Pergi("ab_api_key", ("user_id",), _l("Kunci API")),
    Pergi("ab_user_group", ("user_id",), _l("Kelompok akun")),
    Pergi("ab_user_role", ("user_id",), _l("Peran")),
)

# Columns whose text is replaced, with what they hold afterwards said in words.
SAMAR: dict[str, Any] = {
    "ab_user": _l("Akun: nama menjadi Pengguna #nomor, email dan NIP dihapus, tidak dapat masuk lagi"),
    "surel": _l("Alamat tujuan surel yang sudah dikirim"),
    "undangan_instansi": _l("Alamat pada undangan"),
    "terdampak": _l("Alamat pada catatan pelanggaran"),
    "permintaan_data": _l("Isi permintaan Anda"),
}

# What stays, and why. "table.column": a test allows what was erased to be found here and nowhere else.
ARSIP = _l("Arsip kerja sama: UU 43/2009 tentang Kearsipan dan jadwal retensi arsip.")
JEJAK = _l("Jejak perbuatan hanya ditambah dan tidak pernah diubah: bukti keputusan pemerintahan.")
KEPEGAWAIAN = _l("Direktori pegawai kota, menurut aturan kepegawaian; berubah bersama sumbernya.")
IMPOR = _l("Berkas impor direktori: sampai diterapkan, paling lama tujuh hari.")
LEMBAGA = _l("Data lembaga, bukan data pribadi; lembaganya sendiri yang mengubahnya.")
BUKTI = _l("Bukti bahwa kewajiban pengendali dipenuhi (UU 27/2022 pasal 24, 31, 46).")
TINGGAL: dict[str, Any] = {
    "peristiwa.pelaku_nama": JEJAK,
    "peristiwa.objek_nama": JEJAK,
    "peristiwa.data": JEJAK,
    "peristiwa.catatan": JEJAK,
    "petugas.nama": ARSIP,
    "petugas.nik_sandi": ARSIP,
    "petugas.nik_samar": ARSIP,
    "petugas.nomor_kepegawaian": ARSIP,
    "petugas.telepon": ARSIP,
    "petugas.email": ARSIP,
    "petugas.unit_kerja": ARSIP,
    "petugas.jabatan": ARSIP,
    "kiriman.isi": ARSIP,
    "pesan.isi": ARSIP,
    "lampiran_pesan.nama": ARSIP,
    "pendapat.alasan": ARSIP,
    "pendapat.tanggapan": ARSIP,
    "pengembalian.alasan": ARSIP,
    "versi_naskah.nama": ARSIP,
    "versi_naskah.catatan": ARSIP,
    "berkas.nama": ARSIP,
    "pihak_tanda_tangan.nama": ARSIP,
    "verifikasi.catatan": ARSIP,
    "permintaan_perbaikan.catatan": ARSIP,
    "permohonan.penutup": ARSIP,
    "permohonan.judul": ARSIP,
    "permohonan.instansi_nama": ARSIP,
    "permohonan.instansi_email": ARSIP,
    "permohonan.instansi_telepon": ARSIP,
    "permohonan.instansi_alamat": ARSIP,
    "persiapan.latar_belakang": ARSIP,
    "kerja_sama.judul": ARSIP,
    "kerja_sama.instansi_nama": ARSIP,
    "koreksi_kerja_sama.isi": ARSIP,
    "instansi.nama": LEMBAGA,
    "instansi.email": LEMBAGA,
    "instansi.telepon": LEMBAGA,
    "instansi.alamat": LEMBAGA,
    "permintaan_data.jawaban": BUKTI,
    "alih_tugas.alasan": ARSIP,
    "alih_tugas.petugas_lama": ARSIP,
    "surat_instansi.catatan": LEMBAGA,
    "pegawai.nip": KEPEGAWAIAN,
    "pegawai.nama": KEPEGAWAIAN,
    "pegawai.email": KEPEGAWAIAN,
    "tautan_pegawai.email": KEPEGAWAIAN,
    "impor_pegawai.pesan": IMPOR,
    "impor_pegawai.isi": IMPOR,
}
# How it is told to the person who asks.
TINGGAL_KATA: tuple[tuple[Any, Any], ...] = (
    (_l("Naskah yang ditandatangani dan berkas perkaranya"), ARSIP),
    (_l("Salinan data petugas penghubung pada permohonan yang sudah dikirim"), ARSIP),
    (_l("Pesan dan pendapat di dalam perkara"), ARSIP),
    (_l("Jejak perbuatan, termasuk nama pelakunya"), JEJAK),
    (_l("Bukti persetujuan dan permintaan, tanpa isi permintaannya"), BUKTI),
    (_l("Data instansi"), LEMBAGA),
    (_l("Baris direktori ASN, bila Anda pegawai kota; tidak lagi tersambung dengan akun ini"), KEPEGAWAIAN),
    (_l("Berkas impor direktori ASN yang belum diterapkan"), IMPOR),
)
