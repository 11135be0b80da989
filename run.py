"""Starts everything: embedded database, its preparation, the worker, and the web server in this very process.

Ctrl-C or SIGTERM stops all of it. A process killed outright takes its children along and leaves a folder that starts
again. A real installation runs the same file with DATABASE_URL, and the worker as a service (docs/operasi.md).
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import psutil
from flask import Flask
from gunicorn.app.base import BaseApplication

from app.kit.database import DatabaseRefused, Embedded
from app.kit.log import WebLog
from config import DEMO_PASSWORD, Config, ConfigError

ROOT = Path(__file__).resolve().parent
STOP_SECONDS = 25
RESTART_SECONDS = 3


def say(text: str) -> None:
    print(text, flush=True)


def refuse(sentence: object) -> NoReturn:
    print(f"Si KERJA SAMARINDA tidak dapat dimulai.\n{sentence}", file=sys.stderr, flush=True)
    raise SystemExit(1)


class Worker:
    """The process that runs the jobs, started again whenever it ends.

    The first one is a copy of this process, which has loaded everything already; later ones load it anew. Both are in
    a session of their own: Ctrl-C reaches us, and we stop them in order.
    """

    def __init__(self, app: Flask) -> None:
        self.is_wanted = True
        self.process = psutil.Process(self._fork(app))
        threading.Thread(target=self._watch, daemon=True).start()

    def _fork(self, app: Flask) -> int:
        starter = os.getpid()
        child = os.fork()
        if child:
            return child
        try:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            from app.worker import work

            work(app, parent=starter)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)  # none of the starter's own endings are ours

    def _spawn(self) -> psutil.Process:
        command = [sys.executable, "-m", "app.worker", str(os.getpid())]
        return psutil.Popen(command, cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL)

    def _is_alive(self) -> bool:
        """Asked of the system: gunicorn collects every child that ends, so nobody can wait for one."""
        try:
            return self.process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def _watch(self) -> None:
        while self.is_wanted:
            time.sleep(0.5)
            if self.is_wanted and not self._is_alive():
                say("Pekerja berhenti; dijalankan lagi.")
                time.sleep(RESTART_SECONDS)
                if self.is_wanted:
                    self.process = self._spawn()

    def stop(self) -> None:
        self.is_wanted = False
        with contextlib.suppress(psutil.NoSuchProcess):
            self.process.terminate()
            _, alive = psutil.wait_procs([self.process], timeout=STOP_SECONDS)
            for process in alive:
                process.kill()


class Server(BaseApplication):
    """gunicorn with an application that is loaded once and shared by its processes."""

    def __init__(self, app: Flask, announce: Any) -> None:
        self.app, self.announce = app, announce
        super().__init__()

    def load_config(self) -> None:
        config = self.app.config
        settings = {
            "bind": [f"{bracketed(config['HOST'])}:{config['PORT']}"],
            "workers": config["WEB_PROCESSES"],
            "threads": config["WEB_THREADS"],
            "worker_class": "gthread",
            "preload_app": True,
            # Believe no X-Forwarded-* by itself: how many proxies there are is PROXY_COUNT's to say.
            "forwarded_allow_ips": "",
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": WebLog,
            "accesslog": os.environ.get("SIKERJA_LOG_AKSES") or None,
            "proc_name": "sikerja",
            "when_ready": lambda arbiter: self.announce(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def refuse_busy_port(host: str, port: int) -> None:
    """Asked before anything is started: gunicorn would try for five seconds and speak of sockets."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"Port {port} di {host} tidak dapat dipakai ({error.strerror})."
            refuse(f"{reason} Pilih yang lain, misalnya: PORT={port + 1} make run")


@contextlib.contextmanager
def database(config: Config) -> Iterator[None]:
    """The embedded database, for as long as this process lives; nothing when DATABASE_URL names another."""
    if not config.IS_EMBEDDED:
        yield
        return
    embedded = Embedded(config.SIKERJA_VAR)
    if embedded.is_away:
        say(
            f"Pengguna sistem PostgreSQL tidak dapat masuk ke {embedded.var}; basis data berada di {embedded.data}"
        )
    starter = os.getpid()
    with contextlib.ExitStack() as stack:
        embedded.start()
        # Forked web processes leave through here too, and must not take the database with them.
        stack.callback(lambda: embedded.stop() if os.getpid() == starter else None)
        yield


@contextlib.contextmanager
def worker(app: Flask, is_wanted: bool) -> Iterator[None]:
    if not is_wanted:
        yield
        return
    process, starter = Worker(app), os.getpid()
    try:
        yield
    finally:
        if os.getpid() == starter:
            process.stop()


