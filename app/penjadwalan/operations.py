"""Everything that changes a schedule: proposed, approved, revised, turned into desk to desk, accepted, called off.

Each function locks the case, asks the rules, changes rows, records one event. It never commits, mails or sees a
request. What the signing itself writes stands in ttd_operations.py.
"""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.jejak.signals import recorded
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.penjadwalan import queries, rules
from app.penjadwalan.dasar import (
    add_proposals,
    check_slots,
    confirm,
    free,
    moment,
    new,
    pass_over,
    settle,
    signatory,
    stand,
)
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    KeadaanUsulan,
    Metode,
    Penandatanganan,
    Pengusul,
    UsulanJadwal,
)
from app.penjadwalan.rules import Waktu
from app.permohonan.alur import LANGKAH
from app.permohonan.models import Permohonan
from app.permohonan.operations import lock, take
from app.permohonan.rules import NOT_YOURS, hats
from app.rujukan.models_rencana import JenisNaskah

__all__ = [
    "Waktu",
    "accept_revision",
    "approve_slot",
    "cancel",
    "choose_desk",
    "propose",
    "revise",
    "settle",
    "turn_to_desk",
]


# --- the PPKSD -----------------------------------------------------------------------------------------------------
def propose(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    jenis: Collection[JenisNaskah],
    slots: Sequence[Waktu],
    seen: int | None = None,
    tetap: bool = False,
) -> Penandatanganan:
    """The PPKSD proposes one to three times for signing these papers face to face, or proposes anew.

    `seen` is the round that the form showed (0: none); `tetap` says that the warnings were read. The same proposal
    once more changes nothing. Raises Peringatan, Bentrok (with free times) and Refused (field tanggal_1 … 3) or Stale.
    """
    step = "usulkan_jadwal"
    rows = _begin(permohonan, step, actor)
    ttd = _running(rows, jenis)
    if ttd is not None and _is_same(ttd, slots, jenis) and ttd.keadaan is KeadaanJadwal.DIUSULKAN:
        return ttd
    peran = _check_running(permohonan, ttd, step, actor, jenis, rows, seen)
    pejabat = ttd.pejabat if ttd else signatory()
    check_slots(slots, pejabat, ttd, tetap)
    if ttd is None:
        ttd = new(permohonan, Metode.TATAP_MUKA, pejabat, jenis)
    else:
        pass_over(ttd)
        ttd.putaran += 1
    stand(ttd, KeadaanJadwal.DIUSULKAN)
    add_proposals(ttd, Pengusul.PPKSD, slots)
    settle(permohonan)
    _tell("jadwal.diusulkan", ttd, actor, peran, "; ".join(moment(slot) for slot in slots))
    return ttd


def choose_desk(
    permohonan: Permohonan, *, actor: Pengguna, jenis: Collection[JenisNaskah], seen: int | None = None
) -> Penandatanganan:
    """The PPKSD has the papers signed desk to desk, also instead of a proposal that waits; nobody needs to answer."""
    step = "pilih_desk"
    rows = _begin(permohonan, step, actor)
    ttd = _running(rows, jenis)
    if (
        ttd is not None
        and ttd.dialihkan_at is None
        and _papers(ttd) == set(jenis)
        and (ttd.metode, ttd.keadaan) == (Metode.DESK, KeadaanJadwal.TERJADWAL)
    ):
        return ttd
    peran = _check_running(permohonan, ttd, step, actor, jenis, rows, seen)
    if ttd is None:
        ttd = new(permohonan, Metode.DESK, signatory(), jenis)
    else:
        pass_over(ttd)
        ttd.metode = Metode.DESK
    stand(ttd, KeadaanJadwal.TERJADWAL)
    settle(permohonan)
    _tell("jadwal.desk", ttd, actor, peran)
    return ttd


def accept_revision(ttd: Penandatanganan, *, actor: Pengguna, seen: int | None) -> Penandatanganan:
    """The PPKSD accepts the time that Protokol proposed: it is confirmed. A second press changes nothing."""
    step = "terima_revisi"
    _begin(ttd.permohonan, step, actor)
    if ttd.keadaan is KeadaanJadwal.TERJADWAL and ttd.putaran == seen and ttd.slot is not None:
        return ttd
    peran = _take(ttd, step, actor, seen)
    usulan = next(row for row in ttd.usulan if row.keadaan is KeadaanUsulan.TENTATIF)
    confirm(ttd, usulan)
    _tell("jadwal.disetujui", ttd, actor, peran, moment(usulan), slot=usulan)
    return ttd


