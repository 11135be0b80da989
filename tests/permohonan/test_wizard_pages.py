"""The forms as pages: begin, fill in any order, keep everything, check, send once, confirm."""

import pytest
from sqlalchemy import select

from app.akun.models import KeanggotaanInstansi
from app.extensions import db
from app.permohonan import operations, rules
from app.permohonan.alur import PERSIAPAN_ISIAN, Status
from app.permohonan.models import Permohonan, PersetujuanPakta
from app.permohonan.queries import part_version
from app.rujukan.models import Kategori, Urusan
from app.rujukan.queries import current_pakta
from tests import factories
from tests.counting import counted

LABELS = {
    "latar_belakang": "Latar Belakang",
    "maksud_tujuan": "Maksud dan Tujuan",
    "lokasi": "Lokasi Kerja Sama",
    "ruang_lingkup": "Ruang Lingkup",
    "peran_para_pihak": "Peran Para Pihak",
    "jangka_waktu": "Jangka Waktu",
    "manfaat": "Manfaat",
    "analisis": "Analisis",
    "pembiayaan": "Pembiayaan",
}
NINE = {label: f"Isian untuk {label.lower()}." for label in LABELS.values()}


def case_of(person) -> Permohonan:
    return db.session.scalars(
        select(Permohonan).where(Permohonan.pemilik_id == person.id).order_by(Permohonan.id.desc())
    ).first()


def other_kategori(permohonan) -> Kategori:
    return db.session.scalars(
        select(Kategori).where(Kategori.id != permohonan.kategori_usulan_id, Kategori.is_active)
    ).first()


# --- the whole way -------------------------------------------------------------------------------------------------
def test_an_applicant_walks_from_the_empty_form_to_the_confirmation(cast, browse):
    ayu = browse(cast.pemohon)
    ayu.get("/permohonan/baru")
    page = ayu.submit("Mulai Permohonan")
    assert page.h1 == "Pemohon: tentang kerja sama"
    page = ayu.submit(
        "Selanjutnya", {"Judul": "Riset Sampah Kota", "Urusan": ["Lingkungan Hidup", "Pendidikan"]}
    )
    assert page.h1 == "Petugas: dua penghubung"
    page = ayu.submit("Selanjutnya", {"PPKSD 2": "Bima Contoh"})
    assert page.h1 == "Persiapan: kerangka acuan kerja"
    page = ayu.submit("Selanjutnya", NINE)
    assert page.h1 == "Periksa sebelum mengirim"
    assert page.has("PPKSD-2 belum menerima penugasan.")
    permohonan = case_of(cast.pemohon)

    bima = browse(cast.ppksd2)
    bima.get(f"/permohonan/{permohonan.kode}/konfirmasi")
    bima.submit("Terima Penugasan", {"Saya menyetujui pakta integritas": True}, follow=False)

    page = ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    assert page.has("Riset Sampah Kota", "Isian untuk manfaat.")
    page = ayu.submit("Kirim Permohonan", {"Saya menyetujui pakta integritas": True})
    assert page.h1 == "Permohonan terkirim"
    db.session.refresh(permohonan)
    assert permohonan.status is Status.MENUNGGU_VERIFIKASI
    assert page.has(permohonan.kode)
    assert "Unduh Tanda Terima" in page.links()


