"""The log names no token of a link, no query, and not where somebody came from."""

import datetime
import logging
import types

import pytest
from gunicorn.config import Config

from app.extensions import db
from app.kit.crypto import new_token
from app.kit.log import WebLog, masked


def test_every_address_with_a_token_is_named_without_it(app):
    token, _sidik = new_token()
    rules = [rule.rule for rule in app.url_map.iter_rules() if "<token>" in rule.rule]
    assert rules
    for rule in rules:
        address = rule.replace("<token>", token)
        shown = rule.replace("<token>", "…").removesuffix(".ics")
        assert masked(f"Exception on {address} [POST]") == f"Exception on {shown} [POST]"
        assert token[:20] not in masked(f"GET {address}.x?kembali=/{token} HTTP/1.1")


@pytest.mark.parametrize(
    "address",
    [
        "/permohonan/KSD-2026-00001-1",
        "/informasi/cara-mengajukan-permohonan-kerja-sama",
        "/pengaturan/akun",
        "/",
    ],
)
def test_ordinary_addresses_stay_readable(address):
    assert masked(f"Exception on {address} [GET]") == f"Exception on {address} [GET]"


def test_a_fault_behind_a_link_is_logged_without_its_token(app, session, caplog, monkeypatch):
    token, _sidik = new_token()

    def fail(*args, **options):
        raise RuntimeError(f"tidak jadi: /atur-sandi/{token}")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "TautanView.atur_sandi", fail)
    with caplog.at_level(logging.WARNING):
        answer = app.test_client().get(f"/atur-sandi/{token}?dari={token}")
    db.session.rollback()
    assert answer.status_code == 500
    assert "Exception on /atur-sandi/…" in caplog.text and "kejadian" in caplog.text
    assert "RuntimeError" in caplog.text and token not in caplog.text


def test_the_access_log_names_no_token_and_no_page_before(app):
    token, _sidik = new_token()
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": f"/lacak/{token}?kode=rahasia", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": f"/lacak/{token}", "QUERY_STRING": "kode=rahasia", "HTTP_REFERER": f"http://x/atur-sandi/{token}",
    }  # fmt: skip
    answer = types.SimpleNamespace(status="200 OK", sent=1, headers=[])
    asked = types.SimpleNamespace(headers=[("REFERER", environ["HTTP_REFERER"]), ("COOKIE", "sikerja=x")])
    atoms = WebLog(Config()).atoms(answer, asked, environ, datetime.timedelta(seconds=1))
    line = Config().access_log_format % atoms
    assert "GET /lacak/…?… HTTP/1.1" in line
    assert token not in str(atoms) and "rahasia" not in str(atoms) and "sikerja=x" not in str(atoms)
