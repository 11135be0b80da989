"""The look: sprite, light and dark, language, error pages, and what the templates may call.

Pages of the look itself live here too: /tampilan, /bahasa/<kode>, the sprite and (for us only) /gaya.
What a page says is never decided here.
"""

from collections.abc import Callable
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh as refresh_language
from flask_babel.speaklater import LazyString
from flask_bootstrap import Bootstrap5
from flask_login import AnonymousUserMixin
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.kit import static_files
from app.kit.clock import today
from app.kit.form_markup import error_list, field_markup
from app.kit.formats import FILTERS
from app.kit.icons import Sprite, build_sprite, icon_markup
from app.kit.text import count_words
from app.kit.words import look_of

COOKIE = "tampilan"
LANGUAGES = ("id", "en")
CHOSEN = "language_chosen"  # app.extensions: a function that is told the language a person chose
THEMES = {"perangkat": _l("Ikut perangkat"), "terang": _l("Terang"), "gelap": _l("Gelap")}

bp = Blueprint("look", __name__)


def init_app(app: Flask) -> None:
    """Give the app its look. Values that other packages know are template globals which they may replace:

    belum_dibaca() -> int, sidebar(user) -> list, menu_cepat(user) -> list, keterangan_akun(user) -> str,
    is_contoh() -> bool, kontak() -> str (e-mail).
    """
    if "bootstrap" not in app.extensions:
        Bootstrap5(app)
    app.extensions["look_sprite"] = build_sprite()
    app.register_blueprint(bp)
    static_files.init_app(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        icon_svg=icon_svg,
        status_badge=status_badge,
        _=translate,
        bahasa=language,
        tema=theme,
        ke=address,
        ada=exists,
        di_sini=is_here,
        bahasa_lain=other_language,
        bisa_dibuka=can_be_opened,
        sekali=same_for_all,
        field_markup=field_markup,
        word_count=count_words,
        error_list=error_list,
    )
    for name, value in _REPLACEABLE.items():
        app.jinja_env.globals.setdefault(name, value)
    if app.debug or app.testing:
        from app.kit import gaya

        app.register_blueprint(gaya.bp)


# -- what the templates call -------------------------------------------------------------------------------


_REPLACEABLE: dict[str, Callable[..., Any]] = {
    "belum_dibaca": lambda: 0,
    "alamat_masuk": lambda: address("/masuk"),
    "sidebar": lambda user: [],
    "menu_cepat": lambda user: [],
    "keterangan_akun": lambda user: "",
    "is_contoh": lambda: bool(current_app.config.get("IS_CONTOH", False)),
    "kontak": lambda: current_app.config.get("KONTAK_EMAIL", "bantuan@example.org"),
}


def _sprite() -> Sprite:
    return current_app.extensions["look_sprite"]


def icon_svg(name: str, css: str = "") -> Markup:
    """An icon of the sprite. While we build and test, a name that Bootstrap does not know is an error."""
    if name not in _sprite().names and (current_app.debug or current_app.testing):
        raise LookupError(f"no icon named {name!r}")
    if "look_sprite_url" not in g:
        g.look_sprite_url = url_for("look.sprite", version=_sprite().version)
    return icon_markup(g.look_sprite_url, name, css)


@pass_context
def translate(context: Context, text: str, **values: Any) -> str:
    """`_()` of the templates: what jinja2.ext.i18n would answer, without asking anew which catalog a page speaks."""
    locale = get_locale()
    kept = g.get("look_catalog")
    if kept is None or kept[0] is not locale:  # a mail may be written in another language meanwhile
        kept = g.look_catalog = (locale, get_translations())
    found = kept[1].ugettext(text)
    return (Markup(found) if context.eval_ctx.autoescape else found) % values


def status_badge(word: Any, text: Any = None) -> Markup:
    """A word for where something stands, as a badge; `text` says more than the word itself when needed."""
    look = look_of(word)
    label = look.label if text is None else text
    return Markup('<span class="%s">%s%s</span>') % (look.css, icon_svg(look.icon), label)


def language() -> str:
    """The language of this page: `id` or `en`."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else "id"


def theme() -> str:
    """What the person chose: terang, gelap or perangkat (nothing chosen yet)."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in THEMES else "perangkat"


def address(path: str) -> str:
    """The address of a path that ui.md promises, also when the program lives below a prefix."""
    return f"{request.script_root}{path}"


