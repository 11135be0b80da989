"""People and their institutions: account, biodata, instansi, membership, invitations, one-use links.

A NIK is kept encrypted, with a keyed hash so that it stays unique and a mask that may be shown.
"""

from datetime import datetime
from enum import StrEnum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, Integer, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.mixins import EnumText, Model, Timestamps, enum_check, search_vector
from app.rujukan.models import OPD, JenisPemohon, Wilayah
from app.rujukan.models_rencana import JabatanTim


class Pengguna(User):
    """A person with an account. Signs in by e-mail or, as ASN, by NIP."""

    __tablename__ = "ab_user"
    nama: Mapped[str] = mapped_column(String(200))
    nip: Mapped[str | None] = mapped_column(String(18), unique=True)
    bahasa: Mapped[str] = mapped_column(String(2), default="id", server_default="id")
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # Raised when the password changes: every session signed in before it ends.
    sesi_versi: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    is_contoh: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    # Where news is mailed to, when it is not the address of sign-in. Whatever proves who one is never goes there.
    email_kabar: Mapped[str | None] = mapped_column(String(320))
    # Whether the mailbox of sign-in has spoken: not yet, when somebody first came in with what a NIP tells.
    is_email_terbukti: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    # Nothing else is opened before a new password is set.
    harus_ganti_sandi: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")

    # For staff: the office that a lokus member speaks for, the position that a rule of approval may name.
    opd_id: Mapped[int | None] = mapped_column(ForeignKey("opd.id"), index=True)
    opd: Mapped[OPD | None] = relationship()
    jabatan_tim_id: Mapped[int | None] = mapped_column(ForeignKey("jabatan_tim.id"), index=True)
    jabatan_tim: Mapped[JabatanTim | None] = relationship()

    biodata: Mapped["Biodata | None"] = relationship(back_populates="pengguna", uselist=False)

    def get_full_name(self) -> str:
        return self.nama

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class JenisKelamin(StrEnum):
    LAKI_LAKI = "L"
    PEREMPUAN = "P"


class Biodata(Timestamps, Model):
    """What the wizard fills in by itself for PPKSD-1 and PPKSD-2 (guide, section 4)."""

    __tablename__ = "biodata"
    __table_args__ = (
        CheckConstraint(enum_check("jenis_kelamin", JenisKelamin), name="jenis_kelamin"),
        CheckConstraint("num_nonnulls(nik_sandi, nik_sidik, nik_samar) IN (0, 3)", name="nik_utuh"),
    )
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), primary_key=True)
    pengguna: Mapped[Pengguna] = relationship(back_populates="biodata")
    nama_lengkap: Mapped[str] = mapped_column(String(200))
    nama_panggilan: Mapped[str] = mapped_column(String(100))
    # None only for who registered with another identity than a KTP (models_pendaftaran.Identitas).
    nik_sandi: Mapped[str | None] = mapped_column(String(255))  # encrypted
    nik_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # keyed hash
    nik_samar: Mapped[str | None] = mapped_column(String(16))  # 6472••••••••0001
    jenis_kelamin: Mapped[JenisKelamin] = mapped_column(EnumText(JenisKelamin, 1))
    email: Mapped[str] = mapped_column(String(320))
    telepon: Mapped[str] = mapped_column(String(20))  # E.164
    wilayah_id: Mapped[int] = mapped_column(ForeignKey("wilayah.id"), index=True)
    wilayah: Mapped[Wilayah] = relationship()
    alamat: Mapped[str] = mapped_column(String(500))
    unit_kerja: Mapped[str] = mapped_column(String(200))
    nomor_kepegawaian: Mapped[str] = mapped_column(String(40))
    jabatan: Mapped[str] = mapped_column(String(200))
    versi: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": versi}


class KeadaanVerifikasi(StrEnum):
    """Whether Bagian Kerja Sama has looked at the papers of an institution (F17)."""

    BELUM = "belum"  # nobody has asked for it
    MENUNGGU = "menunggu"
    PERLU_PERBAIKAN = "perlu_perbaikan"
    TERVERIFIKASI = "terverifikasi"


