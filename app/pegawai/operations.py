"""The directory changes: by hand, by a file, by the personnel system; and the accounts follow it.

All three end in `apply_plan`. Somebody who leaves loses access in the same transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, func, insert, select, update

from app.akun import operations_akun, roles
from app.akun.models import Pengguna
from app.akun.rules import acting_role, roles_of
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused
from app.pegawai import queries, rules
from app.pegawai.models import Pegawai, Sumber, TautanPegawai
from app.pegawai.operations_usulan import drop_waiting, propose, propose_return
from app.pegawai.rencana import Lama, Rencana

LOCK = 4_090_900  # of pg_advisory_xact_lock: one change of the directory at a time
PIECE = 1000
TAKEN = _l("Alamat email ini juga dipakai orang lain dalam direktori.")


def pieces(nips: Sequence[str]) -> Iterable[Sequence[str]]:
    return (nips[at : at + PIECE] for at in range(0, len(nips), PIECE))


def lock_directory() -> None:
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))


# --- by hand --------------------------------------------------------------------------------
def save_person(pegawai: Pegawai | None, *, actor: Pengguna, nilai: Mapping[str, Any]) -> Pegawai:
    """Admin adds or changes one person; `nilai`: columns by name, with `is_aktif`. Raises Refused (fields nip, email)."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    values = dict(nilai)
    is_aktif = bool(values.pop("is_aktif", True))
    nip = pegawai.nip if pegawai is not None else values["nip"]
    if pegawai is None and db.session.scalar(select(Pegawai.id).where(Pegawai.nip == nip)):
        raise Refused(_l("NIP ini sudah ada dalam direktori."), "nip")
    if is_aktif and queries.address_taken(values.get("email", ""), nip):
        raise Refused(TAKEN, "email")
    if pegawai is None:
        pegawai = Pegawai(**values, sumber=Sumber.TANGAN, synced_at=now())
        db.session.add(pegawai)
        db.session.flush()
        _tell("pegawai.ditambah", pegawai, actor)
        match_accounts([pegawai.nip])
        return pegawai
    was_active, before = pegawai.is_aktif, pegawai.opd_id
    changed = sorted(name for name, value in values.items() if getattr(pegawai, name) != value)
    for name in changed:
        setattr(pegawai, name, values[name])
    if changed:
        pegawai.sumber, pegawai.synced_at = Sumber.TANGAN, now()
        _tell("pegawai.diubah", pegawai, actor, isian=changed)
    db.session.flush()
    if was_active and not is_aktif:
        leave(pegawai, actor=actor)
    elif not was_active and is_aktif:
        come_back(pegawai, actor=actor)
    elif changed and is_aktif:
        follow(pegawai, before)
        match_accounts([pegawai.nip])
    return pegawai


def _tell(jenis: str, pegawai: Pegawai, actor: Pengguna | None, **data: Any) -> None:
    """The journal keeps which columns changed, never what they say: it cannot forget."""
    peran = acting_role(actor) if actor is not None else ""
    record(jenis, actor=actor, objek=pegawai, peran=peran, data=data)


# --- many at once --------------------------------------------------------------------------------
def apply_plan(
    rencana: Rencana,
    *,
    actor: Pengguna | None,
    sumber: Sumber,
    progress: Callable[[int], None] = lambda percent: None,
) -> None:
    """Every change of a plan, in few statements however many people. The caller holds the lock and records the run.

    Accounts of people who are signed up follow one by one: there are hundreds of them, not thousands.
    """
    moment = now()
    _insert(rencana, sumber, moment)
    progress(30)
    _update(rencana, sumber, moment)
    progress(60)
    old = rencana.rows
    for nips in pieces(sorted(set(rencana.keluar))):
        for pegawai in _linked(nips):
            leave(pegawai, actor=actor)
        _end(nips, moment)
    progress(75)
    for nips in pieces(sorted({*rencana.ubah, *rencana.kembali})):
        for pegawai in _linked(nips):
            if pegawai.nip in set(rencana.kembali):
                come_back(pegawai, actor=actor)
            else:
                follow(pegawai, old[pegawai.nip].opd_id)
    progress(90)
    match_accounts([*rencana.baru, *rencana.ubah, *rencana.kembali])
    progress(100)


def _insert(rencana: Rencana, sumber: Sumber, moment: Any) -> None:
    fixed = {"sumber": sumber, "synced_at": moment, "is_aktif": True, "versi": 1}
    for nips in pieces(sorted(rencana.baru)):
        db.session.execute(insert(Pegawai), [{"nip": nip, **rencana.baru[nip], **fixed} for nip in nips])


