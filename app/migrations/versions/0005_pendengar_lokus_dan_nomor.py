"""Perangkat daerah pengampu hear of their cases; a number is the same number in small letters too.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HEARERS = (
    "'ppksd', 'ppksd1', 'ppksd2', 'admin', 'tkksd', 'pemilik_akun', 'diundang', 'pengelola', 'anggota', "
    "'ppksd2_lama', 'ditugaskan', 'protokol', 'pemberi_pendapat', 'pencatat'"
)
NEW_HEARERS = "'pengampu'"
TOLD = ("pemberitahuan", "surel")

PAPERS = "naskah_ditandatangani"
# The unique indexes of numbers: columns before the number, and the number.
NUMBERS = {
    "uq_naskah_nomor_kota": (["tahun"], "nomor_kota"),
    "uq_naskah_nomor_mitra": (["instansi_id", "tahun"], "nomor_mitra"),
}


def upgrade() -> None:
    for table in TOLD:
        _hearers(table, f"{HEARERS}, {NEW_HEARERS}")
    for name, (columns, number) in NUMBERS.items():
        _unique(name, [*columns, sa.text(f"lower({number})")], number)


def downgrade() -> None:
    for table in TOLD:
        op.execute(f"DELETE FROM {table} WHERE sebagai IN ({NEW_HEARERS})")
        _hearers(table, HEARERS)
    for name, (columns, number) in NUMBERS.items():
        _unique(name, [*columns, number], number)


def _hearers(table: str, allowed: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_sebagai"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_sebagai"), table, f"sebagai IN ({allowed})")


def _unique(name: str, columns: list, number: str) -> None:
    op.drop_index(name, table_name=PAPERS)
    op.create_index(
        name, PAPERS, columns, unique=True, postgresql_where=sa.text(f"is_aktif AND {number} <> ''")
    )
