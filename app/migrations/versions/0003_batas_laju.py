"""The counters of the rate limiter, shared by all web processes.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batas_laju",
        sa.Column("kunci", sa.Text(), primary_key=True),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("sampai", sa.DateTime(timezone=True), nullable=False),
        prefixes=["UNLOGGED"],
    )


def downgrade() -> None:
    op.drop_table("batas_laju")
