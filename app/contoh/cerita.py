"""The example city's words: invented people, invented institutions, invented cooperation. No row is written here."""

from dataclasses import dataclass

from app.akun import roles
from app.permohonan.alur import Status
from app.rujukan.models import JenisPemohon


@dataclass(frozen=True)
class Orang:
    """One example account (ui.md, "Example data")."""

    email: str
    nama: str
    peran: tuple[str, ...]
    jabatan: str = ""
    instansi: str = ""  # key of INSTANSI
    perempuan: bool = True


@dataclass(frozen=True)
class Lembaga:
    """One example institution."""

    kunci: str
    nama: str
    jenis: JenisPemohon
    wilayah: str
    kode_pos: str
    alamat: str
    telepon: str


AKUN: tuple[Orang, ...] = (
    Orang("pemohon@example.org", "Ayu Contoh", (roles.PEMOHON,), "Kepala Biro Kerja Sama", "univ"),
    Orang("ppksd2@example.org", "Bima Contoh", (roles.PEMOHON,), "Sekretaris Lembaga Riset", "univ", False),
    Orang("pemohon-lain@example.org", "Cahya Contoh", (roles.PEMOHON,), "Manajer Kemitraan", "pt", False),
    Orang("admin@example.org", "Dewi Contoh", (roles.ADMIN,), "Analis Kerja Sama"),
    Orang("tkksd@example.org", "Eka Contoh", (roles.TKKSD,), "Anggota TKKSD, Bapperida"),
    Orang("hukum@example.org", "Citra Contoh", (roles.TKKSD,), "Anggota TKKSD, Bagian Hukum"),
    Orang("protokol@example.org", "Gita Contoh", (roles.PROTOKOL,), "Kepala Bagian Protokol"),
    Orang("lokus@example.org", "Hari Contoh", (roles.LOKUS,), "Dinas Lingkungan Hidup", "", False),
    Orang("pimpinan@example.org", "Indah Contoh", (roles.PIMPINAN,), "Asisten Pemerintahan"),
    Orang("pdp@example.org", "Lestari Contoh", (roles.PEJABAT_PDP,), "Pejabat Pelindungan Data Pribadi"),
    Orang("superadmin@example.org", "Joko Contoh", (roles.SUPERADMIN,), "Pengelola sistem", "", False),
)
# Two contacts for each of the other institutions; they stand in no list of accounts.
PETUGAS_LAIN: tuple[Orang, ...] = (
    Orang("petugas2-pt@example.org", "Candra Contoh", (roles.PEMOHON,), "Staf Hukum", "pt", False),
    Orang("satu-yayasan@example.org", "Laras Contoh", (roles.PEMOHON,), "Ketua Yayasan", "yayasan"),
    Orang("dua-yayasan@example.org", "Maya Contoh", (roles.PEMOHON,), "Bendahara", "yayasan"),
    Orang("satu-kab@example.org", "Nanda Contoh", (roles.PEMOHON,), "Kepala Bagian Kerja Sama", "kab"),
    Orang("dua-kab@example.org", "Oki Contoh", (roles.PEMOHON,), "Analis Kebijakan", "kab", False),
    Orang("satu-badan@example.org", "Putri Contoh", (roles.PEMOHON,), "Kepala Cabang", "badan"),
    Orang(
        "dua-badan@example.org", "Rama Contoh", (roles.PEMOHON,), "Kepala Bidang Kepesertaan", "badan", False
    ),
    Orang("satu-koperasi@example.org", "Sari Contoh", (roles.PEMOHON,), "Ketua Koperasi", "koperasi"),
    Orang("dua-koperasi@example.org", "Tono Contoh", (roles.PEMOHON,), "Sekretaris", "koperasi", False),
)

