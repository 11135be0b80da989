"""Safe bases for every screen of Flask-AppBuilder. Nobody else subclasses its views; its holes are closed here, once.

FAB writes rows that have no life (reference rows, texts); what has one is written by operations. No business here.

Which hole is closed where (a test for each stands in tests/kit/fab/):
    filters shared by all threads, FAB's templates, memory of other tabs      this module
    columns, labels and orders that nobody declared; unseen rows and lists    this module, fab_reading.py
    actions over rows that the person may not see, acts by GET                fab_acting.py
    commits of their own, lost forms, overwritten changes, rows in use        fab_writing.py, fab_writes.py
    any page, size, order or value that an address names                      fab_address.py, fab_filters.py
    whole-table counts, unstable pages, keys of the wrong type                rows.py, full_text.py
    Bootstrap 3 widgets, selects of thousands, English messages               fab_forms.py, fab_fields.py, fields.py
    roles by prefix, groups, public roles, JWT sign-in, editable roles        fab_roles.py, fab_security.py
    `/back`, `/lang`, static files and templates of the package               fab_builder.py
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import g, has_request_context
from flask_appbuilder import BaseView as FabBaseView
from flask_appbuilder import IndexView as FabIndexView
from flask_appbuilder import MasterDetailView as FabMasterDetailView
from flask_appbuilder import ModelRestApi as FabModelRestApi
from flask_appbuilder import ModelView as FabModelView
from flask_appbuilder import MultipleView as FabMultipleView
from flask_appbuilder import expose
from flask_appbuilder.actions import action

from app.kit.access import has_access
from app.kit.fab_acting import Acting, Retirable
from app.kit.fab_address import PAGE_SIZES
from app.kit.fab_builder import AppBuilder, init_app
from app.kit.fab_filters import Visible
from app.kit.fab_forms import FormMaker
from app.kit.fab_reading import Reading
from app.kit.fab_roles import anchored
from app.kit.fab_writing import Writing
from app.kit.rows import Rows

__all__ = [
    "AppBuilder",
    "BaseView",
    "IndexView",
    "MasterDetailView",
    "ModelRestApi",
    "ModelView",
    "MultipleView",
    "Retirable",
    "Rows",
    "action",
    "anchored",
    "expose",
    "has_access",
    "init_app",
]


class Plain:
    """Mixed into every view: our templates only, and no memory of other tabs in the session cookie.

    FAB keeps the last five addresses there and goes "back" to whatever another tab did last.
    """

    template_folder = None
    static_folder = None

    def update_redirect(self) -> None:
        """Nothing is remembered."""

    def get_redirect(self) -> str:
        return self.get_default_url()  # type: ignore[attr-defined]


class PerRequestFilters:
    """Each request has its own filters.

    FAB keeps one object per view class and threads write into it at once: under load rows were filed under the
    parent that somebody else was looking at.
    """

    _own_filters: Any = None

    @property
    def _filters(self) -> Any:
        if self._own_filters is None or not has_request_context():
            return self._own_filters
        mine = g.setdefault("_fab_filters", {})
        if id(self) not in mine:
            mine[id(self)] = copy.copy(self._own_filters)
            mine[id(self)].clear_filters()
        return mine[id(self)]

    @_filters.setter
    def _filters(self, value: Any) -> None:
        self._own_filters = value


class SeesOwnRows:
    """The rows of a view are those that its noun's `visible_to(user)` lets through, everywhere."""

    visible_to: Callable[[Any], Any] | None = None
    """The noun's `visible_to(user)`: the SQL condition of the rows that a person may see. None: all rows."""

    def _init_properties(self) -> None:
        view: Any = self
        view.datamodel = Rows(view.datamodel.obj)  # its own: loading options differ from view to view
        super()._init_properties()  # type: ignore[misc]
        visible = type(self).visible_to
        if visible is not None:
            view._base_filters.add_filter(view.datamodel.key_column.key, Visible, visible)


