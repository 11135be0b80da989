"""Stored files: judged by their content, kept once, sent as what they are."""

import io
import os
import re
import threading
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from fsspec.implementations.local import LocalFileSystem
from pypdf import PdfWriter
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.kit import settings
from app.kit.content import MEGABYTE
from app.kit.errors import Refused
from app.kit.storage import (
    Berkas,
    check_content,
    display_name,
    kind_of,
    max_upload,
    open_stored,
    save_upload,
    send_stored,
    store,
)
from tests import papers

PDF = papers.pdf()


def office(*names: str, **texts: bytes) -> bytes:
    """A zip with these files in it, as Word and Excel write them."""
    return zipped(dict.fromkeys(names, b"<xml/>") | texts)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(**texts: bytes) -> bytes:
    """What makes a zip a DOCX, and further parts."""
    parts = {"[Content_Types].xml": b"<xml/>", "word/document.xml": b"<xml/>"}
    return zipped(parts | {name.replace("__", "/"): text for name, text in texts.items()})


DOCX_PARTS = ("[Content_Types].xml", "word/document.xml")
DOCX = office(*DOCX_PARTS)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "png"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), None),  # with macros
        (office("word/document.xml"), None),
        (office("[Content_Types].xml", "ppt/presentation.xml"), None),
        (b"PK\x03\x04 not really a zip", None),
        (b"<html><script>alert(1)</script></html>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"MZ\x90\0" + b"\0" * 60, None),
        (b"GIF89a" + b"\0" * 30, None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "kosong"),
        (PDF + b" " * 200, "terlalu besar"),
        (b"halo", "bukan DOCX, PDF"),
        (b"MZ" + b"\0" * 99, "bukan DOCX, PDF"),
        (papers.docx(), "bukan PDF"),
    ],
)
def test_what_is_not_taken_is_said(app: Flask, content: bytes, word: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refusal:
        kinds = {"pdf"} if content.startswith(b"PK") else {"pdf", "docx"}
        check_content(content, kinds, max_bytes=len(PDF) + 100 if b"%PDF" in content else 100_000)
    assert word in str(refusal.value.message)


# --- files that are the right kind and not sound -------------------------------------------------------------------
def locked_pdf(user: str, owner: str = "pemilik") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flagged(content: bytes) -> bytes:
    """The first entry of a zip marked as encrypted, in both places where it says so."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
    out = bytearray(content)
    out[6] |= 1
    out[place + 8] |= 1
    return bytes(out)


def lying(content: bytes, size: int) -> bytes:
    """The list of a zip that says of its last entry: so many bytes."""
    place = content.rfind(b"PK\x01\x02")
    return content[: place + 24] + size.to_bytes(4, "little") + content[place + 28 :]


def damaged(content: bytes) -> bytes:
    """A letter in the middle of the first compressed part is another one."""
    place = len(content) // 3
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


ZEROS = b"\0" * 30 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNSOUND = {
    "a PDF with a password": (lambda: locked_pdf("rahasia"), "dikunci kata sandi"),
    "half a PDF": (lambda: PDF[: len(PDF) // 2], "rusak"),
    "a PDF without its middle": (lambda: PDF[:40] + PDF[-30:], "rusak"),
    "a PDF without pages": (lambda: papers.pdf_of((b"<< /Type /Catalog >>",)), "rusak"),
    "a PDF whose pages lead in a circle": (
        lambda: papers.pdf_of((b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] >>")),
        "rusak",
    ),
    "a text that calls itself PDF": (lambda: b"%PDF-1.7\nhalo\n%%EOF\n", "rusak"),
    "a DOCX that Word sealed": (
        lambda: OLE + b"\0" * 300_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99,
        "dikunci kata sandi",
    ),
    "a DOC of the old Word": (lambda: OLE + b"\0" * 2000, "Office lama"),
    "a DOCX with locked parts": (lambda: flagged(DOCX), "dikunci kata sandi"),
    "half a DOCX": (lambda: papers.docx()[:-500], "rusak"),
    "a DOCX with a wrong letter": (lambda: damaged(papers.docx()), "rusak"),
    "a DOCX with macros": (lambda: office(*DOCX_PARTS, "word/vbaProject.bin"), "makro"),
    "a DOCX with macros that calls itself free of them": (
        lambda: zipped(
            {
                "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": b"",
            }
        ),
        "makro",
    ),
    "a PDF of a million objects": (
        lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 250_000 + b"%%EOF",
        "terlalu rumit",
    ),
    "a zip bomb": (lambda: word(word__media=ZEROS), "mengembang"),
    "a zip bomb that lies about its size": (lambda: lying(word(zeros=ZEROS), 10), "rusak"),
    "a list that promises 4 GB": (lambda: lying(word(zeros=b"abc"), 2**32 - 2), "mengembang"),
    "a zip with 5,000 entries": (lambda: word(**{f"a{n}": b"" for n in range(5000)}), "mengembang"),
    "a DOCX whose words multiply": (
        lambda: word(**{"word__a.xml": b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'}),
        "rusak",
    ),
    "a DOCX packed with bzip2": (
        lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b""}, zipfile.ZIP_BZIP2),
        "rusak",
    ),
}


@pytest.mark.parametrize("what", UNSOUND)
def test_what_is_not_sound_is_refused_with_its_reason(app: Flask, what: str) -> None:
    make, reason = UNSOUND[what]
    with app.test_request_context(), pytest.raises(Refused) as refusal:
        check_content(make(), {"pdf", "docx"}, max_bytes=50 * MEGABYTE)
    assert reason in str(refusal.value.message)
    assert kind_of(make()) is None


def test_a_pdf_that_only_forbids_changes_is_taken() -> None:
    assert kind_of(locked_pdf("")) == "pdf"


def test_a_bomb_is_not_inflated_to_find_out(app: Flask) -> None:
    bomb = lying(word(zeros=ZEROS), 10)
    tracemalloc.start()
    with pytest.raises(Refused):
        check_content(bomb, {"docx"})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MEGABYTE


# --- names ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Surat Penawaran.pdf", "Surat Penawaran.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Dokumen\\kak.docx", "kak.docx"),
        ("kak\r\nX-Jahat: ya.pdf", "kak X-Jahat: ya.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),  # a mark that turns letters around
        ("su\u200brat\0.pdf", "surat.pdf"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("rancangan/", "rancangan"),
        ("\udcff.pdf", "pdf"),
        ("...", "berkas"),
        ("", "berkas"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_is_cleaned_for_display(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_a_long_name_keeps_its_suffix() -> None:
    shown = display_name("Rancangan " * 30 + ".docx")
    assert len(shown) <= 120
    assert shown.endswith("….docx")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a\r\nX: y.pdf", "", "x" * 500, "surat.html", 'a";b.pdf', "\0.pdf", "Surat é.pdf"],
)
def test_a_file_is_sent_as_what_it_is_whatever_it_was_called(session: Any, app: Flask, name: str) -> None:
    content = papers.pdf(name)
    berkas = save_upload(papers.upload(content, name), {"pdf"})
    with app.test_request_context():
        answer = send_stored(berkas)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    found = re.fullmatch(
        r"attachment; filename=\"([\w.-]+\.pdf)\"(; filename\*=UTF-8''[\w.%~-]+\.pdf)?", disposition
    )
    assert found, disposition
    assert found[1].isascii()
    assert b"".join(answer.response) == content


# --- large files ---------------------------------------------------------------------------------------------------
@pytest.fixture
def large(tmp_path: Path) -> Any:
    """A DOCX of 20 MB, lying in a file as a server leaves it there."""
    path = tmp_path / "besar.docx"
    noise = os.urandom(MEGABYTE)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<xml/>")
        archive.writestr("word/document.xml", "<xml/>")
        with archive.open("word/media/image1.png", "w") as picture:
            for _ in range(19):
                picture.write(noise)
    with path.open("rb") as stream:
        yield stream


def test_a_large_file_is_kept_and_sent_in_little_memory(session: Any, app: Flask, large: Any) -> None:
    with app.test_request_context():
        max_upload()  # the settings are read beforehand
        tracemalloc.start()
        berkas = save_upload(FileStorage(large, "besar.docx"), {"docx"})
        stored = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        sent = sum(len(piece) for piece in send_stored(berkas).response)
        served = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert sent == berkas.ukuran > 19 * MEGABYTE
    assert stored < 4 * MEGABYTE
    assert served < 4 * MEGABYTE


def test_the_city_says_how_large_a_file_may_be(session: Any, app: Flask, large: Any) -> None:
    settings.put("batas_unggah_mb", 5)
    with app.test_request_context(), pytest.raises(Refused) as refusal:
        save_upload(FileStorage(large, "besar.docx"), {"docx"})
    assert "Paling besar 5 MB" in str(refusal.value.message)


def test_the_largest_upload_that_may_be_set_passes_the_server(app: Flask) -> None:
    setting = settings.REGISTRY["batas_unggah_mb"]
    assert setting.default == 20
    assert [setting.check(value) is None for value in (0, 1, 100, 101)] == [False, True, True, False]
    assert app.config["MAX_CONTENT_LENGTH"] > 100 * MEGABYTE


def test_a_store_that_is_full_leaves_nothing_half(
    session: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError("No space left on device")

    folder = Path(app.config["SIKERJA_STORAGE"].removeprefix("file://"))
    before = set(folder.rglob("*"))
    monkeypatch.setattr(LocalFileSystem, "mv", full)
    with pytest.raises(OSError, match="No space"):
        store(papers.pdf("penuh"), "penuh.pdf", "pdf")
    assert {path for path in set(folder.rglob("*")) - before if path.is_file()} == set()
    assert session.scalar(select(func.count()).select_from(Berkas).where(Berkas.nama == "penuh.pdf")) == 0


def test_a_content_is_on_the_disk_before_it_has_its_name(
    session: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the row was committed must not find an empty file under its name."""
    content, settled, sync = papers.pdf("mati listrik"), [], os.fsync

    def watch(handle: int) -> None:
        settled.append((Path(os.readlink(f"/proc/self/fd/{handle}")), os.fstat(handle).st_size))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watch)
    berkas = store(content, "mati.pdf", "pdf")
    [(half, size)] = settled
    assert half.name.startswith(f"{berkas.sidik}.")
    assert half.suffix == ".tmp"
    assert size == len(content)


# --- one content, one file -----------------------------------------------------------------------------------------
def test_the_same_content_is_kept_once(session: Any, cast: Any) -> None:
    first = store(PDF, "satu.pdf", "pdf", cast.admin)
    assert store(PDF, "dua.pdf", "pdf", cast.pemohon) is first
    assert (first.nama, first.pengunggah_id) == ("satu.pdf", cast.admin.id)
    with open_stored(first) as stream:
        assert stream.read() == PDF


def test_two_who_upload_the_same_at_once_both_succeed(committed: Any, app: Flask) -> None:
    start, failures = threading.Barrier(2), []

    def upload() -> None:
        with app.app_context():
            try:
                start.wait()
                store(papers.pdf("bersamaan"), "sama.pdf", "pdf")
                db.session.commit()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=upload) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert committed.scalar(select(func.count()).select_from(Berkas).where(Berkas.nama == "sama.pdf")) == 1
    folder = Path(app.config["SIKERJA_STORAGE"].removeprefix("file://"))
    assert not list(folder.rglob("*.tmp"))