class Instansi(Timestamps, Model):
    """The institution that applies. Cases keep a snapshot: a later change never rewrites them."""

    __tablename__ = "instansi"
    __table_args__ = (
        CheckConstraint(enum_check("jenis", JenisPemohon), name="jenis"),
        CheckConstraint("kode_pos ~ '^[0-9]{5}$'", name="kode_pos"),
        CheckConstraint("nib ~ '^[0-9]{13}$'", name="nib"),
        CheckConstraint(enum_check("verifikasi", KeadaanVerifikasi), name="verifikasi"),
        CheckConstraint("(verifikasi = 'terverifikasi') = (verified_at IS NOT NULL)", name="terverifikasi"),
        CheckConstraint("digabung_ke_id <> id AND NOT is_active OR digabung_ke_id IS NULL", name="digabung"),
        Index("ix_instansi_cari", "cari", postgresql_using="gin"),
        Index("ix_instansi_nama_id", "nama", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(200))
    jenis: Mapped[JenisPemohon] = mapped_column(EnumText(JenisPemohon))
    wilayah_id: Mapped[int] = mapped_column(ForeignKey("wilayah.id"), index=True)
    wilayah: Mapped[Wilayah] = relationship()
    kode_pos: Mapped[str] = mapped_column(String(5))
    alamat: Mapped[str] = mapped_column(String(500))
    telepon: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(320))
    website: Mapped[str | None] = mapped_column(String(300))
    nib: Mapped[str | None] = mapped_column(String(13))
    nomor_akta: Mapped[str | None] = mapped_column(String(100))
    verifikasi: Mapped[KeadaanVerifikasi] = mapped_column(
        EnumText(KeadaanVerifikasi, 20), default=KeadaanVerifikasi.BELUM, server_default="belum"
    )
    verifikasi_since: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    verifikasi_catatan: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    verified_by: Mapped[Pengguna | None] = relationship(foreign_keys=[verified_by_id])
    # The record that this one was merged into; it is retired then and only its page leads on.
    digabung_ke_id: Mapped[int | None] = mapped_column(ForeignKey("instansi.id"), index=True)
    digabung_ke: Mapped["Instansi | None"] = relationship(
        remote_side="Instansi.id", foreign_keys=[digabung_ke_id]
    )
    is_active: Mapped[bool] = mapped_column(Boolean, default=True, server_default="true")
    is_contoh: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    versi: Mapped[int] = mapped_column(Integer)
    cari: Mapped[str] = search_vector(codes=("nama", "alamat"))
    anggota: Mapped[list["KeanggotaanInstansi"]] = relationship(back_populates="instansi")
    __mapper_args__ = {"version_id_col": versi}

    def __str__(self) -> str:
        return self.nama

    __repr__ = __str__


class KeanggotaanInstansi(Model):
    """A person belongs to one institution at a time; the first member may invite others."""

    __tablename__ = "keanggotaan_instansi"
    __table_args__ = (
        Index(
            "uq_keanggotaan_satu_aktif", "pengguna_id", unique=True, postgresql_where=text("ended_at IS NULL")
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"), index=True)
    instansi: Mapped[Instansi] = relationship(back_populates="anggota")
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    is_pengelola: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class UndanganInstansi(Model):
    """An invitation by e-mail to become a member. Its link works once and not for ever."""

    __tablename__ = "undangan_instansi"
    __table_args__ = (
        Index(
            "uq_undangan_terbuka",
            "instansi_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND cancelled_at IS NULL"),
        ),
        Index(
            "ix_undangan_terbuka_email",
            "email",
            postgresql_where=text("accepted_at IS NULL AND cancelled_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    instansi_id: Mapped[int] = mapped_column(ForeignKey("instansi.id"), index=True)
    instansi: Mapped[Instansi] = relationship()
    email: Mapped[str] = mapped_column(String(320))  # lower case
    token_sidik: Mapped[str | None] = mapped_column(String(64), unique=True)  # set when the mail is written
    pengundang_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengundang: Mapped[Pengguna] = relationship(foreign_keys=[pengundang_id])
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    accepted_by: Mapped[Pengguna | None] = relationship(foreign_keys=[accepted_by_id])
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def __str__(self) -> str:
        """The address, masked: the journal keeps this text for ever."""
        name, _, host = self.email.partition("@")
        return f"{name[:1]}•••@{host}"

    __repr__ = __str__


class TujuanTautan(StrEnum):
    ATUR_SANDI = "atur_sandi"
    GANTI_EMAIL = "ganti_email"
    EMAIL_KABAR = "email_kabar"
    BUKTI = "bukti"  # not a link but a code, typed into the page that asked for it


class TautanAkun(Model):
    """A one-use link to an account: to set a password, to confirm an e-mail address, to prove who one is."""

    __tablename__ = "tautan_akun"
    __table_args__ = (CheckConstraint(enum_check("tujuan", TujuanTautan), name="tujuan"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    pengguna: Mapped[Pengguna] = relationship()
    tujuan: Mapped[TujuanTautan] = mapped_column(EnumText(TujuanTautan, 20))
    token_sidik: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(320))  # the new address, for GANTI_EMAIL
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PercobaanMasuk(Model):
    """Failed sign-ins with a name that no account has: counted like an account's, so that nobody learns which exist."""

    __tablename__ = "percobaan_masuk"
    nama_sidik: Mapped[str] = mapped_column(String(64), primary_key=True)  # keyed hash of the name typed
    fail_login_count: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), onupdate=func.now(), index=True
    )
