"""The private address at which a calendar program of staff reads the signings: made, replaced, ended, recognised.

No table holds it. The last event about it in the journal of the account says which one is good; the address names the
person, that event and the version of the person's sessions, under a seal that nobody without the key can make. So it
ends when it is replaced or ended, when the password changes, when the account is closed and when the role is lost.
"""

import hmac
import re

from sqlalchemy import select

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kit.crypto import keyed_hash

MADE, ENDED = "akun.kalender_dibuat", "akun.kalender_dicabut"
_TOKEN = re.compile(r"([0-9]{1,9})-([0-9]{1,12})-([0-9]{1,6})-([0-9a-f]{64})")


def current(pengguna: Pengguna) -> int:
    """The number of the event that made the address that is good now; 0 when there is none."""
    last = db.session.execute(
        select(Peristiwa.id, Peristiwa.jenis)
        .where(
            Peristiwa.objek_tipe == Pengguna.__tablename__,
            Peristiwa.objek_id == pengguna.id,
            Peristiwa.jenis.in_((MADE, ENDED)),
        )
        .order_by(Peristiwa.id.desc())
        .limit(1)
    ).first()
    return last.id if last is not None and last.jenis == MADE else 0


def token_of(pengguna: Pengguna) -> str | None:
    """The secret part of the address; the same each time as long as it is good. None when there is none."""
    made = current(pengguna)
    return _sealed(f"{pengguna.id}-{made}-{pengguna.sesi_versi}") if made else None


def make(pengguna: Pengguna, *, seen: int) -> None:
    """Make an address of one's own, or another one in place of it: the old one ends. `seen`: what the page showed.

    A second press changes nothing.
    """
    if _held(pengguna) == seen:
        record(MADE, actor=pengguna, objek=pengguna)


def end(pengguna: Pengguna, *, seen: int) -> None:
    """There is no address any more. A second press changes nothing."""
    if seen and _held(pengguna) == seen:
        record(ENDED, actor=pengguna, objek=pengguna)


def owner_of(token: str) -> Pengguna | None:
    """Whose address this is; None when it never was one or has ended, whatever the reason."""
    found = _TOKEN.fullmatch(token)
    if found is None or not hmac.compare_digest(_sealed(token.rpartition("-")[0]), token):
        return None
    pengguna = db.session.get(Pengguna, int(found[1]))
    if pengguna is None or not pengguna.active or not has_role(pengguna, *roles.STAFF):
        return None
    is_good = pengguna.sesi_versi == int(found[3]) and current(pengguna) == int(found[2])
    return pengguna if is_good else None


def _held(pengguna: Pengguna) -> int:
    """The same as `current`, with the account held so that two presses come one after the other."""
    db.session.scalar(select(Pengguna.id).where(Pengguna.id == pengguna.id).with_for_update(key_share=True))
    return current(pengguna)


def _sealed(text: str) -> str:
    return f"{text}-{keyed_hash(text, 'kalender')}"
