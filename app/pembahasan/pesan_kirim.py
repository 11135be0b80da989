"""Sending a message from the tab: nothing typed is lost, and nothing internal is shared without a question."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit.pages import UNPROCESSABLE, attempt
from app.pembahasan import pesan_operations, pesan_queries, rules_pesan
from app.pembahasan.babak import babak_of, choose
from app.pembahasan.forms_pesan import INTERNAL, PesanForm, seal, unseal
from app.pembahasan.models import Pesan
from app.pembahasan.pesan_halaman import part_of, place_of, prepare, show
from app.pembahasan.pesan_operations import Titipan
from app.permohonan import halaman
from app.permohonan.models import Permohonan
from app.permohonan.perkara import frame

SHARE, KEEP_INTERNAL, BACK = "bagikan", "internal", "kembali"  # the buttons of the question

CONCERNS: dict[str, Any] = {
    "terakhir": _l("Pesan terakhir Anda di perkara ini internal."),
    "jawaban": _l("Pesan ini menjawab pesan internal."),
    "kutipan": _l("Pesan ini memuat kalimat dari pesan internal."),
    "lampiran": _l("Lampiran ini pernah dikirim dalam pesan internal."),
}


def send(permohonan: Permohonan) -> Any:
    """Send a message, ask before something internal is shared, or show the form again; nothing typed is lost."""
    if not rules_pesan.is_writer(g.user, permohonan):
        abort(403)
    kode, choice = permohonan.kode, request.form.get("pilihan", "")
    form = PesanForm()
    prepare(form, permohonan, choose(babak_of(permohonan), None))
    kept = unseal(form.titipan.data, permohonan, g.user)
    if choice == BACK:
        return show(permohonan, form, tuple(kept))
    sentence = rules_pesan.why_not_write(g.user, permohonan)
    if sentence is not None:
        form.form_errors.append(str(sentence))
    if not form.fits() or sentence is not None:
        return show(permohonan, form, tuple(kept)), UNPROCESSABLE
    if choice == KEEP_INTERNAL and "tampak" in form:
        form.tampak.data = INTERNAL
    uploads = form.uploads
    new = attempt(form, lambda: pesan_operations.keep_attachments(uploads, actor=g.user, already=len(kept)))
    if new is None:
        return _again(kode, form)
    files = [*kept, *new]
    if choice != SHARE and (concerns := _concerns(permohonan, form, files)):
        return _ask(permohonan, form, files, concerns)
    pesan = attempt(form, lambda: _post(permohonan, form, files))
    if pesan is None:
        return _again(kode, form)
    _tell(permohonan, pesan, form.babak.data or "")
    return redirect(place_of(pesan), 303)


def _post(permohonan: Permohonan, form: PesanForm, files: list[Titipan]) -> Pesan:
    nomor = form.number("versi")
    return pesan_operations.post_message(
        permohonan,
        actor=g.user,
        isi=form.isi.data or "",
        is_internal=form.is_internal,
        versi=pesan_queries.find_version(permohonan, nomor) if nomor else None,
        lampiran=files,
        kunci=form.key,
    )


def _again(kode: str, form: PesanForm) -> Any:
    """The page with a form that was refused; files that came with it must be chosen again, the others wait in it."""
    permohonan = halaman.load(kode)
    return show(permohonan, form, tuple(unseal(form.titipan.data, permohonan, g.user))), UNPROCESSABLE


def _concerns(permohonan: Permohonan, form: PesanForm, files: list[Titipan]) -> list[Any]:
    """Why a message to all parties may tell the applicant what was meant for the city alone; empty: no reason."""
    if form.is_internal or not rules_pesan.may_write_internal(g.user, permohonan):
        return []
    answered = form.number("balas")
    pesan = pesan_queries.find_message(permohonan, g.user, answered) if answered else None
    found = {
        "terakhir": pesan_queries.wrote_internal_last(permohonan, g.user),
        "jawaban": pesan is not None and pesan.is_internal,
        "kutipan": pesan_queries.quotes_internal(permohonan, form.isi.data or ""),
        "lampiran": pesan_queries.came_internally(permohonan, {one.berkas.id for one in files}),
    }
    return [CONCERNS[name] for name, is_so in found.items() if is_so]


def _ask(permohonan: Permohonan, form: PesanForm, files: list[Titipan], concerns: list[Any]) -> str:
    """`Bagikan kepada pemohon?` The files are stored meanwhile, so that they need not be chosen again."""
    form.titipan.data = seal(files, permohonan, g.user)
    return render_template(
        "pembahasan/percakapan_bagikan.html",
        form=form,
        sebab=concerns,
        berkas_tersimpan=files,
        **frame(permohonan, g.user, "pembahasan"),
    )


def _tell(permohonan: Permohonan, pesan: Pesan, shown: str) -> None:
    """That it was sent, and that the stage closed while it was being written."""
    flash(_("Pesan terkirim."), "success")
    here = part_of(pesan)
    names = {part.kode: part.nama for part in babak_of(permohonan)}
    if shown in names and shown != here:
        flash(
            _(
                "Tahap %(lama)s ditutup sementara Anda menulis. Pesan Anda masuk ke %(baru)s.",
                lama=names[shown],
                baru=names.get(here, ""),
            ),
            "warning",
        )
