"""A case and its parts. Rows here have a life: only `operations.py` writes them.

Institution and officers are snapshots, taken while the application is written and frozen when it is
submitted; a later change of a profile never rewrites a case.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.identitas import NUMBER_WORDS, JenisIdentitas
from app.akun.models import Instansi, Pengguna, UndanganInstansi
from app.kit.mixins import EnumText, Model, Timestamps, enum_check, search_vector
from app.permohonan.alur import Bagian, Giliran, Hak, Status
from app.rujukan.models import OPD, JenisPemohon, Kategori, PaktaIntegritas, Urusan
from app.rujukan.models_rencana import RencanaAlur, RencanaTahap, TahapBahas

permohonan_urusan = Table(
    "permohonan_urusan",
    Model.metadata,
    Column("permohonan_id", ForeignKey("permohonan.id", ondelete="CASCADE"), primary_key=True),
    Column("urusan_id", ForeignKey("urusan.id"), primary_key=True, index=True),
)


class Permohonan(Timestamps, Model):
    """An application for cooperation, from the empty draft on; the case that everybody speaks of."""

    __tablename__ = "permohonan"
    __table_args__ = (
        CheckConstraint(enum_check("status", Status), name="status"),
        CheckConstraint(enum_check("giliran", Giliran), name="giliran"),
        CheckConstraint(
            "(status = 'draf') = (submitted_at IS NULL)", name="dikirim"
        ),  # a draft has no moment of submission, everything else has
        CheckConstraint("status = 'draf' OR judul <> ''", name="judul"),
        Index("ix_permohonan_cari", "cari", postgresql_using="gin"),
        Index("ix_permohonan_status_id", "status", "id"),
        Index("ix_permohonan_submitted_at_id", "submitted_at", "id"),
        Index("ix_permohonan_status_since_id", "status_since", "id"),
        Index("ix_permohonan_status_status_since_id", "status", "status_since", "id"),
        Index("ix_permohonan_judul_id", "judul", "id"),
        Index("ix_permohonan_instansi_jenis_id", "instansi_jenis", "id"),
        Index("ix_permohonan_kode_id", "kode", "id"),
        Index("ix_permohonan_kategori_id_id", "kategori_id", "id"),
        Index("ix_permohonan_giliran_status_since_id", "giliran", "status_since", "id"),
        Index("ix_permohonan_giliran_id", "giliran", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), unique=True)  # provisional (D-…) until submitted
    kode_draf: Mapped[str] = mapped_column(String(12), unique=True)  # stays: old links find the case
    status: Mapped[Status] = mapped_column(EnumText(Status), default=Status.DRAF)
    status_since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    giliran: Mapped[Giliran] = mapped_column(EnumText(Giliran, 20), default=Giliran.PEMOHON)
    giliran_since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    putaran: Mapped[int] = mapped_column(SmallInteger, default=0)  # how often it was submitted
    # The plan of stages in force when Penawaran began; a later version never changes a running case.
    rencana_id: Mapped[int | None] = mapped_column(ForeignKey("rencana_alur.id"), index=True)
    rencana: Mapped[RencanaAlur | None] = relationship()

    judul: Mapped[str] = mapped_column(String(250), default="")
    urusan: Mapped[list[Urusan]] = relationship(secondary=permohonan_urusan, order_by=Urusan.kode)
    kategori_id: Mapped[int | None] = mapped_column(ForeignKey("kategori.id"))
    kategori: Mapped[Kategori | None] = relationship(foreign_keys=[kategori_id])
    kategori_usulan_id: Mapped[int | None] = mapped_column(ForeignKey("kategori.id"), index=True)
    kategori_usulan: Mapped[Kategori | None] = relationship(foreign_keys=[kategori_usulan_id])
    kategori_alasan: Mapped[str] = mapped_column(String(500), default="")  # why it differs from the proposal

    # snapshot of the institution
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"), index=True)
    instansi: Mapped[Instansi] = relationship()
    instansi_nama: Mapped[str] = mapped_column(String(200))
    instansi_jenis: Mapped[JenisPemohon] = mapped_column(EnumText(JenisPemohon))
    instansi_wilayah_id: Mapped[int] = mapped_column(ForeignKey("wilayah.id"), index=True)
    instansi_wilayah: Mapped[str] = mapped_column(String(120))
    instansi_kode_pos: Mapped[str] = mapped_column(String(5))
    instansi_alamat: Mapped[str] = mapped_column(String(500))
    instansi_telepon: Mapped[str] = mapped_column(String(20))
    instansi_email: Mapped[str] = mapped_column(String(320))
    instansi_website: Mapped[str | None] = mapped_column(String(300))

    pemilik_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)  # PPKSD-1
    pemilik: Mapped[Pengguna] = relationship()
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    penutup: Mapped[str] = mapped_column(Text, default="")  # reason of refusal or withdrawal
    is_contoh: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    versi: Mapped[int] = mapped_column(Integer)
    cari: Mapped[str] = search_vector(
        prose=("judul", "instansi_nama"), codes=("kode", "judul", "instansi_nama")
    )

    petugas: Mapped[list["Petugas"]] = relationship(
        back_populates="permohonan", order_by="Petugas.ke", cascade="all, delete-orphan", passive_deletes=True
    )
    persiapan: Mapped["Persiapan"] = relationship(
        back_populates="permohonan", uselist=False, cascade="all, delete-orphan", passive_deletes=True
    )
    bagian: Mapped[list["BagianPermohonan"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    kiriman: Mapped[list["Kiriman"]] = relationship(back_populates="permohonan", order_by="Kiriman.putaran")
    verifikasi: Mapped[list["Verifikasi"]] = relationship(
        back_populates="permohonan", order_by="Verifikasi.putaran"
    )
    # `refresh-expire`: operations.lock() reads these anew together with the case, whoever still holds the old rows.
    tahap: Mapped[list["TahapPerkara"]] = relationship(
        back_populates="permohonan",
        order_by="TahapPerkara.id",
        cascade="save-update, merge, refresh-expire",
    )
    penugasan: Mapped[list["Penugasan"]] = relationship(
        back_populates="permohonan",
        order_by="Penugasan.id",
        cascade="save-update, merge, refresh-expire",
    )
    pengampu: Mapped[list["PengampuPerkara"]] = relationship(
        back_populates="permohonan", order_by="PengampuPerkara.opd_id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return f"{self.kode} {self.judul}".strip()

    __repr__ = __str__


class JawabanPetugas(StrEnum):
    MENUNGGU = "menunggu"
    DITERIMA = "diterima"
    DITOLAK = "ditolak"


class Petugas(Timestamps, Model):
    """One of the two contacts (PPKSD) with a snapshot of the biodata.

    PPKSD-2 is a member of the same institution (`pengguna`) or somebody invited into it by e-mail
    (`undangan`, whose acceptance fills `pengguna`), and must confirm.
    """

    __tablename__ = "petugas"
    __table_args__ = (
        CheckConstraint("ke IN (1, 2)", name="ke"),
        CheckConstraint(enum_check("jawaban", JawabanPetugas), name="jawaban"),
        UniqueConstraint("permohonan_id", "ke"),
        UniqueConstraint("permohonan_id", "pengguna_id"),
        CheckConstraint("pengguna_id IS NOT NULL OR undangan_id IS NOT NULL", name="siapa"),
        CheckConstraint(enum_check("jenis_identitas", JenisIdentitas), name="jenis_identitas"),
        CheckConstraint(enum_check("hak", Hak), name="hak"),
        CheckConstraint("ke = 2 OR hak = 'tanda_tangan'", name="hak_pertama"),  # PPKSD-1 may do everything
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id", ondelete="CASCADE"))
    permohonan: Mapped[Permohonan] = relationship(back_populates="petugas")
    ke: Mapped[int] = mapped_column(SmallInteger)
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna | None] = relationship()
    undangan_id: Mapped[int | None] = mapped_column(ForeignKey("undangan_instansi.id"), index=True)
    undangan: Mapped[UndanganInstansi | None] = relationship()
    jawaban: Mapped[JawabanPetugas] = mapped_column(EnumText(JawabanPetugas, 20))
    dijawab_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hak: Mapped[Hak] = mapped_column(
        EnumText(Hak, 20), default=Hak.TANDA_TANGAN, server_default="tanda_tangan"
    )
    # snapshot of the biodata; empty until the person has confirmed
    nama: Mapped[str] = mapped_column(String(200), default="")
    # Whose number `nik_*` holds: a NIK, or that of another identity of somebody who has none.
    jenis_identitas: Mapped[JenisIdentitas] = mapped_column(
        EnumText(JenisIdentitas, 10), default=JenisIdentitas.KTP, server_default="ktp"
    )
    nik_sandi: Mapped[str] = mapped_column(String(255), default="")
    nik_samar: Mapped[str] = mapped_column(String(16), default="")
    nomor_kepegawaian: Mapped[str] = mapped_column(String(40), default="")
    telepon: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    unit_kerja: Mapped[str] = mapped_column(String(200), default="")
    jabatan: Mapped[str] = mapped_column(String(200), default="")

    @property
    def nomor_kata(self) -> Any:
        """What the number in `nik_samar` is called: NIK, Paspor, …"""
        return NUMBER_WORDS[self.jenis_identitas or JenisIdentitas.KTP]


class Persiapan(Timestamps, Model):
    """The nine fields of the kerangka acuan kerja (Permendagri 22/2020 article 7; guide 5.3)."""

    __tablename__ = "persiapan"
    permohonan_id: Mapped[int] = mapped_column(
        ForeignKey("permohonan.id", ondelete="CASCADE"), primary_key=True
    )
    permohonan: Mapped[Permohonan] = relationship(back_populates="persiapan")
    latar_belakang: Mapped[str] = mapped_column(Text, default="")
    maksud_tujuan: Mapped[str] = mapped_column(Text, default="")
    lokasi: Mapped[str] = mapped_column(Text, default="")
    ruang_lingkup: Mapped[str] = mapped_column(Text, default="")
    peran_para_pihak: Mapped[str] = mapped_column(Text, default="")
    jangka_waktu: Mapped[str] = mapped_column(Text, default="")
    manfaat: Mapped[str] = mapped_column(Text, default="")
    analisis: Mapped[str] = mapped_column(Text, default="")
    pembiayaan: Mapped[str] = mapped_column(Text, default="")


class BagianPermohonan(Model):
    """The version of one part of the form: who saved it last. Two people at once: the second is told."""

    __tablename__ = "bagian_permohonan"
    __table_args__ = (CheckConstraint(enum_check("bagian", Bagian), name="bagian"),)
    permohonan_id: Mapped[int] = mapped_column(
        ForeignKey("permohonan.id", ondelete="CASCADE"), primary_key=True
    )
    bagian: Mapped[Bagian] = mapped_column(EnumText(Bagian, 20), primary_key=True)
    versi: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    saved_by: Mapped[Pengguna] = relationship()
    # Fields that autosaves changed and the journal has not told yet.
    belum_dicatat: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))


class Kiriman(Model):
    """What was submitted in one round, whole: the answer to "what changed since the last look"."""

    __tablename__ = "kiriman"
    __table_args__ = (UniqueConstraint("permohonan_id", "putaran"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship(back_populates="kiriman")
    putaran: Mapped[int] = mapped_column(SmallInteger)
    pengirim_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengirim: Mapped[Pengguna] = relationship()
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    isi: Mapped[dict[str, Any]] = mapped_column(JSONB)  # field name (alur.ISIAN) -> text


class PersetujuanPakta(Model):
    """That a person accepted one version of the integrity pact for one case, with time and hash of the text."""

    __tablename__ = "persetujuan_pakta"
    __table_args__ = (UniqueConstraint("permohonan_id", "pengguna_id", "pakta_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id", ondelete="CASCADE"))
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    pakta_id: Mapped[int] = mapped_column(ForeignKey("pakta_integritas.id"), index=True)
    pakta: Mapped[PaktaIntegritas] = relationship()
    sidik: Mapped[str] = mapped_column(String(64))
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class HasilVerifikasi(StrEnum):
    SETUJU = "setuju"
    PERBAIKAN = "perbaikan"
    TOLAK = "tolak"


class Verifikasi(Model):
    """Admin's one answer to one submission."""

    __tablename__ = "verifikasi"
    __table_args__ = (
        CheckConstraint(enum_check("hasil", HasilVerifikasi), name="hasil"),
        UniqueConstraint("permohonan_id", "putaran"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship(back_populates="verifikasi")
    putaran: Mapped[int] = mapped_column(SmallInteger)
    hasil: Mapped[HasilVerifikasi] = mapped_column(EnumText(HasilVerifikasi, 20))
    catatan: Mapped[str] = mapped_column(Text, default="")
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    oleh: Mapped[Pengguna] = relationship()
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    permintaan: Mapped[list["PermintaanPerbaikan"]] = relationship(
        back_populates="verifikasi", order_by="PermintaanPerbaikan.id"
    )


class AlasanPerbaikan(StrEnum):
    TIDAK_BENAR = "tidak_benar"
    TIDAK_LENGKAP = "tidak_lengkap"
    TIDAK_BERLAKU = "tidak_berlaku"


class PermintaanPerbaikan(Model):
    """A correction asked for one field, with a typed reason. Answered when the applicant says so or changes it."""

    __tablename__ = "permintaan_perbaikan"
    __table_args__ = (
        CheckConstraint(enum_check("alasan", AlasanPerbaikan), name="alasan"),
        UniqueConstraint("verifikasi_id", "isian"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    verifikasi_id: Mapped[int] = mapped_column(ForeignKey("verifikasi.id"))
    verifikasi: Mapped[Verifikasi] = relationship(back_populates="permintaan")
    isian: Mapped[str] = mapped_column(String(40))  # a key of alur.ISIAN
    alasan: Mapped[AlasanPerbaikan] = mapped_column(EnumText(AlasanPerbaikan, 20))
    catatan: Mapped[str] = mapped_column(Text, default="")
    selesai_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class GiliranPerkara(Model):
    """The clock ledger: from when until when a case was whose turn. Written whenever the turn or the status moves."""

    __tablename__ = "giliran_perkara"
    __table_args__ = (
        CheckConstraint(enum_check("giliran", Giliran), name="giliran"),
        CheckConstraint(enum_check("status", Status), name="status"),
        CheckConstraint("until_at IS NULL OR until_at >= since_at", name="masa"),
        Index(
            "uq_giliran_perkara_berjalan",
            "permohonan_id",
            unique=True,
            postgresql_where=text("until_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id", ondelete="CASCADE"), index=True)
    status: Mapped[Status] = mapped_column(EnumText(Status))
    giliran: Mapped[Giliran] = mapped_column(EnumText(Giliran, 20))
    since_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    until_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class HasilTahap(StrEnum):
    """How a stage of discussion ended."""

    DISEPAKATI = "disepakati"
    DILEWATI = "dilewati"  # an agreement that already stands takes its place
    DIHENTIKAN = "dihentikan"  # the case was refused or withdrawn in it


class TahapPerkara(Model):
    """One stage of discussion of one case, from its opening to its close; closed, its documents are locked."""

    __tablename__ = "tahap_perkara"
    __table_args__ = (
        CheckConstraint(enum_check("tahap", TahapBahas), name="tahap"),
        CheckConstraint(enum_check("hasil", HasilTahap), name="hasil"),
        CheckConstraint("(closed_at IS NULL) = (hasil IS NULL)", name="tutup"),
        UniqueConstraint("permohonan_id", "tahap"),
        Index(
            "uq_tahap_perkara_terbuka",
            "permohonan_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship(back_populates="tahap")
    rencana_tahap_id: Mapped[int] = mapped_column(ForeignKey("rencana_tahap.id"), index=True)
    rencana_tahap: Mapped[RencanaTahap] = relationship(lazy="joined")
    tahap: Mapped[TahapBahas] = mapped_column(EnumText(TahapBahas, 20))
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hasil: Mapped[HasilTahap | None] = mapped_column(EnumText(HasilTahap, 20))


class Penugasan(Model):
    """A member of the coordination team whom Admin put on a case, and until when."""

    __tablename__ = "penugasan"
    __table_args__ = (
        Index(
            "uq_penugasan_aktif",
            "permohonan_id",
            "pengguna_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"), index=True)
    permohonan: Mapped[Permohonan] = relationship(back_populates="penugasan")
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship(foreign_keys=[pengguna_id], lazy="joined")
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    assigned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PengampuPerkara(Model):
    """A perangkat daerah that carries the cooperation out (OPD pengampu); its lokus members see the case."""

    __tablename__ = "pengampu_perkara"
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"), primary_key=True)
    permohonan: Mapped[Permohonan] = relationship(back_populates="pengampu")
    opd_id: Mapped[int] = mapped_column(ForeignKey("opd.id"), primary_key=True, index=True)
    opd: Mapped[OPD] = relationship(lazy="joined")


class Penghitung(Model):
    """A counter that is read and raised under a row lock: no two cases get the same number."""

    __tablename__ = "penghitung"
    kunci: Mapped[str] = mapped_column(String(60), primary_key=True)
    nilai: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))


class TampilanTersimpan(Timestamps, Model):
    """A search of the list that a person keeps under a name; only the address is stored, never what it finds."""

    __tablename__ = "tampilan_tersimpan"
    __table_args__ = (UniqueConstraint("pengguna_id", "nama"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    nama: Mapped[str] = mapped_column(String(60))
    alamat: Mapped[str] = mapped_column(String(1000))  # the query string, without `?`

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__
