"""What in a survey is an answer on a scale, and what is free text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from equity_core.ingest import personal
from equity_core.ingest import vocabulary as words

ITEM_HEADER = re.compile(r"(q|question|item)[ _.]*\d+.*|.*\?", re.IGNORECASE)
A_SENTENCE = 4  # so many words in a heading are a statement that people answered
MANY_WORDS = 3  # so many words in most answers are free text
NUMBERS = {"1", "2", "3", "4", "5"}
FOUR = "4"


def is_item(header: str, values: Sequence[str]) -> bool:
    """Say whether a column holds answers on a scale: in words, or as numbers from 1 to 5 below a question's heading.

    >>> is_item("Adults here are fair", ["Agree", "", "Neutral"]), is_item("q1", ["5.0", "NA"]), is_item("goout", ["4"])
    (True, True, False)
    """
    told = {words.answer_on_scale(value) for value in values if not words.is_no_answer(value)}
    if not told or not told <= scale() | NUMBERS:
        return False
    if told <= NUMBERS:
        return bool(ITEM_HEADER.fullmatch(header.strip())) or len(header.split()) >= A_SENTENCE
    return len(told) > 1 or len(header.split()) >= A_SENTENCE


def item(header: str, values: Sequence[str]) -> str:
    """Return "item" for a column of answers on a scale, or ""."""
    return "item" if is_item(header, values) else ""


def may_be_of_four(texts: Collection[str]) -> bool:
    """Say whether numbers may be from a scale of 1 to 4: nobody said 5."""
    told = {words.answer_on_scale(text) for text in texts if not words.is_no_answer(text)}
    return told <= NUMBERS and max(told, default="") == FOUR


def is_comment(header: str, values: Sequence[str]) -> bool:
    """Say whether a column of a survey holds what people wrote in their own words.

    >>> is_comment("Anything else?", ["", "The bus is late"]), is_comment("Email", ["a@b.org"])
    (True, False)
    """
    filled = [value for value in values if not words.is_no_answer(value)]
    if not filled or personal.is_of_names(header) or personal.by_content(filled) == "content":
        return False
    asked = any(phrase in words.tidy(header).casefold() for phrase in words.table("scales")["comment"])
    wordy = sum(1 for value in filled if len(value.split()) >= MANY_WORDS) * 2 > len(filled)
    return asked or (wordy and len(set(filled)) * 2 > len(filled))


def scale() -> set[str]:
    """Return the answers on the scales that are known."""
    about = words.table("scales")
    return {*about["favourable"], *about["not_favourable"]}
