"""Hidden groups put together: what all students leave when every shown group is taken away (decision 0015).

It is computed from released counts alone, so it tells nothing that is not shown already.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from equity_core import metrics
from equity_core.metrics import Pair
from equity_core.model import Query, Source
from equity_core.privacy import HIDDEN, Count, Released, Rules
from equity_core.workflow import formulas, periods, school_year
from equity_core.workflow.diagnose import gap_changes, gap_choices
from equity_core.workflow.diagnose.gap_pooled import MOST_YEARS, side
from equity_core.workflow.diagnose.methods import Told
from equity_core.workflow.workspace import Workspace

TOO_FEW = (None, "too_few_to_judge")


def together(ws: Workspace, query: Query) -> Told:
    """Return the groups that are not shown as one group beside everyone else, in a sentence.

    Where a period is too few to judge, up to three of the same time of the year in which the same groups are not shown
    are added up. Nothing where fewer than two groups are hidden, or where what is left cannot be worked out.
    """
    now = ws.table(query.measure, query.period, query.dimension)
    names = _names(ws, now)
    if now is None or not names:
        return Told()
    alone = _judged(ws, [now], names)
    if alone is None or alone.certainty in TOO_FEW:
        years = _years(ws, now, names)
        pooled = _judged(ws, years, names) if len(years) > 1 else None
        if pooled is not None:
            return _told(ws, years, names, pooled)
    return _told(ws, [now], names, alone) if alone else Told(ws.words("gaps.together_few"))


def _names(ws: Workspace, table: Released | None) -> tuple[str, ...]:
    """Return the groups that are not shown, where they are what all students leave; else none."""
    source = ws.get(Source, table.source) if table else None
    if table is None or source is None or source.shape == "counts" or not (table.partitions and table.total.is_shown):
        return ()
    known = [(name, count) for name, count in table.groups if count.status != "not_applicable"]
    left = [(name, count) for name, count in known if not count.is_shown]
    is_ours = all(count.status in ("hidden", "range") for _, count in left)
    has_more = any(count.status == "hidden" for _, count in left) and len(left) > 1
    return tuple(name for name, _ in left) if is_ours and has_more and len(left) < len(known) else ()


def _judged(ws: Workspace, tables: Sequence[Released], names: Sequence[str]) -> metrics.Move | None:
    """Return the hidden groups beside everyone else, in the family of the groups shown; None where too few."""
    rules = Rules(min_group=ws.profile.min_group)
    rest, mine = _sum([_shown(t, names) for t in tables]), _sum([_left(t, names) for t in tables])
    if rules.is_small_group(mine.n or 0) or rules.is_small_count(mine.x or 0, mine.n or 0) or not rest.n:
        return None
    return metrics.moves(_family(tables, names) | {"": (rest, mine)}, practical_points=ws.profile.practical_points)[""]


def _family(tables: Sequence[Released], names: Sequence[str]) -> dict[str, tuple[Count, Count]]:
    """Return each group that is shown in all tables, after everyone else."""
    whole, found = _sum([table.total for table in tables]), {}
    for name in (name for name, _ in tables[0].groups if name not in names):
        counts = [dict(table.groups).get(name, HIDDEN) for table in tables]
        if all(count.is_shown for count in counts):
            found[name] = (_less(whole, _sum(counts)), _sum(counts))
    return found


def _years(ws: Workspace, now: Released, names: Sequence[str]) -> list[Released]:
    """Return up to three periods that end with this one and in which the same groups are not shown, earliest first."""
    rule, season = gap_changes.counted_by(ws, now), school_year.term(now.period)
    found: list[Released] = []
    for option in gap_choices.periods_of(ws, now.measure, now.dimension):
        table = ws.table(now.measure, option.code, now.dimension)
        if table is None or periods.is_before(now.period, option.code) or school_year.term(option.code) != season:
            continue
        if gap_changes.counted_by(ws, table) != rule or _names(ws, table) != tuple(names):
            break
        found.append(table)
    return found[:MOST_YEARS][::-1]


def _told(ws: Workspace, tables: Sequence[Released], names: Sequence[str], moved: metrics.Move) -> Told:
    words, years = ws.words, [table.period for table in tables]
    pairs = [Pair(_left(table, names), _shown(table, names)) for table in tables]
    certainty = metrics.of_a_pool(moved.certainty) if len(years) > 1 else moved.certainty
    facts = {
        "groups": words.listed(list(names)),
        "periods": words.listed(years),
        "mine": side(ws, _sum([pair.group for pair in pairs])),
        "theirs": side(ws, _sum([pair.rest for pair in pairs])),
        "points": words.points(moved.points or Fraction(0)),  # is_small_count says that there is a rate on each side
        "certainty": words(f"certainty.{certainty or 'too_few_to_judge'}"),
    }
    family = len(_family(tables, names)) + 1
    return Told(
        words("gaps.together" if len(years) == 1 else "gaps.together_years", **facts),
        (
            words("method.together", points=ws.profile.practical_points, family=family),
            formulas.of_pooled(words, years, pairs, moved),
        ),
    )


def _shown(table: Released, names: Sequence[str]) -> Count:
    """Return everybody in a group that is shown."""
    return _sum([count for name, count in table.groups if name not in names and count.is_shown])


def _left(table: Released, names: Sequence[str]) -> Count:
    """Return everybody else."""
    return _less(table.total, _shown(table, names))


def _sum(counts: Sequence[Count]) -> Count:
    return Count("shown", n=sum(c.n or 0 for c in counts), x=sum(c.x or 0 for c in counts))


def _less(whole: Count, some: Count) -> Count:
    return Count("shown", n=(whole.n or 0) - (some.n or 0), x=(whole.x or 0) - (some.x or 0))
