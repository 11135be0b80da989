"""The register of agreements: for visitors what was released, for staff and partners what they may see.

A view finds, asks and draws; it decides nothing and commits nothing.
"""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun import roles
from app.akun.rules import has_role
from app.kerjasama import daftar, ekspor, kartu, operations, queries, rules
from app.kerjasama import pindahan as _pindahan  # noqa: F401  # mergers of institutions know its rows
from app.kerjasama import tasks as _tasks  # noqa: F401  # the worker knows its jobs
from app.kerjasama.forms import KoreksiForm
from app.kerjasama.keadaan import Keadaan, keadaan_of
from app.kerjasama.models import KerjaSama
from app.kerjasama.sambungan import kontak_of, penanda_of
from app.kerjasama.saringan import FILTERS, URUTAN, Rilis, Saringan, read
from app.kit import storage
from app.kit.access import has_access
from app.kit.clock import today
from app.kit.csv_file import as_download, csv_lines
from app.kit.errors import Refused
from app.kit.fab import BaseView, expose
from app.kit.formats import angka
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.permohonan import halaman
from app.rujukan.models_rencana import JenisNaskah

kartu.register()

LABELS: dict[str, Any] = {
    "q": _l("Kata"),
    "jenis": _l("Jenis naskah"),
    "kategori": _l("Kategori"),
    "keadaan": _l("Keadaan"),
    "tahun": _l("Tahun ditandatangani"),
    "rilis": _l("Daftar publik"),
}


def _person() -> Any:
    """Who looks; None for a visitor."""
    return g.user if current_user.is_authenticated else None


def _is_staff() -> bool:
    return _person() is not None and has_role(g.user, *roles.STAFF)


class KerjaSamaView(BaseView):
    """Open to visitors; the acts are Admin's. `permission_name` only lets the side bar ask whose line it is."""

    title = _l("Kerja sama")
    route_base = "/kerja-sama"
    default_view = "index"

    @expose("")
    @permission_name("index")
    def index(self) -> str:
        """Search, filters and pages of the register."""
        is_staff = _is_staff()
        saringan = read(request.args, is_staff)
        page = daftar.page_of(saringan, _person())
        offered = _options(daftar.choices(_person()), is_staff)
        return render_template(
            "kerjasama/daftar.html",
            is_staf=is_staff,
            saringan=saringan,
            halaman=page,
            jumlah=_count_text(page.jumlah),
            pilihan=offered,
            labels=LABELS,
            chips=_chips(saringan, offered),
            urutan=[
                (URUTAN[name].label, list_path(saringan.query(urut=name)), name == saringan.urut)
                for name in URUTAN
            ],
            kepala={
                "ditandatangani_on": _heading(saringan, "ditandatangani", ""),
                "berlaku_until": _heading(saringan, "akhir", "-akhir"),
            },
            terbawa=_carried,
            bersih=list_path(Saringan(urut=saringan.urut).query()),
            sebelum=list_path(saringan.query(sebelum=page.sebelum)) if page.sebelum else None,
            sesudah=list_path(saringan.query(sesudah=page.sesudah)) if page.sesudah else None,
            list_path=list_path,
            ekspor=_export_path(saringan),
        )

    @expose("/ekspor.csv")
    @has_access
    def unduh_daftar(self) -> Response:
        """The rows of the list as it stands in the address, all pages, for those who see every agreement."""
        if not ekspor.may_export(g.user):
            abort(403)
        saringan = read(request.args)
        lines = csv_lines(list(ekspor.KOLOM), ekspor.rows(saringan, g.user))
        return as_download(lines, f"kerja-sama-{today().isoformat()}.csv")

    @expose("/<kode>")
    @permission_name("index")
    def lihat(self, kode: str) -> Any:
        """One agreement."""
        return _page(_load(kode))

    @expose("/<kode>/naskah")
    @has_access
    def unduh(self, kode: str) -> Any:
        """The signed scan, for those who see its case: it holds signatures."""
        kerja_sama = _load(kode)
        return _send(kerja_sama, kerja_sama.berkas, kerja_sama.kode)

    @expose("/<kode>/koreksi/<int:nomor>")
    @has_access
    def unduh_koreksi(self, kode: str, nomor: int) -> Any:
        """The file of a correction, for the same people."""
        kerja_sama = _load(kode)
        for row in queries.corrections(kerja_sama):
            if row.id == nomor and row.berkas is not None:
                return _send(kerja_sama, row.berkas, f"{kerja_sama.kode} koreksi {row.id}")
        abort(404)

    @expose("/<kode>/rilis", methods=["POST"])
    @has_access
    def rilis(self, kode: str) -> Any:
        return _act(kode, operations.release, _("%(kode)s tampil di daftar publik."))

    @expose("/<kode>/tarik", methods=["POST"])
    @has_access
    def tarik(self, kode: str) -> Any:
        return _act(kode, operations.conceal, _("%(kode)s tidak tampil lagi di daftar publik."))

    @expose("/<kode>/koreksi", methods=["POST"])
    @has_access
    def koreksi(self, kode: str) -> Any:
        """Admin records a correction beside the signed file."""
        kerja_sama, form = _load(kode), KoreksiForm()

        def act() -> Any:
            upload = form.berkas.data
            has_file = bool(getattr(upload, "filename", ""))
            try:
                berkas = storage.save_upload(upload, {"pdf"}, g.user) if has_file else None
            except Refused as refusal:
                raise Refused(refusal.message, "berkas") from None
            return operations.correct(kerja_sama, actor=g.user, isi=form.teks.data or "", berkas=berkas)

        if not form.validate() or attempt(form, act) is None:
            return _page(_load(kode), form), UNPROCESSABLE
        flash(_("Koreksi tercatat di samping naskah."), "success")
        return redirect(url_for("KerjaSamaView.lihat", kode=kode, _anchor="koreksi"), 303)


