"""`/pegawai/impor`: a file is looked at, shown line by line, and applied as it was shown."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import db, limiter
from app.kit.csv_file import as_download, csv_lines, csv_text
from app.kit.fab import BaseView, expose, has_access
from app.kit.pages import UNPROCESSABLE, attempt
from app.pegawai import operations_impor as operations
from app.pegawai import queries, rules, tasks
from app.pegawai.baca import MAX_BYTES
from app.pegawai.forms import ApplyForm, ImportForm
from app.pegawai.kata import GALAT, KEADAAN_IMPOR, KOLOM, sentence
from app.pegawai.models import ImporPegawai, KeadaanImpor

SHOWN = 200  # lines of messages, and of changes, on the page; the rest stands in the CSV
TEMPLATE = ("NIP", "Nama", "Tanggal Lahir", "Perangkat Daerah", "Unit Kerja", "Jabatan", "Email", "Aktif")
SAMPLE = (
    "198404112010032009", "Nama Contoh, S.H.", "11/04/1984", "Bagian Kerja Sama", "Subbagian Kerja Sama Dalam Negeri",
    "Analis Kerja Sama", "nama.contoh@example.org", "ya",
)  # fmt: skip
BOM = "\ufeff"  # Excel reads UTF-8 only with it


class ImporPegawaiView(BaseView):
    route_base = "/pegawai/impor"
    default_view = "index"
    title = _l("Impor ASN")

    @expose("", methods=["GET", "POST"])
    @has_access
    @limiter.limit("60 per hour", methods=["POST"])
    def index(self) -> Any:
        form = ImportForm()
        if request.method == "POST" and form.validate():
            impor = attempt(form, lambda: _examine(form))
            if impor is not None:
                return redirect(url_for("ImporPegawaiView.lihat", pk=impor.id))
        html = render_template(
            "pegawai/impor.html",
            form=form,
            rows=queries.imports(),
            keadaan=KEADAAN_IMPOR,
            jumlah=queries.count_people(),
        )
        return html, UNPROCESSABLE if request.method == "POST" else 200

    @expose("/templat.csv")
    @has_access
    def templat(self) -> Any:
        return as_download(BOM + csv_text(TEMPLATE, [SAMPLE]), "templat-asn.csv")

    @expose("/<int:pk>")
    @has_access
    def lihat(self, pk: int) -> Any:
        return _page(_find(pk), ApplyForm())

    @expose("/<int:pk>/terapkan", methods=["POST"])
    @has_access
    def terapkan(self, pk: int) -> Any:
        impor, form = _find(pk), ApplyForm()
        if form.validate() and attempt(form, lambda: _apply(impor, bool(form.yakin_keluar.data))) is not None:
            if impor.keadaan is KeadaanImpor.DITERAPKAN:
                flash(_("Impor diterapkan."), "success")
            return redirect(url_for("ImporPegawaiView.lihat", pk=pk))
        return _page(_find(pk), form), UNPROCESSABLE

    @expose("/<int:pk>/buang", methods=["POST"])
    @has_access
    def buang(self, pk: int) -> Any:
        impor, form = _find(pk), ApplyForm()
        act = lambda: operations.drop(impor, actor=me()) or True  # type: ignore[func-returns-value]  # noqa: E731
        if attempt(form, act) is None:
            return _page(_find(pk), form), UNPROCESSABLE
        flash(_("Berkas dibuang; tidak ada yang berubah."), "success")
        return redirect(url_for("ImporPegawaiView.index"))

    @expose("/<int:pk>/pesan.csv")
    @has_access
    def pesan(self, pk: int) -> Any:
        """Every message of the dry run, to mend the file by."""
        rows = [
            (line, nip, str(KOLOM.get(column, column)), _level(level), sentence(word, values))
            for line, nip, column, level, word, values in _find(pk).pesan
        ]
        header = (_("Baris"), _("NIP"), _("Kolom"), _("Jenis"), _("Pesan"))
        return as_download("".join([BOM, *csv_lines(header, rows)]), f"pesan-impor-{pk}.csv")


def _find(pk: int) -> ImporPegawai:
    return db.session.get(ImporPegawai, pk, populate_existing=True) or abort(404)


def _examine(form: ImportForm) -> ImporPegawai:
    upload = form.berkas.data
    content = upload.stream.read(MAX_BYTES + 1)
    return operations.examine(
        content, upload.filename or "", actor=me(), is_leaving=bool(form.is_keluar.data)
    )


def _apply(impor: ImporPegawai, is_sure: bool) -> ImporPegawai:
    if not operations.is_large(impor):
        return operations.apply(impor, actor=me(), is_sure=is_sure)
    operations.queue(impor, actor=me(), is_sure=is_sure)
    tasks.apply_later(impor, me(), is_sure)
    return impor


def _level(level: str) -> str:
    return _("Galat") if level == GALAT else _("Peringatan")


def _page(impor: ImporPegawai, form: ApplyForm) -> str:
    messages = impor.pesan
    return render_template(
        "pegawai/impor_lihat.html",
        impor=impor,
        form=form,
        hitung=impor.hitungan,
        keadaan=KEADAAN_IMPOR,
        banyak_keluar=rules.are_many(impor.hitungan["keluar"], impor.hitungan["hadir"]),
        banyak_pesan=len(messages),
        pesan=[
            {
                "baris": line,
                "nip": nip,
                "kolom": KOLOM.get(column, column),
                "galat": level == GALAT,
                "kata": sentence(word, values),
            }
            for line, nip, column, level, word, values in messages[:SHOWN]
        ],
    )


# Acts that ask again who one is.
register_berat("ImporPegawaiView.terapkan")
