"""What stands beside each field of the application: its name, what to write, and a sample. Texts only.

Limits are not said here but in alur.ISIAN; what is missing is said by rules.py.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Bantuan:
    """The help of one field; all three are lazy translations. `contoh` is empty where a sample says nothing."""

    label: Any
    bantu: Any = ""
    contoh: Any = ""


BANTUAN: dict[str, Bantuan] = {
    "judul": Bantuan(
        _l("Judul"),
        _l("Satu kalimat yang menyebut kegiatan dan bidangnya. Nama instansi tidak perlu ditulis."),
        _l("Riset Terapan dan Pemagangan Pengelolaan Sampah Kota"),
    ),
    "urusan": Bantuan(
        _l("Urusan"),
        _l("Satu atau beberapa urusan pemerintahan yang paling dekat dengan kegiatan."),
    ),
    "kategori": Bantuan(
        _l("Kategori Kerja Sama"),
        _l("Kategori menentukan naskah dan persyaratan. Usulan kami berasal dari jenis instansi Anda."),
    ),
    "instansi": Bantuan(_l("Data instansi")),
    "ppksd1": Bantuan(_l("PPKSD 1")),
    "ppksd2": Bantuan(
        _l("PPKSD 2"),
        _l(
            "Anggota instansi yang sama, yang ikut mengisi dan menjadi penghubung kedua. Ia diminta persetujuannya."
        ),
    ),
    "latar_belakang": Bantuan(
        _l("Latar Belakang"),
        _l("Mengapa kerja sama ini diperlukan? Sebut masalahnya dan datanya."),
        _l(
            "Timbulan sampah Kota Samarinda mencapai 600 ton per hari, sedangkan fasilitas pengolahan baru melayani "
            "70 persen. Universitas memiliki laboratorium dan peneliti di bidang pengolahan sampah organik, tetapi "
            "belum memiliki lokasi penelitian terapan. Kerja sama ini mempertemukan keduanya."
        ),
    ),
    "maksud_tujuan": Bantuan(
        _l("Maksud dan Tujuan"),
        _l("Apa yang ingin dicapai? Sertakan target yang dapat dihitung."),
        _l(
            "Maksud: menyediakan dasar ilmiah bagi kebijakan pengelolaan sampah kota. Tujuan: (a) mengurangi sampah "
            "organik ke tempat pemrosesan akhir sebesar 15 persen dalam dua tahun; (b) menempatkan 60 mahasiswa "
            "magang setiap tahun."
        ),
    ),
    "lokasi": Bantuan(
        _l("Lokasi Kerja Sama"),
        _l("Perangkat daerah atau tempat kegiatan berlangsung."),
        _l("Tempat pemrosesan akhir kota dan lima bank sampah yang ditetapkan oleh Dinas Lingkungan Hidup."),
    ),
    "ruang_lingkup": Bantuan(
        _l("Ruang Lingkup"),
        _l("Kegiatan apa saja yang termasuk, dan apa yang tidak."),
        _l(
            "a. penelitian timbulan dan komposisi sampah; b. uji coba pengolahan sampah organik; c. pemagangan "
            "mahasiswa; d. pelatihan pengelola bank sampah. Pembangunan gedung tidak termasuk."
        ),
    ),
    "peran_para_pihak": Bantuan(
        _l("Peran Para Pihak"),
        _l("Tugas setiap pihak dalam perencanaan dan pelaksanaan."),
        _l(
            "Kota Samarinda menyediakan lokasi, data, dan pendamping lapangan. Universitas menyediakan peneliti, "
            "peralatan uji, dan mahasiswa magang. Keduanya menyusun laporan setiap enam bulan."
        ),
    ),
    "jangka_waktu": Bantuan(
        _l("Jangka Waktu"),
        _l("Berapa lama, dan mengapa selama itu. Biasanya paling lama lima tahun."),
        _l("Tiga tahun, mengikuti tiga musim hujan agar data antar-tahun dapat dibandingkan."),
    ),
    "manfaat": Bantuan(
        _l("Manfaat"),
        _l("Manfaat bagi setiap pihak dan bagi warga."),
        _l(
            "Bagi kota: data mutakhir dan metode yang telah diuji. Bagi universitas: lokasi penelitian dan "
            "pemagangan. Bagi warga: lingkungan yang lebih bersih dan pelatihan bank sampah."
        ),
    ),
    "analisis": Bantuan(
        _l("Analisis"),
        _l(
            "Dampak sosial, ekonomi, dan lingkungan sesuai bidang yang dikerjasamakan, yang baik dan yang buruk."
        ),
        _l(
            "Dampak lingkungan: beban tempat pemrosesan akhir berkurang 40 ton per hari. Dampak sosial: pengelola "
            "bank sampah memperoleh keterampilan dan penghasilan. Dampak ekonomi: penghematan biaya angkut sekitar "
            "Rp1.500.000 per hari. Risiko: bau di sekitar lokasi uji, dikelola dengan penutup dan jadwal angkut."
        ),
    ),
    "pembiayaan": Bantuan(
        _l("Pembiayaan"),
        _l("Sumber dan besar biaya yang disiapkan setiap pihak."),
        _l(
            "Masing-masing pihak membiayai tugasnya sendiri. Peralatan uji Rp250.000.000 berasal dari universitas; "
            "pendampingan lapangan dari anggaran Dinas Lingkungan Hidup."
        ),
    ),
}
ALASAN_KATEGORI = Bantuan(
    _l("Alasan memilih kategori lain"),
    _l("Diisi hanya bila kategori yang dipilih berbeda dari usulan. Paling banyak 500 huruf."),
    _l("Kegiatan dilakukan bersama pemerintah kabupaten tetangga; instansi kami hanya menjadi pelaksananya."),
)
