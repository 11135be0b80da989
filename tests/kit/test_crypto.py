"""Secrets at rest: what can be read again, with which keys, and what cannot be guessed back."""

import pytest
from cryptography.fernet import InvalidToken
from flask import Flask

from app.kit.crypto import decrypt, encrypt, keyed_hash, new_token, token_hash

NIK = "6472014101800077"


@pytest.fixture
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """`keys("new,old")`: the data keys from now on."""
    with app.app_context():
        yield lambda text: monkeypatch.setitem(app.config, "SIKERJA_DATA_KEY", text)


def test_a_text_is_read_again_and_looks_different_each_time(keys) -> None:
    keys("satu")
    assert decrypt(encrypt(NIK)) == NIK
    assert encrypt(NIK) != encrypt(NIK)
    assert NIK not in encrypt(NIK)


def test_keys_are_changed_without_losing_what_is_stored(keys) -> None:
    keys("lama")
    box, mark = encrypt(NIK), keyed_hash(NIK, "nik")
    keys("baru,lama")
    assert decrypt(box) == NIK
    assert keyed_hash(NIK, "nik") == mark  # still unique among those that were stored before
    newer = encrypt(NIK)
    keys("baru")
    assert decrypt(newer) == NIK
    with pytest.raises(InvalidToken):
        decrypt(box)


def test_a_changed_box_is_not_read(keys) -> None:
    keys("satu")
    box = encrypt(NIK)
    with pytest.raises(InvalidToken):
        decrypt(box[:-4] + ("AAAA" if box[-4:] != "AAAA" else "BBBB"))


def test_a_hash_tells_nothing_without_the_key_and_serves_one_purpose(keys) -> None:
    keys("satu")
    mark = keyed_hash(NIK, "nik")
    assert mark == keyed_hash(NIK, "nik") != keyed_hash(NIK, "masuk")
    assert mark != token_hash(NIK)
    keys("dua")
    assert keyed_hash(NIK, "nik") != mark


def test_a_token_is_long_new_each_time_and_stored_as_its_hash() -> None:
    (token, mark), (other, _) = new_token(), new_token()
    assert token != other
    assert len(token) >= 43
    assert mark == token_hash(token)
    assert token not in mark
