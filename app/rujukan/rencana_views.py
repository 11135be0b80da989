"""`/data-induk/rencana-tahapan`: the plan of stages per category, its draft, and publishing it. For Admin.

Every form carries a fingerprint of what its page showed; who comes second is told, and keeps what was typed.
One stage and its documents: rencana_tahap_views.py.
"""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import attempt
from app.rujukan import queries_rencana, rencana_beda, rencana_operations, rencana_rules
from app.rujukan import rencana_halaman as halaman
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import RencanaAlur
from app.rujukan.rencana_forms import PapersForm, PublishForm, SeenForm
from app.rujukan.rencana_rules import Susunan


class RencanaView(BaseView):
    """Plans of stages: read by version, begun as a draft, published."""

    title = _l("Rencana tahapan")
    route_base = "/data-induk/rencana-tahapan"
    default_view = "list"

    @expose("")
    @has_access
    def list(self) -> str:
        return render_template("rujukan/rencana.html", semua=queries_rencana.plans_by_category())

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return halaman.plan_page(halaman.find(pk), SeenForm())

    @expose("/<int:kategori>/draf", methods=["POST"])
    @has_access
    def buat(self, kategori: int) -> Any:
        row = db.session.get(Kategori, kategori) or abort(404)
        form = SeenForm()
        draft = attempt(form, lambda: rencana_operations.create_draft(row, **halaman.by()))
        if draft is None:
            semua = queries_rencana.plans_by_category()
            return render_template("rujukan/rencana.html", semua=semua, form=form), halaman.status()
        flash(_("Draf dibuat. Ubah tahapnya, lalu terbitkan."), "success")
        return halaman.to_plan(draft.id)

    @expose("/<int:pk>/susunan", methods=["GET", "POST"])
    @has_access
    def susunan(self, pk: int) -> Any:
        rencana = halaman.find_draft(pk)
        order = rencana_rules.order_of(rencana)
        form = PapersForm(data={"susunan": order.value if order else None})
        form.offer(rencana_rules.lawful_orders(rencana.kategori.kode))
        if request.method == "POST" and form.validate():
            saved = attempt(form, lambda: self._set_papers(rencana, form))
            if saved is not None:
                flash(_("Naskah yang disusun tersimpan."), "success")
                return halaman.to_plan(pk)
        rencana = halaman.find(pk)
        seen = rencana_beda.fingerprint(rencana_beda.content(rencana))
        html = render_template("rujukan/rencana_susunan.html", rencana=rencana, form=form, seen=seen)
        return html, halaman.status()

    def _set_papers(self, rencana: RencanaAlur, form: PapersForm) -> bool:
        return rencana_operations.set_papers(
            rencana, susunan=Susunan(form.susunan.data), seen=form.seen.data, **halaman.by()
        )

    @expose("/<int:pk>/terbitkan", methods=["GET", "POST"])
    @has_access
    def terbitkan(self, pk: int) -> Any:
        rencana, form = halaman.find_draft(pk), PublishForm()
        if request.method == "POST" and form.validate():
            published = attempt(form, lambda: self._publish(rencana, form))
            if published is not None:
                said = _(
                    "Versi %(n)s terbit dan berlaku untuk permohonan yang lolos verifikasi mulai sekarang.",
                    n=published.versi,
                )
                flash(said, "success")
                return halaman.to_plan(pk)
        return self._publish_page(halaman.find(pk), form), halaman.status()

    def _publish(self, rencana: RencanaAlur, form: PublishForm) -> RencanaAlur:
        return rencana_operations.publish(
            rencana, catatan=form.catatan.data or "", seen=form.seen.data, **halaman.by()
        )

    def _publish_page(self, rencana: RencanaAlur, form: PublishForm) -> str:
        """What differs from the version in force, and on how many running cases that has no effect."""
        in_force = queries_rencana.current_rencana(rencana.kategori)
        said = rencana_beda.content(rencana)
        found = rencana_beda.differences(rencana_beda.content(in_force), said)
        plans = [plan.id for plan in queries_rencana.versions_of(rencana.kategori)]
        return render_template(
            "rujukan/rencana_terbit.html",
            rencana=rencana,
            form=form,
            berlaku=in_force,
            baris=rencana_beda.lines(found, rencana_beda.stage_names(in_force, rencana)),
            kurang=rencana_rules.complaints(rencana),
            berjalan=sum(queries_rencana.running_cases(plans).values()),
            seen=rencana_beda.fingerprint(said),
        )

    @expose("/<int:pk>/buang", methods=["POST"])
    @has_access
    def buang(self, pk: int) -> Any:
        rencana, form = halaman.find_draft(pk), SeenForm()
        name = rencana.kategori.nama
        if "yakin" not in request.form:
            what = _("Draf rencana tahapan %(nama)s. Versi yang berlaku tetap.", nama=name)
            return halaman.sure_page(_("Buang draf ini?"), _("Buang draf"), [what], pk, form)
        attempt(form, lambda: rencana_operations.discard(rencana, seen=form.seen.data, **halaman.by()))
        if g.get("refusal") is not None:
            return halaman.plan_page(halaman.find(pk), form), halaman.status()
        flash(_("Draf rencana tahapan %(nama)s dibuang.", nama=name), "success")
        return redirect(url_for("RencanaView.list"), 303)
