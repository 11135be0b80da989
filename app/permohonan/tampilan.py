"""Keeping a search of the list under a name, and forgetting it again. A person's own; no journal, no rule of a case."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.errors import Refused
from app.permohonan.models import TampilanTersimpan
from app.permohonan.saringan import read_query

MAX_NAMA = 60
MOST = 20


def save_view(*, actor: Pengguna, nama: str, alamat: str) -> TampilanTersimpan:
    """Keep the list that an address describes; only what we understand of the address is stored.

    Raises Refused (field `nama`) for an empty or used name, an address that asks for nothing, or too many.
    """
    query = read_query(alamat).query()
    if not nama or len(nama) > MAX_NAMA:
        raise Refused(_l("Beri nama, paling banyak %(n)s huruf.", n=MAX_NAMA), "nama")
    if not query:
        raise Refused(_l("Pilih dahulu saringan atau urutan yang ingin disimpan."), "nama")
    # Two presses at once must not fail on the unique name: the second waits, then is told.
    db.session.execute(select(Pengguna.id).where(Pengguna.id == actor.id).with_for_update())
    mine = select(func.count()).where(TampilanTersimpan.pengguna_id == actor.id)
    if db.session.scalar(mine.where(TampilanTersimpan.nama == nama)):
        raise Refused(_l("Nama ini sudah dipakai tampilan Anda yang lain."), "nama")
    if (db.session.scalar(mine) or 0) >= MOST:
        raise Refused(_l("Paling banyak %(n)s tampilan. Hapus dahulu yang tidak dipakai.", n=MOST), "nama")
    view = TampilanTersimpan(pengguna_id=actor.id, nama=nama, alamat=query)
    db.session.add(view)
    db.session.flush()
    return view


def delete_view(nomor: int, *, actor: Pengguna) -> bool:
    """Forget a kept list; False when this person has none with that number."""
    view = db.session.scalar(
        select(TampilanTersimpan).where(
            TampilanTersimpan.id == nomor, TampilanTersimpan.pengguna_id == actor.id
        )
    )
    if view is None:
        return False
    db.session.delete(view)
    db.session.flush()
    return True
