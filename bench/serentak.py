"""Measures at a running server: memory while a large file is read slowly, and fifty deciders at once.

`python -m bench.serentak <database> <port>` is that server: the one of run.py, on a database that is prepared already.
"""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
from sqlalchemy import create_engine, select, text
from werkzeug.datastructures import FileStorage

from app import create_app
from app.akun.models import Pengguna
from app.extensions import db
from app.kit.storage import MEGABYTE, store
from bench.ours import signed_in
from bench.perjalanan_rows import TEAM_EMAIL
from run import Server

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
FILE_MEGABYTES = 20
READERS = 4
PIECE = 256 * 1024
PAUSE = 0.02  # between two pieces: a line of about 12 MB a second for each reader


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = free_port()


class Accounts:
    """Cookies of people who have signed in, made with the server's own key: signing in is not what is measured."""

    def __init__(self, url: str) -> None:
        self.app = create_app({"SQLALCHEMY_DATABASE_URI": url, "IS_EMBEDDED": False})

    def cookie(self, person: Pengguna) -> str:
        client = signed_in(self.app, person)
        name = self.app.config["SESSION_COOKIE_NAME"]
        return f"{name}={client.get_cookie(name).value}"

    def cookies(self, condition: Any) -> list[str]:
        with self.app.app_context():
            return [
                self.cookie(person)
                for person in db.session.scalars(select(Pengguna).where(condition).order_by(Pengguna.id))
            ]


@contextlib.contextmanager
def server(url: str) -> Iterator[psutil.Process]:
    """The web processes as they are started for people, on a port of their own."""
    command = [sys.executable, "-m", "bench.serentak", url, str(PORT)]
    process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(process: Any) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            ask("GET", "/sehat")
            return
        time.sleep(0.2)
    raise SystemExit("Server tidak dapat dimulai.")


