"""Verification by Admin: the form on the page of the case, and the steps that it takes.

One form with three buttons; the reasons for each field stand beside the answers and belong to the same form. The
rules are asked by the operation; nothing is decided here.
"""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, TextAreaField

from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.forms import Form, Length, whole_number
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text
from app.permohonan import halaman, kata, rules, verifikasi_operations
from app.permohonan.alur import ISIAN, LANGKAH, PERSIAPAN_ISIAN, Hat, Status
from app.permohonan.models import AlasanPerbaikan, Permohonan
from app.permohonan.perkara import Perkara

STEPS = ("setujui", "minta_perbaikan", "tolak")
CONFLICT = 409
MAX_CATATAN = 4000
MAX_PENJELASAN = 1000
FORM_ID = "verifikasi"

DONE = {
    "setujui": _l("Permohonan disetujui. Tahap Penawaran dimulai, dan pemohon diberi tahu."),
    "minta_perbaikan": _l("Perbaikan diminta. Pemohon menerima daftarnya."),
    "tolak": _l("Permohonan ditolak. Pemohon menerima alasannya."),
}


class VerifikasiForm(Form):
    """Catatan, what the page showed, and for each field a reason and an explanation (added below)."""

    catatan = TextAreaField(
        _l("Catatan"),
        [Length(max=MAX_CATATAN, message=_l("Catatan paling banyak %(max)d huruf."))],
        description=_l("Dibaca pemohon. Wajib bila ditolak."),
    )
    seen_versi = HiddenField()

    def alasan(self, isian: str) -> Any:
        return self[f"alasan_{isian}"]

    def penjelasan(self, isian: str) -> Any:
        return self[f"penjelasan_{isian}"]

    def is_marked(self, isian: str) -> bool:
        """Whether anything was written about this field."""
        return bool(self.alasan(isian).data or self.penjelasan(isian).data)

    @property
    def permintaan(self) -> list[tuple[str, AlasanPerbaikan, str]]:
        """The corrections as the operation takes them."""
        return [
            (name, AlasanPerbaikan(self.alasan(name).data), self.penjelasan(name).data or "")
            for name in ISIAN
            if self.alasan(name).data
        ]

    @property
    def seen(self) -> int:
        """The version of the case that the page showed; a text that is none is older than any."""
        return int(whole_number(self.seen_versi.data, -1))

    def fits(self, step: str) -> bool:
        """Whether what was filled in goes with the button that was pressed; the sentences stand at the fields."""
        is_good = self.validate()
        for name in ISIAN:
            if self.penjelasan(name).data and not self.alasan(name).data:
                self.alasan(name).errors = [_("Pilih alasannya.")]
                is_good = False
        if step == "tolak" and not self.catatan.data:
            self.catatan.errors = [_("Tulis alasan penolakan di sini.")]
            is_good = False
        if step == "minta_perbaikan" and is_good and not self.permintaan:
            self.form_errors.append(
                _("Tandai sedikitnya satu isian yang perlu diperbaiki. Kotaknya ada di bawah setiap jawaban.")
            )
            is_good = False
        if step != "minta_perbaikan" and any(self.is_marked(name) for name in ISIAN):
            self.form_errors.append(
                _(
                    "Anda menandai isian yang perlu diperbaiki. Pilih Minta Perbaikan, atau kosongkan tandanya."
                )
            )
            is_good = False
        return is_good


def _add_isian_fields() -> None:
    for name in ISIAN:
        label = kata.ISIAN[name]
        choices = [SelectChoice("", _l("– tidak perlu diperbaiki –"))]
        choices += [SelectChoice(alasan.value, kata.ALASAN[alasan]) for alasan in AlasanPerbaikan]
        too_long = Length(max=MAX_PENJELASAN, message=_l("Penjelasan paling banyak %(max)d huruf."))
        setattr(
            VerifikasiForm,
            f"alasan_{name}",
            SelectField(_l("Alasan untuk %(isian)s", isian=label), choices=choices, default=""),
        )
        setattr(
            VerifikasiForm,
            f"penjelasan_{name}",
            TextAreaField(_l("Penjelasan untuk %(isian)s", isian=label), [too_long]),
        )


