"""Consent: asked apart from everything else, provable, withdrawn with effect at once, asked again by a new version."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.errors import Refused, Stale
from app.notifikasi import surat
from app.notifikasi.models import Surel
from app.pdp import operations_persetujuan as operations
from app.pdp import queries
from app.pdp.models import NaskahPrivasi, Persetujuan, TujuanPersetujuan
from tests import factories
from tests.notifikasi.told import by_mail, in_inbox

KABAR, KONTAK = TujuanPersetujuan.KABAR_LAYANAN, TujuanPersetujuan.KONTAK_PUBLIK


def the_text(tujuan=KABAR):
    return next(one for one in queries.texts_in_force() if one.tujuan is tujuan)


def new_version(cast, tujuan=KABAR):
    return operations.publish_text(
        actor=cast.pejabat_pdp, tujuan=tujuan, judul="Kabar baru", isi="Isi yang baru."
    )


def news(cast, kunci="k" * 10):
    return operations.send_news(actor=cast.pejabat_pdp, judul="Pelatihan", isi="Hari Senin.", kunci=kunci)


def test_a_city_begins_with_a_notice_and_two_texts(session):
    assert {one.tujuan for one in queries.texts_in_force()} == {KABAR, KONTAK}
    assert db.session.scalars(select(NaskahPrivasi)).one().versi == 1


def test_consent_is_proved_by_the_fingerprint_of_the_text(cast):
    shown = the_text()
    assert operations.give(shown, actor=cast.asing)
    assert not operations.give(shown, actor=cast.asing)  # a second press
    event = db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == "persetujuan.diberikan")).one()
    parts = (shown.judul, shown.isi, shown.judul_en, shown.isi_en)
    assert event.data["sidik"] == shown.sidik == operations.fingerprint(*parts)


def test_withdrawal_takes_effect_at_once(cast):
    operations.give(the_text(), actor=cast.asing)
    assert queries.consents_in_force(cast.asing, KABAR)
    assert operations.withdraw(KABAR, actor=cast.asing)
    assert not operations.withdraw(KABAR, actor=cast.asing)
    assert not queries.consents_in_force(cast.asing, KABAR)
    assert db.session.scalars(select(Persetujuan)).one().withdrawn_at  # the proof stays


def test_a_new_version_asks_again(cast):
    old = the_text()
    operations.give(old, actor=cast.asing)
    new_version(cast)
    assert not queries.consents_in_force(cast.asing, KABAR)
    assert in_inbox("teks_persetujuan.diterbitkan") == {cast.asing.nama}
    with pytest.raises(Stale):
        operations.give(old, actor=cast.asing)


def test_the_same_words_are_no_new_version(cast):
    new_version(cast)
    with pytest.raises(Refused):
        new_version(cast)


@pytest.mark.parametrize("table", ["teks_persetujuan", "naskah_privasi"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET isi = 'lain'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_published(session, table, verb):
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text(verb.format(table)))


def test_only_the_officer_publishes(cast):
    for person in (cast.admin, cast.superadmin, cast.pemohon):
        with pytest.raises(Refused):
            operations.publish_text(actor=person, tujuan=KABAR, judul="x", isi="y")


# --- what it is for
def test_news_goes_to_who_consents_and_to_nobody_else(cast):
    operations.give(the_text(), actor=cast.asing)
    operations.give(the_text(), actor=cast.rekan)
    operations.withdraw(KABAR, actor=cast.rekan)
    news(cast)
    assert by_mail("kabar_layanan.dikirim") == {cast.asing.email}
    with pytest.raises(Refused):
        news(cast)  # the second press of the same form


def test_who_withdraws_before_the_mail_leaves_gets_none(cast):
    operations.give(the_text(), actor=cast.asing)
    news(cast)
    mail = db.session.scalars(select(Surel).where(Surel.kepada == cast.asing.email)).one()
    assert surat.write(mail) is not None
    operations.withdraw(KABAR, actor=cast.asing)
    assert surat.write(mail) is None


def test_everybody_is_told_of_a_new_notice_before_it_takes_effect(cast, browse):
    made = operations.publish_notice(
        actor=cast.pejabat_pdp, ringkasan="Retensi baru.", isi="## Baru\n\nIsi <script>x</script>."
    )
    assert (made.berlaku_at - made.published_at).days == 7
    assert cast.asing.email in by_mail("naskah_privasi.diterbitkan")
    page = browse(None).get("/privasi")
    assert page.has("Versi 1", "Retensi baru.")
    assert "<script>x" not in browse(None).get("/privasi/2").response.get_data(as_text=True)
    browse(None).get("/privasi/3", status=404)
    browse(None).get("/privasi/99999999999", status=404)


# --- pages
def test_a_person_consents_and_withdraws_on_the_page(cast, browse):
    browser = browse(cast.asing)
    browser.get("/pengaturan/data-saya")
    page = browser.submit("Saya setuju: Kabar layanan lewat surel")
    assert page.has("Persetujuan Anda tersimpan")
    assert queries.consents_in_force(cast.asing, KABAR)
    page = browser.submit("Tarik persetujuan: Kabar layanan lewat surel")
    assert not queries.consents_in_force(cast.asing, KABAR)


def test_a_form_of_another_purpose_or_an_old_text_is_refused(cast, browse):
    browser = browse(cast.asing)
    other = the_text(KONTAK)
    for teks in (other.id, "", "x", 999999):
        browser.post("/pengaturan/data-saya/persetujuan/kabar_layanan", {"teks": teks, "setuju": "1"}, 404)
    browser.post("/pengaturan/data-saya/persetujuan/lain", {"setuju": "1"}, 404)
    old = the_text()
    new_version(cast)
    browser.post("/pengaturan/data-saya/persetujuan/kabar_layanan", {"teks": old.id, "setuju": "1"}, 409)


def test_the_officer_publishes_and_sends_on_the_pages(cast, browse):
    officer = browse(cast.pejabat_pdp)
    officer.get("/pdp/teks")
    officer.get("/pdp/teks/baru?tujuan=kabar_layanan")
    officer.submit("Terbitkan", {"Judul": "Kabar kedua"})
    assert the_text().versi == 2
    officer.get("/pdp/teks/privasi")
    officer.submit("Terbitkan", {"Apa yang berubah": "Kontak", "Isi": "Isi baru"})
    officer.get("/pdp/kabar")
    assert officer.submit("Kirim Kabar", {"Judul": "Halo", "Isi": "Isi"}).has("Halo")
    for path in ("/pdp/teks", "/pdp/kabar", "/pdp/pelanggaran", "/pdp/permintaan/dilihat"):
        for person in (cast.admin, cast.superadmin, cast.asing):
            browse(person).get(path, status=403)


def test_a_contact_is_named_on_the_public_register_only_while_she_consents(cast, browse):
    agreement = factories.make_signed(cast, released=True)
    url = f"/kerja-sama/{agreement.kode}"
    assert not browse(None).get(url).has(cast.pemohon.nama)
    operations.give(the_text(KONTAK), actor=cast.pemohon)
    page = browse(None).get(url)
    assert page.has("Petugas penghubung", cast.pemohon.nama)
    assert cast.pemohon.email not in page.text and cast.ppksd2.nama not in page.text
    operations.withdraw(KONTAK, actor=cast.pemohon)
    assert not browse(None).get(url).has(cast.pemohon.nama)
