"""The pages `/tugas`, `/notifikasi` and, for Superadmin, `/notifikasi/surel`. Looking changes nothing, buttons do."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.akun import roles
from app.akun.rules import has_role
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import attempt
from app.notifikasi import operations, pos, queries, tugas
from app.notifikasi.tugas import count_tugas

__all__ = ["NotifikasiView", "SurelView", "TugasView", "count_tugas"]

BIGGEST_ID = 2**31 - 1


def _number(text: str | None) -> int | None:
    """A row's number in an address or a form; None for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) <= 10:
        return min(int(text), BIGGEST_ID)
    return None


class TugasView(BaseView):
    """Everybody's task list."""

    title = _l("Tugas saya")
    route_base = "/tugas"
    default_view = "index"

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> str:
        groups = tugas.tasks_of(g.user)
        return render_template(
            "notifikasi/tugas.html",
            is_staf=has_role(g.user, *roles.OFFICE),
            is_pemohon=has_role(g.user, roles.PEMOHON),
            keterangan_kosong=tugas.nothing_for(g.user),
            kelompok=groups,
            jumlah=sum(group.jumlah for group in groups),
            menunggu=tugas.waiting_for_others(g.user),
        )


class NotifikasiView(BaseView):
    """One's own inbox."""

    title = _l("Notifikasi")
    route_base = "/notifikasi"
    default_view = "index"

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> str:
        before = _number(request.args.get("sebelum"))
        return render_template(
            "notifikasi/kotak_masuk.html",
            is_staf=has_role(g.user, *roles.OFFICE),
            is_superadmin=has_role(g.user, roles.SUPERADMIN),
            kotak=queries.inbox(g.user, before),
            sebelum=before,
        )

    @expose("/<int:id>/dibaca", methods=["POST"])
    @has_access
    @permission_name("index")
    def mark_read(self, id: int) -> Any:
        """One line has been read. Somebody else's line does not exist."""
        if id > BIGGEST_ID or not operations.mark_read(g.user, line_id=id):
            abort(404)
        return self._back()

    @expose("/dibaca", methods=["POST"])
    @has_access
    @permission_name("index")
    def mark_all_read(self) -> Any:
        """All lines up to the newest that the page showed."""
        up_to = _number(request.form.get("sampai"))
        if up_to is None:
            abort(400)
        if operations.mark_all_read(g.user, up_to=up_to):
            flash(_("Semua kabar ditandai sudah dibaca."), "success")
        return self._back()

    def _back(self) -> Response:
        return redirect(url_for("NotifikasiView.index", sebelum=_number(request.form.get("sebelum"))), 303)


class SurelView(BaseView):
    """The mails that did not leave; only Superadmin has this page."""

    title = _l("Surel gagal")
    route_base = "/notifikasi/surel"
    default_view = "index"

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> str:
        return self._page()

    @expose("/<int:id>/kirim-ulang", methods=["POST"])
    @has_access
    def resend(self, id: int) -> Any:
        """Into the queue again."""
        surel = attempt(None, lambda: operations.resend_mail(min(id, BIGGEST_ID), actor=g.user))
        if surel is None:
            return self._page(g.refusal.message), 409
        flash(_("Surel masuk antrean lagi dan segera dikirim."), "success")
        return redirect(url_for("SurelView.index"), 303)

    def _page(self, refusal: Any = None) -> str:
        mails = [
            (mail, pos.MASALAH.get(kode, pos.UNKNOWN), rincian.strip())
            for mail in queries.failed_mails()
            for kode, _colon, rincian in [mail.galat.partition(":")]
        ]
        return render_template(
            "notifikasi/surel_gagal.html", surel=mails, penolakan=refusal, batas=queries.MAILS
        )
