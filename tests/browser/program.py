"""The real program, started as a newcomer starts it: `python run.py` in an empty folder. Its mails are read here too."""

import contextlib
import email
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import TypeVar

RUN = Path(__file__).resolve().parents[2] / "run.py"
PASSWORD = "Perahu-Tambangan-2026"
START_SECONDS = 180
STOP_SECONDS = 60
MAIL_SECONDS = 20
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Mail:
    """One mail as it was written to the folder."""

    to: str
    subject: str
    text: str
    html: str

    def link(self, path: str) -> str:
        """The address in the text whose path begins so."""
        found = re.search(rf"https?://[^\s/]+{re.escape(path)}\S*", self.text)
        assert found, f"no link {path} in “{self.subject}”:\n{self.text}"
        return found[0]


class Program:
    """A copy of the program with the example city, on a port of its own, with a worker beside it."""

    def __init__(self, **settings: str) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="sk-"))
        self.place.chmod(0o711)  # as root, PostgreSQL runs under an ordinary user, who must pass
        self.var, self.port = self.place / "var", free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = self.place / "log"
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"SIKERJA_VAR": str(self.var), "PORT": str(self.port), "SIKERJA_DEMO_PASSWORD": PASSWORD}
        self.environ = keep | own | settings
        self.start()

    def start(self) -> None:
        """In the same folder again, after it ended."""
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, RUN],
                cwd=self.place,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until /sehat says that database, storage and worker are well."""
        deadline = time.monotonic() + START_SECONDS
        while not self.is_well():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"not well after {START_SECONDS} seconds\n{self.said()}"
            time.sleep(0.2)

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sehat", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    def said(self) -> str:
        return self.log.read_text()[-6000:]

    def stop(self) -> None:
        """Ends it as an operator would. Fails, with what the program said, when it had already ended by itself."""
        ended, said = self.process.poll(), self.said()
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.place, ignore_errors=True)
        assert ended is None, f"the program ended by itself ({ended}):\n{said}"

    # -- mails ---------------------------------------------------------------------------------------------

    def mails(self, to: str = "", subject: str = "") -> list[Mail]:
        """What was written so far, oldest first."""
        files = sorted((self.var / "surat").rglob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = [_read(file) for file in files]
        return [one for one in read if to in one.to and subject in one.subject]

    def mail(self, to: str, subject: str, seconds: float = MAIL_SECONDS) -> Mail:
        """The newest mail to this address with these words in its subject; waits for the worker."""
        found = self.until(lambda: self.mails(to, subject), seconds)
        assert found, f"no mail “{subject}” to {to}; there are:\n" + "\n".join(
            f"  {one.to}: {one.subject}" for one in self.mails(to)
        )
        return found[-1]

    def until(self, look: Callable[[], T], seconds: float = MAIL_SECONDS) -> T:
        """What `look` answers as soon as it answers something; its last answer when the time is over."""
        deadline = time.monotonic() + seconds
        while not (found := look()) and time.monotonic() < deadline:
            time.sleep(0.2)
        return found


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    parts = {
        part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()
    }
    return Mail(
        str(message["To"]), str(message["Subject"]), parts.get("text/plain", ""), parts.get("text/html", "")
    )
