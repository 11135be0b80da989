"""A signing that is ready to be recorded, and who else may sign it."""

from typing import Any

from app.extensions import db
from app.penjadwalan import operations
from app.penjadwalan.models import Penandatanganan
from app.penjadwalan.rules import planned
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import JenisNaskah, Pejabat
from tests.factories import make_record as isi
from tests.factories import make_scan as scan

__all__ = ["desk", "isi", "official", "scan"]


def desk(permohonan: Permohonan, actor: Any, *jenis: JenisNaskah) -> Penandatanganan:
    """Desk to desk, all papers by default: may be recorded at once."""
    return operations.choose_desk(permohonan, actor=actor, jenis=jenis or planned(permohonan))


def official(nama: str = "Sekretaris Daerah") -> Pejabat:
    """Somebody who signs by kuasa."""
    row = Pejabat(nama=f"Nama {nama}", jabatan=nama, urut=9)
    db.session.add(row)
    db.session.flush()
    return row
