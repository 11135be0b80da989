"""`/masuk/ulang`: proving again who one is before a heavy act. `/pengaturan/sandi-baru`: a password that must be changed."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import (
    dikenal,
    lanjut,
    operations_akun,
    operations_faktor,
    operations_kabar,
    operations_masuk,
    operations_sesi,
    ulang,
)
from app.akun.forms_masuk import AgainForm, MustChangeForm
from app.akun.pintu import start_anew
from app.akun.queries_masuk import factors_of
from app.akun.sessions import me, this_session
from app.akun.tampil_lagi import register_page
from app.extensions import limiter
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import address, safe_path
from app.kit.pages import UNPROCESSABLE, attempt


def per_address() -> str:
    return current_app.config["AUTH_RATE_LIMIT"]


class UlangMasukView(BaseView):
    """For somebody who is signed in already."""

    route_base = "/masuk/ulang"
    default_view = "ulang"
    title = _l("Buktikan Lagi")

    @expose("", methods=["GET", "POST"])
    @has_access
    @limiter.limit(per_address, methods=["POST"])
    def ulang(self) -> Any:
        form = ulang.again_form(AgainForm(), factors_of(me()))
        if request.method == "GET":
            form.lanjut.data = safe_path(request.args.get("lanjut")) or ""
            return ulang.again_page(form)
        has_kept = bool(form.isian.data)
        if request.form.get("kirim") and ulang.is_by_mail(factors_of(me())):
            operations_kabar.request_code(actor=me())
            flash(_("Kode dikirim ke %(email)s.", email=me().email), "info")
            return ulang.again_page(form, has_kept)
        if not form.validate():
            return ulang.again_page(form, has_kept), UNPROCESSABLE
        outcome, wrong = _check(form)
        if outcome.account is None:
            form.form_errors.append(ulang.why_not_let_in(outcome, wrong))
            return ulang.again_page(form, has_kept)  # 200: the failure must be counted
        is_kuat = "sandi_kode" in form and not ulang.is_by_mail(factors_of(me()))
        return proved(form.isian.data, form.lanjut.data, is_kuat=is_kuat)


def _as_sent() -> str:
    """The page once more, with the form that waits; visitors sign in first (lanjut.py)."""
    form = ulang.again_form(AgainForm(), factors_of(me()))
    return ulang.again_page(form, has_kept=bool(form.isian.data))


register_page("UlangMasukView.ulang", _as_sent)


def _check(form: AgainForm) -> tuple[operations_masuk.Attempt, Any]:
    """How it ended, and the sentence for what does not fit."""
    known = dikenal.known_here()
    if "sandi_kode" in form:
        is_mailed = ulang.is_by_mail(factors_of(me()))
        use = operations_kabar.use_mailed_code if is_mailed else operations_faktor.use_code
        wrong = (
            _("Kode itu tidak cocok atau sudah kedaluwarsa.") if is_mailed else operations_faktor.WRONG_CODE
        )
        return operations_masuk.check_code(me(), form.sandi_kode.data, known, use), wrong
    return operations_masuk.check_password(me(), form.sandi.data, known), _("Kata sandi tidak benar.")


def proved(isian: str | None, target: str | None, *, is_kuat: bool) -> Any:
    """On with what was interrupted."""
    here = this_session()
    if here is not None:
        operations_sesi.prove_again(here, is_kuat=is_kuat)
    ulang.proved()
    kept = lanjut.unseal(isian)
    return lanjut.kept_page(kept) if kept is not None else redirect(address(safe_path(target) or "/"))


class SandiBaruView(BaseView):
    """Until this is done nothing else opens (gerbang.py)."""

    route_base = "/pengaturan/sandi-baru"
    default_view = "sandi_baru"
    title = _l("Buat Kata Sandi Baru")

    @expose("", methods=["GET", "POST"])
    @has_access
    @limiter.limit("30 per hour", methods=["POST"])
    def sandi_baru(self) -> Any:
        person, form = me(), MustChangeForm()
        if not person.harus_ganti_sandi:
            return redirect(address("/pengaturan/akun"))
        if request.method == "POST" and form.validate():
            new = form.sandi_baru.data
            if attempt(form, lambda: operations_akun.replace_password(actor=person, new=new)) is not None:
                start_anew(person)
                flash(_("Kata sandi tersimpan."), "success")
                return redirect(address(safe_path(request.args.get("lanjut")) or "/"))
        html = render_template("akun/sandi_baru.html", form=form, title=self.title)
        return html, UNPROCESSABLE if request.method == "POST" else 200
