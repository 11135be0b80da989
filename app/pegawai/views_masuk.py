"""`/masuk/asn`: the first sign-in of an ASN. Open to everybody; every answer is the same for every NIP."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun import pintu
from app.akun.nik import compact_nip
from app.akun.operations_akun import LANGUAGES
from app.akun.sambungan import TombolMasuk, register_tombol
from app.akun.sessions import end_session
from app.akun.tampil_lagi import register_page
from app.extensions import limiter
from app.kit import settings
from app.kit.clock import now
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt
from app.pegawai import operations_masuk as operations
from app.pegawai import queries, tasks
from app.pegawai import settings as own
from app.pegawai.forms import AskForm, BeginForm, CodeForm, FirstPasswordForm
from app.pegawai.models import TautanPegawai

GONE, NOT_FOUND = 410, 404


def typed_nip() -> str:
    """What the rate limit by person counts."""
    return f"asn:{compact_nip(request.form.get('nip', ''))[:40]}"


class PegawaiMasukView(BaseView):
    """A link, or a code where Superadmin has it so; then a password of one's own."""

    route_base = "/masuk/asn"
    default_view = "minta"

    @expose("", methods=["GET", "POST"])
    @limiter.limit("20 per hour", methods=["POST"])
    @limiter.limit("5 per hour", key_func=typed_nip, methods=["POST"])
    def minta(self) -> Any:
        """Asks for a link; the answer is the same whether the NIP is in the directory or not."""
        form = AskForm()
        if request.method == "POST" and form.validate():
            tasks.ask_link(form.nip.data, _language())
            return render_template("pegawai/masuk_terkirim.html")
        return _ask_page(form), UNPROCESSABLE if form.errors else 200

    @expose("/sandi-pertama", methods=["GET", "POST"])
    @limiter.limit("20 per hour", methods=["POST"])
    @limiter.limit("5 per hour", key_func=typed_nip, methods=["POST"])
    def sandi_pertama(self) -> Any:
        """NIP and birth date; a code is sent when they are somebody's. The next page is the same in any case."""
        if not _by_code():
            return redirect(url_for("PegawaiMasukView.minta"))
        form = FirstPasswordForm()
        if request.method == "POST" and form.validate():
            tasks.ask_code(form.nip.data, form.sandi.data, _language())
            session["asn_nip"] = form.nip.data
            return redirect(url_for("PegawaiMasukView.kode"))
        return render_template("pegawai/sandi_pertama.html", form=form), UNPROCESSABLE if form.errors else 200

    @expose("/kode", methods=["GET", "POST"])
    @limiter.limit("30 per hour", methods=["POST"])
    @limiter.limit("15 per hour", key_func=typed_nip, methods=["POST"])
    def kode(self) -> Any:
        """The code from the mail; who comes in has to set a password before anything else."""
        if not _by_code():
            return redirect(url_for("PegawaiMasukView.minta"))
        form = CodeForm(nip=session.get("asn_nip", ""))
        if request.method == "POST" and form.validate():
            account = operations.use_code(form.nip.data, form.kode.data)
            if account is not None:
                return pintu.admit(account, cara=pintu.SANDI)
            form.form_errors.append(str(operations.WRONG_CODE))
            return render_template("pegawai/kode.html", form=form)  # 200: the wrong code must be counted
        return render_template("pegawai/kode.html", form=form), UNPROCESSABLE if form.errors else 200

    @expose("/<token>", methods=["GET", "POST"])
    @limiter.limit("30 per hour", methods=["POST"])
    def buka(self, token: str) -> Any:
        """Behind the link: whose it is, and a password. Opening alone uses nothing up: mail scanners open links."""
        tautan = queries.link_by_token(token, now())
        if tautan is None:
            return _over()
        account, has_password = _whose(tautan)
        form = BeginForm()
        if request.method == "POST" and (has_password or form.validate()):
            answer = _begin(form, tautan, has_password)
            if answer is not None:
                return answer
            tautan = queries.link_by_token(token, now())
            if tautan is None:
                return _over()
        html = _begin_page(form, tautan, account, has_password)
        return html, UNPROCESSABLE if request.method == "POST" else 200


# --- the pages, also of a form that could not be taken --------------------------------------------------
def _ask_page(form: AskForm) -> str:
    return render_template("pegawai/masuk.html", form=form, ada_kode=_by_code())


def _only_by_code(template: str, form: type[AskForm]) -> Any:
    """A page of the first password once more, as long as there is such a thing."""
    return (
        render_template(template, form=form()) if _by_code() else redirect(url_for("PegawaiMasukView.minta"))
    )


def _whose(tautan: TautanPegawai) -> tuple[Any, bool]:
    """The account that the link would lead to, if any, and whether it has a password of its own."""
    account, _certain = operations.candidate(tautan.pegawai)
    account = tautan.pegawai.pengguna or account
    return account, account is not None and bool(account.password)


def _begin_page(form: BeginForm, tautan: TautanPegawai, account: Any, has_password: bool) -> str:
    return render_template(
        "pegawai/mulai.html", form=form, pegawai=tautan.pegawai, has_password=has_password, account=account
    )


def _begin_as_sent(token: str) -> Any:
    tautan = queries.link_by_token(token, now())
    return _over() if tautan is None else _begin_page(BeginForm(), tautan, *_whose(tautan))


def _over() -> Any:
    return render_template("pegawai/tautan_berakhir.html"), GONE


register_page("PegawaiMasukView.minta", lambda: _ask_page(AskForm()))
register_page(
    "PegawaiMasukView.sandi_pertama", lambda: _only_by_code("pegawai/sandi_pertama.html", FirstPasswordForm)
)
register_page("PegawaiMasukView.kode", lambda: _only_by_code("pegawai/kode.html", CodeForm))
register_page("PegawaiMasukView.buka", _begin_as_sent)


def _begin(form: BeginForm, tautan: TautanPegawai, has_password: bool) -> Any:
    """Link and password used; whoever has a password of her own signs in with that."""
    password = None if has_password else form.sandi.data
    account = attempt(form, lambda: operations.use_link(tautan, password, bahasa=_language()))
    if account is None:
        return None
    if current_user.is_authenticated:
        end_session()
    if has_password:
        flash(
            _("Akun Anda dihubungkan dengan direktori ASN. Silakan masuk dengan NIP atau email."), "success"
        )
        return redirect(url_for("AuthDBView.login"))
    answer = pintu.admit(account, cara=pintu.TAUTAN)
    # After the new session has begun: nothing of the visitor's goes over into it.
    flash(_("Kata sandi tersimpan. Selanjutnya Anda masuk dengan NIP dan kata sandi ini."), "success")
    return answer


def _language() -> str:
    """What the page is shown in: the mail follows it while there is no account whose language is known."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else LANGUAGES[0]


def _by_code() -> bool:
    return settings.get(own.BIRTH_PASSWORD) == own.BY_CODE


def _button() -> list[TombolMasuk]:
    return [
        TombolMasuk(url_for("PegawaiMasukView.minta"), _l("ASN: masuk pertama kali"), ikon="person-badge")
    ]


register_tombol(_button)
