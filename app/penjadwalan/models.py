"""A signing of one or both papers of a case, its proposed and confirmed times, and what was signed by whom.

The Wali Kota cannot be in two places: EXCLUDE constraints forbid confirmed slots of one official, or of one place,
that overlap. They use int4range, which needs no extension.
"""

from datetime import date, datetime
from enum import StrEnum

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
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kerjasama.models import KerjaSama
from app.kit.mixins import EnumText, Model, enum_check
from app.kit.storage import Berkas
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import JenisNaskah, Pejabat, Tempat


class Metode(StrEnum):
    DESK = "desk"
    TATAP_MUKA = "tatap_muka"


class KeadaanJadwal(StrEnum):
    """Where a signing stands."""

    DIUSULKAN = "diusulkan"  # face to face: waits for Protokol
    DIREVISI = "direvisi"  # Protokol proposed another time: waits for the PPKSD
    TERJADWAL = "terjadwal"  # a confirmed slot, or desk to desk under way
    TERCATAT = "tercatat"  # the signing is recorded and waits for Admin's validation
    SELESAI = "selesai"  # validated: agreements stand
    BATAL = "batal"


TERBUKA = tuple(k for k in KeadaanJadwal if k not in (KeadaanJadwal.SELESAI, KeadaanJadwal.BATAL))


class Penandatanganan(Model):
    """One signing: of both papers together or of one. What is over stays; a new attempt is a new row."""

    __tablename__ = "penandatanganan"
    __table_args__ = (
        CheckConstraint(enum_check("metode", Metode), name="metode"),
        CheckConstraint(enum_check("keadaan", KeadaanJadwal), name="keadaan"),
        CheckConstraint("metode = 'tatap_muka' OR keadaan NOT IN ('diusulkan', 'direvisi')", name="desk"),
        CheckConstraint("dialihkan_at IS NULL OR metode = 'desk'", name="dialihkan"),
        Index("ix_penandatanganan_permohonan_id_id", "permohonan_id", "id"),
        Index("ix_penandatanganan_keadaan", "keadaan"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship()
    metode: Mapped[Metode] = mapped_column(EnumText(Metode, 20))
    keadaan: Mapped[KeadaanJadwal] = mapped_column(EnumText(KeadaanJadwal, 20))
    pejabat_id: Mapped[int] = mapped_column(ForeignKey("pejabat.id"), index=True)  # who signs for the city
    pejabat: Mapped[Pejabat] = relationship()
    putaran: Mapped[int] = mapped_column(SmallInteger, default=1)  # raised by each proposal and revision
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    since_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))  # in `keadaan` since
    dialihkan_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True)
    )  # Protokol turned it into desk to desk
    catatan: Mapped[str] = mapped_column(Text, default="")  # the last note of Protokol or Admin
    urutan_kalender: Mapped[int] = mapped_column(Integer, default=0)  # iCalendar SEQUENCE
    # the signing itself
    ditandatangani_on: Mapped[date | None] = mapped_column(Date)
    tempat_ttd: Mapped[str] = mapped_column(String(200), default="")
    is_paraf: Mapped[bool] = mapped_column(Boolean, default=False)
    is_meterai: Mapped[bool] = mapped_column(Boolean, default=False)
    is_stempel: Mapped[bool] = mapped_column(Boolean, default=False)
    dicatat_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    dicatat_oleh: Mapped[Pengguna | None] = relationship(foreign_keys=[dicatat_oleh_id])
    recorded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    divalidasi_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    divalidasi_oleh: Mapped[Pengguna | None] = relationship(foreign_keys=[divalidasi_oleh_id])
    validated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    versi: Mapped[int] = mapped_column(Integer)
    naskah: Mapped[list["NaskahDitandatangani"]] = relationship(
        back_populates="penandatanganan", order_by="NaskahDitandatangani.urut"
    )
    usulan: Mapped[list["UsulanJadwal"]] = relationship(
        back_populates="penandatanganan", order_by="UsulanJadwal.putaran, UsulanJadwal.ke"
    )
    pihak: Mapped[list["PihakTandaTangan"]] = relationship(
        back_populates="penandatanganan", order_by="PihakTandaTangan.pihak", cascade="all, delete-orphan"
    )
    slot: Mapped["SlotPasti | None"] = relationship(back_populates="penandatanganan", uselist=False)
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return f"Penandatanganan {self.id}"


