"""Papers of institutions, their verification, merging; rights of PPKSD-2 and handing over.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _institutions()
    _papers()
    _rights()
    _handing_over()


def downgrade() -> None:
    op.drop_table("alih_tugas")
    for name in ("hak_pertama", "hak"):
        op.drop_constraint(op.f(f"ck_petugas_{name}"), "petugas", type_="check")
    op.drop_column("petugas", "hak")
    op.drop_table("surat_instansi")
    for name in ("digabung", "terverifikasi", "verifikasi", "nib"):
        op.drop_constraint(op.f(f"ck_instansi_{name}"), "instansi", type_="check")
    for name in (
        "digabung_ke_id", "verified_by_id", "verified_at", "verifikasi_catatan", "verifikasi_since", "verifikasi",
        "nomor_akta", "nib",
    ):  # fmt: skip
        op.drop_column("instansi", name)


def _institutions() -> None:
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("nib", sa.String(13)),
        sa.Column("nomor_akta", sa.String(100)),
        sa.Column("verifikasi", sa.String(20), server_default="belum", nullable=False),
        sa.Column("verifikasi_since", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("verifikasi_catatan", sa.String(1000), server_default="", nullable=False),
        sa.Column("verified_at", moment),
        sa.Column("verified_by_id", sa.Integer()),
        sa.Column("digabung_ke_id", sa.Integer()),
    ):
        op.add_column("instansi", column)
    for name, target in (("verified_by_id", "ab_user"), ("digabung_ke_id", "instansi")):
        op.create_foreign_key(op.f(f"fk_instansi_{name}"), "instansi", target, [name], ["id"])
        op.create_index(op.f(f"ix_instansi_{name}"), "instansi", [name])
    states = "'belum', 'menunggu', 'perlu_perbaikan', 'terverifikasi'"
    for name, condition in (
        ("nib", "nib ~ '^[0-9]{13}$'"),
        ("verifikasi", f"verifikasi IN ({states})"),
        ("terverifikasi", "(verifikasi = 'terverifikasi') = (verified_at IS NOT NULL)"),
        ("digabung", "digabung_ke_id <> id AND NOT is_active OR digabung_ke_id IS NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_instansi_{name}"), "instansi", condition)


def _papers() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "surat_instansi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(10), nullable=False),
        sa.Column("nomor", sa.String(100), nullable=False),
        sa.Column("terbit_on", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date()),
        sa.Column("berkas_id", sa.Integer(), nullable=False),
        sa.Column("pengunggah_id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("hasil", sa.String(20), server_default="menunggu", nullable=False),
        sa.Column("catatan", sa.String(1000), server_default="", nullable=False),
        sa.Column("diperiksa_at", moment),
        sa.Column("diperiksa_oleh_id", sa.Integer()),
        sa.Column("digantikan_at", moment),
        sa.Column("diingatkan", sa.SmallInteger()),
        sa.CheckConstraint(
            "jenis IN ('akta', 'nib', 'npwp', 'sk', 'lainnya')", name=op.f("ck_surat_instansi_jenis")
        ),
        sa.CheckConstraint(
            "hasil IN ('menunggu', 'sah', 'dikembalikan')", name=op.f("ck_surat_instansi_hasil")
        ),
        sa.CheckConstraint(
            "(hasil = 'menunggu') = (diperiksa_at IS NULL)", name=op.f("ck_surat_instansi_diperiksa")
        ),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= terbit_on", name=op.f("ck_surat_instansi_masa")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_surat_instansi_{column}"))
            for column, table in (
                ("instansi_id", "instansi"),
                ("berkas_id", "berkas"),
                ("pengunggah_id", "ab_user"),
                ("diperiksa_oleh_id", "ab_user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surat_instansi")),
    )
    for column in ("instansi_id", "berkas_id", "pengunggah_id", "diperiksa_oleh_id"):
        op.create_index(op.f(f"ix_surat_instansi_{column}"), "surat_instansi", [column])
    stands = "digantikan_at IS NULL AND"
    op.create_index(
        "uq_surat_instansi_berlaku",
        "surat_instansi",
        ["instansi_id", "jenis"],
        unique=True,
        postgresql_where=sa.text(f"{stands} jenis IN ('akta', 'nib', 'npwp')"),
    )
    for name, column, which in (
        ("ix_surat_instansi_menunggu", "created_at", "hasil = 'menunggu'"),
        ("ix_surat_instansi_berlaku_sampai", "berlaku_sampai", "berlaku_sampai IS NOT NULL"),
    ):
        op.create_index(name, "surat_instansi", [column], postgresql_where=sa.text(f"{stands} {which}"))


def _rights() -> None:
    op.add_column("petugas", sa.Column("hak", sa.String(20), server_default="tanda_tangan", nullable=False))
    for name, condition in (
        ("hak", "hak IN ('lihat', 'komentar', 'sunting', 'tanda_tangan')"),
        ("hak_pertama", "ke = 2 OR hak = 'tanda_tangan'"),
    ):
        op.create_check_constraint(op.f(f"ck_petugas_{name}"), "petugas", condition)


def _handing_over() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "alih_tugas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("ke", sa.SmallInteger(), nullable=False),
        sa.Column("dari_id", sa.Integer(), nullable=False),
        sa.Column("kepada_id", sa.Integer(), nullable=False),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(40), nullable=False),
        sa.Column("alasan", sa.String(1000), nullable=False),
        sa.Column("diminta_at", moment, nullable=False),
        sa.Column("jawaban", sa.String(20), nullable=False),
        sa.Column("dijawab_at", moment),
        sa.Column("petugas_lama", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("ke IN (1, 2)", name=op.f("ck_alih_tugas_ke")),
        sa.CheckConstraint("dari_id <> kepada_id", name=op.f("ck_alih_tugas_orang_lain")),
        sa.CheckConstraint(
            "jawaban IN ('menunggu', 'diterima', 'ditolak', 'dibatalkan')",
            name=op.f("ck_alih_tugas_jawaban"),
        ),
        sa.CheckConstraint(
            "(jawaban = 'menunggu') = (dijawab_at IS NULL)", name=op.f("ck_alih_tugas_dijawab")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["permohonan.id"],
            name=op.f("fk_alih_tugas_permohonan_id"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint([column], ["ab_user.id"], name=op.f(f"fk_alih_tugas_{column}"))
            for column in ("dari_id", "kepada_id", "oleh_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alih_tugas")),
    )
    for column in ("permohonan_id", "dari_id", "kepada_id", "oleh_id"):
        op.create_index(op.f(f"ix_alih_tugas_{column}"), "alih_tugas", [column])
    for name, column in (("uq_alih_tugas_tempat", "ke"), ("uq_alih_tugas_penerima", "kepada_id")):
        op.create_index(
            name,
            "alih_tugas",
            ["permohonan_id", column],
            unique=True,
            postgresql_where=sa.text("jawaban = 'menunggu'"),
        )
