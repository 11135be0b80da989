"""Every verb of this package under one name: what other packages import. Each verb stands in a file of its topic.

Called by whoever writes the mails, at the moment a mail is written, because a token is stored nowhere:
`new_password_link(pengguna)` (akun.dibuat, akun.sandi_lupa), `new_email_link(pengguna, email)` (akun.email_diminta)
and `new_invitation_link(undangan)` (instansi.anggota_diundang). Nothing is defined here.
"""

from app.akun import operations_penerus  # noqa: F401  (hears that an account was closed)
from app.akun.operations_akun import (
    change_account,
    change_language,
    change_password,
    confirm_email,
    create_account,
    new_email_link,
    new_password_link,
    request_email_change,
    request_password_link,
    set_password,
)
from app.akun.operations_anggota import (
    accept_invitation,
    cancel_invitation,
    decline_invitation,
    hold_membership,
    invite_member,
    join_as_new_account,
    leave_instansi,
    make_pengelola,
    new_invitation_link,
    remove_member,
    resend_invitation,
)
from app.akun.operations_biodata import reveal_nik, save_biodata
from app.akun.operations_instansi import create_instansi, save_instansi
from app.akun.operations_masuk import Attempt, sign_in

__all__ = [
    "Attempt",
    "accept_invitation",
    "cancel_invitation",
    "change_account",
    "change_language",
    "change_password",
    "confirm_email",
    "create_account",
    "create_instansi",
    "decline_invitation",
    "hold_membership",
    "invite_member",
    "join_as_new_account",
    "leave_instansi",
    "make_pengelola",
    "new_email_link",
    "new_invitation_link",
    "new_password_link",
    "remove_member",
    "request_email_change",
    "request_password_link",
    "resend_invitation",
    "reveal_nik",
    "save_biodata",
    "save_instansi",
    "set_password",
    "sign_in",
]
