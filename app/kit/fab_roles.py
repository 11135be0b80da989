"""How a row of FAB_ROLES is written. No role and no page is named here, and Flask-AppBuilder is not imported."""

from collections.abc import Iterable

# FAB stores each pattern in a column; a longer one is dropped, and with it the whole role, silently.
MAX_VIEW = 250
MAX_PERMISSION = 100


def anchored(views: str | Iterable[str], permissions: str | Iterable[str] = "can_.*") -> list[str]:
    """One row of FAB_ROLES that gives exactly what it names: FAB alone would match by prefix.

    `views` and `permissions` are patterns or lists of patterns. Raises ValueError when FAB would drop the row.
    """
    view, permission = _whole(views), _whole(permissions)
    if len(view) > MAX_VIEW or len(permission) > MAX_PERMISSION:
        raise ValueError(f"FAB drops a role with a pattern this long, silently: {view} {permission}")
    return [view, permission]


def is_anchored(pattern: str) -> bool:
    """Whether a pattern can only match a whole name; used by the test that walks FAB_ROLES."""
    return pattern.startswith("^(") and pattern.endswith(")$")


def _whole(names: str | Iterable[str]) -> str:
    parts = [names] if isinstance(names, str) else list(names)
    return f"^({'|'.join(parts)})$"
