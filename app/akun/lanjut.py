"""A form sent after the sign-in has expired is not lost: the sign-in page carries it, sealed, and it is sent again.

Sealed, because a page that sends a form with a fresh CSRF token must never send what somebody else wrote: only a form
that came from our own pages (the browser says so) is sealed, and only we can seal. Files and passwords are never kept.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from app.akun.forms import SignInForm
from app.akun.tampil_lagi import BAD_REQUEST, TOO_OLD, is_own_page, shown_again
from app.kit.access import KEEPER, to_sign_in
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.kit.look import address, safe_path
from app.kit.pages import WITHOUT_FILES, answer_error

LIFE = timedelta(hours=2)
MAX_SEALED = 1_500_000  # together with the sign-in it must stay below MAX_FORM_MEMORY_SIZE
NEVER_KEPT = ("csrf_token",)
SECRET_PREFIX = "sandi"
SIGN_IN, SIGN_OUT = "AuthDBView.login", "AuthDBView.logout"
CARRIERS = ("UlangMasukView.ulang",)  # pages behind the sign-in that have nothing of their own to keep


@dataclass(frozen=True)
class KeptForm:
    """Where a form was going, what it said, and when it was sent."""

    url: str
    fields: list[tuple[str, str]]
    at: datetime
    files: tuple[str, ...] = ()  # names of files that were sent along and are not kept


def init_app(app: Flask) -> None:
    """Keep forms of visitors, and forms whose CSRF token went with the session."""
    app.extensions[KEEPER] = sign_in_with_form
    app.register_error_handler(CSRFError, _on_csrf_error)


# --- what may be kept --------------------------------------------------------------------------------
def form_of_request(with_files: bool = False) -> KeptForm | None:
    """The form of this request when it may be kept: sent by one of our pages, with something in it.

    A page that only carries a form which waits already hands on that one. A form with a file is kept only `with_files`:
    without the file, whose name is remembered to ask for it again.
    """
    names = tuple(file.filename for sent in request.files.listvalues() for file in sent if file.filename)
    if request.method != "POST" or not is_own_page() or (names and not with_files):
        return None
    if request.endpoint in CARRIERS:
        return unseal(request.form.get("isian"))
    fields = [
        (name, value.replace("\0", ""))
        for name, values in request.form.lists()
        for value in values
        if name not in NEVER_KEPT and not name.startswith(SECRET_PREFIX)
    ]
    return KeptForm(request.full_path.rstrip("?"), fields, now(), names) if fields else None


# --- sealing --------------------------------------------------------------------------------
def seal(kept: KeptForm) -> str:
    """A kept form as a text that only we can make and read; empty when it is too long for a page."""
    content = json.dumps([kept.url, kept.fields, kept.at.isoformat(), kept.files]).encode()
    sealed = encrypt(base64.b85encode(zlib.compress(content)).decode())
    return sealed if len(sealed) <= MAX_SEALED else ""


def unseal(sealed: str | None) -> KeptForm | None:
    """The form again; None when there is none, when it was not sealed by us, or too long ago."""
    if not sealed:
        return None
    try:
        url, fields, at, files = json.loads(zlib.decompress(base64.b85decode(decrypt(sealed))))
    except (InvalidToken, ValueError, zlib.error):
        return None
    kept = KeptForm(url, [(name, value) for name, value in fields], datetime.fromisoformat(at), tuple(files))
    return kept if now() - kept.at < LIFE and safe_path(kept.url) else None


# --- answers --------------------------------------------------------------------------------
def sign_in_with_form() -> Response | None:
    """The sign-in page with the form just sent; None when it cannot be kept (then the plain way to sign-in)."""
    kept = form_of_request()
    sealed = seal(kept) if kept is not None else ""
    if not sealed:
        return None
    form = SignInForm(formdata=None, isian=sealed, lanjut=page_of_form())
    response = make_response(sign_in_page(form, has_kept=True), 401)
    response.headers["Cache-Control"] = "no-store"
    return response


def sign_in_again(isian: str | None, target: str | None) -> str:
    """The sign-in page anew, with the form that waits; the caller has made sure that one of our pages brought it."""
    form = SignInForm(formdata=None, isian=isian or "", lanjut=safe_path(target) or "")
    return sign_in_page(form, has_kept=bool(isian))


def sign_in_page(form: SignInForm, has_kept: bool = False) -> str:
    """The sign-in page, with a word on the form that waits."""
    return render_template("akun/masuk.html", form=form, has_kept=has_kept)


def kept_page(kept: KeptForm) -> str:
    """`Isian Anda masih tersimpan`: shows where the form goes and sends it again at one press."""
    fields = [(name, value) for name, value in kept.fields]
    if kept.files:
        fields.append((WITHOUT_FILES, "1"))
    return render_template(
        "akun/isian_tersimpan.html", fields=fields, tujuan=kept.url, at=kept.at, files=kept.files
    )


def page_of_form() -> str:
    """Where to go when the kept form cannot be used after all: its page, if it can be opened at all."""
    if request.endpoint in CARRIERS:
        return safe_path(request.form.get("lanjut")) or ""
    methods: Any = request.url_rule.methods if request.url_rule is not None else ()
    return request.path if "GET" in methods else ""


def _on_csrf_error(error: CSRFError) -> Any:
    """The token went with the session: sign in again, or, signed in again meanwhile, look and send once more."""
    g.setdefault("user", current_user)  # the token is checked before FAB has set it
    if request.endpoint == SIGN_OUT and not current_user.is_authenticated:
        return redirect(address("/"))
    is_guarded = hasattr(current_app.view_functions.get(request.endpoint or ""), "_permission_name")
    if is_guarded and not current_user.is_authenticated:
        return to_sign_in()
    again = shown_again(BAD_REQUEST, TOO_OLD)
    if again is not None:
        return again
    if request.endpoint == SIGN_IN:
        flash(_("Halaman masuk terlalu lama terbuka. Silakan coba lagi."), "info")
        return redirect(url_for(SIGN_IN, lanjut=safe_path(request.form.get("lanjut"))))
    kept = form_of_request() if is_guarded else None
    return (kept_page(kept), BAD_REQUEST) if kept is not None else answer_error(error)
