"""Everything that changes agreements: what stands above a case, the record itself, release, correction, its term.

Each function asks the rules, changes rows, records one event. It never commits, mails or sees a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kerjasama import rules
from app.kerjasama.kode import next_kode
from app.kerjasama.models import IndukPerkara, KerjaSama, KoreksiKerjaSama
from app.kerjasama.queries import induk_of, of_case, parents_for
from app.kit.clock import now, today
from app.kit.errors import Refused
from app.kit.storage import Berkas
from app.permohonan.alur import Hat, Status
from app.permohonan.models import Permohonan
from app.permohonan.operations import hat_name, lock, move, take
from app.permohonan.rules import hats
from app.rujukan.models_rencana import JenisNaskah

ADMIN = "Admin"
READ_AGAIN = timedelta(minutes=10)


# --- what stands above a case --------------------------------------------------------------------------------------
def choose_parent(permohonan: Permohonan, *, actor: Pengguna, kerja_sama: KerjaSama | None) -> None:
    """The case makes its PKS under this Kesepakatan Bersama, or (None) makes its own. Raises Refused (`induk`).

    Once the papers are agreed one that ran out can only be exchanged for another: the stage that would draft one was
    passed over, or its draft is agreed. The same choice again changes nothing.
    """
    lock(permohonan)
    peran = take(permohonan, "pakai_induk", actor)
    row = db.session.get(IndukPerkara, permohonan.id, populate_existing=True)
    if not rules.may_choose_parent(permohonan, row is not None, is_none=kerja_sama is None):
        raise Refused(rules.NO_EXCHANGE, "induk")
    if (row.kerja_sama_id if row else None) == (kerja_sama.id if kerja_sama else None):
        return
    if kerja_sama is not None and kerja_sama.id not in {one.id for one in parents_for(permohonan)}:
        raise Refused(_l("Pilih Kesepakatan Bersama yang masih berlaku dengan mitra yang sama."), "induk")
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    if kerja_sama is not None:
        db.session.add(
            IndukPerkara(
                permohonan_id=permohonan.id, kerja_sama=kerja_sama, oleh_id=actor.id, chosen_at=now()
            )
        )
    data = {
        "kerja_sama_id": kerja_sama.id if kerja_sama else None,
        "nama": str(kerja_sama) if kerja_sama else "",
    }
    record("induk.dipilih", actor=actor, objek=permohonan, peran=peran, data=data)


# --- the record ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class NaskahSah:
    """One signed and validated paper, as an agreement takes it over."""

    jenis: JenisNaskah
    nomor_kota: str
    nomor_mitra: str
    ditandatangani_on: date
    tempat: str
    berlaku_from: date
    berlaku_until: date
    berkas: Berkas


def establish(permohonan: Permohonan, naskah: NaskahSah) -> KerjaSama:
    """The agreement of one validated paper; a paper that has one already gets the same. The case must be locked.

    A second paper stands under the first one of this case, or under the one that Admin chose. Raises Refused without
    it. Who validated is recorded by the caller.
    """
    signed = {row.jenis: row for row in of_case(permohonan)}
    if naskah.jenis in signed:
        return signed[naskah.jenis]
    assert permohonan.kategori_id is not None  # it was submitted
    induk = None
    if not naskah.jenis.is_pertama:
        own = next((row for row in signed.values() if row.jenis.is_pertama), None)
        induk = own or induk_of(permohonan)
        if induk is None and _plans_first(permohonan):
            raise Refused(_l("Naskah pertama harus ditandatangani dan divalidasi lebih dahulu."))
    kerja_sama = KerjaSama(
        kode=next_kode(naskah.jenis, naskah.ditandatangani_on.year),
        jenis=naskah.jenis,
        judul=permohonan.judul,
        kategori_id=permohonan.kategori_id,
        permohonan=permohonan,
        instansi_id=permohonan.instansi_id,
        instansi_nama=permohonan.instansi_nama,
        induk=induk,
        nomor_kota=naskah.nomor_kota,
        nomor_mitra=naskah.nomor_mitra,
        ditandatangani_on=naskah.ditandatangani_on,
        tempat=naskah.tempat,
        berlaku_from=naskah.berlaku_from,
        berlaku_until=naskah.berlaku_until,
        berkas=naskah.berkas,
        is_contoh=permohonan.is_contoh,
    )
    db.session.add(kerja_sama)
    db.session.flush()
    return kerja_sama


def _plans_first(permohonan: Permohonan) -> bool:
    """Whether the plan of this case drafts a first paper at all."""
    plan = permohonan.rencana
    return plan is not None and any(row.naskah is not None and row.naskah.is_pertama for row in plan.tahap)


# --- the register --------------------------------------------------------------------------------------------------
def _hold(kerja_sama: KerjaSama, actor: Pengguna) -> None:
    """Hold the row until the transaction ends, read it anew, and ask whether this person keeps it. Raises Refused."""
    db.session.scalar(select(KerjaSama.id).where(KerjaSama.id == kerja_sama.id).with_for_update())
    db.session.refresh(kerja_sama)
    sentence = rules.may_keep(actor, kerja_sama)
    if sentence is not None:
        raise Refused(sentence)


def release(kerja_sama: KerjaSama, *, actor: Pengguna) -> None:
    """Put an agreement on the public register; one that is there stays as it is."""
    _hold(kerja_sama, actor)
    if kerja_sama.released_at is not None:
        return
    kerja_sama.released_at, kerja_sama.dirilis_oleh_id = now(), actor.id
    record("kerjasama.dirilis", actor=actor, objek=kerja_sama, peran=ADMIN, data={"nama": kerja_sama.kode})


def conceal(kerja_sama: KerjaSama, *, actor: Pengguna) -> None:
    """Take an agreement from the public register; one that is not there stays as it is."""
    _hold(kerja_sama, actor)
    if kerja_sama.released_at is None:
        return
    kerja_sama.released_at = kerja_sama.dirilis_oleh_id = None
    record("kerjasama.ditutup", actor=actor, objek=kerja_sama, peran=ADMIN, data={"nama": kerja_sama.kode})


def correct(
    kerja_sama: KerjaSama, *, actor: Pengguna, isi: str, berkas: Berkas | None = None
) -> KoreksiKerjaSama:
    """Record beside the signed file, which stays, what is wrong in it and what is right. Raises Refused (`teks`).

    The same text again, with the same file, is the same correction.
    """
    _hold(kerja_sama, actor)
    text = isi.strip()
    sentence = rules.check_koreksi(text)
    if sentence is not None:
        raise Refused(sentence, "teks")
    last = db.session.scalar(
        select(KoreksiKerjaSama)
        .where(KoreksiKerjaSama.kerja_sama_id == kerja_sama.id)
        .order_by(KoreksiKerjaSama.id.desc())
        .limit(1)
    )
    berkas_id = berkas.id if berkas else None
    if last is not None and (last.isi, last.berkas_id) == (text, berkas_id):
        return last
    row = KoreksiKerjaSama(
        kerja_sama=kerja_sama, isi=text, berkas_id=berkas_id, oleh=actor, corrected_at=now()
    )
    db.session.add(row)
    db.session.flush()
    data = {"nama": kerja_sama.kode, "koreksi_id": row.id}
    record("kerjasama.dikoreksi", actor=actor, objek=kerja_sama, peran=ADMIN, data=data)
    return row


def note_reading(permohonan: Permohonan, *, actor: Pengguna, berkas: Berkas, nama: str) -> bool:
    """That this person opened a signed paper or a letter of a case; again within ten minutes it is not told twice.

    Answers whether it was noted.
    """
    told = select(Peristiwa.id).where(
        Peristiwa.objek_tipe == Permohonan.__tablename__,
        Peristiwa.objek_id == permohonan.id,
        Peristiwa.jenis == "naskah.diunduh",
        Peristiwa.pelaku_id == actor.id,
        Peristiwa.at > now() - READ_AGAIN,
        Peristiwa.data["berkas_id"].as_integer() == berkas.id,
    )
    if db.session.scalar(told.limit(1)) is not None:
        return False
    mine = hats(actor, permohonan)
    peran = hat_name(actor, permohonan, tuple(hat for hat in Hat if hat in mine))
    data = {"nama": nama, "berkas_id": berkas.id}
    record("naskah.diunduh", actor=actor, objek=permohonan, peran=peran, data=data)
    return True


# --- its term ------------------------------------------------------------------------------------------------------
def advance(permohonan: Permohonan) -> None:
    """Where a signed case stands by its terms today: running when all have begun, ended when the last one is over.

    The program's act; a case that stands there already is left alone. The case must be locked.
    """
    if permohonan.status not in (Status.DITANDATANGANI, Status.BERJALAN):
        return
    signed, day = of_case(permohonan), today()
    if not signed:
        return
    if permohonan.status is Status.DITANDATANGANI and all(row.berlaku_from <= day for row in signed):
        move(permohonan, Status.BERJALAN)
        record("permohonan.berlaku", actor=None, objek=permohonan, data={"kode": _codes(signed)})
    if permohonan.status is Status.BERJALAN and all(row.berlaku_until < day for row in signed):
        move(permohonan, Status.BERAKHIR)
        permohonan.closed_at = permohonan.status_since
        record("permohonan.berakhir", actor=None, objek=permohonan, data={"kode": _codes(signed)})


def _codes(rows: Sequence[KerjaSama]) -> str:
    return ", ".join(row.kode for row in rows)


def advance_terms() -> int:
    """Move every case whose terms began or ended, whenever that was; answers how many were looked at. Repeatable."""
    day = today()
    dates = (
        select(
            KerjaSama.permohonan_id,
            func.max(KerjaSama.berlaku_from).label("begun"),
            func.max(KerjaSama.berlaku_until).label("over"),
        )
        .group_by(KerjaSama.permohonan_id)
        .subquery()
    )
    due = db.session.scalars(
        select(Permohonan)
        .join(dates, dates.c.permohonan_id == Permohonan.id)
        .where(
            ((Permohonan.status == Status.DITANDATANGANI) & (dates.c.begun <= day))
            | ((Permohonan.status == Status.BERJALAN) & (dates.c.over < day))
        )
        .order_by(Permohonan.id)
    ).all()
    for permohonan in due:  # all before the first event: who holds the journal must wait for no case
        lock(permohonan)
    for permohonan in due:
        advance(permohonan)
    return len(due)
