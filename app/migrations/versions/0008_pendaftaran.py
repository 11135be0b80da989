"""Registration: who has not verified the address yet, kinds of identity, robot checks that were used.

Revision: 0008, after 0007. Whoever registered with another identity than a KTP has biodata without a NIK.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CITIZENSHIP = "kewarganegaraan IN ('wni', 'wna')"
KINDS = "IN ('ktp', 'sim', 'paspor', 'kitas', 'kitap')"
NIK = ("nik_sandi", "nik_sidik", "nik_samar")


def upgrade() -> None:
    op.create_table(
        "pendaftaran",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pintu", sa.String(length=10), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("sandi", sa.String(length=256), nullable=False),
        sa.Column("bahasa", sa.String(length=2), server_default="id", nullable=False),
        sa.Column("kewarganegaraan", sa.String(length=3), nullable=False),
        sa.Column("jenis_identitas", sa.String(length=10), nullable=False),
        sa.Column("nomor_sandi", sa.String(length=255), nullable=False),
        sa.Column("nomor_sidik", sa.String(length=64), nullable=False),
        sa.Column("nomor_samar", sa.String(length=16), nullable=False),
        sa.Column("isian", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("pintu IN ('warga', 'institusi', 'ptt')", name=op.f("ck_pendaftaran_pintu")),
        sa.CheckConstraint(CITIZENSHIP, name=op.f("ck_pendaftaran_kewarganegaraan")),
        sa.CheckConstraint(f"jenis_identitas {KINDS}", name=op.f("ck_pendaftaran_jenis_identitas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pendaftaran")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_pendaftaran_token_sidik")),
    )
    op.create_index("ix_pendaftaran_email_id", "pendaftaran", ["email", "id"])
    op.create_index(op.f("ix_pendaftaran_created_at"), "pendaftaran", ["created_at"])
    op.create_table(
        "identitas",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("kewarganegaraan", sa.String(length=3), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("nomor_sandi", sa.String(length=255), nullable=False),
        sa.Column("nomor_sidik", sa.String(length=64), nullable=False),
        sa.Column("nomor_samar", sa.String(length=16), nullable=False),
        sa.Column("unit_kerja", sa.String(length=200), server_default="", nullable=False),
        sa.Column("nomor_kepegawaian", sa.String(length=40), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(CITIZENSHIP, name=op.f("ck_identitas_kewarganegaraan")),
        sa.CheckConstraint(f"jenis {KINDS}", name=op.f("ck_identitas_jenis")),
        sa.ForeignKeyConstraint(
            ["pengguna_id"], ["ab_user.id"], name=op.f("fk_identitas_pengguna_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_identitas")),
        sa.UniqueConstraint("nomor_sidik", name=op.f("uq_identitas_nomor_sidik")),
    )
    op.create_table(
        "periksa_terpakai",
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_periksa_terpakai")),
    )
    op.create_index(op.f("ix_periksa_terpakai_expires_at"), "periksa_terpakai", ["expires_at"])
    for name in NIK:
        op.alter_column("biodata", name, nullable=True)
    op.create_check_constraint(
        op.f("ck_biodata_nik_utuh"), "biodata", "num_nonnulls(nik_sandi, nik_sidik, nik_samar) IN (0, 3)"
    )
    op.add_column(
        "petugas", sa.Column("jenis_identitas", sa.String(length=10), server_default="ktp", nullable=False)
    )
    op.create_check_constraint(op.f("ck_petugas_jenis_identitas"), "petugas", f"jenis_identitas {KINDS}")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_petugas_jenis_identitas"), "petugas", type_="check")
    op.drop_column("petugas", "jenis_identitas")
    op.drop_constraint(op.f("ck_biodata_nik_utuh"), "biodata", type_="check")
    op.execute("DELETE FROM biodata WHERE nik_sandi IS NULL")  # the columns cannot hold them any more
    for name in NIK:
        op.alter_column("biodata", name, nullable=False)
    for table in ("periksa_terpakai", "identitas", "pendaftaran"):
        op.drop_table(table)
