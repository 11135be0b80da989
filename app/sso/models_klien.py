"""Signing in through other providers: who they are, whose account is which person's there, what their claims give.

Secrets and tokens are kept encrypted, one-use values as hashes. Nothing is asked of a provider here.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit.mixins import Model, Timestamps
from app.rujukan.models import OPD


class PenyediaSso(Timestamps, Model):
    """Another program that proves who people are, known by the address of its issuer. Retired, never deleted."""

    __tablename__ = "penyedia_sso"
    __table_args__ = (
        CheckConstraint("kode ~ '^[a-z0-9][a-z0-9-]{1,39}$'", name="kode"),
        CheckConstraint("is_aktif OR NOT is_utama", name="utama_aktif"),
        UniqueConstraint("issuer", "client_id"),
        Index("uq_penyedia_sso_utama", "is_utama", unique=True, postgresql_where=text("is_utama")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), unique=True)
    nama: Mapped[str] = mapped_column(String(80))
    label_tombol: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(300))
    client_id: Mapped[str] = mapped_column(String(200))
    rahasia_sandi: Mapped[str | None] = mapped_column(Text)  # encrypted; NULL: a public client
    scopes: Mapped[str] = mapped_column(String(200), default="openid email profile")
    klaim_nip: Mapped[str] = mapped_column(String(80), default="", server_default="")
    klaim_unit: Mapped[str] = mapped_column(String(80), default="", server_default="")
    # Values of acr and amr, by blanks, at which the provider's second factor counts as ours.
    nilai_kuat: Mapped[str] = mapped_column(String(300), default="", server_default="")
    is_aktif: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_utama: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_membuat_akun: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    versi: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class AkunSso(Model):
    """The person `sub` at a provider is this account of ours. Made only after a proof."""

    __tablename__ = "akun_sso"
    __table_args__ = (UniqueConstraint("penyedia_id", "sub"), UniqueConstraint("penyedia_id", "pengguna_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    penyedia_id: Mapped[int] = mapped_column(ForeignKey("penyedia_sso.id"))
    penyedia: Mapped[PenyediaSso] = relationship()
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    sub: Mapped[str] = mapped_column(String(255))
    nama_sana: Mapped[str] = mapped_column(
        String(320)
    )  # what the provider calls this person, to recognise it
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # What rules on claims have given, so that it can be taken when the claim goes; never what a person has given.
    peran_dari_klaim: Mapped[list[str]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )
    opd_dari_klaim_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)

    def __str__(self) -> str:
        return f"{self.penyedia.nama}: {self.nama_sana}"

    __repr__ = __str__


class AturanKlaim(Timestamps, Model):
    """Who has this value in this claim gets this role, or belongs to this office, for as long as it is so."""

    __tablename__ = "aturan_klaim"
    __table_args__ = (
        CheckConstraint("peran_id IS NOT NULL OR opd_id IS NOT NULL", name="memberi"),
        Index(
            "uq_aturan_klaim_sama",
            "penyedia_id",
            "klaim",
            "nilai",
            "peran_id",
            "opd_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    penyedia_id: Mapped[int] = mapped_column(ForeignKey("penyedia_sso.id"))
    penyedia: Mapped[PenyediaSso] = relationship()
    klaim: Mapped[str] = mapped_column(String(80))
    nilai: Mapped[str] = mapped_column(String(200))
    peran_id: Mapped[int | None] = mapped_column(ForeignKey("ab_role.id"), index=True)
    peran: Mapped[Any] = relationship("Role")  # FAB's own class, known by its name
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    opd: Mapped[OPD | None] = relationship()
    is_active: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())

    def __str__(self) -> str:
        return f"{self.klaim} = {self.nilai}"

    __repr__ = __str__


class PermintaanSso(Model):
    """One attempt, from the button to the end: begun, answered by the provider, proved. Bound to one browser.

    The identity that came is kept (encrypted) only while the person has still to prove that the account is hers.
    """

    __tablename__ = "permintaan_sso"
    __table_args__ = (Index("ix_permintaan_sso_expires_at", "expires_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    penyedia_id: Mapped[int] = mapped_column(ForeignKey("penyedia_sso.id"), index=True)
    penyedia: Mapped[PenyediaSso] = relationship()
    peramban_sidik: Mapped[str] = mapped_column(String(64))
    state_sidik: Mapped[str] = mapped_column(String(64), unique=True)
    rahasia_sandi: Mapped[str] = mapped_column(Text)  # nonce and verifier, encrypted
    lanjut: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Who asked to link her account, signed in; NULL for a sign-in.
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # After the provider's answer, when a proof is still needed:
    identitas_sandi: Mapped[str | None] = mapped_column(Text)
    bukti_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # opens the page of the proof
    calon_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    calon: Mapped[Pengguna | None] = relationship(foreign_keys=[calon_id])
    surat_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # the link in the mail
    surat: Mapped[int] = mapped_column(default=0, server_default="0")  # how many mails were asked for
    gagal: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # wrong passwords on the page of the proof
    selesai_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        return f"{self.penyedia.nama}"

    __repr__ = __str__


class SesiSso(Model):
    """A sign-in through a provider, so that signing out reaches it too, and its word that the session is over reaches us."""

    __tablename__ = "sesi_sso"
    __table_args__ = (Index("ix_sesi_sso_sid", "penyedia_id", "sid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    penyedia_id: Mapped[int] = mapped_column(ForeignKey("penyedia_sso.id"), index=True)
    penyedia: Mapped[PenyediaSso] = relationship()
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    peramban_sidik: Mapped[str] = mapped_column(String(64), index=True)
    sub: Mapped[str] = mapped_column(String(255))
    sid: Mapped[str | None] = mapped_column(
        String(255)
    )  # the hash of it: providers make it as long as they like
    id_token_sandi: Mapped[str] = mapped_column(Text)  # encrypted
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), index=True
    )
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PesanKeluar(Model):
    """A message of sign-out that was heeded: the same one does nothing a second time."""

    __tablename__ = "pesan_keluar_sso"
    penyedia_id: Mapped[int] = mapped_column(ForeignKey("penyedia_sso.id"), primary_key=True)
    jti: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now(), index=True)
