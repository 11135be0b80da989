"""A public form that could not be taken is shown again as it was typed: its token went with the session, or it came
too often.

The table holds what draws a page, never its view: some views check nothing but the token of a form, so calling them
here would take what somebody else's page sent. Only a form that came from our own page is shown. Passwords never come
back.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, flash, g, make_response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_login import current_user

from app.extensions import limiter
from app.kit.clock import now
from app.kit.formats import waktu
from app.kit.pages import answer_error, wants_json

BAD_REQUEST, TOO_MANY = 400, 429
TOO_OLD = _l(
    "Formulir belum terkirim karena halaman ini terlalu lama terbuka. Periksa isiannya, ketik lagi kata sandi bila diminta, "
    "lalu kirim sekali lagi."
)

Draw = Callable[..., Any]  # takes what the address says (a token), answers as the view does to GET
PAGES: dict[str, Draw] = {}


def register_page(endpoint: str, draw: Draw) -> None:
    """How the page of a public form is drawn from `request.form` without judging or doing anything."""
    PAGES[endpoint] = draw


def init_app(app: Flask) -> None:
    app.register_error_handler(RateLimitExceeded, _on_too_many)


def shown_again(code: int, sentence: Any) -> Response | None:
    """The page of the form just sent, with what was typed and why it was not taken; None where there is no such page."""
    draw = PAGES.get(request.endpoint or "")
    if draw is None or request.method != "POST" or not is_own_page() or wants_json():
        return None
    flash(str(sentence), "warning")
    response = make_response(draw(**(request.view_args or {})))
    if response.status_code < BAD_REQUEST and not response.location:
        response.status_code = code
    return response


def is_own_page() -> bool:
    """Whether the browser says that one of our own pages sent this. Other sites cannot make it say so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _on_too_many(error: RateLimitExceeded) -> Any:
    """Limits count before a view runs, so nothing of the form was judged or done."""
    g.setdefault("user", current_user)
    moment = _free_again()
    again = shown_again(
        TOO_MANY,
        _(
            "Formulir belum terkirim: terlalu banyak percobaan. Coba lagi sesudah %(waktu)s.",
            waktu=waktu(moment),
        ),
    )
    response = answer_error(error) if again is None else again
    response.headers["Retry-After"] = str(max(1, int((moment - now()).total_seconds())))
    return response


def _free_again() -> datetime:
    """When the limit that was met begins anew."""
    met = limiter.current_limit
    return datetime.fromtimestamp(met.reset_at, UTC) if met is not None else now()
