"""Columns that say who a child is. They stop at the door: by header, and by what is in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Literal

from equity_core.ingest.sheet import Sheet, texts_of
from equity_core.ingest.vocabulary import is_contact, plain, table, tidy, token

Why = Literal["", "header", "content", "distinct"]
RARE = 10  # rows: a text of fewer may be about somebody
CODE = 5  # letters: a code is no longer
ALIKE = 0.75  # two words of which so much is the same are one, spelled otherwise
FEW_CODES, SHORT = 5, 3  # so few texts, so short, are codes of a group (U and R), whatever the header says


def by_header(header: str, values: Sequence[str] = ()) -> bool:
    """Say whether a header names a person, a birth date or a way to reach somebody.

    Whole words are compared, so that BlackOrAfricanAmerican, which has "name" in no word of its own, passes.
    `values` that are a few short codes, such as U and R, or counts, are no addresses and no telephones.

    >>> by_header("Student Last Name"), by_header("DOB"), by_header("BlackOrAfricanAmerican"), by_header("School Name")
    (True, True, False, False)
    >>> by_header("address", ["U", "R"] * 10)
    False
    """
    rules = table("personal")
    keys = (plain(header), plain(header.rsplit(".", 1)[-1]))
    if any(key in rules["not_personal"] for key in keys):
        return False
    if any(key in rules["places"] for key in keys) and _are_codes(values):
        return False
    if any(key in rules["never"] for key in keys):
        return True
    words = _words_of(header)
    if set(rules["about_families"]) & set(words):
        return False
    if any(word in words for word in rules["words"]) or any(set(pair) <= set(words) for pair in rules["word_pairs"]):
        return True
    return "name" in words and not set(rules["things_with_names"]) & set(words)


def is_of_names(header: str) -> bool:
    """Say whether a column that stopped holds the names of people.

    >>> is_of_names("LastFirst"), is_of_names("Official Teacher Name"), is_of_names("DOB"), is_of_names("School Name")
    (True, True, False, False)
    """
    rules = table("personal")
    if not by_header(header):
        return False
    words = {*_words_of(header), plain(header)}
    return bool(words & {"name", *rules["people"]}) and not words & set(rules["not_names"])


def names_in(sheet: Sheet) -> frozenset[str]:
    """Return the words in the columns of names of a sheet, in lower case: a dictionary for as long as it is needed."""
    columns = [index for index, header in enumerate(sheet.header) if is_of_names(header)]
    words = (word for text in texts_of(sheet, columns) for word in re.findall(r"[^\W\d_]{2,}", text.casefold()))
    return frozenset(words)


def is_id(header: str) -> bool:
    """Say whether a header is that of an id of a person: its values are shown to nobody, read or not.

    >>> is_id("StudentDisplayID"), is_id("Official Teacher Staff ID"), is_id("School ID"), is_id("Course Code")
    (True, True, False, False)
    """
    words = set(_words_of(header))
    return bool(words & set(table("personal")["id_words"])) and not words & set(table("personal")["ids_of_things"])


def by_content(values: Sequence[str]) -> Why:
    """Say whether a column's values look like contacts, numbers of persons, names or free text."""
    filled = Counter(value.strip() for value in values if value.strip())
    of = filled.total()
    if not of:
        return ""
    if sum(filled[value] for value in filled if is_contact(value)) * 50 >= of:  # one in fifty is too many
        return "content"
    for pattern in _shapes_of_people():
        if sum(filled[v] for v in filled if pattern.fullmatch(v) and not _is_a_group(v)) * 5 >= of * 2:
            return "content"
    if of >= 20 and len(filled) * 5 > of * 4:
        return "" if all(_is_small_number(value) or token(value) for value in filled) else "distinct"
    return ""


def may_name(text: str) -> bool:
    """Say whether a text may be the name of a person: two words or more of letters, not all of them known words.

    >>> may_name("Quillon Grubnik"), may_name("Grubnik, Quillon B."), may_name("Emily White"), may_name("see Quillon")
    (True, True, True, True)
    >>> may_name("Afican American"), may_name("Some other race"), may_name("Martian"), may_name("Room 12b")
    (False, False, False, False)
    """
    words = _letters(text)
    return len(words) > 1 and not all(map(_is_known, words))


