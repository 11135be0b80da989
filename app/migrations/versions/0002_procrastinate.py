"""The job queue: the schema of procrastinate 3.10.0.

Revision: 0002, after 0001. When the package is upgraded, its own migrations become a new revision here.
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).with_suffix(".sql")

# Tables take their triggers, indexes and sequences along; functions and types that nothing uses any more are left.
DROP = """
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
DO $$
DECLARE drop_one text;
BEGIN
    FOR drop_one IN
        SELECT format('DROP ROUTINE %s', oid::regprocedure) FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE drop_one;
    END LOOP;
    FOR drop_one IN
        SELECT format('DROP TYPE %I', typname) FROM pg_type
        WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c') AND typnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE drop_one;
    END LOOP;
END;
$$;
"""


def upgrade() -> None:
    _execute(SCHEMA.read_text())


def downgrade() -> None:
    _execute(DROP)


def _execute(sql: str) -> None:
    """Straight to the driver: the bodies of functions hold signs that SQLAlchemy would take for parameters."""
    op.get_bind().connection.driver_connection.execute(sql)
