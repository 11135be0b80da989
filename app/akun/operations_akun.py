"""Accounts: made, given a password, changed, closed. Sessions end by raising `sesi_versi`, which every session carries.

Nothing is mailed here: the journal's events are heard by whoever writes mails.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import Role
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun import passwords, roles, rules
from app.akun import settings as own
from app.akun.models import Pengguna, TautanAkun, TujuanTautan
from app.akun.nik import compact_nip
from app.akun.queries import email_owner
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import new_token
from app.kit.errors import Refused
from app.rujukan.models import OPD
from app.rujukan.models_rencana import JabatanTim

MAX_FAB_NAME = 64
EMAIL_TAKEN = _l("Alamat email ini sudah dipakai akun lain.")
NIP_TAKEN = _l("NIP ini sudah dipakai akun lain.")
LANGUAGES = ("id", "en")
# How an account came to be (data.cara of `akun.dibuat`); only who was made one by staff needs a link to begin.
BY_STAFF, BY_INVITATION, BY_REGISTRATION = "petugas", "undangan", "pendaftaran"
BY_DIRECTORY, BY_SSO = "direktori", "sso"


# --- making one --------------------------------------------------------------------------------
def create_account(
    *,
    actor: Pengguna,
    nama: str,
    email: str,
    peran: Collection[str],
    nip: str | None = None,
    bahasa: str = "id",
    opd: OPD | None = None,
    jabatan_tim: JabatanTim | None = None,
) -> Pengguna:
    """Admin or Superadmin makes an account; its owner gets a mail with a link to set the password.

    The event is `akun.dibuat` with data.cara = "petugas". Raises Refused (fields peran, email, nip, jabatan_tim).
    """
    refusal = rules.why_not_create_account(actor, peran)
    if refusal is not None:
        raise Refused(refusal, "peran")
    _refuse_jabatan(jabatan_tim, peran)
    pengguna = add_account(nama=nama, email=email, peran=peran, nip=nip, bahasa=bahasa)
    pengguna.opd, pengguna.jabatan_tim = opd, jabatan_tim
    data = {"cara": BY_STAFF, "peran": sorted(peran), **_posts(pengguna)}
    record("akun.dibuat", actor=actor, objek=pengguna, peran=rules.acting_role(actor), data=data)
    return pengguna


def add_account(
    *,
    nama: str,
    email: str,
    peran: Collection[str],
    nip: str | None = None,
    bahasa: str = "id",
    password: str = "",
) -> Pengguna:
    """The row itself, for the verbs that make accounts; without a password nobody can sign in with it yet."""
    email = email.strip().lower()
    number = compact_nip(nip) if nip else None
    if number and (complaint := rules.why_not_nip(number)) is not None:
        raise Refused(complaint, "nip")
    if number and db.session.scalar(select(Pengguna.id).where(Pengguna.nip == number)):
        raise Refused(NIP_TAKEN, "nip")
    if email_owner(email) is not None:
        raise Refused(EMAIL_TAKEN, "email")
    pengguna = Pengguna(email=email, username=email[:128], nip=number, bahasa=bahasa, active=True)
    rename(pengguna, nama)
    pengguna.password = passwords.hash_password(password) if password else None
    granted = _roles(peran)
    with refuse_second(EMAIL_TAKEN, "email"):
        db.session.add(pengguna)
        pengguna.roles = granted
    return pengguna


def rename(pengguna: Pengguna, nama: str) -> None:
    """One name for people; FAB's own two columns follow it."""
    first, _blank, rest = nama.partition(" ")
    pengguna.nama, pengguna.first_name, pengguna.last_name = nama, first[:MAX_FAB_NAME], rest[:MAX_FAB_NAME]


def _roles(names: Collection[str]) -> list[Role]:
    return list(db.session.scalars(select(Role).where(Role.name.in_(names)).order_by(Role.id)))


# --- links by mail --------------------------------------------------------------------------------
def new_password_link(pengguna: Pengguna) -> str:
    """A one-use token for `/atur-sandi/<token>`, made when the mail is written. A first password may take longer."""
    is_first = pengguna.password is None
    life = (
        timedelta(days=settings.get(own.NEW_LINK_DAYS))
        if is_first
        else timedelta(hours=settings.get(own.LINK_HOURS))
    )
    return _new_link(pengguna, TujuanTautan.ATUR_SANDI, life)


