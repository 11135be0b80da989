"""What the public reads: published pages, documents and questions, found by full text; a case by its code.

Drafts of texts and drafts of cases are never found here. Nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.informasi.models import DokumenInformasi, Halaman, JenisDokumen, TanyaJawab
from app.kit.rows import full_text_query
from app.permohonan.alur import TAHAP_OF, Giliran, Status, Tahap
from app.permohonan.models import Permohonan
from app.rujukan.models import JenisPemohon, Kategori

MAX_QUERY = 200
MOST = 50  # results of one kind; who gets so many adds a word
MAX_KODE = 40


def clean_query(text: str | None) -> str:
    """What a person searches for, as one line."""
    return " ".join((text or "").replace("\0", " ").split())[:MAX_QUERY]


def _matches(
    model: Any, words: str, english: Sequence[Any] = ()
) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """The condition and the order of a search: by stored Indonesian text, and by English columns when they are read.

    The English columns have no index of their own: these tables hold texts that people write, some dozens of them.
    """
    query = full_text_query(words)
    condition: ColumnElement[bool] = model.cari.op("@@")(query)
    if english:
        config = literal("english").cast(REGCONFIG)
        text = func.concat_ws(" ", *english)
        condition = or_(
            condition, func.to_tsvector(config, text).op("@@")(func.websearch_to_tsquery(config, words))
        )
    return condition, func.ts_rank(model.cari, query).desc()


def published_pages() -> Sequence[Halaman]:
    """All published pages in their order."""
    return db.session.scalars(
        select(Halaman).where(Halaman.is_terbit).order_by(Halaman.urut, Halaman.judul)
    ).all()


def page(slug: str) -> Halaman | None:
    """A published page by its address."""
    return db.session.scalar(select(Halaman).where(Halaman.slug == slug, Halaman.is_terbit))


def search_pages(words: str, is_english: bool = False) -> Sequence[Halaman]:
    """Published pages in which the words stand, best first."""
    condition, rank = _matches(Halaman, words, (Halaman.judul_en, Halaman.isi_en) if is_english else ())
    query = select(Halaman).where(Halaman.is_terbit, condition).order_by(rank, Halaman.urut, Halaman.id)
    return db.session.scalars(query.limit(MOST)).all()


def _documents() -> Any:
    return (
        select(DokumenInformasi)
        .where(DokumenInformasi.is_terbit)
        .options(joinedload(DokumenInformasi.berkas))
    )


def documents_by_kind() -> dict[JenisDokumen, list[DokumenInformasi]]:
    """All published documents, grouped by kind, in their order."""
    found: dict[JenisDokumen, list[DokumenInformasi]] = {kind: [] for kind in JenisDokumen}
    query = _documents().order_by(DokumenInformasi.urut, DokumenInformasi.judul)
    for document in db.session.scalars(query):
        found[document.jenis].append(document)
    return {kind: documents for kind, documents in found.items() if documents}


def search_documents(words: str) -> Sequence[DokumenInformasi]:
    """Published documents in which the words stand, best first."""
    condition, rank = _matches(DokumenInformasi, words)
    return db.session.scalars(
        _documents().where(condition).order_by(rank, DokumenInformasi.urut).limit(MOST)
    ).all()


def document(id: int) -> DokumenInformasi | None:
    """A published document that has a file."""
    return db.session.scalar(
        _documents().where(DokumenInformasi.id == id, DokumenInformasi.berkas_id.is_not(None))
    )


def questions(words: str = "", is_english: bool = False) -> dict[str, list[TanyaJawab]]:
    """Published questions by group; with words, those in which they stand."""
    query = select(TanyaJawab).where(TanyaJawab.is_terbit)
    if words:
        english = (TanyaJawab.pertanyaan_en, TanyaJawab.jawaban_en) if is_english else ()
        condition, rank = _matches(TanyaJawab, words, english)
        query = query.where(condition).order_by(rank, TanyaJawab.urut, TanyaJawab.id).limit(MOST)
    found: dict[str, list[TanyaJawab]] = {}
    for question in db.session.scalars(query.order_by(TanyaJawab.urut, TanyaJawab.id)):
        found.setdefault(question.kelompok, []).append(question)
    return found


def question(id: int) -> TanyaJawab | None:
    """A published question."""
    return db.session.scalar(select(TanyaJawab).where(TanyaJawab.id == id, TanyaJawab.is_terbit))


def first_questions(count: int = 4) -> Sequence[TanyaJawab]:
    """The questions that the start page shows: the first ones in their order."""
    return db.session.scalars(
        select(TanyaJawab).where(TanyaJawab.is_terbit).order_by(TanyaJawab.urut, TanyaJawab.id).limit(count)
    ).all()


@dataclass(frozen=True)
class Jejak:
    """What anybody with the code may know of a case: nothing of persons, no title, no institution."""

    kode: str
    status: Status
    kategori: str | None  # name
    kategori_kode: str | None
    jenis_pemohon: JenisPemohon
    submitted_at: datetime
    verified_at: datetime | None
    status_since: datetime
    closed_at: datetime | None
    giliran: Giliran

    @property
    def tahap(self) -> Tahap | None:
        return TAHAP_OF[self.status]


def clean_kode(text: str | None) -> str:
    """A code as people type it: blanks and small letters do not matter."""
    return (
        "".join((text or "").replace("\0", "").split()).replace("–", "-").replace("—", "-").upper()[:MAX_KODE]
    )


def track(kode: str) -> Jejak | None:
    """A submitted case by its code; a draft is nobody's to find."""
    row = db.session.execute(
        select(
            Permohonan.kode,
            Permohonan.status,
            Kategori.nama,
            Kategori.kode,
            Permohonan.instansi_jenis,
            Permohonan.submitted_at,
            Permohonan.verified_at,
            Permohonan.status_since,
            Permohonan.closed_at,
            Permohonan.giliran,
        )
        .outerjoin(Kategori, Kategori.id == Permohonan.kategori_id)
        .where(Permohonan.kode == kode, Permohonan.submitted_at.is_not(None))
    ).first()
    return Jejak(*row) if row is not None else None
