"""The pages of one long case for each side, and a full month of the calendar. Prints figures as JSON.

`python -m bench.perjalanan <database> <code of the case> <id of its applicant>`
"""

import sys
from datetime import timedelta

from sqlalchemy import select

from app import create_app
from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import today
from bench.ours import Counter, signed_in
from bench.timing import Figure, measure, report

TABS = {
    "ringkasan": "",
    "dokumen": "/dokumen",
    "pembahasan": "/pembahasan",
    "jadwal": "/jadwal",
    "riwayat": "/riwayat",
}


def next_month() -> str:
    return (today().replace(day=1) + timedelta(days=32)).strftime("%Y-%m")


def main() -> None:
    url, kode, owner = sys.argv[1:4]
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "RATELIMIT_ENABLED": False, "IS_EMBEDDED": False})
    with app.app_context():
        people = {
            "pemohon": db.session.get_one(Pengguna, int(owner)),
            "TKKSD": _by_email("tkksd@example.org"),
            "Admin": _by_email("admin@example.org"),
        }
        clients = {name: signed_in(app, person) for name, person in people.items()}
        counter = Counter(db.engine)
        db.session.remove()

    def figure(page: str, who: str, address: str) -> Figure:
        def call() -> tuple[int, int]:
            answer = clients[who].get(address)
            return answer.status_code, len(answer.data)

        return measure(page, call, lambda: counter.total)

    figures = [
        figure(f"{tab}, {who}", who, f"/permohonan/{kode}{path}")
        for tab, path in TABS.items()
        for who in clients
    ]
    calendar = f"/kalender?bulan={next_month()}"
    figures.append(figure("kalender sebulan", "Admin", calendar))
    report(figures)


def _by_email(email: str) -> Pengguna:
    return db.session.scalars(select(Pengguna).where(Pengguna.email == email)).one()


if __name__ == "__main__":
    main()
