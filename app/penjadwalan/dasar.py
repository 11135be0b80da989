"""What the acts on a schedule share: a signing is begun, times are checked, taken and given back, the case settles.

Called by operations.py and ttd_operations.py with the case locked. It never commits, records or sees a request.
"""

from collections.abc import Collection, Sequence
from typing import Any

from babel.dates import format_datetime
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kit.clock import now, to_wita
from app.kit.errors import Refused
from app.penjadwalan import queries, rules
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    KeadaanUsulan,
    Metode,
    NaskahDitandatangani,
    Penandatanganan,
    Pengusul,
    SlotPasti,
    UsulanJadwal,
)
from app.penjadwalan.rules import Bentrok, Hari, Peringatan, Waktu
from app.permohonan.alur import Giliran, Status
from app.permohonan.models import Permohonan
from app.permohonan.operations import move, pass_turn
from app.rujukan.models_rencana import JenisNaskah, Pejabat, Tempat
from app.rujukan.queries_rencana import active_pejabat

OVERLAPS = "23P01"  # SQLSTATE of a broken EXCLUDE constraint


def settle(permohonan: Permohonan) -> None:
    """Status and turn follow from the signings of a case: the only place that derives them. The case is locked."""
    db.session.flush()
    rows = queries.signings(permohonan)
    states = {ttd.keadaan for ttd in rows if ttd.keadaan in TERBUKA}
    if KeadaanJadwal.DIUSULKAN in states:
        status, giliran = Status.PENJADWALAN, Giliran.PROTOKOL
    elif KeadaanJadwal.DIREVISI in states:
        status, giliran = Status.PENJADWALAN, Giliran.PEMOHON
    elif KeadaanJadwal.TERCATAT in states:
        status, giliran = Status.MENUNGGU_PENANDATANGANAN, Giliran.ADMIN
    elif states:
        status, giliran = Status.MENUNGGU_PENANDATANGANAN, Giliran.PARA_PIHAK
    elif set(rules.planned(permohonan)) - queries.signed_papers(permohonan, rows):
        status, giliran = Status.DISEPAKATI, Giliran.PEMOHON
    else:
        status, giliran = Status.DITANDATANGANI, Giliran.PARA_PIHAK
    if permohonan.status is status:
        pass_turn(permohonan, giliran)
    else:
        move(permohonan, status, giliran)


def signatory() -> Pejabat:
    """Who signs for the city unless a letter of kuasa says otherwise: the Wali Kota."""
    pejabat = next(iter(active_pejabat()), None)
    if pejabat is None:
        raise Refused(_l("Belum ada pejabat penanda tangan. Admin menambahkannya di Data induk."))
    return pejabat


def new(
    permohonan: Permohonan, metode: Metode, pejabat: Pejabat, jenis: Collection[JenisNaskah]
) -> Penandatanganan:
    ttd = Penandatanganan(
        permohonan=permohonan, metode=metode, pejabat=pejabat, putaran=1, created_at=now(), since_at=now()
    )
    ttd.naskah = [
        NaskahDitandatangani(
            permohonan_id=permohonan.id,
            instansi_id=permohonan.instansi_id,
            jenis=one,
            urut=1 if one.is_pertama else 2,
        )
        for one in sorted(jenis, key=lambda one: not one.is_pertama)
    ]
    db.session.add(ttd)
    return ttd


def stand(ttd: Penandatanganan, keadaan: KeadaanJadwal) -> None:
    ttd.keadaan, ttd.since_at = keadaan, now()


def pass_over(ttd: Penandatanganan) -> None:
    """What was proposed so far is no longer asked for."""
    for row in ttd.usulan:
        if row.keadaan is KeadaanUsulan.TENTATIF:
            row.keadaan = KeadaanUsulan.LEWAT


def add_proposals(ttd: Penandatanganan, oleh: Pengusul, slots: Sequence[Waktu]) -> None:
    ttd.usulan.extend(
        UsulanJadwal(
            putaran=ttd.putaran,
            ke=ke,
            oleh=oleh,
            mulai_at=slot.mulai_at,
            selesai_at=slot.selesai_at,
            tempat=slot.tempat,
            tempat_lain="" if slot.tempat else slot.tempat_lain.strip(),
            keadaan=KeadaanUsulan.TENTATIF,
        )
        for ke, slot in enumerate(slots, start=1)
    )


