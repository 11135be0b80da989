"""`/pdp/teks`: what people are told and asked, in versions; `/pdp/kabar`: news for those who consent; `/privasi`."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.sambungan import KartuPengaturan, register_kartu
from app.akun.sessions import me
from app.kit.clock import now
from app.kit.crypto import new_token
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import language
from app.kit.pages import UNPROCESSABLE, attempt
from app.pdp import operations_persetujuan as operations
from app.pdp import queries, rules
from app.pdp.forms import NewsForm, NoticeForm, TextForm
from app.pdp.gerbang import BIGGEST_ID, is_in_charge, officer_only
from app.pdp.models import NaskahPrivasi, TujuanPersetujuan


class TeksPersetujuanView(BaseView):
    """Texts of consent and the privacy notice. Published is for ever; a change is a new version."""

    route_base = "/pdp/teks"
    default_view = "index"
    title = _l("Teks Persetujuan dan Privasi")

    @expose("")
    @has_access
    def index(self) -> str:
        officer_only()
        counts = {tujuan: queries.count_consenting(tujuan) for tujuan in TujuanPersetujuan}
        return render_template(
            "pdp/teks.html",
            teks=queries.all_texts(),
            naskah=queries.notices(now()),
            jumlah=counts,
            kini=now(),
        )

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        """A new version of a text of consent, begun with the words in force."""
        officer_only()
        form = TextForm()
        if request.method == "GET":
            self._begin(form)
        elif form.validate() and attempt(form, lambda: _publish(form)) is not None:
            flash(
                _("Versi baru berlaku. Persetujuan atas versi lama tidak berlaku lagi dan diminta ulang."),
                "success",
            )
            return redirect(url_for("TeksPersetujuanView.index"), 303)
        return render_template("pdp/teks_baru.html", form=form), _status()

    @expose("/privasi", methods=["GET", "POST"])
    @has_access
    def privasi(self) -> Any:
        """A new version of the privacy notice: everybody is told now, it takes effect a week later."""
        officer_only()
        newest = queries.notice_in_force(now())
        form = NoticeForm(obj=newest if request.method == "GET" else None)
        if request.method == "GET":
            form.ringkasan.data = ""
        elif form.validate():
            made = attempt(
                form,
                lambda: operations.publish_notice(
                    actor=me(),
                    ringkasan=form.ringkasan.data,
                    isi=form.isi.data,
                    isi_en=form.isi_en.data or "",
                ),
            )
            if made is not None:
                flash(_("Versi baru diumumkan kepada semua pemilik akun."), "success")
                return redirect(url_for("TeksPersetujuanView.index"), 303)
        return render_template("pdp/privasi_baru.html", form=form, hari=rules.NOTICE_DAYS), _status()

    def _begin(self, form: TextForm) -> None:
        wanted = request.args.get("tujuan")
        for text in queries.texts_in_force():
            if text.tujuan == wanted:
                form.process(obj=text)
                form.tujuan.data = text.tujuan.value


def _publish(form: TextForm) -> Any:
    return operations.publish_text(
        actor=me(),
        tujuan=TujuanPersetujuan(form.tujuan.data),
        judul=form.judul.data,
        isi=form.isi.data,
        judul_en=form.judul_en.data or "",
        isi_en=form.isi_en.data or "",
    )


def _status() -> int:
    return UNPROCESSABLE if request.method == "POST" else 200


class KabarLayananView(BaseView):
    """News beyond one's own cases, for those who consent to it."""

    route_base = "/pdp/kabar"
    default_view = "index"
    title = _l("Kabar Layanan")

    @expose("", methods=["GET", "POST"])
    @has_access
    def index(self) -> Any:
        officer_only()
        form = NewsForm()
        if request.method == "GET":
            form.kunci.data = new_token()[1]
        elif form.validate():
            sent = attempt(
                form,
                lambda: operations.send_news(
                    actor=me(), judul=form.judul.data, isi=form.isi.data, kunci=form.kunci.data
                ),
            )
            if sent is not None:
                flash(_("Kabar dikirim kepada mereka yang menyetujuinya."), "success")
                return redirect(url_for("KabarLayananView.index"), 303)
        html = render_template(
            "pdp/kabar.html",
            form=form,
            rows=queries.news(),
            jumlah=queries.count_consenting(TujuanPersetujuan.KABAR_LAYANAN),
        )
        return html, _status()


class PrivasiView(BaseView):
    """The privacy notice, for everybody: the version in force, the one to come, the ones before."""

    route_base = "/privasi"
    default_view = "index"
    title = _l("Pelindungan Data Pribadi")

    @expose("")
    def index(self) -> Any:
        moment = now()
        return _notice(queries.notice_in_force(moment), queries.notice_to_come(moment))

    @expose("/<int:versi>")
    def versi(self, versi: int) -> Any:
        """A version that was published, also an old one: people consented to it or were told of it."""
        found = queries.find_notice(versi) if versi <= BIGGEST_ID else None
        return _notice(found, None)


def _notice(notice: NaskahPrivasi | None, coming: NaskahPrivasi | None) -> Any:
    if notice is None:
        abort(404)
    is_english = language() == "en" and bool(notice.isi_en)
    return render_template(
        "pdp/privasi.html",
        naskah=notice,
        isi=notice.isi_en if is_english else notice.isi,
        bahasa_isi="en" if is_english else "id",
        datang=coming,
        semua=queries.notices(now()),
        kini=now(),
    )


for _card in (
    KartuPengaturan(
        "can_index",
        "TeksPersetujuanView",
        "TeksPersetujuanView.index",
        "file-earmark-text",
        _l("Teks persetujuan dan privasi"),
        _l("Apa yang diberitahukan dan dimintakan persetujuannya."),
        21,
        is_in_charge,
    ),
    KartuPengaturan(
        "can_index",
        "KabarLayananView",
        "KabarLayananView.index",
        "envelope",
        _l("Kabar layanan"),
        _l("Hanya untuk mereka yang menyetujuinya."),
        23,
        is_in_charge,
    ),
):
    register_kartu(_card)