INSTANSI: tuple[Lembaga, ...] = (
    Lembaga(
        "univ",
        "Universitas Contoh Mahakam",
        JenisPemohon.PERGURUAN_TINGGI,
        "64.72",
        "75123",
        "Jalan Contoh Kampus 1",
        "+62541123456",
    ),
    Lembaga(
        "pt",
        "PT Contoh Maju Bersama",
        JenisPemohon.PERUSAHAAN,
        "64.71",
        "76112",
        "Jalan Contoh Niaga 5",
        "+62542123456",
    ),
    Lembaga(
        "yayasan",
        "Yayasan Contoh Bumi Hijau",
        JenisPemohon.LEMBAGA,
        "64.72",
        "75119",
        "Jalan Contoh Taman 12",
        "+62541223344",
    ),
    Lembaga(
        "kab",
        "Sekretariat Daerah Kabupaten Contoh Hulu",
        JenisPemohon.OPD_LAIN,
        "64.02",
        "75511",
        "Jalan Contoh Pemerintahan 1",
        "+62541334455",
    ),
    Lembaga(
        "badan",
        "Badan Contoh Jaminan Sosial",
        JenisPemohon.BADAN_HUKUM_PUBLIK,
        "64.72",
        "75117",
        "Jalan Contoh Sehat 8",
        "+62541445566",
    ),
    Lembaga(
        "koperasi",
        "Koperasi Contoh Sejahtera",
        JenisPemohon.PERUSAHAAN,
        "64.74",
        "75311",
        "Jalan Contoh Pasar 3",
        "+62548556677",
    ),
)


@dataclass(frozen=True)
class Cerita:
    """One example case: who, about what, when it began, where it stands today."""

    instansi: str
    judul: str
    urusan: tuple[str, ...]
    status: Status
    days_ago: int  # when the draft was begun
    putaran: int = 1
    is_sparse: bool = False  # nothing was uploaded after the verification


LOKUS_OPD = "Dinas Lingkungan Hidup"  # the office of the example account lokus@example.org


CERITA: tuple[Cerita, ...] = (
    # what the accounts of the list see first
    Cerita("univ", "Pusat Data Banjir Kelurahan", ("Pekerjaan Umum dan Penataan Ruang",), Status.DRAF, 2),
    Cerita(
        "univ",
        "Riset Terapan dan Pemagangan Pengelolaan Sampah Kota",
        ("Lingkungan Hidup",),
        Status.MENUNGGU_VERIFIKASI,
        6,
    ),
    Cerita(
        "univ",
        "Klinik Hukum bagi Pelaku Usaha Kecil",
        ("Koperasi, Usaha Kecil, dan Menengah",),
        Status.PERLU_PERBAIKAN,
        12,
    ),
    Cerita("univ", "Magang Perpustakaan Digital", ("Perpustakaan",), Status.BERJALAN, 420),
    Cerita("univ", "Pemetaan Potensi Wisata Sungai", ("Pariwisata",), Status.PENAWARAN, 30),
    Cerita(
        "pt",
        "Layanan Pembayaran Retribusi Nontunai",
        ("Komunikasi dan Informatika",),
        Status.PENYUSUNAN_PKS,
        150,
    ),
    Cerita(
        "pt",
        "Kabel Serat Optik untuk Puskesmas",
        ("Komunikasi dan Informatika", "Kesehatan"),
        Status.MENUNGGU_VERIFIKASI,
        9,
        2,
    ),
    Cerita("pt", "Sewa Lahan Parkir Pasar", ("Perhubungan",), Status.DITOLAK, 200),
    Cerita(
        "pt", "Aplikasi Antrean Pelayanan Kecamatan", ("Komunikasi dan Informatika",), Status.BERAKHIR, 1300
    ),
    Cerita(
        "yayasan",
        "Pusat Belajar Literasi Digital Kelurahan",
        ("Pendidikan", "Komunikasi dan Informatika"),
        Status.MENUNGGU_PENANDATANGANAN,
        68,
    ),
    Cerita("yayasan", "Taman Baca Kampung Tepi Sungai", ("Perpustakaan",), Status.PENYUSUNAN_KB, 90),
    Cerita("yayasan", "Sekolah Sampah untuk Rukun Tetangga", ("Lingkungan Hidup",), Status.BERJALAN, 700),
    Cerita(
        "yayasan",
        "Rumah Aman bagi Anak",
        ("Pemberdayaan Perempuan dan Pelindungan Anak",),
        Status.DITARIK,
        320,
    ),
    Cerita(
        "yayasan", "Gerakan Menanam Bakau Muara", ("Kehutanan", "Lingkungan Hidup"), Status.DIAKHIRI, 1000
    ),
    Cerita(
        "kab",
        "Pengelolaan Air Minum Lintas Batas",
        ("Pekerjaan Umum dan Penataan Ruang",),
        Status.PENJADWALAN,
        64,
    ),
    Cerita("kab", "Penanganan Sampah di Perbatasan", ("Lingkungan Hidup",), Status.BERJALAN, 560),
    Cerita("kab", "Angkutan Umum Antarwilayah", ("Perhubungan",), Status.DISEPAKATI, 140),
    Cerita(
        "kab",
        "Pertukaran Data Kependudukan",
        ("Administrasi Kependudukan dan Pencatatan Sipil",),
        Status.MENUNGGU_VERIFIKASI,
        3,
    ),
    Cerita("badan", "Perluasan Layanan Jaminan Kesehatan", ("Kesehatan",), Status.DITANDATANGANI, 95),
    Cerita(
        "badan",
        "Pertukaran Data untuk Layanan Kesehatan",
        ("Administrasi Kependudukan dan Pencatatan Sipil", "Kesehatan"),
        Status.BERJALAN,
        640,
    ),
    Cerita("badan", "Jaminan bagi Pekerja Rentan", ("Tenaga Kerja",), Status.PENAWARAN, 20, is_sparse=True),
    Cerita("koperasi", "Gerai Pangan Murah Kelurahan", ("Pangan",), Status.PERLU_PERBAIKAN, 20),
    # its hour is over: somebody records the signing
    Cerita(
        "koperasi", "Gudang Beras Bersama Tiga Kecamatan", ("Pangan",), Status.MENUNGGU_PENANDATANGANAN, 88
    ),
    Cerita("koperasi", "Pasar Tani Akhir Pekan", ("Pertanian",), Status.BERJALAN, 380),
    Cerita(
        "koperasi",
        "Pelatihan Kemasan Produk Rumahan",
        ("Perindustrian", "Koperasi, Usaha Kecil, dan Menengah"),
        Status.BERAKHIR,
        1420,
    ),
    Cerita("koperasi", "Festival Kain Tenun Kampung", ("Kebudayaan", "Pariwisata"), Status.PENYUSUNAN_KB, 75),
)

