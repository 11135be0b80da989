"""Who of the city works on a case, and the agreement that already stands above it: Admin's page. Decides nothing."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.kerjasama.operations import choose_parent
from app.kerjasama.queries import induk_of, parents_for
from app.kerjasama.rules import may_choose_parent
from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt
from app.pembahasan import forms, operations, queries
from app.permohonan import halaman
from app.permohonan import rules as perkara
from app.permohonan.models import Permohonan
from app.permohonan.perkara import frame
from app.permohonan.verifikasi import CONFLICT
from app.rujukan.models import OPD


class PenugasanView(BaseView):
    """Assignment of a case. Open to all roles that see cases; only Admin gets further."""

    title = _l("Penugasan")
    route_base = "/permohonan"
    default_view = "penugasan"

    @expose("/<kode>/penugasan", methods=["GET", "POST"])
    @has_access
    def penugasan(self, kode: str) -> Any:
        """Members of the team and perangkat daerah pengampu."""
        permohonan = _load(kode)
        sentence = perkara.why_not(g.user, permohonan, "tugaskan")
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        team = _team(permohonan)
        form = _penugasan_form(permohonan, team)
        if request.method == "GET":
            return _page(permohonan, form)
        if form.validate() and attempt(form, lambda: _assign(permohonan, form, team)) is not None:
            flash(_("Penugasan tersimpan."), "success")
            return redirect(url_for("PenugasanView.penugasan", kode=kode), 303)
        code = CONFLICT if isinstance(g.get("refusal"), Stale) else UNPROCESSABLE
        permohonan = halaman.load(kode)
        form.terlihat.data = _running(permohonan)
        return _page(permohonan, form), code

    @expose("/<kode>/induk", methods=["GET", "POST"])
    @has_access
    def induk(self, kode: str) -> Any:
        """The Kesepakatan Bersama under which this case makes its Perjanjian."""
        permohonan = _load(kode)
        here = url_for("PenugasanView.penugasan", kode=kode)
        sentence = perkara.why_not(g.user, permohonan, "pakai_induk")
        if request.method == "GET" or sentence is not None:
            if sentence is not None:
                flash(sentence, "warning")
            return redirect(here, 303)
        form = forms.IndukForm()
        chosen = next((row for row in parents_for(permohonan) if str(row.id) == form.induk.data), None)
        if form.induk.data and chosen is None:
            flash(_("Pilih Kesepakatan Bersama dari daftar."), "warning")
            return redirect(here, 303)

        def act() -> Permohonan:
            choose_parent(permohonan, actor=g.user, kerja_sama=chosen)
            return permohonan

        if attempt(form, act) is not None:
            flash(_("Pilihan tersimpan."), "success")
        else:
            flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "warning")
        return redirect(here, 303)


def _load(kode: str) -> Permohonan:
    """The case, for Admin only."""
    permohonan = halaman.load(kode)
    if not has_role(g.user, roles.ADMIN):
        abort(403)
    return permohonan


def _team(permohonan: Permohonan) -> dict[int, Pengguna]:
    """Members who may be put on this case: nobody of the applying institution."""
    found = queries.active_team()
    return {person.id: person for person in found if not perkara.is_interested(person, permohonan)}


def _running(permohonan: Permohonan) -> str:
    return ",".join(str(row.pengguna_id) for row in permohonan.penugasan if row.ended_at is None)


def _penugasan_form(permohonan: Permohonan, team: dict[int, Pengguna]) -> forms.PenugasanForm:
    """With the choices, and what is so now as long as nothing was sent."""
    form = forms.PenugasanForm()
    carried = {row.opd_id: row.opd for row in permohonan.pengampu}
    form.anggota.choices = [SelectChoice(key, _name_of(person)) for key, person in team.items()]
    form.pengampu.choices = [SelectChoice(key, str(opd)) for key, opd in carried.items()]
    if request.method == "GET":
        form.terlihat.data = _running(permohonan)
        form.anggota.data = [row.pengguna_id for row in permohonan.penugasan if row.ended_at is None]
        form.pengampu.data = list(carried)
    return form


def _name_of(person: Pengguna) -> str:
    return f"{person.nama}, {person.jabatan_tim}" if person.jabatan_tim else person.nama


def _assign(permohonan: Permohonan, form: forms.PenugasanForm, team: dict[int, Pengguna]) -> Permohonan:
    anggota = [team[key] for key in form.anggota.data or [] if key in team]
    carried = {row.opd_id: row.opd for row in permohonan.pengampu}
    opd = [carried[key] for key in form.pengampu.data or [] if key in carried]
    if isinstance(form.opd.data, OPD) and form.opd.data not in opd:
        opd.append(form.opd.data)
    operations.assign_people(permohonan, actor=g.user, anggota=anggota, opd=opd, seen=form.seen)
    return permohonan


def _page(permohonan: Permohonan, form: forms.PenugasanForm) -> str:
    induk, parents = induk_of(permohonan), []
    if perkara.why_not(g.user, permohonan, "pakai_induk") is None:
        parents = list(parents_for(permohonan))
    induk_form = forms.IndukForm(None, data={"induk": str(induk.id) if induk else ""})
    has_parent = induk is not None
    if parents and not may_choose_parent(permohonan, has_parent, is_none=False):
        parents = []
    induk_form.induk.choices = [SelectChoice(str(row.id), str(row)) for row in parents]
    if may_choose_parent(permohonan, has_parent, is_none=True):
        induk_form.induk.choices.insert(0, SelectChoice("", _("Buat Kesepakatan Bersama baru")))
    return render_template(
        "pembahasan/penugasan.html",
        **frame(permohonan, g.user, "penugasan"),
        form=form,
        induk=induk,
        induk_form=induk_form if parents else None,
    )
