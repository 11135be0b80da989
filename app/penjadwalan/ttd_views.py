"""The pages of the record of a signing: writing it, Admin's answer, its files. A view finds, asks and draws."""

from typing import Any

from flask import abort, current_app, flash, g, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.kerjasama.operations import note_reading
from app.kit import storage
from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.pages import BY_SCRIPT, TOO_LARGE, UNPROCESSABLE, WITHOUT_FILES, attempt, keep
from app.kit.storage import Berkas, send_stored
from app.penjadwalan import ttd_kartu as _card  # noqa: F401  # the card hangs on the page of a case
from app.penjadwalan import ttd_operations, ttd_rules
from app.penjadwalan.models import (
    KeadaanJadwal,
    NaskahDitandatangani,
    Penandatanganan,
    PihakTandaTangan,
)
from app.penjadwalan.ttd_forms import KEPT, CatatForm, KembalikanForm, ValidasiForm, form_for, seen_version
from app.penjadwalan.ttd_operations import Ceklis
from app.permohonan import halaman, perkara, rules, verifikasi
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan

CONFLICT = 409
MAX_DIGITS = 9


def load_ttd(permohonan: Permohonan, nomor: str | None = None) -> Penandatanganan:
    """The signing that an address or a form means; without a number the oldest one that may be recorded. Else 404."""
    query = (
        select(Penandatanganan)
        .where(Penandatanganan.permohonan_id == permohonan.id)
        .options(
            joinedload(Penandatanganan.pejabat),
            joinedload(Penandatanganan.slot),
            selectinload(Penandatanganan.naskah).joinedload(NaskahDitandatangani.berkas),
            selectinload(Penandatanganan.pihak).joinedload(PihakTandaTangan.kuasa_berkas),
        )
        .order_by(Penandatanganan.id)
    )
    if nomor:
        if not (nomor.isascii() and nomor.isdigit() and len(nomor) <= MAX_DIGITS):
            abort(404)
        query = query.where(Penandatanganan.id == int(nomor))
    else:
        wanted = (KeadaanJadwal.TERJADWAL, KeadaanJadwal.TERCATAT)
        query = query.where(Penandatanganan.keadaan.in_(wanted))
    return db.session.scalars(query).unique().first() or abort(404)


class PenandatangananView(BaseView):
    """Open to all roles that see cases; the rules say whose step it is."""

    title = _l("Penandatanganan")
    route_base = "/permohonan"
    default_view = "catat"

    @expose("/<kode>/penandatanganan", methods=["GET", "POST"])
    @has_access
    def catat(self, kode: str) -> Any:
        """The form of the record, for the contacts and Admin, while the signing is scheduled."""
        permohonan = _load(kode)
        ttd = load_ttd(permohonan, request.values.get("nomor"))
        sentence = rules.why_not(g.user, permohonan, "catat_penandatanganan") or ttd_rules.may_record(ttd)
        if request.method == "GET":
            if sentence is not None:
                return halaman.turned_away(permohonan, sentence)
            form = form_for(ttd, is_fresh=True)
            return _page(permohonan, ttd, form)
        if sentence is not None and ttd.keadaan is not KeadaanJadwal.TERJADWAL:
            return _on(str(halaman.turned_away(permohonan, sentence).location))
        if sentence is not None:
            abort(403)
        return _record(permohonan, ttd)

    @expose("/<kode>/penandatanganan/<int:nomor>/validasi", methods=["POST"])
    @has_access
    def validasi(self, kode: str, nomor: int) -> Any:
        """Admin finds the record right."""
        permohonan = _load(kode)
        ttd, form = load_ttd(permohonan, str(nomor)), ValidasiForm()
        seen = Ceklis(form.paraf.data, form.meterai.data, form.stempel.data)
        found = attempt(
            form,
            lambda: ttd_operations.validate_signing(
                ttd, actor=g.user, ceklis=seen, seen=seen_version(form.seen.data)
            ),
        )
        if found is None:
            return _refused(kode, nomor, form)
        codes = ", ".join(row.kode for row in found)
        flash(_("Penandatanganan sah. Tercatat sebagai %(kode)s.", kode=codes), "success")
        return redirect(halaman.case_url(permohonan), 303)

    @expose("/<kode>/penandatanganan/<int:nomor>/kembalikan", methods=["POST"])
    @has_access
    def kembalikan(self, kode: str, nomor: int) -> Any:
        """Admin sends the record back."""
        permohonan = _load(kode)
        ttd, form = load_ttd(permohonan, str(nomor)), KembalikanForm()
        if not form.validate():
            return _refused(kode, nomor, form)

        def act() -> bool:
            seen = seen_version(form.seen.data)
            ttd_operations.return_record(ttd, actor=g.user, alasan=form.alasan.data or "", seen=seen)
            return True

        if attempt(form, act) is None:
            return _refused(kode, nomor, form)
        flash(_("Catatan penandatanganan dikembalikan beserta alasannya."), "success")
        return redirect(halaman.case_url(permohonan), 303)

    @expose("/<kode>/penandatanganan/<int:nomor>/berkas/<int:berkas>")
    @has_access
    def unduh(self, kode: str, nomor: int, berkas: int) -> Any:
        """A scan or a letter of a record, for everybody who sees the case."""
        permohonan = _load(kode)
        for label, file in _files(load_ttd(permohonan, str(nomor))):
            if file.id == berkas:
                name = f"{permohonan.kode} {label}"
                if note_reading(permohonan, actor=g.user, berkas=file, nama=name):
                    keep()
                return send_stored(file, f"{name}.pdf")
        abort(404)


