"""Passwords: which may be chosen, how they are hashed, and a check that costs the same for nobody. Nothing is stored here.

Length and not being guessable is what counts (NIST SP 800-63B): no rules on capitals or signs.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn.frequency_lists import FREQUENCY_LISTS

MIN_LENGTH = 10
MAX_LENGTH = 200
FEWEST_SIGNS = 4
FEWEST_OWN_SIGNS = 4

# scrypt with N = 32768, r = 8, p = 1: 32 MiB and some 60 ms for one try (OWASP's smallest allowed is N = 2**15, p = 3 or
# N = 2**17, p = 1 where memory is plenty). Stated here so that a new release of Werkzeug does not change it unseen; a
# stored hash carries its own parameters.
METHOD = "scrypt:32768:8:1"

# The hash of a password that nobody has: checking against it takes as long as checking a real one.
_NOBODY = generate_password_hash("tidak ada pemilik sandi ini", METHOD)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


# Stems that guessers try first; digits and signs around them do not help. What is common here stands in our own list,
# what is common everywhere are the 30,000 most frequent passwords of published leaks, from the package zxcvbn.
COMMON = frozenset(
    Path(__file__).with_name("sandi_umum.txt").read_text(encoding="utf-8").split()
) | frozenset(map(_bare, FREQUENCY_LISTS["passwords"]))


def normalize(password: str) -> str:
    """One form for the same signs, however a keyboard makes them."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """Salted scrypt, with the parameters stated in METHOD."""
    return generate_password_hash(normalize(password), METHOD)


def is_right(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Takes the same time when nothing is stored."""
    is_given = 0 < len(password) <= MAX_LENGTH and "\0" not in password
    is_same = check_password_hash(stored or _NOBODY, normalize(password) if is_given else "")
    return is_same and bool(stored) and is_given


def why_not_password(password: str, personal: Iterable[str | None]) -> Any:
    """None when a password may be chosen, else a sentence.

    `personal`: what others know of the person (e-mail, names, NIP, birth dates as digits); a password may neither
    be one of them nor one with a few signs around it.
    """
    if "\0" in password:
        return _l("Kata sandi memuat tanda yang tidak dapat dipakai.")
    password = normalize(password)
    if len(password) < MIN_LENGTH:
        return _l("Pakai paling sedikit %(n)s huruf, angka, atau tanda.", n=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        return _l("Pakai paling banyak %(n)s huruf, angka, atau tanda.", n=MAX_LENGTH)
    if _is_common(password):
        return _l(
            "Kata sandi ini termasuk yang paling mudah ditebak. Pilih yang lain, misalnya empat kata acak."
        )
    if any(_is_around(password, known) for known in personal if known):
        return _l("Kata sandi tidak boleh berupa nama, email, NIP, atau tanggal lahir Anda.")
    return None


def _is_common(password: str) -> bool:
    bare = _bare(password)
    stem = bare.strip("0123456789")
    is_run = bare.isdigit() and len({(int(b) - int(a)) % 10 for a, b in pairwise(bare)}) == 1
    is_repeated = bare in (bare + bare)[1:-1]
    is_listed = stem in COMMON or bare in COMMON or password.casefold() in COMMON
    return len(set(password)) < FEWEST_SIGNS or not bare or is_run or is_repeated or is_listed


def _is_around(password: str, known: str) -> bool:
    known, bare = _bare(known), _bare(password)
    if len(known) < FEWEST_SIGNS or not bare:
        return False
    return known in bare and len(bare.replace(known, "")) < FEWEST_OWN_SIGNS
