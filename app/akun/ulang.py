"""Heavy acts ask again who one is: after idle time, or when the last proof is old. The one table of such acts is here.

Idle is kept in the cookie, which every answer renews anyway: the moment of the last request, and, once the gap was too
long, the mark that a new proof is due. A mark does not go away by more requests, only by a proof. Answers beside a page
(a script that looks for news) neither renew nor see it.
"""

from datetime import timedelta
from typing import Any

from flask import flash, g, jsonify, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.akun import lanjut
from app.akun import settings as own
from app.akun.forms_masuk import AgainForm
from app.akun.models_masuk import Sesi
from app.akun.operations_masuk import Attempt
from app.akun.queries_masuk import Faktor, factors_of
from app.akun.sessions import me, this_session
from app.kit import settings
from app.kit.clock import now, to_wita
from app.kit.pages import BESIDE, SAFE, wants_json

UNAUTHORIZED = 401
SEEN, DUE = "dilihat", "bukti_diminta"

# The pages on which a person sets up how she signs in.
OWN_WAYS = ("FaktorView.", "KunciView.")
SENDING, ALWAYS = frozenset({"POST"}), frozenset({"GET", "POST"})
# What binds the city, gives rights away, or carries personal data out of the house.
BERAT: dict[str, frozenset[str]] = {
    # verification and opinions
    "VerifikasiView.verifikasi": SENDING,
    "VerifikasiView.langkah": SENDING,
    "PendapatView.pendapat": SENDING,
    "PendapatView.tetap": SENDING,
    "PendapatView.kembalikan": SENDING,
    "PendapatView.hentikan": SENDING,
    # signing
    "PenandatangananView.catat": SENDING,
    "PenandatangananView.validasi": SENDING,
    # agreements shown to the public
    "KerjaSamaView.rilis": SENDING,
    "KerjaSamaView.koreksi": SENDING,
    # accounts, roles, settings
    "UserDBModelView.edit": SENDING,
    "UserDBModelView.nik": SENDING,
    "UserDBModelView.faktor": SENDING,
    "PenggunaBaruView.baru": SENDING,
    "PengaturanSistemView.index": SENDING,
    # the own ways of signing in
    "FaktorView.mulai": SENDING,
    "FaktorView.kode": SENDING,
    "KunciView.tambah": ALWAYS,
    "KunciView.opsi": SENDING,
    "KunciView.hapus": SENDING,
    "SesiView.akhiri_lain": SENDING,
    # lists carried away
    "KerjaSamaView.unduh_daftar": ALWAYS,
}


def register_berat(endpoint: str, *, is_also_reading: bool = False) -> None:
    """Another package's heavy act: an endpoint of its own. `is_also_reading`: downloads, too."""
    BERAT[endpoint] = ALWAYS if is_also_reading else SENDING


# --- is the proof fresh --------------------------------------------------------------------------------
def note_request() -> None:
    """Called once for each page of a signed-in person: a gap that was too long is remembered until a new proof."""
    if request.endpoint in BESIDE:
        return
    moment, before = int(now().timestamp()), session.get(SEEN)
    if isinstance(before, int) and moment - before > settings.get(own.IDLE_MINUTES) * 60:
        session[DUE] = True
    session[SEEN] = moment


def is_fresh(sesi: Sesi) -> bool:
    """Whether the person at this session need not prove again who she is."""
    age = now() - sesi.proved_at
    return not session.get(DUE) and age < timedelta(hours=settings.get(own.PROOF_HOURS))


def is_asked_again() -> bool:
    """Whether the act at hand needs a new proof first.

    However fresh it is, the proof of a session from before there was a second factor is not enough: with the password
    alone nobody changes the ways of signing in (new recovery codes, a key of her own) and so comes around the factor.
    """
    here = this_session()
    method = "GET" if request.method == "HEAD" else request.method
    is_heavy = method in BERAT.get(request.endpoint or "", frozenset())
    is_own_way = method == "POST" and str(request.endpoint).startswith(OWN_WAYS)
    if here is None or not (is_heavy or is_own_way):
        return False
    return (is_heavy and not is_fresh(here)) or (not here.is_kuat and factors_of(me()).is_any)


def proved() -> None:
    """The mark of the cookie goes; the row is changed by operations_sesi.prove_again()."""
    session.pop(DUE, None)
    session[SEEN] = int(now().timestamp())


# --- asking --------------------------------------------------------------------------------
def ask() -> Response:
    """The page that asks, in place of the act: a form goes with it, sealed, and is sent again afterwards."""
    if is_program():
        return refuse_json(_("Buktikan lagi siapa Anda: muat ulang halaman ini, lalu ulangi."), UNAUTHORIZED)
    if request.method in SAFE:
        return redirect(url_for("UlangMasukView.ulang", lanjut=request.full_path.rstrip("?")))  # type: ignore[return-value]
    kept = lanjut.form_of_request(with_files=True)
    sealed = lanjut.seal(kept) if kept is not None else ""
    form = again_form(AgainForm(formdata=None, isian=sealed, lanjut=lanjut.page_of_form()), factors_of(me()))
    response = make_response(again_page(form, has_kept=bool(sealed)), UNAUTHORIZED)
    response.headers["Cache-Control"] = "no-store"
    return response


def again_form(form: AgainForm, faktor: Faktor) -> AgainForm:
    """Only what this person can prove herself with: a strong session stays strong, a weak one becomes it."""
    here = this_session()
    must_be_code = faktor.is_any and here is not None and not here.is_kuat
    if not me().password or must_be_code:
        del form.sandi
    if me().password and not must_be_code:
        del form.sandi_kode
    return form


def is_by_mail(faktor: Faktor) -> bool:
    """Whether the person has nothing to prove herself with but her mailbox."""
    return not me().password and not faktor.is_any


def again_page(form: AgainForm, has_kept: bool = False) -> str:
    """`Buktikan Lagi`: the password, a code, or a passkey."""
    faktor = factors_of(me())
    return render_template(
        "akun/ulang.html", form=form, faktor=faktor, has_kept=has_kept, is_by_mail=is_by_mail(faktor)
    )


# --- sentences --------------------------------------------------------------------------------
def why_not_let_in(outcome: Attempt, wrong: Any) -> Any:
    """`wrong` for what did not fit; the hour when it may be tried again for what is closed."""
    if outcome.locked_until is None:
        return wrong
    return _(
        "Terlalu banyak percobaan dengan nama ini. Masuk ditutup sampai pukul %(jam)s WITA; "
        "sesudah itu coba lagi, atau pakai “Lupa kata sandi?”.",
        jam=to_wita(outcome.locked_until).strftime("%H.%M"),
    )


def is_program() -> bool:
    """Whether no page is behind a request: it wants JSON, brings JSON, or speaks to the API."""
    return wants_json() or request.is_json or request.path.startswith("/api/")


def refuse_json(sentence: Any, code: int = 403) -> Response:
    response = jsonify(kode=code, pesan=str(sentence))
    response.status_code = code
    return response


def said(sentence: Any) -> None:
    """Once, however many pages were turned away."""
    if "turned_away" not in g:
        g.turned_away = True
        flash(sentence, "info")
