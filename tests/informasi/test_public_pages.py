"""What a visitor reads, finds, downloads and says about an answer."""

import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict

from app.informasi.forms import berkas_field
from app.informasi.models import DokumenInformasi, Halaman, JenisDokumen, TanyaJawab
from app.jejak.models import Peristiwa
from app.kit.forms import Form
from app.kit.storage import store
from tests import papers
from tests.counting import counted

PUBLIC = (
    "/informasi",
    "/informasi/tata-cara",
    "/informasi?q=studi+kelayakan",
    "/faq",
    "/faq?q=biaya",
    "/lacak",
)


@pytest.mark.parametrize("url", PUBLIC)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_everybody_may_read_without_signing_in(session, browse, url, lang):
    browse(None, lang).get(url)


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_costs_few_queries(session, browse, url):
    browser = browse()
    browser.get(url)
    with counted() as seen:
        browser.get(url)
    assert len(seen) <= 6, "\n".join(seen)


def test_every_page_of_the_menu_can_be_opened(session, browse):
    browser = browse()
    for slug in session.scalars(select(Halaman.slug)).all():
        page = browser.get(f"/informasi/{slug}")
        assert page.h1 == session.scalars(select(Halaman.judul).where(Halaman.slug == slug)).one()


def test_a_page_speaks_english_when_asked_and_says_when_it_cannot(session, browse):
    assert browse(None, "en").get("/informasi/tata-cara").h1 == "How regional cooperation works"
    row = session.scalars(select(Halaman).where(Halaman.slug == "kontak")).one()
    row.judul_en = row.isi_en = ""
    page = browse(None, "en").get("/informasi/kontak")
    assert page.h1 == "Kontak"
    assert page.html.find("h1")["lang"] == "id"
    assert page.html.select_one("article .alert") is not None


def test_a_draft_of_a_text_is_nowhere_for_the_public(session, browse):
    page = session.scalars(select(Halaman).where(Halaman.slug == "kontak")).one()
    question = session.scalars(select(TanyaJawab).limit(1)).one()
    document = session.scalars(
        select(DokumenInformasi).where(DokumenInformasi.berkas_id.is_not(None)).limit(1)
    ).one()
    page.is_terbit = question.is_terbit = document.is_terbit = False
    browser = browse()
    browser.get("/informasi/kontak", status=404)
    browser.get(f"/informasi/unduh/{document.id}", status=404)
    assert not browser.get("/informasi").has(document.judul)
    assert not browser.get("/informasi?q=kontak").has("Alamat Bagian Kerja Sama dan hal")
    assert not browser.get("/faq").has(question.pertanyaan)
    browser.post(f"/faq/{question.id}/pendapat", {"berguna": "ya"}, status=404)


@pytest.mark.parametrize("slug", ["tidak-ada", "unduh", "a%00b", "..", "A" * 300])
def test_an_unknown_page_is_not_found(session, browse, slug):
    browse().get(f"/informasi/{slug}", status=404)


def test_the_search_finds_by_stem_by_whole_word_and_by_beginning(session, browse):
    browser = browse()
    assert browser.get("/informasi?q=menyusun").has("Tata cara kerja sama daerah")
    assert browser.get("/informasi?q=Permendagri+22/2020").has(
        "Peraturan Menteri Dalam Negeri Nomor 22 Tahun 2020"
    )
    assert browser.get("/faq?q=biay").has("Apakah ada biaya?")


def test_an_english_reader_finds_english_words(session, browse):
    assert browse(None, "en").get("/faq?q=password").has("I forgot my password")
    assert browse(None, "en").get("/informasi?q=accessibility").has("Accessibility statement")


@pytest.mark.parametrize(
    "q", ["zzzz", "'); DROP TABLE halaman;--", "<script>alert(1)</script>", "& | ! :*", "%00", "a" * 5000]
)
@pytest.mark.parametrize("path", ["/informasi", "/faq"])
def test_a_search_that_finds_nothing_says_so_and_never_fails(session, browse, path, q):
    page = browse().get(
        f"{path}?q={q}" if q == "%00" else path, query_string=None if q == "%00" else {"q": q}
    )
    assert page.html.find("script", src=False) is None
    if q == "zzzz":
        assert page.has("Tidak ada hasil untuk “zzzz”")


