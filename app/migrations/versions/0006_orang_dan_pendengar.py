"""People outside the cases hear of things too; news by mail to another address; a password that must be changed first.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HEARERS = (
    "'ppksd', 'ppksd1', 'ppksd2', 'admin', 'tkksd', 'pemilik_akun', 'diundang', 'pengelola', 'anggota', "
    "'ppksd2_lama', 'ditugaskan', 'protokol', 'pemberi_pendapat', 'pencatat', 'pengampu'"
)
NEW_HEARERS = "'pendaftar', 'pegawai', 'pejabat_pdp', 'superadmin', 'penerima', 'terdampak'"
TOLD = ("pemberitahuan", "surel")


def upgrade() -> None:
    for table in TOLD:
        _hearers(table, f"{HEARERS}, {NEW_HEARERS}")
    op.add_column("ab_user", sa.Column("email_kabar", sa.String(320)))
    op.add_column(
        "ab_user", sa.Column("harus_ganti_sandi", sa.Boolean(), server_default="false", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("ab_user", "harus_ganti_sandi")
    op.drop_column("ab_user", "email_kabar")
    for table in TOLD:
        op.execute(f"DELETE FROM {table} WHERE sebagai IN ({NEW_HEARERS})")
        _hearers(table, HEARERS)


def _hearers(table: str, allowed: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_sebagai"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_sebagai"), table, f"sebagai IN ({allowed})")
