"""The mails of handing over: to who is asked, with the way to her answer and no more; to who was replaced, without one."""

import pytest

from app.permohonan import alih_operations as alih
from app.permohonan import hak_operations
from app.permohonan.alur import Hak
from tests import factories
from tests.notifikasi.told import html_of, send_waiting, sent_to, text_of


def subjects(mails, address):
    return [message["Subject"] for message in sent_to(mails, address)]


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_who_is_asked_and_who_is_replaced_are_told(cast, mails, bahasa):
    for person in (cast.pemohon, cast.ppksd2, cast.rekan):
        person.bahasa = bahasa
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    row = alih.request_alih(case, actor=cast.pemohon, ke=1, kepada=cast.rekan, alasan="Saya pindah bagian")
    send_waiting()
    asked = sent_to(mails, "rekan@example.org")[-1]
    for part in (text_of(asked), html_of(asked)):
        for words in (case.judul, "Saya pindah bagian", "PPKSD-1", f"/permohonan/{case.kode}/alih"):
            assert words in part, words
        assert "pemohon@" not in part and "••••" not in part  # nothing of the case that she may not see yet
    alih.answer_alih(row, actor=cast.rekan, terima=True)
    send_waiting()
    replaced = sent_to(mails, "ayu@example.org")[-1]
    assert case.judul in text_of(replaced)
    assert f"/permohonan/{case.kode}" not in text_of(replaced)  # it would lead nowhere
    assert case.kode in subjects(mails, "bima@example.org")[-1]


def test_an_offer_taken_back_before_the_mail_left_asks_nobody(cast, mails):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    send_waiting()
    before = len(sent_to(mails, "rekan@example.org"))
    row = alih.request_alih(case, actor=cast.pemohon, ke=1, kepada=cast.rekan, alasan="x")
    alih.cancel_alih(row, actor=cast.pemohon)
    send_waiting()
    told = sent_to(mails, "rekan@example.org")[before:]
    assert [case.kode in message["Subject"] for message in told] == [True]
    assert "/alih" not in text_of(told[0])


def test_a_changed_right_is_mailed_to_the_second_contact_alone(cast, mails):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    send_waiting()
    before = len(sent_to(mails, "ayu@example.org"))
    hak_operations.set_hak(case, actor=cast.pemohon, hak=Hak.KOMENTAR)
    send_waiting()
    assert "Bima Contoh: Komentar" in text_of(sent_to(mails, "bima@example.org")[-1])
    assert len(sent_to(mails, "ayu@example.org")) == before
