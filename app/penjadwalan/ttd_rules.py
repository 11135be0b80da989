"""What the record of a signing must say, in sentences beside its fields. Neither Flask nor FAB is known here.

Sources: guide section 7, domain.md 1.2, 1.3 (who signs), 1.8 (term), 1.11 (numbers).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.kerjasama.rules import years_after
from app.kit.clock import now, to_wita, today
from app.kit.storage import Berkas
from app.penjadwalan.models import KeadaanJadwal, NaskahDitandatangani, Penandatanganan
from app.permohonan.models import HasilTahap, Permohonan
from app.rujukan.models_rencana import JenisNaskah, Pejabat

EARLIEST = date(2000, 1, 1)

ALREADY = _l("Penandatanganan ini sudah dicatat dan menunggu validasi Admin.")
TOO_EARLY = _l(
    "Waktu penandatanganan yang pasti belum tiba. Bila naskah ditandatangani lebih awal, minta Protokol membatalkan "
    "jadwalnya lebih dahulu."
)
NOT_RECORDED = _l("Penandatanganan ini belum dicatat.")
NOT_SCHEDULED = _l("Penandatanganan ini belum terjadwal atau sudah dibatalkan.")
OVER = _l("Penandatanganan ini sudah divalidasi dan tidak dapat diubah lagi.")
INCOMPLETE = _l("Paraf, meterai, dan stempel harus diperiksa dan lengkap semuanya.")
ASK_CITY_NUMBER = _l("Tulis nomor naskah dari Pemerintah Kota.")
ASK_PARTNER_NUMBER = _l("Tulis nomor naskah dari mitra.")


@dataclass(frozen=True)
class IsiNaskah:
    """What was written about one paper."""

    jenis: JenisNaskah
    nomor_kota: str
    nomor_mitra: str
    berlaku_from: date | None
    berlaku_until: date | None
    berkas: Berkas | None


@dataclass(frozen=True)
class Isi:
    """What was written about a signing; the official of the city by row, the partner's by name."""

    ditandatangani_on: date | None
    tempat: str
    pejabat: Pejabat | None
    mitra_nama: str
    mitra_jabatan: str
    naskah: Sequence[IsiNaskah]
    kuasa_nomor: str = ""
    kuasa_berkas: Berkas | None = None
    mitra_kuasa_nomor: str = ""
    mitra_kuasa_berkas: Berkas | None = None
    is_paraf: bool = False
    is_meterai: bool = False
    is_stempel: bool = False


@dataclass(frozen=True)
class Galat:
    """One thing that is wrong: the form's field and the sentence beside it."""

    field: str
    kalimat: Any


def field_of(jenis: JenisNaskah, name: str) -> str:
    """The field of one paper: `kb_nomor_kota`."""
    return f"{jenis.value}_{name}"


def agreed_on(permohonan: Permohonan) -> date | None:
    """The day, in Samarinda, on which the last stage of discussion was agreed."""
    moments = [
        row.closed_at for row in permohonan.tahap if row.hasil is HasilTahap.DISEPAKATI and row.closed_at
    ]
    return to_wita(max(moments)).date() if moments else None


def may_record(ttd: Penandatanganan) -> Any:
    """None while a record may be written; else why not. What has its hour is signed from that hour on."""
    if ttd.keadaan is KeadaanJadwal.TERJADWAL:
        return TOO_EARLY if is_waiting_day(ttd) else None
    return {KeadaanJadwal.TERCATAT: ALREADY, KeadaanJadwal.SELESAI: OVER}.get(ttd.keadaan, NOT_SCHEDULED)


def is_waiting_day(ttd: Penandatanganan) -> bool:
    """Whether the confirmed hour of a signing has not come."""
    start = ttd.slot.rentang.lower if ttd.slot is not None else None
    return start is not None and start > now()


def may_validate(ttd: Penandatanganan) -> Any:
    """None while a record waits for Admin's answer; else why not."""
    if ttd.keadaan is KeadaanJadwal.TERCATAT:
        return None
    return OVER if ttd.keadaan is KeadaanJadwal.SELESAI else NOT_RECORDED


def is_complete(ttd: Penandatanganan) -> bool:
    return ttd.is_paraf and ttd.is_meterai and ttd.is_stempel


def faults(ttd: Penandatanganan, isi: Isi, first_on: date | None = None) -> list[Galat]:
    """All that is wrong with a record, field by field; empty when it may be kept.

    `first_on`: when the first paper was signed, if that was another signing. Whether a number is taken is asked of
    the rows (`ttd_operations`).
    """
    found = [
        *_date_and_place(ttd.permohonan, isi, first_on),
        *_city(isi),
        *_partner(isi),
        *(fault for naskah in isi.naskah for fault in _paper(ttd.permohonan, isi, naskah)),
        *_same_numbers(isi.naskah),
    ]
    seen: set[str] = set()
    return [fault for fault in found if not (fault.field in seen or seen.add(fault.field))]  # type: ignore[func-returns-value]


