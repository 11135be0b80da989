"""How the texts that the program brings along are written in files: Markdown with a fixed order of headings."""

import re
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def split_page(text: str) -> tuple[str, str, str]:
    """(title, summary, body) of a page's file: `# title`, then perhaps `> summary`, then Markdown.

    ValueError when a file does not begin with its title.
    """
    match = re.fullmatch(r"# (?P<title>.+)\n+(?:> (?P<summary>.+)\n+)?(?P<body>[\s\S]+)", text)
    if match is None:
        raise ValueError("a page begins with `# title`")
    return match["title"], match["summary"] or "", match["body"].strip()


def split_sections(text: str) -> list[tuple[str, str, str]]:
    """(group, heading, body) of a file with `# group` and `## heading`."""
    found = []
    for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        group, _, rest = part.partition("\n")
        for block in re.split(r"^## ", rest, flags=re.MULTILINE)[1:]:
            heading, _, body = block.partition("\n")
            found.append((group.strip(), heading.strip(), body.strip()))
    return found
