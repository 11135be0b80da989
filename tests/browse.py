"""A person at a page, as a test sees it: `browse(person).get("/permohonan")`.

Every HTML answer is checked by page_checks.py on the way, so no test has to remember it. Forms are filled by the words
that people read: `browser.submit("Simpan", {"Nama Lengkap": "Siti"})` sends what a browser would send.
"""

import threading
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask

from app.akun.models_masuk import Sesi
from app.akun.sessions import TOKEN
from app.extensions import db
from app.kit.clock import now
from app.kit.crypto import new_token
from tests.page_checks import label_of, problems, text_of, tree_of, words_of

REDIRECTS = (301, 302, 303, 307, 308)


class Page:
    """One answer. `tree` and `soup` are None when it is not HTML; the soup is made when a test asks for it."""

    def __init__(self, response: Any, url: str) -> None:
        self.response, self.url = response, url
        self.status: int = response.status_code
        self.location: str = response.headers.get("Location", "")
        is_html = response.mimetype == "text/html" and self.status not in REDIRECTS and response.data
        self.tree = tree_of(response.get_data(as_text=True)) if is_html else None

    @cached_property
    def soup(self) -> BeautifulSoup | None:
        return BeautifulSoup(self.response.get_data(as_text=True), "lxml") if self.tree is not None else None

    @property
    def html(self) -> BeautifulSoup:
        assert self.soup is not None, f"{self.url} is no page: {self.status} {self.response.mimetype}"
        return self.soup

    @cached_property
    def text(self) -> str:
        """What can be read, with single spaces; the raw text when the answer is not HTML."""
        return words_of(self.tree) if self.tree is not None else self.response.get_data(as_text=True)

    @property
    def h1(self) -> str:
        assert self.tree is not None, f"{self.url} is no page"
        return words_of(next(self.tree.iter("h1")))

    def has(self, *words: str) -> bool:
        return all(word in self.text for word in words)

    def links(self) -> dict[str, str]:
        """Words (or aria-label) to address."""
        return {str(a.get("aria-label") or text_of(a)): a["href"] for a in self.html.find_all("a", href=True)}

    def buttons(self, enabled: bool = True) -> list[str]:
        found = self.html.find_all("button")
        return [text_of(button) for button in found if bool(button.get("disabled") is None) == enabled]

    def errors(self) -> list[str]:
        """The sentences of the error summary, or of the fields when there is no summary."""
        summary = self.html.find(class_="ringkasan-galat") or self.html.find(attrs={"role": "alert"})
        nodes = summary.find_all("li") if summary else self.html.find_all(class_="invalid-feedback")
        return [text_of(node) for node in nodes]

    def form(self, button: str) -> Tag:
        """The form that has a button with these words."""
        for node in self.html.find_all(["button", "input"]):
            if node.name == "input" and node.get("type") not in ("submit", "image"):
                continue
            if said_by(node, button):
                form = (
                    self.html.find("form", id=node["form"]) if node.get("form") else node.find_parent("form")
                )
                if form is not None:
                    return form
        raise AssertionError(f"no form with the button {button!r} on {self.url}; buttons: {self.buttons()}")


def sign_in(client: Any, person: Any, is_kuat: bool = True) -> None:
    """A cookie session of this person in a client, as after the sign-in page.

    Its row is written at the first request: who writes nothing before that leaves the test's state as it was made.
    """
    token, sidik = new_token()
    moment = now()
    row = {
        "token_sidik": sidik, "pengguna_id": person.id, "versi": person.sesi_versi, "cara": "sandi", "is_kuat": is_kuat,
        "peramban": "Uji", "begun_at": moment, "seen_at": moment, "proved_at": moment,
    }  # fmt: skip
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": person.get_id(), "_fresh": True, "_permanent": True, TOKEN: token})
    plain = client.open

    writing = threading.Lock()  # two windows of one browser may begin at the same moment

    def first(*args: Any, **options: Any) -> Any:
        with writing:
            if client.open is first:
                with client.application.app_context(), db.session.session_factory() as own:
                    own.add(Sesi(**row))
                    own.commit()
                client.open = plain
        return plain(*args, **options)

    client.open = first


def said_by(node: Tag, words: str) -> bool:
    """Whether a button has these words."""
    return words in (text_of(node), node.get("value"), node.get("aria-label"))


