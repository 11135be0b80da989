"""Bringing a database up to what this version of the program needs: tables, permissions, reference rows, examples.

Repeatable, safe when two servers do it at once, and skipped when nothing has changed since the last time. What the
rows say stands in each package; nothing here knows a business word.
"""

import hashlib
import importlib
import importlib.util
import logging
import os
from pathlib import Path

import flask_migrate
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app
from flask_appbuilder.security.manager import BaseSecurityManager
from sqlalchemy import text

from app.extensions import db
from app.kit.database import DatabaseRefused
from app.kit.fab_permissions import lay_permissions

ROOT = Path(__file__).resolve().parent.parent
OLDEST_SERVER = 15
LOCK = 7_364_001  # any number, the same in every copy: who prepares, prepares alone
WHAT_COUNTS = ("app/**/*.py", "app/**/*.csv", "app/**/*.md", "translations/**/*.po", "requirements.txt")
# Each package with rows that must be there offers load(); it may run again and again and never commits.
REFERENCE = (
    "app.akun.reference",
    "app.sso.reference",
    "app.rujukan.reference",
    "app.permohonan.reference",
    "app.informasi.reference",
    "app.notifikasi.reference",
    "app.pdp.reference",
)
EXAMPLES = "app.contoh"


def prepare(app: Flask, with_examples: bool | None = None, is_forced: bool = False) -> bool:
    """Make the database fit the program; answers False when it did already.

    `with_examples`: True or False when somebody said so; None means as configured, and on the first time only.
    Raises DatabaseRefused with a sentence when the server is too old or cannot be reached.
    """
    compile_translations()
    make_folders(app)
    with app.app_context():
        refuse_old_server()
        with db.engine.connect() as guard:
            guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            try:
                return _prepare(with_examples, is_forced)
            finally:
                guard.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
                db.session.remove()


def _prepare(with_examples: bool | None, is_forced: bool) -> bool:
    now, before = fingerprint(), _stamp()
    if before == now and not is_forced and not with_examples:
        return False
    flask_migrate.upgrade()
    load_permissions()
    load_reference()
    if with_examples or (with_examples is None and not before and current_app.config["IS_CONTOH"]):
        load_examples()
    db.session.commit()
    _write_stamp(now)
    return True


def make_folders(app: Flask) -> None:
    """Files and mails of people lie in folders that only their owner enters; folders that exist stay as they are."""
    var = Path(app.config["SIKERJA_VAR"])
    for address in (app.config["MAIL_FOLDER"], app.config["SIKERJA_STORAGE"].removeprefix("file://")):
        folder = Path(address)
        if folder.is_relative_to(var) and not folder.exists():
            folder.mkdir(parents=True, mode=0o700)


def load_permissions() -> None:
    """FAB's own rows: roles, permissions and which role has which."""
    appbuilder = current_app.appbuilder  # type: ignore[attr-defined]
    logging.getLogger("flask_appbuilder").setLevel(
        logging.ERROR
    )  # it would advise a command that is not ours
    BaseSecurityManager.create_db(appbuilder.sm)
    lay_permissions(appbuilder)
    appbuilder.add_permissions(update_perms=True)
    db.session.commit()


def load_reference() -> None:
    """The rows without which no page works. Never commits."""
    for name in REFERENCE:
        if importlib.util.find_spec(name):
            importlib.import_module(name).load()
    db.session.flush()


def load_examples() -> None:
    """The example city, when it is not there yet. Never commits."""
    if importlib.util.find_spec(EXAMPLES):
        importlib.import_module(EXAMPLES).load()
        db.session.flush()


def refuse_old_server() -> None:
    """Raises DatabaseRefused when the server cannot be reached or is older than we need."""
    try:
        version = db.session.execute(text("SHOW server_version_num")).scalar_one()
    except Exception as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise DatabaseRefused(f"Basis data tidak dapat dihubungi: {reason}") from error
    finally:
        db.session.remove()
    if int(version) // 10000 < OLDEST_SERVER:
        raise DatabaseRefused(
            f"PostgreSQL {int(version) // 10000} terlalu tua; diperlukan {OLDEST_SERVER} atau lebih baru."
        )


def fingerprint() -> str:
    """One word for the state of program, migrations, reference data and translations."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in WHAT_COUNTS for path in ROOT.glob(pattern)}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def _stamp() -> str:
    """The fingerprint of the last preparation; kept in the database, so that it is right after a restore too."""
    found = db.session.execute(
        text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')")
    ).scalar()
    db.session.rollback()
    return found or ""


def _write_stamp(value: str) -> None:
    db.session.execute(text(f"COMMENT ON TABLE alembic_version IS '{value}'"))  # hexadecimal, ours
    db.session.commit()


def compile_translations(folder: Path | None = None) -> int:
    """Compile each catalog whose text is newer than its compiled form; answers how many were compiled."""
    count = 0
    for po in sorted((folder or ROOT / "translations").glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        new = mo.with_name(f".{mo.name}.{os.getpid()}")  # readers never see half a file
        with open(po, "rb") as source, open(new, "wb") as target:
            write_mo(target, read_po(source, locale=po.parent.parent.name))
        new.replace(mo)
        count += 1
    return count
