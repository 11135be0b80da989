"""The workflow as a table: where a case may stand, the steps between, who takes them and what they need.

This module imports nothing of ours. Pages draw buttons from it, operations check against it, and
`docs/alur.md` is generated from it (`flask ekspor-alur`). Where the text says "who", it means a *hat*: what a
person is to this case (ppksd1, ppksd2) or by role (admin, tkksd, …); `rules.hats()` answers it.

Sources: guide sections 5 and 6; domain.md 1.4 and 7.9 for the words.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a case stands. One vocabulary for pages, mails, statistics and the database's CHECK."""

    DRAF = "draf"
    MENUNGGU_VERIFIKASI = "menunggu_verifikasi"
    PERLU_PERBAIKAN = "perlu_perbaikan"
    PENAWARAN = "penawaran"
    PENYUSUNAN_KB = "penyusunan_kb"
    PENYUSUNAN_PKS = "penyusunan_pks"
    DISEPAKATI = "disepakati"
    PENJADWALAN = "penjadwalan"
    MENUNGGU_PENANDATANGANAN = "menunggu_penandatanganan"
    DITANDATANGANI = "ditandatangani"
    BERJALAN = "berjalan"
    BERAKHIR = "berakhir"
    DIAKHIRI = "diakhiri"
    DITOLAK = "ditolak"
    DITARIK = "ditarik"


class Tahap(StrEnum):
    """The five stages of the city's poster."""

    PERSIAPAN = "persiapan"
    PENAWARAN = "penawaran"
    PENYUSUNAN = "penyusunan"
    PENANDATANGANAN = "penandatanganan"
    PELAKSANAAN = "pelaksanaan"


class Hat(StrEnum):
    """What a person is to one case."""

    PPKSD1 = "ppksd1"
    PPKSD2 = "ppksd2"
    ADMIN = "admin"
    TKKSD = "tkksd"
    PROTOKOL = "protokol"


class Giliran(StrEnum):
    """Whose turn it is; derived from the facts of the case by operations, never set by hand."""

    PEMOHON = "pemohon"
    ADMIN = "admin"
    TKKSD = "tkksd"
    PROTOKOL = "protokol"
    PARA_PIHAK = "para_pihak"
    SELESAI = "selesai"


class Hak(StrEnum):
    """What PPKSD-1 lets PPKSD-2 do on a case: a ladder, each rung holds those before it (F7)."""

    LIHAT = "lihat"  # reads
    KOMENTAR = "komentar"  # also writes messages
    SUNTING = "sunting"  # also fills in forms, uploads, answers notes
    TANDA_TANGAN = "tanda_tangan"  # also agrees to papers and arranges their signing

    def covers(self, needed: "Hak") -> bool:
        rungs = list(Hak)
        return rungs.index(self) >= rungs.index(needed)


TAHAP_OF: dict[Status, Tahap | None] = {
    Status.DRAF: Tahap.PERSIAPAN,
    Status.MENUNGGU_VERIFIKASI: Tahap.PERSIAPAN,
    Status.PERLU_PERBAIKAN: Tahap.PERSIAPAN,
    Status.PENAWARAN: Tahap.PENAWARAN,
    Status.PENYUSUNAN_KB: Tahap.PENYUSUNAN,
    Status.PENYUSUNAN_PKS: Tahap.PENYUSUNAN,
    Status.DISEPAKATI: Tahap.PENANDATANGANAN,
    Status.PENJADWALAN: Tahap.PENANDATANGANAN,
    Status.MENUNGGU_PENANDATANGANAN: Tahap.PENANDATANGANAN,
    Status.DITANDATANGANI: Tahap.PELAKSANAAN,
    Status.BERJALAN: Tahap.PELAKSANAAN,
    Status.BERAKHIR: Tahap.PELAKSANAAN,
    Status.DIAKHIRI: Tahap.PELAKSANAAN,
    Status.DITOLAK: None,
    Status.DITARIK: None,
}

