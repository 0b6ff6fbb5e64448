"""What changes how a result may be read: others who lost ground, other students in the group, events outside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core import metrics, stats
from equity_core.metrics import Change, Pair
from equity_core.model import Gap, Goal, LogEntry, Query
from equity_core.privacy import Count, Released
from equity_core.workflow.design import choose
from equity_core.workflow.reflect.result_numbers import change
from equity_core.workflow.reflect.result_words import signed, value
from equity_core.workflow.workspace import Workspace

EVER_EL = ("Current EL", "Former EL")
SHIFTED = Fraction(1, 4)  # a group that grew or shrank by a quarter of its share holds other students
SHIFTED_POINTS = Fraction(5, 100)  # of Ever EL: students who left Current EL because they learned English


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that changes how a result may be read."""

    code: str
    text: str


def flags(ws: Workspace, asked: Goal, table: Released, moved: Change, lost: tuple[str, ...]) -> tuple[Flag, ...]:
    """Return what must be said beside a result, gravest first; `lost` are the groups that lost ground."""
    words = ws.words
    found = [("levelling_down", words("results.flag_levelling_down")) if moved.is_levelling_down else None]
    found.append(("mixed", words("results.flag_mixed")) if moved.how == "narrowed_mixed" else None)
    composition = _composition(ws, asked, table, moved)
    found.append(("composition", composition) if composition else None)
    if lost:
        found.append(("lost", words("results.flag_lost", groups=words.listed(lost))))
    if moved.ratio_disagrees:
        found.append(("ratio", words("results.flag_ratio")))
    if len(ws.of_cycle(Gap)) > 1:
        found.append(("chosen", words("results.flag_chosen")))
    outside = events(ws)
    if outside:
        found.append(("events", words("results.flag_events", events=" · ".join(outside))))
    return tuple(Flag(*flag) for flag in found if flag is not None)


def losses(ws: Workspace, asked: Goal, table: Released, moved: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the groups that clearly lost ground, and those that lost as far as can be told, the rest among them.

    The focus group and everyone else were named beforehand; the others are one family and are adjusted together.
    """
    query, words = asked.baseline.query, ws.words
    sides = {query.group: moved.group_certainty if _is_worse(moved.group_change, moved) else None}
    if moved.rest_lost:
        sides[words("common.everyone_else")] = moved.rest_certainty
    sides.update(_other_groups(ws, query, table))
    clear = tuple(name for name, sure in sides.items() if sure == "clear")
    return clear, tuple(name for name, sure in sides.items() if sure in ("clear", "leaning"))


def events(ws: Workspace) -> list[str]:
    """Return what the log calls events since the first action began."""
    starts = [action.start for action in choose.chosen(ws) if action.start]
    if not starts:
        return []
    return [entry.text for entry in ws.of_cycle(LogEntry) if entry.form == "event" and entry.on > min(starts)]


def _other_groups(ws: Workspace, query: Query, table: Released) -> dict[str, metrics.Certainty | None]:
    then = ws.table(query.measure, query.period, query.dimension)
    if then is None:
        return {}
    before = dict(then.groups)
    shown = [
        (name, before[name], count)
        for name, count in table.groups
        if name != query.group and count.is_shown and name in before and before[name].is_shown
    ]
    p = [stats.two_proportion_p(a.x or 0, a.n or 0, b.x or 0, b.n or 0) for _, b, a in shown]
    usable = [(s, value) for s, value in zip(shown, p, strict=True) if value is not None]
    adjusted = stats.benjamini_hochberg([value for _, value in usable])
    found: dict[str, metrics.Certainty | None] = {}
    for ((name, b, a), _), p_now in zip(usable, adjusted, strict=True):
        moved = change(ws, query.measure, Pair(b, b), Pair(a, a))
        if (
            not _is_worse(moved.group_change, moved)
            or moved.group_change_low is None
            or moved.group_change_high is None
        ):
            continue
        assert moved.group_change is not None  # _is_worse says so
        found[name] = metrics.judge(
            moved.group_change,
            (moved.group_change_low, moved.group_change_high),
            adjusted_p=p_now,
            fewest=min(a.n or 0, b.n or 0),
            practical_points=ws.profile.practical_points,
        )
    return found


def _is_worse(change: Fraction | None, moved: Change) -> bool:
    return change is not None and (change < 0 if moved.higher_better else change > 0)


def _composition(ws: Workspace, asked: Goal, table: Released, moved: Change) -> str:
    query = asked.baseline.query
    if query.group == EVER_EL[0] or asked.tracked_with:
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
    then = ws.table(query.measure, query.period, query.dimension)
    wider = tuple(dict.fromkeys((query.group, *(asked.tracked_with or EVER_EL))))
    if then is None or not all(name in dict(t.groups) for name in wider for t in (then, table)):
        return ""
    whole = change(ws, query.measure, metrics.union_pair(then, wider), metrics.union_pair(table, wider))
    before, after = _part(moved.before.group, whole.before.group), _part(moved.after.group, whole.after.group)
    if before is None or after is None or whole.group_change is None or moved.group_change is None:
        return ""
    if abs(after - before) < SHIFTED_POINTS and whole.group_change * moved.group_change >= 0:
        return ""
    return ws.words(
        "results.flag_reclassified",
        group=query.group,
        wider=ws.words.listed(wider),
        part_before=ws.words.percent(before),
        part_after=ws.words.percent(after),
        before=value(ws.words, whole.before.group),
        after=value(ws.words, whole.after.group),
        change=signed(ws.words, whole.group_change),
        sure=ws.words(f"decide.sure.{whole.group_certainty}"),
    )


def _part(group: Count, whole: Count) -> Fraction | None:
    return Fraction(group.n, whole.n) if group.n and whole.n else None


def _share_of_all(sides: Pair) -> Fraction | None:
    group, rest = sides.group, sides.rest
    if not (group.is_shown and rest.is_shown) or not group.n:
        return None
    return Fraction(group.n, group.n + (rest.n or 0))
