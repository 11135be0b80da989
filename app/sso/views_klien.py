"""Signing in through another provider: out and back, the proof, the mail's link, the way out, links of one's account.

The protocol is in oidc_klien.py. Whatever is wrong ends on one calm page with a number; the log has the detail.
"""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun.sessions import me
from app.extensions import csrf, db, limiter
from app.kit.clock import now
from app.kit.fab import BaseView, expose, has_access
from app.kit.forms import Form
from app.kit.look import address, safe_path
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.sso import bukti_klien as bukti
from app.sso import oidc_klien as oidc
from app.sso import operations_klien as operations
from app.sso import operations_klien_sesi as sesi_sso
from app.sso import queries_klien as queries
from app.sso.gagal_klien import failed, refused
from app.sso.http_klien import ProviderFault
from app.sso.models_klien import AkunSso, PenyediaSso, PermintaanSso
from app.sso.oidc_klien import Identitas
from app.sso.operations_klien_penyedia import client_of
from app.sso.peramban_klien import known_browser, this_browser

JUST = timedelta(minutes=2)
MAX_CODE = 4096
OAUTH_WORD = re.compile(r"[a-z_]{1,40}")  # nothing else of an address goes into the log
LOGOUT_OK, LOGOUT_BAD = 200, 400


def public(path: str) -> str:
    """The whole address of one of our paths, as it was made known to the provider."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def callback_address(penyedia: PenyediaSso) -> str:
    return public(url_for("SsoView.kembali", kode=penyedia.kode))


def signed_out_address(penyedia: PenyediaSso) -> str:
    return public(url_for("SsoView.selesai", kode=penyedia.kode))


def backchannel_address(penyedia: PenyediaSso) -> str:
    return public(url_for("SsoView.keluar_belakang", kode=penyedia.kode))


class SsoView(BaseView):
    """Open to everybody: this is how one comes in."""

    route_base = "/sso"
    default_view = "pamit"

    # -- out and back --------------------------------------------------------------------------------------

    @expose("/<kode>/masuk")
    @limiter.limit("30 per minute")
    def masuk(self, kode: str) -> Any:
        """To the provider. With `hubungkan` whoever is signed in links her account."""
        penyedia = queries.active_provider(kode) or abort(404)
        target = safe_path(request.args.get("lanjut")) or ""
        is_linking = "hubungkan" in request.args and current_user.is_authenticated
        if current_user.is_authenticated and not is_linking:
            return redirect(address(target or "/"))
        home = urlsplit(current_app.config["PUBLIC_URL"])
        if (
            request.host != home.netloc
        ):  # cookies belong to one name: begin where the provider will lead back to
            return redirect(public(request.full_path.rstrip("?")))
        try:
            temuan = oidc.discover(penyedia.issuer)
        except ProviderFault as fault:
            return failed(penyedia, fault)
        awal = operations.begin_attempt(
            penyedia, peramban=this_browser(), lanjut=target, actor=me() if is_linking else None
        )
        keep()
        language = get_locale()
        url = oidc.authorize_url(
            temuan,
            client_of(penyedia),
            awal,
            back=callback_address(penyedia),
            scopes=penyedia.scopes,
            language=language.language if language else "id",
        )
        return redirect(url)

    @expose("/<kode>/kembali")
    @limiter.limit("60 per minute")
    def kembali(self, kode: str) -> Any:
        """Back from the provider."""
        penyedia = queries.active_provider(kode) or abort(404)
        try:
            permintaan, awal = operations.take_attempt(
                penyedia, _argument("state"), peramban=known_browser() or ""
            )
            # Used up whatever comes now; and nothing is locked while the provider is asked.
            db.session.commit()
            identitas = _identity(penyedia, awal)
        except ProviderFault as fault:
            return failed(penyedia, fault)
        keep()
        return _arrived(permintaan, identitas)

    # -- the proof -----------------------------------------------------------------------------------------

    @expose("/bukti/<token>", methods=["GET", "POST"])
    @limiter.limit("20 per minute", methods=["POST"])
    def bukti(self, token: str) -> Any:
        """An identity that belongs to no account yet: which one is the person's, and the proof of it."""
        permintaan = queries.waiting_for_proof(token, known_browser() or "", now())
        if permintaan is None:
            return bukti.over()
        return bukti.answer(permintaan, token)

    @expose("/surat/<token>", methods=["GET", "POST"])
    @limiter.limit("20 per minute", methods=["POST"])
    def surat(self, token: str) -> Any:
        """The link of the mail: counts in the browser that asked for it, and by a press only."""
        permintaan = queries.waiting_by_mail(token, now())
        if permintaan is None:
            return bukti.over()
        if permintaan.peramban_sidik != known_browser():
            return render_template("sso/klien/peramban_lain.html", penyedia=permintaan.penyedia)
        return bukti.by_mail(permintaan)

    # -- the way out ---------------------------------------------------------------------------------------

    @expose("/pamit")
    def pamit(self) -> Any:
        """Signed out here; on to the provider. A page in between: browsers let a form lead to our own pages only."""
        browser = known_browser()
        sesi = queries.session_just_ended(browser, now() - JUST) if browser else None
        if sesi is None:
            return redirect(address("/"))
        token = sesi_sso.take_id_token(sesi)
        keep()
        penyedia = sesi.penyedia
        try:
            url = oidc.end_session_url(
                oidc.discover(penyedia.issuer),
                client_of(penyedia),
                id_token=token,
                back=signed_out_address(penyedia),
            )
        except ProviderFault:
            url = None
        if url is None:
            flash(_("Anda mungkin masih masuk pada %(nama)s.", nama=penyedia.nama), "info")
            return redirect(address("/"))
        return render_template("sso/klien/pamit.html", penyedia=penyedia, url=url)

    @expose("/<kode>/selesai")
    def selesai(self, kode: str) -> Any:
        """Back from signing out at the provider."""
        penyedia = queries.active_provider(kode) or abort(404)
        if not current_user.is_authenticated:
            flash(_("Anda juga sudah keluar dari %(nama)s.", nama=penyedia.nama), "success")
        return redirect(address("/"))

    @expose("/<kode>/keluar-belakang", methods=["POST"])
    @csrf.exempt
    @limiter.limit("600 per minute")  # one program speaks for a whole city that goes home
    def keluar_belakang(self, kode: str) -> Any:
        """The provider itself says that a session is over (OpenID Connect Back-Channel Logout 1.0)."""
        headers = {"Cache-Control": "no-store"}
        penyedia = queries.active_provider(kode)
        token = request.form.get("logout_token", "")
        if penyedia is None or not token:
            return {"error": "invalid_request"}, LOGOUT_BAD, headers
        try:
            sub, sid, jti = oidc.verify_logout(oidc.discover(penyedia.issuer), client_of(penyedia), token)
        except ProviderFault as fault:
            current_app.logger.warning("sso keluar-belakang %s: %s", penyedia.kode, fault)
            return {"error": "invalid_request"}, LOGOUT_BAD, headers
        sesi_sso.end_by_provider(penyedia, sub=sub, sid=sid, jti=jti)
        return "", LOGOUT_OK, headers


