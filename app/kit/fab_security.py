"""Who may open which page, asked cheaply; the screens of accounts and roles. Signing in itself is not here.

FAB's class names are its endpoints and permission names, so they are kept.
"""

from collections.abc import Sequence
from typing import Any

from flask import current_app, g, has_request_context
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.security.sqla.manager import SecurityManager as FabSecurityManager
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db, limiter
from app.kit.fab import ModelView
from app.kit.fields import Chosen

MAX_INT4 = 2**31
VERB_WORDS = {
    "can_list": _l("melihat daftar"),
    "can_show": _l("melihat"),
    "can_add": _l("menambah"),
    "can_edit": _l("mengubah"),
    "can_delete": _l("menghapus"),
    "can_index": _l("membuka"),
    "can_get": _l("membaca lewat API"),
}


def may_give(role: Any) -> bool:
    """Whether the signed-in person may give or take a role: the all-powerful only who has it, the public one nobody.

    Asked for every role of a form; FAB alone would let anybody who edits accounts become all-powerful.
    """
    manager = current_app.appbuilder.sm  # type: ignore[attr-defined]
    if role.name == manager.auth_role_public:
        return False
    mine = (
        {one.name for one in manager.get_user_roles(current_user)} if current_user.is_authenticated else set()
    )
    return role.name != manager.auth_role_admin or manager.auth_role_admin in mine


def plain_name(permission: str) -> str:
    """A permission of one of our own pages, as a word."""
    return permission.removeprefix("can_").replace("_", " ")


class RolesToGive(BaseFilter):
    """The roles that the signed-in person may give."""

    name = "roles"

    def apply(self, query: Any, value: Any) -> Any:
        allowed = [role.id for role in db.session.query(self.model) if may_give(role)]
        return query.filter(self.model.id.in_(allowed))


class UserDBModelView(ModelView):
    """Accounts: who there is, with which roles, active or not. Made and given passwords elsewhere; no hash is ever shown."""

    route_base = "/users"
    base_permissions = ["can_list", "can_show", "can_edit"]
    list_title, edit_title = _l("Pengguna"), _l("Ubah peran")
    list_text = _l("Semua orang yang mempunyai akun.")
    list_columns: Sequence[str] = ["get_full_name", "email", "roles", "active", "last_login"]
    show_columns: Sequence[str] = [
        "get_full_name", "username", "email", "roles", "active", "last_login", "login_count", "fail_login_count",
        "created_on",
    ]  # fmt: skip
    edit_columns: Sequence[str] = ["roles", "active"]
    search_columns: Sequence[str] = ["email", "roles", "active"]
    order_columns: Sequence[str] = ["email", "last_login"]
    quick_search: Sequence[str] = ("first_name", "last_name", "email")
    search_placeholder = _l("Nama atau email")
    base_order = ("id", "desc")
    edit_form_query_rel_fields = {"roles": [["id", RolesToGive, None]]}
    label_columns = {
        "get_full_name": _l("Nama"),
        "first_name": _l("Nama depan"),
        "last_name": _l("Nama belakang"),
        "username": _l("Nama pengguna"),
        "email": _l("Email"),
        "roles": _l("Peran"),
        "active": _l("Akun aktif"),
        "last_login": _l("Terakhir masuk"),
        "login_count": _l("Jumlah masuk"),
        "fail_login_count": _l("Gagal masuk berturut-turut"),
        "created_on": _l("Dibuat"),
    }
    description_columns = {"active": _l("Akun yang tidak aktif tidak dapat masuk; riwayatnya tetap ada.")}
    validators_columns = {"roles": [Chosen()]}

    def why_not(self, verb: str, item: Any) -> Any:
        """Nobody changes the own account's roles, nor an account that has a role one may not give."""
        if verb != "edit":
            return None
        if item.id == current_user.id:
            return _("Peran akun sendiri tidak dapat diubah. Mintalah orang lain yang berwenang.")
        if not all(may_give(role) for role in item.roles):
            return _("Akun ini mempunyai peran yang tidak boleh Anda ubah.")
        return None


