"""The edge of a request: one commit, error pages, security headers. No rule of the business lives here."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, jsonify, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, NotFound, ServiceUnavailable
from wtforms import Form as WTForm

from app.extensions import db
from app.kit.errors import Gone, Refused, Stale
from app.kit.look import error_page

T = TypeVar("T")
SAFE = {"GET", "HEAD", "OPTIONS"}
UNPROCESSABLE = 422


def csp_nonce() -> str:
    """This request's number used once, for the one script of a page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def attempt(form: WTForm | None, act: Callable[[], T]) -> T | None:
    """Run an operation; a refusal is undone and its sentence goes beside its field, or on top of the form.

    Answers None when refused (the view then shows the form again with status 422).
    """
    try:
        result = act()
        db.session.flush()
        return result
    except Refused as refusal:
        db.session.rollback()
        g.refusal = refusal
        if form is not None:
            field = form._fields.get(refusal.field or "")
            errors = field.errors if field is not None else form.form_errors
            if isinstance(errors, tuple):
                field.errors = [*errors, str(refusal.message)]  # type: ignore[union-attr]
            else:
                errors.append(str(refusal.message))
        return None
    except StaleDataError:
        db.session.rollback()
        g.refusal = Stale(
            _("Orang lain baru saja mengubah data ini. Muat ulang halaman, lalu periksa kembali.")
        )
        if form is not None:
            form.form_errors.append(str(g.refusal.message))
        return None


def _settle(response: Response) -> Response:
    """One transaction per act: what was answered well is kept, everything else is undone."""
    if request.method in SAFE or response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except (IntegrityError, StaleDataError):
        db.session.rollback()
        return answer_error(Conflict())
    return response


def _headers(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self' 'nonce-{csp_nonce()}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "manifest-src 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if current_user and current_user.is_authenticated and request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def answer_error(error: HTTPException) -> Response:
    """What a person, or a program that asked for JSON, gets for an error."""
    code = error.code or 500
    if _wants_json():
        response = jsonify(kode=code, pesan=error.name)
    else:
        g.setdefault("user", current_user)  # an error may come before FAB has set it
        response = Response(error_page(code, error), mimetype="text/html")
    response.status_code = code
    for name, value in error.get_headers():
        if name.lower() in ("retry-after", "allow"):
            response.headers[name] = value
    return response


def _on_http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    return answer_error(error)


def _on_nothing_there(error: Exception) -> Response:
    """Deleted meanwhile, a key too large for its column, a NUL in an address: nothing like that exists."""
    db.session.rollback()
    return answer_error(NotFound())


def _on_lost_database(error: OperationalError) -> Response:
    db.session.rollback()
    return answer_error(ServiceUnavailable())


def _on_stale(error: Exception) -> Response:
    db.session.rollback()
    return answer_error(Conflict())


def init_app(app: Flask) -> None:
    """Register the edge. Called after AppBuilder, so that our hooks run around its own."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    # Flask runs these last-registered first: settle, then headers.
    app.after_request(_headers)
    app.after_request(_settle)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DataError, _on_nothing_there)
    app.register_error_handler(Gone, _on_nothing_there)
    app.register_error_handler(OperationalError, _on_lost_database)
    app.register_error_handler(StaleDataError, _on_stale)

    @app.before_request
    def known_person() -> None:
        g.setdefault("user", current_user)

    @app.teardown_request
    def forget(error: BaseException | None) -> None:
        if error is not None:
            db.session.rollback()
