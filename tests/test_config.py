"""Each setting has a default that is safe, and a value that makes no sense is refused with a sentence."""

import stat
from pathlib import Path
from typing import Any

import pytest

from config import Config, ConfigError, kept_secret, psycopg_url

SECRET = "rahasia-" * 6


def config(tmp_path: Path, **environ: str) -> Config:
    return Config({"SIKERJA_VAR": str(tmp_path / "v"), "DATABASE_URL": "postgresql://x/y", **environ})


def test_production_does_not_start_without_a_secret_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY belum diatur"):
        config(tmp_path, SIKERJA_ENV="production")
    assert config(tmp_path, SIKERJA_ENV="production", SECRET_KEY=SECRET).SECRET_KEY == SECRET


def test_elsewhere_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = config(tmp_path).SECRET_KEY
    assert len(first) > 40
    assert first == config(tmp_path).SECRET_KEY
    assert first != config(tmp_path / "other").SECRET_KEY
    file = tmp_path / "v" / "kunci" / "secret_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_two_processes_that_start_at_once_agree_on_one_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "k" / "secret_key"
    kept_secret(file)
    monkeypatch.setattr(Path, "exists", lambda self: False)  # as the second one sees it, a moment too early
    assert kept_secret(file) == file.read_text()


def test_production_sends_its_cookies_over_https_only(tmp_path: Path) -> None:
    production = config(tmp_path, SIKERJA_ENV="production", SECRET_KEY=SECRET)
    assert production.SESSION_COOKIE_SECURE
    assert production.PREFERRED_URL_SCHEME == "https"
    assert not config(tmp_path).SESSION_COOKIE_SECURE
    assert config(tmp_path, SIKERJA_HTTPS="1").SESSION_COOKIE_SECURE
    for one in (production, config(tmp_path)):
        assert one.SESSION_COOKIE_HTTPONLY
        assert one.SESSION_COOKIE_SAMESITE == "Lax"


def test_an_external_database_gets_no_examples_unasked(tmp_path: Path) -> None:
    assert not config(tmp_path).IS_EMBEDDED
    assert not config(tmp_path).IS_CONTOH
    assert config(tmp_path, SIKERJA_CONTOH="1").IS_CONTOH
    assert config(tmp_path, DATABASE_URL="").IS_CONTOH
    production = config(tmp_path, DATABASE_URL="", SIKERJA_ENV="production", SECRET_KEY=SECRET)
    assert not production.IS_CONTOH


@pytest.mark.parametrize(
    "start", ["postgres://", "postgresql://", "postgresql+psycopg2://", "postgresql+psycopg://"]
)
def test_any_way_to_write_the_address_of_a_postgresql_works(start: str) -> None:
    assert (
        psycopg_url(f"{start}a:b%40c@d/e?sslmode=require")
        == "postgresql+psycopg://a:b%40c@d/e?sslmode=require"
    )


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://a/b", "postgresql", "/x", "postgresql://"[:-1]])
def test_any_other_database_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="PostgreSQL"):
        psycopg_url(url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "delapan"),
        ("PORT", "-1"),
        ("SIKERJA_HTTPS", "mungkin"),
        ("SIKERJA_ENV", "prod"),
        ("MAIL_PORT", "٥"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        config(tmp_path, **{name: value})


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert config(tmp_path, PORT="", MAIL_SERVER=" ").PORT == 8000


def test_mails_go_to_a_folder_until_a_server_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "v" / "surat") == config(tmp_path).MAIL_FOLDER
    named = config(tmp_path, MAIL_SERVER="mail.example", MAIL_USE_SSL="1", MAIL_PORT="465")
    assert named.MAIL_FOLDER == ""
    assert (named.MAIL_USE_SSL, named.MAIL_USE_TLS, named.MAIL_PORT) == (True, False, 465)


def test_a_relative_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found: Any = Config({"SIKERJA_VAR": "sini", "DATABASE_URL": "postgresql://x/y", "SECRET_KEY": SECRET})
    assert str(tmp_path / "sini") == found.SIKERJA_VAR
