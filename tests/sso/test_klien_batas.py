"""Answers that take too long, unfold, or cannot be written down; a provider that is away, changed, or switched off."""

import gzip
import json
import time

import pytest
from joserfc import jws
from sqlalchemy import select

from app.extensions import db
from app.sso import http_klien
from app.sso.models_klien import AkunSso, PermintaanSso
from app.sso.operations_klien_penyedia import IsianPenyedia, change_provider
from tests.factories import PASSWORD
from tests.sso.penyedia_palsu import json_answer

CALM = "tidak dapat dipastikan keasliannya"
AWAY = "sedang tidak dapat dihubungi"


def proof_page(browser, pergi):
    return browser.get(browser.get(pergi(browser), status=302).location)


def change(penyedia, actor, **changes):
    names = IsianPenyedia.__dataclass_fields__
    isian = IsianPenyedia(**{name: getattr(penyedia, name) for name in names} | changes)
    assert change_provider(penyedia, actor=actor, isian=isian, rahasia="", seen=penyedia.versi)
    db.session.commit()


# --- over HTTP --------------------------------------------------------------------------------
def test_an_answer_that_comes_drop_by_drop_is_given_up(palsu, monkeypatch):
    monkeypatch.setattr(http_klien, "ALL_SECONDS", 0.3)
    palsu.tetes = 0.1
    palsu.jawab["/jwks"] = lambda: json_answer({"keys": ["x" * 40]})
    begun = time.monotonic()
    with pytest.raises(http_klien.ProviderFault) as fault:
        http_klien.get_json(f"{palsu.issuer}/jwks")
    assert fault.value.sebab == "lama"
    assert time.monotonic() - begun < 2


def test_a_packed_answer_is_not_unpacked(palsu):
    packed = gzip.compress(json.dumps({"keys": [], "x": "0" * 1000}).encode())
    palsu.jawab["/jwks"] = lambda: (
        200,
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        packed,
    )
    with pytest.raises(http_klien.ProviderFault) as fault:
        http_klien.get_json(f"{palsu.issuer}/jwks")
    assert fault.value.sebab == "bukan_json"


HALF = "\ud800"


@pytest.mark.parametrize("claims", [{"name": HALF}, {"nonce": HALF}, {"at_hash": HALF}, {"x": float("nan")}])
def test_claims_that_cannot_be_written_down(browse, palsu, penyedia, pergi, claims):
    """Signed well, as text that is ASCII: only whoever reads it makes half a sign of it."""
    palsu.tanda_tangan = lambda before: jws.serialize_compact(
        {"alg": "RS256", "kid": palsu.keys[0].kid}, json.dumps(before | claims).encode(), palsu.keys[0]
    )
    browser = browse()
    assert browser.get(pergi(browser), status=502).has(CALM)


def test_userinfo_that_cannot_be_written_down(browse, palsu, penyedia, pergi):
    palsu.userinfo = lambda before: before | {"name": HALF}
    browser = browse()
    assert browser.get(pergi(browser), status=502).has(AWAY)


def test_a_provider_that_is_away_is_not_asked_by_every_press(browse, palsu, penyedia):
    palsu.jawab["/.well-known/openid-configuration"] = lambda: (500, {}, b"")
    for _ in range(3):
        assert browse().get("/sso/uji/masuk", status=502).has(AWAY)
    assert len(palsu.asked) == 1


# --- whose address was verified --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("signed", "told"),
    [
        ({"email": "ayu@example.org"}, {"email": "jahat@example.org", "email_verified": True}),
        ({"email_verified": True}, {"email": "ayu@example.org"}),
    ],
)
def test_one_document_does_not_verify_the_address_of_the_other(browse, palsu, penyedia, pergi, signed, told):
    palsu.orang = {"sub": "orang-1", "name": "Ayu Contoh"} | signed
    palsu.userinfo = lambda before: {"sub": "orang-1"} | told
    page = proof_page(browse(), pergi)
    assert not page.has("Di Si KERJA ada akun")


def test_both_documents_together_do(browse, palsu, penyedia, pergi):
    palsu.orang = {"sub": "orang-1", "email": "ayu@example.org"}
    palsu.userinfo = lambda before: before | {"email_verified": True}
    assert proof_page(browse(), pergi).has("Di Si KERJA ada akun ayu@example.org")


# --- a provider that changes while somebody is on the way -------------------------------------------------------------
@pytest.mark.parametrize("changes", [{"is_aktif": False}, {"issuer": "https://lain.example"}])
def test_a_proof_at_a_provider_that_is_no_longer_the_same_links_nothing(
    browse, cast, palsu, penyedia, pergi, changes
):
    browser = browse()
    page = proof_page(browser, pergi)
    assert page.has("Buktikan bahwa akun itu milik Anda")
    change(penyedia, cast.superadmin, **changes)
    browser.post(page.url, {"bagian": "sandi", "sandi": PASSWORD}, status=410)
    assert db.session.scalar(select(AkunSso)) is None


def test_an_identity_that_arrives_after_the_end_opens_no_proof(browse, cast, palsu, penyedia, pergi):
    """The answer was on its way while Superadmin switched the provider off."""
    browser = browse()
    page = proof_page(browser, pergi)
    penyedia.is_aktif = False
    db.session.commit()
    browser.get(page.url, status=410)


def test_an_attempt_is_not_cleared_away_while_the_provider_is_asked(browse, palsu, penyedia, pergi):
    browser = browse()
    back = pergi(browser)
    before = db.session.scalar(select(PermintaanSso.expires_at))
    browser.get(back, status=302)
    assert db.session.scalar(select(PermintaanSso.expires_at)) > before
