"""What the log keeps of addresses: no token of a link, nothing of what somebody searched for or was sent back with.

The one place that hides them: for the program's own log (errors with their traces), and for the access log of run.py.
"""

import logging
import re
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger

# A piece of a path as long as only tokens are; words apart by dashes (the names of our pages) have neither digit nor
# capital. Codes of cases are shorter.
TOKEN = re.compile(r"(?<=/)(?=[^/\s?#'\"]*[A-Z0-9])[A-Za-z0-9_.~%-]{20,}")
QUERY = re.compile(r"(?<=[\w/.>…])\?[\w.~%-]+=[^\s'\"]*")


def masked(text: str) -> str:
    """A text with addresses in it, without tokens and queries."""
    return QUERY.sub("?…", TOKEN.sub("…", text))


class Masking(logging.Filter):
    """Masks the sentence and the trace of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


def guard(logger: logging.Logger) -> None:
    """From now on this logger, and what its handlers get from loggers below it, is masked."""
    for place in (logger, *logger.handlers):
        if not any(isinstance(one, Masking) for one in place.filters):
            place.addFilter(Masking())


def init_app(app: Flask) -> None:
    guard(app.logger)


class WebLog(Logger):
    """gunicorn's log: the address without tokens and query, and not the one that the person came from."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        guard(self.error_log)

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found = super().atoms(resp, req, environ, request_time)
        plain = {
            name: value for name, value in found.items() if not name.startswith("{")
        }  # headers, environment
        return plain | {"r": masked(found["r"]), "U": masked(found["U"] or ""), "q": "", "f": "-"}
