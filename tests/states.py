"""What many tests make first is made once for each process and kept: a database for each of these states.

A test that begins with `cast`, or with `factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)`, starts in the
database where exactly this has been done already, by the same functions. Whoever has written anything before, or asks
for something else (another person, another title), has it made on the spot as ever; so has every test that patches
the program. Each test still has a transaction of its own that is rolled back.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, select, text

from app.extensions import db

WORTHWHILE = 100  # tests in a run; to make the states takes as long as a dozen of tests


@dataclass(frozen=True)
class Step:
    """`make` with these arguments leads from one state to the next. CAST is everybody, CASE what the step before made."""

    state: str
    parent: str
    make: str
    args: tuple[str, ...] = ()
    given: tuple[tuple[str, Any], ...] = ()


CAST, CASE = "*", "="
CONTACTS = ("pemohon", "ppksd2")
STEPS = (
    Step("tokoh", "", "make_cast"),
    Step("isian", "tokoh", "make_draft", ("pemohon",)),
    Step("draf", "tokoh", "make_draft", CONTACTS),
    Step("diajukan", "tokoh", "make_submitted", CONTACTS),
    Step("dikembalikan", "tokoh", "make_returned", (*CONTACTS, "admin")),
    Step("ditolak", "tokoh", "make_rejected", (*CONTACTS, "admin")),
    Step("disetujui", "tokoh", "make_approved", (*CONTACTS, "admin")),
    Step("penawaran", "disetujui", "make_stage_documents", (CASE, "pemohon")),
    Step("penyusunan", "disetujui", "make_agreed_stage", (CASE, CAST)),
    Step("rancangan", "penyusunan", "make_stage_documents", (CASE, "pemohon")),
    Step("disepakati", "tokoh", "make_agreed", (CAST,)),
    Step("tanpa_bahas", "tokoh", "agree", (CAST,)),
    Step("ditandatangani", "tokoh", "make_signed", (CAST,)),
    Step("dirilis", "tokoh", "make_signed", (CAST,), (("released", True),)),
)
_afresh: ContextVar[bool] = ContextVar("states_afresh", default=False)
_BY_CALL = {(step.parent, step.make, step.args, step.given): step for step in STEPS}


def kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """For functions named in STEPS."""

    @functools.wraps(make)
    def reach(*args: Any, **given: Any) -> Any:
        step = _place.step(make.__name__, args, given) if _place is not None and not _afresh.get() else None
        return make(*args, **given) if step is None else _place.go(step)  # type: ignore[union-attr]

    reach.is_kept = True  # type: ignore[attr-defined]
    return reach


@contextmanager
def afresh() -> Iterator[None]:
    """Inside, all is made on the spot: for tests of how something is made, without mail for example."""
    token = _afresh.set(True)
    try:
        yield
    finally:
        _afresh.reset(token)


class Place:
    """Where a test is: a state and the transaction of the test in it. Pages that commit only release a savepoint."""

    def __init__(self, states: "States | None", engine: Engine) -> None:
        self.states, self.main = states, engine
        self.state, self.cast, self.made = "", None, None  # type: ignore[var-annotated]
        self._enter(engine)

    def _enter(self, engine: Engine) -> None:
        self.connection: Connection = engine.connect()
        self.outer = self.connection.begin()
        db.engines[None] = self.connection  # type: ignore[index]

    def leave(self) -> None:
        db.engines[None] = self.main  # type: ignore[index]
        self.outer.rollback()
        self.connection.close()

    def step(self, name: str, args: tuple[Any, ...], given: dict[str, Any]) -> Step | None:
        """The step that does the same, as long as nothing has been done since the last one."""
        if self.states is None:
            return None
        named = tuple(self._name_of(arg) for arg in args)
        step = _BY_CALL.get((self.state, name, named, tuple(sorted(given.items()))))
        return step if step is not None and self._is_untouched() else None

    def _name_of(self, arg: Any) -> str | None:
        if arg is self.cast:
            return CAST
        if arg is self.made:
            return CASE
        return next((name for name, person in vars(self.cast or object).items() if person is arg), None)

    def _is_untouched(self) -> bool:
        session = db.session
        if session.new or session.dirty or session.deleted:
            return False
        return self.connection.scalar(text("SELECT pg_current_xact_id_if_assigned() IS NULL"))

    def go(self, step: Step) -> Any:
        """The same rows by the same ids in another database."""
        assert self.states is not None
        db.session.rollback()  # what the test holds already is read anew there
        self.leave()
        self._enter(self.states.engine(step.state))
        self.state = step.state
        made = self.states.made(step.state)
        if step.make == "make_cast":
            self.cast = made
        self.made = made
        return made


_place: Place | None = None


@contextmanager
def place(states: "States | None") -> Iterator[None]:
    """A test begins in the empty state, in the database of this process."""
    global _place
    _place = here = Place(states, db.engine)
    try:
        yield
    finally:
        db.session.remove()
        _place = None
        here.leave()


class States:
    """The databases of this process, one for each state; made at once, before a test changes how the program behaves."""

    def __init__(self, app: Flask, databases: Any) -> None:
        self.databases, self.options = databases, app.config["SQLALCHEMY_ENGINE_OPTIONS"]
        self._engines: dict[str, Engine] = {}
        self._made: dict[str, Any] = {}
        with app.app_context():
            for step in STEPS:
                self._make(step)

    def _make(self, step: Step) -> None:
        from tests import cast, factories
        from tests.penjadwalan import perkara

        name = f"{self.databases.name}_{step.state}"
        self.databases.copy(name, f"{self.databases.name}_{step.parent}" if step.parent else None)
        main, url = db.engines[None], self.databases.server.url_of(name)
        db.engines[None] = create_engine(url, poolclass=NullPool)  # type: ignore[index]
        try:
            everybody = self.made("tokoh") if step.parent else None
            stands_for = {CAST: everybody, CASE: self.made(step.parent) if step.parent else None}
            args = [stands_for[arg] if arg in stands_for else getattr(everybody, arg) for arg in step.args]
            make = next(
                getattr(place, step.make) for place in (factories, cast, perkara) if hasattr(place, step.make)
            )
            result = make(*args, **dict(step.given))
            db.session.commit()
            self._made[step.state] = _remembered(result)
        finally:
            db.session.remove()
            db.engines[None] = main  # type: ignore[index]
        self._engines[step.state] = create_engine(url, hide_parameters=True)

    def engine(self, state: str) -> Engine:
        return self._engines[state]

    def made(self, state: str) -> Any:
        """What the step to this state answered, read from the database where the session is now."""
        return _recalled(self._made[state])

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()


def _remembered(result: Any) -> Any:
    """Rows as class and id; a list or a Cast of rows likewise."""
    if isinstance(result, list):
        return [_remembered(one) for one in result]
    if type(result).__name__ == "Cast":
        return type(result), {name: _remembered(one) for name, one in vars(result).items()}
    return type(result), inspect(result).identity[0]


def _recalled(memory: Any) -> Any:
    if isinstance(memory, list):
        return [_recalled(one) for one in memory]
    kind, what = memory
    if not isinstance(what, dict):
        return db.session.get(kind, what)
    rows: dict[tuple[type, int], Any] = {}
    for one in {one for one, _ in what.values()}:  # one question for each class
        ids = [number for other, number in what.values() if other is one]
        rows |= {(one, row.id): row for row in db.session.scalars(select(one).where(one.id.in_(ids)))}
    return kind(**{name: rows[key] for name, key in what.items()})
