"""The printed matrix: which role may open which page. Read from roles.py and from the views that are registered.

The page for Admin and docs/peran.md are made from the same table, so they cannot disagree.
"""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.akun import roles
from app.akun.rules import ROLE_WORDS

VERBS = ("can_list", "can_show", "can_add", "can_edit", "can_delete")
ALL_SIGN, NO_SIGN = "●", "–"


@dataclass(frozen=True)
class MatrixRow:
    """One page: its view, its address, and for each role the names of what it may do there (`*`: everything)."""

    view: str
    address: str
    permissions: tuple[str, ...]
    allowed: dict[str, tuple[str, ...]]

    def cell(self, role: str) -> str:
        """What stands in the table: a dot for everything, a dash for nothing, else the permissions by name."""
        mine = self.allowed[role]
        if len(mine) == len(self.permissions):
            return ALL_SIGN
        return ", ".join(name.removeprefix("can_") for name in mine) or NO_SIGN


@dataclass(frozen=True)
class RoleMatrix:
    """All guarded pages, by address, against all roles."""

    roles: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def role_matrix() -> RoleMatrix:
    """Each registered view that asks for a permission, and what each role may do there."""
    rows = [_row(view) for view in current_app.appbuilder.baseviews if view.base_permissions]  # type: ignore[attr-defined]
    unique = {row.view: row for row in rows}
    return RoleMatrix(roles.ALL, tuple(sorted(unique.values(), key=lambda row: (row.address, row.view))))


def _row(view: Any) -> MatrixRow:
    permissions = tuple(sorted(view.base_permissions, key=lambda name: (name not in VERBS, name)))
    name = view.class_permission_name
    allowed = {role: tuple(one for one in permissions if may(role, one, name)) for role in roles.ALL}
    return MatrixRow(name, _address(view), permissions, allowed)


def _address(view: Any) -> str:
    """The address of a view's first page; of the screens with lists, what all their addresses begin with."""
    first = f"{view.endpoint}.{view.default_view}"
    if "can_list" in view.base_permissions or first not in current_app.view_functions:
        return view.route_base
    return next(iter(current_app.url_map.iter_rules(first))).rule


def may(role: str, permission: str, view: str) -> bool:
    """Whether a role has a permission on a view, as FAB reads FAB_ROLES. Superadmin has all."""
    if role == roles.SUPERADMIN:
        return True
    return any(
        re.match(views, view) and re.match(permissions, permission)
        for views, permissions in roles.FAB_ROLES.get(role, [])
    )


def role_matrix_markdown() -> str:
    """The text of docs/peran.md, in Indonesian whatever the language of the moment."""
    matrix = role_matrix()
    with force_locale("id"):
        lines = [
            "# Peran dan halaman",
            "",
            "Dicetak dari `app/akun/roles.py` dan halaman yang terdaftar; jangan diubah dengan tangan "
            "(`flask ekspor-peran`).",
            f"{ALL_SIGN} boleh semuanya, {NO_SIGN} tidak boleh membuka; selain itu hanya yang disebut. Baris mana yang "
            "terlihat dan langkah mana yang terbuka diatur di `queries.visible_to` dan `rules.py`.",
            "",
            *(f"- **{role}**: {ROLE_WORDS[role]}" for role in matrix.roles),
            "",
            "| Halaman | Alamat | " + " | ".join(matrix.roles) + " |",
            "|---|---|" + "---|" * len(matrix.roles),
        ]
        for row in matrix.rows:
            cells = " | ".join(row.cell(role) for role in matrix.roles)
            lines.append(f"| {row.view} | `{row.address}` | {cells} |")
    return "\n".join(lines) + "\n"