# --- Protokol ------------------------------------------------------------------------------------------------------
def approve_slot(
    ttd: Penandatanganan, *, actor: Pengguna, usulan_id: int, seen: int | None
) -> Penandatanganan:
    """Protokol confirms one of the proposed times; the database decides whether official and place are free.

    Raises Bentrok with free times when they are not, Stale when somebody answered meanwhile.
    """
    step = "setujui_jadwal"
    _begin(ttd.permohonan, step, actor)
    usulan = next((row for row in ttd.usulan if row.id == usulan_id), None)
    if usulan is None:
        raise Stale(rules.OTHERS_CHANGED)
    if ttd.keadaan is KeadaanJadwal.TERJADWAL and usulan.keadaan is KeadaanUsulan.DIPILIH:
        return ttd
    peran = _take(ttd, step, actor, seen)
    if usulan.keadaan is not KeadaanUsulan.TENTATIF:
        raise Stale(rules.OTHERS_CHANGED)
    confirm(ttd, usulan)
    _tell("jadwal.disetujui", ttd, actor, peran, moment(usulan), slot=usulan)
    return ttd


def revise(
    ttd: Penandatanganan,
    *,
    actor: Pengguna,
    waktu: Waktu,
    catatan: str,
    seen: int | None,
    tetap: bool = False,
) -> Penandatanganan:
    """Protokol proposes another time; the PPKSD accepts it or proposes again. Raises as `propose`."""
    step = "revisi_jadwal"
    _begin(ttd.permohonan, step, actor)
    if ttd.keadaan is KeadaanJadwal.DIREVISI and _is_same(ttd, [waktu], _papers(ttd)):
        return ttd
    peran = _take(ttd, step, actor, seen)
    check_slots([waktu], ttd.pejabat, ttd, tetap)
    pass_over(ttd)
    ttd.putaran += 1
    ttd.catatan = _note(catatan)
    stand(ttd, KeadaanJadwal.DIREVISI)
    add_proposals(ttd, Pengusul.PROTOKOL, [waktu])
    settle(ttd.permohonan)
    _tell("jadwal.direvisi", ttd, actor, peran, moment(waktu), catatan=ttd.catatan)
    return ttd


def turn_to_desk(ttd: Penandatanganan, *, actor: Pengguna, alasan: str, seen: int | None) -> Penandatanganan:
    """Protokol refuses the meeting and turns the signing into desk to desk: the PPKSD can no longer answer (guide 7)."""
    step = "alihkan_jadwal"
    _begin(ttd.permohonan, step, actor)
    if ttd.dialihkan_at is not None and ttd.keadaan is KeadaanJadwal.TERJADWAL:
        return ttd
    peran = _take(ttd, step, actor, seen)
    ttd.catatan = _reason(alasan)
    pass_over(ttd)
    ttd.metode, ttd.dialihkan_at = Metode.DESK, now()
    stand(ttd, KeadaanJadwal.TERJADWAL)
    settle(ttd.permohonan)
    _tell("jadwal.dialihkan", ttd, actor, peran, catatan=ttd.catatan)
    return ttd


def cancel(ttd: Penandatanganan, *, actor: Pengguna, alasan: str, seen: int | None) -> Penandatanganan:
    """Protokol or Admin calls a schedule off: its time, its place and its papers are free again."""
    step = "batalkan_jadwal"
    _begin(ttd.permohonan, step, actor)
    if ttd.keadaan is KeadaanJadwal.BATAL:
        return ttd
    peran = _take(ttd, step, actor, seen)
    ttd.catatan = _reason(alasan)
    was_confirmed = ttd.slot is not None
    free(ttd)
    settle(ttd.permohonan)
    _tell("jadwal.dibatalkan", ttd, actor, peran, catatan=ttd.catatan, was_confirmed=was_confirmed)
    return ttd


@recorded.connect
def release_withdrawn(event: Peristiwa) -> None:
    """A withdrawn case keeps no time, no place and no paper: what it had proposed is called off with it."""
    if event.jenis != "permohonan.ditarik" or event.objek_tipe != Permohonan.__tablename__:
        return
    for ttd in db.session.scalars(
        select(Penandatanganan).where(
            Penandatanganan.permohonan_id == event.objek_id, Penandatanganan.keadaan.in_(TERBUKA)
        )
    ):
        free(ttd)


