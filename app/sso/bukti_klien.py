"""The proof that an account of ours belongs to whom a provider has named: password, link by mail, or a fresh sign-in.

Called by views_klien.py. Whoever has a second factor here proves with a whole sign-in: one proof less would be a way
around it.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.akun import operations as akun
from app.akun import pintu
from app.akun.dikenal import known_here
from app.akun.models import Pengguna
from app.akun.sessions import me, this_session
from app.kit.clock import now
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt
from app.sso import oidc_klien as oidc
from app.sso import operations_klien as operations
from app.sso import operations_klien_sesi as sesi_sso
from app.sso import queries_klien as queries
from app.sso import rules_klien as rules
from app.sso.forms_klien import ProofForm
from app.sso.gagal_klien import refused
from app.sso.models_klien import AkunSso, PermintaanSso
from app.sso.oidc_klien import Identitas
from app.sso.peramban_klien import this_browser

GONE = 410


def over() -> Any:
    """Unknown, used, too old, another browser's: all look the same."""
    return render_template("sso/klien/berakhir.html"), GONE


def answer(permintaan: PermintaanSso, token: str) -> Any:
    """The page of the proof, and what its buttons do; `bagian` says which one was pressed."""
    acts = {"sandi": _by_password, "sesi": _by_session, "surat": _ask_mail, "buat": _create}
    sent = request.form.get("bagian", "") if request.method == "POST" else ""
    if sent in acts:
        return acts[sent](permintaan, token)
    return _page(permintaan), UNPROCESSABLE if request.method == "POST" else 200


def enter(link: AkunSso, identitas: Identitas, target: str) -> Any:
    """In through the one door, as the account of this link."""
    penyedia, form = link.penyedia, Form()
    account = attempt(form, lambda: sesi_sso.let_in(link, identitas, peramban=this_browser()))
    if account is None:
        return refused(penyedia, form.form_errors[0])
    is_kuat = oidc.is_strong(identitas, penyedia.nilai_kuat.split())
    return pintu.admit(account, cara=pintu.SSO, target=target, is_kuat=is_kuat)


def by_mail(permintaan: PermintaanSso) -> Any:
    """Whoever reads the mail of the account, in the browser that asked for it, presses once more."""
    form, calon = Form(), permintaan.calon
    if request.method == "POST" and calon is not None:
        if queries.has_second_factor(calon):
            form.form_errors.append(_second_factor_first())
        else:
            linked = _link(form, permintaan, calon, operations.BY_MAIL)
            if linked is not None:
                return linked
    html = render_template("sso/klien/surat.html", permintaan=permintaan, form=form)
    return html, UNPROCESSABLE if request.method == "POST" else 200


# --- the buttons --------------------------------------------------------------------------------
def _by_password(permintaan: PermintaanSso, token: str) -> Any:
    """The password of the account in question; failures count as at any sign-in, and close this page after a few."""
    form = ProofForm()
    calon = permintaan.calon
    if calon is not None:
        form.nama.data = calon.email
        form.nama.validators = ()
    if not form.validate():
        return _page(permintaan, form), UNPROCESSABLE
    outcome = akun.sign_in(form.nama.data, form.sandi.data, known_here())
    if outcome.account is None:
        if operations.count_wrong(permintaan):
            flash(_("Terlalu sering salah. Mulai lagi dari halaman Masuk."), "warning")
            return redirect(url_for("AuthDBView.login"))
        form.form_errors.append(_("Email/NIP atau kata sandi tidak cocok."))
        return _page(permintaan, form)  # 200: the failure must be counted, a refusal would undo it
    account = outcome.account
    if queries.has_second_factor(account):
        # The whole sign-in first; it leads back here, where a fresh session is the proof.
        return pintu.admit(account, cara=pintu.SANDI, target=url_for("SsoView.bukti", token=token))
    linked = _link(form, permintaan, account, operations.BY_PASSWORD)
    return linked if linked is not None else (_page(permintaan, form), UNPROCESSABLE)


def _by_session(permintaan: PermintaanSso, token: str) -> Any:
    """Whoever signed in a moment ago needs no second proof."""
    form = Form()
    if not is_fresh(permintaan.calon):
        return _page(permintaan, form), UNPROCESSABLE
    linked = _link(form, permintaan, me(), operations.BY_SESSION)
    return linked if linked is not None else (_page(permintaan, form), UNPROCESSABLE)


def _ask_mail(permintaan: PermintaanSso, token: str) -> Any:
    form = Form()
    calon = permintaan.calon
    if calon is not None and queries.has_second_factor(calon):
        form.form_errors.append(_second_factor_first())
        return _page(permintaan, form), UNPROCESSABLE
    if attempt(form, lambda: operations.ask_mail(permintaan)) is None:
        return _page(permintaan, form), UNPROCESSABLE
    flash(_("Tautan dikirim. Buka surelnya di peramban ini."), "success")
    return redirect(url_for("SsoView.bukti", token=token))


def _create(permintaan: PermintaanSso, token: str) -> Any:
    form, identitas = Form(), operations.identity_of(permintaan)
    locale, target = get_locale(), permintaan.lanjut
    language = locale.language if locale and locale.language in ("id", "en") else "id"
    link = None
    if permintaan.calon_id is None:
        link = attempt(form, lambda: operations.create_linked(permintaan, bahasa=language))
    if link is None:
        return _page(permintaan, form), UNPROCESSABLE
    return enter(link, identitas, target)


def _link(form: Form, permintaan: PermintaanSso, account: Pengguna, cara: str) -> Any:
    """Linked, and in; None when refused."""
    identitas, target = operations.identity_of(permintaan), permintaan.lanjut
    is_linking = permintaan.pengguna_id is not None
    nama = permintaan.penyedia.nama
    link = attempt(form, lambda: operations.link_account(permintaan, account, cara=cara))
    if link is None:
        return None
    if is_linking:
        flash(_("Akun Anda terhubung dengan %(nama)s.", nama=nama), "success")
        return redirect(url_for("AkunSsoView.index"))
    return enter(link, identitas, target)


# --- the page --------------------------------------------------------------------------------
def is_fresh(calon: Pengguna | None) -> bool:
    """Whether the person at this browser has just signed in here, as the account in question."""
    here = this_session()
    if here is None or now() - here.proved_at > rules.FRESH:
        return False
    return current_user.is_authenticated and (calon is None or calon.id == me().id)


def _second_factor_first() -> str:
    return _(
        "Akun ini memakai verifikasi dua langkah. Masuklah dengan kata sandi dan kodenya, lalu hubungkan."
    )


def _page(permintaan: PermintaanSso, form: Any = None) -> str:
    identitas, calon, penyedia = operations.identity_of(permintaan), permintaan.calon, permintaan.penyedia
    password = form if isinstance(form, ProofForm) else ProofForm(formdata=None)
    return render_template(
        "sso/klien/bukti.html",
        permintaan=permintaan,
        penyedia=penyedia,
        calon=calon,
        sana=rules.shown_name(identitas),
        form=password,
        salah=form,
        segar=is_fresh(calon),
        dapat_surat=calon is not None and calon.active and not queries.has_second_factor(calon),
        sandi_ada=calon is None or bool(calon.password),
        tak_dapat_dibuat=operations.why_not_create(penyedia, identitas) if calon is None else True,
        email=rules.email_of(identitas),
        terkirim=permintaan.surat > 0,
    )