class RoleModelView(ModelView):
    """Roles and what each may open, to read only: they are written in the program, where a test checks them."""

    route_base = "/roles"
    base_permissions = ["can_list", "can_show"]
    show_template = "appbuilder/general/model/role.html"
    list_title = _l("Peran")
    list_text = _l("Peran ditetapkan di dalam program dan hanya dapat dibaca di sini.")
    list_columns: Sequence[str] = ["name"]
    order_columns: Sequence[str] = ["name"]
    base_order = ("name", "asc")
    label_columns = {"name": _l("Nama")}
    related_views = [UserDBModelView]
    shows_uses = False

    def grants(self, role: Any) -> list[tuple[Any, list[Any]]]:
        """(title of a page, what the role may do there) for each page that it opens at all."""
        found = []
        for view in self.appbuilder.baseviews:
            title = getattr(view, "list_title", "") or getattr(view, "title", "")
            verbs = [
                name
                for name in view.base_permissions or ()
                if self._has(role, name, view.class_permission_name)
            ]
            if verbs:
                actions = getattr(view, "actions", None) or {}
                words = [
                    VERB_WORDS.get(name) or (actions[name].text if name in actions else plain_name(name))
                    for name in verbs
                ]
                found.append((title or view.class_permission_name, words))
        return sorted(found, key=lambda grant: str(grant[0]).lower())

    def _has(self, role: Any, permission: str, view: str) -> bool:
        manager = self.appbuilder.sm
        if role.name in manager.builtin_roles:
            return manager._has_access_builtin_roles(role, permission, view)
        return manager.exist_permission_on_roles(view, permission, [role.id])


class SecurityManager(FabSecurityManager):
    """Base of the program's own security manager, which sets `user_model`, `authdbview` and its screens of accounts.

    Permissions are asked once a request. Visitors have none: public pages simply ask for none. FAB's groups are not
    used: a person has roles. The JWT sign-in, FAB's password pages, its charts and its editable permissions are not built.
    """

    userdbmodelview = UserDBModelView
    rolemodelview = RoleModelView
    userstatschartview = None

    def register_views(self) -> None:
        """Sign-in, accounts, roles: nothing else of FAB's. Its `/api/v1/security/login` stands outside every rate limit."""
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        if self.is_auth_limited:
            self.limiter.limit(self.auth_rate_limit, methods=["POST"])(self.auth_view.blueprint)
        self.user_view = self.appbuilder.add_view_no_menu(self.userdbmodelview)
        self.appbuilder.add_view_no_menu(self.rolemodelview)

    def create_limiter(self, app: Any) -> Limiter:
        """The program's one limiter, not a second one with a count of its own."""
        return limiter

    def load_user(self, pk: Any) -> Any:
        """The signed-in person with the roles, in one query; None when the account is gone or not active."""
        text = str(pk)
        if not (text.isascii() and text.isdigit()) or int(text) >= MAX_INT4:
            return None
        person = self.session.get(self.user_model, int(text), options=[joinedload(self.user_model.roles)])
        return person if person is not None and person.is_active else None

    def get_user_roles(self, user: Any) -> list[Any]:
        """The person's own roles; a visitor has none."""
        return list(user.roles) if user.is_authenticated else []

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """No page of FAB is public by a row in the database: that row would open it to the whole world."""
        return False

    def get_public_permissions(self) -> list[Any]:
        return []

    def exist_permission_on_roles(self, view_name: str, permission_name: str, role_ids: list[int]) -> bool:
        """Whether a role of the database has a permission: one query for a request instead of one for each link."""
        if not has_request_context():
            return super().exist_permission_on_roles(view_name, permission_name, role_ids)
        known: dict[tuple[int, ...], set[tuple[str, str]]] = g.setdefault("_fab_permissions", {})
        key = tuple(sorted(role_ids))
        if key not in known:
            query = (
                select(Permission.name, ViewMenu.name)
                .select_from(PermissionView)
                .join(Permission, PermissionView.permission_id == Permission.id)
                .join(ViewMenu, PermissionView.view_menu_id == ViewMenu.id)
                .join(
                    assoc_permissionview_role,
                    assoc_permissionview_role.c.permission_view_id == PermissionView.id,
                )
                .where(assoc_permissionview_role.c.role_id.in_(key))
            )
            known[key] = {(permission, view) for permission, view in self.session.execute(query)}
        return (permission_name, view_name) in known[key]
