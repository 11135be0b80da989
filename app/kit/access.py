"""May this role open this page? The answer comes from Flask-AppBuilder's roles; this is how it is asked and told.

Not here: which rows a person sees (`visible_to`), and what may be done now (`rules.py`).
"""

import functools
from collections.abc import Callable
from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask_appbuilder.const import PERMISSION_PREFIX
from flask_login import current_user
from werkzeug.wrappers import Response

KEEPER = "keep_form"  # app.extensions: a function that answers a page which keeps the form just sent, or None


def to_sign_in() -> Response:
    """To the sign-in page, which leads back here afterwards; a form sent after the sign-in had expired is kept."""
    keep = current_app.extensions.get(KEEPER)
    kept = keep() if keep is not None else None
    if kept is not None:
        return kept
    lanjut = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("AuthDBView.login", lanjut=lanjut))


def has_access(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method of a FAB view as guarded by role: a visitor signs in first, the wrong role gets 403.

    The permission is `can_<name>`, with the name of the method or of FAB's `@permission_name`.
    """
    name = PERMISSION_PREFIX + getattr(view, "_permission_name", view.__name__).removeprefix(
        PERMISSION_PREFIX
    )

    @functools.wraps(view)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.appbuilder.sm.has_access(name, self.class_permission_name):
            return abort(403) if current_user.is_authenticated else to_sign_in()
        return view(self, *args, **kwargs)

    guarded._permission_name = name.removeprefix(PERMISSION_PREFIX)  # type: ignore[attr-defined]  # FAB adds it
    return guarded
