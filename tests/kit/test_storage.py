"""Stored files: judged by their content, kept once, sent as what they are."""

import io
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.kit.errors import Refused
from app.kit.storage import Berkas, check_content, kind_of, open_stored, save_upload, send_stored, store

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def office(*names: str) -> bytes:
    """A zip with these files in it, as Word and Excel write them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return stream.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")


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
        (DOCX[:40], "bukan DOCX, PDF"),
    ],
)
def test_what_is_not_taken_is_said(app: Flask, content: bytes, word: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refusal:
        check_content(content, {"pdf", "docx"}, max_bytes=len(PDF) + 100 if b"%PDF" in content else 10_000)
    assert word in str(refusal.value.message)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\r\nX: y.pdf", "", "x" * 500, "surat.html", 'a";b.pdf', "\0.pdf"]
)
def test_a_file_is_sent_as_what_it_is_whatever_it_was_called(session: Any, app: Flask, name: str) -> None:
    berkas = save_upload(FileStorage(io.BytesIO(PDF + name.encode()), name), {"pdf"})
    with app.test_request_context():
        answer = send_stored(berkas)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith('.pdf"')
    assert not set(disposition[22:-1]) & set('/\\"\r\n\0')
    assert b"".join(answer.response) == PDF + name.encode()


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
                store(PDF + b"bersamaan", "sama.pdf", "pdf")
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
