"""The icon sprite: of Bootstrap's two thousand icons the few that our pages name, in one small file.

Nobody keeps a list: every quoted word in our templates and modules that names an icon is taken along.
No icon is stored in the repository; the drawings come from the package Bootstrap-Flask.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import flask_bootstrap
from markupsafe import Markup, escape

APP = Path(__file__).resolve().parent.parent
SOURCE = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"

_SYMBOL = re.compile(r'<symbol class="[^"]*" viewBox="([^"]+)" id="([^"]+)">(.*?)</symbol>', re.DOTALL)
_QUOTED = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")


@dataclass(frozen=True)
class Sprite:
    """The file to serve, its version (changes when a drawing does) and the names that it holds."""

    svg: str
    version: str
    names: frozenset[str]


def quoted_words(folder: Path = APP) -> set[str]:
    """Every quoted word of our templates and modules that could be the name of an icon."""
    words: set[str] = set()
    for pattern in ("templates/**/*.html", "**/*.py"):
        for file in folder.glob(pattern):
            words.update(_QUOTED.findall(file.read_text(encoding="utf-8")))
    return words


def build_sprite(words: set[str] | None = None) -> Sprite:
    """The sprite of all icons named in `words`; without it, of all that our pages name."""
    wanted = quoted_words() if words is None else words
    symbols = {
        name: f'<symbol viewBox="{box}" id="{name}">{drawing}</symbol>'
        for box, name, drawing in _SYMBOL.findall(SOURCE.read_text(encoding="utf-8"))
        if name in wanted
    }
    body = "".join(symbols[name] for name in sorted(symbols))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'
    return Sprite(svg, hashlib.sha256(svg.encode()).hexdigest()[:10], frozenset(symbols))


@lru_cache(maxsize=4096)  # a page shows the same few again and again
def icon_markup(address: str, name: str, css: str = "") -> Markup:
    """The <svg> of one icon of the sprite at `address`. Screen readers skip it: the word beside it speaks."""
    classes = f"bi {css}".strip()
    return Markup('<svg class="%s" aria-hidden="true"><use href="%s#%s"/></svg>') % (
        classes,
        escape(address),
        name,
    )
