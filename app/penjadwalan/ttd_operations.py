"""The record of a signing: written by a contact or Admin, returned or validated by Admin; then agreements stand.

Each function asks the rules, changes rows, records one event. It never commits, mails or sees a request.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import IntegrityError

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.operations import record
from app.kerjasama.models import KerjaSama
from app.kerjasama.operations import NaskahSah, advance, establish
from app.kerjasama.queries import induk_of, of_case
from app.kerjasama.rules import why_not_under
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.penjadwalan import nomor, operations, ttd_rules
from app.penjadwalan.models import (
    KeadaanJadwal,
    NaskahDitandatangani,
    Penandatanganan,
    Pihak,
    PihakTandaTangan,
)
from app.penjadwalan.ttd_rules import Isi, IsiNaskah, field_of, papers
from app.permohonan import rules
from app.permohonan.alur import Hat
from app.permohonan.operations import lock, take

# One transaction at a time gives numbers: of two that want the same one, the second is told so.
NUMBER_LOCK = 0x4E4F4D52

TAKEN_CITY = _l("Nomor ini sudah dipakai Pemerintah Kota pada tahun %(tahun)s. Pakai nomor lain.")
TAKEN_PARTNER = _l("Nomor ini sudah dipakai mitra pada tahun %(tahun)s. Pakai nomor lain.")
STALE = _l("Orang lain baru saja mengubah penandatanganan ini. Muat ulang halaman, lalu periksa kembali.")


@dataclass(frozen=True)
class Ceklis:
    """What Admin saw on the signed papers."""

    is_paraf: bool
    is_meterai: bool
    is_stempel: bool


def _begin(ttd: Penandatanganan, step: str, actor: Pengguna, seen: int | None, why_not: Any) -> str:
    """Hold the case, read the signing anew, check step, state and what the page showed; answers the role."""
    lock(ttd.permohonan)
    db.session.refresh(ttd)
    peran = take(ttd.permohonan, step, actor)
    sentence = why_not(ttd)
    if sentence is not None:
        raise Stale(sentence)
    if seen is not None and seen != ttd.versi:
        raise Stale(STALE)
    return peran


def first_signed_on(ttd: Penandatanganan) -> date | None:
    """When the first paper of this case was signed, if that was in another signing."""
    if any(row.jenis.is_pertama for row in ttd.naskah):
        return None
    return next((row.ditandatangani_on for row in of_case(ttd.permohonan) if row.jenis.is_pertama), None)


# --- recording -----------------------------------------------------------------------------------------------------
def record_signing(
    ttd: Penandatanganan, *, actor: Pengguna, isi: Isi, seen: int | None = None
) -> Penandatanganan:
    """Keep what was signed where, by whom, under which numbers, for how long. Waits then for Admin.

    Raises Refused with the field of the first thing that is wrong, also when a number is taken; Stale when somebody
    recorded it first.
    """
    peran = _begin(ttd, "catat_penandatanganan", actor, seen, ttd_rules.may_record)
    found = ttd_rules.faults(ttd, isi, first_signed_on(ttd))
    if found:
        raise Refused(found[0].kalimat, found[0].field)
    assert isi.ditandatangani_on is not None  # the rules ask for it
    induk = induk_of(ttd.permohonan)
    sentence = why_not_under(induk, isi.ditandatangani_on) if induk is not None else None
    if sentence is not None:
        raise Refused(sentence, "ditandatangani_on")
    _write(ttd, isi, isi.ditandatangani_on)
    _give_numbers(ttd, isi, isi.ditandatangani_on)
    ttd.keadaan, ttd.since_at = KeadaanJadwal.TERCATAT, now()
    ttd.dicatat_oleh, ttd.recorded_at, ttd.catatan = actor, now(), ""
    record("penandatanganan.dicatat", actor=actor, objek=ttd.permohonan, peran=peran, data=_told(ttd))
    operations.settle(ttd.permohonan)
    return ttd


def _told(ttd: Penandatanganan) -> dict[str, Any]:
    """What the history says: which papers, under which numbers."""
    rows = [f"{row.jenis.value.upper()} {row.nomor_kota}" for row in papers(ttd)]
    return {"nama": ", ".join(rows), "ttd_id": ttd.id}


def _write(ttd: Penandatanganan, isi: Isi, on: date) -> None:
    assert isi.pejabat is not None  # the rules ask for it
    ttd.ditandatangani_on, ttd.tempat_ttd, ttd.pejabat = on, isi.tempat, isi.pejabat
    ttd.is_paraf, ttd.is_meterai, ttd.is_stempel = isi.is_paraf, isi.is_meterai, isi.is_stempel
    is_kuasa = not isi.pejabat.is_wali_kota
    city = _party(ttd, Pihak.KOTA)
    city.nama, city.jabatan = isi.pejabat.nama, isi.pejabat.jabatan
    city.kuasa_nomor = isi.kuasa_nomor if is_kuasa else ""
    city.kuasa_berkas = isi.kuasa_berkas if is_kuasa else None
    partner = _party(ttd, Pihak.MITRA)
    partner.nama, partner.jabatan = isi.mitra_nama, isi.mitra_jabatan
    partner.kuasa_nomor, partner.kuasa_berkas = isi.mitra_kuasa_nomor, isi.mitra_kuasa_berkas


def _party(ttd: Penandatanganan, pihak: Pihak) -> PihakTandaTangan:
    row = next((row for row in ttd.pihak if row.pihak is pihak), None)
    if row is None:
        row = PihakTandaTangan(pihak=pihak, nama="", jabatan="")
        ttd.pihak.append(row)
    return row


def _give_numbers(ttd: Penandatanganan, isi: Isi, on: date) -> None:
    """Write the papers; a number that another paper has is refused beside its field, whoever came first."""
    db.session.flush()
    db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": NUMBER_LOCK})
    written = {row.jenis: row for row in isi.naskah}
    for row in papers(ttd):
        _refuse_taken(row, written[row.jenis], on)
    try:
        with db.session.begin_nested():
            for row in papers(ttd):
                _write_paper(row, written[row.jenis], on.year)
            db.session.flush()
    except IntegrityError as error:  # a number given by another way than this one
        raise _taken(ttd, str(error.orig), on.year) from error
    for one in isi.naskah:
        nomor.keep(one.nomor_kota, on)


def _write_paper(row: NaskahDitandatangani, isi: IsiNaskah, year: int) -> None:
    row.tahun = year
    row.nomor_kota, row.nomor_mitra = isi.nomor_kota, isi.nomor_mitra
    row.berlaku_from, row.berlaku_until = isi.berlaku_from, isi.berlaku_until
    row.berkas = isi.berkas


def _refuse_taken(row: NaskahDitandatangani, isi: IsiNaskah, on: date) -> None:
    """The same number is the same in small letters too, and the city's running number in another month of the year."""
    year = on.year
    others = select(NaskahDitandatangani.id).where(
        NaskahDitandatangani.is_aktif,
        NaskahDitandatangani.tahun == year,
        NaskahDitandatangani.penandatanganan_id != row.penandatanganan_id,
    )
    same = [func.lower(NaskahDitandatangani.nomor_kota) == isi.nomor_kota.lower()]
    pattern = nomor.same_number(isi.nomor_kota, on)
    if pattern is not None:
        same.append(NaskahDitandatangani.nomor_kota.regexp_match(pattern, "i"))
    if db.session.scalar(others.where(or_(*same)).limit(1)) is not None:
        raise Refused(_said(TAKEN_CITY, year), field_of(row.jenis, "nomor_kota"))
    partner = others.where(
        NaskahDitandatangani.instansi_id == row.instansi_id,
        func.lower(NaskahDitandatangani.nomor_mitra) == isi.nomor_mitra.lower(),
    )
    if db.session.scalar(partner.limit(1)) is not None:
        raise Refused(_said(TAKEN_PARTNER, year), field_of(row.jenis, "nomor_mitra"))


