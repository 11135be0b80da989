"""The screens in which Admin keeps reference rows and settings, and who may not come there."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import today
from app.kit.errors import Refused
from app.rujukan import operations
from app.rujukan.models import OPD, HariLibur, Kategori, PaktaIntegritas, Urusan, UsulanKategori, Wilayah
from tests import factories
from tests.counting import counted

SCREENS = {
    "urusan": "Urusan",
    "wilayah": "Wilayah",
    "perangkat-daerah": "Perangkat daerah",
    "kategori": "Kategori",
    "usulan-kategori": "Usulan kategori",
    "hari-libur": "Hari libur",
    "pakta-integritas": "Pakta integritas",
}


def events(session, jenis):
    return session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)).all()


def one(session, model, **wanted):
    return session.query(model).filter_by(**wanted).one()


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_admin_opens_every_list_and_the_page_of_a_row(cast, browse, path, lang):
    browser = browse(cast.admin, lang)
    page = browser.get(f"/data-induk/{path}/list/")
    if lang == "id":
        assert page.h1 == SCREENS[path]
    browser.get(page.html.select_one("table th[scope=row] a")["href"])


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("who", ["pemohon", "tkksd", "pimpinan", "lokus"])
def test_nobody_but_admin_keeps_reference_rows(cast, browse, path, who):
    browse(getattr(cast, who)).get(f"/data-induk/{path}/list/", status=403)


@pytest.mark.parametrize("path", SCREENS)
def test_a_visitor_is_asked_to_sign_in(session, browse, path):
    assert "/masuk" in browse().get(f"/data-induk/{path}/list/", status=302).location


@pytest.mark.parametrize("path", SCREENS)
def test_a_list_costs_few_queries(cast, browse, path):
    browser = browse(cast.admin)
    browser.get(f"/data-induk/{path}/list/")
    with counted() as seen:
        browser.get(f"/data-induk/{path}/list/")
    assert len(seen) <= 8, "\n".join(seen)


def test_a_new_urusan_is_kept_journalled_and_can_be_chosen(cast, browse, session):
    browser = browse(cast.admin)
    browser.get("/data-induk/urusan/add")
    page = browser.submit("Simpan", {"Kode": "3.09", "Nama": "Uji Coba", "Kelompok": "Pilihan"})
    assert page.h1 == "Uji Coba"
    assert page.has("Ditambahkan", cast.admin.nama)
    (event,) = events(session, "rujukan.ditambah")
    assert (event.objek_nama, event.peran) == ("Uji Coba", "Admin")


def test_a_wrong_code_comes_back_with_everything_that_was_typed(cast, browse):
    browser = browse(cast.admin)
    browser.get("/data-induk/urusan/add")
    page = browser.submit("Simpan", {"Kode": "tiga", "Nama": "Uji Coba", "Kelompok": "Pilihan"}, status=422)
    assert page.has("Tulis kode seperti 1.01.")
    assert page.html.find("input", attrs={"name": "nama"})["value"] == "Uji Coba"


def test_a_change_is_told_in_the_history_with_the_words_of_the_form(cast, browse, session):
    urusan = one(session, Urusan, kode="1.01")
    browser = browse(cast.admin)
    browser.get(f"/data-induk/urusan/edit/{urusan.id}")
    page = browser.submit("Simpan", {"Nama": "Pendidikan Kota"})
    assert page.has("Nama: “Pendidikan” menjadi “Pendidikan Kota”", "Data awal")
    (event,) = events(session, "rujukan.diubah")
    assert event.data == {"lama": {"nama": "Pendidikan"}, "baru": {"nama": "Pendidikan Kota"}}


def test_an_urusan_in_use_is_retired_not_deleted_and_old_cases_keep_it(cast, browse, session):
    permohonan = factories.make_draft(cast.pemohon)
    urusan = permohonan.urusan[0]
    browser = browse(cast.admin)
    page = browser.post(f"/data-induk/urusan/delete/{urusan.id}", status=409)
    assert page.has("Tidak dapat dihapus")
    browser.post(f"/data-induk/urusan/action/nonaktifkan/{urusan.id}", {"yakin": "1"})
    assert not session.get(Urusan, urusan.id).is_active
    assert [kept.nama for kept in permohonan.urusan] == ["Lingkungan Hidup"]
    assert [event.objek_id for event in events(session, "rujukan.dinonaktifkan")] == [urusan.id]
    browser.post(f"/data-induk/urusan/action/aktifkan/{urusan.id}")
    assert session.get(Urusan, urusan.id).is_active
    assert len(events(session, "rujukan.diaktifkan")) == 1


def test_a_row_that_nobody_uses_can_be_deleted(cast, browse, session):
    urusan = one(session, Urusan, nama="Transmigrasi")
    browse(cast.admin).post(f"/data-induk/urusan/delete/{urusan.id}")
    assert session.query(Urusan).filter_by(nama="Transmigrasi").first() is None
    assert [event.objek_nama for event in events(session, "rujukan.dihapus")] == ["Transmigrasi"]


def test_a_kabupaten_needs_its_province_and_a_province_has_none(cast, browse, session):
    browser = browse(cast.admin)
    browser.get("/data-induk/wilayah/add")
    typed = {"Kode": "64.99", "Nama": "Kabupaten Uji", "Tingkat": "Kabupaten"}
    assert browser.submit("Simpan", typed, status=422).has("Pilih provinsi tempat kabupaten/kota ini berada.")
    browser.get("/data-induk/wilayah/add")
    page = browser.submit("Simpan", {**typed, "Provinsi": "Kalimantan Timur"})
    assert page.h1 == "Kabupaten Uji"
    assert one(session, Wilayah, kode="64.99").induk.nama == "Kalimantan Timur"
    browser.get("/data-induk/wilayah/add")
    typed = {"Kode": "99", "Nama": "Uji", "Tingkat": "Provinsi", "Provinsi": "Kalimantan Timur"}
    assert browser.submit("Simpan", typed, status=422).has("Provinsi tidak mempunyai induk.")


def test_the_search_finds_a_wilayah_by_code_and_by_name(cast, browse):
    browser = browse(cast.admin)
    assert browser.get("/data-induk/wilayah/list/?q=64.72").has("Kota Samarinda")
    assert browser.get("/data-induk/wilayah/list/?q=samarinda").has("64.72")


def test_a_perangkat_daerah_is_not_below_itself_and_does_not_end_before_it_begins(cast, browse, session):
    setda, bagian = one(session, OPD, kode="setda"), one(session, OPD, kode="bag-ks")
    browser = browse(cast.admin)
    browser.get(f"/data-induk/perangkat-daerah/edit/{setda.id}")
    page = browser.submit("Simpan", {"Unit induk": f"{bagian.nama} · {bagian.id}"}, status=422)
    assert page.has("Unit tidak dapat berada di bawah dirinya sendiri.")
    browser.get(f"/data-induk/perangkat-daerah/edit/{bagian.id}")
    dates = {"Berlaku sejak": "2026-05-01", "Berlaku sampai": "2026-04-01"}
    assert browser.submit("Simpan", dates, status=422).has("tidak boleh lebih awal")


def test_the_code_of_a_category_stays_for_ever(cast, browse, session):
    kategori = one(session, Kategori, kode="KSDPK")
    page = browse(cast.admin).get(f"/data-induk/kategori/edit/{kategori.id}")
    assert page.html.find(attrs={"name": "kode"}) is None


def test_proposals_are_changed_but_never_added_or_deleted(cast, browse, session):
    row = one(session, UsulanKategori, jenis_pemohon="perusahaan")
    browser = browse(cast.admin)
    browser.get("/data-induk/usulan-kategori/add", status=404)
    browser.post(f"/data-induk/usulan-kategori/delete/{row.id}", status=404)
    browser.get(f"/data-induk/usulan-kategori/edit/{row.id}")
    browser.submit("Simpan", {"Alasan": "Badan usaha adalah pihak ketiga menurut PP 28/2018."})
    assert one(session, UsulanKategori, id=row.id).alasan.startswith("Badan usaha adalah")


def test_a_holiday_is_added_once(cast, browse, session):
    browser = browse(cast.admin)
    for status in (200, 422):
        browser.get("/data-induk/hari-libur/add")
        page = browser.submit(
            "Simpan", {"Tanggal": "2027-04-09", "Nama": "Pemilihan kepala daerah"}, status=status
        )
    assert page.has("Sudah dipakai")
    assert one(session, HariLibur, tanggal=date(2027, 4, 9)).is_cuti_bersama is False


def test_a_new_pact_is_added_by_admin_and_never_changed(cast, browse, session):
    browser = browse(cast.admin)
    browser.get("/data-induk/pakta-integritas/add")
    tomorrow = today() + timedelta(days=1)
    page = browser.submit("Simpan", {"Mulai berlaku": tomorrow.isoformat(), "Pernyataan": "Satu.\nDua."})
    version = one(session, PaktaIntegritas, versi=2)
    assert page.has("Satu.", "Dua.", version.sidik)
    assert len(events(session, "rujukan.ditambah")) == 1
    browser.get(f"/data-induk/pakta-integritas/edit/{version.id}", status=404)
    browser.post(f"/data-induk/pakta-integritas/delete/{version.id}")  # has not begun yet
    assert session.query(PaktaIntegritas).count() == 1


def test_a_pact_in_force_cannot_be_deleted(cast, browse, session):
    version = one(session, PaktaIntegritas, versi=1)
    page = browse(cast.admin).post(f"/data-induk/pakta-integritas/delete/{version.id}", status=409)
    assert page.has("Versi yang sudah berlaku tidak dapat dihapus.")
    assert session.query(PaktaIntegritas).count() == 1


def test_a_pact_of_yesterday_is_refused_beside_its_field(cast, browse):
    browser = browse(cast.admin)
    browser.get("/data-induk/pakta-integritas/add")
    typed = {"Mulai berlaku": (today() - timedelta(days=1)).isoformat(), "Pernyataan": "Satu."}
    page = browser.submit("Simpan", typed, status=422)
    assert page.has("Versi baru tidak dapat berlaku surut.")
    assert page.html.find("textarea", attrs={"name": "isi"}).text.strip() == "Satu."


# -- settings ----------------------------------------------------------------------------------------------


def test_superadmin_sees_every_declared_setting_with_its_default(cast, browse):
    page = browse(cast.superadmin).get("/pengaturan/sistem")
    for setting in settings.REGISTRY.values():
        assert page.has(str(setting.label), str(setting.section.title))
    assert page.has("Belum pernah diubah.")


def test_admin_sees_all_but_what_only_superadmin_may_set(cast, browse):
    page = browse(cast.admin).get("/pengaturan/sistem")
    for setting in settings.REGISTRY.values():
        assert page.has(str(setting.label)) is not setting.section.is_operator


def test_admin_cannot_set_what_only_superadmin_may_even_with_a_form_of_her_own(cast):
    closed = [setting for setting in settings.REGISTRY.values() if setting.section.is_operator]
    for setting in closed:
        with pytest.raises(Refused, match="hanya diubah oleh Superadmin"):
            operations.change_setting(setting.key, setting.default, actor=cast.admin)


@pytest.mark.parametrize("who", ["pemohon", "tkksd", "protokol", "pimpinan"])
def test_others_do_not_see_the_settings(cast, browse, who):
    browse(getattr(cast, who)).get("/pengaturan/sistem", status=403)


def test_admin_changes_a_setting_and_the_page_says_who(cast, browse):
    browser = browse(cast.admin)
    browser.get("/pengaturan/sistem")
    page = browser.submit("Simpan", {"Pola kode permohonan": "KS-{tahun}-{urut:04}-{cek}"})
    assert page.has("Pengaturan tersimpan.", f"Terakhir diubah oleh {cast.admin.nama}")
    assert settings.get("pola_kode") == "KS-{tahun}-{urut:04}-{cek}"


def test_a_pattern_that_its_check_refuses_comes_back_with_a_sentence(cast, browse):
    browser = browse(cast.admin)
    browser.get("/pengaturan/sistem")
    page = browser.submit("Simpan", {"Pola kode permohonan": "KS"}, status=422)
    assert page.has("Pola kode harus memuat {urut} satu kali.")
    assert page.html.find("input", attrs={"name": "pola_kode"})["value"] == "KS"
    assert settings.get("pola_kode") != "KS"


def test_two_people_at_one_setting_the_second_is_told(cast, browse):
    first, second = browse(cast.admin), browse(cast.admin2)
    first.get("/pengaturan/sistem"), second.get("/pengaturan/sistem")
    first.submit("Simpan", {"Pola kode permohonan": "A-{urut:05}"})
    page = second.submit("Simpan", {"Pola kode permohonan": "B-{urut:05}"}, status=422)
    assert page.has("Orang lain baru saja mengubah pengaturan ini.")
    assert settings.get("pola_kode") == "A-{urut:05}"


def test_anybody_who_signed_in_may_look_for_a_kabupaten_but_not_a_province(cast, browse):
    client = browse(cast.pemohon).client
    found = client.get("/saran/kabupaten-kota?q=kalimantan").get_json()
    assert found == []
    assert any(
        text.startswith("Kota Samarinda · ")
        for text in client.get("/saran/kabupaten-kota?q=samarinda").get_json()
    )
    assert client.get("/saran/opd?q=dinas").status_code == 403
