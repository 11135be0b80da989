"""Who may register as what: the name as on the identity card (guide, section 2), what an institution shows of itself.

Pure: no database, no request. A rule answers None when all is well.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.rujukan.models import JenisPemohon

MAX_NAME = 200
NIB_DIGITS = 13
LONG_CAPITALS = 3  # from so many letters on, a word of capitals is no initials
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-"})
MARKS = "'ʿʾ"  # what may stand before the first letter of a name
# Words between names that stay small.
SMALL = frozenset(
    [
        "al",
        "as",
        "ad",
        "an",
        "ar",
        "at",
        "az",
        "ash",
        "el",
        "bin",
        "binti",
        "ibn",
        "ibnu",
        "abu",
        "bint",
        "de",
        "da",
        "das",
        "del",
        "della",
        "der",
        "den",
        "di",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "zu",
        "ten",
        "ter",
        "tot",
        "y",
        "e",
    ]
)
ROMAN = re.compile(r"(?=[IVX])X{0,3}(IX|IV|V?I{0,3})")
INITIALS = re.compile(r"(\w{1,4}\.)+\w?")
BEFORE = frozenset(["dr", "drs", "dra", "ir", "prof", "hc"])
AFTER = frozenset(
    [
        "sh",
        "se",
        "st",
        "sip",
        "skom",
        "spd",
        "spdi",
        "ssos",
        "ssi",
        "sag",
        "sked",
        "skm",
        "skep",
        "sstp",
        "sik",
        "ssn",
        "sp",
        "spt",
        "skh",
        "sfarm",
        "stp",
        "mm",
        "mh",
        "mt",
        "msi",
        "mkom",
        "mpd",
        "mag",
        "mkes",
        "msc",
        "mba",
        "ma",
        "map",
        "mhum",
        "mkn",
        "meng",
        "llm",
        "phd",
        "amd",
        "amdkeb",
        "amdkep",
        "ns",
        "ak",
        "ca",
        "cpa",
        "apt",
    ]
)

NO_LETTERS = _l("Nama terdiri atas huruf. Tulis seperti pada kartu identitas.")
DIGITS = _l("Nama tidak memuat angka. Tulis seperti pada kartu identitas.")
SIGNS = _l("Nama hanya terdiri atas huruf, spasi, titik, tanda petik tunggal ('), dan tanda hubung (-).")
NOT_LATIN = _l("Tulis nama dengan huruf Latin, seperti pada paspor atau kartu identitas.")
TITLE = _l("Tulis nama tanpa gelar; gelar ditulis nanti di Biodata.")
SMALL_LETTERS = _l("Setiap kata pada nama diawali huruf besar.")
CAPITALS = _l("Nama tidak ditulis dengan huruf besar semua.")
MENDABLE = (TITLE, SMALL_LETTERS, CAPITALS)


@dataclass(frozen=True)
class Complaint:
    """Why a name is refused, and how it may have been meant; `saran` is empty when nobody can say."""

    alasan: Any
    saran: str = ""

    def __str__(self) -> str:
        if not self.saran:
            return str(self.alasan)
        meant = _l("Maksud Anda: %(nama)s?", nama=self.saran)
        return f"{self.alasan} {meant}"


def tidy_name(text: str) -> str:
    """One kind of apostrophe and hyphen, single blanks, composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).translate(APOSTROPHES).split())


def why_not_name(text: str) -> Complaint | None:
    """None when a name may stand so, as `tidy_name` answers it.

    Each word begins with a capital and goes on in small letters; allowed besides: small words between names (de, bin,
    van, al-), apostrophes, hyphens, initials with a dot, one word alone, letters with any marks (guide, section 2).
    """
    name = tidy_name(text)
    reason = _reason(name)
    if reason is None:
        return None
    return Complaint(reason, _suggest(without_titles(name)) if reason in MENDABLE else "")


def _reason(name: str) -> Any:
    if (sign := _why_not_signs(name)) is not None:
        return sign
    if without_titles(name) != name:
        return TITLE
    words = name.split()
    has_capital = any(word.lstrip(MARKS)[:1].isupper() or _is_prefixed(word) for word in words)
    if not has_capital or any(not _begins_well(word) for word in words):
        return SMALL_LETTERS
    return CAPITALS if _is_shouted(words) else None


