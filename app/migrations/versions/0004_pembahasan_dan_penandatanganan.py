"""From the offer to the signed agreement: plans of stages, documents, discussion, opinions, schedule, agreements.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TURNS = "'pemohon', 'admin', 'tkksd', 'protokol', 'para_pihak', 'selesai'"

# As what a person hears of an event: before, and with those of the journey.
HEARERS = "'ppksd', 'ppksd1', 'ppksd2', 'admin', 'tkksd', 'pemilik_akun', 'diundang', 'pengelola', 'anggota'"
NEW_HEARERS = "'ppksd2_lama', 'ditugaskan', 'protokol', 'pemberi_pendapat', 'pencatat'"
TOLD = ("pemberitahuan", "surel")

# Whose turn it was in the version before, which told it from the status alone.
TURN_OF_OLD = """
    CASE
        WHEN status = 'menunggu_verifikasi' THEN 'admin'
        WHEN status IN ('draf', 'perlu_perbaikan', 'penawaran', 'penyusunan_kb', 'penyusunan_pks', 'disepakati')
            THEN 'pemohon'
        WHEN status = 'penjadwalan' THEN 'protokol'
        WHEN status IN ('menunggu_penandatanganan', 'ditandatangani', 'berjalan') THEN 'para_pihak'
        ELSE 'selesai'
    END
"""

# A version of a document, once written, is never changed; what was signed stays what was signed.
UNCHANGED = """
CREATE FUNCTION versi_naskah_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versi_naskah is append-only';
END;
$$;
CREATE TRIGGER versi_naskah_tetap BEFORE UPDATE OR DELETE ON versi_naskah
    FOR EACH ROW EXECUTE FUNCTION versi_naskah_tetap();
CREATE FUNCTION kerja_sama_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the signed agreement is never replaced';
END;
$$;
CREATE TRIGGER kerja_sama_tetap BEFORE UPDATE ON kerja_sama FOR EACH ROW
    WHEN (
        (OLD.berkas_id, OLD.nomor_kota, OLD.nomor_mitra, OLD.ditandatangani_on, OLD.permohonan_id, OLD.jenis)
        IS DISTINCT FROM
        (NEW.berkas_id, NEW.nomor_kota, NEW.nomor_mitra, NEW.ditandatangani_on, NEW.permohonan_id, NEW.jenis)
    )
    EXECUTE FUNCTION kerja_sama_tetap();
CREATE TRIGGER kerja_sama_tidak_dihapus BEFORE DELETE ON kerja_sama
    FOR EACH ROW EXECUTE FUNCTION kerja_sama_tetap();
