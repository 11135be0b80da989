"""Dates, times, money, sizes and numbers are written as ui.md says, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from app.kit.formats import angka, mesin, rupiah, tanggal, ukuran, waktu, wita

MOMENT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # 14.30 in Samarinda
LATE = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # already the 25th there


def test_a_date_has_its_month_as_a_word() -> None:
    assert tanggal(date(2026, 11, 24)) == "24 November 2026"
    assert tanggal(date(2026, 12, 7), "pendek") == "7 Des 2026"
    assert tanggal(date(2026, 12, 7), "hari") == "Senin, 7 Desember 2026"


def test_a_moment_is_shown_on_the_clock_of_samarinda() -> None:
    assert waktu(MOMENT) == "24 November 2026, 14.30 WITA"
    assert wita(MOMENT) == "14.30 WITA"
    assert tanggal(LATE) == "25 November 2026"
    assert mesin(LATE) == "2026-11-25T01:00+08:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1_500_000, "Rp1.500.000"), (0, "Rp0"), (-5000, "-Rp5.000"), (Decimal("2500.50"), "Rp2.500,50")],
)
def test_money(value: int | Decimal, text: str) -> None:
    assert rupiah(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (900, "900 B"),
        (84_210, "84 kB"),
        (999_600, "1 MB"),
        (1_234_567, "1,2 MB"),
        (25_000_000, "25 MB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert ukuran(size) == text


def test_what_is_missing_is_a_dash() -> None:
    assert [one(None) for one in (tanggal, waktu, wita, rupiah, ukuran, angka)] == ["–"] * 6


def test_english_pages_write_them_in_english(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert waktu(MOMENT) == "24 November 2026, 14:30 WITA"
        assert tanggal(date(2026, 12, 7), "hari") == "Monday, 7 December 2026"
        assert angka(1234.5) == "1,234.5"
        assert ukuran(1_234_567) == "1.2 MB"
