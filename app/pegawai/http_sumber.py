"""Asking the city's personnel system for its people: few seconds, few bytes, page by page, never another host.

Whatever goes wrong is a SourceFault whose text may stand in the log: it never holds the token or a person.
"""

import ipaddress
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 5.0, 20.0, 240.0
MAX_BYTES = 8 * 1024 * 1024  # of one page
MAX_PAGES = 500
MAX_PEOPLE = 50_000
USER_AGENT = "SiKerjaSamarinda-Pegawai"


class SourceFault(Exception):
    """The personnel system, or what came in its name, is not as it must be. `sebab`: one short word."""

    def __init__(self, sebab: str, rinci: str = "") -> None:
        super().__init__(f"{sebab}: {rinci}" if rinci else sebab)
        self.sebab, self.rinci = sebab, rinci


def why_not_address(url: str) -> str | None:
    """None for an address that may be asked: https, or http on this machine; no user, no fragment. Else one word why."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "rusak"
    if not host or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        return "rusak"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "rusak"
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    return None if is_safe else "bukan_https"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def people(address: str, token: str, mapping: Mapping[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, column -> value) of everybody, page after page. Raises SourceFault; what was read before counts nothing.

    `mapping`: column -> path in a person (`pegawai.nip`); `daftar` the path of the list in an answer, `berikut` the
    path of the next page's address (empty: there is one page only).
    """
    until, seen, count = time.monotonic() + ALL_SECONDS, set[str](), 0
    url: str | None = address
    limits = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    with httpx.Client(timeout=limits, follow_redirects=False, trust_env=False) as client:
        while url:
            if url in seen or len(seen) >= MAX_PAGES:
                raise SourceFault("halaman", "halaman berikutnya berputar atau terlalu banyak")
            seen.add(url)
            answer = _ask(client, url, token, until)
            rows = _at(answer, mapping.get("daftar", "")) if mapping.get("daftar") else answer
            if not isinstance(rows, list):
                raise SourceFault("bentuk", "daftar pegawai tidak ada pada jalur yang diatur")
            for row in rows:
                count += 1
                if count > MAX_PEOPLE or not isinstance(row, dict):
                    raise SourceFault("bentuk", "terlalu banyak pegawai, atau isinya bukan objek")
                yield (
                    count,
                    {name: _at(row, path) for name, path in mapping.items() if path and name not in _FRAME},
                )
            url = _next(address, url, answer, mapping.get("berikut", ""))


_FRAME = ("daftar", "berikut")


def _at(found: Any, path: str) -> Any:
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _next(first: str, here: str, answer: Any, path: str) -> str | None:
    """The next page, on the same host and by the same scheme only: the token goes nowhere else."""
    wanted = _at(answer, path) if path else None
    if not wanted:
        return None
    if not isinstance(wanted, str):
        raise SourceFault("halaman", "alamat halaman berikutnya bukan teks")
    try:
        url = urljoin(here, wanted)
        one, other = urlsplit(first), urlsplit(url)
        is_same = (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        raise SourceFault("halaman", "alamat halaman berikutnya rusak") from None
    if not is_same or why_not_address(url):
        raise SourceFault("halaman", "halaman berikutnya menuju alamat lain")
    return url


def _ask(client: httpx.Client, url: str, token: str, until: float) -> Any:
    refusal = why_not_address(url)
    if refusal is not None:
        raise SourceFault("alamat", refusal)
    # As it is, not packed: a small packed answer may be an endless one.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        with client.stream("GET", url, headers=headers) as answer:
            body = _body(answer, until)
    except httpx.TimeoutException:
        raise SourceFault("lama", "tidak menjawab") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceFault("putus", type(error).__name__) from None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise SourceFault("bukan_json", "jawaban tidak terbaca") from None


def _body(answer: httpx.Response, until: float) -> bytes:
    if 300 <= answer.status_code < 400:
        raise SourceFault("dialihkan", str(answer.status_code))
    if answer.status_code != 200:
        raise SourceFault("ditolak", str(answer.status_code))
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise SourceFault("bukan_json", "jenis jawaban lain")
    body = bytearray()
    for piece in answer.iter_raw():  # as often as something comes
        body += piece
        if len(body) > MAX_BYTES:
            raise SourceFault("besar", f"lebih dari {MAX_BYTES // 1024 // 1024} MB")
        if time.monotonic() > until:
            raise SourceFault("lama", "menjawab terlalu lambat")
    return bytes(body)
