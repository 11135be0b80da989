"""Being a provider for other applications: applications, keys, consents, grants, tokens.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("token_sso", "pemberian_sso", "izin_sso", "subjek_sso", "kunci_sso", "klien_sso")


def upgrade() -> None:
    _clients()
    _keys()
    _people()
    _grants()
    _tokens()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _clients() -> None:
    op.create_table(
        "klien_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("rahasia_sidik", sa.String(length=64), nullable=True),
        sa.Column("alamat_kembali", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "alamat_keluar",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("is_kota", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_loopback", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_aktif", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        _now("created_at"),
        _now("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_klien_sso")),
        sa.UniqueConstraint("nama", name=op.f("uq_klien_sso_nama")),
        sa.UniqueConstraint("client_id", name=op.f("uq_klien_sso_client_id")),
    )


def _keys() -> None:
    op.create_table(
        "kunci_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("keadaan", sa.String(length=10), nullable=False),
        sa.Column("privat_sandi", sa.Text(), nullable=True),
        sa.Column("publik", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _now("created_at"),
        _moment("active_at", is_open=True),
        _moment("retired_at", is_open=True),
        sa.CheckConstraint("keadaan IN ('berikut', 'dipakai', 'pensiun')", name=op.f("ck_kunci_sso_keadaan")),
        sa.CheckConstraint(
            "(privat_sandi IS NULL) = (keadaan = 'pensiun')", name=op.f("ck_kunci_sso_privat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kunci_sso")),
        sa.UniqueConstraint("kid", name=op.f("uq_kunci_sso_kid")),
    )
    op.create_index(
        "uq_kunci_sso_satu",
        "kunci_sso",
        ["keadaan"],
        unique=True,
        postgresql_where=sa.text("keadaan IN ('berikut', 'dipakai')"),
    )


def _people() -> None:
    op.create_table(
        "subjek_sso",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("sub", sa.String(length=36), nullable=False),
        _to("subjek_sso", "pengguna_id", "ab_user", "CASCADE"),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_subjek_sso")),
        sa.UniqueConstraint("sub", name=op.f("uq_subjek_sso_sub")),
    )
    op.create_table(
        "izin_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("klien_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("is_otomatis", sa.Boolean(), server_default=sa.false(), nullable=False),
        _now("created_at"),
        _moment("last_used_at"),
        _moment("ended_at", is_open=True),
        _to("izin_sso", "klien_id", "klien_sso"),
        _to("izin_sso", "pengguna_id", "ab_user", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_izin_sso")),
    )
    _index("izin_sso", "klien_id", "pengguna_id")
    op.create_index(
        "uq_izin_sso_berlaku",
        "izin_sso",
        ["pengguna_id", "klien_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _grants() -> None:
    op.create_table(
        "pemberian_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("izin_id", sa.Integer(), nullable=False),
        sa.Column("klien_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("sesi_id", sa.Integer(), nullable=True),
        sa.Column("sesi_versi", sa.Integer(), nullable=False),
        sa.Column("kode_sidik", sa.String(length=64), nullable=False),
        sa.Column("alamat_kembali", sa.Text(), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("nonce", sa.String(length=255), nullable=True),
        sa.Column("challenge", sa.String(length=43), nullable=False),
        _moment("auth_at"),
        sa.Column("cara", sa.String(length=12), nullable=False),
        sa.Column("is_kuat", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", is_open=True),
        _moment("revoked_at", is_open=True),
        _to("pemberian_sso", "izin_id", "izin_sso", "CASCADE"),
        _to("pemberian_sso", "klien_id", "klien_sso"),
        _to("pemberian_sso", "pengguna_id", "ab_user", "CASCADE"),
        _to("pemberian_sso", "sesi_id", "sesi", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemberian_sso")),
        sa.UniqueConstraint("kode_sidik", name=op.f("uq_pemberian_sso_kode_sidik")),
    )
    _index("pemberian_sso", "izin_id", "klien_id", "pengguna_id", "sesi_id", "created_at")


def _tokens() -> None:
    op.create_table(
        "token_sso",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pemberian_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", is_open=True),
        _moment("revoked_at", is_open=True),
        sa.CheckConstraint("jenis IN ('akses', 'segar')", name=op.f("ck_token_sso_jenis")),
        _to("token_sso", "pemberian_id", "pemberian_sso", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_sso")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_token_sso_token_sidik")),
    )
    _index("token_sso", "pemberian_id", "expires_at")


def _now(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _moment(name: str, is_open: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_open)


def _to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
