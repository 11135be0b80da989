"""Saving one part of the form: by hand, by itself, and when somebody else was faster. Knows no field by name.

Pages of a part are a `Part`; wizard.py says what each one holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.kit.clock import to_wita
from app.kit.errors import Stale
from app.kit.pages import attempt
from app.permohonan import halaman, kata, rules
from app.permohonan.alur import Bagian
from app.permohonan.forms import PartForm
from app.permohonan.models import Permohonan
from app.permohonan.queries import last_saved, part_version

Answer = Response | str | tuple[str, int]
AUTOSAVE = ("X-Simpan-Otomatis", "X-Simpan")


@dataclass(frozen=True)
class Part:
    """One part: `form(permohonan)` builds it, `save(permohonan, form, is_auto)` calls the operation,
    `stored(permohonan)` answers what is stored by field name (what `form` holds under the same names),
    `shown(permohonan)` the same as people read it, `context(permohonan, form)` what else the template needs.
    """

    bagian: Bagian
    template: str
    form: Callable[[Permohonan], PartForm]
    save: Callable[[Permohonan, PartForm, bool], Any]
    stored: Callable[[Permohonan], dict[str, Any]]
    shown: Callable[[Permohonan], dict[str, Any]]
    before: Callable[[Permohonan], str]
    after: Callable[[Permohonan], str]
    context: Callable[[Permohonan, PartForm], dict[str, Any]]


def is_autosave() -> bool:
    """Whether the page saved by itself while somebody types; the answer is for a script then."""
    return any(name in request.headers for name in AUTOSAVE)


def serve(part: Part, permohonan: Permohonan) -> Any:
    """Show a part or keep what was typed; nothing typed is lost, whatever is wrong."""
    form = part.form(permohonan)
    if request.method == "GET":
        sentence = rules.may_edit(g.user, permohonan)
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        form.versi.data = str(part_version(permohonan, part.bagian))
        return _page(part, permohonan, form)
    return _autosave(part, permohonan, form) if is_autosave() else _save(part, permohonan, form)


def _autosave(part: Part, permohonan: Permohonan, form: PartForm) -> Any:
    """Keep whatever can be kept; limits and gaps are judged when the application is sent."""
    kode = permohonan.kode
    if form.validate() and _kept(part, permohonan, form, is_auto=True):
        return jsonify(versi=part_version(permohonan, part.bagian))
    if isinstance(g.get("refusal"), Stale):
        if _is_same(part, fresh := halaman.load(kode), form):
            return jsonify(versi=part_version(fresh, part.bagian))
        return jsonify(pesan=str(g.refusal.message)), 409
    errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
    return jsonify(galat=errors), 422


def _save(part: Part, permohonan: Permohonan, form: PartForm) -> Any:
    kode, act = permohonan.kode, request.form.get("aksi", "lanjut")
    is_good = form.validate() and (act != "lanjut" or form.is_complete())
    if is_good and _kept(part, permohonan, form, is_auto=False):
        return _went_well(part, permohonan, act)
    permohonan = halaman.load(kode)  # a refusal was rolled back: read anew
    conflict: dict[str, Any] = {}
    if isinstance(g.get("refusal"), Stale):
        if _is_same(part, permohonan, form):
            return _went_well(part, permohonan, act)
        conflict = _conflict(part, permohonan, form)
    return _page(part, permohonan, form, conflict), 422


def _kept(part: Part, permohonan: Permohonan, form: PartForm, is_auto: bool) -> bool:
    def act() -> bool:
        part.save(permohonan, form, is_auto)
        return True

    return bool(attempt(form, act))


def _went_well(part: Part, permohonan: Permohonan, act: str) -> Response:
    if act == "lanjut":
        return redirect(part.after(permohonan), 303)
    if act == "kembali":
        return redirect(part.before(permohonan), 303)
    left = len(rules.kekurangan(permohonan, part.bagian))
    if left:
        flash(_("Tersimpan. %(n)s hal masih perlu dilengkapi sebelum permohonan dikirim.", n=left), "success")
    else:
        flash(_("Tersimpan."), "success")
    return redirect(halaman.part_url(permohonan, part.bagian), 303)


def _differences(part: Part, permohonan: Permohonan, form: PartForm) -> list[str]:
    """The fields in which what was typed differs from what is stored now."""
    return [
        name for name, value in part.stored(permohonan).items() if _plain(form[name].data) != _plain(value)
    ]


def _plain(value: Any) -> Any:
    """Several choices are the same in any order; nothing chosen is nothing typed."""
    return sorted(value) if isinstance(value, list) else value or ""


def _is_same(part: Part, permohonan: Permohonan, form: PartForm) -> bool:
    """Late, but with the same text (an older tab, the button pressed twice): nobody's work is at stake."""
    return rules.may_edit(g.user, permohonan) is None and not _differences(part, permohonan, form)


def _conflict(part: Part, permohonan: Permohonan, form: PartForm) -> dict[str, Any]:
    """Both texts side by side: the typed one stays in the form, and the next save wins knowingly."""
    form.versi.data = str(part_version(permohonan, part.bagian))
    row = last_saved(permohonan, part.bagian)
    if row is None:  # a version that never was; the next save is good
        return {}
    if row.saved_by_id == g.user.id and form.form_errors:
        form.form_errors[-1] = _(
            "Anda sendiri menyimpan bagian ini di jendela lain pukul %(jam)s WITA. Bandingkan, lalu simpan sekali lagi.",
            jam=to_wita(row.saved_at).strftime("%H.%M"),
        )
    shown = part.shown(permohonan)
    return {
        "penyimpan": row.saved_by.nama,
        "disimpan_at": row.saved_at,
        "isi": {name: shown[name] for name in _differences(part, permohonan, form)},
    }


def _page(part: Part, permohonan: Permohonan, form: PartForm, conflict: dict[str, Any] | None = None) -> str:
    return render_template(
        part.template,
        permohonan=permohonan,
        form=form,
        bentrok=conflict or {},
        permintaan=halaman.marks(permohonan),
        langkah=halaman.steps(permohonan, part.bagian),
        jejak=halaman.crumbs(permohonan, kata.BAGIAN[part.bagian]),
        disimpan=last_saved(permohonan, part.bagian),
        **part.context(permohonan, form),
    )
