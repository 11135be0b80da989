"""Passkeys: signing in with one (`/masuk/kunci`), and the list of one's own. The browser's part is static/kunci.js."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun import lanjut, operations_kunci, operations_sesi, pintu, tunda, ulang
from app.akun.forms import SignInForm
from app.akun.forms_masuk import AgainForm, CodeForm, KeyForm
from app.akun.models import Pengguna
from app.akun.operations_kunci import Tempat
from app.akun.queries_masuk import factors_of, keys_of
from app.akun.sambungan import BagianAkun, register_bagian
from app.akun.sessions import me, this_session
from app.akun.tampil_lagi import register_page
from app.akun.views_faktor import per_address, show_codes
from app.akun.views_ulang import proved
from app.extensions import limiter
from app.kit.clock import now
from app.kit.fab import BaseView, expose, has_access
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt

CHALLENGE = "tantangan"
LIFE = timedelta(minutes=5)
SIGN_IN, SECOND, AGAIN = "masuk", "kode", "ulang"


def place() -> Tempat:
    """The site for which keys are made: the host of PUBLIC_URL, whatever host a request names.

    A browser gives an answer for this host only to pages of this host, so a page elsewhere gets none. The same host by
    another scheme or port (behind a proxy, while trying) is taken as it is opened.
    """
    public = urlsplit(current_app.config["PUBLIC_URL"])
    host = public.hostname or "localhost"
    origins = [f"{public.scheme}://{public.netloc}"]
    if urlsplit(request.host_url).hostname == host:
        origins.append(request.host_url.rstrip("/"))
    return Tempat(host, current_app.config["APP_NAME"], tuple(dict.fromkeys(origins)))


def _remember(challenge: str) -> None:
    session[CHALLENGE] = [challenge, int(now().timestamp())]


def _challenge() -> str:
    """What this browser was asked last; it is asked only once."""
    kept = session.pop(CHALLENGE, None)
    if not isinstance(kept, list) or now() - datetime.fromtimestamp(kept[1], UTC) > LIFE:
        return ""
    return str(kept[0])


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json", headers={"Cache-Control": "no-store"})


class KunciMasukView(BaseView):
    """A passkey instead of password and code, as the second step, or as a new proof: the form says which."""

    route_base = "/masuk/kunci"
    default_view = "masuk"

    @expose("/opsi", methods=["POST"])
    @limiter.limit(per_address)
    def opsi(self) -> Any:
        step = request.form.get("langkah", "")
        account = _whose(step)
        if account is None and step == AGAIN:
            abort(403)
        options, challenge = operations_kunci.use_options(place(), account)
        _remember(challenge)
        return _json(options)

    @expose("", methods=["GET", "POST"])
    @limiter.limit(per_address, methods=["POST"])
    def masuk(self) -> Any:
        step = request.form.get("langkah", "")
        if request.method == "GET":
            return redirect(url_for("AuthDBView.login"))
        account, waiting = _whose(step), tunda.held()
        isian, target = request.form.get("isian", ""), request.form.get("lanjut", "")
        if account is None and step in (SECOND, AGAIN):
            flash(_("Waktu untuk membuktikan siapa Anda sudah lewat. Silakan masuk lagi."), "info")
            return lanjut.sign_in_again(isian, target)
        sent = request.form.get("sandi_kunci", "")
        found = operations_kunci.use_key(sent, challenge=_challenge(), tempat=place(), account=account)
        if found.kunci is None:
            return _again(step, found.galat, isian, target)  # 200: what was recorded of it is kept
        if step == AGAIN:
            return proved(isian, target, is_kuat=True)
        if step == SECOND and waiting is not None:
            return pintu.enter(
                waiting.account, cara=waiting.cara, target=waiting.target, isian=isian, is_kuat=True
            )
        person = found.kunci.pengguna
        return pintu.admit(person, cara=pintu.KUNCI, target=target, isian=isian, is_kuat=found.is_kuat)


def _whose(step: str) -> Pengguna | None:
    """Whose keys count: of the person who waits or is here already; anybody's at the first step."""
    if step == SECOND:
        waiting = tunda.held()
        return waiting.account if waiting is not None else None
    if step == AGAIN:
        return me() if current_user.is_authenticated else None
    return None


