"""Small real files for tests: a valid PDF, a valid DOCX, an upload as Werkzeug hands it over."""

import io
from typing import Any

from docx import Document
from werkzeug.datastructures import FileStorage


def pdf(text: str = "Naskah contoh") -> bytes:
    """A PDF of one page with this text (Latin letters); another text is another content."""
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("latin-1", "replace")
    stream = b"BT /F1 14 Tf 60 760 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return pdf_of(objects)


def pdf_of(objects: tuple[bytes, ...], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of them its catalog, with a true table of addresses."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, trailer, table)
    )
    return out.getvalue()


def docx(text: str = "Naskah contoh") -> bytes:
    """A DOCX with one paragraph; another text is another content."""
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "naskah.pdf", **more: Any) -> FileStorage:
    """A file as a form brings it."""
    return FileStorage(io.BytesIO(content), name, **more)


def paper(kinds: Any, text: str = "Naskah contoh", name: str = "naskah") -> FileStorage:
    """A file of a kind that a slot takes: a DOCX where it may be one, else a PDF."""
    return upload(docx(text), f"{name}.docx") if "docx" in kinds else upload(pdf(text), f"{name}.pdf")
