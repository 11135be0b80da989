"""`/pegawai/sumber`: the personnel system that the directory is fetched from. Superadmin only: no role is given it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import limiter
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.jobs import later
from app.kit.pages import UNPROCESSABLE, attempt
from app.pegawai import operations_sumber as operations
from app.pegawai import queries, tasks
from app.pegawai.forms import SourceForm
from app.pegawai.models import SumberPegawai

SEBAB: dict[str, Any] = {
    "alamat": _l("Alamatnya tidak boleh dipakai."),
    "lama": _l("Sistem kepegawaian tidak menjawab tepat waktu."),
    "putus": _l("Sambungan ke sistem kepegawaian gagal."),
    "dialihkan": _l("Sistem kepegawaian mengalihkan ke alamat lain; tidak diikuti."),
    "ditolak": _l("Sistem kepegawaian menolak. Periksa tokennya."),
    "bukan_json": _l("Jawabannya bukan JSON."),
    "besar": _l("Jawabannya terlalu besar."),
    "bentuk": _l("Daftar pegawai tidak ditemukan dalam jawaban. Periksa pemetaannya."),
    "halaman": _l("Halaman berikutnya menuju alamat lain, berputar, atau terlalu banyak."),
    "kosong": _l("Jawabannya tidak memuat seorang pun."),
    "isi": _l("Terlalu banyak baris yang salah. Periksa pemetaannya."),
    "keluar": _l(
        "Terlalu banyak orang akan keluar sekaligus; periksa dahulu, lalu pakai impor CSV bila memang begitu."
    ),
}


class SumberPegawaiView(BaseView):
    route_base = "/pegawai/sumber"
    default_view = "index"
    title = _l("Sistem kepegawaian")

    @expose("", methods=["GET", "POST"])
    @has_access
    def index(self) -> Any:
        sumber = queries.source()
        form = SourceForm(**_start(sumber))
        if request.method == "POST" and form.validate():
            if attempt(form, lambda: _save(form)) is not None:
                flash(_("Pengaturan tersimpan."), "success")
                return redirect(url_for("SumberPegawaiView.index"))
            sumber = queries.source()
            if isinstance(g.get("refusal"), Stale):
                form.versi.data = str(sumber.versi if sumber else 0)
        html = render_template("pegawai/sumber.html", form=form, sumber=sumber, sebab=SEBAB)
        return html, UNPROCESSABLE if request.method == "POST" else 200

    @expose("/tarik", methods=["POST"])
    @has_access
    @limiter.limit("10 per minute")
    def tarik(self) -> Any:
        """Fetch now, as a job."""
        asked = queries.source() is not None and later(
            tasks.poll_now, _queueing_lock="pegawai.tarik_sekarang"
        )
        flash(
            _("Pengambilan dimulai. Muat ulang halaman ini sebentar lagi.")
            if asked
            else _("Pengambilan sudah berjalan, atau alamatnya belum diatur."),
            "info",
        )
        return redirect(url_for("SumberPegawaiView.index"))


def _start(sumber: SumberPegawai | None) -> dict[str, Any]:
    if sumber is None:
        return {"versi": "0"}
    return {
        "alamat": sumber.alamat,
        "menit": sumber.menit,
        "is_keluar": sumber.is_keluar,
        "is_aktif": sumber.is_aktif,
        "versi": str(sumber.versi),
        **{f"peta_{name}": sumber.pemetaan.get(name, "") for name in operations.EMPTY_MAPPING},
    }


def _save(form: SourceForm) -> SumberPegawai:
    token = form.sandi_token.data or ""
    return operations.save_source(actor=me(), isian=form.isian(), token=token, seen=form.seen)


# Acts that ask again who one is.
register_berat("SumberPegawaiView.index")
