"""The pages of single sign-on, both ends, under one name. Each stands in a file of its topic."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.sso.views_klien import AkunSsoView, SsoView
from app.sso.views_klien_penyedia import AturanKlaimView, PenyediaView
from app.sso.views_penyedia import OidcView
from app.sso.views_penyedia_klien import AplikasiView, KlienSsoView

PAGES: tuple[type[Any], ...] = (
    SsoView,
    AkunSsoView,
    PenyediaView,
    OidcView,
    KlienSsoView,
    AplikasiView,
)
# Screens of Flask-AppBuilder with their labels.
MASTER: tuple[tuple[type[Any], Any], ...] = ((AturanKlaimView, _l("Aturan klaim SSO")),)
