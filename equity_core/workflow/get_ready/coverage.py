"""Can we see who is served? Which numbers there are by which dimension, what could be got, and who is not in them.

Everything is computed from receipts and released numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from equity_core.metrics import rate_of
from equity_core.privacy import Released
from equity_core.workflow import periods
from equity_core.workflow.data import recipes
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.workspace import Workspace

State = Literal["have", "could_get", "no"]

WHO = ("race", "el_status", "disability", "income")  # who is served cannot be seen without these
ALSO = ("gender", "grade")
EXPERIENCE = ("belonging", "engagement", "family_trust")
MISSING = "Not recorded"
MUCH = Fraction(5, 100)  # of students whose group is not recorded (UX.md §14)
FEW_ANSWERS = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Grid:
    """Measures by dimensions: `state[measure, dimension]`; `routes[measure]` says where what is missing comes from."""

    measures: tuple[str, ...]
    dimensions: tuple[str, ...]
    state: dict[tuple[str, str], State]
    routes: dict[str, tuple[str, ...]]


def grid(ws: Workspace) -> Grid:
    """Return what can be seen: the measures that there are first, then those that usual files bring, by label."""
    there = {(t.measure, t.dimension) for t in _tables(ws)}
    have = {id for source in ws.sources() for id in source.measures}
    reachable = [(m, d, route) for route in _routes(ws.words.language) for m in route["measures"] for d in _by(route)]
    more = {m for m, _, _ in reachable} - have
    measures = (*sorted(have, key=ws.measure_label), *sorted(more, key=ws.measure_label))
    own = sorted({d for _, d in there if "," not in d} - {*WHO, *ALSO, "school"})
    dimensions = (*WHO, *ALSO, *own)
    could = {(m, d) for m, d, _ in reachable}
    state: dict[tuple[str, str], State] = {
        (m, d): "have" if (m, d) in there else "could_get" if (m, d) in could else "no"
        for m in measures
        for d in dimensions
    }
    routes = {
        m: tuple(
            dict.fromkeys(_named(ws, r) for wanted, d, r in reachable if wanted == m and state[m, d] == "could_get")
        )
        for m in measures
        if any(state[m, d] == "could_get" for d in dimensions)
    }
    return Grid(measures, dimensions, state, routes)


def rows(ws: Workspace, *, most: int | None = None) -> list[dict[str, str]]:
    """Return the grid in words, a row for each measure; for a wall at most so many, by what must be seen."""
    found, words = grid(ws), ws.words
    shown = found.dimensions if most is None else WHO
    return [
        {
            words("listening.column_measure"): ws.measure_label(m),
            **{ws.dimension_label(d): words(f"listening.state_{found.state[m, d]}") for d in shown},
        }
        for m in found.measures[:most]
    ]


def ways(ws: Workspace) -> list[str]:
    """Return, for each measure with something to get, from where."""
    words = ws.words
    return [
        words("listening.way", measure=ws.measure_label(m), routes=words.either(list(routes)))
        for m, routes in grid(ws).routes.items()
    ]


def unseen(ws: Workspace) -> tuple[str, ...]:
    """Return the dimensions that no file has and without which it stays dark who is served."""
    there = {use.id for source in ws.sources() for use in source.dimensions}
    return tuple(d for d in WHO if d not in there)


def equity_check(ws: Workspace) -> tuple[str, ...]:
    """Return who or what these data leave out, one sentence each; nothing before any number is in."""
    measures = [ws.measure(id) for id in dict.fromkeys(id for source in ws.sources() for id in source.measures)]
    if not measures:
        return ()
    words, found = ws.words, []
    if all(measure.is_test_score for measure in measures):
        found.append(words("listening.only_tests"))
    if not any(measure.id in EXPERIENCE for measure in measures):
        found.append(words("listening.no_experience"))
    if unseen(ws):
        found.append(words("listening.unseen", dimensions=words.listed([ws.dimension_label(d) for d in unseen(ws)])))
    newest = _newest(ws)
    return (*found, *_not_recorded(ws, newest), *_few_answers(ws, newest), *_hidden(ws, newest))


def _not_recorded(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    for table in _largest(tables):
        blank, n = dict(table.groups).get(MISSING), table.total.n
        if blank is None or not blank.n or not n:
            continue
        share = Fraction(blank.n, n)
        word = "listening.not_recorded_much" if share > MUCH else "listening.not_recorded"
        facts = {"share": ws.words.percent(share), "dimension": ws.dimension_label(table.dimension)}
        yield ws.words(word, period=table.period, **facts)


def _few_answers(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    for table in tables:
        if table.measure == "answered_survey":
            rates = {name: rate_of(count) for name, count in table.groups}
            few = [name for name, rate in rates.items() if rate is not None and rate < FEW_ANSWERS]
            if few:
                yield ws.words("listening.few_answers", groups=ws.words.listed(few))


def _hidden(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    mine = [table for table in tables if table.dimension in WHO]
    seen = {name for t in mine for name, _ in t.groups if name not in t.hidden()}
    groups = list(dict.fromkeys(name for t in mine for name in t.hidden() if name not in (*seen, MISSING)))
    if groups:
        yield ws.words("listening.hidden", groups=ws.words.listed(groups))


def _largest(tables: list[Released]) -> Iterator[Released]:
    """Yield for each dimension that says who is served the table of most students."""
    for dimension in WHO:
        mine = [t for t in tables if t.dimension == dimension and t.total.n]
        if mine:
            yield max(mine, key=lambda t: t.total.n or 0)


def _tables(ws: Workspace) -> Iterator[Released]:
    yield from (t for release in ws.releases() for t in release.tables if t.dimension and not t.where)


def _newest(ws: Workspace) -> list[Released]:
    """Return the tables of the newest period of each measure and dimension."""
    found: dict[tuple[str, str], list[Released]] = {}
    for table in _tables(ws):
        found.setdefault((table.measure, table.dimension), []).append(table)
    newest = []
    for tables in found.values():
        last = periods.ordered([t.period for t in tables])[-1]
        newest.append(next(t for t in reversed(tables) if t.period == last))
    return newest


@cache
def _routes(language: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((FOLDER / language / "coverage.json").read_text(encoding="utf-8")))


def _by(route: dict[str, Any]) -> list[str]:
    return [d for d in route["dimensions"] if d in (*WHO, *ALSO)]


def _named(ws: Workspace, route: dict[str, Any]) -> str:
    if "template" in route:
        return ws.words("listening.our_template", title=ws.words(f"template.{route['template']}.title"))
    return next(recipe.system for recipe in recipes.recipes(ws.words) if recipe.id == route["recipe"])
