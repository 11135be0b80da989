"""What must be true of the data afterwards, read from the tables and folders themselves: nothing lost, nothing doubled.

Each check yields sentences; none is what one hopes for. No operation or query of the program is asked.
"""

import hashlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg

from app.kit.database import Embedded
from tests.browser.perbuatan import Perkara
from tests.browser.program import RUN, Program

NOT_COUNTED = ("naskah.diunduh",)
ONCE = {"terkirim": (1, 1), "mengirim": (0, 1), "gagal": (0, 1), "antre": (0, 0), "batal": (0, 0)}

# Where the words of each act stand, and how many rows there are: a table of acts -> SQL with the case's number.
TABLES = {
    "versi_naskah": "SELECT catatan FROM versi_naskah WHERE permohonan_id = %s",
    "pesan": "SELECT isi FROM pesan WHERE permohonan_id = %s",
    "pendapat": "SELECT alasan FROM pendapat WHERE permohonan_id = %s",
    "tanggapan": "SELECT tanggapan FROM pendapat WHERE permohonan_id = %s AND tanggapan <> ''",
    "pengembalian": (
        "SELECT p.alasan FROM pengembalian p JOIN tahap_perkara t ON t.id = p.tahap_id WHERE t.permohonan_id = %s"
    ),
    "usulan_jadwal": (
        "SELECT u.tempat_lain FROM usulan_jadwal u JOIN penandatanganan p ON p.id = u.penandatanganan_id "
        "WHERE p.permohonan_id = %s"
    ),
}


class Data:
    """The database of a running program, read only."""

    def __init__(self, program: Program) -> None:
        self.program = program
        home = Embedded(program.var)
        self.url = home.url.replace("+psycopg", "", 1)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[call-overload, no-any-return]

    def one(self, query: str, *values: object) -> object:
        return self.rows(query, *values)[0][0]


# -- the cases ---------------------------------------------------------------------------------------------
def check_case(data: Data, case: Perkara) -> Iterator[str]:
    """Every act of a case once: in the journal, and in its own table."""
    id = data.one("SELECT id FROM permohonan WHERE kode = %s", case.kode)
    told = Counter(
        str(jenis)
        for (jenis,) in data.rows(
            "SELECT jenis FROM peristiwa WHERE objek_tipe = 'permohonan' AND objek_id = %s AND id > "
            "(SELECT max(id) FROM peristiwa WHERE objek_tipe = 'permohonan' AND objek_id = %s "
            "AND jenis = 'permohonan.disetujui')",
            id,
            id,
        )
        if jenis not in NOT_COUNTED
    )
    for jenis in sorted(set(told) | set(case.done)):
        if told[jenis] != case.done[jenis]:
            yield f"{case.tanda}: {jenis} {told[jenis]} times in the journal, done {case.done[jenis]} times"
    for table, query in TABLES.items():
        stored = Counter(str(word) for (word,) in data.rows(query, id))
        wanted = Counter(case.words.get(table, ()))
        for word, count in sorted(((stored - wanted) + (wanted - stored)).items()):
            yield f"{case.tanda}: {table} “{word}” {stored[word]} times, done {wanted[word]} times ({count})"
    yield from _check_files_of_messages(data, case, id)
    yield from _check_numbers(data, case, id)


def _check_files_of_messages(data: Data, case: Perkara, id: object) -> Iterator[str]:
    found = data.rows(
        "SELECT p.isi, count(l.id) FROM pesan p LEFT JOIN lampiran_pesan l ON l.pesan_id = p.id "
        "WHERE p.permohonan_id = %s GROUP BY p.id",
        id,
    )
    yield from (f"{case.tanda}: message “{isi}” has {count} files" for isi, count in found if count != 1)