def test_the_three_forms_can_be_filled_in_any_order(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    ayu.submit("Simpan", {"Manfaat": "Bagi warga"})
    ayu.get(f"/permohonan/{permohonan.kode}/petugas")
    ayu.submit("Selanjutnya", {"PPKSD 2": "Bima Contoh"})
    ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    ayu.submit("Simpan", {"Judul": "Terakhir"})
    db.session.refresh(permohonan)
    assert (permohonan.judul, permohonan.persiapan.manfaat) == ("Terakhir", "Bagi warga")
    assert rules.petugas_ke(permohonan, 2).pengguna_id == cast.ppksd2.id


def test_pressing_the_start_button_twice_makes_one_draft(cast, browse):
    ayu = browse(cast.pemohon)
    for _press in range(2):
        ayu.get("/permohonan/baru")
        ayu.submit("Mulai Permohonan")
    assert db.session.query(Permohonan).filter_by(pemilik_id=cast.pemohon.id).count() == 1


def test_who_has_no_complete_profile_is_told_why_and_where(cast, browse):
    baru = browse(cast.baru)
    page = baru.get("/permohonan/baru")
    assert page.has("Lengkapi profil lebih dahulu")
    assert any("/pengaturan" in url for url in page.links().values())
    assert not page.html.find("form", action=lambda action: action and action.endswith("/permohonan/baru"))
    page = baru.post("/permohonan/baru", status=422)  # pressed anyway
    assert page.has("Lengkapi dahulu Biodata dan Instansi Anda.")
    assert case_of(cast.baru) is None


# --- Pemohon -------------------------------------------------------------------------------------------------------
def test_the_institution_is_shown_as_copied_and_cannot_be_typed_over(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/pemohon")
    assert page.has("Universitas Contoh Mahakam", "75123", "kontak@example.org", "https://www.example.org")
    assert page.links()["Ubah di Pengaturan Instansi"].endswith("/pengaturan/instansi")
    names = {
        field.get("name") for field in page.form("Selanjutnya").find_all(["input", "select", "textarea"])
    }
    assert not {name for name in names if name and name.startswith("instansi")}


def test_a_change_of_the_profile_reaches_the_case_only_when_it_is_fetched(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    cast.universitas.alamat = "Jalan Baru 99"
    ayu = browse(cast.pemohon)
    page = ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    assert page.has("Jalan Contoh 1")
    page = ayu.submit("Ambil data terbaru", {"Judul": "Sudah diketik"})
    assert page.has("Jalan Baru 99")
    db.session.refresh(permohonan)
    assert permohonan.judul == "Sudah diketik"


def test_the_category_is_proposed_with_its_reason_and_another_needs_a_reason(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    lain = other_kategori(permohonan)
    ayu = browse(cast.pemohon)
    page = ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    assert page.has(f"Kami mengusulkan {permohonan.kategori_usulan.nama}.")
    fields = {"Judul": "Riset", "Urusan": ["Pendidikan"], "Kategori Kerja Sama": lain.nama}
    page = ayu.submit("Selanjutnya", fields, status=422)
    assert page.has("Tulis alasan memilih kategori yang berbeda dari usulan.")
    assert page.html.find("input", attrs={"name": "kategori", "value": str(lain.id)}).has_attr("checked")
    ayu.submit("Selanjutnya", {"Alasan memilih kategori lain": "Mitra kami pemerintah kabupaten."})
    db.session.refresh(permohonan)
    assert (permohonan.kategori_id, permohonan.kategori_alasan) == (
        lain.id,
        "Mitra kami pemerintah kabupaten.",
    )


def test_all_32_urusan_are_offered_in_three_groups(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/pemohon")
    assert len(page.html.find_all("input", attrs={"name": "urusan"})) == 32
    assert len(page.html.find("fieldset", id="urusan").find_all("details")) == 3


def test_a_retired_urusan_stays_with_the_case_that_chose_it(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    urusan = permohonan.urusan[0]
    urusan.is_active = False
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    ayu.submit("Selanjutnya")
    db.session.refresh(permohonan)
    assert [row.id for row in permohonan.urusan] == [urusan.id]
    permohonan.urusan = []
    page = ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    assert not page.html.find("input", attrs={"name": "urusan", "value": str(urusan.id)})


def test_an_incomplete_first_form_says_what_is_missing_and_keeps_the_rest(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/pemohon")
    page = ayu.submit("Selanjutnya", {"Urusan": ["Pendidikan"]}, status=422)
    assert page.has("Isi judul kerja sama.")
    pendidikan = db.session.query(Urusan).filter_by(nama="Pendidikan").one()
    assert page.html.find("input", attrs={"name": "urusan", "value": str(pendidikan.id)}).has_attr("checked")
    link = page.html.find(class_="galat-ringkas").find("a")
    assert page.html.find(id=link["href"].removeprefix("#"))


@pytest.mark.parametrize(
    "data",
    [
        {"judul": "x" * 251},
        {"urusan": "999999"},
        {"urusan": "abc"},
        {"urusan": "9" * 5000},
        {"kategori": "0"},
        {"kategori": "abc"},
        {"kategori_alasan": "x" * 501},
    ],
)
def test_values_that_no_form_of_ours_sends_are_refused_with_a_sentence(cast, browse, data):
    permohonan = operations.create_draft(actor=cast.pemohon)
    ayu = browse(cast.pemohon)
    page = ayu.post(
        f"/permohonan/{permohonan.kode}/pemohon", {"versi": "0", "aksi": "simpan", **data}, status=422
    )
    assert page.html.find(class_="galat-ringkas")
    db.session.refresh(permohonan)
    assert (permohonan.judul, permohonan.urusan) == ("", [])


# --- Persiapan -----------------------------------------------------------------------------------------------------
def test_each_of_the_nine_fields_has_help_a_sample_and_a_count(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}/persiapan")
    for isian in PERSIAPAN_ISIAN:
        assert page.html.find("textarea", id=isian.name)
        assert page.html.find(id=f"{isian.name}-bantu")
        count = page.html.find(id=f"{isian.name}-kata")
        assert count["data-batas"] == str(isian.words)
    assert len(page.html.find_all("details", class_="bantuan")) == len(PERSIAPAN_ISIAN)


def test_ten_thousand_words_are_refused_before_going_on_and_nothing_is_lost(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    long = " ".join(["kata"] * 10_000)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Selanjutnya", NINE | {"Lokasi Kerja Sama": long}, status=422)
    assert page.has("Ringkas menjadi paling banyak 100 kata; sekarang 10000 kata.")
    assert page.html.find("textarea", id="lokasi").get_text().split() == ["kata"] * 10_000
    assert page.html.find("textarea", id="manfaat").get_text().strip() == "Isian untuk manfaat."


def test_saving_a_draft_keeps_even_what_is_too_long_or_missing(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    long = " ".join(["kata"] * 10_000)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Simpan", {"Lokasi Kerja Sama": long})
    assert page.has("Tersimpan. 9 hal masih perlu dilengkapi sebelum permohonan dikirim.")
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.lokasi == long


def test_the_way_back_keeps_what_was_typed_too(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Sebelumnya", {"Analisis": "Setengah kalimat"})
    assert page.h1 == "Petugas: dua penghubung"
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.analisis == "Setengah kalimat"


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert('x')</script>",
        "'; DROP TABLE permohonan; --",
        "kutip \"ganda\" & 'tunggal' <b>tebal</b> {{ 7*7 }} %(n)s",
        "baris satu\r\nbaris dua\n\n\ttab",
        "漢字 😀 ﷽ \u202e\u200b",
        "nol\x00byte",
    ],
)
def test_scripts_quotes_and_odd_letters_stay_text(cast, browse, typed):
    permohonan = factories.make_draft(cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Selanjutnya", {"Manfaat": typed})
    assert page.h1 == "Periksa sebelum mengirim"
    assert "<script>alert" not in page.response.get_data(as_text=True)
    db.session.refresh(permohonan.persiapan)
    kept = typed.replace("\x00", "").replace("\r\n", "\n")
    assert permohonan.persiapan.manfaat == kept
    page = ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    shown = page.html.find("textarea", id="manfaat").get_text().replace("\r\n", "\n")
    assert shown.removeprefix("\n") == kept


def test_a_text_beyond_all_measure_is_no_500(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/persiapan")
    page = ayu.submit("Simpan", {"Analisis": "x" * 60_000}, status=422)
    assert page.has("Paling banyak 50000 huruf.")


@pytest.mark.parametrize("part", ["pemohon", "petugas", "persiapan", "periksa"])
def test_an_empty_post_is_answered_with_the_form(cast, browse, part):
    permohonan = operations.create_draft(actor=cast.pemohon)
    browse(cast.pemohon).post(f"/permohonan/{permohonan.kode}/{part}", {}, status=422)


# --- saved by itself -----------------------------------------------------------------------------------------------
AUTO = {"X-Simpan-Otomatis": "1", "Accept": "application/json"}


def test_the_page_saves_by_itself_and_learns_the_new_version(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    url, ayu = f"/permohonan/{permohonan.kode}/persiapan", browse(cast.pemohon)
    long = " ".join(["kata"] * 400)
    answer = ayu.post(url, {"versi": "0", "lokasi": long}, headers=AUTO, status=200)
    assert answer.response.json == {"versi": 1}
    answer = ayu.post(url, {"versi": "1", "lokasi": long, "manfaat": "ada"}, headers=AUTO, status=200)
    assert answer.response.json == {"versi": 2}
    db.session.refresh(permohonan.persiapan)
    assert (permohonan.persiapan.lokasi, permohonan.persiapan.manfaat) == (long, "ada")


def test_saving_by_itself_writes_no_history(cast, browse):
    from app.jejak.models import Peristiwa

    permohonan = operations.create_draft(actor=cast.pemohon)
    before = db.session.query(Peristiwa).count()
    browse(cast.pemohon).post(
        f"/permohonan/{permohonan.kode}/pemohon", {"versi": "0", "judul": "Ju"}, headers=AUTO, status=200
    )
    assert db.session.query(Peristiwa).count() == before


def test_saving_by_itself_over_somebody_elses_text_is_refused(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    url = f"/permohonan/{permohonan.kode}/persiapan"
    old = part_version(permohonan, "persiapan")
    ayu, bima = browse(cast.pemohon), browse(cast.ppksd2)
    bima.get(url)
    bima.submit("Simpan", {"Manfaat": "Teks Bima"})
    answer = ayu.post(url, {"versi": str(old), "manfaat": "Teks Ayu"}, headers=AUTO, status=409)
    assert "Bima Contoh" in answer.response.json["pesan"]
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.manfaat == "Teks Bima"


def test_an_autosave_that_cannot_be_stored_answers_with_the_sentences(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    answer = browse(cast.pemohon).post(
        f"/permohonan/{permohonan.kode}/pemohon", {"versi": "0", "judul": "x" * 300}, headers=AUTO, status=422
    )
    assert answer.response.json["galat"]["judul"]


def test_a_category_without_reason_that_saved_by_itself_cannot_be_sent(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    lain = other_kategori(permohonan)
    ayu = browse(cast.pemohon)
    data = {
        "versi": str(part_version(permohonan, "pemohon")),
        "judul": permohonan.judul,
        "urusan": [str(row.id) for row in permohonan.urusan],
        "kategori": str(lain.id),
    }
    ayu.post(f"/permohonan/{permohonan.kode}/pemohon", data, headers=AUTO, status=200)
    page = ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    assert page.has("Tulis alasan memilih kategori yang berbeda dari usulan.")
    assert "Kirim Permohonan" not in [
        b.get_text(strip=True) for b in page.html.find_all("button", type="submit")
    ]


# --- two at once ---------------------------------------------------------------------------------------------------
def test_the_second_of_two_editors_sees_both_texts_and_wins_knowingly(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    url = f"/permohonan/{permohonan.kode}/persiapan"
    ayu, bima = browse(cast.pemohon), browse(cast.ppksd2)
    ayu.get(url)
    bima.get(url)
    bima.submit("Simpan", {"Manfaat": "Teks Bima"})
    page = ayu.submit("Selanjutnya", {"Manfaat": "Teks Ayu"}, status=422)
    assert page.has("Bima Contoh baru saja menyimpan bagian ini", "Teks Bima")
    assert page.html.find("textarea", id="manfaat").get_text().strip() == "Teks Ayu"
    assert page.html.find(id="manfaat-lain")
    assert not page.html.find(id="analisis-lain")
    page = ayu.submit("Selanjutnya")
    assert page.h1 == "Periksa sebelum mengirim"
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.manfaat == "Teks Ayu"


def test_the_first_form_shows_the_other_text_too(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    url = f"/permohonan/{permohonan.kode}/pemohon"
    ayu, bima = browse(cast.pemohon), browse(cast.ppksd2)
    ayu.get(url)
    bima.get(url)
    bima.submit("Simpan", {"Judul": "Judul Bima", "Urusan": ["Kesehatan"]})
    page = ayu.submit("Selanjutnya", {"Judul": "Judul Ayu"}, status=422)
    assert page.has("Judul Bima")
    assert page.html.find("input", id="judul")["value"] == "Judul Ayu"
    assert "Kesehatan" in page.html.find(id="urusan-lain").get_text()


def test_an_older_tab_with_the_same_text_disturbs_nobody(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    url, ayu, tab = f"/permohonan/{permohonan.kode}/persiapan", browse(cast.pemohon), browse(cast.pemohon)
    ayu.get(url)
    tab.get(url)
    tab.submit("Simpan", {"Manfaat": "Sama"})
    page = ayu.submit("Selanjutnya", {"Manfaat": "Sama"})
    assert page.h1 == "Periksa sebelum mengirim"


def test_ones_own_other_tab_is_named_as_such(cast, browse):
    permohonan = factories.make_draft(cast.pemohon)
    url, ayu, tab = f"/permohonan/{permohonan.kode}/persiapan", browse(cast.pemohon), browse(cast.pemohon)
    ayu.get(url)
    tab.get(url)
    tab.submit("Simpan", {"Manfaat": "Dari tab kedua"})
    page = ayu.submit("Selanjutnya", {"Manfaat": "Dari tab pertama"}, status=422)
    assert page.has("Anda sendiri menyimpan bagian ini di jendela lain")


@pytest.mark.parametrize("versi", ["", "abc", "-1", "9" * 30, "²"])
def test_a_damaged_version_counts_as_out_of_date(cast, browse, versi):
    permohonan = factories.make_draft(cast.pemohon)
    ayu = browse(cast.pemohon)
    url = f"/permohonan/{permohonan.kode}/persiapan"
    ayu.post(url, {"versi": versi, "manfaat": "lain", "aksi": "simpan"}, status=422)
    db.session.refresh(permohonan.persiapan)
    assert permohonan.persiapan.manfaat != "lain"


def test_who_types_while_the_other_sends_gets_the_text_back(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    bima = browse(cast.ppksd2)
    bima.get(f"/permohonan/{permohonan.kode}/persiapan")
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    page = bima.submit("Simpan", {"Manfaat": "Kalimat yang sedang diketik"}, status=422)
    assert page.has("Permohonan yang sudah dikirim tidak dapat diubah")
    assert page.html.find("textarea", id="manfaat").get_text().strip() == "Kalimat yang sedang diketik"


# --- task list -----------------------------------------------------------------------------------------------------
def test_the_task_list_tells_how_far_each_part_is(cast, browse, app):
    permohonan = operations.create_draft(actor=cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}")
    assert page.has("2 dari 6 bagian selesai.", "0 dari 9 isian terisi", permohonan.kode)
    assert page.has("Terbuka setelah bagian ini selesai: Pemohon, Petugas, Persiapan")
    factories.fill(permohonan, cast.pemohon)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}")
    assert page.has("4 dari 6 bagian selesai.", "9 dari 9 isian terisi")


def test_a_forgotten_draft_says_so(cast, browse):
    from datetime import timedelta

    permohonan = factories.make_draft(cast.pemohon)
    for row in permohonan.bagian:
        row.saved_at -= timedelta(days=20)
    page = browse(cast.pemohon).get(f"/permohonan/{permohonan.kode}")
    assert page.has("Draf ini sudah 20 hari tidak disentuh.")


# --- cost ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ["", "/pemohon", "/petugas", "/persiapan", "/periksa"])
def test_each_page_asks_few_questions_of_the_database(cast, browse, part):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    permohonan.urusan = db.session.query(Urusan).limit(10).all()
    for number in range(10):
        person = factories.make_pengguna(f"Anggota {number}", "Pemohon")
        db.session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=person))
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}{part}")
    with counted() as queries:
        ayu.get(f"/permohonan/{permohonan.kode}{part}")
    assert len(queries) <= 12, "\n".join(statement[:110].replace("\n", " ") for statement in queries)


# --- English -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ["", "/pemohon", "/petugas", "/persiapan", "/periksa", "/hapus"])
def test_every_page_exists_in_english(cast, browse, part):
    permohonan = factories.make_draft(cast.pemohon)
    browse(cast.pemohon, lang="en").get(f"/permohonan/{permohonan.kode}{part}")


def test_the_pact_is_stored_for_both_with_time_and_hash(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    ayu = browse(cast.pemohon)
    ayu.get(f"/permohonan/{permohonan.kode}/periksa")
    ayu.submit("Kirim Permohonan", {"Saya menyetujui pakta integritas": True})
    rows = db.session.scalars(
        select(PersetujuanPakta).where(PersetujuanPakta.permohonan_id == permohonan.id)
    ).all()
    assert {row.pengguna_id for row in rows} == {cast.pemohon.id, cast.ppksd2.id}
    assert {row.sidik for row in rows} == {current_pakta().sidik}
