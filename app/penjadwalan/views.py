"""The pages of this package: the tab Jadwal of a case. The calendar is in kalender_views.py, the record
of a signing in ttd_views.py.

A view finds, asks and draws; it decides nothing and commits nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.formats import waktu as moment_text
from app.kit.pages import UNPROCESSABLE, attempt
from app.penjadwalan import ical, kartu, operations, queries
from app.penjadwalan import pindahan as _pindahan  # noqa: F401  # mergers of institutions know its rows
from app.penjadwalan.forms import (
    AlasanForm,
    JawabForm,
    RevisiForm,
    UsulForm,
    WaktuForm,
    number_in,
)
from app.penjadwalan.kalender_views import CALENDAR_TYPE, KalenderView
from app.penjadwalan.models import Penandatanganan
from app.penjadwalan.rules import Bentrok, Peringatan
from app.penjadwalan.tab import show
from app.penjadwalan.ttd_views import PenandatangananView
from app.permohonan import halaman, rules
from app.permohonan.alur import LANGKAH
from app.permohonan.models import Permohonan

CONFLICT = 409

kartu.register()


class JadwalView(BaseView):
    """The tab Jadwal. Open to all roles that see cases; the rules say whose step it is."""

    title = _l("Jadwal")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/<kode>/jadwal")
    @has_access
    def index(self, kode: str) -> Any:
        """How and when the papers are signed."""
        permohonan = halaman.load(kode)
        if permohonan.verified_at is None:
            return redirect(halaman.case_url(permohonan))
        return show(permohonan)

    @expose("/<kode>/jadwal/usulkan", methods=["GET", "POST"])
    @has_access
    def usulkan(self, kode: str) -> Any:
        """The PPKSD's method and times; a free time that was pressed fills the form and sends nothing."""
        permohonan = _case(kode, "usulkan_jadwal")
        if request.method == "GET":
            return redirect(_tab(permohonan))
        form = UsulForm()
        if (again := _refilled(permohonan, form, "usul")) is not None:
            return again
        if not form.fits():
            return show(permohonan, usul=form), UNPROCESSABLE

        def act() -> Penandatanganan:
            given: dict[str, Any] = {"actor": g.user, "jenis": form.jenis, "seen": number_in(form.seen)}
            if form.is_desk:
                return operations.choose_desk(permohonan, **given)
            return operations.propose(permohonan, slots=form.slots, tetap=bool(form.tetap.data), **given)

        done = _("Desk to desk dipilih.") if form.is_desk else _("Jadwal diusulkan. Protokol menjawabnya.")
        return _answered(permohonan, form, act, done, "usul")

    @expose("/<kode>/jadwal/<int:nomor>/setujui", methods=["GET", "POST"])
    @has_access
    def setujui(self, kode: str, nomor: int) -> Any:
        """Protokol approves one time; whom it displaces is asked about first."""
        permohonan = _case(kode, "setujui_jadwal")
        if request.method == "GET":
            return redirect(_tab(permohonan))
        ttd, form = _signing(permohonan, nomor), JawabForm()
        if not request.form.get("yakin") and (asked := _ask(permohonan, ttd, form)) is not None:
            return asked

        def act() -> Penandatanganan:
            return operations.approve_slot(
                ttd, actor=g.user, usulan_id=number_in(form.usulan), seen=number_in(form.seen)
            )

        return _answered(permohonan, form, act, _("Jadwal disetujui dan pasti."), "jawab")

    @expose("/<kode>/jadwal/<int:nomor>/revisi", methods=["GET", "POST"])
    @has_access
    def revisi(self, kode: str, nomor: int) -> Any:
        """Protokol proposes another time."""
        permohonan = _case(kode, "revisi_jadwal")
        if request.method == "GET":
            return redirect(_tab(permohonan))
        ttd, form = _signing(permohonan, nomor), RevisiForm()
        if (again := _refilled(permohonan, form, "revisi")) is not None:
            return again
        if not form.fits():
            return show(permohonan, revisi=form), UNPROCESSABLE

        def act() -> Penandatanganan:
            return operations.revise(
                ttd,
                actor=g.user,
                waktu=form.slots[0],
                catatan=form.catatan.data or "",
                seen=number_in(form.seen),
                tetap=bool(form.tetap.data),
            )

        return _answered(permohonan, form, act, _("Waktu lain diusulkan. PPKSD menjawabnya."), "revisi")

    @expose("/<kode>/jadwal/<int:nomor>/alihkan", methods=["GET", "POST"])
    @has_access
    def alihkan(self, kode: str, nomor: int) -> Any:
        """Protokol refuses the meeting; the papers are signed desk to desk."""
        return self._with_reason(
            kode, nomor, "alihkan_jadwal", "alih", operations.turn_to_desk, _("Dialihkan ke desk to desk.")
        )

    @expose("/<kode>/jadwal/<int:nomor>/terima", methods=["GET", "POST"])
    @has_access
    def terima(self, kode: str, nomor: int) -> Any:
        """The PPKSD accepts Protokol's time."""
        permohonan = _case(kode, "terima_revisi")
        if request.method == "GET":
            return redirect(_tab(permohonan))
        ttd, form = _signing(permohonan, nomor), JawabForm()

        def act() -> Penandatanganan:
            return operations.accept_revision(ttd, actor=g.user, seen=number_in(form.seen))

        return _answered(permohonan, form, act, _("Revisi diterima. Jadwal sudah pasti."), "jawab")

    @expose("/<kode>/jadwal/<int:nomor>/batalkan", methods=["GET", "POST"])
    @has_access
    def batalkan(self, kode: str, nomor: int) -> Any:
        """Protokol or Admin calls it off."""
        return self._with_reason(
            kode, nomor, "batalkan_jadwal", "batal", operations.cancel, _("Jadwal dibatalkan.")
        )

    def _with_reason(self, kode: str, nomor: int, step: str, key: str, act: Any, done: str) -> Any:
        permohonan = _case(kode, step)
        if request.method == "GET":
            return redirect(_tab(permohonan))
        ttd, form = _signing(permohonan, nomor), AlasanForm(prefix=f"{key}-")
        if not form.validate():
            return show(permohonan, **{key: form}), UNPROCESSABLE

        def take() -> Penandatanganan:
            return act(ttd, actor=g.user, alasan=form.alasan.data or "", seen=number_in(form.seen))

        return _answered(permohonan, form, take, done, key)

    @expose("/<kode>/jadwal/<int:nomor>.ics")
    @has_access
    def ics(self, kode: str, nomor: int) -> Any:
        """The invitation of a confirmed time, or its calling off, for everybody who sees the case."""
        permohonan = halaman.load(kode)
        content = ical.invitation(_signing(permohonan, nomor))
        if content is None:
            abort(404)
        response = Response(content, content_type=f"{CALENDAR_TYPE}; charset=utf-8")
        name = f"penandatanganan-{permohonan.kode}.ics"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