def check_slots(slots: Sequence[Waktu], pejabat: Pejabat, ttd: Penandatanganan | None, tetap: bool) -> None:
    """Each time lies on a day and an hour at which one signs, and official and place are free then."""
    if not 1 <= len(slots) <= rules.MOST_SLOTS:
        raise Refused(_l("Usulkan satu sampai tiga waktu."), "tanggal_1")
    days = [slot.hari for slot in slots]
    hari = queries.days_of(min(days), max(days))
    said: list[Any] = []
    for ke, slot in enumerate(slots, start=1):
        _check_slot(slot, ke, hari, slots)
        if queries.taken(slot, pejabat.id, ttd.id if ttd else None) is not None:
            raise clash(slot, pejabat.id, ke)
        said += [sentence for sentence in rules.warnings(slot.hari, hari) if not tetap]
        if said:
            sentence = _l("%(sebab)s Bila memang dimaksud, tandai Tetap usulkan di bawah.", sebab=said[0])
            raise Peringatan(sentence, f"tanggal_{ke}")


def _check_slot(slot: Waktu, ke: int, hari: Hari, slots: Sequence[Waktu]) -> None:
    sentence = rules.check_waktu(slot, hari)
    if sentence is not None:
        raise Refused(sentence, f"tanggal_{ke}")
    if any(slot.mulai_at == other.mulai_at for other in slots[: ke - 1]):
        raise Refused(_l("Waktu ini sudah disebut di atas."), f"tanggal_{ke}")
    if len(slot.tempat_lain) > rules.MAX_TEMPAT:
        raise Refused(_l("Nama tempat paling banyak %(n)s huruf.", n=rules.MAX_TEMPAT), f"nama_tempat_{ke}")


def clash(slot: Waktu | UsulanJadwal, pejabat_id: int, ke: int | None = None) -> Bentrok:
    """The sentence for a time that is taken, with the nearest free ones."""
    tempat_id = slot.tempat.id if slot.tempat else None
    kosong = queries.nearest_free(slot.mulai_at, slot.selesai_at - slot.mulai_at, pejabat_id, tempat_id)
    sentence = _l(
        "%(waktu)s sudah pasti untuk penandatanganan lain dengan pejabat atau tempat yang sama.",
        waktu=moment(slot, with_place=False),
    )
    return Bentrok(sentence, f"tanggal_{ke}" if ke else None, kosong)


def confirm(ttd: Penandatanganan, usulan: UsulanJadwal) -> None:
    """Take the time for the official and the place. Two at once come one after the other; the constraint decides."""
    waktu = Waktu(usulan.mulai_at, usulan.selesai_at, usulan.tempat, usulan.tempat_lain)
    sentence = rules.check_waktu(waktu, queries.days_of(waktu.hari, waktu.hari))
    if sentence is not None:
        raise Refused(sentence)
    # Without these locks two insertions could wait for each other until the database ends one of them.
    for model, key in ((Pejabat, ttd.pejabat_id), (Tempat, usulan.tempat_id)):
        if key is not None:
            db.session.execute(select(model.id).where(model.id == key).with_for_update(key_share=True))
    slot = SlotPasti(
        penandatanganan_id=ttd.id,
        pejabat_id=ttd.pejabat_id,
        tempat_id=usulan.tempat_id,
        tempat_lain=usulan.tempat_lain,
        rentang=Range(usulan.mulai_at, usulan.selesai_at, bounds="[)"),
        confirmed_at=now(),
    )
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.add(slot)
            db.session.flush()
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", None) != OVERLAPS:
            raise
        raise clash(usulan, ttd.pejabat_id) from None
    db.session.expire(ttd, ["slot"])
    pass_over(ttd)
    usulan.keadaan = KeadaanUsulan.DIPILIH
    stand(ttd, KeadaanJadwal.TERJADWAL)
    settle(ttd.permohonan)


def free(ttd: Penandatanganan) -> None:
    """Give back what a signing holds. The chosen proposal stays chosen: it tells what was called off."""
    if ttd.slot is not None:
        db.session.delete(ttd.slot)
        ttd.slot = None
        ttd.urutan_kalender += 1
    pass_over(ttd)
    for naskah in ttd.naskah:
        naskah.is_aktif = False
    stand(ttd, KeadaanJadwal.BATAL)


def moment(slot: Waktu | UsulanJadwal | SlotPasti, with_place: bool = True) -> str:
    """`Kamis, 10 Desember 2026, 09.00 WITA, Balai Kota`: as sentences and the journal write it."""
    start = slot.mulai_at if not isinstance(slot, SlotPasti) else slot.rentang.lower
    text = format_datetime(to_wita(start), "EEEE, d MMMM y, HH.mm 'WITA'", locale="id")  # type: ignore[arg-type]
    return f"{text}, {slot.nama_tempat}" if with_place else text
