"""Reference rows that Admin keeps: urusan, wilayah, OPD, kategori, holidays, pakta integritas.

They have no life of their own: Flask-AppBuilder may write them. A row in use is retired, never deleted.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.mixins import EnumText, Model, Retirable, Timestamps, enum_check, search_vector


class KelompokUrusan(StrEnum):
    WAJIB_DASAR = "wajib pelayanan dasar"
    WAJIB_LAIN = "wajib bukan pelayanan dasar"
    PILIHAN = "pilihan"

    @property
    def label(self) -> Any:
        return _KELOMPOK[self]


_KELOMPOK: dict[str, Any] = {
    KelompokUrusan.WAJIB_DASAR: _l("Wajib, pelayanan dasar"),
    KelompokUrusan.WAJIB_LAIN: _l("Wajib, bukan pelayanan dasar"),
    KelompokUrusan.PILIHAN: _l("Pilihan"),
}


class Urusan(Retirable, Timestamps, Model):
    """A field of government: the 32 of UU 23/2014 article 12."""

    __tablename__ = "urusan"
    __table_args__ = (CheckConstraint(enum_check("kelompok", KelompokUrusan), name="kelompok"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(10), unique=True)
    nama: Mapped[str] = mapped_column(String(120), unique=True)
    kelompok: Mapped[KelompokUrusan] = mapped_column(EnumText(KelompokUrusan))

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class TingkatWilayah(StrEnum):
    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"

    @property
    def label(self) -> Any:
        return _TINGKAT[self]


_TINGKAT: dict[str, Any] = {
    TingkatWilayah.PROVINSI: _l("Provinsi"),
    TingkatWilayah.KABUPATEN: _l("Kabupaten"),
    TingkatWilayah.KOTA: _l("Kota"),
}


class Wilayah(Retirable, Timestamps, Model):
    """A province, kabupaten or kota with its Kemendagri code."""

    __tablename__ = "wilayah"
    __table_args__ = (
        CheckConstraint(enum_check("tingkat", TingkatWilayah), name="tingkat"),
        Index("ix_wilayah_cari", "cari", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(10), unique=True)
    nama: Mapped[str] = mapped_column(String(120), index=True)
    tingkat: Mapped[TingkatWilayah] = mapped_column(EnumText(TingkatWilayah, 20))
    induk_id: Mapped[int | None] = mapped_column(ForeignKey("wilayah.id"), index=True)
    induk: Mapped["Wilayah | None"] = relationship(remote_side=[id])
    cari: Mapped[str] = search_vector(codes=("kode", "nama"))

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class OPD(Retirable, Timestamps, Model):
    """A perangkat daerah of the city, with the dates between which it exists."""

    __tablename__ = "opd"
    __table_args__ = (CheckConstraint("berlaku_until IS NULL OR berlaku_until >= berlaku_from", name="masa"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), unique=True)
    nama: Mapped[str] = mapped_column(String(200), unique=True)
    singkatan: Mapped[str | None] = mapped_column(String(40))
    jenis: Mapped[str] = mapped_column(String(40))
    induk_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    induk: Mapped["OPD | None"] = relationship(remote_side=[id])
    berlaku_from: Mapped[date | None] = mapped_column(Date)
    berlaku_until: Mapped[date | None] = mapped_column(Date)

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class JenisPemohon(StrEnum):
    """The eight kinds of applicant of the guide (chapter I, C.1.a)."""

    OPD_KOTA = "opd_kota"
    OPD_PROVINSI = "opd_provinsi"
    OPD_LAIN = "opd_lain"
    PERGURUAN_TINGGI = "perguruan_tinggi"
    ORNOP = "ornop"
    LEMBAGA = "lembaga"
    BADAN_HUKUM_PUBLIK = "badan_hukum_publik"
    PERUSAHAAN = "perusahaan"

    @property
    def label(self) -> Any:
        return _JENIS_PEMOHON[self]


_JENIS_PEMOHON: dict[str, Any] = {
    JenisPemohon.OPD_KOTA: _l("Perangkat daerah Kota Samarinda"),
    JenisPemohon.OPD_PROVINSI: _l("Perangkat daerah Provinsi Kalimantan Timur"),
    JenisPemohon.OPD_LAIN: _l("Perangkat daerah kabupaten/kota lain"),
    JenisPemohon.PERGURUAN_TINGGI: _l("Perguruan tinggi"),
    JenisPemohon.ORNOP: _l("Organisasi nonpemerintah"),
    JenisPemohon.LEMBAGA: _l("Lembaga, organisasi, asosiasi, yayasan"),
    JenisPemohon.BADAN_HUKUM_PUBLIK: _l("Badan hukum publik"),
    JenisPemohon.PERUSAHAAN: _l("Perusahaan"),
}


class Kategori(Retirable, Timestamps, Model):
    """A legal category of cooperation (PP 28/2018): KSDD wajib, KSDD sukarela, KSDPK, Sinergi."""

    __tablename__ = "kategori"
    __table_args__ = (CheckConstraint("masa_paling_lama BETWEEN 1 AND 99", name="masa_paling_lama"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(20), unique=True)
    nama: Mapped[str] = mapped_column(String(120), unique=True)
    keterangan: Mapped[str] = mapped_column(Text, default="", server_default="")
    dasar_hukum: Mapped[str] = mapped_column(String(250), default="", server_default="")
    urut: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    is_diusulkan_pemohon: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    masa_paling_lama: Mapped[int] = mapped_column(
        Integer, default=5, server_default="5"
    )  # years, domain.md 1.8

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class UsulanKategori(Timestamps, Model):
    """Which category is proposed to which kind of applicant, and the reason shown with it."""

    __tablename__ = "usulan_kategori"
    __table_args__ = (CheckConstraint(enum_check("jenis_pemohon", JenisPemohon), name="jenis_pemohon"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_pemohon: Mapped[JenisPemohon] = mapped_column(EnumText(JenisPemohon), unique=True)
    kategori_id: Mapped[int] = mapped_column(ForeignKey("kategori.id"), index=True)
    kategori: Mapped[Kategori] = relationship()
    alasan: Mapped[str] = mapped_column(String(500))

    def __str__(self) -> str:
        return f"{self.jenis_pemohon} → {self.kategori_id}"

    __repr__ = __str__


class HariLibur(Timestamps, Model):
    """A public holiday or day of cuti bersama: not a working day."""

    __tablename__ = "hari_libur"
    id: Mapped[int] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(Date, unique=True)
    nama: Mapped[str] = mapped_column(String(200))
    is_cuti_bersama: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class PaktaIntegritas(Timestamps, Model):
    """One version of the integrity pact. A version that took effect is never changed; a new one is added."""

    __tablename__ = "pakta_integritas"
    __table_args__ = (UniqueConstraint("versi"), UniqueConstraint("berlaku_on"))
    id: Mapped[int] = mapped_column(primary_key=True)
    versi: Mapped[int] = mapped_column(Integer)
    berlaku_on: Mapped[date] = mapped_column(Date)
    isi: Mapped[str] = mapped_column(Text)  # one statement a line
    sidik: Mapped[str] = mapped_column(String(64))  # SHA-256 of `isi`

    @property
    def pernyataan(self) -> list[str]:
        """The statements, in order."""
        return [line.strip() for line in self.isi.splitlines() if line.strip()]

    def __str__(self) -> str:
        return f"Versi {self.versi}"

    __repr__ = __str__
