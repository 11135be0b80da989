"""What the pages of plans of stages have in common: finding the draft, acting, telling who was faster. No rule is here."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from app.kit.errors import Stale
from app.kit.pages import UNPROCESSABLE, attempt
from app.rujukan import queries_rencana, rencana_beda, rencana_rules
from app.rujukan.jejak_fab import role_names
from app.rujukan.models_rencana import KeadaanRencana, RencanaAlur
from app.rujukan.rencana_forms import SeenForm
from app.rujukan.rencana_riwayat import lines_of

CONFLICT = 409


def by() -> dict[str, Any]:
    """Who acts, as operations take it."""
    actor = current_user._get_current_object()
    return {"actor": actor, "peran": role_names(actor)}


def status() -> int:
    """How a page answers that comes back with its form: 409 when somebody was faster, 422 when something is wrong."""
    if request.method != "POST":
        return 200
    return CONFLICT if isinstance(g.get("refusal"), Stale) else UNPROCESSABLE


def find(pk: int) -> RencanaAlur:
    """A plan, or 404."""
    return queries_rencana.find_rencana(pk) or abort(404)


def find_draft(pk: int) -> RencanaAlur:
    """A plan that may be edited; the forms of a published one do not exist. Who sends one late is told why not."""
    rencana = find(pk)
    if rencana.keadaan is not KeadaanRencana.DRAF and request.method == "GET":
        abort(404)
    return rencana


def to_plan(pk: int, anchor: str = "") -> Any:
    return redirect(url_for("RencanaView.show", pk=pk, _anchor=anchor or None), 303)


def act(pk: int, form: SeenForm, verb: Callable[[], Any], said: Any, anchor: str = "") -> Any:
    """Run the act of a button and go back to the plan; a refusal is told there."""
    attempt(form, verb)
    if g.get("refusal") is not None:
        return plan_page(find(pk), form), status()
    flash(said, "success")
    return to_plan(pk, anchor)


def plan_page(rencana: RencanaAlur, form: SeenForm) -> str:
    """One version, or the draft with its buttons."""
    is_draft = rencana.keadaan is KeadaanRencana.DRAF
    said = rencana_beda.content(rencana)
    return render_template(
        "rujukan/rencana_versi.html",
        rencana=rencana,
        form=form,
        is_draf=is_draft,
        isi=said,
        sidik={tahap: rencana_beda.fingerprint(stage) for tahap, stage in said.items()},
        sidik_semua=rencana_beda.fingerprint(said),
        kurang=rencana_rules.complaints(rencana) if is_draft else [],
        berlaku=next(iter(queries_rencana.versions_of(rencana.kategori)), None),
        berjalan=queries_rencana.running_cases([rencana.id]).get(rencana.id, 0),
        riwayat=lines_of(rencana),
        beda=rencana_beda,
    )


def sure_page(question: str, label: str, items: Any, pk: int, form: SeenForm) -> str:
    """Asks before something is thrown away; carries along what was seen."""
    return render_template(
        "konfirmasi.html",
        title=question,
        items=items,
        target=request.path,
        back=url_for("RencanaView.show", pk=pk),
        fields={"seen": form.seen.data or ""},
        label=label,
    )
