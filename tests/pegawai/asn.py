"""Acts of the directory for tests: people, files, jobs, mails."""

import json
import re
from datetime import date
from typing import Any

from sqlalchemy import select, text

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.notifikasi import surat
from app.notifikasi.models import Surel
from app.pegawai import tasks
from app.pegawai.models import AturanPeranAsn, Pegawai, Sumber
from tests import factories

NIP, BIRTH = "198404112010032009", "11041984"
NIP2 = "197001012001011002"
SANDI = "kuda-besi-hujan"
EMAIL = "sari@example.org"
_TAKE = text(
    "WITH taken AS (DELETE FROM procrastinate_jobs WHERE task_name LIKE 'pegawai.%' AND args <> '{\"timestamp\": 0}' "
    "RETURNING id, task_name, args) SELECT task_name, args FROM taken ORDER BY id"
)
TASKS = {task.name: task for task in (tasks.mail_link, tasks.mail_code, tasks.apply_import, tasks.poll_now)}


def make_pegawai(nip: str = NIP, **columns: Any) -> Pegawai:
    """Somebody in service, as an import leaves her."""
    values = {
        "nama": "Sari Contoh, S.H.",
        "lahir_on": date(int(nip[:4]), int(nip[4:6]), int(nip[6:8])),
        "email": EMAIL if nip == NIP else f"{nip}@example.org",
        "unit": "Subbagian Contoh",
        "jabatan": "Analis Hukum",
        "sumber": Sumber.CSV,
    } | columns
    row = Pegawai(nip=nip, **values)
    db.session.add(row)
    db.session.flush()
    return row


def make_rule(peran: str, **columns: Any) -> AturanPeranAsn:
    row = AturanPeranAsn(peran=factories.all_roles()[peran], **columns)
    db.session.add(row)
    db.session.flush()
    return row


def do_jobs() -> None:
    """Do what the pages left to the worker, in order; each job once."""
    for name, args in db.session.execute(_TAKE).all():
        TASKS[name](**args)
    db.session.flush()


def mails_to(address: str = EMAIL) -> list[Surel]:
    return list(db.session.scalars(select(Surel).where(Surel.kepada == address).order_by(Surel.id)))


def read_mail(address: str = EMAIL) -> Any:
    """The newest mail to an address, written now; None when there is nothing to say any more."""
    message = surat.write(mails_to(address)[-1])
    db.session.flush()
    return message


def link_in(message: Any) -> str:
    found = re.search(r"(/masuk/asn/[\w-]+)", message.body)
    assert found, message.body
    return found[1]


def ask(browser: Any, nip: str = NIP) -> Any:
    browser.get("/masuk/asn")
    return browser.submit("Kirim Tautan Masuk", {"NIP": nip})


def asked_link(browse: Any, nip: str = NIP, address: str = EMAIL) -> str:
    ask(browse(), nip)
    do_jobs()
    return link_in(read_mail(address))


def begin(browse: Any, nip: str = NIP, address: str = EMAIL) -> Any:
    """The whole first sign-in by link; answers the browser, signed in."""
    link, browser = asked_link(browse, nip, address), browse()
    browser.get(link)
    browser.submit("Simpan dan Masuk", {"Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI})
    return browser


def put(key: str, value: Any) -> None:
    settings.put(key, value)


def events(jenis: str) -> list[Peristiwa]:
    return list(db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)))


def whole_journal() -> str:
    rows = db.session.execute(select(Peristiwa.data, Peristiwa.catatan, Peristiwa.objek_nama)).all()
    return json.dumps([[row.data, row.catatan, row.objek_nama] for row in rows], default=str)
