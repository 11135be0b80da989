"""May a mail be sent again, and how long until the next attempt? Answers only; nothing is read or written here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.notifikasi.models import StatusSurel, Surel

FIRST_WAIT_SECONDS = 60
WAIT_FACTOR = 4  # 1, 4, 16, 64, 256 minutes


def wait_seconds(attempts: int) -> int:
    """How long to wait after that many failed attempts (1 or more)."""
    return FIRST_WAIT_SECONDS * WAIT_FACTOR ** (max(attempts, 1) - 1)


def why_not_resend(user: Pengguna, surel: Surel) -> Any:
    """None when Superadmin may send a mail again; else a sentence why not."""
    if not has_role(user, roles.SUPERADMIN):
        return _l("Hanya Superadmin yang dapat mengirim ulang surel.")
    if surel.status is not StatusSurel.GAGAL:
        return _l("Surel ini tidak gagal, jadi tidak perlu dikirim ulang.")
    return None
