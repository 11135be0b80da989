"""`/sehat`: whether database, storage and worker do their work. For machines; says nothing secret, needs no sign-in."""

import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text

from app.extensions import db, limiter
from app.kit.jobs import worker_age_seconds
from app.kit.storage import is_reachable

WORKER_SILENT_SECONDS = 45  # a worker signs every ten seconds

health = Blueprint("sehat", __name__)


def check_database() -> dict[str, Any]:
    started = time.perf_counter()
    db.session.execute(text("SELECT 1"))
    return {"baik": True, "milidetik": round((time.perf_counter() - started) * 1000, 1)}


def check_storage() -> dict[str, Any]:
    return {"baik": is_reachable()}


def check_worker() -> dict[str, Any]:
    """A worker that has signed lately; how long ago, in seconds."""
    age = worker_age_seconds()
    return {
        "baik": age is not None and age < WORKER_SILENT_SECONDS,
        "detik": None if age is None else round(age),
    }


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "basis_data": check_database,
    "penyimpanan": check_storage,
    "pekerja": check_worker,
}


def _answer(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return check()
    except Exception:
        current_app.logger.exception("%s gagal", check.__name__)
        return {"baik": False}
    finally:
        db.session.rollback()


@health.get("/sehat")
def show() -> Response:
    """200 when all is well, 503 when anything is not; the body names each part."""
    parts = {name: _answer(check) for name, check in CHECKS.items()}
    is_well = all(part["baik"] for part in parts.values())
    response = jsonify(status="sehat" if is_well else "sakit", **parts)
    response.status_code = 200 if is_well else 503
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(health)
    limiter.exempt(health)
