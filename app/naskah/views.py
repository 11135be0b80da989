"""The tab Dokumen: what was uploaded, uploading, reading. A view finds, asks and draws; it decides nothing."""

from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit import storage
from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.pages import BY_SCRIPT, UNPROCESSABLE, attempt, keep
from app.naskah import models as _models  # noqa: F401  # the tables exist for Alembic as soon as the views are known
from app.naskah import operations, queries, tampilan
from app.naskah.forms import UnggahForm
from app.naskah.models import VersiNaskah
from app.permohonan import halaman, perkara
from app.permohonan.models import Permohonan
from app.permohonan.sambungan import Bab, register_bab

CONFLICT = 409

# What is drawn comes from a stranger's file: it runs nothing, asks nobody, and belongs to no origin. Chromium's own
# PDF viewer works below this (it does not inside <iframe sandbox>).
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"

register_bab(
    Bab(
        "dokumen",
        _l("Dokumen"),
        "DokumenView.index",
        10,
        lambda permohonan, user: permohonan.verified_at is not None,
        lambda permohonan, user: queries.counting_slots(permohonan),
    )
)


class DokumenView(BaseView):
    """Documents of one case. Open to all roles that see cases; the rules say who may upload."""

    title = _l("Dokumen")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/<kode>/dokumen")
    @has_access
    def index(self, kode: str) -> Any:
        """Every stage with its documents and their versions."""
        permohonan = halaman.load(kode)
        if permohonan.verified_at is None:
            return redirect(halaman.case_url(permohonan))
        return _page(tampilan.Halaman(permohonan, g.user))

    @expose("/<kode>/dokumen/<tahap>/<slot>", methods=["GET", "POST"])
    @has_access
    def unggah(self, kode: str, tahap: str, slot: str) -> Any:
        """A new version into one slot."""
        permohonan = halaman.load(kode)
        place = queries.find_slot(permohonan, tahap, slot)
        if place is None:
            abort(404)
        if request.method == "GET":
            return redirect(_tab_url(permohonan, slot))
        form = UnggahForm()

        def act() -> VersiNaskah:
            return operations.upload_version(
                permohonan,
                actor=g.user,
                slot=place,
                upload=form.upload,
                catatan=form.catatan.data or "",
                seen=form.seen,
            )

        versi = attempt(form, act) if form.validate() else None
        if versi is not None:
            return _uploaded(permohonan, versi)
        status = CONFLICT if isinstance(g.get("refusal"), Stale) else UNPROCESSABLE
        return _page(tampilan.Halaman(halaman.load(kode), g.user, form, slot)), status

    @expose("/<kode>/dokumen/<int:versi>/unduh")
    @has_access
    def unduh(self, kode: str, versi: int) -> Any:
        """The file of a version, to be kept."""
        permohonan = halaman.load(kode)
        return _send(permohonan, _version(permohonan, versi), inline=False)

    @expose("/<kode>/dokumen/<int:versi>/lihat")
    @has_access
    def lihat(self, kode: str, versi: int) -> Any:
        """The file as the browser itself draws it, in a sandbox; what it cannot draw is downloaded."""
        permohonan = halaman.load(kode)
        found = _version(permohonan, versi)
        if not tampilan.has_preview(found):
            return redirect(url_for("DokumenView.unduh", kode=permohonan.kode, versi=found.id))
        response = _send(permohonan, found, inline=True)
        response.headers["Content-Security-Policy"] = SANDBOX
        return response


def _version(permohonan: Permohonan, versi: int) -> VersiNaskah:
    return queries.find_version(permohonan, versi) or abort(404)


def _tab_url(permohonan: Permohonan, slot: str | None = None) -> str:
    return url_for("DokumenView.index", kode=permohonan.kode, _anchor=f"slot-{slot}" if slot else None)


def _page(page: tampilan.Halaman) -> str:
    sheets = page.lembar  # first: the frame then finds the plan already read
    return render_template(
        "naskah/dokumen.html",
        daftar_lembar=sheets,
        **perkara.frame(page.permohonan, page.user, "dokumen"),
        halaman=page,
        batas=storage.max_upload(),
        tampilan=tampilan,
    )


def _uploaded(permohonan: Permohonan, versi: VersiNaskah) -> Any:
    """Back to the tab, with what happened; a script is told where to go, so that it does not eat the message."""
    dokumen = queries.Dokumen(versi.slot, queries.versions_in(versi.tahap, versi.slot))
    same = dokumen.same_as(versi)
    told = _("%(dokumen)s: Versi %(n)s terunggah.", dokumen=versi.slot.nama, n=versi.nomor)
    if same is not None:
        told += " " + _("Isinya sama dengan Versi %(n)s.", n=same)
    flash(told, "success")
    target = _tab_url(permohonan, versi.slot.kode)
    if request.headers.get("X-Requested-With") == BY_SCRIPT:
        return jsonify(ke=target)
    return redirect(target, 303)


def _send(permohonan: Permohonan, versi: VersiNaskah, inline: bool) -> Any:
    """The content, and a note that this person has read it. 404 when the store lost it."""
    response = storage.send_stored(versi.berkas, versi.nama, inline=inline)
    if request.method == "GET" and operations.note_reading(permohonan, actor=g.user, versi=versi):
        keep()
    return response


PAGES: tuple[type, ...] = (DokumenView,)
