"""The job queue: the schema that the pinned package procrastinate brings (3.10.0 when this was written).

Revision: 0002, after 0001. When the package is upgraded, what its own migrations add becomes a new revision here,
written so that it does nothing on a database whose queue was made by the newer package.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

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
    _execute(SchemaManager.get_schema())


def downgrade() -> None:
    _execute(DROP)


def _execute(sql: str) -> None:
    """Straight to the driver: the bodies of functions hold signs that SQLAlchemy would take for parameters."""
    op.get_bind().connection.driver_connection.execute(sql)
