"""Preparing a database can be repeated, is skipped when nothing changed, and refuses what it cannot work with."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app import setup
from app.kit.database import DatabaseRefused
from app.kit.fab_permissions import lay_permissions
from tests.checks.migrations import differences, leftovers, numbers, problems
from tests.counting import counted

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Simpan"\nmsgstr "Save"\n'


def count(session: Any, table: str) -> int:
    return session.execute(text(f"SELECT count(*) FROM {table}")).scalar()


def test_a_forced_one_changes_nothing_that_is_there(app: Flask, committed: Any) -> None:
    tables = ("urusan", "wilayah", "ab_role", "ab_permission_view", "ab_permission_view_role")
    before = {table: count(committed, table) for table in tables}
    committed.rollback()
    assert before["urusan"] == 32
    assert setup.prepare(app, with_examples=False, is_forced=True) is True
    assert {table: count(committed, table) for table in tables} == before


def test_permissions_come_back_in_few_statements_and_nothing_is_left_to_lay(app: Flask, session: Any) -> None:
    tables = ("ab_permission_view_role", "ab_permission_view", "ab_permission", "ab_view_menu")
    before = {table: count(session, table) for table in tables}
    session.execute(
        text(
            "DELETE FROM ab_permission_view_role USING ab_permission_view AS lost, ab_view_menu AS page "
            "WHERE permission_view_id = lost.id AND view_menu_id = page.id AND page.name = 'TugasView'"
        )
    )
    session.execute(
        text(
            "DELETE FROM ab_permission_view USING ab_view_menu AS page "
            "WHERE view_menu_id = page.id AND page.name = 'TugasView'"
        )
    )
    assert count(session, "ab_permission_view") < before["ab_permission_view"]
    with counted() as seen:
        lay_permissions(app.appbuilder)  # type: ignore[attr-defined]
    assert len(seen) < 12, "Flask-AppBuilder alone asks thousands of times"
    app.appbuilder.add_permissions(update_perms=True)  # type: ignore[attr-defined]
    assert {table: count(session, table) for table in tables} == before


def test_a_changed_program_is_prepared_anew_and_an_unchanged_one_skipped(
    app: Flask, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "fingerprint", lambda: "0" * 20)
    assert setup.prepare(app) is True
    assert setup.prepare(app) is False


def test_examples_come_with_the_first_preparation_only(
    app: Flask, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []
    monkeypatch.setattr(setup, "load_examples", lambda: loaded.append(1))
    monkeypatch.setattr(setup, "fingerprint", lambda: "1" * 20)
    monkeypatch.setitem(app.config, "IS_CONTOH", True)
    setup.prepare(app)
    assert loaded == [], "this database was prepared before: somebody may have decided against examples"
    setup.prepare(app, with_examples=True)
    assert loaded == [1], "asked for"
    committed.execute(text("COMMENT ON TABLE alembic_version IS NULL"))
    committed.commit()
    setup.prepare(app, with_examples=False)
    assert loaded == [1]


def test_an_old_server_is_refused(app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "OLDEST_SERVER", 99)
    with pytest.raises(DatabaseRefused, match="PostgreSQL 18 terlalu tua"):
        setup.refuse_old_server()


def test_migrations_are_numbered_and_agree_with_the_models(app: Flask, committed: Any) -> None:
    found = numbers(app.config["MIGRATIONS_DIR"])
    assert found == [f"{number:04}" for number in range(1, len(found) + 1)]
    assert differences() == []
    assert leftovers(), "the check of the way back sees what is there"


def test_every_migration_has_its_way_back(app: Flask, committed: Any) -> None:
    assert problems(app) == []


def test_catalogs_are_compiled_when_their_text_is_newer(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(PO)
    assert setup.compile_translations(tmp_path) == 1
    assert b"Save" in (folder / "messages.mo").read_bytes()
    assert setup.compile_translations(tmp_path) == 0
    (folder / "messages.po").write_text(PO.replace("Save", "Keep"))
    os.utime(folder / "messages.po", (2**31, 2**31))
    assert setup.compile_translations(tmp_path) == 1
    assert b"Keep" in (folder / "messages.mo").read_bytes()
