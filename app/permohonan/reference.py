"""Cases that a version before the stages of discussion left in the middle of them get their plan and their open stage.

Repeatable: a case that has a plan is passed over. Nothing is committed here.
"""

from sqlalchemy import select

from app.extensions import db
from app.kit.clock import now
from app.permohonan.alur import TERVERIFIKASI
from app.permohonan.models import HasilTahap, Permohonan, TahapPerkara
from app.rujukan.queries_rencana import current_rencana


def load() -> None:
    """Pin the plan in force to each verified case without one, and open the stage in which it stands."""
    rows = db.session.scalars(
        select(Permohonan).where(Permohonan.rencana_id.is_(None), Permohonan.status.in_(TERVERIFIKASI))
    )
    for permohonan in rows:
        if permohonan.kategori is not None:
            permohonan.rencana = current_rencana(permohonan.kategori)
            place_stages(permohonan)


def place_stages(permohonan: Permohonan) -> None:
    """The rows of the stages that a case has come through, as its status says: those before it closed, its own open."""
    if permohonan.rencana is None:
        return
    moment = permohonan.verified_at or now()
    rows = {row.tahap: row for row in permohonan.tahap}
    for plan in permohonan.rencana.tahap:
        is_here = plan.tahap.value == permohonan.status.value
        row = rows.get(plan.tahap)
        if row is None:
            began = permohonan.status_since if is_here else moment
            row = TahapPerkara(rencana_tahap=plan, tahap=plan.tahap, opened_at=began)
            permohonan.tahap.append(row)
        if is_here:
            break
        if row.closed_at is None:
            row.closed_at, row.hasil = permohonan.status_since, HasilTahap.DISEPAKATI
        db.session.flush()  # only one stage is open at a time
