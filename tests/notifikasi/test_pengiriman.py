"""Mails leave once, after the act is committed, and whoever could not be reached is seen. With a real mail server."""

import smtplib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from app.kit.errors import Refused
from app.notifikasi import pengiriman, pos, rules
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.notifikasi.operations import resend_mail
from app.notifikasi.tasks import look_after_mails, send_mail
from app.permohonan import operations
from tests import factories
from tests.notifikasi.told import read, send_waiting, waiting

JOBS = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifikasi.kirim_surel' AND status = 'todo'"
)


def jobs() -> int:
    return db.session.scalar(JOBS) or 0


def ask(cast) -> Surel:
    """One mail in the queue: Bima is asked to be PPKSD-2."""
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    db.session.commit()
    return db.session.scalars(select(Surel)).one()


# --- no commit, no mail
def test_an_act_that_is_undone_tells_nobody(committed, cast):
    draft = factories.make_draft(cast.pemohon)
    db.session.commit()
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    assert jobs() == 1
    db.session.rollback()
    assert jobs() == 0
    assert waiting() == []
    assert db.session.scalar(select(func.count()).select_from(Pemberitahuan)) == 0


def test_an_act_that_is_kept_asks_for_one_job_for_each_mail(cast):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert jobs() == len(waiting()) > 3


def test_when_telling_fails_the_act_is_undone_too(cast, monkeypatch):
    from app.notifikasi import listeners

    def fail(peristiwa):
        raise RuntimeError("disk full")

    monkeypatch.setattr(listeners, "notify", fail)
    with pytest.raises(RuntimeError):
        factories.make_draft(cast.pemohon)


# --- once
def test_a_mail_is_sent_and_marked(cast, postman):
    surel = ask(cast)
    assert pengiriman.deliver(surel.id) is None
    db.session.commit()
    message = read(postman.got[0])
    assert surel.status is StatusSurel.TERKIRIM
    assert surel.sent_at is not None
    assert surel.percobaan == 1
    assert surel.subjek == message["Subject"]
    assert message["Message-ID"] == f"<surel.{surel.id}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "bima@example.org" in message["To"]


def test_two_workers_at_the_same_moment_send_each_mail_once(app, committed, cast, postman):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    db.session.commit()
    mails = waiting()
    barrier = threading.Barrier(4)
    problems = []

    def work() -> None:
        with app.app_context():
            try:
                barrier.wait()
                for surel_id in mails:
                    send_mail(surel_id)
            except Exception as error:
                problems.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    assert problems == []
    identities = sorted(read(content)["Message-ID"] for content in postman.got)
    assert identities == sorted(f"<surel.{surel_id}@localhost>" for surel_id in mails)
    assert set(db.session.scalars(select(Surel.status))) == {StatusSurel.TERKIRIM}


def test_a_job_that_runs_again_sends_nothing(cast, postman):
    surel = ask(cast)
    for _ in range(3):
        send_mail(surel.id)
    assert len(postman.got) == 1


def test_a_program_that_died_while_sending_never_sends_by_itself(cast, postman):
    surel = ask(cast)
    assert pengiriman.claim(surel.id)
    db.session.commit()  # and here the light went out
    send_mail(surel.id)
    look_after_mails(0)
    db.session.refresh(surel)
    assert surel.status is StatusSurel.MENGIRIM
    age(surel, minutes=16)
    look_after_mails(0)
    send_mail(surel.id)
    db.session.refresh(surel)
    assert (surel.status, surel.galat) == (StatusSurel.GAGAL, "tidak_pasti")
    assert postman.got == []


def age(surel: Surel, minutes: int) -> None:
    moment = func.now() - timedelta(minutes=minutes)
    db.session.execute(update(Surel).where(Surel.id == surel.id).values(updated_at=moment))
    db.session.commit()


# --- refused, tried again, given up, sent again by hand
def test_a_server_that_refuses_is_asked_again_ever_later_and_then_no_more(cast, postman):
    surel = ask(cast)
    postman.answer = "451 come back later"
    before = jobs()
    waits = [pengiriman.deliver(surel.id) for _ in range(6)]
    db.session.commit()
    assert waits == [60, 240, 960, 3840, 15360, None]
    assert surel.status is StatusSurel.GAGAL
    assert surel.galat == "ditolak: 451 come back later"
    assert surel.percobaan == 6
    assert jobs() == before


def test_a_failed_attempt_leaves_a_job_for_later(cast, postman):
    surel = ask(cast)
    postman.refuse_recipient = "550 no such person"
    send_mail(surel.id)
    assert surel.status is StatusSurel.ANTRE
    assert surel.galat == "ditolak: 550 no such person"
    later = db.session.scalar(text("SELECT max(scheduled_at) FROM procrastinate_jobs"))
    assert later > now() + timedelta(seconds=50)
    postman.refuse_recipient = None
    send_mail(surel.id)
    assert surel.status is StatusSurel.TERKIRIM
    assert surel.galat == ""


