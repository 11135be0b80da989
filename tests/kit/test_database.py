"""The embedded PostgreSQL can be started, shared, killed and started again, and says plainly when it cannot."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app.kit import database, database_program
from app.kit.database import DatabaseRefused, Embedded

ROOT = Path(__file__).resolve().parents[2]
USER = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from app.kit.database import Embedded
server = Embedded(sys.argv[1]); server.start(); print("ready", flush=True)
sys.stdin.readline(); server.stop()
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has this trouble")


def may_run_python(user: str) -> bool:
    try:
        return not subprocess.run(
            [sys.executable, "-c", ""], user=user, extra_groups=[], cwd="/", check=False
        ).returncode
    except PermissionError:
        return False


needs_a_second_user = pytest.mark.skipif(
    os.geteuid() != 0 or not may_run_python("daemon"), reason="this Python can be run by one OS user only"
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A short path that everybody may pass, as most homes of the program are."""
    folder = Path(tempfile.mkdtemp(prefix="sk-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def ask(server: Embedded, query: str) -> object:
    with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
        return row and row[0]


def processes(server: Embedded) -> list[psutil.Process]:
    found = psutil.process_iter(["name", "cwd"])
    return [process for process in found if process.info["cwd"] == str(server.data)]


def wait_until_gone(server: Embedded) -> None:
    deadline = time.monotonic() + 20
    while processes(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not processes(server)


@contextlib.contextmanager
def other_process(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", USER, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_start_finds_the_data_of_the_first(place: Path) -> None:
    with (
        Embedded(place) as server,
        psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE ingatan (isi text)")
        connection.execute("INSERT INTO ingatan VALUES ('tetap')")
    assert not processes(server)
    started = time.monotonic()
    with Embedded(place) as server:
        assert ask(server, "SELECT isi FROM ingatan") == "tetap"
    assert time.monotonic() - started < 5


def test_it_speaks_indonesian_and_opens_no_port(place: Path) -> None:
    with Embedded(place, throwaway=True) as server:
        assert ask(server, "SELECT to_tsvector('perjanjian kerja sama') @@ to_tsquery('perjanjian')")
        assert ask(server, "SHOW listen_addresses") == ""
        assert ask(server, "SELECT lower('ÉÄ')") == "éä"
        assert ask(server, "SHOW log_parameter_max_length") == "0"
        assert ask(server, "SHOW log_error_verbosity") == "terse"
        assert server.data.stat().st_mode & 0o077 == 0
        assert (server.data / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
    assert not server.data.exists(), "a throw-away server leaves nothing"


def test_two_copies_run_side_by_side(place: Path) -> None:
    with Embedded(place / "a", throwaway=True) as first, Embedded(place / "b", throwaway=True) as second:
        assert first.url != second.url
        assert ask(first, "SELECT pg_postmaster_start_time()") != ask(
            second, "SELECT pg_postmaster_start_time()"
        )


def test_the_last_one_to_leave_stops_it(place: Path) -> None:
    with other_process(place):
        server = Embedded(place).start()
        server.stop()
        assert server.is_ready(), "the other process still uses it"
    wait_until_gone(server)


def test_it_ends_when_the_process_that_started_it_is_killed(place: Path) -> None:
    with other_process(place) as process:
        server = Embedded(place)
        assert server.is_ready()
        process.send_signal(signal.SIGKILL)
        wait_until_gone(server)
    with Embedded(place) as server:
        assert ask(server, "SELECT 1") == 1


def test_it_starts_again_after_the_server_itself_was_killed(place: Path) -> None:
    server = Embedded(place).start()
    for process in processes(server):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert (server.data / "postmaster.pid").exists()
    again = Embedded(place).start()
    assert ask(again, "SELECT 1") == 1
    server.stop()
    again.stop()
    wait_until_gone(server)


def test_a_pid_file_that_names_another_program_is_forgotten(place: Path) -> None:
    with Embedded(place) as server:
        pass
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n{server.data}\n\n  1 1\nready\n")
    if server.who:
        os.chown(pid_file, server.who["user"], server.who["group"])
    with Embedded(place) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_first_start_that_was_interrupted_is_made_anew(place: Path) -> None:
    (place / "pg.new").mkdir()
    (place / "pg.new" / "PG_VERSION").write_text("18\n")
    with Embedded(place, throwaway=True) as server:
        assert ask(server, "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_with_a_way_out(place: Path) -> None:
    (place / "pg").mkdir(mode=0o755)
    (place / "pg" / "PG_VERSION").write_text("15\n")
    with pytest.raises(DatabaseRefused, match="PostgreSQL 15.*Pulihkan cadangan"):
        Embedded(place).start()
    assert (place / "pg" / "PG_VERSION").read_text() == "15\n"


def test_a_path_too_long_for_a_socket_is_refused(place: Path) -> None:
    folder = place / ("panjang" * 15)
    with pytest.raises(DatabaseRefused, match="terlalu panjang.*SIKERJA_VAR"):
        Embedded(folder).start()
    assert not folder.exists()


def test_a_comma_in_the_path_is_refused(place: Path) -> None:
    with pytest.raises(DatabaseRefused, match="koma"):
        Embedded(place / "a,b").start()


def test_a_folder_with_unusual_signs_in_its_name_works(place: Path) -> None:
    with Embedded(place / 'O\'Neil "x" & y', throwaway=True) as server:
        assert ask(server, "SELECT 1") == 1


@needs_root
def test_root_keeps_the_data_elsewhere_when_the_ordinary_user_cannot_reach_the_folder(place: Path) -> None:
    closed = place / "rumah"
    closed.mkdir(mode=0o700)
    server = Embedded(closed / "var")
    try:
        with server:
            assert server.is_away
            assert server.data.parent.parent == database.AWAY
            assert str(server.data) in (closed / "var" / "LOKASI-BASIS-DATA").read_text()
            assert ask(server, "SELECT 1") == 1
        closed.chmod(0o755)
        assert Embedded(closed / "var").data == server.data, "once there, it stays there"
        closed.chmod(0o700)
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(server.home, ignore_errors=True)


@needs_root
def test_root_brings_the_program_along_when_the_ordinary_user_cannot_reach_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = database_program.may_run
    refusing = lambda path, who: path.name != "postgres" and original(path, who)  # noqa: E731
    monkeypatch.setattr(database_program, "AWAY", place)
    monkeypatch.setattr(database_program, "may_run", refusing)
    with Embedded(place / "var", throwaway=True) as server:
        assert server.bin.is_relative_to(place)
        assert ask(server, "SELECT 1") == 1


@needs_a_second_user
def test_root_runs_an_ordinary_users_folder_as_that_user(place: Path) -> None:
    daemon = pwd.getpwnam("daemon")
    folder = place / "miliknya"
    folder.mkdir()
    os.chown(folder, daemon.pw_uid, daemon.pw_gid)
    as_daemon = {"user": daemon.pw_uid, "group": daemon.pw_gid, "extra_groups": []}
    command = [sys.executable, "-c", USER, str(folder)]
    for _ in range(2):  # before and after root was there
        subprocess.run(command, input="\n", text=True, check=True, cwd="/", capture_output=True, **as_daemon)
        with Embedded(folder) as server:
            assert {process.uids().real for process in processes(server)} == {daemon.pw_uid}


@needs_a_second_user
def test_a_folder_of_somebody_else_is_refused(place: Path) -> None:
    with Embedded(place / "var"):
        pass
    command = [sys.executable, "-c", USER, str(place / "var")]
    done = subprocess.run(
        command,
        input="\n",
        text=True,
        check=False,
        cwd="/",
        capture_output=True,
        user="daemon",
        extra_groups=[],
    )
    assert done.returncode != 0
    assert "milik pengguna sistem lain" in done.stderr
