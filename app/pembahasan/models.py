"""Messages, opinions and the letter of offer. Rows with a life: only operations write them, nothing is erased."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import EnumText, Model, enum_check
from app.kit.storage import Berkas
from app.naskah.models import VersiNaskah
from app.permohonan.models import Permohonan, TahapPerkara
from app.rujukan.models_rencana import PihakPendapat


class Pesan(Model):
    """One message of a stage, for all parties or only for Admin and the team. Withdrawn it stays and says so."""

    __tablename__ = "pesan"
    __table_args__ = (
        Index("ix_pesan_permohonan_id_id", "permohonan_id", "id"),
        CheckConstraint("(ditarik_at IS NULL) = (ditarik_oleh_id IS NULL)", name="ditarik"),
        CheckConstraint("isi <> ''", name="isi"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship()
    tahap_id: Mapped[int | None] = mapped_column(
        ForeignKey("tahap_perkara.id"), index=True
    )  # None: after the stages
    tahap: Mapped[TahapPerkara | None] = relationship()
    versi_id: Mapped[int | None] = mapped_column(
        ForeignKey("versi_naskah.id"), index=True
    )  # what it is about
    versi: Mapped[VersiNaskah | None] = relationship()
    penulis_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    penulis: Mapped[Pengguna] = relationship(foreign_keys=[penulis_id])
    peran: Mapped[str] = mapped_column(String(60))
    isi: Mapped[str] = mapped_column(Text)
    is_internal: Mapped[bool] = mapped_column(Boolean, default=False)
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ditarik_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ditarik_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    # The token of the form: a second press of the button is the same message.
    kunci: Mapped[str] = mapped_column(String(40), unique=True)
    lampiran: Mapped[list["LampiranPesan"]] = relationship(
        back_populates="pesan", order_by="LampiranPesan.id"
    )

    def __str__(self) -> str:
        return f"Pesan {self.id}"


class LampiranPesan(Model):
    """A file that came with a message; who may read the message may read it."""

    __tablename__ = "lampiran_pesan"
    id: Mapped[int] = mapped_column(primary_key=True)
    pesan_id: Mapped[int] = mapped_column(ForeignKey("pesan.id"), index=True)
    pesan: Mapped[Pesan] = relationship(back_populates="lampiran")
    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas.id"), index=True)
    berkas: Mapped[Berkas] = relationship()
    nama: Mapped[str] = mapped_column(String(200))


class Sikap(StrEnum):
    """What somebody thinks of a version."""

    SETUJU = "setuju"
    SETUJU_CATATAN = "setuju_catatan"
    PERLU_PERBAIKAN = "perlu_perbaikan"
    TIDAK_SETUJU = "tidak_setuju"


MENYETUJUI = (Sikap.SETUJU, Sikap.SETUJU_CATATAN)


class Pendapat(Model):
    """An opinion of one person, in one hat, on the version seen. A changed opinion is a new row; the old one stays.

    It is stale when a required document of the stage has a version newer than `terakhir_id`.
    """

    __tablename__ = "pendapat"
    __table_args__ = (
        CheckConstraint(enum_check("pihak", PihakPendapat), name="pihak"),
        CheckConstraint(enum_check("sikap", Sikap), name="sikap"),
        CheckConstraint("sikap = 'setuju' OR alasan <> ''", name="alasan"),
        CheckConstraint("terakhir_id >= versi_id", name="terakhir"),
        CheckConstraint("(ditanggapi_at IS NULL) = (ditanggapi_oleh_id IS NULL)", name="ditanggapi"),
        Index(
            "uq_pendapat_berlaku",
            "tahap_id",
            "pengguna_id",
            unique=True,
            postgresql_where=text("digantikan_at IS NULL"),
        ),
        Index("ix_pendapat_permohonan_id_id", "permohonan_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"))
    permohonan: Mapped[Permohonan] = relationship()
    tahap_id: Mapped[int] = mapped_column(ForeignKey("tahap_perkara.id"))
    tahap: Mapped[TahapPerkara] = relationship()
    versi_id: Mapped[int] = mapped_column(ForeignKey("versi_naskah.id"), index=True)  # of the slot `pokok`
    versi: Mapped[VersiNaskah] = relationship(foreign_keys=[versi_id])
    terakhir_id: Mapped[int] = mapped_column(
        ForeignKey("versi_naskah.id"), index=True
    )  # newest required version seen
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship(foreign_keys=[pengguna_id])
    pihak: Mapped[PihakPendapat] = mapped_column(EnumText(PihakPendapat, 10))
    peran: Mapped[str] = mapped_column(String(160))  # role and position, as shown
    jabatan_tim_id: Mapped[int | None] = mapped_column(
        ForeignKey("jabatan_tim.id"), index=True
    )  # held at that moment
    sikap: Mapped[Sikap] = mapped_column(EnumText(Sikap, 20))
    alasan: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    digantikan_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The applicant's answer to a note.
    tanggapan: Mapped[str] = mapped_column(Text, default="")
    ditanggapi_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ditanggapi_oleh_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    def __str__(self) -> str:
        return f"{self.sikap} {self.pengguna_id}"


class Pengembalian(Model):
    """Admin sent the papers of a stage back to the applicant with a reason; answered by the next version."""

    __tablename__ = "pengembalian"
    id: Mapped[int] = mapped_column(primary_key=True)
    tahap_id: Mapped[int] = mapped_column(ForeignKey("tahap_perkara.id"), index=True)
    tahap: Mapped[TahapPerkara] = relationship()
    terakhir_id: Mapped[int] = mapped_column(
        ForeignKey("versi_naskah.id"), index=True
    )  # newest required version then
    oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    oleh: Mapped[Pengguna] = relationship()
    alasan: Mapped[str] = mapped_column(Text)
    returned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SuratPenawaran(Model):
    """The letter of offer on record: number and date of the partner, and the day on which the city received it."""

    __tablename__ = "surat_penawaran"
    __table_args__ = (CheckConstraint("diterima_on IS NULL OR diterima_on >= tanggal", name="diterima"),)
    permohonan_id: Mapped[int] = mapped_column(ForeignKey("permohonan.id"), primary_key=True)
    permohonan: Mapped[Permohonan] = relationship()
    nomor: Mapped[str] = mapped_column(String(120))
    tanggal: Mapped[date] = mapped_column(Date)
    diterima_on: Mapped[date | None] = mapped_column(Date)  # by Admin; the clock of the answer starts here
    dicatat_oleh_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    dicatat_oleh: Mapped[Pengguna] = relationship()
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
