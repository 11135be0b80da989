"""Reading texts, consents, requests and breaches. `visible_to(user)`: which requests a person may see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.extensions import db
from app.jejak.models import Peristiwa
from app.pdp.models import (
    TERBUKA,
    KabarLayanan,
    KeadaanPelanggaran,
    NaskahPrivasi,
    Pelanggaran,
    PembatasanData,
    PermintaanData,
    Persetujuan,
    TeksPersetujuan,
    Terdampak,
    TujuanPersetujuan,
)

SHOWN = 200
LOOKS = ("akun.data_dilihat", "biodata.nik_dilihat")


# --- officers --------------------------------------------------------------------------------
def _with_role(account: Any, name: str) -> ColumnElement[bool]:
    role = Pengguna.roles.property.mapper.class_
    return and_(account.active.is_(True), account.roles.any(role.name == name))


def officers() -> list[int]:
    """Ids of the data officers whose accounts are in use."""
    return list(db.session.scalars(select(Pengguna.id).where(_with_role(Pengguna, roles.PEJABAT_PDP))))


def no_officer(but: Any = None) -> ColumnElement[bool]:
    """Whether no data officer is in use, beside the person `but` (an SQL expression of an id)."""
    other = aliased(Pengguna)
    found = select(other.id).where(_with_role(other, roles.PEJABAT_PDP))
    return ~exists(found.where(other.id != but) if but is not None else found)


def visible_to(user: Any) -> ColumnElement[bool]:
    """The requests that a person deals with: the officer those of others, Admin those for which there is no officer."""
    not_mine = PermintaanData.pengguna_id != user.id
    ways: list[ColumnElement[bool]] = []
    if has_role(user, roles.PEJABAT_PDP):
        ways.append(not_mine)
    if has_role(user, roles.ADMIN):
        ways.append(and_(not_mine, no_officer(PermintaanData.pengguna_id)))
    return or_(*ways) if ways else ~true()


# --- texts and consents --------------------------------------------------------------------------------
def notice_in_force(at: datetime) -> NaskahPrivasi | None:
    """The privacy notice that applies at this moment."""
    return db.session.scalars(
        select(NaskahPrivasi)
        .where(NaskahPrivasi.berlaku_at <= at)
        .order_by(NaskahPrivasi.berlaku_at.desc(), NaskahPrivasi.versi.desc())
        .limit(1)
    ).first()


def notice_to_come(at: datetime) -> NaskahPrivasi | None:
    """The published one that takes effect later."""
    return db.session.scalars(
        select(NaskahPrivasi).where(NaskahPrivasi.berlaku_at > at).order_by(NaskahPrivasi.berlaku_at).limit(1)
    ).first()


def notices(at: datetime) -> Sequence[NaskahPrivasi]:
    """Every published one, newest first."""
    return db.session.scalars(
        select(NaskahPrivasi)
        .where(NaskahPrivasi.published_at.is_not(None))
        .order_by(NaskahPrivasi.versi.desc())
    ).all()


def _newest_ids() -> Select[Any]:
    """The text in force for each purpose: the newest that was published."""
    newer = aliased(TeksPersetujuan)
    found = select(newer.id).where(
        newer.tujuan == TeksPersetujuan.tujuan,
        newer.versi > TeksPersetujuan.versi,
        newer.published_at.is_not(None),
    )
    return select(TeksPersetujuan.id).where(TeksPersetujuan.published_at.is_not(None), ~exists(found))


def texts_in_force() -> Sequence[TeksPersetujuan]:
    return db.session.scalars(
        select(TeksPersetujuan).where(TeksPersetujuan.id.in_(_newest_ids())).order_by(TeksPersetujuan.tujuan)
    ).all()


def consents_of(person_id: int) -> Sequence[Persetujuan]:
    """Every consent of a person, newest first, also those that she has withdrawn."""
    return db.session.scalars(
        select(Persetujuan)
        .where(Persetujuan.pengguna_id == person_id)
        .order_by(Persetujuan.given_at.desc(), Persetujuan.id.desc())
    ).all()


def has_consented(person: Any, tujuan: TujuanPersetujuan) -> ColumnElement[bool]:
    """Whether a person (a class or an alias of accounts) consents now: to the newest text, not withdrawn, not restricted."""
    consent = select(Persetujuan.id).where(
        Persetujuan.pengguna_id == person.id,
        Persetujuan.withdrawn_at.is_(None),
        Persetujuan.teks_id.in_(
            select(TeksPersetujuan.id).where(
                TeksPersetujuan.id.in_(_newest_ids()), TeksPersetujuan.tujuan == tujuan
            )
        ),
    )
    return and_(exists(consent), ~is_restricted(person))


def is_restricted(person: Any) -> ColumnElement[bool]:
    """Whether nothing may be done with this person's data beyond what the law asks for."""
    return exists(
        select(PembatasanData.id).where(
            PembatasanData.pengguna_id == person.id, PembatasanData.ended_at.is_(None)
        )
    )