def _again(step: str, sentence: Any, isian: str, target: str) -> Any:
    """The page that the form came from, with the sentence."""
    waiting, sentences = tunda.held(), [str(sentence)] if sentence else []
    if step == AGAIN and current_user.is_authenticated:
        form = ulang.again_form(AgainForm(formdata=None, isian=isian, lanjut=target), factors_of(me()))
        form.form_errors.extend(sentences)
        return ulang.again_page(form, bool(isian))
    if step == SECOND and waiting is not None:
        code = CodeForm(formdata=None, isian=isian)
        code.form_errors.extend(sentences)
        return tunda.code_page(code, waiting)
    sign_in = SignInForm(formdata=None, isian=isian, lanjut=target)
    sign_in.form_errors.extend(sentences)
    return lanjut.sign_in_page(sign_in, has_kept=bool(isian))


def _as_sent() -> Any:
    """The page with the button once more, with the form that waits."""
    said = request.form.get
    return _again(said("langkah", ""), None, said("isian", ""), said("lanjut", ""))


register_page("KunciMasukView.masuk", _as_sent)


class KunciView(BaseView):
    """One's own passkeys."""

    route_base = "/pengaturan/akun/kunci"
    default_view = "index"
    title = _l("Kunci Sandi")

    @expose("")
    @has_access
    def index(self) -> Any:
        return _list(Form())

    @expose("/tambah", methods=["GET", "POST"])
    @has_access
    @limiter.limit("30 per hour", methods=["POST"])
    def tambah(self) -> Any:
        form, made = KeyForm(), None
        if request.method == "POST" and form.validate():
            challenge = _challenge()
            made = attempt(
                form,
                lambda: operations_kunci.register_key(
                    actor=me(),
                    nama=form.nama.data,
                    jawaban=form.sandi_kunci.data or "",
                    challenge=challenge,
                    tempat=place(),
                ),
            )
        if made is None:
            html = render_template("akun/kunci_baru.html", form=form, title=_("Kunci Sandi Baru"))
            return html, UNPROCESSABLE if request.method == "POST" else 200
        _kunci, codes, is_verified = made
        here = this_session()
        if here is not None and is_verified:
            operations_sesi.prove_again(here, is_kuat=True)
        if codes:
            return show_codes(codes, _("Kunci sandi tersimpan."))
        flash(_("Kunci sandi tersimpan."), "success")
        return redirect(url_for("KunciView.index"))

    @expose("/opsi", methods=["POST"])
    @has_access
    def opsi(self) -> Any:
        options, challenge = operations_kunci.registration_options(me(), place())
        _remember(challenge)
        return _json(options)

    @expose("/<int:nomor>/hapus", methods=["GET", "POST"])
    @has_access
    def hapus(self, nomor: int) -> Any:
        kunci = next((one for one in keys_of(me()) if one.id == nomor), None) or abort(404)
        form = Form()
        if request.method == "GET":
            target = url_for("KunciView.hapus", nomor=nomor)
            title = _("Hapus Kunci Sandi “%(nama)s”", nama=kunci.nama)
            back = url_for("KunciView.index")
            result = _(
                "Perangkat itu tidak dapat lagi masuk tanpa kata sandi. Hapus juga kuncinya di perangkat."
            )
            return render_template(
                "akun/yakin.html", title=title, akibat=result, target=target, label=_("Hapus"), back=back
            )
        if attempt(form, lambda: operations_kunci.delete_key(kunci, actor=me())) is None:
            return _list(form), UNPROCESSABLE
        flash(_("Kunci sandi dihapus."), "success")
        return redirect(url_for("KunciView.index"))


def _list(form: Form) -> str:
    return render_template("akun/kunci.html", form=form, rows=keys_of(me()))


def _state(person: Pengguna) -> Any:
    count = factors_of(person).keys
    return _("%(n)s kunci", n=count) if count else _("Belum ada")


register_bagian(BagianAkun("KunciView.index", "fingerprint", _l("Kunci sandi"), _state, 20))
