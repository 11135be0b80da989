"""How an operation says no. The sentence is for the person; it never carries technical detail."""

from typing import Any


class Refused(Exception):
    """An operation refuses, with a sentence for the person and, when it concerns one, the form's field.

    `message` may be a lazy translation; `field` is the name of the form field beside which it belongs.
    """

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else has changed the same thing meanwhile; the person must look again."""


class Gone(Exception):
    """What the act is about was deleted meanwhile; the edge answers that there is no such page."""
