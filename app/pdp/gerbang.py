"""Who of those that may open a page of the data officer is one now. Admin stands in only where there is no officer."""

from typing import Any

from flask import abort

from app.akun import roles
from app.akun.rules import has_role
from app.akun.sessions import me
from app.pdp import queries, rules

BIGGEST_ID = 2**31 - 1


def officer_only() -> None:
    """403 for everybody who is not in charge: also for Superadmin, who runs the program and not the office."""
    if not rules.is_officer(me(), queries.officers()):
        abort(403)


def requests_only(rows: Any) -> None:
    """Admin reaches the requests only while there are some for which there is no officer."""
    if has_role(me(), roles.PEJABAT_PDP) or rows:
        return
    officer_only()
