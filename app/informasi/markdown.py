"""Markdown to HTML that is safe to print: no HTML of the writer's own, no script, no image, no foreign address scheme.

The page's title is its one h1; what a writer marks as a first heading becomes an h2. Pages and rows are not known here.
"""

import re
import unicodedata
from dataclasses import dataclass

import nh3
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

MAX_LEVEL = 6
TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "div",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "table": {"class"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = {"http", "https", "mailto", "tel"}

ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
_parser.validateLink = lambda url: ADDRESS.match(url) is not None  # type: ignore[method-assign]


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, for the list of contents."""

    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, with its headings of the second level in order."""

    html: Markup
    headings: list[Heading]


def render(text: str, level: int = 2, anchors: bool = True) -> Rendered:
    """A Markdown text whose first headings become `<h{level}>`; with `anchors` each heading has an id of its own."""
    tokens = _parser.parse(text or "")
    _level_headings(tokens, level)
    headings: list[Heading] = []
    seen: set[str] = set()
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and anchors:
            words = _plain(tokens[number + 1])
            token.attrSet("id", _anchor(words, seen))
            if token.tag == "h2":
                headings.append(Heading(str(token.attrGet("id")), words))
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {}  # alignment would be an inline style
        elif token.type == "table_open":
            token.attrSet("class", "table")
    html = _parser.renderer.render(tokens, _parser.options, {})
    label = escape(_("Tabel, dapat digeser"))
    html = html.replace(
        "<table", f'<div class="table-responsive" tabindex="0" role="group" aria-label="{label}"><table'
    )
    html = html.replace("</table>", "</table></div>")
    return Rendered(Markup(_clean(html)), headings)


def _level_headings(tokens: list[Token], first: int) -> None:
    """The highest heading of a text gets the level `first`, and none is more than one level below the one before it."""
    opened = [token for token in tokens if token.type == "heading_open"]
    highest = min((int(token.tag[1]) for token in opened), default=1)
    before = first - 1
    closing = {
        id(token): tokens[number + 2] for number, token in enumerate(tokens) if token.type == "heading_open"
    }
    for token in opened:
        before = min(int(token.tag[1]) - highest + first, before + 1, MAX_LEVEL)
        token.tag = closing[id(token)].tag = f"h{before}"


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def to_html(text: str) -> Markup:
    """A short text inside a page that has headings already: an answer, a note. The filter `markdown`."""
    return render(text, level=3, anchors=False).html


def to_text(text: str, limit: int = 200) -> str:
    """The first words of a Markdown text without its marks; for results of a search."""
    words = " ".join(_plain(token) for token in _parser.parse(text or "") if token.type == "inline")
    words = re.sub(r"\s+", " ", words).strip()
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


def _plain(inline: Token) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


def _anchor(words: str, seen: set[str]) -> str:
    """An id that says what the heading says; the same words again get a number."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    base = "b-" + (re.sub(r"[^a-z0-9]+", "-", ascii_words).strip("-")[:60] or "bagian")
    name, number = base, 2
    while name in seen:
        name, number = f"{base}-{number}", number + 1
    seen.add(name)
    return name