def restriction_of(person_id: int) -> PembatasanData | None:
    return db.session.scalar(
        select(PembatasanData).where(
            PembatasanData.pengguna_id == person_id, PembatasanData.ended_at.is_(None)
        )
    )


def count_consenting(tujuan: TujuanPersetujuan) -> int:
    query = select(func.count()).where(Pengguna.active.is_(True), has_consented(Pengguna, tujuan))
    return db.session.scalar(query.select_from(Pengguna)) or 0


# --- requests --------------------------------------------------------------------------------
def requests_of(person_id: int) -> Sequence[PermintaanData]:
    """One's own, newest first."""
    return db.session.scalars(
        select(PermintaanData)
        .where(PermintaanData.pengguna_id == person_id)
        .order_by(PermintaanData.id.desc())
        .limit(SHOWN)
    ).all()


def open_kinds(person_id: int) -> list[Any]:
    return list(
        db.session.scalars(
            select(PermintaanData.jenis).where(
                PermintaanData.pengguna_id == person_id, PermintaanData.keadaan.in_(TERBUKA)
            )
        )
    )


def requests_for(user: Any, is_open: bool) -> Sequence[PermintaanData]:
    """What an officer deals with: the open ones by their term, the ended ones newest first."""
    query = select(PermintaanData).where(visible_to(user)).options(joinedload(PermintaanData.pengguna))
    if is_open:
        query = query.where(PermintaanData.keadaan.in_(TERBUKA)).order_by(
            PermintaanData.due_at, PermintaanData.id
        )
    else:
        query = query.where(PermintaanData.keadaan.not_in(TERBUKA)).order_by(PermintaanData.ended_at.desc())
    return db.session.scalars(query.limit(SHOWN)).all()


def find_request(nomor: int, user: Any) -> PermintaanData | None:
    """The request, for whoever deals with it; None for everybody else."""
    return db.session.scalar(
        select(PermintaanData)
        .where(PermintaanData.id == nomor, visible_to(user))
        .options(joinedload(PermintaanData.pengguna), joinedload(PermintaanData.petugas))
    )


# --- breaches --------------------------------------------------------------------------------
def breaches() -> Sequence[Pelanggaran]:
    """Those under way by their term, then the closed ones."""
    is_closed = case((Pelanggaran.keadaan == KeadaanPelanggaran.DITUTUP, 1), else_=0)
    return db.session.scalars(
        select(Pelanggaran).order_by(is_closed, Pelanggaran.due_at, Pelanggaran.id).limit(SHOWN)
    ).all()


def is_noted(judul: str, known_at: datetime) -> bool:
    """Whether the register has an entry of this title and moment already."""
    found = select(Pelanggaran.id).where(Pelanggaran.judul == judul, Pelanggaran.known_at == known_at)
    return db.session.scalar(found) is not None


def people_of(breach: Pelanggaran, limit: int = SHOWN) -> Sequence[Terdampak]:
    return db.session.scalars(
        select(Terdampak).where(Terdampak.pelanggaran_id == breach.id).order_by(Terdampak.id).limit(limit)
    ).all()


def counts_of(breach: Pelanggaran) -> tuple[int, int]:
    """(people on the list, those who have not been told yet)."""
    row = db.session.execute(
        select(func.count(), func.count().filter(Terdampak.notified_at.is_(None))).where(
            Terdampak.pelanggaran_id == breach.id
        )
    ).one()
    return row[0], row[1]


def waits_to_be_told(account: Pengguna) -> ColumnElement[bool]:
    """Rows about this person in the lists of breaches, by account or by address, that nobody has told yet."""
    is_me = or_(
        Terdampak.pengguna_id == account.id, func.lower(Terdampak.email).in_(sorted(addresses_of(account)))
    )
    return and_(is_me, Terdampak.notified_at.is_(None))


