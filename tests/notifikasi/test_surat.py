"""What mails say: in the person's language, in text and HTML, with links that work and nothing that could do harm."""

import re

import pytest
from sqlalchemy import select

from app.akun import operations as akun
from app.akun import roles
from app.akun.models import TautanAkun, TujuanTautan
from app.akun.queries import invitation_by_token, link_by_token
from app.extensions import db
from app.kit.clock import now
from app.notifikasi import pengiriman
from app.notifikasi.models import StatusSurel, Surel
from app.permohonan import operations
from tests import factories
from tests.notifikasi.told import by_mail, html_of, read, send_waiting, sent_to, text_of, waiting


def letter(mails, address, subject=""):
    """The newest mail to this address."""
    return [one for one in sent_to(mails, address) if subject in one["Subject"]][-1]


@pytest.fixture
def everything(cast):
    """Acts that lead to each kind of mail."""
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    operations.mark_answered(case.verifikasi[-1].permintaan[0], actor=cast.pemohon)
    operations.submit_permohonan(case, actor=cast.pemohon, pakta=factories.current_pakta())
    factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    withdrawn = factories.make_submitted(cast.pemohon, cast.ppksd2)
    operations.withdraw_permohonan(withdrawn, actor=cast.pemohon, alasan="Mitra mundur.")
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    operations.answer_ppksd2(draft, actor=cast.ppksd2, terima=False)
    operations.invite_ppksd2(draft, actor=cast.pemohon, email="orang@example.org")
    akun.accept_invitation(
        akun.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org"), actor=cast.baru
    )
    akun.create_account(actor=cast.admin, nama="Sri", email="sri@example.org", peran=[roles.PEMOHON])
    akun.request_password_link("ayu@example.org")
    akun.request_email_change(actor=cast.asing, email="a@b.example.org", password=factories.PASSWORD)
    akun.change_password(actor=cast.asing, old=factories.PASSWORD, new="Sungai-Kunjang-77-panjang")
    for _ in range(5):
        akun.sign_in("dewi@example.org", "bukan-kata-sandinya")
    return case


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_every_mail_can_be_written_in_both_languages(cast, everything, mails, bahasa):
    db.session.execute(Surel.__table__.update().values(bahasa=bahasa))
    send_waiting()
    assert set(db.session.scalars(select(Surel.galat))) == {""}
    kinds = set(db.session.scalars(select(Surel.status)))
    assert kinds <= {StatusSurel.TERKIRIM, StatusSurel.BATAL}
    for file in mails():
        message = read(file)
        text, html = text_of(message), html_of(message)
        assert message["Content-Language"] == bahasa
        assert message["Reply-To"] is not None
        assert f'<html lang="{bahasa}">' in html
        for part in (text, html):
            assert "None" not in part
            assert "%(" not in part
            assert "{{" not in part
        assert "\n\n\n" not in text
        assert ("Mengapa Anda menerima surel ini" in text) == (bahasa == "id") or not _is_translated()
        for address in re.findall(r'(?:src|href)="([^"]*)"', html):
            assert address.startswith("http://localhost/"), address
        assert not re.search(r"<(img|script|link|table)\b", html)
        assert " style=" not in html


def _is_translated() -> bool:
    """Whether the English catalog has the mails already."""
    from flask_babel import force_locale, gettext

    with force_locale("en"):
        return gettext("Buka permohonan") != "Buka permohonan"


def test_the_receipt_names_the_code_in_its_subject_and_goes_to_both_contacts(cast, mails):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    send_waiting()
    for address in ("ayu@example.org", "bima@example.org"):
        message = letter(mails, address, "telah kami terima")
        assert message["Subject"] == f"{case.kode}: permohonan Anda telah kami terima"
        assert f"http://localhost/permohonan/{case.kode}" in text_of(message)
        assert case.judul in html_of(message)


def test_each_person_reads_it_in_her_own_language(app, cast, mails):
    cast.ppksd2.bahasa = "en"
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    send_waiting()
    to_ayu = letter(mails, "ayu@example.org", "telah kami terima")
    to_bima = letter(mails, "bima@example.org")
    assert to_ayu["Content-Language"] == "id"
    assert to_bima["Content-Language"] == "en"


def test_the_applicant_reads_what_to_mend_and_why(cast, mails):
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "manfaat")
    send_waiting()
    message = letter(mails, "bima@example.org", "perlu diperbaiki")
    for part in (text_of(message), html_of(message)):
        assert "Lokasi Kerja Sama" in part
        assert "Tidak lengkap" in part
        assert "Lengkapi manfaat." in part
        assert "Mohon dilengkapi." in part


# --- links
def test_a_new_account_gets_a_link_that_works_and_stands_nowhere(cast, mails):
    akun.create_account(actor=cast.admin, nama="Sri", email="sri@example.org", peran=[roles.PEMOHON])
    assert db.session.scalars(select(TautanAkun)).all() == []
    send_waiting()
    message = letter(mails, "sri@example.org")
    [token] = re.findall(r"http://localhost/atur-sandi/(\S+)", text_of(message))
    assert link_by_token(token, TujuanTautan.ATUR_SANDI, now()).pengguna.email == "sri@example.org"
    assert token in html_of(message)
    for table in ("surel", "peristiwa", "tautan_akun", "procrastinate_jobs", "pemberitahuan"):
        rows = db.session.execute(db.text(f"SELECT {table}::text FROM {table}")).scalars()
        assert not any(token in row for row in rows), table


