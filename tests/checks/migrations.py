"""Tables made by the migrations are those of the models, and every revision has its way back."""

import os
import shutil
import tempfile
from typing import Any

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from app.kit.database import Embedded
from app.migrations.scope import is_ours

# What a way back may leave: Alembic's own table.
LEFT = """
    SELECT kind || ' ' || name FROM (
        SELECT 'relation' AS kind, relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S', 'm')
        UNION ALL SELECT 'routine', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT 'type', typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
    ) AS all_objects WHERE name <> 'alembic_version' ORDER BY 1
"""


def numbers(directory: str) -> list[str]:
    """The revisions from the first to the last; raises when there are two heads."""
    script = ScriptDirectory(directory)
    head = script.get_current_head()
    return [revision.revision for revision in script.iterate_revisions(head or "head", "base")][::-1]


def differences() -> list[Any]:
    """What Alembic would change to make the tables fit the models; needs an app context and a migrated database."""
    from app.extensions import db

    options = {
        "include_name": lambda name, kind, parents: kind != "table" or is_ours(name or ""),
        "compare_type": True,
        "compare_server_default": True,
    }
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata))


def leftovers() -> list[str]:
    from app.extensions import db

    with db.engine.connect() as connection:
        return list(connection.execute(text(LEFT)).scalars())


def problems(app: Flask) -> list[str]:
    """Up, down to nothing, up again, on an empty database; then compared."""
    with app.app_context():
        found = numbers(app.config["MIGRATIONS_DIR"])
        wanted = [f"{number:04}" for number in range(1, len(found) + 1)]
        answer = [] if found == wanted else [f"revisi tidak bernomor urut: {found}"]
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        answer += [f"tersisa setelah mundur: {name}" for name in leftovers()]
        flask_migrate.upgrade()
        return answer + [f"model dan tabel berbeda: {difference}" for difference in differences()]


def main() -> int:
    from app import create_app
    from app.extensions import db

    home = tempfile.mkdtemp(prefix="sikerja-uji-")
    os.chmod(home, 0o711)  # as root, PostgreSQL runs under an ordinary user, who must pass
    os.environ.update(SIKERJA_VAR=home, SECRET_KEY="uji-" * 12, SIKERJA_ENV="test")
    os.environ.pop("DATABASE_URL", None)
    try:
        with Embedded(home, throwaway=True):
            app = create_app()
            found = problems(app)
            with app.app_context():
                db.engine.dispose()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print("\n".join(found) or "Migrasi sesuai dengan model.")
    return len(found)


if __name__ == "__main__":
    raise SystemExit(main())
