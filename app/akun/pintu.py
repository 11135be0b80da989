"""What happens between a proof of who one is and the first page: every way to sign in ends here, so none is a way around.

Called by views: by the sign-in with a password, by other providers, by links from mails.
"""

from typing import Any

from flask import redirect

from app.akun import lanjut
from app.akun.models import Pengguna
from app.akun.sessions import start_session
from app.kit.look import address, safe_path

SANDI, TAUTAN, SSO, KUNCI = "sandi", "tautan", "sso", "kunci"


def admit(
    account: Pengguna, *, cara: str, target: str | None = None, isian: str = "", is_kuat: bool = False
) -> Any:
    """Sign in whoever has proved to be `account`; answers the response to give.

    `cara`: how it was proved (SANDI, TAUTAN, SSO, KUNCI). `target`: a path of ours that was asked for. `isian`: a form
    that waits, sealed by lanjut.py. `is_kuat`: two things were proved already, or the provider says so.
    """
    start_session(account, cara=cara, is_kuat=is_kuat)
    kept = lanjut.unseal(isian)
    return lanjut.kept_page(kept) if kept is not None else redirect(address(safe_path(target) or "/"))
