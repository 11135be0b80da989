"""What must be there before the first page: the keys that ID tokens are signed with."""

from app.sso.kunci_sso import ensure_keys


def load() -> None:
    """Repeatable; never commits."""
    ensure_keys()
