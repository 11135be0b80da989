"""The page of a case and its history, as each person sees them."""

from datetime import date, timedelta

import pytest

from app.kit.clock import now
from app.permohonan import beda, kata, lama, operations, verifikasi_operations
from app.permohonan.alur import GILIRAN_OF, ISIAN, LANGKAH, Bagian, Giliran, Hat, Status, Tahap
from app.permohonan.models import AlasanPerbaikan, HasilVerifikasi
from app.permohonan.queries import part_version, submissions
from app.rujukan.models import JenisPemohon
from app.rujukan.queries import current_pakta
from tests import factories
from tests.page_checks import text_of


def url(permohonan, rest=""):
    return f"/permohonan/{permohonan.kode}{rest}"


def resubmit(permohonan, actor, **texts):
    """The applicant mends fields of the third form and sends again."""
    operations.save_persiapan(
        permohonan, actor=actor, isian=texts, seen=part_version(permohonan, "persiapan")
    )
    return operations.submit_permohonan(permohonan, actor=actor, pakta=current_pakta())


# --- words ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "members"),
    [
        (kata.STATUS, Status),
        (kata.LANJUT, Status),
        (kata.TAHAP, Tahap),
        (kata.TAHAP_IKON, Tahap),
        (kata.HAT, Hat),
        (kata.GILIRAN, Giliran),
        (kata.GILIRAN_PEMOHON, Giliran),
        (kata.BAGIAN, Bagian),
        (kata.ISIAN, ISIAN),
        (kata.ALASAN, AlasanPerbaikan),
        (kata.HASIL, HasilVerifikasi),
        (kata.JENIS_PEMOHON, JenisPemohon),
        (kata.JENIS_IKON, JenisPemohon),
        (kata.LANGKAH, LANGKAH),
    ],
)
def test_everything_has_a_word(words, members):
    assert set(members) == set(words)


def test_sinergi_has_its_own_words_for_its_documents():
    assert str(kata.status_word(Status.PENYUSUNAN_KB, "SINERGI")) == "Penyusunan Nota Kesepakatan"
    assert str(kata.status_word(Status.PENYUSUNAN_KB, "KSDPK")) == "Penyusunan Kesepakatan Bersama"


# --- who sees what -------------------------------------------------------------------------------------------------
SEEING = {"pemohon", "ppksd2", "admin", "admin2", "pimpinan", "superadmin"}
TEAM = {"tkksd", "hukum", "bapperida", "protokol"}


