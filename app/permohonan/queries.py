"""Which cases a person may see, one case with what its page needs, and what changed between two submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, String, and_, cast, exists, false, literal, null, or_, select, union_all
from sqlalchemy.orm import defaultload, joinedload, selectinload

from app.akun import roles
from app.akun.models import Instansi, Pengguna
from app.akun.rules import roles_of
from app.extensions import db
from app.kit import settings
from app.permohonan.alur import ISIAN, PENJADWALAN, Giliran, Status
from app.permohonan.kode import SETTINGS
from app.permohonan.lama import Jam, Masa, Saat
from app.permohonan.models import (
    BagianPermohonan,
    GiliranPerkara,
    HasilVerifikasi,
    JawabanPetugas,
    Kiriman,
    PengampuPerkara,
    Penugasan,
    Permohonan,
    PersetujuanPakta,
    Petugas,
    Verifikasi,
)

TEAM_SEES_ALL = "tkksd_lihat_semua"
settings.declare(
    TEAM_SEES_ALL,
    True,
    _l("Anggota TKKSD melihat semua perkara"),
    _l("Bila tidak, anggota hanya melihat perkara yang ditugaskan kepadanya."),
    section=SETTINGS,
)


def visible_to(user: Pengguna | None) -> ColumnElement[bool]:
    """The condition on Permohonan that leaves the cases this person may see; the one answer for every page.

    The two PPKSD see theirs from the draft on (who refused no more). Admin, Pimpinan and Superadmin see what
    was submitted; the coordination team what passed verification (all of it, or what they are assigned to, as the
    setting says, and Protokol every case whose signing is to be arranged); lokus members what their OPD carries out.
    """
    if user is None or not getattr(user, "is_authenticated", False):
        return false()
    conditions: list[ColumnElement[bool]] = [own(user)]
    mine = roles_of(user)
    if mine & {roles.SUPERADMIN, roles.ADMIN, roles.PIMPINAN}:
        conditions.append(Permohonan.status != Status.DRAF)
    elif mine & set(roles.TEAM):
        passed: ColumnElement[bool] = Permohonan.verified_at.is_not(None)
        if not settings.get(TEAM_SEES_ALL):
            theirs = assigned(user)
            if roles.PROTOKOL in mine:
                theirs = or_(theirs, Permohonan.status.in_(PENJADWALAN))
            passed = and_(passed, theirs)
        conditions.append(passed)
    if roles.LOKUS in mine and user.opd_id is not None:
        carried = exists().where(
            PengampuPerkara.permohonan_id == Permohonan.id, PengampuPerkara.opd_id == user.opd_id
        )
        conditions.append(and_(Permohonan.verified_at.is_not(None), carried))
    return or_(*conditions)


def assigned(user: Pengguna) -> ColumnElement[bool]:
    """Cases that Admin gave to this member of the team."""
    return exists().where(
        Penugasan.permohonan_id == Permohonan.id,
        Penugasan.pengguna_id == user.id,
        Penugasan.ended_at.is_(None),
    )


def own(user: Pengguna) -> ColumnElement[bool]:
    """Cases in which this person is PPKSD-1 or PPKSD-2 and has not refused."""
    return exists().where(
        and_(
            Petugas.permohonan_id == Permohonan.id,
            Petugas.pengguna_id == user.id,
            Petugas.jawaban != JawabanPetugas.DITOLAK,
        )
    )


def find(kode: str, user: Pengguna | None) -> Permohonan | None:
    """One case by its code or its draft code, when this person may see it, with what every page about it needs.

    The rest is read when a page asks for it (`defaultload`), each part in one query. Contacts and stages are few: they
    come with the case itself, which is why its long texts (`persiapan`) do not.
    """
    wanted = kode.strip().upper()
    return (
        db.session.scalars(
            select(Permohonan)
            .where(or_(Permohonan.kode == wanted, Permohonan.kode_draf == wanted), visible_to(user))
            .options(
                joinedload(Permohonan.kategori),
                joinedload(Permohonan.instansi).selectinload(Instansi.anggota),
                joinedload(Permohonan.petugas).joinedload(Petugas.undangan),
                joinedload(Permohonan.tahap),
                joinedload(Permohonan.urusan),
                defaultload(Permohonan.bagian).joinedload(BagianPermohonan.saved_by),
                defaultload(Permohonan.verifikasi).options(
                    joinedload(Verifikasi.oleh), selectinload(Verifikasi.permintaan)
                ),
                defaultload(Permohonan.penugasan)
                .joinedload(Penugasan.pengguna)
                .options(joinedload(Pengguna.roles), joinedload(Pengguna.jabatan_tim)),
            )
        )
        .unique()
        .first()
    )


def part_version(permohonan: Permohonan, bagian: str) -> int:
    """The version of one part that a form shows and sends back; 0 when it was never saved."""
    return next((row.versi for row in permohonan.bagian if row.bagian == bagian), 0)


def last_saved(permohonan: Permohonan, bagian: str) -> BagianPermohonan | None:
    """Who saved this part last, and when."""
    return next((row for row in permohonan.bagian if row.bagian == bagian), None)


def submissions(permohonan: Permohonan) -> list[Kiriman]:
    """All submissions of a case, oldest first."""
    return list(
        db.session.scalars(
            select(Kiriman).where(Kiriman.permohonan_id == permohonan.id).order_by(Kiriman.putaran)
        )
    )


def clock(permohonan: Permohonan) -> Jam:
    """Submissions, answers and turns of a case without what was written in them. One query."""
    nothing = cast(null(), String)
    sent = select(
        literal(1).label("jenis"),
        Kiriman.putaran.label("urut"),
        Kiriman.sent_at.label("since_at"),
        cast(null(), Kiriman.sent_at.type).label("until_at"),
        nothing.label("kata"),
        nothing.label("giliran"),
    ).where(Kiriman.permohonan_id == permohonan.id)
    answered = select(
        literal(2),
        Verifikasi.putaran,
        Verifikasi.decided_at,
        cast(null(), Kiriman.sent_at.type),
        cast(Verifikasi.hasil, String),
        nothing,
    ).where(Verifikasi.permohonan_id == permohonan.id)
    turned = select(
        literal(3),
        GiliranPerkara.id,
        GiliranPerkara.since_at,
        GiliranPerkara.until_at,
        cast(GiliranPerkara.status, String),
        cast(GiliranPerkara.giliran, String),
    ).where(GiliranPerkara.permohonan_id == permohonan.id)
    lines = union_all(sent, answered, turned).subquery()
    jam = Jam()
    # Submissions and answers by their round, turns by their beginning.
    for row in sorted(db.session.execute(select(lines)), key=_in_time):
        if row.jenis == 1:
            jam.kiriman.append(Saat(row.urut, row.since_at))
        elif row.jenis == 2:
            jam.jawaban.append(Saat(row.urut, row.since_at, HasilVerifikasi(row.kata)))
        else:
            jam.buku.append(Masa(row.since_at, row.until_at, Status(row.kata), Giliran(row.giliran)))
    return jam


def _in_time(row: Any) -> Any:
    return (row.jenis, row.since_at, row.urut) if row.jenis == 3 else (row.jenis, row.urut)


def turns(permohonan: Permohonan) -> Sequence[GiliranPerkara]:
    """The ledger of turns of a case, oldest first."""
    return db.session.scalars(
        select(GiliranPerkara)
        .where(GiliranPerkara.permohonan_id == permohonan.id)
        .order_by(GiliranPerkara.since_at, GiliranPerkara.id)
    ).all()


def acceptances(permohonan: Permohonan) -> list[PersetujuanPakta]:
    """Who accepted which version of the pact for this case."""
    return list(
        db.session.scalars(
            select(PersetujuanPakta)
            .where(PersetujuanPakta.permohonan_id == permohonan.id)
            .options(joinedload(PersetujuanPakta.pengguna), joinedload(PersetujuanPakta.pakta))
            .order_by(PersetujuanPakta.accepted_at)
        )
    )


@dataclass(frozen=True)
class Ubahan:
    """One field that differs between two submissions."""

    isian: str
    lama: str
    baru: str


def changes(before: Kiriman | None, after: Kiriman | None) -> list[Ubahan]:
    """What differs from one submission to a later one, in the order of the forms; nothing without both."""
    if before is None or after is None:
        return []
    old: dict[str, Any] = before.isi
    new: dict[str, Any] = after.isi
    return [
        Ubahan(name, old.get(name, ""), new.get(name, ""))
        for name in ISIAN
        if old.get(name, "") != new.get(name, "")
    ]
