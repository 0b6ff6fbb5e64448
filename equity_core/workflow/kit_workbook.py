"""The kit as a workbook: the gap with a chart, what its causes rest on, every released number, and what is hidden.

Nothing in it is hidden by the spreadsheet, and nothing is a row about a student.
"""

from __future__ import annotations

from equity_core import reports
from equity_core.errors import Unknown
from equity_core.privacy import Rules
from equity_core.workflow import kit
from equity_core.workflow.data import tidy
from equity_core.workflow.diagnose import causes, gap_choices, gaps
from equity_core.workflow.workspace import Workspace

Sheet = tuple[tuple[str, ...], list[tuple[str, ...]]]


def build(ws: Workspace) -> bytes:
    """Return the workbook (.xlsx)."""
    rate = _heads(ws)[1]
    return reports.workbook(sheets(ws), numbers=(*tidy.NUMBERS, rate), drawn={"gap_chart": rate})


def file_name(ws: Workspace) -> str:
    """Return a name for the file, by day."""
    return ws.words("kit.workbook_name", day=ws.today().isoformat())


def sheets(ws: Workspace) -> dict[str, Sheet]:
    """Return the sheets by name; those of the gap and the causes only where there is something to say."""
    table, drawn = _gap(ws)
    found = {"gap": table, "gap_chart": drawn, "causes": _causes(ws)}
    return {
        **{name: sheet for name, sheet in found.items() if sheet[1]},
        "group_measure": (tidy.COLUMNS, tidy.rows(ws)),
        "data_dictionary": tidy.dictionary(ws),
        "hidden_cells": _hidden(ws),
    }


def _heads(ws: Workspace) -> tuple[str, str]:
    return ws.words("charts.column_group"), ws.words("kit.sheet_rate")


def _gap(ws: Workspace) -> tuple[Sheet, Sheet]:
    """Return the table of the gap that the paper is about as on the screen, and what its chart draws.

    A bar of no length would read as 0%, so only groups whose rate is shown have one.
    """
    query = kit.question(ws)
    if query is None:
        return ((), []), ((), [])
    try:
        table, found = gaps.look(ws, query).figure.table, gap_choices.answer(ws, query)
    except Unknown:
        return ((), []), ((), [])
    named = zip(table.rows, (found.total, *found.groups), strict=True)
    drawn: list[tuple[str, ...]] = [(row[0], f"{float(g.rate):.6f}") for row, g in named if g.rate is not None]
    return (table.columns, list(table.rows)), (_heads(ws), drawn)


def _causes(ws: Workspace) -> Sheet:
    rows = causes.triangulation(ws)
    return (tuple(rows[0]) if rows else ()), [tuple(row.values()) for row in rows]


def _hidden(ws: Workspace) -> Sheet:
    """Return the rule, then each cell that is not shown with what stands in its place; never which rule hid it."""
    words, few = ws.words, ws.profile.min_group
    heads = ("school", "period", "measure_label", "dimension_label", "group", "status")
    rules = Rules(min_group=few)
    told = words("reviewer.rule", min_group=few, small=rules.small, least=rules.min_width + 1)
    rows: list[tuple[str, ...]] = [(*("",) * (len(heads) - 1), "rule", told)]
    for row in tidy.rows(ws):
        cell = dict(zip(tidy.COLUMNS, row, strict=True))
        if cell["status"] != "shown":
            rows.append((*(cell[head] for head in heads), words(f"tidy.status_{cell['status']}")))
    return (*heads, "meaning"), rows
