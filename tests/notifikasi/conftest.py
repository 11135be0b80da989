"""A real mail server on the loopback, which can be told to refuse, to hang up, or to be slow."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask


@dataclass
class Postman:
    """Takes mails. `answer`: what it says to the next ones (None: accepted); `at_data`: called when the text arrived."""

    got: list[bytes] = field(default_factory=list)
    answer: str | None = None
    refuse_recipient: str | None = None
    at_data: Callable[[], Any] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.at_data is not None:
            self.at_data()
        if self.answer:
            return self.answer
        with self.lock:
            self.got.append(envelope.content)
        time.sleep(0.05)  # long enough for a second sender to come by
        return "250 OK"


class Loopback(Controller):
    """A controller on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@pytest.fixture
def postman(app: Flask) -> Iterator[Postman]:
    """The mail server, and the program told to use it."""
    handler = Postman()
    controller = Loopback(handler, hostname="127.0.0.1", port=0)
    controller.start()
    state, folder = app.extensions["mail"], app.config["MAIL_FOLDER"]
    before = (state.server, state.port, state.use_tls, state.use_ssl)
    state.server, state.port, state.use_tls, state.use_ssl = "127.0.0.1", controller.port, False, False
    app.config["MAIL_FOLDER"] = ""
    try:
        yield handler
    finally:
        app.config["MAIL_FOLDER"] = folder
        state.server, state.port, state.use_tls, state.use_ssl = before
        controller.stop()