"""


def upgrade() -> None:
    op.create_table(
        "hari_tertutup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("alasan", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hari_tertutup")),
        sa.UniqueConstraint("tanggal", name=op.f("uq_hari_tertutup_tanggal")),
    )
    op.create_table(
        "jabatan_tim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=160), nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jabatan_tim")),
        sa.UniqueConstraint("nama", name=op.f("uq_jabatan_tim_nama")),
    )
    op.create_table(
        "pejabat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("jabatan", sa.String(length=160), nullable=False),
        sa.Column("is_wali_kota", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pejabat")),
    )
    op.create_index(
        "uq_pejabat_wali_kota",
        "pejabat",
        ["is_wali_kota"],
        unique=True,
        postgresql_where=sa.text("is_wali_kota AND is_active"),
    )
    op.create_table(
        "tempat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=160), nullable=False),
        sa.Column("alamat", sa.String(length=300), server_default="", nullable=False),
        sa.Column("urut", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tempat")),
        sa.UniqueConstraint("nama", name=op.f("uq_tempat_nama")),
    )
    op.create_table(
        "rencana_alur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kategori_id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=True),
        sa.Column("keadaan", sa.String(length=10), nullable=False),
        sa.Column("catatan", sa.String(length=500), server_default="", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(keadaan = 'terbit') = (versi IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_rencana_alur_terbit"),
        ),
        sa.CheckConstraint("keadaan IN ('draf', 'terbit')", name=op.f("ck_rencana_alur_keadaan")),
        sa.ForeignKeyConstraint(["kategori_id"], ["kategori.id"], name=op.f("fk_rencana_alur_kategori_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rencana_alur")),
        sa.UniqueConstraint("kategori_id", "versi", name=op.f("uq_rencana_alur_kategori_id_versi")),
    )
    op.create_index(
        "uq_rencana_alur_satu_draf",
        "rencana_alur",
        ["kategori_id"],
        unique=True,
        postgresql_where=sa.text("keadaan = 'draf'"),
    )
    op.create_table(
        "rencana_tahap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rencana_id", sa.Integer(), nullable=False),
        sa.Column("tahap", sa.String(length=20), nullable=False),
        sa.Column("naskah", sa.String(length=10), nullable=True),
        sa.Column("urut", sa.SmallInteger(), nullable=False),
        sa.Column("tenggat_hari", sa.SmallInteger(), nullable=True),
        sa.Column("tenggat_jenis", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(tahap = 'penawaran') = (naskah IS NULL)", name=op.f("ck_rencana_tahap_naskah_tahap")
        ),
        sa.CheckConstraint("naskah IN ('kb', 'pks', 'nk', 'rk')", name=op.f("ck_rencana_tahap_naskah")),
        sa.CheckConstraint(
            "tahap IN ('penawaran', 'penyusunan_kb', 'penyusunan_pks')", name=op.f("ck_rencana_tahap_tahap")
        ),
        sa.CheckConstraint(
            "tenggat_jenis IN ('kalender', 'kerja')", name=op.f("ck_rencana_tahap_tenggat_jenis")
        ),
        sa.CheckConstraint(
            "tenggat_hari IS NULL OR tenggat_hari BETWEEN 1 AND 365",
            name=op.f("ck_rencana_tahap_tenggat_hari"),
        ),
        sa.ForeignKeyConstraint(
            ["rencana_id"], ["rencana_alur.id"], name=op.f("fk_rencana_tahap_rencana_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rencana_tahap")),
        sa.UniqueConstraint("rencana_id", "tahap", name=op.f("uq_rencana_tahap_rencana_id_tahap")),
    )
    op.create_table(
        "giliran_perkara",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("giliran", sa.String(length=20), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "giliran IN ('pemohon', 'admin', 'tkksd', 'protokol', 'para_pihak', 'selesai')",
            name=op.f("ck_giliran_perkara_giliran"),
        ),
        sa.CheckConstraint(
            "status IN ('draf', 'menunggu_verifikasi', 'perlu_perbaikan', 'penawaran', 'penyusunan_kb', 'penyusunan_pks', 'disepakati', 'penjadwalan', 'menunggu_penandatanganan', 'ditandatangani', 'berjalan', 'berakhir', 'diakhiri', 'ditolak', 'ditarik')",
            name=op.f("ck_giliran_perkara_status"),
        ),
        sa.CheckConstraint("until_at IS NULL OR until_at >= since_at", name=op.f("ck_giliran_perkara_masa")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"],
            ["permohonan.id"],
            name=op.f("fk_giliran_perkara_permohonan_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giliran_perkara")),
    )
    op.create_index(
        op.f("ix_giliran_perkara_permohonan_id"), "giliran_perkara", ["permohonan_id"], unique=False
    )
    op.create_index(
        "uq_giliran_perkara_berjalan",
        "giliran_perkara",
        ["permohonan_id"],
        unique=True,
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.create_table(
        "kerja_sama",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("kategori_id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("instansi_nama", sa.String(length=200), nullable=False),
        sa.Column("induk_id", sa.Integer(), nullable=True),
        sa.Column("nomor_kota", sa.String(length=120), nullable=False),
        sa.Column("nomor_mitra", sa.String(length=120), nullable=False),
        sa.Column("ditandatangani_on", sa.Date(), nullable=False),
        sa.Column("tempat", sa.String(length=200), nullable=False),
        sa.Column("berlaku_from", sa.Date(), nullable=False),
        sa.Column("berlaku_until", sa.Date(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dirilis_oleh_id", sa.Integer(), nullable=True),
        sa.Column("is_contoh", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "cari",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('indonesian'::regconfig, coalesce(judul, '')) || to_tsvector('indonesian'::regconfig, coalesce(instansi_nama, '')) || to_tsvector('simple'::regconfig, coalesce(kode, '')) || to_tsvector('simple'::regconfig, coalesce(nomor_kota, '')) || to_tsvector('simple'::regconfig, coalesce(nomor_mitra, '')) || to_tsvector('simple'::regconfig, coalesce(judul, '')) || to_tsvector('simple'::regconfig, coalesce(instansi_nama, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("induk_id IS NULL OR jenis IN ('pks', 'rk')", name=op.f("ck_kerja_sama_induk")),
        sa.CheckConstraint("jenis IN ('kb', 'pks', 'nk', 'rk')", name=op.f("ck_kerja_sama_jenis")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (dirilis_oleh_id IS NULL)", name=op.f("ck_kerja_sama_rilis")
        ),
        sa.CheckConstraint("berlaku_from >= ditandatangani_on", name=op.f("ck_kerja_sama_berlaku")),
        sa.CheckConstraint("berlaku_until >= berlaku_from", name=op.f("ck_kerja_sama_masa")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_kerja_sama_berkas_id")),
        sa.ForeignKeyConstraint(
            ["dirilis_oleh_id"], ["ab_user.id"], name=op.f("fk_kerja_sama_dirilis_oleh_id")
        ),
        sa.ForeignKeyConstraint(["induk_id"], ["kerja_sama.id"], name=op.f("fk_kerja_sama_induk_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_kerja_sama_instansi_id")),
        sa.ForeignKeyConstraint(["kategori_id"], ["kategori.id"], name=op.f("fk_kerja_sama_kategori_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_kerja_sama_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kerja_sama")),
        sa.UniqueConstraint("kode", name=op.f("uq_kerja_sama_kode")),
        sa.UniqueConstraint("permohonan_id", "jenis", name=op.f("uq_kerja_sama_permohonan_id_jenis")),
    )
    op.create_index(op.f("ix_kerja_sama_berkas_id"), "kerja_sama", ["berkas_id"], unique=False)
    op.create_index("ix_kerja_sama_berlaku_until_id", "kerja_sama", ["berlaku_until", "id"], unique=False)
    op.create_index("ix_kerja_sama_cari", "kerja_sama", ["cari"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_kerja_sama_dirilis_oleh_id"), "kerja_sama", ["dirilis_oleh_id"], unique=False)
    op.create_index(
        "ix_kerja_sama_ditandatangani_on_id", "kerja_sama", ["ditandatangani_on", "id"], unique=False
    )
    op.create_index(op.f("ix_kerja_sama_induk_id"), "kerja_sama", ["induk_id"], unique=False)
    op.create_index(op.f("ix_kerja_sama_instansi_id"), "kerja_sama", ["instansi_id"], unique=False)
    op.create_index(op.f("ix_kerja_sama_kategori_id"), "kerja_sama", ["kategori_id"], unique=False)
    op.create_table(
        "penandatanganan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("metode", sa.String(length=20), nullable=False),
        sa.Column("keadaan", sa.String(length=20), nullable=False),
        sa.Column("pejabat_id", sa.Integer(), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dialihkan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("catatan", sa.Text(), nullable=False),
        sa.Column("urutan_kalender", sa.Integer(), nullable=False),
        sa.Column("ditandatangani_on", sa.Date(), nullable=True),
        sa.Column("tempat_ttd", sa.String(length=200), nullable=False),
        sa.Column("is_paraf", sa.Boolean(), nullable=False),
        sa.Column("is_meterai", sa.Boolean(), nullable=False),
        sa.Column("is_stempel", sa.Boolean(), nullable=False),
        sa.Column("dicatat_oleh_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("divalidasi_oleh_id", sa.Integer(), nullable=True),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "dialihkan_at IS NULL OR metode = 'desk'", name=op.f("ck_penandatanganan_dialihkan")
        ),
        sa.CheckConstraint(
            "keadaan IN ('diusulkan', 'direvisi', 'terjadwal', 'tercatat', 'selesai', 'batal')",
            name=op.f("ck_penandatanganan_keadaan"),
        ),
        sa.CheckConstraint(
            "metode = 'tatap_muka' OR keadaan NOT IN ('diusulkan', 'direvisi')",
            name=op.f("ck_penandatanganan_desk"),
        ),
        sa.CheckConstraint("metode IN ('desk', 'tatap_muka')", name=op.f("ck_penandatanganan_metode")),
        sa.ForeignKeyConstraint(
            ["dicatat_oleh_id"], ["ab_user.id"], name=op.f("fk_penandatanganan_dicatat_oleh_id")
        ),
        sa.ForeignKeyConstraint(
            ["divalidasi_oleh_id"], ["ab_user.id"], name=op.f("fk_penandatanganan_divalidasi_oleh_id")
        ),
        sa.ForeignKeyConstraint(["pejabat_id"], ["pejabat.id"], name=op.f("fk_penandatanganan_pejabat_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_penandatanganan_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penandatanganan")),
    )
    op.create_index(
        op.f("ix_penandatanganan_dicatat_oleh_id"), "penandatanganan", ["dicatat_oleh_id"], unique=False
    )
    op.create_index(
        op.f("ix_penandatanganan_divalidasi_oleh_id"), "penandatanganan", ["divalidasi_oleh_id"], unique=False
    )
    op.create_index("ix_penandatanganan_keadaan", "penandatanganan", ["keadaan"], unique=False)
    op.create_index(op.f("ix_penandatanganan_pejabat_id"), "penandatanganan", ["pejabat_id"], unique=False)
    op.create_index(
        "ix_penandatanganan_permohonan_id_id", "penandatanganan", ["permohonan_id", "id"], unique=False
    )
    op.create_table(
        "pengampu_perkara",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("opd_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_pengampu_perkara_opd_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_pengampu_perkara_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", "opd_id", name=op.f("pk_pengampu_perkara")),
    )
    op.create_index(op.f("ix_pengampu_perkara_opd_id"), "pengampu_perkara", ["opd_id"], unique=False)
    op.create_table(
        "penugasan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["oleh_id"], ["ab_user.id"], name=op.f("fk_penugasan_oleh_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_penugasan_pengguna_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_penugasan_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penugasan")),
    )
    op.create_index(op.f("ix_penugasan_oleh_id"), "penugasan", ["oleh_id"], unique=False)
    op.create_index(op.f("ix_penugasan_pengguna_id"), "penugasan", ["pengguna_id"], unique=False)
    op.create_index(op.f("ix_penugasan_permohonan_id"), "penugasan", ["permohonan_id"], unique=False)
    op.create_index(
        "uq_penugasan_aktif",
        "penugasan",
        ["permohonan_id", "pengguna_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "rencana_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=120), nullable=False),
        sa.Column("petunjuk", sa.Text(), server_default="", nullable=False),
        sa.Column("bentuk", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_wajib", sa.Boolean(), nullable=False),
        sa.Column("is_pokok", sa.Boolean(), nullable=False),
        sa.Column("urut", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("NOT is_pokok OR is_wajib", name=op.f("ck_rencana_slot_pokok")),
        sa.ForeignKeyConstraint(
            ["tahap_id"], ["rencana_tahap.id"], name=op.f("fk_rencana_slot_tahap_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rencana_slot")),
        sa.UniqueConstraint("tahap_id", "kode", name=op.f("uq_rencana_slot_tahap_id_kode")),
    )
    op.create_index(
        "uq_rencana_slot_pokok",
        "rencana_slot",
        ["tahap_id"],
        unique=True,
        postgresql_where=sa.text("is_pokok"),
    )
    op.create_table(
        "rencana_syarat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=False),
        sa.Column("pihak", sa.String(length=10), nullable=False),
        sa.Column("aturan", sa.String(length=20), nullable=False),
        sa.Column("jumlah", sa.SmallInteger(), nullable=False),
        sa.Column("jabatan_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("aturan IN ('sekurangnya', 'semua')", name=op.f("ck_rencana_syarat_aturan")),
        sa.CheckConstraint("jabatan_id IS NULL OR pihak = 'tkksd'", name=op.f("ck_rencana_syarat_jabatan")),
        sa.CheckConstraint("pihak IN ('admin', 'tkksd', 'ppksd')", name=op.f("ck_rencana_syarat_pihak")),
        sa.CheckConstraint("jumlah BETWEEN 1 AND 99", name=op.f("ck_rencana_syarat_jumlah")),
        sa.ForeignKeyConstraint(
            ["jabatan_id"], ["jabatan_tim.id"], name=op.f("fk_rencana_syarat_jabatan_id")
        ),
        sa.ForeignKeyConstraint(
            ["tahap_id"], ["rencana_tahap.id"], name=op.f("fk_rencana_syarat_tahap_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rencana_syarat")),
        sa.UniqueConstraint("tahap_id", "pihak", name=op.f("uq_rencana_syarat_tahap_id_pihak")),
    )
    op.create_index(op.f("ix_rencana_syarat_jabatan_id"), "rencana_syarat", ["jabatan_id"], unique=False)
    op.create_table(
        "surat_penawaran",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("diterima_on", sa.Date(), nullable=True),
        sa.Column("dicatat_oleh_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "diterima_on IS NULL OR diterima_on >= tanggal", name=op.f("ck_surat_penawaran_diterima")
        ),
        sa.ForeignKeyConstraint(
            ["dicatat_oleh_id"], ["ab_user.id"], name=op.f("fk_surat_penawaran_dicatat_oleh_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_surat_penawaran_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", name=op.f("pk_surat_penawaran")),
    )
    op.create_index(
        op.f("ix_surat_penawaran_dicatat_oleh_id"), "surat_penawaran", ["dicatat_oleh_id"], unique=False
    )
    op.create_table(
        "tahap_perkara",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("rencana_tahap_id", sa.Integer(), nullable=False),
        sa.Column("tahap", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hasil", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "hasil IN ('disepakati', 'dilewati', 'dihentikan')", name=op.f("ck_tahap_perkara_hasil")
        ),
        sa.CheckConstraint(
            "tahap IN ('penawaran', 'penyusunan_kb', 'penyusunan_pks')", name=op.f("ck_tahap_perkara_tahap")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (hasil IS NULL)", name=op.f("ck_tahap_perkara_tutup")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_tahap_perkara_permohonan_id")
        ),
        sa.ForeignKeyConstraint(
            ["rencana_tahap_id"], ["rencana_tahap.id"], name=op.f("fk_tahap_perkara_rencana_tahap_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tahap_perkara")),
        sa.UniqueConstraint("permohonan_id", "tahap", name=op.f("uq_tahap_perkara_permohonan_id_tahap")),
    )
    op.create_index(
        op.f("ix_tahap_perkara_rencana_tahap_id"), "tahap_perkara", ["rencana_tahap_id"], unique=False
    )
    op.create_index(
        "uq_tahap_perkara_terbuka",
        "tahap_perkara",
        ["permohonan_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "induk_perkara",
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("kerja_sama_id", sa.Integer(), nullable=False),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["kerja_sama_id"], ["kerja_sama.id"], name=op.f("fk_induk_perkara_kerja_sama_id")
        ),
        sa.ForeignKeyConstraint(["oleh_id"], ["ab_user.id"], name=op.f("fk_induk_perkara_oleh_id")),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_induk_perkara_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("permohonan_id", name=op.f("pk_induk_perkara")),
    )
    op.create_index(op.f("ix_induk_perkara_kerja_sama_id"), "induk_perkara", ["kerja_sama_id"], unique=False)
    op.create_index(op.f("ix_induk_perkara_oleh_id"), "induk_perkara", ["oleh_id"], unique=False)
    op.create_table(
        "koreksi_kerja_sama",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kerja_sama_id", sa.Integer(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("isi <> ''", name=op.f("ck_koreksi_kerja_sama_isi")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_koreksi_kerja_sama_berkas_id")),
        sa.ForeignKeyConstraint(
            ["kerja_sama_id"], ["kerja_sama.id"], name=op.f("fk_koreksi_kerja_sama_kerja_sama_id")
        ),
        sa.ForeignKeyConstraint(["oleh_id"], ["ab_user.id"], name=op.f("fk_koreksi_kerja_sama_oleh_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_koreksi_kerja_sama")),
    )
    op.create_index(
        op.f("ix_koreksi_kerja_sama_berkas_id"), "koreksi_kerja_sama", ["berkas_id"], unique=False
    )
    op.create_index(
        op.f("ix_koreksi_kerja_sama_kerja_sama_id"), "koreksi_kerja_sama", ["kerja_sama_id"], unique=False
    )
    op.create_index(op.f("ix_koreksi_kerja_sama_oleh_id"), "koreksi_kerja_sama", ["oleh_id"], unique=False)
    op.create_table(
        "naskah_ditandatangani",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penandatanganan_id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=10), nullable=False),
        sa.Column("urut", sa.SmallInteger(), nullable=False),
        sa.Column("is_aktif", sa.Boolean(), nullable=False),
        sa.Column("tahun", sa.SmallInteger(), nullable=True),
        sa.Column("nomor_kota", sa.String(length=120), nullable=False),
        sa.Column("nomor_mitra", sa.String(length=120), nullable=False),
        sa.Column("berlaku_from", sa.Date(), nullable=True),
        sa.Column("berlaku_until", sa.Date(), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("kerja_sama_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("jenis IN ('kb', 'pks', 'nk', 'rk')", name=op.f("ck_naskah_ditandatangani_jenis")),
        sa.CheckConstraint(
            "berlaku_until IS NULL OR berlaku_until >= berlaku_from",
            name=op.f("ck_naskah_ditandatangani_masa"),
        ),
        sa.ForeignKeyConstraint(
            ["berkas_id"], ["berkas.id"], name=op.f("fk_naskah_ditandatangani_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id"], ["instansi.id"], name=op.f("fk_naskah_ditandatangani_instansi_id")
        ),
        sa.ForeignKeyConstraint(
            ["kerja_sama_id"], ["kerja_sama.id"], name=op.f("fk_naskah_ditandatangani_kerja_sama_id")
        ),
        sa.ForeignKeyConstraint(
            ["penandatanganan_id"],
            ["penandatanganan.id"],
            name=op.f("fk_naskah_ditandatangani_penandatanganan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_naskah_ditandatangani_permohonan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_naskah_ditandatangani")),
        sa.UniqueConstraint(
            "penandatanganan_id", "jenis", name=op.f("uq_naskah_ditandatangani_penandatanganan_id_jenis")
        ),
    )
    op.create_index(
        op.f("ix_naskah_ditandatangani_berkas_id"), "naskah_ditandatangani", ["berkas_id"], unique=False
    )
    op.create_index(
        op.f("ix_naskah_ditandatangani_kerja_sama_id"),
        "naskah_ditandatangani",
        ["kerja_sama_id"],
        unique=False,
    )
    op.create_index(
        "uq_naskah_ditandatangani_aktif",
        "naskah_ditandatangani",
        ["permohonan_id", "jenis"],
        unique=True,
        postgresql_where=sa.text("is_aktif"),
    )
    op.create_index(
        "uq_naskah_nomor_kota",
        "naskah_ditandatangani",
        ["tahun", "nomor_kota"],
        unique=True,
        postgresql_where=sa.text("is_aktif AND nomor_kota <> ''"),
    )
    op.create_index(
        "uq_naskah_nomor_mitra",
        "naskah_ditandatangani",
        ["instansi_id", "tahun", "nomor_mitra"],
        unique=True,
        postgresql_where=sa.text("is_aktif AND nomor_mitra <> ''"),
    )
    op.create_table(
        "pihak_tanda_tangan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penandatanganan_id", sa.Integer(), nullable=False),
        sa.Column("pihak", sa.String(length=10), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("jabatan", sa.String(length=200), nullable=False),
        sa.Column("kuasa_nomor", sa.String(length=120), nullable=False),
        sa.Column("kuasa_berkas_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("pihak IN ('kota', 'mitra')", name=op.f("ck_pihak_tanda_tangan_pihak")),
        sa.ForeignKeyConstraint(
            ["kuasa_berkas_id"], ["berkas.id"], name=op.f("fk_pihak_tanda_tangan_kuasa_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["penandatanganan_id"],
            ["penandatanganan.id"],
            name=op.f("fk_pihak_tanda_tangan_penandatanganan_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pihak_tanda_tangan")),
        sa.UniqueConstraint(
            "penandatanganan_id", "pihak", name=op.f("uq_pihak_tanda_tangan_penandatanganan_id_pihak")
        ),
    )
    op.create_index(
        op.f("ix_pihak_tanda_tangan_kuasa_berkas_id"), "pihak_tanda_tangan", ["kuasa_berkas_id"], unique=False
    )
    op.create_table(
        "slot_pasti",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penandatanganan_id", sa.Integer(), nullable=False),
        sa.Column("pejabat_id", sa.Integer(), nullable=False),
        sa.Column("tempat_id", sa.Integer(), nullable=True),
        sa.Column("tempat_lain", sa.String(length=200), nullable=False),
        sa.Column("rentang", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(pejabat_id, pejabat_id, '[]')"), "&&"),
            (sa.column("rentang"), "&&"),
            using="gist",
            name="ex_slot_pasti_pejabat",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(tempat_id, tempat_id, '[]')"), "&&"),
            (sa.column("rentang"), "&&"),
            where=sa.text("tempat_id IS NOT NULL"),
            using="gist",
            name="ex_slot_pasti_tempat",
        ),
        sa.CheckConstraint("NOT isempty(rentang)", name=op.f("ck_slot_pasti_rentang")),
        sa.ForeignKeyConstraint(["pejabat_id"], ["pejabat.id"], name=op.f("fk_slot_pasti_pejabat_id")),
        sa.ForeignKeyConstraint(
            ["penandatanganan_id"], ["penandatanganan.id"], name=op.f("fk_slot_pasti_penandatanganan_id")
        ),
        sa.ForeignKeyConstraint(["tempat_id"], ["tempat.id"], name=op.f("fk_slot_pasti_tempat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_pasti")),
        sa.UniqueConstraint("penandatanganan_id", name=op.f("uq_slot_pasti_penandatanganan_id")),
    )
    op.create_index(op.f("ix_slot_pasti_pejabat_id"), "slot_pasti", ["pejabat_id"], unique=False)
    op.create_index(op.f("ix_slot_pasti_tempat_id"), "slot_pasti", ["tempat_id"], unique=False)
    op.create_table(
        "usulan_jadwal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("penandatanganan_id", sa.Integer(), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("ke", sa.SmallInteger(), nullable=False),
        sa.Column("oleh", sa.String(length=20), nullable=False),
        sa.Column("mulai_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tempat_id", sa.Integer(), nullable=True),
        sa.Column("tempat_lain", sa.String(length=200), nullable=False),
        sa.Column("keadaan", sa.String(length=20), nullable=False),
        sa.CheckConstraint("(tempat_id IS NULL) <> (tempat_lain = '')", name=op.f("ck_usulan_jadwal_tempat")),
        sa.CheckConstraint(
            "keadaan IN ('tentatif', 'dipilih', 'lewat')", name=op.f("ck_usulan_jadwal_keadaan")
        ),
        sa.CheckConstraint("oleh IN ('ppksd', 'protokol')", name=op.f("ck_usulan_jadwal_oleh")),
        sa.CheckConstraint("ke BETWEEN 1 AND 3", name=op.f("ck_usulan_jadwal_ke")),
        sa.CheckConstraint("selesai_at > mulai_at", name=op.f("ck_usulan_jadwal_rentang")),
        sa.ForeignKeyConstraint(
            ["penandatanganan_id"], ["penandatanganan.id"], name=op.f("fk_usulan_jadwal_penandatanganan_id")
        ),
        sa.ForeignKeyConstraint(["tempat_id"], ["tempat.id"], name=op.f("fk_usulan_jadwal_tempat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usulan_jadwal")),
        sa.UniqueConstraint(
            "penandatanganan_id", "putaran", "ke", name=op.f("uq_usulan_jadwal_penandatanganan_id_putaran_ke")
        ),
    )
    op.create_index("ix_usulan_jadwal_mulai_at", "usulan_jadwal", ["mulai_at"], unique=False)
    op.create_index(op.f("ix_usulan_jadwal_tempat_id"), "usulan_jadwal", ["tempat_id"], unique=False)
    op.create_table(
        "versi_naskah",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.SmallInteger(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=False),
        sa.Column("is_tandingan", sa.Boolean(), nullable=False),
        sa.Column("pengunggah_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=60), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("nomor > 0", name=op.f("ck_versi_naskah_nomor")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_versi_naskah_berkas_id")),
        sa.ForeignKeyConstraint(
            ["pengunggah_id"], ["ab_user.id"], name=op.f("fk_versi_naskah_pengunggah_id")
        ),
        sa.ForeignKeyConstraint(
            ["permohonan_id"], ["permohonan.id"], name=op.f("fk_versi_naskah_permohonan_id")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["rencana_slot.id"], name=op.f("fk_versi_naskah_slot_id")),
        sa.ForeignKeyConstraint(["tahap_id"], ["tahap_perkara.id"], name=op.f("fk_versi_naskah_tahap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versi_naskah")),
        sa.UniqueConstraint(
            "tahap_id", "slot_id", "nomor", name=op.f("uq_versi_naskah_tahap_id_slot_id_nomor")
        ),
    )
    op.create_index(op.f("ix_versi_naskah_berkas_id"), "versi_naskah", ["berkas_id"], unique=False)
    op.create_index(op.f("ix_versi_naskah_pengunggah_id"), "versi_naskah", ["pengunggah_id"], unique=False)
    op.create_index("ix_versi_naskah_permohonan_id_id", "versi_naskah", ["permohonan_id", "id"], unique=False)
    op.create_index(op.f("ix_versi_naskah_slot_id"), "versi_naskah", ["slot_id"], unique=False)
    op.create_table(
        "pendapat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=False),
        sa.Column("versi_id", sa.Integer(), nullable=False),
        sa.Column("terakhir_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("pihak", sa.String(length=10), nullable=False),
        sa.Column("peran", sa.String(length=160), nullable=False),
        sa.Column("jabatan_tim_id", sa.Integer(), nullable=True),
        sa.Column("sikap", sa.String(length=20), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digantikan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tanggapan", sa.Text(), nullable=False),
        sa.Column("ditanggapi_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditanggapi_oleh_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("pihak IN ('admin', 'tkksd', 'ppksd')", name=op.f("ck_pendapat_pihak")),
        sa.CheckConstraint("sikap = 'setuju' OR alasan <> ''", name=op.f("ck_pendapat_alasan")),
        sa.CheckConstraint(
            "sikap IN ('setuju', 'setuju_catatan', 'perlu_perbaikan', 'tidak_setuju')",
            name=op.f("ck_pendapat_sikap"),
        ),
        sa.CheckConstraint(
            "(ditanggapi_at IS NULL) = (ditanggapi_oleh_id IS NULL)", name=op.f("ck_pendapat_ditanggapi")
        ),
        sa.CheckConstraint("terakhir_id >= versi_id", name=op.f("ck_pendapat_terakhir")),
        sa.ForeignKeyConstraint(
            ["ditanggapi_oleh_id"], ["ab_user.id"], name=op.f("fk_pendapat_ditanggapi_oleh_id")
        ),
        sa.ForeignKeyConstraint(
            ["jabatan_tim_id"], ["jabatan_tim.id"], name=op.f("fk_pendapat_jabatan_tim_id")
        ),
        sa.ForeignKeyConstraint(["pengguna_id"], ["ab_user.id"], name=op.f("fk_pendapat_pengguna_id")),
        sa.ForeignKeyConstraint(["permohonan_id"], ["permohonan.id"], name=op.f("fk_pendapat_permohonan_id")),
        sa.ForeignKeyConstraint(["tahap_id"], ["tahap_perkara.id"], name=op.f("fk_pendapat_tahap_id")),
        sa.ForeignKeyConstraint(["terakhir_id"], ["versi_naskah.id"], name=op.f("fk_pendapat_terakhir_id")),
        sa.ForeignKeyConstraint(["versi_id"], ["versi_naskah.id"], name=op.f("fk_pendapat_versi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pendapat")),
    )
    op.create_index(op.f("ix_pendapat_ditanggapi_oleh_id"), "pendapat", ["ditanggapi_oleh_id"], unique=False)
    op.create_index(op.f("ix_pendapat_jabatan_tim_id"), "pendapat", ["jabatan_tim_id"], unique=False)
    op.create_index(op.f("ix_pendapat_pengguna_id"), "pendapat", ["pengguna_id"], unique=False)
    op.create_index("ix_pendapat_permohonan_id_id", "pendapat", ["permohonan_id", "id"], unique=False)
    op.create_index(op.f("ix_pendapat_terakhir_id"), "pendapat", ["terakhir_id"], unique=False)
    op.create_index(op.f("ix_pendapat_versi_id"), "pendapat", ["versi_id"], unique=False)
    op.create_index(
        "uq_pendapat_berlaku",
        "pendapat",
        ["tahap_id", "pengguna_id"],
        unique=True,
        postgresql_where=sa.text("digantikan_at IS NULL"),
    )
    op.create_table(
        "pengembalian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=False),
        sa.Column("terakhir_id", sa.Integer(), nullable=False),
        sa.Column("oleh_id", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["oleh_id"], ["ab_user.id"], name=op.f("fk_pengembalian_oleh_id")),
        sa.ForeignKeyConstraint(["tahap_id"], ["tahap_perkara.id"], name=op.f("fk_pengembalian_tahap_id")),
        sa.ForeignKeyConstraint(
            ["terakhir_id"], ["versi_naskah.id"], name=op.f("fk_pengembalian_terakhir_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengembalian")),
    )
    op.create_index(op.f("ix_pengembalian_oleh_id"), "pengembalian", ["oleh_id"], unique=False)
    op.create_index(op.f("ix_pengembalian_tahap_id"), "pengembalian", ["tahap_id"], unique=False)
    op.create_index(op.f("ix_pengembalian_terakhir_id"), "pengembalian", ["terakhir_id"], unique=False)
    op.create_table(
        "pesan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permohonan_id", sa.Integer(), nullable=False),
        sa.Column("tahap_id", sa.Integer(), nullable=True),
        sa.Column("versi_id", sa.Integer(), nullable=True),
        sa.Column("penulis_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=60), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditarik_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditarik_oleh_id", sa.Integer(), nullable=True),
        sa.Column("kunci", sa.String(length=40), nullable=False),
        sa.CheckConstraint("isi <> ''", name=op.f("ck_pesan_isi")),
        sa.CheckConstraint("(ditarik_at IS NULL) = (ditarik_oleh_id IS NULL)", name=op.f("ck_pesan_ditarik")),
        sa.ForeignKeyConstraint(["ditarik_oleh_id"], ["ab_user.id"], name=op.f("fk_pesan_ditarik_oleh_id")),
        sa.ForeignKeyConstraint(["penulis_id"], ["ab_user.id"], name=op.f("fk_pesan_penulis_id")),
        sa.ForeignKeyConstraint(["permohonan_id"], ["permohonan.id"], name=op.f("fk_pesan_permohonan_id")),
        sa.ForeignKeyConstraint(["tahap_id"], ["tahap_perkara.id"], name=op.f("fk_pesan_tahap_id")),
        sa.ForeignKeyConstraint(["versi_id"], ["versi_naskah.id"], name=op.f("fk_pesan_versi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pesan")),
        sa.UniqueConstraint("kunci", name=op.f("uq_pesan_kunci")),
    )
    op.create_index(op.f("ix_pesan_ditarik_oleh_id"), "pesan", ["ditarik_oleh_id"], unique=False)
    op.create_index(op.f("ix_pesan_penulis_id"), "pesan", ["penulis_id"], unique=False)
    op.create_index("ix_pesan_permohonan_id_id", "pesan", ["permohonan_id", "id"], unique=False)
    op.create_index(op.f("ix_pesan_tahap_id"), "pesan", ["tahap_id"], unique=False)
    op.create_index(op.f("ix_pesan_versi_id"), "pesan", ["versi_id"], unique=False)
    op.create_table(
        "lampiran_pesan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pesan_id", sa.Integer(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_lampiran_pesan_berkas_id")),
        sa.ForeignKeyConstraint(["pesan_id"], ["pesan.id"], name=op.f("fk_lampiran_pesan_pesan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lampiran_pesan")),
    )
    op.create_index(op.f("ix_lampiran_pesan_berkas_id"), "lampiran_pesan", ["berkas_id"], unique=False)
    op.create_index(op.f("ix_lampiran_pesan_pesan_id"), "lampiran_pesan", ["pesan_id"], unique=False)
    op.add_column("ab_user", sa.Column("opd_id", sa.Integer(), nullable=True))
    op.add_column("ab_user", sa.Column("jabatan_tim_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_ab_user_jabatan_tim_id"), "ab_user", ["jabatan_tim_id"], unique=False)
    op.create_index(op.f("ix_ab_user_opd_id"), "ab_user", ["opd_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_ab_user_jabatan_tim_id"), "ab_user", "jabatan_tim", ["jabatan_tim_id"], ["id"]
    )
    op.create_foreign_key(op.f("fk_ab_user_opd_id"), "ab_user", "opd", ["opd_id"], ["id"])
    op.add_column("kategori", sa.Column("masa_paling_lama", sa.Integer(), server_default="5", nullable=False))
    op.create_check_constraint(
        op.f("ck_kategori_masa_paling_lama"), "kategori", "masa_paling_lama BETWEEN 1 AND 99"
    )
    op.add_column("permohonan", sa.Column("giliran", sa.String(length=20), nullable=True))
    op.add_column("permohonan", sa.Column("giliran_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE permohonan SET giliran = {TURN_OF_OLD}, giliran_since = status_since")
    op.execute(
        "INSERT INTO giliran_perkara (permohonan_id, status, giliran, since_at) "
        "SELECT id, status, giliran, status_since FROM permohonan WHERE giliran <> 'selesai'"
    )
    op.alter_column("permohonan", "giliran", nullable=False)
    op.alter_column("permohonan", "giliran_since", nullable=False)
    op.create_check_constraint(op.f("ck_permohonan_giliran"), "permohonan", f"giliran IN ({TURNS})")
    op.add_column("permohonan", sa.Column("rencana_id", sa.Integer(), nullable=True))
    op.create_index("ix_permohonan_giliran_id", "permohonan", ["giliran", "id"], unique=False)
    op.create_index(
        "ix_permohonan_giliran_status_since_id", "permohonan", ["giliran", "status_since", "id"], unique=False
    )
    op.create_index(op.f("ix_permohonan_rencana_id"), "permohonan", ["rencana_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_permohonan_rencana_id"), "permohonan", "rencana_alur", ["rencana_id"], ["id"]
    )
    op.execute(UNCHANGED)
    for table in TOLD:
        op.drop_constraint(op.f(f"ck_{table}_sebagai"), table, type_="check")
        op.create_check_constraint(
            op.f(f"ck_{table}_sebagai"), table, f"sebagai IN ({HEARERS}, {NEW_HEARERS})"
        )


def downgrade() -> None:
    for table in TOLD:
        # What was told of the journey goes with the journey.
        op.execute(f"DELETE FROM {table} WHERE sebagai IN ({NEW_HEARERS})")
        op.drop_constraint(op.f(f"ck_{table}_sebagai"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_sebagai"), table, f"sebagai IN ({HEARERS})")
    op.execute("DROP TRIGGER kerja_sama_tidak_dihapus ON kerja_sama")
    op.execute("DROP TRIGGER kerja_sama_tetap ON kerja_sama")
    op.execute("DROP TRIGGER versi_naskah_tetap ON versi_naskah")
    op.execute("DROP FUNCTION kerja_sama_tetap")
    op.execute("DROP FUNCTION versi_naskah_tetap")
    op.drop_constraint(op.f("ck_permohonan_giliran"), "permohonan", type_="check")
    op.drop_constraint(op.f("ck_kategori_masa_paling_lama"), "kategori", type_="check")
    op.drop_constraint(op.f("fk_permohonan_rencana_id"), "permohonan", type_="foreignkey")
    op.drop_index(op.f("ix_permohonan_rencana_id"), table_name="permohonan")
    op.drop_index("ix_permohonan_giliran_status_since_id", table_name="permohonan")
    op.drop_index("ix_permohonan_giliran_id", table_name="permohonan")
    op.drop_column("permohonan", "rencana_id")
    op.drop_column("permohonan", "giliran_since")
    op.drop_column("permohonan", "giliran")
    op.drop_column("kategori", "masa_paling_lama")
    op.drop_constraint(op.f("fk_ab_user_opd_id"), "ab_user", type_="foreignkey")
    op.drop_constraint(op.f("fk_ab_user_jabatan_tim_id"), "ab_user", type_="foreignkey")
    op.drop_index(op.f("ix_ab_user_opd_id"), table_name="ab_user")
    op.drop_index(op.f("ix_ab_user_jabatan_tim_id"), table_name="ab_user")
    op.drop_column("ab_user", "jabatan_tim_id")
    op.drop_column("ab_user", "opd_id")
    op.drop_index(op.f("ix_lampiran_pesan_pesan_id"), table_name="lampiran_pesan")
    op.drop_index(op.f("ix_lampiran_pesan_berkas_id"), table_name="lampiran_pesan")
    op.drop_table("lampiran_pesan")
    op.drop_index(op.f("ix_pesan_versi_id"), table_name="pesan")
    op.drop_index(op.f("ix_pesan_tahap_id"), table_name="pesan")
    op.drop_index("ix_pesan_permohonan_id_id", table_name="pesan")
    op.drop_index(op.f("ix_pesan_penulis_id"), table_name="pesan")
    op.drop_index(op.f("ix_pesan_ditarik_oleh_id"), table_name="pesan")
    op.drop_table("pesan")
    op.drop_index(op.f("ix_pengembalian_terakhir_id"), table_name="pengembalian")
    op.drop_index(op.f("ix_pengembalian_tahap_id"), table_name="pengembalian")
    op.drop_index(op.f("ix_pengembalian_oleh_id"), table_name="pengembalian")
    op.drop_table("pengembalian")
    op.drop_index(
        "uq_pendapat_berlaku", table_name="pendapat", postgresql_where=sa.text("digantikan_at IS NULL")
    )
    op.drop_index(op.f("ix_pendapat_versi_id"), table_name="pendapat")
    op.drop_index(op.f("ix_pendapat_terakhir_id"), table_name="pendapat")
    op.drop_index("ix_pendapat_permohonan_id_id", table_name="pendapat")
    op.drop_index(op.f("ix_pendapat_pengguna_id"), table_name="pendapat")
    op.drop_index(op.f("ix_pendapat_jabatan_tim_id"), table_name="pendapat")
    op.drop_index(op.f("ix_pendapat_ditanggapi_oleh_id"), table_name="pendapat")
    op.drop_table("pendapat")
    op.drop_index(op.f("ix_versi_naskah_slot_id"), table_name="versi_naskah")
    op.drop_index("ix_versi_naskah_permohonan_id_id", table_name="versi_naskah")
    op.drop_index(op.f("ix_versi_naskah_pengunggah_id"), table_name="versi_naskah")
    op.drop_index(op.f("ix_versi_naskah_berkas_id"), table_name="versi_naskah")
    op.drop_table("versi_naskah")
    op.drop_index(op.f("ix_usulan_jadwal_tempat_id"), table_name="usulan_jadwal")
    op.drop_index("ix_usulan_jadwal_mulai_at", table_name="usulan_jadwal")
    op.drop_table("usulan_jadwal")
    op.drop_index(op.f("ix_slot_pasti_tempat_id"), table_name="slot_pasti")
    op.drop_index(op.f("ix_slot_pasti_pejabat_id"), table_name="slot_pasti")
    op.drop_table("slot_pasti")
    op.drop_index(op.f("ix_pihak_tanda_tangan_kuasa_berkas_id"), table_name="pihak_tanda_tangan")
    op.drop_table("pihak_tanda_tangan")
    op.drop_index(
        "uq_naskah_nomor_mitra",
        table_name="naskah_ditandatangani",
        postgresql_where=sa.text("is_aktif AND nomor_mitra <> ''"),
    )
    op.drop_index(
        "uq_naskah_nomor_kota",
        table_name="naskah_ditandatangani",
        postgresql_where=sa.text("is_aktif AND nomor_kota <> ''"),
    )
    op.drop_index(
        "uq_naskah_ditandatangani_aktif",
        table_name="naskah_ditandatangani",
        postgresql_where=sa.text("is_aktif"),
    )
    op.drop_index(op.f("ix_naskah_ditandatangani_kerja_sama_id"), table_name="naskah_ditandatangani")
    op.drop_index(op.f("ix_naskah_ditandatangani_berkas_id"), table_name="naskah_ditandatangani")
    op.drop_table("naskah_ditandatangani")
    op.drop_index(op.f("ix_koreksi_kerja_sama_oleh_id"), table_name="koreksi_kerja_sama")
    op.drop_index(op.f("ix_koreksi_kerja_sama_kerja_sama_id"), table_name="koreksi_kerja_sama")
    op.drop_index(op.f("ix_koreksi_kerja_sama_berkas_id"), table_name="koreksi_kerja_sama")
    op.drop_table("koreksi_kerja_sama")
    op.drop_index(op.f("ix_induk_perkara_oleh_id"), table_name="induk_perkara")
    op.drop_index(op.f("ix_induk_perkara_kerja_sama_id"), table_name="induk_perkara")
    op.drop_table("induk_perkara")
    op.drop_index(
        "uq_tahap_perkara_terbuka", table_name="tahap_perkara", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_index(op.f("ix_tahap_perkara_rencana_tahap_id"), table_name="tahap_perkara")
    op.drop_table("tahap_perkara")
    op.drop_index(op.f("ix_surat_penawaran_dicatat_oleh_id"), table_name="surat_penawaran")
    op.drop_table("surat_penawaran")
    op.drop_index(op.f("ix_rencana_syarat_jabatan_id"), table_name="rencana_syarat")
    op.drop_table("rencana_syarat")
    op.drop_index("uq_rencana_slot_pokok", table_name="rencana_slot", postgresql_where=sa.text("is_pokok"))
    op.drop_table("rencana_slot")
    op.drop_index("uq_penugasan_aktif", table_name="penugasan", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index(op.f("ix_penugasan_permohonan_id"), table_name="penugasan")
    op.drop_index(op.f("ix_penugasan_pengguna_id"), table_name="penugasan")
    op.drop_index(op.f("ix_penugasan_oleh_id"), table_name="penugasan")
    op.drop_table("penugasan")
    op.drop_index(op.f("ix_pengampu_perkara_opd_id"), table_name="pengampu_perkara")
    op.drop_table("pengampu_perkara")
    op.drop_index("ix_penandatanganan_permohonan_id_id", table_name="penandatanganan")
    op.drop_index(op.f("ix_penandatanganan_pejabat_id"), table_name="penandatanganan")
    op.drop_index("ix_penandatanganan_keadaan", table_name="penandatanganan")
    op.drop_index(op.f("ix_penandatanganan_divalidasi_oleh_id"), table_name="penandatanganan")
    op.drop_index(op.f("ix_penandatanganan_dicatat_oleh_id"), table_name="penandatanganan")
    op.drop_table("penandatanganan")
    op.drop_index(op.f("ix_kerja_sama_kategori_id"), table_name="kerja_sama")
    op.drop_index(op.f("ix_kerja_sama_instansi_id"), table_name="kerja_sama")
    op.drop_index(op.f("ix_kerja_sama_induk_id"), table_name="kerja_sama")
    op.drop_index("ix_kerja_sama_ditandatangani_on_id", table_name="kerja_sama")
    op.drop_index(op.f("ix_kerja_sama_dirilis_oleh_id"), table_name="kerja_sama")
    op.drop_index("ix_kerja_sama_cari", table_name="kerja_sama", postgresql_using="gin")
    op.drop_index("ix_kerja_sama_berlaku_until_id", table_name="kerja_sama")
    op.drop_index(op.f("ix_kerja_sama_berkas_id"), table_name="kerja_sama")
    op.drop_table("kerja_sama")
    op.drop_index(
        "uq_giliran_perkara_berjalan",
        table_name="giliran_perkara",
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.drop_index(op.f("ix_giliran_perkara_permohonan_id"), table_name="giliran_perkara")
    op.drop_table("giliran_perkara")
    op.drop_table("rencana_tahap")
    op.drop_index(
        "uq_rencana_alur_satu_draf", table_name="rencana_alur", postgresql_where=sa.text("keadaan = 'draf'")
    )
    op.drop_table("rencana_alur")
    op.drop_table("tempat")
    op.drop_index(
        "uq_pejabat_wali_kota", table_name="pejabat", postgresql_where=sa.text("is_wali_kota AND is_active")
    )
    op.drop_table("pejabat")
    op.drop_table("jabatan_tim")
    op.drop_table("hari_tertutup")
