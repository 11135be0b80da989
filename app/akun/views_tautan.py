"""Pages behind links in mails: a forgotten or first password, a new sign-in address. Open to everybody who has the link."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.akun import dikenal, operations, operations_kabar, tasks_pendaftaran
from app.akun.forms import ForgottenForm, NewPasswordForm
from app.akun.models import TautanAkun, TujuanTautan
from app.akun.queries import link_by_token
from app.akun.sessions import end_session
from app.akun.tampil_lagi import Draw, register_page
from app.extensions import limiter
from app.kit.clock import now
from app.kit.fab import BaseView, expose
from app.kit.forms import Form, mailbox
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.ratelimit import went_well

GONE = 410


def typed_email() -> str:
    return f"lupa:{mailbox(request.form.get('email', ''))}"


class TautanView(BaseView):
    """One-use links to an account."""

    route_base = ""
    default_view = "lupa_sandi"

    @expose("/lupa-sandi", methods=["GET", "POST"])
    @limiter.limit("10 per hour", methods=["POST"], deduct_when=went_well)
    @limiter.limit("3 per hour", key_func=typed_email, methods=["POST"], deduct_when=went_well)
    def lupa_sandi(self) -> Any:
        """Asks for a link; the answer is the same whether the address has an account or not."""
        form = ForgottenForm()
        if request.method == "POST" and form.validate():
            tasks_pendaftaran.ask(form.email.data, is_new=False)
            return render_template("akun/lupa_sandi_terkirim.html", email=form.email.data)
        return _forgotten(form), UNPROCESSABLE if form.errors else 200

    @expose("/atur-sandi/<token>", methods=["GET", "POST"])
    @limiter.limit("30 per hour", methods=["POST"])
    def atur_sandi(self, token: str) -> Any:
        """A password for the holder of the link, who then signs in with it."""
        tautan = link_by_token(token, TujuanTautan.ATUR_SANDI, now())
        if tautan is None:
            return _gone()
        form = NewPasswordForm()
        if request.method == "POST" and form.validate() and _set_password(form, tautan):
            if current_user.is_authenticated:
                end_session()
            # Whoever fails on purpose elsewhere does not keep the owner out.
            dikenal.remember(tautan.pengguna)
            flash(_("Kata sandi tersimpan. Silakan masuk."), "success")
            return redirect(url_for("AuthDBView.login"))
        return _new_password(form, tautan), UNPROCESSABLE if request.method == "POST" else 200

    @expose("/ganti-email/<token>", methods=["GET", "POST"])
    def ganti_email(self, token: str) -> Any:
        """The new address is confirmed by a press, not by the mere opening of the link: mail scanners open links."""
        tautan = link_by_token(token, TujuanTautan.GANTI_EMAIL, now())
        if tautan is None:
            return _gone()
        form = Form()
        if request.method == "POST":
            email = tautan.email
            if attempt(form, lambda: operations.confirm_email(tautan)) is not None:
                flash(_("Mulai sekarang Anda masuk dengan %(email)s.", email=email), "success")
                return redirect(url_for("PengaturanView.akun"))
        return _new_email(form, tautan), UNPROCESSABLE if request.method == "POST" else 200

    @expose("/email-kabar/<token>", methods=["GET", "POST"])
    @limiter.limit("30 per hour", methods=["POST"])
    def email_kabar(self, token: str) -> Any:
        """News goes to this address once its reader says so."""
        tautan = link_by_token(token, TujuanTautan.EMAIL_KABAR, now())
        if tautan is None:
            return _gone()
        form = Form()
        if (
            request.method == "POST"
            and attempt(form, lambda: operations_kabar.confirm_news_email(tautan)) is not None
        ):
            flash(_("Kabar sekarang dikirim ke alamat ini."), "success")
            return redirect(url_for("PengaturanView.akun"))
        return _news_email(form, tautan), UNPROCESSABLE if request.method == "POST" else 200


# --- the pages --------------------------------------------------------------------------------
def _forgotten(form: ForgottenForm) -> str:
    return render_template("akun/lupa_sandi.html", form=form)


def _new_password(form: NewPasswordForm, tautan: TautanAkun) -> str:
    return render_template("akun/atur_sandi.html", form=form, pengguna=tautan.pengguna)


def _new_email(form: Form, tautan: TautanAkun) -> str:
    return render_template("akun/ganti_email.html", form=form, tautan=tautan)


def _news_email(form: Form, tautan: TautanAkun) -> str:
    return render_template("akun/email_kabar.html", form=form, tautan=tautan)


def _linked(draw: Callable[[Any, TautanAkun], str], form: type[Form], tujuan: TujuanTautan) -> Draw:
    """The page behind a link once more, as long as the link counts."""

    def as_sent(token: str) -> Any:
        tautan = link_by_token(token, tujuan, now())
        return _gone() if tautan is None else draw(form(), tautan)

    return as_sent


register_page("TautanView.lupa_sandi", lambda: _forgotten(ForgottenForm()))
register_page("TautanView.atur_sandi", _linked(_new_password, NewPasswordForm, TujuanTautan.ATUR_SANDI))
register_page("TautanView.ganti_email", _linked(_new_email, Form, TujuanTautan.GANTI_EMAIL))
register_page("TautanView.email_kabar", _linked(_news_email, Form, TujuanTautan.EMAIL_KABAR))


def _set_password(form: NewPasswordForm, tautan: TautanAkun) -> bool:
    return attempt(form, lambda: operations.set_password(tautan, form.sandi.data)) is not None


def _gone() -> Any:
    """A link that is unknown, used or too old: all three look the same."""
    return render_template("akun/tautan_berakhir.html"), GONE
