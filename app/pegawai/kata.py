"""The words of the directory: what is wrong with a line, states and ways. Nothing is decided here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.pegawai.models import ArahUsulan, KeadaanImpor, KeadaanUsulan, Sumber

GALAT, PERINGATAN = "galat", "peringatan"

# column -> heading of the file and of pages
KOLOM: dict[str, Any] = {
    "nip": _l("NIP"),
    "nama": _l("Nama"),
    "lahir": _l("Tanggal lahir"),
    "opd": _l("Perangkat daerah"),
    "unit": _l("Unit kerja"),
    "jabatan": _l("Jabatan"),
    "email": _l("Email"),
    "aktif": _l("Aktif"),
    "": _l("Baris"),
}

# What is wrong, by its short name in ImporPegawai.pesan; the values stand beside it.
PESAN: dict[str, Any] = {
    "nip_panjang": _l("NIP terdiri atas 18 angka."),
    "nip_excel": _l(
        "NIP berubah menjadi bilangan di Excel. Beri format Teks pada kolom NIP sebelum mengisi."
    ),
    "nip_salah": _l("NIP tidak mungkin benar: periksa tanggal lahir, tahun pengangkatan, dan angka ke-15."),
    "nip_ganda": _l("NIP ini sudah ada pada baris %(lain)s."),
    "nama_kosong": _l("Nama wajib diisi."),
    "nama_salah": _l("Nama memuat tanda yang tidak dipakai dalam nama."),
    "terlalu_panjang": _l("Terlalu panjang: paling banyak %(n)s huruf."),
    "rumus": _l("Isi diawali tanda rumus (= + - @)."),
    "lahir_salah": _l("Tanggal lahir tidak terbaca. Tulis seperti 31/12/1984 atau 1984-12-31."),
    "lahir_beda": _l("Tanggal lahir berbeda dengan yang ada di dalam NIP."),
    "opd_asing": _l("Perangkat daerah “%(isi)s” tidak dikenal; dicatat tanpa perangkat daerah."),
    "opd_mirip": _l("Perangkat daerah “%(isi)s” tidak dikenal; mungkin maksudnya %(saran)s."),
    "email_salah": _l("Alamat email tidak benar."),
    "email_ganda": _l("Alamat email ini juga dipakai NIP lain; satu alamat hanya untuk satu orang."),
    "email_kosong": _l("Tanpa alamat email, orang ini belum dapat masuk sendiri."),
    "aktif_salah": _l("Tulis ya atau tidak."),
    "kolom_kurang": _l("Jumlah kolom pada baris ini tidak sama dengan judulnya."),
}


def sentence(word: str, values: dict[str, Any]) -> str:
    return str(PESAN.get(word, word)) % values if values else str(PESAN.get(word, word))


SUMBER: dict[Sumber, Any] = {
    Sumber.CSV: _l("Berkas CSV"),
    Sumber.API: _l("Sistem kepegawaian"),
    Sumber.TANGAN: _l("Diisi petugas"),
}
ARAH: dict[ArahUsulan, Any] = {
    ArahUsulan.BERI: _l("Beri peran"),
    ArahUsulan.CABUT: _l("Cabut peran"),
    ArahUsulan.BUKA: _l("Buka kembali akun"),
}
KEADAAN_USULAN: dict[KeadaanUsulan, Any] = {
    KeadaanUsulan.MENUNGGU: _l("Menunggu"),
    KeadaanUsulan.DISETUJUI: _l("Disetujui"),
    KeadaanUsulan.DITOLAK: _l("Ditolak"),
    KeadaanUsulan.GUGUR: _l("Gugur"),
}
KEADAAN_IMPOR: dict[KeadaanImpor, Any] = {
    KeadaanImpor.DIPERIKSA: _l("Diperiksa, belum diterapkan"),
    KeadaanImpor.DIANTRE: _l("Sedang diterapkan"),
    KeadaanImpor.DITERAPKAN: _l("Diterapkan"),
    KeadaanImpor.GAGAL: _l("Gagal"),
    KeadaanImpor.DIBUANG: _l("Dibuang"),
}
