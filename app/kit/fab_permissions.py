"""Permissions of pages laid down in a handful of statements. Which role has which is not decided here.

Flask-AppBuilder would find and commit each of the hundreds of rows by itself, which takes most of a first start; what
it finds there already it leaves as it is. Deleting what no page asks for any more stays its work.
"""

from collections.abc import Iterator
from typing import Any

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert

from app.extensions import db


def lay_permissions(appbuilder: Any) -> None:
    """Insert what is missing: each permission of each page and menu, all of them for the all-powerful role."""
    wanted = set(_wanted(appbuilder))
    permissions = _ids(Permission, {permission for permission, _ in wanted})
    views = _ids(ViewMenu, {view for _, view in wanted})
    pairs = sorted((permissions[permission], views[view]) for permission, view in wanted)
    _insert(
        PermissionView.__table__,
        [{"permission_id": permission, "view_menu_id": view} for permission, view in pairs],
    )
    admin = appbuilder.sm.find_role(appbuilder.sm.auth_role_admin)
    if admin is None or admin.name in appbuilder.sm.builtin_roles:
        return
    laid = db.session.execute(
        select(PermissionView.id, PermissionView.permission_id, PermissionView.view_menu_id).order_by(
            PermissionView.id
        )
    )
    known = set(pairs)
    rows = [{"permission_view_id": key, "role_id": admin.id} for key, *pair in laid if tuple(pair) in known]
    _insert(assoc_permissionview_role, rows)
    db.session.expire(admin)


def _wanted(appbuilder: Any) -> Iterator[tuple[str, str]]:
    """Permission and page or menu, as Flask-AppBuilder names them."""
    for view in appbuilder.baseviews:
        for permission in view.base_permissions:
            yield permission, view.class_permission_name
    for category in appbuilder.menu.get_list():
        yield "menu_access", category.name
        yield from (("menu_access", item.name) for item in category.childs if item.name != "-")


def _ids(model: Any, names: set[str]) -> dict[str, int]:
    """The key of each name, made when it was not there."""
    _insert(model.__table__, [{"name": name} for name in sorted(names)])
    return {name: key for key, name in db.session.execute(select(model.id, model.name)) if name in names}


def _insert(table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table).on_conflict_do_nothing(), rows)
