"""Whether a person must have a second factor, and what she may not do without. Neither Flask nor FAB is known here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import settings as own
from app.akun.rules import is_superadmin, roles_of
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


def why_not_reset(actor: Any, account: Any, has_factor: bool) -> Any:
    """None when `actor` may take away the second factor of somebody who lost all of it.

    Admin may not: who also gives roles and reads the mails of an office could take over any account by it.
    """
    if not is_superadmin(actor):
        return _l("Hanya Superadmin yang menghapus verifikasi dua langkah orang lain.")
    if actor.id == account.id:
        return _l(
            "Verifikasi dua langkah Anda sendiri diatur di Pengaturan Akun, atau dihapus Superadmin lain."
        )
    return None if has_factor else _l("Akun ini tidak memakai verifikasi dua langkah.")