def _update(rencana: Rencana, sumber: Sumber, moment: Any) -> None:
    """All columns of a changed row, so that one prepared statement serves every row; whoever came back is active again."""
    table: Any = Pegawai.__table__
    names = ("nama", "lahir_on", "opd_id", "unit", "jabatan", "email")
    statement = (
        update(table)
        .where(table.c.id == bindparam("key"))
        .values(
            {name: bindparam(f"new_{name}") for name in names}
            | {"sumber": sumber, "synced_at": moment, "versi": table.c.versi + 1, "updated_at": func.now()}
            | {"is_aktif": bindparam("new_aktif"), "ended_at": None}
        )
    )
    back = set(rencana.kembali)
    touched = sorted(set(rencana.ubah) | back)
    for nips in pieces(touched):
        rows = [_values(rencana.rows[nip], rencana.ubah.get(nip, {}), names) for nip in nips]
        db.session.execute(statement, rows)
    db.session.expire_all()


def _values(row: Lama, changes: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    found = {f"new_{name}": changes.get(name, getattr(row, name)) for name in names}
    return found | {"key": row.id, "new_aktif": True}


def _end(nips: Iterable[str], moment: Any) -> None:
    """Those without an account: there is nothing more to do about them."""
    db.session.execute(
        update(Pegawai)
        .where(Pegawai.nip.in_(list(nips)), Pegawai.is_aktif)
        .values(
            is_aktif=False,
            ended_at=moment,
            synced_at=moment,
            bentrok_id=None,
            bentrok_at=None,
            versi=Pegawai.versi + 1,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _linked(nips: Iterable[str]) -> Sequence[Pegawai]:
    return db.session.scalars(
        select(Pegawai)
        .where(Pegawai.nip.in_(list(nips)), Pegawai.pengguna_id.is_not(None))
        .order_by(Pegawai.id)
        .options(*queries.with_account())
    ).all()


# --- what it does to accounts --------------------------------------------------------------------------------
def follow(pegawai: Pegawai, opd_before: int | None) -> None:
    """The account and the biodata say what the directory says. An office that Admin chose otherwise stays.

    Roles are only proposed: a new office or position changes nothing before Admin has said yes.
    """
    account = pegawai.pengguna
    if account is None or not pegawai.is_aktif:
        return
    if account.nama != pegawai.nama:
        operations_akun.rename(account, pegawai.nama)
    if account.opd_id in (None, opd_before) and account.opd_id != pegawai.opd_id:
        account.opd_id = pegawai.opd_id
        db.session.flush()
        db.session.expire(account, ["opd"])
    biodata = account.biodata
    if biodata is not None:
        for name, value in fixed_fields(pegawai).items():
            if getattr(biodata, name) != value:
                setattr(biodata, name, value)
    propose(pegawai)


def fixed_fields(pegawai: Pegawai) -> dict[str, str]:
    """The columns of the biodata that the directory fills; one that it does not know stays the person's own."""
    unit = pegawai.unit or (pegawai.opd.nama if pegawai.opd is not None else "")
    found = {
        "nama_lengkap": pegawai.nama,
        "unit_kerja": unit,
        "nomor_kepegawaian": pegawai.nip,
        "jabatan": pegawai.jabatan,
    }
    return {name: value for name, value in found.items() if value}


def leave(pegawai: Pegawai, *, actor: Pengguna | None) -> None:
    """Whoever leaves the directory has no access from this moment: sessions end, the city's roles go, links end.

    The account closes with it, unless it has a ground of its own (somebody who applies for an institution stays
    Pemohon). The only Superadmin stays, so that the program is not locked; the event says so.
    """
    if not pegawai.is_aktif:
        return
    pegawai.is_aktif, pegawai.ended_at, pegawai.synced_at = False, now(), now()
    pegawai.bentrok_id = pegawai.bentrok_at = None
    drop_waiting(pegawai, but_grants=False)
    db.session.execute(
        update(TautanPegawai)
        .where(TautanPegawai.pegawai_id == pegawai.id, TautanPegawai.used_at.is_(None))
        .values(used_at=now())
    )
    account = pegawai.pengguna
    if account is None:
        return _tell("pegawai.keluar", pegawai, actor)
    before = sorted(roles_of(account))
    kept = _kept_roles(pegawai, account)
    account.roles = [role for role in account.roles if role.name in kept]
    account.active = bool(kept)
    account.sesi_versi += 1
    if account.opd_id == pegawai.opd_id:
        account.opd_id = None
    account.jabatan_tim_id = None
    db.session.flush()
    data = {"akun_id": account.id, "lama": before, "baru": sorted(kept), "aktif": bool(kept)}
    return _tell("pegawai.keluar", pegawai, actor, **data)


def _kept_roles(pegawai: Pegawai, account: Pengguna) -> set[str]:
    had = roles_of(account)
    kept: set[str] = set()
    is_own = not pegawai.is_akun_dibuat or queries.belongs_to_institution(account)
    if roles.PEMOHON in had and is_own:
        kept.add(roles.PEMOHON)
    if roles.SUPERADMIN in had and not queries.other_superadmins(account):
        kept.add(roles.SUPERADMIN)
    return kept


def come_back(pegawai: Pegawai, *, actor: Pengguna | None) -> None:
    """Somebody is in service again. What was taken comes back only when Admin confirms it."""
    pegawai.is_aktif, pegawai.ended_at, pegawai.synced_at = True, None, now()
    db.session.flush()
    _tell("pegawai.kembali", pegawai, actor)
    account = pegawai.pengguna
    if account is None:
        match_accounts([pegawai.nip])
    elif account.active:
        follow(pegawai, None)
    else:
        propose_return(pegawai)


# --- whose account is whose --------------------------------------------------------------------------------
def match_accounts(nips: Sequence[str]) -> None:
    """Accounts that carry the NIP of somebody new: linked when the address agrees too, else Admin decides."""
    for piece in pieces(nips):
        rows = db.session.execute(
            select(Pegawai, Pengguna)
            .join(Pengguna, Pengguna.nip == Pegawai.nip)
            .where(Pegawai.nip.in_(piece), Pegawai.pengguna_id.is_(None), Pegawai.is_aktif)
            .options(queries.with_account()[0])
        ).all()
        for pegawai, account in rows:
            if account.email.lower() == pegawai.email:
                link(pegawai, account, is_new=False)
            elif pegawai.bentrok_at is None:
                mark_clash(pegawai, account)


def candidate(pegawai: Pegawai) -> tuple[Pengguna | None, bool]:
    """The account that may be a person's, and whether that is certain: same address, and no other NIP."""
    by_nip = db.session.scalar(select(Pengguna).where(Pengguna.nip == pegawai.nip))
    by_email = operations_akun.email_owner(pegawai.email) if pegawai.email else None
    found = by_nip or by_email
    if found is None:
        return None, True
    others = select(Pegawai.id).where(Pegawai.pengguna_id == found.id, Pegawai.id != pegawai.id)
    is_same = (
        by_email is not None
        and by_email.id == found.id
        and found.nip in (None, pegawai.nip)
        and db.session.scalar(others) is None
    )
    return found, is_same and found.active


def link(pegawai: Pegawai, account: Pengguna, *, is_new: bool) -> None:
    """This account is this person's from now on, and follows the directory."""
    account.nip = pegawai.nip
    pegawai.pengguna, pegawai.is_akun_dibuat = account, is_new
    pegawai.bentrok_id = pegawai.bentrok_at = None
    db.session.flush()
    _tell("pegawai.dihubungkan", pegawai, None, akun_id=account.id)
    follow(pegawai, account.opd_id if is_new else None)


def mark_clash(pegawai: Pegawai, account: Pengguna) -> None:
    """There is an account that may be this person's: nobody comes in by the directory before Admin has looked."""
    if pegawai.bentrok_at is None:
        pegawai.bentrok_at = now()
        _tell("pegawai.bentrok", pegawai, None, akun_id=account.id)
    pegawai.bentrok_id = account.id
    db.session.flush()


def decide_clash(pegawai: Pegawai, *, actor: Pengguna, is_same: bool) -> None:
    """Admin says whether the account is this person's. If not, it loses the NIP, so that the person can come in.

    The account keeps its own address; who signs in with it need prove nothing new. Raises Refused.
    """
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    db.session.refresh(pegawai)
    account = pegawai.bentrok
    if account is None or not pegawai.is_aktif:
        raise Refused(_l("Pertanyaan ini sudah dijawab."))
    if account.id == actor.id:
        raise Refused(_l("Akun sendiri dihubungkan oleh orang lain."))
    if is_same:
        return _confirm_same(pegawai, account, actor)
    if account.email.lower() == pegawai.email:
        raise Refused(
            _l("Alamat email di direktori sama dengan email masuk akun itu. Perbaiki dahulu salah satunya.")
        )
    if account.nip == pegawai.nip:
        account.nip = None
    pegawai.bentrok_id = pegawai.bentrok_at = None
    return _tell("pegawai.bentrok_diputus", pegawai, actor, akun_id=account.id, sama=False)


def _confirm_same(pegawai: Pegawai, account: Pengguna, actor: Pengguna) -> None:
    taken = select(Pegawai.id).where(Pegawai.pengguna_id == account.id, Pegawai.id != pegawai.id)
    owner = select(Pengguna.id).where(Pengguna.nip == pegawai.nip, Pengguna.id != account.id)
    if db.session.scalar(taken) is not None or db.session.scalar(owner) is not None:
        raise Refused(_l("Akun itu, atau NIP ini, sudah dihubungkan dengan orang lain."))
    _tell("pegawai.bentrok_diputus", pegawai, actor, akun_id=account.id, sama=True)
    link(pegawai, account, is_new=False)
