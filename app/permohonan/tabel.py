"""How the two lists of cases are shown: rows with their words, tabs, filters in force, addresses of the pages beside.

Words are looked up once above the rows. Which rows there are is the business of daftar.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.kit.clock import to_wita, today, working_days_between
from app.kit.formats import angka
from app.kit.look import status_badge
from app.permohonan import daftar, kata
from app.permohonan.alur import DAPAT_DIUBAH, DIPROSES, Giliran, Status, Tahap
from app.permohonan.models import JawabanPetugas
from app.permohonan.saringan import FILTERS, TABS, UMUR, URUTAN, Saringan
from app.rujukan.models import JenisPemohon
from app.rujukan.queries import holidays

FIRST_YEAR = 2022  # when the city began to take applications online
ASKED = _l("Anda diminta menjadi PPKSD-2. Jawab permintaan ini.")
LABELS: dict[str, Any] = {
    "q": _l("Kata"),
    "tahap": _l("Tahap"),
    "status": _l("Status"),
    "giliran": _l("Giliran"),
    "kategori": _l("Kategori"),
    "urusan": _l("Urusan"),
    "jenis": _l("Jenis pemohon"),
    "tahun": _l("Tahun diajukan"),
    "umur": _l("Menunggu di status ini"),
}


@dataclass(frozen=True)
class Baris:
    """One row as it is printed."""

    url: str
    kode: str
    judul: Any
    instansi: str
    kategori: str
    status: Any
    giliran: Any
    is_anda: bool
    lama: str
    sejak: Any
    diajukan_at: Any
    lanjut: Any = ""
    is_persis: bool = False


def _sentence(pattern: str, count: int) -> str:
    return pattern.replace("{n}", str(count))


class Pencetak:
    """Turns rows into Baris; what all rows share is looked up once."""

    def __init__(self) -> None:
        self.today, self.holidays = today(), holidays()
        self.day_pattern = _("hari kerja ke-%(n)s", n="{n}")
        self.badges: dict[tuple[Status, bool], Any] = {}

    def badge(self, status: Status, kategori: str) -> Any:
        key = (status, kategori == kata.SINERGI)
        if key not in self.badges:
            self.badges[key] = status_badge(kata.status_word(status, kategori))
        return self.badges[key]

    def age(self, row: Any) -> str:
        """`hari kerja ke-2`; nothing for a case that waits for nobody."""
        if row.status not in (Status.DRAF, *DIPROSES):
            return ""
        days = working_days_between(to_wita(row.status_since).date(), self.today, self.holidays)
        return _sentence(self.day_pattern, days + 1)


def case_path(kode: str) -> str:
    return url_for("PermohonanView.perkara", kode=kode)


def staff_rows(page: daftar.Halaman, user: Pengguna, choices: daftar.Pilihan) -> list[Baris]:
    """The rows of the staff list; the case whose code was typed stands first."""
    show, found = Pencetak(), page.rows
    pattern = case_path("KODE")
    if page.persis is not None:
        found = [page.persis, *found]
    mine = daftar.mine_among(found, user)
    rows = []
    for row in found:
        kategori = choices.kategori_kode.get(row.kategori_id, "")
        turn = row.giliran
        rows.append(
            Baris(
                url=pattern.replace("KODE", row.kode),
                kode=row.kode,
                judul=row.judul,
                instansi=row.instansi_nama,
                kategori=choices.kategori.get(kategori, ""),
                status=show.badge(row.status, kategori),
                giliran=kata.ANDA if row.id in mine else kata.GILIRAN[turn],
                is_anda=row.id in mine,
                lama=show.age(row),
                sejak=row.status_since,
                diajukan_at=row.submitted_at,
                is_persis=row is page.persis,
            )
        )
    return rows


def applicant_rows(page: daftar.Halaman) -> list[Baris]:
    """The rows of "Permohonan saya", each with what to do next."""
    show, rows = Pencetak(), []
    for row in page.rows:
        is_asked = row.jawaban is JawabanPetugas.MENUNGGU and row.status in DAPAT_DIUBAH
        is_anda = is_asked or (row.giliran is Giliran.PEMOHON and row.jawaban is JawabanPetugas.DITERIMA)
        rows.append(
            Baris(
                url=url_for("PetugasView.konfirmasi", kode=row.kode) if is_asked else case_path(row.kode),
                kode=row.kode,
                judul=kata.title_of(row),
                instansi=row.instansi_nama,
                kategori=row.kategori or "",
                status=show.badge(row.status, row.kategori_kode or ""),
                giliran=_("Giliran Anda") if is_anda else kata.GILIRAN_PEMOHON[row.giliran],
                is_anda=is_anda,
                lama=show.age(row),
                sejak=row.status_since,
                diajukan_at=row.submitted_at,
                lanjut=ASKED if is_asked else kata.next_of(row.status, row.giliran),
            )
        )
    return rows


# --- addresses -----------------------------------------------------------------------------------------------------
def list_path(query: str = "") -> str:
    """The staff list in the state that a query string describes."""
    path = url_for("PermohonanView.index")
    return f"{path}?{query}" if query else path


def count_text(count: int) -> str:
    """`141`, or `lebih dari 1.000` for a count that stopped."""
    if count > daftar.COUNT_CAP:
        return _("lebih dari %(n)s", n=angka(daftar.COUNT_CAP))
    return angka(count)


def tabs(saringan: Saringan, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The tabs for the macro `ui.tabs`; a tab without any status for this person is not offered."""
    return [
        {
            "label": TABS[tab][0],
            "url": list_path(Saringan(tab=tab, urut=saringan.urut).query()),
            "jumlah": f"{angka(daftar.COUNT_CAP)}+" if count > daftar.COUNT_CAP else angka(count),
            "kini": tab == saringan.tab,
        }
        for tab, count in counts.items()
    ]


