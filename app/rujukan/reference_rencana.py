"""The first version of each category's plan of stages, and the rows that only signing needs.

Loaded while there is none: what Admin publishes later, or a row that Admin changed, stays. Sources: guide 6 and 7,
domain.md 1.2 and 1.4. Nothing is committed here.
"""

from sqlalchemy import select

from app.extensions import db
from app.kit.clock import now
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    AturanSyarat,
    JabatanTim,
    JenisHari,
    JenisNaskah,
    KeadaanRencana,
    Pejabat,
    PihakPendapat,
    RencanaAlur,
    RencanaSlot,
    RencanaSyarat,
    RencanaTahap,
    TahapBahas,
    Tempat,
)

ANSWER_DAYS = 30  # domain.md 1.4, stage 2; calendar days by default (domain.md 7.2)
PDF, PDF_DOCX, ANY = ["pdf"], ["docx", "pdf"], ["docx", "jpg", "pdf", "png", "xlsx"]

KAJIAN = {
    "KSDPK": (
        "studi_kelayakan",
        "Studi Kelayakan",
        "Disusun pihak ketiga sesuai format Studi Kelayakan KSDPK.",
    ),
    None: (
        "kak",
        "Kerangka Acuan Kerja",
        "Sepuluh bagian sesuai format KAK, ditandatangani pimpinan pemrakarsa.",
    ),
}
NASKAH = {
    "SINERGI": (JenisNaskah.NK, JenisNaskah.RK),
    None: (JenisNaskah.KB, JenisNaskah.PKS),
}
RANCANGAN = {
    JenisNaskah.KB: "Rancangan Kesepakatan Bersama",
    JenisNaskah.PKS: "Rancangan Perjanjian Kerja Sama",
    JenisNaskah.NK: "Rancangan Nota Kesepakatan",
    JenisNaskah.RK: "Rancangan Rencana Kerja",
}
JABATAN = (
    "Sekretaris Daerah, Ketua TKKSD",
    "Asisten Pemerintahan dan Kesejahteraan Rakyat",
    "Kepala Bagian Kerja Sama",
    "Kepala Bagian Hukum",
    "Kepala Bapperida",
    "Kepala BPKAD",
    "Kepala Bagian Protokol dan Komunikasi Pimpinan",
)
TEMPAT = (
    ("Balai Kota Samarinda, Ruang Rapat Utama", "Jalan Kesuma Bangsa 82, Samarinda"),
    ("Balai Kota Samarinda, Ruang Kerja Wali Kota", "Jalan Kesuma Bangsa 82, Samarinda"),
    ("Anjungan Karamumus, Balai Kota", "Jalan Kesuma Bangsa 82, Samarinda"),
)


def load() -> None:
    """Plans, positions, places and the office of the Wali Kota, where there are none."""
    planned = set(db.session.scalars(select(RencanaAlur.kategori_id).distinct()))
    for kategori in db.session.scalars(select(Kategori)):
        if kategori.id not in planned:
            db.session.add(first_plan(kategori))
    if db.session.scalar(select(JabatanTim.id).limit(1)) is None:
        db.session.add_all(JabatanTim(nama=nama, urut=place) for place, nama in enumerate(JABATAN, start=1))
    if db.session.scalar(select(Tempat.id).limit(1)) is None:
        db.session.add_all(
            Tempat(nama=nama, alamat=alamat, urut=place)
            for place, (nama, alamat) in enumerate(TEMPAT, start=1)
        )
    if db.session.scalar(select(Pejabat.id).limit(1)) is None:
        db.session.add(
            Pejabat(nama="Nama Wali Kota", jabatan="Wali Kota Samarinda", is_wali_kota=True, urut=1)
        )


def first_plan(kategori: Kategori) -> RencanaAlur:
    """The guide's three stages with the documents of this category: one Admin and one TKKSD, in drafts one PPKSD too."""
    pertama, kedua = NASKAH.get(kategori.kode, NASKAH[None])
    return RencanaAlur(
        kategori=kategori,
        versi=1,
        keadaan=KeadaanRencana.TERBIT,
        published_at=now(),
        catatan="Versi awal",
        tahap=[
            _penawaran(kategori.kode),
            drafting_stage(TahapBahas.PENYUSUNAN_KB, pertama, 2),
            drafting_stage(TahapBahas.PENYUSUNAN_PKS, kedua, 3),
        ],
    )


def _penawaran(kode: str) -> RencanaTahap:
    kunci, nama, petunjuk = KAJIAN.get(kode, KAJIAN[None])
    return RencanaTahap(
        tahap=TahapBahas.PENAWARAN,
        urut=1,
        tenggat_hari=ANSWER_DAYS,
        tenggat_jenis=JenisHari.KALENDER,
        slot=[
            _slot(
                "surat_penawaran",
                "Surat Penawaran",
                PDF,
                1,
                "Kepada Wali Kota Samarinda, bertanda tangan pimpinan.",
                pokok=True,
            ),
            _slot(kunci, nama, PDF_DOCX, 2, petunjuk),
            _slot(
                "pendukung",
                "Dokumen Pendukung",
                ANY,
                3,
                "Bila ada: akta, izin, profil, atau lampiran lain.",
                wajib=False,
            ),
        ],
        syarat=[_syarat(PihakPendapat.ADMIN), _syarat(PihakPendapat.TKKSD)],
    )


def drafting_stage(tahap: TahapBahas, naskah: JenisNaskah, urut: int) -> RencanaTahap:
    """A stage that drafts one agreement, as every plan begins with it."""
    nama = RANCANGAN[naskah]
    return RencanaTahap(
        tahap=tahap,
        naskah=naskah,
        urut=urut,
        tenggat_jenis=JenisHari.KERJA,
        slot=[
            _slot(
                "rancangan",
                nama,
                PDF_DOCX,
                1,
                "Sebaiknya DOCX, agar usul perubahan mudah dibaca.",
                pokok=True,
            ),
            _slot(
                "pendukung",
                "Dokumen Pendukung",
                ANY,
                2,
                "Bila ada: data, gambar, atau rincian biaya.",
                wajib=False,
            ),
        ],
        syarat=[_syarat(PihakPendapat.ADMIN), _syarat(PihakPendapat.TKKSD), _syarat(PihakPendapat.PPKSD)],
    )


def _slot(
    kode: str, nama: str, bentuk: list[str], urut: int, petunjuk: str, wajib: bool = True, pokok: bool = False
) -> RencanaSlot:
    return RencanaSlot(
        kode=kode, nama=nama, bentuk=bentuk, urut=urut, petunjuk=petunjuk, is_wajib=wajib, is_pokok=pokok
    )


def _syarat(pihak: PihakPendapat) -> RencanaSyarat:
    return RencanaSyarat(pihak=pihak, aturan=AturanSyarat.SEKURANGNYA, jumlah=1)
