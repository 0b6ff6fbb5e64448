"""Did it happen, whom did it reach, what moved first, and only then: did the gap move, against the frozen baseline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from equity_core import metrics, stats
from equity_core.charts import Figure, Goalpost, Point, Role, Series, dumbbell, lines
from equity_core.errors import Unknown
from equity_core.metrics import Change, Pair
from equity_core.model import Action, Baseline, FirstSign, Gap, Goal, LogEntry, Measure, Query, Source
from equity_core.privacy import HIDDEN, Count, Released
from equity_core.words import Words
from equity_core.workflow import periods
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.implement import checkins, plan
from equity_core.workflow.reflect.decide import Facts, Leading, Moved
from equity_core.workflow.workspace import Workspace

EVER_EL = ("Current EL", "Former EL")
SHIFTED = Fraction(1, 4)  # a group that grew or shrank by a quarter of its share holds other students
SHIFTED_POINTS = Fraction(5, 100)  # of Ever EL: students who left Current EL because they learned English


@dataclass(frozen=True, slots=True)
class Delivery:
    """Whether one action was delivered and whom it reached, in sentences."""

    action: Action
    fidelity: checkins.Fidelity
    delivered: str
    reached: str


@dataclass(frozen=True, slots=True)
class First:
    """One leading measure of one action: a sentence, and whether it moved. `is_told` when the team says it itself."""

    action: Action
    text: str
    sentence: str
    moved: Leading
    is_told: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that changes how a result may be read."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The focus group, everyone else and the gap: a later period against the frozen baseline."""

    goal: Goal
    period: str
    change: Change
    sentence: str  # the focus group
    others: str  # everyone else, and the gap in points and as a ratio
    flags: tuple[Flag, ...]
    harmed: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    pair_figure: Figure
    time_figure: Figure


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no outcome to show, and what to do about it, in words."""

    code: Literal["no_goal", "no_follow_up", "not_comparable", "hidden", "group_gone"]
    text: str
    to_do: str


def deliveries(ws: Workspace) -> list[Delivery]:
    """Return how each action of this cycle was delivered and whom it reached; percentages only, so it may be shown."""
    return [_delivery(ws, action) for action in choose.chosen(ws)]


def first_signs(ws: Workspace) -> list[First]:
    """Return each leading measure of each action: from the released numbers, or as the team saw it."""
    return [_first(ws, action, told) for action in choose.chosen(ws) for told in action.leading]


def tell(ws: Workspace, action: Action, text: str, *, moved: Literal["moved", "not_moved"]) -> None:
    """Keep what the team saw of a leading measure that no file counts."""
    ws.save(FirstSign(cycle=ws.cycle.id, action=action.id, text=text, moved=moved, on=ws.today()))


def later_periods(ws: Workspace, asked: Goal) -> list[str]:
    """Return the periods after the baseline that have the same measure by the same dimension, latest first."""
    query = asked.baseline.query
    found = {
        table.period
        for release in ws.releases()
        for table in release.tables
        if (table.measure, table.dimension, table.where) == (query.measure, query.dimension, ())
        and periods.is_before(query.period, table.period)
    }
    return periods.ordered(found)[::-1]


def outcome(ws: Workspace, asked: Goal | None = None, *, period: str = "") -> Outcome | Missing:
    """Return the outcome of a goal (this cycle's by default) in a later period (the latest comparable by default)."""
    found = asked or goals.current(ws)
    if found is None:
        return _missing(ws, "no_goal")
    baseline, after = found.baseline, later_periods(ws, found)
    facts = _bring(ws, baseline)
    comparable = [p for p in after if not _why_not(ws, baseline, p)]
    wanted = period or (comparable[0] if comparable else after[0] if after else "")
    table = ws.table(baseline.query.measure, wanted, baseline.query.dimension) if wanted else None
    if table is None:
        return _missing(ws, "no_follow_up", **facts)
    reason = _why_not(ws, baseline, wanted)
    if reason:
        return _missing(ws, "not_comparable", period=wanted, reason=ws.words(f"results.differs_{reason}"), **facts)
    if baseline.query.group not in dict(table.groups):
        return _missing(ws, "group_gone", period=wanted, **facts)
    if metrics.rate_of(table.group(baseline.query.group)) is None:
        return _missing(ws, "hidden", period=wanted, min_group=ws.profile.min_group, **facts)
    return _outcome(ws, found, table)


def original(ws: Workspace) -> Goal | None:
    """Return the goal of an earlier cycle whose baseline is still to be shown, or None."""
    earlier = ws.get(Goal, ws.cycle.original_goal) if ws.cycle.original_goal else None
    current = goals.current(ws)
    return None if current is not None and earlier is not None and earlier.id == current.id else earlier


def against_original(ws: Workspace, *, period: str = "") -> str:
    """Return one sentence about now and the first cycle's baseline; empty in a first cycle."""
    first = original(ws)
    if first is None:
        return ""
    told = outcome(ws, first, period=period if period in later_periods(ws, first) else "")
    if isinstance(told, Missing):
        return ws.words("results.original_alone", baseline=baseline_sentence(ws, first))
    return ws.words("results.original", baseline=baseline_sentence(ws, first), sentence=told.sentence)


def facts(ws: Workspace, action: Action | None, found: Outcome | Missing) -> Facts:
    """Return what the decision helper needs to know about one action, or about the cycle when it has none."""
    known = _delivered_facts(ws, action) if action else Facts()
    current = goals.current(ws)
    told = {
        "dosage": known.dosage,
        "adherence": known.adherence,
        "reach": known.reach,
        "reach_told": known.reach_told,
        "leading": _together([f.moved for f in first_signs(ws) if action is None or f.action.id == action.id]),
        "outside_event": bool(_events(ws)),
        "horizon_passed": current is not None and ws.today() >= current.by,
    }
    if isinstance(found, Missing):
        return Facts(**told)  # type: ignore[arg-type]
    return Facts(
        **told,  # type: ignore[arg-type]
        outcome=_moved(found.change),
        sure=found.change.group_certainty,
        gap=found.change.how or "",
        harmed=found.harmed,
        lost=found.lost,
        changed=found.changed,
    )


def keep(ws: Workspace, found: Outcome) -> LogEntry:
    """Write the result in the log as an outcome, in the words that were on the screen; once for a period."""
    text = " ".join((found.sentence, found.others))
    for entry in ws.of_cycle(LogEntry):
        if entry.form == "outcome" and entry.text == text:
            return entry
    entry = LogEntry(cycle=ws.cycle.id, form="outcome", text=text, on=ws.today())
    ws.save(entry)
    return entry


def is_kept(ws: Workspace, found: Outcome) -> bool:
    """Say whether this very result is in the log."""
    text = " ".join((found.sentence, found.others))
    return any(entry.form == "outcome" and entry.text == text for entry in ws.of_cycle(LogEntry))


def baseline_sentence(ws: Workspace, asked: Goal) -> str:
    """Return a frozen baseline in one sentence."""
    query = asked.baseline.query
    before = _frozen(ws, asked.baseline).group
    return ws.words("results.baseline", **_names(ws, query), value=_value(ws.words, before), period=query.period)


def latest_query(ws: Workspace) -> Query | None:
    """Return the question whose answer is this cycle's latest value, or None before there is one."""
    found = outcome(ws)
    if isinstance(found, Missing):
        return None
    return found.goal.baseline.query.model_copy(update={"period": found.period})


def latest_sentence(ws: Workspace) -> str:
    """Return this cycle's latest value in one sentence; empty before there is one."""
    found = outcome(ws)
    if isinstance(found, Missing):
        return ""
    query, value = found.goal.baseline.query, _value(ws.words, found.change.after.group)
    return ws.words("results.latest", **_names(ws, query), value=value, period=found.period)


# -- delivered, reached, first ----------------------------------------------------------------------------------------


def _delivery(ws: Workspace, action: Action) -> Delivery:
    found, words = checkins.fidelity(ws, action), ws.words
    if found.dosage is None:
        delivered = words("results.delivered_unknown", action=action.title)
    elif found.adherence is None:
        delivered = words("results.delivered", action=action.title, dosage=words.percent(found.dosage))
    else:
        delivered = words(
            "results.delivered_core",
            action=action.title,
            dosage=words.percent(found.dosage),
            adherence=words.percent(found.adherence),
        )
    reached = words("results.reached", action=action.title, told=checkins.shown_reach(ws, found))
    return Delivery(action, found, delivered, reached)


def _delivered_facts(ws: Workspace, action: Action) -> Facts:
    found = checkins.fidelity(ws, action)
    told = checkins.shown_reach(ws, found) if found.reach is not None else ""
    return Facts(
        dosage=found.dosage, adherence=found.adherence, reach=_reach_as_shown(ws, found), reach_told=told
    )


def _reach_as_shown(ws: Workspace, found: checkins.Fidelity) -> Fraction | None:
    """Return reach as far as it is shown, so that the suggestion tells no more than the screen does."""
    reached, intended = found.reached, found.intended
    if reached is None or not intended or intended < ws.profile.min_group:
        return None
    few = checkins.SMALL
    if reached <= few:
        return Fraction(few // 2, intended)
    if intended - few <= reached <= intended:
        return Fraction(intended - few // 2, intended)
    return Fraction(reached, intended)


def _first(ws: Workspace, action: Action, told: str) -> First:
    query = _leading_query(ws, told)
    if query is None:
        return _as_seen(ws, action, told)
    name = plan.measure_name(ws, told)
    then = ws.table(query.measure, query.period, query.dimension)
    now = _latest_table(ws, query)
    if then is None or now is None or query.group not in dict(then.groups) or query.group not in dict(now.groups):
        return First(action, name, ws.words("results.first_no_numbers", measure=name), "unknown", is_told=False)
    moved = _change(ws, query.measure, metrics.pair(then, query.group), metrics.pair(now, query.group))
    sentence = _moved_sentence(ws, query, moved, period=now.period)
    return First(action, name, sentence, _has_moved(ws, moved), is_told=False)


def _as_seen(ws: Workspace, action: Action, told: str) -> First:
    seen = [s for s in ws.of_cycle(FirstSign) if (s.action, s.text) == (action.id, told)]
    if not seen:
        return First(action, told, ws.words("results.first_unseen", measure=told), "unknown", is_told=True)
    last = seen[-1]
    sentence = ws.words(f"results.first_{last.moved}", measure=told, day=ws.words.day(last.on))
    return First(action, told, sentence, last.moved, is_told=True)


def _leading_query(ws: Workspace, told: str) -> Query | None:
    found = goals.current(ws)
    try:
        ws.measure(told)
    except Unknown:
        return None
    return found.baseline.query.model_copy(update={"measure": told}) if found else None


def _latest_table(ws: Workspace, query: Query) -> Released | None:
    after = {
        table.period
        for release in ws.releases()
        for table in release.tables
        if (table.measure, table.dimension, table.where) == (query.measure, query.dimension, ())
        and periods.is_before(query.period, table.period)
        and _season(table.period) == _season(query.period)
    }
    return ws.table(query.measure, periods.ordered(after)[-1], query.dimension) if after else None


def _has_moved(ws: Workspace, moved: Change) -> Leading:
    if moved.group_change is None:
        return "unknown"
    better = moved.group_change if moved.higher_better else -moved.group_change
    if better >= ws.profile.practical_points:
        return "moved"
    return "not_moved" if better <= 0 or moved.group_certainty == "no_sign" else "unknown"


def _together(known: list[Leading]) -> Leading:
    if "moved" in known:
        return "moved"
    return "not_moved" if known and set(known) == {"not_moved"} else "unknown"


# -- the outcome --------------------------------------------------------------------------------------------------------


def _outcome(ws: Workspace, asked: Goal, table: Released) -> Outcome:
    query = asked.baseline.query
    before, after = _frozen(ws, asked.baseline), metrics.pair(table, query.group, _compare(query))
    moved = _change(ws, query.measure, before, after)
    harmed, lost = _losses(ws, asked, table, moved)
    flags = _flags(ws, asked, table, moved, lost)
    return Outcome(
        goal=asked,
        period=table.period,
        change=moved,
        sentence=_moved_sentence(ws, query, moved, period=table.period),
        others=_others(ws, moved),
        flags=flags,
        harmed=harmed,
        lost=lost,
        changed=tuple(flag.code for flag in flags if flag.code == "composition"),
        pair_figure=_pair_figure(ws, asked, table, moved),
        time_figure=_time_figure(ws, asked, table.period),
    )


def _frozen(ws: Workspace, baseline: Baseline) -> Pair:
    """Return the frozen counts, hidden where the threshold was raised above them since."""
    sides = metrics.baseline_pair(baseline)
    few = ws.profile.min_group
    return Pair(*(HIDDEN if side.n is not None and side.n < few else side for side in (sides.group, sides.rest)))


def _change(ws: Workspace, measure: str, before: Pair, after: Pair) -> Change:
    return metrics.change(before, after, ws.measure(measure), practical_points=ws.profile.practical_points)


def _compare(query: Query) -> str:
    return "rest" if query.compare in ("", "baseline") else query.compare


def _losses(ws: Workspace, asked: Goal, table: Released, moved: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
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
        moved = _change(ws, query.measure, Pair(b, b), Pair(a, a))
        if not _is_worse(moved.group_change, moved) or moved.group_change_low is None or moved.group_change_high is None:
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


def _moved(moved: Change) -> Moved:
    if moved.group_change is None:
        return "unknown"
    if moved.group_change == 0:
        return "same"
    return "better" if moved.group_improved else "worse"


# -- what changes how it may be read ------------------------------------------------------------------------------------


def _flags(
    ws: Workspace, asked: Goal, table: Released, moved: Change, lost: tuple[str, ...]
) -> tuple[Flag, ...]:
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
    events = _events(ws)
    if events:
        found.append(("events", words("results.flag_events", events=" · ".join(events))))
    return tuple(Flag(*flag) for flag in found if flag is not None)


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
    whole = _change(ws, query.measure, metrics.union_pair(then, wider), metrics.union_pair(table, wider))
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
        before=_value(ws.words, whole.before.group),
        after=_value(ws.words, whole.after.group),
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


def _events(ws: Workspace) -> list[str]:
    """Return what the log calls events since the first action began."""
    starts = [action.start for action in choose.chosen(ws) if action.start]
    if not starts:
        return []
    return [entry.text for entry in ws.of_cycle(LogEntry) if entry.form == "event" and entry.on > min(starts)]


# -- may it be compared? ------------------------------------------------------------------------------------------------


def _why_not(ws: Workspace, baseline: Baseline, period: str) -> str:
    """Return the code of what makes a period incomparable with the baseline, or nothing."""
    query = baseline.query
    if _season(period) != _season(query.period):
        return "season"
    table = ws.table(query.measure, period, query.dimension)
    then = ws.get(Source, baseline.source)
    now = ws.get(Source, table.source) if table else None
    if then and now and then.one_row_is != now.one_row_is and "group" not in (then.one_row_is, now.one_row_is):
        return "row"
    return "definition" if _is_redefined(ws, baseline) else ""


def _is_redefined(ws: Workspace, baseline: Baseline) -> bool:
    now = ws.get(Measure, baseline.query.measure)
    if now is None:
        return False
    then = [
        event.body
        for event in ws.store.events()
        if (event.kind, event.id) == (Measure.kind, now.id) and event.at <= baseline.frozen_at and event.body
    ]
    return bool(then) and Measure.model_validate_json(then[-1]).rule != now.rule


def _season(period: str) -> str:
    """Return what is left of a period without its numbers: a fall is not compared with a whole year."""
    return " ".join(re.findall(r"[A-Za-z]{2,}", period)).lower()


def _bring(ws: Workspace, baseline: Baseline) -> dict[str, str]:
    query = baseline.query
    return {**_names(ws, query), "dimension": ws.dimension_label(query.dimension), "baseline_period": query.period}


def _missing(
    ws: Workspace,
    code: Literal["no_goal", "no_follow_up", "not_comparable", "hidden", "group_gone"],
    **told: object,
) -> Missing:
    return Missing(code, ws.words(f"results.missing_{code}", **told), ws.words(f"results.to_do_{code}", **told))


# -- sentences and figures ------------------------------------------------------------------------------------------------


def signed(words: Words, points: Fraction | float) -> str:
    """Return a change in points with its sign: "+6.2", "−2.1", "0.0"."""
    told = words.points(points)
    if Fraction(told) == 0:
        return told
    return f"−{told}" if points < 0 else f"+{told}"


def _moved_sentence(ws: Workspace, query: Query, moved: Change, *, period: str) -> str:
    words = ws.words
    told = {
        **_names(ws, query),
        "before": _value(words, moved.before.group),
        "after": _value(words, moved.after.group),
        "from_period": query.period,
        "to_period": period,
    }
    if moved.group_change is None:
        return words("results.sentence_hidden", **told)
    told["change"] = signed(words, moved.group_change)
    if moved.group_change_low is None or moved.group_change_high is None or moved.group_certainty is None:
        return words("results.sentence_no_interval", **told)
    return words(
        "results.sentence",
        **told,
        sure=words(f"decide.sure.{moved.group_certainty}"),
        low=signed(words, moved.group_change_low),
        high=signed(words, moved.group_change_high),
    )


def _others(ws: Workspace, moved: Change) -> str:
    words = ws.words
    if moved.rest_change is None or moved.gap_change is None or moved.gap_before is None or moved.gap_after is None:
        return words("results.no_rest")
    parts = [
        words(
            "results.rest",
            before=_value(words, moved.before.rest),
            after=_value(words, moved.after.rest),
            change=signed(words, moved.rest_change),
        )
    ]
    gaps = {"before": words.points(moved.gap_before), "after": words.points(moved.gap_after)}
    if moved.gap_change_low is None or moved.gap_change_high is None or moved.certainty is None:
        parts.append(words("results.gap_no_interval", **gaps))
    else:
        parts.append(
            words(
                "results.gap",
                **gaps,
                sure=words(f"decide.sure.{moved.certainty}"),
                low=signed(words, moved.gap_change_low),
                high=signed(words, moved.gap_change_high),
            )
        )
    if moved.ratio_before is not None and moved.ratio_after is not None:
        ratios = {"before": words.times(moved.ratio_before, 2), "after": words.times(moved.ratio_after, 2)}
        parts.append(words("results.ratio", **ratios))
    if moved.how is not None:
        parts.append(words(f"decide.fact.gap_{moved.how}"))
    return " ".join(parts)


def _value(words: Words, count: Count) -> str:
    if count.is_shown and count.n:
        return words("results.value", percent=words.percent(Fraction(count.x or 0, count.n)), x=count.x, n=count.n)
    if count.status == "shown" and count.rate is not None:
        return words.percent(count.rate)
    return words("common.hidden")


def _names(ws: Workspace, query: Query) -> dict[str, str]:
    return {
        "school": ws.profile.school or ws.words("results.our_school"),
        "measure": ws.measure_label(query.measure),
        "group": query.group,
    }


def _pair_figure(ws: Workspace, asked: Goal, table: Released, moved: Change) -> Figure:
    query = asked.baseline.query
    return dumbbell(
        ws.words,
        moved,
        measure=ws.measure_label(query.measure),
        group=query.group,
        before=ws.words("results.frozen_period", period=query.period),
        after=table.period,
        sentence=_moved_sentence(ws, query, moved, period=table.period),
        key="result_pair_chart",
    )


def _time_figure(ws: Workspace, asked: Goal, period: str) -> Figure:
    """Return the focus group and everyone else over the comparable periods; the baseline's is the frozen one."""
    query, words = asked.baseline.query, ws.words
    measure = ws.measure_label(query.measure)
    start = metrics.rate_of(_frozen(ws, asked.baseline).group)
    series = [
        Series(name, role, tuple(_points(ws, asked, side)))
        for name, role, side in _lines_of(words, query.group)
    ]
    return lines(
        words,
        [line for line in series if any(point.rate is not None for point in line.points)],
        measure=measure,
        sentence=words("results.time_sentence", measure=measure, group=query.group, period=period),
        higher_better=ws.measure(query.measure).direction == "higher_better",
        baseline=Goalpost(words("results.line_baseline"), start, query.period) if start is not None else None,
        goal=Goalpost(words("results.line_goal"), Fraction(asked.target_percent) / 100, words.month(asked.by)),
        key="result_time_chart",
    )


def _lines_of(words: Words, group: str) -> tuple[tuple[str, Role, Literal["group", "rest"]], ...]:
    return ((group, "focus", "group"), (words("common.everyone_else"), "rest", "rest"))


def _points(ws: Workspace, asked: Goal, side: Literal["group", "rest"]) -> list[Point]:
    query = asked.baseline.query
    after = [p for p in later_periods(ws, asked)[::-1] if not _why_not(ws, asked.baseline, p)]
    frozen: Count = getattr(_frozen(ws, asked.baseline), side)
    points = [Point(query.period, metrics.rate_of(frozen), frozen.n)]
    for period in after:
        table = ws.table(query.measure, period, query.dimension)
        there = table is not None and query.group in dict(table.groups)
        count: Count = getattr(metrics.pair(table, query.group, _compare(query)), side) if table and there else HIDDEN
        points.append(Point(period, metrics.rate_of(count), count.n))
    return points
