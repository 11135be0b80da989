"""The pages of the talk: the tab Pembahasan, what is new since, files of messages, sending and withdrawing.

A view finds, asks and draws; what may be read stands in pesan_queries.py, what may be done in rules_pesan.py.
"""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.kit.access import has_access
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.kit.storage import send_stored
from app.pembahasan import percakapan, pesan_operations, pesan_queries, rules_pesan
from app.pembahasan.babak import AFTER, Babak, babak_of, choose
from app.pembahasan.forms_pesan import ACCEPT, INTERNAL, PIHAK, PesanForm, seal, unseal
from app.pembahasan.models import Pesan
from app.pembahasan.percakapan import Saring
from app.pembahasan.pesan_operations import Titipan
from app.permohonan import halaman
from app.permohonan.models import Permohonan
from app.permohonan.perkara import frame
from app.permohonan.sambungan import Bab, register_bab

SHARE, KEEP_INTERNAL, BACK = "bagikan", "internal", "kembali"  # the buttons of the question
MAX_QUOTED = 400

CONCERNS: dict[str, Any] = {
    "terakhir": _l("Pesan terakhir Anda di perkara ini internal."),
    "jawaban": _l("Pesan ini menjawab pesan internal."),
    "kutipan": _l("Pesan ini memuat kalimat dari pesan internal."),
    "lampiran": _l("Lampiran ini pernah dikirim dalam pesan internal."),
}


def is_shown(permohonan: Permohonan, user: Pengguna) -> bool:
    """The talk begins when the application has passed verification."""
    return permohonan.verified_at is not None


def _count(permohonan: Permohonan, user: Pengguna) -> Any:
    found = pesan_queries.count_messages(permohonan, user)
    return found if found < pesan_queries.COUNT_CAP else f"{pesan_queries.COUNT_CAP - 1}+"


register_bab(Bab("pembahasan", _l("Pembahasan"), "PesanView.index", 20, is_shown, _count))


class PesanView(BaseView):
    """The talk of a case. Open to all roles that see cases; the rules say who writes and who reads what."""

    title = _l("Pembahasan")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/<kode>/pembahasan", methods=["GET", "POST"])
    @has_access
    def index(self, kode: str) -> Any:
        """The time line of one stage with the form below it; the form is sent here."""
        permohonan = halaman.load(kode)
        if not is_shown(permohonan, g.user):
            return redirect(halaman.case_url(permohonan))
        return _send(permohonan) if request.method == "POST" else _show(permohonan)

    @expose("/<kode>/pembahasan/baru")
    @has_access
    def baru(self, kode: str) -> Any:
        """What was added after the place `sesudah`, as items of the list; 204 when nothing was."""
        permohonan = pesan_queries.find_case(kode, g.user) or abort(404)
        babak = choose(babak_of(permohonan), request.args.get("tahap"))
        after = percakapan.read_place(request.args.get("sesudah"))
        if babak is None or after is None:
            abort(404)
        found = percakapan.newer(permohonan, g.user, babak, _filter(permohonan), after)
        if not found:
            return Response(status=204)
        return render_template(
            "pembahasan/percakapan_baru.html",
            butir=found,
            permohonan=permohonan,
            dapat_menulis=rules_pesan.why_not_write(g.user, permohonan) is None,
        )

    @expose("/<kode>/pembahasan/lampiran/<int:nomor>")
    @has_access
    def lampiran(self, kode: str, nomor: int) -> Any:
        """A file of a message that this person may read; that it was fetched is noted."""
        permohonan = pesan_queries.find_case(kode, g.user) or abort(404)
        found = pesan_queries.find_attachment(permohonan, g.user, nomor) or abort(404)
        try:
            response = send_stored(found.berkas, found.nama)
        except FileNotFoundError:
            abort(404)
        if request.method == "GET" and pesan_operations.note_reading(found, actor=g.user):
            keep()
        return response

    @expose("/<kode>/pembahasan/<int:nomor>/tarik", methods=["GET", "POST"])
    @has_access
    def tarik(self, kode: str, nomor: int) -> Any:
        """Ask, then withdraw a message; it stays in its place and says so."""
        permohonan = halaman.load(kode)
        pesan = pesan_queries.find_message(permohonan, g.user, nomor) or abort(404)
        place = _place_of(pesan)
        if request.method == "POST":
            if attempt(None, lambda: pesan_operations.withdraw_message(pesan, actor=g.user)) is None:
                flash(g.refusal.message, "warning")
            else:
                flash(_("Pesan ditarik."), "success")
            return redirect(place, 303)
        sentence = rules_pesan.why_not_withdraw(g.user, pesan)
        if sentence is not None or pesan.ditarik_at is not None:
            flash(sentence or _("Pesan ini sudah ditarik."), "warning")
            return redirect(place)
        return render_template(
            "pembahasan/percakapan_tarik.html",
            pesan=pesan,
            kembali=place,
            **frame(permohonan, g.user, "pembahasan"),
        )


