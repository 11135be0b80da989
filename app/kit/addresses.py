"""What the addresses of our own lists share: their whole state stands in the query string, and an address never fails."""

import re
from collections.abc import Container, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

MAX_ID = 2**31 - 1
SEPARATOR = "~"


class AddressState:
    """Mixin of a frozen dataclass with the fields `sesudah` and `sebelum`; empty and None mean: not asked."""

    def query(self, **changes: Any) -> str:
        """The query string of this state with some values changed. The place is forgotten unless it is given."""
        state: Any = replace(self, **{"sesudah": None, "sebelum": None, **changes})  # type: ignore[type-var]
        pairs = [(field.name, getattr(state, field.name)) for field in fields(state)]
        return urlencode([(name, str(value)) for name, value in pairs if value not in ("", None)])


def text_of(args: Mapping[str, str], name: str, limit: int) -> str:
    """A text without what cannot be printed, cut to its limit."""
    shown = "".join(c if c.isprintable() else " " for c in args.get(name, ""))
    return shown.strip()[:limit].strip()


def member_of(args: Mapping[str, str], name: str, kind: type[StrEnum]) -> Any:
    """The member of an enum with this value; None for any other text."""
    value = args.get(name, "")
    return kind(value) if value in kind._value2member_map_ else None


def number_of(args: Mapping[str, str], name: str, allowed: Container[int]) -> int | None:
    """A number of at most four digits, when it is one of those allowed."""
    value = args.get(name, "")
    return int(value) if re.fullmatch("[0-9]{1,4}", value) and int(value) in allowed else None


def place_of(args: Mapping[str, str], name: str) -> tuple[str, int] | None:
    """The two halves of a place in a list, `value~id`; None when it cannot be one."""
    value, separator, key = args.get(name, "").rpartition(SEPARATOR)
    if not separator or not re.fullmatch("[0-9]{1,10}", key) or int(key) > MAX_ID or "\0" in value:
        return None
    return value, int(key)
