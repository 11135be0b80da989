"""The card of a case that waits for its signing: who records it, and Admin's answer to the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.models import KerjaSama
from app.kerjasama.sambungan import Penanda, register_penanda
from app.penjadwalan import ttd_rules
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    Metode,
    NaskahDitandatangani,
    Penandatanganan,
    Pihak,
    PihakTandaTangan,
)
from app.penjadwalan.ttd_forms import KembalikanForm, ValidasiForm
from app.permohonan import rules
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan
from app.permohonan.sambungan import Kartu, register_kartu


@dataclass(frozen=True)
class Butir:
    """One open signing on the card: what this reader may do with it now."""

    ttd: Penandatanganan
    naskah: Sequence[NaskahDitandatangani]
    boleh_catat: bool
    boleh_jawab: bool
    validasi: ValidasiForm | None = None
    kembalikan: KembalikanForm | None = None

    @property
    def is_tercatat(self) -> bool:
        return self.ttd.keadaan is KeadaanJadwal.TERCATAT

    @property
    def is_desk(self) -> bool:
        return self.ttd.metode is Metode.DESK


def open_signings(permohonan: Permohonan) -> Sequence[Penandatanganan]:
    """Signings of a case that are not over, with what the card shows."""
    return (
        db.session.scalars(
            select(Penandatanganan)
            .where(Penandatanganan.permohonan_id == permohonan.id, Penandatanganan.keadaan.in_(TERBUKA))
            .options(
                joinedload(Penandatanganan.slot),
                joinedload(Penandatanganan.dicatat_oleh),
                selectinload(Penandatanganan.naskah).joinedload(NaskahDitandatangani.berkas),
                selectinload(Penandatanganan.pihak).joinedload(PihakTandaTangan.kuasa_berkas),
            )
            .order_by(Penandatanganan.id)
        )
        .unique()
        .all()
    )


def _item(ttd: Penandatanganan, may: dict[str, bool], form: Any) -> Butir:
    may_answer = ttd.keadaan is KeadaanJadwal.TERCATAT and may["jawab"]
    validasi = kembalikan = None
    if may_answer:
        is_this = getattr(form, "nomor", None) == ttd.id
        validasi = form if is_this and isinstance(form, ValidasiForm) else _checklist(ttd)
        kembalikan = form if is_this and isinstance(form, KembalikanForm) else KembalikanForm(formdata=None)
        validasi.seen.data = kembalikan.seen.data = str(ttd.versi)
    return Butir(
        ttd=ttd,
        naskah=ttd_rules.papers(ttd),
        boleh_catat=may["catat"] and ttd_rules.may_record(ttd) is None,
        boleh_jawab=may_answer,
        validasi=validasi,
        kembalikan=kembalikan,
    )


def _checklist(ttd: Penandatanganan) -> ValidasiForm:
    form = ValidasiForm(formdata=None)
    form.paraf.data, form.meterai.data, form.stempel.data = ttd.is_paraf, ttd.is_meterai, ttd.is_stempel
    return form


def items_of(permohonan: Permohonan, user: Pengguna, form: Any = None) -> list[Butir]:
    """The signings that are scheduled or recorded, as this reader meets them."""
    may = {
        "catat": rules.why_not(user, permohonan, "catat_penandatanganan") is None,
        "jawab": rules.why_not(user, permohonan, "validasi_penandatanganan") is None,
    }
    shown = (KeadaanJadwal.TERJADWAL, KeadaanJadwal.TERCATAT)
    return [_item(ttd, may, form) for ttd in open_signings(permohonan) if ttd.keadaan in shown]


def card(permohonan: Permohonan, user: Pengguna, form: Any) -> Kartu | None:
    """Record it, answer the record, or wait for the day."""
    items = items_of(permohonan, user, form)
    answers = [item for item in items if item.boleh_jawab]
    records = [item for item in items if item.boleh_catat]
    if answers:
        judul = _("Periksa catatan penandatanganan")
        teks = _("Bandingkan catatan dengan naskah bertanda tangan, lalu validasi atau kembalikan.")
    elif records:
        judul = _("Catat penandatanganan")
        teks = _(
            "Setelah naskah ditandatangani kedua pihak, catat nomor, masa berlaku, dan unggah pindaiannya."
        )
    elif any(item.is_tercatat for item in items):
        judul = _("Penandatanganan sedang diperiksa")
        teks = _("Admin membandingkan catatan dengan naskah bertanda tangan.")
    else:
        judul = _("Menunggu penandatanganan")
        teks = _("Hasilnya dicatat setelah naskah ditandatangani kedua pihak.")
    return Kartu(
        judul,
        teks,
        is_mine=bool(answers or records),
        templat="penjadwalan/ttd_kartu.html",
        isi={"butir": items, "form": form},
    )


def signatories(kerja_sama: KerjaSama) -> list[Penanda]:
    """Who signed an agreement, the city first; for its page in the register."""
    rows = db.session.scalars(
        select(PihakTandaTangan)
        .join(
            NaskahDitandatangani,
            NaskahDitandatangani.penandatanganan_id == PihakTandaTangan.penandatanganan_id,
        )
        .where(NaskahDitandatangani.kerja_sama_id == kerja_sama.id)
        .order_by(PihakTandaTangan.pihak)
    )
    return [Penanda(row.pihak is Pihak.KOTA, row.nama, row.jabatan) for row in rows]


register_kartu((Status.MENUNGGU_PENANDATANGANAN,), card)
register_penanda(signatories)
