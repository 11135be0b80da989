"""What an uploaded content is, judged by its bytes alone: its kind, and whether it is whole, open and harmless.

Nothing here trusts a name, keeps anything, or inflates without a limit. Streams must be seekable; memory stays constant
however large the file is.
"""

import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

import filetype
from flask_babel import lazy_gettext as _l
from pypdf import PdfReader

from app.kit.errors import Refused

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it would warn of every small fault of every scanner

MEGABYTE = 1024 * 1024
CHUNK = 1024 * 256
HEAD = 8192

# A DOCX of 20 MB is mostly pictures, which do not shrink; its texts shrink to a tenth, repetitive tables to a fortieth.
MAX_INFLATED = 200 * MEGABYTE
MAX_RATIO = 100
SMALL = 10 * MEGABYTE  # below, any ratio is harmless
MAX_ENTRIES = 4000
MAX_DIRECTORY = 1 * MEGABYTE  # bytes of the list of entries, which is read whole
MAX_DEPTH = 60  # of the tree of a PDF's pages
MAX_OBJECTS = (
    200_000  # of a PDF: a book has a tenth of them, and a broken list of more is put together for seconds
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # what Word calls its sealed content
END, END64 = b"PK\x05\x06", b"PK\x06\x07"
END_SIZE, MAX_COMMENT = 22, 65535
ENCRYPTED = 0x1  # flag of an entry
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")  # Office writes none; entities can multiply without end
MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
IMAGES = ("png", "jpg")

LOCKED = _l("Berkas ini dikunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.")
BROKEN = _l("Berkas ini rusak atau tidak utuh. Buka, simpan ulang, lalu unggah lagi.")
BOMB = _l(
    "Isi berkas ini mengembang terlalu besar. Simpan ulang dengan gambar yang lebih kecil, lalu unggah lagi."
)
TANGLED = _l("Isi PDF ini terlalu rumit. Cetak ulang menjadi PDF baru, lalu unggah lagi.")
MACRO = _l("Berkas ini memuat makro. Simpan ulang sebagai dokumen tanpa makro, lalu unggah lagi.")
OLD_OFFICE = _l(
    "Ini berkas Office lama (.doc atau .xls). Simpan ulang sebagai DOCX atau XLSX, lalu unggah lagi."
)


def as_stream(content: bytes | IO[bytes]) -> IO[bytes]:
    """A content as something that can be read from its beginning."""
    stream = io.BytesIO(content) if isinstance(content, bytes | bytearray) else content
    stream.seek(0)
    return stream


def size_of(stream: IO[bytes]) -> int:
    """The length in bytes; the stream stands at its beginning afterwards."""
    length = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return length


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The content from its beginning, piece by piece."""
    stream.seek(0)
    while piece := stream.read(CHUNK):
        yield piece


def kind_of(content: bytes | IO[bytes]) -> str | None:
    """pdf, docx, xlsx, png or jpg, whole and harmless; None when it is none of these or not sound."""
    try:
        return inspect(as_stream(content))
    except Refused:
        return None


def inspect(stream: IO[bytes]) -> str | None:
    """The kind of a content; None when it is none of ours.

    Raises Refused with a sentence when the kind is right and the file is not: locked, broken, swollen, with macros.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(OLE):
        raise Refused(LOCKED if _holds(stream, ENCRYPTED_PACKAGE) else OLD_OFFICE)
    if head.startswith(b"PK\x03\x04"):
        return _inspect_office(stream)
    if head.startswith(b"%PDF-"):
        _inspect_pdf(stream)
        return "pdf"
    guess = filetype.guess(head)
    return guess.extension if guess and guess.extension in IMAGES else None


def _holds(stream: IO[bytes], wanted: bytes) -> bool:
    """Whether these bytes stand anywhere in the stream."""
    tail = b""
    for piece in chunks(stream):
        if wanted in tail + piece:
            return True
        tail = piece[-len(wanted) :]
    return False


def _count(stream: IO[bytes], wanted: bytes, enough: int) -> int:
    """How often these bytes stand in the stream; counted no further than a little over `enough`."""
    found, tail = 0, b""
    for piece in chunks(stream):
        found += (tail + piece).count(wanted)
        if found > enough:
            break
        tail = piece[-(len(wanted) - 1) :]  # too short to hold one, long enough to complete one
    return found


# --- PDF -----------------------------------------------------------------------------------------------------------
def _inspect_pdf(stream: IO[bytes]) -> None:
    """Whether a PDF can be opened by anybody and has a page. Raises Refused."""
    length = size_of(stream)
    stream.seek(max(0, length - 4096))
    if b"%%EOF" not in stream.read():  # cut off: some of it could be shown, the rest is lost
        raise Refused(BROKEN)
    if _count(stream, b" obj", MAX_OBJECTS) > MAX_OBJECTS:
        raise Refused(TANGLED)
    stream.seek(0)
    try:
        reader = PdfReader(stream)
        # Many tools lock only changes: such a file opens with an empty password, for everybody.
        is_locked = reader.is_encrypted and not reader.decrypt("")
        has_page = is_locked or _has_page(reader)
    except Exception:  # whatever a broken file does to the reader: to people it is broken
        raise Refused(BROKEN) from None
    if is_locked:
        raise Refused(LOCKED)
    if not has_page:
        raise Refused(BROKEN)


def _has_page(reader: PdfReader) -> bool:
    """Whether the tree of pages leads to one; the tree itself may be endless, so only its first branch is walked."""
    node: Any = reader.root_object["/Pages"]
    for _ in range(MAX_DEPTH):
        node = node.get_object()
        kids = node.get("/Kids")
        if not kids:
            return node.get("/Type") == "/Page"
        node = kids[0]
    return False


# --- DOCX and XLSX -------------------------------------------------------------------------------------------------
def _inspect_office(stream: IO[bytes]) -> str | None:
    """The kind of a zip that Office wrote; None for any other zip. Raises Refused."""
    length = size_of(stream)
    _check_directory(stream, length)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            kind = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
            if kind is None or "[Content_Types].xml" not in names:
                return None
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused(MACRO)
            _check_entries(entries, length)
            _check_inflated(archive, entries, length)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error, OSError):
        raise Refused(BROKEN) from None
    return kind


