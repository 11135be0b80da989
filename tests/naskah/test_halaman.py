"""The tab Dokumen as each person sees it: uploading, what is said, reading."""

import io

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.naskah import queries
from app.permohonan.rules import open_stage
from tests import factories
from tests.counting import counted
from tests.naskah.conftest import close, put
from tests.papers import docx, pdf


def url(permohonan, rest=""):
    return f"/permohonan/{permohonan.kode}/dokumen{rest}"


def file(content, name="surat.pdf"):
    return io.BytesIO(content), name


def readings(permohonan):
    query = select(Peristiwa).where(Peristiwa.objek_id == permohonan.id, Peristiwa.jenis == "naskah.diunduh")
    return [(row.pelaku_id, row.peran) for row in db.session.scalars(query.order_by(Peristiwa.id))]


SEEING = {
    "pemohon",
    "ppksd2",
    "admin",
    "admin2",
    "tkksd",
    "hukum",
    "bapperida",
    "protokol",
    "pimpinan",
    "superadmin",
}


def test_who_sees_the_case_sees_its_documents_and_nobody_else(case, cast, browse):
    versi = put(case, cast.pemohon)
    for name, person in cast.people.items():
        status = 200 if name in SEEING else 404
        for rest in ("", f"/{versi.id}/unduh", f"/{versi.id}/lihat"):
            browse(person).get(url(case, rest), status=status)


def test_a_visitor_signs_in_first(case, cast, browse):
    versi = put(case, cast.pemohon)
    for rest in ("", f"/{versi.id}/unduh", f"/{versi.id}/lihat"):
        assert "/masuk" in browse().get(url(case, rest), status=302).location


def test_a_version_of_another_case_is_not_there(case, cast, browse):
    versi = put(case, cast.pemohon)
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Perkara lain")
    for rest in ("unduh", "lihat"):
        browse(cast.pemohon).get(url(other, f"/{versi.id}/{rest}"), status=404)
        browse(cast.pemohon).get(url(other, f"/999999999999999999999999/{rest}"), status=404)


