"""What happens between a proof of who one is and the first page: every way to sign in ends here, so none is a way around.

Called by views: by the sign-in with a password, by other providers, by links from mails.
"""

from typing import Any

from flask import redirect, request, url_for

from app.akun import dikenal, lanjut, operations_masuk, tunda
from app.akun.forms_masuk import CodeForm
from app.akun.models import Pengguna
from app.akun.peramban import describe
from app.akun.queries_masuk import factors_of
from app.akun.sessions import start_session, this_session
from app.kit.look import address, safe_path
from app.kit.pages import keep

SANDI, TAUTAN, SSO, KUNCI = "sandi", "tautan", "sso", "kunci"


def admit(
    account: Pengguna, *, cara: str, target: str | None = None, isian: str = "", is_kuat: bool = False
) -> Any:
    """Sign in whoever has proved to be `account`, or ask for the second factor first; answers the response to give.

    `cara`: how it was proved (SANDI, TAUTAN, SSO, KUNCI). `target`: a path of ours that was asked for. `isian`: a form
    that waits, sealed by lanjut.py. `is_kuat`: two things were proved already, or the provider says so. The sign-in is
    counted and recorded here (`akun.masuk`), by nobody else.
    """
    path = safe_path(target) or ""
    if is_kuat or not factors_of(account).is_any:
        return enter(account, cara=cara, target=path, isian=isian, is_kuat=is_kuat)
    tunda.hold(account, cara, path)
    keep()  # other providers send people back by GET
    waiting = tunda.held()
    if isian and waiting is not None:
        return tunda.code_page(CodeForm(formdata=None, isian=isian), waiting)
    return redirect(url_for("KodeMasukView.kode"))


def enter(account: Pengguna, *, cara: str, target: str, isian: str, is_kuat: bool) -> Any:
    """Nothing more is to be proved: the session begins, and leads on."""
    if not dikenal.is_known(account):
        operations_masuk.tell_new_browser(account, describe(request.user_agent.string))
    start_session(account, cara=cara, is_kuat=is_kuat)
    operations_masuk.welcome(account, cara)
    dikenal.remember(account)
    kept = lanjut.unseal(isian)
    return lanjut.kept_page(kept) if kept is not None else redirect(address(safe_path(target) or "/"))


def start_anew(account: Pengguna) -> None:
    """After a new password: every session of the person has ended, this browser gets a new one of the same strength."""
    here = this_session()
    start_session(account, cara=here.cara if here else SANDI, is_kuat=here is not None and here.is_kuat)
    dikenal.remember(account)
