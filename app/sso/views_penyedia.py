"""The addresses at which other applications sign people in: documents, the way of the person, tokens, the way out.

All of them are 404 while this is switched off. Words of the protocol are in oidc_penyedia.py, programs that ask in
program_penyedia.py.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.akun import gerbang
from app.akun.sessions import end_session, me, this_session
from app.extensions import csrf, db, limiter
from app.kit import settings
from app.kit.clock import now
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import keep
from app.sso import antar_penyedia as antar
from app.sso import kunci_sso
from app.sso import oidc_penyedia as oidc
from app.sso import operations_penyedia as operations
from app.sso import program_penyedia as program
from app.sso import queries_penyedia as queries
from app.sso import rules_penyedia as rules
from app.sso.kata_penyedia import shown_claims
from app.sso.models_penyedia import KlienSso
from app.sso.oidc_penyedia import AuthorizeRefused, Permintaan
from app.sso.operations_penyedia import TokenRefused
from app.sso.settings_penyedia import IS_ON

PROOF = "sikerja_bukti"  # our own mark in an address: when a new proof was asked for
CONSENT, SIGN_OUT = "izin", "keluar"
DOCUMENT_SECONDS, KEYS_SECONDS = 3600, 900


def only_when_on() -> None:
    if not settings.get(IS_ON):
        abort(404)


class OidcView(BaseView):
    """OpenID Connect, as the provider."""

    route_base = ""
    default_view = "penemuan"

    # -- documents -----------------------------------------------------------------------------------------

    @expose("/.well-known/openid-configuration")
    @limiter.limit("120 per minute")
    def penemuan(self) -> Any:
        only_when_on()
        return program.public(oidc.discovery(), DOCUMENT_SECONDS)

    @expose("/sso/jwks")
    @limiter.limit("120 per minute")
    def jwks(self) -> Any:
        only_when_on()
        return program.public({"keys": kunci_sso.public_keys()}, KEYS_SECONDS)

    # -- the way of the person -----------------------------------------------------------------------------

    @expose("/sso/otorisasi", methods=["GET", "POST"])
    @csrf.exempt  # a POST changes nothing: it becomes the GET that it could have been
    @limiter.limit("60 per minute")
    def otorisasi(self) -> Any:
        only_when_on()
        if request.method == "POST":
            return antar.as_get("OidcView.otorisasi")
        if len(request.query_string) > antar.MAX_QUERY:
            return antar.refused(AuthorizeRefused("invalid_request", "too long"))
        parameter = {name: values for name, values in request.args.lists() if name != PROOF}
        try:
            return _authorize(oidc.read_request(parameter))
        except AuthorizeRefused as refusal:
            return antar.refused(refusal)

    @expose("/sso/izin", methods=["POST"])
    @has_access
    @limiter.limit("30 per minute")
    def izin(self) -> Any:
        """`Izinkan` or `Tolak`, from the page of consent."""
        only_when_on()
        kept = oidc.unseal(CONSENT, request.form.get("permintaan", ""), me().id)
        if kept is None:
            return antar.over()
        try:
            permintaan = oidc.read_request({name: [value] for name, value in kept[0].items()})
            if request.form.get("jawaban") != "izinkan":
                raise permintaan.refusal("access_denied")
            return _with_code(permintaan, is_asked=True)
        except AuthorizeRefused as refusal:
            return antar.refused(refusal)

    # -- programs ------------------------------------------------------------------------------------------

    @expose("/sso/token", methods=["POST", "OPTIONS"])
    @csrf.exempt
    @limiter.limit("600 per minute")
    @limiter.limit("20 per minute", deduct_when=lambda response: response.status_code == program.UNAUTHORIZED)
    def token(self) -> Any:
        only_when_on()
        if request.method == "OPTIONS":
            return program.before_script()
        try:
            tokens = _tokens(program.asking_client())
        except TokenRefused as refusal:
            db.session.commit()  # a code that came twice has ended its family, although the answer is an error
            return program.refused(refusal, "token")
        return program.answer(oidc.token_answer(tokens))

    @expose("/sso/userinfo", methods=["GET", "POST", "OPTIONS"])
    @csrf.exempt
    @limiter.limit("600 per minute")
    def userinfo(self) -> Any:
        only_when_on()
        if request.method == "OPTIONS":
            return program.before_script()
        value = program.bearer()
        token = queries.token_by_value(value)
        if token is None or not rules.opens(token, now()):
            return program.no_bearer(value)
        # Never more than the application may have now, whatever the token was made for.
        scopes = rules.allowed_scopes(token.scopes, token.pemberian.klien)
        return program.answer(oidc.claims_of(token.pemberian.pengguna, scopes))

    @expose("/sso/cabut", methods=["POST", "OPTIONS"])
    @csrf.exempt
    @limiter.limit("600 per minute")
    @limiter.limit("20 per minute", deduct_when=lambda response: response.status_code == program.UNAUTHORIZED)
    def cabut(self) -> Any:
        only_when_on()
        if request.method == "OPTIONS":
            return program.before_script()
        try:
            klien = program.asking_client()
            value = program.one("token")
            if not value:
                raise TokenRefused("invalid_request", "token is missing")
        except TokenRefused as refusal:
            return program.refused(refusal, "cabut")
        operations.revoke(klien, value)
        return program.answer({})

    # -- the way out ---------------------------------------------------------------------------------------

    @expose("/sso/keluar", methods=["GET", "POST"])
    @csrf.exempt
    @limiter.limit("60 per minute")
    def keluar(self) -> Any:
        """Signed out by an application: at once when it proves whom it means, else the person is asked."""
        only_when_on()
        if request.method == "POST":
            return antar.as_get("OidcView.keluar")
        hint, klien, tujuan = _sign_out_request()
        if not current_user.is_authenticated:
            return antar.signed_out(tujuan)
        if hint is not None and hint.get("sub") == queries.subject_of(me()):
            end_session()
            keep()
            return antar.signed_out(tujuan)
        sealed = oidc.seal(SIGN_OUT, {"tujuan": tujuan}, me().id)
        return render_template("sso/penyedia/keluar.html", klien=klien, permintaan=sealed)

    @expose("/sso/keluar/ya", methods=["POST"])
    @has_access
    def keluar_ya(self) -> Any:
        only_when_on()
        kept = oidc.unseal(SIGN_OUT, request.form.get("permintaan", ""), me().id)
        if kept is None:
            return antar.over()
        end_session()
        return antar.signed_out(kept[0]["tujuan"])


# --- authorizing --------------------------------------------------------------------------------
def _authorize(permintaan: Permintaan) -> Any:
    """Who is there, is that enough, has she allowed it; then the code."""
    is_quiet, here = "none" in permintaan.prompt, this_session()
    detour = gerbang.first_of_all(str(request.endpoint)) if here is not None else None
    if detour is not None:
        if is_quiet:
            raise permintaan.refusal("interaction_required")
        return detour
    if here is None or not _is_proved(permintaan, here.proved_at.timestamp()):
        if is_quiet:
            raise permintaan.refusal("login_required")
        return _to_proof(permintaan, is_here=here is not None)
    person = me()
    hint = permintaan.parameter.get("id_token_hint")
    if hint and (oidc.own_claims(hint) or {}).get("sub") != queries.subject_of(person):
        raise permintaan.refusal("login_required", "id_token_hint names somebody else")
    izin = queries.consent_of(person, permintaan.klien)
    if rules.needs_consent(permintaan.klien, permintaan.scopes, izin):
        if is_quiet:
            raise permintaan.refusal("consent_required")
        return _consent_page(permintaan)
    if permintaan.prompt & {"consent", "select_account"}:
        return _consent_page(permintaan)
    return _with_code(permintaan, is_asked=False)


def _is_proved(permintaan: Permintaan, proved_at: float) -> bool:
    """Whether the last proof is as fresh as was asked for; one that came after we asked is."""
    kept = oidc.unseal(PROOF, request.args.get(PROOF, ""))
    if kept is not None and kept[0] == oidc.digest(permintaan.parameter) and proved_at >= kept[1]:
        return True
    if "login" in permintaan.prompt:
        return False
    return permintaan.max_age is None or now().timestamp() - proved_at <= permintaan.max_age


def _to_proof(permintaan: Permintaan, is_here: bool) -> Any:
    """To the sign-in, or to the page that asks again; both lead back here with the whole request."""
    mark = {PROOF: oidc.seal(PROOF, oidc.digest(permintaan.parameter))}
    back = f"{url_for('OidcView.otorisasi')}?{urlencode(permintaan.parameter | mark)}"
    return redirect(url_for("UlangMasukView.ulang" if is_here else "AuthDBView.login", lanjut=back))


def _consent_page(permintaan: Permintaan) -> Any:
    sealed = oidc.seal(CONSENT, permintaan.parameter, me().id)
    return render_template(
        "sso/penyedia/izin.html",
        klien=permintaan.klien,
        server=urlsplit(permintaan.alamat).netloc,
        isi=shown_claims(me(), permintaan.scopes),
        is_offline=rules.OFFLINE in permintaan.scopes,
        permintaan=sealed,
    )


def _with_code(permintaan: Permintaan, *, is_asked: bool) -> Any:
    person, here = me(), this_session()
    if here is None:
        raise permintaan.refusal("login_required")
    izin = operations.allow(permintaan.klien, actor=person, scopes=permintaan.scopes, is_asked=is_asked)
    code = operations.grant(izin, permintaan.mintaan, actor=person, sesi=here)
    keep()  # applications send people by GET
    return antar.lead(
        oidc.answer(permintaan.alamat, code=code, state=permintaan.state), permintaan.klien.nama
    )


# --- tokens --------------------------------------------------------------------------------
def _tokens(klien: KlienSso) -> operations.Tokens:
    kind = program.one("grant_type")
    if kind == "authorization_code":
        return operations.redeem(
            klien,
            code=program.one("code"),
            back=program.one("redirect_uri"),
            verifier=program.one("code_verifier"),
        )
    if kind == "refresh_token":
        return operations.renew(klien, token=program.one("refresh_token"), scope=program.one("scope") or None)
    raise TokenRefused("unsupported_grant_type" if kind else "invalid_request")


# --- signing out --------------------------------------------------------------------------------
def _sign_out_request() -> tuple[dict[str, Any] | None, KlienSso | None, str]:
    """Whom a request means, who asks, and where it may lead afterwards (empty: nowhere)."""
    hint = oidc.own_claims(request.args.get("id_token_hint", ""))
    named = request.args.get("client_id", "")
    audience = str(hint.get("aud")) if hint is not None else named
    if hint is not None and named not in ("", audience):
        return None, None, ""
    klien = queries.find_client(audience)
    if klien is None or not klien.is_aktif:
        return None, None, ""
    url = request.args.get("post_logout_redirect_uri", "")
    if not rules.is_registered(url, klien.alamat_keluar, klien.is_loopback):
        return hint, klien, ""
    state = request.args.get("state")
    if state is None:
        return hint, klien, url
    return hint, klien, f"{url}{'&' if '?' in url else '?'}{urlencode({'state': state})}"
