"""Public texts that Admin writes in FAB: pages, regulations and formats to download, questions and answers."""

from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.mixins import EnumText, Model, Timestamps, enum_check, search_vector
from app.kit.storage import Berkas


class Halaman(Timestamps, Model):
    """A page in Markdown with its own address `/informasi/<slug>`."""

    __tablename__ = "halaman"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),
        Index("ix_halaman_cari", "cari", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    judul: Mapped[str] = mapped_column(String(200))
    ringkasan: Mapped[str] = mapped_column(String(400), default="", server_default="")
    isi: Mapped[str] = mapped_column(Text)
    judul_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    isi_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    is_terbit: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    cari: Mapped[str] = search_vector(prose=("judul", "ringkasan", "isi"), codes=("judul",))

    def __str__(self) -> str:
        return self.judul

    __repr__ = __str__


class JenisDokumen(StrEnum):
    REGULASI = "regulasi"
    FORMAT = "format"
    CONTOH_SURAT = "contoh_surat"
    PANDUAN = "panduan"

    @property
    def label(self) -> Any:
        return _JENIS_DOKUMEN[self]


_JENIS_DOKUMEN: dict[str, Any] = {
    JenisDokumen.REGULASI: _l("Regulasi"),
    JenisDokumen.FORMAT: _l("Format"),
    JenisDokumen.CONTOH_SURAT: _l("Contoh surat"),
    JenisDokumen.PANDUAN: _l("Panduan"),
}


class DokumenInformasi(Timestamps, Model):
    """A regulation, a format or a sample letter: a stored file, or the official address where it stands."""

    __tablename__ = "dokumen_informasi"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisDokumen), name="jenis"),
        Index("ix_dokumen_informasi_cari", "cari", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    jenis: Mapped[JenisDokumen] = mapped_column(EnumText(JenisDokumen, 20))
    judul: Mapped[str] = mapped_column(String(250))
    nomor: Mapped[str] = mapped_column(String(120), default="", server_default="")
    tanggal: Mapped[date | None] = mapped_column(Date)
    keterangan: Mapped[str] = mapped_column(Text, default="", server_default="")
    tautan: Mapped[str] = mapped_column(String(500), default="", server_default="")
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas | None] = relationship()
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    is_terbit: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    cari: Mapped[str] = search_vector(prose=("judul", "keterangan"), codes=("judul", "nomor"))

    def __str__(self) -> str:
        return self.judul

    __repr__ = __str__


class TanyaJawab(Timestamps, Model):
    """One question with its answer in Markdown, and how many people found it helpful."""

    __tablename__ = "tanya_jawab"
    __table_args__ = (
        CheckConstraint("berguna >= 0 AND tidak_berguna >= 0", name="hitungan"),
        Index("ix_tanya_jawab_cari", "cari", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kelompok: Mapped[str] = mapped_column(String(80))
    pertanyaan: Mapped[str] = mapped_column(String(300))
    jawaban: Mapped[str] = mapped_column(Text)
    pertanyaan_en: Mapped[str] = mapped_column(String(300), default="", server_default="")
    jawaban_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    is_terbit: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    berguna: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    tidak_berguna: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    cari: Mapped[str] = search_vector(prose=("pertanyaan", "jawaban"), codes=("pertanyaan",))

    def __str__(self) -> str:
        return self.pertanyaan

    __repr__ = __str__
