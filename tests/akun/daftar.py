"""Acts of registration for tests: filling a form, passing the robot check, doing the jobs, reading the mail."""

import re
from typing import Any

import altcha
from sqlalchemy import select, text

from app.akun import robot, tasks_pendaftaran
from app.akun.models_pendaftaran import Pendaftaran
from app.extensions import db
from app.notifikasi import surat
from app.notifikasi.models import Surel

SANDI = "kuda-besi-hujan"
NIK = "6472014101800077"
WARGA = {
    "Nama sesuai Identitas": "Rina Contoh",
    "Jenis Identitas": "KTP",
    "Nomor Identitas": NIK,
    "Email": "rina@example.org",
    "Kata Sandi": SANDI,
    "Kata Sandi (Konfirmasi)": SANDI,
}
INSTITUSI = WARGA | {
    "Nama Instansi": "Yayasan Contoh Sungai",
    "Jenis Pemohon": "Lembaga, organisasi, asosiasi, yayasan",
    "Nomor Akta": "12 tanggal 3 Mei 2019",
    "Kabupaten/Kota": "Kota Samarinda",
    "Kode Pos": "75123",
    "Alamat": "Jalan Contoh 1",
    "Telepon": "0541 123456",
    "Email Instansi": "kontak@example.org",
}
PTT = WARGA | {"Unit Kerja": "Dinas Contoh"}

_TAKE = text(
    "WITH taken AS (DELETE FROM procrastinate_jobs WHERE task_name IN ('akun.lupa_sandi', 'akun.kirim_ulang_pendaftaran') "
    "RETURNING id, task_name, args) SELECT task_name, args FROM taken ORDER BY id"
)


def solved(challenge: dict[str, Any] | None = None) -> str:
    """What static/robot.js would send."""
    given = dict(challenge or robot.new_challenge())
    given.pop("most", None)
    made = altcha.Challenge.from_dict(given)
    solution = altcha.solve_challenge(made)
    assert solution is not None
    return altcha.Payload(made, solution).to_base64()


def send(browser: Any, door: str = "warga", status: int | None = None, **changes: Any) -> Any:
    """The form of a door, sent as a browser with scripts would; `changes` by the names of labels in `fields`."""
    base = {"warga": WARGA, "institusi": INSTITUSI, "asn": PTT}[door]
    browser.get(f"/daftar/{door}")
    fields = {**base, "robot": solved(), **changes.pop("fields", {})}
    return browser.submit("Kirim Formulir", fields, status=status, follow=status is None)


def mail_of(surel: Surel) -> Any:
    """The mail as it is written now, or None when there is nothing to say."""
    return surat.write(surel)


def mails_to(address: str) -> list[Surel]:
    return list(db.session.scalars(select(Surel).where(Surel.kepada == address).order_by(Surel.id)))


def link_in(message: Any) -> str:
    """The path of the activation link."""
    found = re.search(r"(/daftar/aktifkan/[\w-]+)", message.body)
    assert found, message.body
    return found[1]


def activation_link(address: str = "rina@example.org") -> str:
    """Write the newest mail to this address; the link in it."""
    path = link_in(mail_of(mails_to(address)[-1]))
    db.session.flush()
    return path


def do_jobs() -> None:
    """Do what the pages left to the worker, in order; each job once."""
    rows = db.session.execute(_TAKE).all()
    for name, args in rows:
        {
            "akun.lupa_sandi": tasks_pendaftaran.mail_forgotten,
            "akun.kirim_ulang_pendaftaran": tasks_pendaftaran.mail_again,
        }[name](**args)


def waiting(email: str = "rina@example.org") -> list[Pendaftaran]:
    return list(db.session.scalars(select(Pendaftaran).where(Pendaftaran.email == email)))
