"""`/pengaturan/instansi/surat`: the papers of one's own institution, and asking for its verification."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.akun import operations_lembaga as operations
from app.akun import rules_lembaga as rules
from app.akun import tasks_lembaga as _tasks  # noqa: F401  # the worker knows its jobs
from app.akun.forms_lembaga import SuratForm
from app.akun.models import Instansi
from app.akun.queries import membership_of
from app.akun.queries_lembaga import find_paper, papers_of, standing
from app.akun.sessions import me
from app.jejak.operations import record
from app.kit import storage
from app.kit.clock import today
from app.kit.fab import BaseView, expose, has_access
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt, keep


class SuratInstansiView(BaseView):
    """Members give papers; everybody who may see the institution reads them."""

    route_base = "/pengaturan/instansi/surat"
    default_view = "index"
    title = _l("Surat instansi")

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> Any:
        return _page(_own())

    @expose("", methods=["POST"])
    @has_access
    def unggah(self) -> Any:
        instansi, form = _own(), SuratForm()

        def act() -> Any:
            return operations.give_paper(
                instansi,
                actor=me(),
                jenis=form.jenis.data,
                nomor=form.nomor.data,
                terbit_on=form.terbit_on.data,
                berlaku_sampai=form.berlaku_sampai.data,
                upload=form.berkas.data,
            )

        if not form.validate() or attempt(form, act) is None:
            return _page(instansi, form), UNPROCESSABLE
        flash(_("Surat tersimpan. Bagian Kerja Sama akan memeriksanya."), "success")
        return redirect(url_for("SuratInstansiView.index"), 303)

    @expose("/ajukan", methods=["POST"])
    @has_access
    def ajukan(self) -> Any:
        instansi, form = _own(), Form()
        if attempt(form, lambda: operations.ask_verification(instansi, actor=me())) is None:
            flash(form.form_errors[0], "danger")
        else:
            flash(_("Verifikasi diminta. Anda mendapat kabar bila sudah diperiksa."), "success")
        return redirect(url_for("SuratInstansiView.index"), 303)

    @expose("/<int:id>/unduh")
    @has_access
    def unduh(self, id: int) -> Response:
        """The file, for the members and for staff; who else read it is on record."""
        surat = find_paper(id, me()) or abort(404)
        response = storage.send_stored(surat.berkas, f"{surat.jenis.value} {surat.nomor}")
        membership = membership_of(me())
        if membership is None or membership.instansi_id != surat.instansi_id:
            data = {"nama": str(surat.jenis.label), "surat_id": surat.id}
            record("instansi.surat_dibaca", actor=me(), objek=surat.instansi, data=data)
            keep()
        return response


def _own() -> Instansi:
    membership = membership_of(me())
    return membership.instansi if membership is not None else abort(404)


def _page(instansi: Instansi, form: SuratForm | None = None) -> str:
    papers, membership = papers_of(instansi), membership_of(me())
    stands = standing(papers)
    return render_template(
        "akun/surat_instansi.html",
        instansi=instansi,
        form=form or SuratForm(formdata=None),
        galat=form,
        surat=stands,
        lama=[paper for paper in papers if paper.digantikan_at is not None],
        hari_ini=today(),
        aturan=rules,
        is_renewal=rules.needs_renewal(instansi, stands, today()),
        why_not_ask=rules.why_not_ask(me(), instansi, membership, stands),
        why_not_give=rules.why_not_give_paper(me(), membership, len(stands)),
    )
