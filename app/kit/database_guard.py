"""Stops the embedded PostgreSQL when nobody uses it any more. Run by its path; needs only the standard library.

Arguments: folder, folder of the programs, user id and group id (-1: as we are), and what is to be deleted at the end,
if anything.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from typing import Any


def main(home: str, programs: str, user: int, group: int, delete: str) -> None:
    """One guard for each folder; it sleeps in the kernel until it alone holds the users' lock."""
    post = open(f"{home}/.pg.penjaga", "a")
    try:
        fcntl.flock(post, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    users = open(f"{home}/.pg.dipakai", "a")
    fcntl.flock(users, fcntl.LOCK_EX)
    if os.path.exists(f"{home}/pg/postmaster.pid"):
        who: dict[str, Any] = {"user": user, "group": group, "extra_groups": []} if user >= 0 else {}
        command = [f"{programs}/pg_ctl", "-w", "-t", "60", "-m", "fast", "-D", "pg", "stop"]
        subprocess.run(command, cwd=home, check=False, **who)
    if delete:
        shutil.rmtree(delete, ignore_errors=True)
    # In this order: whoever waits for the users' lock posts a new guard, which must find the post free.
    post.close()
    users.close()


if __name__ == "__main__":
    if os.fork() == 0:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
