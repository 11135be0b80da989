"""The pages of the talk: the tab Pembahasan, what is new since, files of messages, sending and withdrawing.

A view finds, asks and draws; the tab is put together in pesan_halaman.py, sending in pesan_kirim.py.
"""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.kit.access import has_access
from app.kit.fab import BaseView, expose
from app.kit.pages import attempt, keep
from app.kit.storage import send_stored
from app.pembahasan import percakapan, pesan_operations, pesan_queries, rules_pesan
from app.pembahasan.babak import babak_of, choose
from app.pembahasan.pesan_halaman import filter_of, place_of, show
from app.pembahasan.pesan_kirim import send
from app.permohonan import halaman
from app.permohonan.models import Permohonan
from app.permohonan.perkara import frame
from app.permohonan.sambungan import Bab, register_bab


def is_shown(permohonan: Permohonan, user: Pengguna) -> bool:
    """The talk begins when the application has passed verification."""
    return permohonan.verified_at is not None


register_bab(
    Bab(
        "pembahasan",
        _l("Pembahasan"),
        "PesanView.index",
        20,
        is_shown,
        pesan_queries.counting_messages,
        pesan_queries.COUNT_CAP,
    )
)


class PesanView(BaseView):
    """The talk of a case. Open to all roles that see cases; the rules say who writes and who reads what."""

    title = _l("Pembahasan")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/<kode>/pembahasan", methods=["GET", "POST"])
    @has_access
    def index(self, kode: str) -> Any:
        """The time line of one stage with the form below it; the form is sent here."""
        permohonan = halaman.load(kode)
        if not is_shown(permohonan, g.user):
            return redirect(halaman.case_url(permohonan))
        return send(permohonan) if request.method == "POST" else show(permohonan)

    @expose("/<kode>/pembahasan/baru")
    @has_access
    def baru(self, kode: str) -> Any:
        """What was added after the place `sesudah`, as items of the list; 204 when nothing was."""
        permohonan = pesan_queries.find_case(kode, g.user) or abort(404)
        babak = choose(babak_of(permohonan), request.args.get("tahap"))
        after = percakapan.read_place(request.args.get("sesudah"))
        if babak is None or after is None:
            abort(404)
        found = percakapan.newer(permohonan, g.user, babak, filter_of(permohonan), after)
        if not found:
            return Response(status=204)
        return render_template(
            "pembahasan/percakapan_baru.html",
            butir=found,
            permohonan=permohonan,
            dapat_menulis=rules_pesan.why_not_write(g.user, permohonan) is None,
        )

    @expose("/<kode>/pembahasan/lampiran/<int:nomor>")
    @has_access
    def lampiran(self, kode: str, nomor: int) -> Any:
        """A file of a message that this person may read; that it was fetched is noted."""
        permohonan = pesan_queries.find_case(kode, g.user) or abort(404)
        found = pesan_queries.find_attachment(permohonan, g.user, nomor) or abort(404)
        response = send_stored(found.berkas, found.nama)
        if request.method == "GET" and pesan_operations.note_reading(found, actor=g.user):
            keep()
        return response

    @expose("/<kode>/pembahasan/<int:nomor>/tarik", methods=["GET", "POST"])
    @has_access
    def tarik(self, kode: str, nomor: int) -> Any:
        """Ask, then withdraw a message; it stays in its place and says so."""
        permohonan = halaman.load(kode)
        pesan = pesan_queries.find_message(permohonan, g.user, nomor) or abort(404)
        place = place_of(pesan)
        if request.method == "POST":
            if attempt(None, lambda: pesan_operations.withdraw_message(pesan, actor=g.user)) is None:
                flash(g.refusal.message, "warning")
            else:
                flash(_("Pesan ditarik."), "success")
            return redirect(place, 303)
        sentence = rules_pesan.why_not_withdraw(g.user, pesan)
        if sentence is not None or pesan.ditarik_at is not None:
            flash(sentence or _("Pesan ini sudah ditarik."), "warning")
            return redirect(place)
        return render_template(
            "pembahasan/percakapan_tarik.html",
            pesan=pesan,
            kembali=place,
            **frame(permohonan, g.user, "pembahasan"),
        )
