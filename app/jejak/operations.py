"""Writing the journal. Every act of the program passes here once; nothing is ever changed or taken out."""

from typing import Any

from sqlalchemy import select, text

from app.extensions import db
from app.jejak.chain import GENESIS, fingerprint
from app.jejak.models import Peristiwa
from app.jejak.signals import recorded
from app.kit.clock import now

SYSTEM = "Sistem"
# Any fixed number: the transaction that holds it writes the next link, the others wait.
CHAIN_LOCK = 0x51CE47A


def record(
    jenis: str,
    *,
    actor: Any,
    objek: Any,
    peran: str = "",
    data: dict[str, Any] | None = None,
    catatan: str = "",
) -> Peristiwa:
    """One act becomes one event, chained to the one before, in the transaction of the act itself.

    `actor` is a Pengguna, or None for the program; `objek` is any stored row with an integer `id` (it is
    flushed first); `data` takes JSON values only and never a NIK, a password or a token.
    """
    db.session.flush()
    db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = db.session.execute(
        select(Peristiwa.id, Peristiwa.sidik).order_by(Peristiwa.id.desc()).limit(1)
    ).first()
    row = Peristiwa(
        id=last.id + 1 if last else 1,
        at=now(),
        jenis=jenis,
        pelaku_id=actor.id if actor is not None else None,
        pelaku_nama=str(actor)[:200] if actor is not None else SYSTEM,
        peran=peran,
        objek_tipe=objek.__tablename__,
        objek_id=objek.id,
        objek_nama=str(objek)[:300],
        data=data or {},
        catatan=catatan,
        sidik_lalu=last.sidik if last else GENESIS,
    )
    row.sidik = fingerprint(row)
    db.session.add(row)
    db.session.flush()
    recorded.send(row)
    return row
