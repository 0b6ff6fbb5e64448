"""Periods in column names ("suspended_2022_23") become rows: a table that is wide in years is made long."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from equity_core.errors import Problem
from equity_core.ingest import fingerprints, periods
from equity_core.ingest.sheet import Row, Sheet, rewritten, rows_below
from equity_core.ingest.vocabulary import plain, table

PAIR = re.compile(r"(?<!\d)(?:SY\s?\d{2}|(?:SY\s?)?(?:19|20)\d{2})\s?[-–—/_]\s?(?:19|20)?\d{2}(?!\d)", re.IGNORECASE)
ALONE = re.compile(r"(?<![^\W_])(?:SY\s?)?(?:19|20)\d{2}(?![^\W_])", re.IGNORECASE)
MOST_YEARS = 15  # numbers further apart than this are no years
PERIOD = "school_year"


def reshaped(sheet: Sheet) -> Sheet:
    """Return the sheet with a row for each period, where its column names hold several; else as it is."""
    known = {plain(name) for meaning in ("school_year", "period") for name in table("columns")[meaning]}
    if any(plain(header) in known for header in sheet.header) or fingerprints.recognise(sheet.header):
        return sheet
    found = [_split(header) for header in sheet.header]
    years_of: dict[str, set[str]] = defaultdict(set)
    for year, stub in filter(None, found):
        years_of[plain(stub)].add(year)
    several = {stub for stub, years in years_of.items() if len(years) > 1 and _near(years)}
    if not several:
        return sheet
    places: dict[str, dict[str, int]] = defaultdict(dict)  # period → stub → column
    names: dict[str, str] = {}
    for index, split in enumerate(found):
        if split and plain(split[1]) in several and plain(split[1]) not in places[split[0]]:
            places[split[0]][plain(split[1])] = index
            names.setdefault(plain(split[1]), split[1] or _unnamed(sheet, index))
    moved = {index for stubs in places.values() for index in stubs.values()}
    kept = [index for index in range(sheet.width) if index not in moved]
    header = (*(sheet.header[index] for index in kept), PERIOD, *names.values())
    said = Problem(
        "years_in_columns",
        count=len(moved),
        facts={
            "periods": ", ".join(sorted(places)),
            "columns": ", ".join(sheet.header[index] for index in sorted(moved)),
        },
    )
    long = replace(sheet, header=header)
    return rewritten(long, _long(sheet, kept, places, list(names)), said=[said])


def _near(years: set[str]) -> bool:
    starts = [int(year) for text in years for year in re.findall(r"\d{4}", text)[:1]]
    return bool(starts) and max(starts) - min(starts) <= MOST_YEARS


def _long(sheet: Sheet, kept: list[int], places: dict[str, dict[str, int]], stubs: list[str]) -> Iterator[Row]:
    """Return a row for each period of each row; none where nothing is written for the period."""
    for line, row in rows_below(sheet):
        cells = [*row, *[""] * (sheet.width - len(row))]
        same = [cells[index] for index in kept]
        values = {
            period: [cells[columns[stub]] if stub in columns else "" for stub in stubs]
            for period, columns in sorted(places.items())
        }
        filled = {period: row for period, row in values.items() if any(cell.strip() for cell in row)}
        for period, found in (filled or dict([next(iter(values.items()))])).items():
            yield line, [*same, period, *found]


def _split(header: str) -> tuple[str, str] | None:
    """Return the period in a column name and what is left of the name.

    >>> _split("suspended_2022_23"), _split("2023-24 Enrolled"), _split("grade_8")
    (('2022-23', 'suspended'), ('2023-24', 'Enrolled'), None)
    """
    for pattern in (PAIR, ALONE):
        for found in pattern.finditer(header):
            written = found[0]
            if pattern is PAIR:
                try:
                    written = periods.school_year(written)
                except ValueError:
                    continue
            left = (header[: found.start()] + " " + header[found.end() :]).strip(" _-–—:()[]/.")
            return written, " ".join(left.split())
    return None


def _unnamed(sheet: Sheet, index: int) -> str:
    """Return a name for numbers under a bare year: a rate, or a number where it cannot be one."""
    numbers = [float(text) for text in sheet.column(index) if re.fullmatch(r"\d{1,9}(\.\d+)?", text.strip())]
    return "number" if any(number > 100 for number in numbers) else "%"
