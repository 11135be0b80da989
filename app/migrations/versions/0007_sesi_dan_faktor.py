"""Sessions as rows, second factors, passkeys.

Revision: 0007, after 0006. Whoever is signed in must sign in once more: their cookies name no row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LINKS = "'atur_sandi', 'ganti_email'"
NEW_LINKS = "'email_kabar', 'bukti'"


def upgrade() -> None:
    op.create_table(
        "sesi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("cara", sa.String(length=12), nullable=False),
        sa.Column("is_kuat", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("peramban", sa.String(length=80), server_default="", nullable=False),
        sa.Column("alamat", sa.String(length=50), server_default="", nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _of_account("sesi"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_sesi_token_sidik")),
    )
    op.create_index("ix_sesi_terbuka", "sesi", ["pengguna_id"], postgresql_where=sa.text("ended_at IS NULL"))
    op.create_index("ix_sesi_seen_at", "sesi", ["seen_at"])
    op.create_table(
        "faktor_totp",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("rahasia_sandi", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _of_account("faktor_totp"),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_faktor_totp")),
    )
    op.create_table(
        "kode_pemulihan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("kode_sidik", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _of_account("kode_pemulihan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kode_pemulihan")),
        sa.UniqueConstraint("kode_sidik", name=op.f("uq_kode_pemulihan_kode_sidik")),
    )
    op.create_index(op.f("ix_kode_pemulihan_pengguna_id"), "kode_pemulihan", ["pengguna_id"])
    op.create_table(
        "kunci_sandi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=60), nullable=False),
        sa.Column("kredensial", sa.String(length=1400), nullable=False),
        sa.Column("kunci_publik", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _of_account("kunci_sandi"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kunci_sandi")),
        sa.UniqueConstraint("kredensial", name=op.f("uq_kunci_sandi_kredensial")),
    )
    op.create_index(op.f("ix_kunci_sandi_pengguna_id"), "kunci_sandi", ["pengguna_id"])
    _links(f"{LINKS}, {NEW_LINKS}")


def downgrade() -> None:
    op.execute(f"DELETE FROM tautan_akun WHERE tujuan IN ({NEW_LINKS})")
    _links(LINKS)
    for table in ("kunci_sandi", "kode_pemulihan", "faktor_totp", "sesi"):
        op.drop_table(table)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["pengguna_id"], ["ab_user.id"], name=op.f(f"fk_{table}_pengguna_id"), ondelete="CASCADE"
    )


def _links(allowed: str) -> None:
    op.drop_constraint(op.f("ck_tautan_akun_tujuan"), "tautan_akun", type_="check")
    op.create_check_constraint(op.f("ck_tautan_akun_tujuan"), "tautan_akun", f"tujuan IN ({allowed})")
