"""Lists and pages of one row: what is read, what the person may do with it, and how it is shown. Nothing is written here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import abort, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from sqlalchemy import inspect

from app.kit.access import has_access
from app.kit.fab_address import QUICK_SEARCH, ListArgs, filter_args, list_args
from app.kit.fab_filters import Belongs, BelongsMany
from app.kit.fab_listing import Listing, Words, headings_of, lines_of, search_of, set_paging
from app.kit.fab_writes import Use, uses_of
from app.kit.rows import Page, Rows

if TYPE_CHECKING:  # what it is mixed into
    from flask_appbuilder.baseviews import BaseCRUDView
else:
    BaseCRUDView = object


class Reading(BaseCRUDView):
    """Part of `Guarded`: the list, the page of one row, and the related lists below it."""

    appbuilder: Any
    datamodel: Rows
    base_permissions: list[str]
    keyset = False
    """Page by key: any depth costs the same. Each order offered needs an index (column, id)."""
    quick_search: Sequence[str] = ()
    """Columns of a small table for the quick search box; a `cari` column of full text is used by itself."""
    search_placeholder: Any = ""
    list_text: Any = ""
    """A sentence below the title of the list."""
    show_title: Any = ""
    parent: tuple[Any, str] | None = None
    """(label, endpoint) of the page above the list, for the trail on top."""
    shows_uses: bool = True
    """Show on the page of a row where it is in use."""

    # -- what the person may do ----------------------------------------------------------------------------

    def can(self, verb: str) -> bool:
        """Whether the signed-in person's roles allow list, show, add, edit, delete or the action of that name here."""
        permission = f"can_{verb}" if hasattr(self, verb) and verb not in self.actions else verb
        return (
            permission in self.base_permissions
            and verb not in self.exclude_route_methods
            and self.appbuilder.sm.has_access(permission, self.class_permission_name)
        )

    def why_not(self, verb: str, item: Any) -> Any:
        """Why `verb` (edit, delete, an action) may not be done to this row now: a sentence, or None. For views to answer."""
        return None

    def offers(self, name: str, item: Any) -> bool:
        """Whether an action makes sense for this row; its button is left out otherwise. For views to answer."""
        return True

    def history(self, item: Any) -> Sequence[dict[str, Any]]:
        """What happened to the row, newest first, as `ui.linimasa` prints it: ikon, nada, judul, ket, isi, pada."""
        return ()

    # -- one row -------------------------------------------------------------------------------------------

    def item(self, pk: Any) -> Any:
        """The row with this key; 404 when there is none or the person may not see it."""
        return self.datamodel.get(pk, self._base_filters) or abort(404)

    def words(self) -> Words:
        """How this view's values read; made once a page."""
        return Words(self.formatters_columns, self.choice_words)

    def facts(self, item: Any) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """(title, [(label, value)]) of each group of the page of one row."""
        words = self.words()
        groups = self.show_fieldsets or [("", {"fields": self.show_columns})]
        return [
            (
                title,
                [
                    (self.label_columns[name], words.cell(name, self.datamodel.value_of(item, name)))
                    for name in group["fields"]
                ],
            )
            for title, group in groups
        ]

    def uses(self, item: Any) -> list[tuple[Any, Use, str]]:
        """(what uses it, how many, address of their list) of a row; tables without a screen count as other data."""
        screens: dict[Any, Any] = {}
        for view in self.appbuilder.baseviews:
            if isinstance(view, Reading):
                screens.setdefault(view.datamodel.obj.__table__, view)
        named, others = [], []
        for use in uses_of(item):
            view = screens.get(use.table)
            if view is None:
                others.append(use)
            else:
                named.append((view.list_title, use, view._list_url(use, item) if view.can("list") else ""))
        if others:
            total = Use(others[0].table, others[0].column, sum(use.count for use in others))
            named.append((_("Data lain"), total, ""))
        return named

    def _list_url(self, use: Use, item: Any) -> str:
        """This list, filtered by the row it points to, when that is one of its questions."""
        for name in self.search_columns:
            rows = self.datamodel
            if rows.is_relation_many_to_one(name) and rows.get_relation_fk(name) is use.column:
                return self.get_default_url(**{f"_flt_0_{name}": inspect(item).identity[0]})
        return ""

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> Any:
        item = self.item(pk)
        return self.render_template(
            self.show_template,
            title=self.show_title or str(item),
            view=self,
            item=item,
            pk=pk,
            groups=self.facts(item),
            uses=self.uses(item) if self.shows_uses and self.can("delete") else [],
            history=self.history(item),
            related=self.related_listings(item),
        )

    # -- many rows -----------------------------------------------------------------------------------------

    def listing(self, filters: Any = None, with_search: bool = False) -> Listing:
        """The page of rows that the address asks for, among those that the person may see."""
        name = type(self).__name__
        args = list_args(
            name,
            self.order_columns,
            self.base_order,
            self.page_size,
            self._key_types if self.keyset else None,
        )
        rows = self.datamodel
        query = rows.apply_filters(rows.session.query(rows.obj), self._base_filters)
        query = rows.apply_filters(query, filters)
        if with_search and self.has_quick_search:
            query = rows.search(query, request.args.get(QUICK_SEARCH, ""), self.quick_search)
        page = self._page(query, args)
        listing = Listing(
            name,
            self.list_title,
            headings_of(name, self.list_columns, self.label_columns, self.order_columns, args),
            lines_of(page.items, self.list_columns, self.words(), rows.value_of, rows.key_column.key),
            page,
            actions=[one for one in self.actions.values() if one.multiple and self.can(one.name)],
        )
        for verb in ("show", "edit", "delete"):
            if self.can(verb):
                setattr(listing, f"{verb}_url", url_for(f"{self.endpoint}.{verb}", pk="0")[:-1])
        if listing.actions:
            listing.action_url = url_for(f"{self.endpoint}.action_post")
        set_paging(listing, self.page_size)
        return listing

    def _page(self, query: Any, args: ListArgs) -> Page:
        if self.keyset:
            return self.datamodel.keyed_page(
                query, args.order, args.direction, args.size, args.after, args.before
            )
        return self.datamodel.page(query, args.order, args.direction, args.page, args.size)

    def _key_types(self, order: str) -> list[type]:
        return [column.type.python_type for column in self.datamodel._key_columns(order)]

    def related_listings(self, item: Any) -> list[Listing]:
        """The related lists below a row, for those who may open them; FAB shows them to everybody."""
        return [
            found for view in self._related_views if (found := self._related_listing(view, item)) is not None
        ]

    def _related_listing(self, view: Any, item: Any) -> Listing | None:
        if not view.can("list"):
            return None
        relation = view.datamodel.get_related_fk(self.datamodel.obj)
        if relation is None:
            raise TypeError(f"{type(view).__name__} has no relation to {self.datamodel.obj.__name__}")
        is_many, key = view.datamodel.is_relation_many_to_many(relation), self.datamodel.key_of(item)
        filters = view.datamodel.get_filters().add_filter_related_view(
            relation, BelongsMany if is_many else Belongs, key
        )
        listing = view.listing(filters)
        if view.can("add") and relation in view.add_columns and not is_many:
            listing.add_url = url_for(f"{view.endpoint}.add", **{f"_flt_0_{relation}": key})
        return listing

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        filters = self.datamodel.get_filters(self.search_columns)
        for _argument, number, column, values in filter_args():
            filters.add_filter_index(column, number, values)
        listing = self.listing(filters, with_search=True)
        search = search_of(self, filters, self.search_form(meta={"csrf": False}))
        listing.is_searched = bool(search.chips)
        if self.can("add"):
            listing.add_url = url_for(f"{self.endpoint}.add")
        return self.render_template(
            self.list_template, title=self.list_title, view=self, listing=listing, search=search
        )
