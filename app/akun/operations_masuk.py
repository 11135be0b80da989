"""Signing in: the count of failures, the lock, the journal. Sessions and cookies are not known here.

Whoever tries a name learns nothing about it: a name that no account has costs the same work, is counted the same and
is locked the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.akun import passwords
from app.akun import settings as own
from app.akun.models import Pengguna, PercobaanMasuk
from app.akun.nik import compact_nip
from app.akun.operations_faktor import lock_account, use_code
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


# What a browser remembers of those who signed in with it (dikenal.py): account id -> (sesi_versi then, its number).
Dikenal = Mapping[str, tuple[int, str]]
NOBODY_KNOWN: Dikenal = MappingProxyType({})


@dataclass(frozen=True)
class Attempt:
    """How a sign-in ended: the account, or None. `locked_until`: the name is closed until then, whoever has it."""

    account: Pengguna | None = None
    locked_until: datetime | None = None


def sign_in(name: str, password: str, dikenal: Dikenal = NOBODY_KNOWN, alamat: str = "") -> Attempt:
    """Name and password must fit an active account whose name is not closed; five failures close it for 15 minutes.

    Both numbers are settings. A browser in which the owner signed in before is counted by itself: who fails on purpose
    elsewhere does not keep the owner out. `alamat`: the visitor's network address. The caller must keep (commit) what
    this changes also when it fails, and calls `welcome()` when nothing more is to be proved.
    """
    account = account_for(name)
    known = account if account is not None and account.active else None
    is_right = passwords.is_right(known.password if known is not None else None, password)
    moment = now()
    gate = _gate(known, name, dikenal)
    if gate.locked_until is not None and gate.locked_until > moment:
        return Attempt(locked_until=gate.locked_until)
    if known is not None and is_right:
        return Attempt(known)
    newcomer = by_first_password(name, password, alamat) if known is None or not known.password else None
    if newcomer is not None:
        return Attempt(newcomer)
    return _count_failure(gate, known, moment)


def check_code(
    account: Pengguna, typed: str, dikenal: Dikenal = NOBODY_KNOWN, use: Callable[..., bool] = use_code
) -> Attempt:
    """A code of the second factor, or a recovery code, counted as passwords are. The caller keeps what this changes.

    The count goes on where wrong passwords left it and a right password does not begin it anew: who knows the
    password cannot try codes for ever. `use`: which kind of code, answers whether it fits.
    """
    moment = now()
    gate = _gate(account, "", dikenal)
    if gate.locked_until is not None and gate.locked_until > moment:
        return Attempt(locked_until=gate.locked_until)
    if use(account, typed):
        return Attempt(account)
    return _count_failure(gate, account, moment)


def check_password(account: Pengguna, password: str, dikenal: Dikenal = NOBODY_KNOWN) -> Attempt:
    """The password of somebody who is signed in already, counted like every other. The caller keeps what this changes."""
    is_right = passwords.is_right(account.password, password)
    moment = now()
    gate = _gate(account, "", dikenal)
    if gate.locked_until is not None and gate.locked_until > moment:
        return Attempt(locked_until=gate.locked_until)
    return Attempt(account) if is_right else _count_failure(gate, account, moment)


def _gate(known: Pengguna | None, name: str, dikenal: Dikenal) -> Any:
    """The locked row that counts failures: of a known browser, else of the account, else of a name that nobody has."""
    if known is None:
        text = name.strip().lower()[:MAX_NAME]
        digits = compact_nip(text)
        return _stand_in(keyed_hash(digits if digits.isdigit() else text, "masuk"))
    account = lock_account(known)
    versi, number = dikenal.get(str(known.id), (0, ""))
    if number and versi == account.sesi_versi:
        browser = _stand_in(keyed_hash(number, "peramban"))
        if browser.locked_until is None or browser.locked_until <= now():
            return browser
    return account


def _stand_in(key: str) -> PercobaanMasuk:
    """The locked row of a count that no account has."""
    db.session.execute(delete(PercobaanMasuk).where(PercobaanMasuk.updated_at < now() - KEEP_UNKNOWN))
    db.session.execute(insert(PercobaanMasuk).values(nama_sidik=key).on_conflict_do_nothing())
    return db.session.scalars(
        select(PercobaanMasuk)
        .where(PercobaanMasuk.nama_sidik == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def welcome(account: Pengguna, cara: str) -> None:
    """Somebody is in: failures are forgotten, the sign-in is counted and recorded. `cara`: a word of pintu.py."""
    failures = account.fail_login_count or 0
    account.fail_login_count, account.locked_until = 0, None
    account.login_count = (account.login_count or 0) + 1
    account.last_login = now().replace(tzinfo=None)  # FAB's column has no zone: UTC
    data: dict[str, Any] = {"cara": cara}
    if failures:
        data["gagal_sebelumnya"] = failures
    record("akun.masuk", actor=account, objek=account, peran=acting_role(account), data=data)


def tell_new_browser(account: Pengguna, peramban: str) -> None:
    """The owner hears that somebody signed in with a browser not seen before, when the city has it so."""
    if settings.get(own.TELL_NEW_BROWSER):
        data = {"nama": peramban}
        record("akun.peramban_baru", actor=account, objek=account, peran=acting_role(account), data=data)


def _count_failure(gate: Any, known: Pengguna | None, moment: datetime) -> Attempt:
    gate.fail_login_count = (gate.fail_login_count or 0) + 1
    until = None
    if gate.fail_login_count >= settings.get(own.FAILURES):
        until = moment + timedelta(minutes=settings.get(own.LOCK_MINUTES))
        gate.fail_login_count, gate.locked_until = 0, until
    db.session.flush()
    is_closed = (
        until is not None and gate is known
    )  # a known browser that failed too often counts as any other now
    if known is not None:
        jenis = "akun.terkunci" if is_closed else "akun.masuk_gagal"
        data = {"sampai": until.isoformat()} if until and is_closed else {"ke": gate.fail_login_count}
        record(jenis, actor=None, objek=known, data=data)
    return Attempt(locked_until=until if is_closed or known is None else None)
