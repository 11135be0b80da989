"""An institution is never left to nobody: when the account of who runs it is closed, its longest-standing member does."""

from sqlalchemy import select

from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.jejak.signals import recorded
from app.kit.clock import now

# Events after which an account may be closed, and where they name it when it is not what they are about.
CLOSING = {"akun.peran_diubah": None, "pegawai.keluar": "akun_id"}


@recorded.connect
def succeed(event: Peristiwa) -> None:
    """Who ran an institution has no account in use any more: somebody else does from now on."""
    if event.jenis not in CLOSING:
        return
    key = CLOSING[event.jenis]
    account = db.session.get(Pengguna, (event.data.get(key) if key else event.objek_id) or 0)
    if account is None or account.active:
        return
    instansi = db.session.scalar(
        select(Instansi)
        .join(KeanggotaanInstansi, KeanggotaanInstansi.instansi_id == Instansi.id)
        .where(
            KeanggotaanInstansi.pengguna_id == account.id,
            KeanggotaanInstansi.is_pengelola,
            KeanggotaanInstansi.ended_at.is_(None),
        )
        .with_for_update(of=Instansi, key_share=True)
    )
    if instansi is not None:
        appoint(instansi, gone=account)


def appoint(instansi: Instansi, *, gone: Pengguna) -> KeanggotaanInstansi | None:
    """The longest-standing active member runs the institution, when nobody active does; None when nothing was to do.

    With no active member left nobody can: its running cases are tasks of Admin then.
    """
    rows = db.session.scalars(
        select(KeanggotaanInstansi)
        .join(KeanggotaanInstansi.pengguna)
        .where(
            KeanggotaanInstansi.instansi_id == instansi.id,
            KeanggotaanInstansi.ended_at.is_(None),
            Pengguna.active.is_(True),
        )
        .order_by(KeanggotaanInstansi.joined_at, KeanggotaanInstansi.id)
        .with_for_update(of=KeanggotaanInstansi)
    ).all()
    if not rows or any(row.is_pengelola for row in rows):
        return None
    rows[0].is_pengelola = True
    data = {
        "pengguna_id": rows[0].pengguna_id,
        "nama": rows[0].pengguna.nama,
        "menggantikan": gone.nama,
        "pada": now().isoformat(),
    }
    record("instansi.pengelola_diganti", actor=None, objek=instansi, data=data)
    return rows[0]
