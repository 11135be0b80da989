"""The safe base of Flask-Admin's screens: to read only, for Superadmin only, in our look, with counts that stop.

By itself Flask-Admin is open to everybody, creates, edits, deletes and exports, and counts whole tables.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask_admin import AdminIndexView
from flask_admin.base import expose
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import FilterEqual
from flask_admin.model.base import ViewArgs
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import func, select
from wtforms import Form

from app.akun.rules import is_superadmin
from app.extensions import db
from app.kit.access import to_sign_in
from app.kit.formats import angka, waktu
from app.kit.look import status_badge
from app.kit.rows import COUNT_CAP

OPEN = ("index", "index_view", "details_view")
MAX_KEY = 2**63
MAX_PAGE = 10**6
MAX_SEARCH = 200
NEVER_SHOWN = ("password", "token", "sandi")


class SuperadminOnly:
    """Guards every screen of the console, its first page included, and closes every route that writes."""

    _urls: Any
    blueprint: Any

    def is_accessible(self) -> bool:
        return is_superadmin(current_user)

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        """A visitor signs in first; everybody else is told that this page is not theirs."""
        return abort(403) if current_user.is_authenticated else to_sign_in()

    def create_blueprint(self, admin: Any) -> Any:
        """Only reading routes exist, no template of Flask-Admin can be found, none of its scripts is served."""
        self._urls = [entry for entry in self._urls if entry[1] in OPEN]
        self.static_folder = None
        blueprint = super().create_blueprint(admin)  # type: ignore[misc]
        blueprint.template_folder = None
        return blueprint


class FirstPage(SuperadminOnly, AdminIndexView):
    """The screens of the console, each with what it shows."""

    def render(self, template: str, **kwargs: Any) -> str:
        screens = [view for view in self.admin._views if isinstance(view, ReadOnly)]
        return super().render(template, screens=screens, **kwargs)


class ReadOnly(SuperadminOnly, ModelView):
    """Search, sort, filter and details of one table. A screen declares columns and words."""

    list_template = "konsol/list.html"
    details_template = "konsol/details.html"
    can_create = can_edit = can_delete = can_export = False
    can_view_details = True
    column_display_actions = False
    column_auto_select_related = False
    simple_list_pager = True  # no count of the whole table
    named_filter_urls = True
    page_size = 25
    column_default_sort = ("id", True)
    about: Any = ""
    """A sentence about what stands here."""
    state_column = ""
    """The column that says where a row stands; offered as tabs."""
    states: Mapping[str, tuple[Any, Any]] = {}
    """value of that column -> (word of the program's vocabulary, word shown)"""
    alarm = ""
    """The state that needs somebody: shown with its number on the first page."""
    form_excluded_columns: Sequence[str] = ()

    def __init__(self, model: Any, name: Any, endpoint: str) -> None:
        if self.state_column:
            options = [(value, str(value)) for value in self.states]
            self.column_filters = [
                FilterEqual(getattr(model, self.state_column), self.state_column, options=options)
            ]
        super().__init__(
            model, db, name=name, endpoint=endpoint, url=f"/konsol/{endpoint.removeprefix('konsol_')}"
        )
        for column, _label in [*self._list_columns, *self._details_columns]:
            if any(word in column for word in NEVER_SHOWN):
                raise TypeError(f"{type(self).__name__} must not show {column}")

    def scaffold_form(self) -> type[Form]:
        """No form is made of a table that is only read."""
        return Form

    # -- what an address may ask ---------------------------------------------------------------------------

    def _get_list_extra_args(self) -> ViewArgs:
        """404 for what none of our links can say; Flask-Admin would ask the database for page -1."""
        args = request.args
        page, sort = _number(args.get("page", "0"), MAX_PAGE), args.get("sort")
        columns = range(len(self._list_columns))
        if (sort is not None and sort not in map(str, columns)) or args.get("desc", "0") not in ("0", "1"):
            abort(404)
        found = super()._get_list_extra_args()
        found.page = page
        found.search = (found.search or "").replace("\0", "").strip()[:MAX_SEARCH] or None
        found.extra_args = {}
        return found

    def _get_list_filter_args(self) -> Any:
        state = self.state()
        return [(0, self._filters[0].name, state)] if state else None

    def state(self) -> str:
        """The state that the address asks for; empty for all."""
        state = request.args.get("keadaan", "")
        if state and state not in self.states:
            abort(404)
        return state

    def _get_filters(self, filters: Any) -> dict[str, Any]:
        return {"keadaan": filters[0][2]} if filters else {}

    # -- rows ----------------------------------------------------------------------------------------------

    def get_list(
        self,
        page: int | None,
        sort_column: Any,
        sort_desc: bool,
        search: str | None,
        filters: Any,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, list[Any]]:
        """One page, then a count that stops at COUNT_CAP + 1; the key stands last in every order."""
        size, start = self.page_size, (page or 0) * self.page_size
        query = super().get_list(
            page, sort_column, sort_desc, search, filters, execute=False, page_size=size
        )[1]
        query = query.limit(None).offset(None)
        items = query.order_by(self.model.id.desc()).offset(start).limit(size + 1).all()
        if len(items) <= size and (items or not start):
            return start + len(items), items
        keys = query.order_by(None).with_entities(self.model.id).limit(COUNT_CAP + 1).subquery()
        count = db.session.execute(select(func.count()).select_from(keys)).scalar_one()
        return max(count, start + len(items[:size])), items

    def get_one(self, id: Any) -> Any:
        key = _number(str(id), MAX_KEY)
        return db.session.get(self.model, key, options=self.details_load())

    def details_load(self) -> Sequence[Any]:
        """What the page of one row shows besides its own columns."""
        return ()

    def alarms(self) -> int:
        """How many rows are in the state that needs somebody, up to COUNT_CAP + 1; 0 when there is no such state."""
        if not self.alarm:
            return 0
        column = getattr(self.model, self.state_column)
        keys = select(self.model.id).where(column == self.alarm).limit(COUNT_CAP + 1).subquery()
        return int(db.session.execute(select(func.count()).select_from(keys)).scalar_one())

    # -- what a template asks ------------------------------------------------------------------------------

    def tabs(self) -> list[dict[str, Any]]:
        """All, then each state."""
        now = self.state()
        base = url_for(f"{self.endpoint}.index_view")
        made = [{"label": _("Semua"), "url": base, "jumlah": None, "kini": not now}]
        for value, (_word, shown) in self.states.items():
            url = url_for(f"{self.endpoint}.index_view", keadaan=value)
            made.append({"label": shown, "url": url, "jumlah": None, "kini": value == now})
        return made

    def badge(self, value: Any) -> Markup:
        """The state of a row as word and shape."""
        word, shown = self.states.get(str(value), (str(value), str(value)))
        return status_badge(word, shown)

    @expose("/details/")
    def details_view(self) -> str:
        """One row; 404 when there is none. Flask-Admin would go back to an address that was sent along."""
        item = self.get_one(request.args.get("id", "")) or abort(404)
        pairs = [
            (label, self.get_detail_value(None, item, column)) for column, label in self._details_columns
        ]
        return self.render(
            self.details_template,
            item=item,
            pairs=pairs,
            timeline=self.timeline(item),
            back=self.get_url(".index_view"),
        )

    def timeline(self, item: Any) -> list[dict[str, Any]]:
        """What happened to a row, as `ui.linimasa` prints it."""
        return []


def _number(text: str, limit: int) -> int:
    """A number that stands in an address; 404 for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) >= limit:
        abort(404)
    return int(text)


def total_text(count: int, shown_to: int, has_next: bool) -> str:
    """How many rows there are, or more than a thousand."""
    return _("lebih dari %(n)s", n=angka(COUNT_CAP)) if has_next and count > COUNT_CAP else angka(count)


# -- how values read; Flask-Admin calls them with (view, context, row, column) --------------------------------


def moment(view: Any, context: Any, item: Any, column: str) -> str:
    value: datetime | None = getattr(item, column)
    return waktu(value)


def short(view: Any, context: Any, item: Any, column: str) -> str:
    text = str(getattr(item, column) or "")
    return text if len(text) <= 80 else f"{text[:79]}…"


def pretty(view: Any, context: Any, item: Any, column: str) -> Markup:
    """Structured data, as it is stored."""
    text = json.dumps(getattr(item, column), ensure_ascii=False, indent=2, sort_keys=True)
    return Markup('<pre class="mb-0"><code>%s</code></pre>') % text


def code(view: Any, context: Any, item: Any, column: str) -> Markup | str:
    value = getattr(item, column)
    return Markup('<code class="text-break">%s</code>') % value if value else "–"


def state_badge(view: Any, context: Any, item: Any, column: str) -> Markup:
    return view.badge(getattr(item, column))
