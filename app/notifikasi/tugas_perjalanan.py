"""What may wait for a person between the offer and the signed agreement: for each kind one SELECT, and its tasks.

Facts only: documents, opinions, returns and signings as they stand. Which kinds there are is said in tugas.py.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.rules import has_role
from app.naskah.models import VersiNaskah
from app.notifikasi.tugas_sumber import Tugas, mine, moment_of, waited
from app.pembahasan.models import MENYETUJUI, Pendapat, Pengembalian, Sikap
from app.penjadwalan.models import KeadaanJadwal, Metode, Penandatanganan, SlotPasti
from app.permohonan import kata
from app.permohonan.alur import PEMBAHASAN, PENJADWALAN, PENYUSUNAN, Giliran, Hak, Status
from app.permohonan.models import Penugasan, Permohonan, Petugas, TahapPerkara
from app.permohonan.queries import assigned, visible_to
from app.rujukan.models_rencana import PihakPendapat, RencanaSlot, RencanaSyarat

# -- facts about the open stage of a case ---------------------------------------------------------------------------


def _of_open_stage(query: Select[Any], stage_id: Any) -> ColumnElement[bool]:
    """Whether the open stage of the case has such a row."""
    return (
        query.join(TahapPerkara, TahapPerkara.id == stage_id)
        .where(TahapPerkara.permohonan_id == Permohonan.id, TahapPerkara.closed_at.is_(None))
        .correlate(Permohonan)
        .exists()
    )


def _is_incomplete() -> ColumnElement[bool]:
    """A required document of the open stage is not there yet."""
    version = (
        select(VersiNaskah.id)
        .where(VersiNaskah.tahap_id == TahapPerkara.id, VersiNaskah.slot_id == RencanaSlot.id)
        .correlate(TahapPerkara, RencanaSlot)
    )
    return (
        select(RencanaSlot.id)
        .join(TahapPerkara, TahapPerkara.rencana_tahap_id == RencanaSlot.tahap_id)
        .where(
            TahapPerkara.permohonan_id == Permohonan.id,
            TahapPerkara.closed_at.is_(None),
            RencanaSlot.is_wajib,
            ~version.exists(),
        )
        .correlate(Permohonan)
        .exists()
    )


def _mark() -> Any:
    """The newest version among the required documents of the stage: what was said of older ones is stale."""
    return (
        select(func.max(VersiNaskah.id))
        .join(RencanaSlot, RencanaSlot.id == VersiNaskah.slot_id)
        .where(VersiNaskah.tahap_id == TahapPerkara.id, RencanaSlot.is_wajib)
        .correlate(TahapPerkara)
        .scalar_subquery()
    )


def _has_opinion(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """An opinion in force on the newest versions."""
    query = select(Pendapat.id).where(
        Pendapat.digantikan_at.is_(None), Pendapat.terakhir_id >= _mark(), *conditions
    )
    return _of_open_stage(query, Pendapat.tahap_id)


def _is_held() -> ColumnElement[bool]:
    """Somebody found the newest versions wanting, or Admin sent them back."""
    returned = select(Pengembalian.id).where(Pengembalian.terakhir_id >= _mark())
    return or_(
        _has_opinion(Pendapat.sikap.not_in(MENYETUJUI)), _of_open_stage(returned, Pengembalian.tahap_id)
    )


def _has_signing(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Penandatanganan.permohonan_id == Permohonan.id, *conditions)


# -- the applying side -----------------------------------------------------------------------------------------------


def _my_turn(user: Pengguna, hak: Hak, *conditions: ColumnElement[bool]) -> Select[Any]:
    return mine(user, Permohonan.giliran == Giliran.PEMOHON, *conditions, hak=hak)


def to_upload(user: Pengguna) -> Select[Any]:
    return _my_turn(user, Hak.SUNTING, Permohonan.status.in_(PEMBAHASAN), _is_incomplete())


def show_upload(row: Permohonan, user: Pengguna) -> Tugas:
    is_offer = row.status is Status.PENAWARAN
    return _show(
        row, user, _l("Unggah dokumen penawaran") if is_offer else _l("Unggah rancangan naskah"), "/dokumen"
    )


def to_mend(user: Pengguna) -> Select[Any]:
    return _my_turn(user, Hak.SUNTING, Permohonan.status.in_(PEMBAHASAN), ~_is_incomplete(), _is_held())


def show_mend(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Perbaiki naskah"))


def to_agree(user: Pengguna) -> Select[Any]:
    """A draft of which this contact has not said yet whether it is agreed."""
    return _my_turn(
        user,
        Hak.TANDA_TANGAN,
        Permohonan.status.in_(PENYUSUNAN),
        ~_is_incomplete(),
        ~_is_held(),
        ~_has_opinion(Pendapat.pengguna_id == user.id),
    )


def show_agree(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Setujui naskah"))


def to_answer_note(user: Pengguna) -> Select[Any]:
    """Notes of who agreed: they hold nothing, and are answered all the same, also after the stage was agreed."""
    noted = (
        select(Pendapat.id)
        .join(TahapPerkara, TahapPerkara.id == Pendapat.tahap_id)
        .where(
            Pendapat.permohonan_id == Permohonan.id,
            Pendapat.sikap == Sikap.SETUJU_CATATAN,
            Pendapat.pihak != PihakPendapat.PPKSD,
            Pendapat.digantikan_at.is_(None),
            Pendapat.ditanggapi_at.is_(None),
            Pendapat.terakhir_id >= _mark(),
        )
        .correlate(Permohonan)
    )
    return mine(user, Permohonan.status.in_((*PEMBAHASAN, *PENJADWALAN)), noted.exists(), hak=Hak.SUNTING)


def show_answer_note(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Jawab catatan atas naskah"))


def to_schedule(user: Pengguna) -> Select[Any]:
    return _my_turn(user, Hak.TANDA_TANGAN, Permohonan.status == Status.DISEPAKATI)


def show_schedule(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Pilih cara penandatanganan dan usulkan jadwal"), "/jadwal")


def to_answer_revision(user: Pengguna) -> Select[Any]:
    revised = _has_signing(Penandatanganan.keadaan == KeadaanJadwal.DIREVISI)
    return mine(user, Permohonan.status == Status.PENJADWALAN, revised, hak=Hak.TANDA_TANGAN)


def show_answer_revision(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Jawab waktu yang diusulkan Protokol"), "/jadwal")


# -- the city's side -------------------------------------------------------------------------------------------------


def _is_interested(user: Pengguna) -> ColumnElement[bool]:
    """The same answer as `rules.is_interested`: of the applying side."""
    contact = exists().where(Petugas.permohonan_id == Permohonan.id, Petugas.pengguna_id == user.id)
    member = exists().where(
        KeanggotaanInstansi.instansi_id == Permohonan.instansi_id,
        KeanggotaanInstansi.pengguna_id == user.id,
        KeanggotaanInstansi.ended_at.is_(None),
    )
    return or_(contact, member)


def _of_city(user: Pengguna, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Cases in which this person may act for the city."""
    return (
        select(Permohonan)
        .where(*conditions, visible_to(user), ~_is_interested(user))
        .order_by(Permohonan.giliran_since, Permohonan.id)
    )


