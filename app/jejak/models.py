"""The journal's one table. Rows are only ever added; a trigger in the database refuses change and deletion."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.mixins import Model


class Peristiwa(Model):
    """One act: who, in which role, on what, when; chained to the one before by its hash.

    The actor's name is copied, so that the journal needs no other table to be read. `data` holds what
    changed (never a NIK, a password or a token).
    """

    __tablename__ = "peristiwa"
    __table_args__ = (
        Index("ix_peristiwa_objek", "objek_tipe", "objek_id", "id"),
        Index("ix_peristiwa_jenis", "jenis", "id"),
    )
    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )  # the link's place: no gaps
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    jenis: Mapped[str] = mapped_column(String(60))  # "permohonan.dikirim"
    pelaku_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pelaku_nama: Mapped[str] = mapped_column(String(200))  # "Sistem" for jobs
    peran: Mapped[str] = mapped_column(String(60))
    objek_tipe: Mapped[str] = mapped_column(String(60))
    objek_id: Mapped[int] = mapped_column(Integer)
    objek_nama: Mapped[str] = mapped_column(String(300))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    catatan: Mapped[str] = mapped_column(Text)
    sidik_lalu: Mapped[str] = mapped_column(String(64))
    sidik: Mapped[str] = mapped_column(String(64), unique=True)

    def __str__(self) -> str:
        return f"{self.id} {self.jenis}"
