"""One person at a browser. Every page that she comes to is looked over before the test goes on.

Pages are walked by the words that people read: `person.fill("Judul", …)`, `person.press("Simpan")`. What is looked at
on each page: its status, errors of scripts, breaches of the content security policy, requests to other hosts, sideways
scrolling, and all rules of tests/page_checks.py; axe-core looks at each distinct page once, in light and in dark.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Download, Locator, Page, Request, Response

from tests.browser import axe
from tests.browser.frame_words import check_frame
from tests.browser.program import Program
from tests.page_checks import problems

WIDE, PHONE = 1280, 360
WATCH = """window.__ditolak = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__ditolak.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`));"""
# `rupa`: whether staff's frame or the public's, with errors or not, and which act is open.
LOOK = """() => { const root = document.documentElement; return {
  lang: root.lang, lebar: Math.max(root.scrollWidth, document.body.scrollWidth), ditolak: window.__ditolak || [],
  rupa: [!!document.querySelector(".rangka"), !!document.querySelector(".galat, .galat-ringkas"),
    (document.querySelector(".tindakan h2") || {}).textContent || ""]}; }"""
# The elements that stand out of the page at the right.
OUT = """(width) => [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1
  && e.getClientRects().length).slice(-3).map((e) => e.outerHTML.slice(0, 120))"""
CODE = re.compile(r"(?<=/)(?:[A-Z]+-[0-9A-Z-]+|\d+|[\w-]{30,})(?=/|$)")


class Looked:
    """Which pages axe has looked at: one memory for the whole run, so that no page costs twice."""

    def __init__(self) -> None:
        self.pages: set[tuple[Any, ...]] = set()

    def is_new(self, *key: Any) -> bool:
        is_new = key not in self.pages
        self.pages.add(key)
        return is_new


class Person:
    """A browser window of her own, with her own cookies. `width`: 1280 or 360 (a phone, with touch)."""

    def __init__(
        self,
        browser: Browser,
        program: Program,
        looked: Looked,
        *,
        width: int = WIDE,
        scripts: bool = True,
        cookies: Any = None,
        name: str = "",
    ) -> None:
        self.program, self.looked, self.width, self.scripts, self.name = program, looked, width, scripts, name
        is_phone = width < 600
        self.context = browser.new_context(
            base_url=program.url,
            viewport={"width": width, "height": 740 if is_phone else 800},
            is_mobile=is_phone,
            has_touch=is_phone,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            storage_state=cookies,
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.lang, self.status, self.wrong = "id", 0, []  # type: ignore[var-annotated]
        self.may_fail: set[int] = set()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("dialog", self._on_dialog)
        page.on("pageerror", lambda error: self.wrong.append(f"error of a script: {error}"))

    def _on_dialog(self, dialog: Dialog) -> None:
        """The program never asks in the browser's own windows: what opens one was smuggled in."""
        self.wrong.append(f"a window of the browser: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        host = urlsplit(request.url)
        if host.scheme in ("http", "https", "ws", "wss") and host.netloc != f"localhost:{self.program.port}":
            self.wrong.append(f"request to another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400 and response.status not in self.may_fail:
            self.wrong.append(f"{response.status} for {request.method} {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # Answers of 400 and more are judged above, with their status.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")

    # -- going ---------------------------------------------------------------------------------------------

    def open(self, address: str, status: int = 200) -> "Person":
        """Go to an address; it must answer with this status and be in order."""
        self.page.goto(address)
        return self.settle(status)

    def follow(self, words: str, status: int = 200, within: str = "") -> "Person":
        """Press a link."""
        with self.page.expect_navigation():
            self._place(within).get_by_role("link", name=_named(words)).first.click()
        return self.settle(status)

    def follow_row(self, words: str) -> "Person":
        """Press the link of the line or row in which these words stand."""
        row = self.page.locator("main li, main tr").filter(has_text=words).last
        with self.page.expect_navigation():
            row.get_by_role("link").first.click()
        return self.settle()

    def press(self, words: str, status: int = 200, within: str = "", sure: bool = False) -> "Person":
        """Press a button that leads to a page. `sure`: the program asks first (a dialog or a page), and gets a yes."""
        button = self.button(words, within)
        if sure and self.scripts:
            button.click()
            with self.page.expect_navigation():
                self.page.get_by_role("dialog").get_by_role("button", name="Ya, lanjutkan").click()
        else:
            with self.page.expect_navigation():
                button.click()
        return self.settle(status)

    def button(self, words: str, within: str = "") -> Locator:
        return self._place(within).get_by_role("button", name=_named(words)).first

    def download(self, words: str) -> Download:
        """Press a link that answers with a file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=_named(words)).first.click()
        return waiting.value

    def _place(self, within: str) -> Locator | Page:
        """The whole page, or the section with this heading."""
        if not within:
            return self.page
        heading = self.page.get_by_role("heading", name=_named(within))
        return self.page.locator("section, form, li, article").filter(has=heading).last

    # -- filling -------------------------------------------------------------------------------------------

    def field(self, label: str, within: str = "") -> Locator:
        """A field by its label; a remark in brackets behind it, as (boleh kosong), does not count."""
        exact = re.compile(rf"^\s*{re.escape(label)}\s*(\([^)]*\))?\s*$")
        return self._place(within).get_by_label(exact).first

    def fill(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def fill_all(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self.fill(label, value)

    def value(self, label: str) -> str:
        return self.field(label).input_value()

    def choose(self, label: str, option: str) -> None:
        """An option of a select."""
        self.field(label).select_option(label=option)

    def tick(self, words: str, on: bool = True) -> None:
        """A box, a switch or a radio button."""
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(words)}")).first.set_checked(on)

    # -- reading -------------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What can be read in the page, with single spaces."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def main(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def h1(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def reads(self, *words: str) -> None:
        """All these words stand on the page."""
        text = self.text.casefold()
        missing = [word for word in words if " ".join(word.split()).casefold() not in text]
        assert not missing, f"{self.name} at {self.page.url} does not read {missing}:\n{self.main[:3000]}"

    def reads_not(self, *words: str) -> None:
        text = self.page.content()
        found = [word for word in words if word in text]
        assert not found, f"{self.name} at {self.page.url} must not read {found}"

    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [" ".join(text.split()) for text in self.page.locator(".galat-ringkas li").all_inner_texts()]

    # -- looking over --------------------------------------------------------------------------------------

    @contextmanager
    def failing(self, *status: int) -> Iterator[None]:
        """Within, requests beside the page (saving by itself) may be answered so."""
        self.may_fail |= set(status)
        yield
        self.may_fail -= set(status)

    def settle(self, status: int = 200) -> "Person":
        """The page has come; look it over. Fails with everything that is wrong at once."""
        self.page.wait_for_load_state("load")
        seen = self.page.evaluate(LOOK)
        wrong, self.wrong = self.wrong, []
        if self.status != status:
            wrong.append(f"status {self.status}, not {status}: {self.errors() or self.main[:400]}")
        if seen["lang"] != self.lang:
            wrong.append(f"lang is {seen['lang']!r}, not {self.lang!r}")
        if seen["lebar"] > self.width:
            wrong.append(f"{seen['lebar']} pixels wide: {self.page.evaluate(OUT, self.width)}")
        wrong += [f"content security policy: {one}" for one in seen["ditolak"]]
        # The same page in the same state looks the same: it is read once for each width and language.
        if self.looked.is_new(CODE.sub("#", self.path), self.width, self.lang, *seen["rupa"]):
            wrong += self._read()
        assert not wrong, f"{self.name or 'a visitor'} at {self.page.url} ({self.width}):\n  " + "\n  ".join(
            wrong
        )
        return self

    def _read(self) -> list[str]:
        """What is wrong with the page's words, and what axe finds, in both looks."""
        soup = BeautifulSoup(self.page.content(), "html.parser")
        wrong = problems(soup, self.lang)
        if self.lang == "en":
            return wrong + list(check_frame(soup))
        if not self.scripts:
            return wrong  # axe waits for timers, which stand still here
        wrong += [f"axe, light: {one}" for one in axe.findings(self.page)]
        if not self._look("dark"):
            return [*wrong, "the page does not follow a device that turns dark"]
        wrong += [f"axe, dark: {one}" for one in axe.findings(self.page, colours_only=True)]
        self._look("light")
        return wrong

    def _look(self, scheme: str) -> bool:
        """The device turns light or dark; whether the page does so too."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for _ in range(40):  # a phone tells its pages with the next picture
            if self.page.evaluate("document.documentElement.dataset.bsTheme") == scheme:
                return True
            self.page.wait_for_timeout(50)
        return False

    # -- ending --------------------------------------------------------------------------------------------

    def forget_sign_in(self) -> None:
        """As when the session has ended on the server's side: the cookie counts no more."""
        self.context.clear_cookies(name="sikerja")

    def close(self) -> None:
        self.context.close()


def _named(words: str) -> re.Pattern[str]:
    """A name that begins with these words: hidden words for screen readers may follow."""
    return re.compile(rf"^\s*{re.escape(words)}(?!\w)")
