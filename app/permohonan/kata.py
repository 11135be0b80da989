"""The words for a case: every status, stage, hat, turn, field, reason and event, once for the whole program.

Texts only, all lazy translations; pages, mails, statistics and the printed workflow read them here. What a word
looks like (icon, tone) is the business of kit/words.py; what it means is decided by alur.py and rules.py.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.permohonan.alur import PEMBAHASAN, Bagian, Giliran, Hat, Status, Tahap
from app.permohonan.bantuan import BANTUAN
from app.permohonan.models import AlasanPerbaikan, HasilVerifikasi
from app.rujukan.models import JenisPemohon
from app.rujukan.models_rencana import TahapBahas

SINERGI = "SINERGI"

STATUS: dict[Status, Any] = {
    Status.DRAF: _l("Draf"),
    Status.MENUNGGU_VERIFIKASI: _l("Menunggu verifikasi"),
    Status.PERLU_PERBAIKAN: _l("Perlu perbaikan"),
    Status.PENAWARAN: _l("Penawaran"),
    Status.PENYUSUNAN_KB: _l("Penyusunan Kesepakatan Bersama"),
    Status.PENYUSUNAN_PKS: _l("Penyusunan Perjanjian Kerja Sama"),
    Status.DISEPAKATI: _l("Disepakati"),
    Status.PENJADWALAN: _l("Penjadwalan"),
    Status.MENUNGGU_PENANDATANGANAN: _l("Menunggu penandatanganan"),
    Status.DITANDATANGANI: _l("Ditandatangani"),
    Status.BERJALAN: _l("Berjalan"),
    Status.BERAKHIR: _l("Berakhir"),
    Status.DIAKHIRI: _l("Diakhiri lebih awal"),
    Status.DITOLAK: _l("Ditolak"),
    Status.DITARIK: _l("Ditarik"),
}
# Sinergi has other documents than the other categories (domain.md 1.2), so other words for the same two stations.
STATUS_SINERGI: dict[Status, Any] = {
    Status.PENYUSUNAN_KB: _l("Penyusunan Nota Kesepakatan"),
    Status.PENYUSUNAN_PKS: _l("Penyusunan Rencana Kerja"),
}

# What an applicant reads below the word: what happens now, or what to do next.
LANJUT: dict[Status, Any] = {
    Status.DRAF: _l("Lengkapi ketiga bagiannya, lalu kirim. Setiap bagian tersimpan sendiri."),
    Status.MENUNGGU_VERIFIKASI: _l(
        "Bagian Kerja Sama sedang memeriksa permohonan. Hasilnya dikabarkan kepada Anda."
    ),
    Status.PERLU_PERBAIKAN: _l("Perbaiki isian yang diminta, lalu kirim ulang."),
    Status.PENAWARAN: _l("Unggah surat penawaran kepada Wali Kota beserta dokumennya pada tab Dokumen."),
    Status.PENYUSUNAN_KB: _l("Unggah rancangan naskah pertama, lalu bahas bersama Tim Koordinasi."),
    Status.PENYUSUNAN_PKS: _l("Unggah rancangan naskah kedua, lalu bahas bersama Tim Koordinasi."),
    Status.DISEPAKATI: _l("Naskah sudah disepakati. Pilih cara penandatanganan dan usulkan jadwalnya."),
    Status.PENJADWALAN: _l("Protokol sedang memeriksa jadwal penandatanganan yang Anda usulkan."),
    Status.MENUNGGU_PENANDATANGANAN: _l(
        "Penandatanganan sudah diatur. Sesudah ditandatangani, catat hasilnya."
    ),
    Status.DITANDATANGANI: _l("Naskah sudah ditandatangani dan sah."),
    Status.BERJALAN: _l("Kerja sama sedang dilaksanakan."),
    Status.BERAKHIR: _l("Jangka waktu kerja sama sudah habis."),
    Status.DIAKHIRI: _l("Kerja sama diakhiri sebelum jangka waktunya habis."),
    Status.DITOLAK: _l(
        "Pemerintah Kota tidak melanjutkan permohonan ini. Alasannya dapat dibaca di dalamnya."
    ),
    Status.DITARIK: _l("Permohonan ditarik oleh pemohon."),
}

# The same where the words follow whose turn it is, not the status alone.
LANJUT_GILIRAN: dict[tuple[Status, Giliran], Any] = {
    **{
        (status, giliran): _l("Tim Koordinasi sedang membaca dokumen Anda. Hasilnya dikabarkan kepada Anda.")
        for status in PEMBAHASAN
        for giliran in (Giliran.TKKSD, Giliran.ADMIN)
    },
    (Status.PENJADWALAN, Giliran.PEMOHON): _l(
        "Protokol mengusulkan waktu lain. Terima waktu itu, atau usulkan yang lain."
    ),
    (Status.MENUNGGU_PENANDATANGANAN, Giliran.ADMIN): _l(
        "Penandatanganan sudah dicatat; Bagian Kerja Sama sedang memeriksanya."
    ),
}
# What anybody with the code reads on the tracking page: what happens now, without names.
LACAK: dict[Status, Any] = {
    Status.DRAF: "",
    Status.MENUNGGU_VERIFIKASI: _l("Bagian Kerja Sama memeriksa kelengkapan permohonan."),
    Status.PERLU_PERBAIKAN: _l("Pemohon memperbaiki isian yang diminta."),
    Status.PENAWARAN: _l("Surat penawaran kepada Wali Kota diunggah dan ditelaah Tim Koordinasi."),
    Status.PENYUSUNAN_KB: _l("Naskah pertama disusun dan dibahas sampai disetujui kedua pihak."),
    Status.PENYUSUNAN_PKS: _l("Naskah kedua disusun dan dibahas sampai disetujui kedua pihak."),
    Status.DISEPAKATI: _l("Naskah sudah disepakati; pemohon memilih cara dan jadwal penandatanganan."),
    Status.PENJADWALAN: _l("Jadwal penandatanganan sedang dicocokkan."),
    Status.MENUNGGU_PENANDATANGANAN: _l("Penandatanganan sudah diatur dan sedang berlangsung."),
    Status.DITANDATANGANI: _l("Naskah sudah sah; masa berlakunya segera dimulai."),
    Status.BERJALAN: _l("Kerja sama sedang dilaksanakan."),
    Status.BERAKHIR: _l("Jangka waktu kerja sama sudah habis."),
    Status.DIAKHIRI: _l("Kerja sama diakhiri sebelum jangka waktunya habis."),
    Status.DITOLAK: _l("Pemerintah Kota tidak melanjutkan permohonan ini."),
    Status.DITARIK: _l("Permohonan ditarik oleh pemohon."),
}

TAHAP: dict[Tahap, Any] = {
    Tahap.PERSIAPAN: _l("Persiapan"),
    Tahap.PENAWARAN: _l("Penawaran"),
    Tahap.PENYUSUNAN: _l("Penyusunan"),
    Tahap.PENANDATANGANAN: _l("Penandatanganan"),
    Tahap.PELAKSANAAN: _l("Pelaksanaan"),
}
TAHAP_IKON: dict[Tahap, str] = {
    Tahap.PERSIAPAN: "file-earmark-text",
    Tahap.PENAWARAN: "envelope-paper",
    Tahap.PENYUSUNAN: "file-earmark-check",
    Tahap.PENANDATANGANAN: "file-earmark-lock",
    Tahap.PELAKSANAAN: "file-earmark-person",
}

HAT: dict[Hat, Any] = {
    Hat.PPKSD1: _l("PPKSD-1"),
    Hat.PPKSD2: _l("PPKSD-2"),
    Hat.ADMIN: _l("Admin"),
    Hat.TKKSD: _l("TKKSD"),
    Hat.PROTOKOL: _l("TKKSD Protokol"),
}

GILIRAN: dict[Giliran, Any] = {
    Giliran.PEMOHON: _l("Pemohon"),
    Giliran.ADMIN: _l("Admin"),
    Giliran.TKKSD: _l("TKKSD"),
    Giliran.PROTOKOL: _l("Protokol"),
    Giliran.PARA_PIHAK: _l("Para pihak"),
    Giliran.SELESAI: _l("Selesai"),
}
# The same for applicants, who know offices and not roles.
GILIRAN_PEMOHON: dict[Giliran, Any] = GILIRAN | {
    Giliran.ADMIN: _l("Bagian Kerja Sama"),
    Giliran.TKKSD: _l("Tim Koordinasi"),
    Giliran.PROTOKOL: _l("Protokol dan Komunikasi Pimpinan"),
}
ANDA = _l("Anda")

BAGIAN: dict[Bagian, Any] = {
    Bagian.PEMOHON: _l("Pemohon"),
    Bagian.PETUGAS: _l("Petugas"),
    Bagian.PERSIAPAN: _l("Persiapan"),
}

ISIAN: dict[str, Any] = {name: bantuan.label for name, bantuan in BANTUAN.items()}

ALASAN: dict[AlasanPerbaikan, Any] = {
    AlasanPerbaikan.TIDAK_BENAR: _l("Tidak benar"),
    AlasanPerbaikan.TIDAK_LENGKAP: _l("Tidak lengkap"),
    AlasanPerbaikan.TIDAK_BERLAKU: _l("Tidak berlaku lagi"),
}

HASIL: dict[HasilVerifikasi, Any] = {
    HasilVerifikasi.SETUJU: _l("Disetujui"),
    HasilVerifikasi.PERBAIKAN: _l("Diminta perbaikan"),
    HasilVerifikasi.TOLAK: _l("Ditolak"),
}

# Opinions as the journal keeps them (values of pembahasan.models.Sikap).
SIKAP: dict[str, Any] = {
    "setuju": _l("Setuju"),
    "setuju_catatan": _l("Setuju dengan catatan"),
    "perlu_perbaikan": _l("Perlu perbaikan"),
    "tidak_setuju": _l("Tidak setuju"),
}

JENIS_PEMOHON: dict[JenisPemohon, Any] = {jenis: jenis.label for jenis in JenisPemohon}
JENIS_IKON: dict[JenisPemohon, str] = {
    JenisPemohon.OPD_KOTA: "building",
    JenisPemohon.OPD_PROVINSI: "building",
    JenisPemohon.OPD_LAIN: "building",
    JenisPemohon.PERGURUAN_TINGGI: "mortarboard",
    JenisPemohon.ORNOP: "people",
    JenisPemohon.LEMBAGA: "people",
    JenisPemohon.BADAN_HUKUM_PUBLIK: "bank",
    JenisPemohon.PERUSAHAAN: "briefcase",
}

LANGKAH: dict[str, Any] = {
    "kirim": _l("Kirim Permohonan"),
    "kirim_ulang": _l("Kirim Permohonan"),
    "hapus": _l("Hapus draf"),
    "tarik": _l("Tarik permohonan"),
    "setujui": _l("Setujui"),
    "minta_perbaikan": _l("Minta Perbaikan"),
    "tolak": _l("Tolak"),
    "unggah": _l("Unggah"),
    "unggah_tandingan": _l("Unggah usulan perubahan"),
    "catat_surat": _l("Catat surat penawaran"),
    "tulis_pesan": _l("Tulis Pesan"),
    "beri_pendapat": _l("Simpan Pendapat"),
    "setujui_naskah": _l("Simpan Pendapat"),
    "tanggapi": _l("Tanggapi"),
    "kembalikan": _l("Kembalikan untuk diperbaiki"),
    "tugaskan": _l("Tugaskan"),
    "pakai_induk": _l("Pakai Kesepakatan Bersama yang berlaku"),
    "hentikan": _l("Tolak"),
    "lanjut_kb": _l("Buka penyusunan naskah pertama"),
    "lanjut_pks": _l("Buka penyusunan naskah kedua"),
    "sepakati": _l("Nyatakan disepakati"),
    "usulkan_jadwal": _l("Usulkan Jadwal"),
    "pilih_desk": _l("Pilih desk to desk"),
    "setujui_jadwal": _l("Setujui Jadwal"),
    "revisi_jadwal": _l("Revisi Jadwal"),
    "alihkan_jadwal": _l("Tolak dan alihkan ke desk to desk"),
    "terima_revisi": _l("Terima Revisi"),
    "batalkan_jadwal": _l("Batalkan jadwal"),
    "catat_penandatanganan": _l("Catat penandatanganan"),
    "kembalikan_penandatanganan": _l("Kembalikan catatan penandatanganan"),
    "validasi_penandatanganan": _l("Validasi"),
    "mulai_berlaku": _l("Mulai berlaku"),
    "habis_berlaku": _l("Jangka waktu habis"),
}


@dataclass(frozen=True)
class Kejadian:
    """How the history tells one kind of event."""

    kalimat: Any
    ikon: str
    nada: str = ""


PERISTIWA: dict[str, Kejadian] = {
    "permohonan.draf_dibuat": Kejadian(_l("Draf dibuat"), "file-earmark-plus"),
    "permohonan.bagian_disimpan": Kejadian(_l("Isian disimpan"), "pencil"),
    "permohonan.ppksd2_dipilih": Kejadian(_l("PPKSD-2 dipilih"), "person-plus"),
    "permohonan.ppksd2_diganti": Kejadian(_l("PPKSD-2 diganti"), "person-dash"),
    "permohonan.ppksd2_diundang": Kejadian(_l("PPKSD-2 diundang lewat email"), "envelope"),
    "permohonan.ppksd2_menerima": Kejadian(_l("PPKSD-2 menerima penugasan"), "person-check", "baik"),
    "permohonan.ppksd2_menolak": Kejadian(_l("PPKSD-2 menolak penugasan"), "person-x", "giliran"),
    "permohonan.hak_diubah": Kejadian(_l("Hak PPKSD-2 diubah"), "sliders"),
    "permohonan.alih_diminta": Kejadian(_l("Tempat petugas ditawarkan"), "person-plus", "tunggu"),
    "permohonan.alih_dibatalkan": Kejadian(_l("Tawaran tempat petugas dibatalkan"), "person-dash"),
    "permohonan.alih_ditolak": Kejadian(_l("Tawaran tempat petugas ditolak"), "person-x", "giliran"),
    "permohonan.alih_berlaku": Kejadian(_l("Petugas berganti"), "person-check", "baik"),
    "permohonan.dikirim": Kejadian(_l("Permohonan dikirim"), "send", "proses"),
    "permohonan.dikirim_ulang": Kejadian(_l("Permohonan dikirim ulang"), "send", "proses"),
    "permohonan.disetujui": Kejadian(
        _l("Permohonan disetujui, tahap Penawaran dimulai"), "check-circle-fill", "baik"
    ),
    "permohonan.perbaikan_diminta": Kejadian(_l("Perbaikan diminta"), "arrow-counterclockwise", "giliran"),
    "permohonan.permintaan_ditandai": Kejadian(_l("Perbaikan ditandai selesai"), "check2"),
    "permohonan.ditolak": Kejadian(_l("Permohonan ditolak"), "x-octagon-fill", "bahaya"),
    "permohonan.ditarik": Kejadian(_l("Permohonan ditarik"), "arrow-return-left"),
    "permohonan.draf_dihapus": Kejadian(_l("Draf dihapus"), "trash"),
    "permohonan.tahap_ditutup": Kejadian(
        _l("Tahap ditutup: naskah disetujui para pihak"), "check-circle-fill", "baik"
    ),
    "permohonan.dihentikan": Kejadian(_l("Permohonan ditolak dalam pembahasan"), "x-octagon-fill", "bahaya"),
    "permohonan.ditugaskan": Kejadian(_l("Anggota TKKSD ditugaskan"), "person-check"),
    "permohonan.pengampu_diubah": Kejadian(_l("Perangkat daerah pengampu ditetapkan"), "building"),
    "permohonan.berlaku": Kejadian(_l("Kerja sama mulai berlaku"), "play-circle", "baik"),
    "permohonan.berakhir": Kejadian(_l("Jangka waktu kerja sama berakhir"), "stop-circle"),
    "naskah.diunggah": Kejadian(_l("Versi dokumen diunggah"), "upload", "proses"),
    "naskah.diunduh": Kejadian(_l("Dokumen diunduh"), "download"),
    "pesan.dikirim": Kejadian(_l("Pesan ditulis"), "chat-left-text"),
    "pesan.ditarik": Kejadian(_l("Pesan ditarik"), "arrow-return-left"),
    "pendapat.diberikan": Kejadian(_l("Pendapat diberikan"), "chat-square-quote", "proses"),
    "pendapat.ditanggapi": Kejadian(_l("Catatan ditanggapi"), "reply"),
    "naskah.dikembalikan": Kejadian(
        _l("Naskah dikembalikan untuk diperbaiki"), "arrow-counterclockwise", "giliran"
    ),
    "surat.dicatat": Kejadian(_l("Surat penawaran dicatat"), "envelope-paper"),
    "induk.dipilih": Kejadian(_l("Kesepakatan Bersama yang berlaku dipakai"), "diagram-3"),
    "jadwal.diusulkan": Kejadian(_l("Jadwal penandatanganan diusulkan"), "calendar-plus", "proses"),
    "jadwal.disetujui": Kejadian(_l("Jadwal penandatanganan disetujui"), "calendar-check", "baik"),
    "jadwal.direvisi": Kejadian(_l("Jadwal penandatanganan direvisi"), "calendar-range", "giliran"),
    "jadwal.dialihkan": Kejadian(
        _l("Tatap muka ditolak, dialihkan ke desk to desk"), "calendar-x", "giliran"
    ),
    "jadwal.dibatalkan": Kejadian(_l("Jadwal penandatanganan dibatalkan"), "calendar-x"),
    "jadwal.desk": Kejadian(_l("Desk to desk dipilih"), "file-earmark-lock"),
    "penandatanganan.dicatat": Kejadian(_l("Penandatanganan dicatat"), "pen", "proses"),
    "penandatanganan.dikembalikan": Kejadian(
        _l("Catatan penandatanganan dikembalikan"), "arrow-counterclockwise", "giliran"
    ),
    "penandatanganan.divalidasi": Kejadian(_l("Penandatanganan divalidasi"), "patch-check", "baik"),
    "kerjasama.dirilis": Kejadian(_l("Kerja sama dirilis ke daftar publik"), "megaphone"),
    "kerjasama.ditutup": Kejadian(_l("Kerja sama ditarik dari daftar publik"), "eye-slash"),
    "kerjasama.dikoreksi": Kejadian(_l("Koreksi dicatat di samping naskah"), "journal-plus"),
}
LAIN = Kejadian(_l("Kejadian lain"), "dot")


def status_word(status: Status, kategori: str | None = None) -> Any:
    """The word for where a case stands; `kategori` is the code of its category."""
    if kategori == SINERGI and status in STATUS_SINERGI:
        return STATUS_SINERGI[status]
    return STATUS[status]


def status_of(permohonan: Any) -> Any:
    """The same for a loaded case."""
    return status_word(permohonan.status, permohonan.kategori.kode if permohonan.kategori else None)


def next_of(status: Status, giliran: Giliran) -> Any:
    """What an applicant reads below the word of a case, where it stands and whose turn it is."""
    return LANJUT_GILIRAN.get((status, giliran), LANJUT[status])


def stage_word(name: str) -> Any:
    """A stage as the journal keeps it, in words that fit every category; empty for a name that is none."""
    if name in TahapBahas._value2member_map_:
        return TahapBahas(name).label
    return STATUS[Status(name)] if name in Status._value2member_map_ else ""


def title_of(permohonan: Any) -> Any:
    """The title, or what stands in its place while it is empty."""
    return permohonan.judul or _l("Permohonan tanpa judul")


def isian_list(names: list[str]) -> str:
    """Field names as people read them: `Judul, Urusan`. Names from an older form stay as they are."""
    return ", ".join(str(ISIAN.get(name, name)) for name in names)


def working_days(count: int) -> str:
    """`19 hari kerja`."""
    return _("1 hari kerja") if count == 1 else _("%(n)s hari kerja", n=count)


def event_of(jenis: str) -> Kejadian:
    """How the history tells this event; one of a later program is told plainly, never lost."""
    return PERISTIWA.get(jenis, LAIN)
