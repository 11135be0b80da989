"""The directory of ASN: people who serve the city, rules that propose roles, imports, the source, first sign-ins.

A row is changed by operations only. Links and codes are kept as hashes, the source's token encrypted.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import EnumText, Model, Retirable, Timestamps, enum_check, search_vector
from app.rujukan.models import OPD


class Sumber(StrEnum):
    """Where a row came from the last time."""

    CSV = "csv"
    API = "api"
    TANGAN = "tangan"


class Pegawai(Timestamps, Model):
    """One ASN of the city. Whoever leaves stays as a row that ended, so that a NIP is never somebody else's."""

    __tablename__ = "pegawai"
    __table_args__ = (
        CheckConstraint("nip ~ '^[0-9]{18}$'", name="nip"),
        CheckConstraint(enum_check("sumber", Sumber), name="sumber"),
        CheckConstraint("is_aktif = (ended_at IS NULL)", name="berakhir"),
        Index("ix_pegawai_cari", "cari", postgresql_using="gin"),
        Index("ix_pegawai_nama_id", "nama", "id"),
        Index("ix_pegawai_bentrok_at", "bentrok_at", postgresql_where=text("bentrok_at IS NOT NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str] = mapped_column(String(18), unique=True)
    nama: Mapped[str] = mapped_column(String(200))
    lahir_on: Mapped[date] = mapped_column(Date)
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    opd: Mapped[OPD | None] = relationship()
    unit: Mapped[str] = mapped_column(String(200), default="", server_default="")
    jabatan: Mapped[str] = mapped_column(String(200), default="", server_default="")
    email: Mapped[str] = mapped_column(String(320), default="", server_default="", index=True)  # lower case
    is_aktif: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    sumber: Mapped[Sumber] = mapped_column(EnumText(Sumber, 10))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), unique=True)
    pengguna: Mapped[Pengguna | None] = relationship(foreign_keys=[pengguna_id])
    # The account would not be there without the directory: it closes when the person leaves.
    is_akun_dibuat: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    synced_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The guide's first password: used once, and closed after some wrong tries.
    sandi_pertama_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sandi_pertama_gagal: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    # An account that may be this person's, waiting for Admin to say so (since when).
    bentrok_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    bentrok: Mapped[Pengguna | None] = relationship(foreign_keys=[bentrok_id])
    bentrok_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    versi: Mapped[int] = mapped_column(Integer)
    cari: Mapped[str] = search_vector(codes=("nip", "nama", "unit", "jabatan"))
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class AturanPeranAsn(Retirable, Timestamps, Model):
    """Who works in this office (any, when empty) in a position with these words is proposed for this role."""

    __tablename__ = "aturan_peran_asn"
    __table_args__ = (
        CheckConstraint("opd_id IS NOT NULL OR jabatan <> ''", name="dasar"),
        Index(
            "uq_aturan_peran_asn_sama",
            "opd_id",
            "jabatan",
            "peran_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    opd: Mapped[OPD | None] = relationship()
    jabatan: Mapped[str] = mapped_column(String(200), default="", server_default="")
    peran_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id"), index=True)
    peran: Mapped[Any] = relationship("Role")  # FAB's own class, known by its name

    def __str__(self) -> str:
        return f"{self.peran}: {self.opd or '–'} · {self.jabatan or '–'}"

    __repr__ = __str__


class ArahUsulan(StrEnum):
    BERI = "beri"
    CABUT = "cabut"
    BUKA = "buka"  # the account of somebody who came back


class KeadaanUsulan(StrEnum):
    MENUNGGU = "menunggu"
    DISETUJUI = "disetujui"
    DITOLAK = "ditolak"
    GUGUR = "gugur"  # its ground went before anybody decided


class UsulanPeran(Model):
    """What the directory proposes for somebody's account; nothing happens before Admin has said yes."""

    __tablename__ = "usulan_peran"
    __table_args__ = (
        CheckConstraint(enum_check("arah", ArahUsulan), name="arah"),
        CheckConstraint(enum_check("keadaan", KeadaanUsulan), name="keadaan"),
        CheckConstraint("(keadaan = 'menunggu') = (decided_at IS NULL)", name="diputus"),
        Index(
            "uq_usulan_peran_menunggu",
            "pegawai_id",
            "peran",
            unique=True,
            postgresql_where=text("keadaan = 'menunggu'"),
        ),
        Index("ix_usulan_peran_menunggu", "created_at", postgresql_where=text("keadaan = 'menunggu'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pegawai_id: Mapped[int] = mapped_column(ForeignKey("pegawai.id"), index=True)
    pegawai: Mapped[Pegawai] = relationship()
    peran: Mapped[str] = mapped_column(String(64), default="", server_default="")  # empty for BUKA
    arah: Mapped[ArahUsulan] = mapped_column(EnumText(ArahUsulan, 10))
    dasar: Mapped[str] = mapped_column(String(500), default="", server_default="")  # office · position then
    keadaan: Mapped[KeadaanUsulan] = mapped_column(
        EnumText(KeadaanUsulan, 10), default=KeadaanUsulan.MENUNGGU, server_default="menunggu"
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    decided_by: Mapped[Pengguna | None] = relationship(foreign_keys=[decided_by_id])
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # A role that was given by this stays the rule's until then.
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"{self.pegawai.nama}: {self.peran or self.arah.value}"

    __repr__ = __str__


class KeadaanImpor(StrEnum):
    DIPERIKSA = "diperiksa"
    DIANTRE = "diantre"  # the job of a large one waits or works
    DITERAPKAN = "diterapkan"
    GAGAL = "gagal"
    DIBUANG = "dibuang"


class ImporPegawai(Model):
    """A file that was looked at and perhaps applied. Its content goes when it was applied, thrown away or too old."""

    __tablename__ = "impor_pegawai"
    __table_args__ = (CheckConstraint(enum_check("keadaan", KeadaanImpor), name="keadaan"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    nama_berkas: Mapped[str] = mapped_column(String(200))
    sidik: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    isi: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    is_keluar: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    keadaan: Mapped[KeadaanImpor] = mapped_column(EnumText(KeadaanImpor, 20), default=KeadaanImpor.DIPERIKSA)
    hitungan: Mapped[dict[str, int]] = mapped_column(JSONB)
    pesan: Mapped[list[Any]] = mapped_column(JSONB, deferred=True)  # [line, NIP, column, level, word, values]
    rencana_sidik: Mapped[str] = mapped_column(String(64))  # of every single change that was shown
    kemajuan: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # percent
    pengunggah_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengunggah: Mapped[Pengguna] = relationship()
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), index=True
    )
    applied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return self.nama_berkas

    __repr__ = __str__


class SumberPegawai(Timestamps, Model):
    """The city's personnel system that the directory is fetched from: one row, set by Superadmin."""

    __tablename__ = "sumber_pegawai"
    __table_args__ = (
        CheckConstraint("id = 1", name="satu"),
        CheckConstraint("menit BETWEEN 5 AND 10080", name="menit"),
        CheckConstraint("NOT is_aktif OR alamat <> ''", name="beralamat"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    alamat: Mapped[str] = mapped_column(String(300), default="", server_default="")
    token_sandi: Mapped[str | None] = mapped_column(Text)  # encrypted
    pemetaan: Mapped[dict[str, str]] = mapped_column(JSONB)
    menit: Mapped[int] = mapped_column(Integer, default=360, server_default="360")
    is_keluar: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_aktif: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    last_run_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_ok_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hasil: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=text("'{}'::jsonb"))
    versi: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return self.alamat

    __repr__ = __str__


class JenisTautan(StrEnum):
    TAUTAN = "tautan"
    KODE = "kode"
    SUDAH = "sudah"  # a mail that says: you have an account already
    TUNGGU = "tunggu"  # a mail that says: Admin must look first


class TautanPegawai(Model):
    """A first sign-in that was asked for: a link or a code to the directory's address, good once and not for long."""

    __tablename__ = "tautan_pegawai"
    __table_args__ = (CheckConstraint(enum_check("jenis", JenisTautan), name="jenis"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pegawai_id: Mapped[int] = mapped_column(ForeignKey("pegawai.id"), index=True)
    pegawai: Mapped[Pegawai] = relationship()
    jenis: Mapped[JenisTautan] = mapped_column(EnumText(JenisTautan, 10))
    email: Mapped[str] = mapped_column(String(320))  # the directory's address then: another one later ends it
    token_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # set when the mail is written
    kode_sidik: Mapped[str | None] = mapped_column(String(64))  # keyed
    gagal: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return self.pegawai.nama

    __repr__ = __str__
