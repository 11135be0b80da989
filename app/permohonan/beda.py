"""What changed between two texts, word by word. Texts only; no case is known here."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORD = re.compile(r"(\S+)(\s*)")
# Beyond this the comparison would take too long for a page; the two texts are then shown whole.
MAX_WORDS = 4000


@dataclass(frozen=True)
class Potongan:
    """A piece of text: `tetap` in both, `hapus` only in the old one, `baru` only in the new one."""

    jenis: Literal["tetap", "hapus", "baru"]
    teks: str


def compare(lama: str, baru: str) -> list[Potongan]:
    """The two texts as one, in pieces; without the pieces called `hapus` it reads as the new text."""
    old, new = WORD.findall(lama), WORD.findall(baru)
    if len(old) + len(new) > MAX_WORDS:
        return [Potongan("hapus", lama), Potongan("baru", baru)]

    def text(words: list[tuple[str, str]]) -> str:
        return "".join(word + blank for word, blank in words)

    pieces: list[Potongan] = []
    # Blanks are not compared. Words that stand everywhere are no anchors (autojunk): else long texts take minutes.
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Potongan("tetap", text(new[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Potongan("hapus", text(old[i1:i2])))
        if j2 > j1:
            pieces.append(Potongan("baru", text(new[j1:j2])))
    return pieces


def shorten(pieces: list[Potongan], keep: int = 15) -> list[Potongan]:
    """Long stretches that did not change, cut down to the words beside a change."""
    result = []
    for index, piece in enumerate(pieces):
        words = WORD.findall(piece.teks)
        if piece.jenis == "tetap" and len(words) > 2 * keep:
            begin = "".join(word + blank for word, blank in words[:keep]) if index else ""
            end = "".join(word + blank for word, blank in words[-keep:]) if index < len(pieces) - 1 else ""
            result.append(Potongan("tetap", f"{begin}… {end}"))
        else:
            result.append(piece)
    return result
