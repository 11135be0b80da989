"""Actions over chosen rows, retiring among them, and the page that asks before an act. POST only; no row is unseen."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request
from flask_appbuilder import expose
from flask_appbuilder.actions import ActionItem, action
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit.fab_writes import RESTORED, RETIRED

if TYPE_CHECKING:  # what it is mixed into
    from flask_appbuilder.baseviews import BaseCRUDView
else:
    BaseCRUDView = object

CONFLICT = 409
MAX_CHOSEN = 100  # the largest page


class Acting(BaseCRUDView):
    """Part of `ModelView`: actions over one or several rows.

    POST only, over rows that the person may see; FAB hands over any row, or None. An action's method gets a list
    of rows, and answers a response or None (then back to where one was).
    """

    actions: dict[str, ActionItem]

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> Any:
        chosen = self._allowed_action(name, "single")
        return self._act(chosen, [self.item(pk)], {})

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> Any:
        chosen = self._allowed_action(request.form.get("action", ""), "multiple")
        keys = list(dict.fromkeys(request.form.getlist("rowid")))
        if not keys:
            flash(_("Belum ada yang dipilih."), "warning")
            return redirect(self.get_default_url())
        items = self.datamodel.get_many(keys[:MAX_CHOSEN], self._base_filters)
        if len(items) != len(keys):
            abort(404)
        return self._act(chosen, items, {"action": chosen.name, "rowid": keys})

    def _allowed_action(self, name: str, where: str) -> ActionItem:
        chosen = self.actions.get(name)
        if chosen is None or not getattr(chosen, where):
            abort(404)
        if not self.can(name):
            abort(403)
        return chosen

    def _act(self, chosen: ActionItem, items: list[Any], fields: dict[str, Any]) -> Any:
        for item in items:
            reason = self.why_not(chosen.name, item)
            if reason is not None:
                return self._refused_page(chosen.text, reason, item)
        back = self._after(items[0]) if len(items) == 1 else self.get_default_url()
        if chosen.confirmation and "yakin" not in request.form:
            return confirm_page(chosen.confirmation, items, request.path, back, fields, label=chosen.text)
        return chosen.func(items) or redirect(back)


class Retirable(BaseCRUDView):
    """For rows that are retired, never deleted while in use (`app.kit.mixins.Retirable`): mixed in before ModelView.

    Permissions of its own: `nonaktifkan` and `aktifkan`.
    """

    @action(
        "nonaktifkan", _l("Nonaktifkan"), _l("Nonaktifkan data ini? Data lama tetap memakainya."), "archive"
    )
    def nonaktifkan(self, items: list[Any]) -> Any:
        return self._set_active(items, False)

    @action("aktifkan", _l("Aktifkan"), None, "arrow-counterclockwise")
    def aktifkan(self, items: list[Any]) -> Any:
        return self._set_active(items, True)

    def offers(self, name: str, item: Any) -> bool:
        is_wanted = {"nonaktifkan": True, "aktifkan": False}.get(name)
        return is_wanted is None or item.is_active is is_wanted

    def _set_active(self, items: list[Any], is_active: bool) -> None:
        changed = [item for item in items if item.is_active is not is_active]
        for item in changed:
            item.is_active = is_active
            db.session.flush()
            self.on_written(
                RESTORED if is_active else RETIRED,
                item,
                {"is_active": not is_active},
                {"is_active": is_active},
            )
        said = (
            _("%(n)s data diaktifkan.", n=len(changed))
            if is_active
            else _("%(n)s data dinonaktifkan.", n=len(changed))
        )
        flash(said, "success")


def confirm_page(
    question: Any,
    items: list[Any],
    target: str,
    back: str,
    fields: dict[str, Any] | None = None,
    label: Any = None,
) -> str:
    """A page that asks before an act; sends `yakin=1` with the same fields."""
    return render_template(
        "konfirmasi.html",
        title=question,
        items=items,
        target=target,
        back=back,
        fields=fields or {},
        label=label or _("Ya, lanjutkan"),
    )
