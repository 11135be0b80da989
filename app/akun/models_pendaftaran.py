"""Registration: who has asked for an account and not yet proved the address; the identity shown at registration.

A row of `pendaftaran` is no account: it can do nothing but become one, through the link in the mail, or vanish.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.identitas import JenisIdentitas, Kewarganegaraan
from app.akun.models import Pengguna
from app.kit.mixins import EnumText, Model, enum_check


class Pintu(StrEnum):
    """The three doors of the guide; officials of the city need none (they sign in by NIP), so the third is for PTT."""

    WARGA = "warga"
    INSTITUSI = "institusi"
    PTT = "ptt"


class Pendaftaran(Model):
    """One form sent in. Several may wait for one address: nobody replaces what another has written before the owner
    of the mailbox has chosen; the first that is activated ends the others."""

    __tablename__ = "pendaftaran"
    __table_args__ = (
        CheckConstraint(enum_check("pintu", Pintu), name="pintu"),
        CheckConstraint(enum_check("kewarganegaraan", Kewarganegaraan), name="kewarganegaraan"),
        CheckConstraint(enum_check("jenis_identitas", JenisIdentitas), name="jenis_identitas"),
        Index("ix_pendaftaran_email_id", "email", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pintu: Mapped[Pintu] = mapped_column(EnumText(Pintu, 10))
    nama: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))  # lower case
    sandi: Mapped[str] = mapped_column(String(256))  # the hash of the password
    bahasa: Mapped[str] = mapped_column(String(2), default="id", server_default="id")
    kewarganegaraan: Mapped[Kewarganegaraan] = mapped_column(EnumText(Kewarganegaraan, 3))
    jenis_identitas: Mapped[JenisIdentitas] = mapped_column(EnumText(JenisIdentitas, 10))
    nomor_sandi: Mapped[str] = mapped_column(String(255))  # encrypted
    nomor_sidik: Mapped[str] = mapped_column(String(64))  # keyed hash
    nomor_samar: Mapped[str] = mapped_column(String(16))
    # What only one door asks: the institution's columns by name (`wilayah_id` as a number), or a PTT's work.
    isian: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    token_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # set when the mail is written
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))  # of the link in the mail
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), index=True
    )

    def __str__(self) -> str:
        """Nothing of the person: the journal keeps this text for ever."""
        return f"Pendaftaran {self.id}"

    __repr__ = __str__


class Identitas(Model):
    """The identity with which a person registered. A NIK stands here until the biodata has it too, and follows it."""

    __tablename__ = "identitas"
    __table_args__ = (
        CheckConstraint(enum_check("kewarganegaraan", Kewarganegaraan), name="kewarganegaraan"),
        CheckConstraint(enum_check("jenis", JenisIdentitas), name="jenis"),
    )
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True)
    pengguna: Mapped[Pengguna] = relationship()
    kewarganegaraan: Mapped[Kewarganegaraan] = mapped_column(EnumText(Kewarganegaraan, 3))
    jenis: Mapped[JenisIdentitas] = mapped_column(EnumText(JenisIdentitas, 10))
    nomor_sandi: Mapped[str] = mapped_column(String(255))  # encrypted
    nomor_sidik: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash
    nomor_samar: Mapped[str] = mapped_column(String(16))
    # What the first form of the biodata begins with; a PTT said it at registration.
    unit_kerja: Mapped[str] = mapped_column(String(200), default="", server_default="")
    nomor_kepegawaian: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class PeriksaTerpakai(Model):
    """A robot check that has been used: it counts once. Forgotten when it would have expired anyway."""

    __tablename__ = "periksa_terpakai"
    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
