"""Superadmin takes away the second factor of somebody who lost all of it: for a reason, never her own, and it is told."""

import pytest
from sqlalchemy import func, select

from app.akun import operations_faktor
from app.akun.models_masuk import FaktorTotp, KodePemulihan, KunciSandi, Sesi
from app.extensions import db
from app.kit.errors import Refused
from app.notifikasi.models import Surel
from tests.akun.daftar import mail_of
from tests.akun.test_faktor import begin, events, is_signed_in, set_up
from tests.akun.test_kunci import owner
from tests.akun.test_ulang import idle

WHY = "Datang sendiri dengan KTP."


def page_of(person):
    return f"/users/show/{person.id}"


def reset(browser, person, reason=WHY, **options):
    browser.get(page_of(person))
    browser.get(browser.page.links()["Hapus faktor kedua"])
    return browser.submit("Hapus faktor kedua", {"Alasan": reason}, **options)


def left(person):
    tables = (FaktorTotp, KunciSandi, KodePemulihan)
    return sum(
        db.session.scalar(select(func.count()).select_from(table).where(table.pengguna_id == person.id))
        for table in tables
    )


def test_who_lost_telephone_and_codes_signs_in_again_with_the_password(browse, cast):
    set_up(cast.pemohon)
    owner(browse, cast.pemohon)
    page = reset(browse(cast.superadmin), cast.pemohon)
    assert page.has(f"Verifikasi dua langkah {cast.pemohon.nama} dihapus", WHY) and left(cast.pemohon) == 0
    browser = begin(browse)
    assert is_signed_in(browser)
    event = events(cast.pemohon, "akun.faktor_direset")[0]
    assert (event.pelaku_id, event.catatan) == (cast.superadmin.id, WHY)


def test_her_sessions_end_and_she_hears_of_it_by_mail(browse, cast):
    set_up(cast.pemohon)
    hers = browse(cast.pemohon)
    hers.get("/pengaturan")
    reset(browse(cast.superadmin), cast.pemohon)
    hers.get("/pengaturan", status=302)
    mails = db.session.scalars(select(Surel).where(Surel.kepada == cast.pemohon.email)).all()
    assert any("dihapus" in mail_of(mail).subject for mail in mails)


def test_a_reason_must_be_given(browse, cast):
    set_up(cast.pemohon)
    page = reset(browse(cast.superadmin), cast.pemohon, "  ", status=422, follow=False)
    assert page.errors() and left(cast.pemohon)


def test_it_asks_again_who_superadmin_is(browse, cast):
    set_up(cast.pemohon)
    browser = browse(cast.superadmin)
    browser.get(f"/users/faktor/{cast.pemohon.id}")
    idle(browser, 16)
    page = browser.submit("Hapus faktor kedua", {"Alasan": WHY}, status=401, follow=False)
    assert page.h1 == "Buktikan Lagi" and left(cast.pemohon)


@pytest.mark.parametrize("who", ["admin", "tkksd", "pemohon"])
def test_nobody_else_takes_a_factor_away(browse, cast, who):
    set_up(cast.asing)
    browser, actor = browse(getattr(cast, who)), getattr(cast, who)
    browser.get(f"/users/faktor/{cast.asing.id}", status=403)
    browser.post(f"/users/faktor/{cast.asing.id}", {"alasan": WHY}, status=403)
    with pytest.raises(Refused):
        operations_faktor.reset_factors(cast.asing, actor=actor, alasan=WHY)
    assert left(cast.asing)


def test_admin_is_not_offered_it(browse, cast):
    set_up(cast.pemohon)
    assert not browse(cast.admin).get(page_of(cast.pemohon)).has("Hapus faktor kedua")


def test_superadmin_does_not_take_away_her_own(browse, cast):
    set_up(cast.superadmin)
    browser = browse(cast.superadmin)
    assert not browser.get(page_of(cast.superadmin)).has("Hapus faktor kedua")
    page = browser.post(f"/users/faktor/{cast.superadmin.id}", {"alasan": WHY}, status=422)
    assert page.has("Superadmin lain") and left(cast.superadmin)


def test_there_is_nothing_to_take_from_who_has_none(browse, cast):
    browser = browse(cast.superadmin)
    assert not browser.get(page_of(cast.pemohon)).has("Hapus faktor kedua")
    browser.post(f"/users/faktor/{cast.pemohon.id}", {"alasan": WHY}, status=422)
    assert (
        not events(cast.pemohon, "akun.faktor_direset")
        and not db.session.scalars(select(Sesi).where(Sesi.pengguna_id == cast.pemohon.id)).all()
    )
