"""The page of the city's settings: one form made from what the packages declare."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.kit import settings
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt
from app.rujukan import operations, queries
from app.rujukan.forms import SEEN, seen_text, seen_values, settings_form
from app.rujukan.jejak_fab import role_names


class PengaturanSistemView(BaseView):
    """What a city may set while the program runs: one form made from the declared settings."""

    title = _l("Pengaturan sistem")
    route_base = "/pengaturan/sistem"
    default_view = "index"

    @expose("", methods=["GET", "POST"])
    @has_access
    def index(self) -> Response | str | tuple[str, int]:
        sections = settings.sections_for(current_user)
        shown = [setting for group in sections.values() for setting in group]
        values = {setting.key: settings.get(setting.key) for setting in shown}
        form = settings_form(shown)(data=values)
        if request.method == "POST":
            seen = seen_values(request.form)
            if form.validate() and attempt(form, lambda: self._change(form, list(values), seen)) is not None:
                return redirect(url_for(f"{self.endpoint}.index"))
        html = render_template(
            "rujukan/pengaturan_sistem.html",
            form=form,
            sections=sections,
            values=values,
            seen={key: seen_text(value) for key, value in values.items()},
            seen_name=SEEN,
            changes=queries.last_changes(),
        )
        return html, UNPROCESSABLE if request.method == "POST" else 200

    def _change(self, form: Any, keys: list[str], seen: dict[str, Any]) -> int:
        actor = current_user._get_current_object()
        wanted = {key: form[key].data for key in keys}
        count = operations.change_settings(wanted, actor=actor, seen=seen, peran=role_names(actor))
        flash(
            _("Pengaturan tersimpan.") if count else _("Tidak ada yang berubah."),
            "success" if count else "info",
        )
        return count
