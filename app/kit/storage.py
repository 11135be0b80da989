"""Stored files: immutable, named by their SHA-256, outside the web root, behind fsspec. Nothing is overwritten.

Who may read a file is never decided here: the page that owns it asks its own `visible_to` first.
"""

import hashlib
import os
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from secrets import token_hex
from typing import IO, Any
from urllib.parse import quote

import fsspec
from flask import Response, abort, current_app
from flask_babel import lazy_gettext as _l
from fsspec.implementations.local import LocalFileOpener
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wsgi import FileWrapper

from app.extensions import db
from app.kit import settings
from app.kit.content import CHUNK, MEGABYTE, as_stream, chunks, inspect, kind_of, size_of
from app.kit.errors import Refused
from app.kit.mixins import Model, Timestamps

MAX_BYTES = 10 * MEGABYTE
MAX_NAME = 120  # letters of a name that is shown
UPLOAD_LIMIT = "batas_unggah_mb"
LARGEST_LIMIT = 100  # MB

# kind -> (media type, suffix); the kind is judged from the content alone
KINDS: dict[str, tuple[str, str]] = {
    "pdf": ("application/pdf", ".pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "png": ("image/png", ".png"),
    "jpg": ("image/jpeg", ".jpg"),
}


def _check_limit(value: int) -> Any:
    if 1 <= value <= LARGEST_LIMIT:
        return None
    return _l("Isi bilangan antara %(low)s dan %(high)s.", low=1, high=LARGEST_LIMIT)


settings.declare(
    UPLOAD_LIMIT,
    20,
    _l("Ukuran terbesar berkas unggahan (MB)"),
    _l("Berlaku untuk naskah, lampiran pesan, dan pindaian."),
    _check_limit,
)


def max_upload() -> int:
    """The largest upload in bytes, as the city has set it."""
    return settings.get(UPLOAD_LIMIT) * MEGABYTE


def display_name(filename: str) -> str:
    """The name of an uploaded file as pages show it: no folder, no control or direction mark, at most 120 letters."""
    last = unicodedata.normalize("NFC", filename).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    plain = "".join(" " if letter.isspace() else letter for letter in last)
    shown = "".join(letter for letter in plain if not unicodedata.category(letter).startswith("C"))
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) <= MAX_NAME:
        return shown or "berkas"
    stem, dot, suffix = shown.rpartition(".")
    if not dot or len(suffix) > 10:
        return shown[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(suffix) - 2].rstrip()}….{suffix}"


