"""How Alembic meets our models. Revisions are numbered by hand: `flask db revision --rev-id 0007 -m "…"`.

Always online and always on the program's own database, in one transaction: a revision that fails leaves nothing.
"""

from typing import Any

from alembic import context
from flask import current_app

from app.migrations.scope import is_ours

target = current_app.extensions["migrate"].db


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    return kind != "table" or is_ours(name or "")


def drop_empty_revision(migration: Any, revision: Any, directives: list[Any]) -> None:
    """`flask db migrate` writes no file when models and tables agree."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def run() -> None:
    with target.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            include_name=include_name,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=False,
            process_revision_directives=drop_empty_revision,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