def orders(saringan: Saringan) -> list[dict[str, Any]]:
    """All orders, for the menu."""
    return [
        {"label": order.label, "url": list_path(saringan.query(urut=name)), "kini": name == saringan.urut}
        for name, order in URUTAN.items()
    ]


def heading(saringan: Saringan, ascending: str, descending: str) -> dict[str, Any]:
    """The link of a column's heading, and how the list stands by it now."""
    here = {ascending: "ascending", descending: "descending"}.get(saringan.urut, "")
    following = descending if saringan.urut == ascending else ascending
    return {"url": list_path(saringan.query(urut=following)), "arah": here}


# --- filters -------------------------------------------------------------------------------------------------------
def options(choices: daftar.Pilihan) -> dict[str, dict[str, Any]]:
    """What each filter offers: value to word, in the order shown."""
    listed = [status for status in Status if status is not Status.DRAF]
    return {
        "tahap": {str(stage): kata.TAHAP[stage] for stage in Tahap},
        "status": {str(status): kata.STATUS[status] for status in listed},
        "giliran": {str(turn): kata.GILIRAN[turn] for turn in Giliran},
        "kategori": dict(choices.kategori),
        "urusan": dict(choices.urusan),
        "jenis": {str(jenis): kata.JENIS_PEMOHON[jenis] for jenis in JenisPemohon},
        "tahun": {str(year): str(year) for year in range(today().year, FIRST_YEAR - 1, -1)},
        "umur": {str(days): _("lebih dari %(n)s hari kerja", n=days) for days in UMUR},
    }


def chips(saringan: Saringan, offered: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The filters in force: what each says, and the address without it."""
    found = []
    for name in FILTERS:
        value = getattr(saringan, name)
        if not value:
            continue
        word = offered.get(name, {}).get(str(value), value)
        text = f"“{value}”" if name == "q" else f"{LABELS[name]}: {word}"
        found.append((text, list_path(saringan.query(**{name: None}))))
    return found


def without_filters(saringan: Saringan) -> str:
    """The same tab and order without any filter."""
    return list_path(Saringan(tab=saringan.tab, urut=saringan.urut).query())


def kept(saringan: Saringan, *own: str) -> list[tuple[str, str]]:
    """What a form must carry along beside its own fields, so that one filter does not undo another."""
    rest = replace(saringan, sesudah=None, sebelum=None)
    names = ("tab", "urut", *FILTERS)
    return [(name, str(getattr(rest, name))) for name in names if name not in own and getattr(rest, name)]
