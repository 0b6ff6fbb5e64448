"""What can be asked about gaps: measures, dimensions, periods, comparisons, and the group that the answer is about."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from equity_core import metrics
from equity_core.metrics import Disparity, GroupResult
from equity_core.model import Goal, Query
from equity_core.privacy import At, Release, Released
from equity_core.workflow import numbers, periods, profiles
from equity_core.workflow.diagnose import focus
from equity_core.workflow.workspace import Workspace


class Option(NamedTuple):
    """Something to pick: the code that goes into a link, and what people read."""

    code: str
    label: str


def has_numbers(ws: Workspace) -> bool:
    """Say whether any file has numbers by group."""
    return any(_tables(ws))


def measures(ws: Workspace) -> list[Option]:
    """Return the measures that come by group: the focus's, then the built-in ones in their order, then the team's."""
    chosen, there = focus.current(ws), dict.fromkeys(t.measure for t in _tables(ws))
    first = [chosen.query.measure] if chosen else []
    ids = dict.fromkeys(id for id in (*first, *_in_order(ws, [*metrics.MEASURES, *there])) if id in there)
    return [Option(id, ws.measure_label(id)) for id in ids]


def _in_order(ws: Workspace, ids: Sequence[str]) -> list[str]:
    """Return measures in their order; what a tight year puts first stands first.

    With little time what is counted again before the day of decision, with few convinced what every student can gain.
    """
    changed = profiles.changes(ws, "gaps")

    def place(id: str) -> tuple[bool, bool]:
        is_late = "measured_in_time" in changed and any(
            focus.too_late(ws, Query(measure=id, dimension=by.code, period="")) for by in dimensions(ws, id)[:1]
        )
        return is_late, "every_student" in changed and ws.measure(id).direction != "higher_better"

    return sorted(ids, key=place)


def dimensions(ws: Workspace, measure: str) -> list[Option]:
    """Return the dimensions that a measure comes by, two at once last."""
    ids = dict.fromkeys(t.dimension for t in _tables(ws) if t.measure == measure)
    return [Option(id, ws.dimension_label(id)) for id in sorted(ids, key=lambda id: "," in id)]


def periods_of(ws: Workspace, measure: str, dimension: str) -> list[Option]:
    """Return the periods of a measure by a dimension, the latest first."""
    found = {t.period for t in _tables(ws) if (t.measure, t.dimension) == (measure, dimension)}
    return [Option(period, period) for period in reversed(periods.ordered(found))]


def comparisons(ws: Workspace, measure: str, dimension: str, period: str) -> list[Option]:
    """Return what groups can be compared with: everyone else first; the goal and its baseline where there is one.

    Where everyone else cannot be worked out, single groups come first.
    """
    words, table, goal = ws.words, ws.table(measure, period, dimension), goal_of(ws, measure, dimension)
    options = [Option("rest", words("gaps.compare_rest")), Option("all", words("gaps.compare_all"))]
    if goal is not None:
        options.append(Option("baseline", words("gaps.compare_baseline", period=goal.baseline.query.period)))
        share = Fraction(goal.target_percent) / 100
        options.append(Option(f"rate:{float(share):g}", words("gaps.compare_goal", rate=words.percent(share))))
    if "goal_line" in profiles.changes(ws, "gaps"):  # a line for every student first: the goal's, else that of all
        options.insert(0, options.pop())
    shown = [name for name, count in table.groups if count.status == "shown"] if table else []
    single = [Option(f"group:{name}", words("gaps.compare_group", group=name)) for name in shown]
    return options + single if table is None or has_a_rest(table) or len(shown) < 2 else single + options


def narrowings(ws: Workspace, measure: str, dimension: str) -> list[Option]:
    """Return to whom the numbers of a measure by a dimension can be narrowed, everyone first.

    One school, or one group of a dimension that is crossed with this one, where any number of it is shown.
    """
    found: dict[At, None] = {}
    for release in ws.releases():
        for table in release.tables:
            if table.measure != measure or not table.partitions:
                continue
            if table.where and table.dimension == dimension and _shows_some(table):
                found[table.where] = None
            elif not table.where and "," in table.dimension and dimension in table.dimension.split(","):
                (other,) = set(table.dimension.split(",")) - {dimension}
                there = release.table(measure, table.period, other)
                ats = [((other, name),) for name, _ in there.groups] if there else []
                found |= {at: None for at in ats if _line_shows_some(release, table, at)}
    options = [Option(code_of(where), ws.narrowed(where).only) for where in found]
    return [Option("", ws.words("gaps.where_all")), *sorted(options, key=lambda option: option.label)]


def code_of(where: At) -> str:
    """Return a narrowing as it stands in an address: "school=North"."""
    return "&".join(f"{dimension}={group}" for dimension, group in where)


def where_of(code: str) -> At:
    """Return the narrowing of a code."""
    parts = [part.partition("=") for part in code.split("&") if part]
    return tuple((dimension, group) for dimension, _, group in parts)


def _shows_some(table: Released) -> bool:
    return any(count.is_shown for _, count in table.groups)


def _line_shows_some(release: Release, table: Released, at: At) -> bool:
    narrowed = release.narrowed(at)
    return any(_shows_some(t) for t in narrowed.tables if (t.measure, t.period) == (table.measure, table.period))


def groups(ws: Workspace, query: Query) -> list[Option]:
    """Return the groups that the headline can be about: the one that it is about first, then those that are shown."""
    ws = ws.narrowed(query.where)
    found = answer(ws, query)
    first = headline_group(ws, query, found)
    shown = [g.group for g in found.groups if g.rate is not None and query.compare != f"group:{g.group}"]
    return [Option(name, name) for name in dict.fromkeys([first, *shown] if first else shown)]


def headline_group(ws: Workspace, query: Query, found: Disparity) -> str:
    """Return the group asked for; else the focus's; else one with a gap, the surest and widest first."""
    if found.group(query.group) is not None:
        return query.group
    chosen, goal = focus.current(ws), goal_of(ws, query.measure, query.dimension)
    if query.compare == "baseline" and goal is not None and found.group(goal.baseline.query.group) is not None:
        return goal.baseline.query.group
    if chosen is not None and (chosen.query.measure, chosen.query.dimension) == (query.measure, query.dimension):
        mine = found.group(chosen.query.group)
        if mine is not None:
            return mine.group
    for certainty in ("clear", "leaning", "cant_tell_yet", "no_sign", "too_few_to_judge", None):
        behind = [g for g in found.groups if g.has_gap and g.certainty == certainty]
        if behind:
            return max(behind, key=_width).group
    shown = [g for g in found.groups if g.rate is not None]
    return next((g.group for g in sorted(shown, key=lambda g: g.gap is None)), "")