# Whose turn it is when a case comes here; `Permohonan.giliran` then follows what the papers and opinions say.
GILIRAN_OF: dict[Status, Giliran] = {
    Status.DRAF: Giliran.PEMOHON,
    Status.MENUNGGU_VERIFIKASI: Giliran.ADMIN,
    Status.PERLU_PERBAIKAN: Giliran.PEMOHON,
    Status.PENAWARAN: Giliran.PEMOHON,
    Status.PENYUSUNAN_KB: Giliran.PEMOHON,
    Status.PENYUSUNAN_PKS: Giliran.PEMOHON,
    Status.DISEPAKATI: Giliran.PEMOHON,
    Status.PENJADWALAN: Giliran.PROTOKOL,
    Status.MENUNGGU_PENANDATANGANAN: Giliran.PARA_PIHAK,
    Status.DITANDATANGANI: Giliran.PARA_PIHAK,
    Status.BERJALAN: Giliran.PARA_PIHAK,
    Status.BERAKHIR: Giliran.SELESAI,
    Status.DIAKHIRI: Giliran.SELESAI,
    Status.DITOLAK: Giliran.SELESAI,
    Status.DITARIK: Giliran.SELESAI,
}

# Groups that lists and statistics speak of.
DIPROSES = tuple(
    s for s in Status if s not in (Status.DRAF,) and TAHAP_OF[s] and TAHAP_OF[s] != Tahap.PELAKSANAAN
)
BERLAKU = (Status.DITANDATANGANI, Status.BERJALAN)
USAI = (Status.BERAKHIR, Status.DIAKHIRI)
TERTUTUP = (Status.DITOLAK, Status.DITARIK)
# Words from which on a case has passed verification: the coordination team sees these.
TERVERIFIKASI = tuple(s for s in Status if TAHAP_OF[s] not in (None, Tahap.PERSIAPAN))
# The applicant may change what the application says.
DAPAT_DIUBAH = (Status.DRAF, Status.PERLU_PERBAIKAN)
# The three stages in which papers are uploaded, discussed and approved (guide 6), and the two that draft an agreement.
PEMBAHASAN = (Status.PENAWARAN, Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS)
PENYUSUNAN = (Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS)
# All is agreed and not everything is signed (guide 7).
PENJADWALAN = (Status.DISEPAKATI, Status.PENJADWALAN, Status.MENUNGGU_PENANDATANGANAN)

PARA_PPKSD = (Hat.PPKSD1, Hat.PPKSD2)
PARA_ANGGOTA = (Hat.TKKSD, Hat.PROTOKOL)  # members of the coordination team


@dataclass(frozen=True)
class Langkah:
    """One step: from where, to where, who may take it, and the guards that must hold (names in rules.GUARDS)."""

    name: str
    dari: tuple[Status, ...]
    ke: Status | None  # None: the row is deleted (a draft) or stays where it is
    hats: tuple[Hat, ...]  # empty: nobody's act, the program takes it when the rule is met
    guards: tuple[str, ...] = ()
    needs_note: bool = False
    hak: Hak = Hak.TANDA_TANGAN  # the right that PPKSD-2 needs for it


