"""axe-core in a page: what hinders people who see little, hear the page, or use the keyboard alone.

The script is read from a Python package that ships it; nothing of it is kept in this repository.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Light and dark differ in colours only, so the second look asks only for what colours decide.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RUN = """async (options) => {
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ").slice(0, 200);
  return (await axe.run(document, options)).violations.map(({id, help, nodes}) =>
    ({id, help, nodes: nodes.slice(0, 4).map((node) => [node.html.slice(0, 160), why(node)])}));
}"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page, colours_only: bool = False) -> list[str]:
    """A sentence for each rule of WCAG 2.2 A and AA that the page breaks, with the first places."""
    rules = {"type": "rule", "values": COLOUR_RULES} if colours_only else {"type": "tag", "values": TAGS}
    # Evaluated by the browser itself: a <script> would be stopped by the page's own policy, as it should be.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(RUN, {"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['help']}"
        + "".join(f"\n      {html}\n        {why}" for html, why in one["nodes"])
        for one in found
    ]