# --- beneath -------------------------------------------------------------------------------------------------------
def _begin(permohonan: Permohonan, step: str, actor: Pengguna) -> list[Penandatanganan]:
    """Lock the case, read its signings anew, and send away whose business the step is not."""
    lock(permohonan)
    rows = queries.signings(permohonan, fresh=True)
    if not hats(actor, permohonan) & set(LANGKAH[step].hats):
        raise Refused(NOT_YOURS)
    return rows


def _take(ttd: Penandatanganan, step: str, actor: Pengguna, seen: int | None) -> str:
    """Check a step on one signing; answers the role. Raises Stale when the person saw an older round."""
    sentence = rules.why_not(ttd, step)
    if sentence is rules.TURNED:
        raise Refused(sentence)
    if sentence is not None:
        raise Stale(sentence)
    if seen is not None and seen != ttd.putaran:
        raise Stale(rules.OTHERS_CHANGED)
    return take(ttd.permohonan, step, actor)


def _running(rows: Sequence[Penandatanganan], jenis: Collection[JenisNaskah]) -> Penandatanganan | None:
    """The open signing in which one of these papers stands."""
    return next((ttd for ttd in rows if ttd.keadaan in TERBUKA and _papers(ttd) & set(jenis)), None)


def _check_running(
    permohonan: Permohonan,
    ttd: Penandatanganan | None,
    step: str,
    actor: Pengguna,
    jenis: Collection[JenisNaskah],
    rows: Sequence[Penandatanganan],
    seen: int | None,
) -> str:
    """A first proposal of papers that are free, or a new one for the very papers that wait; answers the role."""
    if ttd is None:
        if seen:  # the signing that the form showed is over
            raise Stale(rules.OTHERS_CHANGED)
        peran = take(permohonan, step, actor)
        signed, busy = queries.signed_papers(permohonan, rows), queries.busy_papers(rows)
        sentence = rules.check_papers(permohonan, jenis, signed, busy)
        if sentence is not None:
            raise Refused(sentence, "naskah")
        return peran
    peran = _take(ttd, step, actor, seen)
    if _papers(ttd) != set(jenis):
        raise Refused(
            _l("Naskah dalam usulan ini tidak dapat diganti. Minta Protokol membatalkannya lebih dahulu."),
            "naskah",
        )
    return peran


def _papers(ttd: Penandatanganan) -> set[JenisNaskah]:
    return {naskah.jenis for naskah in ttd.naskah}


def _is_same(ttd: Penandatanganan, slots: Sequence[Waktu], jenis: Collection[JenisNaskah]) -> bool:
    """Whether exactly these times wait already, for these papers."""
    if _papers(ttd) != set(jenis):
        return False
    waiting = [
        (row.mulai_at, row.selesai_at, row.tempat_id, row.tempat_lain)
        for row in ttd.usulan
        if row.keadaan is KeadaanUsulan.TENTATIF
    ]
    return waiting == [
        (
            s.mulai_at,
            s.selesai_at,
            s.tempat.id if s.tempat else None,
            "" if s.tempat else s.tempat_lain.strip(),
        )
        for s in slots
    ]


def _note(text: str) -> str:
    clean = text.strip()
    if len(clean) > rules.MAX_CATATAN:
        raise Refused(_l("Catatan paling banyak %(max)d huruf.", max=rules.MAX_CATATAN), "catatan")
    return clean


def _reason(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise Refused(_l("Tulis alasannya."), "alasan")
    if len(clean) > rules.MAX_CATATAN:
        raise Refused(_l("Alasan paling banyak %(max)d huruf.", max=rules.MAX_CATATAN), "alasan")
    return clean


def _tell(
    jenis: str,
    ttd: Penandatanganan,
    actor: Pengguna,
    peran: str,
    waktu: str = "",
    *,
    catatan: str = "",
    slot: UsulanJadwal | None = None,
    was_confirmed: bool = False,
) -> None:
    """Record the one event of an act: which papers, when and where, in Indonesian whatever the page speaks.

    `was_confirmed`: a time that stands in calendars is called off; the mails take it out of them.
    """
    with force_locale("id"):
        papers = " dan ".join(str(naskah.jenis.label) for naskah in ttd.naskah)
    data: dict[str, Any] = {
        "nama": f"{papers}: {waktu}" if waktu else papers,
        "ttd_id": ttd.id,
        "putaran": ttd.putaran,
        "naskah": [naskah.jenis.value for naskah in ttd.naskah],
    }
    if slot is not None:
        data["mulai_at"] = slot.mulai_at.isoformat()
    if was_confirmed:
        data["is_pasti"] = True
    record(jenis, actor=actor, objek=ttd.permohonan, peran=peran, data=data, catatan=catatan)
