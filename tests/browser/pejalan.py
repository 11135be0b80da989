"""A person without a browser: plain HTTP, cookies, forms as the pages show them. A broken connection is told as one.

Nothing of the program is imported here. What people do with it stands in perjalanan.py.
"""

import http.client
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from werkzeug.test import EnvironBuilder

from tests.browse import filled
from tests.page_checks import text_of

ANSWER_SECONDS = 60
RELOAD_SECONDS = 0.3  # how long somebody waits before loading a page again
PATIENCE_SECONDS = 120  # a program that does not come back in this time is lost
SERVER_ERROR = 500
REFUSED = 400
MOST_REFUSALS = 8


class Terputus(Exception):
    """The connection broke, or the server says that something is wrong with itself: nobody knows what was done."""


@dataclass
class Laman:
    """One answer."""

    status: int
    url: str
    soup: BeautifulSoup

    @property
    def text(self) -> str:
        return text_of(self.soup)

    def items(self, *words: str) -> int:
        """How many items of lists hold all these words; lists within lists count by their innermost item."""
        found = (item for item in self.soup.find_all("li") if item.find("li") is None)
        return sum(all(word in text_of(item) for word in words) for item in found)

    def said(self) -> str:
        """What the page says is wrong."""
        boxes = self.soup.find_all(class_=["ringkasan-galat", "galat", "alert"])
        return " | ".join(text_of(box) for box in boxes) or self.text[:400]


class Jendela:
    """The window of one person: keeps cookies; `before_sending` is called at each form, just before it leaves."""

    def __init__(self, port: int, name: str, before_sending: Callable[[], None] = lambda: None) -> None:
        self.base, self.name, self.before_sending = f"http://127.0.0.1:{port}", name, before_sending
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def again(self, before_sending: Callable[[], None]) -> "Jendela":
        """Another window of the same person, already signed in."""
        window = Jendela(int(self.base.rpartition(":")[2]), self.name, before_sending)
        for cookie in self.cookies:
            window.cookies.set_cookie(cookie)
        return window

    def open(self, path: str) -> Laman:
        return self._call(urllib.request.Request(self.base + path))

    def press(self, page: Laman, button: str, wishes: dict[str, Any] | None = None) -> Laman:
        """Press a button of a page, after filling fields found by label or name, as tests/browse.py does it."""
        form, data = self._form(page, button, wishes or {})
        return self._send(page, form, data)

    def send(self, page: Laman, action: str, wishes: dict[str, Any] | None = None) -> Laman:
        """Send the form with this end of its address, where several have buttons of the same words."""
        forms = [one for one in page.soup.find_all("form") if str(one.get("action", "")).endswith(action)]
        if not forms:
            raise LookupError(
                f"no form {action} for {self.name} on {page.url} ({page.status}): {page.text[:900]}"
            )
        form = forms[0]
        button = text_of(form.find_all("button")[-1])
        return self._send(page, form, filled(form, page.soup, button, wishes or {}))

    def _form(self, page: Laman, button: str, wishes: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        for node in page.soup.find_all("button"):
            if text_of(node) == button:
                form = (
                    page.soup.find("form", id=node["form"]) if node.get("form") else node.find_parent("form")
                )
                if form is not None:
                    return form, filled(form, page.soup, button, wishes)
        raise LookupError(f"no button {button!r} on {page.url}: {page.text[:600]}")

    def _send(self, page: Laman, form: Any, data: dict[str, Any]) -> Laman:
        builder = EnvironBuilder(method="POST", data=data, content_type="multipart/form-data")
        environ = builder.get_environ()
        body = environ["wsgi.input"].read()
        target = urljoin(page.url, str(form.get("action") or page.url))
        request = urllib.request.Request(target, data=body, method="POST")
        request.add_header("Content-Type", environ["CONTENT_TYPE"])
        request.add_header("Origin", self.base)
        request.add_header("Referer", page.url)
        self.before_sending()
        return self._call(request)

    def _call(self, request: urllib.request.Request) -> Laman:
        try:
            with self.opener.open(request, timeout=ANSWER_SECONDS) as answer:
                return self._page(answer.status, answer.url, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                if error.code >= SERVER_ERROR:
                    raise Terputus(f"{request.get_method()} {request.full_url}: {error.code}") from error
                return self._page(error.code, error.url or request.full_url, error.read())
        except (OSError, http.client.HTTPException) as error:
            raise Terputus(f"{request.get_method()} {request.full_url}: {error!r}") from error

    def _page(self, status: int, url: str, body: bytes) -> Laman:
        page = Laman(status, url, BeautifulSoup(body.decode(errors="replace"), "lxml"))
        if urlsplit(url).path == "/masuk" and self.name:
            raise AssertionError(f"{self.name} was signed out: {page.text[:300]}")
        return page

    def sign_in(self, email: str, password: str) -> "Jendela":
        page = self.open("/masuk")
        page = self.press(page, "Masuk", {"Email atau NIP": email, "Kata Sandi": password})
        assert urlsplit(page.url).path != "/masuk", page.said()
        self.name = email
        return self


@dataclass
class Hitungan:
    """What happened to those who walked. Shared by all of them."""

    acts: int = 0
    broken: int = 0  # acts at which the connection broke
    stood: int = 0  # of these: it stood already when looked for
    again: int = 0  # of these: it was done again
    refused: int = 0  # forms that came back with a sentence
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, **more: int) -> None:
        with self.lock:
            for name, count in more.items():
                setattr(self, name, getattr(self, name) + count)

    def __str__(self) -> str:
        return (
            f"{self.acts} perbuatan, {self.broken} terputus ({self.stood} sudah ada, {self.again} diulang), "
            f"{self.refused} ditolak lalu dimuat ulang"
        )


def persist(name: str, stands: Callable[[], bool], do: Callable[[], Laman], counts: Hitungan) -> None:
    """Do an act as people do: after a broken connection wait, load the page again, look, and only then do it again."""
    deadline, was_broken, refusals, tries, is_unsure = time.monotonic() + PATIENCE_SECONDS, False, 0, 0, False
    while time.monotonic() < deadline:
        try:
            if not is_unsure or not stands():
                tries += 1
                is_unsure = True
                page = do()
                is_unsure = page.status >= REFUSED
                if is_unsure:
                    refusals += 1
                    counts.add(refused=1)
                    assert refusals < MOST_REFUSALS, f"{name}: {page.status} {page.url} {page.said()}"
                    continue
                assert stands(), f"{name} was taken and does not stand"
            counts.add(
                acts=1, broken=was_broken, stood=was_broken and tries == 1, again=was_broken and tries > 1
            )
            return
        except Terputus:
            was_broken = is_unsure = True
            time.sleep(RELOAD_SECONDS)
    raise AssertionError(f"{name} does not come to stand in {PATIENCE_SECONDS} seconds ({tries} tries)")


def patient(look: Callable[[], Any]) -> Any:
    """What a page answers, loaded again as often as the connection breaks."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return look()
        except Terputus:
            if time.monotonic() > deadline:
                raise
            time.sleep(RELOAD_SECONDS)


def code_in(url: str) -> str:
    """The code of the case in an address."""
    found = re.search(r"/permohonan/([^/?#]+)", url)
    assert found, url
    return found[1]


def is_open(port: int) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
