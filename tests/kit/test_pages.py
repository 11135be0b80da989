"""The edge of a request: what is kept, what browsers and caches are told, and what a person gets when something is wrong."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.akun.models import Pengguna
from app.akun.sessions import TOKEN
from app.extensions import db
from app.kit.errors import Gone
from app.kit.pages import keep
from tests.browse import sign_in

STATIC = (
    "/static/app.css",
    "/static/app.css?v=1",
    "/bootstrap/static/css/bootstrap.min.css",
    "/ikon-lama.svg",
)
PAGE = "look.appearance"  # any public page, answered by what a test puts in its place
LOST = "postgresql+psycopg://x@/x?host=/tidak/ada"


@pytest.fixture
def answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`answers(act, method)`: the answer of a page that does just that."""

    def ask(act: Callable[[], Any], method: str = "GET", **options: Any) -> Any:
        endpoint = PAGE if method == "GET" else "look.set_appearance"
        monkeypatch.setitem(app.view_functions, endpoint, act)
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        return app.test_client().open("/tampilan", method=method, **options)

    return ask


def signed_in(app: Flask, person: Any) -> Any:
    client = app.test_client()
    sign_in(client, person)
    return client


# --- what is kept --------------------------------------------------------
@pytest.mark.parametrize(
    ("method", "status", "is_kept"),
    [
        ("GET", 200, False),
        ("POST", 200, True),
        ("POST", 303, True),
        ("POST", 422, False),
        ("POST", 500, False),
    ],
)
def test_only_an_act_that_was_answered_well_is_kept(
    cast: Any, answers: Any, method: str, status: int, is_kept: bool
) -> None:
    db.session.commit()

    def act() -> tuple[str, int]:
        person = db.session.get(Pengguna, cast.pemohon.id)
        assert person is not None
        person.bahasa = "en"
        db.session.flush()
        return "", status

    answers(act, method)
    db.session.expire_all()
    assert (cast.pemohon.bahasa == "en") is is_kept


@pytest.mark.parametrize("way", ["an object", "a statement", "words"])
def test_what_a_page_that_only_reads_has_changed_is_undone(cast: Any, answers: Any, way: str) -> None:
    db.session.commit()

    def act() -> str:
        person = db.session.get(Pengguna, cast.pemohon.id)
        assert person is not None
        if way == "an object":
            person.bahasa = "en"
        elif way == "a statement":
            db.session.execute(update(Pengguna).where(Pengguna.id == person.id).values(bahasa="en"))
        else:
            db.session.execute(text("UPDATE ab_user SET bahasa = 'en' WHERE id = :id"), {"id": person.id})
        return ""

    answers(act)
    db.session.expire_all()
    assert cast.pemohon.bahasa != "en"


def test_pages_are_read_with_statements_that_the_server_has_prepared(app: Flask, committed: Any) -> None:
    client = app.test_client()
    for _number in range(8):
        assert client.get("/faq").status_code == 200
    committed.remove()
    with db.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
    assert kept > 0


@pytest.mark.parametrize(("status", "is_kept"), [(200, True), (404, False)])
def test_a_page_that_notes_who_has_read_is_kept_when_it_was_answered_well(
    cast: Any, answers: Any, status: int, is_kept: bool
) -> None:
    db.session.commit()

    def read() -> tuple[str, int]:
        cast_member = db.session.get(Pengguna, cast.pemohon.id)
        assert cast_member is not None
        cast_member.bahasa = "en"
        db.session.flush()
        keep()
        return "", status

    answers(read)
    db.session.expire_all()
    assert (cast.pemohon.bahasa == "en") is is_kept


# --- what browsers and caches are told --------------------------------------------------------
def test_pages_run_no_script_and_load_nothing_of_others(app: Flask, session: Any) -> None:
    headers = app.test_client().get("/").headers
    rules = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "manifest-src": "'self'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_browsers_are_told_to_stay_on_https_where_they_are(app: Flask, session: Any) -> None:
    client = app.test_client()
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert (
        "max-age=31536000"
        in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    )


@pytest.mark.parametrize("url", ["/", "/pengaturan", "/tidak-ada", "/lacak?kode=X", "/konsol/"])
def test_no_cache_keeps_a_page_of_a_signed_in_person(app: Flask, cast: Any, url: str) -> None:
    assert signed_in(app, cast.pemohon).get(url).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("url", ["/", "/masuk", "/atur-sandi/tidak-ada"])
def test_no_shared_cache_keeps_a_page_of_a_visitor(app: Flask, session: Any, url: str) -> None:
    assert app.test_client().get(url).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("url", STATIC)
