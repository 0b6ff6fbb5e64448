"""Every released number, one row each, with a dictionary: what an analyst takes away. What is hidden is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from equity_core import ingest, reports
from equity_core.model import Source
from equity_core.privacy import Count, Released
from equity_core.words import Words
from equity_core.workflow.definitions import definition
from equity_core.workflow.workspace import Workspace

COLUMNS = (
    *("school", "period", "measure", "measure_label", "dimension", "dimension_label", "group"),
    *("ceds_element", "ceds_option", "denominator", "numerator", "numerator_low", "numerator_high"),
    *("rate", "status", "source"),
)
NUMBERS = ("denominator", "numerator", "numerator_low", "numerator_high", "rate")


def rows(ws: Workspace) -> list[tuple[str, ...]]:
    """Return every released cell, all students first, in the order of the files."""
    named = {source.id: source for source in ws.sources()}
    return [row for release in ws.releases() for t in release.tables for row in _rows(ws, t, named[release.source])]


def as_csv(ws: Workspace) -> bytes:
    """Return the rows as CSV that no spreadsheet takes for formulas."""
    return reports.csv_table(COLUMNS, rows(ws))


def as_workbook(ws: Workspace) -> bytes:
    """Return the rows as a workbook with a data dictionary: columns, words for hidden cells, and definitions."""
    sheets = {"group_measure": (COLUMNS, rows(ws)), "data_dictionary": dictionary(ws)}
    return reports.workbook(sheets, numbers=NUMBERS)


def dictionary(ws: Workspace) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return what each column, status and measure of the export means."""
    words: Words = ws.words
    found: list[tuple[str, ...]] = [(f"column {name}", words(f"tidy.{name}")) for name in COLUMNS]
    found += [(f"status {id}", words(f"tidy.status_{id}")) for id in STATUSES]
    ids = dict.fromkeys(t.measure for release in ws.releases() for t in release.tables)
    found += [(f"measure {id}", definition(ws, id)) for id in ids]
    return (words("tidy.what"), words("tidy.meaning")), found


STATUSES = ("shown", "range", "hidden", "hidden_by_source", "missing", "not_applicable")


def _rows(ws: Workspace, table: Released, source: Source) -> Iterator[tuple[str, ...]]:
    ceds = ingest.table("ceds")  # names that were checked (DATA_STANDARDS.md §10)
    cells = [(ingest.ALL_STUDENTS, table.total), *table.groups]
    where = dict(table.where)
    for group, count in cells:
        school = group if table.dimension == "school" and group != ingest.ALL_STUDENTS else where.get("school", "")
        yield (
            school,
            table.period,
            table.measure,
            ws.measure_label(table.measure),
            table.dimension,
            ws.dimension_label(table.dimension) if table.dimension else "",
            group,
            ceds.get(table.dimension, {}).get("element", ""),
            ceds.get(table.dimension, {}).get("options", {}).get(group, ""),
            *_numbers(count),
            count.status,
            source.name,
        )


def _numbers(count: Count) -> tuple[str, ...]:
    rate = count.rate
    if rate is None and count.is_shown and count.n:
        return (str(count.n), str(count.x), "", "", f"{(count.x or 0) / count.n:.6f}")
    told = [count.n, count.x, count.x_low, count.x_high]
    return (*("" if value is None else str(value) for value in told), "" if rate is None else f"{float(rate):.6f}")
