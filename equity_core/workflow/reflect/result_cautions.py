"""What changes how a result may be read: others who lost ground, other students in the group, events outside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core import metrics
from equity_core.metrics import Change, Pair
from equity_core.model import Gap, Goal, LogEntry, Query
from equity_core.privacy import Count, Released
from equity_core.workflow import race_break
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import goal_numbers
from equity_core.workflow.reflect.result_words import signed, value
from equity_core.workflow.workspace import Workspace

SHIFTED = Fraction(1, 4)  # a group that grew or shrank by a quarter of its share holds other students
SHIFTED_POINTS = Fraction(5, 100)  # of Ever EL: students who left Current EL because they learned English


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that changes how a result may be read."""

    code: str
    text: str


def flags(
    ws: Workspace, asked: Goal, table: Released, moved: Change, lost: tuple[str, ...], *, by_itself: tuple[str, ...]
) -> tuple[Flag, ...]:
    """Return what must be said beside a result, gravest first; `lost` are the groups that lost ground.

    `by_itself` says what chance alone would do to a rate that was chosen for being far out.
    """
    words = ws.words
    found = [("levelling_down", words("results.flag_levelling_down")) if moved.is_levelling_down else None]
    found.append(("mixed", words("results.flag_mixed")) if moved.how == "narrowed_mixed" else None)
    composition = _composition(ws, asked, table, moved)
    found.append(("composition", composition) if composition else None)
    if lost:
        found.append(("lost", words("results.flag_lost", groups=words.listed(lost))))
    if moved.ratio_disagrees:
        found.append(("ratio", words("results.flag_ratio")))
    found.extend(("regression", told) for told in by_itself)
    if len(ws.of_cycle(Gap)) > 1 and not by_itself:
        found.append(("chosen", words("results.flag_chosen")))
    outside = events(ws)
    if outside:
        found.append(("events", words("results.flag_events", events=" · ".join(outside))))
    return tuple(Flag(*flag) for flag in found if flag is not None)


def losses(ws: Workspace, asked: Goal, table: Released, moved: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the groups that clearly lost ground, and those that lost as far as can be told, the rest among them.

    The focus group and everyone else were named beforehand; the others are one family and are adjusted together. Where
    parity is wanted nobody loses ground by a move.
    """
    query, words = asked.baseline.query, ws.words
    is_worse = moved.group_change is not None and moved.is_worse(moved.group_change)
    sides = {query.group: moved.group_certainty if is_worse else None}
    if moved.rest_lost:
        sides[words("common.everyone_else")] = moved.rest_certainty
    sides.update(_other_groups(ws, query, table, moved))
    clear = tuple(name for name, sure in sides.items() if sure == "clear")
    return clear, tuple(name for name, sure in sides.items() if sure in ("clear", "leaning"))


def events(ws: Workspace) -> list[str]:
    """Return what the log calls events since the first action began."""
    starts = [action.start for action in choose.chosen(ws) if action.start]
    if not starts:
        return []
    return [entry.text for entry in ws.of_cycle(LogEntry) if entry.form == "event" and entry.on > min(starts)]


def _other_groups(ws: Workspace, query: Query, table: Released, moved: Change) -> dict[str, metrics.Certainty | None]:
    """Return the groups that lost ground between the two files; a baseline freezes its own group and the rest only."""
    then = ws.table(query.measure, query.period, query.dimension)
    if then and race_break.is_between(ws, query.dimension, then.source, table.source):
        return {}
    before = dict(then.groups) if then else {}
    shown = {
        name: (before[name], count)
        for name, count in table.groups
        if name != query.group and count.is_shown and name in before and before[name].is_shown
    }
    found = metrics.moves(shown, practical_points=ws.profile.practical_points)
    return {name: m.certainty for name, m in found.items() if m.points is not None and moved.is_worse(m.points)}


def _composition(ws: Workspace, asked: Goal, table: Released, moved: Change) -> str:
    query = asked.baseline.query
    told = _reclassified(ws, asked, table, moved)
    if told:
        return told
    then, now = _share_of_all(moved.before), _share_of_all(moved.after)
    if then and now is not None and abs(now / then - 1) >= SHIFTED:
        shares = {"before": ws.words.percent(then), "after": ws.words.percent(now)}
        return ws.words("results.flag_size", group=query.group, **shares)
    return ""


def _reclassified(ws: Workspace, asked: Goal, table: Released, moved: Change) -> str:
    """Return what the wider group did, where students leave the group by succeeding (Current EL inside Ever EL)."""
    query = asked.baseline.query
    wider = (query.group, goal_numbers.TOGETHER.get(query.group, ""))
    if not set(wider) <= set(dict(table.groups)):
        return ""
    together = goal_numbers.frozen_together(ws, asked.baseline), table.union(wider)
    whole = metrics.move(*together, practical_points=ws.profile.practical_points)
    before, after = _part(moved.before.group, together[0]), _part(moved.after.group, together[1])
    if before is None or after is None or whole.points is None or moved.group_change is None:
        return ""
    if abs(after - before) < SHIFTED_POINTS and whole.points * moved.group_change >= 0:
        return ""
    return ws.words(
        "results.flag_reclassified",
        group=query.group,
        wider=ws.words.listed(wider),
        part_before=ws.words.percent(before),
        part_after=ws.words.percent(after),
        before=value(ws.words, together[0]),
        after=value(ws.words, together[1]),
        change=signed(ws.words, whole.points),
        sure=ws.words(f"decide.sure.{whole.certainty}"),
    )


def _part(group: Count, whole: Count) -> Fraction | None:
    return Fraction(group.n, whole.n) if group.n and whole.n else None


def _share_of_all(sides: Pair) -> Fraction | None:
    group, rest = sides.group, sides.rest
    if not (group.is_shown and rest.is_shown) or not group.n:
        return None
    return Fraction(group.n, group.n + (rest.n or 0))
