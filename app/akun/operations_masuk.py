"""Signing in: the count of failures, the lock, the journal. Sessions and cookies are not known here.

Whoever tries a name learns nothing about it: a name that no account has costs the same work, is counted the same and
is locked the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.akun import passwords
from app.akun import settings as own
from app.akun.models import Pengguna, PercobaanMasuk
from app.akun.nik import compact_nip
from app.akun.queries import account_for
from app.akun.rules import acting_role
from app.akun.sambungan import by_first_password
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import keyed_hash

KEEP_UNKNOWN = timedelta(days=1)
MAX_NAME = 320


@dataclass(frozen=True)
class Attempt:
    """How a sign-in ended: the account, or None. `locked_until`: the name is closed until then, whoever has it."""

    account: Pengguna | None = None
    locked_until: datetime | None = None


def sign_in(name: str, password: str) -> Attempt:
    """Name and password must fit an active account whose name is not closed; five failures close it for 15 minutes.

    Both numbers are settings. The caller must keep (commit) what this changes also when it fails.
    """
    account = account_for(name)
    known = account if account is not None and account.active else None
    is_right = passwords.is_right(known.password if known is not None else None, password)
    moment = now()
    gate = _gate(known, name)
    if gate.locked_until is not None and gate.locked_until > moment:
        return Attempt(locked_until=gate.locked_until)
    if known is not None and is_right:
        return _welcome(known, moment)
    newcomer = by_first_password(name, password) if known is None or not known.password else None
    if newcomer is not None:
        return _welcome(newcomer, moment)
    return _count_failure(gate, known, moment)


def _gate(known: Pengguna | None, name: str) -> Any:
    """The locked row that counts the failures of a name: the account, or a stand-in when there is none."""
    if known is not None:
        return db.session.scalar(
            select(Pengguna)
            .where(Pengguna.id == known.id)
            .with_for_update(key_share=True, of=Pengguna)
            .execution_options(populate_existing=True)
        )
    text = name.strip().lower()[:MAX_NAME]
    digits = compact_nip(text)
    key = keyed_hash(digits if digits.isdigit() else text, "masuk")
    db.session.execute(delete(PercobaanMasuk).where(PercobaanMasuk.updated_at < now() - KEEP_UNKNOWN))
    db.session.execute(insert(PercobaanMasuk).values(nama_sidik=key).on_conflict_do_nothing())
    return db.session.scalar(
        select(PercobaanMasuk)
        .where(PercobaanMasuk.nama_sidik == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _welcome(account: Pengguna, moment: datetime) -> Attempt:
    failures = account.fail_login_count or 0
    account.fail_login_count, account.locked_until = 0, None
    account.login_count = (account.login_count or 0) + 1
    account.last_login = moment.replace(tzinfo=None)  # FAB's column has no zone: UTC
    data = {"gagal_sebelumnya": failures} if failures else {}
    record("akun.masuk", actor=account, objek=account, peran=acting_role(account), data=data)
    return Attempt(account)


def _count_failure(gate: Any, known: Pengguna | None, moment: datetime) -> Attempt:
    gate.fail_login_count = (gate.fail_login_count or 0) + 1
    until = None
    if gate.fail_login_count >= settings.get(own.FAILURES):
        until = moment + timedelta(minutes=settings.get(own.LOCK_MINUTES))
        gate.fail_login_count, gate.locked_until = 0, until
    db.session.flush()
    if known is not None:
        jenis = "akun.terkunci" if until else "akun.masuk_gagal"
        data = {"sampai": until.isoformat()} if until else {"ke": gate.fail_login_count}
        record(jenis, actor=None, objek=known, data=data)
    return Attempt(locked_until=until)