def _argument(name: str) -> str:
    return request.args.get(name, "")[:MAX_CODE]


def _identity(penyedia: PenyediaSso, awal: oidc.Awal) -> Identitas:
    """What the answer in the address proves. Raises ProviderFault."""
    temuan = oidc.discover(penyedia.issuer)
    oidc.check_iss(temuan, request.args.get("iss"))
    error = _argument("error")
    if error:
        word = error if OAUTH_WORD.fullmatch(error) else "kata yang tidak dikenal"
        raise ProviderFault("batal" if error == "access_denied" else "menolak", word)
    code = _argument("code")
    if not code:
        raise ProviderFault("jawaban", "tanpa kode")
    return oidc.exchange(temuan, client_of(penyedia), awal, code=code, back=callback_address(penyedia))


def _arrived(permintaan: PermintaanSso, identitas: Identitas) -> Any:
    """Known people come in; everybody else is asked for a proof."""
    penyedia, asked_by = permintaan.penyedia, permintaan.pengguna_id
    is_linking = asked_by is not None
    if is_linking and (not current_user.is_authenticated or me().id != asked_by):
        return refused(
            penyedia, _("Anda sudah keluar, atau masuk sebagai orang lain, sejak sambungan ini dimulai.")
        )
    link = queries.link_by_sub(penyedia, identitas.sub)
    if link is None:
        calon = me() if is_linking else operations.candidate_for(penyedia, identitas)
        return redirect(url_for("SsoView.bukti", token=operations.await_proof(permintaan, identitas, calon)))
    if not is_linking:
        return bukti.enter(link, identitas, permintaan.lanjut)
    if link.pengguna_id != asked_by:
        return refused(penyedia, _("Identitas ini sudah terhubung dengan akun lain."))
    flash(_("Akun Anda sudah terhubung dengan %(nama)s.", nama=penyedia.nama), "info")
    return redirect(url_for("AkunSsoView.index"))


class AkunSsoView(BaseView):
    """`/pengaturan/akun/sso`: through whom one comes in; linked and unlinked here."""

    route_base = "/pengaturan/akun/sso"
    default_view = "index"
    title = _l("Masuk lewat penyedia lain")

    @expose("")
    @has_access
    def index(self) -> Any:
        return _links_page(Form())

    @expose("/<int:pk>/lepas", methods=["POST"])
    @has_access
    def lepas(self, pk: int) -> Any:
        link = queries.own_link(me(), pk) or abort(404)
        nama, form = link.penyedia.nama, Form()
        if "yakin" not in request.form:
            return _sure(link)
        ways = queries.other_ways(me(), link)
        if attempt(form, lambda: operations.unlink(link, actor=me(), other_ways=ways)) is None:
            return _links_page(form), UNPROCESSABLE
        flash(_("Sambungan dengan %(nama)s dilepas.", nama=nama), "success")
        return redirect(url_for("AkunSsoView.index"))


def _links_page(form: Form) -> str:
    links = queries.links_of(me())
    linked = {one.penyedia_id for one in links}
    free = [one for one in queries.active_providers() if one.id not in linked]
    return render_template("sso/klien/akun.html", links=links, penyedia=free, form=form)


def _sure(link: AkunSso) -> str:
    return render_template(
        "akun/yakin.html",
        title=_("Lepaskan sambungan dengan %(nama)s?", nama=link.penyedia.nama),
        akibat=_("Anda tidak dapat lagi masuk lewat penyedia itu. Akun dan permohonan Anda tetap ada."),
        target=request.path,
        back=url_for("AkunSsoView.index"),
        label=_("Ya, lepaskan"),
    )