# --- the page ------------------------------------------------------------------------------------------------------
def _filter(permohonan: Permohonan) -> Saring:
    """The filter of the address, as far as this reader has it."""
    text = request.args.get("saring", "")
    return next((one for one in percakapan.filters_for(permohonan, g.user) if one == text), Saring.SEMUA)


def _show(permohonan: Permohonan, form: PesanForm | None = None, files: tuple[Titipan, ...] = ()) -> str:
    """The tab; with a form that came back, as it was filled in, on the newest stage."""
    parts = babak_of(permohonan)
    babak = choose(parts, request.args.get("tahap")) if form is None else choose(parts, None)
    before = percakapan.read_place(request.args.get("sebelum")) if form is None else None
    saring = _filter(permohonan) if form is None else Saring.SEMUA
    can_send = rules_pesan.why_not_write(g.user, permohonan) is None
    is_newest = babak is not None and babak is parts[-1] and before is None
    if form is None and can_send and is_newest:
        form = _fresh(permohonan, babak)
    return render_template(
        "pembahasan/percakapan.html",
        babak=babak,
        babak_semua=parts,
        saring=saring,
        chips=_chips(permohonan, babak, saring),
        percakapan=percakapan.latest(permohonan, g.user, babak, saring, before) if babak else None,
        is_lanjutan=before is not None,
        form=form,
        can_send=can_send,
        berkas_tersimpan=files,
        accept=ACCEPT,
        dapat_internal=rules_pesan.may_write_internal(g.user, permohonan),
        **frame(permohonan, g.user, "pembahasan"),
    )


def _chips(permohonan: Permohonan, babak: Babak | None, saring: Saring) -> list[tuple[str, str, bool]]:
    """The filters with their counts: (words, address, whether in force)."""
    if babak is None:
        return []
    found = percakapan.counts(permohonan, g.user, babak)
    return [
        (
            f"{percakapan.SARING[one]} {found[one]}",
            url_for(
                "PesanView.index",
                kode=permohonan.kode,
                tahap=babak.kode,
                saring=one.value if one is not Saring.SEMUA else None,
            ),
            one is saring,
        )
        for one in percakapan.filters_for(permohonan, g.user)
    ]


def _fresh(permohonan: Permohonan, babak: Babak | None) -> PesanForm:
    """An empty form; the choice of readers is the one taken last, an answer begins with what it answers."""
    form = PesanForm(formdata=None)
    has_choice = rules_pesan.may_write_internal(g.user, permohonan)
    _prepare(form, permohonan, babak)
    if has_choice and pesan_queries.wrote_internal_last(permohonan, g.user):
        form.tampak.data = INTERNAL
    _quote(form, permohonan, has_choice)
    return form


def _prepare(form: PesanForm, permohonan: Permohonan, babak: Babak | None) -> None:
    versions = pesan_queries.versions_of(permohonan, babak.tahap if babak is not None else None)
    form.prepare(versions, rules_pesan.may_write_internal(g.user, permohonan))
    form.kunci.data = form.key
    if not form.babak.data and babak is not None:
        form.babak.data = babak.kode


def _quote(form: PesanForm, permohonan: Permohonan, has_choice: bool) -> None:
    text = request.args.get("balas", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return
    pesan = pesan_queries.find_message(permohonan, g.user, int(text))
    if pesan is None or pesan.ditarik_at is not None:
        return
    shown = pesan.isi if len(pesan.isi) <= MAX_QUOTED else f"{pesan.isi[:MAX_QUOTED]}…"
    lines = [f"{pesan.penulis.nama}:", *shown.splitlines()]
    form.isi.data = "\n".join(f"> {line}" for line in lines) + "\n\n"
    form.balas.data = str(pesan.id)
    if has_choice:
        form.tampak.data = INTERNAL if pesan.is_internal else PIHAK


# --- sending -------------------------------------------------------------------------------------------------------
def _send(permohonan: Permohonan) -> Any:
    """Send a message, ask before something internal is shared, or show the form again; nothing typed is lost."""
    if not rules_pesan.is_writer(g.user, permohonan):
        abort(403)
    kode, choice = permohonan.kode, request.form.get("pilihan", "")
    form = PesanForm()
    _prepare(form, permohonan, choose(babak_of(permohonan), None))
    kept = unseal(form.titipan.data, permohonan, g.user)
    if choice == BACK:
        return _show(permohonan, form, tuple(kept))
    sentence = rules_pesan.why_not_write(g.user, permohonan)
    if sentence is not None:
        form.form_errors.append(str(sentence))
    if not form.fits() or sentence is not None:
        return _show(permohonan, form, tuple(kept)), UNPROCESSABLE
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
    return redirect(_place_of(pesan), 303)


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
    return _show(permohonan, form, tuple(unseal(form.titipan.data, permohonan, g.user))), UNPROCESSABLE


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
    here = _part_of(pesan)
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


def _part_of(pesan: Pesan) -> str:
    return pesan.tahap.tahap.value if pesan.tahap is not None else AFTER


def _place_of(pesan: Pesan) -> str:
    """The address at which a message can be read."""
    kode = pesan.permohonan.kode
    return url_for("PesanView.index", kode=kode, tahap=_part_of(pesan), _anchor=f"pesan-{pesan.id}")
