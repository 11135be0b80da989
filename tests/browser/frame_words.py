"""Whether a page that says lang=en still speaks Indonesian in its frame: a sample of words that no sentence does without.

What people wrote (`data-isi`) and what is marked as Indonesian (`lang="id"`) may stay Indonesian.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

WORDS = (
    "Anda", "atau", "bagi", "bahasa", "Batal", "belum", "Beranda", "berjalan", "bila", "Cari", "dan", "dari", "daftar",
    "dengan", "dihapus", "ditolak", "Giliran", "Hapus", "hari", "harus", "ini", "isian", "juga", "kata sandi", "Keluar",
    "Kembali", "kepada", "Kirim", "Lihat", "Masuk", "menunggu", "Pengajuan", "Pengaturan", "Pengguna", "perlu",
    "Permohonan", "Pilih", "Sebelumnya", "sebagai", "Selanjutnya", "Selesai", "Semua", "Simpan", "sudah", "Surel",
    "Tahap", "Tambah", "tanggal", "tersimpan", "tetap", "tidak", "Tugas", "Ubah", "Unduh", "untuk", "waktu", "yang",
)  # fmt: skip
_WORD = re.compile(rf"(?<![\w@./-])(?:{'|'.join(WORDS)})(?![\w@/])", re.IGNORECASE)


def check_frame(soup: BeautifulSoup) -> Iterator[str]:
    """A sentence for each Indonesian text in the frame of an English page."""
    for text in soup.find_all(string=_WORD):
        if text.parent.name in ("script", "style", "code", "pre", "textarea") or _is_content(text.parent):
            continue
        yield f"Indonesian {_WORD.search(text)[0]!r} in {' '.join(text.split())[:80]!r}"  # type: ignore[index]
    for name in ("placeholder", "title", "aria-label"):
        for node in soup.find_all(attrs={name: _WORD}):
            if not _is_content(node):
                yield f"Indonesian in {name}: {node[name]!r}"


def _is_content(node: Tag | None) -> bool:
    while node is not None and node.name != "html":
        if node.has_attr("data-isi") or str(node.get("lang", "en")) == "id":
            return True
        node = node.parent
    return False
