"""UU PDP as rows: texts that people are told or asked, consents, requests, restrictions, breaches, service news.

Published texts are never changed: a trigger in the database refuses it (migration 0013). Who may do what: rules.py.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.kit.mixins import EnumText, Model, Timestamps, enum_check


# --- what people are told --------------------------------------------------------------------------------
class NaskahPrivasi(Timestamps, Model):
    """One version of the privacy notice. Published, it is fixed; it takes effect later, so that people know before."""

    __tablename__ = "naskah_privasi"
    __table_args__ = (
        UniqueConstraint("versi"),
        CheckConstraint("(published_at IS NULL) = (berlaku_at IS NULL)", name="terbit"),
        CheckConstraint("berlaku_at >= published_at", name="berlaku"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    versi: Mapped[int] = mapped_column(Integer)
    ringkasan: Mapped[str] = mapped_column(String(500))  # what is new in it
    isi: Mapped[str] = mapped_column(Text)
    isi_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    sidik: Mapped[str] = mapped_column(String(64), default="", server_default="")  # of the published text
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    berlaku_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), index=True)

    def __str__(self) -> str:
        return f"Naskah privasi versi {self.versi}"

    __repr__ = __str__


class TujuanPersetujuan(StrEnum):
    """For what consent is asked: only for extras that no law and no agreement asks for."""

    KABAR_LAYANAN = "kabar_layanan"
    KONTAK_PUBLIK = "kontak_publik"

    @property
    def label(self) -> Any:
        return _TUJUAN[self]


_TUJUAN: dict[str, Any] = {
    TujuanPersetujuan.KABAR_LAYANAN: _l("Kabar layanan lewat surel"),
    TujuanPersetujuan.KONTAK_PUBLIK: _l("Nama sebagai kontak pada daftar kerja sama publik"),
}


class TeksPersetujuan(Timestamps, Model):
    """One version of what people are asked. A new version asks again; the consent to the old one no longer counts."""

    __tablename__ = "teks_persetujuan"
    __table_args__ = (
        CheckConstraint(enum_check("tujuan", TujuanPersetujuan), name="tujuan"),
        UniqueConstraint("tujuan", "versi"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    tujuan: Mapped[TujuanPersetujuan] = mapped_column(EnumText(TujuanPersetujuan, 20))
    versi: Mapped[int] = mapped_column(Integer)
    judul: Mapped[str] = mapped_column(String(200))
    isi: Mapped[str] = mapped_column(Text)
    judul_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    isi_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    sidik: Mapped[str] = mapped_column(String(64), default="", server_default="")
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"{self.tujuan.value} versi {self.versi}"

    __repr__ = __str__


class Persetujuan(Model):
    """That a person consented to one version of a text, how, and until when. Rows are only added and closed."""

    __tablename__ = "persetujuan"
    __table_args__ = (
        Index(
            "uq_persetujuan_terbuka",
            "pengguna_id",
            "teks_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="urutan"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    teks_id: Mapped[int] = mapped_column(ForeignKey("teks_persetujuan.id"), index=True)
    teks: Mapped[TeksPersetujuan] = relationship(lazy="joined")
    cara: Mapped[str] = mapped_column(String(20))  # the page on which the button was pressed
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"Persetujuan {self.id}"

    __repr__ = __str__


class KabarLayanan(Timestamps, Model):
    """News beyond one's own cases. It goes to those who have consented to it, and to nobody else."""

    __tablename__ = "kabar_layanan"
    id: Mapped[int] = mapped_column(primary_key=True)
    judul: Mapped[str] = mapped_column(String(150))
    isi: Mapped[str] = mapped_column(Text)
    kunci: Mapped[str] = mapped_column(String(64), unique=True)  # of the form: a second press sends nothing
    pengirim_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengirim: Mapped[Pengguna] = relationship()

    def __str__(self) -> str:
        return self.judul

    __repr__ = __str__


# --- what people ask --------------------------------------------------------------------------------
class JenisPermintaan(StrEnum):
    AKSES = "akses"
    KOREKSI = "koreksi"
    HAPUS = "hapus"
    PEMBATASAN = "pembatasan"
    KEBERATAN = "keberatan"

    @property
    def label(self) -> Any:
        return _JENIS[self]


_JENIS: dict[str, Any] = {
    JenisPermintaan.AKSES: _l("Akses dan salinan data"),
    JenisPermintaan.KOREKSI: _l("Perbaikan data"),
    JenisPermintaan.HAPUS: _l("Penghapusan data"),
    JenisPermintaan.PEMBATASAN: _l("Pembatasan pemrosesan"),
    JenisPermintaan.KEBERATAN: _l("Keberatan atas pemrosesan"),
}


class KeadaanPermintaan(StrEnum):
    DITERIMA = "diterima"
    DIPROSES = "diproses"
    SELESAI = "selesai"
    DITOLAK = "ditolak"

    @property
    def label(self) -> Any:
        return _KEADAAN[self]


