"""The inbox and the page of failed mails, as people use them."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.notifikasi import queries
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.notifikasi.operations import without_mail
from app.permohonan import operations
from tests import factories
from tests.counting import counted


def lines(person) -> list[Pemberitahuan]:
    return list(
        db.session.scalars(select(Pemberitahuan).filter_by(pengguna_id=person.id).order_by(Pemberitahuan.id))
    )


# --- the inbox
def test_a_visitor_must_sign_in_and_everybody_else_has_an_inbox(cast, browse):
    browse().get("/notifikasi", status=302)
    for person in cast.people.values():
        assert browse(person).get("/notifikasi").h1 == "Notifikasi"


def test_one_reads_what_happened_to_what_and_why_one_hears_it(cast, browse):
    case = factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.ppksd2).get("/notifikasi")
    assert page.has(
        "Permohonan Anda ditolak.", str(case), "Bukan kewenangan kota.", "Anda petugas penghubung"
    )
    assert page.links()["Permohonan Anda ditolak."] == f"/permohonan/{case.kode}"


def test_in_english_too(cast, browse):
    factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    browse(cast.ppksd2, "en").get("/notifikasi")
    browse(cast.ppksd2, "en").get("/tugas")


def test_a_case_that_is_no_longer_mine_to_see_has_no_link(cast, browse):
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.rekan)
    page = browse(cast.ppksd2).get("/notifikasi")
    assert page.has("Ayu Contoh meminta Anda menjadi PPKSD-2.")
    assert f"/permohonan/{draft.kode}" not in page.links().values()


def test_the_bell_counts_what_is_unread(cast, browse):
    browser = browse(cast.ppksd2)
    assert "belum dibaca" not in browser.get("/notifikasi").text
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    page = browser.get("/notifikasi")
    assert page.html.find(id="lonceng").get_text(" ", strip=True) == "3 belum dibaca"
    assert page.text.count("Tandai sudah dibaca") == 3


def test_looking_marks_nothing(cast, browse):
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    browse(cast.ppksd2).get("/notifikasi")
    assert [line.read_at for line in lines(cast.ppksd2)] == [None, None, None]


def test_one_line_is_marked_as_read(cast, browse):
    factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    browser = browse(cast.ppksd2)
    browser.get("/notifikasi")
    page = browser.submit("Tandai sudah dibaca : Permohonan Anda ditolak.")
    assert [line.read_at is None for line in lines(cast.ppksd2)] == [True, True, False]
    assert page.has("Permohonan Anda ditolak.")


def test_all_lines_are_marked_but_not_what_came_in_meanwhile(cast, browse):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    browser = browse(cast.ppksd2)
    browser.get("/notifikasi")
    factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin, judul="Yang lain")
    page = browser.submit("Tandai semua sudah dibaca")
    assert page.has("Semua kabar ditandai sudah dibaca.")
    assert [line.read_at is None for line in lines(cast.ppksd2)] == [False, False, True, True, True]


def test_nobody_marks_the_lines_of_somebody_else(cast, browse):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    line = lines(cast.ppksd2)[0]
    browse(cast.asing).post(f"/notifikasi/{line.id}/dibaca", status=404)
    browse(cast.asing).post("/notifikasi/dibaca", {"sampai": str(line.id)})
    assert lines(cast.ppksd2)[0].read_at is None


def test_older_lines_are_one_page_further(cast, browse):
    with without_mail():
        for _ in range(9):
            factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    browser = browse(cast.ppksd2)
    first = browser.get("/notifikasi")
    second = browser.get(first.links()["Lebih lama"])
    shown = [len(page.html.find(class_="daftar-tugas").find_all("li")) for page in (first, second)]
    assert shown == [queries.PAGE, 27 - queries.PAGE]
    assert second.links()["Terbaru"] == "/notifikasi"
    assert "Lebih lama" not in second.links()
    assert browser.get("/notifikasi?sebelum=1").has("Tidak ada kabar yang lebih lama")


@pytest.mark.parametrize("text", ["abc", "-1", "99999999999999999999", "١٢", "%00", "1.5", ""])
def test_no_address_breaks_the_inbox(cast, browse, text):
    browse(cast.pemohon).get(f"/notifikasi?sebelum={text}")


@pytest.mark.parametrize("text", ["", "abc", "-4"])
def test_a_form_that_says_nothing_is_refused(cast, browse, text):
    browse(cast.pemohon).post("/notifikasi/dibaca", {"sampai": text}, status=400)


def test_numbers_beyond_all_rows_do_no_harm(cast, browse):
    browse(cast.pemohon).post("/notifikasi/dibaca", {"sampai": "9999999999"})
    browse(cast.pemohon).post("/notifikasi/99999999999/dibaca", status=404)


def test_the_inbox_costs_the_same_however_full(cast, browse):
    def cost() -> int:
        browser = browse(cast.ppksd2)
        db.session.flush()
        with counted() as seen:
            browser.get("/notifikasi")
        return len(seen)

    factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    few = cost()
    with without_mail():
        for _ in range(9):
            factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    assert cost() == few <= 6


# --- mails that failed
def fail(cast) -> Surel:
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    surel = db.session.scalars(
        select(Surel).filter_by(kepada="bima@example.org").order_by(Surel.id.desc())
    ).first()
    surel.status, surel.percobaan, surel.galat = StatusSurel.GAGAL, 6, "ditolak: 550 no such person"
    surel.subjek = "Permohonan Anda telah kami terima"
    return surel


def test_only_superadmin_sees_the_mails_that_failed(cast, browse):
    fail(cast)
    for name, person in cast.people.items():
        browse(person).get("/notifikasi/surel", status=200 if name == "superadmin" else 403)
    browse().get("/notifikasi/surel", status=302)


def test_superadmin_reads_why_and_sends_again(cast, browse):
    surel = fail(cast)
    browser = browse(cast.superadmin)
    page = browser.get("/notifikasi/surel")
    assert page.has(
        "Server surel menolak surel ini.", "550 no such person", "bima@example.org", "6 percobaan"
    )
    page = browser.submit("Kirim ulang : bima@example.org")
    assert page.has("Surel masuk antrean lagi", "Tidak ada surel yang gagal")
    assert surel.status is StatusSurel.ANTRE


def test_a_second_click_is_told_and_sends_nothing_twice(cast, browse):
    surel = fail(cast)
    browser = browse(cast.superadmin)
    browser.post(f"/notifikasi/surel/{surel.id}/kirim-ulang")
    page = browser.post(f"/notifikasi/surel/{surel.id}/kirim-ulang", status=409)
    assert page.has("Surel ini tidak gagal")
    browser.post("/notifikasi/surel/999999999999/kirim-ulang", status=409)


def test_nobody_else_sends_again(cast, browse):
    surel = fail(cast)
    browse(cast.admin).post(f"/notifikasi/surel/{surel.id}/kirim-ulang", status=403)
    assert surel.status is StatusSurel.GAGAL
