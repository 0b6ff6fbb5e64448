"""What in a typed text may tell who somebody is. It doubts; only a person decides."""

from __future__ import annotations

import re
from collections.abc import Collection

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().-]{5,}\d(?!\w)")
_LONG_NUMBER = re.compile(r"(?<![\w.,])[A-Za-z]?\d{5,}(?!\w)")
_BIRTH = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_COUNTED = re.compile(r"\d{4}\s*[-–]\s*\d{2,4}(?:\s*\(\d{1,6})?|.*\.\d{1,2}")  # 2024-25, 2024-25 (520, 40 (85.0
FEWEST_DIGITS = 7  # of a phone number
_TITLED = re.compile(r"\b(?:Mrs?|Ms|Mx|Dr|Miss|Coach|Señora?|Sra?)\b\.?\s+[A-Z]\w+")
_CLASS_OF = re.compile(r"\b(?!\w+day\b)([A-Z]\w+)['’]s\s+(?:class|classes|classroom|homeroom|period)\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_AGE = re.compile(
    r"\b(?:\d{1,2}|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh)teen)"
    r"[- ]years?[- ]olds?\b|\baged?\s+\d{1,2}\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}\s+(?:[A-Z][\w'’]*\s+){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl)\b\.?"
)
_STARTS = re.compile(r"(?:^|[.!?:;\n]|[\"“”«(\[–—-]\s?|[\"“”]\s)\s*$")


MASK = "[…]"


def doubts(
    text: str,
    *,
    first_names: Collection[str] = (),
    ordinary: Collection[str] = (),
    names: Collection[str] = (),
    also_words: Collection[str] = (),
    single_out: Collection[str] = (),
    starts: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Return the pieces of `text` that may tell who somebody is, in order, once each; all words are in lower case.

    `first_names` are doubted wherever they stand, and so are `names` of people in a file that is just being read:
    those in `also_words` with a capital only, and `ordinary` words only beside another capital. Other words are doubted
    when they are written with a capital inside a sentence, or two in a row, `ordinary` ones never. `single_out` are
    words for what one person is. With `starts`, the words that people begin a sentence with, any other word that
    begins one is doubted too.
    """
    found: list[tuple[int, str]] = []
    for pattern in (_EMAIL, _BIRTH, _PHONE, _LONG_NUMBER, _TITLED, _AGE, _STREET):
        for m in pattern.finditer(text):
            if not (pattern is _PHONE and _is_counted(m.group().strip())):
                found.append((m.start(), m.group().strip()))
    for m in _CLASS_OF.finditer(text):
        if not _STARTS.search(text[: m.start()]):  # "Today's class" begins a sentence
            found.append((m.start(), m.group(1)))
    for words in single_out:
        found += [(m.start(), m.group()) for m in re.finditer(rf"\b{re.escape(words)}\b", text, re.IGNORECASE)]
    found += _listed(text, set(names), set(also_words), set(ordinary)) if names else []
    found += _names(text, set(first_names), set(ordinary), starts)
    return tuple(dict.fromkeys(piece for _, piece in sorted(found)))


def masked(text: str, pieces: Collection[str]) -> str:
    """Return a text with these pieces of it struck out.

    >>> masked("Marcus Lee hit me, call 555-010-7788", ["Marcus Lee", "555-010-7788"])
    '[…] hit me, call […]'
    """
    for piece in sorted(filter(None, pieces), key=len, reverse=True):
        text = text.replace(piece, MASK)
    return text


def _is_counted(piece: str) -> bool:
    """Say whether digits are those of a school year, or of a count with its share: "34 of 40 (85.0%)"."""
    return sum(map(str.isdigit, piece)) < FEWEST_DIGITS or bool(_COUNTED.fullmatch(piece))


def _names(
    text: str, first_names: set[str], ordinary: set[str], starts: Collection[str] | None
) -> list[tuple[int, str]]:
    found = []
    words = list(_WORD.finditer(text))
    for here, following in zip(words, [*words, None][1:], strict=True):
        word = re.sub(r"['’]s$", "", here.group())
        lower = word.lower()
        if lower in first_names:
            has_surname = following is not None and _is_surname_after(text, here, following, set())
            found.append((here.start(), text[here.start() : following.end()] if following and has_surname else word))
            continue
        if not word[0].isupper() or word.isupper() or lower in ordinary:
            continue
        if not _STARTS.search(text[: here.start()]):
            found.append((here.start(), word))
        elif following and _is_surname_after(text, here, following, ordinary):
            found.append((here.start(), text[here.start() : following.end()]))
        elif starts is not None and lower not in starts:
            found.append((here.start(), word))
    return found


def _listed(text: str, names: set[str], also_words: set[str], ordinary: set[str]) -> list[tuple[int, str]]:
    """Return the words of a text that are names on a list."""
    words = [(m.start(), re.sub(r"['’]s$", "", m.group())) for m in _WORD.finditer(text)]
    found = []
    for place, (start, word) in enumerate(words):
        lower = word.lower()
        if lower not in names or len(lower) < 2:
            continue
        beside = [w for _, w in (*words[max(place - 1, 0) : place], *words[place + 1 : place + 2])]
        is_capital = word[0].isupper()
        if lower in ordinary:
            is_name = is_capital and any(w[0].isupper() and w.lower() not in ordinary for w in beside)
        else:
            is_name = is_capital or (lower not in also_words and len(lower) > 3)
        if is_name:
            found.append((start, word))
    return found


def _is_surname_after(text: str, here: re.Match[str], following: re.Match[str], ordinary: set[str]) -> bool:
    word = following.group()
    return (
        text[here.end() : following.start()] == " "
        and word[0].isupper()
        and not word.isupper()
        and word.lower() not in ordinary
    )