def _check_numbers(data: Data, case: Perkara, id: object) -> Iterator[str]:
    """Versions are numbered 1, 2, 3; two agreements; what was signed and what was recorded say the same."""
    for tahap, slot, numbers in data.rows(
        "SELECT tahap_id, slot_id, array_agg(nomor ORDER BY nomor) FROM versi_naskah WHERE permohonan_id = %s "
        "GROUP BY 1, 2",
        id,
    ):
        if numbers != list(range(1, len(numbers) + 1)):  # type: ignore[arg-type]
            yield f"{case.tanda}: versions of {tahap}/{slot} are numbered {numbers}"
    agreed = data.rows(
        "SELECT jenis, kode, nomor_kota, nomor_mitra, berkas_id FROM kerja_sama WHERE permohonan_id = %s "
        "ORDER BY jenis",
        id,
    )
    if [row[0] for row in agreed] != ["kb", "pks"]:
        yield f"{case.tanda}: agreements {agreed}"
    papers = data.rows(
        "SELECT n.jenis, k.kode, n.nomor_kota, n.nomor_mitra, n.berkas_id FROM naskah_ditandatangani n "
        "JOIN kerja_sama k ON k.id = n.kerja_sama_id WHERE n.permohonan_id = %s AND n.is_aktif ORDER BY 1",
        id,
    )
    if papers != agreed:
        yield f"{case.tanda}: signed {papers}, agreements {agreed}"


def check_turns(data: Data) -> Iterator[str]:
    """Status and turn follow from what stands below them; the ledger is one unbroken line that ends in the present."""
    for kode, status, derived in data.rows(DERIVED):
        if status != derived:
            yield f"{kode}: stored status {status}, derived {derived}"
    for kode, why in data.rows(LEDGER):
        yield f"{kode}: ledger of turns: {why}"


def check_series(data: Data) -> Iterator[str]:
    """Codes of agreements run without a gap; no number of the city stands twice."""
    counters = dict(data.rows("SELECT kunci, nilai FROM penghitung"))
    for jenis, year, numbers in data.rows(
        "SELECT jenis, split_part(kode, '-', 2), array_agg(split_part(kode, '-', 3)::int ORDER BY kode) "
        "FROM kerja_sama GROUP BY 1, 2"
    ):
        counter = counters.get(f"kerja_sama/{jenis}/{year}")
        if numbers != list(range(1, len(numbers) + 1)) or counter != len(numbers):  # type: ignore[arg-type]
            yield f"codes {jenis} {year}: {numbers}, counter {counter}"
    for number, count in data.rows(
        "SELECT nomor_kota, count(*) FROM kerja_sama GROUP BY 1, date_part('year', ditandatangani_on) "
        "HAVING count(*) > 1"
    ):
        yield f"number {number} stands {count} times"


DERIVED = """
    SELECT p.kode, p.status, CASE
        WHEN EXISTS (SELECT FROM tahap_perkara t WHERE t.permohonan_id = p.id AND t.closed_at IS NULL)
            THEN (SELECT t.tahap FROM tahap_perkara t WHERE t.permohonan_id = p.id AND t.closed_at IS NULL)
        WHEN s.n_usul > 0 THEN 'penjadwalan'
        WHEN s.n_buka > 0 THEN 'menunggu_penandatanganan'
        WHEN k.n < d.n THEN 'disepakati'
        WHEN k.mulai <= (now() AT TIME ZONE 'Asia/Makassar')::date THEN 'berjalan'
        ELSE 'ditandatangani' END
    FROM permohonan p
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE keadaan IN ('diusulkan', 'direvisi')) AS n_usul,
        count(*) FILTER (WHERE keadaan IN ('terjadwal', 'tercatat')) AS n_buka
        FROM penandatanganan WHERE permohonan_id = p.id) s
    CROSS JOIN LATERAL (SELECT count(*) AS n, max(berlaku_from) AS mulai FROM kerja_sama
        WHERE permohonan_id = p.id) k
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM tahap_perkara t JOIN rencana_tahap r ON r.id = t.rencana_tahap_id
        WHERE t.permohonan_id = p.id AND t.hasil = 'disepakati' AND r.naskah IS NOT NULL) d
    WHERE p.verified_at IS NOT NULL AND NOT p.is_contoh AND p.closed_at IS NULL
"""
LEDGER = """
    WITH baris AS (
        SELECT g.*, p.kode, p.status AS kini, p.giliran AS siapa,
            lead(g.since_at) OVER w AS berikut, lead(g.status) OVER w AS status_berikut,
            lead(g.giliran) OVER w AS giliran_berikut
        FROM giliran_perkara g JOIN permohonan p ON p.id = g.permohonan_id
        WHERE NOT p.is_contoh
        WINDOW w AS (PARTITION BY g.permohonan_id ORDER BY g.id)
    )
    SELECT kode, CASE
        WHEN berikut IS NOT NULL AND until_at IS DISTINCT FROM berikut THEN 'a gap after ' || id
        WHEN berikut IS NOT NULL AND (status, giliran) = (status_berikut, giliran_berikut) THEN 'twice the same at ' || id
        WHEN berikut IS NULL AND until_at IS NOT NULL THEN 'no turn runs'
        WHEN berikut IS NULL AND (status, giliran) <> (kini, siapa) THEN 'the last line says something else'
        END AS sebab
    FROM baris
"""
LEDGER = f"SELECT kode, sebab FROM ({LEDGER}) temuan WHERE sebab IS NOT NULL"


