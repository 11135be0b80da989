"""What every test may ask for: a server of its own, a migrated database, the application, a session, a browser.

    session    changes are seen by pages and operations, also what these commit, and are gone after the test
    committed  real commits, for tests with several connections or threads; the database is made anew afterwards
    browse     browse(person).get(url): a page, checked on every call (tests/browse.py)

The people are in tests/cast.py, rows in tests/factories.py.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kit.database import Embedded

TEMPLATE = "acuan"
pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the whole run, also when several processes share it; settings of nobody's own environment."""
    if "SIKERJA_TEST_HOME" not in os.environ:
        home = tempfile.mkdtemp(prefix="sikerja-uji-")
        os.chmod(home, 0o711)  # as root, PostgreSQL runs under an ordinary user, who must pass
        os.environ["SIKERJA_TEST_HOME"] = home
        config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    keep = {name: os.environ[name] for name in ("SIKERJA_TEST_HOME",)}
    for name in [name for name in os.environ if name.startswith(("SIKERJA_", "MAIL_", "FLASK_"))]:
        del os.environ[name]
    os.environ.update(
        keep, SECRET_KEY="uji-" * 12, SIKERJA_ENV="test", SIKERJA_VAR=f"{keep['SIKERJA_TEST_HOME']}/var"
    )
    for name in ("DATABASE_URL", "PORT", "HOST", "PUBLIC_URL"):
        os.environ.pop(name, None)
    from app.setup import compile_translations

    compile_translations()  # before any process loads a catalog, which it does once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts whole programs waits more than it works, and one of these takes half a minute: not when the other
    process of the run has nothing left to do."""
    items.sort(key=lambda item: item.path.name != "test_run.py")


@pytest.fixture(scope="session")
def home() -> Path:
    return Path(os.environ["SIKERJA_TEST_HOME"])


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[Embedded]:
    """One throw-away PostgreSQL, shared by all processes of the run; the last one to leave stops it."""
    with Embedded(home, throwaway=True) as embedded:
        yield embedded


class Databases:
    """The databases on the server: a prepared template and one copy for this process."""

    def __init__(self, server: Embedded, home: Path) -> None:
        self.server, self.home = server, home
        self.name = f"uji_{os.environ.get('PYTEST_XDIST_WORKER', 'satu')}"
        self.url = server.url_of(self.name)

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self.server.url.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.server.url.replace("+psycopg", "")) as connection:
            return (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
                is not None
            )

    def copy(self, name: str, source: str | None = None) -> None:
        """A new database like another one; nobody may be connected to that one."""
        self._execute(f"CREATE DATABASE {name} TEMPLATE {source or TEMPLATE} STRATEGY FILE_COPY")

    def renew(self) -> None:
        """Our copy as fresh as the template."""
        self._execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self.copy(self.name)

    def prepare(self, app: Flask) -> None:
        """The first process prepares its own database and leaves a copy as template; the others copy that."""
        from app.extensions import db
        from app.setup import prepare

        files, kept = Path(app.config["SIKERJA_STORAGE"].removeprefix("file://")), self.home / TEMPLATE
        with open(self.home / "acuan.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self._exists(TEMPLATE):
                self.renew()
                shutil.copytree(kept, files, dirs_exist_ok=True)  # the rows name files that must be there
                return
            self._execute(f"CREATE DATABASE {self.name}")
            prepare(app, with_examples=False)
            with app.app_context():
                db.engine.dispose()
            shutil.copytree(files, kept)
            self._execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {self.name} STRATEGY FILE_COPY")


class Client(FlaskClient):
    """Each request has an app context of its own: otherwise `g`, and the person in it, leaks into the next one."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def databases(server: Embedded, home: Path) -> Databases:
    return Databases(server, home)


@pytest.fixture(scope="session")
def app(databases: Databases, home: Path) -> Iterator[Flask]:
    """One application for each process. Rate limits are off; the fixture `rate_limits` turns them on."""
    from app import create_app
    from app.extensions import db, limiter

    own = home / databases.name
    config = {
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": databases.url,
        "IS_EMBEDDED": False,
        "IS_CONTOH": False,
        "MAIL_FOLDER": str(own / "surat"),
        "SIKERJA_STORAGE": f"file://{own}/berkas",
        "PUBLIC_URL": "http://localhost",
        "SESSION_COOKIE_SECURE": False,
    }
    application = create_app(config)
    application.test_client_class = Client
    limiter.enabled = False
    databases.prepare(application)
    yield application
    with application.app_context():
        db.engine.dispose()
        limiter.storage.engine.dispose()


@pytest.fixture(scope="session")
def states(app: Flask, databases: Databases, request: pytest.FixtureRequest) -> Iterator[Any]:
    """What many tests make first, made once (tests/states.py); None in a short run, which makes everything itself."""
    from tests.states import WORTHWHILE, States

    kept = States(app, databases) if request.session.testscollected >= WORTHWHILE else None
    yield kept
    if kept is not None:
        kept.close()


@pytest.fixture
def session(app: Flask, states: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The session, inside one transaction that is rolled back after the test.

    Pages and operations that commit only release a savepoint. All share one connection: not for threads. `now()` of
    the database stands still within a test.
    """
    from app.extensions import db
    from tests.states import place

    with app.app_context():
        db.session.remove()
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            # Who changes how the program behaves wants it to have been so from the start.
            with place(None if "monkeypatch" in request.fixturenames else states):
                yield db.session
        finally:
            db.session.session_factory.configure(join_transaction_mode="conditional_savepoint")


@pytest.fixture
def committed(app: Flask, databases: Databases) -> Iterator[Any]:
    """The session with real commits, for tests of several people at the same moment."""
    from app.extensions import db

    with app.app_context():
        try:
            yield db.session
        finally:
            db.session.remove()
            db.engine.dispose()
            databases.renew()


@pytest.fixture
def rate_limits(app: Flask) -> Iterator[None]:
    from app.extensions import limiter

    with app.app_context():
        limiter.reset()
    limiter.enabled = True
    yield
    limiter.enabled = False


@pytest.fixture
def browse(app: Flask) -> Callable[..., Any]:
    """`browse(person).get(url)`; use it together with `session` or `committed`."""
    from tests.browse import Browser

    return lambda person=None, lang="id", **how: Browser(app, person, lang, **how)


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[Path]]:
    """The mails written so far by this test, oldest first."""
    folder = Path(app.config["MAIL_FOLDER"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return lambda: sorted(folder.rglob("*.eml"))
