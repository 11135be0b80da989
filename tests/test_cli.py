"""The commands of `flask` do what they say, may be repeated, and refuse with a sentence."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app import setup
from app.akun.models import Pengguna
from app.akun.roles import SUPERADMIN
from app.jejak.models import Peristiwa
from app.kit.database import DatabaseRefused


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=list(words))


def test_siapkan_may_be_repeated(app: Flask, committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "fingerprint", lambda: "2" * 20)
    assert run(app, "siapkan").output == "Basis data siap.\n"
    assert run(app, "siapkan").output == "Basis data sudah siap; tidak ada yang berubah.\n"
    assert run(app, "siapkan", "--paksa", "--tanpa-contoh").output == "Basis data siap.\n"
    assert committed.query(Pengguna).count() == 0


def test_a_refusal_is_a_sentence_and_not_a_traceback(
    app: Flask, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseRefused("PostgreSQL 14 terlalu tua.")

    monkeypatch.setattr(setup, "refuse_old_server", refuse)
    done = run(app, "siapkan")
    assert done.exit_code == 1
    assert done.output == "Error: PostgreSQL 14 terlalu tua.\n"


def test_the_first_superadmin_gets_a_link_to_set_a_password(app: Flask, committed: Any) -> None:
    done = run(app, "superadmin", "Kepala@Example.org", "Kepala Contoh")
    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"http://localhost/atur-sandi/[\w-]{40,}\n", done.output)
    committed.rollback()
    made = committed.query(Pengguna).one()
    assert (made.email, made.nama, [role.name for role in made.roles]) == (
        "kepala@example.org",
        "Kepala Contoh",
        [SUPERADMIN],
    )
    assert committed.query(Peristiwa).filter_by(jenis="akun.dibuat").one().pelaku_nama == "Sistem"
    page = app.test_client().get(done.output.removeprefix("http://localhost").strip())
    assert page.status_code == 200

    again = run(app, "superadmin", "kepala@example.org", "Lain")
    assert again.exit_code == 1
    assert "sudah dipakai" in again.output


def test_a_whole_chain_is_said_to_be_whole(app: Flask, committed: Any) -> None:
    run(app, "superadmin", "a@example.org", "Ayu Contoh")
    assert run(app, "verifikasi-jejak").output.startswith("Rantai utuh: 1 peristiwa.")


def test_a_changed_link_ends_with_an_error(app: Flask, committed: Any) -> None:
    run(app, "superadmin", "a@example.org", "Ayu Contoh")
    committed.execute(text("ALTER TABLE peristiwa DISABLE TRIGGER USER"))
    committed.execute(text("UPDATE peristiwa SET pelaku_nama = 'Orang lain'"))
    committed.commit()
    done = run(app, "verifikasi-jejak")
    assert done.exit_code == 1
    assert "putus pada peristiwa 1" in done.output


def test_an_external_database_is_not_started_by_us(app: Flask) -> None:
    done = run(app, "basis-data")
    assert done.exit_code == 1
    assert "DATABASE_URL" in done.output


def test_catalogs_are_compiled(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    assert run(app, "terjemahan").output == "0 katalog disusun.\n"
