"""Consent, requests of data subjects, breaches.

Revision: 0013, after 0012. A published text is never changed nor deleted: a trigger sees to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXTS = ("naskah_privasi", "teks_persetujuan")
IS_OPEN = "keadaan IN ('diterima', 'diproses')"
FIXED = """
CREATE FUNCTION naskah_terbit_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published text is never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END;
$$;
"""


def upgrade() -> None:
    _texts()
    _consents()
    _requests()
    _breaches()
    op.execute(FIXED)
    for table in TEXTS:
        op.execute(
            f"CREATE TRIGGER {table}_tetap BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION naskah_terbit_tetap()"
        )


def _stamps() -> list[sa.Column]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("created_at", "updated_at")
    ]


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _fk(table: str, column: str, target: str = "ab_user.id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _texts() -> None:
    op.create_table(
        "naskah_privasi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("ringkasan", sa.String(length=500), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("isi_en", sa.Text(), server_default="", nullable=False),
        sa.Column("sidik", sa.String(length=64), server_default="", nullable=False),
        _moment("published_at"),
        _moment("berlaku_at"),
        *_stamps(),
        sa.CheckConstraint(
            "(published_at IS NULL) = (berlaku_at IS NULL)", name=op.f("ck_naskah_privasi_terbit")
        ),
        sa.CheckConstraint("berlaku_at >= published_at", name=op.f("ck_naskah_privasi_berlaku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_naskah_privasi")),
        sa.UniqueConstraint("versi", name=op.f("uq_naskah_privasi_versi")),
    )
    op.create_index(op.f("ix_naskah_privasi_berlaku_at"), "naskah_privasi", ["berlaku_at"])
    op.create_table(
        "teks_persetujuan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tujuan", sa.String(length=20), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("judul_en", sa.String(length=200), server_default="", nullable=False),
        sa.Column("isi_en", sa.Text(), server_default="", nullable=False),
        sa.Column("sidik", sa.String(length=64), server_default="", nullable=False),
        _moment("published_at"),
        *_stamps(),
        sa.CheckConstraint(
            "tujuan IN ('kabar_layanan', 'kontak_publik')", name=op.f("ck_teks_persetujuan_tujuan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teks_persetujuan")),
        sa.UniqueConstraint("tujuan", "versi", name=op.f("uq_teks_persetujuan_tujuan_versi")),
    )


def _consents() -> None:
    op.create_table(
        "persetujuan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("teks_id", sa.Integer(), nullable=False),
        sa.Column("cara", sa.String(length=20), nullable=False),
        _moment("given_at", nullable=False),
        _moment("withdrawn_at"),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= given_at", name=op.f("ck_persetujuan_urutan")
        ),
        _fk("persetujuan", "pengguna_id"),
        _fk("persetujuan", "teks_id", "teks_persetujuan.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persetujuan")),
    )
    op.create_index(op.f("ix_persetujuan_pengguna_id"), "persetujuan", ["pengguna_id"])
    op.create_index(op.f("ix_persetujuan_teks_id"), "persetujuan", ["teks_id"])
    op.create_index(
        "uq_persetujuan_terbuka",
        "persetujuan",
        ["pengguna_id", "teks_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "kabar_layanan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=150), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("pengirim_id", sa.Integer(), nullable=False),
        *_stamps(),
        _fk("kabar_layanan", "pengirim_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kabar_layanan")),
        sa.UniqueConstraint("kunci", name=op.f("uq_kabar_layanan_kunci")),
    )
    op.create_index(op.f("ix_kabar_layanan_pengirim_id"), "kabar_layanan", ["pengirim_id"])


def _requests() -> None:
    op.create_table(
        "permintaan_data",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=20), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.String(length=20), nullable=False),
        _moment("created_at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("begun_at"),
        _moment("ended_at"),
        sa.Column("petugas_id", sa.Integer(), nullable=True),
        sa.Column("jawaban", sa.Text(), server_default="", nullable=False),
        _moment("reminded_at"),
        _moment("overdue_at"),
        sa.CheckConstraint(
            "jenis IN ('akses', 'koreksi', 'hapus', 'pembatasan', 'keberatan')",
            name=op.f("ck_permintaan_data_jenis"),
        ),
        sa.CheckConstraint(
            "keadaan IN ('diterima', 'diproses', 'selesai', 'ditolak')",
            name=op.f("ck_permintaan_data_keadaan"),
        ),
        sa.CheckConstraint(f"({IS_OPEN}) = (ended_at IS NULL)", name=op.f("ck_permintaan_data_selesai")),
        _fk("permintaan_data", "pengguna_id"),
        _fk("permintaan_data", "petugas_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan_data")),
    )
    op.create_index(op.f("ix_permintaan_data_pengguna_id"), "permintaan_data", ["pengguna_id"])
    op.create_index(op.f("ix_permintaan_data_petugas_id"), "permintaan_data", ["petugas_id"])
    op.create_index(
        "uq_permintaan_data_terbuka",
        "permintaan_data",
        ["pengguna_id", "jenis"],
        unique=True,
        postgresql_where=sa.text(IS_OPEN),
    )
    op.create_index(
        "ix_permintaan_data_tenggat", "permintaan_data", ["due_at", "id"], postgresql_where=sa.text(IS_OPEN)
    )
    op.create_table(
        "pembatasan_data",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("permintaan_id", sa.Integer(), nullable=False),
        _moment("since_at", nullable=False),
        _moment("ended_at"),
        _fk("pembatasan_data", "pengguna_id"),
        _fk("pembatasan_data", "permintaan_id", "permintaan_data.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pembatasan_data")),
    )
    op.create_index(op.f("ix_pembatasan_data_pengguna_id"), "pembatasan_data", ["pengguna_id"])
    op.create_index(op.f("ix_pembatasan_data_permintaan_id"), "pembatasan_data", ["permintaan_id"])
    op.create_index(
        "uq_pembatasan_data_berlaku",
        "pembatasan_data",
        ["pengguna_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _breaches() -> None:
    op.create_table(
        "pelanggaran",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        _moment("known_at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("happened_at"),
        sa.Column("data_terungkap", sa.Text(), nullable=False),
        sa.Column("cara", sa.Text(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("akibat", sa.Text(), nullable=False),
        sa.Column("penanganan", sa.Text(), nullable=False),
        sa.Column("pemulihan", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.String(length=20), nullable=False),
        sa.Column("pencatat_id", sa.Integer(), nullable=False),
        _moment("lembaga_notified_at"),
        sa.Column("lembaga_bukti", sa.String(length=300), server_default="", nullable=False),
        _moment("reminded_at"),
        _moment("overdue_at"),
        _moment("closed_at"),
        sa.Column("versi", sa.Integer(), nullable=False),
        *_stamps(),
        sa.CheckConstraint("keadaan IN ('ditangani', 'ditutup')", name=op.f("ck_pelanggaran_keadaan")),
        sa.CheckConstraint("jumlah >= 0", name=op.f("ck_pelanggaran_jumlah")),
        sa.CheckConstraint(
            "(keadaan = 'ditutup') = (closed_at IS NOT NULL)", name=op.f("ck_pelanggaran_tutup")
        ),
        _fk("pelanggaran", "pencatat_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pelanggaran")),
    )
    op.create_index(op.f("ix_pelanggaran_pencatat_id"), "pelanggaran", ["pencatat_id"])
    op.create_table(
        "terdampak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pelanggaran_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        _moment("notified_at"),
        sa.Column("peristiwa_id", sa.BigInteger(), nullable=True),
        _fk("terdampak", "pelanggaran_id", "pelanggaran.id"),
        _fk("terdampak", "pengguna_id"),
        _fk("terdampak", "peristiwa_id", "peristiwa.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terdampak")),
        sa.UniqueConstraint("pelanggaran_id", "email", name=op.f("uq_terdampak_pelanggaran_id_email")),
    )
    op.create_index(op.f("ix_terdampak_pengguna_id"), "terdampak", ["pengguna_id"])
    op.create_index(op.f("ix_terdampak_peristiwa_id"), "terdampak", ["peristiwa_id"])


def downgrade() -> None:
    for table in (
        "terdampak",
        "pelanggaran",
        "pembatasan_data",
        "permintaan_data",
        "kabar_layanan",
        "persetujuan",
    ):
        op.drop_table(table)
    for table in TEXTS:
        op.drop_table(table)
    op.execute("DROP FUNCTION naskah_terbit_tetap()")
