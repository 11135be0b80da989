"""The sample program instead of the real one, on a database of its own. Overrides `app` and `databases` for this folder."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.conftest import Client
from tests.counting import counted
from tests.kit.fab import sample


class SampleDatabase:
    """One database for these tests; `renew` makes it as fresh as after `prepare`."""

    def __init__(self, server: Any, worker: str) -> None:
        self.server, self.name = server, f"uji_fab_{worker}"
        self.url = server.url_of(self.name)

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self.server.url.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app: Flask) -> None:
        from flask_appbuilder.security.manager import BaseSecurityManager

        from app.akun.models_masuk import Sesi
        from app.extensions import db
        from app.kit.mixins import Model

        self._execute(f"CREATE DATABASE {self.name}")
        with app.app_context():
            names = [name for name in Model.metadata.tables if name.startswith("ab_")]
            tables = [
                Model.metadata.tables[name] for name in (*names, "opd", "jabatan_tim")
            ]  # accounts name them
            tables.append(Sesi.__table__)  # the tests' browser writes one
            Model.metadata.create_all(db.engine, tables=tables)
            sample.Base.metadata.create_all(db.engine)
            BaseSecurityManager.create_db(app.appbuilder.sm)  # type: ignore[attr-defined]
            app.appbuilder.add_permissions(update_perms=True)  # type: ignore[attr-defined]
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        self._execute(f"CREATE DATABASE {self.name}_acuan TEMPLATE {self.name} STRATEGY FILE_COPY")

    def renew(self) -> None:
        self._execute(
            f"DROP DATABASE {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_acuan STRATEGY FILE_COPY",
        )


@pytest.fixture(scope="session")
def states() -> None:
    """This program is not the city's: nothing is made before."""


@pytest.fixture(scope="session")
def databases(server: Any, worker_id: str) -> SampleDatabase:
    return SampleDatabase(server, worker_id)


@pytest.fixture(scope="session")
def app(databases: SampleDatabase, home: Any) -> Iterator[Flask]:
    from app.extensions import db, limiter

    application = sample.create_sample_app(
        {
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": databases.url,
            "SESSION_COOKIE_SECURE": False,
            "IS_EMBEDDED": False,
            "SERVER_NAME": None,
        }
    )
    application.test_client_class = Client
    limiter.enabled = False
    databases.prepare(application)
    yield application
    with application.app_context():
        db.engine.dispose()


def make_person(nama: str, *roles: str) -> Any:
    from flask import current_app

    from app.akun.models import Pengguna
    from app.extensions import db

    name = nama.lower()
    person = Pengguna(
        nama=nama, first_name=nama, last_name="", username=name, email=f"{name}@example.org", password="scrypt:rahasia",
        active=True, roles=[current_app.appbuilder.sm.find_role(role) for role in roles],  # type: ignore[attr-defined]
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    return person


class World:
    """The people and rows that most tests need."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.petugas, self.lain = make_person("Putri", "Petugas"), make_person("Lala", "Petugas")
        self.superadmin, self.admin = make_person("Surya", "Superadmin"), make_person("Dewi", "Admin")
        self.tamu = make_person("Tamu", "Tamu")
        self.golongan = self.add(sample.Golongan(kode="A", nama="Perkakas"))
        self.golongan_lain = self.add(sample.Golongan(kode="B", nama="Kertas"))
        self.pemasok = self.add(sample.Pemasok(nama="Toko Maju"))
        self.rahasia = self.add(
            sample.Pemasok(nama="Toko Maju Rahasia", is_rahasia=True, sandi="sangat-rahasia")
        )
        self.label = self.add(sample.Label(nama="Baru"))

    def add(self, item: Any) -> Any:
        self.session.add(item)
        self.session.flush()
        return item

    def barang(self, kode: str, pemilik: Any = None, **columns: Any) -> Any:
        values: dict[str, Any] = {
            "judul": f"Barang {kode}",
            "golongan": self.golongan,
            "dibeli_on": date(2026, 1, 5),
        }
        values.update(columns)
        return self.add(sample.Barang(kode=kode, pemilik_id=(pemilik or self.petugas).id, **values))


@pytest.fixture
def world(session: Any) -> World:
    return World(session)


@pytest.fixture
def written() -> Iterator[list[dict[str, Any]]]:
    """What FAB's pages told about their writes."""
    from app.kit.fab_writes import written as signal

    heard: list[dict[str, Any]] = []

    def hear(view: Any, item: Any, actor: Any, **said: Any) -> None:
        heard.append({"view": type(view).__name__, "id": item.id, "who": actor.id, **said})

    with signal.connected_to(hear):
        yield heard


@pytest.fixture
def count_queries() -> Callable[..., Any]:
    """The statements of one request: `with count_queries() as seen: …`."""
    return counted
