"""`/sehat` tells a machine which part is ill, and tells nobody a secret."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

BEAT = text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :age))")


def ask(app: Flask) -> tuple[int, dict[str, Any]]:
    response = app.test_client().get("/sehat")
    assert response.mimetype == "application/json"
    return response.status_code, response.get_json()


def test_all_is_well_with_a_worker_that_has_just_signed(app: Flask, session: Any) -> None:
    session.execute(BEAT, {"age": 3})
    status, body = ask(app)
    assert status == 200
    assert body["status"] == "sehat"
    assert set(body) == {"status", "basis_data", "penyimpanan", "pekerja"}


def test_no_worker_or_a_silent_one_is_an_illness(app: Flask, session: Any) -> None:
    status, body = ask(app)
    assert (status, body["pekerja"]["baik"]) == (503, False)
    session.execute(BEAT, {"age": 90})
    status, body = ask(app)
    assert (status, body["pekerja"]["baik"], body["basis_data"]["baik"]) == (503, False, True)


def test_a_store_that_cannot_be_written_is_an_illness(app: Flask, session: Any, tmp_path: Path) -> None:
    session.execute(BEAT, {"age": 1})
    (tmp_path / "file").write_text("")
    before = app.config["SIKERJA_STORAGE"]
    app.config["SIKERJA_STORAGE"] = f"file://{tmp_path}/file/berkas"
    try:
        status, body = ask(app)
    finally:
        app.config["SIKERJA_STORAGE"] = before
    assert (status, body["penyimpanan"]) == (503, {"baik": False})


def test_nothing_in_the_answer_is_secret(app: Flask, session: Any) -> None:
    text_of_answer = app.test_client().get("/sehat").get_data(as_text=True)
    for secret in (app.config["SECRET_KEY"], "postgres", app.config["SIKERJA_VAR"], "/tmp"):
        assert secret not in text_of_answer