class NaskahDitandatangani(Model):
    """One paper of a signing: its numbers, its term, its signed scan. A paper stands in one open signing at a time."""

    __tablename__ = "naskah_ditandatangani"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisNaskah), name="jenis"),
        CheckConstraint("berlaku_until IS NULL OR berlaku_until >= berlaku_from", name="masa"),
        UniqueConstraint("penandatanganan_id", "jenis"),
        Index(
            "uq_naskah_ditandatangani_aktif",
            "permohonan_id",
            "jenis",
            unique=True,
            postgresql_where=text("is_aktif"),
        ),
        # A number is used once by each party in a year (domain.md 1.11).
        Index(
            "uq_naskah_nomor_kota",
            "tahun",
            text("lower(nomor_kota)"),
            unique=True,
            postgresql_where=text("is_aktif AND nomor_kota <> ''"),
        ),
        Index(
            "uq_naskah_nomor_mitra",
            "instansi_id",
            "tahun",
            text("lower(nomor_mitra)"),
            unique=True,
            postgresql_where=text("is_aktif AND nomor_mitra <> ''"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    penandatanganan_id: Mapped[int] = mapped_column(ForeignKey("penandatanganan.id"))
    penandatanganan: Mapped[Penandatanganan] = relationship(back_populates="naskah")
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"))
    jenis: Mapped[JenisNaskah] = mapped_column(EnumText(JenisNaskah, 10))
    urut: Mapped[int] = mapped_column(SmallInteger)  # 1: KB or NK, 2: PKS or RK
    is_aktif: Mapped[bool] = mapped_column(Boolean, default=True)  # False: its signing was called off
    tahun: Mapped[int | None] = mapped_column(SmallInteger)  # of the signing
    nomor_kota: Mapped[str] = mapped_column(String(120), default="")
    nomor_mitra: Mapped[str] = mapped_column(String(120), default="")
    berlaku_from: Mapped[date | None] = mapped_column(Date)
    berlaku_until: Mapped[date | None] = mapped_column(Date)
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas | None] = relationship()
    kerja_sama_id: Mapped[int | None] = mapped_column(
        ForeignKey("kerja_sama.id"), index=True
    )  # after validation
    kerja_sama: Mapped[KerjaSama | None] = relationship()


class Pengusul(StrEnum):
    PPKSD = "ppksd"
    PROTOKOL = "protokol"


class KeadaanUsulan(StrEnum):
    TENTATIF = "tentatif"
    DIPILIH = "dipilih"
    LEWAT = "lewat"  # another one was taken, or the proposal was replaced


class UsulanJadwal(Model):
    """One proposed slot of a signing: up to three by the PPKSD in a round, one by Protokol."""

    __tablename__ = "usulan_jadwal"
    __table_args__ = (
        CheckConstraint(enum_check("oleh", Pengusul), name="oleh"),
        CheckConstraint(enum_check("keadaan", KeadaanUsulan), name="keadaan"),
        CheckConstraint("selesai_at > mulai_at", name="rentang"),
        CheckConstraint("ke BETWEEN 1 AND 3", name="ke"),
        CheckConstraint("(tempat_id IS NULL) <> (tempat_lain = '')", name="tempat"),
        UniqueConstraint("penandatanganan_id", "putaran", "ke"),
        Index("ix_usulan_jadwal_mulai_at", "mulai_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    penandatanganan_id: Mapped[int] = mapped_column(ForeignKey("penandatanganan.id"))
    penandatanganan: Mapped[Penandatanganan] = relationship(back_populates="usulan")
    putaran: Mapped[int] = mapped_column(SmallInteger)
    ke: Mapped[int] = mapped_column(SmallInteger)
    oleh: Mapped[Pengusul] = mapped_column(EnumText(Pengusul, 20))
    mulai_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    selesai_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    tempat_id: Mapped[int | None] = mapped_column(ForeignKey("tempat.id"), index=True)
    tempat: Mapped[Tempat | None] = relationship()
    tempat_lain: Mapped[str] = mapped_column(String(200), default="")
    keadaan: Mapped[KeadaanUsulan] = mapped_column(EnumText(KeadaanUsulan, 20))

    @property
    def nama_tempat(self) -> str:
        return self.tempat.nama if self.tempat else self.tempat_lain


class SlotPasti(Model):
    """A confirmed slot: the official and the place are taken for that time, by the database's word."""

    __tablename__ = "slot_pasti"
    __table_args__ = (
        ExcludeConstraint(
            (text("int4range(pejabat_id, pejabat_id, '[]')"), "&&"),
            ("rentang", "&&"),
            name="ex_slot_pasti_pejabat",
            using="gist",
        ),
        ExcludeConstraint(
            (text("int4range(tempat_id, tempat_id, '[]')"), "&&"),
            ("rentang", "&&"),
            name="ex_slot_pasti_tempat",
            using="gist",
            where=text("tempat_id IS NOT NULL"),
        ),
        CheckConstraint("NOT isempty(rentang)", name="rentang"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    penandatanganan_id: Mapped[int] = mapped_column(ForeignKey("penandatanganan.id"), unique=True)
    penandatanganan: Mapped[Penandatanganan] = relationship(back_populates="slot")
    pejabat_id: Mapped[int] = mapped_column(ForeignKey("pejabat.id"), index=True)
    tempat_id: Mapped[int | None] = mapped_column(ForeignKey("tempat.id"), index=True)
    tempat: Mapped[Tempat | None] = relationship()
    tempat_lain: Mapped[str] = mapped_column(String(200), default="")
    rentang: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)  # [from, until)
    confirmed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def nama_tempat(self) -> str:
        return self.tempat.nama if self.tempat else self.tempat_lain


class Pihak(StrEnum):
    KOTA = "kota"
    MITRA = "mitra"


class PihakTandaTangan(Model):
    """Who signed for a party; an official who is not the Wali Kota shows a letter of kuasa (PKS and RK only)."""

    __tablename__ = "pihak_tanda_tangan"
    __table_args__ = (
        CheckConstraint(enum_check("pihak", Pihak), name="pihak"),
        UniqueConstraint("penandatanganan_id", "pihak"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    penandatanganan_id: Mapped[int] = mapped_column(ForeignKey("penandatanganan.id"))
    penandatanganan: Mapped[Penandatanganan] = relationship(back_populates="pihak")
    pihak: Mapped[Pihak] = mapped_column(EnumText(Pihak, 10))
    nama: Mapped[str] = mapped_column(String(200))
    jabatan: Mapped[str] = mapped_column(String(200))
    kuasa_nomor: Mapped[str] = mapped_column(String(120), default="")
    kuasa_berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), index=True)
    kuasa_berkas: Mapped[Berkas | None] = relationship()


__all__ = [
    "TERBUKA",
    "KeadaanJadwal",
    "KeadaanUsulan",
    "Metode",
    "NaskahDitandatangani",
    "Penandatanganan",
    "Pengusul",
    "Pihak",
    "PihakTandaTangan",
    "SlotPasti",
    "UsulanJadwal",
]
