"""Who comes through which door of the application's forms, and when the doors are shut."""

import pytest

from app.extensions import db
from app.permohonan import operations, verifikasi_operations
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan
from tests import factories

PARTS = ("pemohon", "petugas", "persiapan", "periksa", "hapus", "tarik", "terkirim", "konfirmasi")
STAFF = ("admin", "tkksd", "protokol", "lokus", "pimpinan")


@pytest.mark.parametrize("part", PARTS)
def test_a_visitor_signs_in_first(cast, browse, part):
    permohonan = factories.make_draft(cast.pemohon)
    page = browse(None).get(f"/permohonan/{permohonan.kode}/{part}", status=302)
    assert "/masuk" in page.location


def test_a_sign_in_that_expired_while_typing_keeps_the_form(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    url = f"/permohonan/{permohonan.kode}/persiapan"
    data = {"versi": "1", "manfaat": "Kalimat panjang yang sudah diketik", "aksi": "lanjut"}
    visitor = browse(None)
    page = visitor.post(url, data, status=401, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.html.find("input", attrs={"name": "isian"})["value"]
    auto = {"X-Simpan-Otomatis": "1", "Sec-Fetch-Site": "same-origin"}
    visitor.post(url, data, status=401, headers=auto)  # never told "saved"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("who", STAFF)
def test_staff_do_not_write_applications(cast, browse, who, part):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    browser = browse(getattr(cast, who))
    browser.get(f"/permohonan/{permohonan.kode}/{part}", status=403)
    if part not in ("terkirim",):
        browser.post(f"/permohonan/{permohonan.kode}/{part}", {}, status=403)


@pytest.mark.parametrize("who", STAFF)
def test_staff_do_not_begin_applications(cast, browse, who):
    browse(getattr(cast, who)).get("/permohonan/baru", status=403)
    browse(getattr(cast, who)).post("/permohonan/baru", {}, status=403)


@pytest.mark.parametrize("part", [*PARTS, "tanda-terima.pdf"])
@pytest.mark.parametrize("who", ["asing", "rekan", "baru"])
def test_another_persons_case_does_not_exist(cast, browse, who, part):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    browser = browse(getattr(cast, who))
    browser.get(f"/permohonan/{permohonan.kode}/{part}", status=404)
    if part not in ("terkirim", "tanda-terima.pdf"):
        browser.post(f"/permohonan/{permohonan.kode}/{part}", {}, status=404)


@pytest.mark.parametrize(
    "kode", ["D-XXXXX", "KSD-2026-99999-9", "%00", "a" * 300, "..%2f..", "' OR 1=1 --", "<b>"]
)
@pytest.mark.parametrize("part", ["pemohon", "periksa", "tanda-terima.pdf"])
def test_an_address_of_nothing_is_404(cast, browse, kode, part):
    browse(cast.pemohon).get(f"/permohonan/{kode}/{part}", status=404)


def test_who_was_asked_cannot_edit_before_accepting(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    bima = browse(cast.ppksd2)
    for part in ("pemohon", "petugas", "persiapan", "periksa"):
        page = bima.get(f"/permohonan/{permohonan.kode}/{part}", status=303)
        assert page.location.endswith("/konfirmasi")
    page = bima.post(
        f"/permohonan/{permohonan.kode}/persiapan",
        {"versi": "1", "manfaat": "disusupkan", "aksi": "simpan"},
        status=422,
    )
    assert page.has("Hanya PPKSD-1 dan PPKSD-2 yang sudah menerima penugasan")
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.manfaat != "disusupkan"


def test_who_refused_sees_the_case_no_more(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    bima = browse(cast.ppksd2)
    bima.get(f"/permohonan/{permohonan.kode}/konfirmasi")
    page = bima.submit("Tolak Penugasan", follow=False)
    assert page.location.endswith("/permohonan")
    bima.get(f"/permohonan/{permohonan.kode}/konfirmasi", status=404)


@pytest.mark.parametrize("part", ["pemohon", "petugas", "persiapan"])
def test_a_sent_application_is_not_edited(cast, browse, part):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/{part}", status=303)
    assert page.location.endswith(f"/permohonan/{permohonan.kode}")


def test_the_check_page_of_a_sent_application_leads_to_its_confirmation(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/periksa", status=303)
    assert page.location.endswith("/terkirim")


def test_a_draft_has_no_confirmation_and_no_receipt(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/terkirim", status=303)
    ayu.get(f"/permohonan/{permohonan.kode}/tanda-terima.pdf", status=404)


# --- deleting and withdrawing --------------------------------------------------------------------------------------
def test_a_draft_is_deleted_by_its_owner_after_a_page_that_asks(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    kode = permohonan.kode
    ayu = browse(cast.pemohon)
    page = ayu.get(f"/permohonan/{kode}/hapus")
    assert page.has("Ini tidak dapat dibatalkan.")
    assert db.session.query(Permohonan).filter_by(kode=kode).count() == 1
    ayu.submit("Hapus draf", follow=False)
    assert db.session.query(Permohonan).filter_by(kode=kode).count() == 0
    ayu.post(f"/permohonan/{kode}/hapus", {}, status=404)


def test_ppksd2_cannot_delete_the_draft(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    browse(cast.ppksd2).post(f"/permohonan/{permohonan.kode}/hapus", {}, status=303)
    assert db.session.get(Permohonan, permohonan.id) is not None


def test_a_sent_application_is_not_deleted(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    browse(cast.pemohon).post(f"/permohonan/{permohonan.kode}/hapus", {}, status=303)
    assert db.session.get(Permohonan, permohonan.id) is not None


def test_withdrawing_needs_a_reason_and_keeps_what_was_typed(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/tarik")
    page = ayu.submit("Tarik permohonan", {"Catatan": "   "}, status=422)
    assert page.has("Tulis alasan penarikan.")
    page = ayu.submit("Tarik permohonan", {"Catatan": "x" * 2001}, status=422)
    assert page.html.find("textarea").get_text().strip() == "x" * 2001
    ayu.submit("Tarik permohonan", {"Catatan": "Mitra mundur."}, follow=False)
    db.session.refresh(permohonan)
    assert (permohonan.status, permohonan.penutup) == (Status.DITARIK, "Mitra mundur.")


def test_a_draft_and_a_closed_case_are_not_withdrawn(cast, browse):
    draft = factories.make_draft(cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.post(f"/permohonan/{draft.kode}/tarik", {"catatan": "x"}, status=303)
    closed = factories.make_rejected(cast.ppksd2, cast.pemohon, cast.admin)
    browse(cast.ppksd2).post(f"/permohonan/{closed.kode}/tarik", {"catatan": "x"}, status=303)
    db.session.refresh(draft)
    db.session.refresh(closed)
    assert (draft.status, closed.status) == (Status.DRAF, Status.DITOLAK)


# --- correction ----------------------------------------------------------------------------------------------------
def test_a_returned_application_marks_the_fields_and_is_sent_again(cast, browse):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "judul")
    ayu = browse(cast.pemohon)
    page = ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    assert page.has("Diminta diperbaiki", "Tidak lengkap", "Lengkapi lokasi.")
    assert not page.has("Lengkapi judul.")
    page = ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    assert page.has("Yang diminta diperbaiki", "Masih ada perbaikan yang belum dijawab.")
    assert "Kirim Permohonan" not in [
        b.get_text(strip=True) for b in page.html.find_all("button", type="submit")
    ]

    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Selanjutnya", {"Lokasi Kerja Sama": "Tempat yang lengkap."})
    asked = {row.isian: row for row in permohonan.verifikasi[-1].permintaan}
    assert asked["lokasi"].selesai_at is not None  # a changed field is an answer by itself
    page.form("Sudah diperbaiki Judul")
    ayu.submit("Sudah diperbaiki Judul", follow=False)
    assert asked["judul"].selesai_at is not None

    ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    page = ayu.submit("Kirim Permohonan", {"Saya menyetujui pakta integritas": True})
    assert page.has("pengiriman ke-2")
    db.session.refresh(permohonan)
    assert (permohonan.status, permohonan.putaran) == (Status.MENUNGGU_VERIFIKASI, 2)


def test_a_request_of_another_case_or_round_is_not_answered(cast, browse):
    mine = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi")
    other = factories.make_returned(cast.ppksd2, cast.pemohon, cast.admin, "lokasi")
    theirs = other.verifikasi[-1].permintaan[0]
    ayu = browse(cast.pemohon)
    ayu.post(f"/permohonan/{mine.kode}/perbaikan/{theirs.id}", {}, status=303)
    ayu.post(f"/permohonan/{mine.kode}/perbaikan/999999999", {}, status=303)
    assert theirs.selesai_at is None
    browse(cast.asing).post(f"/permohonan/{mine.kode}/perbaikan/{theirs.id}", {}, status=404)


def test_staff_may_fetch_the_receipt_of_what_they_see(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    url = f"/permohonan/{permohonan.kode}/tanda-terima.pdf"
    browse(cast.admin).get(url)
    browse(cast.tkksd).get(url, status=404)  # not verified yet
    verifikasi_operations.approve(permohonan, actor=cast.admin)
    browse(cast.tkksd).get(url)
