"""Ends processes of a running program with SIGKILL at random moments, and starts again what nobody else starts.

What ends and when follows from the seed and from when the walkers send; only processes of this one copy are touched.
"""

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

import psutil

from app.kit.database import Embedded
from tests.browser.pejalan import is_open
from tests.browser.program import Program

START_SECONDS = 90
LONGEST_AFTER_SENDING = 0.25  # a form is answered within about this time


class Pembunuh(threading.Thread):
    """Kills until `limit` kills are done or it is told to stop.

    Half of the moments follow a form that somebody has just sent, the others follow nothing. `kinds` are taken by
    turns in random order, so that each of them comes.
    """

    def __init__(self, program: Program, seed: int, limit: int, pause: tuple[float, float]) -> None:
        super().__init__(daemon=True)
        self.program, self.limit, self.pause = program, limit, pause
        self.random = random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.failure: BaseException | None = None
        self.sent, self.stopping = threading.Event(), threading.Event()
        self.kinds: dict[str, Callable[[], None]] = {
            "satu proses web": self.one_web_process,
            "pekerja": self.worker,
            "induk": self.master,
            "semua proses web": self.all_web_processes,
            "sambungan basis data": self.one_backend,
            "semuanya": self.everything,
            "basis data": self.database,
        }

    # -- the thread ----------------------------------------------------------------------------------------
    def run(self) -> None:
        try:
            queue: list[str] = []
            while not self.stopping.is_set() and self.kills.total() < self.limit:
                queue = queue or self.random.sample(sorted(self.kinds), len(self.kinds))
                if self.stopping.wait(self.random.uniform(*self.pause)):
                    return
                self._wait_for_moment()
                kind = queue.pop()
                self.kinds[kind]()
                self.kills[kind] += 1
        except BaseException as error:
            self.failure = error

    def _wait_for_moment(self) -> None:
        if self.random.random() < 0.5:
            return
        self.sent.clear()
        self.sent.wait(3)
        time.sleep(self.random.uniform(0, LONGEST_AFTER_SENDING))

    def stop(self) -> None:
        self.stopping.set()
        self.join(START_SECONDS)
        if self.failure is not None:
            raise self.failure

    # -- who is who ----------------------------------------------------------------------------------------
    @property
    def main(self) -> psutil.Process:
        return psutil.Process(self.program.process.pid)

    def children(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            return self.main.children()
        return []

    def web_processes(self) -> list[psutil.Process]:
        """Those of the starter's own session; the worker leads one of its own."""
        return [one for one in self.children() if not _leads_session(one)]

    def postmaster(self) -> psutil.Process | None:
        pid_file = Embedded(self.program.var).data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
            found = psutil.Process(int(pid_file.read_text().split()[0]))
            return found if found.name() == "postgres" else None
        return None

    def guards(self) -> list[psutil.Process]:
        """What stops the database when nobody uses it any more."""
        home = str(Embedded(self.program.var).home)
        found = psutil.process_iter(["cmdline"])
        return [
            one
            for one in found
            if home in (one.info["cmdline"] or ()) and "database_guard.py" in " ".join(one.info["cmdline"])
        ]

    # -- what is killed ------------------------------------------------------------------------------------
    def one_web_process(self) -> None:
        found = self.web_processes()
        _kill([self.random.choice(found)] if found else [])

    def all_web_processes(self) -> None:
        _kill(self.web_processes())

    def worker(self) -> None:
        _kill(one for one in self.children() if _leads_session(one))

    def one_backend(self) -> None:
        """PostgreSQL then ends all connections and recovers by itself, as after a crash."""
        server = self.postmaster()
        found = server.children() if server is not None else []
        backends = [one for one in found if " sikerja " in _title(one) or "postgres postgres" in _title(one)]
        _kill([self.random.choice(backends or found)] if found else [])

    def master(self) -> None:
        """The rest of the program ends by itself."""
        _kill([self.main])
        self._start_again()

    def everything(self) -> None:
        """As when the machine goes: PostgreSQL and its guard too."""
        server = self.postmaster()
        family = [self.main, *self.main.children(recursive=True), *self.guards()]
        _kill([*family, *([server, *server.children()] if server is not None else [])])
        self._start_again()

    def database(self) -> None:
        """PostgreSQL alone; the operator sees /sehat and starts the program again."""
        server = self.postmaster()
        _kill([server, *server.children()] if server is not None else [])
        time.sleep(self.random.uniform(0, 1))
        _kill([self.main])
        self._start_again()

    def _start_again(self) -> None:
        """As a supervisor does: again, until it stays. The old web processes need a moment to notice and let the port go."""
        deadline = time.monotonic() + START_SECONDS
        self.program.process.wait()
        while time.monotonic() < deadline:
            while is_open(self.program.port) and time.monotonic() < deadline:
                time.sleep(0.05)
            self.program.start()
            while self.program.process.poll() is None and time.monotonic() < deadline:
                if self.program.is_well():
                    return
                time.sleep(0.1)
        raise AssertionError(f"not started again in {START_SECONDS} seconds\n{self.program.said()}")


def _kill(processes: Iterable[psutil.Process]) -> None:
    for one in list(processes):
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)


def _leads_session(process: psutil.Process) -> bool:
    try:
        return os.getsid(process.pid) == process.pid
    except ProcessLookupError:
        return False


def _title(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""
