"""The same figures as tables of plain text that anybody may take: CSV with a dictionary of their columns.

Names of columns and codes never change with the language of the page; no row speaks of a person or a single case. The
register itself is in daftar_publik.py; its columns stand in the same dictionary.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.kerjasama import ekspor
from app.kit.csv_file import csv_text
from app.statistik import daftar_publik
from app.statistik.queries import Baris, Statistik

JENIS: dict[str, Any] = {"teks": _l("teks"), "bilangan": _l("bilangan"), "tanggal": _l("tanggal")}


@dataclass(frozen=True)
class Kolom:
    """One column: its name in the file, its kind, and what it means."""

    nama: str
    jenis: str  # a key of JENIS
    arti: Any


@dataclass(frozen=True)
class Tabel:
    """One file: its title, its columns, and where its rows come from."""

    judul: Any
    kolom: Sequence[Kolom]
    rows: Callable[[Statistik], Iterable[Sequence[Any]]]


def _lines(part: Callable[[Statistik], Sequence[Baris]]) -> Callable[[Statistik], Iterable[Sequence[Any]]]:
    return lambda data: ((row.kode, row.nama, row.jumlah) for row in part(data))


def _columns(kode: Any, nama: Any) -> tuple[Kolom, ...]:
    jumlah = _l("Banyaknya permohonan yang sudah dikirim, menurut saringan tahun dan kategori pada alamatnya")
    return Kolom("kode", "teks", kode), Kolom("nama", "teks", nama), Kolom("jumlah", "bilangan", jumlah)


TABEL: dict[str, Tabel] = {
    "tahap": Tabel(
        _l("Menurut tahap"),
        _columns(
            _l("Kode tahap pada poster lima tahap; tutup: ditolak atau ditarik"),
            _l("Nama tahap"),
        ),
        _lines(lambda data: data.tahap),
    ),
    "keadaan": Tabel(
        _l("Menurut keadaan"),
        _columns(_l("Kode keadaan permohonan"), _l("Nama keadaan")),
        _lines(lambda data: data.status),
    ),
    "kategori": Tabel(
        _l("Menurut kategori"),
        _columns(_l("Kode kategori menurut PP 28/2018; kosong: belum berkategori"), _l("Nama kategori")),
        _lines(lambda data: data.kategori),
    ),
    "urusan": Tabel(
        _l("Menurut urusan"),
        _columns(
            _l("Kode urusan pemerintahan (UU 23/2014 pasal 12)"),
            _l("Nama urusan; permohonan dengan beberapa urusan dihitung pada setiap urusannya"),
        ),
        _lines(lambda data: data.urusan),
    ),
    "jenis-pemohon": Tabel(
        _l("Menurut jenis pemohon"),
        _columns(_l("Kode jenis pemohon"), _l("Nama jenis pemohon")),
        _lines(lambda data: data.jenis_pemohon),
    ),
    "wilayah": Tabel(
        _l("Menurut wilayah pemohon"),
        _columns(_l("Kode wilayah Kementerian Dalam Negeri"), _l("Nama kabupaten/kota instansi pemohon")),
        _lines(lambda data: data.wilayah),
    ),
    "tahun": Tabel(
        _l("Menurut tahun"),
        (
            Kolom("tahun", "bilangan", _l("Tahun pengiriman menurut waktu Samarinda (WITA)")),
            Kolom("diajukan", "bilangan", _l("Banyaknya permohonan yang dikirim pada tahun itu")),
            Kolom(
                "lolos_verifikasi", "bilangan", _l("Di antaranya, yang sekarang sudah melewati verifikasi")
            ),
        ),
        lambda data: ((row.tahun, row.diajukan, row.terverifikasi) for row in data.tahun),
    ),
}
KAMUS = "kamus"


def table_csv(name: str, data: Statistik) -> str:
    """One table as CSV (RFC 4180, UTF-8), its words in Indonesian. KeyError for an unknown name."""
    table = TABEL[name]
    with force_locale("id"):
        return csv_text([column.nama for column in table.kolom], table.rows(data))


def dictionary_csv() -> str:
    """What each column of each file means."""
    with force_locale("id"):
        rows = [(name, c.nama, c.jenis, c.arti) for name, table in TABEL.items() for c in table.kolom]
        rows += [(daftar_publik.NAMA, name, kind, means) for name, (kind, means) in ekspor.KOLOM.items()]
        return csv_text(("berkas", "kolom", "jenis", "arti"), rows)
