"""Until all pages exist: the program without its pages, enough for operations, rules and queries. To be removed."""

import importlib
from typing import Any

from flask import Flask


def create_bare_app(config: dict[str, Any]) -> Flask:
    from flask_appbuilder import AppBuilder
    from flask_appbuilder.security.sqla.manager import SecurityManager

    from app.akun.models import Pengguna
    from app.akun.roles import FAB_ROLES
    from app.extensions import csrf, db, limiter, mail, migrate
    from config import Config

    class Manager(SecurityManager):
        user_model = Pengguna

    app = Flask("app")
    app.config.from_object(Config())
    app.config.update(config, FAB_ROLES=FAB_ROLES)
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS_DIR"])
    for extension in (csrf, mail, limiter):
        extension.init_app(app)
    for package in ("akun", "rujukan", "jejak", "permohonan", "informasi", "notifikasi"):
        importlib.import_module(f"app.{package}.models")
    importlib.import_module("app.kit.settings")
    importlib.import_module("app.kit.storage")
    with app.app_context():
        AppBuilder(app, db.session, security_manager_class=Manager)
    from app import health

    health.init_app(app)
    return app
