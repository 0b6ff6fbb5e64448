"""Years together, where a group is too small to judge in one (METHODS.md §2.7): sums of released counts, so marked."""

from __future__ import annotations

from equity_core import metrics
from equity_core.metrics import Disparity, Pair
from equity_core.model import Query
from equity_core.privacy import Count
from equity_core.workflow import formulas, periods, school_year
from equity_core.workflow.diagnose import gap_changes, gap_choices, gap_words
from equity_core.workflow.diagnose.methods import Told
from equity_core.workflow.workspace import Workspace

MOST_YEARS = 3


def pooled(ws: Workspace, query: Query, found: Disparity) -> Told:
    """Return the gap over up to three periods for a group that is too small to judge in one; else nothing.

    Only periods at the same time of the year, counted in the same way, in which the group and whom it is compared with
    are shown; adjusted for looking at every group of the table.
    """
    about = found.group(query.group)
    if about is None or about.certainty != "too_few_to_judge":
        return Told()
    years = _periods(ws, query)
    parts = {g.group: pairs for g in found.groups if (pairs := _pairs(ws, query, g.group, years))}
    if query.group not in parts or len(years) < 2:
        return Told()
    sides = {name: Pair(_sum([p.group for p in pairs]), _sum([p.rest for p in pairs])) for name, pairs in parts.items()}
    moved = metrics.moves(
        {name: (pair.rest, pair.group) for name, pair in sides.items()}, practical_points=found.practical_points
    )[query.group]
    certainty = metrics.of_a_pool(moved.certainty)
    if moved.points is None or certainty is None or certainty == "too_few_to_judge":
        return Told()
    pair, words = sides[query.group], ws.words
    return Told(
        words(
            "gaps.pooled",
            periods=words.listed(years),
            group=gap_words.people(ws, query.dimension, query.group),
            others=gap_words.others(ws, found),
            mine=side(ws, pair.group),
            theirs=side(ws, pair.rest),
            points=words.points(moved.points),
            certainty=words(f"certainty.{certainty}"),
        ),
        (
            words("method.pooled", points=found.practical_points, family=len(sides)),
            formulas.of_pooled(words, years, parts[query.group], moved),
        ),
    )


def _periods(ws: Workspace, query: Query) -> list[str]:
    """Return up to three periods that end with the one asked for, earliest first."""
    now = ws.table(query.measure, query.period, query.dimension)
    if now is None:
        return []
    rule, season = gap_changes.counted_by(ws, now), school_year.term(query.period)
    found = []
    for option in gap_choices.periods_of(ws, query.measure, query.dimension):
        table = ws.table(query.measure, option.code, query.dimension)
        if table is None or periods.is_before(query.period, option.code) or school_year.term(option.code) != season:
            continue
        if gap_changes.counted_by(ws, table) != rule or _pair(ws, query, query.group, option.code) is None:
            break
        found.append(option.code)
    return found[:MOST_YEARS][::-1]


def _pair(ws: Workspace, query: Query, group: str, period: str) -> Pair | None:
    table, compare = ws.table(query.measure, period, query.dimension), gap_choices.compared_with(query)
    if table is None or compare == f"group:{group}" or not compare.startswith(("rest", "group:")):
        return None
    names = {name for name, _ in table.groups}
    if not {group, compare.removeprefix("group:") if compare != "rest" else group} <= names:
        return None
    pair = metrics.pair(table, group, compare)
    return pair if pair.group.is_shown and pair.rest.is_shown and pair.group.n and pair.rest.n else None


def _pairs(ws: Workspace, query: Query, group: str, years: list[str]) -> list[Pair]:
    """Return a group and whom it is compared with in each period; nothing unless both are shown in all of them."""
    pairs = [pair for year in years if (pair := _pair(ws, query, group, year)) is not None]
    return pairs if len(pairs) == len(years) else []


def _sum(counts: list[Count]) -> Count:
    return Count("shown", n=sum(c.n or 0 for c in counts), x=sum(c.x or 0 for c in counts))


def side(ws: Workspace, count: Count) -> str:
    """Return a rate with the count and the number of students that it is of."""
    rate = metrics.rate_of(count)
    assert rate is not None  # somebody is on each side
    return ws.words("results.value", percent=ws.words.percent(rate), x=count.x, n=count.n)
