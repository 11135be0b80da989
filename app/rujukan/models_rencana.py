"""The plan of stages per category: which documents each stage needs, who must approve, until when (architecture 1.4).

Rows that Admin edits as a draft and publishes as a numbered version. A published version is never changed: cases
that began with it stay on it. And the small reference rows that only these stages need: positions of the team,
places of signing, officials who sign for the city.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.mixins import EnumText, Model, Retirable, Timestamps, enum_check
from app.rujukan.models import Kategori


class TahapBahas(StrEnum):
    """The three stages of discussion (guide 6); the values are those of the status of a case in that stage."""

    PENAWARAN = "penawaran"
    PENYUSUNAN_KB = "penyusunan_kb"
    PENYUSUNAN_PKS = "penyusunan_pks"

    @property
    def label(self) -> Any:
        return _TAHAP[self]


_TAHAP: dict[str, Any] = {
    TahapBahas.PENAWARAN: _l("Penawaran"),
    TahapBahas.PENYUSUNAN_KB: _l("Penyusunan naskah pertama"),
    TahapBahas.PENYUSUNAN_PKS: _l("Penyusunan naskah kedua"),
}


class JenisNaskah(StrEnum):
    """The four agreements (domain.md 1.2)."""

    KB = "kb"
    PKS = "pks"
    NK = "nk"
    RK = "rk"

    @property
    def label(self) -> Any:
        return _NASKAH[self]

    @property
    def is_pertama(self) -> bool:
        """The umbrella that must stand before the other: KB before PKS, NK before RK."""
        return self in (JenisNaskah.KB, JenisNaskah.NK)


_NASKAH: dict[str, Any] = {
    JenisNaskah.KB: _l("Kesepakatan Bersama"),
    JenisNaskah.PKS: _l("Perjanjian Kerja Sama"),
    JenisNaskah.NK: _l("Nota Kesepakatan"),
    JenisNaskah.RK: _l("Rencana Kerja"),
}


class KeadaanRencana(StrEnum):
    DRAF = "draf"
    TERBIT = "terbit"

    @property
    def label(self) -> Any:
        return _KEADAAN[self]


_KEADAAN: dict[str, Any] = {KeadaanRencana.DRAF: _l("Draf"), KeadaanRencana.TERBIT: _l("Terbit")}


class JenisHari(StrEnum):
    KALENDER = "kalender"
    KERJA = "kerja"

    @property
    def label(self) -> Any:
        return _HARI[self]


_HARI: dict[str, Any] = {JenisHari.KALENDER: _l("Hari kalender"), JenisHari.KERJA: _l("Hari kerja")}


class PihakPendapat(StrEnum):
    """In which hat an opinion counts."""

    ADMIN = "admin"
    TKKSD = "tkksd"
    PPKSD = "ppksd"

    @property
    def label(self) -> Any:
        return _PIHAK[self]


_PIHAK: dict[str, Any] = {
    PihakPendapat.ADMIN: _l("Admin"),
    PihakPendapat.TKKSD: _l("Anggota TKKSD"),
    PihakPendapat.PPKSD: _l("PPKSD"),
}


class AturanSyarat(StrEnum):
    """How many of a hat must agree."""

    SEKURANGNYA = "sekurangnya"  # at least `jumlah`
    SEMUA = "semua"  # all members assigned to the case

    @property
    def label(self) -> Any:
        return _ATURAN[self]


_ATURAN: dict[str, Any] = {
    AturanSyarat.SEKURANGNYA: _l("Paling sedikit sejumlah"),
    AturanSyarat.SEMUA: _l("Semua yang ditugaskan"),
}


class JabatanTim(Retirable, Timestamps, Model):
    """A position in the coordination team that a rule may name, held by accounts (Pengguna.jabatan_tim)."""

    __tablename__ = "jabatan_tim"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(160), unique=True)
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class RencanaAlur(Timestamps, Model):
    """One version of the plan of one category; a draft has no number yet."""

    __tablename__ = "rencana_alur"
    __table_args__ = (
        CheckConstraint(enum_check("keadaan", KeadaanRencana), name="keadaan"),
        CheckConstraint(
            "(keadaan = 'terbit') = (versi IS NOT NULL AND published_at IS NOT NULL)", name="terbit"
        ),
        UniqueConstraint("kategori_id", "versi"),
        Index(
            "uq_rencana_alur_satu_draf", "kategori_id", unique=True, postgresql_where=text("keadaan = 'draf'")
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kategori_id: Mapped[int] = mapped_column(ForeignKey("kategori.id"))
    kategori: Mapped[Kategori] = relationship()
    versi: Mapped[int | None] = mapped_column(Integer)
    keadaan: Mapped[KeadaanRencana] = mapped_column(EnumText(KeadaanRencana, 10))
    catatan: Mapped[str] = mapped_column(String(500), default="", server_default="")
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    tahap: Mapped[list["RencanaTahap"]] = relationship(
        back_populates="rencana", order_by="RencanaTahap.urut", cascade="all, delete-orphan"
    )

    def __str__(self) -> str:
        return f"{self.kategori} {self.versi or '–'}"

    __repr__ = __str__


class RencanaTahap(Model):
    """One stage of a plan: which agreement it drafts (none in Penawaran), and within how many days it is answered."""

    __tablename__ = "rencana_tahap"
    __table_args__ = (
        CheckConstraint(enum_check("tahap", TahapBahas), name="tahap"),
        CheckConstraint(enum_check("naskah", JenisNaskah), name="naskah"),
        CheckConstraint("(tahap = 'penawaran') = (naskah IS NULL)", name="naskah_tahap"),
        CheckConstraint(enum_check("tenggat_jenis", JenisHari), name="tenggat_jenis"),
        CheckConstraint("tenggat_hari IS NULL OR tenggat_hari BETWEEN 1 AND 365", name="tenggat_hari"),
        UniqueConstraint("rencana_id", "tahap"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rencana_id: Mapped[int] = mapped_column(ForeignKey("rencana_alur.id", ondelete="CASCADE"))
    rencana: Mapped[RencanaAlur] = relationship(back_populates="tahap")
    tahap: Mapped[TahapBahas] = mapped_column(EnumText(TahapBahas, 20))
    naskah: Mapped[JenisNaskah | None] = mapped_column(EnumText(JenisNaskah, 10))
    urut: Mapped[int] = mapped_column(SmallInteger)
    tenggat_hari: Mapped[int | None] = mapped_column(SmallInteger)
    tenggat_jenis: Mapped[JenisHari] = mapped_column(EnumText(JenisHari, 10), default=JenisHari.KALENDER)
    slot: Mapped[list["RencanaSlot"]] = relationship(
        back_populates="tahap", order_by="RencanaSlot.urut", cascade="all, delete-orphan"
    )
    syarat: Mapped[list["RencanaSyarat"]] = relationship(
        back_populates="tahap", order_by="RencanaSyarat.id", cascade="all, delete-orphan"
    )

    @property
    def pokok(self) -> "RencanaSlot":
        """The document that opinions are about."""
        return next(slot for slot in self.slot if slot.is_pokok)

    def __str__(self) -> str:
        return str(self.naskah.label if self.naskah else self.tahap.label)


class RencanaSlot(Model):
    """A place for one document of a stage: what may be put there, and whether the stage can close without it."""

    __tablename__ = "rencana_slot"
    __table_args__ = (
        UniqueConstraint("tahap_id", "kode"),
        CheckConstraint("NOT is_pokok OR is_wajib", name="pokok"),
        Index("uq_rencana_slot_pokok", "tahap_id", unique=True, postgresql_where=text("is_pokok")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tahap_id: Mapped[int] = mapped_column(ForeignKey("rencana_tahap.id", ondelete="CASCADE"))
    tahap: Mapped[RencanaTahap] = relationship(back_populates="slot")
    kode: Mapped[str] = mapped_column(String(40))
    nama: Mapped[str] = mapped_column(String(120))
    petunjuk: Mapped[str] = mapped_column(Text, default="", server_default="")
    bentuk: Mapped[list[str]] = mapped_column(JSONB)  # keys of kit.storage.KINDS
    is_wajib: Mapped[bool] = mapped_column(Boolean)
    is_pokok: Mapped[bool] = mapped_column(Boolean, default=False)
    urut: Mapped[int] = mapped_column(SmallInteger)

    def __str__(self) -> str:
        return self.nama


class RencanaSyarat(Model):
    """Who must agree before a stage closes: at least so many of a hat, or all assigned; perhaps a named position."""

    __tablename__ = "rencana_syarat"
    __table_args__ = (
        CheckConstraint(enum_check("pihak", PihakPendapat), name="pihak"),
        CheckConstraint(enum_check("aturan", AturanSyarat), name="aturan"),
        CheckConstraint("jumlah BETWEEN 1 AND 99", name="jumlah"),
        CheckConstraint("jabatan_id IS NULL OR pihak = 'tkksd'", name="jabatan"),
        UniqueConstraint("tahap_id", "pihak"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tahap_id: Mapped[int] = mapped_column(ForeignKey("rencana_tahap.id", ondelete="CASCADE"))
    tahap: Mapped[RencanaTahap] = relationship(back_populates="syarat")
    pihak: Mapped[PihakPendapat] = mapped_column(EnumText(PihakPendapat, 10))
    aturan: Mapped[AturanSyarat] = mapped_column(EnumText(AturanSyarat, 20), default=AturanSyarat.SEKURANGNYA)
    jumlah: Mapped[int] = mapped_column(SmallInteger, default=1)
    jabatan_id: Mapped[int | None] = mapped_column(ForeignKey("jabatan_tim.id"), index=True)
    jabatan: Mapped[JabatanTim | None] = relationship()


class Tempat(Retirable, Timestamps, Model):
    """A place where agreements are signed; nothing else happens there at the same time."""

    __tablename__ = "tempat"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(160), unique=True)
    alamat: Mapped[str] = mapped_column(String(300), default="", server_default="")
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class Pejabat(Retirable, Timestamps, Model):
    """An official who signs for the city. With kuasa of the Wali Kota only a PKS (domain.md 1.3)."""

    __tablename__ = "pejabat"
    __table_args__ = (
        Index(
            "uq_pejabat_wali_kota",
            "is_wali_kota",
            unique=True,
            postgresql_where=text("is_wali_kota AND is_active"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(200))
    jabatan: Mapped[str] = mapped_column(String(160))
    is_wali_kota: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")

    def __str__(self) -> str:
        return f"{self.jabatan}, {self.nama}"

    __repr__ = __str__


class HariTertutup(Timestamps, Model):
    """A day on which nothing is signed although it is no holiday (a council session, the close of the year)."""

    __tablename__ = "hari_tertutup"
    id: Mapped[int] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(Date, unique=True)
    alasan: Mapped[str] = mapped_column(String(160))

    def __str__(self) -> str:
        return self.alasan

    __repr__ = __str__
