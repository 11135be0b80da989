"""The post office: hands one finished message to the mail server, or lays it into a folder when there is no server.

Knows no event and no row. What matters is how sure one can be afterwards: a message that was refused may be tried
again, one whose delivery is uncertain never by itself.
"""

import contextlib
import logging
import os
import re
import smtplib
import ssl
import tempfile
from dataclasses import dataclass
from email.charset import QP, SHORTEST, Charset
from pathlib import Path
from typing import Any

import flask_mail
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.kit.clock import now

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 60  # of each answer of the server
MAX_DETAIL = 400

# Why a mail did not leave; the key stands in Surel.galat, followed by what the server said.
MASALAH: dict[str, Any] = {
    "tidak_terhubung": _l("Server surel tidak dapat dihubungi."),
    "ditolak": _l("Server surel menolak surel ini."),
    "tidak_pasti": _l(
        "Tidak pasti: sambungan terputus saat surel diserahkan. Surel mungkin sudah sampai; kirim ulang hanya bila "
        "penerima belum menerimanya."
    ),
    "tidak_tertulis": _l("Isi surel tidak dapat disusun."),
    "folder": _l("Surel tidak dapat ditulis ke folder surat."),
}
UNKNOWN = _l("Surel tidak terkirim.")


@dataclass(frozen=True)
class Masalah:
    """Why a mail did not leave. `is_final`: never try again by itself."""

    kode: str
    rincian: str = ""
    is_final: bool = False

    def __str__(self) -> str:
        return f"{self.kode}: {self.rincian}"[:MAX_DETAIL] if self.rincian else self.kode


def send(message: flask_mail.Message, name: str) -> Masalah | None:
    """Hand the message over; None when it was accepted. `name` tells the file what it is about."""
    folder = current_app.config["MAIL_FOLDER"]
    return _lay_down(message, Path(folder), name) if folder else _transmit(message)


# -- by mail server ------------------------------------------------------------------------------------------


class _Knowing:
    """An SMTP session that knows whether the text of the mail was already on its way."""

    is_handing_over = False

    def data(self, msg: Any) -> Any:
        self.is_handing_over = True
        return super().data(msg)  # type: ignore[misc]


class _Server(_Knowing, smtplib.SMTP):
    pass


class _SecureServer(_Knowing, smtplib.SMTP_SSL):
    pass


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a time limit and checked certificates; a rude goodbye is no failure."""

    def configure_host(self) -> smtplib.SMTP:
        place, port = self.mail.server, self.mail.port
        context = ssl.create_default_context()
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = _SecureServer(place, port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            host = _Server(place, port, timeout=TIMEOUT_SECONDS)
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, *error: Any) -> None:
        if self.host is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()


def _quoted() -> Charset:
    """Quoted-printable: lines of any length pass every server."""
    charset = Charset("utf-8")
    charset.header_encoding, charset.body_encoding = SHORTEST, QP
    return charset


def _transmit(message: flask_mail.Message) -> Masalah | None:
    message.charset = _quoted()  # type: ignore[assignment]
    connection = _Connection(current_app.extensions["mail"])
    try:
        with connection:
            connection.send(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        return Masalah("ditolak", "; ".join(_said(*answer) for answer in refusal.recipients.values()))
    except smtplib.SMTPResponseException as refusal:
        return Masalah("ditolak", _said(refusal.smtp_code, refusal.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        is_under_way = getattr(connection.host, "is_handing_over", False)
        kode = "tidak_pasti" if is_under_way else "tidak_terhubung"
        return Masalah(kode, f"{type(error).__name__} {error}", is_final=is_under_way)
    return None


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


# -- into a folder -------------------------------------------------------------------------------------------


def _lay_down(message: flask_mail.Message, folder: Path, name: str) -> Masalah | None:
    """Write the mail as a file that appears whole or not at all; only the program's own user may read it."""
    moment = now()
    message.date = moment.timestamp()
    recipient = ",".join(one if isinstance(one, str) else one[1] for one in message.recipients)
    parts = (moment.strftime("%Y%m%dT%H%M%S.%fZ"), recipient, name)
    target = folder / ("-".join(re.sub(r"[^A-Za-z0-9@._+]", "_", part)[:90] for part in parts) + ".eml")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tulis")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(bytes(message))
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        return Masalah("folder", str(error))
    return None
