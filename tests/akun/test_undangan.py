"""An invitation: who may answer it, how a new person gets in, and that it works once."""

from datetime import timedelta

import pytest

from app.akun import operations, queries, roles
from app.akun.dikenal import COOKIE
from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import now
from tests.akun.test_faktor import events

NEW = "kuda-besi-hujan"


@pytest.fixture
def invited(cast):
    """(invitation, token) for an address that may have an account."""

    def make(email):
        undangan = operations.invite_member(cast.universitas, actor=cast.pemohon, email=email)
        return undangan, operations.new_invitation_link(undangan)

    return make


def test_the_page_says_who_invites_to_what(browse, cast, invited):
    _undangan, token = invited("kawan@example.org")
    page = browse().get(f"/undangan/{token}")
    assert page.h1 == "Undangan dari Universitas Contoh Mahakam"
    assert page.has("Ayu Contoh mengundang Anda", "kawan@example.org")


def test_a_new_person_makes_an_account_and_is_a_member(browse, cast, invited):
    undangan, token = invited("kawan@example.org")
    browser = browse()
    browser.get(f"/undangan/{token}")
    page = browser.submit(
        "Buat Akun dan Bergabung",
        {"Nama Lengkap": "Kawan Contoh, S.T.", "Kata Sandi": NEW, "Kata Sandi (Konfirmasi)": NEW},
    )
    assert page.has("Anda sekarang anggota Universitas Contoh Mahakam.")
    account = queries.email_owner("kawan@example.org")
    assert [role.name for role in account.roles] == [roles.PEMOHON]
    assert queries.instansi_of(account) is cast.universitas
    assert undangan.accepted_by is account
    assert operations.sign_in("kawan@example.org", NEW).account is account
    assert browse().get(f"/undangan/{token}", status=410).has("sudah diterima")


@pytest.mark.parametrize(
    ("name", "password", "again", "word"),
    [
        ("", NEW, NEW, "wajib diisi"),
        ("Kawan", "pendek", "pendek", "paling sedikit 10"),
        ("Kawan", NEW, "tidak-sama-sekali", "belum sama"),
        ("Kawan Contoh", "KawanContoh12", "KawanContoh12", "tidak boleh berupa nama"),
        ("Kawan", "kawan@example.org", "kawan@example.org", "tidak boleh berupa nama"),
        ("x" * 10_000, NEW, NEW, "Paling banyak 200"),
        ("Kawan", "x" * 10_000, "x" * 10_000, "Paling banyak 200"),
    ],
)
def test_a_new_account_is_refused_with_its_reason(browse, cast, invited, name, password, again, word):
    _undangan, token = invited("kawan@example.org")
    browser = browse()
    browser.get(f"/undangan/{token}")
    fields = {"Nama Lengkap": name, "Kata Sandi": password, "Kata Sandi (Konfirmasi)": again}
    page = browser.submit("Buat Akun dan Bergabung", fields, status=422, follow=False)
    assert any(word in error for error in page.errors()), page.errors()
    assert queries.email_owner("kawan@example.org") is None


def test_a_new_account_comes_in_by_the_one_door(browse, cast, invited):
    """Its sign-in is recorded like every other, and its browser is known from now on."""
    _undangan, token = invited("kawan@example.org")
    browser = browse()
    browser.get(f"/undangan/{token}")
    fields = {"Nama Lengkap": "Kawan Contoh", "Kata Sandi": NEW, "Kata Sandi (Konfirmasi)": NEW}
    page = browser.submit("Buat Akun dan Bergabung", fields)
    assert page.h1 == "Pengaturan" and page.has("Anda sekarang anggota Universitas Contoh Mahakam.")
    made = queries.email_owner("kawan@example.org")
    signed_in = events(made, "akun.masuk")
    assert [event.data["cara"] for event in signed_in] == ["tautan"] and made.login_count == 1
    assert browser.client.get_cookie(COOKIE) is not None


def test_a_person_with_an_account_signs_in_and_comes_back_to_accept(browse, cast, invited):
    from tests.factories import PASSWORD

    _undangan, token = invited("baru@example.org")
    browser = browse()
    page = browser.get(f"/undangan/{token}")
    assert "Buat Akun dan Bergabung" not in page.buttons()
    browser.get(
        page.links()["Masuk"] if "lanjut" in page.links()["Masuk"] else f"/masuk?lanjut=/undangan/{token}"
    )
    browser.submit("Masuk", {"Email atau NIP": "baru@example.org", "Kata Sandi": PASSWORD})
    browser.submit("Terima Undangan")
    assert queries.instansi_of(cast.baru) is cast.universitas
    assert not queries.membership_of(cast.baru).is_pengelola