def breaches_untold(account: Pengguna) -> Sequence[int]:
    """Numbers of the breaches of which this person has still to be told."""
    return db.session.scalars(
        select(Terdampak.pelanggaran_id)
        .where(waits_to_be_told(account))
        .distinct()
        .order_by(Terdampak.pelanggaran_id)
    ).all()


def addresses_of(account: Pengguna) -> set[str]:
    """Every address under which a person may stand somewhere, in lower case."""
    found = {account.email, account.email_kabar or ""}
    if account.biodata is not None:
        found.add(account.biodata.email)
    return {one.lower() for one in found if one}


def has_untold() -> ColumnElement[bool]:
    """Whether somebody, or the authority, has still to be told of a breach."""
    untold = select(Terdampak.id).where(
        Terdampak.pelanggaran_id == Pelanggaran.id, Terdampak.notified_at.is_(None)
    )
    return or_(exists(untold), Pelanggaran.lembaga_notified_at.is_(None))


# --- who looked --------------------------------------------------------------------------------
def looks(limit: int = SHOWN) -> Sequence[Peristiwa]:
    """Who looked at whose data, newest first: for the officer."""
    return db.session.scalars(
        select(Peristiwa).where(Peristiwa.jenis.in_(LOOKS)).order_by(Peristiwa.id.desc()).limit(limit)
    ).all()


def due_soon(model: Any, is_open: Any, at: datetime, before: timedelta) -> Sequence[Any]:
    """Open rows whose term ends within `before` and whose reminder has not gone, locked."""
    return db.session.scalars(
        select(model)
        .where(is_open, model.reminded_at.is_(None), model.due_at <= at + before, model.due_at >= at)
        .order_by(model.id)
        .with_for_update(skip_locked=True)
    ).all()


def overdue(model: Any, is_open: Any, at: datetime) -> Sequence[Any]:
    """Open rows whose term is over and of which that has not been said, locked."""
    return db.session.scalars(
        select(model)
        .where(is_open, model.overdue_at.is_(None), model.due_at < at)
        .order_by(model.id)
        .with_for_update(skip_locked=True)
    ).all()


def find_text(nomor: int) -> TeksPersetujuan | None:
    return db.session.get(TeksPersetujuan, nomor)


def all_texts() -> Sequence[TeksPersetujuan]:
    """Every published version, newest first."""
    return db.session.scalars(
        select(TeksPersetujuan)
        .where(TeksPersetujuan.published_at.is_not(None))
        .order_by(TeksPersetujuan.tujuan, TeksPersetujuan.versi.desc())
    ).all()


def find_breach(nomor: int) -> Pelanggaran | None:
    return db.session.get(Pelanggaran, nomor)


def news() -> Sequence[KabarLayanan]:
    return db.session.scalars(
        select(KabarLayanan)
        .options(joinedload(KabarLayanan.pengirim))
        .order_by(KabarLayanan.id.desc())
        .limit(SHOWN)
    ).all()


def find_notice(versi: int) -> NaskahPrivasi | None:
    """A published version of the privacy notice, by its number."""
    return db.session.scalar(
        select(NaskahPrivasi).where(NaskahPrivasi.versi == versi, NaskahPrivasi.published_at.is_not(None))
    )


def roles_by_name() -> dict[str, int]:
    role = Pengguna.roles.property.mapper.class_
    return dict(db.session.execute(select(role.name, role.id)).all())


def consents_in_force(person: Pengguna, tujuan: TujuanPersetujuan) -> bool:
    """Whether this person consents now."""
    query = select(Pengguna.id).where(Pengguna.id == person.id, has_consented(Pengguna, tujuan))
    return db.session.scalar(query) is not None


def own_requests(person_id: int, among: Sequence[int]) -> set[int]:
    """Which of these requests this person made."""
    return set(
        db.session.scalars(
            select(PermintaanData.id).where(
                PermintaanData.pengguna_id == person_id, PermintaanData.id.in_(among)
            )
        )
    )


def count_overdue(at: datetime) -> int:
    """Open requests whose term is over."""
    query = select(func.count()).where(PermintaanData.keadaan.in_(TERBUKA), PermintaanData.due_at < at)
    return db.session.scalar(query) or 0
