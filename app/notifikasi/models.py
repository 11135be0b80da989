"""The inbox and the outbox. One row per event and person: UNIQUE is what keeps a mail from being sent twice."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.kit.mixins import EnumText, Model, Timestamps, enum_check


class Sebagai(StrEnum):
    """As what a person hears of an event; it chooses the words and answers "why me"."""

    PPKSD = "ppksd"
    PPKSD1 = "ppksd1"
    PPKSD2 = "ppksd2"
    ADMIN = "admin"
    TKKSD = "tkksd"
    PEMILIK_AKUN = "pemilik_akun"
    DIUNDANG = "diundang"
    PENGELOLA = "pengelola"
    ANGGOTA = "anggota"
    PPKSD2_LAMA = "ppksd2_lama"
    DITUGASKAN = "ditugaskan"
    PROTOKOL = "protokol"
    PEMBERI_PENDAPAT = "pemberi_pendapat"
    PENCATAT = "pencatat"
    PENGAMPU = "pengampu"
    PENDAFTAR = "pendaftar"
    PEGAWAI = "pegawai"
    PEJABAT_PDP = "pejabat_pdp"
    SUPERADMIN = "superadmin"
    PENERIMA = "penerima"
    TERDAMPAK = "terdampak"


class Pemberitahuan(Timestamps, Model):
    """One line in a person's inbox."""

    __tablename__ = "pemberitahuan"
    __table_args__ = (
        CheckConstraint(enum_check("sebagai", Sebagai), name="sebagai"),
        UniqueConstraint("pengguna_id", "peristiwa_id"),
        Index("ix_pemberitahuan_pengguna_id_id", "pengguna_id", "id"),
        Index("ix_pemberitahuan_belum_dibaca", "pengguna_id", postgresql_where=text("read_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    pengguna: Mapped[Pengguna] = relationship()
    peristiwa_id: Mapped[int] = mapped_column(ForeignKey("peristiwa.id"), index=True)
    peristiwa: Mapped[Peristiwa] = relationship()
    sebagai: Mapped[Sebagai] = mapped_column(EnumText(Sebagai, 20))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StatusSurel(StrEnum):
    ANTRE = "antre"
    MENGIRIM = (
        "mengirim"  # claimed; if the program dies here nobody knows whether it left: it is not sent again
    )
    TERKIRIM = "terkirim"
    GAGAL = "gagal"
    BATAL = (
        "batal"  # when it was to be written there was nothing left to say: the invitation was cancelled, …
    )


class Surel(Timestamps, Model):
    """One mail to one person about one event. Its text is made when it is sent: no link stands in the database."""

    __tablename__ = "surel"
    __table_args__ = (
        CheckConstraint(enum_check("status", StatusSurel), name="status"),
        CheckConstraint(enum_check("sebagai", Sebagai), name="sebagai"),
        UniqueConstraint("peristiwa_id", "kepada"),
        Index("ix_surel_status_id", "status", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    peristiwa_id: Mapped[int] = mapped_column(ForeignKey("peristiwa.id"))
    peristiwa: Mapped[Peristiwa] = relationship()
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna | None] = relationship()
    kepada: Mapped[str] = mapped_column(String(320))
    sebagai: Mapped[Sebagai] = mapped_column(EnumText(Sebagai, 20))
    bahasa: Mapped[str] = mapped_column(String(2), default="id")
    subjek: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[StatusSurel] = mapped_column(EnumText(StatusSurel, 20), default=StatusSurel.ANTRE)
    percobaan: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))
    galat: Mapped[str] = mapped_column(Text, default="", server_default="")
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"Surel {self.id}"

    __repr__ = __str__
