"""Columns that say who a child is. They stop at the door: by header, and by what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from equity_core.ingest.vocabulary import plain, table

Why = Literal["", "header", "content", "distinct"]


def by_header(header: str) -> bool:
    """Say whether a header names a person, a birth date or a way to reach somebody.

    Whole words are compared, so that BlackOrAfricanAmerican, which has "name" in no word of its own, passes.

    >>> by_header("Student Last Name"), by_header("DOB"), by_header("BlackOrAfricanAmerican"), by_header("School Name")
    (True, True, False, False)
    """
    rules = table("personal")
    last = header.rsplit(".", 1)[-1]
    for key in (plain(header), plain(last)):
        if key in rules["not_personal"]:
            return False
        if key in rules["never"]:
            return True
    words = _words_of(header)
    if any(word in words for word in rules["words"]):
        return True
    return any(set(pair) <= set(words) for pair in rules["word_pairs"])


def by_content(values: Sequence[str]) -> Why:
    """Say whether a column's values look like contacts, numbers of persons, names or free text."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return ""
    for pattern in table("personal")["content"].values():
        hits = sum(1 for value in filled if re.fullmatch(pattern, value))
        if hits * 5 >= len(filled) * 2:
            return "content"
    if len(filled) >= 20 and len(set(filled)) * 5 > len(filled) * 4 and not all(map(_is_small_number, filled)):
        return "distinct"
    return ""


def _words_of(header: str) -> list[str]:
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", header)
    words = re.findall(r"[a-z0-9]+", spaced.casefold())
    return [*words, *(first + second for first, second in pairwise(words))]


def _is_small_number(value: str) -> bool:
    return re.fullmatch(r"-?\d{1,4}([.,]\d+)?%?", value) is not None