PAGES: tuple[type, ...] = (KerjaSamaView,)


# --- one agreement -------------------------------------------------------------------------------------------------
def _load(kode: str) -> KerjaSama:
    return queries.find(kode, _person()) or abort(404)


def _page(kerja_sama: KerjaSama, form: KoreksiForm | None = None) -> str:
    person = _person()
    sees_case = person is not None and queries.may_see_case(person, kerja_sama)
    is_keeper = person is not None and rules.may_keep(person, kerja_sama) is None
    return render_template(
        "kerjasama/lihat.html",
        is_staf=_is_staff(),
        k=kerja_sama,
        keadaan=keadaan_of(kerja_sama),
        induk=queries.parent_of(kerja_sama, person),
        turunan=queries.children_of(kerja_sama, person) if kerja_sama.jenis.is_pertama else [],
        keadaan_of=keadaan_of,
        koreksi=queries.corrections(kerja_sama),
        penanda=penanda_of(kerja_sama),
        kontak=kontak_of(kerja_sama),
        lihat_perkara=sees_case,
        perkara_url=halaman.case_url(kerja_sama.permohonan) if sees_case else None,
        is_pengurus=is_keeper,
        form=(form or KoreksiForm(formdata=None)) if is_keeper else None,
        galat=form,
    )


def _send(kerja_sama: KerjaSama, berkas: storage.Berkas, name: str) -> Any:
    if not queries.may_see_case(g.user, kerja_sama):
        abort(404)
    response = storage.send_stored(berkas, f"{name}.pdf")
    if operations.note_reading(kerja_sama.permohonan, actor=g.user, berkas=berkas, nama=name):
        keep()
    return response


def _act(kode: str, act: Any, done: str) -> Any:
    """One press on the register, from the page of the agreement or of its case; back to where it was pressed."""
    kerja_sama = _load(kode)
    case = halaman.case_url(kerja_sama.permohonan)
    back = case if request.form.get("dari") == "perkara" else url_for("KerjaSamaView.lihat", kode=kode)
    if attempt(None, lambda: (act(kerja_sama, actor=g.user), True)) is None:
        flash(g.refusal.message, "danger")
    else:
        flash(done % {"kode": kode}, "success")
    return redirect(back, 303)


# --- addresses and words of the list -------------------------------------------------------------------------------
def list_path(query: str = "") -> str:
    """The register in the state that a query string describes."""
    path = url_for("KerjaSamaView.index")
    return f"{path}?{query}" if query else path


def _export_path(saringan: Saringan) -> str | None:
    """The file of the same filters and order; None for whom it is not."""
    person = _person()
    if person is None or not ekspor.may_export(person):
        return None
    query = saringan.query(sebelum=None, sesudah=None)
    path = url_for("KerjaSamaView.unduh_daftar")
    return f"{path}?{query}" if query else path


def _count_text(count: int) -> str:
    return _("lebih dari %(n)s", n=angka(daftar.COUNT_CAP)) if count > daftar.COUNT_CAP else angka(count)


def _options(choices: daftar.Pilihan, is_staff: bool) -> dict[str, dict[str, Any]]:
    """What each filter offers: value to word, in the order shown."""
    offered: dict[str, dict[str, Any]] = {
        "jenis": {jenis.value: jenis.label for jenis in JenisNaskah},
        "kategori": dict(choices.kategori),
        "keadaan": {keadaan.value: keadaan.label for keadaan in Keadaan},
        "tahun": {str(year): str(year) for year in choices.tahun},
    }
    return offered | ({"rilis": {rilis.value: rilis.label for rilis in Rilis}} if is_staff else {})


def _chips(saringan: Saringan, offered: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """The filters in force: what each says, and the address without it."""
    found = []
    for name in FILTERS:
        value = getattr(saringan, name)
        if value:
            word = offered.get(name, {}).get(str(value), value)
            text = f"“{value}”" if name == "q" else f"{LABELS[name]}: {word}"
            found.append((text, list_path(saringan.query(**{name: None}))))
    return found


def _heading(saringan: Saringan, ascending: str, descending: str) -> dict[str, str]:
    """The link of a column's heading, and how the list stands by it now."""
    here = {ascending: "ascending", descending: "descending"}.get(saringan.urut, "")
    following = descending if saringan.urut == ascending else ascending
    return {"url": list_path(saringan.query(urut=following)), "arah": here}


def _carried(saringan: Saringan, *own: str) -> list[tuple[str, str]]:
    """What a form must carry along beside its own fields, so that one filter does not undo another."""
    names = ("urut", *FILTERS)
    return [
        (name, str(getattr(saringan, name))) for name in names if name not in own and getattr(saringan, name)
    ]
