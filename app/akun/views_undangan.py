"""An invitation into an institution: who invites, and yes or no. Open to everybody who has the link."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.akun import operations, pintu, rules
from app.akun.forms_profil import JoinForm
from app.akun.models import UndanganInstansi
from app.akun.queries import email_owner, invitation_by_token, membership_of
from app.akun.sessions import me
from app.akun.tampil_lagi import register_page
from app.extensions import limiter
from app.kit.clock import now
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt

GONE = 410
ACCEPT, DECLINE = "terima", "tolak"


class UndanganView(BaseView):
    """`/undangan/<token>`: for the person invited, signed in or new."""

    route_base = "/undangan"
    default_view = "undangan"

    @expose("/<token>", methods=["GET", "POST"])
    @limiter.limit("30 per hour", methods=["POST"])
    def undangan(self, token: str) -> Any:
        undangan = invitation_by_token(token)
        if request.method == "POST" and undangan is not None:
            return self._answer(undangan)
        return _shown(token)

    def _answer(self, undangan: UndanganInstansi) -> Any:
        form = JoinForm()
        if current_user.is_authenticated:
            return answer_invitation(undangan, form)
        if not form.validate():
            return _page(undangan, form), UNPROCESSABLE
        pengguna = attempt(form, lambda: _join(undangan, form))
        if pengguna is None:
            return _page(undangan, form), UNPROCESSABLE
        answer = pintu.admit(pengguna, cara=pintu.TAUTAN, target=url_for("PengaturanView.index"))
        _say_joined(undangan)  # after the new session has begun: nothing of the visitor's goes over into it
        return answer


def _shown(token: str) -> Any:
    """The invitation, with what was typed if this was a form; or why it counts no more."""
    undangan = invitation_by_token(token)
    if undangan is None:
        return _gone(_("Tautan undangan ini tidak berlaku. Minta pengundang mengirimnya lagi."))
    state = rules.invitation_state(undangan, now())
    return _gone(rules.INVITATION_WORDS[state]) if state != "terbuka" else _page(undangan, JoinForm())


register_page("UndanganView.undangan", _shown)


def answer_invitation(undangan: UndanganInstansi, form: Any) -> Any:
    """The signed-in person says yes or no; what is refused comes back with its sentence."""
    if request.form.get("jawab") == DECLINE:
        if attempt(form, lambda: operations.decline_invitation(undangan, actor=me())) is not None:
            flash(_("Undangan ditolak."), "success")
            return redirect(url_for("PengaturanView.instansi"))
    elif attempt(form, lambda: operations.accept_invitation(undangan, actor=me())) is not None:
        return _joined(undangan)
    return _page(undangan, form), UNPROCESSABLE


def _join(undangan: UndanganInstansi, form: JoinForm) -> Any:
    locale = get_locale()
    return operations.join_as_new_account(
        undangan,
        nama=form.nama.data,
        password=form.sandi.data,
        bahasa=locale.language if locale else "id",
    )


def _joined(undangan: UndanganInstansi) -> Any:
    _say_joined(undangan)
    return redirect(url_for("PengaturanView.index"))


def _say_joined(undangan: UndanganInstansi) -> None:
    flash(_("Anda sekarang anggota %(instansi)s.", instansi=undangan.instansi.nama), "success")


def _page(undangan: UndanganInstansi, form: Any) -> str:
    """The invitation as this person meets it: to answer, to sign in first, to make an account, or for somebody else."""
    reason = None
    if current_user.is_authenticated:
        reason = rules.why_not_accept(me(), undangan, now(), membership_of(me()))
        state = "orang_lain" if current_user.email.lower() != undangan.email else "jawab"
    else:
        state = "masuk" if email_owner(undangan.email) is not None else "akun_baru"
    return render_template("akun/undangan.html", undangan=undangan, form=form, state=state, reason=reason)


def _gone(sentence: Any) -> Any:
    return render_template("akun/undangan_berakhir.html", kalimat=sentence), GONE