def _check_directory(stream: IO[bytes], length: int) -> None:
    """The list of entries at the end is read whole: it must be short. Raises Refused."""
    stream.seek(max(0, length - END_SIZE - MAX_COMMENT))
    tail = stream.read()
    # The same two places, in the same order, in which `zipfile` looks.
    place = len(tail) - END_SIZE if tail[-END_SIZE:].startswith(END) else tail.rfind(END)
    if place < 0 or len(tail) < place + END_SIZE:
        raise Refused(BROKEN)
    entries, directory = struct.unpack_from("<HL", tail, place + 10)
    if tail[max(0, place - 20) : max(0, place - 16)] == END64:
        raise Refused(BOMB)  # sizes of more than 4 GB: no document
    if entries > MAX_ENTRIES or directory > MAX_DIRECTORY:
        raise Refused(BOMB)


def _check_entries(entries: list[zipfile.ZipInfo], length: int) -> None:
    """What the list says of itself. Raises Refused."""
    if len(entries) > MAX_ENTRIES:
        raise Refused(BOMB)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refused(LOCKED)
    # Any other method would inflate as much as it likes at once.
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused(BROKEN)
    _check_swelling(sum(entry.file_size for entry in entries), length)


def _check_swelling(inflated: int, length: int) -> None:
    if inflated > MAX_INFLATED or (inflated > SMALL and inflated > MAX_RATIO * length):
        raise Refused(BOMB)


def _check_inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], length: int) -> None:
    """Inflate everything in small pieces, count, and stop where it grows too far; checksums are checked on the way."""
    total = 0
    for entry in entries:
        is_text = entry.filename.lower().endswith((".xml", ".rels"))
        tail = b""
        with archive.open(entry) as part:
            while piece := part.read(CHUNK):
                total += len(piece)
                _check_swelling(total, length)
                if is_text:
                    tail = _check_text(entry.filename, tail + piece)


def _check_text(name: str, text: bytes) -> bytes:
    """No entities anywhere, no macros in the list of types; answers the end that the next piece may continue."""
    if any(word in text for word in FORBIDDEN):
        raise Refused(BROKEN)
    if name == "[Content_Types].xml" and b"macroEnabled" in text:
        raise Refused(MACRO)
    return text[-20:]
