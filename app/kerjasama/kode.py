"""The code of an agreement in the register, such as PKS-2026-0007. It is no number of a party."""

from sqlalchemy.dialects.postgresql import insert

from app.extensions import db
from app.permohonan.models import Penghitung
from app.rujukan.models_rencana import JenisNaskah


def next_kode(jenis: JenisNaskah, year: int) -> str:
    """The next code of a kind and a year; the counter stays locked until the transaction ends: no gap, no double."""
    statement = (
        insert(Penghitung)
        .values(kunci=f"kerja_sama/{jenis.value}/{year}", nilai=1)
        .on_conflict_do_update(index_elements=[Penghitung.kunci], set_={"nilai": Penghitung.nilai + 1})
        .returning(Penghitung.nilai)
    )
    number = db.session.execute(statement).scalar_one()
    return f"{jenis.value.upper()}-{year}-{number:04}"
