"""Own account: password, sign-in address, language; and the links that come by mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun import operations
from app.akun.models import TautanAkun
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from tests.akun.daftar import do_jobs
from tests.factories import PASSWORD

NEW = "kuda-besi-hujan"
BAD = ["<script>alert(1)</script>" * 2, "x" * 10_000, "nul\0di tengah sandi"]


def last_event(jenis):
    return db.session.scalars(
        select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id.desc())
    ).first()


def change_password(browser, old=PASSWORD, new=NEW, again=None, **options):
    browser.get("/pengaturan/akun")
    fields = {
        "Kata Sandi Lama": old,
        "Kata Sandi Baru": new,
        "Kata Sandi Baru (Konfirmasi)": new if again is None else again,
    }
    return browser.submit("Ganti Kata Sandi", fields, **options)


# --- change of password --------------------------------------------------------
def test_who_knows_the_old_password_changes_it_and_stays_signed_in_here_only(browse, cast):
    here, elsewhere = browse(cast.pemohon), browse(cast.pemohon)
    elsewhere.get("/pengaturan/akun")
    assert change_password(here).has("Kata sandi diganti.")
    here.get("/pengaturan/akun")
    elsewhere.get("/pengaturan/akun", status=302)
    assert operations.sign_in("ayu@example.org", NEW).account is cast.pemohon
    assert operations.sign_in("ayu@example.org", PASSWORD).account is None
    assert last_event("akun.sandi_diganti").pelaku_id == cast.pemohon.id


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("bukan-yang-lama", NEW, None, "Kata sandi lama tidak benar."),
        (PASSWORD, NEW, "lain-lagi-bukan", "Kedua kata sandi belum sama."),
        (PASSWORD, PASSWORD, None, "Kata sandi baru sama dengan yang lama."),
        (PASSWORD, "pendek", None, "Pakai paling sedikit 10"),
        (PASSWORD, "Samarinda-2026", None, "paling mudah ditebak"),
        (PASSWORD, "ayucontoh-12", None, "tidak boleh berupa nama"),
        (PASSWORD, "", None, "Isian ini wajib diisi."),
        (PASSWORD, "x" * 10_000, None, "Paling banyak 200 huruf."),
        (PASSWORD, "nul\0di tengah sandi", None, "tidak dapat dipakai"),
    ],
)
def test_a_change_of_password_is_refused_with_its_reason(browse, cast, old, new, again, sentence):
    page = change_password(browse(cast.pemohon), old, new, again, status=422, follow=False)
    assert any(sentence in error for error in page.errors()), page.errors()
    assert operations.sign_in("ayu@example.org", PASSWORD).account is cast.pemohon


@pytest.mark.parametrize("password", BAD)
def test_no_password_field_breaks_the_page(browse, cast, password):
    change_password(browse(cast.pemohon), old=password, new=password, status=422, follow=False)


# --- change of the sign-in address --------------------------------------------------------
def ask_new_email(browser, email="ayu.baru@example.org", password=PASSWORD, **options):
    browser.get("/pengaturan/akun")
    return browser.submit("Kirim Tautan Konfirmasi", {"Email Baru": email, "Kata Sandi": password}, **options)


def test_the_new_address_counts_only_after_its_link_was_pressed(browse, cast):
    browser = browse(cast.pemohon)
    assert ask_new_email(browser).has("Tautan konfirmasi dikirim ke ayu.baru@example.org")
    assert last_event("akun.email_diminta").data == {"email": "ayu.baru@example.org"}
    token = operations.new_email_link(cast.pemohon, "ayu.baru@example.org")
    visitor = browse()
    assert visitor.get(f"/ganti-email/{token}").has("ayu.baru@example.org")
    assert cast.pemohon.email == "ayu@example.org"
    visitor.submit("Pakai Email Baru", follow=False)
    assert (cast.pemohon.email, cast.pemohon.username) == ("ayu.baru@example.org",) * 2
    assert last_event("akun.email_diganti").data == {
        "lama": "ayu@example.org",
        "baru": "ayu.baru@example.org",
    }
    visitor.get(f"/ganti-email/{token}", status=410)


def test_asking_for_an_address_of_somebody_else_says_the_same_and_sends_nothing(browse, cast):
    assert ask_new_email(browse(cast.pemohon), "asing@example.org").has(
        "Tautan konfirmasi dikirim ke asing@example.org"
    )
    assert last_event("akun.email_diminta") is None


def test_an_address_that_was_taken_meanwhile_is_not_given_twice(browse, cast):
    token = operations.new_email_link(cast.pemohon, "asing@example.org")
    visitor = browse()
    visitor.get(f"/ganti-email/{token}")
    assert visitor.submit("Pakai Email Baru", status=422, follow=False).has("sudah dipakai akun lain")
    assert cast.pemohon.email == "ayu@example.org"


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("ayu.baru@example.org", "salah-sekali-ini", "Kata sandi tidak benar."),
        ("ayu@example.org", PASSWORD, "Itu alamat email masuk Anda sekarang."),
        ("bukan alamat", PASSWORD, "Tulis alamat email yang lengkap"),
        ("", PASSWORD, "Isian ini wajib diisi."),
        ("<script>alert(1)</script>@example.org", PASSWORD, "Tulis alamat email yang lengkap"),
        ("x" * 10_000 + "@example.org", PASSWORD, "Tulis alamat email yang lengkap"),
        ("a\0b@", PASSWORD, "Tulis alamat email yang lengkap"),
    ],
)
def test_a_change_of_address_is_refused_with_its_reason(browse, cast, email, password, sentence):
    page = ask_new_email(browse(cast.pemohon), email, password, status=422, follow=False)
    assert any(sentence in error for error in page.errors()), page.errors()


# --- language --------------------------------------------------------
def test_the_language_changes_at_once(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/akun")
    browser.lang = "en"
    browser.submit("Simpan Bahasa", {"Bahasa": "English"})
    assert cast.pemohon.bahasa == "en"


@pytest.mark.parametrize("bahasa", ["", "fr", "<b>", "id\0", "x" * 10_000])
def test_no_other_language_is_taken(browse, cast, bahasa):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/akun")
    assert browser.post("/pengaturan/akun", {"bagian": "bahasa", "bahasa": bahasa}, status=422).errors()
    assert cast.pemohon.bahasa == "id"


@pytest.mark.parametrize("part", ["", "lain", "sandi", "<script>"])
def test_a_damaged_form_changes_nothing(browse, cast, part):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/akun")
    browser.post("/pengaturan/akun", {"bagian": part}, status=422)


# --- forgotten password --------------------------------------------------------
@pytest.mark.parametrize(
    "email", ["ayu@example.org", "AYU@example.org", "tidak-ada@example.org", "joko@example.org"]
)
def test_a_forgotten_password_gets_the_same_answer_for_everybody(browse, cast, email):
    browser = browse()
    browser.get("/lupa-sandi")
    page = browser.submit("Kirim Tautan", {"Email": email})
    assert page.h1 == "Periksa kotak surat Anda"
    assert page.has(f"Bila {email.lower()} terdaftar")
    assert last_event("akun.sandi_lupa") is None  # nobody has looked yet
    do_jobs()
    event = last_event("akun.sandi_lupa")
    assert (event is None) == email.startswith("tidak-ada")


def test_a_closed_account_gets_no_link(browse, cast):
    cast.pemohon.active = False
    operations.request_password_link("ayu@example.org")
    assert last_event("akun.sandi_lupa") is None


@pytest.mark.parametrize("email", ["", "bukan alamat", "<script>", "x" * 10_000, "a\0@b"])
def test_only_an_address_is_taken(browse, session, email):
    browser = browse()
    browser.get("/lupa-sandi")
    assert browser.post("/lupa-sandi", {"email": email}, status=422).errors()


def test_the_same_address_is_not_mailed_again_and_again(browse, cast, rate_limits):
    browser = browse()
    browser.get("/lupa-sandi")
    for _n in range(3):
        browser.post("/lupa-sandi", {"email": "ayu@example.org"}, status=200)
    browser.post("/lupa-sandi", {"email": "ayu@example.org"}, status=429)


def set_password(browser, token, new=NEW, again=None, **options):
    browser.get(f"/atur-sandi/{token}")
    fields = {"Kata Sandi Baru": new, "Kata Sandi Baru (Konfirmasi)": new if again is None else again}
    return browser.submit("Simpan Kata Sandi", fields, **options)


def test_the_link_sets_a_password_once_and_opens_the_lock(browse, cast):
    cast.pemohon.locked_until = now() + timedelta(minutes=10)
    token, other = operations.new_password_link(cast.pemohon), operations.new_password_link(cast.pemohon)
    signed_in, visitor = browse(cast.pemohon), browse()
    page = set_password(visitor, token)
    assert page.h1 == "Masuk"
    assert page.has("Kata sandi tersimpan. Silakan masuk.")
    assert operations.sign_in("ayu@example.org", NEW).account is cast.pemohon
    signed_in.get("/pengaturan/akun", status=302)
    for used in (token, other):
        visitor.get(f"/atur-sandi/{used}", status=410)
        visitor.post(
            f"/atur-sandi/{used}", {"sandi": "lain-lagi-sandi", "sandi2": "lain-lagi-sandi"}, status=410
        )
    assert operations.sign_in("ayu@example.org", NEW).account is cast.pemohon


def test_who_sets_the_password_ends_a_change_of_address_that_somebody_else_began(browse, cast):
    """Somebody at an open computer asks for an address of his; the owner sets a new password; the link is dead."""
    theirs = operations.new_email_link(cast.pemohon, "pencuri@example.org")
    set_password(browse(), operations.new_password_link(cast.pemohon))
    browse().get(f"/ganti-email/{theirs}", status=410)
    theirs = operations.new_email_link(cast.pemohon, "pencuri@example.org")
    change_password(browse(cast.pemohon), old=NEW, new="hujan-kuda-besi")
    browse().get(f"/ganti-email/{theirs}", status=410)


def test_a_link_that_was_sent_to_the_old_address_ends_with_it(browse, cast):
    sent_to_old = operations.new_password_link(cast.pemohon)
    visitor = browse()
    visitor.get(f"/ganti-email/{operations.new_email_link(cast.pemohon, 'ayu.baru@example.org')}")
    visitor.submit("Pakai Email Baru", follow=False)
    assert cast.pemohon.email == "ayu.baru@example.org"
    visitor.get(f"/atur-sandi/{sent_to_old}", status=410)


def test_of_two_presses_at_once_only_one_counts(cast):
    operations.new_password_link(cast.pemohon)
    tautan = db.session.scalars(select(TautanAkun)).one()
    operations.set_password(tautan, NEW)
    with pytest.raises(operations.set_password.__globals__["Refused"]):
        operations.set_password(tautan, "lain-lagi-sandi")


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("pendek", None, "paling sedikit 10"),
        (NEW, "tidak-sama-sekali", "belum sama"),
        ("", None, "wajib diisi"),
        ("rahasia-2026-", None, "mudah ditebak"),
    ],
)
def test_a_password_for_the_link_follows_the_same_rule(browse, cast, new, again, sentence):
    page = set_password(
        browse(), operations.new_password_link(cast.pemohon), new, again, status=422, follow=False
    )
    assert any(sentence in error for error in page.errors()), page.errors()


@pytest.mark.parametrize("token", ["x", "%00", "..", "a" * 5000, "<script>"])
@pytest.mark.parametrize("page", ["atur-sandi", "ganti-email", "undangan"])
def test_an_unknown_link_is_told_plainly(browse, session, page, token):
    browse().get(f"/{page}/{token}", status=410)


def test_a_link_is_over_after_its_time_or_when_the_account_is_closed(browse, cast):
    late, closed = operations.new_password_link(cast.pemohon), operations.new_password_link(cast.asing)
    for tautan in db.session.scalars(select(TautanAkun).where(TautanAkun.pengguna_id == cast.pemohon.id)):
        tautan.expires_at = now() - timedelta(seconds=1)
    cast.asing.active = False
    for token in (late, closed):
        browse().get(f"/atur-sandi/{token}", status=410)


def test_a_link_for_one_purpose_does_not_serve_another(browse, cast):
    token = operations.new_email_link(cast.pemohon, "ayu.baru@example.org")
    browse().get(f"/atur-sandi/{token}", status=410)


def test_the_first_link_of_an_account_lasts_longer(cast):
    cast.baru.password = None
    operations.new_password_link(cast.baru)
    operations.new_password_link(cast.pemohon)
    first, forgotten = db.session.scalars(select(TautanAkun).order_by(TautanAkun.id)).all()
    assert timedelta(days=6) < first.expires_at - now() < timedelta(days=7, minutes=1)
    assert forgotten.expires_at - now() < timedelta(hours=24, minutes=1)


def test_no_token_stands_in_the_database(cast):
    token = operations.new_password_link(cast.pemohon)
    assert token not in str(db.session.execute(select(TautanAkun.__table__)).all())
