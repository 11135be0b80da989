"""`/instansi/<id>/verifikasi`: Bagian Kerja Sama looks at the papers of an institution and confirms or returns it."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import operations_lembaga as operations
from app.akun import rules_lembaga as rules
from app.akun.forms_lembaga import CatatanForm
from app.akun.history import lines_of
from app.akun.models import Instansi
from app.akun.queries import membership_of, memberships_of
from app.akun.queries_lembaga import find_instansi, find_paper, papers_of, standing
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.kit.clock import today
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text


class VerifikasiInstansiView(BaseView):
    """One page for each institution; every act is a POST that leads back to it."""

    route_base = "/instansi"
    default_view = "index"
    title = _l("Verifikasi instansi")

    @expose("/<int:id>/verifikasi", methods=["GET"])
    @has_access
    def index(self, id: int) -> Any:
        return _page(_load(id))

    @expose("/<int:id>/verifikasi/setujui", methods=["POST"])
    @has_access
    def setujui(self, id: int) -> Any:
        instansi = _load(id)
        act = lambda form: operations.verify_instansi(instansi, actor=me(), catatan=form.catatan.data)  # noqa: E731
        return _act(instansi, act, _("Instansi terverifikasi."), "instansi")

    @expose("/<int:id>/verifikasi/kembalikan", methods=["POST"])
    @has_access
    def kembalikan(self, id: int) -> Any:
        instansi = _load(id)
        act = lambda form: operations.return_instansi(instansi, actor=me(), catatan=form.catatan.data)  # noqa: E731
        return _act(instansi, act, _("Perbaikan diminta."), "instansi")

    @expose("/<int:id>/surat/<int:surat>/sah", methods=["POST"])
    @has_access
    def sah(self, id: int, surat: int) -> Any:
        return self._check(id, surat, True, _("Surat dinyatakan sah."))

    @expose("/<int:id>/surat/<int:surat>/kembalikan", methods=["POST"])
    @has_access
    def kembalikan_surat(self, id: int, surat: int) -> Any:
        return self._check(id, surat, False, _("Surat dikembalikan."))

    def _check(self, id: int, surat: int, is_good: bool, said: str) -> Any:
        instansi = _load(id)
        paper = find_paper(surat, me())
        if paper is None or paper.instansi_id != instansi.id:
            abort(404)
        act = lambda form: operations.check_paper(  # noqa: E731
            paper, actor=me(), is_good=is_good, catatan=form.catatan.data
        )
        return _act(instansi, act, said, f"surat-{paper.id}")


def _load(id: int) -> Instansi:
    return find_instansi(id, me()) or abort(404)


def _act(instansi: Instansi, act: Callable[[CatatanForm], Any], said: str, place: str) -> Any:
    """Do it and go back to the page; a refusal stands beside the note that was typed."""
    form = CatatanForm(prefix=f"{place}-")
    if form.validate() and attempt(form, lambda: (act(form), True)) is not None:
        flash(said, "success")
        return redirect(url_for("VerifikasiInstansiView.index", id=instansi.id), 303)
    return _page(instansi, {place: form}), UNPROCESSABLE


def _page(instansi: Instansi, sent: dict[str, CatatanForm] | None = None) -> str:
    papers = papers_of(instansi)
    stands = standing(papers)
    forms = {f"surat-{paper.id}": CatatanForm(formdata=None, prefix=f"surat-{paper.id}-") for paper in stands}
    forms["instansi"] = CatatanForm(formdata=None, prefix="instansi-")
    return render_template(
        "akun/verifikasi_instansi.html",
        instansi=instansi,
        anggota=memberships_of(instansi),
        surat=stands,
        lama=[paper for paper in papers if paper.digantikan_at is not None],
        forms=forms | (sent or {}),
        galat=next(iter((sent or {}).values()), None),
        hari_ini=today(),
        aturan=rules,
        is_renewal=rules.needs_renewal(instansi, stands, today()),
        why_not_check=rules.why_not_check(me(), membership_of(me()), instansi),
        why_not_verify=rules.why_not_verify(instansi, stands, today()),
        riwayat=lines_of(instansi),
        phone_text=phone_text,
    )


# Acts that ask again who one is.
register_berat("VerifikasiInstansiView.setujui")
