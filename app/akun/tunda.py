"""Between the password and the second factor: who it is stands in the session, nobody is signed in yet.

Lives ten minutes. A form that waits is too large for a cookie: the page of the code carries it, sealed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import g, render_template, session

from app.akun.forms_masuk import CodeForm
from app.akun.models import Pengguna
from app.akun.queries_masuk import factors_of
from app.extensions import db
from app.kit.clock import now

KEY = "tunda"
LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Tunda:
    """Somebody who has proved one thing: the account, how, and where she was going."""

    account: Pengguna
    cara: str
    target: str


def hold(account: Pengguna, cara: str, target: str) -> None:
    """Nothing of the visitor's session goes over; the language stays."""
    language = session.get("locale")
    session.clear()
    g.pop("csrf_token", None)
    if language:
        session["locale"] = language
    moment = int(now().timestamp())
    session[KEY] = {
        "id": account.id,
        "versi": account.sesi_versi,
        "cara": cara,
        "target": target,
        "at": moment,
    }


def held() -> Tunda | None:
    """Whoever waits; None when nobody does, when it took too long, or when the account was closed meanwhile."""
    kept = session.get(KEY)
    if not isinstance(kept, dict) or now() - datetime.fromtimestamp(kept["at"], UTC) > LIFE:
        return None
    account = db.session.get(Pengguna, kept["id"])
    if account is None or not account.active or account.sesi_versi != kept["versi"]:
        return None
    return Tunda(account, kept["cara"], kept["target"])


def code_page(form: CodeForm, tunda: Tunda) -> Any:
    """`Kode Verifikasi`, with what else the person could use."""
    return render_template("akun/kode.html", form=form, faktor=factors_of(tunda.account))
