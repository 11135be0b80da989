"""The robot check of public forms: a small piece of work for the browser, or a question in words. No other host is asked.

`new_challenge()` goes to static/robot.js, which answers with a payload; `new_question()` is for who runs no scripts.
Both are signed, expire and count once: `check()` looks, `spend()` takes. Nothing of this says who somebody is.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from cryptography.fernet import InvalidToken
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.akun.models_pendaftaran import PeriksaTerpakai
from app.akun.settings import PEOPLE
from app.extensions import db
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt, keyed_hash
from app.kit.errors import Refused
from app.kit.settings import declare

ALGORITHM = "SHA-256"
LIFE = timedelta(minutes=30)  # people type slowly; a solved check waits for them
MAX_PAYLOAD = 4000
WORK = "periksa_robot_beban"
LEAST, MOST = 1_000, 1_000_000
PREFIX_BYTES = 16
MAX_ANSWER = 40


def _check_work(value: int) -> Any:
    if LEAST <= value <= MOST:
        return None
    return _l("Isi bilangan antara %(low)s dan %(high)s.", low=LEAST, high=MOST)


declare(
    WORK,
    200_000,
    _l("Beban pemeriksaan robot"),
    _l(
        "Berapa hitungan paling banyak bagi peramban pendaftar. Telepon murah mengerjakan 200.000 dalam dua atau tiga detik."
    ),
    _check_work,
    section=PEOPLE,
)


@dataclass(frozen=True)
class Solved:
    """A check that was passed. `sidik`: by what it is known when it is used."""

    sidik: str
    expires_at: datetime


NOT_DONE = _l("Centang “Saya bukan robot” dan tunggu sampai selesai.")
EXPIRED = _l("Pemeriksaan robot sudah terlalu lama. Ulangi.")
USED = _l("Pemeriksaan robot ini sudah dipakai. Ulangi.")
WRONG = _l("Jawaban belum benar. Jawab pertanyaan yang baru.")
NO_ANSWER = _l("Pemeriksaan ini belum dijawab.")


# --- work for a browser --------------------------------------------------------------------------------
def _secret() -> str:
    return keyed_hash("altcha", "robot")


def new_challenge() -> dict[str, Any]:
    """What the script needs: the signed parameters, and up to which number to look."""
    most = settings.get(WORK)
    challenge = altcha.create_challenge(
        ALGORITHM,
        cost=1,
        counter=random.SystemRandom().randrange(most),
        key_prefix_length=PREFIX_BYTES,
        expires_at=now() + LIFE,
        hmac_secret=_secret(),
    )
    return {**challenge.to_dict(), "most": most}


def _read_payload(text: str) -> Solved:
    """Raises Refused unless the work was given by us, not too long ago, and is done."""
    if len(text) > MAX_PAYLOAD:
        raise Refused(NOT_DONE)
    try:
        payload = altcha.Payload.from_base64(text)
        outcome = altcha.verify_solution(payload, _secret())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(NOT_DONE) from None
    if outcome.expired:
        raise Refused(EXPIRED)
    if not outcome.verified:
        raise Refused(NOT_DONE)
    parameters = payload.challenge.parameters
    expires_at = datetime.fromtimestamp(parameters.expires_at or 0, UTC)
    if parameters.algorithm != ALGORITHM or expires_at <= now():
        raise Refused(EXPIRED)
    return Solved(keyed_hash(parameters.nonce, "robot-kerja"), expires_at)


# --- a question in words --------------------------------------------------------------------------------
_NUMBERS = (
    _l("nol"), _l("satu"), _l("dua"), _l("tiga"), _l("empat"), _l("lima"), _l("enam"), _l("tujuh"), _l("delapan"),
    _l("sembilan"), _l("sepuluh"), _l("sebelas"), _l("dua belas"), _l("tiga belas"), _l("empat belas"), _l("lima belas"),
    _l("enam belas"), _l("tujuh belas"), _l("delapan belas"),
)  # fmt: skip


def new_question() -> tuple[str, str]:
    """(question in the language of the page, sealed answer). The seal hides the answer and says until when it counts."""
    dice = random.SystemRandom()
    a, b = dice.randint(2, 9), dice.randint(2, 9)
    if dice.random() < 0.5:
        words = _("Berapa %(a)s ditambah %(b)s?", a=str(_NUMBERS[a]), b=str(_NUMBERS[b]))
        answer = a + b
    else:
        words = _("Berapa %(a)s dikurangi %(b)s?", a=str(_NUMBERS[a + b]), b=str(_NUMBERS[b]))
        answer = a
    until = now() + LIFE
    sealed = encrypt(json.dumps([answer, until.timestamp(), dice.getrandbits(96), words]))
    return words, sealed


def question_of(sealed: str) -> str:
    """The words of a question that was asked; empty when we did not ask it."""
    content = _opened(sealed)
    return str(content[3]) if content else ""


def _opened(sealed: str) -> Any:
    if not sealed or len(sealed) > MAX_PAYLOAD:
        return None
    try:
        content = json.loads(decrypt(sealed))
    except (InvalidToken, ValueError):
        return None
    return content if isinstance(content, list) and len(content) == 4 else None


def _read_answer(sealed: str, answer: str) -> Solved:
    """Raises Refused unless the answer, in digits or in a word, fits a question of ours that is not too old."""
    content = _opened(sealed)
    if not answer.strip():
        raise Refused(NO_ANSWER)
    if content is None:
        raise Refused(WRONG)
    wanted, until, number, _words = content
    if until <= now().timestamp():
        raise Refused(EXPIRED)
    said = " ".join(answer.casefold().split())[:MAX_ANSWER]
    if said not in (str(wanted), str(_NUMBERS[wanted]).casefold()):
        raise Refused(WRONG)
    return Solved(keyed_hash(str(number), "robot-tanya"), datetime.fromtimestamp(until, UTC))


# --- both --------------------------------------------------------------------------------
def check(payload: str, sealed: str = "", answer: str = "") -> Solved:
    """Whether the check was passed, by work or, where no script ran, by an answer. Raises Refused. Spends nothing."""
    return _read_payload(payload) if payload else _read_answer(sealed, answer)


def spend(solved: Solved) -> None:
    """A check counts once, whoever is first. Raises Refused for the second use."""
    row = insert(PeriksaTerpakai).values(sidik=solved.sidik, expires_at=solved.expires_at)
    if db.session.execute(row.on_conflict_do_nothing().returning(PeriksaTerpakai.sidik)).scalar() is None:
        raise Refused(USED, "robot")


def forget_expired() -> int:
    """Used checks that nobody could use any more. Answers how many."""
    return db.session.execute(delete(PeriksaTerpakai).where(PeriksaTerpakai.expires_at < now())).rowcount  # type: ignore[attr-defined,no-any-return]
