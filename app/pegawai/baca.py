"""Reading a table of people: from a CSV file or from what a personnel system answers, into checked lines. Stores nothing.

A line is never half good: an error keeps it out, a warning does not. Words of messages stand in kata.py.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from app.akun.nik import NumberRefused, compact_nip, read_nip
from app.kit.errors import Refused
from app.pegawai.kata import GALAT, PERINGATAN

MAX_BYTES = 8 * 1024 * 1024
MAX_ROWS = 50_000
COLUMNS = ("nip", "nama", "lahir", "opd", "unit", "jabatan", "email", "aktif")
NEEDED = ("nip", "nama")
LONGEST = {"nama": 200, "unit": 200, "jabatan": 200, "email": 320, "opd": 200}
FORMULA = ("=", "+", "-", "@")
NAME = re.compile(r"[^\W\d_][\w .,'’`/()\-]*")
EXCEL = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
YES = {"", "ya", "y", "1", "true", "aktif", "active", "yes", "a"}
NO = {"tidak", "t", "0", "false", "nonaktif", "inactive", "no", "n", "pensiun", "keluar"}
# What the first line of a file may call a column, without blanks and signs.
HEADINGS = {
    "nip": "nip", "nipbaru": "nip", "nomorindukpegawai": "nip",
    "nama": "nama", "namalengkap": "nama", "namapegawai": "nama",
    "tanggallahir": "lahir", "tgllahir": "lahir", "lahir": "lahir",
    "perangkatdaerah": "opd", "opd": "opd", "skpd": "opd", "kodeopd": "opd",
    "unitkerja": "unit", "unit": "unit", "unitorganisasi": "unit",
    "jabatan": "jabatan", "namajabatan": "jabatan",
    "email": "email", "surel": "email", "alamatemail": "email",
    "aktif": "aktif", "status": "aktif", "isaktif": "aktif",
}  # fmt: skip


@dataclass(frozen=True)
class Pesan:
    """Something about one line: `baris` as a spreadsheet counts, `kata` a key of kata.PESAN."""

    baris: int
    nip: str
    kolom: str
    tingkat: str
    kata: str
    isi: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        return [self.baris, self.nip, self.kolom, self.tingkat, self.kata, self.isi]


@dataclass(frozen=True)
class Baris:
    """One person as the file says, checked."""

    nip: str
    nama: str
    lahir_on: date
    opd_id: int | None
    unit: str
    jabatan: str
    email: str
    is_aktif: bool


@dataclass
class Bacaan:
    """A whole table: good lines by NIP, every message, and the NIPs that stand in it in whatever state."""

    baris: dict[str, Baris] = field(default_factory=dict)
    pesan: list[Pesan] = field(default_factory=list)
    disebut: set[str] = field(default_factory=set)
    nomor: dict[str, int] = field(default_factory=dict)  # NIP -> line
    jumlah: int = 0

    @property
    def galat(self) -> int:
        """How many lines stay out."""
        return len({one.baris for one in self.pesan if one.tingkat == GALAT})

    @property
    def is_complete(self) -> bool:
        """Whether every line says who it means; else nobody may be taken for missing."""
        return not any(one.tingkat == GALAT and one.kolom in ("nip", "") for one in self.pesan)


# --- the file --------------------------------------------------------------------------------
def decode(content: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 (with Excel's mark), else Windows-1252. Raises Refused (field berkas)."""
    if not content.strip():
        raise Refused(_l("Berkas kosong. Pilih berkas yang berisi."), "berkas")
    if len(content) > MAX_BYTES:
        raise Refused(
            _l("Berkas terlalu besar. Paling besar %(n)s MB.", n=MAX_BYTES // 1024 // 1024), "berkas"
        )
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Refused(_l("Ini bukan berkas CSV. Di Excel pilih Simpan Sebagai, lalu CSV UTF-8."), "berkas")
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in text):
            return text
        break
    raise Refused(_l("Ini bukan berkas CSV. Di Excel pilih Simpan Sebagai, lalu CSV UTF-8."), "berkas")


