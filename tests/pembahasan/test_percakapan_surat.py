"""Mails in the time line: told when they have left, to whom; the applicant hears of those to the applicant alone."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.notifikasi.models import Sebagai, StatusSurel, Surel
from app.permohonan.tahap_operations import set_pengampu
from app.rujukan.models import OPD
from tests import factories
from tests.counting import counted
from tests.pembahasan.pesan import READ_INTERNAL, READ_PARTIES_ONLY, say, url


@pytest.fixture
def case(session, cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    cast.lokus.opd = session.scalars(select(OPD).limit(1)).one()
    set_pengampu(case, actor=cast.admin, opd=[cast.lokus.opd])
    return case


def last_event(jenis):
    return db.session.scalars(
        select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(-Peristiwa.id)
    ).first()


def sent(event, person, sebagai, status=StatusSurel.TERKIRIM):
    at = now() if status is StatusSurel.TERKIRIM else None
    db.session.execute(
        Surel.__table__.delete().where(Surel.peristiwa_id == event.id, Surel.kepada == person.email)
    )
    db.session.add(
        Surel(
            peristiwa=event, pengguna=person, kepada=person.email, sebagai=sebagai, subjek="Subjek",
            status=status, sent_at=at,
        )
    )  # fmt: skip
    db.session.flush()


@pytest.mark.parametrize("person", [*READ_INTERNAL, *READ_PARTIES_ONLY])
def test_each_reader_hears_of_the_mails_that_concern_what_he_may_read(case, cast, browse, person):
    event = last_event("permohonan.disetujui")
    sent(event, cast.pemohon, Sebagai.PPKSD1)
    sent(event, cast.hukum, Sebagai.TKKSD)
    page = browse(getattr(cast, person)).get(url(case, "?saring=peristiwa"))
    line = next(li.get_text(" ") for li in page.html.select("ol.percakapan li") if "Surel" in li.get_text())
    assert "Permohonan disetujui" in line and "Ayu Contoh" in line
    assert ("Citra Contoh" in line) == (person in READ_INTERNAL)


@pytest.mark.parametrize("person", READ_PARTIES_ONLY)
def test_a_mail_about_an_internal_message_is_told_to_the_city_alone(case, cast, browse, person):
    say(case, cast.admin, is_internal=True)
    sent(last_event("pesan.dikirim"), cast.hukum, Sebagai.TKKSD)
    sent(last_event("pesan.dikirim"), cast.pemohon, Sebagai.PPKSD1)  # even if one had been written
    assert "terkirim kepada" in browse(cast.admin).get(url(case)).text
    assert "terkirim kepada" not in browse(getattr(cast, person)).get(url(case)).text


def test_a_mail_that_has_not_left_is_not_told(case, cast, browse):
    sent(last_event("permohonan.disetujui"), cast.pemohon, Sebagai.PPKSD1, StatusSurel.ANTRE)
    assert "terkirim kepada" not in browse(cast.admin).get(url(case)).text


def test_many_mails_about_one_event_are_one_line_and_one_query(case, cast, browse, session):
    event = last_event("permohonan.disetujui")
    browser = browse(cast.admin)
    sent(event, cast.pemohon, Sebagai.PPKSD1)
    browser.get(url(case))
    with counted() as few:
        browser.get(url(case))
    for person in cast.people.values():
        sent(event, person, Sebagai.TKKSD)
    with counted() as many:
        page = browser.get(url(case))
    assert page.text.count("terkirim kepada") == 1 and page.has(f"kepada {len(cast.people)} orang")
    assert len(many) <= len(few)