LANGKAH: dict[str, Langkah] = {
    langkah.name: langkah
    for langkah in (
        Langkah(
            "kirim",
            (Status.DRAF,),
            Status.MENUNGGU_VERIFIKASI,
            (Hat.PPKSD1,),
            ("bagian_lengkap", "ppksd2_menerima", "anggota_instansi", "pakta_disetujui"),
        ),
        Langkah(
            "kirim_ulang",
            (Status.PERLU_PERBAIKAN,),
            Status.MENUNGGU_VERIFIKASI,
            (Hat.PPKSD1,),
            (
                "bagian_lengkap",
                "ppksd2_menerima",
                "anggota_instansi",
                "permintaan_dijawab",
                "pakta_disetujui",
            ),
        ),
        Langkah("hapus", (Status.DRAF,), None, (Hat.PPKSD1,)),
        Langkah(
            "tarik",
            (
                Status.MENUNGGU_VERIFIKASI,
                Status.PERLU_PERBAIKAN,
                Status.PENAWARAN,
                Status.PENYUSUNAN_KB,
                Status.PENYUSUNAN_PKS,
                Status.DISEPAKATI,
                Status.PENJADWALAN,
            ),
            Status.DITARIK,
            (Hat.PPKSD1,),
            ("anggota_aktif", "belum_ditandatangani"),
            needs_note=True,
        ),
        Langkah("setujui", (Status.MENUNGGU_VERIFIKASI,), Status.PENAWARAN, (Hat.ADMIN,), ("bukan_pihak",)),
        Langkah(
            "minta_perbaikan",
            (Status.MENUNGGU_VERIFIKASI,),
            Status.PERLU_PERBAIKAN,
            (Hat.ADMIN,),
            ("bukan_pihak", "ada_permintaan"),
        ),
        Langkah(
            "tolak",
            (Status.MENUNGGU_VERIFIKASI,),
            Status.DITOLAK,
            (Hat.ADMIN,),
            ("bukan_pihak",),
            needs_note=True,
        ),
        # --- the three stages of discussion (guide 6) ---
        Langkah("unggah", PEMBAHASAN, None, PARA_PPKSD, ("anggota_aktif",), hak=Hak.SUNTING),
        Langkah("unggah_tandingan", PENYUSUNAN, None, (Hat.ADMIN, *PARA_ANGGOTA), ("tidak_berkepentingan",)),
        Langkah(
            "catat_surat",
            (Status.PENAWARAN,),
            None,
            (*PARA_PPKSD, Hat.ADMIN),
            ("satu_pihak",),
            hak=Hak.SUNTING,
        ),
        Langkah(
            "tulis_pesan",
            (*PEMBAHASAN, *PENJADWALAN),
            None,
            (*PARA_PPKSD, Hat.ADMIN, *PARA_ANGGOTA),
            ("satu_pihak",),
            hak=Hak.KOMENTAR,
        ),
        Langkah(
            "beri_pendapat",
            PEMBAHASAN,
            None,
            (Hat.ADMIN, *PARA_ANGGOTA),
            ("tidak_berkepentingan", "naskah_lengkap"),
        ),
        Langkah("setujui_naskah", PENYUSUNAN, None, PARA_PPKSD, ("anggota_aktif", "naskah_lengkap")),
        Langkah(
            "tanggapi", (*PEMBAHASAN, *PENJADWALAN), None, PARA_PPKSD, ("anggota_aktif",), hak=Hak.SUNTING
        ),
        Langkah(
            "kembalikan",
            PEMBAHASAN,
            None,
            (Hat.ADMIN,),
            ("tidak_berkepentingan", "naskah_lengkap"),
            needs_note=True,
        ),
        Langkah("tugaskan", (*PEMBAHASAN, *PENJADWALAN), None, (Hat.ADMIN,), ("tidak_berkepentingan",)),
        Langkah(
            "pakai_induk",
            (Status.PENAWARAN, *PENJADWALAN),
            None,
            (Hat.ADMIN,),
            ("tidak_berkepentingan", "induk_dapat_diganti"),
        ),
        Langkah(
            "hentikan", PEMBAHASAN, Status.DITOLAK, (Hat.ADMIN,), ("tidak_berkepentingan",), needs_note=True
        ),
        Langkah("lanjut_kb", (Status.PENAWARAN,), Status.PENYUSUNAN_KB, (), ("syarat_terpenuhi",)),
        Langkah(
            "lanjut_pks",
            (Status.PENAWARAN, Status.PENYUSUNAN_KB),
            Status.PENYUSUNAN_PKS,
            (),
            ("syarat_terpenuhi",),
        ),
        Langkah("sepakati", PENYUSUNAN, Status.DISEPAKATI, (), ("syarat_terpenuhi",)),
        # --- scheduling and signing (guide 7) ---
        Langkah(
            "usulkan_jadwal",
            (Status.DISEPAKATI, Status.PENJADWALAN),
            Status.PENJADWALAN,
            PARA_PPKSD,
            ("anggota_aktif",),
        ),
        Langkah(
            "pilih_desk",
            (Status.DISEPAKATI, Status.PENJADWALAN),
            Status.MENUNGGU_PENANDATANGANAN,
            PARA_PPKSD,
            ("anggota_aktif",),
        ),
        Langkah(
            "setujui_jadwal",
            (Status.PENJADWALAN,),
            Status.MENUNGGU_PENANDATANGANAN,
            (Hat.PROTOKOL,),
            ("tidak_berkepentingan",),
        ),
        Langkah("revisi_jadwal", (Status.PENJADWALAN,), None, (Hat.PROTOKOL,), ("tidak_berkepentingan",)),
        Langkah(
            "alihkan_jadwal",
            (Status.PENJADWALAN,),
            Status.MENUNGGU_PENANDATANGANAN,
            (Hat.PROTOKOL,),
            ("tidak_berkepentingan",),
            needs_note=True,
        ),
        Langkah(
            "terima_revisi",
            (Status.PENJADWALAN,),
            Status.MENUNGGU_PENANDATANGANAN,
            PARA_PPKSD,
            ("anggota_aktif",),
        ),
        Langkah(
            "batalkan_jadwal",
            (Status.PENJADWALAN, Status.MENUNGGU_PENANDATANGANAN),
            Status.DISEPAKATI,
            (Hat.PROTOKOL, Hat.ADMIN),
            ("tidak_berkepentingan",),
            needs_note=True,
        ),
        Langkah(
            "catat_penandatanganan",
            (Status.MENUNGGU_PENANDATANGANAN,),
            None,
            (Hat.ADMIN, *PARA_PPKSD),
            ("satu_pihak",),
        ),
        Langkah(
            "kembalikan_penandatanganan",
            (Status.MENUNGGU_PENANDATANGANAN,),
            None,
            (Hat.ADMIN,),
            ("tidak_berkepentingan",),
            needs_note=True,
        ),
        Langkah(
            "validasi_penandatanganan",
            (Status.MENUNGGU_PENANDATANGANAN,),
            Status.DITANDATANGANI,
            (Hat.ADMIN,),
            ("tidak_berkepentingan",),
        ),
        Langkah("mulai_berlaku", (Status.DITANDATANGANI,), Status.BERJALAN, ()),
        Langkah("habis_berlaku", (Status.BERJALAN,), Status.BERAKHIR, ()),
    )
}