def test_a_format_is_downloaded_as_what_it_is(session, browse):
    document = session.scalars(
        select(DokumenInformasi).where(
            DokumenInformasi.judul.contains("KAK") | DokumenInformasi.judul.contains("Acuan")
        )
    ).first()
    answer = browse().client.get(f"/informasi/unduh/{document.id}")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.berkas.nama}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_without_a_file_leads_to_its_official_address(session, browse):
    document = session.scalars(select(DokumenInformasi).where(DokumenInformasi.nomor == "PP 28/2018")).one()
    document.tautan = "https://peraturan.example/pp-28-2018"
    browser = browse()
    browser.get(f"/informasi/unduh/{document.id}", status=404)
    links = browser.get("/informasi").html.find_all("a", href=document.tautan)
    assert [link["rel"] for link in links] == [["noopener", "noreferrer"]]


def test_what_admin_writes_is_shown_as_text_not_as_script(session, browse):
    session.add(
        Halaman(slug="uji", judul="<b>Uji</b>", isi="<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    )
    session.add(
        TanyaJawab(
            kelompok="<i>K</i>", pertanyaan="<script>1</script>?", jawaban="<img src=x onerror=alert(1)>"
        )
    )
    session.add(
        DokumenInformasi(jenis=JenisDokumen.PANDUAN, judul="<u>x</u>", keterangan="<script>2</script>")
    )
    session.flush()
    browser = browse()
    for url in ("/informasi/uji", "/faq", "/informasi", "/informasi?q=uji"):
        page = browser.get(url)
        assert page.html.find(["b", "i", "u", "img"]) is None
        assert page.html.find("script", src=False) is None


# -- was this helpful? -------------------------------------------------------------------------------------


def test_a_reader_says_once_whether_an_answer_helped(session, browse):
    question = session.scalars(select(TanyaJawab).order_by(TanyaJawab.urut).limit(1)).one()
    changed_at = question.updated_at
    browser = browse()
    page = browser.get(f"/faq?buka={question.id}")
    page = browser.post(f"/faq/{question.id}/pendapat", {"berguna": "ya"}, status=303)
    assert page.location.endswith(f"/faq?buka={question.id}#t-{question.id}")
    assert browser.get(page.location).has("Terima kasih atas pendapat Anda.")
    browser.post(f"/faq/{question.id}/pendapat", {"berguna": "tidak"}, status=303)
    session.refresh(question)
    assert (question.berguna, question.tidak_berguna) == (1, 0)
    assert question.updated_at == changed_at


def test_another_reader_counts_too(session, browse):
    question = session.scalars(select(TanyaJawab).limit(1)).one()
    for said in ("ya", "tidak", "tidak"):
        browse().post(f"/faq/{question.id}/pendapat", {"berguna": said}, status=303)
    session.refresh(question)
    assert (question.berguna, question.tidak_berguna) == (1, 2)


def test_an_opinion_needs_a_token_and_a_word_of_ours(session, browse):
    question = session.scalars(select(TanyaJawab).limit(1)).one()
    browser = browse()
    assert browser.client.post(f"/faq/{question.id}/pendapat", data={"berguna": "ya"}).status_code == 400
    browser.post(f"/faq/{question.id}/pendapat", {"berguna": "mungkin"}, status=400)
    browser.post("/faq/99999999/pendapat", {"berguna": "ya"}, status=404)
    browser.get(f"/faq/{question.id}/pendapat", status=405)


def test_opinions_are_not_taken_by_the_hundred(session, browse, rate_limits):
    question = session.scalars(select(TanyaJawab).limit(1)).one()
    browser = browse()
    for _ in range(30):
        browser.post(f"/faq/{question.id}/pendapat", {"berguna": "ya"}, status=303)
    browser.post(f"/faq/{question.id}/pendapat", {"berguna": "ya"}, status=429)


# -- what Admin writes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["halaman", "dokumen", "tanya-jawab"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_admin_opens_lists_rows_and_forms(cast, browse, path, lang):
    browser = browse(cast.admin, lang)
    page = browser.get(f"/data-induk/{path}/list/")
    browser.get(page.html.select_one("table th[scope=row] a")["href"])
    browser.get(f"/data-induk/{path}/add")


@pytest.mark.parametrize("path", ["halaman", "dokumen", "tanya-jawab"])
@pytest.mark.parametrize("who", ["pemohon", "tkksd", "pimpinan"])
def test_others_do_not_write_public_texts(cast, browse, path, who):
    browse(getattr(cast, who)).get(f"/data-induk/{path}/add", status=403)


def test_a_page_that_admin_writes_is_read_by_everybody_and_journalled(cast, browse, session):
    browser = browse(cast.admin)
    browser.get("/data-induk/halaman/add")
    browser.submit(
        "Simpan",
        {"Judul": "Jam layanan", "Alamat": "jam-layanan", "Isi": "# Senin\n\nPukul 08.00", "Terbit": True},
    )
    page = browse().get("/informasi/jam-layanan")
    assert (page.h1, page.html.find("article").h2.text) == ("Jam layanan", "Senin")
    event = session.scalars(select(Peristiwa).where(Peristiwa.jenis == "informasi.ditambah")).one()
    assert (event.objek_nama, event.pelaku_id) == ("Jam layanan", cast.admin.id)


@pytest.mark.parametrize("slug", ["Jam Layanan", "a--b", "-a", "unduh", "tata-cara", "../x"])
def test_an_address_that_cannot_be_is_refused_and_the_text_is_kept(cast, browse, slug):
    browser = browse(cast.admin)
    browser.get("/data-induk/halaman/add")
    page = browser.submit("Simpan", {"Judul": "Uji", "Alamat": slug, "Isi": "Teks panjang"}, status=422)
    assert page.html.find("textarea", attrs={"name": "isi"}).text.strip() == "Teks panjang"


PDF = papers.pdf()


def upload(browser, content, name, status=None):
    browser.get("/data-induk/dokumen/add")
    typed = {
        "Jenis": "Panduan",
        "Judul": "Panduan uji",
        "Keterangan": "Tetap ada",
        "Berkas": (io.BytesIO(content), name),
    }
    return browser.submit("Simpan", typed, status=status)


def test_admin_uploads_a_document_and_everybody_downloads_the_same_bytes(cast, browse, session):
    browser = browse(cast.admin)
    browser.get("/data-induk/dokumen/add")
    typed = {
        "Jenis": "Panduan",
        "Judul": "Panduan uji",
        "Berkas": (io.BytesIO(PDF), "panduan.pdf"),
        "Terbit": True,
    }
    browser.submit("Simpan", typed)
    document = session.scalars(select(DokumenInformasi).where(DokumenInformasi.judul == "Panduan uji")).one()
    answer = browse().client.get(f"/informasi/unduh/{document.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert document.berkas.pengunggah_id == cast.admin.id


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "kosong.pdf", "Berkas kosong."),
        (b"MZ\x90 bukan dokumen", "panduan.docx", "Isi berkas bukan"),
        (b"PK\x03\x04rusak", "panduan.docx", "rusak atau tidak utuh"),
        (b"<html><script>alert(1)</script>", "panduan.pdf", "Isi berkas bukan"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_the_rest_is_kept(
    cast, browse, session, content, name, sentence
):
    page = upload(browse(cast.admin), content, name, status=422)
    assert page.has(sentence)
    assert page.html.find("input", attrs={"name": "judul"})["value"] == "Panduan uji"
    assert page.html.find("textarea", attrs={"name": "keterangan"}).text.strip() == "Tetap ada"
    assert (
        session.scalars(select(DokumenInformasi).where(DokumenInformasi.judul == "Panduan uji")).all() == []
    )


def test_a_file_of_more_than_ten_megabytes_is_refused(app):
    class Upload(Form):
        berkas = berkas_field()

    with app.test_request_context():
        large = FileStorage(io.BytesIO(PDF + b"0" * (10 * 1024 * 1024)), "besar.pdf")
        form = Upload(MultiDict({"berkas": large}), meta={"csrf": False})
        assert not form.validate()
        assert form.berkas.errors == ["Berkas terlalu besar. Paling besar 10 MB."]


def test_a_document_is_changed_without_its_file_getting_lost(cast, browse, session):
    document = session.scalars(
        select(DokumenInformasi).where(DokumenInformasi.berkas_id.is_not(None)).limit(1)
    ).one()
    before = document.berkas_id
    browser = browse(cast.admin)
    browser.get(f"/data-induk/dokumen/edit/{document.id}")
    browser.submit("Simpan", {"Judul": "Judul baru"})
    session.refresh(document)
    assert (document.judul, document.berkas_id) == ("Judul baru", before)


def test_a_link_leads_to_a_web_page_only(cast, browse):
    browser = browse(cast.admin)
    browser.get("/data-induk/dokumen/add")
    page = browser.submit(
        "Simpan", {"Jenis": "Regulasi", "Judul": "Uji", "Tautan": "javascript:alert(1)"}, status=422
    )
    assert page.has("Tulis alamat web yang lengkap")


def test_a_file_that_the_store_lost_is_not_found(session, browse):
    berkas = store(b"%PDF-1.4 hilang", "hilang.pdf", "pdf")
    berkas.sidik = "0" * 64
    document = DokumenInformasi(jenis=JenisDokumen.PANDUAN, judul="Hilang", berkas=berkas)
    session.add(document)
    session.flush()
    browse().get(f"/informasi/unduh/{document.id}", status=404)
