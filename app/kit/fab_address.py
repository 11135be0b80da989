"""What an address may ask of a list: page, size, order, search. Only what our own links can say is taken.

FAB takes any page number, any page size and any column of any related table from an address. Nothing is read from
the database here.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import abort, request, url_for

PAGE_SIZES = (25, 50, 100)
QUICK_SEARCH = "q"
MAX_PAGE_DIGITS = 5
ORDERS = ("asc", "desc")


@dataclass(frozen=True)
class ListArgs:
    """What is asked of one list. `after` and `before` are keys of rows, for lists that page by key."""

    order: str
    direction: str
    page: int
    size: int
    after: list[Any] | None = None
    before: list[Any] | None = None


def list_args(
    view: str, orders: Sequence[str], base_order: tuple[str, str] | None, size: int, key_types: Any = None
) -> ListArgs:
    """The arguments of one list in the current address; 404 for what none of our links can say.

    `view` is the name that the arguments end in, `orders` the columns offered, `key_types(order)` the Python types
    of the key that a list paged by key begins after (None: paged by number).
    """
    asked = request.args.get(f"_oc_{view}", "")
    direction = request.args.get(f"_od_{view}", "asc" if asked else "")
    if (asked and asked not in orders) or (direction and direction not in ORDERS):
        abort(404)
    order, direction = (asked, direction) if asked else (base_order or ("", "asc"))
    number = request.args.get(f"page_{view}", "0")
    chosen = request.args.get(f"psize_{view}", str(size))
    if not (number.isascii() and number.isdigit()) or len(number) > MAX_PAGE_DIGITS:
        abort(404)
    if chosen not in map(str, {*PAGE_SIZES, size}):
        abort(404)
    if key_types is None:
        return ListArgs(order, direction, int(number), int(chosen))
    types = key_types(order)
    after, before = (_read_key(request.args.get(f"{name}_{view}"), types) for name in ("after", "before"))
    return ListArgs(order, direction, 0, int(chosen), after if before is None else None, before)


def write_key(values: Sequence[Any]) -> str:
    """The key of a row as a word in an address."""
    plain = [value.isoformat() if isinstance(value, dt.date) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read_key(word: str | None, types: Sequence[type]) -> list[Any] | None:
    if word is None:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return [_typed(value, kind) for value, kind in zip(plain, types, strict=True)]
    except (ValueError, TypeError, ArithmeticError, binascii.Error):
        abort(404)


def _typed(value: Any, kind: Any) -> Any:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    if issubclass(kind, dt.datetime | dt.date):
        return kind.fromisoformat(value)
    if kind is bool and value not in ("True", "False"):
        raise ValueError(value)
    typed = value == "True" if kind is bool else kind(value)
    if kind is int and abs(typed) >= 2**63:
        raise ValueError(value)
    return typed


def here(drop: Sequence[str] = (), **changes: Any) -> str:
    """The current address with some arguments changed; those named in `drop`, or set to None, are left out."""
    args = {name: values for name, values in request.args.lists() if name not in drop and name not in changes}
    args.update({name: [value] for name, value in changes.items() if value is not None})
    path = url_for(str(request.endpoint), **(request.view_args or {}))
    # Never through url_for(): it takes `_external`, `_scheme` and others from an address for wishes of ours.
    return f"{path}?{urlencode(args, doseq=True)}" if args else path


def paging(view: str) -> tuple[str, ...]:
    """The arguments that say where in a list one is; a changed order or search begins at its first page."""
    return f"page_{view}", f"after_{view}", f"before_{view}"


def filter_args() -> list[tuple[str, int, str, list[str]]]:
    """(argument, number of the question, column, values) of every `_flt_<n>_<column>` in the address."""
    found = []
    for name, values in request.args.lists():
        prefix, _, rest = name.partition("_flt_")
        number, _, column = rest.partition("_")
        if not prefix and column and len(number) == 1 and number.isascii() and number.isdigit():
            found.append((name, int(number), column, values))
    return found
