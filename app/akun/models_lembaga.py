"""The papers of an institution: deed, business number, tax number, decree; checked by Bagian Kerja Sama (F17)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Instansi, Pengguna
from app.kit.mixins import EnumText, Model, enum_check
from app.kit.storage import Berkas


class JenisSurat(StrEnum):
    """Which paper it is."""

    AKTA = "akta"
    NIB = "nib"
    NPWP = "npwp"
    SK = "sk"
    LAINNYA = "lainnya"

    @property
    def label(self) -> Any:
        return _JENIS[self]


_JENIS = {
    JenisSurat.AKTA: _l("Akta pendirian"),
    JenisSurat.NIB: _l("NIB"),
    JenisSurat.NPWP: _l("NPWP"),
    JenisSurat.SK: _l("Surat keputusan atau penunjukan"),
    JenisSurat.LAINNYA: _l("Surat lain"),
}


class HasilPeriksa(StrEnum):
    """What Bagian Kerja Sama found."""

    MENUNGGU = "menunggu"
    SAH = "sah"
    DIKEMBALIKAN = "dikembalikan"


class SuratInstansi(Model):
    """One paper as it was uploaded. A newer one replaces it, and the old one stays to be read."""

    __tablename__ = "surat_instansi"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisSurat), name="jenis"),
        CheckConstraint(enum_check("hasil", HasilPeriksa), name="hasil"),
        CheckConstraint("(hasil = 'menunggu') = (diperiksa_at IS NULL)", name="diperiksa"),
        CheckConstraint("berlaku_sampai IS NULL OR berlaku_sampai >= terbit_on", name="masa"),
        # An institution has one deed, one business number and one tax number at a time.
        Index(
            "uq_surat_instansi_berlaku",
            "instansi_id",
            "jenis",
            unique=True,
            postgresql_where=text("digantikan_at IS NULL AND jenis IN ('akta', 'nib', 'npwp')"),
        ),
        Index(
            "ix_surat_instansi_menunggu",
            "created_at",
            postgresql_where=text("digantikan_at IS NULL AND hasil = 'menunggu'"),
        ),
        Index(
            "ix_surat_instansi_berlaku_sampai",
            "berlaku_sampai",
            postgresql_where=text("digantikan_at IS NULL AND berlaku_sampai IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"), index=True)
    instansi: Mapped[Instansi] = relationship()
    jenis: Mapped[JenisSurat] = mapped_column(EnumText(JenisSurat, 10))
    nomor: Mapped[str] = mapped_column(String(100))
    terbit_on: Mapped[date] = mapped_column(Date)
    berlaku_sampai: Mapped[date | None] = mapped_column(Date)
    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas] = relationship()
    pengunggah_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengunggah: Mapped[Pengguna] = relationship(foreign_keys=[pengunggah_id])
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    hasil: Mapped[HasilPeriksa] = mapped_column(
        EnumText(HasilPeriksa, 20), default=HasilPeriksa.MENUNGGU, server_default="menunggu"
    )
    catatan: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    diperiksa_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    diperiksa_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    diperiksa_oleh: Mapped[Pengguna | None] = relationship(foreign_keys=[diperiksa_oleh_id])
    digantikan_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The last reminder of its end that was sent: 30, 7 or 0 days before.
    diingatkan: Mapped[int | None] = mapped_column(SmallInteger)

    def __str__(self) -> str:
        return f"{self.jenis.label} {self.nomor}"
