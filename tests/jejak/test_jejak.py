"""The journal: whoever changes it is found out, and the database lets nobody change it."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.jejak.chain import GENESIS
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.jejak.queries import history_of, verify_chain
from app.jejak.signals import recorded


def write(cast, count=3):
    return [
        record("uji.terjadi", actor=cast.admin, objek=cast.universitas, data={"ke": n, "teks": "é “kutip”"})
        for n in range(count)
    ]


def test_each_event_names_the_one_before(cast):
    first, second, third = write(cast)
    assert (second.sidik_lalu, third.sidik_lalu) == (first.sidik, second.sidik)
    assert verify_chain().broken_id is None


def test_the_first_event_of_all_begins_the_chain(session):
    first = session.scalars(select(Peristiwa).order_by(Peristiwa.id).limit(1)).first()
    assert first is None or (first.id, first.sidik_lalu) == (1, GENESIS)


def test_an_act_of_the_program_has_no_person(cast):
    event = record("uji.terjadi", actor=None, objek=cast.universitas)
    assert (event.pelaku_id, event.pelaku_nama) == (None, "Sistem")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE peristiwa SET catatan = 'lain'", "DELETE FROM peristiwa", "TRUNCATE peristiwa CASCADE"],
)
def test_the_database_refuses_to_change_or_forget(cast, statement):
    write(cast)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    "column",
    [
        "catatan = 'lain'",
        "pelaku_nama = 'Orang Lain'",
        "data = '{}'",
        "jenis = 'uji.lain'",
        "at = at + interval '1 s'",
    ],
)
def test_a_change_behind_the_programs_back_is_found(cast, column):
    number = write(cast)[1].id
    db.session.execute(text("ALTER TABLE peristiwa DISABLE TRIGGER USER"))
    db.session.execute(text(f"UPDATE peristiwa SET {column} WHERE id = {number}"))
    db.session.expire_all()
    assert verify_chain().broken_id == number


def test_a_link_taken_out_is_found(cast):
    number = write(cast)[1].id
    db.session.execute(text("ALTER TABLE peristiwa DISABLE TRIGGER USER"))
    db.session.execute(text(f"DELETE FROM peristiwa WHERE id = {number}"))
    db.session.expire_all()
    assert verify_chain().broken_id == number


def test_history_is_newest_first_and_goes_on_page_by_page(cast):
    events = write(cast, 5)
    page = history_of(cast.universitas, limit=2)
    assert [e.id for e in page] == [events[4].id, events[3].id]
    assert [e.id for e in history_of(cast.universitas, limit=2, before_id=page[-1].id)] == [
        events[2].id,
        events[1].id,
    ]


def test_a_hearer_that_fails_undoes_the_act(cast):
    def fail(event):
        raise RuntimeError("tidak jadi")

    with recorded.connected_to(fail), pytest.raises(RuntimeError):
        write(cast, 1)


def test_many_at_once_make_one_chain(committed, app, cast):
    person, objek, errors = cast.admin.id, cast.universitas.id, []
    db.session.commit()

    def act():
        from app.akun.models import Instansi, Pengguna

        try:
            with app.app_context():
                for _ in range(5):
                    record(
                        "uji.terjadi",
                        actor=db.session.get(Pengguna, person),
                        objek=db.session.get(Instansi, objek),
                    )
                    db.session.commit()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=act) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert verify_chain().broken_id is None
