"""The unique code: its pattern, its check digit, its counter."""

import threading

import pytest
from stdnum import damm

from app.kit import settings
from app.permohonan.kode import DEFAULT_PATTERN, check_pattern, digits_of, draft_code, next_code, write_code


def test_the_default_code_has_year_number_and_check_digit():
    code = write_code(DEFAULT_PATTERN, 2026, 42, "KSDPK")
    assert code.startswith("KSD-2026-00042-")
    assert damm.is_valid(digits_of(code))


@pytest.mark.parametrize("position", range(9))
def test_one_mistyped_digit_is_always_noticed(position):
    digits = digits_of(write_code(DEFAULT_PATTERN, 2026, 42, ""))
    wrong = str((int(digits[position]) + 1) % 10)
    assert not damm.is_valid(digits[:position] + wrong + digits[position + 1 :])


@pytest.mark.parametrize(
    "pattern",
    [
        "KSD-{tahun}",  # no number: every code would be the same
        "KSD-{urut}-{urut}",
        "KSD-{nama}-{urut}",
        "KSD {urut}",  # a blank cannot be written in an address
        "KSD/{urut}",
        "ksd-{urut}",
        "KSD-{cek}-{urut}",
        "KSD-{urut:05",
        "D-{urut}",
        "X" * 40 + "{urut}",
    ],
)
def test_admin_cannot_set_a_pattern_that_makes_bad_codes(pattern):
    assert check_pattern(pattern) is not None


@pytest.mark.parametrize("pattern", [DEFAULT_PATTERN, "{kategori}-{tahun}-{urut}", "KSD{urut:08}{cek}"])
def test_admin_can_set_another_good_pattern(pattern):
    assert check_pattern(pattern) is None


def test_numbers_follow_each_other_and_begin_anew_each_year(session):
    first, second = next_code(2031, "KSDPK"), next_code(2031, "KSDPK")
    assert (first[:14], second[:14]) == ("KSD-2031-00001", "KSD-2031-00002")
    assert next_code(2032, "KSDPK").startswith("KSD-2032-00001")


def test_a_new_pattern_is_used_from_the_next_case_on(session):
    settings.put("pola_kode", "{kategori}-{urut:04}")
    assert next_code(2031, "KSDPK") == "KSDPK-0001"


def test_draft_codes_are_hard_to_guess_and_avoid_letters_that_look_alike(session):
    codes = {draft_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(code[2:] for code in codes)) & set("01ILO")


def test_a_draft_code_that_a_case_has_is_not_given_again(cast, monkeypatch):
    from app.permohonan import kode, operations

    taken = operations.create_draft(actor=cast.pemohon).kode_draf
    letters = iter(taken.removeprefix("D-") + "ZZZZZ")
    monkeypatch.setattr(kode.secrets, "choice", lambda alphabet: next(letters))
    assert draft_code() == "D-ZZZZZ"


def test_two_at_once_never_get_the_same_number(committed, app):
    found, errors = [], []

    def take():
        from app.extensions import db

        try:
            with app.app_context():
                for _ in range(5):
                    found.append(next_code(2033, "KSDPK"))
                    db.session.commit()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(set(found)) == len(found) == 30


def test_a_pattern_leaves_room_for_the_longest_category():
    assert check_pattern("KERJASAMA-{kategori}-{tahun}-{urut}-{cek}") is not None
    assert check_pattern("KSD-{kategori}-{tahun}-{urut}") is None