# -- files -------------------------------------------------------------------------------------------------
def check_files(data: Data) -> Iterator[str]:
    """Each row has its whole content under its fingerprint; nothing in the store is other than its name says."""
    store = data.program.var / "berkas"
    rows = {str(sidik): int(str(size)) for sidik, size in data.rows("SELECT sidik, ukuran FROM berkas")}
    for sidik, size in rows.items():
        file = store / sidik[:2] / sidik
        if not file.is_file():
            yield f"row {sidik[:12]} has no content"
        elif file.stat().st_size != size:
            yield f"row {sidik[:12]} has {file.stat().st_size} of {size} bytes"
    for file in _stored(store):
        if hashlib.sha256(file.read_bytes()).hexdigest() != file.name:
            yield f"stored file {file.name[:12]} holds something else"


def _stored(store: Path) -> list[Path]:
    return [file for file in store.glob("??/*") if re.fullmatch("[0-9a-f]{64}", file.name)]


def left_over(data: Data) -> str:
    """What killed processes left in the store and may be removed at any time: halves, contents without a row."""
    store = data.program.var / "berkas"
    known = {str(sidik) for (sidik,) in data.rows("SELECT sidik FROM berkas")}
    halves = len([*store.glob("??/*.tmp")])
    unused = sum(file.name not in known for file in _stored(store))
    return f"{halves} berkas .tmp, {unused} isi tanpa baris"


# -- mails -------------------------------------------------------------------------------------------------
def check_mails(data: Data) -> Iterator[str]:
    """Each mail lies in the folder once when its row says so, else at most once and the row tells (decision 0006).

    One that still waits has a job that will send it.
    """
    files = Counter(
        int(found[1])
        for file in (data.program.var / "surat").glob("*.eml")
        if (found := re.search(r"_(\d+)\.eml$", file.name))
    )
    rows = data.rows(
        "SELECT s.id, s.status, p.jenis, EXISTS (SELECT FROM procrastinate_jobs j WHERE (j.args->>'surel_id')::int = s.id "
        "AND j.status IN ('todo', 'doing')) FROM surel s JOIN peristiwa p ON p.id = s.peristiwa_id"
    )
    for id, status, jenis, has_job in rows:
        least, most = ONCE[str(status)]
        if not least <= files[int(str(id))] <= most:
            yield f"mail {id} ({jenis}) is {status} and lies {files[int(str(id))]} times in the folder"
        if status == "antre" and not has_job:
            yield f"mail {id} ({jenis}) waits and has no job"
    for id in files.keys() - {int(str(row[0])) for row in rows}:
        yield f"mail {id} lies in the folder and has no row"


def mails(data: Data) -> str:
    found = data.rows("SELECT status, count(*) FROM surel GROUP BY 1 ORDER BY 1")
    return ", ".join(f"{count} {status}" for status, count in found)


# -- everything --------------------------------------------------------------------------------------------
def chain(program: Program) -> str:
    """What `flask verifikasi-jejak` says; fails when a link does not hold."""
    command = [sys.executable, "-m", "flask", "--app", "app", "verifikasi-jejak"]
    found = subprocess.run(
        command, cwd=RUN.parent, env=program.environ, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout.strip()


def findings(program: Program, cases: list[Perkara]) -> list[str]:
    """Everything that is wrong."""
    data = Data(program)
    found = [sentence for case in cases for sentence in check_case(data, case)]
    for check in (check_turns, check_series, check_files, check_mails):
        found += check(data)
    return found
