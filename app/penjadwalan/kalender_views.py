"""The calendar of signings for staff: the month as a page, and the same as an address for a calendar program."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import limiter
from app.kit.access import has_access
from app.kit.clock import today
from app.kit.fab import BaseView, expose
from app.penjadwalan import ical, kalender, langganan, queries

CALENDAR_TYPE = "text/calendar"
DAYS_BACK, DAYS_AHEAD = 60, 400


def _by_address() -> str:
    """Each address is counted for itself: a whole office asks from one place."""
    return hashlib.sha256(str((request.view_args or {}).get("token")).encode()).hexdigest()


class KalenderView(BaseView):
    """The calendar of signings, for staff."""

    title = _l("Kalender penandatanganan")
    route_base = "/kalender"
    default_view = "index"

    @expose("/")
    @has_access
    def index(self) -> str:
        """One month; what may not be seen has its time and nothing else."""
        bulan = kalender.month(kalender.first_of(request.args.get("bulan")), g.user)
        return render_template("penjadwalan/kalender.html", bulan=bulan)

    @expose("/langganan", methods=["GET", "POST"])
    @has_access
    def langganan(self) -> Any:
        """One's own address for a calendar program: shown, made, replaced, ended."""
        if request.method == "GET":
            token = langganan.token_of(g.user)
            path = url_for("KalenderView.berlangganan", token=token) if token else ""
            address = f"{current_app.config['PUBLIC_URL']}{path}" if token else ""
            return render_template(
                "penjadwalan/langganan.html",
                alamat=address,
                webcal=f"webcal://{address.partition('://')[2]}" if address else "",
                seen=langganan.current(g.user),
            )
        text = request.form.get("seen", "")
        seen = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else -1
        if request.form.get("aksi") == "cabut":
            langganan.end(g.user, seen=seen)
            flash(
                _("Alamat langganan dicabut. Aplikasi yang memakainya tidak mendapat jadwal lagi."), "success"
            )
        else:
            langganan.make(g.user, seen=seen)
            flash(_("Alamat langganan dibuat. Salin ke aplikasi kalender Anda."), "success")
        return redirect(url_for("KalenderView.langganan"), 303)

    @expose("/langganan/<token>.ics")
    @limiter.limit("60 per hour", key_func=_by_address)
    def berlangganan(self, token: str) -> Response:
        """What a calendar program reads, without signing in; an address that is not good is none."""
        pengguna = langganan.owner_of(token) or abort(404)
        day = today()
        acara = queries.entries(day - timedelta(days=DAYS_BACK), day + timedelta(days=DAYS_AHEAD), pengguna)
        with force_locale(pengguna.bahasa):
            response = Response(ical.feed(acara), content_type=f"{CALENDAR_TYPE}; charset=utf-8")
        state = hashlib.sha256(f"{pengguna.bahasa}{acara!r}".encode()).hexdigest()[:24]
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(state, weak=True)
        response.make_conditional(request)
        return response
