"""Static files: addresses that carry a version, a year in the browser's cache, and compressed on the way.

Nothing here is secret or made for one person, so compression gives nothing away.
"""

import gzip
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

YEAR = 365 * 24 * 3600
VERSIONED = ("static", "bootstrap.static")
SPRITE = "look.sprite"
TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
WORTH_IT = 1000  # bytes; below, compression costs more than it saves


def init_app(app: Flask) -> None:
    """Version, keep and compress what lies in the static folders."""
    app.extensions["static_versions"] = {}
    app.extensions["static_compressed"] = {}
    app.url_defaults(_add_version)
    app.after_request(_send_well)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    """The version is the content's: browsers keep a file for a year and still see each change at once."""
    if endpoint in VERSIONED and "filename" in values and "v" not in values:
        version = _version_of(endpoint, values["filename"])
        if version:
            values["v"] = version


def _version_of(endpoint: str, filename: str) -> str:
    versions: dict[tuple[str, str], str] = current_app.extensions["static_versions"]
    key = (endpoint, filename)
    if key not in versions or current_app.debug:
        owner = current_app if endpoint == "static" else current_app.blueprints[endpoint.rsplit(".", 1)[0]]
        file = Path(str(owner.static_folder)) / filename
        versions[key] = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""
    return versions[key]


def keep(response: Response, is_final: bool, otherwise: int = 3600) -> Response:
    """A final address is kept for a year and never asked for again; any other for `otherwise` seconds."""
    response.cache_control.public = True
    response.cache_control.no_cache = None
    response.cache_control.max_age = YEAR if is_final else otherwise
    response.cache_control.immutable = is_final
    return response


def _send_well(response: Response) -> Response:
    if request.endpoint in VERSIONED and response.status_code in (200, 304):
        keep(response, is_final="v" in request.args)
    if request.endpoint in (*VERSIONED, SPRITE) and response.mimetype in TEXTS:
        response.vary.add("Accept-Encoding")
        if request.method == "GET" and response.status_code == 200 and "gzip" in request.accept_encodings:
            _compress(response)
    return response


def _compress(response: Response) -> None:
    """Once per content and process; the tag is weak, because the bytes are not those of the file."""
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < WORTH_IT:
        return
    packed: dict[bytes, bytes] = current_app.extensions["static_compressed"]
    key = hashlib.sha256(plain).digest()
    if key not in packed:
        packed[key] = gzip.compress(plain, mtime=0)
    response.set_data(packed[key])
    response.headers["Content-Encoding"] = "gzip"
    tag = response.get_etag()[0]
    if tag:
        response.set_etag(tag, weak=True)
