"""Signing in through other providers: providers, links, rules on claims, attempts, sessions.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("pesan_keluar_sso", "sesi_sso", "permintaan_sso", "aturan_klaim", "akun_sso", "penyedia_sso")


def upgrade() -> None:
    _providers()
    _links()
    _rules()
    _attempts()
    _sessions()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _providers() -> None:
    op.create_table(
        "penyedia_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("label_tombol", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("rahasia_sandi", sa.Text(), nullable=True),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("klaim_nip", sa.String(length=80), server_default="", nullable=False),
        sa.Column("klaim_unit", sa.String(length=80), server_default="", nullable=False),
        sa.Column("nilai_kuat", sa.String(length=300), server_default="", nullable=False),
        sa.Column("is_aktif", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_utama", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_membuat_akun", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.CheckConstraint("kode ~ '^[a-z0-9][a-z0-9-]{1,39}$'", name=op.f("ck_penyedia_sso_kode")),
        sa.CheckConstraint("is_aktif OR NOT is_utama", name=op.f("ck_penyedia_sso_utama_aktif")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penyedia_sso")),
        sa.UniqueConstraint("kode", name=op.f("uq_penyedia_sso_kode")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_penyedia_sso_issuer_client_id")),
    )
    op.create_index(
        "uq_penyedia_sso_utama",
        "penyedia_sso",
        ["is_utama"],
        unique=True,
        postgresql_where=sa.text("is_utama"),
    )


def _links() -> None:
    op.create_table(
        "akun_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("nama_sana", sa.String(length=320), nullable=False),
        _moment("created_at"),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "peran_dari_klaim",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("opd_dari_klaim_id", sa.Integer(), nullable=True),
        _to("akun_sso", "penyedia_id", "penyedia_sso"),
        _to("akun_sso", "pengguna_id", "ab_user"),
        _to("akun_sso", "opd_dari_klaim_id", "opd"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akun_sso")),
        sa.UniqueConstraint("penyedia_id", "sub", name=op.f("uq_akun_sso_penyedia_id_sub")),
        sa.UniqueConstraint("penyedia_id", "pengguna_id", name=op.f("uq_akun_sso_penyedia_id_pengguna_id")),
    )
    _index("akun_sso", "pengguna_id", "opd_dari_klaim_id")


def _rules() -> None:
    op.create_table(
        "aturan_klaim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("klaim", sa.String(length=80), nullable=False),
        sa.Column("nilai", sa.String(length=200), nullable=False),
        sa.Column("peran_id", sa.Integer(), nullable=True),
        sa.Column("opd_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.CheckConstraint(
            "peran_id IS NOT NULL OR opd_id IS NOT NULL", name=op.f("ck_aturan_klaim_memberi")
        ),
        _to("aturan_klaim", "penyedia_id", "penyedia_sso"),
        _to("aturan_klaim", "peran_id", "ab_role"),
        _to("aturan_klaim", "opd_id", "opd"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aturan_klaim")),
    )
    _index("aturan_klaim", "peran_id", "opd_id")
    op.create_index(
        "uq_aturan_klaim_sama",
        "aturan_klaim",
        ["penyedia_id", "klaim", "nilai", "peran_id", "opd_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _attempts() -> None:
    op.create_table(
        "permintaan_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("peramban_sidik", sa.String(length=64), nullable=False),
        sa.Column("state_sidik", sa.String(length=64), nullable=False),
        sa.Column("rahasia_sandi", sa.Text(), nullable=False),
        sa.Column("lanjut", sa.Text(), server_default="", nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        _moment("created_at"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identitas_sandi", sa.Text(), nullable=True),
        sa.Column("bukti_sidik", sa.String(length=64), nullable=True),
        sa.Column("calon_id", sa.Integer(), nullable=True),
        sa.Column("surat_sidik", sa.String(length=64), nullable=True),
        sa.Column("surat", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gagal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        _to("permintaan_sso", "penyedia_id", "penyedia_sso"),
        _to("permintaan_sso", "pengguna_id", "ab_user"),
        _to("permintaan_sso", "calon_id", "ab_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan_sso")),
        sa.UniqueConstraint("state_sidik", name=op.f("uq_permintaan_sso_state_sidik")),
        sa.UniqueConstraint("bukti_sidik", name=op.f("uq_permintaan_sso_bukti_sidik")),
        sa.UniqueConstraint("surat_sidik", name=op.f("uq_permintaan_sso_surat_sidik")),
    )
    _index("permintaan_sso", "penyedia_id", "pengguna_id", "calon_id", "expires_at")


def _sessions() -> None:
    op.create_table(
        "sesi_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("peramban_sidik", sa.String(length=64), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("id_token_sandi", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _to("sesi_sso", "penyedia_id", "penyedia_sso"),
        _to("sesi_sso", "pengguna_id", "ab_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi_sso")),
    )
    _index("sesi_sso", "penyedia_id", "pengguna_id", "peramban_sidik", "created_at")
    op.create_index("ix_sesi_sso_sid", "sesi_sso", ["penyedia_id", "sid"])
    op.create_table(
        "pesan_keluar_sso",
        sa.Column("penyedia_id", sa.Integer(), nullable=False),
        sa.Column("jti", sa.String(length=255), nullable=False),
        _moment("at"),
        _to("pesan_keluar_sso", "penyedia_id", "penyedia_sso"),
        sa.PrimaryKeyConstraint("penyedia_id", "jti", name=op.f("pk_pesan_keluar_sso")),
    )
    _index("pesan_keluar_sso", "at")


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