def _admins_are_missing() -> ColumnElement[bool]:
    """The plan asks for more agreements of Admin than there are; also where the team is asked first."""
    agreed = (
        select(func.count())
        .select_from(Pendapat)
        .where(
            Pendapat.tahap_id == TahapPerkara.id,
            Pendapat.pihak == PihakPendapat.ADMIN,
            Pendapat.digantikan_at.is_(None),
            Pendapat.terakhir_id >= _mark(),
            Pendapat.sikap.in_(MENYETUJUI),
        )
        .correlate(TahapPerkara)
        .scalar_subquery()
    )
    short = (
        select(RencanaSyarat.id)
        .join(TahapPerkara, TahapPerkara.rencana_tahap_id == RencanaSyarat.tahap_id)
        .where(
            TahapPerkara.permohonan_id == Permohonan.id,
            TahapPerkara.closed_at.is_(None),
            RencanaSyarat.pihak == PihakPendapat.ADMIN,
            agreed < RencanaSyarat.jumlah,
        )
        .correlate(Permohonan)
        .exists()
    )
    return or_(Permohonan.giliran == Giliran.ADMIN, short)


def to_judge(user: Pengguna) -> Select[Any]:
    """Papers of which this person has not said what to think.

    Whoever is assigned is asked for as long as the city deliberates. Of others, Admin and, where nobody is assigned,
    the team are asked until enough of them have agreed.
    """
    if has_role(user, roles.ADMIN):
        missing = _admins_are_missing()
    else:
        taken = exists().where(Penugasan.permohonan_id == Permohonan.id, Penugasan.ended_at.is_(None))
        missing = and_(Permohonan.giliran == Giliran.TKKSD, ~taken)
    return _of_city(
        user,
        Permohonan.giliran.in_((Giliran.TKKSD, Giliran.ADMIN)),
        Permohonan.status.in_(PEMBAHASAN),
        or_(assigned(user), missing),
        ~_is_incomplete(),
        ~_is_held(),
        ~_has_opinion(Pendapat.pengguna_id == user.id),
    )


