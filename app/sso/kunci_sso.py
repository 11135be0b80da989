"""The keys that ID tokens are signed with: made, rotated, shown, used. Private halves are decrypted here and nowhere else.

There are always two: the one in use, and the next, which applications see long before it signs. A rotation moves each one
step on; the retired key is shown until every token that it signed has ended, its private half is forgotten at once.
RS256, because every OpenID Connect client must know it (Core 1.0, section 15.1).
"""

import json
import uuid
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from sqlalchemy import select, text

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.kit.jobs import jobs
from app.sso.models_penyedia import KeadaanKunci, KunciSso
from app.sso.settings_penyedia import IS_ON

ALGORITHM = "RS256"
BITS = 3072
SHOWN_AFTER = timedelta(
    days=2
)  # how long a retired key is shown: tokens live minutes, caches of clients a day
LOCK = 7_364_011  # any number, the same in every copy: who changes the keys, changes them alone
MAX_TOKEN = 8000
_loaded: dict[str, RSAKey] = {}  # by kid: reading a key anew costs more than signing with it


# --- making and rotating --------------------------------------------------------------------------------
def ensure_keys() -> int:
    """Make the keys that are missing; answers how many. Never commits."""
    _alone()
    there = {one.keadaan for one in db.session.scalars(select(KunciSso))}
    missing = [one for one in (KeadaanKunci.DIPAKAI, KeadaanKunci.BERIKUT) if one not in there]
    for state in missing:
        _make(state)
    return len(missing)


def rotate(*, actor: Pengguna | None = None, are_both_new: bool = False) -> KunciSso:
    """The next key signs from now on, the one in use retires, a new next one is made. Answers the one in use.

    `are_both_new`: the next key is not trusted either (it may be known to others, or cannot be decrypted any more).
    """
    _alone()
    moment = now()
    if are_both_new:
        for old in db.session.scalars(select(KunciSso).where(KunciSso.keadaan != KeadaanKunci.PENSIUN)):
            _retire(old, is_shown=old.keadaan == KeadaanKunci.DIPAKAI)
        db.session.flush()
        current = _make(KeadaanKunci.DIPAKAI)
    else:
        ensure_keys()
        _retire(_one(KeadaanKunci.DIPAKAI))
        db.session.flush()
        current = _one(KeadaanKunci.BERIKUT)
        current.keadaan, current.active_at = KeadaanKunci.DIPAKAI, moment
        db.session.flush()
    _make(KeadaanKunci.BERIKUT)
    record("sso.kunci_diputar", actor=actor, objek=current, data={"keduanya": are_both_new})
    return current


@jobs.periodic(cron="41 2 1 * *")
@jobs.task(name="sso.putar_kunci", queueing_lock="sso.putar_kunci")
def rotate_monthly(timestamp: int) -> None:
    """On the first of each month, where other applications sign in here; twice in a week changes nothing."""
    if not settings.get(IS_ON):
        return
    ensure_keys()
    since = _one(KeadaanKunci.DIPAKAI).active_at
    if since is None or now() - since > timedelta(days=7):
        rotate()


def _alone() -> None:
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _make(state: KeadaanKunci) -> KunciSso:
    kid = uuid.uuid4().hex
    key = RSAKey.generate_key(BITS, {"use": "sig", "alg": ALGORITHM, "kid": kid}, private=True)
    row = KunciSso(
        kid=kid,
        keadaan=state,
        privat_sandi=encrypt(json.dumps(key.as_dict(private=True))),
        publik=key.as_dict(private=False),
        active_at=now() if state is KeadaanKunci.DIPAKAI else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _retire(key: KunciSso, is_shown: bool = True) -> None:
    key.keadaan, key.privat_sandi = KeadaanKunci.PENSIUN, None
    key.retired_at = now() if is_shown else now() - SHOWN_AFTER
    _loaded.pop(key.kid, None)


def _one(state: KeadaanKunci) -> KunciSso:
    return db.session.scalars(select(KunciSso).where(KunciSso.keadaan == state)).one()


# --- showing and using --------------------------------------------------------------------------------
def public_keys() -> list[dict[str, Any]]:
    """What applications check signatures with: the key in use, the next, and those that retired just now."""
    rows = db.session.scalars(
        select(KunciSso)
        .where(KunciSso.retired_at.is_(None) | (KunciSso.retired_at > now() - SHOWN_AFTER))
        .order_by(KunciSso.id)
    )
    return [row.publik for row in rows]


def sign(claims: dict[str, Any]) -> str:
    """A signed token with these claims."""
    row = _one(KeadaanKunci.DIPAKAI)
    if row.kid not in _loaded:
        _loaded[row.kid] = RSAKey.import_key(json.loads(decrypt(row.privat_sandi or "")))
    header = {"alg": ALGORITHM, "kid": row.kid, "typ": "JWT"}
    return jwt.encode(header, claims, _loaded[row.kid], algorithms=[ALGORITHM])


def read_own(token: str) -> dict[str, Any] | None:
    """The claims of a token that one of our keys has signed, whenever that was; None for anything else.

    Whether it has expired is not asked: it only says whom a sign-out is about.
    """
    if not token or len(token) > MAX_TOKEN or not token.isascii():
        return None
    rows = db.session.scalars(select(KunciSso).order_by(KunciSso.id.desc())).all()
    keys = KeySet([RSAKey.import_key(row.publik) for row in rows])
    try:
        return dict(jwt.decode(token, keys, algorithms=[ALGORITHM]).claims)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