_KEADAAN: dict[str, Any] = {
    KeadaanPermintaan.DITERIMA: _l("Sudah diterima"),
    KeadaanPermintaan.DIPROSES: _l("Diproses"),
    KeadaanPermintaan.SELESAI: _l("Selesai"),
    KeadaanPermintaan.DITOLAK: _l("Ditolak"),
}
TERBUKA = (KeadaanPermintaan.DITERIMA, KeadaanPermintaan.DIPROSES)
IS_OPEN = "keadaan IN ('diterima', 'diproses')"


class PermintaanData(Model):
    """What a person asks of her data, with the clock of the law: 3×24 hours from the moment of asking."""

    __tablename__ = "permintaan_data"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisPermintaan), name="jenis"),
        CheckConstraint(enum_check("keadaan", KeadaanPermintaan), name="keadaan"),
        CheckConstraint(f"({IS_OPEN}) = (ended_at IS NULL)", name="selesai"),
        Index(
            "uq_permintaan_data_terbuka", "pengguna_id", "jenis", unique=True, postgresql_where=text(IS_OPEN)
        ),
        Index("ix_permintaan_data_tenggat", "due_at", "id", postgresql_where=text(IS_OPEN)),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship(foreign_keys=[pengguna_id])
    jenis: Mapped[JenisPermintaan] = mapped_column(EnumText(JenisPermintaan, 20))
    isi: Mapped[str] = mapped_column(Text)
    keadaan: Mapped[KeadaanPermintaan] = mapped_column(EnumText(KeadaanPermintaan, 20))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    begun_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    petugas_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    petugas: Mapped[Pengguna | None] = relationship(foreign_keys=[petugas_id])
    jawaban: Mapped[str] = mapped_column(Text, default="", server_default="")
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    overdue_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @property
    def is_terbuka(self) -> bool:
        return self.keadaan in TERBUKA

    def __str__(self) -> str:
        """Nothing of the person: the journal keeps this text for ever."""
        return f"Permintaan data {self.id}"

    __repr__ = __str__


class PembatasanData(Model):
    """From when until when nothing is done with a person's data beyond what law and running cases ask for."""

    __tablename__ = "pembatasan_data"
    __table_args__ = (
        Index(
            "uq_pembatasan_data_berlaku",
            "pengguna_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    permintaan_id: Mapped[int] = mapped_column(ForeignKey("permintaan_data.id"), index=True)
    since_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"Pembatasan {self.id}"

    __repr__ = __str__


# --- what went wrong --------------------------------------------------------------------------------
class KeadaanPelanggaran(StrEnum):
    DITANGANI = "ditangani"
    DITUTUP = "ditutup"

    @property
    def label(self) -> Any:
        return _l("Sedang ditangani") if self is KeadaanPelanggaran.DITANGANI else _l("Ditutup")


class Pelanggaran(Timestamps, Model):
    """A failure to protect personal data (art. 46): people and authority are told within 3×24 hours of its discovery."""

    __tablename__ = "pelanggaran"
    __table_args__ = (
        CheckConstraint(enum_check("keadaan", KeadaanPelanggaran), name="keadaan"),
        CheckConstraint("jumlah >= 0", name="jumlah"),
        CheckConstraint("(keadaan = 'ditutup') = (closed_at IS NOT NULL)", name="tutup"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    judul: Mapped[str] = mapped_column(String(200))
    known_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    happened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))  # None: not known yet
    data_terungkap: Mapped[str] = mapped_column(Text)
    cara: Mapped[str] = mapped_column(Text)
    jumlah: Mapped[int] = mapped_column(Integer)  # people concerned, as far as is known
    akibat: Mapped[str] = mapped_column(Text)
    penanganan: Mapped[str] = mapped_column(Text)
    pemulihan: Mapped[str] = mapped_column(Text)
    keadaan: Mapped[KeadaanPelanggaran] = mapped_column(EnumText(KeadaanPelanggaran, 20))
    pencatat_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pencatat: Mapped[Pengguna] = relationship()
    lembaga_notified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    lembaga_bukti: Mapped[str] = mapped_column(String(300), default="", server_default="")
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    overdue_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    versi: Mapped[int] = mapped_column(Integer)
    terdampak: Mapped[list["Terdampak"]] = relationship(back_populates="pelanggaran", order_by="Terdampak.id")
    __mapper_args__ = {"version_id_col": versi}

    @property
    def is_terbuka(self) -> bool:
        return self.keadaan is KeadaanPelanggaran.DITANGANI

    def __str__(self) -> str:
        return f"Pelanggaran {self.id}"

    __repr__ = __str__


class Terdampak(Model):
    """Somebody whose data a breach concerns, and which event of the journal told her."""

    __tablename__ = "terdampak"
    __table_args__ = (UniqueConstraint("pelanggaran_id", "email"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pelanggaran_id: Mapped[int] = mapped_column(ForeignKey("pelanggaran.id"))
    pelanggaran: Mapped[Pelanggaran] = relationship(back_populates="terdampak")
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    notified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    peristiwa_id: Mapped[int | None] = mapped_column(ForeignKey("peristiwa.id"), index=True)
    peristiwa: Mapped[Peristiwa | None] = relationship()
