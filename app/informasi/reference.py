"""The texts that a new city begins with: pages, questions, regulations, formats and sample letters.

Loaded by `flask siapkan` only while there are none of their kind: a text that Admin changed or removed stays so.
Nothing is committed here.
"""

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.informasi.models import DokumenInformasi, Halaman, JenisDokumen, TanyaJawab
from app.informasi.samples import all_samples
from app.informasi.sections import DATA, split_page, split_sections
from app.kit.storage import check_content, store

PAGES = (
    "tata-cara",
    "syarat-dokumen",
    "siapa-dapat-mengajukan",
    "kontak",
    "pelindungan-data-pribadi",
    "aksesibilitas",
)
# number, date (only where we are sure of it), title; the files stay with those who publish them
REGULATIONS: tuple[tuple[str, dt.date | None, str], ...] = (
    ("UU 23/2014", None, "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah"),
    (
        "PP 28/2018",
        dt.date(2018, 7, 12),
        "Peraturan Pemerintah Nomor 28 Tahun 2018 tentang Kerja Sama Daerah",
    ),
    (
        "Permendagri 22/2020",
        None,
        "Peraturan Menteri Dalam Negeri Nomor 22 Tahun 2020 tentang Tata Cara Kerja Sama Daerah dengan Daerah Lain dan "
        "Kerja Sama Daerah dengan Pihak Ketiga",
    ),
    (
        "Permendagri 25/2020",
        dt.date(2020, 5, 5),
        "Peraturan Menteri Dalam Negeri Nomor 25 Tahun 2020 tentang Tata Cara Kerja Sama Daerah dengan Pemerintah Daerah "
        "di Luar Negeri dan Kerja Sama Daerah dengan Lembaga di Luar Negeri",
    ),
    (
        "Permenlu 3/2019",
        None,
        "Peraturan Menteri Luar Negeri Nomor 3 Tahun 2019 tentang Panduan Umum Hubungan Luar Negeri oleh Pemerintah Daerah",
    ),
    (
        "Perda Kota Samarinda 7/2020",
        None,
        "Peraturan Daerah Kota Samarinda Nomor 7 Tahun 2020 tentang Kerja Sama Daerah",
    ),
)


def load() -> None:
    """Load what a new city has nothing of yet. Never commits."""
    load_pages()
    load_questions()
    load_documents()
    db.session.flush()


def _is_empty(model: Any) -> bool:
    return db.session.scalar(select(model.id).limit(1)) is None


def _read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def load_pages() -> None:
    """The pages of the menu Informasi, in Indonesian and English."""
    if not _is_empty(Halaman):
        return
    for number, slug in enumerate(PAGES, start=1):
        judul, ringkasan, isi = split_page(_read(f"halaman/{slug}.id.md"))
        judul_en, _summary, isi_en = split_page(_read(f"halaman/{slug}.en.md"))
        db.session.add(
            Halaman(
                slug=slug,
                judul=judul,
                ringkasan=ringkasan,
                isi=isi,
                judul_en=judul_en,
                isi_en=isi_en,
                urut=number * 10,
            )
        )


def load_questions() -> None:
    """Questions with their answers; both files hold the same ones in the same order."""
    if not _is_empty(TanyaJawab):
        return
    pairs = zip(
        split_sections(_read("tanya-jawab.id.md")), split_sections(_read("tanya-jawab.en.md")), strict=True
    )
    for number, ((group, question, answer), (_group, question_en, answer_en)) in enumerate(pairs, start=1):
        db.session.add(
            TanyaJawab(
                kelompok=group,
                pertanyaan=question,
                jawaban=answer,
                pertanyaan_en=question_en,
                jawaban_en=answer_en,
                urut=number * 10,
            )
        )


def load_documents() -> None:
    """Regulations by title and number; formats and sample letters as files that the program writes itself."""
    if not _is_empty(DokumenInformasi):
        return
    for number, (nomor, tanggal, judul) in enumerate(REGULATIONS, start=1):
        db.session.add(
            DokumenInformasi(
                jenis=JenisDokumen.REGULASI, judul=judul, nomor=nomor, tanggal=tanggal, urut=number * 10
            )
        )
    for number, sample in enumerate(all_samples(), start=1):
        kind = check_content(sample.isi, {"docx"})
        db.session.add(
            DokumenInformasi(
                jenis=JenisDokumen(sample.jenis),
                judul=sample.judul,
                keterangan=sample.keterangan,
                berkas=store(sample.isi, sample.nama, kind),
                urut=number * 10,
            )
        )