def goal_of(ws: Workspace, measure: str, dimension: str) -> Goal | None:
    """Return this cycle's newest goal for a measure by a dimension, of the same students as these numbers, or None."""
    for goal in reversed(ws.of_cycle(Goal)):
        asked = goal.baseline.query
        if (asked.measure, asked.dimension, asked.where) == (measure, dimension, ws.where):
            return goal
    return None


def compared_with(query: Query) -> str:
    """Return whom a period's groups are compared with: a question about the baseline compares with everyone else."""
    return "rest" if query.compare == "baseline" else query.compare


def answer(ws: Workspace, query: Query) -> Disparity:
    """Return the numbers of a question."""
    ws = ws.narrowed(query.where)
    return numbers.measure(ws, query.measure, by=query.dimension, period=query.period, compare=compared_with(query))


def has_a_rest(table: Released) -> bool:
    """Say whether everyone else can be worked out for any group."""
    return any(table.rest(name).is_shown for name, _ in table.groups)


def _tables(ws: Workspace) -> list[Released]:
    alone = {source.id for source in ws.sources() if source.one_row_is == "headcount"}  # nothing of theirs is compared
    return [
        t
        for release in ws.releases()
        if release.source not in alone
        for t in release.tables
        if t.dimension and not t.where
    ]


def _width(g: GroupResult) -> Fraction:
    return abs(g.gap or Fraction(0))
