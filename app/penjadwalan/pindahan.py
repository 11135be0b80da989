"""What moves along when two records of one institution become one: its papers to be signed, with their numbers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.akun.models import Instansi
from app.akun.pindahan import Pindahan, register_pindahan
from app.extensions import db
from app.penjadwalan.models import NaskahDitandatangani


def _same_numbers(dari: Instansi, ke: Instansi) -> Sequence[Any]:
    """A partner gives a number once a year: two papers of the two records must not have the same."""
    mine, other = aliased(NaskahDitandatangani), aliased(NaskahDitandatangani)
    rows = db.session.execute(
        select(mine.nomor_mitra, mine.tahun)
        .join(
            other,
            and_(
                other.instansi_id == ke.id,
                other.is_aktif,
                other.tahun == mine.tahun,
                func.lower(other.nomor_mitra) == func.lower(mine.nomor_mitra),
            ),
        )
        .where(mine.instansi_id == dari.id, mine.is_aktif, mine.nomor_mitra != "")
        .order_by(mine.tahun, mine.nomor_mitra)
    )
    return [
        _l(
            "Nomor %(nomor)s tahun %(tahun)s dipakai pada naskah kedua instansi. Perbaiki dahulu salah satunya.",
            nomor=row.nomor_mitra,
            tahun=row.tahun,
        )
        for row in rows
    ]


register_pindahan(
    Pindahan(
        NaskahDitandatangani.instansi_id, _l("Naskah yang ditandatangani atau dijadwalkan"), _same_numbers
    )
)
