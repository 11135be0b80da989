"""The city's formats and sample letters as .docx, written by the program: headings as the city asks, words of our own.

Headings and layout follow domain.md 1.6: A4, Bookman Old Style 12, line spacing 1.15, cover in 14 points.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt, RGBColor

from app.informasi.sections import DATA, split_sections
from app.kit.clock import now

FONT = "Bookman Old Style"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
Heading = tuple[str, str]  # the heading, and what to write below it
SINERGI_TERM: Heading = ("Jangka Waktu", "Ajukan untuk lima tahun terlebih dahulu, atau sesuai kesepakatan.")


@dataclass(frozen=True)
class Contoh:
    """One file: its name, the kind of document it is, its title for people, a sentence about it, and its content."""

    nama: str
    jenis: str  # a value of JenisDokumen
    judul: str
    keterangan: str
    isi: bytes


def all_samples() -> list[Contoh]:
    """The six files that the program brings along."""
    kak, study = outlines()
    kak_sinergi = [SINERGI_TERM if heading[0] == SINERGI_TERM[0] else heading for heading in kak]
    return [
        Contoh(
            "kak-ksdd.docx",
            "format",
            "Format Kerangka Acuan Kerja KSDD",
            "Untuk kerja sama dengan daerah lain. Sepuluh bagian.",
            outline("Kerangka Acuan Kerja", "Kerja Sama Daerah dengan Daerah Lain", kak),
        ),
        Contoh(
            "kak-sinergi.docx",
            "format",
            "Format Kerangka Acuan Kerja Sinergi",
            "Untuk sinergi dengan kementerian, lembaga, instansi vertikal, atau badan hukum publik. Sepuluh bagian.",
            outline("Kerangka Acuan Kerja", "Sinergi", kak_sinergi),
        ),
        Contoh(
            "studi-kelayakan-ksdpk.docx",
            "format",
            "Format Studi Kelayakan KSDPK",
            "Untuk kerja sama dengan pihak ketiga. Empat belas bagian; kota dapat meminta data tambahan.",
            outline("Studi Kelayakan", "Kerja Sama Daerah dengan Pihak Ketiga", study),
        ),
        Contoh(
            "surat-penawaran-ksdd.docx",
            "contoh_surat",
            "Contoh Surat Penawaran KSDD",
            "Dari kepala daerah kepada Wali Kota Samarinda, dengan dua petugas penghubung.",
            letter_ksdd(),
        ),
        Contoh(
            "surat-penawaran-ksdpk.docx",
            "contoh_surat",
            "Contoh Surat Penawaran KSDPK",
            "Dari pimpinan perusahaan, lembaga, atau organisasi kepada Wali Kota Samarinda.",
            letter_ksdpk(),
        ),
        Contoh(
            "surat-penawaran-sinergi.docx",
            "contoh_surat",
            "Contoh Surat Penawaran Sinergi",
            "Dari pimpinan kementerian, lembaga, atau instansi vertikal kepada Wali Kota Samarinda.",
            letter_sinergi(),
        ),
    ]


def outlines() -> tuple[list[Heading], list[Heading]]:
    """The headings of the kerangka acuan kerja and of the studi kelayakan."""
    found: dict[str, list[Heading]] = {}
    for document, heading, hint in split_sections((DATA / "kerangka.id.md").read_text(encoding="utf-8")):
        found.setdefault(document, []).append((heading, hint))
    return found["KAK"], found["Studi Kelayakan"]


def outline(title: str, kind: str, headings: Sequence[Heading]) -> bytes:
    """A document with a cover, numbered headings and a place to sign."""
    document = _page(title)
    for text in (
        title.upper(),
        kind.upper(),
        "",
        "[judul kerja sama]",
        "",
        "[logo 4 × 4 cm]",
        "",
        "[nama instansi]",
        "[tahun]",
    ):
        _line(document, text, size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for number, (heading, hint) in zip(ROMAN, headings, strict=False):
        _heading(document, f"{number}. {heading}")
        _line(document, f"[{hint}]", italic=True)
    _line(document, "")
    for text in (
        "[tempat], [tanggal]",
        "[jabatan kepala perangkat daerah atau pimpinan]",
        "",
        "",
        "[nama lengkap]",
        "[NIP, bila ada]",
    ):
        _line(document, text, indent=8)
    return _bytes(document)


def _letter(
    sender: str, subject: str, opening: str, attached: Sequence[str], contact: str, copies: Sequence[str]
) -> bytes:
    document = _page(subject)
    _line(document, f"[KOP SURAT {sender.upper()}]", bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "")
    _line(document, "[tempat], [tanggal]", indent=8)
    for text in ("Nomor\t: [nomor surat]", "Lampiran\t: 1 (satu) bundel", f"Perihal\t: {subject}"):
        _line(document, text)
    _line(document, "")
    for text in ("Kepada", "Yth. Wali Kota Samarinda", "di Samarinda"):
        _line(document, text)
    _line(document, "")
    _line(document, "Dengan hormat,")
    _line(document, opening)
    _line(document, "Bersama surat ini kami lampirkan:")
    for number, text in enumerate(attached, start=1):
        _line(document, f"{number}. {text}", indent=1)
    _line(document, contact)
    for contact_number in (1, 2):
        _line(document, f"{contact_number}. [nama], [jabatan], telepon [nomor], email [alamat]", indent=1)
    _line(
        document,
        "Demikian penawaran ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.",
    )
    _line(document, "")
    for text in (f"[jabatan pimpinan {sender}]", "", "", "[nama lengkap]"):
        _line(document, text, indent=8)
    _line(document, "Tembusan:", bold=True)
    for number, text in enumerate(copies, start=1):
        _line(document, f"{number}. {text}")
    return _bytes(document)


CITY_COPIES = (
    "Sekretaris Daerah Kota Samarinda",
    "Asisten Pemerintahan dan Kesejahteraan Rakyat",
    "Asisten Ekonomi Pembangunan",
    "Asisten Administrasi Umum",
    "Kepala Bagian Kerja Sama",
    "Kepala perangkat daerah terkait",
)
CONTACTS = "Untuk tindak lanjutnya, Bapak/Ibu dapat menghubungi:"


def letter_ksdd() -> bytes:
    return _letter(
        "pemerintah daerah",
        "Penawaran Kerja Sama Daerah",
        "Dalam rangka meningkatkan pelayanan kepada masyarakat, kami menawarkan kerja sama antara Pemerintah [nama daerah] "
        "dan Pemerintah Kota Samarinda pada urusan [urusan pemerintahan] tentang [judul kerja sama].",
        (
            "Kerangka Acuan Kerja;",
            "rancangan Kesepakatan Bersama;",
            "rancangan Perjanjian Kerja Sama;",
            "dokumen pendukung.",
        ),
        "Untuk tindak lanjutnya, kami menunjuk dua Petugas Penghubung Kerja Sama Daerah:",
        ("Gubernur [provinsi asal]", *CITY_COPIES),
    )


def letter_ksdpk() -> bytes:
    return _letter(
        "perusahaan, lembaga, atau organisasi",
        "Penawaran Kerja Sama",
        "Kami, [nama perusahaan, lembaga, atau organisasi], bergerak di bidang [bidang usaha atau kegiatan]. Kami "
        "menawarkan kerja sama kepada Pemerintah Kota Samarinda tentang [judul kerja sama].",
        ("studi kelayakan;", "akta pendirian dan perizinan;", "dokumen lain yang terkait."),
        CONTACTS,
        CITY_COPIES,
    )


def letter_sinergi() -> bytes:
    return _letter(
        "kementerian, lembaga, atau instansi vertikal",
        "Penawaran Kerja Sama",
        "Dalam rangka mendukung program pemerintah di Kota Samarinda, kami menawarkan sinergi perencanaan dan pelaksanaan "
        "pembangunan antara [nama instansi] dan Pemerintah Kota Samarinda tentang [judul].",
        ("Kerangka Acuan Kerja;", "rancangan Nota Kesepakatan;", "rancangan Rencana Kerja."),
        CONTACTS,
        ("Menteri atau kepala lembaga yang membawahi", "Direktur Jenderal yang membidangi", *CITY_COPIES),
    )


# -- the paper ---------------------------------------------------------------------------------------------


def _page(title: str) -> Docx:
    """An empty A4 page with the city's font and spacing."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.54))
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(12)
        style.paragraph_format.line_spacing = 1.15
        style.paragraph_format.space_after = Pt(6)
    document.styles["Heading 1"].font.bold = True
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0, 0)
    document.core_properties.title = title
    document.core_properties.author = "Bagian Kerja Sama Kota Samarinda"
    document.core_properties.language = "id-ID"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = now().replace(tzinfo=None)
    return document


def _heading(document: Docx, text: str) -> None:
    paragraph = document.add_heading(level=1)
    paragraph.add_run(text).font.name = FONT


def _line(
    document: Docx,
    text: str,
    *,
    size: int = 12,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.left_indent = Cm(indent)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _bytes(document: Docx) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
