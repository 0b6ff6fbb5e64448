"""Turn a school's numbers into a loop that a team can walk: gap, cause, goal, action, result, decision.

In a notebook: `import equity_core as eq`, `ws = eq.open("our school")`, `eq.measure(ws, "suspended", by="race")`.
Everything that these functions return has passed the gate; rows and small counts stay in the workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from equity_core.charts import Figure
    from equity_core.workflow import Workspace
    from equity_core.workflow.answers import Answer
    from equity_core.workflow.compatibility import EveryReport, Report
    from equity_core.workflow.diagnose.by_school import BySchool

    By = str | Sequence[str]
    Where = Mapping[str, str] | Iterable[tuple[str, str]]

__all__ = [
    "averages",
    "by_school",
    "change",
    "compatibility",
    "every_compatibility",
    "figure",
    "measure",
    "measures",
    "open",
    "points",
    "sample",
]


def open(workspace: str | Path) -> Workspace:
    """Open a workspace by its path or name: the live file, or its released copy while the app holds it."""
    from equity_core.workflow import find

    return find.opened(workspace)


def sample(seed: int = 1) -> Workspace:
    """Open the made-up school of a seed in memory, to try things with."""
    from equity_core.workflow import sample_school

    return sample_school.in_memory(seed)


def measures(ws: Workspace) -> Answer:
    """Return what can be measured, by which dimensions, for which periods."""
    from equity_core.workflow import numbers
    from equity_core.workflow.answers import Answer

    return Answer(numbers.measures(ws))


def measure(
    ws: Workspace, id: str, *, by: By, period: str | None = None, compare: str = "rest", where: Where = ()
) -> Answer:
    """Return one measure by group, each group beside its comparison; the latest period unless one is named.

    `compare`: "rest" (everyone else), "all", "best", "group:NAME" or "rate:0.8".
    """
    from equity_core.workflow import numbers
    from equity_core.workflow.answers import Answer

    return Answer(numbers.measure(ws, id, by=by, period=period, compare=compare, where=where))


def averages(ws: Workspace, id: str, *, by: str, period: str | None = None, compare: str = "rest") -> Answer:
    """Return the averages of the numbers that a measure sets a limit in (marks, days), by group.

    `compare`: "rest" (everyone else), "all" or "group:NAME". An average that would tell of few students is left out.
    """
    from equity_core.workflow import averages as asked
    from equity_core.workflow.answers import Answer

    return Answer(asked.averages(ws, id, by=by, period=period, compare=compare))


def by_school(ws: Workspace, id: str, *, by: str, group: str, period: str, compare: str = "rest") -> BySchool | None:
    """Return in which schools a gap sits: what rates and what composition add to it, and the gap within schools.

    None where fewer than two schools may be shown.
    """
    from equity_core.model import Query
    from equity_core.workflow.diagnose import by_school as schools

    return schools.by_school(ws, Query(measure=id, dimension=by, period=period, group=group, compare=compare))


def change(
    ws: Workspace, id: str, *, by: By, before: str, after: str, compare: str = "rest", where: Where = ()
) -> Answer:
    """Return how each group and its gap moved between two periods."""
    from equity_core.workflow import numbers
    from equity_core.workflow.answers import Answer

    return Answer(numbers.change(ws, id, by=by, before=before, after=after, compare=compare, where=where))


def compatibility(
    ws: Workspace,
    id: str,
    *,
    by: str,
    period: str | None = None,
    idea_threshold: str | None = None,
    idea_drop: str | None = None,
    idea_minimums: tuple[int, int] = (10, 30),
) -> Report:
    """Return a measure by the rules of other reports, as a table, `.csv()` or `.html()`. Not legal advice.

    `idea_threshold` and `idea_drop` are the State's own for the federal risk ratio ("3.0", "0.25").
    """
    from equity_core.workflow import compatibility as reports

    return reports.report(
        ws,
        id,
        by=by,
        period=period,
        idea_threshold=idea_threshold,
        idea_drop=idea_drop,
        idea_minimums=idea_minimums,
    )


def every_compatibility(ws: Workspace) -> EveryReport:
    """Return every released table by California's gaps, proportionality and four fifths: `.to_frame()` or `.csv()`.

    One line for each group of each measure, period, dimension and school. Not legal advice.
    """
    from equity_core.workflow import compatibility as reports

    return reports.every_report(ws)


def figure(
    ws: Workspace,
    id: str,
    *,
    by: By,
    period: str | None = None,
    compare: str = "rest",
    group: str = "",
    over_time: bool = False,
    form: str = "",
    where: Where = (),
) -> Figure:
    """Return the figure of the gaps page for a question: chart, table, sentence, spoken description.

    `where` narrows the numbers: {"school": "North"}, or a group of a dimension that is crossed with this one.
    `form`: "shares" (who is counted beside who is here), "people" (students to parity as squares), "places" (students
    more or fewer by school), "spread" (within groups), "funnel" (schools by size) or "runs" (a run chart).
    """
    from equity_core.workflow.diagnose import gaps

    return gaps.figure(
        ws, id, by=by, period=period, compare=compare, group=group, over_time=over_time, form=form, where=where
    )


def points(ws: Workspace, group: str = "", *, period: str = "") -> Figure:
    """Return in which behaviors and places a group has more referrals than everyone else's rate would give.

    The group with the most beyond that, and the latest period, unless they are named. Unknown, with what there is, for
    others, and where no events are shown.
    """
    from equity_core.workflow.diagnose import points as asked

    return asked.figure(ws, group, period)
