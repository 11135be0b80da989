"""An ASN's first sign-in: the link, whose account it is, and what does not get in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun import operations as akun
from app.akun import queries, roles
from app.extensions import db
from app.kit.clock import at, now
from app.kit.errors import Refused
from app.pegawai import operations_ikut, operations_masuk, rules
from app.pegawai import queries as queries_pegawai
from app.pegawai.models import TautanPegawai
from tests import factories
from tests.pegawai import asn
from tests.pegawai.asn import EMAIL, NIP, NIP2, SANDI


def test_an_asn_comes_in_by_the_link_in_the_mail_and_then_by_nip_and_password(browse, cast):
    asn.make_pegawai()
    browser = asn.begin(browse)
    assert browser.get("/pengaturan").h1 == "Pengaturan"
    account = queries.account_for(NIP)
    assert (account.nama, account.email, account.nip) == ("Sari Contoh, S.H.", EMAIL, NIP)
    assert [role.name for role in account.roles] == [roles.PEMOHON]
    assert akun.sign_in(NIP, SANDI).account is account
    assert [event.data["cara"] for event in asn.events("akun.dibuat")][-1] == "direktori"


def test_sign_in_has_a_button_for_the_first_time(browse, session):
    assert browse().get("/masuk").links()["ASN: masuk pertama kali"] == "/masuk/asn"


def test_every_nip_gets_the_same_answer_and_only_the_directory_a_mail(browse, cast):
    asn.make_pegawai()
    asn.make_pegawai(NIP2, email="")
    known = asn.ask(browse())
    without_address = asn.ask(browse(), NIP2)
    unknown = asn.ask(browse(), "196001011985011001")
    assert known.text == unknown.text == without_address.text
    assert EMAIL not in known.text
    asn.do_jobs()
    assert len(asn.mails_to()) == 1
    assert db.session.scalars(select(TautanPegawai)).one().email == EMAIL


def test_a_link_works_once(browse, cast):
    asn.make_pegawai()
    link = asn.asked_link(browse)
    for expected in (200, 410):
        browser = browse()
        browser.get(link, status=expected)
        if expected == 200:
            page = browser.submit("Simpan dan Masuk", {"Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI})
            assert page.has("Kata sandi tersimpan. Selanjutnya Anda masuk dengan NIP")


def test_two_presses_of_one_link_make_one_account(browse, cast):
    asn.make_pegawai()
    link = asn.asked_link(browse)
    first, second = browse(), browse()
    first.get(link)
    second.get(link)
    fields = {"Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI}
    first.submit("Simpan dan Masuk", fields)
    second.submit("Simpan dan Masuk", fields, status=410, follow=False)


def test_opening_a_link_uses_nothing_up(browse, cast):
    asn.make_pegawai()
    link = asn.asked_link(browse)
    browse().get(link)
    assert browse().get(link).h1.startswith("Selamat datang")


def test_an_old_link_a_newer_asking_and_a_changed_address_end_it(browse, cast):
    pegawai = asn.make_pegawai()
    link = asn.asked_link(browse)
    with at(now() + timedelta(hours=2)):
        browse().get(link, status=410)
    newer = asn.asked_link(browse)
    browse().get(link, status=410)
    browse().get(newer)
    pegawai.email = "lain@example.org"
    browse().get(newer, status=410)


def test_a_guessed_link_opens_nothing(browse, cast):
    asn.make_pegawai()
    browse().get("/masuk/asn/tebakan", status=410)


def test_who_left_gets_no_link_and_an_open_one_ends(browse, cast):
    pegawai = asn.make_pegawai()
    link = asn.asked_link(browse)
    operations_ikut.leave(pegawai, actor=None)
    browse().get(link, status=410)
    assert not operations_masuk.request_link(NIP)


def test_a_weak_password_is_refused_with_its_reason_and_the_link_stays(browse, cast):
    asn.make_pegawai()
    link, browser = asn.asked_link(browse), browse()
    browser.get(link)
    fields = {"Kata Sandi": asn.BIRTH + "!!", "Kata Sandi (Konfirmasi)": asn.BIRTH + "!!"}
    page = browser.submit("Simpan dan Masuk", fields, status=422, follow=False)
    assert page.has("tidak boleh berupa nama, email, NIP, atau tanggal lahir")
    assert queries.account_for(NIP) is None
    browser.submit("Simpan dan Masuk", {"Kata Sandi": SANDI, "Kata Sandi (Konfirmasi)": SANDI})
    assert queries.account_for(NIP) is not None


def test_an_account_with_the_same_address_is_linked_and_keeps_its_password(browse, cast):
    pegawai = asn.make_pegawai()
    account = factories.make_pengguna("Sari Lama", roles.PEMOHON, email=EMAIL)
    account.password = cast.admin.password or "x"
    kept = account.password
    link, browser = asn.asked_link(browse), browse()
    page = browser.get(link)
    assert "Kata Sandi" not in page.text
    assert browser.submit("Hubungkan Akun").h1 == "Masuk"
    assert (pegawai.pengguna, account.nip, account.nama) == (account, NIP, "Sari Contoh, S.H.")
    assert account.password == kept
    assert not pegawai.is_akun_dibuat


def test_an_account_that_has_the_nip_and_another_address_waits_for_admin(browse, cast):
    pegawai = asn.make_pegawai()
    account = factories.make_pengguna("Sari Lain", roles.PEMOHON, email="sari.lain@example.org", nip=NIP)
    asn.ask(browse())
    asn.do_jobs()
    message = asn.read_mail()
    assert "/masuk/asn/" not in message.body
    assert "diperiksa" in message.subject
    assert pegawai.bentrok is account
    admin = browse(cast.admin)
    assert admin.get("/tugas").has("Cocokkan ASN dengan akunnya")
    admin.get("/pegawai/akun")
    admin.submit("Orang yang sama: hubungkan Sari Contoh, S.H.")
    assert (pegawai.pengguna, pegawai.bentrok) == (account, None)
    assert account.email == "sari.lain@example.org"


def test_admin_takes_the_nip_from_a_strangers_account_and_the_asn_can_come_in(browse, cast):
    asn.make_pegawai()
    account = factories.make_pengguna("Orang Lain", roles.PEMOHON, email="lain@example.org", nip=NIP)
    assert operations_masuk.request_link(NIP)
    admin = browse(cast.admin)
    admin.get("/pegawai/akun")
    admin.submit("Orang lain: lepaskan NIP dari akun itu Sari Contoh, S.H.")
    assert account.nip is None
    asn.begin(browse)
    assert queries.account_for(NIP).email == EMAIL


def test_who_has_a_password_is_told_so_and_gets_no_link(browse, cast):
    asn.make_pegawai()
    asn.begin(browse)
    asn.ask(browse())
    asn.do_jobs()
    message = asn.read_mail()
    assert "/masuk/asn/" not in message.body
    assert "sudah mempunyai akun" in message.subject


def test_nobody_is_mailed_without_end(browse, cast):
    asn.make_pegawai()
    answers = [operations_masuk.request_link(NIP) for _turn in range(rules.LINKS_A_DAY + 1)]
    assert answers == [True] * rules.LINKS_A_DAY + [False]


def test_a_link_of_somebody_who_just_left_is_refused_by_the_operation_too(cast):
    pegawai = asn.make_pegawai()
    operations_masuk.request_link(NIP)
    tautan = db.session.scalars(select(TautanPegawai)).one()
    operations_ikut.leave(pegawai, actor=None)
    with pytest.raises(Refused):
        operations_masuk.use_link(tautan, SANDI)


def test_asking_is_limited_for_each_person_and_address(browse, cast, rate_limits):
    browser = browse()
    for _turn in range(5):
        asn.ask(browser)
    browser.get("/masuk/asn")
    browser.submit("Kirim Tautan Masuk", {"NIP": NIP}, status=429, follow=False)


def test_neither_journal_nor_job_shows_nip_or_token(browse, cast):
    asn.make_pegawai()
    asn.ask(browse())
    jobs = str(db.session.execute(asn.text("SELECT args FROM procrastinate_jobs")).all())
    assert NIP not in jobs
    asn.do_jobs()
    token = asn.link_in(asn.read_mail()).rpartition("/")[2]
    journal = asn.whole_journal()
    assert token not in journal
    assert NIP not in journal


def test_the_mail_speaks_the_language_of_the_page_and_then_of_the_account(browse, cast):
    pegawai = asn.make_pegawai()
    visitor = browse()
    visitor.client.get("/bahasa/en")
    visitor.lang = "en"
    visitor.get("/masuk/asn")
    visitor.submit("Send Sign-in Link", {"NIP": NIP})
    asn.do_jobs()
    assert asn.mails_to()[-1].bahasa == "en"
    assert "The link is valid until" in asn.read_mail().body
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email=EMAIL)
    operations_ikut.link(pegawai, account, is_new=True)
    asn.ask(browse())
    account.bahasa = "id"
    visitor.get("/masuk/asn")
    visitor.submit("Send Sign-in Link", {"NIP": NIP})
    asn.do_jobs()
    assert asn.mails_to()[-1].bahasa == "id"


def test_nothing_is_decided_about_an_account_by_accident(browse, cast):
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email="lain@example.org")
    account.nip = NIP
    pegawai = asn.make_pegawai()
    operations_ikut.match_accounts([NIP])
    admin, url = browse(cast.admin), f"/pegawai/akun/{pegawai.id}"
    admin.get("/pegawai/akun")
    for answer in ({}, {"putusan": "x"}, {"putusan": "sama", "akun": "²"}, {"putusan": "lain", "akun": "1"}):
        admin.post(url, answer, status=422)
        assert (pegawai.bentrok, account.nip, pegawai.pengguna) == (account, NIP, None)
    admin.post(url, {"putusan": "sama", "akun": str(account.id)})
    assert pegawai.pengguna is account


def test_who_comes_back_with_another_nip_takes_her_account_along(cast):
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email=EMAIL)
    former = asn.make_pegawai(NIP2, email=EMAIL)
    operations_ikut.link(former, account, is_new=True)
    operations_ikut.leave(former, actor=cast.admin)
    pegawai = asn.make_pegawai(NIP)
    operations_masuk.request_link(NIP)
    assert pegawai.bentrok is account
    operations_ikut.decide_clash(pegawai, actor=cast.admin, is_same=True, seen=account.id)
    assert (pegawai.pengguna, former.pengguna, account.nip) == (account, None, NIP)
    [usulan] = queries_pegawai.proposals_of(pegawai)
    assert usulan.arah.value == "buka"
