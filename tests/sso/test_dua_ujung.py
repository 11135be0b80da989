"""Both ends against each other over real HTTP: one of our programs is the SSO, another one signs in through it.

And the provider against clients that others wrote: idpyoidc (certified by the OpenID Foundation) and Authlib.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from authlib.integrations.requests_client import OAuth2Session
from idpyoidc.client.rp_handler import RPHandler

from tests.factories import PASSWORD
from tests.sso.ujung import Peramban, Ujung

BACK, AFTER = "http://127.0.0.1:9/kembali", "http://127.0.0.1:9/selesai"  # nobody listens there


@pytest.fixture(scope="module")
def ends(databases: Any, home: Any, app: Any) -> Iterator[tuple[Ujung, Ujung]]:
    """(the SSO at localhost, Si Kerja at 127.0.0.1)."""
    sso, sikerja = Ujung(databases, home, "localhost", "sso"), Ujung(databases, home, "127.0.0.1", "sikerja")
    here = f"{sikerja.url}/sso/kota"
    try:
        sso.launch()
        sikerja.launch()
        sso.start(
            orang=[("Ayu Contoh", "ayu@example.org"), ("Asing Contoh", "asing@example.org")],
            aplikasi={
                "Si Kerja Uji": {
                    "alamat_kembali": [f"{here}/kembali"],
                    "alamat_keluar": [f"{here}/selesai"],
                    "is_loopback": True,
                },
                "Aplikasi Lain": {
                    "alamat_kembali": [BACK],
                    "alamat_keluar": [AFTER],
                    "scopes": "openid profile email offline_access",
                    "is_loopback": True,
                },
            },
        )
        client_id, secret = sso.said["Si Kerja Uji"]
        sikerja.start(
            penyedia={
                "kode": "kota",
                "nama": "SSO Kota",
                "label_tombol": "Masuk dengan SSO Kota",
                "issuer": sso.url,
                "client_id": client_id,
                "rahasia": secret,
                "scopes": "openid email profile",
                "is_membuat_akun": True,
            }
        )
        yield sso, sikerja
    finally:
        sso.stop()
        sikerja.stop()


def test_a_person_of_the_sso_comes_in_and_leaves_at_both_ends(ends):
    sso, sikerja = ends
    browser = Peramban()
    browser.get(f"{sikerja.url}/masuk").click("Masuk dengan SSO Kota")
    assert browser.url.startswith(f"{sso.url}/masuk")
    browser.press("Masuk", Email_atau_NIP="ayu@example.org", Kata_Sandi=PASSWORD)
    assert browser.h1 == "Izinkan Si Kerja Uji?"
    assert "ayu@example.org" in browser.text
    browser.press("Izinkan")
    assert browser.url.startswith(f"{sikerja.url}/sso/bukti/"), browser.text
    browser.press("Buat Akun Saya")
    assert browser.get(f"{sikerja.url}/pengaturan/akun").h1 == "Pengaturan Akun"
    assert browser.get(f"{sso.url}/pengaturan/akun/aplikasi").h1 == "Aplikasi yang Mengenal Anda"
    assert "Si Kerja Uji" in browser.text

    browser.get(f"{sikerja.url}/keluar").press("Keluar sekarang")
    assert any(url.startswith(f"{sso.url}/sso/keluar?") for url in browser.seen)
    assert browser.url == f"{sikerja.url}/"
    assert "Anda juga sudah keluar dari SSO Kota." in browser.text
    for end in ends:
        assert browser.get(f"{end.url}/pengaturan/akun").url.startswith(f"{end.url}/masuk")

    browser.get(f"{sikerja.url}/masuk").click("Masuk dengan SSO Kota")
    browser.press("Masuk", Email_atau_NIP="ayu@example.org", Kata_Sandi=PASSWORD)
    assert browser.url.startswith(sikerja.url), "no question the second time, and no form that ends elsewhere"
    assert browser.get(f"{sikerja.url}/pengaturan/akun").h1 == "Pengaturan Akun"


def test_who_says_no_stays_outside(ends):
    _sso, sikerja = ends
    browser = Peramban()
    browser.get(f"{sikerja.url}/masuk").click("Masuk dengan SSO Kota")
    browser.press("Masuk", Email_atau_NIP="asing@example.org", Kata_Sandi=PASSWORD)
    browser.press("Tolak")
    assert browser.url.startswith(f"{sikerja.url}/sso/kota/kembali?error=access_denied")
    assert "Anda membatalkannya" in browser.text
    assert browser.get(f"{sikerja.url}/pengaturan/akun").url.startswith(f"{sikerja.url}/masuk")


def _come_back(sso: Ujung, url: str) -> str:
    """What a browser does for somebody else's client: signs in, allows; answers the address it is led back to."""
    browser = Peramban()
    try:
        browser.get(url)
        browser.press("Masuk", Email_atau_NIP="ayu@example.org", Kata_Sandi=PASSWORD)
        if browser.h1.startswith("Izinkan"):
            browser.press("Izinkan")
    except httpx.ConnectError:  # nobody listens there: the address is what counts
        pass
    assert browser.seen[-1].startswith(BACK), browser.text
    return browser.seen[-1]


