"""School years and terms in all their spellings, and the label that they become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from equity_core.ingest.vocabulary import Doubt, plain, table, tidy

YEAR_ID = 1990  # PowerSchool counts school years from here: 34 starts in 2024
AS_IT_IS = re.compile(r"(19|20)\d{2}[A-Z]")  # 2013J


def school_year(text: str | None) -> str:
    """Return "2024-25" for 2024-2025, 24-25, 2425, SY2025, 2024/25 …; Doubt for what may mean two things.

    >>> school_year("2024/2025"), school_year("24-25"), school_year("SY2025")
    ('2024-25', '2024-25', '2024-25')
    """
    written = tidy(text)
    pair = re.fullmatch(
        r"(?:(?:SY|AY|School Year)\s*)?((?:19|20)?\d{2})\s*[-–—/_]\s*((?:19|20)?\d{2})", written, re.IGNORECASE
    )
    if pair:
        start, end = (_full(part) for part in pair.groups())
        if end == start + 1:
            return label(start)
    alone = re.fullmatch(r"(SY\s*)?((?:19|20)\d{2})(\.0)?|(SY)\s*(\d{2})", written, re.IGNORECASE)
    if alone:
        end = int(alone[2] or f"20{alone[5]}")
        if alone[1] or alone[4]:
            return label(end - 1)
        raise Doubt("year_alone", label(end - 1))
    if re.fullmatch(r"\d{4}", written) and int(written[2:]) == int(written[:2]) + 1:
        return label(2000 + int(written[:2]))
    if re.fullmatch(r"[1-5]\d", written):
        raise Doubt("year_id", label(YEAR_ID + int(written)))
    raise Doubt("unknown_period")


def year_and_term(text: str | None) -> tuple[str, str]:
    """Return the school year and the rest of a term that names its year; ("", "") where it names none.

    >>> year_and_term("Fall 2021-2022"), year_and_term("Winter")
    (('2021-22', 'Fall'), ('', ''))
    """
    written = tidy(text)
    for found in re.finditer(r"(?<!\d)\d{2,4}\s*[-–/]\s*\d{2,4}(?!\d)", written):
        try:
            return school_year(found[0]), tidy(written.replace(found[0], " "))
        except Doubt:
            continue
    return "", ""


def label(start: int) -> str:
    """Return "2024-25" for the school year that starts in 2024."""
    return f"{start}-{(start + 1) % 100:02d}"


def year_in(name: str) -> str:
    """Return the school year that a file name speaks of ("…_2009-10_race.csv"), or ""."""
    for found in re.finditer(r"(?<!\d)((?:19|20)\d{2})[-_–](\d{4}|\d{2})(?!\d)", name):
        start, end = _full(found[1]), _full(found[2])
        if end == start + 1:
            return label(start)
    return ""


def year_of(day: date) -> str:
    """Return the school year of a day: it starts on July 1."""
    return label(day.year if day.month >= 7 else day.year - 1)


def term(text: str | None) -> str:
    """Return "Fall", "Winter", "Spring" …, the text itself when it is none of them, "" for a whole year or blank."""
    written = _bare(text)
    key = plain(written)
    if key in table("values")["terms"]:
        return str(table("values")["terms"][key])
    return "" if key in table("values")["year_terms"] else written


def labels(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the period of each (school year, term as written): the year alone if the file's only term ends a year.

    >>> labels([("2024-25", "Spring")])
    {('2024-25', 'Spring'): '2024-25'}
    >>> labels([("2024-25", "Fall"), ("2024-25", "Spring")])
    {('2024-25', 'Fall'): '2024-25 Fall', ('2024-25', 'Spring'): '2024-25 Spring'}
    """
    pairs = list(pairs)
    terms = {plain(_bare(written)) for _, written in pairs}
    ends_a_year = terms <= {"", *table("values")["year_terms"]} and len(terms - {""}) <= 1
    return {(year, text): year if ends_a_year else f"{year} {term(text)}".strip() for year, text in pairs}


def _bare(text: str | None) -> str:
    """Return a term without what stands behind it in brackets: "Winter (November 16 - March 1)"."""
    return re.sub(r"\s*\(.*\)$", "", tidy(text))


def _full(part: str) -> int:
    return int(part) if len(part) == 4 else 2000 + int(part)
