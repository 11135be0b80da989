"""Whether a person must have a second factor, and what she may not do without. Neither Flask nor FAB is known here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import settings as own
from app.akun.rules import roles_of
from app.kit import settings


def needs_factor(account: Any) -> bool:
    """Whether one of the person's roles asks for a second factor. Example accounts are let off: no telephone is theirs."""
    if account.is_contoh:
        return False
    return any(settings.get(own.factor_setting(role)) for role in roles_of(account) if _is_known(role))


def _is_known(role: str) -> bool:
    return own.factor_setting(role) in settings.REGISTRY


def why_not_without(account: Any, others: int) -> Any:
    """None when a person may give up a factor; `others`: how many would be left."""
    if others or not needs_factor(account):
        return None
    return _l(
        "Peran Anda mewajibkan verifikasi dua langkah. Pasang cara lain dahulu sebelum mematikan yang ini."
    )
