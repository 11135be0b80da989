"""The texts that a new city begins with."""

import io

import pytest
from docx import Document
from sqlalchemy import func, select

from app.informasi import reference
from app.informasi.models import DokumenInformasi, Halaman, JenisDokumen, TanyaJawab
from app.informasi.samples import all_samples
from app.kit.storage import kind_of, open_stored


def counts(session):
    return [
        session.scalar(select(func.count()).select_from(m)) for m in (Halaman, DokumenInformasi, TanyaJawab)
    ]


def test_there_are_pages_documents_and_at_least_twelve_questions(session):
    pages, documents, questions = counts(session)
    assert (pages, documents) == (6, 12)
    assert questions >= 12
    assert session.scalar(select(func.count(func.distinct(TanyaJawab.kelompok)))) >= 3


def test_every_page_and_question_is_there_in_english_too(session):
    assert (
        session.scalars(select(Halaman.slug).where((Halaman.isi_en == "") | (Halaman.judul_en == ""))).all()
        == []
    )
    assert session.scalars(select(TanyaJawab.id).where(TanyaJawab.jawaban_en == "")).all() == []


def test_the_six_regulations_stand_by_number_without_a_file(session):
    rows = session.scalars(
        select(DokumenInformasi).where(DokumenInformasi.jenis == JenisDokumen.REGULASI)
    ).all()
    assert {row.nomor for row in rows} == {
        "UU 23/2014",
        "PP 28/2018",
        "Permendagri 22/2020",
        "Permendagri 25/2020",
        "Permenlu 3/2019",
        "Perda Kota Samarinda 7/2020",
    }
    assert all(row.berkas is None for row in rows)


def test_loading_again_adds_nothing_and_brings_nothing_back(session):
    session.delete(session.scalars(select(Halaman).where(Halaman.slug == "kontak")).one())
    session.flush()
    before = counts(session)
    reference.load()
    assert counts(session) == before


def test_the_files_are_kept_and_are_word_documents(session):
    rows = session.scalars(select(DokumenInformasi).where(DokumenInformasi.berkas_id.is_not(None))).all()
    assert len(rows) == 6
    for row in rows:
        with open_stored(row.berkas) as stream:
            assert kind_of(stream.read()) == "docx"


@pytest.mark.parametrize(
    ("nama", "count", "last"),
    [
        ("kak-ksdd.docx", 10, "X. Mitigasi Risiko"),
        ("kak-sinergi.docx", 10, "X. Mitigasi Risiko"),
        ("studi-kelayakan-ksdpk.docx", 14, "XIV. Lampiran"),
    ],
)
def test_a_format_has_the_headings_that_the_city_asks_for(nama, count, last):
    content = next(sample.isi for sample in all_samples() if sample.nama == nama)
    document = Document(io.BytesIO(content))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert (len(headings), headings[0][:2], headings[-1]) == (count, "I.", last)
    assert document.styles["Normal"].font.name == "Bookman Old Style"


@pytest.mark.parametrize(
    "nama", ["surat-penawaran-ksdd.docx", "surat-penawaran-ksdpk.docx", "surat-penawaran-sinergi.docx"]
)
def test_a_letter_names_the_mayor_two_contacts_and_who_gets_a_copy(nama):
    content = next(sample.isi for sample in all_samples() if sample.nama == nama)
    text = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    for words in (
        "Yth. Wali Kota Samarinda",
        "Perihal\t: Penawaran Kerja Sama",
        "2. [nama]",
        "Kepala Bagian Kerja Sama",
    ):
        assert words in text