def _why_not_signs(name: str) -> Any:
    letters = [sign for sign in name if sign.isalpha()]
    if len(letters) < 2 or any(not any(map(str.isalpha, word)) for word in name.split()):
        return NO_LETTERS
    if any(sign.isdigit() for sign in name):
        return DIGITS
    if any(not _is_latin(sign) for sign in letters):
        return NOT_LATIN
    strange = [
        sign for sign in name if not (sign.isalpha() or sign in " .'-," or unicodedata.combining(sign))
    ]
    is_odd = re.search(r"[.'-]{2,}|^[.-]|[-]$|\s[.-]|-\s", name.replace(".-", "-")) is not None
    if strange or is_odd or _has_inner_dot(name):
        return SIGNS
    return None


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))


def _has_inner_dot(name: str) -> bool:
    """A dot ends initials or a short form (M., Moh., A.R.); what looks like an address of a page is no name."""
    words = [word for word in without_titles(name).replace(",", " ").split() if "." in word]
    return any(INITIALS.fullmatch(word) is None for word in words)


def without_titles(name: str) -> str:
    """A name without what is behind a comma, and without academic titles before and after it."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and "." in words[0] and words[0].strip(".").casefold() in BEFORE:
        words = words[1:]
    while len(words) > 1 and "." in words[-1] and words[-1].replace(".", "").casefold() in AFTER:
        words = words[:-1]
    return " ".join(words)


def _is_prefixed(word: str) -> bool:
    """`al-Amin`, `d'Angelo`: the capital comes after a small beginning."""
    head, _sign, rest = word.replace("'", "-").partition("-")
    return bool(rest) and (head in SMALL or len(head) <= 1) and rest[0].isupper()


def _begins_well(word: str) -> bool:
    first = word.lstrip(MARKS)[:1]
    return first.isupper() or word in SMALL or _is_prefixed(word)


def _is_shouted(words: list[str]) -> bool:
    """A long word of capitals only, or nothing but words of capitals: no initials and no number of a generation."""
    shouted = [_is_capitals(word) for word in words if _is_word(word)]
    return any(_is_capitals(word, LONG_CAPITALS) for word in words if _is_word(word)) or (
        bool(shouted) and all(shouted)
    )


def _is_word(word: str) -> bool:
    return "." not in word and ROMAN.fullmatch(word) is None and sum(map(str.isalpha, word)) > 1


def _is_capitals(word: str, least: int = 2) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) >= least and not any(sign.islower() for sign in letters)


def _suggest(name: str) -> str:
    """The name as the rule wants it; empty when that does not help either."""
    made = " ".join(_proper(word, is_first=index == 0) for index, word in enumerate(name.split()))
    return made if made and _reason(made) is None else ""


def _proper(word: str, is_first: bool) -> str:
    if word.casefold() in SMALL and not is_first:
        return word.lower()
    if "." in word and INITIALS.fullmatch(word):
        return ".".join(part[:1].upper() + part[1:].lower() for part in word.split("."))
    if ROMAN.fullmatch(word):
        return word
    return "-".join(_capital(part) for part in word.split("-"))


def _capital(part: str) -> str:
    head, sign, rest = part.partition("'")
    if sign and len(head) == 1:  # D'Angelo, but Ma'ruf
        return f"{head.upper()}'{_capital(rest)}"
    if not (part.isupper() or part.islower()):
        return part[:1].upper() + part[1:]
    start = 1 if part[:1] and part[:1] in MARKS else 0
    return part[:start] + part[start : start + 1].upper() + part[start + 1 :].lower()


# --- institutions --------------------------------------------------------------------------------
# A company has a NIB, a private organisation a deed; public bodies stand by a regulation, which Admin knows.
NEEDS_NIB = (JenisPemohon.PERUSAHAAN,)
NEEDS_PAPER = (JenisPemohon.PERUSAHAAN, JenisPemohon.ORNOP, JenisPemohon.LEMBAGA)


def why_not_nib(text: str) -> Any:
    """None for 13 digits (Permenko/OSS: Nomor Induk Berusaha)."""
    if re.fullmatch(r"[0-9]{13}", compact_nib(text)):
        return None
    return _l("NIB terdiri atas %(n)s angka, misalnya 9120001234567.", n=NIB_DIGITS)


def compact_nib(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def why_not_papers(jenis: Any, nib: str, akta: str) -> Any:
    """None when the institution names the paper on which it stands: NIB or deed, for those kinds that must have one."""
    if jenis in NEEDS_PAPER and not nib and not akta:
        return _l("Isi NIB, atau nomor akta pendirian bila belum mempunyai NIB.")
    return None
