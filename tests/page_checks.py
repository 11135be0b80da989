"""What must be true of every page, whatever it shows. Each check yields a sentence for each thing that is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

# Words of Flask-AppBuilder, WTForms, Flask-Admin and Flask that an Indonesian page must not show. Whole words, with
# their capitals; words that are Indonesian as well (Filter, Data, Status, Total, Admin, Email) are left out.
ENGLISH = (
    "Access", "Action", "Actions", "Active", "Add", "Already", "Apply", "Are you sure", "Associated", "Back", "Cancel",
    "Change", "Changed", "Check", "Choose", "Confirm", "Count", "Created", "Delete", "Deleted", "Denied", "Edit", "Error",
    "Failed", "Field", "File", "First", "Forbidden", "Found", "Home", "Invalid", "Last", "List", "Load", "Login", "Logout",
    "Missing", "Must", "Name", "New", "Next", "No", "Not", "Nothing", "Order", "Page", "Password", "Permission",
    "Permissions", "Please", "Previous", "Profile", "Record", "Records", "Refresh", "Remove", "Required", "Reset", "Role",
    "Roles", "Save", "Search", "Security", "Select", "Show", "Sign in", "Submit", "Successfully", "This field", "User",
    "User name", "Username", "Users", "Value", "View", "Views", "Welcome", "Yes", "You", "Your",
    "contains", "ends with", "equal to", "greater", "is not", "must be", "not found", "page_size", "required",
    "smaller", "starts with", "with", "without",
)  # fmt: skip
_ENGLISH = re.compile(r"(?<![\w@./-])(" + "|".join(re.escape(word) for word in ENGLISH) + r")(?![\w@/-])")
_NONE = re.compile(r"(?<![\w“\"])None(?!\w)")
_QUIET = {"hidden", "submit", "button", "image", "reset"}


def text_of(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def check_language(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    found = soup.html.get("lang") if soup.html else None
    if found != lang:
        yield f"lang is {found!r}, not {lang!r}"


def check_heading(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    """One h1, and the title of the window begins with it."""
    headings = [text_of(heading) for heading in soup.find_all("h1")]
    title = text_of(soup.title) if soup.title else ""
    if len(headings) != 1 or not headings[0]:
        yield f"{len(headings)} h1: {headings}"
    elif not title.startswith(headings[0]):
        yield f"title {title!r} does not begin with h1 {headings[0]!r}"


def check_ids(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    ids = Counter(node["id"] for node in soup.find_all(id=True))
    yield from (
        f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name.strip()
    )
    for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for node in soup.find_all(attrs={name: True}):
            missing = [word for word in node[name].split() if word not in ids]
            if missing:
                yield f"{name} of <{node.name}> names no element: {missing}"


def _labels(soup: BeautifulSoup) -> dict[str, Tag]:
    """The labels of a page by the field that each names; looked up once, forms have many fields."""
    if "labels_by_field" not in soup.__dict__:
        found = soup.find_all("label", attrs={"for": True})
        soup.__dict__["labels_by_field"] = {str(label["for"]): label for label in reversed(found)}
    return soup.__dict__["labels_by_field"]


def label_of(field: Tag, soup: BeautifulSoup) -> str:
    """The words by which people find a field: its label, or what aria says instead; empty when there are none."""
    if field.get("aria-label"):
        return str(field["aria-label"])
    if field.get("aria-labelledby"):
        nodes = [soup.find(id=name) for name in str(field["aria-labelledby"]).split()]
        return " ".join(text_of(node) for node in nodes if node)
    label = _labels(soup).get(str(field.get("id"))) or field.find_parent("label")
    return text_of(label) if label else ""


def check_labels(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") not in _QUIET and not label_of(field, soup):
            yield f"no label: {field.name} name={field.get('name')!r}"
    for node in soup.find_all(["button", "a", "summary"]):
        if node.name == "a" and not node.get("href"):
            continue
        if not (text_of(node) or node.get("aria-label") or node.find("img", alt=True)):
            yield f"nothing to read on {str(node)[:100]}"
    yield from (f"image without alt: {image.get('src')}" for image in soup.find_all("img", alt=False))


def check_forms(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    for form in soup.find_all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        token = form.find("input", attrs={"name": "csrf_token"})
        if not token or not token.get("value"):
            yield f"POST form without CSRF token: {form.get('action') or form.get('id')}"


def check_none(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    """A value that is missing must never be printed as Python prints it."""
    for word in soup.find_all(string=_NONE):
        if word.parent.name not in ("script", "style"):
            yield f"None in {word.strip()[:80]!r}"
    for node in soup.find_all(True):
        for name in ("value", "href", "action", "src", "alt", "title", "aria-label", "placeholder"):
            if _NONE.search(str(node.get(name, ""))):
                yield f"None in {name} of <{node.name}>: {node.get(name)!r}"


def check_policy(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    """Nothing that our content security policy forbids, and nothing from another host."""
    for node in soup.find_all(True):
        inline = [name for name in node.attrs if name == "style" or name.startswith("on")]
        if inline:
            yield f"inline {inline} on <{node.name}>"
        if str(node.get("href", "")).strip().lower().startswith("javascript:"):
            yield f"javascript: link {text_of(node)!r}"
    yield from ("inline <style>" for _ in soup.find_all("style"))
    for script in soup.find_all("script", src=False):
        if script.get("type") not in ("application/json", "application/ld+json"):
            yield "inline <script>"
    for node in soup.find_all(["script", "img", "link", "iframe", "source"]):
        address = str(node.get("src") or node.get("href") or "")
        if re.match(r"(https?:)?//", address) and node.get("rel") not in (["canonical"], ["alternate"]):
            yield f"<{node.name}> from another host: {address}"


def check_words(soup: BeautifulSoup, lang: str) -> Iterator[str]:
    """No English on an Indonesian page, as far as a list of words can tell."""
    if lang != "id":
        return
    for word in soup.find_all(string=_ENGLISH):
        if word.parent.name in ("script", "style", "code", "pre", "textarea", "option"):
            continue
        if word.find_parent(attrs={"lang": re.compile("^(?!id)")}) or word.find_parent(
            attrs={"data-isi": True}
        ):
            continue
        yield f"English {_ENGLISH.search(word)[0]!r} in {' '.join(word.split())[:80]!r}"  # type: ignore[index]
    for name in ("placeholder", "title", "aria-label"):
        for node in soup.find_all(attrs={name: _ENGLISH}):
            if not node.find_parent(attrs={"lang": re.compile("^(?!id)")}) and not node.get("lang"):
                yield f"English in {name}: {node[name]!r}"


CHECKS: tuple[Callable[[BeautifulSoup, str], Iterator[str]], ...] = (
    check_language,
    check_heading,
    check_ids,
    check_labels,
    check_forms,
    check_none,
    check_policy,
    check_words,
)


def problems(soup: BeautifulSoup, lang: str) -> list[str]:
    """Every sentence that any check has to say about a page."""
    return [sentence for check in CHECKS for sentence in check(soup, lang)]
