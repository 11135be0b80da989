"""A provider over real HTTP on this machine that does well unless a test tells it to do ill. For attack tests only.

`palsu.klaim` changes the claims, `palsu.tanda_tangan` how they are signed, `palsu.jawab[path]` a whole answer.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "sikerja", "rahasia-klien-yang-panjang"
Answer = tuple[int, dict[str, str], bytes]
Claims = dict[str, Any]


def json_answer(body: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


class PenyediaPalsu:
    """One provider with one person (`orang`), whatever the browser says."""

    def __init__(self) -> None:
        self.keys = [FIRST]
        self.orang: Claims = {
            "sub": "orang-1",
            "email": "ayu@example.org",
            "email_verified": True,
            "name": "Ayu Contoh",
        }
        self.klaim: Callable[[Claims], Claims] = lambda claims: claims
        self.tanda_tangan: Callable[[Claims], str] = self.signed
        self.userinfo: Callable[[Claims], Claims] = lambda claims: claims
        self.penemuan: Callable[[Claims], Claims] = lambda said: said
        self.token: Callable[[Claims], Claims] = lambda tokens: tokens
        self.kembali: Callable[[Claims], Claims] = lambda back: back
        self.jawab: dict[str, Callable[[], Answer]] = {}
        self.tetes = 0.0  # seconds before each byte of an answer
        self.codes: dict[str, Claims] = {}
        self.asked: list[str] = []  # paths, as they came
        self.given: list[str] = []  # every secret value that went over the wire
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # -- what it answers -----------------------------------------------------------------------------------

    def discovery(self) -> Claims:
        return self.penemuan(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "end_session_endpoint": f"{self.issuer}/logout",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def jwks(self) -> Claims:
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def authorize(self, url: str) -> str:
        """What a browser is sent back with: the address of the callback."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        self.given += [code, asked["state"], asked["nonce"]]
        back = self.kembali({"code": code, "state": asked["state"], "iss": self.issuer})
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def tokens(self, form: Claims, authorization: str) -> Answer:
        """RFC 6749 with PKCE, once for each code."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        if pair != f"{CLIENT_ID}:{CLIENT_SECRET}":
            return json_answer({"error": "invalid_client"}, 401)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return json_answer({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(24)
        moment = int(time.time())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = self.klaim(
            {
                "iss": self.issuer,
                "aud": CLIENT_ID,
                "iat": moment,
                "exp": moment + 300,
                "nonce": asked["nonce"],
                "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
                **self.orang,
            }
        )
        id_token = self.tanda_tangan(claims)
        self.given += [access, id_token, form.get("code_verifier", "")]
        return json_answer(
            self.token(
                {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": id_token}
            )
        )

    def signed(self, claims: Claims, key: RSAKey | None = None, **header: Any) -> str:
        key = key or self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key, algorithms=["RS256"])

    def rotate(self, name: str) -> None:
        """A new key signs; the old one is gone."""
        self.keys = [new_key(name)]

    def logout_token(self, **changes: Any) -> str:
        moment = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": moment,
            "exp": moment + 120,
            "jti": secrets.token_urlsafe(8),
            "sub": self.orang["sub"],
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        claims |= changes
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def send(self, line: Any, content: bytes) -> None:
        """At once, or byte by byte."""
        for one in range(len(content)) if self.tetes else ():
            line.write(content[one : one + 1])
            line.flush()
            time.sleep(self.tetes)
        if not self.tetes:
            line.write(content)

    # -- HTTP ----------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> Answer:
        place = urlsplit(path).path
        self.asked.append(place)
        if place in self.jawab:
            return self.jawab[place]()
        if place == "/.well-known/openid-configuration":
            return json_answer(self.discovery())
        if place == "/jwks":
            return json_answer(self.jwks())
        if place == "/userinfo":
            return json_answer(self.userinfo(dict(self.orang)))
        if place == "/token" and method == "POST":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            return self.tokens(form, headers.get("Authorization", ""))
        return 404, {}, b""

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        palsu = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, content = palsu.answer(self.command, self.path, body, self.headers)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    palsu.send(self.wfile, content)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the client has had enough

            do_GET = do_POST = _do

            def log_message(self, *arguments: Any) -> None:
                """Silent."""

        return Handler


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


FIRST = new_key("satu")  # making one takes as long as the whole test
