"""What the database refuses because somebody was faster becomes a sentence. No rule stands here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kit.errors import Refused


@contextmanager
def refuse_second(sentence: Any, field: str | None = None) -> Iterator[None]:
    """Run a write in its own savepoint; a broken UNIQUE becomes Refused and leaves the transaction usable.

    New rows must be added inside the block: what is added before is flushed outside the savepoint.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise Refused(sentence, field) from error