def test_a_client_that_others_wrote_and_certified(ends, monkeypatch, tmp_path):
    """idpyoidc: discovery, PKCE, nonce, signature, userinfo, all checked by its own rules."""
    monkeypatch.chdir(tmp_path)  # it keeps keys in folders below where it runs
    sso, _sikerja = ends
    client_id, secret = sso.said["Aplikasi Lain"]
    configuration = {
        "sso": {
            "issuer": sso.url,
            "client_type": "oidc",
            "client_id": client_id,
            "client_secret": secret,
            "redirect_uris": [BACK],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "services": {
                "provider_info": {
                    "class": "idpyoidc.client.oidc.provider_info_discovery.ProviderInfoDiscovery"
                },
                "authorization": {"class": "idpyoidc.client.oidc.authorization.Authorization"},
                "access_token": {"class": "idpyoidc.client.oidc.access_token.AccessToken"},
                "userinfo": {"class": "idpyoidc.client.oidc.userinfo.UserInfo"},
            },
            "add_ons": {
                "pkce": {
                    "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
                    "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
                }
            },
        }
    }
    party = RPHandler(base_url="http://127.0.0.1:9", client_configs=configuration)
    started = party.begin("sso")
    url = started["url"] if isinstance(started, dict) else started
    back = {name: values[0] for name, values in parse_qs(urlsplit(_come_back(sso, url)).query).items()}
    found = party.finalize(sso.url, back)
    assert "error" not in found, found
    assert found["userinfo"]["email"] == "ayu@example.org"
    assert found["userinfo"]["name"] == "Ayu Contoh"
    assert found["id_token"]["aud"] == [client_id]


def test_authlibs_client_renews_and_gives_back(ends):
    sso, _sikerja = ends
    client_id, secret = sso.said["Aplikasi Lain"]
    said = httpx.get(f"{sso.url}/.well-known/openid-configuration", trust_env=False).json()
    verifier = "v" * 43
    with OAuth2Session(
        client_id,
        secret,
        scope="openid email offline_access",
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_post",
    ) as client:
        client.trust_env = False
        url, state = client.create_authorization_url(
            said["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
        )
        back = _come_back(sso, url)
        token = client.fetch_token(
            said["token_endpoint"], authorization_response=back, code_verifier=verifier, state=state
        )
        assert token["refresh_token"]
        assert client.get(said["userinfo_endpoint"]).json()["email"] == "ayu@example.org"
        new = client.refresh_token(said["token_endpoint"], refresh_token=token["refresh_token"])
        assert new["refresh_token"] != token["refresh_token"]
        assert client.get(said["userinfo_endpoint"]).status_code == 200
        client.revoke_token(said["revocation_endpoint"], token=new["refresh_token"])
        bearer = {"Authorization": f"Bearer {new['access_token']}"}
        assert httpx.get(said["userinfo_endpoint"], headers=bearer, trust_env=False).status_code == 401
        out = {"id_token_hint": token["id_token"], "post_logout_redirect_uri": AFTER, "state": "s"}
        answer = httpx.get(f"{said['end_session_endpoint']}?{urlencode(out)}", trust_env=False)
        assert answer.headers["Location"] == f"{AFTER}?state=s"
    log = sso.log()
    assert not any(one in log for one in (secret, verifier, token["refresh_token"], new["access_token"]))
