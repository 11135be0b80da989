"""How a person is led on from the provider's pages: to the application, or to a calm page when that is not sure.

Nothing is decided here, and nothing is written.
"""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.kit.look import address
from app.sso import oidc_penyedia as oidc
from app.sso.oidc_penyedia import AuthorizeRefused

BAD, SEE_OTHER = 400, 303
MAX_QUERY = 8000


def refused(refusal: AuthorizeRefused) -> Any:
    """The application hears of it at its own address; where that is not sure, only the person does, calmly."""
    current_app.logger.info("sso otorisasi: %s (%s)", refusal.error, refusal.description)
    if refusal.tujuan:
        told = {"error": refusal.error, "error_description": refusal.description or None}
        return lead(oidc.answer(refusal.tujuan, **told, state=refusal.state), "")
    return render_template("sso/penyedia/gagal.html", galat=refusal.error), BAD


def over() -> Any:
    return render_template("sso/penyedia/gagal.html", galat=""), BAD


def lead(url: str, nama: str) -> Any:
    """On to the application. Where a form of ours led here, by a page in between: browsers do not let a form end on
    another site (`form-action 'self'`), however many redirects lie between."""
    if not _is_after_form():
        return redirect(url)
    return render_template("sso/penyedia/antar.html", url=url, nama=nama)


def _is_after_form() -> bool:
    """Whether one of our own pages led here; an application that leads a person here comes from another site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.method == "POST" or (request.referrer or "").startswith(request.host_url)


def as_get(endpoint: str) -> Any:
    """Cookies do not come with a form of another site; they do with the page that it leads to."""
    query = urlencode([(name, value) for name, value in request.form.items(multi=True)])
    if len(query) > MAX_QUERY:
        return over()
    return redirect(f"{url_for(endpoint)}?{query}", SEE_OTHER)


def signed_out(tujuan: str) -> Any:
    if tujuan:
        return lead(tujuan, "")
    return render_template(
        "sso/penyedia/sudah_keluar.html", beranda=address("/"), judul=_("Anda sudah keluar")
    )