class Guarded(Plain, PerRequestFilters, SeesOwnRows, Reading):
    """Mixed into every view with a table. A view declares columns, labels and titles; nothing is guessed.

    Titles: `list_title`, `add_title`, `edit_title` (the page of one row is called after the row, or `show_title`).
    Labels: one in `label_columns` for every column that a page or form shows. TypeError at start when one is missing:
    FAB would make up English ones.
    """

    ajax: Sequence[str] = ()
    """Relations with more than about a hundred rows: chosen by typing (needs `register_suggestion`)."""
    choice_words: Mapping[str, Mapping[Any, Any]] = {}
    """column -> value -> word, for columns with a fixed list of choices."""
    download = None  # FAB's checks the view and not the row, and all files lie in one folder

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        view: Any = self
        closed = {
            verb
            for verb in ("list", "show", "add", "edit", "delete")
            if f"can_{verb}" not in view.base_permissions
        }
        if not view.actions:
            closed |= {"action", "action_post"}
        view.exclude_route_methods = {*view.exclude_route_methods, *closed}
        self._check_words()

    def _gen_labels_columns(self, list_columns: Sequence[str]) -> None:
        """No label is guessed from the name of a column."""

    def _init_titles(self) -> None:
        view: Any = self
        view.title = view.list_title

    def _init_properties(self) -> None:
        view: Any = self
        if not view.list_columns:
            raise TypeError(f"{type(self).__name__} needs list_columns")
        if not view.show_columns and not view.show_fieldsets:
            view.show_columns = list(view.list_columns)
        if not (view.add_columns or view.add_fieldsets or view.add_form):
            view.exclude_route_methods = {*view.exclude_route_methods, "add"}
        if not (view.edit_columns or view.edit_fieldsets or view.edit_form):
            view.exclude_route_methods = {*view.exclude_route_methods, "edit"}
        super()._init_properties()
        rows: Rows = view.datamodel
        self.has_quick_search = bool(self.quick_search) or rows.search_vector is not None
        if view.page_size not in PAGE_SIZES:
            raise TypeError(f"{type(self).__name__}.page_size must be one of {PAGE_SIZES}")
        self._check_orders()
        rows.list_load = rows.eager(view.list_columns)
        rows.item_load = rows.eager([*view.show_columns, *view.edit_columns], joined=True)

    def _check_orders(self) -> None:
        """Orders are own columns; those of a list paged by key need an index each."""
        view: Any = self
        orders = [*view.order_columns, *([view.base_order[0]] if view.base_order else [])]
        for name in orders:
            if not view.datamodel.is_own_column(name):
                raise TypeError(
                    f"{type(self).__name__} cannot be ordered by {name}: not a column of its own table"
                )
        if self.keyset:
            view.datamodel.is_folding_case = False
            view.datamodel.check_keyset(orders)

    def _check_words(self) -> None:
        """Every heading, label and title has a word of ours."""
        view: Any = self
        used = {*view.list_columns, *view.show_columns, *view.search_columns}
        titles = {"list": "list_title", "add": "add_title", "edit": "edit_title"}
        for verb, columns in (("add", view.add_columns), ("edit", view.edit_columns)):
            used.update(columns if verb not in view.exclude_route_methods else ())
        unlabelled = sorted(name for name in used if not view.label_columns.get(name))
        untitled = [
            title
            for verb, title in titles.items()
            if verb not in view.exclude_route_methods and not getattr(view, title)
        ]
        if unlabelled or untitled:
            raise TypeError(f"{type(self).__name__} needs words for {', '.join(unlabelled + untitled)}")

    def _init_forms(self) -> None:
        view: Any = self
        make = FormMaker(view.datamodel, self.ajax, self.choice_words)
        about = (view.description_columns, view.validators_columns)
        if not view.search_form:
            view.search_form = make.for_search().create_form(
                view.label_columns,
                view.search_columns,
                extra_fields=view.search_form_extra_fields,
                filter_rel_fields=view.search_form_query_rel_fields,
            )
        if not view.add_form:
            view.add_form = make.create_form(
                view.label_columns,
                view.add_columns,
                *about,
                view.add_form_extra_fields,
                view.add_form_query_rel_fields,
            )
        if not view.edit_form:
            view.edit_form = make.create_form(
                view.label_columns,
                view.edit_columns,
                *about,
                view.edit_form_extra_fields,
                view.edit_form_query_rel_fields,
            )


class BaseView(Plain, FabBaseView):
    """A page of our own: `route_base`, `default_view`, methods with `@expose` and `@has_access`."""


class IndexView(Plain, FabIndexView):
    """The first page of the site."""

    index_template = "beranda.html"


class ModelView(Guarded, Writing, Acting, FabModelView):
    """List, page of one row, add, edit, delete and actions over one table."""


class MasterDetailView(Guarded, FabMasterDetailView):
    """Rows of one table at the left; what belongs to the chosen one at the right. Reads only."""

    base_permissions = ["can_list"]

    @expose("/list/")
    @expose("/list/<pk>")
    @has_access
    def list(self, pk: str | None = None) -> Any:
        item = self.item(pk) if pk is not None else None
        listing = self.listing()
        listing.current_key = pk or ""
        return self.render_template(
            self.list_template,
            title=self.list_title,
            view=self,
            listing=listing,
            item=item,
            related=self.related_listings(item) if item is not None else [],
        )


class MultipleView(Plain, FabMultipleView):
    """Several lists on one page; each only for those who may open it."""

    list_title: Any = ""

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        listings = [view.listing() for view in self._views if view.can("list")]
        return self.render_template(self.list_template, title=self.list_title, view=self, related=listings)


class ModelRestApi(PerRequestFilters, SeesOwnRows, FabModelRestApi):
    """Rows as JSON, to read only. Writing goes through operations; `_info` would list whole related tables."""

    include_route_methods = {"get", "get_list"}
    base_permissions = ["can_get"]
    template_folder = None
    static_folder = None

    def _init_properties(self) -> None:
        view: Any = self
        if not view.list_columns:
            raise TypeError(f"{type(self).__name__} needs list_columns")
        view.show_columns = view.show_columns or list(view.list_columns)
        view.add_columns = view.edit_columns = list(view.list_columns)
        super()._init_properties()

    def _init_titles(self) -> None:
        """FAB would make up English ones."""
        view: Any = self
        for title in ("list_title", "show_title", "add_title", "edit_title"):
            setattr(view, title, getattr(view, title) or view.resource_name)


def is_ours(view: Any) -> bool:
    """Whether a registered view is one of these safe bases; used by the test that walks them all."""
    return isinstance(view, Plain | ModelRestApi)
