"""`/pengaturan/data-saya`: what is stored about me, what I consented to, what I ask. Nobody sees it of others."""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun.models import Pengguna
from app.akun.sambungan import BagianAkun, register_bagian
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import limiter
from app.kit.clock import now
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import language
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.pdp import (
    laporan,
    operations,
    operations_data,
    operations_hapus,
    operations_persetujuan,
    queries,
    rules,
)
from app.pdp import sumber_lembaga as _lembaga  # noqa: F401  # registers its sections
from app.pdp import sumber_orang as _orang  # noqa: F401
from app.pdp import sumber_perkara as _perkara  # noqa: F401
from app.pdp import sumber_sso as _sso  # noqa: F401
from app.pdp.forms import RequestForm, kinds
from app.pdp.kata import NADA
from app.pdp.models import JenisPermintaan, TeksPersetujuan, TujuanPersetujuan
from app.pdp.retensi import SAMAR, TINGGAL_KATA

KINDS = {"json": "application/json", "pdf": "application/pdf"}


def per_person() -> str:
    return f"orang:{current_user.get_id()}"


class DataSayaView(BaseView):
    """The rights of UU 27/2022, for everybody who has an account."""

    route_base = "/pengaturan/data-saya"
    default_view = "index"
    title = _l("Data Saya")

    @expose("")
    @has_access
    def index(self) -> str:
        return _page()

    @expose("/salinan.<bentuk>")
    @has_access
    @limiter.limit("20 per hour", key_func=per_person)
    def salinan(self, bentuk: str) -> Any:
        """The whole report. Recorded; asked again who one is (register_berat below)."""
        if bentuk not in KINDS:
            return abort(404)
        person = me()
        operations_data.note_copy(actor=person, bentuk=bentuk)
        keep()
        body: Any = (
            laporan.pdf_report(person)
            if bentuk == "pdf"
            else stream_with_context(laporan.json_report(person.id))
        )
        response = Response(body, content_type=KINDS[bentuk])
        response.headers["Content-Disposition"] = f'attachment; filename="data-saya.{bentuk}"'
        response.headers["Cache-Control"] = "no-store"
        return response

    # -- consent -------------------------------------------------------------------------------------------

    @expose("/persetujuan/<tujuan>", methods=["POST"])
    @has_access
    def persetujuan(self, tujuan: str) -> Any:
        """Given to the text that was shown, or withdrawn; with effect at once."""
        if tujuan not in set(TujuanPersetujuan):
            return abort(404)
        purpose = TujuanPersetujuan(tujuan)
        if request.form.get("setuju") == "1":
            text = _shown_text(purpose)
            given = attempt(None, lambda: (operations_persetujuan.give(text, actor=me()),))
            if given is None:
                return _refused()
            flash(_("Persetujuan Anda tersimpan. Anda dapat menariknya kapan saja."), "success")
        elif operations_persetujuan.withdraw(purpose, actor=me()):
            flash(_("Persetujuan Anda ditarik dan tidak berlaku lagi mulai sekarang."), "success")
        return redirect(url_for("DataSayaView.index", _anchor="persetujuan"), 303)

    # -- requests ------------------------------------------------------------------------------------------

    @expose("/permintaan", methods=["GET", "POST"])
    @has_access
    @limiter.limit("20 per hour", key_func=per_person, methods=["POST"])
    def permintaan(self) -> Any:
        """What I ask of my data, each with its clock; and what would go and stay if I were erased."""
        form = RequestForm()
        if request.method == "POST" and form.validate():
            made = attempt(
                form,
                lambda: operations.ask(actor=me(), jenis=JenisPermintaan(form.jenis.data), isi=form.isi.data),
            )
            if made is not None:
                flash(_("Permintaan Anda diterima dan dijawab paling lambat dalam 3×24 jam."), "success")
                return redirect(url_for("DataSayaView.permintaan"), 303)
        elif request.method == "GET" and request.args.get("jenis") in set(JenisPermintaan):
            form.jenis.data = request.args["jenis"]
        person = me()
        html = render_template(
            "pdp/permintaan_saya.html",
            form=form,
            jenis=kinds(),
            rows=queries.requests_of(person.id),
            pratinjau=operations_hapus.preview(person),
            samar=SAMAR.values(),
            tinggal=TINGGAL_KATA,
            halangan=operations_hapus.obstacles_of(person),
            kode_berjalan=operations_hapus.running_cases(person.id),
            nada=NADA,
            sisa=lambda row: rules.hours_left(row.due_at, now()),
        )
        return html, UNPROCESSABLE if request.method == "POST" else 200

    @expose("/pembatasan/akhiri", methods=["POST"])
    @has_access
    def akhiri(self) -> Any:
        """Who asked for a restriction ends it."""
        if operations.lift_restriction(actor=me()):
            flash(
                _("Pembatasan berakhir. Persetujuan lama tidak berlaku lagi; berikan lagi bila Anda mau."),
                "success",
            )
        return redirect(url_for("DataSayaView.index"), 303)


def _page() -> str:
    person = me()
    texts = queries.texts_in_force()
    consents = queries.consents_of(person.id)
    in_force = {one.teks_id: one for one in consents if one.withdrawn_at is None}
    older = {one.teks.tujuan for one in consents if one.withdrawn_at is None}
    return render_template(
        "pdp/data_saya.html",
        bagian=laporan.page_sections(person),
        per_bagian=laporan.ON_PAGE,
        teks=[
            (one, _spoken(one), in_force.get(one.id), one.tujuan in older and one.id not in in_force)
            for one in texts
        ],
        pembatasan=queries.restriction_of(person.id),
        terbuka=[row for row in queries.requests_of(person.id) if row.is_terbuka],
        sisa=lambda row: rules.hours_left(row.due_at, now()),
    )


def _spoken(text: TeksPersetujuan) -> tuple[str, str, str]:
    """(title, body, language): the English one where there is one and the page is English."""
    if language() == "en" and text.isi_en and text.judul_en:
        return text.judul_en, text.isi_en, "en"
    return text.judul, text.isi, "id"


def _shown_text(purpose: TujuanPersetujuan) -> TeksPersetujuan:
    """The text that the form carries; 404 for one of another purpose."""
    number = request.form.get("teks", "")
    found = (
        queries.find_text(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    )
    if found is None or found.tujuan is not purpose or found.published_at is None:
        abort(404)
    return found


def _refused() -> Any:
    refusal = g.refusal
    flash(refusal.message, "warning")
    return _page(), 409 if isinstance(refusal, Stale) else UNPROCESSABLE


def _state(person: Pengguna) -> Any:
    count = len(queries.open_kinds(person.id))
    return _("%(n)s permintaan diproses", n=count) if count else ""


register_bagian(BagianAkun("DataSayaView.index", "shield-check", _l("Data saya"), _state, 80))
register_berat("DataSayaView.salinan", is_also_reading=True)
