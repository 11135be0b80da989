"""All answers of an application as the check page shows them. Reads only; a NIK is always masked."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.permohonan import halaman, kata, potret, rules
from app.permohonan.alur import PERSIAPAN_ISIAN, Bagian
from app.permohonan.models import JawabanPetugas, Permohonan


@dataclass(frozen=True)
class Jawaban:
    """One answer: its field, its name, its text, what is still wrong with it, where it is changed."""

    isian: str
    label: Any
    isi: str
    kurang: Any
    url: str


def answers(permohonan: Permohonan) -> list[tuple[Any, list[Jawaban]]]:
    """All answers, form by form."""
    gaps = {gap.isian: gap.kalimat for gap in rules.kekurangan(permohonan)}

    def answer(isian: str, bagian: Bagian, text: str) -> Jawaban:
        url = halaman.part_url(permohonan, bagian, isian)
        return Jawaban(isian, kata.ISIAN[isian], text, gaps.get(isian), url)

    parts: dict[Bagian, dict[str, str]] = {
        Bagian.PEMOHON: {
            "judul": permohonan.judul,
            "urusan": "\n".join(row.nama for row in permohonan.urusan),
            "kategori": _kategori(permohonan),
            "instansi": potret.instansi_text(permohonan),
        },
        Bagian.PETUGAS: {f"ppksd{ke}": _petugas(permohonan, ke) for ke in (1, 2)},
        Bagian.PERSIAPAN: {
            isian.name: getattr(permohonan.persiapan, isian.name) for isian in PERSIAPAN_ISIAN
        },
    }
    return [
        (kata.BAGIAN[bagian], [answer(name, bagian, text) for name, text in texts.items()])
        for bagian, texts in parts.items()
    ]


def _kategori(permohonan: Permohonan) -> str:
    if permohonan.kategori is None:
        return ""
    if not permohonan.kategori_alasan:
        return permohonan.kategori.nama
    reason = _("Alasan: %(alasan)s", alasan=permohonan.kategori_alasan)
    return f"{permohonan.kategori.nama}\n{reason}"


def _petugas(permohonan: Permohonan, ke: int) -> str:
    """A contact as copied into the case; before the person has confirmed only who was asked."""
    petugas = rules.petugas_ke(permohonan, ke)
    if petugas is None:
        return ""
    if petugas.jawaban is JawabanPetugas.DITERIMA:
        return potret.petugas_text(petugas)
    return str(petugas.pengguna) if petugas.pengguna else petugas.undangan.email  # type: ignore[union-attr]
