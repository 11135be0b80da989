"""Documents as PDF/A-2b, made by typst inside this process: no shell, no system font, no network.

What a document says comes as data from each package; its template only sets it. A value is shown as text,
never read as markup, so nothing that a person typed can change a document.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import typst

from app.kit.clock import now

STANDARD: Final = "a-2b"  # archives ask for PDF/A; level b needs no hand-made structure
MISSING = "\N{WHITE SQUARE}"
# One sentence of typst for each text that the embedded fonts cannot show.
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_TRIES = 5


def render_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF/A-2b of a typst template; a letter that the embedded fonts lack becomes an empty square.

    `template`: the .typ file, which reads `json(bytes(sys.inputs.data))` and sees no file outside its folder.
    `data`: JSON values. Raises typst.TypstError when the template itself is wrong.
    """
    data = _printable(data)
    for _attempt in range(_TRIES):
        try:
            return _compile(template, data)
        except typst.TypstError as error:
            unshown = _unshown(getattr(error, "diagnostic", str(error)))
            if not unshown:
                raise
            data = _translated(data, str.maketrans(dict.fromkeys(unshown, MISSING)))
    return _compile(template, _translated(data, _Plain()))


def _compile(template: Path, data: dict[str, Any]) -> bytes:
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        ignore_system_fonts=True,
        timestamp=int(now().timestamp()),
    )


def _unshown(diagnostic: str) -> set[str]:
    """The letters that typst complains of; ASCII is always shown, so it is never taken away."""
    found: set[str] = set()
    for text in _UNSHOWN.findall(diagnostic):
        found.update(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
    return {letter for letter in found if ord(letter) > 127}


class _Plain(dict[int, str]):
    """Last resort for a text of many scripts: everything beyond Latin letters becomes a square."""

    def __missing__(self, code: int) -> str:
        return chr(code) if code < 0x250 else MISSING


def _printable(value: Any) -> Any:
    """Control characters other than line ends have no picture."""
    if isinstance(value, str):
        return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value


def _translated(value: Any, table: dict[int, Any]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(one, table) for key, one in value.items()}
    if isinstance(value, list):
        return [_translated(one, table) for one in value]
    return value
