"""How many statements something costs: `with counted() as seen: …; assert len(seen) <= 8`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

LEFT_OUT = ("SAVEPOINT", "RELEASE", "ROLLBACK", "INSERT INTO sesi ")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile.

    Without those that only open and close savepoints, and without the row of the session that a test's browser writes
    at its first request.
    """
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(LEFT_OUT):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
