"""Every setting of the program: its name in the environment, its default, and why. Nothing is read elsewhere.

What a city changes while the program runs is not here but in app/kit/settings.py, as rows.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
DEMO_PASSWORD = "Mahakam-2026"
MEGABYTE = 1024 * 1024


class ConfigError(Exception):
    """The settings do not fit together; the message is a sentence for the operator."""


class Config:
    """The settings of one process, for `app.config.from_object(Config())`.

    `environ` is read instead of os.environ when given (tests); `changes` override whatever was read.
    Raises ConfigError with a sentence when something needed is missing or cannot be understood.
    """

    def __init__(self, environ: Mapping[str, str] | None = None, **changes: Any) -> None:
        self._environ = os.environ if environ is None else environ
        self._place()
        self._secrets()
        self._database()
        self._web()
        self._mail()
        self._language()
        self._appbuilder()
        for name, value in changes.items():
            setattr(self, name, value)

    # -- reading -------------------------------------------------------------------------------------------

    def _text(self, name: str, default: str = "") -> str:
        """An empty variable counts as not set: service files often leave a name without a value."""
        return self._environ.get(name, "").strip() or default

    def _number(self, name: str, default: int) -> int:
        text = self._text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ConfigError(f"{name} harus berupa bilangan, bukan “{text}”.")
        return int(text)

    def _flag(self, name: str, default: bool) -> bool:
        text = self._text(name, "1" if default else "0").lower()
        if text not in {"0", "1", "true", "false", "ya", "tidak", "yes", "no", "on", "off"}:
            raise ConfigError(f"{name} harus 1 atau 0, bukan “{text}”.")
        return text in {"1", "true", "ya", "yes", "on"}

    # -- the settings --------------------------------------------------------------------------------------

    def _place(self) -> None:
        """Where this copy keeps what it writes: beside the program, whatever folder it is started from."""
        self.SIKERJA_ENV = self._text("SIKERJA_ENV", "development")
        if self.SIKERJA_ENV not in {"development", "production", "test"}:
            raise ConfigError("SIKERJA_ENV harus “development” atau “production”.")
        self.IS_PRODUCTION = self.SIKERJA_ENV == "production"
        self.SIKERJA_VAR = str(Path(self._text("SIKERJA_VAR", str(ROOT / "var"))).expanduser().absolute())
        # Uploaded files, as an address that fsspec understands; s3://… lets several servers share them.
        self.SIKERJA_STORAGE = self._text("SIKERJA_STORAGE", f"file://{self.SIKERJA_VAR}/berkas")
        # One password for the example accounts; printed at start, so that a demonstration needs no manual.
        self.SIKERJA_DEMO_PASSWORD = self._text("SIKERJA_DEMO_PASSWORD", DEMO_PASSWORD)

    def _secrets(self) -> None:
        """Production must be given its key: one made on the spot would differ from server to server."""
        self.SECRET_KEY = self._text("SECRET_KEY")
        if not self.SECRET_KEY and self.IS_PRODUCTION:
            raise ConfigError(
                "SECRET_KEY belum diatur. Mode produksi tidak dapat dimulai tanpa kunci rahasia; buatlah dengan: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        if not self.SECRET_KEY:
            self.SECRET_KEY = kept_secret(Path(self.SIKERJA_VAR) / "kunci" / "secret_key")
        # Encrypts NIK; empty means: derived from SECRET_KEY (see app/kit/crypto.py). Several keys, first one encrypts.
        self.SIKERJA_DATA_KEY = self._text("SIKERJA_DATA_KEY")

    def _database(self) -> None:
        url = self._text("DATABASE_URL")
        self.IS_EMBEDDED = not url
        self.SQLALCHEMY_DATABASE_URI = psycopg_url(url) if url else self._embedded_url()
        self.SQLALCHEMY_ENGINE_OPTIONS: dict[str, Any] = {
            # A server restarted overnight must not cost the first visitor an error page.
            "pool_pre_ping": True,
            # An error in the log names the statement, never what people typed into it.
            "hide_parameters": True,
            # One connection for each thread of a web process, and a few for what runs beside.
            "pool_size": self._number("SIKERJA_DB_POOL", 5),
            "max_overflow": 5,
            "pool_timeout": 10,
        }
        self.SQLALCHEMY_TRACK_MODIFICATIONS = False
        self.MIGRATIONS_DIR = str(ROOT / "app" / "migrations")
        # Example cases and accounts: only where nothing real can be, or when asked.
        self.IS_CONTOH = self._flag("SIKERJA_CONTOH", self.IS_EMBEDDED and not self.IS_PRODUCTION)

    def _embedded_url(self) -> str:
        from app.kit.database import Embedded  # only now: importing the program must not need a database

        return Embedded(self.SIKERJA_VAR).url

    def _web(self) -> None:
        self.HOST = self._text("HOST", "127.0.0.1")  # nobody else on the network, unless asked
        self.PORT = self._number("PORT", 8000)
        # As many processes as cores, few threads each: threads alone add nothing for pages.
        self.WEB_PROCESSES = self._number("SIKERJA_PROSES", min(os.cpu_count() or 1, 4))
        self.WEB_THREADS = self._number("SIKERJA_UTAS", 4)
        # The address that people type; used in mails, receipts and QR codes, where no request says it.
        self.PUBLIC_URL = self._text("PUBLIC_URL", f"http://localhost:{self.PORT}").rstrip("/")
        # How many of our own proxies stand before the program; 0 means: believe no X-Forwarded-* header.
        self.PROXY_COUNT = self._number("SIKERJA_PROXIES", 0)
        is_https = self._flag("SIKERJA_HTTPS", self.IS_PRODUCTION)
        self.PREFERRED_URL_SCHEME = "https" if is_https else "http"
        self.SESSION_COOKIE_NAME = "sikerja"
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        self.SESSION_COOKIE_SECURE = is_https
        self.REMEMBER_COOKIE_HTTPONLY = True
        self.REMEMBER_COOKIE_SAMESITE = "Lax"
        self.REMEMBER_COOKIE_SECURE = is_https
        self.PERMANENT_SESSION_LIFETIME = self._number("SIKERJA_SESI_MENIT", 8 * 60) * 60
        # A form lives as long as the sign-in; what was typed is kept when it has expired all the same.
        self.WTF_CSRF_TIME_LIMIT = None
        # Above the largest single upload that the city may set (100 MB, app/kit/storage.py), with room for the form.
        self.MAX_CONTENT_LENGTH = self._number("SIKERJA_MAKS_MB", 110) * MEGABYTE
        self.MAX_FORM_MEMORY_SIZE = 2 * MEGABYTE
        self.MAX_FORM_PARTS = 2000
        self.SEND_FILE_MAX_AGE_DEFAULT = 365 * 24 * 3600  # static addresses carry a version
        self.BOOTSTRAP_SERVE_LOCAL = True  # no asset from another host
        self.RATELIMIT_ENABLED = True
        # Counted in the database: several web processes must count together (app/kit/ratelimit.py).
        self.RATELIMIT_STORAGE_URI = self._text("SIKERJA_RATELIMIT", "basisdata://")
        self.RATELIMIT_STRATEGY = "fixed-window"
        self.RATELIMIT_SWALLOW_ERRORS = True  # a limiter without its store must not close the house
        self.RATELIMIT_HEADERS_ENABLED = False

    def _mail(self) -> None:
        """Without MAIL_SERVER each mail is written to var/surat/ as an .eml file: nothing leaves the machine by accident."""
        self.MAIL_SERVER = self._text("MAIL_SERVER")
        self.MAIL_PORT = self._number("MAIL_PORT", 587 if self._flag("MAIL_USE_TLS", True) else 25)
        self.MAIL_USE_TLS = self._flag("MAIL_USE_TLS", True) and not self._flag("MAIL_USE_SSL", False)
        self.MAIL_USE_SSL = self._flag("MAIL_USE_SSL", False)
        self.MAIL_USERNAME = self._text("MAIL_USERNAME") or None
        self.MAIL_PASSWORD = self._text("MAIL_PASSWORD") or None
        self.MAIL_DEFAULT_SENDER = self._text("MAIL_SENDER", "Si KERJA SAMARINDA <sikerja@example.org>")
        self.KONTAK_EMAIL = self._text("KONTAK_EMAIL", "bantuan@example.org")  # whom people may ask
        self.MAIL_SUPPRESS_SEND = False
        self.MAIL_FOLDER = "" if self.MAIL_SERVER else str(Path(self.SIKERJA_VAR) / "surat")

    def _language(self) -> None:
        self.LANGUAGES = {
            "id": {"flag": "id", "name": "Bahasa Indonesia"},
            "en": {"flag": "gb", "name": "English"},
        }
        self.BABEL_DEFAULT_LOCALE = "id"
        self.BABEL_DEFAULT_TIMEZONE = "Asia/Makassar"  # WITA, the city's time
        # Absolute, else Flask-Babel looks beside the package and FAB's own catalogs win over ours.
        self.BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
        self.APP_NAME = "Si KERJA SAMARINDA"

    def _appbuilder(self) -> None:
        """How Flask-AppBuilder is kept at the edge."""
        self.AUTH_TYPE = 1  # AUTH_DB: our own accounts; single sign-on stands beside it
        self.AUTH_ROLE_ADMIN = "Superadmin"
        self.AUTH_ROLE_PUBLIC = "Public"
        self.AUTH_USER_REGISTRATION = False  # registration has its own pages
        self.AUTH_USERNAME_CI = True
        self.AUTH_RATE_LIMITED = True
        self.AUTH_RATE_LIMIT = "10 per minute"
        self.FAB_CREATE_DB = False  # Alembic makes the tables; create_all() would run under its feet
        self.FAB_UPDATE_PERMS = False  # `flask siapkan` writes permissions once, not every process at start
        self.FAB_ADD_SECURITY_API = False
        self.FAB_ADD_SECURITY_PERMISSION_VIEW = False
        self.FAB_ADD_SECURITY_VIEW_MENU_VIEW = False
        self.FAB_ADD_SECURITY_PERMISSION_VIEWS_VIEW = False
        self.FAB_ADD_MENU_API = False
        self.FAB_ADD_OPENAPI_VIEWS = False
        self.FAB_API_SWAGGER_UI = False
        self.FAB_API_SHOW_STACKTRACE = False
        self.FAB_API_MAX_PAGE_SIZE = 100
        self.FAB_ALLOW_GET_UNSAFE_MUTATIONS = False
        # Flask-Admin: its own assets are never loaded, its pages are ours.
        self.FLASK_ADMIN_FLUID_LAYOUT = True


def psycopg_url(url: str) -> str:
    """The address of an external PostgreSQL with the driver that we use. ConfigError for any other database."""
    match = re.fullmatch(r"(?:postgres|postgresql)(?:\+[a-z0-9]+)?://(.*)", url, re.DOTALL)
    if not match:
        raise ConfigError(
            "DATABASE_URL harus menunjuk PostgreSQL, misalnya postgresql://nama:sandi@server/sikerja."
        )
    return f"postgresql+psycopg://{match[1]}"


def kept_secret(file: Path) -> str:
    """A random secret, made once and kept in a file that only its owner reads; two processes at once agree on one."""
    if not file.exists():
        var = file.parent.parent
        if not var.exists():  # as the embedded database would make it: root lets others pass, nobody lists
            var.mkdir(parents=True, exist_ok=True)
            var.chmod(0o711 if os.geteuid() == 0 else 0o700)
        file.parent.mkdir(exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=file.parent)  # mode 0600 from its first moment
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
        try:
            os.link(name, file)  # fails when the other process was first: then its secret is ours too
        except FileExistsError:
            pass
        finally:
            os.unlink(name)
    return file.read_text().strip()