def example_accounts(app: Flask) -> list[str]:
    """The accounts of the example city, each with its roles; empty when it was left out."""
    from app.akun.models import Pengguna
    from app.contoh.cerita import AKUN
    from app.extensions import db

    with app.app_context():
        is_there = db.session.query(Pengguna.id).filter(Pengguna.is_contoh).first()
        db.engine.dispose()
    if not is_there:
        return []
    return [f"{orang.email:<28} {', '.join(orang.peran)}" for orang in AKUN]


def announcement(config: dict[str, Any], accounts: list[str], seconds: float) -> str:
    """What somebody who has just started the program wants to know."""
    host = (
        "localhost" if config["HOST"] in ("127.0.0.1", "0.0.0.0", "::", "::1") else bracketed(config["HOST"])
    )
    mails = f"dikirim lewat {config['MAIL_SERVER']}" if config["MAIL_SERVER"] else config["MAIL_FOLDER"]
    lines = [
        "",
        f"  {config['APP_NAME']} siap dalam {seconds:.1f} detik.",
        f"  Alamat   http://{host}:{config['PORT']}",
        f"  Surel    {mails}",
    ]
    if accounts:
        lines += [f"  Sandi    {config['SIKERJA_DEMO_PASSWORD']}   (untuk semua akun contoh)", "  Akun"]
        lines += [f"           {line}" for line in accounts]
    return "\n".join([*lines, *warnings(config, bool(accounts)), "  Berhenti dengan Ctrl-C.", ""])


def warnings(config: dict[str, Any], has_examples: bool) -> list[str]:
    """What works and is still not meant: said at every start until it is set right."""
    found = []
    if config["IS_PRODUCTION"] and config["PUBLIC_URL"].startswith("http://localhost"):
        found.append("PUBLIC_URL belum diatur: tautan dalam surel dan kode QR menunjuk ke localhost.")
    is_public = config["HOST"] not in ("127.0.0.1", "localhost", "::1")
    if has_examples and is_public and config["SIKERJA_DEMO_PASSWORD"] == DEMO_PASSWORD:
        found.append(
            "Akun contoh dengan sandi bawaan dapat dibuka dari jaringan: atur SIKERJA_DEMO_PASSWORD."
        )
    return [f"  PERHATIAN {sentence}" for sentence in found]


def ends_with_its_terminal() -> bool:
    """Asked at the beginning: `nohup` shows by a signal that is ignored, which gunicorn would hide."""
    return sys.stdin is not None and sys.stdin.isatty() and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Menjalankan Si KERJA SAMARINDA.")
    parser.add_argument(
        "--tanpa-pekerja", action="store_true", help="pekerja dijalankan sebagai layanan tersendiri"
    )
    parser.add_argument("--tanpa-contoh", action="store_true", help="jangan memuat data contoh")
    return parser.parse_args()


DONE = 3  # how the copy ends when there was something to do


def in_a_copy(task: Callable[[], bool]) -> bool:
    """Run a task in a copy of this process and answer what it answers; its end is ours when it fails.

    What preparing starts (threads of the PDF maker, connections) must not stand in the process from which the web
    processes are forked: they would wait for threads that they do not have.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            code = DONE if task() else 0
        except DatabaseRefused as error:
            with contextlib.suppress(SystemExit):
                refuse(error)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # none of the starter's own endings are ours
    try:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except BaseException:  # we are asked to end: the copy too
        os.kill(child, signal.SIGTERM)
        raise
    if code not in (0, DONE):
        raise SystemExit(1)
    return code == DONE


def prepared_app(with_examples: bool | None) -> Flask:
    """The application on a database that fits it, without open connections: each web process makes its own."""
    from app import create_app
    from app.extensions import db
    from app.setup import compile_translations, prepare

    compile_translations()
    app = create_app()
    if in_a_copy(lambda: prepare(app, with_examples)):
        say("Basis data disiapkan.")
    with app.app_context():
        db.engine.dispose()
    return app


def main() -> None:
    started, wishes, is_at_terminal = time.monotonic(), arguments(), ends_with_its_terminal()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until gunicorn has its own
    config = Config()
    refuse_busy_port(config.HOST, config.PORT)
    with database(config):
        app = prepared_app(False if wishes.tanpa_contoh else None)
        accounts = example_accounts(app)

        def announce() -> None:
            if (
                is_at_terminal
            ):  # gunicorn takes the closing of a terminal for a wish to read its settings again
                signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
            say(announcement(app.config, accounts, time.monotonic() - started))

        with worker(app, not wishes.tanpa_pekerja):
            Server(app, announce).run()


if __name__ == "__main__":
    try:
        main()
    except (ConfigError, DatabaseRefused) as error:
        refuse(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None