def new_email_link(pengguna: Pengguna, email: str) -> str:
    """A one-use token for `/ganti-email/<token>`, made when the mail to the new address is written."""
    life = timedelta(hours=settings.get(own.LINK_HOURS))
    return _new_link(pengguna, TujuanTautan.GANTI_EMAIL, life, email)


def _new_link(pengguna: Pengguna, tujuan: TujuanTautan, life: timedelta, email: str | None = None) -> str:
    token, sidik = new_token()
    db.session.add(
        TautanAkun(pengguna=pengguna, tujuan=tujuan, token_sidik=sidik, email=email, expires_at=now() + life)
    )
    db.session.flush()
    return token


def _use_link(tautan: TautanAkun) -> None:
    """A link works once, and with it every other link of the account ends. Raises Refused for the second of two clicks."""
    locked = db.session.scalar(select(TautanAkun.used_at).where(TautanAkun.id == tautan.id).with_for_update())
    if locked is not None:
        raise Refused(_l("Tautan ini sudah dipakai."))
    # It came to the address in force, or to the one that takes its place now.
    tautan.pengguna.is_email_terbukti = True
    _end_links(tautan.pengguna)


def _end_links(pengguna: Pengguna) -> None:
    """No link that is still under way works any more.

    Whoever proves to be the owner, by the password or by the mail to the address in force, may be mending what
    somebody else began: a link sent to an old address, or to an address of theirs, must not undo it.
    """
    db.session.execute(
        update(TautanAkun)
        .where(TautanAkun.pengguna_id == pengguna.id, TautanAkun.used_at.is_(None))
        .values(used_at=now())
    )


# --- passwords --------------------------------------------------------------------------------
def request_password_link(email: str) -> bool:
    """The owner of this address, if there is one, gets a link to set a password; answers whether there is one.

    Called by a job: whoever asked has her answer by then, and it is the same in any case.
    """
    pengguna = email_owner(email)
    if pengguna is None or not pengguna.active:
        return False
    record("akun.sandi_lupa", actor=None, objek=pengguna)
    return True


def set_password(tautan: TautanAkun, password: str) -> Pengguna:
    """Who holds the link from the mail sets the password; every session and every lock ends.

    Raises Refused (field sandi) for a password that is easy to guess, or when the link has been used meanwhile.
    """
    pengguna = tautan.pengguna
    data = {"pertama": pengguna.password is None}
    _use_link(tautan)
    _put_password(pengguna, password, "sandi")
    pengguna.fail_login_count, pengguna.locked_until = 0, None
    record("akun.sandi_diatur", actor=pengguna, objek=pengguna, peran=rules.acting_role(pengguna), data=data)
    return pengguna


def change_password(*, actor: Pengguna, old: str, new: str) -> Pengguna:
    """Only who knows the old password changes it; every other session and every link under way ends.

    Raises Refused (fields sandi_lama, sandi_baru).
    """
    if not passwords.is_right(actor.password, old):
        raise Refused(_l("Kata sandi lama tidak benar."), "sandi_lama")
    if passwords.is_right(actor.password, new):
        raise Refused(_l("Kata sandi baru sama dengan yang lama."), "sandi_baru")
    _put_password(actor, new, "sandi_baru")
    _end_links(actor)
    record("akun.sandi_diganti", actor=actor, objek=actor, peran=rules.acting_role(actor))
    return actor


def replace_password(*, actor: Pengguna, new: str) -> Pengguna:
    """Who came in with a password that is not to last sets one of her own. Raises Refused (field sandi_baru)."""
    if not actor.harus_ganti_sandi:
        raise Refused(_l("Kata sandi Anda tidak perlu diganti."))
    if passwords.is_right(actor.password, new):
        raise Refused(_l("Kata sandi baru sama dengan yang lama."), "sandi_baru")
    _put_password(actor, new, "sandi_baru")
    _end_links(actor)
    record("akun.sandi_diganti", actor=actor, objek=actor, peran=rules.acting_role(actor))
    return actor


def _put_password(pengguna: Pengguna, password: str, field: str) -> None:
    refusal = passwords.why_not_password(password, rules.personal_words(pengguna))
    if refusal is not None:
        raise Refused(refusal, field)
    pengguna.password = passwords.hash_password(password)
    pengguna.harus_ganti_sandi = False
    pengguna.sesi_versi += 1


