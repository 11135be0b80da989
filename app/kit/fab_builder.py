"""How Flask-AppBuilder is started: its scripts, styles and templates stay out of reach, its side doors are not built.

What it registers by itself is the first page and what our SecurityManager adds; every other view is ours.
"""

from typing import Any

from flask import Flask, current_app, has_request_context, session
from flask_appbuilder import AppBuilder as FabAppBuilder

from app.kit.fields import blueprint as suggestions


class AppBuilder(FabAppBuilder):
    """FAB without its own pages: no `/back`, no `/lang`, no static files of Bootstrap 3, no template of its package.

    A template that we did not write is not found, which a test notices; it is never shown in the old look.
    """

    def _add_global_static(self) -> None:
        """FAB's scripts and styles are not served at all."""

    def _add_admin_views(self) -> None:
        current_app.extensions["babel"].locale_selector = choose_language
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()

    def register_blueprint(
        self, baseview: Any, endpoint: str | None = None, static_folder: str | None = None
    ) -> None:
        baseview.template_folder = None
        super().register_blueprint(baseview, endpoint=endpoint, static_folder=None)


def choose_language() -> str:
    """The language that was chosen, else Indonesian. FAB would write a cookie for everybody who only looks at a page."""
    languages = current_app.config["LANGUAGES"]
    chosen = session.get("locale") if has_request_context() else None
    return str(chosen if chosen in languages else current_app.config["BABEL_DEFAULT_LOCALE"])


def init_app(app: Flask) -> None:
    """What FAB's pages need besides the views. Raises RuntimeError when forms would not be guarded against other sites."""
    if "csrf" not in app.extensions:
        raise RuntimeError("CSRFProtect must be started before the pages of Flask-AppBuilder")
    app.register_blueprint(suggestions)
