"""Where the rate limiter counts: in the database, so that all web processes and servers count together.

On connections of its own, outside the request's transaction: a refused sign-in is rolled back, its count is not.
"""

import time
from typing import Any

from flask import current_app
from limits.storage import Storage
from sqlalchemy import Column, DateTime, Engine, Integer, Table, Text, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.kit.mixins import Model

# Unlogged: fast, and empty after a crash, which lets people in rather than out.
batas_laju = Table(
    "batas_laju",
    Model.metadata,
    Column("kunci", Text, primary_key=True),
    Column("jumlah", Integer, nullable=False),
    Column("sampai", DateTime(timezone=True), nullable=False),
    prefixes=["UNLOGGED"],
)

COUNT = text("""
    INSERT INTO batas_laju AS lama (kunci, jumlah, sampai)
    VALUES (:key, :amount, now() + make_interval(secs => :expiry))
    ON CONFLICT (kunci) DO UPDATE SET
        jumlah = CASE WHEN lama.sampai > now() THEN lama.jumlah ELSE 0 END + :amount,
        sampai = CASE WHEN lama.sampai > now() THEN lama.sampai ELSE excluded.sampai END
    RETURNING jumlah
""")
READ = text("SELECT jumlah, extract(epoch FROM sampai) FROM batas_laju WHERE kunci = :key AND sampai > now()")
FORGET = text("DELETE FROM batas_laju WHERE kunci = :key")
FORGET_ALL = text("DELETE FROM batas_laju")
FORGET_OLD = text("DELETE FROM batas_laju WHERE sampai <= now()")

_engines: dict[str, Engine] = {}


class DatabaseStorage(Storage):
    """Fixed windows as rows; chosen by RATELIMIT_STORAGE_URI = "basisdata://"."""

    STORAGE_SCHEME = ["basisdata"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    @property
    def engine(self) -> Engine:
        """Made at first use, so that each web process has its own; one for each database, whoever counts there."""
        url = current_app.config["SQLALCHEMY_DATABASE_URI"]
        if url not in _engines:
            made = create_engine(
                url, pool_size=2, max_overflow=2, pool_pre_ping=True, isolation_level="AUTOCOMMIT"
            )
            _engines.setdefault(url, made)
        return _engines[url]

    def _row(self, statement: Any, **values: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(statement, values).first()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return int(self._row(COUNT, key=key, expiry=expiry, amount=amount)[0])

    def get(self, key: str) -> int:
        row = self._row(READ, key=key)
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(READ, key=key)
        return float(row[1]) if row else time.time()

    def check(self) -> bool:
        try:
            self._row(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int:
        with self.engine.connect() as connection:
            return connection.execute(FORGET_ALL).rowcount

    def clear(self, key: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(FORGET, {"key": key})


def went_well(response: Any) -> bool:
    """`deduct_when` of a public form: only what was taken counts, a mistyped field does not."""
    return bool(response.status_code < 400)
