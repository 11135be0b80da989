"""Which tables are ours to migrate: not those of the job queue, whose schema revision 0002 holds as it is."""


def is_ours(table: str) -> bool:
    return not table.startswith("procrastinate_") and table != "alembic_version"
