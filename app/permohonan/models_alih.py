"""A contact's place in a case as it passes from one person to another (F18). Only `alih_operations` writes these rows."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import EnumText, Model, enum_check
from app.permohonan.models import Permohonan


class JawabanAlih(StrEnum):
    MENUNGGU = "menunggu"
    DITERIMA = "diterima"
    DITOLAK = "ditolak"
    DIBATALKAN = "dibatalkan"


class AlihTugas(Model):
    """One handing over: whose place, to whom, by whom, why; and what the case said of the person before."""

    __tablename__ = "alih_tugas"
    __table_args__ = (
        CheckConstraint("ke IN (1, 2)", name="ke"),
        CheckConstraint("dari_id <> kepada_id", name="orang_lain"),
        CheckConstraint(enum_check("jawaban", JawabanAlih), name="jawaban"),
        CheckConstraint("(jawaban = 'menunggu') = (dijawab_at IS NULL)", name="dijawab"),
        # One offer at a time for each place, and for each person in one case.
        Index(
            "uq_alih_tugas_tempat",
            "permohonan_id",
            "ke",
            unique=True,
            postgresql_where=text("jawaban = 'menunggu'"),
        ),
        Index(
            "uq_alih_tugas_penerima",
            "permohonan_id",
            "kepada_id",
            unique=True,
            postgresql_where=text("jawaban = 'menunggu'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id", ondelete="CASCADE"), index=True)
    permohonan: Mapped[Permohonan] = relationship()
    ke: Mapped[int] = mapped_column(SmallInteger)
    dari_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    dari: Mapped[Pengguna] = relationship(foreign_keys=[dari_id])
    kepada_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    kepada: Mapped[Pengguna] = relationship(foreign_keys=[kepada_id])
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    oleh: Mapped[Pengguna] = relationship(foreign_keys=[oleh_id])
    peran: Mapped[str] = mapped_column(String(40))  # in which role it was asked
    alasan: Mapped[str] = mapped_column(String(1000))
    diminta_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    jawaban: Mapped[JawabanAlih] = mapped_column(EnumText(JawabanAlih, 20), default=JawabanAlih.MENUNGGU)
    dijawab_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The copy of the former contact's biodata as it stood in the case, the number of identity masked.
    petugas_lama: Mapped[str] = mapped_column(Text, default="", server_default="")
