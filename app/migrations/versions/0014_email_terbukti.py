"""Whether the mailbox of an account has spoken.

Revision: 0014, after 0013. Accounts from before are taken as proved: each was opened by a link in its mail.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("is_email_terbukti", sa.Boolean(), server_default=sa.true(), nullable=False)
    op.add_column("ab_user", column)


def downgrade() -> None:
    op.drop_column("ab_user", "is_email_terbukti")
