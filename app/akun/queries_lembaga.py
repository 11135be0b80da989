"""Reading the papers of institutions. Nothing is written or decided here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.akun.models import Instansi
from app.akun.models_lembaga import SuratInstansi
from app.akun.queries import visible_to
from app.akun.rules_lembaga import REMIND_DAYS
from app.extensions import db


def papers_of(instansi: Instansi) -> Sequence[SuratInstansi]:
    """All papers, also those that were replaced: by kind, the newest first."""
    return db.session.scalars(
        select(SuratInstansi)
        .where(SuratInstansi.instansi_id == instansi.id)
        .order_by(SuratInstansi.jenis, SuratInstansi.id.desc())
        .options(
            joinedload(SuratInstansi.berkas),
            joinedload(SuratInstansi.pengunggah),
            joinedload(SuratInstansi.diperiksa_oleh),
        )
    ).all()


def standing(papers: Sequence[SuratInstansi]) -> list[SuratInstansi]:
    """Those that were not replaced."""
    return [paper for paper in papers if paper.digantikan_at is None]


def find_paper(id: int, user: Any) -> SuratInstansi | None:
    """A paper of an institution that this person may see."""
    return db.session.scalar(
        select(SuratInstansi).join(SuratInstansi.instansi).where(SuratInstansi.id == id, visible_to(user))
    )


def find_instansi(id: int, user: Any) -> Instansi | None:
    """An institution that this person may see."""
    return db.session.scalar(select(Instansi).where(Instansi.id == id, visible_to(user)))


def ending_papers(on: date) -> Sequence[SuratInstansi]:
    """Papers that stand and end within the longest reminder."""
    return db.session.scalars(
        select(SuratInstansi)
        .join(SuratInstansi.instansi)
        .where(
            SuratInstansi.digantikan_at.is_(None),
            SuratInstansi.berlaku_sampai <= on + timedelta(days=max(REMIND_DAYS)),
            Instansi.is_active,
        )
        .order_by(SuratInstansi.id)
        .options(joinedload(SuratInstansi.instansi))
    ).all()
