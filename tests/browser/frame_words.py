"""Whether a page that says lang=en still speaks Indonesian in its frame.

Two looks: no text of the page is one of our own Indonesian sentences whose English stands in the catalog; and in menus,
buttons, headings, labels and hints there is none of the words without which no Indonesian sentence gets by. What people
wrote (`data-isi`), what is marked as Indonesian and names of rows may stay as they are.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag

from app.akun.roles import ALL

CATALOG = Path(__file__).resolve().parents[2] / "translations" / "en" / "LC_MESSAGES" / "messages.po"
FRAME = (
    "header, footer, .sidebar, button, summary, legend, h2, h3, h4, .form-text, .alert, .kosong, .lead, .nav-tabs, "
    "th[scope=col], .galat-ringkas, .massal, .pagination"
)
WORDS = (
    "Anda", "atau", "belum", "Batal", "Beranda", "bila", "Cari", "dari", "dengan", "harus", "Hapus", "Kembali", "Kirim",
    "Keluar", "Lihat", "Masuk", "menunggu", "Pengajuan", "Pengaturan", "Pilih", "Sebelumnya", "Selanjutnya", "Semua",
    "Simpan", "sudah", "Tambah", "tersimpan", "tidak", "Ubah", "Unduh", "untuk", "yang",
)  # fmt: skip
_WORD = re.compile(rf"(?<![\w@./-])(?:{'|'.join(WORDS)})(?![\w@/])", re.IGNORECASE)
SAMPLE = (
    "Riset Terapan dan Pemagangan Pengelolaan Sampah Kota"  # of a title; and the title of an example case
)
NAMES = ("td", "th", "dd", "option", "label")
_HOLE = re.compile(r"%\(\w+\)[sd]")


@cache
def our_sentences() -> frozenset[str]:
    """Our Indonesian texts of several words that read otherwise in English, and have no hole to fill."""
    with CATALOG.open("rb") as stream:
        catalog = read_po(stream, locale="en")
    return frozenset(
        " ".join(str(message.id).split())
        for message in catalog
        if isinstance(message.id, str)
        and message.string not in ("", message.id)
        and " " in message.id.strip()
        and not _HOLE.search(message.id)
        and message.id != SAMPLE
    )


def check_frame(soup: BeautifulSoup) -> Iterator[str]:
    """A sentence for each Indonesian text in the frame of an English page."""
    for text in soup.find_all(string=True):
        if _plain(text) in our_sentences() and not _is_content(text.parent) and not _is_name(text.parent):
            yield f"not translated: {_plain(text)[:80]!r}"
    seen = set()
    for part in soup.select(FRAME):
        for text in part.find_all(string=_WORD):
            if id(text) not in seen and not _is_content(text.parent):
                seen.add(id(text))
                yield f"Indonesian {_WORD.search(text)[0]!r} in {_plain(text)[:80]!r}"  # type: ignore[index]
    for node in soup.find_all(attrs={"placeholder": _WORD}):
        yield f"Indonesian in placeholder: {node['placeholder']!r}"


def _is_name(node: Tag | None) -> bool:
    """Whether a text may be the name of a row, which can be the same as a sentence of ours: `Data dan keamanan`."""
    return node is not None and (
        _plain(node.text) in ALL or node.find_parent(NAMES) is not None or _is_row(node)
    )


def _is_row(node: Tag) -> bool:
    return node.name in NAMES or "ke" in node.get("class", [])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_content(node: Tag | None) -> bool:
    """Whether a text belongs to somebody else than us: typed by a person, marked as Indonesian, or a script."""
    while node is not None and node.name != "html":
        if (
            node.has_attr("data-isi")
            or str(node.get("lang", "en")) == "id"
            or node.name in ("script", "textarea")
        ):
            return True
        node = node.parent
    return False
