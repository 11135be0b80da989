"""Two records of one institution become one: everything of the one goes to the other, and it is retired.

Cases keep their snapshots: what was said when they were filed is not rewritten. One transaction, all or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun import roles, rules
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.akun.models_lembaga import SuratInstansi
from app.akun.operations_lembaga import REPLACED
from app.akun.pindahan import Pindahan, all_pindahan, point_to, register_pindahan
from app.akun.queries import membership_of, sent_invitations
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale

for _one in (
    Pindahan(KeanggotaanInstansi.instansi_id, _l("Anggota, sekarang dan dahulu")),
    Pindahan(UndanganInstansi.instansi_id, _l("Undangan")),
    Pindahan(SuratInstansi.instansi_id, _l("Surat instansi")),
):
    register_pindahan(_one)


@dataclass(frozen=True)
class Rencana:
    """What a merger would do: (label, how many rows) and the sentences that stand against it."""

    jumlah: Sequence[tuple[Any, int]]
    bentrok: Sequence[Any]


def plan_merger(dari: Instansi, ke: Instansi) -> Rencana:
    """What would move. Changes nothing."""
    return Rencana(
        [(one.label, one.count(dari)) for one in all_pindahan()],
        [sentence for one in all_pindahan() if one.bentrok for sentence in one.bentrok(dari, ke)],
    )


def why_not_merge(actor: Any, dari: Instansi, ke: Instansi, membership: KeanggotaanInstansi | None) -> Any:
    """None when `actor` may merge these two; `membership`: the one that the actor has now."""
    if not rules.has_role(actor, roles.ADMIN):
        return _l("Hanya Admin yang menggabungkan instansi.")
    if dari.id == ke.id:
        return _l("Pilih catatan lain: sebuah instansi tidak digabung dengan dirinya sendiri.")
    if not dari.is_active or not ke.is_active:
        return _l("Salah satu instansi tidak aktif lagi.")
    if membership is not None and membership.instansi_id in (dari.id, ke.id):
        return _l("Anda anggota salah satu instansi ini; Admin lain yang menggabungkannya.")
    return None


def merge_instansi(
    dari: Instansi, ke: Instansi, *, actor: Pengguna, nama: str, seen: tuple[int, int]
) -> Instansi:
    """Admin lets everything of `dari` go over to `ke`.

    `nama`: the name of `dari`, typed as a confirmation. `seen`: the versions of both that the page showed. Answers
    `ke`. Raises Stale, Refused (field nama, or none).
    """
    _hold(dari, ke)
    refusal = why_not_merge(actor, dari, ke, membership_of(actor))
    if refusal is not None:
        raise Refused(refusal)
    if (dari.versi, ke.versi) != seen:
        raise Stale(_l("Data salah satu instansi baru saja berubah. Periksa kembali sebelum menggabungkan."))
    if " ".join(nama.split()) != " ".join(dari.nama.split()):
        raise Refused(_l("Ketik nama instansi yang digabung persis seperti tertulis."), "nama")
    plan = plan_merger(dari, ke)
    if plan.bentrok:
        raise Refused(plan.bentrok[0])
    _make_room(dari, ke)
    for one in all_pindahan():
        one.move(dari, ke)
    _retire(dari, ke)
    tables = [one.kolom.class_.__tablename__ for one in all_pindahan()]
    counts = dict(zip(tables, (count for _label, count in plan.jumlah), strict=True))
    peran = rules.acting_role(actor)
    data = {"nama": ke.nama, "ke_id": ke.id, "pindah": counts}
    record("instansi.digabung", actor=actor, objek=dari, peran=peran, data=data)
    data = {"nama": dari.nama, "dari_id": dari.id, "pindah": counts}
    record("instansi.menerima_gabungan", actor=actor, objek=ke, peran=peran, data=data)
    return ke


def _hold(*rows: Instansi) -> None:
    """Both rows, always in the same order: two mergers at once do not wait for each other for ever."""
    keys = sorted(row.id for row in rows)
    db.session.execute(
        select(Instansi.id).where(Instansi.id.in_(keys)).order_by(Instansi.id).with_for_update()
    )
    for row in rows:
        db.session.refresh(row)


def _make_room(dari: Instansi, ke: Instansi) -> None:
    """Where only one may stand, that of the record which stays does: papers of a kind, an invitation of an address."""
    kept = select(SuratInstansi.jenis).where(
        SuratInstansi.instansi_id == ke.id, SuratInstansi.digantikan_at.is_(None)
    )
    db.session.execute(
        update(SuratInstansi)
        .where(
            SuratInstansi.instansi_id == dari.id,
            SuratInstansi.digantikan_at.is_(None),
            SuratInstansi.jenis.in_(REPLACED),
            SuratInstansi.jenis.in_(kept),
        )
        .values(digantikan_at=now())
    )
    invited = {one.email: one for one in sent_invitations(ke)}
    for undangan in sent_invitations(dari):
        other = invited.get(undangan.email)
        if other is None:
            continue
        # The one that can be accepted longer stays, and whatever waits for the other one's answer waits for its.
        goes, stays = sorted((undangan, other), key=lambda one: (one.expires_at, one is other))
        goes.cancelled_at = now()
        db.session.flush()
        point_to(stays.id, goes.id)
    db.session.flush()


def _retire(dari: Instansi, ke: Instansi) -> None:
    """The record leads to the other; those that were merged into it before lead there too."""
    dari.is_active, dari.digabung_ke = False, ke
    db.session.execute(
        update(Instansi).where(Instansi.digabung_ke_id == dari.id).values(digabung_ke_id=ke.id)
    )
    db.session.flush()
