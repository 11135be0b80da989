"""The pages of this package: opinions, Admin's answers and the letter here; who works on a case: views_penugasan.py.

A view finds, asks and draws; it decides nothing and commits nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt
from app.pembahasan import (
    catatan,
    forms,
    giliran,  # noqa: F401  # hears of uploads
    kartu,
    operations,
    queries,
    rules,
)
from app.pembahasan import models as _models  # noqa: F401  # the tables exist for Alembic as soon as the views are known
from app.pembahasan.models import MENYETUJUI, Sikap
from app.pembahasan.views_penugasan import PenugasanView
from app.pembahasan.views_pesan import PesanView
from app.permohonan import halaman
from app.permohonan import rules as perkara
from app.permohonan.alur import PEMBAHASAN
from app.permohonan.models import Permohonan
from app.permohonan.verifikasi import CONFLICT, show
from app.rujukan.models_rencana import PihakPendapat

kartu.register()


class PendapatView(BaseView):
    """What is sent from the card of a case in discussion. Open to all roles that see cases; the rules say who may."""

    title = _l("Pendapat")
    route_base = "/permohonan"
    default_view = "pendapat"

    @expose("/<kode>/pendapat", methods=["GET", "POST"])
    @has_access
    def pendapat(self, kode: str) -> Any:
        """An opinion on the version that was shown."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        form = forms.PendapatForm()

        def act() -> Any:
            return operations.give_opinion(
                permohonan,
                actor=g.user,
                sikap=Sikap(form.sikap.data),
                alasan=form.alasan.data or "",
                versi_id=forms.number_in(form.versi),
                terakhir_id=forms.number_in(form.terakhir),
            )

        return _take(permohonan, form, act, lambda: _told(permohonan))

    @expose("/<kode>/pendapat/tetap", methods=["POST"])
    @has_access
    def tetap(self, kode: str) -> Any:
        """The agreement that became stale, given to the newest version too; with the same note."""
        permohonan = halaman.load(kode)
        form = forms.TetapForm()
        tahap = perkara.open_stage(permohonan)
        own = queries.own_opinion(tahap, g.user) if tahap is not None else None
        if own is None or own.sikap not in MENYETUJUI:
            flash(
                _("Tidak ada persetujuan Anda yang dapat diteruskan. Beri pendapat pada formulir."), "warning"
            )
            return redirect(halaman.case_url(permohonan), 303)

        def act() -> Any:
            return operations.give_opinion(
                permohonan,
                actor=g.user,
                sikap=own.sikap,
                alasan=own.alasan,
                versi_id=forms.number_in(form.versi),
                terakhir_id=forms.number_in(form.terakhir),
            )

        return _take(permohonan, form, act, lambda: _told(permohonan))

    @expose("/<kode>/kembalikan", methods=["GET", "POST"])
    @has_access
    def kembalikan(self, kode: str) -> Any:
        """Admin sends the papers back to the applicant."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        form = forms.KembalikanForm(prefix="kembali")

        def act() -> Any:
            return operations.send_back(
                permohonan,
                actor=g.user,
                alasan=form.alasan.data or "",
                terakhir_id=forms.number_in(form.terakhir),
            )

        return _take(permohonan, form, act, lambda: _("Naskah dikembalikan. Pemohon menerima alasannya."))

    @expose("/<kode>/hentikan", methods=["GET", "POST"])
    @has_access
    def hentikan(self, kode: str) -> Any:
        """Admin ends the case; asked once more on a page of its own (with scripts a dialog asked already)."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        form = forms.HentikanForm(prefix="henti")
        if perkara.why_not(g.user, permohonan, "hentikan") is None and form.validate():
            if "kembali" in request.form:
                return show(permohonan, kartu_form=form)
            if not request.form.get("yakin"):
                return render_template("pembahasan/hentikan.html", permohonan=permohonan, form=form)

        def act() -> Any:
            operations.stop_case(permohonan, actor=g.user, alasan=form.alasan.data or "")
            return permohonan

        return _take(permohonan, form, act, lambda: _("Permohonan ditolak. Pemohon menerima alasannya."))

    @expose("/<kode>/catatan/<int:pendapat>/tanggapi", methods=["GET", "POST"])
    @has_access
    def tanggapi(self, kode: str, pendapat: int) -> Any:
        """PPKSD answers one note."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        note = queries.find_opinion(permohonan, pendapat) or abort(404)
        form = g.form_tanggapan = forms.TanggapanForm(prefix=catatan.prefix_of(note.id))

        def act() -> Any:
            return operations.answer_note(note, actor=g.user, tanggapan=form.tanggapan.data or "")

        return _take(permohonan, form, act, lambda: _("Tanggapan tersimpan."))

    @expose("/<kode>/surat", methods=["GET", "POST"])
    @has_access
    def surat(self, kode: str) -> Any:
        """The letter of offer on record."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        form = forms.SuratForm()
        is_admin = rules.pihak_of(g.user, permohonan) is PihakPendapat.ADMIN

        def act() -> Any:
            return operations.record_letter(
                permohonan,
                actor=g.user,
                nomor=form.nomor.data or "",
                tanggal=form.tanggal.data,
                diterima_on=form.diterima_on.data if is_admin else None,
            )

        return _take(permohonan, form, act, lambda: _("Surat penawaran dicatat."))


def _take(permohonan: Permohonan, form: Any, act: Callable[[], Any], done: Callable[[], str]) -> Any:
    """Act, or show the page again with what is wrong; nothing typed is lost."""
    kode = permohonan.kode
    if form.validate() and attempt(form, act) is not None:
        flash(done(), "success")
        return redirect(halaman.case_url(permohonan), 303)
    code = CONFLICT if isinstance(g.get("refusal"), Stale) else UNPROCESSABLE
    permohonan = halaman.load(kode)
    if (
        permohonan.status not in PEMBAHASAN
    ):  # the card of the stages is gone: say why, above the case as it is now
        for sentence in form.form_errors or [perkara.NOT_NOW]:
            flash(sentence, "warning")
        if text := kartu.typed_in(form):
            flash(_("Yang Anda tulis tidak tersimpan: %(teks)s", teks=text), "info")
    return show(permohonan, kartu_form=form), code


def _told(permohonan: Permohonan) -> str:
    """What the person is told after an opinion: kept, or kept and the stage closed by it."""
    tahap = perkara.open_stage(permohonan)
    if tahap is None:
        return _("Pendapat Anda tersimpan. Semua naskah sudah disepakati.")
    if not queries.opinions(tahap):
        return _(
            "Pendapat Anda tersimpan. Syarat terpenuhi: tahap %(tahap)s dimulai.", tahap=tahap.rencana_tahap
        )
    return _("Pendapat Anda tersimpan.")


PAGES: tuple[type, ...] = (PendapatView, PenugasanView, PesanView)
