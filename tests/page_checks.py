"""What must be true of every page, whatever it shows. Each check yields a sentence for each thing that is wrong.

Every answer in the tests passes here, so it reads lxml's tree, which takes a twentieth of the time of BeautifulSoup's.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from lxml import html
from lxml.etree import XPath
from lxml.html import HtmlElement

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
_MAY_SAY_NONE = ("value", "href", "action", "src", "alt", "title", "aria-label", "placeholder")
_NAMES_IDS = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
_UNTRANSLATED = {"script", "style", "code", "pre", "textarea", "option"}
_WORDS = XPath("descendant::text()[not(parent::script or parent::style or ancestor::template)]")
_STRINGS = XPath("descendant::text()")
# Words in another language that says so, or in what people wrote.
_SET_APART = XPath("boolean(ancestor-or-self::*[(@lang and not(starts-with(@lang, 'id'))) or @data-isi])")


def tree_of(page: str) -> HtmlElement:
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def text_of(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def words_of(node: HtmlElement) -> str:
    """The same as text_of, of a node of lxml's tree."""
    return " ".join(" ".join(_WORDS(node)).split())


def check_language(tree: HtmlElement, lang: str) -> Iterator[str]:
    found = tree.get("lang")
    if found != lang:
        yield f"lang is {found!r}, not {lang!r}"


def check_heading(tree: HtmlElement, lang: str) -> Iterator[str]:
    """One h1, and the title of the window begins with it."""
    headings = [words_of(heading) for heading in tree.iter("h1")]
    title = next((words_of(found) for found in tree.iter("title")), "")
    if len(headings) != 1 or not headings[0]:
        yield f"{len(headings)} h1: {headings}"
    elif not title.startswith(headings[0]):
        yield f"title {title!r} does not begin with h1 {headings[0]!r}"


def check_ids(tree: HtmlElement, lang: str) -> Iterator[str]:
    ids = Counter(tree.xpath("//@id"))
    yield from (
        f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name.strip()
    )
    for name in _NAMES_IDS:
        for named in tree.xpath(f"//@{name}"):
            missing = [word for word in named.split() if word not in ids]
            if missing:
                yield f"{name} of <{named.getparent().tag}> names no element: {missing}"


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


def _has_label(field: HtmlElement, labels: dict[str, HtmlElement]) -> bool:
    """Whether label_of would find words."""
    if field.get("aria-label"):
        return True
    if field.get("aria-labelledby"):
        nodes = [
            found
            for name in field.get("aria-labelledby").split()
            for found in field.xpath("//*[@id=$n]", n=name)
        ]
        return any(words_of(node) for node in nodes)
    label = labels.get(field.get("id"))
    label = next(field.iterancestors("label"), None) if label is None else label
    return label is not None and bool(words_of(label))


def check_labels(tree: HtmlElement, lang: str) -> Iterator[str]:
    labels = {label.get("for"): label for label in reversed(tree.xpath("//label[@for]"))}
    for field in tree.iter("input", "select", "textarea"):
        if field.get("type") not in _QUIET and not _has_label(field, labels):
            yield f"no label: {field.tag} name={field.get('name')!r}"
    for node in tree.iter("button", "a", "summary"):
        if node.tag == "a" and not node.get("href"):
            continue
        if not (node.get("aria-label") or words_of(node) or node.xpath("descendant::img[@alt != '']")):
            yield f"nothing to read on {html.tostring(node, encoding='unicode', with_tail=False)[:100]}"
    yield from (f"image without alt: {image.get('src')}" for image in tree.xpath("//img[not(@alt)]"))


def check_forms(tree: HtmlElement, lang: str) -> Iterator[str]:
    for form in tree.iter("form"):
        if form.get("method", "get").lower() != "post":
            continue
        if not form.xpath("descendant::input[@name='csrf_token' and @value != '']"):
            yield f"POST form without CSRF token: {form.get('action') or form.get('id')}"


def check_none(tree: HtmlElement, lang: str) -> Iterator[str]:
    """A value that is missing must never be printed as Python prints it."""
    for word in _STRINGS(tree):
        if "None" in word and _NONE.search(word) and _place_of(word).tag not in ("script", "style"):
            yield f"None in {word.strip()[:80]!r}"
    for node in tree.xpath("//*[@*[contains(., 'None')]]"):
        for name in _MAY_SAY_NONE:
            if _NONE.search(node.get(name, "")):
                yield f"None in {name} of <{node.tag}>: {node.get(name)!r}"


def check_policy(tree: HtmlElement, lang: str) -> Iterator[str]:
    """Nothing that our content security policy forbids, and nothing from another host."""
    for node in tree.xpath("//*[@style or @*[starts-with(name(), 'on')]]"):
        inline = [name for name in node.attrib if name == "style" or name.startswith("on")]
        yield f"inline {inline} on <{node.tag}>"
    for node in tree.xpath("//*[@href]"):
        if node.get("href").strip().lower().startswith("javascript:"):
            yield f"javascript: link {words_of(node)!r}"
    yield from ("inline <style>" for _ in tree.iter("style"))
    for script in tree.xpath("//script[not(@src)]"):
        if script.get("type") not in ("application/json", "application/ld+json"):
            yield "inline <script>"
    for node in tree.iter("script", "img", "link", "iframe", "source"):
        address = node.get("src") or node.get("href") or ""
        if re.match(r"(https?:)?//", address) and node.get("rel") not in ("canonical", "alternate"):
            yield f"<{node.tag}> from another host: {address}"


def _place_of(word: Any) -> HtmlElement:
    """The element in which a string of the tree stands."""
    node = word.getparent()
    return node.getparent() if word.is_tail else node


def check_words(tree: HtmlElement, lang: str) -> Iterator[str]:
    """No English on an Indonesian page, as far as a list of words can tell."""
    if lang != "id":
        return
    for word in _STRINGS(tree):
        found = _ENGLISH.search(word)
        if not found or (place := _place_of(word)).tag in _UNTRANSLATED or _SET_APART(place):
            continue
        yield f"English {found[0]!r} in {' '.join(word.split())[:80]!r}"
    for name in ("placeholder", "title", "aria-label"):
        for said in tree.xpath(f"//@{name}"):
            if _ENGLISH.search(said) and not _is_foreign(said.getparent()):
                yield f"English in {name}: {said!r}"


def _is_foreign(node: HtmlElement) -> bool:
    above = any(not parent.get("lang", "id").startswith("id") for parent in node.iterancestors())
    return above or bool(node.get("lang"))


CHECKS: tuple[Callable[[HtmlElement, str], Iterator[str]], ...] = (
    check_language,
    check_heading,
    check_ids,
    check_labels,
    check_forms,
    check_none,
    check_policy,
    check_words,
)


def problems(page: HtmlElement | BeautifulSoup, lang: str) -> list[str]:
    """Every sentence that any check has to say about a page."""
    tree = tree_of(str(page)) if isinstance(page, BeautifulSoup) else page
    return [sentence for check in CHECKS for sentence in check(tree, lang)]