_add_isian_fields()


class VerifikasiView(BaseView):
    """Admin's answer to a submission. Open to all roles that see cases; the rules say whose step it is."""

    title = _l("Verifikasi")
    route_base = "/permohonan"
    default_view = "verifikasi"

    @expose("/<kode>/verifikasi", methods=["GET", "POST"])
    @has_access
    def verifikasi(self, kode: str) -> Any:
        """Where the form is sent; the button says which step. Opened by itself it leads to the case."""
        permohonan = halaman.load(kode)
        if request.method == "GET":
            return redirect(halaman.case_url(permohonan))
        return take(permohonan, request.form.get("langkah", ""))

    @expose("/<kode>/langkah/<nama>", methods=["POST"])
    @has_access
    def langkah(self, kode: str, nama: str) -> Any:
        """The same step by its own address."""
        return take(halaman.load(kode), nama)


def take(permohonan: Permohonan, step: str) -> Any:
    """Take one step of verification, or show the page again with what is wrong; nothing typed is lost."""
    kode = permohonan.kode
    if permohonan.status is Status.DRAF or step not in (*STEPS, "kembali"):
        abort(404)
    if Hat.ADMIN not in rules.hats(g.user, permohonan):
        abort(403)
    form = VerifikasiForm()
    if step == "kembali":
        return show(permohonan, form)
    is_open = permohonan.status in LANGKAH[step].dari
    if is_open and not form.fits(step):
        return show(permohonan, form), UNPROCESSABLE
    if is_open and step == "tolak" and not request.form.get("yakin"):
        return _ask(permohonan, form)
    if attempt(form, lambda: _act(permohonan, step, form)) is not None:
        flash(DONE[step], "success")
        return redirect(halaman.case_url(permohonan), 303)
    is_stale = isinstance(g.get("refusal"), Stale)
    return show(halaman.load(kode), form), CONFLICT if is_stale else UNPROCESSABLE


def _act(permohonan: Permohonan, step: str, form: VerifikasiForm) -> Any:
    given: dict[str, Any] = {
        "actor": g.user,
        "catatan": form.catatan.data or "",
        "seen_versi": form.seen,
    }
    if step == "setujui":
        return verifikasi_operations.approve(permohonan, **given)
    if step == "tolak":
        return verifikasi_operations.reject(permohonan, **given)
    return verifikasi_operations.request_correction(permohonan, permintaan=form.permintaan, **given)


def _ask(permohonan: Permohonan, form: VerifikasiForm) -> str:
    """A refusal is final: it is asked for on a page of its own (with scripts a dialog asked already)."""
    typed = {field.name: field.data for field in form if field.data and field.name != "csrf_token"}
    return render_template("permohonan/tolak.html", permohonan=permohonan, form=form, isian=typed)


def show(permohonan: Permohonan, form: VerifikasiForm | None = None, kartu_form: Any = None) -> str:
    """The page of the case; with a form that came back, as it was filled in.

    `form` is that of verification; `kartu_form` that of the card of a later chapter (see sambungan.py).
    """
    perkara = Perkara(permohonan, g.user, kartu_form)
    if form is None and perkara.tindakan.kode == "verifikasi":
        form = VerifikasiForm(formdata=None)
    if form is not None:
        form.seen_versi.data = str(permohonan.versi)
    return render_template(
        "permohonan/perkara.html",
        perkara=perkara,
        permohonan=permohonan,
        form=form,
        form_id=FORM_ID,
        is_memeriksa=perkara.tindakan.kode == "verifikasi",
        petugas=permohonan.petugas,
        persiapan_isian=PERSIAPAN_ISIAN,
        to_do=halaman.to_do(permohonan),
        phone_text=phone_text,
        kata=kata,
        tab="ringkasan",
    )
