"""Versions of documents. A row is written once and never changed; the content lies in kit.storage by its SHA-256."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import Model
from app.kit.storage import Berkas
from app.permohonan.models import Permohonan, TahapPerkara
from app.rujukan.models_rencana import RencanaSlot


class VersiNaskah(Model):
    """One numbered version of one document slot of a stage: who put which content there, when, why.

    Ids rise with time within a case (uploads hold the case's lock), so "newer" is a comparison of ids.
    """

    __tablename__ = "versi_naskah"
    __table_args__ = (
        UniqueConstraint("tahap_id", "slot_id", "nomor"),
        CheckConstraint("nomor > 0", name="nomor"),
        Index("ix_versi_naskah_permohonan_id_id", "permohonan_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship()
    tahap_id: Mapped[int] = mapped_column(ForeignKey("tahap_perkara.id"))
    tahap: Mapped[TahapPerkara] = relationship()
    slot_id: Mapped[int] = mapped_column(ForeignKey("rencana_slot.id"), index=True)
    slot: Mapped[RencanaSlot] = relationship()
    nomor: Mapped[int] = mapped_column(SmallInteger)
    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas] = relationship()
    nama: Mapped[str] = mapped_column(String(200))  # as the person called it; for display only
    catatan: Mapped[str] = mapped_column(Text, default="")
    is_tandingan: Mapped[bool] = mapped_column(Boolean, default=False)  # the city's counter-draft
    pengunggah_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengunggah: Mapped[Pengguna] = relationship()
    peran: Mapped[str] = mapped_column(String(60))
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"{self.slot.nama} Versi {self.nomor}"
