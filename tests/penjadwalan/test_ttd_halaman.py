"""The pages of a signing's record: what is typed and uploaded is kept, doors, the card, the files."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama.queries import of_case
from app.kerjasama.rules import years_after
from app.kit import clock, settings
from app.kit.clock import today
from app.kit.storage import Berkas
from app.penjadwalan.models import KeadaanJadwal
from app.penjadwalan.ttd_operations import record_signing
from app.permohonan.alur import Status
from tests import factories, papers
from tests.counting import counted
from tests.kerjasama.ttd import desk, isi
from tests.penjadwalan.perkara import agree, at, working_day

BUTTON = "Simpan dan kirim ke Admin"
END = str(years_after(today(), 3))


@pytest.fixture
def case(session, cast):
    return agree(cast)


@pytest.fixture
def ttd(case, cast):
    return desk(case, cast.pemohon)


def url(case, rest=""):
    return f"/permohonan/{case.kode}/penandatanganan{rest}"


def pdf(text):
    return io.BytesIO(papers.pdf(text)), f"{text}.pdf"


def fields(**changes):
    return {
        "Tempat penandatanganan": "Balai Kota Samarinda",
        "Nama penanda tangan": "Rina Contoh",
        "Jabatan penanda tangan": "Rektor",
        "Nomor Mitra untuk KB": "1/UCM/2026",
        "Nomor Mitra untuk PKS": "2/UCM/2026",
        "Berlaku Sampai (KB)": END,
        "Berlaku Sampai (PKS)": END,
        "Pindaian KB (PDF)": pdf("kb"),
        "Pindaian PKS (PDF)": pdf("pks"),
        "Meterai terpasang": True,
        **changes,
    }


def test_a_contact_records_both_papers_on_one_page(case, ttd, cast, browse):
    browser = browse(cast.pemohon)
    page = browser.get(f"/permohonan/{case.kode}")
    assert page.has("Giliran Anda", "Catat penandatanganan")
    browser.get(page.links()["Catat penandatanganan"])
    page = browser.submit(BUTTON, fields())
    assert page.has("Penandatanganan tercatat", "Penandatanganan sedang diperiksa", "1/UCM/2026")
    assert ttd.keadaan is KeadaanJadwal.TERCATAT and ttd.is_meterai and not ttd.is_paraf
    assert [row.nomor_kota for row in ttd.naskah] == [
        f"100.3.7/{n}/HK-KS/{ttd.naskah[0].nomor_kota.split('/')[3]}/{today().year}" for n in (1, 2)
    ]
    assert [row.berkas.nama for row in ttd.naskah] == ["kb.pdf", "pks.pdf"]


def test_a_refused_form_keeps_what_was_typed_and_what_was_uploaded(case, ttd, cast, browse):
    browser = browse(cast.ppksd2)
    browser.get(url(case))
    late = str(years_after(today(), 5) + timedelta(days=1))
    page = browser.submit(
        BUTTON, fields(**{"Berlaku Sampai (PKS)": late, "Nomor Mitra untuk KB": ""}), status=422
    )
    assert any("paling lama 5 tahun" in error for error in page.errors())
    assert page.has("Sudah diunggah: kb.pdf.", "Sudah diunggah: pks.pdf.")
    assert page.html.find(attrs={"name": "mitra_nama"})["value"] == "Rina Contoh"
    assert page.html.find(attrs={"name": "pks_berlaku_until"})["value"] == late
    assert ttd.keadaan is KeadaanJadwal.TERJADWAL
    browser.submit(BUTTON, {"Berlaku Sampai (PKS)": END, "Nomor Mitra untuk KB": "9/UCM"})
    assert ttd.keadaan is KeadaanJadwal.TERCATAT
    assert [row.berkas.nama for row in ttd.naskah] == ["kb.pdf", "pks.pdf"]


def test_a_scan_that_is_no_pdf_is_told_beside_its_field(case, ttd, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    wrong = (io.BytesIO(b"MZ\x90\x00 program"), "naskah.pdf")
    page = browser.submit(BUTTON, fields(**{"Pindaian KB (PDF)": wrong}), status=422)
    assert any(error.startswith("Pindaian KB (PDF): Isi berkas bukan PDF") for error in page.errors())
    assert page.has("Sudah diunggah: pks.pdf.") and not page.has("Sudah diunggah: kb.pdf.")


def send(browser, address, token, **sizes):
    """A form with files of so many kilobytes; all in memory, where the test client would leave a file open."""
    texts = {"csrf_token": token, "mitra_nama": "Rina Contoh", "pks_nomor_mitra": "2/UCM", "meterai": "y"}
    files = {name: FileStorage(io.BytesIO(b"x" * 1024 * size), "besar.pdf") for name, size in sizes.items()}
    stream, length, boundary = stream_encode_multipart({**texts, **files}, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post(address, input_stream=stream, content_type=kind, content_length=length)


@pytest.fixture
def narrow(app, monkeypatch):
    """Two megabytes and a half in one sending, a tenth of it for texts."""
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2560 * 1024)
    monkeypatch.setitem(app.config, "MAX_FORM_MEMORY_SIZE", 256 * 1024)


def test_scans_too_large_together_lose_nothing_that_was_typed(case, ttd, narrow, cast, browse):
    settings.put("batas_unggah_mb", 2)
    browser = browse(cast.pemohon)
    page = browser.get(url(case))
    assert page.has("Setiap berkas paling besar 2 MB, bersama-sama paling besar 2 MB.")
    token = page.html.find(attrs={"name": "csrf_token"})["value"]
    answer = send(browser, url(case), token, kb_berkas=500, pks_berkas=2100)
    assert answer.status_code == 413
    again = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    told = again.find(class_="galat-ringkas").get_text(" ", strip=True)
    assert "bersama-sama terlalu besar untuk sekali kirim (paling besar 2 MB)" in told
    assert "Pindaian KB (PDF): Pilih lagi berkas ini" in told
    assert "Pindaian PKS (PDF): Berkas terlalu besar. Paling besar 2 MB." in told
    assert again.find(attrs={"name": "mitra_nama"})["value"] == "Rina Contoh"
    assert again.find(attrs={"name": "pks_nomor_mitra"})["value"] == "2/UCM"
    assert again.find(attrs={"name": "meterai"}).has_attr("checked")
    assert ttd.keadaan is KeadaanJadwal.TERJADWAL
    assert not db.session.scalar(select(Berkas.id).where(Berkas.nama == "besar.pdf"))


def test_a_much_larger_one_and_other_forms_are_an_error_page(case, ttd, narrow, cast, browse):
    browser = browse(cast.pemohon)
    token = browser.get(url(case)).html.find(attrs={"name": "csrf_token"})["value"]
    assert "mitra_nama" not in send(browser, url(case), token, kb_berkas=11_000).get_data(as_text=True)
    assert send(browser, "/masuk", token, kb_berkas=2600).status_code == 413
    assert send(browser, url(case), "palsu", kb_berkas=2600).status_code == 400


def test_a_script_is_told_where_to_go(case, ttd, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    browser.client.environ_base["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
    page = browser.submit(BUTTON, fields(), status=200)
    assert page.response.json == {"ke": f"/permohonan/{case.kode}"}
    page = browser.submit(BUTTON, fields(), status=200)  # the second press: recorded already
    assert page.response.json == {"ke": f"/permohonan/{case.kode}"}
    del browser.client.environ_base["HTTP_X_REQUESTED_WITH"]
    assert browser.get(f"/permohonan/{case.kode}").has("Penandatanganan tercatat. Admin memeriksanya.")


def test_a_file_of_another_signing_cannot_be_carried_along(case, ttd, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    wish = {name: value for name, value in fields().items() if name != "Pindaian KB (PDF)"}
    page = browser.submit(BUTTON, {**wish, "kb_berkas_tersimpan": "WyJhIiwgImIiXQ.x.y"}, status=422)
    assert any("Unggah hasil pindai" in error for error in page.errors())


@pytest.mark.parametrize("name", ["tkksd", "protokol", "pimpinan", "superadmin"])
def test_who_sees_the_case_but_may_not_record_is_led_back(case, ttd, cast, browse, name):
    browser = browse(getattr(cast, name))
    page = browser.get(url(case), status=303)
    assert page.location.endswith(case.kode)
    browser.post(url(case), status=403)


@pytest.mark.parametrize("name", ["rekan", "asing", "lokus"])
def test_strangers_find_nothing(case, ttd, cast, browse, name):
    browser = browse(getattr(cast, name))
    browser.get(url(case), status=404)
    browser.post(url(case), status=404)
    browser.post(url(case, f"/{ttd.id}/validasi"), status=404)


def test_a_signing_of_another_case_is_not_reached_through_this_one(case, ttd, cast, browse):
    other = agree(cast, judul="Perkara lain")
    browse(cast.pemohon).get(f"{url(other)}?nomor={ttd.id}", status=404)
    browse(cast.admin).post(url(other, f"/{ttd.id}/validasi"), status=404)
    browse(cast.pemohon).get(f"{url(case)}?nomor=abc", status=404)


def test_admin_validates_on_the_page_of_the_case(case, ttd, cast, browse):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd, is_stempel=False))
    browser = browse(cast.admin)
    page = browser.get(f"/permohonan/{case.kode}")
    assert page.has("Giliran Anda", "Periksa catatan penandatanganan", "Rina Contoh", "Buka pindaian KB")
    page = browser.submit("Validasi", status=422)
    assert any("Paraf, meterai, dan stempel" in error for error in page.errors())
    page = browser.submit("Validasi", {"Stempel kedua pihak ada": True})
    kb, pks = of_case(case)
    assert page.has("Penandatanganan sah", kb.kode, pks.kode)
    assert case.status is Status.BERJALAN
    # A second press: an old page is told the same, and nothing is doubled.
    again = browser.post(url(case, f"/{ttd.id}/validasi"), {"seen": "1"}, follow=True)
    assert again.has("Penandatanganan sah") and len(of_case(case)) == 2


def test_admin_returns_it_and_the_form_holds_what_was_written(case, ttd, cast, browse):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    browser = browse(cast.admin)
    browser.get(f"/permohonan/{case.kode}")
    page = browser.submit("Kembalikan catatan", status=422)
    assert any("Tulis apa yang harus diperbaiki" in error for error in page.errors())
    browser.submit("Kembalikan catatan", {"Yang harus diperbaiki": "Nomor mitra tidak sama dengan naskah."})
    assert ttd.keadaan is KeadaanJadwal.TERJADWAL
    browser = browse(cast.pemohon)
    assert browser.get(f"/permohonan/{case.kode}").has("Nomor mitra tidak sama dengan naskah.")
    page = browser.get(url(case))
    assert page.has("Nomor mitra tidak sama dengan naskah.", "Sudah diunggah")
    browser.submit(BUTTON, {"Nomor Mitra untuk KB": "77/UCM"})
    assert ttd.keadaan is KeadaanJadwal.TERCATAT and ttd.naskah[0].nomor_mitra == "77/UCM"


def test_an_old_form_is_told_that_it_was_recorded(case, ttd, cast, browse):
    first, second = browse(cast.pemohon), browse(cast.ppksd2)
    first.get(url(case)), second.get(url(case))
    first.submit(BUTTON, fields())
    page = second.submit(BUTTON, fields())
    assert page.has("sudah dicatat")


def test_files_are_read_by_who_sees_the_case_and_reading_is_noted(case, ttd, cast, browse, session):
    record_signing(ttd, actor=cast.pemohon, isi=isi(ttd))
    address = url(case, f"/{ttd.id}/berkas/{ttd.naskah[0].berkas_id}")
    for _again in range(2):
        answer = browse(cast.tkksd).get(address)
        assert answer.response.mimetype == "application/pdf"
    seen = session.scalars(select(Peristiwa).where(Peristiwa.jenis == "naskah.diunduh")).all()
    assert [(row.pelaku_id, row.data["berkas_id"]) for row in seen] == [
        (cast.tkksd.id, ttd.naskah[0].berkas_id)
    ]
    browse(cast.asing).get(address, status=404)
    browse(cast.admin).get(url(case, f"/{ttd.id}/berkas/999999"), status=404)


def test_before_the_day_nobody_is_asked(case, cast, browse):
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))
    page = browse(cast.pemohon).get(f"/permohonan/{case.kode}")
    assert page.has("Menunggu penandatanganan") and not page.has("Giliran Anda")
    assert not page.html.find("a", href=lambda to: to and "/penandatanganan" in to)
    assert browse(cast.pemohon).get(url(case), follow=True).has("belum tiba")


def test_from_its_hour_on_the_form_knows_the_place(case, cast, browse):
    ttd = factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))
    with clock.at(ttd.slot.rentang.lower):
        page = browse(cast.pemohon).get(url(case))
    assert page.html.find(attrs={"name": "tempat"})["value"] == ttd.slot.nama_tempat
    assert page.html.find(attrs={"name": "ditandatangani_on"})["value"] == working_day().isoformat()


def test_pages_cost_few_queries(case, ttd, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    with counted() as seen:
        browser.get(url(case))
    assert len(seen) <= 20  # the frame of a case costs most of them
