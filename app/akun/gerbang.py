"""Before anything else is opened: a password that must be changed, a second factor that a role must have, a new proof.

Runs before every page of a signed-in person and asks the database nothing: what it must know came with the person.
"""

from typing import Any

from flask import Flask, g, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.akun import operations_sesi, rules_masuk, ulang
from app.akun.queries_masuk import factors_of
from app.akun.sessions import SEEN_EVERY, me, this_session
from app.extensions import db
from app.kit.clock import now
from app.kit.pages import SHARED

# Open to everybody at any time.
FREE = {
    *SHARED,
    "AuthDBView.logout",
    "OidcView.keluar",
    "OidcView.keluar_ya",
    "OidcView.otorisasi",  # asks first_of_all() itself: an application that asks without a page hears what is missing
    "look.set_language",
    "look.appearance",
    "look.set_appearance",
    "SandiBaruView.sandi_baru",
    None,
}
# Where a second factor is set up, and where it is proved.
SETTING_UP = (*ulang.OWN_WAYS, "UlangMasukView.", "KunciMasukView.")
CHANGE_PASSWORD = _l("Buat kata sandi baru sebelum membuka halaman lain.")
SET_UP_FACTOR = _l("Peran Anda mewajibkan verifikasi dua langkah. Pasang dahulu, lalu lanjutkan.")
PROVE_FACTOR = _l("Peran Anda mewajibkan verifikasi dua langkah. Masukkan kodenya, lalu lanjutkan.")


def init_app(app: Flask) -> None:
    app.before_request(turn_away)
    app.after_request(note_seen)  # registered before pages.py: runs after the request was settled


def turn_away() -> Any:
    """The answer in place of the page, or None when the person may go on."""
    endpoint = request.endpoint
    if endpoint in FREE or str(endpoint).startswith("sehat.") or not current_user.is_authenticated:
        return None
    ulang.note_request()
    detour = first_of_all(str(endpoint))
    if detour is not None:
        return detour
    return ulang.ask() if ulang.is_asked_again() else None


def first_of_all(endpoint: str) -> Any:
    """Where a signed-in person must go before she opens anything else; None when nothing is due."""
    if current_user.harus_ganti_sandi:
        return _send("SandiBaruView.sandi_baru", CHANGE_PASSWORD)
    here = this_session()
    is_weak = here is not None and not here.is_kuat and not endpoint.startswith(SETTING_UP)
    if is_weak and rules_masuk.needs_factor(current_user):
        return _to_factor()
    return None


def _to_factor() -> Any:
    """To set one up, or, in a session from before there was one, to prove it."""
    if factors_of(me()).is_any:
        return _send("UlangMasukView.ulang", PROVE_FACTOR)
    return _send("FaktorView.index", SET_UP_FACTOR)


def _send(endpoint: str, sentence: Any) -> Any:
    if ulang.is_program():
        return ulang.refuse_json(sentence)
    ulang.said(sentence)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(endpoint, lanjut=back))


def note_seen(response: Any) -> Any:
    """When the person was last here, every few minutes, in a transaction of its own: reading pages keep nothing."""
    sesi_id, seen_at = g.get("sesi_seen", (None, None))
    if sesi_id is None or request.endpoint in SHARED or now() - seen_at < SEEN_EVERY:
        return response
    try:
        operations_sesi.note_seen(sesi_id)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
    return response
