"""The pages on which an application is written: its beginning, the first form (Pemohon), the third (Persiapan).

The second form stands in petugas.py, the check and the sending in periksa.py, the task list in draf.py.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.queries import instansi_of, kekurangan_profil
from app.kit.access import has_access
from app.kit.fab import BaseView, expose
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text
from app.permohonan import bagian, halaman, operations
from app.permohonan.alur import PERSIAPAN_ISIAN, Bagian
from app.permohonan.bantuan import ALASAN_KATEGORI, BANTUAN
from app.permohonan.draf import draft_page
from app.permohonan.forms import PartForm, PemohonForm, PersiapanForm
from app.permohonan.models import Permohonan
from app.rujukan.models import Kategori, KelompokUrusan, Urusan
from app.rujukan.queries import active_kategori, active_urusan, proposed_kategori

__all__ = ["IsianView", "draft_page"]


class IsianView(BaseView):
    """Pemohon writes an application."""

    title = _l("Formulir permohonan")
    route_base = "/permohonan"
    default_view = "baru"

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        """What one needs, then a draft. Who has no complete profile is told why and where."""
        form = Form()
        if request.method == "POST" and form.validate():
            permohonan = attempt(form, lambda: operations.create_draft(actor=g.user))
            if permohonan is not None:
                return redirect(halaman.part_url(permohonan, Bagian.PEMOHON), 303)
        page = render_template(
            "permohonan/isian/baru.html",
            form=form,
            kurang=kekurangan_profil(g.user),
            instansi=instansi_of(g.user),
        )
        return page, UNPROCESSABLE if form.form_errors else 200

    @expose("/<kode>/pemohon", methods=["GET", "POST"])
    @has_access
    def pemohon(self, kode: str) -> Any:
        return bagian.serve(PEMOHON, halaman.load(kode))

    @expose("/<kode>/persiapan", methods=["GET", "POST"])
    @has_access
    def persiapan(self, kode: str) -> Any:
        return bagian.serve(PERSIAPAN, halaman.load(kode))

    @expose("/<kode>/perbaikan/<int:nomor>", methods=["POST"])
    @has_access
    def perbaikan(self, kode: str, nomor: int) -> Any:
        """`Sudah diperbaiki`: the applicant answers a correction whose field keeps its text."""
        permohonan = halaman.load(kode)
        url = halaman.case_url(permohonan)
        wanted = next(
            (one.permintaan for one in halaman.to_do(permohonan) if one.permintaan.id == nomor), None
        )
        if wanted is None:
            return halaman.turned_away(permohonan, _("Permintaan perbaikan ini sudah tidak terbuka."))

        def act() -> bool:
            operations.mark_answered(wanted, actor=g.user)
            return True

        if attempt(None, act):
            flash(_("Ditandai sudah diperbaiki."), "success")
        else:
            flash(g.refusal.message, "warning")
        return redirect(url, 303)


# --- the first form ------------------------------------------------------------------------------------------------
def _urusan_choices(permohonan: Permohonan) -> list[Urusan]:
    """What may be chosen now and what was chosen when it still could be."""
    rows = {row.id: row for row in [*active_urusan(), *permohonan.urusan]}
    return sorted(rows.values(), key=lambda row: row.kode)


def _kategori_choices(permohonan: Permohonan) -> list[Kategori]:
    rows = list(active_kategori())
    if permohonan.kategori is not None and permohonan.kategori not in rows:
        rows.append(permohonan.kategori)
    return rows


def _pemohon_form(permohonan: Permohonan) -> PemohonForm:
    """The form as stored; the proposed category is chosen until somebody chooses."""
    stored = _pemohon_stored(permohonan)
    form = PemohonForm(
        data=stored | {"kategori": permohonan.kategori_id or permohonan.kategori_usulan_id},
        usulan_id=permohonan.kategori_usulan_id,
    )
    form.baris_urusan = _urusan_choices(permohonan)
    form.baris_kategori = _kategori_choices(permohonan)
    form.urusan.choices = [(row.id, row.nama) for row in form.baris_urusan]
    form.kategori.choices = [(row.id, row.nama) for row in form.baris_kategori]
    return form


def _pemohon_stored(permohonan: Permohonan) -> dict[str, Any]:
    return {
        "judul": permohonan.judul,
        "urusan": [row.id for row in permohonan.urusan],
        "kategori": permohonan.kategori_id,
        "kategori_alasan": permohonan.kategori_alasan,
    }


def _pemohon_shown(permohonan: Permohonan) -> dict[str, Any]:
    return {
        "judul": permohonan.judul,
        "urusan": "\n".join(row.nama for row in permohonan.urusan),
        "kategori": permohonan.kategori.nama if permohonan.kategori else "",
        "kategori_alasan": permohonan.kategori_alasan,
    }


def _save_pemohon(permohonan: Permohonan, form: PartForm, is_auto: bool) -> None:
    assert isinstance(form, PemohonForm)
    operations.save_pemohon(
        permohonan,
        actor=g.user,
        judul=form.judul.data or "",
        urusan=[row for row in form.baris_urusan if row.id in (form.urusan.data or ())],
        kategori=next((row for row in form.baris_kategori if row.id == form.kategori.data), None),
        kategori_alasan=form.kategori_alasan.data or "",
        seen=form.seen,
        is_auto=is_auto,
    )
    if request.form.get("aksi") == "data-terbaru":
        operations.refresh_snapshots(permohonan, actor=g.user)


def _pemohon_context(permohonan: Permohonan, form: PartForm) -> dict[str, Any]:
    assert isinstance(form, PemohonForm)
    groups: dict[KelompokUrusan, list[Urusan]] = {kelompok: [] for kelompok in KelompokUrusan}
    for row in form.baris_urusan:
        groups[row.kelompok].append(row)
    usulan = proposed_kategori(permohonan.instansi_jenis)
    is_same = usulan is not None and usulan.kategori_id == permohonan.kategori_usulan_id
    return {
        "kelompok": groups,
        "usulan": permohonan.kategori_usulan,
        "alasan_usulan": usulan.alasan if usulan is not None and is_same else "",
        "bantuan": BANTUAN | {"kategori_alasan": ALASAN_KATEGORI},
        "telepon": phone_text(permohonan.instansi_telepon),
    }


PEMOHON = bagian.Part(
    bagian=Bagian.PEMOHON,
    template="permohonan/isian/pemohon.html",
    form=_pemohon_form,
    save=_save_pemohon,
    stored=_pemohon_stored,
    shown=_pemohon_shown,
    before=halaman.case_url,
    after=lambda permohonan: halaman.part_url(permohonan, Bagian.PETUGAS),
    context=_pemohon_context,
)


# --- the third form ------------------------------------------------------------------------------------------------
def _texts(permohonan: Permohonan) -> dict[str, Any]:
    return {isian.name: getattr(permohonan.persiapan, isian.name) for isian in PERSIAPAN_ISIAN}


def _save_persiapan(permohonan: Permohonan, form: PartForm, is_auto: bool) -> None:
    assert isinstance(form, PersiapanForm)
    operations.save_persiapan(permohonan, actor=g.user, isian=form.texts(), seen=form.seen, is_auto=is_auto)


PERSIAPAN = bagian.Part(
    bagian=Bagian.PERSIAPAN,
    template="permohonan/isian/persiapan.html",
    form=lambda permohonan: PersiapanForm(data=_texts(permohonan)),
    save=_save_persiapan,
    stored=_texts,
    shown=_texts,
    before=lambda permohonan: halaman.part_url(permohonan, Bagian.PETUGAS),
    after=halaman.check_url,
    context=lambda permohonan, form: {
        "isian": [isian.name for isian in PERSIAPAN_ISIAN],
        "bantuan": BANTUAN,
        "batas": {isian.name: isian.words for isian in PERSIAPAN_ISIAN},
    },
)
