"""`/pengaturan/akun/sesi`: where a person is signed in, each to be ended."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import operations_sesi
from app.akun.models import Pengguna
from app.akun.queries_masuk import find_session, open_sessions
from app.akun.sambungan import BagianAkun, register_bagian
from app.akun.sessions import end_session, me, seen_after, this_session
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import address

CARA: dict[str, Any] = {
    "sandi": _l("dengan kata sandi"),
    "tautan": _l("lewat tautan surel"),
    "sso": _l("lewat penyedia lain"),
    "kunci": _l("dengan kunci sandi"),
}
MAX_INT4 = 2**31


class SesiView(BaseView):
    """One's own sessions; nobody sees those of others."""

    route_base = "/pengaturan/akun/sesi"
    default_view = "index"
    title = _l("Sesi Masuk")

    @expose("")
    @has_access
    def index(self) -> Any:
        rows = open_sessions(me(), seen_after())
        return render_template("akun/sesi.html", rows=rows, here=this_session(), cara=CARA)

    @expose("/<int:nomor>/akhiri", methods=["POST"])
    @has_access
    def akhiri(self, nomor: int) -> Any:
        """Ending the session at hand is signing out."""
        sesi = find_session(me(), nomor) if nomor < MAX_INT4 else None
        if sesi is None:
            return abort(404)
        here = this_session()
        if here is not None and sesi.id == here.id:
            end_session()
            flash(_("Anda sudah keluar."), "success")
            return redirect(address("/"))
        operations_sesi.end_from_elsewhere(sesi, actor=me())
        flash(_("Sesi itu sudah diakhiri."), "success")
        return redirect(url_for("SesiView.index"))

    @expose("/akhiri-lain", methods=["GET", "POST"])
    @has_access
    def akhiri_lain(self) -> Any:
        """Everywhere but here."""
        if request.method == "POST":
            count = operations_sesi.end_others(me(), but=this_session())
            flash(
                _("%(n)s sesi lain diakhiri.", n=count) if count else _("Tidak ada sesi lain."),
                "success",
            )
            return redirect(url_for("SesiView.index"))
        return render_template(
            "akun/yakin.html",
            title=_("Akhiri semua yang lain"),
            akibat=_("Semua peramban selain yang Anda pakai sekarang harus masuk lagi."),
            target=url_for("SesiView.akhiri_lain"),
            label=_("Akhiri semua yang lain"),
            back=url_for("SesiView.index"),
        )


def _state(person: Pengguna) -> Any:
    count = len(open_sessions(person, seen_after()))
    return _("%(n)s sesi terbuka", n=count)


register_bagian(BagianAkun("SesiView.index", "laptop", _l("Sesi masuk"), _state, 30))
