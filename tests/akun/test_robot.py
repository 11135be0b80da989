"""The robot check: work done or a question answered counts once, for a while, and only when we asked for it."""

import base64
import json
from datetime import timedelta

import altcha
import pytest

from app.akun import robot
from app.akun.models_pendaftaran import PeriksaTerpakai
from app.extensions import db
from app.kit.clock import at, now
from app.kit.errors import Refused
from tests.akun.daftar import solved

pytestmark = pytest.mark.usefixtures("session")


def changed(payload, *path, value):
    content = json.loads(base64.b64decode(payload))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return base64.b64encode(json.dumps(content).encode()).decode()


def test_work_that_was_done_counts_once():
    payload = solved()
    robot.spend(robot.check(payload))
    with pytest.raises(Refused, match="sudah dipakai"):
        robot.spend(robot.check(payload))


def test_work_counts_for_a_while():
    payload = solved()
    with at(now() + robot.LIFE + timedelta(seconds=2)), pytest.raises(Refused, match="terlalu lama"):
        robot.check(payload)


def test_who_asks_for_longer_or_lighter_work_is_found_out():
    payload = solved()
    parameters = ("challenge", "parameters")
    for path, value in [
        ((*parameters, "expiresAt"), 4102444800),
        ((*parameters, "keyPrefix"), ""),
        ((*parameters, "nonce"), "0" * 32),
        ((*parameters, "cost"), 10_000_000),
        ((*parameters, "algorithm"), "ARGON2ID"),
        (("challenge", "signature"), "0" * 64),
        (("challenge", "signature"), None),
        (("solution", "counter"), -1),
        (("solution", "counter"), "0"),
        (("solution", "derivedKey"), "00" * 32),
    ]:
        with pytest.raises(Refused):
            robot.check(changed(payload, *path, value=value))


def test_work_signed_with_another_key_does_not_count():
    foreign = altcha.create_challenge(
        "SHA-256", cost=1, counter=3, key_prefix_length=16, hmac_secret="kunci lain"
    )
    with pytest.raises(Refused):
        robot.check(solved(foreign.to_dict()))


@pytest.mark.parametrize(
    "payload",
    ["x", "e30=", "bnVsbA==", "W10=", "MQ==", "[" * 3000, "é", "\0", "a" * 100_000,
     base64.b64encode(b'{"challenge": {"parameters": 1, "signature": 2}, "solution": []}').decode()],
)  # fmt: skip
def test_rubbish_does_not_count(payload):
    with pytest.raises(Refused):
        robot.check(payload)


def answer_of(sealed):
    return robot._opened(sealed)[0]


def test_a_question_is_answered_in_digits_or_in_a_word_and_counts_once():
    for write in (str, lambda number: f"  {robot._NUMBERS[number]} "):
        _words, sealed = robot.new_question()
        found = robot.check("", sealed, write(answer_of(sealed)))
        robot.spend(found)
        with pytest.raises(Refused, match="sudah dipakai"):
            robot.spend(robot.check("", sealed, write(answer_of(sealed))))


def test_neither_a_wrong_answer_nor_a_question_of_ones_own_counts():
    _words, sealed = robot.new_question()
    right = answer_of(sealed)
    for given, seal in [
        (str(right + 1), sealed),
        ("", sealed),
        (str(right), ""),
        (str(right), sealed[:-2]),
        (str(right), base64.b64encode(json.dumps([right, 4102444800, 1, "?"]).encode()).decode()),
        ("9" * 10_000, sealed),
    ]:
        with pytest.raises(Refused):
            robot.check("", seal, given)
    with at(now() + robot.LIFE + timedelta(seconds=2)), pytest.raises(Refused, match="terlalu lama"):
        robot.check("", sealed, str(right))


def test_the_answer_does_not_stand_in_the_page():
    words, sealed = robot.new_question()
    assert words.startswith("Berapa ")
    assert not any(sign.isdigit() for sign in words)
    assert robot.question_of(sealed) == words


def test_used_checks_are_forgotten_when_they_would_have_expired():
    robot.spend(robot.check(solved()))
    assert robot.forget_expired() == 0
    with at(now() + robot.LIFE + timedelta(minutes=1)):
        assert robot.forget_expired() == 1
    assert db.session.query(PeriksaTerpakai).count() == 0
