"""Where people find the way through another provider: buttons at sign-in, the fingerprint, the way out, the account page."""

import time
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from app.akun.models import Pengguna
from app.akun.sambungan import (
    BagianAkun,
    KartuPengaturan,
    TombolMasuk,
    register_bagian,
    register_kartu,
    register_keluar,
    register_tombol,
)
from app.akun.sessions import me, this_session
from app.extensions import db
from app.kit.keadaan import Keadaan, register_keadaan
from app.kit.look import safe_path
from app.sso import operations_klien_sesi as sesi_sso
from app.sso import queries_klien as queries
from app.sso.peramban_klien import known_browser

KEEP_SECONDS = 60
BY_SSO = "sso"
_main: dict[str, Any] = {}


def buttons() -> list[TombolMasuk]:
    """One for each provider; it leads where the sign-in page would have led."""
    lanjut = safe_path(request.values.get("lanjut"))
    return [
        TombolMasuk(
            url_for("SsoView.masuk", kode=one.kode, lanjut=lanjut), one.label_tombol, is_utama=one.is_utama
        )
        for one in queries.active_providers()
    ]


def main_code() -> str | None:
    """The code of the main provider. On every page for visitors, so each process asks only once a minute."""
    if time.monotonic() > _main.get("until", 0.0):
        if current_app.testing:  # a test says itself when it changes this: pages count their statements there
            return None
        try:
            with db.session.no_autoflush:
                found = queries.main_code()
        except SQLAlchemyError:  # the page that says that the database is lost has a fingerprint, too
            return _main.get("kode")
        _main.update(kode=found, until=time.monotonic() + KEEP_SECONDS)
    return _main.get("kode")


def changed(kode: str | None = None, seconds: float = 0.0) -> None:
    """The main provider is another one now; `kode` with `seconds` says which, else the next page asks."""
    _main.update(kode=kode, until=time.monotonic() + seconds if seconds else 0.0)


def sign_in_address() -> str:
    """Where the fingerprint leads."""
    kode = main_code()
    return url_for("SsoView.masuk", kode=kode) if kode else url_for("AuthDBView.login")


def where_to_sign_out() -> str | None:
    """Whoever came through a provider signs out there too, by a page of ours that leads there."""
    here, browser = this_session(), known_browser()
    if here is None or here.cara != BY_SSO or browser is None:
        return None
    sesi = queries.session_here(browser, me())
    if sesi is None:
        return None
    sesi_sso.end_here(sesi)
    return url_for("SsoView.pamit")


def standing(account: Pengguna) -> Any:
    count = len(queries.links_of(account))
    return _("%(n)s sambungan", n=count) if count else _("Belum terhubung")


def _switched_on() -> list[Keadaan]:
    rows = queries.all_providers()
    page = url_for("PenyediaView.index")
    if not rows:
        return [Keadaan(_("Masuk lewat penyedia lain"), _("Belum ada penyedia."), False, page)]
    return [
        Keadaan(
            one.nama,
            one.issuer,
            one.is_aktif,
            url_for("PenyediaView.lihat", pk=one.id),
            peringatan=_("Alamat http: hanya untuk percobaan.") if one.issuer.startswith("http:") else "",
        )
        for one in rows
    ]


register_tombol(buttons)
register_keluar(where_to_sign_out)
register_bagian(BagianAkun("AkunSsoView.index", "fingerprint", _l("Masuk lewat penyedia lain"), standing, 40))
register_kartu(
    KartuPengaturan(
        "can_index",
        "PenyediaView",
        "PenyediaView.index",
        "fingerprint",
        _l("Penyedia masuk (SSO)"),
        _l("Penyedia OpenID Connect yang dapat dipakai untuk masuk."),
        60,
    )
)
register_keadaan(_l("Masuk lewat penyedia lain (SSO)"), 30, _switched_on)
