"""Passwords: length counts, what others can guess is refused, nothing else is asked."""

import pytest

from app.akun.passwords import hash_password, is_right, why_not_password

KNOWN = [
    "ayu.lestari@example.org",
    "ayu.lestari",
    "Ayu Lestari",
    "Lestari",
    "198001012005012001",
    "01011980",
    "19800101",
]


@pytest.mark.parametrize(
    "password",
    [
        "kuda-besi-hujan",
        "tujuh ekor ikan",
        "Xk9#mQ2!vLp",
        "пароль-из-слов",
        "🦆🦆 bebek kali 🌊",
        "a" * 3 + "bcdXYZ!9",
    ],
)
def test_a_long_password_of_any_signs_is_taken(password):
    assert why_not_password(password, KNOWN) is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("", "paling sedikit 10"),
        ("pendek-9", "paling sedikit 10"),
        ("x" * 201, "paling banyak 200"),
        ("ada nul \0 di sini", "tidak dapat dipakai"),
        ("password12345", "mudah ditebak"),
        ("P4ssword!2026", "mudah ditebak"),
        ("Samarinda-2026", "mudah ditebak"),
        ("1234567890", "mudah ditebak"),
        ("9876543210", "mudah ditebak"),
        ("aaaaaaaaaaaa", "mudah ditebak"),
        ("!!!!!!!!!!!!", "mudah ditebak"),
        ("ayu.lestari@example.org", "nama, email"),
        ("AyuLestari99", "nama, email"),
        ("lestari-123", "nama, email"),
        ("198001012005012001", "nama, email"),
        ("01-01-1980ab", "nama, email"),
        ("19800101!!!!", "nama, email"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_its_reason(password, word):
    assert word in str(why_not_password(password, KNOWN))


def test_only_the_right_password_fits():
    stored = hash_password("kuda-besi-hujan")
    assert is_right(stored, "kuda-besi-hujan")
    assert not any(
        is_right(stored, wrong)
        for wrong in ("kuda-besi-hujaN", "", "kuda-besi-hujan ", "kuda-besi-hujan\0", "x" * 20_000)
    )


def test_nothing_fits_an_account_without_a_password():
    assert not any(is_right(None, guess) for guess in ("", "tidak ada pemilik sandi ini", "apa saja"))


def test_the_same_letter_typed_in_two_ways_is_the_same_password():
    assert is_right(hash_password("caf\u00e9-di-tepi-sungai"), "cafe\u0301-di-tepi-sungai")