class Berkas(Timestamps, Model):
    """One stored content. The same content again is the same row."""

    __tablename__ = "berkas"
    __table_args__ = (CheckConstraint("ukuran > 0", name="ukuran"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sidik: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256
    ukuran: Mapped[int] = mapped_column(BigInteger)  # bytes
    jenis: Mapped[str] = mapped_column(String(10))  # a key of KINDS
    nama: Mapped[str] = mapped_column(String(200))  # as first uploaded
    pengunggah_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    def __str__(self) -> str:
        return self.nama


def check_content(content: bytes | IO[bytes], kinds: Collection[str], max_bytes: int = MAX_BYTES) -> str:
    """The kind of an uploaded content; raises Refused with a sentence when it is not taken, and says how to mend it."""
    stream = as_stream(content)
    size = size_of(stream)
    if not size:
        raise Refused(_l("Berkas kosong. Pilih berkas yang berisi."))
    if size > max_bytes:
        raise Refused(_l("Berkas terlalu besar. Paling besar %(n)s MB.", n=max_bytes // MEGABYTE))
    kind = inspect(stream)
    if kind is None or kind not in kinds:
        allowed = ", ".join(kind.upper() for kind in sorted(kinds))
        raise Refused(
            _l("Isi berkas bukan %(kinds)s. Simpan ulang dalam bentuk itu lalu unggah lagi.", kinds=allowed)
        )
    return kind


def _filesystem() -> tuple[Any, str]:
    return fsspec.core.url_to_fs(current_app.config["SIKERJA_STORAGE"])


def _path(root: str, sidik: str) -> str:
    return f"{root.rstrip('/')}/{sidik[:2]}/{sidik}"


def store(content: bytes | IO[bytes], name: str, kind: str, actor: Any = None) -> Berkas:
    """Keep a checked content and answer its row; the same content is kept once. Never commits.

    The file is written before the row: a rolled-back row leaves at worst an unused file, never a lost one.
    """
    stream = as_stream(content)
    digest, size = hashlib.sha256(), 0
    for piece in chunks(stream):
        digest.update(piece)
        size += len(piece)
    sidik = digest.hexdigest()
    _keep(stream, sidik)
    found = db.session.scalar(select(Berkas).where(Berkas.sidik == sidik))
    if found is not None:
        return found
    # Two people may upload the same content at once: the second waits for the first, and gets the same row.
    db.session.execute(
        insert(Berkas)
        .values(
            sidik=sidik,
            ukuran=size,
            jenis=kind,
            nama=display_name(name),
            pengunggah_id=getattr(actor, "id", None),
        )
        .on_conflict_do_nothing(index_elements=[Berkas.sidik])
    )
    return db.session.scalars(select(Berkas).where(Berkas.sidik == sidik)).one()


def _keep(stream: IO[bytes], sidik: str) -> None:
    """Write a content under its fingerprint, whole or not at all; one that is there already stays."""
    fs, root = _filesystem()
    path = _path(root, sidik)
    if fs.exists(path):
        return
    fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
    half = f"{path}.{token_hex(4)}.tmp"  # nobody else's half
    try:
        with fs.open(half, "wb") as out:
            for piece in chunks(stream):
                out.write(piece)
            _settle(out)
        fs.mv(half, path)
    except BaseException:
        with suppress(Exception):
            fs.rm(half)
        raise


def _settle(out: Any) -> None:
    """On the disk, not only in the memory of the machine: the row that comes after it survives a power cut too."""
    if isinstance(out, LocalFileOpener):
        out.flush()
        os.fsync(out.fileno())


def save_upload(
    upload: FileStorage, kinds: Collection[str], actor: Any = None, max_bytes: int | None = None
) -> Berkas:
    """Check and keep an uploaded file, by default as large as the city has set. Raises Refused with a sentence.

    The content is read in pieces from where the server put it (beyond half a megabyte: a file), never as a whole.
    """
    stream = upload.stream
    kind = check_content(stream, kinds, max_upload() if max_bytes is None else max_bytes)
    return store(stream, upload.filename or "", kind, actor)


def open_stored(berkas: Berkas) -> IO[bytes]:
    """The content again, as a readable stream. Raises FileNotFoundError when the store lost it."""
    fs, root = _filesystem()
    return fs.open(_path(root, berkas.sidik), "rb")


def _disposition(berkas: Berkas, name: str | None, inline: bool) -> str:
    """How a browser names the file: plain letters for old ones, the real name beside it; always with its own suffix."""
    suffix = KINDS[berkas.jenis][1]
    shown = display_name(name or berkas.nama)
    if not shown.lower().endswith(suffix):
        shown += suffix
    plain = secure_filename(shown)
    if not plain.lower().endswith(suffix):
        plain = f"berkas{suffix}"
    kind = "inline" if inline else "attachment"
    real = "" if plain == shown else f"; filename*=UTF-8''{quote(shown, safe='')}"
    return f'{kind}; filename="{plain}"{real}'


def send_stored(berkas: Berkas, name: str | None = None, inline: bool = False) -> Response:
    """Send a stored file, piece by piece; always with its own media type and never to be guessed by the browser.

    404 when the store lost it: the request ends here, and nothing that it noted is kept.
    """
    try:
        content = open_stored(berkas)
    except FileNotFoundError:
        current_app.logger.error("file %s is not in the store", berkas.sidik)
        abort(404)
    # The wrapper closes the file also when nobody reads it (HEAD, a connection that is lost).
    body = FileWrapper(content, CHUNK)
    response = Response(body, mimetype=KINDS[berkas.jenis][0])
    response.content_length = berkas.ukuran
    response.headers["Content-Disposition"] = _disposition(berkas, name, inline)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{berkas.sidik}"'
    return response


def is_reachable() -> bool:
    """Whether the store answers and can be written (for /sehat)."""
    try:
        fs, root = _filesystem()
        fs.makedirs(root, exist_ok=True)
        probe = f"{root.rstrip('/')}/.sehat"
        with fs.open(probe, "wb") as out:
            out.write(b"ok")
        fs.rm(probe)
    except Exception:
        current_app.logger.exception("storage does not answer")
        return False
    return True


__all__ = [
    "KINDS",
    "MAX_BYTES",
    "Berkas",
    "check_content",
    "display_name",
    "is_reachable",
    "kind_of",
    "max_upload",
    "open_stored",
    "save_upload",
    "send_stored",
    "store",
]