def _taken(ttd: Penandatanganan, message: str, year: int) -> Refused:
    """The same answer when only the index knew; which of two papers it was, it does not say."""
    jenis = papers(ttd)[0].jenis
    if "uq_naskah_nomor_mitra" in message:
        return Refused(_said(TAKEN_PARTNER, year), field_of(jenis, "nomor_mitra"))
    return Refused(_said(TAKEN_CITY, year), field_of(jenis, "nomor_kota"))


def _said(sentence: Any, year: int) -> str:
    return str(sentence) % {"tahun": year}


# --- Admin's answer ------------------------------------------------------------------------------------------------
def return_record(ttd: Penandatanganan, *, actor: Pengguna, alasan: str, seen: int | None = None) -> None:
    """Admin sends a record back with a reason; what was written stays in the form, to be mended. Raises Refused."""
    peran = _begin(ttd, "kembalikan_penandatanganan", actor, seen, ttd_rules.may_validate)
    reason = alasan.strip()
    if not reason:
        raise Refused(_l("Tulis apa yang harus diperbaiki."), "alasan")
    ttd.keadaan, ttd.since_at, ttd.catatan = KeadaanJadwal.TERJADWAL, now(), reason
    record(
        "penandatanganan.dikembalikan",
        actor=actor,
        objek=ttd.permohonan,
        peran=peran,
        data=_told(ttd),
        catatan=reason,
    )
    operations.settle(ttd.permohonan)


