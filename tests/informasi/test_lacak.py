"""Whoever has the code of a case sees where it stands, and nothing of anybody."""

import pytest

from app.kit import settings
from app.permohonan import operations
from app.permohonan.alur import Status
from tests import factories
from tests.counting import counted


def lacak(browse, kode, status=200, lang="id"):
    return browse(None, lang).get("/lacak", status=status, query_string={"kode": kode})


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_submitted_case_is_found_by_its_code(cast, browse, lang):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = lacak(browse, permohonan.kode, lang=lang)
    assert page.has(permohonan.kode)
    if lang == "id":
        assert page.has("Menunggu verifikasi", "Bagian Kerja Sama", "KSDPK", "Perguruan tinggi")
        assert page.html.select_one(".tahapan [aria-current=step]").get_text().find("Persiapan") > 0


def test_nothing_of_persons_the_title_or_the_institution_is_shown(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = lacak(browse, permohonan.kode)
    secrets = [
        permohonan.judul,
        permohonan.instansi_nama,
        permohonan.instansi_email,
        permohonan.instansi_alamat,
    ]
    for petugas in permohonan.petugas:
        secrets += [petugas.nama, petugas.email, petugas.telepon, petugas.nik_samar, petugas.jabatan]
    assert [secret for secret in secrets if secret and secret in page.text] == []


def test_the_page_is_the_same_for_who_is_signed_in_and_not_kept_by_search_engines(cast, browse):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.asing).get(f"/lacak?kode={permohonan.kode}")
    assert not page.has(permohonan.judul)
    assert page.html.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_blanks_and_small_letters_do_not_matter(cast, browse):
    kode = factories.make_submitted(cast.pemohon, cast.ppksd2).kode
    assert lacak(browse, f" {kode.lower().replace('-', ' - ')} ").has(kode)


def test_a_mistyped_code_is_told_from_an_unknown_one(cast, browse):
    kode = factories.make_submitted(cast.pemohon, cast.ppksd2).kode
    wrong = f"{kode[:-1]}{(int(kode[-1]) + 1) % 10}"
    page = lacak(browse, wrong, status=404)
    assert page.has("Periksa angka terakhir")
    assert page.html.find("input", attrs={"name": "kode"})["value"] == wrong
    from app.permohonan.kode import write_code

    unknown = write_code(settings.get("pola_kode"), 2026, 99998, "")
    assert lacak(browse, unknown, status=404).has("Tidak ada permohonan dengan kode ini.")


def test_a_draft_is_never_found(cast, browse):
    draft = factories.make_draft(cast.pemohon, cast.ppksd2)
    assert lacak(browse, draft.kode_draf, status=404).has("Ini kode draf.")
    submitted = operations.submit_permohonan(draft, actor=cast.pemohon, pakta=factories.current_pakta())
    lacak(browse, submitted.kode_draf, status=404)


def test_codes_of_an_older_pattern_are_still_found(cast, browse):
    kode = factories.make_submitted(cast.pemohon, cast.ppksd2).kode
    settings.put("pola_kode", "A-{urut:05}")
    assert lacak(browse, kode).has(kode)


def test_a_returned_case_is_the_applicants_turn(cast, browse):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    assert lacak(browse, permohonan.kode).has("Perlu perbaikan", "Giliran Pemohon")


def test_an_approved_case_stands_in_the_second_stage(cast, browse):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    page = lacak(browse, permohonan.kode)
    assert "Penawaran" in page.html.select_one(".tahapan [aria-current=step]").get_text()


def test_a_refused_case_has_no_stage_and_no_reason_for_strangers(cast, browse):
    permohonan = factories.make_rejected(cast.pemohon, cast.ppksd2, cast.admin)
    page = lacak(browse, permohonan.kode)
    assert page.has("Ditolak", "Tidak ada; permohonan sudah selesai", "Ditutup")
    assert not page.has(permohonan.penutup)
    assert page.html.select_one("[aria-current=step]") is None


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.DRAF])
def test_every_state_can_be_shown(cast, browse, session, status):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    permohonan.status = status
    session.flush()
    lacak(browse, permohonan.kode)


@pytest.mark.parametrize(
    "kode", ["x", "<script>", "' OR 1=1 --", "9" * 500, "%", "–", "\x00\x00", "D-", "KSD-2026-00001-1\n"]
)
def test_no_code_makes_the_page_fail(session, browse, kode):
    status = 200 if not kode.strip("\x00") else 404
    lacak(browse, kode, status=status)


def test_without_a_code_the_page_asks_for_one(session, browse):
    page = browse().get("/lacak?kode=")
    assert page.form("Lacak").get("method") == "get"
    assert page.errors() == []


def test_codes_are_not_tried_by_the_hundred(session, browse, rate_limits):
    browser = browse()
    for _ in range(60):
        browser.client.get("/lacak?kode=KSD-2026-00001-1")
    browser.get("/lacak?kode=KSD-2026-00001-1", status=429)
    browser.get("/lacak")


def test_tracking_costs_few_queries(cast, browse):
    kode = factories.make_submitted(cast.pemohon, cast.ppksd2).kode
    lacak(browse, kode)
    with counted() as seen:
        lacak(browse, kode)
    assert len(seen) <= 3, "\n".join(seen)
