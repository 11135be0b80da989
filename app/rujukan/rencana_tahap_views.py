"""`/data-induk/rencana-tahapan/<draft>/tahap/<stage>`: one stage of a draft and its documents. For Admin."""

from typing import Any

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import attempt
from app.rujukan import queries_rencana, rencana_beda
from app.rujukan import rencana_halaman as halaman
from app.rujukan import rencana_tahap_operations as operations
from app.rujukan.models_rencana import JabatanTim, JenisHari, RencanaSlot, RencanaTahap
from app.rujukan.rencana_forms import DocumentForm, SeenForm, StageForm, document_values, stage_values

STAGE = "/<int:pk>/tahap/<tahap>"
DOCUMENT = f"{STAGE}/dokumen/<int:slot>"


def find_stage(pk: int, tahap: str) -> RencanaTahap:
    """A stage of a draft, or 404."""
    rencana = halaman.find_draft(pk)
    return next((stage for stage in rencana.tahap if stage.tahap == tahap), None) or abort(404)


def find_slot(stage: RencanaTahap, pk: int) -> RencanaSlot:
    """A document of a stage, or 404."""
    return next((slot for slot in stage.slot if slot.id == pk), None) or abort(404)


def positions(stage: RencanaTahap) -> dict[int, JabatanTim]:
    """The positions to choose from; one that stands there already stays among them."""
    named = [row.jabatan for row in stage.syarat if row.jabatan]
    return {row.id: row for row in [*queries_rencana.active_jabatan(), *named]}


class RencanaTahapView(BaseView):
    """One stage of a draft: who must agree, until when, which documents."""

    title = _l("Tahap dalam rencana")
    route_base = "/data-induk/rencana-tahapan"
    default_view = "tahap"

    @expose(STAGE, methods=["GET", "POST"])
    @has_access
    def tahap(self, pk: int, tahap: str) -> Any:
        stage = find_stage(pk, tahap)
        jabatan = positions(stage)
        form = StageForm(data=stage_values(stage)).offer(stage, jabatan)
        if request.method == "POST" and form.validate():
            saved = attempt(form, lambda: self._save_stage(stage, form, jabatan))
            if saved is not None:
                flash(_("Tahap %(nama)s tersimpan.", nama=str(stage)), "success")
                return halaman.to_plan(pk, tahap)
        return self._page("rujukan/rencana_tahap.html", pk, tahap, form)

    def _save_stage(self, stage: RencanaTahap, form: StageForm, jabatan: dict[int, JabatanTim]) -> bool:
        return operations.save_stage(
            stage,
            tenggat_hari=form.tenggat_hari.data,
            tenggat_jenis=JenisHari(form.tenggat_jenis.data),
            syarat=form.syarat(jabatan),
            seen=form.seen.data,
            **halaman.by(),
        )

    def _page(self, template: str, pk: int, tahap: str, form: SeenForm, **more: Any) -> Any:
        """The page of a form; after a clash it also shows what is stored now, and the next try overwrites that."""
        stage = find_stage(pk, tahap)
        said = rencana_beda.stage_content(stage)
        html = render_template(
            template,
            rencana=stage.rencana,
            tahap=stage,
            form=form,
            seen=rencana_beda.fingerprint(said),
            tersimpan=said if halaman.status() == halaman.CONFLICT else None,
            beda=rencana_beda,
            **more,
        )
        return html, halaman.status()

    @expose(f"{STAGE}/dokumen", methods=["GET", "POST"])
    @has_access
    def tambah_dokumen(self, pk: int, tahap: str) -> Any:
        return self._document(pk, tahap, None)

    @expose(DOCUMENT, methods=["GET", "POST"])
    @has_access
    def dokumen(self, pk: int, tahap: str, slot: int) -> Any:
        return self._document(pk, tahap, slot)

    def _document(self, pk: int, tahap: str, key: int | None) -> Any:
        stage = find_stage(pk, tahap)
        slot = find_slot(stage, key) if key is not None else None
        form = DocumentForm(data=document_values(slot) if slot else {"bentuk": ["pdf"]})
        if request.method == "POST" and form.validate():
            saved = attempt(form, lambda: self._save_document(stage, slot, form))
            if saved is not None:
                flash(_("Dokumen “%(nama)s” tersimpan.", nama=saved.nama), "success")
                return halaman.to_plan(pk, tahap)
        return self._page("rujukan/rencana_dokumen.html", pk, tahap, form, is_baru=key is None)

    def _save_document(
        self, stage: RencanaTahap, slot: RencanaSlot | None, form: DocumentForm
    ) -> RencanaSlot:
        return operations.save_document(
            stage,
            slot,
            kode=form.kode.data,
            nama=form.nama.data,
            petunjuk=form.petunjuk.data or "",
            bentuk=form.kinds(),
            is_wajib=form.is_wajib.data,
            is_pokok=form.is_pokok.data,
            seen=form.seen.data,
            **halaman.by(),
        )

    @expose(f"{DOCUMENT}/pindah", methods=["POST"])
    @has_access
    def pindah(self, pk: int, tahap: str, slot: int) -> Any:
        form, row = SeenForm(), find_slot(find_stage(pk, tahap), slot)
        is_up = request.form.get("arah") == "naik"
        return halaman.act(
            pk,
            form,
            lambda: operations.move_document(row, is_up=is_up, seen=form.seen.data, **halaman.by()),
            _("Urutan dokumen tersimpan."),
            tahap,
        )

    @expose(f"{DOCUMENT}/hapus", methods=["POST"])
    @has_access
    def hapus_dokumen(self, pk: int, tahap: str, slot: int) -> Any:
        form, row = SeenForm(), find_slot(find_stage(pk, tahap), slot)
        name = row.nama
        if "yakin" not in request.form:
            question = _("Hapus dokumen ini dari draf?")
            return halaman.sure_page(question, _("Hapus dokumen"), [f"{row.tahap}: {name}"], pk, form)
        return halaman.act(
            pk,
            form,
            lambda: operations.remove_document(row, seen=form.seen.data, **halaman.by()),
            _("Dokumen “%(nama)s” dihapus dari draf.", nama=name),
            tahap,
        )
