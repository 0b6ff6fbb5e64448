"""What in a typed text may tell who somebody is. It doubts; only a person decides."""

from __future__ import annotations

import re
from collections.abc import Collection

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().-]{5,}\d(?!\w)")
_LONG_NUMBER = re.compile(r"(?<![\w.,])[A-Za-z]?\d{5,}(?!\w)")
_BIRTH = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_YEARS = re.compile(r"\d{4}\s*[-–]\s*\d{2,4}")  # 2024-25 is a school year
_TITLED = re.compile(r"\b(?:Mrs?|Ms|Mx|Dr|Miss|Coach|Señora?|Sra?)\b\.?\s+[A-Z]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;\n]|[\"“”«(\[–—-]\s?|[\"“”]\s)\s*$")


def doubts(text: str, *, first_names: Collection[str] = (), ordinary: Collection[str] = ()) -> tuple[str, ...]:
    """Return the pieces of `text` that may be a name, a phone number, an address or an id, in order, once each.

    `first_names` (lower case) are doubted wherever they stand. Other words are doubted when they are written
    with a capital inside a sentence, or two in a row; `ordinary` (lower case) are capital words that are no names.
    """
    found: list[tuple[int, str]] = []
    for pattern in (_EMAIL, _BIRTH, _PHONE, _LONG_NUMBER, _TITLED):
        for m in pattern.finditer(text):
            if not (pattern is _PHONE and _YEARS.fullmatch(m.group().strip())):
                found.append((m.start(), m.group().strip()))
    found += _names(text, set(first_names), set(ordinary))
    return tuple(dict.fromkeys(piece for _, piece in sorted(found)))


def _names(text: str, first_names: set[str], ordinary: set[str]) -> list[tuple[int, str]]:
    found = []
    words = list(_WORD.finditer(text))
    for here, following in zip(words, [*words, None][1:], strict=True):
        word = re.sub(r"['’]s$", "", here.group())
        if word.lower() in first_names:
            found.append((here.start(), word))
            continue
        if not word[0].isupper() or word.isupper() or word.lower() in ordinary:
            continue
        if not _STARTS.search(text[: here.start()]):
            found.append((here.start(), word))
        elif following and _is_surname_after(text, here, following, ordinary):
            found.append((here.start(), text[here.start() : following.end()]))
    return found


def _is_surname_after(text: str, here: re.Match[str], following: re.Match[str], ordinary: set[str]) -> bool:
    word = following.group()
    return (
        text[here.end() : following.start()] == " "
        and word[0].isupper()
        and not word.isupper()
        and word.lower() not in ordinary
    )
