"""Jobs of the directory: mails that a public page asked for, large imports, the personnel system, what is too old.

A page that asked for a link has answered before a job looks whether anybody has the NIP: its time tells nothing.
What was typed stands in the job encrypted.
"""

import json
import logging

from sqlalchemy import update

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.crypto import decrypt, encrypt
from app.kit.errors import Refused
from app.kit.jobs import jobs, later
from app.pegawai import operations_impor, operations_masuk, operations_sumber
from app.pegawai.models import ImporPegawai

log = logging.getLogger(__name__)


def ask_link(nip: str, bahasa: str) -> None:
    """Ask for a mail with a link, if there is somebody with this NIP. `bahasa`: of the page on which it was asked."""
    later(mail_link, siapa=encrypt(nip), bahasa=bahasa)


def ask_code(nip: str, password: str, bahasa: str) -> None:
    """Ask for a mail with a code, if NIP and birth date are somebody's. `bahasa`: of the page on which it was asked."""
    later(mail_code, siapa=encrypt(json.dumps([nip, password])), bahasa=bahasa)


@jobs.task(name="pegawai.kirim_tautan")
def mail_link(siapa: str, bahasa: str = "id") -> None:
    operations_masuk.request_link(decrypt(siapa), bahasa)


@jobs.task(name="pegawai.kirim_kode")
def mail_code(siapa: str, bahasa: str = "id") -> None:
    nip, password = json.loads(decrypt(siapa))
    operations_masuk.request_code(nip, password, bahasa)


# --- a large import --------------------------------------------------------------------------------
def apply_later(impor: ImporPegawai, actor: Pengguna, is_sure: bool) -> None:
    later(apply_import, impor_id=impor.id, pengguna_id=actor.id, yakin=is_sure)


@jobs.task(name="pegawai.terapkan_impor")
def apply_import(impor_id: int, pengguna_id: int, yakin: bool) -> None:
    """Applies what was shown; when that is not possible any more nothing changes and the page says so.

    A job may come twice: what the first has applied stays applied.
    """
    impor = db.session.get_one(ImporPegawai, impor_id)
    actor = db.session.get_one(Pengguna, pengguna_id)
    try:
        operations_impor.apply(impor, actor=actor, is_sure=yakin, progress=_shown(impor_id))
    except Exception as fault:
        db.session.rollback()
        log.warning("Impor pegawai %s tidak diterapkan: %s", impor_id, type(fault).__name__)
        operations_impor.fail(db.session.get_one(ImporPegawai, impor_id))
        if not isinstance(fault, Refused):
            db.session.commit()  # the page must not say for ever that it is being applied
            raise


class _shown:
    """Progress on a connection of its own: the work itself is not to be seen before its end."""

    def __init__(self, impor_id: int) -> None:
        self.impor_id = impor_id

    def __call__(self, percent: int) -> None:
        if percent >= 100:
            return
        with db.session.session_factory() as own:
            own.execute(update(ImporPegawai).where(ImporPegawai.id == self.impor_id).values(kemajuan=percent))
            own.commit()


# --- the personnel system --------------------------------------------------------------------------------
@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="pegawai.tarik_sumber", queueing_lock="pegawai.tarik_sumber")
def poll_source(timestamp: int) -> None:
    """Fetch the directory when its time has come."""
    if operations_sumber.is_due():
        operations_sumber.run()


@jobs.task(name="pegawai.tarik_sekarang", queueing_lock="pegawai.tarik_sekarang")
def poll_now() -> None:
    operations_sumber.run()


@jobs.periodic(cron="41 3 * * *")
@jobs.task(name="pegawai.buang_yang_lama", queueing_lock="pegawai.buang_yang_lama")
def forget_old(timestamp: int) -> None:
    """Files with birth dates that nobody applied, links that open nothing."""
    operations_impor.forget_old()
    operations_masuk.forget_old()
