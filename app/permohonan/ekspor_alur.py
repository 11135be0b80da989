"""The workflow as a document: docs/alur.md is printed from alur.py and kata.py, never written by hand.

`flask ekspor-alur` writes it; a test fails when file and table disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.kit.words import source_word
from app.permohonan import kata
from app.permohonan.alur import GILIRAN_OF, ISIAN, LANGKAH, TAHAP_OF, Bagian, Hat, Langkah, Status
from app.permohonan.rules import HAK

FILE = Path(__file__).resolve().parents[2] / "docs" / "alur.md"

# What the guards of alur.LANGKAH ask, in one line each.
SYARAT = {
    "bagian_lengkap": "formulir Pemohon dan Persiapan lengkap",
    "ppksd2_menerima": "PPKSD-2 sudah menerima penugasan",
    "anggota_instansi": "kedua PPKSD masih anggota instansi pemohon",
    "pakta_disetujui": "pakta integritas disetujui",
    "permintaan_dijawab": "semua permintaan perbaikan dijawab",
    "bukan_pihak": "bukan petugas permohonan ini",
    "ada_permintaan": "sedikitnya satu isian ditandai, dengan alasannya",
    "anggota_aktif": "masih anggota instansi pemohon",
    "tidak_berkepentingan": "bukan petugas permohonan ini dan bukan anggota instansi pemohon",
    "satu_pihak": "PPKSD yang masih anggota instansi pemohon; petugas kota hanya bila bukan dari pihak pemohon",
    "belum_ditandatangani": "belum ada naskah perkara ini yang ditandatangani",
    "induk_dapat_diganti": "sesudah tahap Penawaran hanya mengganti induk, selama belum ada yang ditandatangani",
    "naskah_lengkap": "dokumen wajib tahap ini sudah diunggah",
    "syarat_terpenuhi": "pendapat yang diwajibkan rencana tahapan terpenuhi atas versi terbaru, tanpa yang menahan",
}
NOTHING = "–"
# Later chapters of the program open the other statuses.
REACHED = {Status.DRAF} | {step.ke for step in LANGKAH.values() if step.ke}
INTRO = """# Alur permohonan

Dokumen ini dicetak dari `app/permohonan/alur.py` dengan `flask ekspor-alur`; jangan diubah dengan tangan.
Tombol pada halaman dan pemeriksaan pada operasi memakai tabel yang sama.
"""


def workflow_markdown() -> str:
    """The whole document, in Indonesian, whatever language is spoken around it."""
    parts = [INTRO, _diagram(), _steps(), _statuses(), _fields()]
    return "\n".join(parts)


def write(file: Path = FILE) -> Path:
    """Print the document into its file."""
    file.write_text(workflow_markdown(), encoding="utf-8")
    return file


def _words(words: dict[Any, Any], keys: Iterable[Any]) -> str:
    return ", ".join(source_word(words[key]) for key in keys) or NOTHING


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _name(step: Langkah) -> str:
    """The step as people call it; sending again has the same button, but is another step."""
    return source_word(kata.LANGKAH[step.name]) + (" (ulang)" if step.name == "kirim_ulang" else "")


def _diagram() -> str:
    """The steps as a Mermaid diagram: the statuses that a step leaves or reaches."""
    moves = [(start, step) for step in LANGKAH.values() for start in step.dari if start in REACHED]
    shown = {start for start, _ in moves} | {step.ke for _, step in moves if step.ke}
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{source_word(kata.STATUS[s])}" as {s}' for s in Status if s in shown),
        "    [*] --> draf",
        *(
            f"    {start} --> {step.ke or '[*]'}: {_name(step)}"
            for start, step in moves
            if step.ke or step.name == "hapus"
        ),
        *(f"    {status} --> [*]" for status in Status if status in shown and _is_end(status)),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _is_end(status: Status) -> bool:
    return TAHAP_OF[status] is None


def _steps() -> str:
    return "## Langkah\n\n" + _table(
        ("langkah", "nama", "dari", "ke", "siapa", "syarat"),
        (
            (
                _name(step),
                f"`{step.name}`",
                _words(kata.STATUS, step.dari),
                source_word(kata.STATUS[step.ke]) if step.ke else _stays(step),
                _words(kata.HAT, step.hats) if step.hats else "sistem",
                "; ".join(_conditions(step)) or NOTHING,
            )
            for step in LANGKAH.values()
        ),
    )


def _stays(step: Langkah) -> str:
    return "dihapus" if step.name == "hapus" else NOTHING


def _conditions(step: Langkah) -> Iterator[str]:
    yield from (SYARAT[name] for name in step.guards)
    if Hat.PPKSD2 in step.hats:
        yield f"PPKSD-2 dengan hak {source_word(HAK[step.hak])}"
    if step.needs_note:
        yield "alasan tertulis"


def _statuses() -> str:
    return "## Status\n\n" + _table(
        ("status", "nama", "tahap", "giliran", "dicapai"),
        (
            (
                _status_words(status),
                f"`{status}`",
                source_word(kata.TAHAP[stage]) if (stage := TAHAP_OF[status]) else "ditutup",
                source_word(kata.GILIRAN[GILIRAN_OF[status]]),
                "ya" if status in REACHED else "belum ada langkahnya",
            )
            for status in Status
        ),
    )


def _status_words(status: Status) -> str:
    word = source_word(kata.STATUS[status])
    other = kata.STATUS_SINERGI.get(status)
    return f"{word} (Sinergi: {source_word(other)})" if other else word


def _fields() -> str:
    return "## Isian yang dapat diminta diperbaiki\n\n" + _table(
        ("isian", "nama", "bagian", "batas kata"),
        (
            (
                source_word(kata.ISIAN[field.name]),
                f"`{field.name}`",
                source_word(kata.BAGIAN[Bagian(field.bagian)]),
                str(field.words or NOTHING),
            )
            for field in ISIAN.values()
        ),
    )
