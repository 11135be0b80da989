"""Who is named as contact on the public register: only who consents to it now. A name, and nothing else."""

from collections.abc import Sequence

from sqlalchemy import select

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.models import KerjaSama
from app.kerjasama.sambungan import register_kontak
from app.pdp.models import TujuanPersetujuan
from app.pdp.queries import has_consented
from app.permohonan.models import JawabanPetugas, Petugas


def named_contacts(kerja_sama: KerjaSama) -> Sequence[str]:
    """The contacts of the case that an agreement came from; withdrawn consent takes the name away at once."""
    if kerja_sama.permohonan_id is None:
        return ()
    return db.session.scalars(
        select(Pengguna.nama)
        .join(Petugas, Petugas.pengguna_id == Pengguna.id)
        .where(
            Petugas.permohonan_id == kerja_sama.permohonan_id,
            Petugas.jawaban == JawabanPetugas.DITERIMA,
            Pengguna.active.is_(True),
            has_consented(Pengguna, TujuanPersetujuan.KONTAK_PUBLIK),
        )
        .order_by(Petugas.ke)
    ).all()


register_kontak(named_contacts)
