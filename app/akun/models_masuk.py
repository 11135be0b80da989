"""Signing in, as rows: sessions, the second factor, recovery codes, passkeys. No secret stands here in the clear.

A row ends with its account. Who may sign in is decided elsewhere.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import Model


class Sesi(Model):
    """One browser in which a person is signed in. The browser's cookie carries the token, this row its hash.

    In force while it has not ended and while `versi` is the account's `sesi_versi`, which a new password raises.
    """

    __tablename__ = "sesi"
    __table_args__ = (
        Index("ix_sesi_terbuka", "pengguna_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_sesi_seen_at", "seen_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    token_sidik: Mapped[str] = mapped_column(String(64), unique=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"))
    pengguna: Mapped[Pengguna] = relationship()
    versi: Mapped[int] = mapped_column(Integer)
    cara: Mapped[str] = mapped_column(String(12))  # how it was proved: the words of pintu.py
    # Proved by two things: a second factor, a passkey that asked for PIN or finger, or so said by the provider.
    is_kuat: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    peramban: Mapped[str] = mapped_column(String(80), default="", server_default="")
    alamat: Mapped[str] = mapped_column(
        String(50), default="", server_default=""
    )  # shortened: a network, no host
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))  # a few minutes behind
    proved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class FaktorTotp(Model):
    """The app on a telephone that shows a new code every half minute. In use once a code of it has been typed."""

    __tablename__ = "faktor_totp"
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True)
    rahasia_sandi: Mapped[str] = mapped_column(String(255))  # encrypted
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # no code counts twice
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class KodePemulihan(Model):
    """A code on paper, for the day when the telephone is lost. Works once."""

    __tablename__ = "kode_pemulihan"
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    kode_sidik: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class KunciSandi(Model):
    """A passkey: the public half of a key that a device or a password manager keeps."""

    __tablename__ = "kunci_sandi"
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    nama: Mapped[str] = mapped_column(String(60))
    kredensial: Mapped[str] = mapped_column(String(1400), unique=True)  # base64url
    kunci_publik: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__