def csv_rows(content: bytes) -> Iterator[tuple[int, dict[str, str] | None]]:
    """(line, column -> text) of a file; None for a line that does not fit its heading. Raises Refused (field berkas)."""
    text = decode(content)
    first = (text.splitlines() or [""])[0]  # a file may hold Excel's mark and nothing else
    if first.lower().startswith("sep="):  # Excel's own hint
        text = text[len(first) :].lstrip("\r\n")
        first = (text.splitlines() or [""])[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        names = _heading(next(reader, []))
        for count, cells in enumerate(reader, 1):
            if count > MAX_ROWS:
                raise Refused(_l("Paling banyak %(n)s baris dalam satu berkas.", n=MAX_ROWS), "berkas")
            if any(cell.strip() for cell in cells):
                yield count + 1, _cells(names, cells)  # as a spreadsheet counts: a cell may go over lines
    except csv.Error:
        raise Refused(
            _l("Baris %(n)s tidak terbaca sebagai CSV: periksa tanda kutipnya.", n=reader.line_num), "berkas"
        ) from None


def _heading(cells: Sequence[str]) -> list[str]:
    names = [HEADINGS.get(re.sub(r"[\W_]+", "", cell.casefold()), "") for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Refused(
            _l(
                "Baris pertama harus berisi judul kolom, sedikitnya NIP dan Nama. Pakai templat yang disediakan."
            ),
            "berkas",
        )
    if len([name for name in names if name]) != len({name for name in names if name}):
        raise Refused(_l("Ada judul kolom yang tertulis dua kali."), "berkas")
    return names


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, str] | None:
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        return None
    return {name: cell for name, cell in zip(names, cells, strict=False) if name}


# --- the lines --------------------------------------------------------------------------------
class Offices:
    """The city's offices by code, short name and name, whatever the capitals."""

    def __init__(self, rows: Iterable[tuple[int, str, str | None, str]]) -> None:
        self.known: dict[str, int] = {}
        self.names: dict[str, str] = {}
        for key, kode, singkatan, nama in rows:
            self.names[_plain(nama)] = nama
            for word in (kode, singkatan, nama):
                if word:
                    self.known.setdefault(_plain(word), key)
        self._guessed: dict[str, str | None] = {}

    def find(self, text: str) -> int | None:
        return self.known.get(_plain(text))

    def guess(self, text: str) -> str | None:
        """The name that was perhaps meant; the same wrong word is looked up once."""
        word = _plain(text)
        if word not in self._guessed:
            close = get_close_matches(word, list(self.names), n=1, cutoff=0.75)
            self._guessed[word] = self.names[close[0]] if close else None
        return self._guessed[word]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def read(rows: Iterable[tuple[int, Mapping[str, Any] | None]], offices: Offices) -> Bacaan:
    """Every line checked. A NIP or an address that stands twice keeps the later line out."""
    found = Bacaan()
    seen: dict[str, int] = {}
    owners: dict[str, str] = {}
    for line, raw in rows:
        found.jumlah += 1
        _Reader(found, line, raw, offices, seen, owners).read()
    return found


class _Reader:
    """One line on its way from text to Baris."""

    def __init__(
        self,
        found: Bacaan,
        line: int,
        raw: Mapping[str, Any] | None,
        offices: Offices,
        seen: dict[str, int],
        owners: dict[str, str],
    ) -> None:
        self.found, self.line, self.raw, self.offices = found, line, raw, offices
        self.seen, self.owners = seen, owners
        self.nip, self.is_bad = "", False

    def say(self, column: str, word: str, level: str = GALAT, **values: Any) -> None:
        self.is_bad = self.is_bad or level == GALAT
        self.found.pesan.append(Pesan(self.line, self.nip, column, level, word, values))

    def text(self, column: str) -> str:
        """A cell as people mean it: no marks that nobody sees, single blanks, not Excel's apostrophe."""
        value = (self.raw or {}).get(column)
        if value is None or isinstance(value, bool | dict | list):
            return {True: "ya", False: "tidak"}.get(value, "") if isinstance(value, bool) else ""
        shown = "".join(" " if sign.isspace() else sign for sign in str(value))
        shown = "".join(sign for sign in shown if not unicodedata.category(sign).startswith("C"))
        shown = " ".join(unicodedata.normalize("NFC", shown).split()).removeprefix("'")
        if shown.startswith(FORMULA) and column != "nip" and shown != "-":
            self.say(column, "rumus")
        elif len(shown) > LONGEST.get(column, 200):
            self.say(column, "terlalu_panjang", n=LONGEST.get(column, 200))
        return "" if shown == "-" else shown

    def read(self) -> None:
        if self.raw is None:
            return self.say("", "kolom_kurang")
        born_on = self._nip()
        nama = self._name()
        lahir_on = self._birth(born_on)
        opd_id = self._office()
        unit, jabatan = self.text("unit"), self.text("jabatan")
        is_aktif = self._state()
        email = self._email(is_aktif)
        if self.is_bad or born_on is None:
            return None
        line = Baris(self.nip, nama, lahir_on or born_on, opd_id, unit, jabatan, email, is_aktif)
        self.found.baris[self.nip], self.found.nomor[self.nip] = line, self.line
        return None

    def _nip(self) -> date | None:
        typed = compact_nip(self.text("nip"))
        if EXCEL.fullmatch(self.text("nip")) or (
            typed.isdigit() and len(typed) == 18 and typed.endswith("000")
        ):
            self.say("nip", "nip_excel")
            return None
        self.nip = typed[:18] if typed.isascii() and typed.isdigit() else ""
        if not re.fullmatch(r"[0-9]{18}", typed):
            self.say("nip", "nip_panjang")
            return None
        self.found.disebut.add(typed)
        if typed in self.seen:
            self.say("nip", "nip_ganda", lain=self.seen[typed])
            return None
        self.seen[typed] = self.line
        try:
            return read_nip(typed).born_on
        except NumberRefused:
            self.say("nip", "nip_salah")
            return None

    def _name(self) -> str:
        nama = self.text("nama")
        if not nama:
            self.say("nama", "nama_kosong")
        elif not NAME.fullmatch(nama) and not nama.startswith(FORMULA):
            self.say("nama", "nama_salah")
        return nama

    def _birth(self, by_nip: date | None) -> date | None:
        typed = self.text("lahir")
        if not typed:
            return by_nip
        found = date_of(typed)
        if found is None:
            self.say("lahir", "lahir_salah")
        elif by_nip is not None and found != by_nip:
            self.say("lahir", "lahir_beda", PERINGATAN)
        return found

    def _office(self) -> int | None:
        typed = self.text("opd")
        if not typed:
            return None
        found = self.offices.find(typed)
        if found is None and not typed.startswith(FORMULA):
            guess = self.offices.guess(typed)
            word, more = ("opd_mirip", {"saran": guess}) if guess else ("opd_asing", {})
            self.say("opd", word, PERINGATAN, isi=typed[:80], **more)
        return found

    def _email(self, is_aktif: bool) -> str:
        typed = self.text("email").lower()
        if not typed:
            if not self.is_bad and is_aktif:
                self.say("email", "email_kosong", PERINGATAN)
            return ""
        try:
            address = validate_email(
                typed, check_deliverability=False, test_environment=True, allow_smtputf8=False
            ).normalized.lower()
        except EmailNotValidError:
            self.say("email", "email_salah")
            return ""
        # A line that stays out takes no address from anybody, nor does somebody who leaves.
        if not self.is_bad and is_aktif and self.owners.setdefault(address, self.nip) != self.nip:
            self.say("email", "email_ganda")
        return address

    def _state(self) -> bool:
        word = self.text("aktif").casefold()
        if word not in YES | NO:
            self.say("aktif", "aktif_salah")
        return word not in NO


def date_of(text: str) -> date | None:
    """A day as people and programs write it; None when there is no such day."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d"):
        try:
            found = datetime.strptime(text[:10], pattern).date()
        except ValueError:
            continue
        return found if found.year >= 1900 else None
    return None
