"""Sending once: whatever is pressed, however often, by however many at the same moment."""

import threading

import pytest

from app.extensions import db
from app.permohonan import operations
from app.permohonan.alur import Status
from app.permohonan.models import Kiriman, Permohonan
from app.permohonan.queries import part_version
from app.rujukan.queries import current_pakta
from tests import factories

SETUJU = {"Saya menyetujui pakta integritas": True}


def test_without_the_pact_nothing_is_sent(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    page = ayu.submit("Kirim Permohonan", status=422)
    assert page.has("Setujui pakta integritas untuk melanjutkan.")
    db.session.refresh(permohonan)
    assert permohonan.status is Status.DRAF


def test_a_text_of_the_pact_that_changed_meanwhile_must_be_read_again(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    ayu = browse(cast.pemohon)
    page = ayu.post(f"/permohonan/{permohonan.kode}/periksa", {"setuju": "y", "pakta": "0"}, status=422)
    assert page.has("Teks pakta integritas baru saja berubah. Baca lagi, lalu setujui.")
    assert not page.html.find("input", id="setuju").has_attr("checked")


def test_the_closed_button_stands_there_with_reasons_that_lead_to_what_is_missing(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/periksa")
    button = next(b for b in page.html.find_all("button") if "Kirim Permohonan" in b.get_text())
    assert (button["type"], button["aria-disabled"]) == ("button", "true")
    reasons = page.html.find(id="alasan-kirim")
    links = {a.get_text(): a["href"] for a in reasons.find_all("a")}
    assert links["Isi Manfaat."].endswith("/persiapan#manfaat")
    assert links["Pilih atau undang PPKSD-2."].endswith("/petugas#ppksd2")
    assert links["Isi judul kerja sama."].endswith("/pemohon#judul")


def test_a_forced_post_is_refused_with_what_is_missing(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).post(
        f"/permohonan/{permohonan.kode}/periksa",
        {"setuju": "y", "pakta": str(current_pakta().id)},
        status=422,
    )
    assert page.has("Isi judul kerja sama.")


def test_ppksd2_cannot_send(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    browse(cast.ppksd2).post(
        f"/permohonan/{permohonan.kode}/periksa",
        {"setuju": "y", "pakta": str(current_pakta().id)},
        status=422,
    )
    db.session.refresh(permohonan)
    assert permohonan.status is Status.DRAF


def test_a_second_press_leads_to_the_confirmation_and_makes_no_second_case(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    ayu, url = browse(cast.pemohon), f"/permohonan/{permohonan.kode}/periksa"
    data = {"setuju": "y", "pakta": str(current_pakta().id)}
    first = ayu.post(url, data, status=303)
    second = ayu.post(url, data, status=303)
    assert first.location == second.location
    assert db.session.query(Kiriman).filter_by(permohonan_id=permohonan.id).count() == 1
    page = ayu.get(second.location)
    assert page.h1 == "Permohonan terkirim"


def test_the_old_address_of_the_draft_still_finds_the_case(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode_draf.lower()}/terkirim")
    assert page.has(permohonan.kode)


def test_a_case_that_went_on_still_shows_its_confirmation(cast, browse):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.pemohon).post(f"/permohonan/{permohonan.kode}/periksa", {}, status=303)
    assert page.location.endswith("/terkirim")


def _at_once(app, acts):
    """Run the acts in threads that begin together; answers what they return."""
    gate, answers, errors = threading.Barrier(len(acts)), [None] * len(acts), []

    def run(place, act):
        try:
            with app.app_context():
                gate.wait()
                answers[place] = act()
        except Exception as error:
            errors.append(error)
        finally:
            with app.app_context():
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    return answers


@pytest.fixture
def ready(committed, cast):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    db.session.commit()
    return permohonan


def test_two_presses_at_the_same_moment_make_one_case(app, cast, browse, ready):
    url, data = f"/permohonan/{ready.kode}/periksa", {"setuju": "y", "pakta": str(current_pakta().id)}
    browsers = [browse(cast.pemohon) for _ in range(4)]
    for browser in browsers:
        browser.get(url)
    db.session.rollback()
    pages = _at_once(app, [lambda b=b: b.post(url, data) for b in browsers])
    assert {page.status for page in pages} == {303}
    assert len({page.location for page in pages}) == 1
    db.session.expire_all()
    row = db.session.get(Permohonan, ready.id)
    assert (row.status, row.putaran) == (Status.MENUNGGU_VERIFIKASI, 1)
    assert db.session.query(Kiriman).filter_by(permohonan_id=row.id).count() == 1


def test_two_editors_at_the_same_moment_one_is_kept_and_one_is_told(app, cast, browse, ready):
    url = f"/permohonan/{ready.kode}/persiapan"
    versi = str(part_version(ready, "persiapan"))
    people = [browse(cast.pemohon), browse(cast.ppksd2)]
    for person in people:
        person.get(url)
    db.session.rollback()
    texts = ["Teks Ayu", "Teks Bima"]

    def save(person, text):
        page = person._call(
            "POST", url, None, False, {"data": {**_data(person), "versi": versi, "manfaat": text}}
        )
        return page.status

    def _data(person):
        return {"csrf_token": person._token(), "aksi": "simpan"}

    def tolerant(person, text):
        try:
            return save(person, text)
        except AssertionError as error:
            assert ": 422" in str(error)
            return 422

    statuses = _at_once(app, [lambda p=p, t=t: tolerant(p, t) for p, t in zip(people, texts, strict=True)])
    assert sorted(statuses) == [303, 422]
    db.session.expire_all()
    assert db.session.get(Permohonan, ready.id).persiapan.manfaat in texts


def test_two_starts_at_the_same_moment_make_one_draft(app, committed, cast, browse):
    browsers = [browse(cast.pemohon) for _ in range(3)]
    for browser in browsers:
        browser.get("/permohonan/baru")
    db.session.rollback()
    _at_once(app, [lambda b=b: b.post("/permohonan/baru").location for b in browsers])
    assert db.session.query(Permohonan).filter_by(pemilik_id=cast.pemohon.id).count() == 1


def test_deleting_while_the_other_saves_is_no_500(app, cast, browse, ready):
    ayu, bima = browse(cast.pemohon), browse(cast.ppksd2)
    url = f"/permohonan/{ready.kode}"
    ayu.get(f"{url}/hapus")
    bima.get(f"{url}/persiapan")
    token = bima._token()
    db.session.rollback()
    client = bima.client

    def save():
        data = {"csrf_token": token, "aksi": "simpan", "versi": "1", "manfaat": "x"}
        return client.post(f"{url}/persiapan", data=data).status_code

    statuses = _at_once(
        app, [lambda: ayu.client.post(f"{url}/hapus", data={"csrf_token": ayu._token()}).status_code, save]
    )
    assert all(status < 500 for status in statuses)
