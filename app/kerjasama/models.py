"""An agreement as it was signed. The signed file is never replaced, only corrected by a record beside it."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Instansi, Pengguna
from app.kit.mixins import EnumText, Model, Timestamps, enum_check, search_vector
from app.kit.storage import Berkas
from app.permohonan.models import Permohonan
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import JenisNaskah


class KerjaSama(Timestamps, Model):
    """One agreement in force or over: kind, parties, numbers, term. `kode` is its address in the register."""

    __tablename__ = "kerja_sama"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisNaskah), name="jenis"),
        CheckConstraint("berlaku_until >= berlaku_from", name="masa"),
        CheckConstraint("berlaku_from >= ditandatangani_on", name="berlaku"),
        CheckConstraint("(released_at IS NULL) = (dirilis_oleh_id IS NULL)", name="rilis"),
        CheckConstraint("induk_id IS NULL OR jenis IN ('pks', 'rk')", name="induk"),
        UniqueConstraint("permohonan_id", "jenis"),
        Index("ix_kerja_sama_cari", "cari", postgresql_using="gin"),
        Index("ix_kerja_sama_ditandatangani_on_id", "ditandatangani_on", "id"),
        Index("ix_kerja_sama_berlaku_until_id", "berlaku_until", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), unique=True)  # e.g. PKS-2026-0007
    jenis: Mapped[JenisNaskah] = mapped_column(EnumText(JenisNaskah, 10))
    judul: Mapped[str] = mapped_column(String(250))
    kategori_id: Mapped[int] = mapped_column(ForeignKey("kategori.id"), index=True)
    kategori: Mapped[Kategori] = relationship()
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship()
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"), index=True)
    instansi: Mapped[Instansi] = relationship()
    instansi_nama: Mapped[str] = mapped_column(String(200))
    induk_id: Mapped[int | None] = mapped_column(ForeignKey("kerja_sama.id"), index=True)  # the KB of a PKS
    induk: Mapped["KerjaSama | None"] = relationship(remote_side=[id])
    nomor_kota: Mapped[str] = mapped_column(String(120))
    nomor_mitra: Mapped[str] = mapped_column(String(120))
    ditandatangani_on: Mapped[date] = mapped_column(Date)
    tempat: Mapped[str] = mapped_column(String(200))
    berlaku_from: Mapped[date] = mapped_column(Date)
    berlaku_until: Mapped[date] = mapped_column(Date)
    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas.id"), index=True)  # the signed scan
    berkas: Mapped[Berkas] = relationship()
    released_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True)
    )  # on the public register since
    dirilis_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    is_contoh: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    cari: Mapped[str] = search_vector(
        prose=("judul", "instansi_nama"),
        codes=("kode", "nomor_kota", "nomor_mitra", "judul", "instansi_nama"),
    )

    def __str__(self) -> str:
        return f"{self.kode} {self.judul}"

    __repr__ = __str__


class KoreksiKerjaSama(Model):
    """A correction beside the signed file: what is wrong in it and what is right, perhaps with a file of its own."""

    __tablename__ = "koreksi_kerja_sama"
    __table_args__ = (CheckConstraint("isi <> ''", name="isi"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kerja_sama_id: Mapped[int] = mapped_column(ForeignKey("kerja_sama.id"), index=True)
    kerja_sama: Mapped[KerjaSama] = relationship()
    isi: Mapped[str] = mapped_column(Text)
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas | None] = relationship()
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    oleh: Mapped[Pengguna] = relationship()
    corrected_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class IndukPerkara(Model):
    """A case whose PKS is made under a KB that already stands; its first drafting stage is passed over."""

    __tablename__ = "induk_perkara"
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"), primary_key=True)
    kerja_sama_id: Mapped[int] = mapped_column(ForeignKey("kerja_sama.id"), index=True)
    kerja_sama: Mapped[KerjaSama] = relationship()
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    chosen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
