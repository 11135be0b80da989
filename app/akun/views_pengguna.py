"""Accounts as Admin makes them, and the printed matrix of roles and pages. Lists and changes are in security.py."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import operations, rules
from app.akun.forms import NewAccountForm
from app.akun.matrix import MatrixRow, role_matrix
from app.akun.sessions import me
from app.kit.fab import BaseView, expose, has_access
from app.kit.fab_security import VERB_WORDS
from app.kit.pages import UNPROCESSABLE, attempt
from app.rujukan.models_rencana import JabatanTim
from app.rujukan.queries_rencana import active_jabatan


class PenggunaBaruView(BaseView):
    """`/pengguna/baru`: Admin makes an account; its owner gets a mail with a link to set the password."""

    route_base = "/pengguna"
    default_view = "baru"
    title = _l("Pengguna baru")

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        jabatan = {row.id: row for row in active_jabatan()}
        form = NewAccountForm().offer(rules.grantable_roles(me()), list(jabatan.values()))
        if request.method == "POST" and form.validate():
            pengguna = attempt(form, lambda: _create(form, jabatan.get(form.jabatan_tim.data)))
            if pengguna is not None:
                flash(
                    _("Akun %(nama)s dibuat. Tautan untuk membuat kata sandi dikirim ke %(email)s.",
                      nama=pengguna.nama, email=pengguna.email),
                    "success",
                )  # fmt: skip
                return redirect(url_for("UserDBModelView.show", pk=pengguna.id))
        words = [(choice.label, rules.ROLE_WORDS[choice.value]) for choice in form.peran.choices]
        html = render_template("akun/pengguna_baru.html", form=form, role_words=words)
        return html, UNPROCESSABLE if request.method == "POST" else 200


def _create(form: NewAccountForm, jabatan: JabatanTim | None) -> Any:
    return operations.create_account(
        actor=me(),
        nama=form.nama.data,
        email=form.email.data,
        nip=form.nip.data,
        peran=form.peran.data,
        opd=form.opd.data,
        jabatan_tim=jabatan,
    )


class PeranView(BaseView):
    """`/pengaturan/peran`: which role may open which page, printed from roles.py and the registered views."""

    route_base = "/pengaturan/peran"
    default_view = "index"
    title = _l("Peran dan halaman")

    @expose("")
    @has_access
    def index(self) -> Any:
        matrix = role_matrix()
        titles = {view.class_permission_name: _title(view) for view in self.appbuilder.baseviews}
        rows = [
            (titles[row.view], row, {role: _cell(row, role) for role in matrix.roles}) for row in matrix.rows
        ]
        return render_template("akun/peran.html", matrix=matrix, rows=rows, role_words=rules.ROLE_WORDS)


def _title(view: Any) -> Any:
    return getattr(view, "title", "") or getattr(view, "list_title", "") or type(view).__name__


def _cell(row: MatrixRow, role: str) -> Any:
    """True for everything, False for nothing, else the words for what the role may do."""
    mine = row.allowed[role]
    if len(mine) == len(row.permissions):
        return True
    return [VERB_WORDS.get(name, name.removeprefix("can_").replace("_", " ")) for name in mine]