def test_a_new_address_is_confirmed_by_a_mail_to_itself(cast, mails):
    akun.request_email_change(actor=cast.pemohon, email="a@b.example.org", password=factories.PASSWORD)
    send_waiting()
    assert sent_to(mails, "ayu@example.org") == []
    [token] = re.findall(r"http://localhost/ganti-email/(\S+)", text_of(letter(mails, "a@b.example.org")))
    assert link_by_token(token, TujuanTautan.GANTI_EMAIL, now()).email == "a@b.example.org"


def test_a_link_for_the_password_never_goes_to_an_address_that_was_replaced(cast, mails):
    """A mail that waited, or that Superadmin sends again, while the owner moved to another address."""
    akun.request_password_link("ayu@example.org")
    cast.pemohon.email = cast.pemohon.username = "ayu.baru@example.org"
    send_waiting()
    assert mails() == []
    assert db.session.scalars(select(Surel.status)).all() == [StatusSurel.BATAL]
    assert db.session.scalars(select(TautanAkun)).all() == []


def test_an_invited_person_reads_who_invites_and_for_which_case(cast, mails):
    draft = factories.make_draft(cast.pemohon, judul="Taman Baca Digital")
    operations.invite_ppksd2(draft, actor=cast.pemohon, email="orang@example.org")
    send_waiting()
    text = text_of(letter(mails, "orang@example.org"))
    assert "Ayu Contoh" in text
    assert "Universitas Contoh Mahakam" in text
    assert "PPKSD-2" in text
    assert "Taman Baca Digital" in text
    [token] = re.findall(r"http://localhost/undangan/(\S+)", text)
    assert invitation_by_token(token).email == "orang@example.org"


def test_an_invitation_that_was_cancelled_is_not_mailed_any_more(cast, mails):
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="orang@example.org")
    akun.cancel_invitation(undangan, actor=cast.pemohon)
    send_waiting()
    assert mails() == []
    assert db.session.scalars(select(Surel.status)).all() == [StatusSurel.BATAL]


def test_of_two_mails_about_one_invitation_only_the_newer_leaves(cast, mails):
    """A link made for the older one would end the newer one."""
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="orang@example.org")
    akun.resend_invitation(undangan, actor=cast.pemohon)
    for surel_id in reversed(waiting()):
        pengiriman.deliver(surel_id)
    [message] = sent_to(mails, "orang@example.org")
    [token] = re.findall(r"http://localhost/undangan/(\S+)", text_of(message))
    assert invitation_by_token(token) is not None


def test_who_may_no_longer_see_the_case_gets_no_mail_about_it_but_is_told_to_be_asked_no_more(cast, mails):
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.rekan)
    send_waiting()
    [told] = sent_to(mails, "bima@example.org")
    assert told["Subject"] == f"{draft.kode}: PPKSD-2 diganti"
    assert draft.judul in text_of(told)
    for part in (text_of(told), html_of(told)):
        assert "memilih orang lain" in part
        assert f"/permohonan/{draft.kode}" not in part
    assert len(sent_to(mails, "rekan@example.org")) == 1


def test_who_refused_needs_no_telling_that_somebody_else_is_asked(cast, mails):
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    operations.answer_ppksd2(draft, actor=cast.ppksd2, terima=False)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.rekan)
    send_waiting()
    assert sent_to(mails, "bima@example.org") == []


def test_an_account_closed_meanwhile_gets_no_mail(cast, mails):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert "darma@example.org" in by_mail("permohonan.dikirim")
    cast.admin2.active = False
    send_waiting()
    assert sent_to(mails, "darma@example.org") == []


# --- nothing that could do harm
def test_names_cannot_bring_headers_of_their_own(cast, postman):
    cast.ppksd2.nama = "Bima\r\nBcc: korban@example.org\r\n\r\nHalo"
    cast.pemohon.nama = "Ayu\nContoh"
    factories.make_draft(cast.pemohon)
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    send_waiting()
    [content] = postman.got
    message = read(content)
    assert message["Bcc"] is None
    assert "bima@example.org" in message["To"]
    assert len(message["To"].splitlines()) == 1


def test_names_and_titles_cannot_bring_markup_of_their_own(cast, mails):
    evil = '<a href="https://evil.example">Klik</a> & <script>alert(1)</script>'
    draft = factories.make_draft(cast.pemohon, cast.ppksd2, judul=evil)
    operations.submit_permohonan(draft, actor=cast.pemohon, pakta=factories.current_pakta())
    operations.withdraw_permohonan(draft, actor=cast.pemohon, alasan=f"{evil}\n<b>dua</b>")
    send_waiting()
    message = letter(mails, "bima@example.org", "ditarik")
    html = html_of(message)
    assert "<script" not in html
    assert "evil.example" in html
    assert 'href="https://evil' not in html
    assert "<b>" not in html
    assert evil in text_of(message)


def test_a_long_line_passes_every_server(cast, postman):
    draft = factories.make_draft(cast.pemohon, cast.ppksd2)
    operations.submit_permohonan(draft, actor=cast.pemohon, pakta=factories.current_pakta())
    operations.withdraw_permohonan(draft, actor=cast.pemohon, alasan="Sangat panjang – " * 400)
    send_waiting()
    for content in postman.got:
        assert max(map(len, content.splitlines())) <= 998
        assert content.isascii()
