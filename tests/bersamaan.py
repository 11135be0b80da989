"""Several people at the same instant, each on a connection of her own: `at_once(app, act, other)`."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from app.extensions import db
from app.kit.errors import Refused

Act = Callable[[], Any]
PATIENCE = 120  # seconds; a test that waits so long has failed


def at_once(app: Flask, *reads: Act) -> list[Any]:
    """Each of `reads` answers an act; all have read before the first one acts. Answers what each gave, or what ended it."""
    barrier = threading.Barrier(len(reads))

    def going(read: Act) -> Act:
        def go() -> Any:
            act = read()
            barrier.wait(30)
            return act()

        return go

    return _on_connections(app, [going(read) for read in reads])


def in_turn(app: Flask, first: Act, second: Act) -> list[Any]:
    """`second` begins while what `first` did is not yet committed. Answers what each gave, or what ended it."""
    begun = threading.Event()

    def goes_first() -> Any:
        try:
            answer = first()
            db.session.flush()
        finally:
            begun.set()
        time.sleep(0.7)  # the other one has read, and waits
        return answer

    def goes_second() -> Any:
        begun.wait(30)
        return second()

    return _on_connections(app, [goes_first, goes_second])


def started_together(app: Flask, *acts: Act) -> list[Any]:
    """As at_once(), for acts that read for themselves."""
    return at_once(app, *(lambda act=act: act for act in acts))


def in_words(answers: Sequence[Any]) -> list[Any]:
    """Refusals as the sentence that the person reads."""
    return [str(one.message) if isinstance(one, Refused) else one for one in answers]


def _on_connections(app: Flask, acts: Sequence[Act]) -> list[Any]:
    answers: list[Any] = [None] * len(acts)

    def one(place: int, act: Act) -> None:
        with app.app_context():
            try:
                answers[place] = act()
                db.session.commit()
            except Exception as fault:
                db.session.rollback()
                if isinstance(fault, Refused):
                    fault.message = str(fault.message)  # it may name rows, which are this connection's
                answers[place] = fault
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    db.session.expire_all()
    return answers