PAGES: tuple[type, ...] = (JadwalView, KalenderView, PenandatangananView)


# --- what the acts share -------------------------------------------------------------------------------------------
def _case(kode: str, step: str) -> Permohonan:
    """The case; 403 for whom the step is none of their business, whatever the schedule says."""
    permohonan = halaman.load(kode)
    if not rules.hats(g.user, permohonan) & set(LANGKAH[step].hats):
        abort(403)
    return permohonan


def _signing(permohonan: Permohonan, nomor: int) -> Penandatanganan:
    return queries.find(permohonan, nomor) or abort(404)


def _tab(permohonan: Permohonan) -> str:
    return url_for("JadwalView.index", kode=permohonan.kode)


def _refilled(permohonan: Permohonan, form: WaktuForm, key: str) -> Any:
    """The form again with the free time that was pressed; None when none was."""
    chosen = request.form.get("pakai")
    if chosen is None or not form.take_free(chosen):
        return None
    return show(permohonan, **{key: form})


def _ask(permohonan: Permohonan, ttd: Penandatanganan, form: JawabForm) -> str | None:
    """Before a time is confirmed: whose tentative proposals it displaces. None when there are none."""
    usulan = next((row for row in ttd.usulan if row.id == number_in(form.usulan)), None)
    others = queries.displaced(usulan, g.user) if usulan is not None and ttd.slot is None else []
    if usulan is None or not others:
        return None
    items = [
        _(
            "Yang disetujui: %(waktu)s, %(tempat)s",
            waktu=moment_text(usulan.mulai_at),
            tempat=usulan.nama_tempat,
        )
    ]
    items += [_displaced_text(one) for one in others]
    items.append(_("Usulan yang tergeser tetap tentatif sampai PPKSD atau Protokol menggantinya."))
    return render_template(
        "konfirmasi.html",
        title=_("Setujui jadwal dan geser usulan lain?"),
        items=items,
        target=url_for("JadwalView.setujui", kode=permohonan.kode, nomor=ttd.id),
        label=_("Setujui Jadwal"),
        back=_tab(permohonan),
        fields={"usulan": str(usulan.id), "seen": form.seen.data or ""},
    )


def _displaced_text(one: queries.Tergeser) -> str:
    when = moment_text(one.usulan.mulai_at)
    if one.permohonan is None:
        return _("Tergeser: penandatanganan lain, %(waktu)s", waktu=when)
    return _(
        "Tergeser: %(instansi)s (%(kode)s), %(waktu)s",
        instansi=one.permohonan.instansi_nama,
        kode=one.permohonan.kode,
        waktu=when,
    )


def _answered(permohonan: Permohonan, form: Any, act: Callable[[], Any], done: str, key: str) -> Any:
    """Take the step, or show the tab again with the form as it was filled in; nothing typed is lost."""
    kode = permohonan.kode
    if attempt(form, act) is not None:
        flash(done, "success")
        return redirect(url_for("JadwalView.index", kode=kode), 303)
    kartu.forget()
    refusal = g.refusal
    if isinstance(form, WaktuForm):
        form.is_warned = isinstance(refusal, Peringatan)
    if isinstance(refusal, Bentrok):
        ke = int((refusal.field or "tanggal_1")[-1])
        _offer(form, key, ke, refusal)
    html = show(halaman.load(kode), **{key: form})
    return html, CONFLICT if isinstance(refusal, Stale) else UNPROCESSABLE


def _offer(form: Any, key: str, ke: int, refusal: Bentrok) -> None:
    if isinstance(form, WaktuForm):
        form.offer(ke, refusal.kosong)
    else:
        form.kosong = refusal.kosong  # shown in the form in which another time is proposed