class Bagian(StrEnum):
    """The parts of the form; each is saved by itself and has its own version."""

    PEMOHON = "pemohon"
    PETUGAS = "petugas"
    PERSIAPAN = "persiapan"


@dataclass(frozen=True)
class Isian:
    """One field of the form that a correction request may name."""

    name: str
    bagian: Bagian
    words: int | None = None  # word limit, domain.md 1.6


ISIAN: dict[str, Isian] = {
    isian.name: isian
    for isian in (
        Isian("judul", Bagian.PEMOHON),
        Isian("urusan", Bagian.PEMOHON),
        Isian("kategori", Bagian.PEMOHON),
        Isian("instansi", Bagian.PEMOHON),
        Isian("ppksd1", Bagian.PETUGAS),
        Isian("ppksd2", Bagian.PETUGAS),
        Isian("latar_belakang", Bagian.PERSIAPAN, 300),
        Isian("maksud_tujuan", Bagian.PERSIAPAN, 500),
        Isian("lokasi", Bagian.PERSIAPAN, 100),
        Isian("ruang_lingkup", Bagian.PERSIAPAN, 500),
        Isian("peran_para_pihak", Bagian.PERSIAPAN, 500),
        Isian("jangka_waktu", Bagian.PERSIAPAN, 100),
        Isian("manfaat", Bagian.PERSIAPAN, 500),
        Isian("analisis", Bagian.PERSIAPAN, 1000),
        Isian("pembiayaan", Bagian.PERSIAPAN, 150),
    )
}
PERSIAPAN_ISIAN = tuple(i for i in ISIAN.values() if i.bagian is Bagian.PERSIAPAN)
