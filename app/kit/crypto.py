"""Secrets at rest: encryption of personal numbers, keyed hashes for uniqueness, one-way tokens for links.

The key is SIKERJA_DATA_KEY; without it, one derived from SECRET_KEY. Several keys may be given, separated by
commas: the first encrypts, all decrypt, so that a key can be changed without losing what is stored.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

TOKEN_BYTES = 32


def _derive(secret: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"si-kerja", info=purpose.encode())
    return kdf.derive(secret.encode())


def _secrets() -> list[str]:
    keys = current_app.config.get("SIKERJA_DATA_KEY") or current_app.config["SECRET_KEY"]
    return [key.strip() for key in keys.split(",") if key.strip()]


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "enkripsi"))) for key in _secrets()])


def encrypt(text: str) -> str:
    """Authenticated encryption (AES-128-CBC with HMAC); the same text gives another result each time."""
    return _box().encrypt(text.encode()).decode()


def decrypt(box: str) -> str:
    """The text again. Raises cryptography's InvalidToken when the key is not ours or the box was changed."""
    return _box().decrypt(box.encode()).decode()


def keyed_hash(text: str, purpose: str) -> str:
    """A hash that nobody without the key can guess back; equal texts give equal hashes (for UNIQUE).

    Uses the last key given, which must stay when keys are changed, so that hashes stay comparable.
    """
    key = _derive(_secrets()[-1], f"sidik:{purpose}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def new_token() -> tuple[str, str]:
    """A token for a link and the hash that is stored of it; the token itself is stored nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
