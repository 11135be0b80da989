"""Stages of discussion as they open and close, and who of the city works on a case. Admin's and the program's acts.

When a stage may close is not decided here: `pembahasan` counts opinions and calls `close_stage`.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused
from app.permohonan import rules
from app.permohonan.alur import Status
from app.permohonan.models import HasilTahap, PengampuPerkara, Penugasan, Permohonan, TahapPerkara
from app.permohonan.operations import lock, move, take
from app.rujukan.models import OPD
from app.rujukan.models_rencana import RencanaTahap
from app.rujukan.queries_rencana import current_rencana


def begin_stages(permohonan: Permohonan) -> None:
    """Pin the plan in force and open its first stage; a case that has begun keeps its plan. Raises Refused without one."""
    if permohonan.rencana is None:
        assert permohonan.kategori is not None  # it was submitted
        permohonan.rencana = current_rencana(permohonan.kategori)
    if permohonan.rencana is None or not permohonan.rencana.tahap:
        raise Refused(
            _l("Belum ada rencana tahapan yang terbit untuk kategori ini. Terbitkan dahulu di Data induk.")
        )
    _open(permohonan, permohonan.rencana.tahap[0])


def _open(permohonan: Permohonan, plan: RencanaTahap) -> TahapPerkara:
    row = TahapPerkara(rencana_tahap=plan, tahap=plan.tahap, opened_at=now())
    permohonan.tahap.append(row)
    db.session.flush()
    return row


def close_stage(
    permohonan: Permohonan, *, actor: Pengguna | None, skip: Collection[str] = (), peran: str = ""
) -> TahapPerkara | None:
    """The rule of the open stage is met: lock it and open the next; answers the new stage, None when all are done.

    `skip` names stages (TahapBahas) that an agreement which already stands makes needless. The case must be locked.
    """
    here = rules.open_stage(permohonan)
    if here is None:
        raise Refused(rules.NOT_NOW)
    here.closed_at, here.hasil = now(), HasilTahap.DISEPAKATI
    db.session.flush()  # only one stage is open at a time
    assert permohonan.rencana is not None  # pinned when the first stage opened
    later = [plan for plan in permohonan.rencana.tahap if plan.urut > here.rencana_tahap.urut]
    following = None
    for plan in later:
        following = _open(permohonan, plan)
        if plan.tahap not in skip:
            break
        following.closed_at, following.hasil = now(), HasilTahap.DILEWATI
        db.session.flush()
        following = None
    move(permohonan, Status(following.tahap.value) if following else Status.DISEPAKATI)
    record(
        "permohonan.tahap_ditutup",
        actor=actor,
        objek=permohonan,
        peran=peran,
        data={
            "tahap": here.tahap.value,
            "berikutnya": following.tahap.value if following else Status.DISEPAKATI.value,
        },
    )
    return following


def assign(permohonan: Permohonan, *, actor: Pengguna, anggota: Collection[Pengguna]) -> list[Pengguna]:
    """Exactly these members of the team work on the case from now on; answers who is new. Raises Refused (`anggota`)."""
    lock(permohonan)
    peran = take(permohonan, "tugaskan", actor)
    wanted = {person.id: person for person in anggota}
    for person in wanted.values():
        if not person.active or not has_role(person, *roles.TEAM):
            raise Refused(_l("%(nama)s bukan anggota TKKSD yang aktif.", nama=person.nama), "anggota")
        if rules.is_interested(person, permohonan):
            raise Refused(
                _l("%(nama)s anggota instansi yang mengajukan permohonan ini.", nama=person.nama), "anggota"
            )
    running = {row.pengguna_id: row for row in permohonan.penugasan if row.ended_at is None}
    gone = [row for key, row in running.items() if key not in wanted]
    new = [person for key, person in wanted.items() if key not in running]
    for row in gone:
        row.ended_at = now()
    for person in new:
        permohonan.penugasan.append(Penugasan(pengguna=person, oleh_id=actor.id, assigned_at=now()))
    if gone or new:
        record(
            "permohonan.ditugaskan",
            actor=actor,
            objek=permohonan,
            peran=peran,
            data={
                "baru": [person.id for person in new],
                "nama": ", ".join(person.nama for person in new),
                "selesai": ", ".join(row.pengguna.nama for row in gone),
            },
        )
    return new


def set_pengampu(permohonan: Permohonan, *, actor: Pengguna, opd: Collection[OPD]) -> None:
    """These perangkat daerah carry the cooperation out; their lokus members see the case from now on."""
    lock(permohonan)
    peran = take(permohonan, "tugaskan", actor)
    wanted = {row.id: row for row in opd}
    before = {row.opd_id for row in permohonan.pengampu}
    if before == set(wanted):
        return
    permohonan.pengampu = [row for row in permohonan.pengampu if row.opd_id in wanted] + [
        PengampuPerkara(opd=row) for key, row in wanted.items() if key not in before
    ]
    db.session.flush()
    data = {
        "nama": ", ".join(sorted(row.nama for row in wanted.values())),
        "baru": sorted(set(wanted) - before),
    }
    record("permohonan.pengampu_diubah", actor=actor, objek=permohonan, peran=peran, data=data)
