"""The second factor: asked for at sign-in (`/masuk/kode`), set up and switched off in the settings."""

from typing import Any

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from app.akun import (
    dikenal,
    lanjut,
    operations_faktor,
    operations_masuk,
    operations_sesi,
    pintu,
    rules_masuk,
    tunda,
)
from app.akun.forms_masuk import CodeForm, ConfirmForm, SwitchOffForm
from app.akun.models import Pengguna
from app.akun.queries_masuk import factors_of, totp_of
from app.akun.sambungan import BagianAkun, register_bagian
from app.akun.sessions import me, this_session
from app.akun.tampil_lagi import register_page
from app.akun.ulang import why_not_let_in
from app.extensions import limiter
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import address
from app.kit.pages import UNPROCESSABLE, attempt


def per_address() -> str:
    return current_app.config["AUTH_RATE_LIMIT"]


class KodeMasukView(BaseView):
    """The second step of a sign-in: for whoever has proved the first."""

    route_base = "/masuk/kode"
    default_view = "kode"

    @expose("", methods=["GET", "POST"])
    @limiter.limit(per_address, methods=["POST"])
    def kode(self) -> Any:
        if current_user.is_authenticated:
            return redirect(address("/"))
        waiting = tunda.held()
        if waiting is None:
            return _too_late()
        form = CodeForm()
        if request.method == "GET":
            return tunda.code_page(form, waiting)
        if not form.validate():
            return tunda.code_page(form, waiting), UNPROCESSABLE
        outcome = operations_masuk.check_code(waiting.account, form.sandi_kode.data, dikenal.known_here())
        if outcome.account is None:
            form.form_errors.append(why_not_let_in(outcome, operations_faktor.WRONG_CODE))
            return tunda.code_page(form, waiting)  # 200: the failure must be counted
        return pintu.enter(
            waiting.account,
            cara=waiting.cara,
            target=waiting.target,
            isian=form.isian.data or "",
            is_kuat=True,
        )


def _too_late() -> Any:
    """Back to the first step; a form that waits goes along."""
    flash(_("Waktu untuk memasukkan kode sudah lewat. Silakan masuk lagi."), "info")
    isian = request.form.get("isian")
    return lanjut.sign_in_again(isian, None) if isian else redirect(url_for("AuthDBView.login"))


def _as_sent() -> Any:
    """The page of the code once more."""
    if current_user.is_authenticated:
        return redirect(address("/"))
    waiting = tunda.held()
    return _too_late() if waiting is None else tunda.code_page(CodeForm(), waiting)


register_page("KodeMasukView.kode", _as_sent)


class FaktorView(BaseView):
    """`Verifikasi Dua Langkah` of one's own account."""

    route_base = "/pengaturan/akun/dua-langkah"
    default_view = "index"
    title = _l("Verifikasi Dua Langkah")

    @expose("")
    @has_access
    def index(self) -> Any:
        return _page()

    @expose("/mulai", methods=["POST"])
    @has_access
    def mulai(self) -> Any:
        form = ConfirmForm(formdata=None)
        if attempt(form, lambda: operations_faktor.begin_totp(actor=me())) is None:
            return _page(confirm=form), UNPROCESSABLE
        return redirect(url_for("FaktorView.index"))

    @expose("/nyalakan", methods=["POST"])
    @has_access
    @limiter.limit("30 per hour")
    def nyalakan(self) -> Any:
        form = ConfirmForm()
        codes = None
        if form.validate():
            typed = form.sandi_kode.data
            codes = attempt(form, lambda: operations_faktor.confirm_totp(actor=me(), kode=typed))
        if codes is None:
            return _page(confirm=form), UNPROCESSABLE
        here = this_session()
        if here is not None:
            operations_sesi.prove_again(here, is_kuat=True)
        return show_codes(codes, _("Verifikasi dua langkah menyala."))

    @expose("/kode", methods=["POST"])
    @has_access
    def kode(self) -> Any:
        """Ten new recovery codes."""
        form = ConfirmForm(formdata=None)
        codes = attempt(form, lambda: operations_faktor.renew_codes(actor=me()))
        if codes is None:
            return _page(confirm=form), UNPROCESSABLE
        return show_codes(codes, _("Kode pemulihan baru dibuat. Yang lama tidak berlaku lagi."))

    @expose("/matikan", methods=["GET", "POST"])
    @has_access
    @limiter.limit("30 per hour", methods=["POST"])
    def matikan(self) -> Any:
        form = SwitchOffForm()
        if not me().password:
            del form.sandi
        if request.method == "POST" and form.validate():
            password = form.sandi.data if "sandi" in form else ""
            typed = form.sandi_kode.data
            act = lambda: operations_faktor.switch_off_totp(actor=me(), kode=typed, password=password)  # noqa: E731
            if attempt(form, act) is not None:
                flash(_("Verifikasi dua langkah dimatikan."), "success")
                return redirect(url_for("FaktorView.index"))
        html = render_template("akun/faktor_mati.html", form=form, title=_("Matikan Verifikasi Dua Langkah"))
        return html, UNPROCESSABLE if request.method == "POST" else 200


def _page(confirm: ConfirmForm | None = None) -> str:
    person = me()
    faktor, stored = factors_of(person), totp_of(person)
    secret = picture = None
    if stored is not None and not faktor.is_totp:
        secret, uri = operations_faktor.address_of(stored, person, current_app.config["APP_NAME"])
        picture = Markup(segno.make(uri, error="m").svg_inline(scale=5, light="#fff", dark="#000"))
    return render_template(
        "akun/faktor.html",
        form=confirm or ConfirmForm(formdata=None),
        faktor=faktor,
        sejak=stored.confirmed_at if stored is not None else None,
        secret=secret,
        picture=picture,
        is_wajib=rules_masuk.needs_factor(person),
    )


def show_codes(codes: list[str], said: Any) -> str:
    """Recovery codes, this once."""
    return render_template("akun/kode_pemulihan.html", codes=codes, said=said)


def _state(person: Pengguna) -> Any:
    return _("Menyala") if factors_of(person).is_totp else _("Mati")


register_bagian(BagianAkun("FaktorView.index", "shield-check", _l("Verifikasi dua langkah"), _state, 10))
