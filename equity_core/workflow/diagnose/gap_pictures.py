"""The same gap in other pictures: shares (C4), people (C5), schools (C6, a funnel), the spread within groups (C12)."""

from __future__ import annotations

from fractions import Fraction

from equity_core.charts import Figure, people, shares
from equity_core.metrics import Disparity, GroupResult
from equity_core.model import Query
from equity_core.workflow import formulas
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.diagnose.by_school import BySchool
from equity_core.workflow.diagnose.gap_funnel import as_funnel
from equity_core.workflow.diagnose.gap_places import as_places
from equity_core.workflow.diagnose.gap_spread import as_spread
from equity_core.workflow.workspace import Workspace

FORMS = ("shares", "people", "places", "spread", "funnel")


def pictures(
    ws: Workspace,
    query: Query,
    found: Disparity,
    about: GroupResult,
    schools: BySchool | None,
    *,
    method: tuple[str, ...],
) -> dict[str, Figure]:
    """Return the pictures that have something to show, by form, in the order in which they are offered."""
    made = {
        "shares": as_shares(ws, query, found, about, method=method),
        "people": as_people(ws, query, found, about, method=method),
        "places": as_places(ws, query, found, schools) if schools else None,
        "spread": as_spread(ws, query, found, about.group),
        "funnel": as_funnel(ws, query, found),
    }
    return {form: figure for form, figure in made.items() if figure is not None}


def as_shares(
    ws: Workspace, query: Query, found: Disparity, about: GroupResult, *, method: tuple[str, ...]
) -> Figure | None:
    """Return who is counted beside who is here; None where all students are not shown or groups overlap."""
    total = found.total
    if about.x is None or about.n is None or not total.x or not total.n:
        return None
    sentence = ws.words(
        "gaps.shares_sentence",
        measure=ws.measure_label(found.measure),
        group=gap_words.people(ws, query.dimension, about.group),
        outcome=ws.words.percent(Fraction(about.x, total.x)),
        students=ws.words.percent(Fraction(about.n, total.n)),
    )
    return shares(
        ws.words,
        found,
        measure=ws.measure_label(found.measure),
        sentence=sentence,
        group=about.group,
        question=query,
        method=(*method, formulas.of_shares(ws.words, about, total)),
    )


def as_people(
    ws: Workspace, query: Query, found: Disparity, about: GroupResult, *, method: tuple[str, ...]
) -> Figure | None:
    """Return students to parity as squares; None where the group is not behind."""
    return people(
        ws.words,
        found,
        about,
        measure=ws.measure_label(found.measure),
        sentence=gap_words.parity(ws, found, about),
        question=query,
        method=method,
    )
