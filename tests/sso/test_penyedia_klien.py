"""Superadmin keeps the applications that sign people in here; keys are made, shown and rotated."""

import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import decrypt
from app.sso import kunci_sso
from app.sso.models_penyedia import KeadaanKunci, KlienSso, KunciSso, PemberianSso, TokenSso
from app.sso.operations_penyedia import forget_old
from tests.sso.aplikasi import BACK, Aplikasi, switch_on

FIELDS = {"Nama aplikasi": "Layanan Uji", "Alamat kembali (redirect URI)": BACK}


def test_superadmin_registers_an_application_and_sees_its_secret_once(browse, cast, session):
    browser = browse(cast.superadmin)
    browser.get("/sso/klien").has("Belum dinyalakan")
    browser.get("/sso/klien/baru")
    page = browser.submit("Simpan", FIELDS)
    klien = session.query(KlienSso).one()
    secret = page.html.find("section", attrs={"aria-labelledby": "rahasia"}).find(class_="kode").get_text()
    assert page.has("Salin sekarang", klien.client_id)
    assert klien.scopes == "openid profile email"
    assert secret not in browser.get(f"/sso/klien/{klien.id}").text
    told = session.query(Peristiwa).filter_by(jenis="sso.klien_ditambah").one()
    assert secret not in json.dumps(told.data) and klien.rahasia_sidik not in json.dumps(told.data)
    assert "no-store" in page.response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"Nama aplikasi": ""}, "wajib"),
        ({"Alamat kembali (redirect URI)": "http://aplikasi.example/x"}, "Alamat harus https."),
        ({"Alamat kembali (redirect URI)": f"{BACK}\nhttps://*.example/"}, "tanpa tanda bintang"),
        ({"Alamat kembali (redirect URI)": f"{BACK}#x"}, "tidak boleh memuat #"),
        ({"Alamat kembali (redirect URI)": "http://127.0.0.1/x"}, "hanya untuk aplikasi yang terpasang"),
        ({"Alamat sesudah keluar (post logout redirect URI)": "ftp://x.example/"}, "Alamat harus https."),
    ],
)
def test_what_cannot_be_registered_is_said_beside_the_field(browse, cast, session, fields, sentence):
    browser = browse(cast.superadmin)
    browser.get("/sso/klien/baru")
    page = browser.submit("Simpan", FIELDS | fields, status=422)
    assert sentence in page.text or page.errors()
    if sentence != "wajib":
        assert page.has(sentence)
    assert session.query(KlienSso).count() == 0


def test_an_application_is_changed_and_two_who_change_it_hear_of_each_other(app, browse, cast, session):
    aplikasi = Aplikasi(app, cast.superadmin)
    page = f"/sso/klien/{aplikasi.klien.id}/ubah"
    first, second = browse(cast.superadmin), browse(cast.superadmin)
    first.get(page)
    second.get(page)
    assert first.submit("Simpan", {"Aplikasi kota": True}).has("Perubahan tersimpan.")
    assert second.submit("Simpan", {"Aktif": False}, status=422).has("Orang lain baru saja mengubah")
    assert second.submit("Simpan", {"Aktif": False}).has("Perubahan tersimpan.")
    assert not session.get(KlienSso, aplikasi.klien.id).is_aktif
    first.get(page)
    assert first.submit("Simpan").has("Tidak ada yang berubah.")


def test_a_new_secret_is_asked_for_twice_and_shown_once(app, browse, cast, session):
    aplikasi = Aplikasi(app, cast.superadmin)
    old = aplikasi.klien.rahasia_sidik
    browser = browse(cast.superadmin)
    browser.get(f"/sso/klien/{aplikasi.klien.id}")
    browser.submit("Ganti Rahasia")
    assert browser.submit("Ya, ganti").has("Salin sekarang")
    assert session.get(KlienSso, aplikasi.klien.id).rahasia_sidik != old


def test_nobody_else_keeps_applications(app, browse, cast):
    aplikasi = Aplikasi(app, cast.superadmin)
    for person in (cast.admin, cast.pemohon, cast.pejabat_pdp):
        for path in ("", "/baru", f"/{aplikasi.klien.id}", f"/{aplikasi.klien.id}/ubah"):
            browse(person).get(f"/sso/klien{path}", status=403)