def show_judge(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Beri pendapat"))


def to_answer_objection(user: Pengguna) -> Select[Any]:
    """The contacts found the city's counter-draft wanting."""
    return _of_city(
        user,
        Permohonan.giliran == Giliran.ADMIN,
        Permohonan.status.in_(PENYUSUNAN),
        ~_is_incomplete(),
        _is_held(),
    )


def show_answer_objection(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Jawab keberatan PPKSD"))


def to_answer_proposal(user: Pengguna) -> Select[Any]:
    proposed = _has_signing(Penandatanganan.keadaan == KeadaanJadwal.DIUSULKAN)
    return _of_city(user, Permohonan.status == Status.PENJADWALAN, proposed)


def show_answer_proposal(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Jawab usulan jadwal"), "/jadwal")


def to_validate(user: Pengguna) -> Select[Any]:
    return _of_city(
        user,
        Permohonan.giliran == Giliran.ADMIN,
        Permohonan.status == Status.MENUNGGU_PENANDATANGANAN,
    )


def show_validate(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Validasi penandatanganan"), "/jadwal")


# -- both sides ------------------------------------------------------------------------------------------------------


def to_record(user: Pengguna) -> Select[Any]:
    """Signings whose time has come: desk to desk from its choice on, face to face from the confirmed hour on."""
    begun = exists().where(
        SlotPasti.penandatanganan_id == Penandatanganan.id, func.lower(SlotPasti.rentang) <= moment_of(user)
    )
    due = _has_signing(
        Penandatanganan.keadaan == KeadaanJadwal.TERJADWAL,
        or_(Penandatanganan.metode == Metode.DESK, begun),
    )
    stands = and_(
        Permohonan.status == Status.MENUNGGU_PENANDATANGANAN,
        Permohonan.giliran == Giliran.PARA_PIHAK,
        due,
    )
    accepted = mine(user, hak=Hak.TANDA_TANGAN).with_only_columns(Permohonan.id).order_by(None)
    theirs: ColumnElement[bool] = Permohonan.id.in_(accepted)
    if has_role(user, roles.ADMIN):
        theirs = or_(theirs, visible_to(user))
    return select(Permohonan).where(stands, theirs).order_by(Permohonan.giliran_since, Permohonan.id)


def show_record(row: Permohonan, user: Pengguna) -> Tugas:
    return _show(row, user, _l("Catat penandatanganan"), "/jadwal")


def options() -> tuple[Any, ...]:
    """What showing a case needs besides its own row."""
    return (joinedload(Permohonan.kategori),)


def _show(row: Permohonan, user: Pengguna, words: Any, place: str = "") -> Tugas:
    return Tugas(
        words,
        kata.title_of(row),
        _l("%(instansi)s · %(tahap)s", instansi=row.instansi_nama, tahap=kata.status_of(row)),
        f"/permohonan/{row.kode}{place}",
        sejak=row.giliran_since,
        hari_kerja=waited(row.giliran_since),
    )
