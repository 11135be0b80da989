"""Members of an institution: invited by e-mail, joined, taken out, gone. A person belongs to one at a time.

Nothing is mailed here; `new_invitation_link` is called by whoever writes the mail.
"""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun import passwords, roles, rules
from app.akun import settings as own
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.akun.operations_akun import BY_INVITATION, add_account, become_pemohon
from app.akun.operations_instansi import ALREADY_MEMBER
from app.akun.queries import (
    invitations_mailed_since,
    members_of,
    membership_of,
    memberships_of,
    open_invitations,
    sent_invitations,
)
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import new_token
from app.kit.errors import Refused


# --- inviting --------------------------------------------------------------------------------
def invite_member(instansi: Instansi, *, actor: Pengguna, email: str) -> UndanganInstansi:
    """Who runs the institution invites by e-mail; an address already invited gets the mail again, not a second invitation.

    The event is `instansi.anggota_diundang`, its object the invitation. Raises Refused (field email).
    """
    email = email.strip().lower()
    membership = _membership_in(instansi, actor)
    waiting = next((one for one in sent_invitations(instansi) if one.email == email), None)
    open_count = len(open_invitations(instansi, now())) if waiting is None else 0
    refusal = rules.why_not_invite(actor, membership, open_count)
    if refusal is not None:
        raise Refused(refusal, "email")
    if any(member.email.lower() == email for member in members_of(instansi)):
        raise Refused(_l("Orang dengan alamat email ini sudah menjadi anggota instansi Anda."), "email")
    if waiting is not None:
        return resend_invitation(waiting, actor=actor)
    _refuse_flood(actor)
    with refuse_second(_l("Alamat email ini baru saja diundang."), "email"):
        undangan = UndanganInstansi(instansi=instansi, email=email, pengundang=actor, expires_at=_expiry())
        db.session.add(undangan)
    record("instansi.anggota_diundang", actor=actor, objek=undangan, peran=rules.acting_role(actor))
    return undangan


def resend_invitation(undangan: UndanganInstansi, *, actor: Pengguna) -> UndanganInstansi:
    """The mail is sent again with a new link and a new term; the old link ends. Raises Refused."""
    _manage(undangan.instansi, actor)
    _refuse_flood(actor)
    _lock_waiting(undangan)
    undangan.expires_at, undangan.token_sidik, undangan.pengundang = _expiry(), None, actor
    record("instansi.anggota_diundang", actor=actor, objek=undangan, peran=rules.acting_role(actor))
    return undangan


def cancel_invitation(undangan: UndanganInstansi, *, actor: Pengguna) -> UndanganInstansi:
    """An invitation that nobody has accepted is taken back; its link ends. Raises Refused."""
    _manage(undangan.instansi, actor)
    _lock_waiting(undangan)
    return _end_invitation(undangan, actor, {"oleh": "pengundang"})


def decline_invitation(undangan: UndanganInstansi, *, actor: Pengguna) -> UndanganInstansi:
    """The person invited says no. Raises Refused when it is somebody else's invitation or is over."""
    _lock_waiting(undangan)
    if undangan.email != actor.email.lower():
        raise Refused(_l("Undangan ini untuk alamat email lain."))
    return _end_invitation(undangan, actor, {"oleh": "yang diundang"})


def new_invitation_link(undangan: UndanganInstansi) -> str:
    """The token for `/undangan/<token>`, made when the mail is written; an earlier one ends."""
    token, undangan.token_sidik = new_token()
    db.session.flush()
    return token


def _refuse_flood(actor: Pengguna) -> None:
    """Invitations go to addresses that anybody can type: nobody may flood one. Raises Refused (field email)."""
    refusal = rules.why_not_mail(invitations_mailed_since(actor, now() - timedelta(hours=1)))
    if refusal is not None:
        raise Refused(refusal, "email")


def _expiry() -> Any:
    return now() + timedelta(days=settings.get(own.INVITATION_DAYS))


def _lock_waiting(undangan: UndanganInstansi) -> None:
    """Hold the row, so that of two answers at once the second is told. Raises Refused when it is over."""
    held = select(UndanganInstansi.id).where(UndanganInstansi.id == undangan.id)
    db.session.execute(held.with_for_update(key_share=True))
    db.session.refresh(undangan)
    if undangan.accepted_at is not None or undangan.cancelled_at is not None:
        raise Refused(rules.INVITATION_WORDS[rules.invitation_state(undangan, now())])


def _hold_instansi_and(undangan: UndanganInstansi) -> None:
    """The institution first, the invitation then, as whoever merges two records takes them: it may be another one by now."""
    held = None
    while held != undangan.instansi_id:
        held = undangan.instansi_id
        db.session.execute(select(Instansi.id).where(Instansi.id == held).with_for_update(key_share=True))
        _lock_waiting(undangan)
    db.session.refresh(undangan.instansi)


def _end_invitation(undangan: UndanganInstansi, actor: Pengguna, data: dict[str, Any]) -> UndanganInstansi:
    undangan.cancelled_at = now()
    record(
        "instansi.undangan_dibatalkan", actor=actor, objek=undangan, peran=rules.acting_role(actor), data=data
    )
    return undangan


