"""An application whose people sign in here, as a test plays it: its row, its requests, what it gets."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet

from app.extensions import db
from app.kit import settings
from app.sso import operations_penyedia_klien as operations
from app.sso.operations_penyedia_klien import IsianKlien
from app.sso.settings_penyedia import IS_ON

BACK = "https://aplikasi.example/kembali"
AFTER = "https://aplikasi.example/selesai"
ISSUER = "http://localhost"
ALL = "openid profile email nip offline_access"


def s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def switch_on() -> None:
    settings.put(IS_ON, True)
    db.session.commit()


class Aplikasi:
    """`klien` and `rahasia` as Superadmin got them; `verifier`, `state`, `nonce` of the attempt at hand."""

    def __init__(self, app: Any, actor: Any, is_public: bool = False, **isian: Any) -> None:
        values: dict[str, Any] = {
            "nama": f"Aplikasi {secrets.token_hex(3)}",
            "alamat_kembali": [BACK],
            "alamat_keluar": [AFTER],
            "scopes": ALL,
        }
        made = IsianKlien(**{**values, **isian})
        self.klien, self.rahasia = operations.add_client(actor=actor, isian=made, is_public=is_public)
        db.session.commit()
        self.program = app.test_client(use_cookies=False)
        self.again()

    def again(self) -> None:
        self.verifier, self.state, self.nonce = (secrets.token_urlsafe(32) for _ in range(3))

    # -- the person's way ------------------------------------------------------------------------------------

    def request(self, **changes: Any) -> str:
        """The address to which the application leads a person; `name=None` leaves a parameter out."""
        values = {
            "response_type": "code",
            "client_id": self.klien.client_id,
            "redirect_uri": self.klien.alamat_kembali[0],
            "scope": "openid profile email",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": s256(self.verifier),
            "code_challenge_method": "S256",
        } | changes
        return "/sso/otorisasi?" + urlencode({k: v for k, v in values.items() if v is not None})

    def ask(self, browser: Any, **changes: Any) -> dict[str, str]:
        """What comes back at once, without a question to the person."""
        page = browser.get(self.request(**changes), status=302)
        return arrived(page.location)

    def sign_in(self, browser: Any, **changes: Any) -> str:
        """The code, after the person has said `Izinkan` when she was asked."""
        page = browser.client.get(self.request(**changes))
        if page.status_code == 302:
            return arrived(page.headers["Location"])["code"]
        browser.get(self.request(**changes))
        return arrived(link_of(browser.submit("Izinkan")))["code"]

    # -- the program's way -----------------------------------------------------------------------------------

    def post(self, path: str, data: dict[str, Any], auth: Any = "basic", **more: Any) -> Any:
        headers = dict(more.pop("headers", {}))
        if auth == "basic" and self.rahasia:
            pair = f"{self.klien.client_id}:{self.rahasia}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        elif auth == "basic":
            data = {"client_id": self.klien.client_id, **data}
        db.session.flush()
        answer = self.program.post(path, data=data, headers=headers, **more)
        db.session.expire_all()
        return answer

    def exchange(self, code: str, **changes: Any) -> Any:
        auth = changes.pop("auth", "basic")
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.klien.alamat_kembali[0],
            "code_verifier": self.verifier,
        } | changes
        return self.post("/sso/token", {k: v for k, v in data.items() if v is not None}, auth)

    def tokens(self, browser: Any, **changes: Any) -> dict[str, Any]:
        answer = self.exchange(self.sign_in(browser, **changes))
        assert answer.status_code == 200, answer.json
        return answer.json

    def refresh(self, token: str, **changes: Any) -> Any:
        return self.post("/sso/token", {"grant_type": "refresh_token", "refresh_token": token} | changes)

    def userinfo(self, token: str) -> Any:
        answer = self.program.get("/sso/userinfo", headers={"Authorization": f"Bearer {token}"})
        db.session.expire_all()
        return answer

    def claims(self, id_token: str) -> dict[str, Any]:
        """What an ID token says, its signature checked with the keys that are shown."""
        keys = KeySet.import_key_set(self.program.get("/sso/jwks").json)
        return dict(jwt.decode(id_token, keys, algorithms=["RS256"]).claims)


def arrived(url: str) -> dict[str, str]:
    """What an application reads from the address that a person came back with."""
    parts = urlsplit(url)
    found = dict(parse_qsl(parts.query))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" in (BACK, AFTER), url
    return found


def link_of(page: Any) -> str:
    """Where a page in between leads."""
    return str(page.html.find("meta", attrs={"http-equiv": "refresh"})["content"]).split("url=", 1)[1]
