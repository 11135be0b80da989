"""What Admin decides about accounts of ASN: proposed roles, and accounts that may or may not be somebody's."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import db
from app.kit.fab import BaseView, expose, has_access
from app.kit.forms import Form, whole_number
from app.kit.pages import UNPROCESSABLE, attempt
from app.pegawai import operations_ikut, operations_usulan, queries
from app.pegawai.kata import ARAH, KEADAAN_USULAN
from app.pegawai.models import Pegawai, UsulanPeran

MOST = 100


class UsulanPeranView(BaseView):
    """`/pegawai/usulan`: several at once."""

    route_base = "/pegawai/usulan"
    default_view = "index"
    title = _l("Usulan peran ASN")

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> Any:
        return _page(Form())

    @expose("/putus", methods=["POST"])
    @has_access
    def putus(self) -> Any:
        """`Setujui` or `Tolak` over the chosen ones: all of them, or none when one is refused."""
        form = Form()
        chosen = (whole_number(key, None) for key in request.form.getlist("usulan")[:MOST])
        keys = [key for key in chosen if key is not None]
        said_yes = _pressed("setujui", "tolak")
        rows = [db.session.get(UsulanPeran, key) or abort(404) for key in dict.fromkeys(keys)]
        if said_yes is None:
            form.form_errors.append(_("Tekan salah satu tombol."))
        elif not rows:
            form.form_errors.append(_("Pilih sedikitnya satu usulan."))
        elif form.validate() and attempt(form, lambda: _decide(rows, said_yes)) is not None:
            said = (
                ngettext("%(num)s usulan disetujui.", "%(num)s usulan disetujui.", len(rows))
                if said_yes
                else ngettext("%(num)s usulan ditolak.", "%(num)s usulan ditolak.", len(rows))
            )
            flash(said, "success")
            return redirect(url_for("UsulanPeranView.index"))
        return _page(form, keys), UNPROCESSABLE


def _pressed(yes: str, no: str) -> bool | None:
    """Which of the two buttons was pressed; None when neither was: nothing is decided by accident."""
    return {yes: True, no: False}.get(request.form.get("putusan", ""))


def _decide(rows: list[UsulanPeran], is_yes: bool) -> int:
    for row in rows:
        operations_usulan.decide(row, actor=me(), is_yes=is_yes)
    return len(rows)


def _page(form: Form, chosen: list[int] | None = None) -> str:
    return render_template(
        "pegawai/usulan.html",
        form=form,
        rows=db.session.scalars(queries.waiting().limit(MOST)).all(),
        lama=queries.decided_lately(),
        chosen=chosen or [],
        arah=ARAH,
        keadaan=KEADAAN_USULAN,
        saya=me().id,
    )


class AkunPegawaiView(BaseView):
    """`/pegawai/akun`: whose account is this?"""

    route_base = "/pegawai/akun"
    default_view = "index"
    title = _l("Cocokkan akun ASN")

    @expose("", methods=["GET"])
    @has_access
    def index(self) -> Any:
        return render_template("pegawai/akun.html", form=Form(), rows=queries.clashes())

    @expose("/<int:pk>", methods=["POST"])
    @has_access
    def putus(self, pk: int) -> Any:
        pegawai = db.session.get(Pegawai, pk) or abort(404)
        form = Form()
        is_same, seen = _pressed("sama", "lain"), whole_number(request.form.get("akun"), 0)
        if is_same is None:
            form.form_errors.append(_("Tekan salah satu tombol."))

        def act() -> bool:
            operations_ikut.decide_clash(pegawai, actor=me(), is_same=bool(is_same), seen=seen)
            return True

        if is_same is not None and form.validate() and attempt(form, act) is not None:
            flash(
                _("Akun dihubungkan dengan %(nama)s.", nama=pegawai.nama)
                if is_same
                else _("%(nama)s sekarang dapat meminta tautan masuk.", nama=pegawai.nama),
                "success",
            )
            return redirect(url_for("AkunPegawaiView.index"))
        return render_template("pegawai/akun.html", form=form, rows=queries.clashes()), UNPROCESSABLE


# Acts that ask again who one is.
register_berat("UsulanPeranView.putus")
register_berat("AkunPegawaiView.putus")
