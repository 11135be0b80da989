"""The unique code of a case: its pattern, its check digit, its counter under a lock. Nothing else."""

import re
import secrets
import string
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from stdnum import damm

from app.extensions import db
from app.kit import settings
from app.permohonan.models import Penghitung, Permohonan

DEFAULT_PATTERN = "KSD-{tahun}-{urut:05}-{cek}"
FIELD = re.compile(r"\{(\w+)(?::0?(\d{1,2}))?\}")
KNOWN = {"tahun", "urut", "kategori", "cek"}
MAX_LENGTH = 40
LONGEST_KATEGORI = "K" * 20  # as many letters as the code of a category may have
# Without letters and digits that people mix up.
DRAFT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DRAFT_LENGTH = 5


def check_pattern(pattern: Any) -> Any:
    """None when a pattern makes codes that are unique and can be written in an address; else a sentence."""
    text = str(pattern)
    names = [match[1] for match in FIELD.finditer(text)]
    rest = FIELD.sub("", text)
    if names.count("urut") != 1:
        return _l("Pola kode harus memuat {urut} satu kali.")
    if not set(names) <= KNOWN or "{" in rest or "}" in rest:
        return _l("Pola kode hanya mengenal {tahun}, {urut:05}, {kategori}, dan {cek}.")
    if not re.fullmatch(r"[A-Z0-9-]*", rest):
        return _l("Pola kode hanya boleh memuat huruf besar, angka, dan tanda hubung di luar kurung kurawal.")
    if "cek" in names and not text.endswith("{cek}"):
        return _l("Angka cek {cek} harus berada di akhir pola.")
    if rest.startswith("D-") or len(write_code(text, 9999, 99999999, LONGEST_KATEGORI)) > MAX_LENGTH:
        return _l("Pola kode terlalu panjang atau sama dengan kode draf (D-…).")
    return None


SETTINGS = settings.Section(_l("Permohonan dan perkara"), 10)
settings.declare(
    "pola_kode",
    DEFAULT_PATTERN,
    _l("Pola kode permohonan"),
    _l("Bagian {tahun}, {urut:05}, {kategori}, dan {cek} (angka cek, di akhir) diisi oleh sistem."),
    check_pattern,
    section=SETTINGS,
)


def digits_of(code: str) -> str:
    """The digits of a code, in order: the check digit is calculated over them."""
    return "".join(c for c in code if c in string.digits)


def write_code(pattern: str, year: int, number: int, kategori: str) -> str:
    """One code by a pattern; `{cek}` is a Damm digit over all digits before it."""

    def fill(match: re.Match[str]) -> str:
        width = int(match[2] or 0)
        values = {"tahun": str(year), "urut": str(number), "kategori": kategori}
        return values[match[1]].zfill(width) if match[1] != "cek" else "{cek}"

    code = FIELD.sub(fill, pattern)
    if not code.endswith("{cek}"):
        return code
    stem = code.removesuffix("{cek}")
    return stem + damm.calc_check_digit(digits_of(stem))


def has_right_check_digit(code: str) -> bool:
    """Whether a code that people typed can be one of ours, as far as its last digit tells.

    Always true when the pattern in force has no check digit.
    """
    if not str(settings.get("pola_kode")).endswith("{cek}"):
        return True
    return bool(digits_of(code)) and damm.is_valid(digits_of(code))


def next_code(year: int, kategori: str) -> str:
    """The next code; its counter's row stays locked until the transaction ends, so numbers have no gap or double."""
    pattern = settings.get("pola_kode")
    key = f"permohonan/{year}" if "{tahun}" in pattern else "permohonan"
    while True:
        statement = (
            insert(Penghitung)
            .values(kunci=key, nilai=1)
            .on_conflict_do_update(index_elements=[Penghitung.kunci], set_={"nilai": Penghitung.nilai + 1})
            .returning(Penghitung.nilai)
        )
        number = db.session.execute(statement).scalar_one()
        code = write_code(pattern, year, number, kategori)
        # A pattern that was changed and changed back may meet a code that exists.
        if not db.session.scalar(select(func.count()).where(Permohonan.kode == code)):
            return code


def draft_code() -> str:
    """A provisional code for a draft, hard to guess and easy to read out, that no case has."""
    while True:
        code = "D-" + "".join(secrets.choice(DRAFT_ALPHABET) for _ in range(DRAFT_LENGTH))
        if not db.session.scalar(select(func.count()).where(Permohonan.kode_draf == code)):
            return code
