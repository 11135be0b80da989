"""`/pdp/permintaan`: the data officer's list and the page of one request. Cases are not theirs to see."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.dilihat import note_view
from app.akun.queries_pendaftaran import shown_identity
from app.akun.sambungan import KartuPengaturan, register_kartu
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.kit.clock import now
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.pdp import operations, operations_hapus, queries, rules
from app.pdp.forms import AnswerForm
from app.pdp.gerbang import BIGGEST_ID, is_in_charge, officer_only, requests_only
from app.pdp.kata import NADA
from app.pdp.models import JenisPermintaan, PermintaanData
from app.pdp.retensi import SAMAR, TINGGAL_KATA
from app.pdp.sumber_perkara import said


class PermintaanDataView(BaseView):
    """Requests of data subjects, by their term."""

    route_base = "/pdp/permintaan"
    default_view = "index"
    title = _l("Permintaan Data Pribadi")

    @expose("")
    @has_access
    def index(self) -> str:
        open_rows = queries.requests_for(me(), is_open=True)
        ended = queries.requests_for(me(), is_open=False)
        requests_only([*open_rows, *ended])
        return render_template(
            "pdp/permintaan.html",
            terbuka=open_rows,
            selesai=ended,
            sisa=_left,
            nada=NADA,
        )

    @expose("/dilihat")
    @has_access
    def dilihat(self) -> str:
        """Who looked at whose data: whole NIK with the reason, and pages of accounts."""
        officer_only()
        return render_template(
            "pdp/dilihat.html", rows=[(row, said(row.jenis).label) for row in queries.looks()]
        )

    @expose("/<int:nomor>")
    @has_access
    def lihat(self, nomor: int) -> Any:
        return _page(_load(nomor))

    @expose("/<int:nomor>/mulai", methods=["POST"])
    @has_access
    def mulai(self, nomor: int) -> Any:
        row = _load(nomor)
        if attempt(None, lambda: operations.begin(row, actor=me())) is None:
            return _again(nomor, AnswerForm(formdata=None))
        flash(_("Permintaan ini sekarang Anda tangani."), "success")
        return redirect(url_for("PermintaanDataView.lihat", nomor=nomor), 303)

    @expose("/<int:nomor>/selesai", methods=["POST"])
    @has_access
    def selesai(self, nomor: int) -> Any:
        return _answer(nomor, operations.finish, _l("Permintaan selesai; pemohonnya diberi tahu."))

    @expose("/<int:nomor>/tolak", methods=["POST"])
    @has_access
    def tolak(self, nomor: int) -> Any:
        return _answer(nomor, operations.refuse, _l("Permintaan ditolak; pemohonnya diberi tahu alasannya."))

    @expose("/<int:nomor>/hapus", methods=["POST"])
    @has_access
    def hapus(self, nomor: int) -> Any:
        """The account is erased. It cannot be undone, so it asks again who one is."""
        return _answer(nomor, operations.approve_erasure, _l("Data orang ini dihapus dan akunnya ditutup."))


def _left(row: Any) -> int:
    return rules.hours_left(row.due_at, now())


def _load(nomor: int) -> PermintaanData:
    row = queries.find_request(nomor, me()) if nomor <= BIGGEST_ID else None
    if row is None:
        abort(404)
    return row


def _answer(nomor: int, act: Callable[..., Any], said_then: Any) -> Any:
    row, form = _load(nomor), AnswerForm()
    if not form.validate():
        return _page(row, form), UNPROCESSABLE
    if attempt(form, lambda: act(row, actor=me(), jawaban=form.jawaban.data)) is None:
        return _again(nomor, form)
    flash(said_then, "success")
    return redirect(url_for("PermintaanDataView.lihat", nomor=nomor), 303)


def _again(nomor: int, form: AnswerForm) -> Any:
    """The page as it stands now, with what was refused."""
    if not form.errors and not form.form_errors:
        form.form_errors.append(str(g.refusal.message))
    return _page(_load(nomor), form), 409 if isinstance(g.refusal, Stale) else UNPROCESSABLE


def _page(row: PermintaanData, form: AnswerForm | None = None) -> str:
    """The request, and what the officer needs to answer it. That the officer looked is recorded."""
    person = row.pengguna
    is_erased = operations_hapus.is_erased(person)
    if not is_erased and note_view(person, actor=me()):
        keep()
    is_erasure = row.jenis is JenisPermintaan.HAPUS and row.is_terbuka
    return render_template(
        "pdp/permintaan_satu.html",
        row=row,
        orang=person,
        is_terhapus=is_erased,
        identitas=None if is_erased else shown_identity(person, person.biodata),
        sisa=_left(row),
        nada=NADA,
        form=form or AnswerForm(formdata=None),
        galat=form,
        pratinjau=operations_hapus.preview(person) if is_erasure else [],
        halangan=operations_hapus.obstacles_of(person) if is_erasure else [],
        pelanggaran=queries.breaches_untold(person) if is_erasure else [],
        samar=SAMAR.values(),
        tinggal=TINGGAL_KATA,
        JenisPermintaan=JenisPermintaan,
    )


register_berat("PermintaanDataView.hapus")
register_kartu(
    KartuPengaturan(
        "can_index",
        "PermintaanDataView",
        "PermintaanDataView.index",
        "shield-check",
        _l("Permintaan data pribadi"),
        _l("Permintaan subjek data dengan tenggat 3×24 jam."),
        20,
        is_in_charge,
    )
)
