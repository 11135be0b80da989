"""Erasing a person, in the transaction of whoever approves it: what goes and what stays is said in retensi.py.

The account's row stays as `Pengguna #id`, because archives and the journal point at it. The journal is append-only:
what it says of the past stays. A package above (the outbox) registers its own part.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, delete, func, literal, or_, select, text, union_all, update

from app.akun.models import KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.akun.models_pendaftaran import Pendaftaran
from app.akun.operations_akun import rename
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.mixins import Model
from app.pdp import queries, rules
from app.pdp.kata import DRAF
from app.pdp.models import PermintaanData, Terdampak
from app.pdp.operations_persetujuan import withdraw_all
from app.pdp.retensi import HOST, PERGI, Pergi
from app.pegawai.models import Pegawai
from app.pegawai.operations_ikut import lock_directory
from app.pegawai.operations_usulan import drop_waiting
from app.permohonan.alur import BERLAKU, DIPROSES, Status
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.permohonan.models_alih import AlihTugas, JawabanAlih

RUNNING = (*DIPROSES, *BERLAKU)
# Counters of the rate limiter and arguments of jobs that are over name addresses.
FORGET = (
    "DELETE FROM batas_laju WHERE strpos(lower(kunci), :alamat) > 0",
    "DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')"
    " AND strpos(lower(args::text), :alamat) > 0",
)
_others: list[Callable[[Pengguna, set[str]], None]] = []


def register_penghapus(eraser: Callable[[Pengguna, set[str]], None]) -> None:
    """`eraser(account, addresses)` masks what a package above keeps of a person."""
    if eraser not in _others:
        _others.append(eraser)


# --- before --------------------------------------------------------------------------------
def running_cases(person_id: int) -> list[str]:
    """Codes of the cases and agreements for which this person is a contact."""
    return list(
        db.session.scalars(
            select(Permohonan.kode)
            .join(Petugas)
            .where(
                Petugas.pengguna_id == person_id,
                Petugas.jawaban != JawabanPetugas.DITOLAK,
                Permohonan.status.in_(RUNNING),
            )
            .order_by(Permohonan.kode)
        )
    )


def obstacles_of(account: Pengguna) -> list[Any]:
    """What must be done before this account can be erased."""
    return rules.why_not_erase(account, running_cases(account.id))


def preview(account: Pengguna) -> list[tuple[Any, int]]:
    """What goes, by count; only what there is. One statement."""
    parts = [
        select(literal(place).label("urut"), func.count().label("n"))
        .select_from(_table(one))
        .where(_is_of(one, account.id))
        for place, one in enumerate(PERGI)
    ]
    parts.append(
        select(literal(-1), func.count())
        .select_from(Permohonan)
        .where(Permohonan.pemilik_id == account.id, Permohonan.status == Status.DRAF)
    )
    found = db.session.execute(union_all(*parts)).all()
    return [(PERGI[place].kata if place >= 0 else DRAF, n) for place, n in sorted(found) if n]


def _table(one: Pergi) -> Table:
    return Model.metadata.tables[one.tabel]


def _is_of(one: Pergi, person_id: int) -> Any:
    return or_(*(_table(one).c[name] == person_id for name in one.kolom))


# --- the act --------------------------------------------------------------------------------
def hold(account: Pengguna) -> None:
    """Nothing changes any more that decides whether an account may be erased: its cases, its roles, its directory row.

    In the order in which others take the same rows: the directory, cases, the account. What was read before is stale.
    """
    lock_directory()
    mine = select(Petugas.permohonan_id).where(Petugas.pengguna_id == account.id)
    db.session.execute(
        select(Permohonan.id)
        .where(or_(Permohonan.pemilik_id == account.id, Permohonan.id.in_(mine)))
        .order_by(Permohonan.id)
        .with_for_update()
    )
    db.session.execute(select(Pengguna.id).where(Pengguna.id == account.id).with_for_update())
    db.session.expire(account)


def erase_person(account: Pengguna) -> None:
    """Close and anonymise an account and everything that no law keeps. The caller has recorded why, and by whom.

    Nothing is left of e-mail, name, NIK and telephone outside the places that retensi.TINGGAL names.
    """
    hold(account)
    addresses = queries.addresses_of(account)
    withdraw_all(account, actor=None)
    _drop_drafts(account)
    _leave(account)
    _leave_directory(account)
    for eraser in _others:
        eraser(account, addresses)
    db.session.flush()
    for one in PERGI:
        db.session.execute(delete(_table(one)).where(_is_of(one, account.id)))
    _mask_addresses(account, addresses)
    _anonymise(account)
    db.session.flush()
    db.session.expire_all()


def _drop_drafts(account: Pengguna) -> None:
    """Drafts never submitted go; in the drafts of others the place of PPKSD-2 is free again."""
    own = select(Permohonan).where(Permohonan.pemilik_id == account.id, Permohonan.status == Status.DRAF)
    for draft in db.session.scalars(own.order_by(Permohonan.id)).all():
        record("permohonan.draf_dihapus", actor=None, objek=draft, data={"kode": draft.kode})
        db.session.delete(draft)
    db.session.flush()
    drafts = select(Permohonan.id).where(Permohonan.status == Status.DRAF)
    db.session.execute(
        delete(Petugas).where(Petugas.pengguna_id == account.id, Petugas.permohonan_id.in_(drafts))
    )


def _leave(account: Pengguna) -> None:
    """Offers to take a case end, and the membership; where nobody is left to run the institution, its oldest member does."""
    db.session.execute(
        update(AlihTugas)
        .where(AlihTugas.kepada_id == account.id, AlihTugas.jawaban == JawabanAlih.MENUNGGU)
        .values(jawaban=JawabanAlih.DIBATALKAN, dijawab_at=now())
    )
    membership = db.session.scalar(
        select(KeanggotaanInstansi)
        .where(KeanggotaanInstansi.pengguna_id == account.id, KeanggotaanInstansi.ended_at.is_(None))
        .with_for_update()
    )
    if membership is None:
        return
    membership.ended_at = now()
    db.session.flush()
    rest = db.session.scalars(
        select(KeanggotaanInstansi)
        .where(
            KeanggotaanInstansi.instansi_id == membership.instansi_id,
            KeanggotaanInstansi.ended_at.is_(None),
        )
        .order_by(KeanggotaanInstansi.joined_at, KeanggotaanInstansi.id)
        .with_for_update()
    ).all()
    if rest and not any(one.is_pengelola for one in rest):
        rest[0].is_pengelola = True


def _leave_directory(account: Pengguna) -> None:
    """The row of the directory stays, and is nobody's account any more: it would write the name back into this one.

    Who still serves the city comes in by the NIP as somebody new.
    """
    mine = or_(Pegawai.pengguna_id == account.id, Pegawai.bentrok_id == account.id)
    for pegawai in db.session.scalars(select(Pegawai).where(mine).order_by(Pegawai.id)).all():
        if pegawai.pengguna_id == account.id:
            drop_waiting(pegawai, but_grants=False)
            pegawai.pengguna, pegawai.is_akun_dibuat = None, False
        if pegawai.bentrok_id == account.id:
            pegawai.bentrok, pegawai.bentrok_at = None, None
    db.session.flush()


def _mask_addresses(account: Pengguna, addresses: set[str]) -> None:
    to_me = func.lower(UndanganInstansi.email).in_(addresses)
    db.session.execute(
        update(UndanganInstansi)
        .where(to_me, UndanganInstansi.accepted_at.is_(None), UndanganInstansi.cancelled_at.is_(None))
        .values(cancelled_at=now())
    )
    _mask(UndanganInstansi, to_me)
    # Whoever was not told yet is told by the approval (operations.approve_erasure), before this.
    _mask(Terdampak, or_(Terdampak.pengguna_id == account.id, func.lower(Terdampak.email).in_(addresses)))
    db.session.execute(delete(Pendaftaran).where(func.lower(Pendaftaran.email).in_(addresses)))
    db.session.execute(update(PermintaanData).where(PermintaanData.pengguna_id == account.id).values(isi=""))
    for address in addresses:
        for statement in FORGET:
            db.session.execute(text(statement), {"alamat": address})


def _mask(model: Any, *conditions: Any) -> None:
    """An address of its own for each row: two of them may have to be different."""
    unique = func.concat(f"dihapus-{model.__tablename__}-", model.id, f"@{HOST}")
    db.session.execute(update(model).where(*conditions).values(email=unique))


def _anonymise(account: Pengguna) -> None:
    rename(account, f"Pengguna #{account.id}")
    account.email = f"dihapus-{account.id}@{HOST}"
    account.username = account.email
    account.nip = account.email_kabar = account.password = None
    account.opd_id = account.jabatan_tim_id = None
    account.active, account.locked_until = False, None
    account.last_login, account.login_count, account.fail_login_count = None, 0, 0
    account.sesi_versi += 1


def is_erased(account: Any) -> bool:
    """Whether this account was erased."""
    return str(account.email).endswith(f"@{HOST}")