def test_the_invited_person_says_no(browse, cast, invited):
    undangan, token = invited("baru@example.org")
    browser = browse(cast.baru)
    browser.get(f"/undangan/{token}")
    assert browser.submit("Tolak Undangan").has("Undangan ditolak.")
    assert undangan.cancelled_at is not None
    assert queries.instansi_of(cast.baru) is None


def test_who_has_no_institution_sees_the_invitation_without_its_link(browse, cast, invited):
    undangan, _token = invited("baru@example.org")
    browser = browse(cast.baru)
    assert browser.get("/pengaturan/instansi").has("Anda diundang ke Universitas Contoh Mahakam")
    browser.submit("Terima Undangan")
    assert queries.instansi_of(cast.baru) is cast.universitas
    browser.post(f"/pengaturan/instansi/undangan-saya/{undangan.id}", {"jawab": "terima"}, status=422)


def test_nobody_answers_the_invitation_of_somebody_else(browse, cast, invited):
    undangan, token = invited("kawan@example.org")
    browser = browse(cast.baru)
    page = browser.get(f"/undangan/{token}")
    assert page.has("undangan ini untuk alamat lain")
    for answer in ("terima", "tolak"):
        browser.post(f"/undangan/{token}", {"jawab": answer}, status=422)
        browser.post(f"/pengaturan/instansi/undangan-saya/{undangan.id}", {"jawab": answer}, status=404)
    assert (undangan.accepted_at, undangan.cancelled_at) == (None, None)


def test_who_belongs_to_another_institution_is_told_why_not(browse, cast, invited):
    undangan, token = invited("asing@example.org")
    browser = browse(cast.asing)
    assert browser.get(f"/undangan/{token}").has("Satu orang hanya dapat menjadi anggota satu instansi.")
    browser.post(f"/undangan/{token}", {"jawab": "terima"}, status=422)
    assert undangan.accepted_at is None
    assert queries.instansi_of(cast.asing) is cast.perusahaan


def test_an_invitation_is_over_after_its_time(browse, cast, invited):
    undangan, token = invited("baru@example.org")
    undangan.expires_at = now() - timedelta(seconds=1)
    assert (
        browse(cast.baru).get(f"/undangan/{token}", status=410).has("Masa berlaku undangan ini sudah habis.")
    )
    browser = browse(cast.baru)
    browser.get("/pengaturan")
    browser.post(f"/undangan/{token}", {"jawab": "terima"}, status=422)
    assert queries.instansi_of(cast.baru) is None


def test_an_account_is_not_made_by_a_link_that_is_over(browse, cast, invited):
    undangan, token = invited("kawan@example.org")
    browser = browse()
    browser.get(f"/undangan/{token}")
    operations.cancel_invitation(undangan, actor=cast.pemohon)
    fields = {"Nama Lengkap": "Kawan", "Kata Sandi": NEW, "Kata Sandi (Konfirmasi)": NEW}
    browser.submit("Buat Akun dan Bergabung", fields, status=422, follow=False)
    assert db.session.query(Pengguna).filter_by(email="kawan@example.org").first() is None


def test_two_answers_at_the_same_moment_make_one_member(cast, invited):
    undangan, _token = invited("baru@example.org")
    operations.accept_invitation(undangan, actor=cast.baru)
    for answer in (operations.accept_invitation, operations.decline_invitation):
        with pytest.raises(Exception, match="sudah diterima"):
            answer(undangan, actor=cast.baru)


@pytest.mark.parametrize("answer", ["", "mungkin", "<script>", "terima\0"])
def test_any_other_answer_counts_as_yes_only_through_the_rules(browse, cast, invited, answer):
    """The form has two buttons; what else is sent is judged like a yes."""
    _undangan, token = invited("kawan@example.org")
    browser = browse(cast.baru)
    browser.get(f"/undangan/{token}")
    browser.post(f"/undangan/{token}", {"jawab": answer}, status=422)
