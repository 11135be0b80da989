"""The program and a Chromium for the journeys; people who sit at it. Run with `make browser`.

CHROMIUM names another browser of that family. Without any, nothing here is run, and the summary says so.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import People
from tests.browser.person import Looked
from tests.browser.program import Program

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
NOT_RUN = "Perjalanan dengan peramban tidak dijalankan: Chromium tidak ditemukan (apt install chromium, atau atur CHROMIUM)."


def chromium() -> str | None:
    """The browser's program; None when there is none."""
    return (
        shutil.which(os.environ["CHROMIUM"])
        if "CHROMIUM" in os.environ
        else next(filter(None, map(shutil.which, NAMES)), None)
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mine = [item for item in items if HERE in item.path.parents]
    for item in mine:
        item.add_marker("browser")
        if chromium() is None:
            item.add_marker(pytest.mark.skip(reason=NOT_RUN))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if chromium() is None:
        terminalreporter.section("peramban", sep="=", red=True)
        terminalreporter.line(NOT_RUN)


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    running = Program()
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def looked() -> Looked:
    return Looked()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """When somebody signed in last in this run, and her cookies since."""
    return {}


@pytest.fixture
def people(program: Program, browser: Browser, looked: Looked, signed_in: dict[str, Any]) -> Iterator[People]:
    """`people.visitor()`, `people("admin@example.org")`; their windows close with the test."""
    everybody = People(program, browser, looked, signed_in)
    yield everybody
    everybody.close()
