"""Kinds of identity at registration (domain.md 3.4): who may have which, how each number looks, how it is masked.

Pure; nothing is stored or looked up here. A number is kept as `read_identity` answers it: capitals, no blanks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.nik import DOT, NumberRefused, mask_nik, read_nik

MAX_TYPED = 40  # with the blanks and dots that people write into a number


class Kewarganegaraan(StrEnum):
    WNI = "wni"
    WNA = "wna"


class JenisIdentitas(StrEnum):
    KTP = "ktp"
    SIM = "sim"
    PASPOR = "paspor"
    KITAS = "kitas"
    KITAP = "kitap"


CITIZENSHIP: dict[Kewarganegaraan, Any] = {
    Kewarganegaraan.WNI: _l("Warga negara Indonesia (WNI)"),
    Kewarganegaraan.WNA: _l("Warga negara asing (WNA)"),
}
WORDS: dict[JenisIdentitas, Any] = {
    JenisIdentitas.KTP: _l("KTP"),
    JenisIdentitas.SIM: _l("SIM"),
    JenisIdentitas.PASPOR: _l("Paspor"),
    JenisIdentitas.KITAS: _l("KITAS"),
    JenisIdentitas.KITAP: _l("KITAP"),
}
# What the number is called where one reads it.
NUMBER_WORDS: dict[JenisIdentitas, Any] = WORDS | {JenisIdentitas.KTP: _l("NIK")}
KINDS: dict[Kewarganegaraan, tuple[JenisIdentitas, ...]] = {
    Kewarganegaraan.WNI: (JenisIdentitas.KTP, JenisIdentitas.SIM, JenisIdentitas.PASPOR),
    Kewarganegaraan.WNA: (JenisIdentitas.PASPOR, JenisIdentitas.KITAS, JenisIdentitas.KITAP),
}
WRONG_KIND: dict[Kewarganegaraan, Any] = {
    Kewarganegaraan.WNI: _l("WNI mendaftar dengan KTP, SIM, atau paspor."),
    Kewarganegaraan.WNA: _l("WNA mendaftar dengan paspor, KITAS, atau KITAP."),
}
NUMBERS_HELP = _l(
    "KTP: 16 angka NIK. SIM: 12 sampai 16 angka. Paspor: huruf dan angka, misalnya X1234567. "
    "KITAS atau KITAP: misalnya 2C11JE1234-A. Disimpan tersandi; orang lain hanya melihat sebagian."
)


@dataclass(frozen=True)
class Form:
    """How the number of one kind looks, and what is said when it does not."""

    pattern: str
    sentence: Any


_FORMS: dict[tuple[Kewarganegaraan | None, JenisIdentitas], Form] = {
    (None, JenisIdentitas.SIM): Form(
        r"[0-9]{12,16}", _l("Nomor SIM terdiri atas 12 sampai 16 angka, misalnya 640212345678.")
    ),
    (Kewarganegaraan.WNI, JenisIdentitas.PASPOR): Form(
        r"[A-Z]{1,2}[0-9]{6,7}",
        _l("Nomor paspor Indonesia terdiri atas satu atau dua huruf dan 6 atau 7 angka, misalnya X1234567."),
    ),
    # ICAO Doc 9303: at most nine letters and digits.
    (Kewarganegaraan.WNA, JenisIdentitas.PASPOR): Form(
        r"(?=.*[0-9])[A-Z0-9]{5,9}",
        _l("Nomor paspor terdiri atas 5 sampai 9 huruf dan angka, misalnya AB1234567."),
    ),
    (None, JenisIdentitas.KITAS): Form(
        r"(?=(?:.*[0-9]){4})[A-Z0-9]{9,14}",
        _l("Nomor KITAS terdiri atas sekitar 11 huruf dan angka, misalnya 2C11JE1234-A."),
    ),
    (None, JenisIdentitas.KITAP): Form(
        r"(?=(?:.*[0-9]){4})[A-Z0-9]{9,14}",
        _l("Nomor KITAP terdiri atas sekitar 11 huruf dan angka, misalnya 2D13JE5678-B."),
    ),
}


def read_identity(warga: Kewarganegaraan, jenis: JenisIdentitas, text: str, today: date) -> str:
    """The number as it is kept. Raises NumberRefused with a sentence that gives a sample."""
    if jenis not in KINDS[warga]:
        raise NumberRefused(WRONG_KIND[warga])
    if jenis is JenisIdentitas.KTP:
        return read_nik(text, today).number
    number = re.sub(r"[\s.\-/]", "", text).upper()
    form = _FORMS.get((warga, jenis)) or _FORMS[(None, jenis)]
    if re.fullmatch(form.pattern, number, re.ASCII) is None or len(set(number)) == 1:
        raise NumberRefused(form.sentence)
    return number


def mask(jenis: JenisIdentitas, number: str) -> str:
    """A number as others may see it: `6472••••••••0001`, `X1••••67`. At most 16 signs."""
    if jenis is JenisIdentitas.KTP:
        return mask_nik(number)
    return f"{number[:2]}{DOT * (len(number) - 4)}{number[-2:]}"


def fingerprint(
    warga: Kewarganegaraan, jenis: JenisIdentitas, number: str, hashed: Callable[[str, str], str]
) -> str:
    """The keyed hash by which a number is found again; a NIK has the same wherever it is kept.

    `hashed(text, purpose)` is kit.crypto.keyed_hash.
    """
    if jenis is JenisIdentitas.KTP:
        return hashed(number, "nik")
    return hashed(f"{warga}:{jenis}:{number}", "identitas")
