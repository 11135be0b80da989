"""One command starts everything; however it ends, nothing is left running and the folder starts again."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import run
from app.kit.database import Embedded

RUN = Path(__file__).resolve().parents[1] / "run.py"
PATIENCE_SECONDS = 90


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sk-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Copy:
    """A running copy of the program, started from another folder and without a terminal."""

    def __init__(self, var: Path, **environ: str) -> None:
        self.var, self.port = var, free_port()
        self.output = open(f"{var}.log", "a+")
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {
            "SIKERJA_VAR": str(var),
            "PORT": str(self.port),
            "SIKERJA_CONTOH": "0",
            "SIKERJA_PROSES": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, RUN],
            cwd="/",
            env={**keep, **settings, **environ},
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        self.family: list[psutil.Process] = []

    def __enter__(self) -> "Copy":
        return self

    def __exit__(self, *exc: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(40)
        self.process.kill()
        self.process.wait()
        self.output.close()

    def said(self) -> str:
        self.output.flush()
        return Path(self.output.name).read_text()

    def health(self) -> tuple[int, dict[str, object]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
        except OSError:
            return 0, {}

    def wait(self, status: int = 200) -> float:
        """Seconds until /sehat says so."""
        started = time.monotonic()
        while self.health()[0] != status:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - started < PATIENCE_SECONDS, f"{self.health()}\n{self.said()}"
            time.sleep(0.1)
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return time.monotonic() - started

    def assert_nothing_is_left(self) -> None:
        _, alive = psutil.wait_procs(self.family, timeout=30)
        assert not alive, alive
        assert not Embedded(self.var).is_ready()


def test_two_copies_side_by_side_each_end_in_their_own_way_and_start_again(place: Path) -> None:
    with Copy(place / "satu") as first, Copy(place / "dua") as second:
        first.wait()
        second.wait()
        assert f"http://localhost:{first.port}" in first.said()
        assert str(place / "satu" / "surat") in first.said()

        first.process.terminate()
        assert first.process.wait(40) == 0, first.said()
        first.assert_nothing_is_left()
        assert second.health()[0] == 200, "the other copy does not notice"

        second.process.kill()
        second.process.wait()
        second.assert_nothing_is_left()

    for var in (place / "satu", place / "dua"):
        with Copy(var) as again:
            again.wait()
            spent = psutil.Process(again.process.pid).cpu_times()
            # Work, not time: a machine that runs tests is busy, and its work grows then, too.
            assert spent.user + spent.system < 8, "a second start is quick"
            again.process.send_signal(signal.SIGINT)
            assert again.process.wait(40) == 0, again.said()


def workers(copy: Copy) -> set[int]:
    """The worker is the child with a session of its own."""
    found = psutil.Process(copy.process.pid).children()
    return {
        one.pid for one in found if one.status() != psutil.STATUS_ZOMBIE and os.getsid(one.pid) == one.pid
    }


def test_a_worker_that_ends_is_started_again(place: Path) -> None:
    with Copy(place / "var") as copy:
        copy.wait()
        (worker,) = workers(copy)
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not workers(copy) - {worker}:
            assert time.monotonic() < deadline, copy.said()
            time.sleep(0.2)


def refused(var: Path, **environ: str) -> str:
    with Copy(var, **environ) as copy:
        assert copy.process.wait(30) == 1
        return copy.said()


def test_a_port_in_use_is_said_in_a_sentence(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refused(place / "var", PORT=str(taken.getsockname()[1]))
    assert "tidak dapat dipakai" in said
    assert "Traceback" not in said
    assert not (place / "var" / "pg").exists(), "asked before anything is started"


def test_production_without_a_secret_key_is_refused_in_a_sentence(place: Path) -> None:
    said = refused(place / "var", SIKERJA_ENV="production")
    assert "SECRET_KEY belum diatur" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_said_in_a_sentence(place: Path) -> None:
    said = refused(place / "var", DATABASE_URL=f"postgresql://x@/x?host={place}")
    assert "tidak dapat dihubungi" in said
    assert "Traceback" not in said


def test_a_path_too_long_is_said_in_a_sentence(place: Path) -> None:
    with Copy(place / "var", SIKERJA_VAR=str(place / ("panjang" * 15))) as copy:
        assert copy.process.wait(30) == 1
        assert "terlalu panjang" in copy.said()
        assert "Traceback" not in copy.said()


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"IS_PRODUCTION": True, "PUBLIC_URL": "http://localhost:8000"}, "PUBLIC_URL"),
        ({"HOST": "0.0.0.0"}, "SIKERJA_DEMO_PASSWORD"),
        ({}, None),
        ({"HOST": "0.0.0.0", "SIKERJA_DEMO_PASSWORD": "lain-sekali"}, None),
    ],
)
def test_the_start_warns_of_what_works_but_is_not_meant(changed, word):
    config = {
        "IS_PRODUCTION": False,
        "PUBLIC_URL": "http://localhost:8000",
        "HOST": "127.0.0.1",
        "SIKERJA_DEMO_PASSWORD": run.DEMO_PASSWORD,
        **changed,
    }
    found = run.warnings(config, has_examples=True)
    assert [word in line for line in found] == ([True] if word else [])
