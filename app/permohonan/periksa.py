"""Check the answers, accept the pact, send; what comes after; and the two ways to end an application oneself."""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from app.kit.access import has_access
from app.kit.clock import to_wita
from app.kit.fab import BaseView, expose
from app.kit.forms import Form
from app.kit.look import address
from app.kit.pages import UNPROCESSABLE, attempt
from app.permohonan import halaman, lanjutan, operations, queries, rules
from app.permohonan.alur import DAPAT_DIUBAH, Bagian, Hat, Status
from app.permohonan.forms import SetujuForm, TarikForm
from app.permohonan.jawaban import answers
from app.permohonan.models import Permohonan
from app.permohonan.tanda_terima import make_receipt
from app.rujukan.models import PaktaIntegritas
from app.rujukan.queries import current_pakta


class PeriksaView(BaseView):
    """Pemohon checks and sends, deletes a draft, withdraws."""

    title = _l("Periksa dan kirim")
    route_base = "/permohonan"
    default_view = "periksa"

    @expose("/<kode>/periksa", methods=["GET", "POST"])
    @has_access
    def periksa(self, kode: str) -> Any:
        permohonan = halaman.load(kode)
        if _is_sent(permohonan):
            return _to_confirmation(permohonan)
        sentence = rules.may_edit(g.user, permohonan)
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        pakta = current_pakta()
        form = SetujuForm()
        if request.method == "GET":
            return _check_page(permohonan, form, pakta)
        if form.validate() and _send(permohonan, form, pakta):
            return redirect(url_for("PeriksaView.terkirim", kode=permohonan.kode), 303)
        permohonan = halaman.load(kode)
        if _is_sent(permohonan):  # the other one of two presses was faster
            return _to_confirmation(permohonan)
        return _check_page(permohonan, form, pakta), UNPROCESSABLE

    @expose("/<kode>/terkirim")
    @has_access
    def terkirim(self, kode: str) -> Any:
        """The confirmation: the code, the receipt, what happens next and when."""
        permohonan = halaman.load(kode)
        sent = queries.submissions(permohonan)
        if not sent or not _is_own(permohonan):
            return redirect(halaman.case_url(permohonan), 303)
        last = sent[-1]
        return render_template(
            "permohonan/isian/terkirim.html",
            permohonan=permohonan,
            kiriman=last,
            sesudah=lanjutan.after_sending(to_wita(last.sent_at).date())[1:],
            kasus_url=halaman.case_url(permohonan),
            jejak=halaman.crumbs(permohonan, _("Terkirim")),
        )

    @expose("/<kode>/hapus", methods=["GET", "POST"])
    @has_access
    def hapus(self, kode: str) -> Any:
        """A draft is thrown away by its owner, after a page that says what goes."""
        permohonan = halaman.load(kode)
        sentence = rules.why_not(g.user, permohonan, "hapus")
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        form = Form()
        if request.method == "POST" and form.validate() and _done(form, operations.delete_draft, permohonan):
            flash(_("Draf dihapus."), "success")
            return redirect(address("/permohonan"), 303)
        page = render_template(
            "permohonan/isian/hapus.html",
            permohonan=permohonan,
            form=form,
            kasus_url=halaman.case_url(permohonan),
            jejak=halaman.crumbs(permohonan, _("Hapus draf")),
        )
        return page, UNPROCESSABLE if form.form_errors else 200

    @expose("/<kode>/tarik", methods=["GET", "POST"])
    @has_access
    def tarik(self, kode: str) -> Any:
        """A submitted application is taken back, with a reason."""
        permohonan = halaman.load(kode)
        sentence = rules.why_not(g.user, permohonan, "tarik")
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        form, url = TarikForm(), halaman.case_url(permohonan)
        if request.method == "POST" and form.validate():
            if _done(form, operations.withdraw_permohonan, permohonan, alasan=form.catatan.data):
                flash(_("Permohonan ditarik."), "success")
                return redirect(url, 303)
            permohonan = halaman.load(kode)
        page = render_template(
            "permohonan/isian/tarik.html",
            permohonan=permohonan,
            form=form,
            kasus_url=url,
            jejak=halaman.crumbs(permohonan, _("Tarik permohonan")),
        )
        return page, UNPROCESSABLE if form.errors or form.form_errors else 200


class TandaTerimaView(BaseView):
    """The receipt, for everybody who may see the case."""

    title = _l("Tanda terima")
    route_base = "/permohonan"
    default_view = "unduh"

    @expose("/<kode>/tanda-terima.pdf")
    @has_access
    def unduh(self, kode: str) -> Any:
        permohonan = halaman.load(kode)
        sent = queries.submissions(permohonan) or abort(404)
        response = Response(make_receipt(permohonan, sent[-1]), mimetype="application/pdf")
        response.headers.set(
            "Content-Disposition", "attachment", filename=f"tanda-terima-{permohonan.kode}.pdf"
        )
        return response


def _done(form: Form, operation: Any, permohonan: Permohonan, **given: Any) -> bool:
    """Run an operation that answers nothing; False when it refused."""

    def act() -> bool:
        operation(permohonan, actor=g.user, **given)
        return True

    return bool(attempt(form, act))


def _is_own(permohonan: Permohonan) -> bool:
    return bool(rules.hats(g.user, permohonan) & {Hat.PPKSD1, Hat.PPKSD2})


def _is_sent(permohonan: Permohonan) -> bool:
    """Sent, and no more in the applicant's hands."""
    return (
        _is_own(permohonan)
        and permohonan.submitted_at is not None
        and permohonan.status not in (*DAPAT_DIUBAH, Status.DITARIK, Status.DITOLAK)
    )


def _to_confirmation(permohonan: Permohonan) -> BaseResponse:
    return redirect(url_for("PeriksaView.terkirim", kode=permohonan.kode), 303)


def _send(permohonan: Permohonan, form: SetujuForm, pakta: PaktaIntegritas | None) -> Permohonan | None:
    """Send when the shown text of the pact was accepted; else the sentence stands beside the switch."""
    accepted = form.accepted(pakta)
    if form.setuju.errors:
        return None
    return attempt(form, lambda: operations.submit_permohonan(permohonan, actor=g.user, pakta=accepted))


def _check_page(permohonan: Permohonan, form: SetujuForm, pakta: PaktaIntegritas | None) -> str:
    form.pakta.data = str(pakta.id) if pakta else ""
    hindrances = rules.hindrances(g.user, permohonan, rules.submit_step(permohonan))
    if Hat.PPKSD1 not in rules.hats(g.user, permohonan):
        hindrances = [rules.Kurang(_l("Permohonan dikirim oleh PPKSD-1."))]
    elif pakta is None:
        hindrances.append(
            rules.Kurang(_l("Teks pakta integritas belum tersedia. Hubungi Bagian Kerja Sama."))
        )
    return render_template(
        "permohonan/isian/periksa.html",
        permohonan=permohonan,
        form=form,
        pakta=pakta,
        kelompok=answers(permohonan),
        pertama=rules.petugas_ke(permohonan, 1),
        kedua=rules.petugas_ke(permohonan, 2),
        halangan=halaman.gap_links(permohonan, hindrances),
        perbaikan=halaman.to_do(permohonan),
        langkah=halaman.steps(permohonan),
        jejak=halaman.crumbs(permohonan, _("Periksa")),
        sebelumnya=halaman.part_url(permohonan, Bagian.PERSIAPAN),
    )
