"""The directory of ASN: people, rules and proposals of roles, imports, the source, first sign-ins.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("tautan_pegawai", "sumber_pegawai", "impor_pegawai", "usulan_peran", "aturan_peran_asn", "pegawai")


def upgrade() -> None:
    _people()
    _rules()
    _proposals()
    _imports()
    _source()
    _links()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "pegawai",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("lahir_on", sa.Date(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), server_default="", nullable=False),
        sa.Column("jabatan", sa.String(length=200), server_default="", nullable=False),
        sa.Column("email", sa.String(length=320), server_default="", nullable=False),
        sa.Column("is_aktif", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("sumber", sa.String(length=10), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("is_akun_dibuat", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sandi_pertama_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sandi_pertama_gagal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("bentrok_id", sa.Integer(), nullable=True),
        sa.Column("bentrok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, coalesce(nip, '')) || to_tsvector('simple'::regconfig, coalesce(nama, '')) || to_tsvector('simple'::regconfig, coalesce(unit, '')) || to_tsvector('simple'::regconfig, coalesce(jabatan, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("nip ~ '^[0-9]{18}$'", name=op.f("ck_pegawai_nip")),
        sa.CheckConstraint("sumber IN ('csv', 'api', 'tangan')", name=op.f("ck_pegawai_sumber")),
        sa.CheckConstraint("is_aktif = (ended_at IS NULL)", name=op.f("ck_pegawai_berakhir")),
        sa.ForeignKeyConstraint(["bentrok_id"], ["ab_user.id"], name=op.f("fk_pegawai_bentrok_id")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_pegawai_opd_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_pegawai_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pegawai")),
        sa.UniqueConstraint("nip", name=op.f("uq_pegawai_nip")),
        sa.UniqueConstraint("pengguna_id", name=op.f("uq_pegawai_pengguna_id")),
    )
    op.create_index(
        "ix_pegawai_bentrok_at",
        "pegawai",
        ["bentrok_at"],
        unique=False,
        postgresql_where=sa.text("bentrok_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_pegawai_bentrok_id"), "pegawai", ["bentrok_id"], unique=False)
    op.create_index("ix_pegawai_cari", "pegawai", ["cari"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_pegawai_email"), "pegawai", ["email"], unique=False)
    op.create_index("ix_pegawai_nama_id", "pegawai", ["nama", "id"], unique=False)
    op.create_index(op.f("ix_pegawai_opd_id"), "pegawai", ["opd_id"], unique=False)


def _rules() -> None:
    op.create_table(
        "aturan_peran_asn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=True),
        sa.Column("jabatan", sa.String(length=200), server_default="", nullable=False),
        sa.Column("peran_id", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("opd_id IS NOT NULL OR jabatan <> ''", name=op.f("ck_aturan_peran_asn_dasar")),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_aturan_peran_asn_opd_id")),
        sa.ForeignKeyConstraint(["peran_id"], ["ab_role.id"], name=op.f("fk_aturan_peran_asn_peran_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aturan_peran_asn")),
    )
    op.create_index(op.f("ix_aturan_peran_asn_opd_id"), "aturan_peran_asn", ["opd_id"], unique=False)
    op.create_index(op.f("ix_aturan_peran_asn_peran_id"), "aturan_peran_asn", ["peran_id"], unique=False)
    op.create_index(
        "uq_aturan_peran_asn_sama",
        "aturan_peran_asn",
        ["opd_id", "jabatan", "peran_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _proposals() -> None:
    op.create_table(
        "usulan_peran",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pegawai_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=64), server_default="", nullable=False),
        sa.Column("arah", sa.String(length=10), nullable=False),
        sa.Column("dasar", sa.String(length=500), server_default="", nullable=False),
        sa.Column("keadaan", sa.String(length=10), server_default="menunggu", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(keadaan = 'menunggu') = (decided_at IS NULL)", name=op.f("ck_usulan_peran_diputus")
        ),
        sa.CheckConstraint("arah IN ('beri', 'cabut', 'buka')", name=op.f("ck_usulan_peran_arah")),
        sa.CheckConstraint(
            "keadaan IN ('menunggu', 'disetujui', 'ditolak', 'gugur')", name=op.f("ck_usulan_peran_keadaan")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["ab_user.id"], name=op.f("fk_usulan_peran_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"], name=op.f("fk_usulan_peran_pegawai_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usulan_peran")),
    )
    op.create_index(op.f("ix_usulan_peran_decided_by_id"), "usulan_peran", ["decided_by_id"], unique=False)
    op.create_index(
        "ix_usulan_peran_menunggu",
        "usulan_peran",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("keadaan = 'menunggu'"),
    )
    op.create_index(op.f("ix_usulan_peran_pegawai_id"), "usulan_peran", ["pegawai_id"], unique=False)
    op.create_index(
        "uq_usulan_peran_menunggu",
        "usulan_peran",
        ["pegawai_id", "peran"],
        unique=True,
        postgresql_where=sa.text("keadaan = 'menunggu'"),
    )


def _imports() -> None:
    op.create_table(
        "impor_pegawai",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama_berkas", sa.String(length=200), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("is_keluar", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("keadaan", sa.String(length=20), nullable=False),
        sa.Column("hitungan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pesan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rencana_sidik", sa.String(length=64), nullable=False),
        sa.Column("kemajuan", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pengunggah_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "keadaan IN ('diperiksa', 'diantre', 'diterapkan', 'gagal', 'dibuang')",
            name=op.f("ck_impor_pegawai_keadaan"),
        ),
        sa.ForeignKeyConstraint(
            ["pengunggah_id"], ["ab_user.id"], name=op.f("fk_impor_pegawai_pengunggah_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impor_pegawai")),
    )
    op.create_index(op.f("ix_impor_pegawai_created_at"), "impor_pegawai", ["created_at"], unique=False)
    op.create_index(op.f("ix_impor_pegawai_pengunggah_id"), "impor_pegawai", ["pengunggah_id"], unique=False)


def _source() -> None:
    op.create_table(
        "sumber_pegawai",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alamat", sa.String(length=300), server_default="", nullable=False),
        sa.Column("token_sandi", sa.Text(), nullable=True),
        sa.Column("pemetaan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("menit", sa.Integer(), server_default="360", nullable=False),
        sa.Column("is_keluar", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_aktif", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "hasil",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("NOT is_aktif OR alamat <> ''", name=op.f("ck_sumber_pegawai_beralamat")),
        sa.CheckConstraint("id = 1", name=op.f("ck_sumber_pegawai_satu")),
        sa.CheckConstraint("menit BETWEEN 5 AND 10080", name=op.f("ck_sumber_pegawai_menit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sumber_pegawai")),
    )


def _links() -> None:
    op.create_table(
        "tautan_pegawai",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pegawai_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=True),
        sa.Column("kode_sidik", sa.String(length=64), nullable=True),
        sa.Column("gagal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "jenis IN ('tautan', 'kode', 'sudah', 'tunggu')", name=op.f("ck_tautan_pegawai_jenis")
        ),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"], name=op.f("fk_tautan_pegawai_pegawai_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tautan_pegawai")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_tautan_pegawai_token_sidik")),
    )
    op.create_index(op.f("ix_tautan_pegawai_created_at"), "tautan_pegawai", ["created_at"], unique=False)
    op.create_index(op.f("ix_tautan_pegawai_pegawai_id"), "tautan_pegawai", ["pegawai_id"], unique=False)