def ask(
    method: str, path: str, cookie: str = "", form: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """One request on a connection of its own: (status, headers, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        headers = {"Cookie": cookie}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{PORT}{path}",
            }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")
    finally:
        connection.close()


# --- the download --------------------------------------------------------------------------------------------------
def put_large_file(accounts: Accounts, kode: str) -> str:
    """A version whose content has 20 MB; answers the address of its download."""
    with accounts.app.app_context():
        content = Path(os.environ["SIKERJA_VAR"], "besar.pdf")
        content.write_bytes(b"%PDF-1.7\n" + os.urandom(FILE_MEGABYTES * MEGABYTE))
        with content.open("rb") as stream:
            berkas = store(FileStorage(stream).stream, "besar.pdf", "pdf", None)
        db.session.flush()
        versi = db.session.scalar(
            text(
                "INSERT INTO versi_naskah (permohonan_id, tahap_id, slot_id, nomor, berkas_id, nama, catatan, "
                "is_tandingan, pengunggah_id, peran, uploaded_at) SELECT v.permohonan_id, v.tahap_id, v.slot_id, "
                "v.nomor + 1, :berkas, 'besar.pdf', '', false, v.pengunggah_id, v.peran, now() FROM versi_naskah v "
                "JOIN permohonan p ON p.id = v.permohonan_id WHERE p.kode = :kode ORDER BY v.id DESC LIMIT 1 "
                "RETURNING id"
            ),
            {"berkas": berkas.id, "kode": kode},
        )
        db.session.commit()
    return f"/permohonan/{kode}/dokumen/{versi}/unduh"


def read_slowly(path: str, cookie: str) -> int:
    """How many bytes came."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    total = 0
    while piece := answer.read(PIECE):
        total += len(piece)
        time.sleep(PAUSE)
    connection.close()
    return total if answer.status == 200 else 0


def measure_download(process: psutil.Process, path: str, cookie: str) -> str:
    """How much more memory all processes of the server held while several people read the file slowly."""
    with ThreadPoolExecutor(
        READERS
    ) as pool:  # whatever is loaded on the first time is loaded, in each process
        list(pool.map(lambda _n: ask("GET", path, cookie), range(3 * READERS)))
    before = _memory(process)
    most, is_over = before, threading.Event()

    def watch() -> None:
        nonlocal most
        while not is_over.wait(0.02):
            most = max(most, _memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        sizes = list(pool.map(lambda _n: read_slowly(path, cookie), range(READERS)))
    seconds = time.perf_counter() - start
    is_over.set()
    watcher.join()
    if any(size < FILE_MEGABYTES * MEGABYTE for size in sizes):
        raise SystemExit(f"unduhan tidak utuh: {sizes}")
    grown = (most - before) / MEGABYTE
    return (
        f"{READERS} unduhan {FILE_MEGABYTES} MB serentak, dibaca pelan {seconds:.1f} detik: memori server naik "
        f"{grown:.1f} MB (dari {before / MEGABYTE:.0f} MB)"
    )


def _memory(process: psutil.Process) -> int:
    """The memory that the processes of the server have for themselves."""
    return sum(one.memory_full_info().uss for one in (process, *process.children(recursive=True)))


# --- fifty deciders ------------------------------------------------------------------------------------------------
_HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|versi|terakhir)"[^>]*value="([^"]*)"')


def measure_deciders(url: str, cookies: list[str], kode: str) -> str:
    """All give their opinion at the same instant, each from the page that they had opened before."""
    page = f"/permohonan/{kode}"
    with ThreadPoolExecutor(4) as pool:
        forms = list(pool.map(lambda cookie: _form_of(page, cookie), cookies))
    gate = threading.Barrier(len(cookies))
    taken: list[float] = []

    def decide(n: int) -> int:
        cookie, form = forms[n]
        gate.wait()
        start = time.perf_counter()
        status, _headers, _body = ask("POST", f"{page}/pendapat", cookie, form)
        taken.append(time.perf_counter() - start)
        return status

    with ThreadPoolExecutor(len(cookies)) as pool:
        start = time.perf_counter()
        statuses = Counter(pool.map(decide, range(len(cookies))))
        total = time.perf_counter() - start
    kept, closed = _after(url, kode)
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    return (
        f"{len(cookies)} orang memutuskan serentak: {total:.2f} detik seluruhnya, paling lama {max(taken):.2f} detik; "
        f"dijawab {answers}; {kept} pendapat tersimpan; {closed} penutupan"
    )


def _form_of(page: str, cookie: str) -> tuple[str, dict[str, str]]:
    status, headers, body = ask("GET", page, cookie)
    if status != 200:
        raise SystemExit(f"{page}: status {status}")
    card = body[body.index(f'action="{page}/pendapat"') :]
    fields = dict(reversed(_HIDDEN.findall(card)[:3]))
    new = headers.get("Set-Cookie", "").partition(";")[0]  # the session holds the token of the form
    return new or cookie, {**fields, "sikap": "setuju", "alasan": ""}


def _after(url: str, kode: str) -> tuple[int, int]:
    """(opinions of the members that stand, how often the stage was closed)."""
    with create_engine(url).connect() as connection:
        kept = connection.scalar(
            text(
                "SELECT count(*) FROM pendapat x JOIN permohonan p ON p.id = x.permohonan_id JOIN ab_user u "
                "ON u.id = x.pengguna_id WHERE p.kode = :kode AND u.email LIKE :team AND x.digantikan_at IS NULL"
            ),
            {"kode": kode, "team": TEAM_EMAIL},
        )
        closed = connection.scalar(
            text(
                "SELECT count(*) FROM peristiwa e JOIN permohonan p ON p.id = e.objek_id AND e.objek_tipe = 'permohonan' "
                "WHERE p.kode = :kode AND e.jenis = 'permohonan.tahap_ditutup' AND e.data->>'tahap' = 'penyusunan_kb'"
            ),
            {"kode": kode},
        )
    return kept or 0, closed or 0


def measure_server(url: str, long_case: str, decided_case: str) -> list[str]:
    """Both measures, each as a sentence."""
    accounts = Accounts(url)
    path = put_large_file(accounts, long_case)
    admin = accounts.cookies(Pengguna.email == "admin@example.org")[0]
    team = accounts.cookies(Pengguna.email.like(TEAM_EMAIL))
    with server(url) as process:
        return [measure_download(process, path, admin), measure_deciders(url, team, decided_case)]


def serve(url: str, port: int) -> None:
    """Be the server, until somebody ends this process."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "IS_EMBEDDED": False, "PORT": port})
    Server(app, lambda: None).run()


if __name__ == "__main__":
    address, number = sys.argv[1:]
    del sys.argv[1:]  # gunicorn would read them too
    serve(address, int(number))
