"""Signing in through a provider that others wrote (idpyoidc, certified), over real HTTP: do both mean the same?"""

import httpx
import pytest
from sqlalchemy import select

from app.extensions import db
from app.kit.crypto import encrypt
from app.sso import oidc_klien
from app.sso.models_klien import AkunSso, PenyediaSso
from tests.factories import PASSWORD
from tests.sso.conftest import path_of
from tests.sso.penyedia_bebas import CLIENT_ID, CLIENT_SECRET, PenyediaBebas


@pytest.fixture(params=["client_secret_basic"])
def bebas(request, cast, tmp_path):
    provider = PenyediaBebas("http://localhost/sso/bebas/kembali", str(tmp_path), request.param)
    db.session.add(
        PenyediaSso(
            kode="bebas",
            nama="Penyedia Bebas",
            label_tombol="Masuk lewat Penyedia Bebas",
            issuer=provider.issuer,
            client_id=CLIENT_ID,
            rahasia_sandi=encrypt(CLIENT_SECRET),
            scopes="openid email profile",
            is_aktif=True,
        )
    )
    db.session.commit()
    yield provider
    provider.close()
    oidc_klien.forget()


def go_and_come_back(browser):
    """What a browser does: to the provider, which knows the person, and back."""
    start = browser.get("/sso/bebas/masuk", status=302)
    answer = httpx.get(start.location, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return path_of(answer.headers["Location"])


def test_a_person_links_once_and_then_comes_straight_in(browse, cast, bebas):
    browser = browse()
    page = browser.get(browser.get(go_and_come_back(browser), status=302).location)
    assert page.has("Penyedia Bebas mengenal Anda sebagai ayu@example.org.")
    browser.submit("Hubungkan dan Masuk", {"Kata Sandi": PASSWORD})
    assert db.session.scalar(select(AkunSso.pengguna_id)) == cast.pemohon.id
    again = browse()
    assert again.get(go_and_come_back(again), status=302).location == "/"
    assert again.get("/pengaturan").h1 == "Pengaturan"


def test_superadmins_try_reads_what_it_says_of_itself(browse, cast, bebas):
    row = db.session.scalar(select(PenyediaSso))
    browser = browse(cast.superadmin)
    browser.get(f"/sso/penyedia/{row.id}")
    assert browser.submit("Uji Sambungan").has("Penyedia menjawab dengan benar.", f"{bebas.issuer}/token")


def test_a_code_works_once_there_too(browse, cast, bebas):
    """The answer taken to another of our browsers is refused here; the code sent again is refused there."""
    browser = browse()
    back = go_and_come_back(browser)
    assert browse().get(back, status=400).has("Permintaan masuk ini sudah dipakai")
    browser.get(back, status=302)
    assert browser.get(back, status=400).has("Permintaan masuk ini sudah dipakai")
