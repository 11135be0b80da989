"""The pages on which Admin keeps plans of stages, and the small rows that discussion and signing need."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import today
from app.rujukan import queries_rencana, rencana_operations, rencana_tahap_operations
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    AturanSyarat,
    HariTertutup,
    JabatanTim,
    KeadaanRencana,
    Pejabat,
    PihakPendapat,
    RencanaAlur,
    TahapBahas,
    Tempat,
)
from tests import factories
from tests.counting import counted

HOME = "/data-induk/rencana-tahapan"
SCREENS = {
    "jabatan-tkksd": "Jabatan dalam TKKSD",
    "tempat": "Tempat penandatanganan",
    "pejabat": "Pejabat penanda tangan",
}


def kategori(kode="KSDPK"):
    return db.session.scalars(select(Kategori).where(Kategori.kode == kode)).one()


def current(kode="KSDPK"):
    return queries_rencana.current_rencana(kategori(kode))


def the_draft():
    return db.session.scalars(select(RencanaAlur).where(RencanaAlur.keadaan == KeadaanRencana.DRAF)).one()


def begin(browser, kode="KSDPK"):
    """A draft, made by its button."""
    browser.get(HOME)
    return browser.post(f"{HOME}/{kategori(kode).id}/draf", follow=True)


def events(jenis):
    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis)).all()


# --- reading ---------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["id", "en"])
def test_admin_sees_every_category_with_the_version_in_force_and_its_running_cases(cast, browse, lang):
    factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    browser = browse(cast.admin, lang)
    page = browser.get(HOME)
    if lang == "id":
        assert page.h1 == "Rencana tahapan"
        assert page.has("KSDD wajib", "KSDD sukarela", "KSDPK", "Sinergi", "Versi 1", "1 pada versi 1")
    for category in ("KSDD-W", "KSDD-S", "KSDPK", "SINERGI"):
        browser.get(f"{HOME}/{current(category).id}")


def test_a_published_version_is_read_and_has_no_buttons(cast, browse):
    page = browse(cast.admin).get(f"{HOME}/{current().id}")
    assert page.h1 == "KSDPK versi 1"
    assert page.has("Surat Penawaran", "DOCX, PDF", "30 hari kalender", "Data awal")
    assert page.has("paling sedikit 1 orang", "Permohonan berjalan")
    assert not set(page.buttons()) & {"Buang draf", "Terbitkan"}
    assert "Tambah dokumen" not in page.text


@pytest.mark.parametrize("who", ["pemohon", "tkksd", "protokol", "lokus", "pimpinan"])
def test_nobody_but_admin_comes_here(cast, browse, who):
    plan = rencana_operations.create_draft(kategori(), actor=cast.admin)
    browser = browse(getattr(cast, who))
    for url in (
        "",
        f"/{plan.id}",
        f"/{plan.id}/susunan",
        f"/{plan.id}/terbitkan",
        f"/{plan.id}/tahap/penawaran",
    ):
        browser.get(HOME + url, status=403)
    for url in (f"/{kategori('SINERGI').id}/draf", f"/{plan.id}/buang", f"/{plan.id}/terbitkan"):
        browser.post(HOME + url, status=403)
    for screen in (*SCREENS, "hari-tertutup"):
        browser.get(f"/data-induk/{screen}/list/", status=403)


def test_what_does_not_exist_is_not_found(cast, browse):
    plan = rencana_operations.create_draft(kategori(), actor=cast.admin)
    browser = browse(cast.admin)
    for url in (
        "/0",
        "/99999999999999",
        f"/{plan.id}/tahap/lain",
        f"/{plan.id}/tahap/penawaran/dokumen/0",
        f"/{current().id}/susunan",
        f"/{current().id}/terbitkan",
        f"/{current().id}/tahap/penawaran",
    ):
        browser.get(HOME + url, status=404)
    browser.post(f"{HOME}/0/draf", status=404)


def test_the_pages_cost_few_queries(cast, browse):
    browser = browse(cast.admin)
    for url in (HOME, f"{HOME}/{current().id}"):
        browser.get(url)
        with counted() as seen:
            browser.get(url)
        assert len(seen) <= 10, "\n".join(seen)


# --- from draft to version -------------------------------------------------------------------
def test_admin_goes_the_whole_way_from_draft_to_version_two(cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    kode = case.kategori.kode
    browser = browse(cast.admin)
    page = begin(browser, kode)
    assert page.has("Draf dibuat.", "belum berlaku bagi siapa pun")
    draft = the_draft()
    browser.get(f"{HOME}/{draft.id}/tahap/penawaran")
    page = browser.submit(
        "Simpan",
        {
            "Tenggat jawaban, dalam hari": "14",
            "Cara menghitung hari": "Hari kerja",
            "tkksd_aturan": "sekurangnya",
            "Jumlah anggota TKKSD": "2",
            "Harus termasuk": "Kepala Bagian Hukum",
        },
    )
    assert page.has("14 hari kerja", "paling sedikit 2 orang, di antaranya Kepala Bagian Hukum")
    browser.get(f"{HOME}/{draft.id}/tahap/penawaran/dokumen")
    page = browser.submit(
        "Simpan",
        {
            "Nama dokumen": "Izin Usaha",
            "Kode": "izin_usaha",
            "Petunjuk": "Yang masih berlaku.",
            "Bentuk berkas yang diterima": ["PDF", "Gambar (JPG, PNG)"],
            "Wajib": True,
        },
    )
    assert page.has("Izin Usaha", "PDF, gambar", "Yang masih berlaku.")
    assert draft.tahap[0].slot[-1].bentuk == ["jpg", "pdf", "png"]
    page = browser.get(f"{HOME}/{draft.id}/terbitkan")
    assert page.has("Beda dengan versi 1", "30 hari kalender", "14 hari kerja", "Izin Usaha")
    assert page.has("1 permohonan kategori ini sedang berjalan. Tidak ada yang berubah baginya")
    page = browser.submit("Ya, terbitkan", {"Catatan versi": "Izin diminta."})
    assert page.has("Versi 2 terbit", "Izin diminta.", "Diterbitkan", cast.admin.nama)
    db.session.expire_all()
    assert (case.rencana.versi, queries_rencana.current_rencana(case.kategori).versi) == (1, 2)
    assert [event.pelaku_id for event in events("rencana.diterbitkan")] == [cast.admin.id]
    assert browser.get(HOME).has("Versi lama", "Versi 2")
    assert browser.get(f"{HOME}/{case.rencana_id}").has("Digantikan versi 2")


def test_a_draft_that_says_the_same_offers_no_publishing(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    page = browser.get(f"{HOME}/{the_draft().id}/terbitkan")
    assert page.has("Tidak ada beda.")
    assert "Ya, terbitkan" not in page.buttons()


def test_a_draft_is_thrown_away_only_after_a_question(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    page = browser.submit("Buang draf")
    assert page.h1 == "Buang draf ini?"
    assert the_draft()
    page = browser.submit("Buang draf")
    assert page.has("dibuang")
    assert db.session.scalar(select(RencanaAlur).where(RencanaAlur.keadaan == KeadaanRencana.DRAF)) is None


def test_a_second_draft_of_a_category_is_told(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    page = browser.post(f"{HOME}/{kategori().id}/draf", status=409)
    assert page.has("Sudah ada draf untuk kategori ini.", "Lanjutkan draf")


def test_the_agreements_are_chosen_from_those_that_the_law_allows(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    draft = the_draft()
    page = browser.get(f"{HOME}/{draft.id}/susunan")
    assert not page.has("Nota Kesepakatan")
    page = browser.submit("Simpan", {"Naskah yang disusun": "Perjanjian Kerja Sama saja"})
    assert page.has("2. Perjanjian Kerja Sama")
    browser.get(f"{HOME}/{draft.id}/susunan")
    page = browser.post(f"{HOME}/{draft.id}/susunan", {"susunan": "nk_rk"}, status=422)
    assert page.has("Pilih salah satu dari daftar.")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"Tenggat jawaban, dalam hari": "0"}, "Tulis bilangan antara 1 dan 365."),
        ({"Tenggat jawaban, dalam hari": "99999999999999999999"}, "antara 1 dan 365"),
        ({"Tenggat jawaban, dalam hari": "sebulan"}, "Tenggat jawaban"),
        ({"Jumlah Admin": ""}, "Tulis berapa orang yang harus setuju."),
        ({"Jumlah Admin": "100"}, "antara 1 dan 99"),
        ({"admin_aturan": "", "tkksd_aturan": ""}, "Sedikitnya satu Admin atau anggota TKKSD harus setuju."),
        ({"tkksd_aturan": "", "Harus termasuk": "Kepala Bagian Hukum"}, "Jabatan hanya dapat diminta bila"),
    ],
)
def test_a_wrong_rule_comes_back_at_its_field_with_what_was_typed(cast, browse, fields, word):
    browser = browse(cast.admin)
    begin(browser)
    browser.get(f"{HOME}/{the_draft().id}/tahap/penawaran")
    page = browser.submit("Simpan", fields, status=422, follow=False)
    assert any(word in error for error in page.errors()), page.errors()
    assert events("rencana.draf_diubah") == []


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"Nama dokumen": ""}, "wajib diisi"),
        ({"Nama dokumen": "x" * 10_000}, "Paling banyak 120"),
        ({"Nama dokumen": "Surat Penawaran"}, "sudah dipakai dokumen lain"),
        ({"Kode": "Surat Kuasa"}, "huruf kecil"),
        ({"Kode": "surat_penawaran"}, "Kode ini sudah dipakai"),
        ({"Petunjuk": "x" * 501}, "Paling banyak 500"),
        ({"Bentuk berkas yang diterima": []}, "Pilih sedikitnya satu bentuk berkas."),
        ({"Dokumen pokok": True}, "Dokumen pokok selalu wajib."),
    ],
)
def test_a_wrong_document_comes_back_at_its_field_with_what_was_typed(cast, browse, fields, word):
    browser = browse(cast.admin)
    begin(browser)
    browser.get(f"{HOME}/{the_draft().id}/tahap/penawaran/dokumen")
    typed = {"Nama dokumen": "Surat Kuasa", "Kode": "surat_kuasa", "Petunjuk": "Bermeterai."} | fields
    page = browser.submit("Simpan", typed, status=422, follow=False)
    assert any(word in error for error in page.errors()), page.errors()
    assert page.html.find("textarea", attrs={"name": "petunjuk"}).text.strip() == typed["Petunjuk"]


def test_names_are_shown_as_text(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    browser.get(f"{HOME}/{the_draft().id}/tahap/penawaran/dokumen")
    name = "<script>alert(1)</script>"
    page = browser.submit("Simpan", {"Nama dokumen": name, "Kode": "uji", "Petunjuk": name})
    assert page.has(name)


def test_documents_are_moved_and_taken_out_by_buttons(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    first = the_draft().tahap[0]
    kodes = [slot.kode for slot in first.slot]
    browser.submit("Turunkan: Surat Penawaran")
    assert [slot.kode for slot in first.slot] == [kodes[1], kodes[0], kodes[2]]
    browser.submit("Naikkan: Surat Penawaran")
    assert [slot.kode for slot in first.slot] == kodes
    page = browser.submit("Hapus: Dokumen Pendukung")
    assert page.h1 == "Hapus dokumen ini dari draf?"
    page = browser.submit("Hapus dokumen")
    assert page.has("dihapus dari draf")
    assert [slot.kode for slot in first.slot] == kodes[:2]


def test_the_main_document_has_no_button_to_take_it_out_and_none_by_hand(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    draft = the_draft()
    first = draft.tahap[0]
    assert "Hapus: Surat Penawaran" not in browser.page.buttons()
    url = f"{HOME}/{draft.id}/tahap/penawaran/dokumen/{first.pokok.id}/hapus"
    page = browser.post(url, {"yakin": "1"}, status=422)
    assert page.has("Setiap tahap mempunyai satu dokumen pokok.")


# --- two Admins ------------------------------------------------------------------------------
def test_the_second_of_two_admins_is_told_and_keeps_what_was_typed(cast, browse):
    one, two = browse(cast.admin), browse(cast.admin2)
    begin(one)
    draft = the_draft()
    for browser in (one, two):
        browser.get(f"{HOME}/{draft.id}/tahap/penawaran")
    one.submit("Simpan", {"Tenggat jawaban, dalam hari": "14"})
    page = two.submit("Simpan", {"Tenggat jawaban, dalam hari": "21"}, status=409, follow=False)
    assert page.has("Orang lain baru saja mengubah draf ini.", "Yang tersimpan sekarang", "14 hari kalender")
    assert page.html.find("input", attrs={"name": "tenggat_hari"})["value"] == "21"
    assert two.submit("Simpan").has("21 hari kalender")


def test_who_publishes_what_was_changed_meanwhile_is_told(cast, browse):
    one, two = browse(cast.admin), browse(cast.admin2)
    begin(one)
    draft = the_draft()
    rencana_tahap_operations.save_document(
        draft.tahap[0],
        actor=cast.admin,
        kode="a",
        nama="A",
        petunjuk="",
        bentuk=["pdf"],
        is_wajib=True,
        is_pokok=False,
    )
    two.get(f"{HOME}/{draft.id}/terbitkan")
    one.get(f"{HOME}/{draft.id}/tahap/penawaran")
    one.submit("Simpan", {"Tenggat jawaban, dalam hari": "14"})
    page = two.submit("Ya, terbitkan", {"Catatan versi": "Baru."}, status=409, follow=False)
    assert page.has("Orang lain baru saja mengubah draf ini.", "14 hari kalender")
    two.submit("Ya, terbitkan")
    assert current().versi == 2


def test_who_saves_or_publishes_what_is_published_already_is_told(cast, browse):
    one, two = browse(cast.admin), browse(cast.admin2)
    begin(one)
    draft = the_draft()
    two.get(f"{HOME}/{draft.id}/tahap/penawaran")
    one.get(f"{HOME}/{draft.id}/tahap/penawaran")
    one.submit("Simpan", {"Tenggat jawaban, dalam hari": "14"})
    one.get(f"{HOME}/{draft.id}/terbitkan")
    one.submit("Ya, terbitkan")
    assert two.submit("Simpan", status=409, follow=False).has("Draf ini sudah diterbitkan.")
    page = two.post(f"{HOME}/{draft.id}/terbitkan", status=409)
    assert page.has("Draf ini sudah diterbitkan.")
    assert two.post(f"{HOME}/{draft.id}/buang", {"yakin": "1"}, status=409).has("Draf ini sudah diterbitkan.")
    assert len(events("rencana.diterbitkan")) == 1


# --- the small rows --------------------------------------------------------------------------
@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_admin_opens_every_list_and_the_page_of_a_row(cast, browse, path, lang):
    browser = browse(cast.admin, lang)
    page = browser.get(f"/data-induk/{path}/list/")
    if lang == "id":
        assert page.h1 == SCREENS[path]
    browser.get(page.html.select_one("table th[scope=row] a")["href"])


def test_the_city_begins_with_one_wali_kota_whose_name_admin_writes(cast, browse):
    row = db.session.scalars(select(Pejabat)).one()
    assert (row.nama, row.jabatan, row.is_wali_kota) == ("Nama Wali Kota", "Wali Kota Samarinda", True)
    browser = browse(cast.admin)
    browser.get(f"/data-induk/pejabat/edit/{row.id}")
    page = browser.submit("Simpan", {"Nama": "Wati Contoh"})
    assert page.has("Nama: “Nama Wali Kota” menjadi “Wati Contoh”")


def test_there_is_always_exactly_one_wali_kota(cast, browse):
    row = db.session.scalars(select(Pejabat)).one()
    browser = browse(cast.admin)
    browser.get("/data-induk/pejabat/add")
    typed = {"Nama": "Kedua", "Jabatan": "Wali Kota Samarinda", "Wali Kota": True}
    page = browser.submit("Simpan", typed, status=422, follow=False)
    assert page.has("Sudah ada Wali Kota: Nama Wali Kota.")
    browser.get(f"/data-induk/pejabat/edit/{row.id}")
    assert browser.submit("Simpan", {"Wali Kota": False}, status=422, follow=False).has(
        "Selalu ada satu Wali Kota"
    )
    for verb in (f"action/nonaktifkan/{row.id}", f"delete/{row.id}"):
        page = browser.post(f"/data-induk/pejabat/{verb}", {"yakin": "1"}, status=409)
        assert page.has("Selalu ada satu Wali Kota yang aktif.")
    assert (row.is_active, row.is_wali_kota) == (True, True)


def test_another_wali_kota_cannot_be_brought_back(cast, browse, session):
    old = Pejabat(nama="Dahulu", jabatan="Wali Kota Samarinda", is_wali_kota=True, is_active=False)
    session.add(old)
    session.flush()
    page = browse(cast.admin).post(f"/data-induk/pejabat/action/aktifkan/{old.id}", status=409)
    assert page.has("Sudah ada Wali Kota yang aktif: Nama Wali Kota.")


def test_another_official_comes_and_goes(cast, browse):
    browser = browse(cast.admin)
    browser.get("/data-induk/pejabat/add")
    browser.submit("Simpan", {"Nama": "Seto Contoh", "Jabatan": "Sekretaris Daerah", "Urutan": "2"})
    row = db.session.scalars(select(Pejabat).where(Pejabat.nama == "Seto Contoh")).one()
    assert [one.nama for one in queries_rencana.active_pejabat()] == ["Nama Wali Kota", "Seto Contoh"]
    browser.post(f"/data-induk/pejabat/action/nonaktifkan/{row.id}", {"yakin": "1"})
    assert [one.nama for one in queries_rencana.active_pejabat()] == ["Nama Wali Kota"]
    browser.post(f"/data-induk/pejabat/delete/{row.id}")
    assert [event.objek_nama for event in events("rujukan.dihapus")] == ["Sekretaris Daerah, Seto Contoh"]


def test_a_position_that_a_plan_or_a_person_names_is_retired_not_deleted(cast, browse):
    row = db.session.scalars(select(JabatanTim)).first()
    cast.tkksd.jabatan_tim = row
    browser = browse(cast.admin)
    page = browser.post(f"/data-induk/jabatan-tkksd/delete/{row.id}", status=409)
    assert page.has("Tidak dapat dihapus", "Pengguna")
    browser.post(f"/data-induk/jabatan-tkksd/action/nonaktifkan/{row.id}", {"yakin": "1"})
    assert row not in queries_rencana.active_jabatan()


def test_a_retired_position_stays_where_a_draft_names_it(cast, browse):
    browser = browse(cast.admin)
    begin(browser)
    draft, row = the_draft(), queries_rencana.active_jabatan()[0]
    syarat = next(one for one in draft.tahap[0].syarat if one.pihak is PihakPendapat.TKKSD)
    syarat.jabatan, syarat.aturan = row, AturanSyarat.SEMUA
    row.is_active = False
    page = browser.get(f"{HOME}/{draft.id}")
    assert page.has("Belum dapat diterbitkan:", "sudah dinonaktifkan")
    page = browser.get(f"{HOME}/{draft.id}/tahap/penawaran")
    assert row.nama in [option.text for option in page.html.find_all("option", selected=True)]


def test_a_place_is_added_and_its_name_is_taken_once(cast, browse):
    browser = browse(cast.admin)
    for status in (200, 422):
        browser.get("/data-induk/tempat/add")
        page = browser.submit("Simpan", {"Nama": "Rumah Jabatan", "Alamat": "Samarinda"}, status=status)
    assert page.has("Sudah dipakai Rumah Jabatan.")
    assert "Rumah Jabatan" in [row.nama for row in queries_rencana.active_tempat()]
    assert db.session.scalars(select(Tempat).where(Tempat.nama == "Rumah Jabatan")).one().is_active


def test_a_day_is_closed_from_today_on_and_once(cast, browse):
    browser = browse(cast.admin)
    browser.get("/data-induk/hari-tertutup/list/")
    yesterday, soon = today() - timedelta(days=1), today() + timedelta(days=3)
    for day, status in ((yesterday, 422), (soon, 200), (soon, 422)):
        browser.get("/data-induk/hari-tertutup/add")
        page = browser.submit(
            "Simpan",
            {"Tanggal": day.isoformat(), "Alasan": "Sidang DPRD"},
            status=status,
            follow=status == 200,
        )
        if day == yesterday:
            assert page.has("Tanggal ini sudah lewat.")
    assert queries_rencana.closed_days(today(), soon) == {soon: "Sidang DPRD"}
    browser.get("/data-induk/hari-tertutup/list/")


def test_a_closed_day_that_has_passed_keeps_its_date_when_its_reason_is_mended(cast, browse, session):
    row = HariTertutup(tanggal=today() - timedelta(days=9), alasan="Sidan")
    session.add(row)
    session.flush()
    browser = browse(cast.admin)
    browser.get(f"/data-induk/hari-tertutup/edit/{row.id}")
    browser.submit("Simpan", {"Alasan": "Sidang"})
    assert row.alasan == "Sidang"
    browser.get(f"/data-induk/hari-tertutup/edit/{row.id}")
    page = browser.submit(
        "Simpan", {"Tanggal": (today() - timedelta(days=2)).isoformat()}, status=422, follow=False
    )
    assert page.has("Tanggal ini sudah lewat.")


@pytest.mark.parametrize(("years", "status"), [("7", 200), ("0", 422), ("100", 422)])
def test_the_longest_term_of_a_category_is_set_by_admin(cast, browse, years, status):
    row = kategori()
    browser = browse(cast.admin)
    browser.get(f"/data-induk/kategori/edit/{row.id}")
    page = browser.submit(
        "Simpan", {"Masa berlaku paling lama (tahun)": years}, status=status, follow=status == 200
    )
    assert row.masa_paling_lama == (7 if status == 200 else 5)
    assert status == 200 or page.has("Tulis bilangan antara 1 dan 99.")


def test_the_stages_of_a_draft_are_those_of_the_guide(cast, browse):
    browser = browse(cast.admin)
    page = begin(browser, "SINERGI")
    assert page.has("1. Penawaran", "2. Nota Kesepakatan", "3. Rencana Kerja")
    assert [row.tahap for row in the_draft().tahap] == list(TahapBahas)
