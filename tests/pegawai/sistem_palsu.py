"""A small personnel system on this machine, over real HTTP: it answers well until it is told otherwise."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "rahasia-uji-7f3a"
PAGE = 2


class SistemPalsu:
    """`orang`: what it knows. `ulah`: how it misbehaves, a word of `_misbehave`."""

    def __init__(self) -> None:
        self.orang: list[dict[str, Any]] = []
        self.ulah = ""
        self.asked: list[tuple[str, str]] = []
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                system.asked.append((self.path, self.headers.get("Authorization", "")))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    system.answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/api/pegawai"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: Any) -> None:
        query = parse_qs(urlsplit(request.path).query)
        page = int(query.get("halaman", ["1"])[0])
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.send(request, b'{"galat": "token"}', 401)
        if self.ulah and self._misbehave(request, page):
            return None
        rows = self.orang[(page - 1) * PAGE : page * PAGE]
        more = f"/api/pegawai?halaman={page + 1}" if page * PAGE < len(self.orang) else None
        return self.send_json(request, {"isi": {"data": rows}, "tautan": {"lanjut": more}})

    def send_json(self, request: Any, content: Any) -> None:
        self.send(request, json.dumps(content).encode())

    def send(
        self, request: Any, body: bytes, status: int = 200, kind: str = "application/json", **more: str
    ) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def _misbehave(self, request: Any, page: int) -> bool:
        """Answers whether something was sent."""
        match self.ulah:
            case "sampah":
                self.send(request, b"\x00\xff{{{")
            case "html":
                self.send(request, b"<html>login</html>", kind="text/html")
            case "galat":
                self.send(request, b"{}", 500)
            case "alih":
                self.send(request, b"", 302, Location="http://192.0.2.1/")
            case "lambat":
                time.sleep(2)
            case "besar":
                self.send(request, b'{"isi": {"data": ["' + b"x" * 300_000 + b'"]}}')
            case "bentuk":
                self.send_json(request, {"lain": []})
            case "bukan_orang":
                self.send_json(request, {"isi": {"data": ["teks", 3, None]}})
            case "dalam":
                self.send(request, b"[" * 100_000)
            case "kosong":
                self.send_json(request, {"isi": {"data": []}})
            case "halaman_lain":
                self.send_json(
                    request, {"isi": {"data": self.orang}, "tautan": {"lanjut": "http://127.0.0.2:1/"}}
                )
            case "berputar":
                self.send_json(request, {"isi": {"data": []}, "tautan": {"lanjut": "/api/pegawai"}})
            case "putus":
                request.connection.close()
            case "halaman_dua" if page == 2:
                self.send(request, b"{}", 500)
            case _:
                return False
        return True
