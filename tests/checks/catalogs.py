"""Every sentence has its translation: our Indonesian in English, the libraries' English in Indonesian.

`--perbarui` writes new sentences into the catalogs, for somebody to translate, and takes out those that are gone.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "translations"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "_n": (1, 2),
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
METHODS = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
_PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd]")


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def sentences() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each sentence of our source, with the file that says it."""
    found = extract_from_dir(
        ROOT / "app", METHODS, keywords=KEYWORDS, directory_filter=lambda path: "__pycache__" not in str(path)
    )
    for file, _, message, _, _ in found:
        yield message, file


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with open(path, "rb") as stream:
        return read_po(stream, locale=language)


def _parts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    first = _parts(message.id)[0]
    translated = _parts(message.string)
    if not all(translated):
        yield f"belum diterjemahkan: {first!r}"
    elif message.fuzzy:
        yield f"terjemahan masih kira-kira: {first!r}"
    else:
        wanted = {place for part in _parts(message.id) for place in _PLACE.findall(part)}
        for part in translated:
            extra = set(_PLACE.findall(part)) - wanted
            missing = set(_PLACE.findall(_parts(message.id)[-1])) - set(_PLACE.findall(part))
            if extra or (missing and len(translated) == 1):
                yield f"isian tidak sama: {first!r} dan {part!r}"


def problems() -> list[str]:
    """One sentence for each gap in either catalog."""
    english = read("en")
    used = dict(sentences())
    answer = [
        f"tidak ada di katalog en: {_parts(key)[0]!r} ({file})"
        for key, file in used.items()
        if not english.get(key)
    ]
    for language in ("en", "id"):
        for message in read(language):
            if message.id:
                answer += [f"{language}: {fault}" for fault in faults_of(message)]
    return answer


def update() -> int:
    """Add what is new to the English catalog and drop what no source says any more; answers how many were added."""
    old, new = read("en"), Catalog(locale="en", project="Si KERJA SAMARINDA", charset="utf-8")
    count = 0
    for key, _ in sorted(sentences(), key=lambda pair: str(pair[0])):
        known = old.get(key)
        count += known is None and key not in new
        new.add(key, known.string if known else "")
    new.creation_date = old.creation_date
    new.revision_date = old.revision_date
    with open(po_file("en"), "wb") as stream:
        write_po(stream, new, width=110, sort_output=True, omit_header=False)
    return count


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--perbarui", action="store_true")
    if parser.parse_args().perbarui:
        print(f"{update()} kalimat baru.")
    found = problems()
    print("\n".join(found) or "Katalog lengkap.")
    return min(len(found), 100)


if __name__ == "__main__":
    raise SystemExit(main())
