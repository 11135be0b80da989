"""`/pengaturan/keadaan`: what is switched on, for Superadmin. Read only; each line leads to where it is changed."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.sambungan import KartuPengaturan, register_kartu
from app.kit.fab import BaseView, expose, has_access
from app.kit.keadaan import Keadaan, all_parts, register_keadaan


class KeadaanView(BaseView):
    """No role is given this page: only the one that may open everything does."""

    route_base = "/pengaturan/keadaan"
    default_view = "index"
    title = _l("Yang menyala")

    @expose("")
    @has_access
    def index(self) -> Any:
        return render_template("akun/keadaan.html", bagian=all_parts())


register_kartu(
    KartuPengaturan(
        "can_index",
        "KeadaanView",
        "KeadaanView.index",
        "toggles",
        _l("Yang menyala"),
        _l("Pintu masuk, pengamanan, dan sambungan yang sedang dipakai."),
        95,
    )
)


def _of_the_server() -> list[Keadaan]:
    """What the operator has set outside the program (config.py)."""
    config = current_app.config
    is_public = not config["PUBLIC_URL"].startswith(("http://localhost", "http://127."))
    return [
        Keadaan(_("Alamat aplikasi"), config["PUBLIC_URL"]),
        Keadaan(
            _("Hanya lewat HTTPS"),
            _("Kuki masuk hanya dikirim lewat HTTPS.")
            if config["SESSION_COOKIE_SECURE"]
            else _("Kuki masuk juga dikirim lewat HTTP."),
            bool(config["SESSION_COOKIE_SECURE"]),
            peringatan=_("Atur SIKERJA_HTTPS=1: aplikasi ini dibuka dari luar.")
            if is_public and not config["SESSION_COOKIE_SECURE"]
            else "",
        ),
        Keadaan(
            _("Server surel"),
            config["MAIL_SERVER"] or _("Tidak ada: surel ditulis ke berkas, tidak dikirim."),
            bool(config["MAIL_SERVER"]),
            url_for("SurelView.index"),
            peringatan=_("Tautan pendaftaran dan kata sandi tidak sampai kepada siapa pun.")
            if is_public and not config["MAIL_SERVER"]
            else "",
        ),
        Keadaan(
            _("Pembatas laju"),
            _("Percobaan masuk dan formulir umum dibatasi.")
            if config["RATELIMIT_ENABLED"]
            else _("Percobaan tidak dibatasi."),
            bool(config["RATELIMIT_ENABLED"]),
            peringatan="" if config["RATELIMIT_ENABLED"] else _("Nyalakan kembali RATELIMIT_ENABLED."),
        ),
        Keadaan(
            _("Data contoh"),
            _("Akun contoh dengan satu kata sandi yang diketahui umum.")
            if config["IS_CONTOH"]
            else _("Tidak dimuat."),
            bool(config["IS_CONTOH"]),
            peringatan=_("Jangan dipakai untuk data sungguhan.") if config["IS_CONTOH"] else "",
        ),
    ]


register_keadaan(_l("Server"), 90, _of_the_server)