def _date_and_place(permohonan: Permohonan, isi: Isi, first_on: date | None) -> Iterator[Galat]:
    on, agreed = isi.ditandatangani_on, agreed_on(permohonan)
    if on is None:
        yield Galat("ditandatangani_on", _l("Tulis tanggal penandatanganan."))
    elif on > today():
        yield Galat("ditandatangani_on", _l("Tanggal penandatanganan tidak boleh di masa depan."))
    elif on < (agreed or EARLIEST):
        yield Galat("ditandatangani_on", _l("Naskah tidak dapat ditandatangani sebelum disepakati."))
    elif first_on is not None and on < first_on:
        yield Galat(
            "ditandatangani_on", _l("Naskah kedua tidak dapat ditandatangani sebelum naskah pertama.")
        )
    if not isi.tempat:
        yield Galat("tempat", _l("Tulis tempat penandatanganan."))


def _city(isi: Isi) -> Iterator[Galat]:
    if isi.pejabat is None:
        yield Galat("pejabat", _l("Pilih pejabat yang menandatangani untuk Pemerintah Kota."))
        return
    if isi.pejabat.is_wali_kota:
        return
    others = next((row.jenis for row in isi.naskah if row.jenis is not JenisNaskah.PKS), None)
    if others is not None:
        yield Galat(
            "pejabat",
            _l(
                "%(naskah)s hanya dapat ditandatangani Wali Kota; pejabat dengan surat kuasa hanya menandatangani "
                "Perjanjian Kerja Sama.",
                naskah=others.label,
            ),
        )
    if not isi.kuasa_nomor:
        yield Galat("kuasa_nomor", _l("Tulis nomor surat kuasa, karena yang menandatangani bukan Wali Kota."))
    if isi.kuasa_berkas is None:
        yield Galat("kuasa_berkas", _l("Unggah surat kuasa, karena yang menandatangani bukan Wali Kota."))


def _partner(isi: Isi) -> Iterator[Galat]:
    if not isi.mitra_nama:
        yield Galat("mitra_nama", _l("Tulis nama yang menandatangani untuk mitra."))
    if not isi.mitra_jabatan:
        yield Galat("mitra_jabatan", _l("Tulis jabatan yang menandatangani untuk mitra."))
    if isi.mitra_kuasa_berkas is not None and not isi.mitra_kuasa_nomor:
        yield Galat("mitra_kuasa_nomor", _l("Tulis nomor surat kuasa yang diunggah."))


def _paper(permohonan: Permohonan, isi: Isi, naskah: IsiNaskah) -> Iterator[Galat]:
    def fault(name: str, sentence: Any) -> Galat:
        return Galat(field_of(naskah.jenis, name), sentence)

    if not naskah.nomor_kota:
        yield fault("nomor_kota", ASK_CITY_NUMBER)
    if not naskah.nomor_mitra:
        yield fault("nomor_mitra", ASK_PARTNER_NUMBER)
    if naskah.berkas is None:
        yield fault("berkas", _l("Unggah hasil pindai naskah yang sudah ditandatangani."))
    start, end = naskah.berlaku_from, naskah.berlaku_until
    if start is None:
        yield fault("berlaku_from", _l("Tulis tanggal mulai berlaku."))
    elif isi.ditandatangani_on is not None and start < isi.ditandatangani_on:
        yield fault("berlaku_from", _l("Naskah tidak dapat berlaku sebelum ditandatangani."))
    if end is None:
        yield fault("berlaku_until", _l("Tulis tanggal berakhirnya."))
    elif start is not None:
        sentence = check_term(permohonan, start, end)
        if sentence is not None:
            yield fault("berlaku_until", sentence)


def check_term(permohonan: Permohonan, start: date, end: date) -> Any:
    """A term ends after it began and lasts no longer than its category allows (domain.md 1.8)."""
    if end < start:
        return _l("Tanggal berakhir tidak boleh sebelum tanggal mulai berlaku.")
    kategori = permohonan.kategori
    years = kategori.masa_paling_lama if kategori else 5
    if end.year > 9000 or end > years_after(start, years):
        return _l(
            "Jangka waktu paling lama %(tahun)s tahun untuk kategori %(kategori)s.",
            tahun=years,
            kategori=str(kategori or "–"),
        )
    return None


def _same_numbers(naskah: Sequence[IsiNaskah]) -> Iterator[Galat]:
    """Two papers of one signing have two numbers of each party."""
    for name in ("nomor_kota", "nomor_mitra"):
        seen: set[str] = set()
        for row in naskah:
            number = getattr(row, name)
            if number and number in seen:
                yield Galat(field_of(row.jenis, name), _l("Kedua naskah tidak boleh bernomor sama."))
            seen.add(number)


def papers(ttd: Penandatanganan) -> list[NaskahDitandatangani]:
    """The papers of a signing, the first one first."""
    return sorted(ttd.naskah, key=lambda row: row.urut)
