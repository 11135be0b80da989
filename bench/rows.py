"""Fills the bench database: many institutions, people and cases, written by SQL alone."""

from sqlalchemy import Connection, text

INSTANSI = 2_000
PEOPLE = 2_000

FILL = (
    """
    INSERT INTO ab_user (id, first_name, last_name, username, password, active, email, nama)
    SELECT nextval('ab_user_id_seq'), 'Orang ' || n, '', 'orang' || n || '@example.org', '', true,
           'orang' || n || '@example.org', 'Orang Contoh ' || n
    FROM generate_series(1, :people) n
    """,
    """
    INSERT INTO instansi (nama, jenis, wilayah_id, kode_pos, alamat, telepon, email, versi)
    SELECT (ARRAY['Universitas', 'PT', 'Yayasan', 'Koperasi', 'Dinas'])[1 + n % 5] || ' Contoh ' || n,
           (ARRAY['perguruan_tinggi', 'perusahaan', 'lembaga', 'perusahaan', 'opd_lain'])[1 + n % 5],
           (SELECT min(id) FROM wilayah WHERE tingkat <> 'provinsi') + n % 500, '75123', 'Jalan Contoh ' || n,
           '+62541123456', 'kontak' || n || '@example.org', 1
    FROM generate_series(1, :instansi) n
    """,
    """
    WITH i AS (SELECT min(id) AS id FROM instansi), u AS (SELECT max(id) - :people AS id FROM ab_user),
         k AS (SELECT array_agg(id ORDER BY id) AS ids FROM kategori)
    INSERT INTO permohonan (kode, kode_draf, status, status_since, giliran, giliran_since, putaran, judul, kategori_id,
        kategori_usulan_id,
        kategori_alasan, instansi_id, instansi_nama, instansi_jenis, instansi_wilayah_id, instansi_wilayah,
        instansi_kode_pos, instansi_alamat, instansi_telepon, instansi_email, pemilik_id, submitted_at, verified_at,
        penutup, versi)
    SELECT 'KSD-' || (2017 + n * 10 / (:cases + 1)) || '-' || lpad(n::text, 6, '0') || '-0', 'D-' || n,
        s.status, now() - make_interval(hours => (:cases - n) / 4),
        CASE WHEN s.status = 'menunggu_verifikasi' THEN 'admin' WHEN s.status IN ('penyusunan_kb', 'penyusunan_pks')
             THEN 'tkksd' WHEN s.status IN ('penawaran', 'perlu_perbaikan') THEN 'pemohon' WHEN s.status = 'berjalan'
             THEN 'para_pihak' ELSE 'selesai' END,
        now() - make_interval(hours => (:cases - n) / 4), 1,
        (ARRAY['Layanan', 'Riset', 'Pelatihan', 'Pengelolaan', 'Pertukaran data'])[1 + n % 5] || ' '
        || (ARRAY['sampah', 'kesehatan', 'perpustakaan', 'air minum', 'pariwisata', 'pangan', 'retribusi'])[1 + n % 7]
        || ' ' || (ARRAY['kota', 'kelurahan', 'kecamatan', 'kampung', 'sungai', 'pasar'])[1 + n % 6]
        || CASE WHEN n % 5000 = 0 THEN ' bekantan' ELSE '' END || ' ' || n,
        k.ids[1 + n % array_length(k.ids, 1)], k.ids[1 + n % array_length(k.ids, 1)], '',
        i.id + n % :instansi, 'Instansi Contoh ' || n % :instansi, 'perusahaan', w.id, 'Kota Samarinda', '75123',
        'Jalan Contoh', '+62541123456', 'kontak@example.org', u.id + 1 + n % :people,
        now() - make_interval(hours => (:cases - n) / 4 + 48),
        CASE WHEN s.status IN ('menunggu_verifikasi', 'perlu_perbaikan', 'ditolak') THEN NULL
             ELSE now() - make_interval(hours => (:cases - n) / 4) END, '', 1
    FROM generate_series(1, :cases) n, i, u, k,
         LATERAL (SELECT id FROM wilayah WHERE kode = '64.72') w,
         LATERAL (SELECT CASE WHEN n > :cases - 300 THEN 'menunggu_verifikasi' ELSE
            (ARRAY['penawaran', 'penyusunan_kb', 'penyusunan_pks', 'berjalan', 'berjalan', 'berakhir', 'berakhir',
                   'ditolak', 'ditarik', 'perlu_perbaikan'])[1 + n % 10] END AS status) s
    """,
    """
    INSERT INTO permohonan_urusan (permohonan_id, urusan_id)
    SELECT p.id, u.id + p.id % 32 FROM permohonan p, (SELECT min(id) AS id FROM urusan) u
    WHERE p.judul LIKE '%contoh%' OR p.kode LIKE 'KSD-%-0'
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO persiapan (permohonan_id, latar_belakang, maksud_tujuan, lokasi, ruang_lingkup, peran_para_pihak,
        jangka_waktu, manfaat, analisis, pembiayaan)
    SELECT p.id, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i' FROM permohonan p
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO petugas (permohonan_id, ke, pengguna_id, jawaban, nama, nik_sandi, nik_samar, nomor_kepegawaian,
        telepon, email, unit_kerja, jabatan)
    SELECT p.id, 1, p.pemilik_id, 'diterima', 'Orang Contoh', '', '6472••••••••0001', '1', '+62541123456',
        'orang@example.org', 'Unit', 'Jabatan' FROM permohonan p
    ON CONFLICT DO NOTHING
    """,
)


def fill(connection: Connection, cases: int) -> None:
    """Write `cases` cases with all that belongs to them, then let the planner know."""
    numbers = {"cases": cases, "instansi": INSTANSI, "people": PEOPLE}
    for statement in FILL:
        used = {name: value for name, value in numbers.items() if f":{name}" in statement}
        connection.execute(text(statement), used)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
