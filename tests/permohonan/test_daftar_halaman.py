"""The two lists of cases as pages: words, links, saved lists, what they cost."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.permohonan import operations
from app.permohonan.models import TampilanTersimpan
from tests import factories
from tests.counting import counted
from tests.page_checks import text_of

STAFF = ("admin", "tkksd", "protokol", "lokus", "pimpinan", "superadmin")


def titles(page):
    return [text_of(node) for node in page.html.select("th.utama a")]


# --- staff ---------------------------------------------------------------------------------------------------------
def test_every_staff_role_has_the_list_and_applicants_have_their_own(session, cast, browse):
    for name in STAFF:
        assert browse(cast.people[name]).get("/permohonan/").h1 == "Permohonan"
    for name in ("pemohon", "ppksd2", "asing", "baru"):
        assert browse(cast.people[name]).get("/permohonan/").h1 == "Permohonan saya"
    assert browse(cast.admin, "en").get("/permohonan/").html.select(".kosong")


def test_a_row_says_where_the_case_stands_and_whose_turn_it_is(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.admin).get("/permohonan/")
    assert titles(page) == [case.judul]
    row = text_of(page.html.select_one("tbody tr"))
    for word in (case.kode, "Universitas Contoh Mahakam", "Menunggu verifikasi", "Anda", "hari kerja ke-1"):
        assert word in row
    assert page.links()[case.judul] == f"/permohonan/{case.kode}"
    other = text_of(browse(cast.pimpinan).get("/permohonan/").html.select_one("tbody tr"))
    assert "Anda" not in other and "Admin" in other


def test_filters_stand_as_chips_that_can_be_taken_away(session, cast, browse):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    me = browse(cast.admin)
    me.get("/permohonan/?tab=diproses")
    page = me.submit("Terapkan", {"Tahap": "Persiapan", "Jenis pemohon": "Perguruan tinggi"})
    assert len(titles(page)) == 1
    assert "tab=diproses" in page.links()["Tahap: Persiapan , hapus saringan"]
    assert "tahap" not in page.links()["Tahap: Persiapan , hapus saringan"]
    page = me.submit("Cari", {"q": "tidakadasamasekali"})
    assert page.has("Tidak ada yang cocok", "Tahap: Persiapan", "“tidakadasamasekali”")
    page = me.get(page.links()["Hapus semua saringan"])
    assert len(titles(page)) == 1


def test_a_search_is_text_and_nothing_else(session, cast, browse):
    page = browse(cast.admin).get(
        "/permohonan/?q=%3Cscript%3Ealert(1)%3C/script%3E&urusan=%3Cb%3E&kategori=%22%3E"
    )
    assert page.has("<script>alert(1)</script>", "Urusan: <b>")
    assert not page.html.find("b", string=lambda text: text and "hapus" in text)


@pytest.mark.parametrize(
    "query",
    [
        "status=apa&tahap=apa&giliran=apa&jenis=apa&tahun=apa&umur=apa&tab=apa&urut=apa",
        "urusan=9.99&kategori=XX",
        "sesudah=x&sebelum=y",
        "sesudah=2026-01-01T00:00:00%2B00:00~1&sebelum=2026-01-01T00:00:00%2B00:00~1",
        "sesudah=9999-12-31T23:59:59%2B00:00~1",
        "sesudah=0001-01-01T00:00:00%2B14:00~1",
        "urut=judul&sesudah=%00~1",
        "urut=judul&sesudah=~1",
        "q=%00",
        "q=" + "a" * 3000,
        "q[]=a&q=b&q=c",
        "umur=60&urut=sejak",
    ],
)
def test_no_address_of_the_list_fails(session, cast, browse, query):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    for person in (cast.admin, cast.pemohon):
        browse(person).get(f"/permohonan/?{query}")


def test_headings_and_menu_sort_both_ways(session, cast, browse):
    for judul in ("Bank sampah", "Air minum", "Cagar budaya"):
        factories.make_submitted(cast.pemohon, cast.ppksd2, judul=judul)
    me = browse(cast.admin)
    page = me.get("/permohonan/")
    page = me.get(
        page.links()["Permohonan"] if "urut" in page.links()["Permohonan"] else "/permohonan/?urut=judul"
    )
    assert titles(page) == ["Air minum", "Bank sampah", "Cagar budaya"]
    assert page.html.find("th", attrs={"aria-sort": "ascending"})
    assert titles(me.get(page.links()["Judul, Z–A"])) == ["Cagar budaya", "Bank sampah", "Air minum"]


def test_pages_follow_each_other_both_ways(session, cast, browse):
    for number in range(27):
        factories.make_submitted(cast.pemohon, cast.ppksd2, judul=f"Judul {number:02}")
    me = browse(cast.admin)
    page = me.get("/permohonan/?urut=judul")
    assert page.has("27 baris")
    assert len(titles(page)) == 25
    last = me.get(page.links()["Selanjutnya"])
    assert titles(last) == ["Judul 25", "Judul 26"]
    assert titles(me.get(last.links()["Sebelumnya"])) == titles(page)


# --- saved lists ---------------------------------------------------------------------------------------------------
def test_a_list_is_kept_under_a_name_opened_and_forgotten(session, cast, browse):
    me = browse(cast.admin)
    me.get("/permohonan/?status=ditolak&urut=sejak")
    page = me.submit("Simpan tampilan", {"Nama tampilan": "Yang ditolak"})
    assert page.has("Tampilan “Yang ditolak” tersimpan.")
    assert page.links()["Yang ditolak"] == "/permohonan/?status=ditolak&urut=sejak"
    assert "Yang ditolak" not in browse(cast.admin2).get("/permohonan/").links()
    page = me.submit("Hapus “Yang ditolak”")
    assert page.has("Tampilan dihapus.")
    assert session.query(TampilanTersimpan).count() == 0


def test_a_name_is_needed_and_used_once(session, cast, browse):
    me = browse(cast.admin)
    me.get("/permohonan/?status=ditolak")
    page = me.submit("Simpan tampilan", {"Nama tampilan": ""}, 422)
    assert page.has("Beri nama") and page.html.select_one("details.menu[open]")
    me.submit("Simpan tampilan", {"Nama tampilan": "Satu"})
    assert me.submit("Simpan tampilan", {"Nama tampilan": "Satu"}, 422).has("Nama ini sudah dipakai")
    me.get("/permohonan/?status=ditolak")
    assert me.submit("Simpan tampilan", {"Nama tampilan": "x" * 61}, 422).has("paling banyak 60 huruf")
    me.post("/permohonan/tampilan", {"nama": "Kosong", "alamat": ""}, 422)


def test_only_what_the_list_understands_is_stored(session, cast, browse):
    data = {"nama": "Aneh", "alamat": "status=ditolak&next=//jahat.example&sesudah=x&q=%3Cb%3E"}
    browse(cast.admin).post("/permohonan/tampilan", data, 303)
    assert session.query(TampilanTersimpan).one().alamat == "q=%3Cb%3E&status=ditolak"


def test_nobody_deletes_the_list_of_somebody_else(session, cast, browse):
    browse(cast.admin).post("/permohonan/tampilan", {"nama": "Punya saya", "alamat": "tab=usai"}, 303)
    number = session.query(TampilanTersimpan).one().id
    browse(cast.admin2).post(f"/permohonan/tampilan/{number}/hapus", {}, 404)
    browse(cast.pemohon).post(f"/permohonan/tampilan/{number}/hapus", {}, 404)
    browse(cast.admin).post("/permohonan/tampilan/99999999999/hapus", {}, 404)
    assert session.query(TampilanTersimpan).count() == 1


# --- applicants ----------------------------------------------------------------------------------------------------
def test_an_applicant_sees_each_case_with_what_to_do_next(session, cast, browse):
    empty = browse(cast.pemohon).get("/permohonan/")
    assert empty.has("Belum ada permohonan")
    assert empty.links()["Permohonan baru"] == "/permohonan/baru"
    returned = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, judul="Satu")
    waiting = factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Dua")
    operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get("/permohonan/")
    rows = {text_of(node.a): text_of(node) for node in page.html.select(".daftar-tugas > li")}
    assert "Perbaiki isian yang diminta" in rows["Satu"] and "Giliran Anda" in rows["Satu"]
    assert "sedang memeriksa" in rows["Dua"] and "Bagian Kerja Sama" in rows["Dua"]
    assert "Lengkapi ketiga bagiannya" in rows["Permohonan tanpa judul"]
    assert page.links()["Satu"] == f"/permohonan/{returned.kode}"
    assert page.links()["Dua"] == f"/permohonan/{waiting.kode}"
    assert browse(cast.rekan).get("/permohonan/").has("Belum ada permohonan")


def test_who_is_asked_to_be_ppksd2_is_led_to_the_question(session, cast, browse):
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    page = browse(cast.ppksd2).get("/permohonan/")
    assert page.has("Anda diminta menjadi PPKSD-2", "Giliran Anda")
    assert page.links()[draft.judul] == f"/permohonan/{draft.kode}/konfirmasi"


def test_only_applicants_are_offered_a_new_application(session, cast, browse):
    assert "Permohonan baru" in browse(cast.baru).get("/permohonan/saya").links()
    page = browse(cast.tkksd).get("/permohonan/saya")
    assert not page.html.select(".hero a.btn, .kosong a.btn")


def test_own_cases_are_paged(session, cast, browse):
    for number in range(27):
        case = factories.make_submitted(cast.pemohon, cast.ppksd2, judul=f"Judul {number:02}")
        case.status_since = now() + timedelta(minutes=number)
    me = browse(cast.pemohon)
    page = me.get("/permohonan/")
    older = me.get(page.links()["Selanjutnya"])
    assert [text_of(node.a) for node in older.html.select(".daftar-tugas > li")] == ["Judul 01", "Judul 00"]
    assert "Sebelumnya" in older.links()


# --- what they cost ------------------------------------------------------------------------------------------------
def test_lists_and_pages_ask_a_fixed_number_of_questions(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    most = {
        "/permohonan/": (cast.admin, 8),
        "/permohonan/?q=sampah&kategori=KSDPK&urusan=2.11": (cast.admin, 8),
        f"/permohonan/?q={case.kode}": (cast.admin, 9),
        "/permohonan/saya": (cast.pemohon, 5),
        f"/permohonan/{case.kode}": (cast.admin, 16),
        f"/permohonan/{case.kode}/riwayat": (cast.admin, 16),
    }
    few = {}
    for address, (person, limit) in most.items():
        me = browse(person)
        me.get(address)
        session.expire_all()
        with counted() as seen:
            me.get(address)
        few[address] = len(seen)
        assert few[address] <= limit, "\n\n".join(seen)
    for number in range(30):
        factories.make_submitted(cast.pemohon, cast.ppksd2, judul=f"Sampah {number}")
    for address, (person, _limit) in most.items():
        me = browse(person)
        session.expire_all()
        with counted() as seen:
            page = me.get(address)
        assert len(seen) == few[address], address
        assert len(page.response.data) < 50_000
