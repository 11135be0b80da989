"""Reading opinions, returns and the letter of offer; the tally of a stage; the day until which something is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.util import identity_key

from app.akun import roles
from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import add_working_days, to_wita, working_days_between
from app.naskah import queries as naskah
from app.naskah.models import VersiNaskah
from app.pembahasan import rules
from app.pembahasan.models import Pendapat, Pengembalian, SuratPenawaran
from app.pembahasan.rules import Perolehan
from app.permohonan import rules as perkara
from app.permohonan.models import Permohonan, TahapPerkara
from app.rujukan.models_rencana import (
    AturanSyarat,
    JenisHari,
    PihakPendapat,
    RencanaSlot,
    RencanaSyarat,
    RencanaTahap,
    TahapBahas,
)
from app.rujukan.queries import holidays

SURAT = "surat_penawaran"  # the slot of the letter in the first stage


def opinions(tahap: TahapPerkara, is_all: bool = False, is_anew: bool = True) -> list[Pendapat]:
    """The last opinion of each person on the papers of a stage, oldest first; with `is_all` also what they said before.

    `is_anew`: over what was read before, because another act may have changed it while we waited for the lock. What
    hangs on those rows is forgotten then, so a page that only reads does without.
    """
    query = select(Pendapat).where(Pendapat.tahap_id == tahap.id)
    if not is_all:
        query = query.where(Pendapat.digantikan_at.is_(None))
    return list(
        db.session.scalars(
            query.options(
                # With all that a rule asks of a person: reading a row anew forgets what hung on it.
                joinedload(Pendapat.pengguna).options(
                    joinedload(Pengguna.roles), joinedload(Pengguna.jabatan_tim)
                ),
                joinedload(Pendapat.versi).joinedload(VersiNaskah.slot),
            )
            .order_by(Pendapat.id)
            .execution_options(populate_existing=is_anew)
        ).unique()
    )


def opinions_of_case(permohonan: Permohonan) -> Sequence[Pendapat]:
    """Everything that anybody said about the papers of a case, oldest first, with who said it. One query."""
    return db.session.scalars(
        select(Pendapat)
        .where(Pendapat.permohonan_id == permohonan.id)
        .options(joinedload(Pendapat.pengguna))
        .order_by(Pendapat.id)
    ).all()


def own_opinion(tahap: TahapPerkara, user: Pengguna) -> Pendapat | None:
    """What a person said last in this stage."""
    return db.session.scalar(
        select(Pendapat)
        .where(
            Pendapat.tahap_id == tahap.id,
            Pendapat.pengguna_id == user.id,
            Pendapat.digantikan_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )


def find_opinion(permohonan: Permohonan, pendapat_id: int) -> Pendapat | None:
    """An opinion of this case by its id; None when it is another case's."""
    return db.session.scalar(
        select(Pendapat).where(Pendapat.id == pendapat_id, Pendapat.permohonan_id == permohonan.id)
    )


def last_return(tahap: TahapPerkara) -> Pengembalian | None:
    """The last time that Admin sent the papers of this stage back."""
    return db.session.scalar(
        select(Pengembalian)
        .where(Pengembalian.tahap_id == tahap.id)
        .options(joinedload(Pengembalian.oleh))
        .order_by(Pengembalian.id.desc())
        .limit(1)
    )


def tally(tahap: TahapPerkara) -> Perolehan:
    """The opinions of a stage counted against its plan, on the newest version."""
    load_plan(tahap)
    return tally_at(tahap, naskah.required_mark(tahap), is_anew=True)


def tally_at(tahap: TahapPerkara, mark: int | None, is_anew: bool = False) -> Perolehan:
    """The same for a page, which knows the newest required version already."""
    plan = tahap.rencana_tahap
    said = opinions(tahap, is_anew=is_anew)
    is_all = any(row.aturan is AturanSyarat.SEMUA for row in plan.syarat)
    people = assigned(tahap.permohonan) if is_all else {pihak: [] for pihak in PihakPendapat}
    signers = sum(perkara.is_signer(row) for row in tahap.permohonan.petugas)
    return rules.requirements(plan, said, mark, people, last_return(tahap), signers)


def load_plan(tahap: TahapPerkara) -> None:
    """Slots and requirements of the stage's plan, unless they were read: one query for both."""
    plan = tahap.rencana_tahap
    if {"slot", "syarat"} & inspect(plan).unloaded:
        db.session.scalars(
            select(RencanaTahap)
            .where(RencanaTahap.id == plan.id)
            .options(
                joinedload(RencanaTahap.slot),
                joinedload(RencanaTahap.syarat).joinedload(RencanaSyarat.jabatan),
            )
        ).unique().all()