def _load(kode: str) -> Permohonan:
    permohonan = halaman.load(kode)
    if permohonan.status is Status.DRAF:
        abort(404)
    return permohonan


def _files(ttd: Penandatanganan) -> list[tuple[str, Berkas]]:
    """Every file of a record with a name for it."""
    found = [(row.jenis.value.upper(), row.berkas) for row in ttd.naskah]
    found += [(f"surat kuasa {row.pihak.value}", row.kuasa_berkas) for row in ttd.pihak]
    return [(label, berkas) for label, berkas in found if berkas is not None]


def _page(permohonan: Permohonan, ttd: Penandatanganan, form: CatatForm) -> str:
    form.seen.data = str(ttd.versi)
    form.mark_needed_files()
    return render_template(
        "penjadwalan/ttd.html",
        **perkara.frame(permohonan, g.user, "jadwal"),
        ttd=ttd,
        form=form,
        naskah=ttd_rules.papers(ttd),
        field_of=ttd_rules.field_of,
        tersimpan=KEPT,
        masa=permohonan.kategori.masa_paling_lama if permohonan.kategori else 5,
        batas=storage.max_upload(),
        batas_semua=_most_together(),
    )


def _most_together() -> int:
    """How many bytes the files of one sending may have together; the texts beside them need a little."""
    return current_app.config["MAX_CONTENT_LENGTH"] - current_app.config["MAX_FORM_MEMORY_SIZE"]


def _on(target: str) -> Any:
    """To another page; a script is told where to go, so that it does not eat the message."""
    is_script = request.headers.get("X-Requested-With") == BY_SCRIPT
    return jsonify(ke=target) if is_script else redirect(target, 303)


def _record(permohonan: Permohonan, ttd: Penandatanganan) -> Any:
    form = form_for(ttd)
    if request.is_cut:  # type: ignore[attr-defined]
        form.tell_too_large(_most_together())
        return _page(permohonan, ttd, form), TOO_LARGE
    if WITHOUT_FILES in request.form:
        form.form_errors.append(str(_("Berkas tidak ikut tersimpan. Pilih lagi pindaiannya, lalu kirim.")))
        return _page(permohonan, ttd, form), UNPROCESSABLE
    files = form.take_files(g.user)
    seen = seen_version(form.seen.data)
    is_good = form.fits(files, ttd_operations.first_signed_on(ttd))
    if is_good:
        isi = form.isi(files)
        done = attempt(form, lambda: ttd_operations.record_signing(ttd, actor=g.user, isi=isi, seen=seen))
        if done is not None:
            flash(_("Penandatanganan tercatat. Admin memeriksanya."), "success")
            return _on(halaman.case_url(permohonan))
    else:
        db.session.rollback()
    again = halaman.load(permohonan.kode)
    ttd = load_ttd(again, str(form.ttd.id))
    is_stale = isinstance(g.get("refusal"), Stale)
    return _page(again, ttd, form), CONFLICT if is_stale else UNPROCESSABLE


def _refused(kode: str, nomor: int, form: Any) -> Any:
    """The page of the case with the form as it was filled in."""
    form.nomor = nomor
    is_stale = isinstance(g.get("refusal"), Stale)
    return verifikasi.show(halaman.load(kode), kartu_form=form), CONFLICT if is_stale else UNPROCESSABLE
