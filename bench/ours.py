"""The pages of this program, signed in as an Admin, at the same table. Prints figures as JSON."""

import sys
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event, select

from app import create_app
from app.akun import roles
from app.akun.models import Instansi, Pengguna
from app.extensions import db
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan
from bench.timing import Figure, measure, report

PAGE_SIZE = 25
DEEP_PAGE = 2001


class Counter:
    """How many statements the database was asked so far."""

    def __init__(self, engine: Any) -> None:
        self.total = 0
        event.listen(engine, "before_cursor_execute", self.count)

    def count(self, *arguments: Any) -> None:
        self.total += 1


def addresses() -> dict[str, str]:
    """The pages to measure. A deep page is reached by the row before it, as its link says it."""
    before = db.session.execute(
        select(Permohonan.submitted_at, Permohonan.id)
        .where(Permohonan.status != Status.DRAF)
        .order_by(Permohonan.submitted_at.desc(), Permohonan.id.desc())
        .offset((DEEP_PAGE - 1) * PAGE_SIZE - 1)
        .limit(1)
    ).one()
    waiting = db.session.scalar(
        select(Permohonan.kode).where(Permohonan.status == Status.MENUNGGU_VERIFIKASI)
    )
    instansi = db.session.scalar(select(Instansi.id).order_by(Instansi.id.desc()))
    from app.permohonan.saringan import Tempat

    place = urlencode({"sesudah": str(Tempat(before.submitted_at, before.id))})
    return {
        "daftar": "/permohonan",
        "halaman 2001": f"/permohonan?{place}",
        "saring": "/permohonan?status=penawaran",
        "cari kata": "/permohonan?q=perpustakaan",
        "cari kata jarang": "/permohonan?q=bekantan",
        "formulir ubah": f"/data-induk/instansi/edit/{instansi}",
        "halaman perkara": f"/permohonan/{waiting}",
        "Tugas saya": "/tugas",
        "statistik": "/statistik",
    }


def signed_in(app: Flask, pengguna: Pengguna) -> Any:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=str(pengguna.id), _fresh=True, sesi_versi=pengguna.sesi_versi)
    return client


def main() -> None:
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": sys.argv[1], "RATELIMIT_ENABLED": False, "IS_EMBEDDED": False}
    )
    with app.app_context():
        admin = db.session.scalars(
            select(Pengguna).where(Pengguna.roles.any(name=roles.ADMIN), Pengguna.active).limit(1)
        ).one()
        client = signed_in(app, admin)
        pages = addresses()
        counter = Counter(db.engine)
        db.session.remove()

    def call(url: str) -> tuple[int, int]:
        answer = client.get(url, follow_redirects=False)
        return answer.status_code, len(answer.data)

    def figure(page: str, url: str) -> Figure:
        return measure(page, lambda: call(url), lambda: counter.total)

    report([figure(page, url) for page, url in pages.items()])


if __name__ == "__main__":
    main()
