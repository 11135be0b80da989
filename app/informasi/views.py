"""The public pages Informasi, FAQ and Lacak. The screens in which Admin writes their texts: master_views.py."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.extensions import limiter
from app.informasi import operations, queries
from app.informasi.forms import LacakForm, SearchForm
from app.informasi.markdown import render, to_html, to_text
from app.informasi.master_views import DokumenInformasiView, HalamanView, TanyaJawabView
from app.informasi.models import Halaman, TanyaJawab
from app.kit.fab import BaseView, expose
from app.kit.look import language
from app.kit.storage import send_stored
from app.permohonan import kata
from app.permohonan.alur import Giliran, Tahap
from app.permohonan.kode import has_right_check_digit

__all__ = [
    "DokumenInformasiView",
    "HalamanView",
    "InformasiView",
    "LacakView",
    "TanyaJawabPublikView",
    "TanyaJawabView",
]

OPINIONS = "pendapat_faq"  # in the browser's session: the answers about which it has said something
MOST_OPINIONS = 200
NOT_FOUND = 404
# Groups of questions that the program brings along, so that they can be translated; Admin may write others.
KELOMPOK: dict[str, Any] = {
    "Sebelum mengajukan": _l("Sebelum mengajukan"),
    "Mengisi permohonan": _l("Mengisi permohonan"),
    "Sesudah mengirim": _l("Sesudah mengirim"),
    "Data dan keamanan": _l("Data dan keamanan"),
}


@dataclass(frozen=True)
class Spoken:
    """A text and the language that it is written in, for the attribute `lang`."""

    text: str
    lang: str


def spoken(item: Any, name: str) -> Spoken:
    """A text in the language of the page; the Indonesian one where no English one was written."""
    english = getattr(item, f"{name}_en", "") if language() == "en" else ""
    return Spoken(english, "en") if english else Spoken(getattr(item, name), "id")


def group_word(name: str) -> Any:
    """The name of a group of questions in the language of the page."""
    return KELOMPOK.get(name, name)


class InformasiView(BaseView):
    """Pages, regulations, formats and sample letters; searched by one box."""

    route_base = "/informasi"
    default_view = "index"

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Any:
        blueprint = super().create_blueprint(*args, **kwargs)
        blueprint.add_app_template_filter(to_html, "markdown")
        return blueprint

    @expose("")
    def index(self) -> str:
        words = queries.clean_query(request.args.get("q"))
        form = SearchForm(data={"q": words})
        if words:
            found = queries.search_pages(words, language() == "en")
            return render_template(
                "informasi/hasil.html",
                form=form,
                q=words,
                pages=[(page, spoken(page, "judul"), self._excerpt(page)) for page in found],
                documents=queries.search_documents(words),
            )
        pages = [(page, spoken(page, "judul"), self._excerpt(page)) for page in queries.published_pages()]
        return render_template(
            "informasi/index.html", form=form, pages=pages, groups=queries.documents_by_kind()
        )

    def _excerpt(self, page: Halaman) -> Spoken:
        body = spoken(page, "isi")
        return (
            Spoken(page.ringkasan, "id")
            if body.lang == "id" and page.ringkasan
            else Spoken(to_text(body.text), body.lang)
        )

    @expose("/<slug>")
    def page(self, slug: str) -> str:
        page = queries.page(slug) or abort(404)
        body = spoken(page, "isi")
        return render_template(
            "informasi/halaman.html",
            page=page,
            judul=spoken(page, "judul"),
            body=body,
            text=render(body.text),
        )

    @expose("/unduh/<int:id>")
    def download(self, id: int) -> Response:
        document = queries.document(id)
        if document is None or document.berkas is None:
            abort(404)
        return send_stored(document.berkas)


class TanyaJawabPublikView(BaseView):
    """Questions and answers, and one voice per browser on whether an answer helped."""

    route_base = "/faq"
    default_view = "index"

    @expose("")
    def index(self) -> str:
        words = queries.clean_query(request.args.get("q"))
        groups = {
            name: [(one, spoken(one, "pertanyaan"), self._answer(one)) for one in questions]
            for name, questions in queries.questions(words, language() == "en").items()
        }
        return render_template(
            "informasi/faq.html",
            form=SearchForm(data={"q": words}),
            q=words,
            groups=groups,
            group_word=group_word,
            opened=request.args.get("buka", ""),
            said=set(session.get(OPINIONS, ())),
        )

    def _answer(self, question: TanyaJawab) -> tuple[Markup, str]:
        answer = spoken(question, "jawaban")
        return to_html(answer.text), answer.lang

    @expose("/<int:id>/pendapat", methods=["POST"])
    @limiter.limit("30 per minute")
    def opinion(self, id: int) -> Response:
        question = queries.question(id) or abort(404)
        said = request.form.get("berguna", "")
        if said not in ("ya", "tidak"):
            abort(400)
        before = list(session.get(OPINIONS, ()))
        if id not in before:
            operations.count_opinion(question, said == "ya")
            session[OPINIONS] = [*before, id][-MOST_OPINIONS:]
        flash(_("Terima kasih, pendapat Anda tercatat."), "success")
        words = queries.clean_query(request.form.get("q"))
        return redirect(url_for(f"{self.endpoint}.index", q=words or None, buka=id, _anchor=f"t-{id}"), 303)


class LacakView(BaseView):
    """Where a case stands, for whoever has its code: stage, dates and turn, and nothing of persons."""

    route_base = "/lacak"
    default_view = "index"

    @expose("")
    @limiter.limit("60 per minute", exempt_when=lambda: not request.args.get("kode"))
    def index(self) -> str | tuple[str, int]:
        kode = queries.clean_kode(request.args.get("kode"))
        form = LacakForm(data={"kode": kode})
        if not kode:
            return render_template("informasi/lacak.html", form=form, jejak=None)
        jejak = queries.track(kode)
        if jejak is None:
            form.kode.errors = [str(self._why_not_found(kode))]
            return render_template("informasi/lacak.html", form=form, jejak=None), NOT_FOUND
        return render_template("informasi/lacak.html", form=form, jejak=jejak, **self._words(jejak))

    def _why_not_found(self, kode: str) -> Any:
        if kode.startswith("D-"):
            return _(
                "Ini kode draf. Yang dapat dilacak hanya permohonan yang sudah dikirim, dengan kode pada tanda terimanya."
            )
        if not has_right_check_digit(kode):
            return _("Kode ini salah ketik. Periksa angka terakhir dan angka-angka sebelumnya.")
        return _("Tidak ada permohonan dengan kode ini. Periksa kembali kode pada tanda terima Anda.")

    def _words(self, jejak: queries.Jejak) -> dict[str, Any]:
        is_over = jejak.giliran is Giliran.SELESAI
        return {
            "status": kata.status_word(jejak.status, jejak.kategori_kode),
            "sekarang": kata.LACAK[jejak.status],
            "giliran": None if is_over else kata.GILIRAN_PEMOHON[jejak.giliran],
            "tahapan": stages(jejak),
        }


def stages(jejak: queries.Jejak) -> list[dict[str, Any]]:
    """The five stages of the poster as `ui.tahapan` prints them; none is current once a case was refused or withdrawn."""
    order = list(Tahap)
    at = order.index(jejak.tahap) if jejak.tahap is not None else -1
    return [
        {
            "nama": kata.TAHAP[tahap],
            "ikon": kata.TAHAP_IKON[tahap],
            "keadaan": "kini" if number == at else "lewat" if number < at else "",
            "ket": "",
        }
        for number, tahap in enumerate(order)
    ]
