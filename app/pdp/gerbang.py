"""Who of those that may open a page of the data officer is one now. Admin stands in only where there is no officer."""

from typing import Any

from flask import abort, g

from app.akun import roles
from app.akun.rules import has_role
from app.akun.sessions import me
from app.pdp import queries, rules

BIGGEST_ID = 2**31 - 1


def is_in_charge(user: Any) -> bool:
    """Whether this person is the data officer now; at most one statement a request."""
    if not has_role(user, roles.PEJABAT_PDP, roles.ADMIN):
        return False
    if "pejabat_pdp" not in g:
        g.pejabat_pdp = queries.officers()
    return rules.is_officer(user, g.pejabat_pdp)


def officer_only() -> None:
    """403 for everybody who is not in charge: also for Superadmin, who runs the program and not the office."""
    if not is_in_charge(me()):
        abort(403)


def requests_only(rows: Any) -> None:
    """Admin reaches the requests only while there are some for which there is no officer."""
    if has_role(me(), roles.PEJABAT_PDP) or rows:
        return
    officer_only()
