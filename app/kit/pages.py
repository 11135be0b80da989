"""The edge of a request: one commit, error pages, security headers. No rule of the business lives here."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, Response, current_app, g, has_app_context, jsonify, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Engine, event
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, NotFound, ServiceUnavailable
from werkzeug.utils import cached_property
from wtforms import Form as WTForm

from app.extensions import db
from app.kit import static_files
from app.kit.errors import Gone, Refused, Stale
from app.kit.look import error_page

T = TypeVar("T")
SAFE = {"GET", "HEAD", "OPTIONS"}
TOO_LARGE, UNPROCESSABLE = 413, 422
CHUNK = 256 * 1024
SHARED = (*static_files.VERSIONED, static_files.SPRITE)  # endpoints that answer everybody the same
# Asked by a script while a person types, and perhaps answered after her next step.
BESIDE = ("saran.suggest", "PesanView.baru")
# Long forms with several files: too large as a whole they come back as they were filled in, not as an error page.
TEXTS_KEPT = ("PenandatangananView.catat",)
MOST_CUT = 4  # times MAX_CONTENT_LENGTH: what is larger still is an error page like any other
WITHOUT_FILES = (
    "tanpa_berkas"  # a field of a form that is sent again after a new sign-in: files could not be kept
)
BY_SCRIPT = "XMLHttpRequest"  # how static/unggah.js calls itself
SIGNED_IN = "_user_id"  # Flask-Login's name in the session
# Times MAX_FORM_MEMORY_SIZE: the largest form without a file, in which a letter may be written as `%F0%9F%98%80`.
LARGEST_TEXT = 4
# What two people at once can break: unique keys, overlapping ranges, a row that the other one just deleted.
CLASHES = ("23505", "23P01", "23503")


class Sink:
    """Takes what is written and keeps nothing but its size."""

    size = 0

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        return len(piece)

    def read(self, size: int = -1) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def close(self) -> None:
        pass


class PatientRequest(Request):
    """Only an upload may be large: Werkzeug reads any other form whole into memory before anybody can refuse it.

    A long form with files that is too large as a whole (TEXTS_KEPT) loses its files and keeps its texts: its view is
    asked as ever, sees `is_cut`, and shows the form again as it was filled in.
    """

    @cached_property
    def is_cut(self) -> bool:
        """Whether the files of this form are thrown away as they come, because together they are too large."""
        if self.endpoint not in TEXTS_KEPT or self.mimetype != "multipart/form-data":
            return False
        largest, size = super().max_content_length, self.content_length
        return largest is not None and size is not None and largest < size <= MOST_CUT * largest

    def _get_file_stream(self, *args: Any, **options: Any) -> Any:
        return Sink() if self.is_cut else super()._get_file_stream(*args, **options)

    @property
    def max_content_length(self) -> int | None:
        largest = super().max_content_length
        if self.is_cut:
            return self.content_length
        if self.mimetype == "multipart/form-data" or not current_app:
            return largest
        texts = LARGEST_TEXT * current_app.config["MAX_FORM_MEMORY_SIZE"]
        return texts if largest is None else min(texts, largest)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        Request.max_content_length.fset(self, value)  # type: ignore[attr-defined]


class Sessions(SecureCookieSessionInterface):
    """Two kinds of answers carry no cookie.

    Files that are the same for everybody: caches between us and people keep them for a year. Answers beside a page: a
    late one would bring back the session as it was before the step that was taken meanwhile (its message lost, a person
    who has signed out signed in again).
    """

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        if request.endpoint not in SHARED + BESIDE:
            super().save_session(app, session, response)


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


def keep() -> None:
    """This request is kept although it only reads: it notes that somebody has read (a download, a secret shown)."""
    g.is_kept = True


@event.listens_for(Engine, "before_cursor_execute")
def _note_writing(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, is_many: bool
) -> None:
    """Whether this request has sent anything to the database that is not plainly reading."""
    if has_app_context() and statement.lstrip()[:6].upper() != "SELECT":
        g.has_written = True


def _leave_unchanged() -> None:
    """End a transaction of which nothing is kept.

    Where nothing was written this is a COMMIT: at a ROLLBACK psycopg forgets every statement that the server has
    prepared for this connection, and each page would have all of its statements planned anew.
    """
    here = db.session
    if g.get("has_written") or not here.is_active or here.new or here.dirty or here.deleted:
        here.rollback()
    else:
        here.commit()


def _settle(response: Response) -> Response:
    """One transaction per act: what was answered well is kept, everything else is undone."""
    only_reads = request.method in SAFE and not g.get("is_kept", False)
    if only_reads or response.status_code >= 400:
        _leave_unchanged()
        return response
    try:
        db.session.commit()
    except IntegrityError as error:
        return _on_clash(error)
    except StaleDataError as error:
        return _on_stale(error)
    return response


def _headers(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "manifest-src 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint not in SHARED:
        # The session says it, not the database: this runs while the database is lost, too.
        kept = "private, no-store" if SIGNED_IN in session else "private, no-cache"
        response.headers.setdefault("Cache-Control", kept)
    return response


def wants_json() -> bool:
    """Whether a program asks, and not a page."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def answer_error(error: HTTPException) -> Response:
    """What a person, or a program that asked for JSON, gets for an error."""
    code = error.code or 500
    if wants_json():
        response = jsonify(kode=code, pesan=error.name)
    else:
        g.setdefault("user", current_user)  # an error may come before FAB has set it
        response = Response(error_page(code, error), mimetype="text/html")
    response.status_code = code
    for name, value in error.get_headers():
        if name.lower() in ("retry-after", "allow"):
            response.headers[name] = value
    return response