def assigned(permohonan: Permohonan) -> dict[PihakPendapat, list[Pengguna]]:
    """See rules.assigned_by_pihak; with roles and positions of all people in two queries at most."""
    people = {row.pengguna_id for row in permohonan.penugasan if row.ended_at is None}
    people |= {row.pengguna_id for row in permohonan.petugas if row.pengguna_id is not None}
    unknown = [id for id in people if not _is_known(id)]
    loaded: Sequence[Pengguna] = ()
    if unknown:
        loaded = (
            db.session.scalars(
                select(Pengguna)
                .where(Pengguna.id.in_(unknown))
                .options(joinedload(Pengguna.roles), joinedload(Pengguna.jabatan_tim))
            )
            .unique()
            .all()
        )
    found = rules.assigned_by_pihak(permohonan)
    assert loaded is not None  # referred to until here, so that the session keeps them
    return found


def _is_known(pengguna_id: int) -> bool:
    """Whether a person with roles and position was read in this session."""
    person = db.session.identity_map.get(identity_key(Pengguna, pengguna_id))
    return person is not None and not {"roles", "jabatan_tim"} & inspect(person).unloaded


# --- what the applicant must answer -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Butir:
    """One note that waits for the applicant: who wrote it, what, and whether it was answered."""

    siapa: Any
    peran: str
    isi: str
    pendapat: Pendapat | None = None  # None: a return by Admin, answered by the next version

    @property
    def is_terjawab(self) -> bool:
        return self.pendapat is not None and self.pendapat.ditanggapi_at is not None


def to_do(perolehan: Perolehan) -> list[Butir]:
    """The city's notes on the newest version and its return; a new version clears the list."""
    found = []
    if perolehan.dikembalikan is not None:
        found.append(Butir(perolehan.dikembalikan.oleh, "Admin", perolehan.dikembalikan.alasan))
    found += [
        Butir(row.pengguna, row.peran, row.alasan, row)
        for row in perolehan.pendapat
        if row.sikap in rules.BERCATATAN
        and row.pihak is not PihakPendapat.PPKSD
        and not perolehan.is_stale(row)
    ]
    return found


# --- the letter of offer and the day of the answer ----------------------------------------------------------------
def letter_of(permohonan: Permohonan) -> SuratPenawaran | None:
    """The letter of offer on record."""
    return db.session.get(SuratPenawaran, permohonan.id)


def proposed_receipt(permohonan: Permohonan) -> date | None:
    """The day on which the letter was first uploaded, proposed to Admin as the day of receipt."""
    moment = db.session.scalar(
        select(VersiNaskah.uploaded_at)
        .join(VersiNaskah.slot)
        .where(VersiNaskah.permohonan_id == permohonan.id, RencanaSlot.kode == SURAT)
        .order_by(VersiNaskah.id)
        .limit(1)
    )
    return to_wita(moment).date() if moment else None


@dataclass(frozen=True)
class Tenggat:
    """Until when a stage is answered: so many days after `since_on`, all days or working days."""

    since_on: date
    until_on: date
    hari: int
    jenis: JenisHari

    def passed(self, on: date) -> int:
        """How many of its days are over on that day."""
        return self._days(self.since_on, on)

    def left(self, on: date) -> int:
        """How many days are left; 0 on the last day and after it."""
        return self._days(on, self.until_on)

    def late(self, on: date) -> int:
        """How many days it is over."""
        return self._days(self.until_on, on)

    def _days(self, start: date, end: date) -> int:
        if self.jenis is JenisHari.KERJA:
            return working_days_between(start, end, holidays())
        return max(0, (end - start).days)


def deadline_of(tahap: TahapPerkara, surat: SuratPenawaran | None) -> Tenggat | None:
    """The day of the answer by the plan: in Penawaran from the receipt of the letter, later from the opening.

    None when the plan has no term, or the letter was not received yet.
    """
    plan = tahap.rencana_tahap
    if plan.tenggat_hari is None:
        return None
    if tahap.tahap is TahapBahas.PENAWARAN:
        if surat is None or surat.diterima_on is None:
            return None
        since = surat.diterima_on
    else:
        since = to_wita(tahap.opened_at).date()
    if plan.tenggat_jenis is JenisHari.KERJA:
        until = add_working_days(since, plan.tenggat_hari, holidays())
    else:
        until = since + timedelta(days=plan.tenggat_hari)
    return Tenggat(since, until, plan.tenggat_hari, plan.tenggat_jenis)


def active_team() -> Sequence[Pengguna]:
    """Members of the coordination team who may be put on a case, by name."""
    role = Pengguna.roles.property.mapper.class_
    return db.session.scalars(
        select(Pengguna)
        .where(Pengguna.active, Pengguna.roles.any(role.name.in_(roles.TEAM)))
        .options(joinedload(Pengguna.jabatan_tim), selectinload(Pengguna.roles))
        .order_by(Pengguna.nama, Pengguna.id)
    ).all()