# --- joining --------------------------------------------------------------------------------
def accept_invitation(undangan: UndanganInstansi, *, actor: Pengguna) -> KeanggotaanInstansi:
    """The person with the invited address joins, when she belongs to no other institution.

    The event is `instansi.anggota_bergabung`, its object the invitation. Raises Refused.
    """
    _hold_instansi_and(undangan)
    refusal = rules.why_not_accept(actor, undangan, now(), membership_of(actor))
    if refusal is not None:
        raise Refused(refusal)
    is_alone = not _hold_members(undangan.instansi)  # everybody has left meanwhile: somebody must run it
    with refuse_second(ALREADY_MEMBER):
        membership = KeanggotaanInstansi(
            instansi=undangan.instansi, pengguna=actor, is_pengelola=is_alone, joined_at=now()
        )
        db.session.add(membership)
    undangan.accepted_at, undangan.accepted_by = now(), actor
    become_pemohon(actor)
    data = {"instansi_id": undangan.instansi_id, "nama": actor.nama}
    record(
        "instansi.anggota_bergabung", actor=actor, objek=undangan, peran=rules.acting_role(actor), data=data
    )
    return membership


def join_as_new_account(
    undangan: UndanganInstansi, *, nama: str, password: str, bahasa: str = "id"
) -> Pengguna:
    """Who holds the link from the mail and has no account yet gets one (Pemohon) and joins.

    The event `akun.dibuat` has data.cara = "undangan": no link to set a password is needed. Raises Refused (fields
    nama, sandi).
    """
    refusal = passwords.why_not_password(
        password, [undangan.email, undangan.email.partition("@")[0], nama, *nama.split()]
    )
    if refusal is not None:
        raise Refused(refusal, "sandi")
    pengguna = add_account(
        nama=nama, email=undangan.email, peran=[roles.PEMOHON], bahasa=bahasa, password=password
    )
    record("akun.dibuat", actor=pengguna, objek=pengguna, peran=roles.PEMOHON, data={"cara": BY_INVITATION})
    accept_invitation(undangan, actor=pengguna)
    return pengguna


# --- leaving --------------------------------------------------------------------------------
def leave_instansi(*, actor: Pengguna) -> KeanggotaanInstansi:
    """A member leaves; the last one who runs it hands over first while others remain. Raises Refused."""
    membership = membership_of(actor)
    others = [] if membership is None else _hold_members(membership.instansi, but=membership)
    refusal = rules.why_not_leave(membership, others)
    if refusal is not None:
        raise Refused(refusal)
    return _end_membership(membership, actor, "keluar")  # type: ignore[arg-type]  # the rule refuses None


def remove_member(member: KeanggotaanInstansi, *, actor: Pengguna) -> KeanggotaanInstansi:
    """Who runs the institution takes a member out. Raises Refused."""
    _manage_member(member, actor)
    return _end_membership(member, actor, "dikeluarkan")


def make_pengelola(member: KeanggotaanInstansi, *, actor: Pengguna) -> KeanggotaanInstansi:
    """Who runs the institution lets another member run it too. Raises Refused."""
    _manage_member(member, actor)
    member.is_pengelola = True
    data = {"pengelola": member.pengguna.nama, "pengguna_id": member.pengguna_id}
    record("instansi.diubah", actor=actor, objek=member.instansi, peran=rules.acting_role(actor), data=data)
    return member


def _manage_member(member: KeanggotaanInstansi, actor: Pengguna) -> None:
    _hold_members(member.instansi)
    db.session.refresh(member)
    refusal = rules.why_not_remove(actor, membership_of(actor), member)
    if refusal is not None:
        raise Refused(refusal)


def _hold_members(instansi: Instansi, but: KeanggotaanInstansi | None = None) -> list[KeanggotaanInstansi]:
    """The members now (without one), with the institution held: two who leave at once must not leave it to nobody."""
    db.session.execute(select(Instansi.id).where(Instansi.id == instansi.id).with_for_update(key_share=True))
    return [one for one in memberships_of(instansi) if one is not but]


def _end_membership(membership: KeanggotaanInstansi, actor: Pengguna, cara: str) -> KeanggotaanInstansi:
    membership.ended_at = now()
    data = {"pengguna_id": membership.pengguna_id, "nama": membership.pengguna.nama, "cara": cara}
    record(
        "instansi.anggota_keluar",
        actor=actor,
        objek=membership.instansi,
        peran=rules.acting_role(actor),
        data=data,
    )
    return membership


def hold_membership(actor: Pengguna) -> KeanggotaanInstansi | None:
    """The membership a person has now; its institution is not merged into another one before the transaction ends."""
    held = None
    membership = membership_of(actor)
    while membership is not None and membership.instansi_id != held:
        held = membership.instansi_id
        db.session.execute(
            select(Instansi.id).where(Instansi.id == held).with_for_update(read=True, key_share=True)
        )
        db.session.expire(membership)
        membership = membership_of(actor)
    return membership


def _membership_in(instansi: Instansi, actor: Pengguna) -> KeanggotaanInstansi | None:
    membership = hold_membership(actor)
    return membership if membership is not None and membership.instansi_id == instansi.id else None


def _manage(instansi: Instansi, actor: Pengguna) -> None:
    refusal = rules.why_not_manage(actor, _membership_in(instansi, actor))
    if refusal is not None:
        raise Refused(refusal)
