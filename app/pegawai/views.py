"""The pages of the directory of ASN. Each stands in a file of its topic."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.pegawai import sambung  # noqa: F401  (joins the account pages)
from app.pegawai.views_impor import ImporPegawaiView
from app.pegawai.views_masuk import PegawaiMasukView
from app.pegawai.views_pegawai import AturanPeranAsnView, PegawaiView
from app.pegawai.views_sumber import SumberPegawaiView
from app.pegawai.views_usulan import AkunPegawaiView, UsulanPeranView

PAGES: tuple[type[Any], ...] = (
    PegawaiMasukView,
    ImporPegawaiView,
    UsulanPeranView,
    AkunPegawaiView,
    SumberPegawaiView,
)
# Screens of Flask-AppBuilder with their labels.
MASTER: tuple[tuple[type[Any], Any], ...] = (
    (PegawaiView, _l("Direktori ASN")),
    (AturanPeranAsnView, _l("Aturan peran ASN")),
)
