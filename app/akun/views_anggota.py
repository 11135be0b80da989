"""The members' part of `/pengaturan/instansi`: invite, cancel, take out, hand over, leave, answer an invitation."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.akun import operations, queries, rules, rules_lembaga
from app.akun.forms_profil import InstansiForm, InviteForm, JoinForm
from app.akun.models import KeanggotaanInstansi, UndanganInstansi
from app.akun.sambungan import perkara_of
from app.akun.sessions import me
from app.akun.views_undangan import answer_invitation
from app.extensions import db, limiter
from app.kit.clock import now
from app.kit.fab import expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt

CONFLICT = 409
INVITE_PREFIX = "undang-"


def inviter() -> str:
    return f"undang:{current_user.get_id()}"


def instansi_page(
    form: InstansiForm | None = None,
    invite: InviteForm | None = None,
    changed: list[tuple[Any, Any]] | None = None,
    has_twin: bool = False,
) -> str:
    """The whole page: the institution's data, its members, its invitations; or the invitations that wait for me."""
    person, moment = me(), now()
    membership = queries.membership_of(person)
    instansi = membership.instansi if membership is not None else None
    if form is None:
        form = InstansiForm(formdata=None, obj=instansi, versi=instansi.versi if instansi is not None else 0)
    members = queries.memberships_of(instansi) if instansi is not None else []
    sent = queries.sent_invitations(instansi) if instansi is not None else []
    others = [row for row in members if row.pengguna_id != person.id]
    return render_template(
        "akun/instansi.html",
        form=form,
        failed=form if form.errors else invite,
        invite=invite or InviteForm(formdata=None, prefix=INVITE_PREFIX),
        instansi=instansi,
        membership=membership,
        members=members,
        sent=[(row, rules.invitation_state(row, moment)) for row in sent],
        waiting=queries.waiting_invitations(person, moment) if instansi is None else [],
        why_not_manage=rules.why_not_manage(person, membership) if instansi is not None else None,
        why_not_leave=rules.why_not_leave(membership, others) if instansi is not None else None,
        changed=changed or [],
        has_twin=has_twin,
        aturan=rules_lembaga,
    )


class MemberPages:
    """Mixed into PengaturanView. Every act is a POST; taking out and leaving ask first."""

    @expose("/instansi/undang", methods=["POST"])
    @has_access
    @limiter.limit("30 per hour", key_func=inviter, methods=["POST"])
    def undang(self) -> Any:
        instansi = queries.instansi_of(me()) or abort(404)
        form = InviteForm(prefix=INVITE_PREFIX)
        if form.validate() and attempt(
            form, lambda: operations.invite_member(instansi, actor=me(), email=form.email.data)
        ):
            flash(_("Undangan dikirim ke %(email)s.", email=form.email.data), "success")
            return redirect(url_for("PengaturanView.instansi"))
        return instansi_page(invite=form), UNPROCESSABLE

    @expose("/instansi/undangan/<int:id>/kirim-ulang", methods=["POST"])
    @has_access
    @limiter.limit("30 per hour", key_func=inviter, methods=["POST"])
    def kirim_ulang(self, id: int) -> Any:
        undangan = _own_invitation(id)
        act = lambda: operations.resend_invitation(undangan, actor=me())  # noqa: E731
        return _act(act, _("Undangan dikirim lagi ke %(email)s.", email=undangan.email))

    @expose("/instansi/undangan/<int:id>/batal", methods=["POST"])
    @has_access
    def batal_undangan(self, id: int) -> Any:
        undangan = _own_invitation(id)
        act = lambda: operations.cancel_invitation(undangan, actor=me())  # noqa: E731
        return _act(act, _("Undangan untuk %(email)s dibatalkan.", email=undangan.email))

    @expose("/instansi/anggota/<int:id>/pengelola", methods=["POST"])
    @has_access
    def jadikan_pengelola(self, id: int) -> Any:
        member = _fellow(id)
        nama = member.pengguna.nama
        question = _("Jadikan %(nama)s pengelola instansi?", nama=nama)
        if "yakin" not in request.form:
            return _ask(question, _("Jadikan Pengelola"))
        return _act(
            lambda: operations.make_pengelola(member, actor=me()),
            _("%(nama)s sekarang pengelola.", nama=nama),
        )

    @expose("/instansi/anggota/<int:id>/keluarkan", methods=["POST"])
    @has_access
    def keluarkan(self, id: int) -> Any:
        member = _fellow(id)
        nama = member.pengguna.nama
        if "yakin" not in request.form:
            return _ask(_("Keluarkan %(nama)s dari instansi?", nama=nama), _("Keluarkan"), member)
        said = _("%(nama)s bukan anggota instansi Anda lagi.", nama=nama)
        return _act(lambda: operations.remove_member(member, actor=me()), said)

    @expose("/instansi/keluar", methods=["POST"])
    @has_access
    def keluar_instansi(self) -> Any:
        instansi = queries.instansi_of(me()) or abort(404)
        nama = instansi.nama
        if "yakin" not in request.form:
            question = _("Keluar dari %(instansi)s?", instansi=nama)
            return _ask(question, _("Keluar dari Instansi"), queries.membership_of(me()))
        said = _("Anda bukan anggota %(instansi)s lagi.", instansi=nama)
        return _act(lambda: operations.leave_instansi(actor=me()), said)

    @expose("/instansi/undangan-saya/<int:id>", methods=["POST"])
    @has_access
    def jawab_undangan(self, id: int) -> Any:
        """Yes or no to an invitation to my own address, without its link."""
        undangan = db.session.get(UndanganInstansi, id)
        if undangan is None or undangan.email != current_user.email.lower():
            abort(404)
        return answer_invitation(undangan, JoinForm(formdata=None))


# --- rows of one's own institution only --------------------------------------------------------------------------------
def _own_invitation(id: int) -> UndanganInstansi:
    instansi = queries.instansi_of(me())
    undangan = db.session.get(UndanganInstansi, id)
    if instansi is None or undangan is None or undangan.instansi_id != instansi.id:
        abort(404)
    return undangan


def _fellow(id: int) -> KeanggotaanInstansi:
    instansi = queries.instansi_of(me())
    member = db.session.get(KeanggotaanInstansi, id)
    if instansi is None or member is None or member.instansi_id != instansi.id or member.ended_at is not None:
        abort(404)
    return member


def _act(act: Callable[[], Any], said: str) -> Any:
    """Do it and say so; a refusal stands on top of the page."""
    if attempt(None, act) is not None:
        flash(said, "success")
        return redirect(url_for("PengaturanView.instansi"))
    flash(g.refusal.message, "danger")
    return instansi_page(), CONFLICT


def _ask(question: str, label: str, leaving: KeanggotaanInstansi | None = None) -> str:
    """A page that asks first; of somebody who leaves it names the running cases, which are better handed over before."""
    back = url_for("PengaturanView.instansi")
    cases, hand_over = perkara_of(leaving) if leaving is not None else ([], "")
    return render_template(
        "akun/yakin.html",
        title=question,
        label=label,
        target=request.path,
        back=back,
        perkara=cases,
        alihkan=hand_over,
    )
