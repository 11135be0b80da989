"""One end of single sign-on as a program of its own: `python -m tests.sso.ujung`, with its own database and address.

`Ujung` launches it, tells it who it is, and stops it; `Peramban` is the person's browser between the two ends.
Cookies belong to names and not to ports, so one end is called localhost and the other 127.0.0.1.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup

from tests.browse import filled
from tests.browser.program import free_port

ROOT = Path(__file__).resolve().parents[2]
READY = "siap "
SECONDS = 60
MAX_HOPS = 12


class Ujung:
    """A running end. `said`: what its preparation answered (an application's name and secret)."""

    def __init__(self, databases: Any, home: Path, host: str, name: str) -> None:
        self.name, self.databases = f"ujung_{name}_{os.getpid()}", databases
        self.url = f"http://{host}:{free_port()}"
        self.place = home / self.name
        self.place.mkdir()
        self.process: subprocess.Popen[str] | None = None
        self.said: dict[str, Any] = {}

    def launch(self) -> None:
        """Begin to start: two that are launched one after the other get ready side by side."""
        self.databases.copy(self.name)
        environ = os.environ | {
            "DATABASE_URL": self.databases.server.url_of(self.name).replace("+psycopg", ""),
            "PUBLIC_URL": self.url,
            "SIKERJA_VAR": str(self.place),
            "PYTHONPATH": str(ROOT),
        }
        with (self.place / "log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.sso.ujung", self.url],
                cwd=ROOT,
                env=environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self, **seed: Any) -> None:
        """Who it is; answers once it can be asked."""
        assert self.process is not None and self.process.stdin is not None and self.process.stdout is not None
        with self.process.stdin as told:
            told.write(json.dumps(seed))
        line = self.process.stdout.readline()
        assert line.startswith(READY), self.log()
        self.said = json.loads(line.removeprefix(READY))

    def log(self) -> str:
        return (self.place / "log").read_text()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(SECONDS)
            if self.process.stdout is not None:
                self.process.stdout.close()


class Peramban:
    """A browser without scripts: keeps cookies, follows redirects and pages that lead on, obeys `form-action 'self'`."""

    def __init__(self) -> None:
        self.client = httpx.Client(follow_redirects=False, trust_env=False, timeout=30)
        self.url, self.soup = "", BeautifulSoup("", "lxml")
        self.seen: list[str] = []

    def __enter__(self) -> "Peramban":
        return self

    def __exit__(self, *what: Any) -> None:
        self.client.close()

    def get(self, url: str) -> "Peramban":
        return self._go("GET", url, site="none")

    def click(self, words: str) -> "Peramban":
        link = next(a for a in self.soup.find_all("a", href=True) if words in a.get_text())
        return self._go("GET", urljoin(self.url, str(link["href"])), site=self._site(str(link["href"])))

    def press(self, button: str, **fields: Any) -> "Peramban":
        form = next(
            one
            for one in self.soup.find_all("form")
            if any(button == b.get_text(" ", strip=True) for b in one.find_all("button"))
        )
        data = filled(
            form, self.soup, button, {name.replace("_", " "): value for name, value in fields.items()}
        )
        url = urljoin(self.url, str(form.get("action") or self.url))
        assert _origin(url) == _origin(self.url)
        return self._go("POST", url, site="same-origin", data=data, is_form=True)

    @property
    def text(self) -> str:
        return self.soup.get_text(" ", strip=True)

    @property
    def h1(self) -> str:
        found = self.soup.find("h1")
        return found.get_text(" ", strip=True) if found else ""

    def _site(self, href: str) -> str:
        return "same-origin" if _origin(urljoin(self.url, href)) == _origin(self.url) else "cross-site"

    def _go(self, method: str, url: str, site: str, is_form: bool = False, **content: Any) -> "Peramban":
        begun = _origin(self.url)
        for _hop in range(MAX_HOPS):
            self.seen.append(url)
            answer = self.client.request(method, url, headers={"Sec-Fetch-Site": site}, **content)
            next_url = answer.headers.get("Location") if answer.is_redirect else None
            if next_url is None:
                self.url, self.soup = url, BeautifulSoup(answer.text, "lxml")
                assert answer.status_code < 500, f"{url}: {answer.status_code}"
                refresh = self.soup.find("meta", attrs={"http-equiv": "refresh"})
                if refresh is None:
                    return self
                next_url, is_form = str(refresh["content"]).split("url=", 1)[1], False
                site, begun = self._site(next_url), _origin(self.url)
            next_url = urljoin(url, next_url)
            if site != "none" and _origin(next_url) not in (begun, ""):
                site = "cross-site"
            assert not is_form or _origin(next_url) == begun, (
                f"form-action 'self' blocks the way to {next_url}"
            )
            method, url, content = "GET", next_url, {}
        raise AssertionError(f"too many hops: {self.seen[-MAX_HOPS:]}")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


# --- inside the program of its own ------------------------------------------------------------------------------
def _serve(url: str) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    from app import create_app
    from app.extensions import db

    class Quiet(WSGIRequestHandler):
        def log(self, kind: str, message: str, *args: Any) -> None:
            """Addresses of requests hold codes: the log of the program itself is what the test reads."""

    app = create_app({"IS_CONTOH": False, "SESSION_COOKIE_SECURE": False})
    app.logger.setLevel("INFO")
    with app.app_context():
        said = _prepare(json.load(sys.stdin))
        db.session.commit()
    server = make_server("127.0.0.1", int(urlsplit(url).port or 0), app, threaded=True, request_handler=Quiet)
    print(READY + json.dumps(said), flush=True)
    server.serve_forever()


def _prepare(seed: dict[str, Any]) -> dict[str, Any]:
    """People, then what this end is: `aplikasi` (it is the provider), `penyedia` (it signs in through one)."""
    from app.akun import roles
    from app.extensions import db
    from app.kit import settings
    from app.kit.crypto import encrypt
    from app.sso.models_klien import PenyediaSso
    from app.sso.operations_penyedia_klien import IsianKlien, add_client
    from app.sso.settings_penyedia import IS_ON
    from tests import factories

    superadmin = factories.make_pengguna("Joko Contoh", roles.SUPERADMIN, email="joko@example.org")
    for nama, email in seed.get("orang", []):
        factories.make_pengguna(nama, roles.PEMOHON, email=email)
    said = {}
    if "aplikasi" in seed:
        settings.put(IS_ON, True)
        for nama, isian in seed["aplikasi"].items():
            klien, secret = add_client(actor=superadmin, isian=IsianKlien(nama=nama, **isian))
            said[nama] = [klien.client_id, secret]
    if "penyedia" in seed:
        values = dict(seed["penyedia"])
        values["rahasia_sandi"] = encrypt(values.pop("rahasia"))
        db.session.add(PenyediaSso(is_aktif=True, **values))
    return said


if __name__ == "__main__":
    _serve(sys.argv[1])
