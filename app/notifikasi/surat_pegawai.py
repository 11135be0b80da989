"""What the mails about the directory of ASN are told. Called by surat.py when a mail is written."""

from collections.abc import Callable
from typing import Any

from app.notifikasi.models import Surel

# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {}
