"""The public page of figures, with a table and a download behind each chart."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.akun import roles
from app.akun.rules import has_role
from app.extensions import limiter
from app.kerjasama import ekspor
from app.kerjasama.saringan import Saringan as KerjaSamaSaringan
from app.kit.clock import today
from app.kit.csv_file import as_download
from app.kit.fab import BaseView, expose
from app.statistik import daftar_publik, kerja_sama, open_data, queries
from app.statistik.queries import FIRST_YEAR, LAST_YEAR, Baris, Saringan

BARS = 7  # the largest; the rest is one bar more
WIDTH = 36  # letters in a line; SVG does not wrap by itself
LINE, BAR = 18, 30  # pixels of a line of letters, and of a bar with the room around it


@dataclass(frozen=True)
class Batang:
    """One bar: its name in lines that fit a phone, its number, its share of the longest bar, and where it stands."""

    nama: str
    baris: Sequence[str]
    jumlah: int
    persen: str  # as SVG writes it
    y: int  # of its upper edge, in pixels

    @property
    def tinggi(self) -> int:
        return LINE * len(self.baris) + BAR


OTHERS: dict[str, Callable[[int], str]] = {
    "kategori": lambda n: _("%(n)s kategori lain", n=n),
    "urusan": lambda n: _("%(n)s urusan lain", n=n),
    "keadaan": lambda n: _("%(n)s keadaan lain", n=n),
    "wilayah": lambda n: _("%(n)s kabupaten/kota lain", n=n),
}


def bars(rows: Sequence[Baris], kind: str = "") -> list[Batang]:
    """The first rows as bars, the others together as the last one, in the words for their kind."""
    shown = rows if len(rows) <= BARS + 1 else rows[:BARS]
    rest = rows[len(shown) :]
    pairs = [(row.nama, row.jumlah) for row in shown]
    if rest:
        pairs.append((OTHERS[kind](len(rest)), sum(row.jumlah for row in rest)))
    most = max((count for _name, count in pairs), default=0)
    found, y = [], 0
    for name, count in pairs:
        lines = textwrap.wrap(str(name), WIDTH, max_lines=2, placeholder=" …") or [""]
        found.append(Batang(str(name), lines, count, percent(count, most), y))
        y += found[-1].tinggi
    return found


def percent(part: int, whole: int) -> str:
    """A share as SVG writes it: `87.5`, never a comma."""
    return f"{100 * part / whole:.2f}" if whole else "0"


def _person() -> Any:
    """Who looks; None for a visitor."""
    return current_user if current_user.is_authenticated else None


class StatistikView(BaseView):
    """Figures of all submitted cases, by a year and a category."""

    route_base = "/statistik"
    default_view = "index"

    @expose("")
    def index(self) -> str:
        saringan, kategori = self._saringan()
        data = queries.statistik(saringan)
        return render_template(
            "statistik/index.html",
            data=data,
            saringan=saringan,
            kategori=kategori,
            pilihan=queries.kategori_choices(),
            tahun=sorted({row.tahun for row in data.tahun} | ({saringan.tahun} - {None}), reverse=True),
            tahun_ini=today().year,
            bars=bars,
            percent=percent,
            tabel=open_data.TABEL,
            open_kinds=open_data.JENIS,
            unduh=lambda name: url_for("StatistikView.download", name=name, **self._args(saringan, kategori)),
            register=daftar_publik,
            register_kolom=ekspor.KOLOM,
            register_csv=url_for("StatistikView.register_csv", **self._args(saringan, kategori)),
            register_json=url_for("StatistikView.register_json", **self._args(saringan, kategori)),
            daftar=self._case_list(saringan, kategori),
            kerja_sama=kerja_sama.figures(_person(), saringan.tahun, kategori),
            is_petugas=current_user.is_authenticated and has_role(current_user, *roles.STAFF),
        )

    @expose("/<name>.csv")
    def download(self, name: str) -> Response:
        """A table as a file; the dictionary of all columns under its own name."""
        if name == open_data.KAMUS:
            text = open_data.dictionary_csv()
        elif name in open_data.TABEL:
            text = open_data.table_csv(name, queries.statistik(self._saringan()[0]))
        else:
            abort(404)
        return as_download(text, f"statistik-kerja-sama-{name}.csv")

    @expose(f"/{daftar_publik.NAMA}.csv")
    @limiter.limit("30 per minute")
    def register_csv(self) -> Response:
        """The public register, line by line."""
        return self._register(daftar_publik.as_csv, "csv", "text/csv")

    @expose(f"/{daftar_publik.NAMA}.json")
    @limiter.limit("30 per minute")
    def register_json(self) -> Response:
        return self._register(daftar_publik.as_json, "json", "application/json")

    def _register(
        self, lines: Callable[[KerjaSamaSaringan], Iterator[str]], suffix: str, kind: str
    ) -> Response:
        """With the year and the category in the address; who has this very state already is told so."""
        saringan, kategori = self._saringan()
        asked = KerjaSamaSaringan(tahun=saringan.tahun, kategori=kategori)
        response = as_download(lines(asked), f"daftar-kerja-sama-samarinda.{suffix}", kind)
        response.set_etag(daftar_publik.state(asked), weak=True)
        response.make_conditional(request)
        return response

    def _saringan(self) -> tuple[Saringan, str]:
        """The filter in the address, and the code of its category; what means nothing is no filter."""
        text = request.args.get("tahun", "")
        year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            year = None
        kode = request.args.get("kategori", "")
        found = next((one for one in queries.kategori_choices() if one.kode == kode), None) if kode else None
        return Saringan(year, found.id if found else None), found.kode if found else ""

    def _args(self, saringan: Saringan, kategori: str) -> dict[str, Any]:
        return {"tahun": saringan.tahun, "kategori": kategori or None}

    def _case_list(self, saringan: Saringan, kategori: str) -> Any:
        """The address of the cases behind a figure, for those whose list holds every submitted case; None for others."""
        if not has_role(current_user, roles.SUPERADMIN, roles.ADMIN, roles.PIMPINAN):
            return lambda **filters: None
        kept = self._args(saringan, kategori)
        return lambda **filters: url_for("PermohonanView.index", **{**kept, **filters})
