"""The pages of cases: the lists, one case, its history. The form's pages: wizard.py; verification: verifikasi.py.

A view finds, asks and draws; it decides nothing and commits nothing.
"""

from dataclasses import replace
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from app.akun import roles
from app.akun.rules import has_role
from app.kit.access import has_access
from app.kit.fab import BaseView, expose
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt
from app.permohonan import daftar, halaman, tabel
from app.permohonan.alur import Status
from app.permohonan.periksa import PeriksaView, TandaTerimaView
from app.permohonan.perkara import frame
from app.permohonan.petugas import PetugasView
from app.permohonan.riwayat import history_page
from app.permohonan.saringan import Saringan, read, read_query
from app.permohonan.tampilan import delete_view, save_view
from app.permohonan.verifikasi import VerifikasiView, show
from app.permohonan.views_alih import AlihTugasView
from app.permohonan.wizard import IsianView, draft_page

MAX_DIGITS = 18


class TampilanForm(Form):
    """The name under which the list on the screen is kept."""

    nama = StringField(_l("Nama tampilan"))
    alamat = HiddenField()


class PermohonanView(BaseView):
    """Lists, the page of one case, its history."""

    title = _l("Permohonan")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/")
    @has_access
    def index(self) -> Any:
        """Staff see all that they may see, others their own."""
        if not has_role(g.user, *roles.STAFF):
            return _applicant_list()
        return _staff_list(read(request.args))

    @expose("/saya")
    @has_access
    def saya(self) -> Any:
        """Cases in which this person is one of the two contacts."""
        return _applicant_list()

    @expose("/tampilan", methods=["POST"])
    @has_access
    def simpan_tampilan(self) -> Any:
        """Keep the list on the screen under a name."""
        form = TampilanForm()
        query = form.alamat.data or ""
        if form.validate():
            view = attempt(form, lambda: save_view(actor=g.user, nama=form.nama.data or "", alamat=query))
            if view is not None:
                flash(_("Tampilan “%(nama)s” tersimpan.", nama=view.nama), "success")
                return redirect(tabel.list_path(view.alamat), 303)
        return _staff_list(read_query(query), form), UNPROCESSABLE

    @expose("/tampilan/<int:nomor>/hapus", methods=["POST"])
    @has_access
    def hapus_tampilan(self, nomor: int) -> Any:
        if not delete_view(nomor, actor=g.user):
            abort(404)
        flash(_("Tampilan dihapus."), "success")
        return redirect(tabel.list_path(read_query(request.form.get("alamat", "")).query()), 303)

    @expose("/<kode>")
    @has_access
    def perkara(self, kode: str) -> Any:
        """One case; while it is a draft its task list. An old code leads to the one in force."""
        permohonan = halaman.load(kode)
        if permohonan.kode != kode:
            return redirect(url_for("PermohonanView.perkara", kode=permohonan.kode))
        if permohonan.status is Status.DRAF:
            return draft_page(permohonan, g.user)
        return show(permohonan)

    @expose("/<kode>/riwayat")
    @has_access
    def riwayat(self, kode: str) -> Any:
        """Who did what, in which role, when; newest first."""
        permohonan = halaman.load(kode)
        if permohonan.status is Status.DRAF:
            return redirect(halaman.case_url(permohonan))
        text = request.args.get("sebelum", "")
        before = int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None
        return render_template(
            "permohonan/riwayat.html",
            riwayat=history_page(permohonan, before, g.user),
            is_lanjutan=before is not None,
            **frame(permohonan, g.user, "riwayat"),
        )


def _staff_list(saringan: Saringan, form: TampilanForm | None = None) -> str:
    counts, total = daftar.staff_counts(saringan, g.user)
    page = daftar.staff_page(saringan, g.user, total)
    choices = daftar.choices(g.user)
    offered = tabel.options(choices)
    form = form or TampilanForm(formdata=None)
    form.alamat.data = saringan.query()
    return render_template(
        "permohonan/daftar.html",
        saringan=saringan,
        rows=tabel.staff_rows(page, g.user, choices),
        tabs=tabel.tabs(saringan, counts),
        urutan=tabel.orders(saringan),
        pilihan=offered,
        labels=tabel.LABELS,
        chips=tabel.chips(saringan, offered),
        tampilan=choices.tampilan,
        form=form,
        jumlah=tabel.count_text(total),
        sebelum=_beside(saringan, sebelum=page.sebelum),
        sesudah=_beside(saringan, sesudah=page.sesudah),
        tabel=tabel,
        is_pemohon=has_role(g.user, roles.PEMOHON),
    )


def _beside(saringan: Saringan, **place: Any) -> str | None:
    """The address of the page before or after; None when there is none."""
    return tabel.list_path(saringan.query(**place)) if any(place.values()) else None


def _applicant_list() -> str:
    """Always by the last movement: drafts and sent ones stand in one order."""
    saringan = read({**request.args.to_dict(), "urut": "-sejak"})
    saringan = replace(Saringan(urut="-sejak"), sesudah=saringan.sesudah, sebelum=saringan.sebelum)
    page = daftar.applicant_page(saringan, g.user)
    path = url_for("PermohonanView.saya")
    return render_template(
        "permohonan/saya.html",
        rows=tabel.applicant_rows(page),
        sebelum=f"{path}?{saringan.query(sebelum=page.sebelum)}" if page.sebelum else None,
        sesudah=f"{path}?{saringan.query(sesudah=page.sesudah)}" if page.sesudah else None,
        is_staf=has_role(g.user, *roles.STAFF),
        boleh_mengajukan=current_app.appbuilder.sm.has_access("can_baru", "IsianView"),  # type: ignore[attr-defined]
    )


PAGES = (
    PermohonanView,
    IsianView,
    PetugasView,
    PeriksaView,
    TandaTerimaView,
    VerifikasiView,
    AlihTugasView,
)
