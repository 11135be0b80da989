"""When an institution counts as verified, which papers it may give, when they ask to be renewed. Neither Flask nor FAB.

A rule answers None when something is allowed, else a sentence for the person. Nothing is read from the database.
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from stdnum import exceptions
from stdnum.id import npwp

from app.akun import roles
from app.akun.models import Instansi, KeadaanVerifikasi, KeanggotaanInstansi
from app.akun.models_lembaga import HasilPeriksa, JenisSurat, SuratInstansi
from app.akun.rules import has_role

REMIND_DAYS = (30, 7, 0)  # before the last day of a paper; once each
NOT_MEMBER = _l("Anda bukan anggota instansi ini.")
MAX_PAPERS = 40

VERIFIKASI_WORDS: dict[KeadaanVerifikasi, Any] = {
    KeadaanVerifikasi.BELUM: _l("Belum diverifikasi"),
    KeadaanVerifikasi.MENUNGGU: _l("Menunggu verifikasi"),
    KeadaanVerifikasi.PERLU_PERBAIKAN: _l("Perlu perbaikan"),
    KeadaanVerifikasi.TERVERIFIKASI: _l("Terverifikasi"),
}
RENEWAL = _l("Perlu diperbarui")
PAPER_WORDS: dict[HasilPeriksa, Any] = {
    HasilPeriksa.MENUNGGU: _l("Menunggu pemeriksaan"),
    HasilPeriksa.SAH: _l("Sah"),
    HasilPeriksa.DIKEMBALIKAN: _l("Dikembalikan"),
}


def compact_number(jenis: JenisSurat, text: str) -> str:
    """The number without the signs that people write into it, where it is made of digits."""
    if jenis in (JenisSurat.NIB, JenisSurat.NPWP):
        return re.sub(r"[\s.\-/]", "", text)
    return " ".join(text.split())


def why_not_number(jenis: JenisSurat, number: str) -> Any:
    """None for a number that this paper can have. NIB: 13 digits; NPWP: 15, or 16 since 2024, with its check digit."""
    if jenis is JenisSurat.NIB and not re.fullmatch(r"[0-9]{13}", number):
        return _l("NIB terdiri atas 13 angka.")
    if jenis is JenisSurat.NPWP:
        try:
            npwp.validate(number)
        except exceptions.ValidationError:
            return _l("NPWP ini tidak mungkin benar. Periksa lagi 15 atau 16 angkanya.")
    return None


def why_not_term(terbit_on: date, berlaku_sampai: date | None, today: date) -> tuple[str, Any] | None:
    """None when the dates of a new paper can be right, else (field, sentence)."""
    if terbit_on > today:
        return "terbit_on", _l("Tanggal terbit belum tiba.")
    if berlaku_sampai is not None and berlaku_sampai < terbit_on:
        return "berlaku_sampai", _l("Masa berlaku berakhir sebelum surat terbit.")
    if berlaku_sampai is not None and berlaku_sampai < today:
        return "berlaku_sampai", _l("Surat ini sudah tidak berlaku. Unggah yang masih berlaku.")
    return None


def why_not_give_paper(actor: Any, membership: KeanggotaanInstansi | None, count: int) -> Any:
    """None when a member may give one more paper; `count`: those that stand now."""
    if membership is None or membership.pengguna_id != actor.id or membership.ended_at is not None:
        return NOT_MEMBER
    if count >= MAX_PAPERS:
        return _l("Sudah ada %(n)s surat. Hubungi Bagian Kerja Sama bila memang perlu lebih.", n=count)
    return None


def why_not_ask(
    actor: Any,
    instansi: Instansi,
    membership: KeanggotaanInstansi | None,
    papers: Collection[SuratInstansi],
) -> Any:
    """None when a member may ask for verification now; `papers`: those that stand now."""
    if membership is None or membership.ended_at is not None:
        return NOT_MEMBER
    if instansi.verifikasi is KeadaanVerifikasi.MENUNGGU:
        return _l("Verifikasi sudah diminta; Bagian Kerja Sama memeriksanya.")
    if instansi.verifikasi is KeadaanVerifikasi.TERVERIFIKASI:
        return _l("Instansi ini sudah terverifikasi.")
    if not any(paper.hasil is not HasilPeriksa.DIKEMBALIKAN for paper in papers):
        return _l("Unggah sedikitnya satu surat: akta, NIB, NPWP, atau surat keputusan.")
    return None


def why_not_check(actor: Any, membership: KeanggotaanInstansi | None, instansi: Instansi) -> Any:
    """None when `actor` may judge this institution and its papers: Admin, never of one's own institution."""
    if not has_role(actor, roles.ADMIN):
        return _l("Hanya Admin yang memverifikasi instansi.")
    if membership is not None and membership.ended_at is None and membership.instansi_id == instansi.id:
        return _l("Anda anggota instansi ini; Admin lain yang memeriksanya.")
    if not instansi.is_active:
        return _l("Instansi ini tidak aktif lagi.")
    return None


def why_not_verify(instansi: Instansi, papers: Collection[SuratInstansi], today: date) -> Any:
    """None when the papers that stand now carry a verification: one is found right, none waits, none has run out."""
    if instansi.verifikasi is KeadaanVerifikasi.TERVERIFIKASI:
        return _l("Instansi ini sudah terverifikasi.")
    if any(paper.hasil is HasilPeriksa.MENUNGGU for paper in papers):
        return _l("Periksa dahulu setiap surat yang menunggu.")
    good = [paper for paper in papers if paper.hasil is HasilPeriksa.SAH]
    if not good:
        return _l("Belum ada surat yang sah.")
    if all(is_over(paper, today) for paper in good):
        return _l("Semua surat yang sah sudah habis masa berlakunya.")
    return None


def is_over(paper: SuratInstansi, today: date) -> bool:
    return paper.berlaku_sampai is not None and paper.berlaku_sampai < today


def needs_renewal(instansi: Instansi, papers: Collection[SuratInstansi], today: date) -> bool:
    """Whether a verified institution is to be looked at again: a paper ran out, or a new one was not checked yet."""
    if instansi.verifikasi is not KeadaanVerifikasi.TERVERIFIKASI:
        return False
    return any(is_over(paper, today) or paper.hasil is not HasilPeriksa.SAH for paper in papers)


def reminder_due(paper: SuratInstansi, today: date) -> int | None:
    """The reminder to send today: 30, 7 or 0 (days before the end); None when none, or when it was sent."""
    if paper.berlaku_sampai is None or paper.digantikan_at is not None:
        return None
    left = (paper.berlaku_sampai - today).days
    due = min((days for days in REMIND_DAYS if left <= days), default=None)
    if due is None or (paper.diingatkan is not None and paper.diingatkan <= due):
        return None
    return due