class Browser:
    """One person's browser: keeps cookies, remembers the last page. `person`: a user, or None for a visitor.

    `is_kuat=False`: she proved who she is with a password alone.
    """

    def __init__(self, app: Flask, person: Any = None, lang: str = "id", is_kuat: bool = True) -> None:
        self.client = app.test_client()
        self.lang, self.page = lang, None  # type: ignore[var-annotated]
        if person is not None:
            sign_in(self.client, person, is_kuat)
        with self.client.session_transaction() as cookie:
            cookie["locale"] = lang

    def get(self, url: str, status: int = 200, follow: bool = False, **options: Any) -> Page:
        """GET. Fails unless the status is as expected and the page keeps all the rules of pages."""
        return self._call("GET", url, status, follow, options)

    def post(
        self, url: str, data: Any = None, status: int | None = None, follow: bool = False, **options: Any
    ) -> Page:
        """POST with the CSRF token of this browser's session. Without `status`, any redirect is fine."""
        data = dict(data or {})
        data.setdefault("csrf_token", self._token())
        return self._call("POST", url, status, follow, {"data": data, **options})

    def submit(
        self,
        button: str,
        fields: dict[str, Any] | None = None,
        status: int | None = None,
        follow: bool = True,
    ) -> Page:
        """Press a button on the last page, after filling fields found by their labels (or, failing that, names).

        A value is a text, a list (several boxes or options), True/False for a box, or (stream, filename) for a file.
        Options and radio buttons are chosen by their words or their value.
        """
        assert self.page is not None, "open a page first"
        form = self.page.form(button)
        data = filled(form, self.page.html, button, fields or {})
        pressed = next((node for node in form.find_all("button") if said_by(node, button)), form)
        url = str(pressed.get("formaction") or form.get("action") or self.page.url)
        if str(form.get("method", "get")).lower() == "get":
            return self.get(urlsplit(url).path, status or 200, follow, query_string=data)
        return self._call("POST", url, status, follow, {"data": data, "content_type": "multipart/form-data"})

    def _token(self) -> str:
        if self.page is not None:
            found = self.page.tree.xpath("//input[@name='csrf_token']/@value")
            if found:
                return str(found[0])
        from flask_wtf.csrf import generate_csrf

        app = self.client.application
        with app.app_context(), self.client.session_transaction() as cookie, app.test_request_context():
            from flask import session

            session.update(cookie)
            token = generate_csrf()
            cookie["csrf_token"] = session["csrf_token"]
        return token

    def _call(self, method: str, url: str, status: int | None, follow: bool, options: dict[str, Any]) -> Page:
        from app.extensions import db

        db.session.flush()  # what the test made is there for the page
        page = self._one(method, url, options)
        hops = 0
        while follow and page.status in REDIRECTS and hops < 5:
            page, hops = self._one("GET", page.location, {}), hops + 1
        db.session.expire_all()  # what the page changed is there for the test
        wanted = {status} if status else ({200} if method == "GET" or follow else set(REDIRECTS))
        assert page.status in wanted, f"{method} {url}: {page.status} {page.location}\n{_told(page)}"
        return page

    def _one(self, method: str, url: str, options: dict[str, Any]) -> Page:
        page = Page(self.client.open(url, method=method, **options), url)
        if page.tree is not None:
            found = problems(page.tree, self.lang)
            assert not found, f"{method} {url} ({page.status}):\n  " + "\n  ".join(found)
            self.page = page
        return page


def _told(page: Page) -> str:
    return f"{page.errors() or page.text[:600]}" if page.tree is not None else page.text[:600]


def filled(form: Tag, soup: BeautifulSoup, button: str, wishes: dict[str, Any]) -> dict[str, Any]:
    """What a browser would send: everything in the form as it stands, changed by the wishes."""
    data: dict[str, list[Any]] = {}
    rest = dict(wishes)
    fields = [field for field in soup.find_all(["input", "select", "textarea"]) if _belongs(field, form)]
    for field in fields:
        name = field.get("name")
        if (
            not name
            or field.get("disabled") is not None
            or field.get("type") in ("submit", "button", "image", "reset")
        ):
            continue
        key = _wished(field, soup, wishes)
        values = _values(field, soup, wishes[key]) if key is not None else _present(field)
        rest.pop(key, None)  # type: ignore[arg-type]
        data.setdefault(str(name), []).extend(values)
    labels = [label_of(field, soup) for field in fields]
    assert not rest, f"no such fields: {sorted(rest)}; there are {labels}"
    for node in soup.find_all("button", attrs={"name": True}):
        if _belongs(node, form) and button in (text_of(node), node.get("aria-label")):
            data.setdefault(str(node["name"]), []).append(str(node.get("value", "")))
    return data


def _belongs(field: Tag, form: Tag) -> bool:
    return field.get("form") == form.get("id") if field.get("form") else field.find_parent("form") is form


def _wished(field: Tag, soup: BeautifulSoup, wishes: dict[str, Any]) -> str | None:
    """The wish that means this field: by its label, by its group's legend, or by its name."""
    legend = field.find_parent("fieldset")
    group = (
        text_of(legend.legend)
        if legend and legend.legend and field.get("type") in ("radio", "checkbox")
        else ""
    )
    label = label_of(field, soup)
    for words in (label, group, str(field.get("name"))):
        if words in wishes:
            return words
    for wish in wishes:  # "Judul (wajib)", "Judul *"
        if any(words.startswith((f"{wish} ", f"{wish}*")) for words in (label, group) if words):
            return wish
    return None


def _values(field: Tag, soup: BeautifulSoup, wish: Any) -> list[Any]:
    if field.get("type") in ("checkbox", "radio"):
        wanted = wish if isinstance(wish, list | tuple | set) else [wish]
        is_on = wish is True or field.get("value") in map(str, wanted) or label_of(field, soup) in wanted
        return [str(field.get("value", "on"))] if is_on else []
    if field.name == "select":
        wanted = [str(one) for one in (wish if isinstance(wish, list | tuple | set) else [wish])]
        options = {
            text_of(option): str(option.get("value", text_of(option))) for option in field.find_all("option")
        }
        return [options.get(one, one) for one in wanted]
    if field.get("type") == "file":
        return list(wish) if isinstance(wish, list) else [wish]
    return ["" if wish is None else str(wish)]


def _present(field: Tag) -> list[Any]:
    if field.get("type") in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.get("checked") is not None else []
    if field.get("type") == "file":
        return []
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        options = field.find_all("option")
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [str(option.get("value", text_of(option))) for option in chosen]
    return [str(field.get("value", ""))]
