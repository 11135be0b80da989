"""A list as its template prints it: headings, rows, paging, questions and chips, all worded before the loop over rows.

No query is written here and no permission is decided: the view says what may be done, `rows.py` fetches.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any
from urllib.parse import quote

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from app.kit.fab_address import PAGE_SIZES, QUICK_SEARCH, ListArgs, filter_args, here, paging, write_key
from app.kit.fab_filters import NO, YES, Belongs, From, Until
from app.kit.fields import RelationField
from app.kit.formats import angka, tanggal, waktu
from app.kit.look import status_badge
from app.kit.rows import COUNT_CAP, Page, word_of


class Words:
    """How values read on a page; the words that many cells share are translated once."""

    def __init__(
        self, formatters: dict[str, Callable[[Any], Any]], choices: dict[str, dict[Any, Any]]
    ) -> None:
        self.formatters = formatters
        self.choices = choices
        self.yes, self.no = _("Ya"), _("Tidak")
        self.states: dict[bool, Markup] = {}

    def cell(self, column: str, value: Any) -> Any:
        """The value of a column as text or markup; an empty one is a dash."""
        if column in self.formatters:
            return self.formatters[column](value)
        if isinstance(value, bool):
            return self._state(value) if column == "is_active" else self.yes if value else self.no
        if isinstance(value, Enum) or column in self.choices:
            return str(self.choices.get(column, {}).get(value, word_of(value)))
        if isinstance(value, datetime):
            return waktu(value)
        if isinstance(value, date):
            return tanggal(value)
        if isinstance(value, list | tuple | set):
            return ", ".join(str(one) for one in value) or "–"
        return "–" if value is None or value == "" else str(value)

    def _state(self, is_active: bool) -> Markup:
        if not self.states:
            self.states = {
                True: status_badge("Aktif", _("Aktif")),
                False: status_badge("Dipensiunkan", _("Nonaktif")),
            }
        return self.states[is_active]


@dataclass
class Heading:
    """One column: its label, the address that orders by it, and how the list is ordered by it now."""

    name: str
    label: Any
    url: str | None = None
    sort: str = ""


@dataclass
class Line:
    """One row: its key as it stands in an address, what it is called, and a text for each heading."""

    key: str
    what: str
    cells: Sequence[Any]


@dataclass
class Listing:
    """All that the template of a list needs."""

    name: str
    title: Any
    headings: Sequence[Heading]
    lines: Sequence[Line]
    page: Page
    show_url: str = ""
    edit_url: str = ""
    delete_url: str = ""
    add_url: str = ""
    actions: Sequence[Any] = ()
    action_url: str = ""
    first: int | None = None
    last: int | None = None
    total: str | None = None
    previous_url: str | None = None
    next_url: str | None = None
    sizes: Sequence[tuple[int, str | None]] = ()
    is_searched: bool = False
    current_key: str = ""


def headings_of(
    name: str, columns: Sequence[str], labels: dict[str, Any], orders: Sequence[str], args: ListArgs
) -> Any:
    """The headings; pressing the one in force turns its direction round."""
    made = []
    for column in columns:
        if column not in orders:
            made.append(Heading(column, labels[column]))
            continue
        is_current = column == args.order
        is_up = is_current and args.direction != "desc"
        changes = {f"_oc_{name}": column, f"_od_{name}": "desc" if is_up else "asc"}
        sort = ("ascending" if is_up else "descending") if is_current else ""
        made.append(Heading(column, labels[column], here(paging(name), **changes), sort))
    return made


def lines_of(
    items: Iterable[Any], columns: Sequence[str], words: Words, value_of: Callable[[Any, str], Any], key: str
) -> Any:
    """The rows, with every value worded."""
    made = []
    for item in items:
        cells = [words.cell(column, value_of(item, column)) for column in columns]
        what = str(item)
        made.append(Line(quote(str(getattr(item, key)), safe=""), what, cells))
    return made


def set_paging(listing: Listing, default_size: int) -> None:
    """Fill in where one stands and the addresses before and after."""
    page, name = listing.page, listing.name
    drop = paging(name)
    if page.is_keyed:
        if page.has_previous and page.items:
            listing.previous_url = here(drop, **{f"before_{name}": write_key(page.first_key)})
        if page.has_next and page.items:
            listing.next_url = here(drop, **{f"after_{name}": write_key(page.last_key)})
    else:
        if page.has_previous:
            listing.previous_url = here(drop, **{f"page_{name}": page.number - 1 or None})
        if page.has_next:
            listing.next_url = here(drop, **{f"page_{name}": page.number + 1})
        if page.items:
            listing.first = page.number * page.size + 1
            listing.last = listing.first + len(page.items) - 1
    if page.total is not None:
        listing.total = _("lebih dari %(n)s", n=angka(COUNT_CAP)) if page.is_capped else angka(page.total)
    if page.total is None or page.total > min(PAGE_SIZES):
        listing.sizes = [
            (
                size,
                None
                if size == page.size
                else here(drop, **{f"psize_{name}": size if size != default_size else None}),
            )
            for size in PAGE_SIZES
        ]


# -- questions: the search form ----------------------------------------------------------------------------


@dataclass
class Question:
    """One input of the search form: `kind` is text, date, select or ajax."""

    name: str
    label: str
    kind: str
    value: str = ""
    options: Sequence[tuple[str, Any]] = ()
    input: Any = ""


@dataclass
class Chip:
    """A filter in force, and the address without it."""

    label: str
    url: str


@dataclass
class Search:
    """The search of a list: the quick box, the questions, and what is in force."""

    quick: bool
    text: str
    placeholder: Any
    questions: Sequence[Question]
    chips: Sequence[Chip] = ()
    clear_url: str = ""
    kept: Sequence[tuple[str, str]] = ()
    kept_quick: Sequence[tuple[str, str]] = field(default_factory=list)


def search_of(view: Any, filters: Any, form: Any) -> Search:
    """The search form of a view, filled in from the address."""
    name = type(view).__name__
    asked = {argument: values[-1] for argument, _number, _column, values in filter_args()}
    questions = []
    for column in view.search_columns:
        for number, item in enumerate(filters.get_search_filters().get(column, ())):
            argument = f"_flt_{number}_{column}"
            questions.append(_question(argument, item, form[column], asked.get(argument, "")))
    text = request.args.get(QUICK_SEARCH, "").replace("\0", "") if view.has_quick_search else ""
    drop = paging(name)
    chips = [
        Chip(f"{question.label}: {_worded(question)}", here((*drop, question.name)))
        for question in questions
        if question.value.strip()
    ]
    if text.strip():
        chips.insert(0, Chip(f"“{text.strip()}”", here((*drop, QUICK_SEARCH))))
    arguments = [question.name for question in questions]
    kept = [(one, value) for one, values in request.args.lists() for value in values if one not in drop]
    return Search(
        view.has_quick_search,
        text,
        view.search_placeholder,
        questions,
        chips,
        here((*drop, QUICK_SEARCH, *arguments)),
        kept=[(one, value) for one, value in kept if one not in arguments],
        kept_quick=[(one, value) for one, value in kept if one != QUICK_SEARCH],
    )


def _question(argument: str, item: Any, bound: Any, value: str) -> Question:
    label = str(bound.label.text)
    value = value.replace("\0", "")
    if isinstance(item, From | Until):
        return Question(argument, f"{label} {item.name}", "date", value)
    if bound.type == "BooleanField":
        return Question(argument, label, "select", value, [(YES, _("Ya")), (NO, _("Tidak"))])
    if isinstance(bound, RelationField) and isinstance(item, Belongs):
        html = bound(id=f"s{argument}", name=argument, value=value)
        return Question(argument, label, "ajax", value, input=html)
    if hasattr(bound, "iter_choices"):
        options = [(str(choice[0]), choice[1]) for choice in bound.iter_choices() if choice[0] != "__None"]
        return Question(argument, label, "select", value, options)
    return Question(argument, label, "text", value)


def _worded(question: Question) -> str:
    """The value in force as the person chose it."""
    if question.kind == "date":
        try:
            return tanggal(date.fromisoformat(question.value))
        except ValueError:
            return question.value
    return str(next((label for key, label in question.options if key == question.value), question.value))