# --- the address of sign-in, the language --------------------------------------------------------------------------------
def request_email_change(*, actor: Pengguna, email: str, password: str) -> Pengguna:
    """The new address gets a link; nothing changes until it is opened.

    An address that another account has gets no mail, and the caller says the same as always: nobody can find out
    in this way who has an account. Raises Refused (fields sandi, email).
    """
    email = email.strip().lower()
    if not passwords.is_right(actor.password, password):
        raise Refused(_l("Kata sandi tidak benar."), "sandi")
    if email == actor.email:
        raise Refused(_l("Itu alamat email masuk Anda sekarang."), "email")
    if email_owner(email) is None:
        peran = rules.acting_role(actor)
        record("akun.email_diminta", actor=actor, objek=actor, peran=peran, data={"email": email})
    return actor


def confirm_email(tautan: TautanAkun) -> Pengguna:
    """Who opens the link in the mail to the new address signs in with it from now on. Raises Refused when it is taken."""
    pengguna, email = tautan.pengguna, tautan.email or ""
    _use_link(tautan)
    if email_owner(email) not in (None, pengguna):
        raise Refused(EMAIL_TAKEN)
    old = pengguna.email
    with refuse_second(EMAIL_TAKEN):
        pengguna.email, pengguna.username = email, email[:128]
    data = {"lama": old, "baru": email}
    record("akun.email_diganti", actor=pengguna, objek=pengguna, peran=rules.acting_role(pengguna), data=data)
    return pengguna


def change_language(*, actor: Pengguna, bahasa: str) -> Pengguna:
    """The language of pages after sign-in and of mails. A taste, not an act: the journal does not note it."""
    if bahasa not in LANGUAGES:
        raise Refused(_l("Pilih salah satu dari daftar."), "bahasa")
    actor.bahasa = bahasa
    return actor


# --- roles and state --------------------------------------------------------------------------------
def change_account(
    account: Pengguna,
    *,
    actor: Pengguna,
    peran: Collection[str],
    is_active: bool,
    opd: OPD | None = None,
    jabatan_tim: JabatanTim | None = None,
) -> bool:
    """Roles, state, office and position as Admin sets them; a closed account's sessions end at once.

    Answers False when nothing changed. Raises Refused (field jabatan_tim, or none).
    """
    refusal = rules.why_not_change_account(actor, account, peran, is_active)
    if refusal is not None:
        raise Refused(refusal)
    _refuse_jabatan(jabatan_tim, peran)
    before = _standing(account)
    account.roles = _roles(peran)
    account.active = is_active
    account.opd, account.jabatan_tim = opd, jabatan_tim
    after = _standing(account)
    if before == after:
        return False
    if not is_active:
        account.sesi_versi += 1
    data = {"lama": before, "baru": after}
    record("akun.peran_diubah", actor=actor, objek=account, peran=rules.acting_role(actor), data=data)
    return True


def _refuse_jabatan(jabatan_tim: JabatanTim | None, peran: Collection[str]) -> None:
    refusal = rules.why_not_jabatan(jabatan_tim, peran)
    if refusal is not None:
        raise Refused(refusal, "jabatan_tim")


def _standing(account: Pengguna) -> dict[str, Any]:
    """What an account may do and for whom it speaks, as the journal keeps it."""
    return {
        "peran": sorted(role.name for role in account.roles),
        "aktif": bool(account.active),
        **_posts(account),
    }


def _posts(account: Pengguna) -> dict[str, str | None]:
    return {
        "opd": account.opd.nama if account.opd else None,
        "jabatan_tim": account.jabatan_tim.nama if account.jabatan_tim else None,
    }


def become_pemohon(person: Pengguna) -> None:
    """Who belongs to an institution may apply and be a contact, also when the account had another role before."""
    if rules.has_role(person, roles.PEMOHON):
        return
    before = sorted(role.name for role in person.roles)
    person.roles = [*person.roles, *_roles([roles.PEMOHON])]
    data = {
        "lama": {"peran": before, "aktif": True},
        "baru": {"peran": sorted([*before, roles.PEMOHON]), "aktif": True},
    }
    record("akun.peran_diubah", actor=person, objek=person, peran=rules.acting_role(person), data=data)
