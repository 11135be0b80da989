"""The register as visitors, partners and staff meet it: who sees what, search, filters, pages, the scan."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama import daftar, operations
from app.kerjasama.models import KerjaSama
from app.kerjasama.saringan import Saringan, read
from app.kit.clock import today
from app.penjadwalan.models import Penandatanganan
from app.permohonan.alur import Status
from tests import factories, papers
from tests.counting import counted

LIST = "/kerja-sama"


@pytest.fixture
def pks(session, cast):
    return factories.make_signed(cast)


@pytest.fixture
def released(session, cast):
    return factories.make_signed(cast, released=True)


def copies(pks, count):
    """More agreements like one; without cases of their own there could be none, so each kind of a case is used once."""
    made = []
    for number in range(count):
        permohonan = pks.permohonan
        case = type(permohonan)(
            **{
                column.key: getattr(permohonan, column.key)
                for column in permohonan.__table__.columns
                if column.key not in ("id", "kode", "kode_draf", "cari", "versi")
            },
            kode=f"KSD-2020-{number:05}-0",
            kode_draf=f"D-Z{number:04}",
        )
        db.session.add(case)
        db.session.flush()
        day = date(2020, 1, 1) + timedelta(days=number // 3)
        row = KerjaSama(
            kode=f"PKS-2020-{number:04}",
            jenis="pks",
            judul=f"Kerja sama nomor {number}",
            kategori_id=pks.kategori_id,
            permohonan_id=case.id,
            instansi_id=pks.instansi_id,
            instansi_nama=pks.instansi_nama,
            nomor_kota=f"{number}/LAMA",
            nomor_mitra=f"{number}/MITRA",
            ditandatangani_on=day,
            tempat="Balai Kota",
            berlaku_from=day,
            berlaku_until=day + timedelta(days=700),
            berkas_id=pks.berkas_id,
        )
        made.append(row)
    db.session.add_all(made)
    db.session.flush()
    return made


# --- who sees what -------------------------------------------------------------------------------------------------
def test_a_visitor_sees_what_was_released_and_no_name_and_no_scan(released, browse):
    page = browse().get(LIST)
    assert page.h1 == "Daftar kerja sama" and page.has(released.kode, released.judul, released.instansi_nama)
    page = browse().get(f"{LIST}/{released.kode}")
    assert page.has(released.nomor_kota, released.nomor_mitra, "Rektor", "Wali Kota Samarinda", "Berjalan")
    assert not page.has("Rina Contoh") and not page.has("Unduh naskah") and not page.has("Nama Wali Kota")
    assert page.has(released.induk.kode) and not page.has(released.permohonan.kode)
    answer = browse().get(f"{LIST}/{released.kode}/naskah", status=302)
    assert "/masuk" in answer.location


def test_a_visitor_does_not_see_what_was_not_released(pks, browse):
    page = browse().get(LIST)
    assert page.has("Belum ada kerja sama di sini") and not page.has(pks.kode)
    browse().get(f"{LIST}/{pks.kode}", status=404)
    browse().get(f"{LIST}?rilis=tidak")


@pytest.mark.parametrize("name", ["admin", "tkksd", "protokol", "pimpinan", "superadmin"])
def test_staff_see_all_and_read_the_scan(pks, cast, browse, name):
    browser = browse(getattr(cast, name))
    page = browser.get(LIST)
    assert page.h1 == "Kerja sama" and page.has(pks.kode, "belum dirilis") and "Kerja sama" in page.links()
    page = browser.get(f"{LIST}/{pks.kode}")
    assert page.has("Rina Contoh", "Unduh naskah", pks.permohonan.kode)
    assert browser.get(f"{LIST}/{pks.kode}/naskah").response.mimetype == "application/pdf"


def test_contacts_read_the_scan_colleagues_only_the_page(pks, cast, browse):
    assert browse(cast.ppksd2).get(f"{LIST}/{pks.kode}/naskah").response.mimetype == "application/pdf"
    page = browse(cast.rekan).get(LIST)
    assert page.has(pks.kode)
    page = browse(cast.rekan).get(f"{LIST}/{pks.kode}")
    assert page.has(pks.nomor_kota) and not page.has("Unduh naskah") and not page.has("Rina Contoh")
    browse(cast.rekan).get(f"{LIST}/{pks.kode}/naskah", status=404)


@pytest.mark.parametrize("name", ["asing", "baru", "lokus"])
def test_strangers_see_the_public_register_only(pks, cast, browse, name):
    browser = browse(getattr(cast, name))
    assert not browser.get(LIST).has(pks.kode)
    browser.get(f"{LIST}/{pks.kode}", status=404)
    browser.get(f"{LIST}/{pks.kode}/naskah", status=404)


def test_a_released_scan_is_still_none_of_a_strangers_business(released, cast, browse):
    browse(cast.asing).get(f"{LIST}/{released.kode}")
    browse(cast.asing).get(f"{LIST}/{released.kode}/naskah", status=404)


# --- the list ------------------------------------------------------------------------------------------------------
def test_search_finds_titles_partners_codes_and_numbers(released, browse):
    browser = browse()
    for words in ("sampah", "Mahakam", released.kode, released.nomor_kota, "riset pengel"):
        assert browser.get(LIST, query_string={"q": words}).has(released.kode), words
    page = browser.get(LIST, query_string={"q": "tidakada"})
    assert page.has("Tidak ada yang cocok", "“tidakada”")


def test_filters_and_orders(pks, cast, session):
    old = copies(pks, 3)

    def found(**args):
        return {row.kode for row in daftar.page_of(read(args), cast.admin).rows}

    both = {pks.kode, pks.induk.kode}
    assert found(keadaan="berjalan") == both and found(keadaan="berakhir") == {row.kode for row in old}
    assert found(jenis="kb") == {pks.induk.kode} and found(tahun="2020") == {row.kode for row in old}
    assert (
        found(kategori=pks.kategori.kode) == {*both, *(row.kode for row in old)}
        and found(kategori="X") == set()
    )
    assert found(rilis="ya") == set() and len(found(rilis="tidak")) == 5
    pks.permohonan.status = Status.DIAKHIRI
    session.flush()
    assert found(keadaan="diakhiri") == both and found(keadaan="berjalan") == set()
    first = daftar.page_of(read({"urut": "akhir"}), cast.admin).rows
    assert [row.berlaku_until for row in first] == sorted(row.berlaku_until for row in first)


def test_every_row_stands_on_one_page_forwards_and_back(pks, cast):
    copies(pks, 60)
    for urut in ("", "ditandatangani", "akhir", "-akhir"):
        seen, saringan = [], Saringan(urut=urut)
        while True:
            page = daftar.page_of(saringan, cast.admin)
            seen += [row.id for row in page.rows]
            if page.sesudah is None:
                break
            saringan = Saringan(urut=urut, sesudah=page.sesudah)
        assert len(seen) == len(set(seen)) == 62
        back = daftar.page_of(Saringan(urut=urut, sebelum=page.sebelum), cast.admin)
        assert [row.id for row in back.rows] == seen[25:50]
        first = daftar.page_of(Saringan(urut=urut, sebelum=back.sebelum), cast.admin)
        assert [row.id for row in first.rows] == seen[:25] and first.sebelum is None


@pytest.mark.parametrize(
    "query",
    [
        "sesudah=x~1",
        "sesudah=2026-13-45~1",
        "sesudah=2026-01-01~99999999999",
        "jenis=x&keadaan=y&tahun=99&urut=z",
        "q=%00%27",
    ],
)
def test_an_address_never_fails(released, browse, query):
    assert browse().get(f"{LIST}?{query}").status == 200


# --- Admin's acts ----------------------------------------------------------------------------------------------------
def test_admin_releases_from_the_case_and_takes_back_on_the_page(pks, cast, browse):
    browser = browse(cast.admin)
    page = browser.get(f"/permohonan/{pks.permohonan.kode}")
    assert page.has("Kerja sama berjalan", pks.nomor_kota, pks.kode)
    page = browser.submit(f"Rilis ke daftar publik {pks.kode}")
    assert page.has(f"{pks.kode} tampil di daftar publik.") and pks.released_at is not None
    browser.get(f"{LIST}/{pks.kode}")
    browser.submit("Tarik dari daftar publik")
    assert pks.released_at is None
    browse().get(f"{LIST}/{pks.kode}", status=404)


def test_admin_corrects_and_nothing_typed_is_lost(released, cast, browse):
    browser = browse(cast.admin)
    browser.get(f"{LIST}/{released.kode}")
    wrong = (io.BytesIO(b"bukan pdf"), "surat.pdf")
    page = browser.submit("Simpan koreksi", {"Koreksi": "Pasal 3 keliru.", "Berita acara": wrong}, status=422)
    assert page.errors() and "Pasal 3 keliru." in page.html.find("textarea").get_text()
    page = browser.submit("Simpan koreksi", {"Berita acara": (io.BytesIO(papers.pdf("ba")), "ba.pdf")})
    assert page.has("Koreksi tercatat", "Pasal 3 keliru.", "Unduh lampiran koreksi")
    address = page.links()["Unduh lampiran koreksi"]
    assert browse(cast.pemohon).get(address).response.mimetype == "application/pdf"
    browse(cast.rekan).get(address, status=404)
    public = browse().get(f"{LIST}/{released.kode}")
    assert public.has("Ada koreksi") and not public.has("Pasal 3 keliru.")


def test_the_history_of_the_case_tells_release_concealment_and_correction(pks, cast, browse):
    history = f"/permohonan/{pks.permohonan.kode}/riwayat"
    operations.release(pks, actor=cast.admin)
    operations.correct(pks, actor=cast.admin, isi="Pasal 3 keliru, yang benar pasal 4.")
    operations.conceal(pks, actor=cast.admin2)
    for person in (cast.pemohon, cast.ppksd2, cast.tkksd, cast.admin):
        page = browse(person).get(history)
        told = [item.get_text(" ", strip=True) for item in page.html.select("ol.linimasa li")][:3]
        words = ("ditarik dari daftar publik", "Koreksi dicatat", "dirilis ke daftar publik")
        assert all(word in line and pks.kode in line for word, line in zip(words, told, strict=True)), told
        assert "Darma Contoh (Admin)" in told[0]
    assert browse(cast.admin, "en").get(history).html.find("h1")


def test_the_history_of_a_case_holds_nothing_of_another_one(pks, cast, browse):
    other = copies(pks, 1)[0]
    operations.release(other, actor=cast.admin)
    assert other.kode not in browse(cast.admin).get(f"/permohonan/{pks.permohonan.kode}/riwayat").text
    page = browse(cast.admin).get(f"/permohonan/{other.permohonan.kode}/riwayat")
    assert page.has("Kerja sama dirilis ke daftar publik", other.kode)


@pytest.mark.parametrize("name", ["pemohon", "tkksd", "protokol", "lokus", "pimpinan"])
def test_the_wrong_role_meets_a_closed_door(pks, cast, browse, name):
    browser = browse(getattr(cast, name))
    for act in ("rilis", "tarik", "koreksi"):
        browser.post(f"{LIST}/{pks.kode}/{act}", status=403)
    assert pks.released_at is None


def test_the_case_shows_its_agreements_when_signed_and_over(pks, cast, browse, session):
    for status, words in (
        (Status.DITANDATANGANI, "Kerja sama sudah ditandatangani"),
        (Status.BERAKHIR, "Kerja sama berakhir"),
        (Status.DIAKHIRI, "Kerja sama diakhiri lebih awal"),
    ):
        pks.permohonan.status = status
        session.flush()
        assert (
            browse(cast.pemohon)
            .get(f"/permohonan/{pks.permohonan.kode}")
            .has(words, "Unduh naskah", pks.kode)
        )


# --- cost ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["admin", "tkksd", "pemohon", None])
def test_the_pages_cost_few_queries(released, cast, browse, name):
    copies(released, 30)
    browser = browse(getattr(cast, name) if name else None)
    for address, most in (
        (LIST, 8),
        (f"{LIST}?q=kerja+sama&keadaan=berakhir", 9),
        (f"{LIST}/{released.kode}", 12),
    ):
        browser.get(address)
        with counted() as seen:
            browser.get(address)
        assert len(seen) <= most, (address, len(seen), [one[:90] for one in seen])


def test_english_pages_speak_english(released, browse):
    assert browse(None, "en").get(LIST).status == 200
    assert today()


def test_a_scan_that_the_store_lost_is_not_found(pks, cast, browse):
    ttd = db.session.scalars(select(Penandatanganan)).one()
    addresses = (
        f"{LIST}/{pks.kode}/naskah",
        f"/permohonan/{pks.permohonan.kode}/penandatanganan/{ttd.id}/berkas/{pks.berkas_id}",
    )
    pks.berkas.sidik = "0" * 64
    for address in addresses:
        browse(cast.admin).get(address, 404)
    told = select(func.count()).where(Peristiwa.jenis == "naskah.diunduh")
    assert db.session.scalar(told) == 0
