"""Si KERJA SAMARINDA. `create_app()` is the only place where all parts meet."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.extensions import csrf, db, limiter, mail, migrate


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """A new application. `config` overrides what config.py reads from the environment (tests use it)."""
    from app import menu  # noqa: F401  (before any app context: lazy words must stay lazy while forms are declared)
    from config import Config

    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.url_map.strict_slashes = False  # `/permohonan` is the address, whatever FAB appends
    app.config.from_object(Config())
    app.config.update(config or {})
    hops = app.config.get("PROXY_COUNT", 0)
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _start_extensions(app)
    with app.app_context():
        _start_appbuilder(app)
    _start_parts(app)
    return app


def _start_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS_DIR"])
    csrf.init_app(app)
    mail.init_app(app)
    limiter.init_app(app)


def _start_appbuilder(app: Flask) -> None:
    from app import menu
    from app.akun.roles import FAB_ROLES
    from app.akun.security import SecurityManager
    from app.beranda import Beranda
    from app.kit.fab import AppBuilder

    app.config["FAB_ROLES"] = FAB_ROLES
    appbuilder = AppBuilder(
        app,
        db.session,
        base_template="base.html",
        indexview=Beranda,
        security_manager_class=SecurityManager,
    )
    menu.register(appbuilder)


def _start_parts(app: Flask) -> None:
    from app import akun, cli, health, konsol, menu, notifikasi, sso
    from app.kit import fab, log, look, pages

    log.init_app(app)
    look.init_app(app)
    app.jinja_env.globals.update(sidebar=menu.sidebar, menu_cepat=menu.quick_menu)
    fab.init_app(app)
    konsol.init_app(app)
    akun.init_app(app)
    sso.init_app(app)
    notifikasi.init_app(app)
    health.init_app(app)
    cli.init_app(app)
    pages.init_app(app)
