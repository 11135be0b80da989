"""What a person means by a few words, as PostgreSQL's full-text search understands it. No table is known here."""

import re
from typing import Any

from sqlalchemy import func, literal
from sqlalchemy.dialects.postgresql import REGCONFIG

MAX_WORDS = 12


def full_text_query(words: str) -> Any:
    """Indonesian stems, whole words as written, and the beginnings of words: whichever the stored text has."""
    beginnings = re.findall(r"\w+", words)[:MAX_WORDS]
    query: Any = func.websearch_to_tsquery(literal("indonesian").cast(REGCONFIG), words)
    query = query.op("||")(func.websearch_to_tsquery(literal("simple").cast(REGCONFIG), words))
    if beginnings:
        prefixes = " & ".join(f"{word}:*" for word in beginnings)
        query = query.op("||")(func.to_tsquery(literal("simple").cast(REGCONFIG), prefixes))
    return query