def test_a_submitted_case_opens_for_its_contacts_and_readers_and_for_nobody_else(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for name, person in cast.people.items():
        status = 200 if name in SEEING else 404
        for rest in ("", "/riwayat"):
            browse(person).get(url(case, rest), status)


def test_the_team_sees_a_case_once_it_is_verified(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    for name, person in cast.people.items():
        browse(person).get(url(case), 200 if name in SEEING | TEAM else 404)


def test_a_visitor_signs_in_first(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for address in ("/permohonan/", "/permohonan/saya", url(case), url(case, "/riwayat")):
        assert "/masuk" in browse().get(address, 302).location


def test_the_draft_code_leads_to_the_case(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert browse(cast.pemohon).get(f"/permohonan/{case.kode_draf}", 302).location == url(case)
    assert browse(cast.asing).get(f"/permohonan/{case.kode_draf}", 404)


def test_a_draft_shows_its_task_list(session, cast, browse):
    draft = factories.make_draft(cast.pemohon)
    assert browse(cast.pemohon).get(url(draft)).h1 == "Permohonan baru"
    browse(cast.pemohon).get(url(draft, "/riwayat"), 302)
    browse(cast.admin).get(url(draft), 404)


@pytest.mark.parametrize("kode", ["TIDAK-ADA", "a" * 300, "%00", "..", "KSD%2F1", "😀"])
def test_a_code_that_is_none_is_not_found(session, cast, browse, kode):
    browse(cast.admin).client.get(f"/permohonan/{kode}")
    assert browse(cast.admin).client.get(f"/permohonan/{kode}").status_code == 404


# --- what stands there ---------------------------------------------------------------------------------------------
def test_the_page_says_where_the_case_stands_and_shows_all_answers(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.admin).get(url(case))
    assert page.h1 == case.judul
    assert page.has(case.kode, "Menunggu verifikasi", "Universitas Contoh Mahakam", "Perguruan tinggi")
    assert page.has("Giliran Anda", "Lama di tahap ini", "0 hari kerja", "Biasanya dijawab sebelum")
    for isian in ISIAN:
        assert page.html.find(id=f"isian-{isian}"), isian
    assert page.has("Isian contoh untuk analisis.", "Ayu Contoh", "Bima Contoh", "menyetujui versi 1")
    assert "Unduh Tanda Terima" in page.links()
    assert "Dokumen" not in page.links()


def test_a_nik_is_masked_for_everybody(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for person in (cast.admin, cast.pemohon, cast.ppksd2):
        text = browse(person).get(url(case)).text
        assert case.petugas[0].nik_samar in text
        assert "••••" in text


def test_the_stepper_marks_the_stage(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    here = browse(cast.tkksd).get(url(case)).html.find(attrs={"aria-current": "step"})
    assert text_of(here).startswith("Tahap 2 dari 5: Penawaran")


def test_a_closed_case_says_why_and_has_no_open_stage(session, cast, browse):
    case = factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.pemohon).get(url(case))
    assert page.has("Ditolak", "Bukan kewenangan kota.", "berhenti")
    assert page.html.find(attrs={"aria-current": "step"}) is None
    withdrawn = factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Satu lagi")
    operations.withdraw_permohonan(withdrawn, actor=cast.pemohon, alasan="Mitra berubah pikiran.")
    assert browse(cast.admin).get(url(withdrawn)).has("Ditarik", "Mitra berubah pikiran.")


def test_what_people_typed_is_shown_as_text(session, cast, browse):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    case = factories.make_draft(cast.pemohon, cast.ppksd2, judul=evil)
    operations.save_persiapan(
        case, actor=cast.pemohon, isian={"analisis": evil}, seen=part_version(case, "persiapan")
    )
    operations.submit_permohonan(case, actor=cast.pemohon, pakta=current_pakta())
    verifikasi_operations.request_correction(
        case,
        actor=cast.admin,
        permintaan=[("analisis", AlasanPerbaikan.TIDAK_BENAR, evil)],
        catatan=evil,
    )
    resubmit(case, cast.pemohon, analisis=f"{evil} baru")
    for person in (cast.admin, cast.pemohon, cast.pimpinan):
        for address in (url(case), url(case, "/riwayat"), "/permohonan/", "/permohonan/saya"):
            page = browse(person).get(address)
            assert not page.html.find("img", src="x")
            assert all(script.get("src") for script in page.html.find_all("script"))


# --- the applicant's turn ------------------------------------------------------------------------------------------
def test_the_applicant_gets_a_list_of_what_to_mend(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "judul")
    me = browse(cast.pemohon)
    page = me.get(url(case))
    assert page.has(
        "Giliran Anda", "Perbaiki 2 isian", "Mohon dilengkapi.", "Lengkapi lokasi.", "Tidak lengkap"
    )
    assert page.links()["Lokasi Kerja Sama"].endswith("/persiapan#lokasi")
    assert page.links()["Judul"].endswith("/pemohon#judul")
    assert page.has("Belum dapat dilakukan", "Masih ada perbaikan yang belum dijawab.")
    me.submit("Sudah diperbaiki Judul")
    resubmitted = operations.save_persiapan
    resubmitted(case, actor=cast.pemohon, isian={"lokasi": "Lain"}, seen=part_version(case, "persiapan"))
    page = me.get(url(case))
    assert page.has("Kirim ulang permohonan")
    assert "Periksa dan kirim ulang" in page.links()
    assert browse(cast.ppksd2).get(url(case)).has("Permohonan dikirim oleh PPKSD-1.")


def test_who_is_asked_during_a_correction_is_led_to_the_question(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    operations.choose_ppksd2(case, actor=cast.pemohon, pengguna=cast.rekan)
    page = browse(cast.rekan).get(url(case))
    assert page.has("Giliran Anda", "Anda diminta menjadi PPKSD-2")
    assert page.links()["Jawab permintaan"] == url(case, "/konfirmasi")
    assert browse(cast.pemohon).get(url(case)).has("PPKSD-2 belum menerima penugasan.")
    browse(cast.ppksd2).get(url(case), 404)


def test_others_wait_calmly_for_the_applicant(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.admin).get(url(case))
    assert page.has("Pemohon sedang memperbaiki", "Lokasi Kerja Sama", "Terbuka")
    assert "Setujui" not in page.buttons()
    assert "Giliran Anda" not in page.text


def test_after_approval_the_card_is_calm_and_has_no_dead_button(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    for person in (cast.pemohon, cast.admin, cast.tkksd):
        page = browse(person).get(url(case))
        assert "surat penawaran" in page.text.lower()
        assert not page.html.select(".terkunci")


def test_the_applicant_may_withdraw_from_the_page(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert browse(cast.pemohon).get(url(case)).links()["Tarik permohonan"] == url(case, "/tarik")
    assert "Tarik permohonan" not in browse(cast.ppksd2).get(url(case)).links()
    assert "Tarik permohonan" not in browse(cast.admin).get(url(case)).links()


# --- how long ------------------------------------------------------------------------------------------------------
def test_working_days_are_counted_for_each_side(session, cast):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    resubmit(case, cast.pemohon, lokasi="Lebih lengkap")
    first, second = submissions(case)
    start = now().replace(year=2026, month=10, day=5, hour=2)  # a Monday morning in Samarinda
    case.submitted_at = first.sent_at = start
    case.verifikasi[0].decided_at = start + timedelta(days=2)
    second.sent_at = start + timedelta(days=4)
    case.status_since = second.sent_at
    found = lama.measure(case, [first, second], date(2026, 10, 16), {date(2026, 10, 14)})
    assert (found.kota, found.pemohon, found.seluruhnya) == (2 + 4, 2, 8)
    assert found.tahap == 8
    assert found.status == 4


@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_drawn_for_every_reader(session, cast, browse, status):
    if status is Status.DRAF:
        return
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    case.status = status
    if GILIRAN_OF[status] is Giliran.SELESAI:
        case.closed_at = now()
    session.flush()
    for person in (cast.pemohon, cast.admin, cast.tkksd, cast.pimpinan):
        for lang in ("id", "en"):
            page = browse(person, lang).get(url(case))
            assert page.html.select_one(".kasus-kode .status")


# --- history -------------------------------------------------------------------------------------------------------
def test_the_history_tells_every_act_with_who_in_which_role_and_what(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    resubmit(case, cast.pemohon, lokasi="Lebih lengkap")
    verifikasi_operations.approve(case, actor=cast.admin2, catatan="Lengkap.")
    page = browse(cast.tkksd).get(url(case, "/riwayat"))
    assert page.h1 == case.judul
    assert page.has("Draf dibuat", "PPKSD-2 menerima penugasan", "Permohonan dikirim", "Perbaikan diminta")
    assert page.has("Lokasi Kerja Sama: Tidak lengkap. Lengkapi lokasi.", "“Mohon dilengkapi.”")
    assert page.has("Permohonan dikirim ulang", "Isian yang berubah: Lokasi Kerja Sama")
    assert page.has("Permohonan disetujui", "“Lengkap.”", "Darma Contoh (Admin)", "Ayu Contoh (PPKSD-1)")
    assert "Kejadian lain" not in page.text


def test_a_long_history_is_read_page_by_page(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for number in range(60):
        verifikasi_operations.record("permohonan.contoh", actor=None, objek=case, catatan=f"ke-{number}.")
    me = browse(cast.admin)
    page = me.get(url(case, "/riwayat"))
    assert page.has("ke-59.") and not page.has("ke-5.")
    older = me.get(page.links()["Lebih lama"])
    assert older.has("ke-5.", "Draf dibuat") and not older.has("ke-59.")
    assert "Terbaru" in older.links()
    for odd in ("abc", "-1", "9" * 40, "1%00", ""):
        me.get(url(case, f"/riwayat?sebelum={odd}"))


# --- word by word --------------------------------------------------------------------------------------------------
def test_a_comparison_reads_as_both_texts():
    old, new = "Tiga bank sampah di  dua kecamatan.", "Lima bank sampah\ndi dua kecamatan besar."
    pieces = beda.compare(old, new)
    assert "".join(p.teks for p in pieces if p.jenis != "hapus") == new
    assert [p.teks for p in pieces if p.jenis == "hapus"] == ["Tiga ", "kecamatan."]


def test_long_unchanged_stretches_are_cut_down():
    text = " ".join(f"kata{n}" for n in range(200))
    pieces = beda.shorten(beda.compare(f"{text} lama {text}", f"{text} baru {text}"))
    assert sum(len(p.teks.split()) for p in pieces) < 60
    assert {p.teks.strip() for p in pieces if p.jenis != "tetap"} == {"lama", "baru"}


def test_a_comparison_of_a_hard_case_is_quick():
    beda.compare(" ".join(["a b c"] * 600), " ".join(["c b a"] * 600))
    beda.compare("x " * 5000, "y " * 5000)
