"""What the tests of single sign-on share: a provider on this machine, known to the program, and the way through it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.extensions import db
from app.kit.crypto import encrypt
from app.sso import oidc_klien, tombol_klien
from app.sso.models_klien import PenyediaSso
from tests.sso.penyedia_palsu import CLIENT_ID, CLIENT_SECRET, PenyediaPalsu


@pytest.fixture
def palsu() -> Iterator[PenyediaPalsu]:
    """A provider that does well until it is told otherwise."""
    oidc_klien.forget()
    provider = PenyediaPalsu()
    yield provider
    provider.close()
    oidc_klien.forget()
    tombol_klien.changed()


@pytest.fixture
def penyedia(palsu: PenyediaPalsu, cast: Any) -> PenyediaSso:
    """That provider as a row, switched on."""
    row = PenyediaSso(
        kode="uji",
        nama="SSO Uji",
        label_tombol="Masuk dengan SSO Uji",
        issuer=palsu.issuer,
        client_id=CLIENT_ID,
        rahasia_sandi=encrypt(CLIENT_SECRET),
        scopes="openid email profile",
        is_aktif=True,
    )
    db.session.add(row)
    db.session.commit()
    return row


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.fixture
def pergi(palsu: PenyediaPalsu, penyedia: PenyediaSso) -> Any:
    """`pergi(browser)`: to the provider; answers the address at which it leads back to us."""

    def go(browser: Any, lanjut: str = "", **more: Any) -> str:
        query = {"lanjut": lanjut, **more} if lanjut else more
        start = browser.get("/sso/uji/masuk", status=302, query_string=query)
        return path_of(palsu.authorize(start.location))

    return go
