"""Every address of the program answers a visitor in one of three ways, or stands on the list of public pages."""

import re

import pytest
from werkzeug.routing import Rule

from tests.browse import sign_in

# What anybody may read or send without signing in. A new public page is added here on purpose.
PUBLIC = {
    "/",
    "/masuk",
    "/masuk/kunci",
    "/masuk/kunci/opsi",
    "/masuk/kode",  # who has proved one thing waits here for the second
    "/keluar",
    "/lupa-sandi",
    "/daftar",
    "/daftar/warga",
    "/daftar/institusi",
    "/daftar/asn",
    "/daftar/terkirim",
    "/daftar/kirim-ulang",
    "/daftar/tantangan",
    "/daftar/aktifkan/<token>",
    "/atur-sandi/<token>",
    "/masuk/asn",
    "/masuk/asn/sandi-pertama",
    "/masuk/asn/kode",
    "/masuk/asn/<token>",
    "/ganti-email/<token>",
    "/email-kabar/<token>",
    "/undangan/<token>",
    "/sso/<kode>/masuk",
    "/sso/<kode>/kembali",
    "/sso/<kode>/selesai",
    "/sso/<kode>/keluar-belakang",  # signed by the provider
    "/sso/bukti/<token>",
    "/sso/surat/<token>",
    "/sso/pamit",
    # being a provider: 404 while it is switched off
    "/.well-known/openid-configuration",
    "/sso/jwks",
    "/sso/otorisasi",
    "/sso/token",
    "/sso/userinfo",
    "/sso/cabut",
    "/sso/keluar",
    "/tampilan",
    "/bahasa/<kode>",
    "/informasi",
    "/informasi/<slug>",
    "/informasi/unduh/<int:id>",
    "/faq",
    "/privasi",
    "/privasi/<int:versi>",
    "/faq/<int:id>/pendapat",
    "/lacak",
    "/statistik",
    "/statistik/<name>.csv",
    "/statistik/kerja-sama.csv",
    "/statistik/kerja-sama.json",
    "/kerja-sama",
    "/kerja-sama/<kode>",
    "/kalender/langganan/<token>.ics",  # who knows the address is its owner
    "/sehat",
    "/ikon-<version>.svg",
    "/static/<path:filename>",
    "/bootstrap/static/<path:filename>",
    "/gaya",  # exists while testing only
}
# Sent by programs, which have no session that anybody could misuse; or a POST that only becomes a GET.
WITHOUT_SESSION = {"/sso/token", "/sso/userinfo", "/sso/cabut", "/sso/otorisasi", "/sso/keluar"}
SAMPLE = {
    "pk": "1",
    "kode": "KSD-2026-00001-1",
    "token": "tidak-ada",
    "kode_bahasa": "id",
    "slug": "tidak-ada",
    "nama": "tahap",
    "name": "x",
    "filename": "app.css",
    "id": "1",
}


def address(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: SAMPLE.get(found[1], "1"), rule.rule)


def rules(app):
    for rule in app.url_map.iter_rules():
        if rule.rule not in PUBLIC and rule.endpoint not in ("appbuilder.static",):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method


def test_a_visitor_is_asked_to_sign_in_everywhere_else(app, session):
    wrong = []
    client = app.test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    try:
        for rule, method in rules(app):
            answer = client.open(address(rule), method=method)
            session.rollback()
            signs_in = answer.status_code in (302, 303) and "/masuk" in answer.headers["Location"]
            offers_sign_in = answer.status_code == 401 and 'name="sandi"' in answer.get_data(as_text=True)
            if not signs_in and not offers_sign_in and answer.status_code not in (403, 404, 405):
                wrong.append((method, rule.rule, answer.status_code))
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = True
    assert wrong == []


def test_every_public_page_exists(app):
    known = {rule.rule for rule in app.url_map.iter_rules()}
    assert known >= PUBLIC


def test_no_post_goes_through_without_a_csrf_token(app, cast):
    """A signed-in Superadmin, whom no role stops, still sends nothing without the token."""
    client = app.test_client()
    sign_in(client, cast.superadmin)
    open_doors = []
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.rule not in WITHOUT_SESSION:
            answer = client.post(address(rule))
            # Who is signed in is sent away from the sign-in page, with or without a token.
            if answer.status_code != 400 and rule.rule != "/masuk":
                open_doors.append((rule.rule, answer.status_code))
    assert open_doors == []


def test_no_route_changes_anything_by_get(app):
    """What an address is called when it changes something; FAB's confirm page before a deletion only reads."""
    changing = ("hapus", "tarik", "setujui", "tolak", "kirim", "keluar", "baca")
    for rule in app.url_map.iter_rules():
        if rule.methods - {"HEAD", "OPTIONS"} == {"GET"}:
            last = rule.rule.rstrip("/").rsplit("/", 1)[-1]
            assert last not in changing, rule.rule


@pytest.mark.parametrize(
    "old", ["/login/", "/login", "/logout/", "/register/", "/users/userinfo/", "/api/v1/security/login"]
)
def test_flask_appbuilders_own_doors_do_not_exist(app, session, old):
    assert app.test_client().get(old).status_code in (404, 405)
    assert app.test_client().post(old).status_code in (400, 404, 405)
