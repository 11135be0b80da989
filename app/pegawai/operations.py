"""The directory changes: by hand, by a file, by the personnel system; and the accounts follow it.

All three end in `apply_plan`. Somebody who leaves loses access in the same transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, exists, func, insert, or_, select, update

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import now
from app.kit.errors import Refused
from app.pegawai import queries, rules
from app.pegawai.giliran import hold_accounts, lock_directory
from app.pegawai.models import Pegawai, Sumber
from app.pegawai.operations_ikut import come_back, follow, leave, match_accounts, pieces, tell
from app.pegawai.rencana import Lama, Rencana

TAKEN = _l("Alamat email ini juga dipakai orang lain dalam direktori.")


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
        tell("pegawai.ditambah", pegawai, actor)
        match_accounts([pegawai.nip])
        return pegawai
    was_active, before = pegawai.is_aktif, pegawai.opd_id
    changed = sorted(name for name, value in values.items() if getattr(pegawai, name) != value)
    for name in changed:
        setattr(pegawai, name, values[name])
    if changed:
        pegawai.sumber, pegawai.synced_at = Sumber.TANGAN, now()
        tell("pegawai.diubah", pegawai, actor, isian=changed)
    db.session.flush()
    if was_active and not is_aktif:
        hold_accounts([pegawai.nip])
        if pegawai.pengguna is not None:
            db.session.refresh(pegawai.pengguna)
        leave(pegawai, actor=actor)
    elif not was_active and is_aktif:
        come_back(pegawai, actor=actor)
    elif changed and is_aktif:
        follow(pegawai, before)
        match_accounts([pegawai.nip])
    return pegawai


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
    hold_accounts({*rencana.keluar, *rencana.ubah, *rencana.kembali})
    _insert(rencana, sumber, moment)
    progress(30)
    _update(rencana, sumber, moment)
    _recognise(rencana.diakui, sumber, moment)
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


def _recognise(nips: Sequence[str], sumber: Sumber, moment: Any) -> None:
    """Entered by hand, and now known to the table too: nothing about the person changes, but she can leave by it."""
    for piece in pieces(nips):
        db.session.execute(
            update(Pegawai)
            .where(Pegawai.nip.in_(piece))
            .values(sumber=sumber, synced_at=moment)
            .execution_options(synchronize_session=False)
        )
    if nips:
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
    """Those with an account: linked, or one that carries the NIP and waits for Admin's word."""
    return db.session.scalars(
        select(Pegawai)
        .where(
            Pegawai.nip.in_(list(nips)),
            or_(Pegawai.pengguna_id.is_not(None), exists().where(Pengguna.nip == Pegawai.nip)),
        )
        .order_by(Pegawai.id)
        .options(*queries.with_account())
        .execution_options(populate_existing=True)
    ).all()