def _take_the_rest() -> None:
    """Browsers show an answer only when they could send all of theirs; what is too large is thrown away as it comes."""
    source = request.environ["wsgi.input"]
    left = 2 * current_app.config["MAX_CONTENT_LENGTH"]
    while left > 0 and (chunk := source.read(CHUNK)):
        left -= len(chunk)


def _on_http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if error.code == TOO_LARGE:
        _take_the_rest()
    try:
        return answer_error(error)
    except OperationalError as lost:  # the page asked the database who this is
        return _on_lost_database(lost)


def _on_nothing_there(error: Exception) -> Response:
    """Deleted meanwhile, a key too large for its column, a NUL in an address: nothing like that exists."""
    db.session.rollback()
    return answer_error(NotFound())


def _on_lost_database(error: OperationalError) -> Response:
    db.session.rollback()
    return answer_error(ServiceUnavailable())


def _on_clash(error: IntegrityError) -> Response:
    """Somebody was faster. Any other broken constraint is a fault of ours and stays one."""
    db.session.rollback()
    if getattr(error.orig, "sqlstate", None) not in CLASHES:
        raise error
    # Neither the path, which may hold the token of a link, nor the database's words, which repeat what was typed.
    where, what = request.url_rule or request.endpoint, getattr(error.orig, "diag", None)
    name = getattr(what, "constraint_name", None)
    current_app.logger.warning("bentrok: %s %s: %s", request.method, where, name)
    return answer_error(Conflict())


def _on_stale(error: Exception) -> Response:
    db.session.rollback()
    return answer_error(Conflict())


def init_app(app: Flask) -> None:
    """Register the edge. Called after AppBuilder, so that our hooks run around its own."""
    app.request_class = PatientRequest
    app.session_interface = Sessions()
    # Flask runs these last-registered first: settle, then headers.
    app.after_request(_headers)
    app.after_request(_settle)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DataError, _on_nothing_there)
    app.register_error_handler(Gone, _on_nothing_there)
    app.register_error_handler(OperationalError, _on_lost_database)
    app.register_error_handler(IntegrityError, _on_clash)
    app.register_error_handler(StaleDataError, _on_stale)

    @app.before_request
    def known_person() -> None:
        g.setdefault("user", current_user)

    @app.teardown_request
    def forget(error: BaseException | None) -> None:
        if error is not None:
            db.session.rollback()
