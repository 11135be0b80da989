"""A passkey in software, as a telephone or a USB key would answer. Every part of an answer can be made wrong."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Perangkat:
    """One device with one key. `counts`: whether it counts its signatures, as USB keys do and synced keys do not."""

    def __init__(
        self, origin: str = "http://localhost", rp_id: str = "localhost", counts: bool = True
    ) -> None:
        self.origin, self.rp_id, self.counts = origin, rp_id, counts
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle, self.count = os.urandom(32), b"", 0
        self.is_verifying = True

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _data(self, more: bytes = b"", flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.is_verifying else 0)
        self.count += 1 if self.counts else 0
        return (
            hashlib.sha256(self.rp_id.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
            + more
        )

    def create(self, options: dict[str, Any]) -> str:
        self.handle = unb64(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(attested, ATTESTED)})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(made)})

    def get(self, options: dict[str, Any], **wrong: Any) -> str:
        data, client = self._data(), self._client(wrong.get("kind", "webauthn.get"), options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(wrong.get("signature", signature)),
            "userHandle": b64(wrong.get("handle", self.handle)),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        said = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}
        return json.dumps({**said, "clientExtensionResults": {}})
