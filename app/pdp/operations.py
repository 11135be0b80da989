"""Requests of data subjects: asked, taken up, answered, refused, reminded of. An erasure itself: operations_hapus.py.

Nothing is committed, mailed or flashed here.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.pdp import operations_hapus, operations_pelanggaran, queries, rules
from app.pdp.models import (
    TERBUKA,
    JenisPermintaan,
    KeadaanPermintaan,
    PembatasanData,
    PermintaanData,
)
from app.pdp.operations_persetujuan import withdraw_all


def ask(*, actor: Pengguna, jenis: JenisPermintaan, isi: str) -> PermintaanData:
    """A person asks something of her data; the clock of 3×24 hours begins now.

    One open request of a kind: the second of two presses is refused. Raises Refused (field isi, or none).
    """
    db.session.execute(select(Pengguna.id).where(Pengguna.id == actor.id).with_for_update(key_share=True))
    obstacles = operations_hapus.obstacles_of(actor) if jenis is JenisPermintaan.HAPUS else []
    refusal = rules.why_not_ask(jenis, queries.open_kinds(actor.id), obstacles)
    if refusal is not None:
        raise Refused(refusal)
    moment = now()
    request = PermintaanData(
        pengguna=actor,
        jenis=jenis,
        isi=isi.strip(),
        keadaan=KeadaanPermintaan.DITERIMA,
        created_at=moment,
        due_at=rules.due_after(moment),
    )
    db.session.add(request)
    _record("permintaan_data.dibuat", request, actor)
    return request


def begin(request: PermintaanData, *, actor: Pengguna) -> PermintaanData:
    """An officer takes a request up; a second officer is told who has it. Raises Refused, Stale."""
    _lock(request, actor)
    if request.keadaan is not KeadaanPermintaan.DITERIMA:
        if request.petugas_id == actor.id:
            return request  # the second of two presses
        raise Stale(_l("Permintaan ini sudah ditangani %(nama)s.", nama=str(request.petugas or "")))
    request.keadaan, request.begun_at, request.petugas = KeadaanPermintaan.DIPROSES, now(), actor
    _record("permintaan_data.diproses", request, actor)
    return request


def finish(request: PermintaanData, *, actor: Pengguna, jawaban: str) -> PermintaanData:
    """What was asked is done. A restriction and an objection take effect at once; an erasure has its own verb.

    Raises Refused (field jawaban, or none).
    """
    if request.jenis is JenisPermintaan.HAPUS:
        raise Refused(_l("Penghapusan dijalankan dengan tombolnya sendiri."))
    _end(request, actor, KeadaanPermintaan.SELESAI, jawaban)
    if request.jenis in rules.RESTRICTS:
        _restrict(request)
    _record("permintaan_data.selesai", request, actor)
    return request


def refuse(request: PermintaanData, *, actor: Pengguna, jawaban: str) -> PermintaanData:
    """What was asked is not done, with the reason. Raises Refused (field jawaban, or none)."""
    _end(request, actor, KeadaanPermintaan.DITOLAK, jawaban)
    _record("permintaan_data.ditolak", request, actor)
    return request


def approve_erasure(request: PermintaanData, *, actor: Pengguna, jawaban: str) -> PermintaanData:
    """The account is erased in this transaction, and the farewell mail is the last one to the old address.

    Whoever stands in the list of a breach and was not told yet is told now, while there is an address to write to
    (art. 46). Raises Refused: not open, not theirs, or something stands in the way (a running case).
    """
    if request.jenis is not JenisPermintaan.HAPUS:
        raise Refused(_l("Ini bukan permintaan penghapusan."))
    _end(request, actor, KeadaanPermintaan.SELESAI, jawaban)
    account = request.pengguna
    breaches = operations_pelanggaran.hold_untold(account)
    operations_hapus.hold(account)
    obstacles = operations_hapus.obstacles_of(account)
    if obstacles:
        raise Refused(" ".join(str(one) for one in obstacles))
    for breach in breaches:
        operations_pelanggaran.tell_one(breach, account, actor=actor)
    # Recorded first: the hearer is still the address in force. The mail itself leaves after the commit.
    _record("permintaan_data.dihapus", request, actor)
    operations_hapus.erase_person(account)
    return request


def lift_restriction(*, actor: Pengguna) -> bool:
    """Who asked for a restriction ends it; answers False when there was none."""
    found = queries.restriction_of(actor.id)
    if found is None:
        return False
    found.ended_at = now()
    record("pembatasan.diakhiri", actor=actor, objek=found, peran=acting_role(actor))
    return True


# --- the clock --------------------------------------------------------------------------------
def remind(at: datetime) -> int:
    """The officer hears of every request 24 hours before its term ends, and again when it is over. Answers how many."""
    is_open = PermintaanData.keadaan.in_(TERBUKA)
    count = 0
    for request in queries.due_soon(PermintaanData, is_open, at, rules.REMIND_BEFORE):
        request.reminded_at, count = at, count + 1
        _record("permintaan_data.diingatkan", request, None)
    for request in queries.overdue(PermintaanData, is_open, at):
        request.overdue_at, count = at, count + 1
        _record("permintaan_data.terlambat", request, None)
    return count


# --- inside --------------------------------------------------------------------------------
def _lock(request: PermintaanData, actor: Pengguna) -> None:
    """Two officers at once: the second sees what the first has done."""
    db.session.refresh(request, with_for_update={"of": PermintaanData})
    if not rules.may_handle(actor, request, queries.officers()):
        raise Refused(_l("Permintaan ini ditangani Pejabat PDP lain."))


def _end(request: PermintaanData, actor: Pengguna, keadaan: KeadaanPermintaan, jawaban: str) -> None:
    _lock(request, actor)
    if not request.is_terbuka:
        raise Stale(rules.NOT_OPEN)
    refusal = rules.why_not_end(request, actor, queries.officers(), jawaban)
    if refusal is not None:
        raise Refused(refusal, "jawaban")
    moment = now()
    request.begun_at = request.begun_at or moment
    request.keadaan, request.ended_at = keadaan, moment
    request.petugas, request.jawaban = actor, jawaban.strip()


def _restrict(request: PermintaanData) -> None:
    """From now on only what the law and running cases ask for; every consent ends."""
    if queries.restriction_of(request.pengguna_id) is None:
        db.session.add(
            PembatasanData(pengguna=request.pengguna, permintaan_id=request.id, since_at=request.ended_at)
        )
    withdraw_all(request.pengguna, actor=request.petugas)


def _record(jenis: str, request: PermintaanData, actor: Pengguna | None) -> None:
    """No text of the request goes into the journal: it cannot forget."""
    peran = acting_role(actor) if actor is not None else ""
    record(jenis, actor=actor, objek=request, peran=peran, data={"jenis": request.jenis.value})
