"""Attempts are counted in the database: for all processes together, and whatever becomes of the request."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from app.extensions import db
from app.kit.ratelimit import DatabaseStorage
from tests.browse import filled


@pytest.fixture
def storage(app: Flask) -> Iterator[DatabaseStorage]:
    with app.app_context():
        made = DatabaseStorage("basisdata://")
        made.reset()
        yield made
        made.reset()
        made.engine.dispose()


def test_the_limit_is_shared_by_two_processes(app: Flask, storage: DatabaseStorage) -> None:
    other = DatabaseStorage("basisdata://")
    limit = RateLimitItemPerMinute(3)
    answers = [FixedWindowRateLimiter(one).hit(limit, "10.0.0.1") for one in (storage, other, storage, other)]
    assert answers == [True, True, True, False]
    assert FixedWindowRateLimiter(other).hit(limit, "10.0.0.2")
    other.engine.dispose()


def test_a_rolled_back_request_is_counted_all_the_same(app: Flask, storage: DatabaseStorage) -> None:
    storage.incr("masuk", 60)
    db.session.rollback()
    assert storage.get("masuk") == 1


def test_a_window_that_is_over_begins_anew(app: Flask, storage: DatabaseStorage) -> None:
    storage.incr("masuk", -1, amount=5)
    assert storage.get("masuk") == 0
    assert storage.incr("masuk", 60) == 1
    storage.clear("masuk")
    assert storage.get("masuk") == 0


def test_a_lost_database_is_noticed_and_no_secret_of_it_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SQLALCHEMY_DATABASE_URI", "postgresql+psycopg://x@/x?host=/tidak/ada")
    lost: Any = DatabaseStorage("basisdata://")
    with app.app_context():
        assert lost.check() is False


def test_too_many_sign_ins_from_one_address_are_refused(
    app: Flask, committed: Any, cast: Any, rate_limits: None, browse: Any
) -> None:
    visitor = browse()
    wrong = {"Email atau NIP": "tidak-ada@example.org", "Kata Sandi": "salah"}
    statuses = []
    for _ in range(11):
        visitor.get("/masuk")
        page = visitor.page.form("Masuk")
        data = filled(page, visitor.page.html, "Masuk", wrong)
        statuses.append(visitor.client.post("/masuk", data=data).status_code)
    assert 429 not in statuses[:10]
    assert statuses[10] == 429