PERSIAPAN: dict[str, str] = {
    "latar_belakang": (
        "Kebutuhan layanan di Samarinda terus bertambah, sedangkan tenaga dan sarana pemerintah kota terbatas. "
        "%(instansi)s memiliki tenaga, pengalaman, dan sarana yang dapat dipakai bersama. Usulan “%(judul)s” disusun "
        "agar keduanya saling melengkapi."
    ),
    "maksud_tujuan": (
        "Maksud kerja sama ini adalah memadukan sumber daya kedua pihak. Tujuannya: (a) layanan menjangkau sedikitnya "
        "sepuluh kecamatan dalam dua tahun; (b) 60 petugas terlatih; (c) data hasil kegiatan dapat dipakai bersama."
    ),
    "lokasi": "Seluruh kecamatan di Kota Samarinda, dimulai dari tiga kelurahan percontohan.",
    "ruang_lingkup": (
        "a. penyusunan rencana kerja bersama; b. pelatihan petugas; c. pelaksanaan kegiatan di lapangan; "
        "d. pemantauan dan laporan setiap enam bulan."
    ),
    "peran_para_pihak": (
        "Kota Samarinda menyediakan lokasi, data, dan pendamping lapangan. %(instansi)s menyediakan tenaga ahli, bahan "
        "pelatihan, dan peralatan."
    ),
    "jangka_waktu": "Tiga tahun, karena satu tahun diperlukan untuk persiapan dan dua tahun untuk melihat hasilnya.",
    "manfaat": (
        "Bagi kota: layanan yang lebih luas dan data yang mutakhir. Bagi %(instansi)s: tempat penerapan dan "
        "pembelajaran. Bagi warga: layanan yang lebih dekat dan lebih cepat."
    ),
    "analisis": (
        "Dampak sosial: warga terlibat sebagai peserta dan pengelola. Dampak ekonomi: biaya layanan berkurang. Dampak "
        "lingkungan: kegiatan tidak memerlukan pembangunan baru sehingga dampaknya kecil dan dapat dikelola."
    ),
    "pembiayaan": "Masing-masing pihak membiayai tugasnya sendiri sesuai anggaran yang tersedia.",
}