def test_before_verification_there_is_no_such_tab(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(url(case), status=302)
    assert page.location.endswith(case.kode)
    assert "Dokumen" not in browse(cast.pemohon).get(f"/permohonan/{case.kode}").links()


# --- uploading -----------------------------------------------------------------------------------------------------
def test_ppksd_uploads_and_sees_the_version(case, cast, browse):
    browser = browse(cast.pemohon)
    page = browser.get(url(case))
    assert page.h1 == case.judul
    assert page.has("Kepada Wali Kota Samarinda", "PDF, paling besar 20 MB.", "Unggah Versi 1")
    page = browser.submit(
        "Unggah Surat Penawaran",
        {"Berkas": file(pdf(), "../Surat\u202e Penawaran.pdf"), "Catatan Versi": "Sudah ditandatangani."},
    )
    assert page.has("Surat Penawaran: Versi 1 terunggah.", "Sedang dibahas", "Ayu Contoh (PPKSD-1)")
    assert page.has("Surat Penawaran.pdf", "“Sudah ditandatangani.”")
    versi = queries.pokok_version(open_stage(case))
    sidik = versi.berkas.sidik
    assert page.has(f"Sidik {sidik[:4]}…{sidik[-4:]}", sidik)
    assert {"Pratinjau Surat Penawaran Versi 1", "Unduh Surat Penawaran Versi 1"} <= set(page.links())


def test_a_script_is_told_where_to_go_and_the_message_waits(case, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    page = browser.post(
        url(case, "/penawaran/surat_penawaran"),
        {"berkas": file(pdf()), "terlihat": "0"},
        status=200,
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert page.response.get_json() == {"ke": url(case) + "#slot-surat_penawaran"}
    assert browser.get(url(case)).has("Versi 1 terunggah")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (None, "", "Pilih berkas yang akan diunggah."),
        (b"", "kosong.pdf", "Berkas kosong"),
        (b"MZ\x90\0" + b"\0" * 99, "surat.docx", "Isi berkas bukan PDF"),
        (pdf()[:-50], "surat.pdf", "rusak"),
        (b"PK\x03\x04" + b"x" * 50, "surat.docx", "rusak"),
    ],
)
def test_a_bad_file_is_said_and_the_note_is_not_lost(case, cast, browse, content, name, words):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    wishes = {"Catatan Versi": "Catatan yang panjang."}
    if content is not None:
        wishes["Berkas"] = file(content, name)
    page = browser.submit("Unggah Surat Penawaran", wishes, status=422)
    assert any(words in error for error in page.errors())
    assert page.has("Berkas belum terunggah", "pilih berkasnya sekali lagi")
    assert "Catatan yang panjang." in str(page.html)
    assert queries.history(case) == []


def test_the_same_file_pressed_twice_is_said(case, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    first = browser.page
    browser.submit("Unggah Surat Penawaran", {"Berkas": file(pdf())})
    browser.page = first
    page = browser.submit("Unggah Surat Penawaran", {"Berkas": file(pdf())}, status=422)
    assert page.has("Berkas ini sama dengan Versi 1")
    assert len(queries.history(case)) == 1


def test_an_older_file_again_is_marked(case, cast, browse):
    put(case, cast.pemohon)
    put(case, cast.pemohon, pdf("dua"))
    browser = browse(cast.pemohon)
    browser.get(url(case))
    page = browser.submit("Unggah Surat Penawaran", {"Berkas": file(pdf())})
    assert page.has("Versi 3 terunggah. Isinya sama dengan Versi 1.", "Sama dengan Versi 1", "Digantikan")


def test_who_did_not_see_the_newest_version_is_told_and_keeps_the_note(case, cast, browse):
    browser = browse(cast.ppksd2)
    browser.get(url(case))
    put(case, cast.pemohon)
    page = browser.submit(
        "Unggah Surat Penawaran", {"Berkas": file(pdf("dua")), "Catatan Versi": "Dari Bima."}, status=409
    )
    assert page.has("Ayu Contoh baru saja mengunggah Versi 1", "Catatan Anda masih ada")
    assert "Dari Bima." in str(page.html)
    browser.submit("Unggah Surat Penawaran", {"Berkas": file(pdf("dua"))})
    assert [row.nomor for row in queries.history(case)] == [2, 1]


def test_a_stage_that_closed_meanwhile_is_said(case, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    factories.make_stage_documents(case, cast.pemohon)
    close(case, cast.admin)
    browser.post(
        url(case, "/penawaran/surat_penawaran"), {"berkas": file(pdf("x")), "terlihat": "1"}, status=422
    )
    assert browser.page.has("Tahap ini sudah ditutup.")
    assert len(queries.history(case)) == 2


@pytest.mark.parametrize("rest", ["/penawaran/tidak_ada", "/tidak_ada/rancangan", "/penawaran/rancangan"])
def test_a_slot_that_the_plan_does_not_have_is_not_there(case, cast, browse, rest):
    browse(cast.pemohon).post(url(case, rest), {"berkas": file(pdf())}, status=404)


@pytest.mark.parametrize("who", ["asing", "baru", "rekan", "lokus"])
def test_a_stranger_cannot_upload(case, cast, browse, who):
    page = url(case, "/penawaran/surat_penawaran")
    browse(getattr(cast, who)).post(page, {"berkas": file(pdf())}, status=404)
    assert queries.history(case) == []


@pytest.mark.parametrize("who", ["admin", "tkksd", "protokol", "pimpinan", "superadmin"])
def test_the_city_cannot_upload_in_penawaran(case, cast, browse, who):
    browser = browse(getattr(cast, who))
    page = browser.get(url(case))
    assert page.html.find("input", type="file") is None
    assert page.has("Belum dapat dilakukan.", "diunggah oleh PPKSD")
    browser.post(url(case, "/penawaran/surat_penawaran"), {"berkas": file(pdf())}, status=422)
    assert queries.history(case) == []


# --- drafting ------------------------------------------------------------------------------------------------------
def test_a_counter_draft_is_marked_as_the_citys(drafting, cast, browse):
    put(drafting, cast.pemohon, docx("satu"), "rancangan", "kb.docx")
    browser = browse(cast.tkksd)
    browser.get(url(drafting))
    page = browser.submit("Unggah Rancangan Kesepakatan Bersama", {"Berkas": file(docx("usul"), "usul.docx")})
    assert page.has("Usulan Pemerintah Kota", "Eka Contoh (TKKSD)", "Versi 2", "Digantikan")
    assert browse(cast.pemohon).get(url(drafting)).has("Usulan Pemerintah Kota")


def test_closed_stages_are_locked_and_later_ones_say_when_they_open(drafting, cast, browse):
    page = browse(cast.pemohon).get(url(drafting))
    assert page.has("Terkunci sejak", "Unggahan terbuka setelah Kesepakatan Bersama disepakati.")
    headings = [node.get_text(strip=True) for node in page.html.select("main h2")]
    assert headings == ["Kesepakatan Bersama", "Perjanjian Kerja Sama", "Penawaran"]
    assert len(page.html.select("form.unggah")) == 2  # only in the open stage


def test_when_all_is_agreed_everything_is_locked(drafting, cast, browse):
    for _ in range(2):
        factories.make_stage_documents(drafting, cast.pemohon)
        close(drafting, cast.admin)
    page = browse(cast.pemohon).get(url(drafting))
    assert page.html.find("input", type="file") is None
    assert page.text.count("Terkunci sejak") == 4


# --- reading -------------------------------------------------------------------------------------------------------
def test_a_download_is_the_file_and_is_recorded_once(case, cast, browse):
    content = pdf("isi")
    versi = put(case, cast.pemohon, content, name="Surat é.pdf")
    browser = browse(cast.tkksd)
    for _ in range(2):
        answer = browser.get(url(case, f"/{versi.id}/unduh")).response
        assert (answer.data, answer.mimetype) == (content, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert readings(case) == [(cast.tkksd.id, "TKKSD")]
    browse(cast.pimpinan).get(url(case, f"/{versi.id}/lihat"))
    assert readings(case)[1:] == [(cast.pimpinan.id, "Pimpinan")]
    assert browse(cast.pemohon).get(f"/permohonan/{case.kode}/riwayat").has("Dokumen diunduh")


def test_asking_only_for_the_head_is_no_reading(case, cast, browse):
    versi = put(case, cast.pemohon)
    browse(cast.tkksd).client.head(url(case, f"/{versi.id}/unduh"))
    assert readings(case) == []


def test_a_preview_stands_in_a_sandbox(case, cast, browse):
    versi = put(case, cast.pemohon)
    answer = browse(cast.admin).get(url(case, f"/{versi.id}/lihat")).response
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script" not in policy
    assert answer.headers["Content-Disposition"].startswith("inline; ")


def test_a_docx_is_downloaded_instead_of_shown(case, cast, browse):
    versi = put(case, cast.pemohon, docx(), "pendukung", "data.docx")
    browser = browse(cast.admin)
    page = browser.get(url(case))
    assert "Unduh Dokumen Pendukung Versi 1" in page.links()
    assert "Pratinjau Dokumen Pendukung Versi 1" not in page.links()
    assert browser.get(url(case, f"/{versi.id}/lihat"), status=302).location.endswith("/unduh")


def test_a_file_that_the_store_lost_is_not_found(case, cast, browse):
    versi = put(case, cast.pemohon)
    versi.berkas.sidik = "0" * 64
    browse(cast.admin).get(url(case, f"/{versi.id}/unduh"), status=404)
    assert readings(case) == []


# --- how much it costs ---------------------------------------------------------------------------------------------
def queries_of(browser, address):
    browser.get(address)
    db.session.expire_all()
    with counted() as seen:
        browser.get(address)
    return len(seen)


@pytest.mark.parametrize("who", ["pemohon", "tkksd"])
def test_fifty_versions_cost_no_more_queries_than_one(drafting, cast, browse, who):
    browser = browse(getattr(cast, who))
    put(drafting, cast.pemohon, docx("naskah"), "rancangan", "kb.docx")
    with_one = queries_of(browser, url(drafting))
    for number in range(49):
        put(drafting, cast.pemohon, docx(f"naskah {number}"), "rancangan", "kb.docx")
    assert queries_of(browser, url(drafting)) <= with_one
    assert browser.page.has("Versi 50", "Versi sebelumnya (49)")
    # What the tab itself asks: versions, opinions on them, their marks. The frame of the case is that of every tab.
    frame = queries_of(browser, f"/permohonan/{drafting.kode}/riwayat")
    assert with_one - frame <= 5
    assert frame <= 18