def may_be_one_name(text: str) -> bool:
    """Say whether a text may be one name of a person: a word that begins with a capital and that nobody knows.

    >>> may_be_one_name("Quillon"), may_be_one_name("Perhaps"), may_be_one_name("quite"), may_be_one_name("ISS")
    (True, False, False, False)
    """
    words = _letters(text)
    return len(words) == 1 and words[0].istitle() and len(words[0]) >= SHORT and not _is_known(words[0])


def are_codes(rows: Mapping[str, int]) -> bool:
    """Say whether most rows of a column, {text: rows}, have a code of a few letters, or one with a digit."""
    filled = {tidy(text): count for text, count in rows.items() if text.strip()}
    codes = sum(count for text, count in filled.items() if len(text) <= CODE or re.search(r"\d", text))
    return codes * 2 > sum(filled.values())


def without_names(rows: Mapping[str, int]) -> list[str]:
    """Return the texts of a column, {text: rows}, without those that may be names of persons among codes."""
    coded = are_codes(rows)
    return [text for text, count in rows.items() if not (coded and count < RARE and may_name(text))]


def _letters(text: str) -> list[str]:
    """Return the words of a text of letters only; none where there is anything else in it."""
    written = tidy(text)
    return re.findall(r"[^\W\d_]{2,}", written) if re.fullmatch(r"[^\W\d_]([^\W\d_]|[ ,.'’-])*", written) else []


def _is_known(word: str) -> bool:
    known, written = _known_words(), word.casefold()
    return written in known or (len(written) > SHORT and bool(get_close_matches(written, known, 1, ALIKE)))


@cache
def _known_words() -> tuple[str, ...]:
    """Return the words of the tables of groups, values and scales: what columns of groups and answers say."""
    tables = [about["groups"] for about in table("groups").values()]
    tables += [table(name) for name in ("values", "scales", "tokens", "categories", "measures", "columns")]
    texts = [text for it in tables for label, texts in it.items() for text in (label, *texts) if isinstance(text, str)]
    found = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text.casefold())}
    return tuple(sorted(found | set(table("personal")["no_names"])))


def examples(header: str, values: Sequence[str], *, why: Why = "") -> tuple[str, ...]:
    """Return three values that say nothing of anybody: of no id or person, no date, and each of several rows."""
    if why or is_id(header):
        return ()
    filled = [tidy(value) for value in values if value.strip()]
    often = [value for value in dict.fromkeys(filled) if filled.count(value) > 1 or _is_small_number(value)]
    seen = Counter(filled)
    rare = {value for value in often if seen[value] < RARE}
    return tuple(
        value
        for value in often
        if not is_contact(value) and not _DATE.match(value) and not (value in rare and may_name(value))
    )[:3]


_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@cache
def _shapes_of_people() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("personal")["content"].values())


def _is_a_group(value: str) -> bool:
    """Say whether a text in the shape "Last, First" is two groups: "Asian, White"."""
    known = {plain(label) for label in table("groups")["race"]["groups"]}
    return all(plain(part) in known for part in value.split(","))


def _words_of(header: str) -> list[str]:
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3 \2\4", header)
    words = [re.sub(r"(?<=[a-z]{2}[a-rt-z])s$", "", word) for word in re.findall(r"[a-z]+", spaced.casefold())]
    return [*words, *(first + second for first, second in pairwise(words))]


def _are_codes(values: Sequence[str]) -> bool:
    filled = [tidy(value) for value in values if value.strip()]
    few = len(set(filled)) <= FEW_CODES and all(len(text) <= SHORT for text in filled)
    return len(filled) >= 20 and (few or all(map(_is_small_number, filled)))


def _is_small_number(value: str) -> bool:
    return re.fullmatch(r"-?\d{1,4}([.,]\d+)?%?", value) is not None