def validate_signing(
    ttd: Penandatanganan, *, actor: Pengguna, ceklis: Ceklis | None = None, seen: int | None = None
) -> list[KerjaSama]:
    """Admin finds the record right: one agreement stands for each paper from now on. Raises Refused.

    `ceklis` is what Admin saw on the papers (None: what was recorded); all three must be there. A signing that was
    validated already answers its agreements and changes nothing.
    """
    permohonan = ttd.permohonan
    lock(permohonan)
    db.session.refresh(ttd)
    if Hat.ADMIN not in rules.hats(actor, permohonan):
        raise Refused(rules.NOT_YOURS)
    if ttd.keadaan is KeadaanJadwal.SELESAI:
        return [row.kerja_sama for row in papers(ttd) if row.kerja_sama is not None]
    peran = _begin(ttd, "validasi_penandatanganan", actor, seen, ttd_rules.may_validate)
    if ceklis is not None:
        ttd.is_paraf, ttd.is_meterai, ttd.is_stempel = ceklis.is_paraf, ceklis.is_meterai, ceklis.is_stempel
    if not ttd_rules.is_complete(ttd):
        raise Refused(ttd_rules.INCOMPLETE, "paraf")
    found = []
    for row in papers(ttd):
        row.kerja_sama = establish(permohonan, _signed(ttd, row))
        found.append(row.kerja_sama)
    ttd.keadaan, ttd.since_at = KeadaanJadwal.SELESAI, now()
    ttd.divalidasi_oleh, ttd.validated_at, ttd.catatan = actor, now(), ""
    data = {"nama": ", ".join(row.kode for row in found), "ttd_id": ttd.id}
    record("penandatanganan.divalidasi", actor=actor, objek=permohonan, peran=peran, data=data)
    operations.settle(permohonan)
    advance(permohonan)
    return found


def _signed(ttd: Penandatanganan, row: NaskahDitandatangani) -> NaskahSah:
    assert ttd.ditandatangani_on and row.berlaku_from and row.berlaku_until and row.berkas  # it was recorded
    return NaskahSah(
        jenis=row.jenis,
        nomor_kota=row.nomor_kota,
        nomor_mitra=row.nomor_mitra,
        ditandatangani_on=ttd.ditandatangani_on,
        tempat=ttd.tempat_ttd,
        berlaku_from=row.berlaku_from,
        berlaku_until=row.berlaku_until,
        berkas=row.berkas,
    )