def test_files_for_everybody_carry_nobodys_cookie(app: Flask, cast: Any, url: str) -> None:
    with signed_in(app, cast.pemohon).get(url) as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.cache_control.public


def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites(app: Flask, session: Any) -> None:
    cookie = app.test_client().get("/masuk").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


# --- errors --------------------------------------------------------
def clash(sqlstate: str) -> IntegrityError:
    return IntegrityError("INSERT …", {}, psycopg.errors.lookup(sqlstate)("sudah ada"))


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (clash("23505"), 409, "Sudah berubah sementara Anda bekerja"),
        (clash("23P01"), 409, "Sudah berubah sementara Anda bekerja"),
        (clash("23503"), 409, "Sudah berubah sementara Anda bekerja"),
        (StaleDataError("…"), 409, "Sudah berubah sementara Anda bekerja"),
        (Gone(), 404, "Halaman tidak ditemukan"),
    ],
)
def test_who_comes_second_is_told(
    session: Any, answers: Any, error: Exception, status: int, heading: str
) -> None:
    def act() -> None:
        raise error

    answer = answers(act, "POST")
    assert answer.status_code == status
    assert heading in answer.get_data(as_text=True)


def test_a_column_that_we_left_empty_is_a_fault_and_not_somebody_elses_act(
    session: Any, answers: Any
) -> None:
    def act() -> None:
        raise clash("23502")

    with pytest.raises(IntegrityError):  # while testing, faults go on to the test
        answers(act, "POST")


def test_an_error_names_the_statement_and_never_what_somebody_typed(session: Any) -> None:
    """It stands in the log: no address, no number of a person, no hash."""
    with pytest.raises(DataError) as error:
        session.execute(select(Pengguna.id).where(Pengguna.nip == "198001012005012001", Pengguna.id == 2**40))
    assert "198001012005012001" not in str(error.value)


def test_a_value_that_no_column_can_hold_is_not_found(session: Any, answers: Any) -> None:
    answer = answers(lambda: str(db.session.scalar(select(Pengguna).where(Pengguna.id == 2**40))))
    assert answer.status_code == 404


def test_a_program_gets_errors_as_json(app: Flask, session: Any) -> None:
    answer = app.test_client().get("/tidak-ada", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.get_json()["kode"] == 404


@pytest.mark.parametrize(
    ("times", "kind"),
    [
        (4, "application/x-www-form-urlencoded"),
        (4, "application/json"),
        (1, "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_that_is_too_large_is_refused_on_a_page_that_the_browser_shows(
    app: Flask, session: Any, times: int, kind: str
) -> None:
    content = b'--x\r\nContent-Disposition: form-data; name="nama"\r\n\r\n'
    content += b"x" * (times * app.config["MAX_FORM_MEMORY_SIZE"] + 1) + b"\r\n--x--\r\n"
    source = io.BytesIO(content)
    answer = app.test_client().post(
        "/masuk", input_stream=source, content_length=len(content), content_type=kind
    )
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.get_data(as_text=True)
    assert "Content-Security-Policy" in answer.headers
    assert source.tell() == len(content)  # all of it was taken


def test_an_address_that_only_takes_forms_says_so(app: Flask, session: Any) -> None:
    answer = app.test_client().put("/masuk")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "hanya menerima kiriman formulir" in answer.get_data(as_text=True)


# --- while the database is lost --------------------------------------------------------
@pytest.fixture(scope="module")
def without_database() -> Iterator[Any]:
    """The browser of somebody who was signed in when the database went away."""
    from app import create_app

    app = create_app({"SQLALCHEMY_DATABASE_URI": LOST, "RATELIMIT_ENABLED": False})
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": "1", "_fresh": True, "_permanent": True, TOKEN: "x"})
    yield client


@pytest.mark.parametrize("url", ["/", "/masuk", "/permohonan", "/tidak-ada", "/bahasa/xx"])
def test_a_lost_database_is_said_on_a_page(without_database: Any, url: str) -> None:
    answer = without_database.get(url)
    assert answer.status_code == 503
    assert "Layanan sedang tidak tersedia" in answer.get_data(as_text=True)
    assert "Content-Security-Policy" in answer.headers


def test_a_lost_database_is_said_to_a_program(without_database: Any) -> None:
    answer = without_database.get("/permohonan", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["kode"]) == (503, 503)
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("url", STATIC)
def test_the_page_that_says_so_has_its_look(without_database: Any, url: str) -> None:
    with without_database.get(url) as answer:
        assert answer.status_code == 200


def test_health_tells_what_is_lost(without_database: Any) -> None:
    answer = without_database.get("/sehat")
    assert (answer.status_code, answer.get_json()["basis_data"]) == (503, {"baik": False})
