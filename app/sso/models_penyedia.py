"""Being a provider, as rows: applications, signing keys, consents, grants and their tokens. No secret in the clear.

A grant (PemberianSso) is one sign-in of a person at an application: its code, and every token made from it. Whether it
still counts is decided at each use, by rules_penyedia.py.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.akun.models_masuk import Sesi
from app.kit.mixins import EnumText, Model, Timestamps, enum_check


class KlienSso(Timestamps, Model):
    """An application whose people sign in here. Without a secret it is a public one (on a telephone, in a browser)."""

    __tablename__ = "klien_sso"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(80), unique=True)
    client_id: Mapped[str] = mapped_column(String(80), unique=True)
    rahasia_sidik: Mapped[str | None] = mapped_column(String(64))  # keyed hash
    alamat_kembali: Mapped[list[str]] = mapped_column(JSONB)
    alamat_keluar: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default=text("'[]'::jsonb"))
    scopes: Mapped[str] = mapped_column(String(200))
    # An application of the city itself: no question before it learns name and e-mail.
    is_kota: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    is_loopback: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    is_aktif: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    versi: Mapped[int] = mapped_column(Integer)
    __mapper_args__: dict[str, Any] = {"version_id_col": versi}

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class KeadaanKunci(StrEnum):
    BERIKUT = "berikut"  # already shown to applications, signs nothing yet
    DIPAKAI = "dipakai"
    PENSIUN = "pensiun"  # signs no more; its private half is gone


class KunciSso(Model):
    """A key that ID tokens are signed with. Its private half is encrypted, and forgotten when the key retires."""

    __tablename__ = "kunci_sso"
    __table_args__ = (
        CheckConstraint(enum_check("keadaan", KeadaanKunci), name="keadaan"),
        CheckConstraint("(privat_sandi IS NULL) = (keadaan = 'pensiun')", name="privat"),
        Index(
            "uq_kunci_sso_satu", "keadaan", unique=True, postgresql_where=text("keadaan IN ('berikut', 'dipakai')")
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), unique=True)
    keadaan: Mapped[KeadaanKunci] = mapped_column(EnumText(KeadaanKunci, 10))
    privat_sandi: Mapped[str | None] = mapped_column(Text)  # encrypted
    publik: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    active_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return self.kid

    __repr__ = __str__


class SubjekSso(Model):
    """Under which name applications know a person: random, for ever the same, and nothing else is to be read from it."""

    __tablename__ = "subjek_sso"
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True)
    sub: Mapped[str] = mapped_column(String(36), unique=True)


class IzinSso(Model):
    """What a person lets an application learn. `is_otomatis`: nobody was asked, an application of the city."""

    __tablename__ = "izin_sso"
    __table_args__ = (
        Index(
            "uq_izin_sso_berlaku",
            "pengguna_id",
            "klien_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    klien_id: Mapped[int] = mapped_column(ForeignKey("klien_sso.id"), index=True)
    klien: Mapped[KlienSso] = relationship()
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    scopes: Mapped[str] = mapped_column(String(200))
    is_otomatis: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PemberianSso(Model):
    """One sign-in at an application: the code with all it is bound to, and the family of tokens made from it."""

    __tablename__ = "pemberian_sso"
    __table_args__ = (Index("ix_pemberian_sso_created_at", "created_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    izin_id: Mapped[int] = mapped_column(ForeignKey("izin_sso.id", ondelete="CASCADE"), index=True)
    izin: Mapped[IzinSso] = relationship()
    klien_id: Mapped[int] = mapped_column(ForeignKey("klien_sso.id"), index=True)
    klien: Mapped[KlienSso] = relationship()
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    sesi_id: Mapped[int | None] = mapped_column(ForeignKey("sesi.id", ondelete="SET NULL"), index=True)
    sesi: Mapped[Sesi | None] = relationship()
    sesi_versi: Mapped[int] = mapped_column(Integer)  # the account's, then
    kode_sidik: Mapped[str] = mapped_column(String(64), unique=True)
    alamat_kembali: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(String(200))
    nonce: Mapped[str | None] = mapped_column(String(255))
    challenge: Mapped[str] = mapped_column(String(43))
    auth_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    cara: Mapped[str] = mapped_column(String(12))
    is_kuat: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))  # of the code
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class JenisToken(StrEnum):
    AKSES = "akses"
    SEGAR = "segar"


class TokenSso(Model):
    """An access token, or a refresh token that works once."""

    __tablename__ = "token_sso"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisToken), name="jenis"),
        Index("ix_token_sso_expires_at", "expires_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    pemberian_id: Mapped[int] = mapped_column(ForeignKey("pemberian_sso.id", ondelete="CASCADE"), index=True)
    pemberian: Mapped[PemberianSso] = relationship()
    jenis: Mapped[JenisToken] = mapped_column(EnumText(JenisToken, 10))
    token_sidik: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