def test_only_superadmin_may_switch_it_on(browse, cast):
    assert "SSO untuk aplikasi lain" not in browse(cast.admin).get("/pengaturan/sistem").text
    assert browse(cast.superadmin).get("/pengaturan/sistem").has("SSO untuk aplikasi lain")
    assert browse(cast.superadmin).get("/pengaturan/keadaan").has("Penyedia SSO")


# --- keys --------------------------------------------------------------------------------
def _states() -> list[str]:
    return [str(row.keadaan) for row in db.session.query(KunciSso).order_by(KunciSso.id)]


def test_there_are_two_keys_from_the_start_and_private_halves_are_encrypted(session):
    assert sorted(_states()) == ["berikut", "dipakai"]
    assert kunci_sso.ensure_keys() == 0
    for row in session.query(KunciSso):
        assert '"d"' not in row.privat_sandi
        assert json.loads(decrypt(row.privat_sandi))["d"]
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(row.publik)


def test_a_rotation_moves_each_key_one_step_on(app, session, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin)
    following = session.query(KunciSso).filter_by(keadaan="berikut").one().kid
    old = aplikasi.tokens(browse(cast.pemohon))["id_token"]
    current = kunci_sso.rotate()
    session.commit()
    assert current.kid == following
    assert _states() == ["pensiun", "dipakai", "berikut"]
    assert aplikasi.claims(old), "what the retired key signed is still checked with the keys that are shown"
    assert session.query(KunciSso).filter_by(keadaan="pensiun").one().privat_sandi is None
    new = kunci_sso.sign({"iss": "x"})
    assert jwt.decode(new, KeySet.import_key_set({"keys": kunci_sso.public_keys()}), algorithms=["RS256"])


def test_a_key_that_may_be_known_to_others_is_gone_with_the_next_one(session):
    before = {row.kid for row in session.query(KunciSso)}
    current = kunci_sso.rotate(are_both_new=True)
    session.commit()
    assert current.kid not in before
    assert sorted(_states()) == ["berikut", "dipakai", "pensiun", "pensiun"]


def test_a_retired_key_is_shown_two_more_days(session):
    kunci_sso.rotate()
    retired = session.query(KunciSso).filter_by(keadaan="pensiun").one()
    assert retired.kid in {key["kid"] for key in kunci_sso.public_keys()}
    retired.retired_at = now() - kunci_sso.SHOWN_AFTER
    session.commit()
    assert retired.kid not in {key["kid"] for key in kunci_sso.public_keys()}


def test_the_command_rotates(app: Any, committed: Any) -> None:
    done = app.test_cli_runner().invoke(args=["putar-kunci-sso"])
    assert done.exit_code == 0, done.output
    kid = committed.query(KunciSso).filter_by(keadaan=KeadaanKunci.DIPAKAI).one().kid
    assert done.output == f"Kunci yang dipakai sekarang: {kid}\n"
    assert committed.query(Peristiwa).filter_by(jenis="sso.kunci_diputar").one().pelaku_nama == "Sistem"


def test_the_monthly_rotation_only_where_it_is_switched_on(session):
    before = _states()
    kunci_sso.rotate_monthly(0)
    assert _states() == before
    switch_on()
    kunci_sso.rotate_monthly(0)
    assert _states() == before, "the keys are new"
    session.query(KunciSso).filter_by(keadaan="dipakai").update(
        {"active_at": now() - kunci_sso.SHOWN_AFTER * 5}
    )
    kunci_sso.rotate_monthly(0)
    assert len(_states()) == 3
    assert settings.get("sso_penyedia") is True


def test_what_is_over_is_forgotten(app, session, cast, browse):
    switch_on()
    aplikasi = Aplikasi(app, cast.superadmin)
    aplikasi.tokens(browse(cast.pemohon))
    forget_old(0)
    assert session.query(TokenSso).count() == 1
    session.query(TokenSso).update({"expires_at": now() - kunci_sso.SHOWN_AFTER * 2})
    session.query(PemberianSso).update({"created_at": now() - kunci_sso.SHOWN_AFTER * 2})
    forget_old(0)
    assert session.query(TokenSso).count() == session.query(PemberianSso).count() == 0
