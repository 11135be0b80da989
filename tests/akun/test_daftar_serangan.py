"""What somebody learns or breaks who does not own the mailbox: nothing."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from app.akun import (
    operations,
    operations_pendaftaran,
    queries,
    robot,
    tasks_pendaftaran,
    views_pendaftaran,
    views_tautan,
)
from app.akun import settings as own
from app.akun.models import Pengguna
from app.akun.models_pendaftaran import Identitas, Pendaftaran
from app.extensions import db
from app.kit import settings
from app.kit.clock import at, now
from app.kit.crypto import decrypt
from app.kit.errors import Refused
from app.notifikasi.tasks_pendaftaran import forget_mails
from tests.akun import daftar
from tests.akun.daftar import NIK, SANDI
from tests.factories import PASSWORD

OTHER_NIK = "6472014101800078"


@pytest.fixture
def statements(app):
    """The statements sent so far, without the numbers in them."""
    seen = []

    def note(connection, cursor, statement, parameters, context, many):
        seen.append(statement)

    sql_event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sql_event.remove(db.engine, "before_cursor_execute", note)


def work(browse, statements, url, button, fields):
    """(words of the answer, statements that it cost) of one form sent by a visitor."""
    browser = browse()
    browser.get(url)
    del statements[:]
    page = browser.submit(button, fields)
    return page.text.replace(fields["Email"], "X"), [re.sub(r"\d+", "", one) for one in statements]


@pytest.mark.parametrize(
    ("url", "button"),
    [
        ("/daftar/warga", "Kirim Formulir"),
        ("/daftar/kirim-ulang", "Kirim Lagi"),
        ("/lupa-sandi", "Kirim Tautan"),
    ],
)
def test_a_known_and_an_unknown_address_get_the_same_words_for_the_same_work(
    browse, cast, statements, url, button
):
    answers = []
    for email in ("ayu@example.org", "tidak-ada@example.org"):
        fields = {"Email": email}
        if url != "/lupa-sandi":
            fields["robot"] = daftar.solved()
        if url == "/daftar/warga":
            fields = daftar.WARGA | fields
        answers.append(work(browse, statements, url, button, fields))
    (words, cost), (other_words, other_cost) = answers
    assert words == other_words
    assert cost == other_cost


def test_the_owner_of_an_account_is_told_by_mail_that_somebody_tried(browse, cast):
    daftar.send(browse(), fields={"Email": "ayu@example.org"})
    message = daftar.mail_of(daftar.mails_to("ayu@example.org")[-1])
    assert message.subject == "Alamat email Anda sudah mempunyai akun"
    assert "/masuk" in message.body
    assert "/lupa-sandi" in message.body
    assert "/daftar/aktifkan/" not in message.body + message.html
    db.session.flush()
    assert daftar.waiting("ayu@example.org") == []  # nothing of the form is kept
    assert operations.sign_in("ayu@example.org", PASSWORD).account is cast.pemohon
    assert operations.sign_in("ayu@example.org", SANDI).account is None


def test_the_owner_of_a_closed_account_is_told_whom_to_ask(browse, cast):
    cast.pemohon.active = False
    daftar.send(browse(), fields={"Email": "ayu@example.org"})
    assert "sedang ditutup" in daftar.mail_of(daftar.mails_to("ayu@example.org")[-1]).body


def test_a_number_that_is_known_is_told_only_after_the_mailbox_has_spoken(browse, cast):
    nik = decrypt(cast.pemohon.biodata.nik_sandi)
    browser = browse()
    page = daftar.send(browser, fields={"Nomor Identitas": nik})
    assert page.h1 == "Periksa kotak surat Anda"
    assert nik not in page.text
    browser.get(daftar.activation_link())
    page = browser.submit("Aktifkan Akun", status=422, follow=False)
    assert page.has("Nomor identitas ini sudah dipakai akun lain", "Hubungi Bagian Kerja Sama")
    assert queries.email_owner("rina@example.org") is None


def test_nobody_replaces_the_form_of_another_before_the_owner_has_chosen(browse, cast):
    daftar.send(browse(), fields={"Nama sesuai Identitas": "Rina Asli"})
    own = daftar.activation_link()
    daftar.send(browse(), fields={"Nama sesuai Identitas": "Rina Palsu", "Nomor Identitas": OTHER_NIK})
    theirs = daftar.activation_link()
    assert own != theirs
    browser = browse()
    assert browser.get(own).has("Rina Asli", "KTP 6472••••••••0077")
    browser.submit("Aktifkan Akun")
    assert queries.email_owner("rina@example.org").nama == "Rina Asli"
    browse().get(theirs, status=410)
    assert daftar.waiting() == []


def test_opening_the_link_alone_makes_no_account(browse, cast):
    daftar.send(browse())
    link = daftar.activation_link()
    for _scanner in range(3):
        browse().get(link)
    assert queries.email_owner("rina@example.org") is None


def test_a_link_that_was_replaced_by_a_newer_mail_is_dead(browse, cast):
    browser = browse()
    daftar.send(browser)
    first = daftar.activation_link()
    browser.get("/daftar/kirim-ulang")
    assert browser.page.html.find(id="email")["value"] == "rina@example.org"
    browser.submit("Kirim Lagi", {"robot": daftar.solved()})
    daftar.do_jobs()
    assert len(daftar.mails_to("rina@example.org")) == 2
    second = daftar.activation_link()
    browse().get(first, status=410)
    browse().get(second)


def test_asking_again_for_an_account_that_exists_leads_to_the_password_instead(browse, cast):
    browser = browse()
    browser.get("/daftar/kirim-ulang")
    browser.submit("Kirim Lagi", {"Email": "ayu@example.org", "robot": daftar.solved()})
    daftar.do_jobs()
    assert [surel.peristiwa.jenis for surel in daftar.mails_to("ayu@example.org")] == ["akun.sandi_lupa"]


def test_who_forgot_the_password_before_activating_gets_the_activation_link_again(browse, cast):
    daftar.send(browse())
    browser = browse()
    browser.get("/lupa-sandi")
    browser.submit("Kirim Tautan", {"Email": "rina@example.org"})
    daftar.do_jobs()
    assert daftar.mails_to("rina@example.org")[-1].peristiwa.jenis == "pendaftaran.dikirim_ulang"


def test_the_address_in_a_job_is_encrypted(app, session):
    tasks_pendaftaran.ask("rina@example.org", is_new=True)
    args = (
        session.connection()
        .exec_driver_sql("SELECT args::text FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
        .scalar()
    )
    assert "rina" not in args


def test_a_check_is_used_up_by_a_form_that_came_through_and_not_by_one_that_did_not(browse, session):
    check = daftar.solved()
    browser = browse()
    page = daftar.send(browser, status=422, fields={"robot": check, "Email": "bukan alamat"})
    assert page.html.find(id="robot-hasil")["value"] == check
    daftar.send(browser, fields={"robot": check})
    page = daftar.send(browse(), status=422, fields={"robot": check, "Email": "lain@example.org"})
    assert any("sudah dipakai" in error for error in page.errors())
    assert daftar.waiting("lain@example.org") == []


@pytest.mark.parametrize("check", ["", "palsu", "e30=", "<script>", "x" * 10_000])
def test_without_a_check_nothing_is_kept_and_nothing_typed_is_lost(browse, session, check):
    page = daftar.send(browse(), status=422, fields={"robot": check})
    assert page.html.find(id="nama")["value"] == "Rina Contoh"
    assert page.html.find(id="nomor")["value"] == NIK
    assert page.html.find(id="sandi").get("value") in (None, "")
    assert daftar.waiting() == []


def test_forms_that_nobody_proves_vanish_and_others_stay(session, browse):
    daftar.send(browse())
    row = daftar.waiting()[0]
    row.created_at = now() - timedelta(days=8)
    daftar.send(browse(), fields={"Email": "baru-saja@example.org"})
    session.flush()
    tasks_pendaftaran.forget_old(0)
    assert daftar.waiting() == []
    assert len(daftar.waiting("baru-saja@example.org")) == 1
    surel = daftar.mails_to("rina@example.org")[-1]
    assert daftar.mail_of(surel) is None  # it has nothing to say any more
    with at(now() + timedelta(days=8)):
        forget_mails(0)
    assert daftar.mails_to("rina@example.org") == []


def test_nothing_of_a_person_stands_in_the_journal(session, browse):
    daftar.send(browse(), "institusi")
    from app.jejak.models import Peristiwa

    event = session.scalars(select(Peristiwa).where(Peristiwa.jenis == "pendaftaran.diterima")).one()
    text = f"{event.objek_nama} {event.data} {event.pelaku_nama} {event.catatan}"
    assert "Rina" not in text
    assert "@" not in text
    assert NIK not in text


def test_the_same_mailbox_is_not_flooded(browse, session, rate_limits):
    for _n in range(3):
        daftar.send(browse())
    daftar.send(browse(), status=429)
    browser = browse()
    browser.get("/daftar/kirim-ulang")
    browser.submit(
        "Kirim Lagi", {"Email": "rina@example.org", "robot": daftar.solved()}, status=429, follow=False
    )
    daftar.send(browse(), fields={"Email": "lain@example.org"})


@pytest.mark.parametrize(
    "typed", ["rina@ｅxample.org", "rina@example。org", "ri\0na@example.org", " RINA@example.org"]
)
@pytest.mark.parametrize("limit", [views_pendaftaran.typed_address, views_tautan.typed_email])
def test_one_mailbox_is_counted_as_one_however_it_is_written(app, limit, typed):
    keys = []
    for email in ("rina@example.org", typed):
        with app.test_request_context("/", method="POST", data={"email": email}):
            keys.append(limit())
    assert keys[0] == keys[1]


def test_mistakes_do_not_use_up_what_an_address_may_send(browse, session, rate_limits):
    browser = browse()
    for _n in range(5):
        daftar.send(browser, status=422, fields={"Nama sesuai Identitas": "rina"})
    daftar.send(browser)


def test_answers_in_words_may_be_tried_less_often(browse, session, rate_limits):
    browser = browse()
    for _n in range(15):
        daftar.send(browser, status=422, fields={"robot": "", "robot_jawab": "999"})
    daftar.send(browser, status=429, fields={"robot": "", "robot_jawab": "999"})
    daftar.send(browser)


# --- at the same moment --------------------------------------------------------
def _together(app, acts):
    results = []

    def run(act):
        with app.app_context():
            try:
                act()
                db.session.commit()
                results.append("jadi")
            except Refused as refusal:
                db.session.rollback()
                results.append(str(refusal.message))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def _form(email="rina@example.org", nomor=NIK, nama="Rina Contoh"):
    from app.akun.identitas import JenisIdentitas, Kewarganegaraan
    from app.akun.models_pendaftaran import Pintu

    operations_pendaftaran.register(
        operations_pendaftaran.Formulir(
            pintu=Pintu.WARGA, nama=nama, email=email, password=SANDI,
            kewarganegaraan=Kewarganegaraan.WNI, jenis_identitas=JenisIdentitas.KTP, nomor=nomor,
        )
    )  # fmt: skip
    row = db.session.scalars(select(Pendaftaran).order_by(Pendaftaran.id.desc())).first()
    return operations_pendaftaran.new_activation_link(row)


def test_two_presses_at_once_make_one_account(app, committed):
    token = _form()
    db.session.commit()
    results = _together(app, [lambda: operations_pendaftaran.activate(token)] * 2)
    assert sorted(result == "jadi" for result in results) == [False, True]
    assert db.session.scalar(select(func.count()).where(Pengguna.email == "rina@example.org")) == 1
    assert db.session.scalar(select(func.count(Identitas.pengguna_id))) == 1


def test_two_forms_of_one_address_activated_at_once_make_one_account(app, committed):
    first, second = _form(), _form(nomor=OTHER_NIK, nama="Rina Palsu")
    db.session.commit()
    results = _together(
        app, [lambda: operations_pendaftaran.activate(first), lambda: operations_pendaftaran.activate(second)]
    )
    assert sorted(result == "jadi" for result in results) == [False, True]
    assert db.session.scalar(select(func.count()).where(Pengguna.email == "rina@example.org")) == 1
    assert db.session.scalar(select(func.count(Pendaftaran.id))) == 0


def test_one_number_for_two_addresses_at_once_makes_one_account(app, committed):
    first, second = _form(), _form("lain@example.org")
    db.session.commit()
    results = _together(
        app, [lambda: operations_pendaftaran.activate(first), lambda: operations_pendaftaran.activate(second)]
    )
    assert sorted(result == "jadi" for result in results) == [False, True]
    assert any("Nomor identitas ini sudah dipakai" in result for result in results)
    assert db.session.scalar(select(func.count(Identitas.pengguna_id))) == 1


def test_a_link_is_dead_after_its_time_also_for_the_operation(app, session):
    token = _form()
    with at(now() + timedelta(hours=25)), pytest.raises(Refused):
        operations_pendaftaran.activate(token)
    with pytest.raises(Refused):
        operations_pendaftaran.activate("bukan-token")


def test_mistakes_do_not_use_up_how_often_a_password_may_be_forgotten(browse, session, rate_limits):
    browser = browse()
    for _n in range(11):
        browser.get("/lupa-sandi")
        browser.submit("Kirim Tautan", {"Email": "bukan alamat"}, status=422, follow=False)
    for _n in range(3):
        browser.get("/lupa-sandi")
        browser.submit("Kirim Tautan", {"Email": "tidak-ada@example.org"})
    browser.get("/lupa-sandi")
    browser.submit("Kirim Tautan", {"Email": "tidak-ada@example.org"}, status=429, follow=False)


def test_the_work_of_the_robot_check_is_set_where_registration_is(app):
    assert settings.REGISTRY[robot.WORK].section is own.PEOPLE
