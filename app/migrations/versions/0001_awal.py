"""All tables of the first version: people, reference rows, journal, cases, notices, public texts.

Revision: 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The journal is only ever added to. Not even the program's own code can change or take out a link.
APPEND_ONLY = """
CREATE FUNCTION peristiwa_hanya_ditambah() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'peristiwa is append-only';
END;
$$;
CREATE TRIGGER peristiwa_hanya_ditambah BEFORE UPDATE OR DELETE ON peristiwa
    FOR EACH ROW EXECUTE FUNCTION peristiwa_hanya_ditambah();
CREATE TRIGGER peristiwa_tidak_dikosongkan BEFORE TRUNCATE ON peristiwa
    FOR EACH STATEMENT EXECUTE FUNCTION peristiwa_hanya_ditambah();
"""


def upgrade() -> None:
    op.create_table(
        "ab_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=150), nullable=True),
        sa.Column("description", sa.String(length=512), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_group")),
        sa.UniqueConstraint("name", name=op.f("uq_ab_group_name")),
    )
    op.create_table(
        "ab_permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_permission")),
        sa.UniqueConstraint("name", name=op.f("uq_ab_permission_name")),
    )
    op.create_table(
        "ab_register_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("registration_date", sa.DateTime(), nullable=True),
        sa.Column("registration_hash", sa.String(length=256), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_register_user")),
        sa.UniqueConstraint("email", name=op.f("uq_ab_register_user_email")),
        sa.UniqueConstraint("username", name=op.f("uq_ab_register_user_username")),
    )
    op.create_table(
        "ab_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_role")),
        sa.UniqueConstraint("name", name=op.f("uq_ab_role_name")),
    )
    op.create_table(
        "ab_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("last_login", sa.DateTime(), nullable=True),
        sa.Column("login_count", sa.Integer(), nullable=True),
        sa.Column("fail_login_count", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.DateTime(), nullable=True),
        sa.Column("changed_on", sa.DateTime(), nullable=True),
        sa.Column("created_by_fk", sa.Integer(), nullable=True),
        sa.Column("changed_by_fk", sa.Integer(), nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("bahasa", sa.String(length=2), server_default="id", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sesi_versi", sa.Integer(), server_default="1", nullable=False),
        sa.Column("is_contoh", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["changed_by_fk"], ["ab_user.id"], name=op.f("fk_ab_user_changed_by_fk")),
        sa.ForeignKeyConstraint(["created_by_fk"], ["ab_user.id"], name=op.f("fk_ab_user_created_by_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_user")),
        sa.UniqueConstraint("email", name=op.f("uq_ab_user_email")),
        sa.UniqueConstraint("nip", name=op.f("uq_ab_user_nip")),
        sa.UniqueConstraint("username", name=op.f("uq_ab_user_username")),
    )
    op.create_table(
        "ab_view_menu",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_view_menu")),
        sa.UniqueConstraint("name", name=op.f("uq_ab_view_menu_name")),
    )
    op.create_table(
        "halaman",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("ringkasan", sa.String(length=400), server_default="", nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("judul_en", sa.String(length=200), server_default="", nullable=False),
        sa.Column("isi_en", sa.Text(), server_default="", nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_terbit", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('indonesian'::regconfig, coalesce(judul, '')) || to_tsvector('indonesian'::regconfig, coalesce(ringkasan, '')) || to_tsvector('indonesian'::regconfig, coalesce(isi, '')) || to_tsvector('simple'::regconfig, coalesce(judul, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_halaman_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halaman")),
        sa.UniqueConstraint("slug", name=op.f("uq_halaman_slug")),
    )
    op.create_index("ix_halaman_cari", "halaman", ["cari"], unique=False, postgresql_using="gin")
    op.create_table(
        "hari_libur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("is_cuti_bersama", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hari_libur")),
        sa.UniqueConstraint("tanggal", name=op.f("uq_hari_libur_tanggal")),
    )
    op.create_table(
        "kategori",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=20), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("keterangan", sa.Text(), server_default="", nullable=False),
        sa.Column("dasar_hukum", sa.String(length=250), server_default="", nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_diusulkan_pemohon", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kategori")),
        sa.UniqueConstraint("kode", name=op.f("uq_kategori_kode")),
        sa.UniqueConstraint("nama", name=op.f("uq_kategori_nama")),
    )
    op.create_table(
        "opd",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("singkatan", sa.String(length=40), nullable=True),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("induk_id", sa.Integer(), nullable=True),
        sa.Column("berlaku_from", sa.Date(), nullable=True),
        sa.Column("berlaku_until", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "berlaku_until IS NULL OR berlaku_until >= berlaku_from", name=op.f("ck_opd_masa")
        ),
        sa.ForeignKeyConstraint(["induk_id"], ["opd.id"], name=op.f("fk_opd_induk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opd")),
        sa.UniqueConstraint("kode", name=op.f("uq_opd_kode")),
        sa.UniqueConstraint("nama", name=op.f("uq_opd_nama")),
    )
    op.create_index(op.f("ix_opd_induk_id"), "opd", ["induk_id"], unique=False)
    op.create_table(
        "pakta_integritas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("berlaku_on", sa.Date(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pakta_integritas")),
        sa.UniqueConstraint("berlaku_on", name=op.f("uq_pakta_integritas_berlaku_on")),
        sa.UniqueConstraint("versi", name=op.f("uq_pakta_integritas_versi")),
    )
    op.create_table(
        "pengaturan_sistem",
        sa.Column("kunci", sa.String(length=60), nullable=False),
        sa.Column("nilai", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_pengaturan_sistem")),
    )
    op.create_table(
        "penghitung",
        sa.Column("kunci", sa.String(length=60), nullable=False),
        sa.Column("nilai", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_penghitung")),
    )
    op.create_table(
        "tanya_jawab",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kelompok", sa.String(length=80), nullable=False),
        sa.Column("pertanyaan", sa.String(length=300), nullable=False),
        sa.Column("jawaban", sa.Text(), nullable=False),
        sa.Column("pertanyaan_en", sa.String(length=300), server_default="", nullable=False),
        sa.Column("jawaban_en", sa.Text(), server_default="", nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_terbit", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("berguna", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tidak_berguna", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('indonesian'::regconfig, coalesce(pertanyaan, '')) || to_tsvector('indonesian'::regconfig, coalesce(jawaban, '')) || to_tsvector('simple'::regconfig, coalesce(pertanyaan, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("berguna >= 0 AND tidak_berguna >= 0", name=op.f("ck_tanya_jawab_hitungan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tanya_jawab")),
    )
    op.create_index("ix_tanya_jawab_cari", "tanya_jawab", ["cari"], unique=False, postgresql_using="gin")
    op.create_table(
        "urusan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=10), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("kelompok", sa.String(40), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kelompok IN ('wajib pelayanan dasar', 'wajib bukan pelayanan dasar', 'pilihan')",
            name=op.f("ck_urusan_kelompok"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urusan")),
        sa.UniqueConstraint("kode", name=op.f("uq_urusan_kode")),
        sa.UniqueConstraint("nama", name=op.f("uq_urusan_nama")),
    )
    op.create_table(
        "wilayah",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=10), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("tingkat", sa.String(20), nullable=False),
        sa.Column("induk_id", sa.Integer(), nullable=True),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, coalesce(kode, '')) || to_tsvector('simple'::regconfig, coalesce(nama, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("tingkat IN ('provinsi', 'kabupaten', 'kota')", name=op.f("ck_wilayah_tingkat")),
        sa.ForeignKeyConstraint(["induk_id"], ["wilayah.id"], name=op.f("fk_wilayah_induk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wilayah")),
        sa.UniqueConstraint("kode", name=op.f("uq_wilayah_kode")),
    )
    op.create_index("ix_wilayah_cari", "wilayah", ["cari"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_wilayah_induk_id"), "wilayah", ["induk_id"], unique=False)
    op.create_index(op.f("ix_wilayah_nama"), "wilayah", ["nama"], unique=False)
    op.create_table(
        "ab_api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("key_hash", sa.String(length=256), nullable=False),
        sa.Column("lookup_hash", sa.String(length=256), nullable=True),
        sa.Column("key_prefix", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.DateTime(), nullable=True),
        sa.Column("expires_on", sa.DateTime(), nullable=True),
        sa.Column("revoked_on", sa.DateTime(), nullable=True),
        sa.Column("last_used_on", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_ab_api_key_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_api_key")),
        sa.UniqueConstraint("lookup_hash", name=op.f("uq_ab_api_key_lookup_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_ab_api_key_uuid")),
    )
    op.create_index("idx_api_key_lookup_hash", "ab_api_key", ["lookup_hash"], unique=True)
    op.create_index("idx_api_key_prefix", "ab_api_key", ["key_prefix"], unique=False)
    op.create_index("idx_api_key_user_id", "ab_api_key", ["user_id"], unique=False)
    op.create_table(
        "ab_group_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["ab_group.id"], name=op.f("fk_ab_group_role_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ab_role.id"], name=op.f("fk_ab_group_role_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_group_role")),
        sa.UniqueConstraint("group_id", "role_id", name=op.f("uq_ab_group_role_group_id_role_id")),
    )
    op.create_index("idx_group_id", "ab_group_role", ["group_id"], unique=False)
    op.create_index("idx_group_role_id", "ab_group_role", ["role_id"], unique=False)
    op.create_table(
        "ab_permission_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permission_id", sa.Integer(), nullable=False),
        sa.Column("view_menu_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_id"], ["ab_permission.id"], name=op.f("fk_ab_permission_view_permission_id")
        ),
        sa.ForeignKeyConstraint(
            ["view_menu_id"], ["ab_view_menu.id"], name=op.f("fk_ab_permission_view_view_menu_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_permission_view")),
        sa.UniqueConstraint(
            "permission_id", "view_menu_id", name=op.f("uq_ab_permission_view_permission_id_view_menu_id")
        ),
    )
    op.create_index("idx_permission_id", "ab_permission_view", ["permission_id"], unique=False)
    op.create_index("idx_view_menu_id", "ab_permission_view", ["view_menu_id"], unique=False)
    op.create_table(
        "ab_user_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["ab_group.id"], name=op.f("fk_ab_user_group_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_ab_user_group_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_user_group")),
        sa.UniqueConstraint("user_id", "group_id", name=op.f("uq_ab_user_group_user_id_group_id")),
    )
    op.create_index("idx_user_group_id", "ab_user_group", ["group_id"], unique=False)
    op.create_index("idx_user_id", "ab_user_group", ["user_id"], unique=False)
    op.create_table(
        "ab_user_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ab_role.id"], name=op.f("fk_ab_user_role_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_ab_user_role_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_user_role")),
        sa.UniqueConstraint("user_id", "role_id", name=op.f("uq_ab_user_role_user_id_role_id")),
    )
    op.create_table(
        "berkas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("ukuran", sa.BigInteger(), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("pengunggah_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ukuran > 0", name=op.f("ck_berkas_ukuran")),
        sa.ForeignKeyConstraint(["pengunggah_id"], ["ab_user.id"], name=op.f("fk_berkas_pengunggah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berkas")),
        sa.UniqueConstraint("sidik", name=op.f("uq_berkas_sidik")),
    )
    op.create_index(op.f("ix_berkas_pengunggah_id"), "berkas", ["pengunggah_id"], unique=False)
    op.create_table(
        "biodata",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("nama_lengkap", sa.String(length=200), nullable=False),
        sa.Column("nama_panggilan", sa.String(length=100), nullable=False),
        sa.Column("nik_sandi", sa.String(length=255), nullable=False),
        sa.Column("nik_sidik", sa.String(length=64), nullable=False),
        sa.Column("nik_samar", sa.String(length=16), nullable=False),
        sa.Column("jenis_kelamin", sa.String(1), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("telepon", sa.String(length=20), nullable=False),
        sa.Column("wilayah_id", sa.Integer(), nullable=False),
        sa.Column("alamat", sa.String(length=500), nullable=False),
        sa.Column("unit_kerja", sa.String(length=200), nullable=False),
        sa.Column("nomor_kepegawaian", sa.String(length=40), nullable=False),
        sa.Column("jabatan", sa.String(length=200), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("jenis_kelamin IN ('L', 'P')", name=op.f("ck_biodata_jenis_kelamin")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_biodata_pengguna_id")),
        sa.ForeignKeyConstraint(["wilayah_id"], ["wilayah.id"], name=op.f("fk_biodata_wilayah_id")),
        sa.PrimaryKeyConstraint("pengguna_id", name=op.f("pk_biodata")),
        sa.UniqueConstraint("nik_sidik", name=op.f("uq_biodata_nik_sidik")),
    )
    op.create_index(op.f("ix_biodata_wilayah_id"), "biodata", ["wilayah_id"], unique=False)
    op.create_table(
        "instansi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("jenis", sa.String(40), nullable=False),
        sa.Column("wilayah_id", sa.Integer(), nullable=False),
        sa.Column("kode_pos", sa.String(length=5), nullable=False),
        sa.Column("alamat", sa.String(length=500), nullable=False),
        sa.Column("telepon", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_contoh", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, coalesce(nama, '')) || to_tsvector('simple'::regconfig, coalesce(alamat, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "jenis IN ('opd_kota', 'opd_provinsi', 'opd_lain', 'perguruan_tinggi', 'ornop', 'lembaga', 'badan_hukum_publik', 'perusahaan')",
            name=op.f("ck_instansi_jenis"),
        ),
        sa.CheckConstraint("kode_pos ~ '^[0-9]{5}$'", name=op.f("ck_instansi_kode_pos")),
        sa.ForeignKeyConstraint(["wilayah_id"], ["wilayah.id"], name=op.f("fk_instansi_wilayah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instansi")),
    )
    op.create_index("ix_instansi_cari", "instansi", ["cari"], unique=False, postgresql_using="gin")
    op.create_index("ix_instansi_nama_id", "instansi", ["nama", "id"], unique=False)
    op.create_index(op.f("ix_instansi_wilayah_id"), "instansi", ["wilayah_id"], unique=False)
    op.create_table(
        "peristiwa",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jenis", sa.String(length=60), nullable=False),
        sa.Column("pelaku_id", sa.Integer(), nullable=True),
        sa.Column("pelaku_nama", sa.String(length=200), nullable=False),
        sa.Column("peran", sa.String(length=60), nullable=False),
        sa.Column("objek_tipe", sa.String(length=60), nullable=False),
        sa.Column("objek_id", sa.Integer(), nullable=False),
        sa.Column("objek_nama", sa.String(length=300), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=False),
        sa.Column("sidik_lalu", sa.String(length=64), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["pelaku_id"], ["ab_user.id"], name=op.f("fk_peristiwa_pelaku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peristiwa")),
        sa.UniqueConstraint("sidik", name=op.f("uq_peristiwa_sidik")),
    )
    op.create_index("ix_peristiwa_jenis", "peristiwa", ["jenis", "id"], unique=False)
    op.create_index("ix_peristiwa_objek", "peristiwa", ["objek_tipe", "objek_id", "id"], unique=False)
    op.create_index(op.f("ix_peristiwa_pelaku_id"), "peristiwa", ["pelaku_id"], unique=False)
    op.create_table(
        "tampilan_tersimpan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=60), nullable=False),
        sa.Column("alamat", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["pengguna_id"], ["ab_user.id"], name=op.f("fk_tampilan_tersimpan_pengguna_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tampilan_tersimpan")),
        sa.UniqueConstraint("pengguna_id", "nama", name=op.f("uq_tampilan_tersimpan_pengguna_id_nama")),
    )
    op.create_table(
        "percobaan_masuk",
        sa.Column("nama_sidik", sa.String(length=64), nullable=False),
        sa.Column("fail_login_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("nama_sidik", name=op.f("pk_percobaan_masuk")),
    )
    op.create_index(op.f("ix_percobaan_masuk_updated_at"), "percobaan_masuk", ["updated_at"], unique=False)
    op.create_table(
        "tautan_akun",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("tujuan", sa.String(20), nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tujuan IN ('atur_sandi', 'ganti_email')", name=op.f("ck_tautan_akun_tujuan")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_tautan_akun_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tautan_akun")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_tautan_akun_token_sidik")),
    )
    op.create_index(op.f("ix_tautan_akun_pengguna_id"), "tautan_akun", ["pengguna_id"], unique=False)
    op.create_table(
        "usulan_kategori",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jenis_pemohon", sa.String(40), nullable=False),
        sa.Column("kategori_id", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "jenis_pemohon IN ('opd_kota', 'opd_provinsi', 'opd_lain', 'perguruan_tinggi', 'ornop', 'lembaga', 'badan_hukum_publik', 'perusahaan')",
            name=op.f("ck_usulan_kategori_jenis_pemohon"),
        ),
        sa.ForeignKeyConstraint(
            ["kategori_id"], ["kategori.id"], name=op.f("fk_usulan_kategori_kategori_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usulan_kategori")),
        sa.UniqueConstraint("jenis_pemohon", name=op.f("uq_usulan_kategori_jenis_pemohon")),
    )
    op.create_index(op.f("ix_usulan_kategori_kategori_id"), "usulan_kategori", ["kategori_id"], unique=False)
    op.create_table(
        "ab_permission_view_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permission_view_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["permission_view_id"],
            ["ab_permission_view.id"],
            name=op.f("fk_ab_permission_view_role_permission_view_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ab_role.id"], name=op.f("fk_ab_permission_view_role_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ab_permission_view_role")),
        sa.UniqueConstraint(
            "permission_view_id",
            "role_id",
            name=op.f("uq_ab_permission_view_role_permission_view_id_role_id"),
        ),
    )
    op.create_index("idx_permission_view_id", "ab_permission_view_role", ["permission_view_id"], unique=False)
    op.create_index("idx_role_id", "ab_permission_view_role", ["role_id"], unique=False)
    op.create_table(
        "dokumen_informasi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(20), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("nomor", sa.String(length=120), server_default="", nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("keterangan", sa.Text(), server_default="", nullable=False),
        sa.Column("tautan", sa.String(length=500), server_default="", nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_terbit", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('indonesian'::regconfig, coalesce(judul, '')) || to_tsvector('indonesian'::regconfig, coalesce(keterangan, '')) || to_tsvector('simple'::regconfig, coalesce(judul, '')) || to_tsvector('simple'::regconfig, coalesce(nomor, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "jenis IN ('regulasi', 'format', 'contoh_surat', 'panduan')",
            name=op.f("ck_dokumen_informasi_jenis"),
        ),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_dokumen_informasi_berkas_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokumen_informasi")),
    )
    op.create_index(op.f("ix_dokumen_informasi_berkas_id"), "dokumen_informasi", ["berkas_id"], unique=False)
    op.create_index(
        "ix_dokumen_informasi_cari", "dokumen_informasi", ["cari"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "keanggotaan_instansi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("is_pengelola", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instansi_id"], ["instansi.id"], name=op.f("fk_keanggotaan_instansi_instansi_id")
        ),
        sa.ForeignKeyConstraint(
            ["pengguna_id"], ["ab_user.id"], name=op.f("fk_keanggotaan_instansi_pengguna_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keanggotaan_instansi")),
    )
    op.create_index(
        op.f("ix_keanggotaan_instansi_instansi_id"), "keanggotaan_instansi", ["instansi_id"], unique=False
    )
    op.create_index(
        op.f("ix_keanggotaan_instansi_pengguna_id"), "keanggotaan_instansi", ["pengguna_id"], unique=False
    )
    op.create_index(
        "uq_keanggotaan_satu_aktif",
        "keanggotaan_instansi",
        ["pengguna_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "pemberitahuan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("peristiwa_id", sa.BigInteger(), nullable=False),
        sa.Column("sebagai", sa.String(20), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "sebagai IN ('ppksd', 'ppksd1', 'ppksd2', 'admin', 'tkksd', 'pemilik_akun', 'diundang', 'pengelola', 'anggota')",
            name=op.f("ck_pemberitahuan_sebagai"),
        ),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_pemberitahuan_pengguna_id")),
        sa.ForeignKeyConstraint(
            ["peristiwa_id"], ["peristiwa.id"], name=op.f("fk_pemberitahuan_peristiwa_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemberitahuan")),
        sa.UniqueConstraint(
            "pengguna_id", "peristiwa_id", name=op.f("uq_pemberitahuan_pengguna_id_peristiwa_id")
        ),
    )
    op.create_index(
        "ix_pemberitahuan_belum_dibaca",
        "pemberitahuan",
        ["pengguna_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index("ix_pemberitahuan_pengguna_id_id", "pemberitahuan", ["pengguna_id", "id"], unique=False)
    op.create_index(op.f("ix_pemberitahuan_peristiwa_id"), "pemberitahuan", ["peristiwa_id"], unique=False)
    op.create_table(
        "permohonan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("kode_draf", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("kategori_id", sa.Integer(), nullable=True),
        sa.Column("kategori_usulan_id", sa.Integer(), nullable=True),
        sa.Column("kategori_alasan", sa.String(length=500), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("instansi_nama", sa.String(length=200), nullable=False),
        sa.Column("instansi_jenis", sa.String(40), nullable=False),
        sa.Column("instansi_wilayah_id", sa.Integer(), nullable=False),
        sa.Column("instansi_wilayah", sa.String(length=120), nullable=False),
        sa.Column("instansi_kode_pos", sa.String(length=5), nullable=False),
        sa.Column("instansi_alamat", sa.String(length=500), nullable=False),
        sa.Column("instansi_telepon", sa.String(length=20), nullable=False),
        sa.Column("instansi_email", sa.String(length=320), nullable=False),
        sa.Column("instansi_website", sa.String(length=300), nullable=True),
        sa.Column("pemilik_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("penutup", sa.Text(), nullable=False),
        sa.Column("is_contoh", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('indonesian'::regconfig, coalesce(judul, '')) || to_tsvector('indonesian'::regconfig, coalesce(instansi_nama, '')) || to_tsvector('simple'::regconfig, coalesce(kode, '')) || to_tsvector('simple'::regconfig, coalesce(judul, '')) || to_tsvector('simple'::regconfig, coalesce(instansi_nama, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'draf') = (submitted_at IS NULL)", name=op.f("ck_permohonan_dikirim")),
        sa.CheckConstraint("status = 'draf' OR judul <> ''", name=op.f("ck_permohonan_judul")),
        sa.CheckConstraint(
            "status IN ('draf', 'menunggu_verifikasi', 'perlu_perbaikan', 'penawaran', 'penyusunan_kb', 'penyusunan_pks', 'disepakati', 'penjadwalan', 'menunggu_penandatanganan', 'ditandatangani', 'berjalan', 'berakhir', 'diakhiri', 'ditolak', 'ditarik')",
            name=op.f("ck_permohonan_status"),
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_permohonan_instansi_id")),
        sa.ForeignKeyConstraint(
            ["instansi_wilayah_id"], ["wilayah.id"], name=op.f("fk_permohonan_instansi_wilayah_id")
        ),
        sa.ForeignKeyConstraint(["kategori_id"], ["kategori.id"], name=op.f("fk_permohonan_kategori_id")),
        sa.ForeignKeyConstraint(
            ["kategori_usulan_id"], ["kategori.id"], name=op.f("fk_permohonan_kategori_usulan_id")
        ),
        sa.ForeignKeyConstraint(["pemilik_id"], ["ab_user.id"], name=op.f("fk_permohonan_pemilik_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permohonan")),
        sa.UniqueConstraint("kode", name=op.f("uq_permohonan_kode")),
        sa.UniqueConstraint("kode_draf", name=op.f("uq_permohonan_kode_draf")),
    )
    op.create_index("ix_permohonan_cari", "permohonan", ["cari"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_permohonan_instansi_id"), "permohonan", ["instansi_id"], unique=False)
    op.create_index(
        op.f("ix_permohonan_instansi_wilayah_id"), "permohonan", ["instansi_wilayah_id"], unique=False
    )
    op.create_index("ix_permohonan_judul_id", "permohonan", ["judul", "id"], unique=False)
    op.create_index("ix_permohonan_instansi_jenis_id", "permohonan", ["instansi_jenis", "id"], unique=False)
    op.create_index("ix_permohonan_kategori_id_id", "permohonan", ["kategori_id", "id"], unique=False)
    op.create_index(
        op.f("ix_permohonan_kategori_usulan_id"), "permohonan", ["kategori_usulan_id"], unique=False
    )
    op.create_index("ix_permohonan_kode_id", "permohonan", ["kode", "id"], unique=False)
    op.create_index(op.f("ix_permohonan_pemilik_id"), "permohonan", ["pemilik_id"], unique=False)
    op.create_index("ix_permohonan_status_id", "permohonan", ["status", "id"], unique=False)
    op.create_index("ix_permohonan_status_since_id", "permohonan", ["status_since", "id"], unique=False)
    op.create_index(
        "ix_permohonan_status_status_since_id", "permohonan", ["status", "status_since", "id"], unique=False
    )
    op.create_index("ix_permohonan_submitted_at_id", "permohonan", ["submitted_at", "id"], unique=False)
    op.create_table(
        "surel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peristiwa_id", sa.BigInteger(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("kepada", sa.String(length=320), nullable=False),
        sa.Column("sebagai", sa.String(20), nullable=False),
        sa.Column("bahasa", sa.String(length=2), nullable=False),
        sa.Column("subjek", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("percobaan", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("galat", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('antre', 'mengirim', 'terkirim', 'gagal', 'batal')", name=op.f("ck_surel_status")
        ),
        sa.CheckConstraint(
            "sebagai IN ('ppksd', 'ppksd1', 'ppksd2', 'admin', 'tkksd', 'pemilik_akun', 'diundang', 'pengelola', 'anggota')",
            name=op.f("ck_surel_sebagai"),
        ),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_surel_pengguna_id")),
        sa.ForeignKeyConstraint(["peristiwa_id"], ["peristiwa.id"], name=op.f("fk_surel_peristiwa_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surel")),
        sa.UniqueConstraint("peristiwa_id", "kepada", name=op.f("uq_surel_peristiwa_id_kepada")),
    )
    op.create_index(op.f("ix_surel_pengguna_id"), "surel", ["pengguna_id"], unique=False)
    op.create_index("ix_surel_status_id", "surel", ["status", "id"], unique=False)
    op.create_table(
        "undangan_instansi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("token_sidik", sa.String(length=64), nullable=True),
        sa.Column("pengundang_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["ab_user.id"], name=op.f("fk_undangan_instansi_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id"], ["instansi.id"], name=op.f("fk_undangan_instansi_instansi_id")
        ),
        sa.ForeignKeyConstraint(
            ["pengundang_id"], ["ab_user.id"], name=op.f("fk_undangan_instansi_pengundang_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undangan_instansi")),
        sa.UniqueConstraint("token_sidik", name=op.f("uq_undangan_instansi_token_sidik")),
    )
    op.create_index(
        op.f("ix_undangan_instansi_accepted_by_id"), "undangan_instansi", ["accepted_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_undangan_instansi_instansi_id"), "undangan_instansi", ["instansi_id"], unique=False
    )
    op.create_index(
        op.f("ix_undangan_instansi_pengundang_id"), "undangan_instansi", ["pengundang_id"], unique=False
    )
    op.create_index(
        "ix_undangan_terbuka_email",
        "undangan_instansi",
        ["email"],
        unique=False,
        postgresql_where=sa.text("accepted_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_index(
        "uq_undangan_terbuka",
        "undangan_instansi",
        ["instansi_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "bagian_permohonan",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("bagian", sa.String(20), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "belum_dicatat",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "bagian IN ('pemohon', 'petugas', 'persiapan')", name=op.f("ck_bagian_permohonan_bagian")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["permohonan.id"],
            name=op.f("fk_bagian_permohonan_permohonan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["ab_user.id"], name=op.f("fk_bagian_permohonan_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "bagian", name=op.f("pk_bagian_permohonan")),
    )
    op.create_index(
        op.f("ix_bagian_permohonan_saved_by_id"), "bagian_permohonan", ["saved_by_id"], unique=False
    )
    op.create_table(
        "kiriman",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("pengirim_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("isi", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["pengirim_id"], ["ab_user.id"], name=op.f("fk_kiriman_pengirim_id")),
        sa.ForeignKeyConstraint(["permohonan_id"], ["permohonan.id"], name=op.f("fk_kiriman_permohonan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiriman")),
        sa.UniqueConstraint("permohonan_id", "putaran", name=op.f("uq_kiriman_permohonan_id_putaran")),
    )
    op.create_index(op.f("ix_kiriman_pengirim_id"), "kiriman", ["pengirim_id"], unique=False)
    op.create_table(
        "permohonan_urusan",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("urusan_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["permohonan.id"],
            name=op.f("fk_permohonan_urusan_permohonan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["urusan_id"], ["urusan.id"], name=op.f("fk_permohonan_urusan_urusan_id")),
        sa.PrimaryKeyConstraint("permohonan_id", "urusan_id", name=op.f("pk_permohonan_urusan")),
    )
    op.create_index(op.f("ix_permohonan_urusan_urusan_id"), "permohonan_urusan", ["urusan_id"], unique=False)
    op.create_table(
        "persetujuan_pakta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("pakta_id", sa.Integer(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pakta_id"], ["pakta_integritas.id"], name=op.f("fk_persetujuan_pakta_pakta_id")
        ),
        sa.ForeignKeyConstraint(
            ["pengguna_id"], ["ab_user.id"], name=op.f("fk_persetujuan_pakta_pengguna_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["permohonan.id"],
            name=op.f("fk_persetujuan_pakta_permohonan_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persetujuan_pakta")),
        sa.UniqueConstraint(
            "permohonan_id",
            "pengguna_id",
            "pakta_id",
            name=op.f("uq_persetujuan_pakta_permohonan_id_pengguna_id_pakta_id"),
        ),
    )
    op.create_index(op.f("ix_persetujuan_pakta_pakta_id"), "persetujuan_pakta", ["pakta_id"], unique=False)
    op.create_index(
        op.f("ix_persetujuan_pakta_pengguna_id"), "persetujuan_pakta", ["pengguna_id"], unique=False
    )
    op.create_table(
        "persiapan",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("latar_belakang", sa.Text(), nullable=False),
        sa.Column("maksud_tujuan", sa.Text(), nullable=False),
        sa.Column("lokasi", sa.Text(), nullable=False),
        sa.Column("ruang_lingkup", sa.Text(), nullable=False),
        sa.Column("peran_para_pihak", sa.Text(), nullable=False),
        sa.Column("jangka_waktu", sa.Text(), nullable=False),
        sa.Column("manfaat", sa.Text(), nullable=False),
        sa.Column("analisis", sa.Text(), nullable=False),
        sa.Column("pembiayaan", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_persiapan_permohonan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("permohonan_id", name=op.f("pk_persiapan")),
    )
    op.create_table(
        "petugas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("ke", sa.SmallInteger(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("undangan_id", sa.Integer(), nullable=True),
        sa.Column("jawaban", sa.String(20), nullable=False),
        sa.Column("dijawab_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nik_sandi", sa.String(length=255), nullable=False),
        sa.Column("nik_samar", sa.String(length=16), nullable=False),
        sa.Column("nomor_kepegawaian", sa.String(length=40), nullable=False),
        sa.Column("telepon", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("unit_kerja", sa.String(length=200), nullable=False),
        sa.Column("jabatan", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("jawaban IN ('menunggu', 'diterima', 'ditolak')", name=op.f("ck_petugas_jawaban")),
        sa.CheckConstraint("ke IN (1, 2)", name=op.f("ck_petugas_ke")),
        sa.CheckConstraint(
            "pengguna_id IS NOT NULL OR undangan_id IS NOT NULL", name=op.f("ck_petugas_siapa")
        ),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_petugas_pengguna_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_petugas_permohonan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undangan_id"], ["undangan_instansi.id"], name=op.f("fk_petugas_undangan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petugas")),
        sa.UniqueConstraint("permohonan_id", "ke", name=op.f("uq_petugas_permohonan_id_ke")),
        sa.UniqueConstraint(
            "permohonan_id", "pengguna_id", name=op.f("uq_petugas_permohonan_id_pengguna_id")
        ),
    )
    op.create_index(op.f("ix_petugas_pengguna_id"), "petugas", ["pengguna_id"], unique=False)
    op.create_index(op.f("ix_petugas_undangan_id"), "petugas", ["undangan_id"], unique=False)
    op.create_table(
        "verifikasi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("hasil", sa.String(20), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=False),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hasil IN ('setuju', 'perbaikan', 'tolak')", name=op.f("ck_verifikasi_hasil")),
        sa.ForeignKeyConstraint(["oleh_id"], ["ab_user.id"], name=op.f("fk_verifikasi_oleh_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_verifikasi_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifikasi")),
        sa.UniqueConstraint("permohonan_id", "putaran", name=op.f("uq_verifikasi_permohonan_id_putaran")),
    )
    op.create_index(op.f("ix_verifikasi_oleh_id"), "verifikasi", ["oleh_id"], unique=False)
    op.create_table(
        "permintaan_perbaikan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verifikasi_id", sa.Integer(), nullable=False),
        sa.Column("isian", sa.String(length=40), nullable=False),
        sa.Column("alasan", sa.String(20), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "alasan IN ('tidak_benar', 'tidak_lengkap', 'tidak_berlaku')",
            name=op.f("ck_permintaan_perbaikan_alasan"),
        ),
        sa.ForeignKeyConstraint(
            ["verifikasi_id"], ["verifikasi.id"], name=op.f("fk_permintaan_perbaikan_verifikasi_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permintaan_perbaikan")),
        sa.UniqueConstraint(
            "verifikasi_id", "isian", name=op.f("uq_permintaan_perbaikan_verifikasi_id_isian")
        ),
    )
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    op.execute("DROP TRIGGER peristiwa_tidak_dikosongkan ON peristiwa")
    op.execute("DROP TRIGGER peristiwa_hanya_ditambah ON peristiwa")
    op.execute("DROP FUNCTION peristiwa_hanya_ditambah")
    op.drop_table("permintaan_perbaikan")
    op.drop_index(op.f("ix_verifikasi_oleh_id"), table_name="verifikasi")
    op.drop_table("verifikasi")
    op.drop_index(op.f("ix_petugas_undangan_id"), table_name="petugas")
    op.drop_index(op.f("ix_petugas_pengguna_id"), table_name="petugas")
    op.drop_table("petugas")
    op.drop_table("persiapan")
    op.drop_index(op.f("ix_persetujuan_pakta_pengguna_id"), table_name="persetujuan_pakta")
    op.drop_index(op.f("ix_persetujuan_pakta_pakta_id"), table_name="persetujuan_pakta")
    op.drop_table("persetujuan_pakta")
    op.drop_index(op.f("ix_permohonan_urusan_urusan_id"), table_name="permohonan_urusan")
    op.drop_table("permohonan_urusan")
    op.drop_index(op.f("ix_kiriman_pengirim_id"), table_name="kiriman")
    op.drop_table("kiriman")
    op.drop_index(op.f("ix_bagian_permohonan_saved_by_id"), table_name="bagian_permohonan")
    op.drop_table("bagian_permohonan")
    op.drop_index(
        "ix_undangan_terbuka_email",
        table_name="undangan_instansi",
        postgresql_where=sa.text("accepted_at IS NULL AND cancelled_at IS NULL"),
    )
    op.drop_index(
        "uq_undangan_terbuka",
        table_name="undangan_instansi",
        postgresql_where=sa.text("accepted_at IS NULL AND cancelled_at IS NULL"),
    )
    op.drop_index(op.f("ix_undangan_instansi_pengundang_id"), table_name="undangan_instansi")
    op.drop_index(op.f("ix_undangan_instansi_instansi_id"), table_name="undangan_instansi")
    op.drop_index(op.f("ix_undangan_instansi_accepted_by_id"), table_name="undangan_instansi")
    op.drop_table("undangan_instansi")
    op.drop_index("ix_surel_status_id", table_name="surel")
    op.drop_index(op.f("ix_surel_pengguna_id"), table_name="surel")
    op.drop_table("surel")
    op.drop_index("ix_permohonan_submitted_at_id", table_name="permohonan")
    op.drop_index("ix_permohonan_status_status_since_id", table_name="permohonan")
    op.drop_index("ix_permohonan_status_since_id", table_name="permohonan")
    op.drop_index("ix_permohonan_status_id", table_name="permohonan")
    op.drop_index(op.f("ix_permohonan_pemilik_id"), table_name="permohonan")
    op.drop_index("ix_permohonan_kode_id", table_name="permohonan")
    op.drop_index(op.f("ix_permohonan_kategori_usulan_id"), table_name="permohonan")
    op.drop_index("ix_permohonan_kategori_id_id", table_name="permohonan")
    op.drop_index("ix_permohonan_judul_id", table_name="permohonan")
    op.drop_index("ix_permohonan_instansi_jenis_id", table_name="permohonan")
    op.drop_index(op.f("ix_permohonan_instansi_wilayah_id"), table_name="permohonan")
    op.drop_index(op.f("ix_permohonan_instansi_id"), table_name="permohonan")
    op.drop_index("ix_permohonan_cari", table_name="permohonan", postgresql_using="gin")
    op.drop_table("permohonan")
    op.drop_index(op.f("ix_pemberitahuan_peristiwa_id"), table_name="pemberitahuan")
    op.drop_index("ix_pemberitahuan_pengguna_id_id", table_name="pemberitahuan")
    op.drop_index(
        "ix_pemberitahuan_belum_dibaca",
        table_name="pemberitahuan",
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_table("pemberitahuan")
    op.drop_index(
        "uq_keanggotaan_satu_aktif",
        table_name="keanggotaan_instansi",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_keanggotaan_instansi_pengguna_id"), table_name="keanggotaan_instansi")
    op.drop_index(op.f("ix_keanggotaan_instansi_instansi_id"), table_name="keanggotaan_instansi")
    op.drop_table("keanggotaan_instansi")
    op.drop_index("ix_dokumen_informasi_cari", table_name="dokumen_informasi", postgresql_using="gin")
    op.drop_index(op.f("ix_dokumen_informasi_berkas_id"), table_name="dokumen_informasi")
    op.drop_table("dokumen_informasi")
    op.drop_index("idx_role_id", table_name="ab_permission_view_role")
    op.drop_index("idx_permission_view_id", table_name="ab_permission_view_role")
    op.drop_table("ab_permission_view_role")
    op.drop_index(op.f("ix_usulan_kategori_kategori_id"), table_name="usulan_kategori")
    op.drop_table("usulan_kategori")
    op.drop_index(op.f("ix_percobaan_masuk_updated_at"), table_name="percobaan_masuk")
    op.drop_table("percobaan_masuk")
    op.drop_index(op.f("ix_tautan_akun_pengguna_id"), table_name="tautan_akun")
    op.drop_table("tautan_akun")
    op.drop_table("tampilan_tersimpan")
    op.drop_index(op.f("ix_peristiwa_pelaku_id"), table_name="peristiwa")
    op.drop_index("ix_peristiwa_objek", table_name="peristiwa")
    op.drop_index("ix_peristiwa_jenis", table_name="peristiwa")
    op.drop_table("peristiwa")
    op.drop_index(op.f("ix_instansi_wilayah_id"), table_name="instansi")
    op.drop_index("ix_instansi_nama_id", table_name="instansi")
    op.drop_index("ix_instansi_cari", table_name="instansi", postgresql_using="gin")
    op.drop_table("instansi")
    op.drop_index(op.f("ix_biodata_wilayah_id"), table_name="biodata")
    op.drop_table("biodata")
    op.drop_index(op.f("ix_berkas_pengunggah_id"), table_name="berkas")
    op.drop_table("berkas")
    op.drop_table("ab_user_role")
    op.drop_index("idx_user_id", table_name="ab_user_group")
    op.drop_index("idx_user_group_id", table_name="ab_user_group")
    op.drop_table("ab_user_group")
    op.drop_index("idx_view_menu_id", table_name="ab_permission_view")
    op.drop_index("idx_permission_id", table_name="ab_permission_view")
    op.drop_table("ab_permission_view")
    op.drop_index("idx_group_role_id", table_name="ab_group_role")
    op.drop_index("idx_group_id", table_name="ab_group_role")
    op.drop_table("ab_group_role")
    op.drop_index("idx_api_key_user_id", table_name="ab_api_key")
    op.drop_index("idx_api_key_prefix", table_name="ab_api_key")
    op.drop_index("idx_api_key_lookup_hash", table_name="ab_api_key")
    op.drop_table("ab_api_key")
    op.drop_index(op.f("ix_wilayah_nama"), table_name="wilayah")
    op.drop_index(op.f("ix_wilayah_induk_id"), table_name="wilayah")
    op.drop_index("ix_wilayah_cari", table_name="wilayah", postgresql_using="gin")
    op.drop_table("wilayah")
    op.drop_table("urusan")
    op.drop_index("ix_tanya_jawab_cari", table_name="tanya_jawab", postgresql_using="gin")
    op.drop_table("tanya_jawab")
    op.drop_table("penghitung")
    op.drop_table("pengaturan_sistem")
    op.drop_table("pakta_integritas")
    op.drop_index(op.f("ix_opd_induk_id"), table_name="opd")
    op.drop_table("opd")
    op.drop_table("kategori")
    op.drop_table("hari_libur")
    op.drop_index("ix_halaman_cari", table_name="halaman", postgresql_using="gin")
    op.drop_table("halaman")
    op.drop_table("ab_view_menu")
    op.drop_table("ab_user")
    op.drop_table("ab_role")
    op.drop_table("ab_register_user")
    op.drop_table("ab_permission")
    op.drop_table("ab_group")