def test_the_city_may_ask_for_fewer_attempts(cast, postman):
    settings.put(pengiriman.ATTEMPTS, 1)
    surel = ask(cast)
    postman.answer = "554 no"
    send_mail(surel.id)
    assert surel.status is StatusSurel.GAGAL


def test_a_server_that_is_away_is_tried_again(app, cast, postman):
    surel = ask(cast)
    app.extensions["mail"].port = 1
    assert pengiriman.deliver(surel.id) == rules.FIRST_WAIT_SECONDS
    assert surel.galat.startswith("tidak_terhubung: ")


def test_a_server_that_hangs_up_over_the_text_leaves_it_uncertain(cast, postman, monkeypatch):
    """Whether it was accepted nobody knows, so it is not sent again."""

    def data(self, msg):
        self.is_handing_over = True
        self.close()
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(pos._Server, "data", data)
    surel = ask(cast)
    assert pengiriman.deliver(surel.id) is None
    assert surel.status is StatusSurel.GAGAL
    assert surel.galat.startswith("tidak_pasti: ")


def test_a_server_that_says_no_goodbye_has_still_accepted(cast, postman, monkeypatch):
    def quit(self):
        raise smtplib.SMTPServerDisconnected("bye")

    monkeypatch.setattr(pos._Server, "quit", quit)
    surel = ask(cast)
    pengiriman.deliver(surel.id)
    assert surel.status is StatusSurel.TERKIRIM


def test_a_template_that_breaks_is_a_failure_that_one_sees(cast, postman, monkeypatch):
    def broken(surel):
        raise KeyError("x")

    monkeypatch.setattr(pengiriman.surat, "write", broken)
    surel = ask(cast)
    assert pengiriman.deliver(surel.id) == rules.FIRST_WAIT_SECONDS
    assert surel.galat == "tidak_tertulis: KeyError"


def test_superadmin_sends_a_failed_mail_again(cast, postman):
    surel = ask(cast)
    surel.status, surel.percobaan, surel.galat = StatusSurel.GAGAL, 6, "ditolak: 550"
    resend_mail(surel.id, actor=cast.superadmin)
    send_waiting()
    assert surel.status is StatusSurel.TERKIRIM
    assert len(postman.got) == 1


def test_nobody_else_sends_mails_again_and_nothing_that_did_not_fail(cast):
    surel = ask(cast)
    with pytest.raises(Refused):
        resend_mail(surel.id, actor=cast.superadmin)
    surel.status = StatusSurel.GAGAL
    for person in (cast.admin, cast.pemohon, cast.pimpinan):
        with pytest.raises(Refused):
            resend_mail(surel.id, actor=person)


def test_a_mail_whose_job_was_lost_gets_a_new_one(cast):
    surel = ask(cast)
    db.session.execute(text("DELETE FROM procrastinate_jobs"))
    look_after_mails(0)
    assert jobs() == 0  # it is not late yet
    age(surel, minutes=17)
    look_after_mails(0)
    look_after_mails(0)
    assert jobs() == 1


# --- without a mail server
def test_without_a_server_a_mail_becomes_a_file(cast, mails):
    surel = ask(cast)
    send_waiting()
    [file] = mails()
    assert file.name.endswith(f"-bima@example.org-permohonan.ppksd2_dipilih_{surel.id}.eml")
    assert read(file)["Subject"] == surel.subjek
    assert file.stat().st_mode & 0o077 == 0
    assert [one for one in file.parent.iterdir() if one.suffix != ".eml"] == []
    assert "meminta Anda menjadi petugas penghubung kedua" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_a_failure_that_one_sees(app, cast, tmp_path, monkeypatch):
    blocked = tmp_path / "surat"
    blocked.write_text("a file stands in the way")
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(blocked))
    surel = ask(cast)
    assert pengiriman.deliver(surel.id) == rules.FIRST_WAIT_SECONDS
    assert surel.galat.startswith("folder: ")


# --- the worker itself
def test_the_worker_sends_what_was_committed(app, committed, cast, mails):
    import procrastinate

    from app.kit.jobs import in_app
    from app.kit.jobs import jobs as queue

    surel = ask(cast)
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "", 1)
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=2)
    with queue.replace_connector(connector) as working:
        working.run_worker(
            task_middleware=[in_app(app)],
            wait=False,
            install_signal_handlers=False,
            concurrency=2,
            name="uji",
        )
    db.session.rollback()
    assert surel.status is StatusSurel.TERKIRIM
    assert len(mails()) == 1


def test_a_failed_attempt_in_the_worker_waits_for_the_next(app, committed, cast, postman):
    import procrastinate

    from app.kit.jobs import in_app
    from app.kit.jobs import jobs as queue

    postman.answer = "451 later"
    surel = ask(cast)
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "", 1)
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=2)
    with queue.replace_connector(connector) as working:
        working.run_worker(
            task_middleware=[in_app(app)], wait=False, install_signal_handlers=False, name="uji"
        )
    db.session.rollback()
    assert surel.status is StatusSurel.ANTRE
    assert jobs() == 1
