"""One long case in discussion, a full month of signings, and a case before many deciders; written by SQL alone.

Needs the example city and a few hundred cases of rows.py.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

VERSIONS = 50
MESSAGES = 500
OPINIONS = 40
SIGNINGS = 300
DECIDERS = 50
EVENTS = 600
TEAM_EMAIL = "anggota%@bench.example.org"

# Two cases of the example city that stand in the drafting of their first paper: one grows long, one is decided on.
CASES = text("""
    SELECT p.id, p.kode, p.pemilik_id, t.id AS tahap_id, t.rencana_tahap_id
    FROM permohonan p JOIN tahap_perkara t ON t.permohonan_id = p.id AND t.closed_at IS NULL
    WHERE p.status = 'penyusunan_kb' AND EXISTS (SELECT 1 FROM versi_naskah v WHERE v.tahap_id = t.id)
    ORDER BY p.id LIMIT 2
""")

TEAM = (
    """
    INSERT INTO ab_user (id, first_name, last_name, username, password, active, email, nama)
    SELECT nextval('ab_user_id_seq'), 'Anggota ' || n, '', 'anggota' || n || '@bench.example.org', '', true,
           'anggota' || n || '@bench.example.org', 'Anggota Contoh ' || n
    FROM generate_series(1, :people) n
    """,
    """
    INSERT INTO ab_user_role (id, user_id, role_id)
    SELECT nextval('ab_user_role_id_seq'), u.id, r.id FROM ab_user u, ab_role r
    WHERE u.email LIKE :team AND r.name = 'TKKSD'
    """,
)

LONG_CASE = (
    """
    INSERT INTO berkas (sidik, ukuran, jenis, nama)
    SELECT encode(sha256(('bench' || n)::bytea), 'hex'), 250000 + n, CASE WHEN n % 3 = 0 THEN 'pdf' ELSE 'docx' END,
           'rancangan ' || n
    FROM generate_series(1, :versions) n
    """,
    """
    INSERT INTO versi_naskah (permohonan_id, tahap_id, slot_id, nomor, berkas_id, nama, catatan, is_tandingan,
        pengunggah_id, peran, uploaded_at)
    SELECT :case, :stage, s.id, base.nomor + n, b.id, 'Rancangan Kesepakatan ' || n || '.docx',
           CASE WHEN n % 2 = 0 THEN 'Memuat masukan Bagian Hukum atas Pasal ' || n ELSE '' END, false, :owner,
           'PPKSD-1', now() - make_interval(hours => 24 * (:versions - n) / 3 + 5)
    FROM generate_series(1, :versions - 2) n
    JOIN berkas b ON b.sidik = encode(sha256(('bench' || n)::bytea), 'hex'),
         LATERAL (SELECT id FROM rencana_slot WHERE tahap_id = :plan AND is_pokok) s,
         LATERAL (SELECT max(nomor) AS nomor FROM versi_naskah WHERE tahap_id = :stage AND slot_id = s.id) base
    """,
    """
    INSERT INTO pesan (permohonan_id, tahap_id, versi_id, penulis_id, peran, isi, is_internal, sent_at, kunci)
    SELECT :case, :stage, CASE WHEN n % 5 = 0 THEN v.id END, CASE WHEN n % 3 = 0 THEN :owner ELSE u.id + n % 40 END,
           CASE WHEN n % 3 = 0 THEN 'PPKSD-1' ELSE 'TKKSD' END,
           'Pesan ' || n || E'. Pasal 6 ayat (2) sebaiknya menyebut pengadilan yang dipilih.\n\nLihat juga Pasal '
           || n % 20 || ' dan lampirannya: biaya, jadwal, serta tata cara pelaporan kepada Bagian Kerja Sama.',
           n % 3 <> 0 AND n % 4 = 0, now() - make_interval(mins => 20 * (:messages - n) + 10), 'bench-' || n
    FROM generate_series(1, :messages) n,
         LATERAL (SELECT min(id) AS id FROM ab_user WHERE email LIKE :team) u,
         LATERAL (SELECT max(id) AS id FROM versi_naskah WHERE tahap_id = :stage) v
    """,
    """
    INSERT INTO pendapat (permohonan_id, tahap_id, versi_id, terakhir_id, pengguna_id, pihak, peran, sikap, alasan,
        given_at, tanggapan)
    SELECT :case, :stage, seen.id, seen.id, u.id, 'tkksd', 'Anggota TKKSD',
           (ARRAY['setuju', 'setuju_catatan', 'perlu_perbaikan', 'setuju'])[1 + u.n % 4],
           CASE WHEN u.n % 4 IN (0, 3) THEN '' ELSE 'Pasal ' || u.n || ': dahulukan musyawarah, lalu sebut pengadilan.'
           END, now() - make_interval(mins => 30 * (:opinions - u.n::int) + 5), ''
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM ab_user WHERE email LIKE :team) u,
         LATERAL (SELECT v.id FROM versi_naskah v JOIN rencana_slot s ON s.id = v.slot_id AND s.is_pokok
                  WHERE v.tahap_id = :stage ORDER BY v.id DESC OFFSET (u.n % 2) * 3 LIMIT 1) seen
    WHERE u.n <= :opinions
    """,
    """
    INSERT INTO peristiwa (id, at, jenis, pelaku_id, pelaku_nama, peran, objek_tipe, objek_id, objek_nama, data, catatan,
        sidik_lalu, sidik)
    SELECT last.id + n, now() - make_interval(mins => 15 * (:events - n)), (ARRAY['pesan.dikirim', 'naskah.diunggah',
           'pendapat.diberikan', 'naskah.diunduh', 'pesan.dikirim'])[1 + n % 5], :owner, 'Orang Contoh', 'PPKSD-1',
           'permohonan', :case, 'Perkara contoh', '{"tahap": "penyusunan_kb"}', '', '',
           encode(sha256(('bench' || n)::bytea), 'hex')
    FROM generate_series(1, :events) n, LATERAL (SELECT max(id) AS id FROM peristiwa) last
    """,
)

# Six an hour apart on each day of next month for sure, four more that are only proposed.
CALENDAR = (
    """
    CREATE TEMPORARY TABLE jadwal_bench AS
    SELECT row_number() OVER (ORDER BY p.id) - 1 AS n, p.id, p.instansi_id,
           (SELECT id FROM pejabat WHERE is_wali_kota) AS pejabat_id, (SELECT min(id) FROM tempat) AS tempat_id,
           (date_trunc('month', now()) + interval '1 month') AS awal
    FROM permohonan p WHERE p.kode_draf LIKE 'D-%' AND p.status = 'berjalan' AND p.instansi_nama LIKE 'Instansi Contoh %'
    ORDER BY p.id LIMIT :signings
    """,
    "UPDATE permohonan SET status = 'penjadwalan', giliran = 'protokol' WHERE id IN (SELECT id FROM jadwal_bench)",
    """
    INSERT INTO penandatanganan (permohonan_id, metode, keadaan, pejabat_id, putaran, created_at, since_at, catatan,
        urutan_kalender, tempat_ttd, is_paraf, is_meterai, is_stempel, versi)
    SELECT id, 'tatap_muka', CASE WHEN n % 10 < 6 THEN 'terjadwal' ELSE 'diusulkan' END, pejabat_id, 1, now(), now(), '',
           0, '', false, false, false, 1
    FROM jadwal_bench
    """,
    """
    INSERT INTO slot_pasti (penandatanganan_id, pejabat_id, tempat_id, tempat_lain, rentang, confirmed_at)
    SELECT t.id, j.pejabat_id, j.tempat_id, '', tstzrange(awal + make_interval(days => (n / 10 % 28)::int,
           hours => (n % 10)::int, mins => CASE WHEN n >= 280 THEN 30 ELSE 0 END), awal + make_interval(days =>
           (n / 10 % 28)::int, hours => (n % 10)::int, mins => CASE WHEN n >= 280 THEN 60 ELSE 30 END)), now()
    FROM jadwal_bench j JOIN penandatanganan t ON t.permohonan_id = j.id AND t.keadaan = 'terjadwal'
    """,
    """
    INSERT INTO usulan_jadwal (penandatanganan_id, putaran, ke, oleh, mulai_at, selesai_at, tempat_id, tempat_lain, keadaan)
    SELECT t.id, 1, 1, 'ppksd', awal + make_interval(days => (n / 10 % 28)::int, hours => (n % 10 - 4)::int),
           awal + make_interval(days => (n / 10 % 28)::int, hours => (n % 10 - 3)::int), j.tempat_id, '', 'tentatif'
    FROM jadwal_bench j JOIN penandatanganan t ON t.permohonan_id = j.id AND t.keadaan = 'diusulkan'
    """,
)

# All members who are put on the case must agree: whoever comes last closes the stage, and nobody else may.
DECISION = (
    """
    INSERT INTO penugasan (permohonan_id, pengguna_id, oleh_id, assigned_at)
    SELECT :case, u.id, (SELECT id FROM ab_user WHERE email = 'admin@example.org'), now()
    FROM ab_user u WHERE u.email LIKE :team
    """,
    "UPDATE penugasan SET ended_at = now() WHERE permohonan_id = :case AND pengguna_id NOT IN "
    "(SELECT id FROM ab_user WHERE email LIKE :team)",
    "UPDATE rencana_syarat SET aturan = 'semua' WHERE tahap_id = :plan AND pihak = 'tkksd'",
    "UPDATE pendapat SET digantikan_at = now() WHERE tahap_id = :stage AND digantikan_at IS NULL",
    """
    INSERT INTO pendapat (permohonan_id, tahap_id, versi_id, terakhir_id, pengguna_id, pihak, peran, sikap, alasan,
        given_at, tanggapan)
    SELECT :case, :stage, v.id, v.id, who.id, who.pihak, who.peran, 'setuju', '', now(), ''
    FROM (SELECT id, 'admin' AS pihak, 'Admin' AS peran FROM ab_user WHERE email = 'admin@example.org'
          UNION ALL SELECT :owner, 'ppksd', 'PPKSD-1') who,
         LATERAL (SELECT max(id) AS id FROM versi_naskah WHERE tahap_id = :stage) v
    """,
)


@dataclass(frozen=True)
class Perkara:
    """What the measures need to know of a case."""

    kode: str
    pemilik_id: int


def fill_journey(connection: Connection) -> tuple[Perkara, Perkara]:
    """Write all rows; answers the long case and the one that is decided on."""
    long, decided = connection.execute(CASES).all()
    _run(connection, TEAM)
    _run(connection, LONG_CASE, long)
    _run(connection, CALENDAR)
    _run(connection, DECISION, decided)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    return Perkara(long.kode, long.pemilik_id), Perkara(decided.kode, decided.pemilik_id)


def _run(connection: Connection, statements: tuple[str, ...], row: object = None) -> None:
    numbers = {
        "people": DECIDERS,
        "team": TEAM_EMAIL,
        "versions": VERSIONS,
        "messages": MESSAGES,
        "opinions": OPINIONS,
        "events": EVENTS,
        "signings": SIGNINGS,
    }
    if row is not None:
        numbers |= {
            "case": row.id,  # type: ignore[attr-defined]
            "owner": row.pemilik_id,  # type: ignore[attr-defined]
            "stage": row.tahap_id,  # type: ignore[attr-defined]
            "plan": row.rencana_tahap_id,  # type: ignore[attr-defined]
        }
    for statement in statements:
        used = {name: value for name, value in numbers.items() if f":{name}" in statement}
        connection.execute(text(statement), used)
