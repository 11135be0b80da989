"""`/pdp/pelanggaran`: the register of breaches, its people, its letters. Only for the data officer."""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from app.akun import roles
from app.akun.sambungan import KartuPengaturan, register_kartu
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.kit.clock import now
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt
from app.pdp import operations_pelanggaran as operations
from app.pdp import queries, rules, surat_pelanggaran
from app.pdp.forms import AuthorityForm, BreachForm, PeopleForm
from app.pdp.gerbang import BIGGEST_ID, is_in_charge, officer_only
from app.pdp.models import Pelanggaran


class PelanggaranView(BaseView):
    """Failures to protect personal data, with the clock of article 46."""

    route_base = "/pdp/pelanggaran"
    default_view = "index"
    title = _l("Catatan Pelanggaran")

    @expose("")
    @has_access
    def index(self) -> str:
        officer_only()
        return render_template("pdp/pelanggaran.html", rows=queries.breaches(), sisa=_left)

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        officer_only()
        form = BreachForm()
        if request.method == "POST" and form.validate():
            made = attempt(
                form, lambda: operations.note(actor=me(), known_at=form.known_at.data, isian=_values(form))
            )
            if made is not None:
                flash(
                    _("Pelanggaran dicatat. Tambahkan orang yang terdampak, lalu beri tahu mereka."),
                    "success",
                )
                return redirect(url_for("PelanggaranView.lihat", nomor=made.id), 303)
        return render_template("pdp/pelanggaran_isi.html", form=form, row=None), _status()

    @expose("/<int:nomor>")
    @has_access
    def lihat(self, nomor: int) -> Any:
        return _page(_load(nomor))

    @expose("/<int:nomor>/ubah", methods=["GET", "POST"])
    @has_access
    def ubah(self, nomor: int) -> Any:
        row = _load(nomor)
        form = BreachForm(obj=row)
        del form.known_at
        if request.method == "POST" and form.validate():
            act = lambda: operations.change(row, actor=me(), isian=_values(form), seen=form.seen)  # noqa: E731
            if attempt(form, act) is not None:
                flash(_("Catatan tersimpan."), "success")
                return redirect(url_for("PelanggaranView.lihat", nomor=nomor), 303)
        status = 409 if isinstance(g.get("refusal"), Stale) else _status()
        return render_template("pdp/pelanggaran_isi.html", form=form, row=_load(nomor)), status

    @expose("/<int:nomor>/terdampak", methods=["POST"])
    @has_access
    def terdampak(self, nomor: int) -> Any:
        """People are added: a group of accounts, a list of addresses, or both."""
        row, form = _load(nomor), _people_form()
        if not form.validate():
            return _page(row, people=form), UNPROCESSABLE
        choice, _colon, number = (form.kelompok.data or "").partition(":")
        added = attempt(
            form,
            lambda: (
                operations.add_people(
                    row, actor=me(), emails=form.addresses, choice=choice, number=int(number or 0)
                ),
            ),
        )
        if added is None:
            return _page(_load(nomor), people=form), UNPROCESSABLE
        flash(_("%(n)s orang ditambahkan.", n=added[0]), "success")
        return redirect(url_for("PelanggaranView.lihat", nomor=nomor), 303)

    @expose("/<int:nomor>/beritahukan", methods=["POST"])
    @has_access
    def beritahukan(self, nomor: int) -> Any:
        row = _load(nomor)
        told = attempt(None, lambda: (operations.notify_people(row, actor=me()),))
        return _done(nomor, told, _("%(n)s orang diberi tahu.", n=told[0] if told else 0))

    @expose("/<int:nomor>/lembaga", methods=["POST"])
    @has_access
    def lembaga(self, nomor: int) -> Any:
        """The letter has gone to the authority."""
        row, form = _load(nomor), AuthorityForm()
        if not form.validate():
            return _page(row, authority=form), UNPROCESSABLE
        noted = attempt(form, lambda: operations.note_authority(row, actor=me(), bukti=form.bukti.data))
        if noted is None:
            return _page(_load(nomor), authority=form), UNPROCESSABLE
        return _done(nomor, noted, _("Pemberitahuan kepada lembaga dicatat."))

    @expose("/<int:nomor>/tutup", methods=["POST"])
    @has_access
    def tutup(self, nomor: int) -> Any:
        row = _load(nomor)
        return _done(
            nomor, attempt(None, lambda: operations.close(row, actor=me())), _("Pelanggaran ditutup.")
        )

    @expose("/<int:nomor>/surat-<untuk>.pdf")
    @has_access
    def surat(self, nomor: int, untuk: str) -> Any:
        """The letter to the authority, or the pattern of the one to each person."""
        row = _load(nomor)
        makers = {"lembaga": surat_pelanggaran.to_authority, "orang": surat_pelanggaran.to_person}
        if untuk not in makers:
            return abort(404)
        response = Response(makers[untuk](row), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="pelanggaran-{row.id}-{untuk}.pdf"'
        return response


def _left(row: Any) -> int:
    return rules.hours_left(row.due_at, now())


def _status() -> int:
    return UNPROCESSABLE if request.method == "POST" else 200


def _load(nomor: int) -> Pelanggaran:
    officer_only()
    row = queries.find_breach(nomor) if nomor <= BIGGEST_ID else None
    if row is None:
        abort(404)
    return row


def _values(form: BreachForm) -> dict[str, Any]:
    return {name: form[name].data for name in operations.FIELDS}


def _people_form() -> PeopleForm:
    form = PeopleForm()
    known = queries.roles_by_name()
    form.kelompok.choices = [
        SelectChoice("", _("– tidak ada –")),
        SelectChoice(operations.ALL, _("Semua akun")),
        *(
            SelectChoice(f"{operations.BY_ROLE}:{known[name]}", _("Peran %(peran)s", peran=name))
            for name in roles.ALL
            if name in known
        ),
    ]
    return form


def _done(nomor: int, result: Any, words: Any) -> Any:
    if result is None:
        flash(g.refusal.message, "warning")
        return _page(_load(nomor)), 409 if isinstance(g.refusal, Stale) else UNPROCESSABLE
    flash(words, "success")
    return redirect(url_for("PelanggaranView.lihat", nomor=nomor), 303)


def _page(row: Pelanggaran, people: Any = None, authority: Any = None) -> str:
    total, untold = queries.counts_of(row)
    return render_template(
        "pdp/pelanggaran_satu.html",
        row=row,
        sisa=_left(row),
        orang=queries.people_of(row),
        jumlah=total,
        belum=untold,
        orang_form=people or _people_form(),
        lembaga_form=authority or AuthorityForm(formdata=None),
        galat=people or authority,
        mengapa_tidak=rules.why_not_close(row, untold) if row.is_terbuka else None,
    )


register_berat("PelanggaranView.beritahukan")
register_kartu(
    KartuPengaturan(
        "can_index",
        "PelanggaranView",
        "PelanggaranView.index",
        "exclamation-triangle-fill",
        _l("Catatan pelanggaran"),
        _l("Kegagalan pelindungan data, suratnya, dan tenggatnya."),
        22,
        is_in_charge,
    )
)
