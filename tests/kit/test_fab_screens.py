"""Every screen that the program registers with Flask-AppBuilder, walked by Superadmin and Admin in both languages."""

from functools import partial
from pathlib import Path

import pytest

from app.akun import roles
from app.kit.fab import is_ours
from app.kit.fab_reading import Reading
from tests.counting import counted

OURS = Path(__file__).parents[2] / "app" / "templates"
QUERIES, LIST_BYTES, FORM_BYTES = 8, 30_000, 12_000


def screens(app):
    return [view for view in app.appbuilder.baseviews if isinstance(view, Reading)]


def test_every_registered_view_is_one_of_our_safe_bases(app):
    assert [type(view).__name__ for view in app.appbuilder.baseviews if not is_ours(view)] == []


def test_every_template_of_every_view_is_ours(app):
    for view in app.appbuilder.baseviews:
        for name in ("list_template", "show_template", "add_template", "edit_template", "index_template"):
            template = getattr(view, name, None)
            if template:
                source = app.jinja_env.get_template(template).filename
                assert Path(source).is_relative_to(OURS), f"{type(view).__name__}.{name}: {source}"


def admin_opens(app, view):
    """Some screens are Superadmin's alone."""
    manager = app.appbuilder.sm
    return manager._has_access_builtin_roles(manager.find_role(roles.ADMIN), "can_list", type(view).__name__)


def pages_of(view):
    """The pages of a screen that can be asked for, with the first row there is."""
    paths = [f"{view.route_base}/list/"]
    if "add" not in view.exclude_route_methods:
        paths.append(f"{view.route_base}/add")
    first = (
        view.datamodel.session.query(view.datamodel.obj).order_by(view.datamodel.key_column.desc()).first()
    )
    if first is not None:
        key = view.datamodel.key_of(first)
        verbs = [verb for verb in ("show", "edit", "delete") if verb not in view.exclude_route_methods]
        paths += [f"{view.route_base}/{verb}/{key}" for verb in verbs]
    return paths


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("who", ["superadmin", "admin"])
def test_every_page_of_every_screen_keeps_the_rules_of_pages(app, cast, browse, lang, who):
    browser = browse(getattr(cast, who), lang=lang)
    for view in screens(app):
        if who == "superadmin" or admin_opens(app, view):
            for path in pages_of(view):
                browser.get(path)


def test_every_page_of_every_screen_is_small_and_asks_little(app, cast, browse):
    """The frame's own questions (who, how many tasks, how many messages) are the same on every page and not counted."""
    browser = browse(cast.admin)
    with counted() as asked:
        browser.get("/tampilan")
    frame = len(asked)
    for view in filter(partial(admin_opens, app), screens(app)):
        for path in pages_of(view):
            if path.startswith("/users/show/"):
                browser.get(path)  # the first look at somebody's data is noted, and not again within the hour
            with counted() as seen:
                page = browser.get(path)
            size = len(str(page.html.find("main")).encode())
            allowed = LIST_BYTES * view.page_size / 25 if path.endswith("/list/") else FORM_BYTES
            if "/show/" in path and view._related_views:
                allowed = LIST_BYTES
            assert size <= allowed, f"{path}: {size} bytes"
            assert len(seen) - frame <= QUERIES, f"{path}: {len(seen)} queries\n" + "\n".join(seen)
