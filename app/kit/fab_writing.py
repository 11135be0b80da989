"""Adding, changing and deleting rows through FAB's pages: one transaction, one signal, nothing typed lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.extensions import db
from app.kit.access import has_access
from app.kit.errors import Refused
from app.kit.fab_acting import CONFLICT, Retirable, confirm_page
from app.kit.fab_address import filter_args, here
from app.kit.fab_forms import RowForm
from app.kit.fab_writes import (
    ADDED,
    CHANGED,
    DELETED,
    changes,
    fingerprint,
    lock,
    refusing,
    snapshot,
    written,
)
from app.kit.fields import key_of
from app.kit.pages import UNPROCESSABLE, attempt

if TYPE_CHECKING:  # what it is mixed into
    from flask_appbuilder.baseviews import BaseCRUDView
else:
    BaseCRUDView = object

FINGERPRINT = "_sidik"
AGAIN = "_lagi"


class Writing(BaseCRUDView):
    """Part of `ModelView`: add, edit, delete. FAB commits each row at once and shows exceptions to the person."""

    appbuilder: Any
    datamodel: Any
    form_text: Any = ""
    """A sentence below the title of the forms."""
    add_row_message = _l("Data tersimpan.")
    edit_row_message = _l("Perubahan tersimpan.")
    delete_row_message = _l("Data terhapus.")

    def on_written(self, verb: str, item: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Called inside the transaction after a row was flushed; tells whoever listens (the journal does)."""
        person = current_user._get_current_object() if current_user.is_authenticated else None
        written.send(self, verb=verb, item=item, before=before, after=after, actor=person)

    # -- add -----------------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        form = self.add_form()
        form.sees_all = type(self).visible_to is None
        fixed = self._fixed_relations(form)
        if request.method == "POST" and form.validate():
            item = attempt(form, lambda: self._save(form, self.datamodel.obj(), is_new=True))
            if item is not None:
                flash(self.add_row_message, "success")
                return redirect(here() if AGAIN in request.form else self._after(item))
        return self._form_page(
            self.add_template, self.add_title, form, self.add_columns, self.add_fieldsets, fixed=fixed
        )

    def _fixed_relations(self, form: RowForm) -> dict[str, Any]:
        """The parents that the address of an add form names, when they are among the choices of this person; else 404."""
        fixed = {}
        for _argument, number, column, values in filter_args():
            if number or column not in self.add_columns or not self.datamodel.is_relation_many_to_one(column):
                continue
            field = form[column]
            key = key_of(values[-1])
            if column in self.ajax:
                found = field.suggestion.find(str(key)) if key is not None else []
            else:
                found = [row for text, row in field._get_object_list() if text == str(key)]
            field.data = fixed[column] = found[0] if found else abort(404)
        return fixed

    # -- edit ----------------------------------------------------------------------------------------------

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        item = self.item(pk)
        reason = self.why_not("edit", item)
        if reason is not None:
            return self._refused_page(self.edit_title, reason, item)
        form = self.edit_form(obj=item)
        form.item, form.sees_all = item, type(self).visible_to is None
        form.fingerprint = fingerprint(item, self.edit_columns)
        stored: Sequence[Any] = ()
        if request.method == "POST":
            is_valid = form.validate()
            if request.form.get(FINGERPRINT, form.fingerprint) != form.fingerprint:
                form.form_errors.append(
                    _("Orang lain baru saja mengubah data ini. Bandingkan, lalu simpan lagi.")
                )
                stored = self.facts(item)
            elif is_valid and attempt(form, lambda: self._save(form, item, is_new=False)) is not None:
                flash(self.edit_row_message, "success")
                return redirect(self._after(item))
        else:
            self.prefill_form(form, pk)
        return self._form_page(
            self.edit_template,
            self.edit_title,
            form,
            self.edit_columns,
            self.edit_fieldsets,
            item=item,
            stored=stored,
        )

    def _save(self, form: RowForm, item: Any, is_new: bool) -> Any:
        """Write the row and tell what changed. Raises Refused with a sentence; never commits."""
        self.process_form(form, is_new)
        before = {} if is_new else snapshot(item)
        columns = self.add_columns if is_new else self.edit_columns
        with refusing(self.datamodel.obj, columns):
            form.populate_obj(item)
            (self.pre_add if is_new else self.pre_update)(item)
            if is_new:
                db.session.add(item)
        before, after = changes(before, snapshot(item))
        if is_new or after:
            self.on_written(ADDED if is_new else CHANGED, item, {} if is_new else before, after)
        (self.post_add if is_new else self.post_update)(item)
        return item

    def _form_page(
        self, template: str, title: Any, form: RowForm, columns: Sequence[str], fieldsets: Any, **context: Any
    ) -> Any:
        html = self.render_template(
            template,
            title=title,
            view=self,
            form=form,
            fieldsets=fieldsets or [("", {"fields": columns})],
            back=self._after(context["item"]) if "item" in context else self.get_default_url(),
            **context,
        )
        return html, UNPROCESSABLE if request.method == "POST" else 200

    def _after(self, item: Any) -> str:
        """Where a form leads: the row's own page, or the list. Never an address that was sent along."""
        if self.can("show"):
            return url_for(f"{self.endpoint}.show", pk=self.datamodel.key_of(item))
        return self.get_default_url()

    # -- delete --------------------------------------------------------------------------------------------

    @expose("/delete/<pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: str) -> Any:
        """A page that asks; only POST deletes. A row in use is never deleted: the page offers to retire it."""
        item = self.item(pk)
        reason = self.why_not("delete", item)
        if reason is not None:
            return self._refused_page(_("Hapus data"), reason, item)
        if request.method == "POST":
            lock(item)  # nobody begins to use it while we look and delete
        uses = self.uses(item)
        if uses:
            return self._in_use_page(item, uses)
        if request.method == "GET":
            return confirm_page(
                _("Hapus data ini?"), [item], request.path, self._after(item), label=_("Ya, hapus")
            )
        try:
            self._remove(item)
        except Refused as refusal:
            return self._refused_page(_("Hapus data"), refusal.message, item)
        flash(self.delete_row_message, "success")
        return redirect(self.get_default_url())

    def _remove(self, item: Any) -> None:
        before = snapshot(item)
        self.pre_delete(item)
        with refusing(self.datamodel.obj, []):
            db.session.delete(item)
        self.on_written(DELETED, item, before, {})
        self.post_delete(item)

    def _in_use_page(self, item: Any, uses: Any) -> Any:
        can_retire = isinstance(self, Retirable) and self.can("nonaktifkan") and item.is_active
        html = self.render_template(
            "appbuilder/general/model/in_use.html",
            title=_("Tidak dapat dihapus"),
            view=self,
            item=item,
            uses=uses,
            back=self._after(item),
            retire_url=url_for(f"{self.endpoint}.action", name="nonaktifkan", pk=self.datamodel.key_of(item))
            if can_retire
            else "",
        )
        return html, CONFLICT if request.method == "POST" else 200

    def _refused_page(self, title: Any, reason: Any, item: Any) -> Any:
        html = self.render_template(
            "appbuilder/general/model/refused.html",
            title=title,
            view=self,
            item=item,
            reason=reason,
            back=self._after(item),
        )
        return html, CONFLICT if request.method == "POST" else 200