def exists(path: str) -> bool:
    """Whether a page answers at this path; the footer names no page that is not there yet."""
    known = current_app.extensions.setdefault("look_paths", {})
    if path not in known:
        known[path] = current_app.url_map.bind("localhost").test(path, method="GET")
    return known[path]


def same_for_all(name: str, render: Callable[[], Markup], *key: Any) -> Markup:
    """A part of the frame that says the same to everybody, printed once for each language and `key`.

    Never for anything that belongs to one person. `key` must take few values: each is kept for ever.
    """
    printed: dict[Any, Markup] = current_app.extensions.setdefault("look_printed", {})
    place = (name, language(), request.script_root, key)
    if place not in printed or current_app.debug:
        printed[place] = render()
    return printed[place]


def is_here(path: str) -> str:
    """The value of aria-current for a link: `page` on the page itself, `true` below it, empty elsewhere."""
    here = request.path.rstrip("/") or "/"
    if here == path:
        return "page"
    return "true" if path != "/" and here.startswith(f"{path}/") else ""


def can_be_opened() -> bool:
    """Whether a link can lead to the address of this request; one that only takes forms can not be opened."""
    rule = request.url_rule
    return request.method in ("GET", "HEAD") or (rule is not None and "GET" in (rule.methods or ()))


def other_language() -> tuple[str, str]:
    """The other language and the address that leads to this same page in it."""
    code = "en" if language() == "id" else "id"
    back = request.full_path.rstrip("?") if can_be_opened() else "/"
    return code, url_for("look.set_language", kode=code, kembali=back)


# -- the sprite -----------------------------------------------------------------------------------------------


@bp.get("/ikon-<version>.svg")
def sprite(version: str) -> Response:
    """The icons in use. An older page may ask for an older version: it gets today's, but does not keep it."""
    current = _sprite()
    response = Response(current.svg, mimetype="image/svg+xml")
    return static_files.keep(response, is_final=version == current.version, otherwise=60)


# -- language and theme ------------------------------------------------------------------------------------


def safe_path(target: str | None) -> str | None:
    """A path of this site, or None: never another host, a scheme, a backslash or a control character."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(character) < 32 or ord(character) == 127 for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _back(target: str | None) -> str:
    return address(safe_path(target) or "/")


@bp.get("/bahasa/<kode>")
def set_language(kode: str) -> BaseResponse:
    """Show all pages in the other language from now on, beginning with the page one came from."""
    if kode not in LANGUAGES:
        abort(404)
    session["locale"] = kode  # the name under which Flask-AppBuilder looks for it
    refresh_language()
    if CHOSEN in current_app.extensions:
        current_app.extensions[CHOSEN](kode)
    return redirect(_back(request.args.get("kembali")))


@bp.get("/tampilan")
def appearance() -> str:
    """Light, dark, or as the device."""
    back = safe_path(request.args.get("kembali")) or ""
    return render_template("tampilan.html", themes=THEMES, kembali=back)


@bp.post("/tampilan")
def set_appearance() -> BaseResponse:
    chosen = request.form.get("tampilan", "")
    if chosen not in THEMES:
        abort(400)
    target = safe_path(request.form.get("kembali"))
    flash(_("Tampilan tersimpan."), "success")
    response = redirect(address(target) if target else url_for("look.appearance"))
    secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    response.set_cookie(
        COOKIE, chosen, max_age=static_files.YEAR, secure=secure, httponly=True, samesite="Lax"
    )
    return response


# -- error pages -------------------------------------------------------------------------------------------


def error_page(code: int, error: Any = None) -> str:
    """The page for an error, in the look of all others; it works while the database is down.

    `error.description` is shown when it is a lazy translation, so when one of us wrote it: libraries speak
    English. From 500 on the page shows the number under which the log speaks of it.
    """
    incident = None
    if code >= 500:
        g._login_user = AnonymousUserMixin()  # the header must not ask the database who this is
        incident = f"{today():%Y-%m-%d}-{token_hex(3).upper()}"
        current_app.logger.error("kejadian %s: %s %s: %s", incident, code, request.path, error)
    description = getattr(error, "description", None)
    message = description if isinstance(description, LazyString) else None
    return render_template("galat.html", kode=code, pesan=message, kejadian=incident)
