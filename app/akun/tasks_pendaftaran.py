"""Jobs of registration: what a public page must not do itself, and the forms that nobody proved.

A page that asked for a mail has answered before a job looks whether anybody has the address: its time tells nothing.
The address stands in the job encrypted.
"""

import logging

from app.akun import operations_akun, operations_pendaftaran, robot
from app.kit.crypto import decrypt, encrypt
from app.kit.jobs import jobs, later

log = logging.getLogger(__name__)


def ask(email: str, *, is_new: bool) -> None:
    """Ask for a mail to this address, if it is one of ours: a new activation link, or a link to set a password."""
    later(mail_again if is_new else mail_forgotten, kepada=encrypt(email))


@jobs.task(name="akun.kirim_ulang_pendaftaran")
def mail_again(kepada: str) -> None:
    """The activation link once more; who has an account already gets a link to set a password instead."""
    email = decrypt(kepada)
    if not operations_pendaftaran.resend(email):
        operations_akun.request_password_link(email)


@jobs.task(name="akun.lupa_sandi")
def mail_forgotten(kepada: str) -> None:
    """A link to set a password; who has registered and not yet activated gets the activation link once more."""
    email = decrypt(kepada)
    if not operations_akun.request_password_link(email):
        operations_pendaftaran.resend(email)


@jobs.periodic(cron="29 * * * *")
@jobs.task(name="akun.buang_pendaftaran_lama", queueing_lock="akun.buang_pendaftaran_lama")
def forget_old(timestamp: int) -> None:
    """Forms whose address nobody proved, and robot checks that count no more."""
    forms, checks = operations_pendaftaran.forget_unproved(), robot.forget_expired()
    if forms or checks:
        log.info("Dihapus: %s pendaftaran tanpa bukti alamat, %s pemeriksaan robot lama.", forms, checks)
