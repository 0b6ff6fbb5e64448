"""Are we producing similar results for every group? One question to the released numbers, answered in full."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from equity_core import metrics, reports
from equity_core.charts import Figure, Goalpost, Point, Role, Series, dumbbell, gap_dots, gap_pages, lines
from equity_core.errors import Unknown
from equity_core.metrics import Change, Disparity, GroupResult, Pair
from equity_core.model import Evidence, Gap, Goal, Prediction, Query
from equity_core.privacy import Released
from equity_core.workflow import numbers, periods
from equity_core.workflow.diagnose import focus, gap_words, listen, methods
from equity_core.workflow.diagnose.goal_numbers import frozen, reference
from equity_core.workflow.workspace import Workspace

EVER_EL = ("Current EL", "Former EL")


class Option(NamedTuple):
    """Something to pick: the code that goes into a link, and what people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class OverTime:
    """One group and whom it is compared with, over the periods: a figure, and sentences about the change."""

    figure: Figure
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that one question shows. Empty texts and None say that there is nothing to say.

    `pages` are the figure for a projector; `figure` is the dumbbell when the comparison is the baseline.
    """

    query: Query
    found: Disparity
    group: str
    headline: str
    points_and_times: str
    certainty: str
    parity: str
    hidden_note: str
    cautions: tuple[str, ...]
    notes: tuple[str, ...]
    figure: Figure
    pages: tuple[Figure, ...]
    over_time: OverTime | None
    is_pinned: bool
    is_listed: bool


# -- what can be asked -----------------------------------------------------------------------------------------------


def has_numbers(ws: Workspace) -> bool:
    """Say whether any file has numbers by group."""
    return any(_tables(ws))


def measures(ws: Workspace) -> list[Option]:
    """Return the measures that come by group: the focus's, then the built-in ones in their order, then the team's."""
    chosen, there = focus.current(ws), dict.fromkeys(t.measure for t in _tables(ws))
    first = [chosen.query.measure] if chosen else []
    ids = dict.fromkeys(id for id in (*first, *metrics.MEASURES, *there) if id in there)
    return [Option(id, ws.measure_label(id)) for id in ids]


def dimensions(ws: Workspace, measure: str) -> list[Option]:
    """Return the dimensions that a measure comes by."""
    ids = dict.fromkeys(t.dimension for t in _tables(ws) if t.measure == measure)
    return [Option(id, ws.dimension_label(id)) for id in ids]


def periods_of(ws: Workspace, measure: str, dimension: str) -> list[Option]:
    """Return the periods of a measure by a dimension, the latest first."""
    found = {t.period for t in _tables(ws) if (t.measure, t.dimension) == (measure, dimension)}
    return [Option(period, period) for period in reversed(periods.ordered(found))]


def comparisons(ws: Workspace, measure: str, dimension: str, period: str) -> list[Option]:
    """Return what groups can be compared with: everyone else first; the goal and its baseline where there is one.

    Where everyone else cannot be worked out, single groups come first.
    """
    words, table, goal = ws.words, ws.table(measure, period, dimension), _goal(ws, measure, dimension)
    options = [Option("rest", words("gaps.compare_rest")), Option("all", words("gaps.compare_all"))]
    if goal is not None:
        options.append(Option("baseline", words("gaps.compare_baseline", period=goal.baseline.query.period)))
        share = Fraction(goal.target_percent) / 100
        options.append(Option(f"rate:{float(share):g}", words("gaps.compare_goal", rate=words.percent(share))))
    shown = [name for name, count in table.groups if count.status == "shown"] if table else []
    single = [Option(f"group:{name}", words("gaps.compare_group", group=name)) for name in shown]
    return options + single if table is None or _has_a_rest(table) or len(shown) < 2 else single + options


def groups(ws: Workspace, query: Query) -> list[Option]:
    """Return the groups that the headline can be about: the one that it is about first, then those that are shown."""
    found = _found(ws, query)
    first = _headline_group(ws, query, found)
    shown = [g.group for g in found.groups if g.rate is not None and query.compare != f"group:{g.group}"]
    return [Option(name, name) for name in dict.fromkeys([first, *shown] if first else shown)]


# -- predict, then look ----------------------------------------------------------------------------------------------


def prediction(ws: Workspace, query: Query) -> Prediction | None:
    """Return what the team expected before it looked at this table, or None while it has not looked."""
    asked = (query.measure, query.dimension, query.period)
    for made in ws.of_cycle(Prediction):
        if (made.query.measure, made.query.dimension, made.query.period) == asked:
            return made
    return None


def predict(ws: Workspace, query: Query, text: str) -> Prediction:
    """Keep what the team expects; an empty text says that it chose not to predict. Either way the table opens."""
    made = Prediction(cycle=ws.cycle.id, text=text, query=query)
    ws.save(made)
    return made


def look(ws: Workspace, query: Query) -> Look:
    """Answer a question: sentences, figure, cautions. Unknown when no active file has the table."""
    found = _found(ws, query)
    group = _headline_group(ws, query, found)
    about = found.group(group)
    asked = query.model_copy(update={"group": group})
    change = _against_baseline(ws, asked) if query.compare == "baseline" else None
    headline = gap_words.headline(ws, found, about) if about else gap_words.whole_school(ws, found)
    method = methods.of_table(ws, found)
    measure = ws.measure_label(found.measure)
    return Look(
        query=asked,
        found=found,
        group=group,
        headline=headline,
        points_and_times=gap_words.points_and_times(ws, found, about) if about else "",
        certainty=gap_words.certainty(ws, found, about) if about else ws.words("gaps.no_group"),
        parity=gap_words.parity(ws, found, about) if about else "",
        hidden_note=_hidden_note(ws, found),
        cautions=_cautions(ws, asked, found),
        notes=tuple(ws.words(note) for note in found.notes if _is_told(ws, note)),
        figure=_dumbbell(ws, asked, found, change)
        if change
        else gap_dots(ws.words, found, measure=measure, sentence=headline, group=group, method=method),
        pages=tuple(gap_pages(ws.words, found, measure=measure, sentence=headline, group=group, method=method)),
        over_time=_over_time(ws, asked, found) if about else None,
        is_pinned=any(e.form == "number" and e.query == asked for e in ws.of_cycle(Evidence)),
        is_listed=any(g.query == asked for g in ws.of_cycle(Gap)),
    )


def figure(
    ws: Workspace,
    measure: str,
    *,
    by: numbers.By,
    period: str | None = None,
    compare: str = "rest",
    group: str = "",
    over_time: bool = False,
) -> Figure:
    """Return the figure of the gaps page for a question; in a notebook it shows itself.

    Unknown when a line over time is asked for and there is one period only.
    """
    found = numbers.measure(ws, measure, by=by, period=period, compare="rest" if compare == "baseline" else compare)
    query = Query(measure=measure, dimension=",".join(found.by), period=found.period, compare=compare, group=group)
    answer = look(ws, query)
    if not over_time:
        return answer.figure
    if answer.over_time is None:
        raise Unknown("unknown.over_time", asked=measure)
    return answer.over_time.figure


def notebook(ws: Workspace, shown: Figure, *, workspace: str) -> bytes:
    """Return a small notebook that asks the same question of `workspace` and shows the figure again."""
    query = shown.question
    if query is None:
        raise Unknown("unknown.question", asked=shown.key)
    options: dict[str, str | bool] = {"period": query.period, "compare": query.compare, "group": query.group}
    return reports.notebook(
        shown.title,
        shown.sentence,
        workspace=workspace,
        measure=query.measure,
        by=query.dimension,
        options=options | ({"over_time": True} if shown.form == "lines" else {}),
    )


def pin(ws: Workspace, query: Query) -> Evidence:
    """Keep the question as evidence; the figure is looked up each time."""
    return listen.pin(ws, query)


def add_to_focus(ws: Workspace, query: Query) -> Gap:
    """Put the gap on the list from which the team chooses its focus."""
    return focus.add(ws, query)


# -- the group that the headline is about ------------------------------------------------------------------------------


def _headline_group(ws: Workspace, query: Query, found: Disparity) -> str:
    """Return the group asked for; else the focus's; else one behind everyone else, the surest and widest first."""
    if found.group(query.group) is not None:
        return query.group
    chosen, goal = focus.current(ws), _goal(ws, query.measure, query.dimension)
    if query.compare == "baseline" and goal is not None and found.group(goal.baseline.query.group) is not None:
        return goal.baseline.query.group
    if chosen is not None and (chosen.query.measure, chosen.query.dimension) == (query.measure, query.dimension):
        mine = found.group(chosen.query.group)
        if mine is not None:
            return mine.group
    for certainty in ("clear", "leaning", "cant_tell_yet", "no_sign", "too_few_to_judge", None):
        behind = [g for g in found.groups if g.is_behind and g.certainty == certainty]
        if behind:
            return max(behind, key=_width).group
    shown = [g for g in found.groups if g.rate is not None]
    return next((g.group for g in sorted(shown, key=lambda g: g.gap is None)), "")


def _width(g: GroupResult) -> Fraction:
    return abs(g.gap or Fraction(0))


# -- hidden groups, cautions, method -----------------------------------------------------------------------------------


def _hidden_note(ws: Workspace, found: Disparity) -> str:
    words = ws.words
    hidden = [g.group for g in found.groups if g.status == "hidden"]
    by_source = [g.group for g in found.groups if g.status == "hidden_by_source"]
    small = [g.group for g in found.groups if g.status == "range"]
    told = []
    if hidden:
        rule = words("common.not_shown", min_group=_min_group(ws, found.source))
        told.append(words("gaps.hidden", groups=words.listed(hidden), rule=rule))
    if by_source:
        told.append(words("gaps.hidden_by_source", groups=words.listed(by_source)))
    if small:
        told.append(words("gaps.small_counts", groups=words.listed(small)))
    return " ".join(told)


def _has_a_rest(table: Released) -> bool:
    return any(table.rest(name).is_shown for name, _ in table.groups)


def _min_group(ws: Workspace, source: str) -> int:
    return max([ws.profile.min_group, *(r.min_group for r in ws.releases() if r.source == source)])


def _cautions(ws: Workspace, query: Query, found: Disparity) -> tuple[str, ...]:
    told = [ws.words(note) for note in found.notes if note in _CAUTIONS]
    table = ws.table(query.measure, query.period, query.dimension)
    if query.compare.startswith("group:") and table is not None and not _has_a_rest(table):
        told.append(ws.words("gaps.no_everyone_else"))
    if query.dimension == "el_status" and table is not None:
        told.append(_reclassification(ws, found, table))
    if query.compare == "baseline":
        told.extend(_two_baselines(ws, query))
    return tuple(told)


_CAUTIONS = ("note.rate_only", "note.overlap")
_SAID_ELSEWHERE = ("note.hidden_groups",)


def _is_told(ws: Workspace, note: str) -> bool:
    return note not in (*_CAUTIONS, *_SAID_ELSEWHERE) and ws.words.has(note)


def _reclassification(ws: Workspace, found: Disparity, table: Released) -> str:
    there = {name for name, _ in table.groups}
    if not set(EVER_EL) <= there:
        return ws.words("gaps.el_caution")
    ever = table.union(EVER_EL)
    if not ever.is_shown or not ever.n:
        return ws.words("gaps.el_caution")
    rate = ws.words.percent(Fraction(ever.x or 0, ever.n))
    return ws.words("gaps.el_caution_ever", x=ever.x, n=ever.n, rate=rate, measure=ws.measure_label(found.measure))


def _two_baselines(ws: Workspace, query: Query) -> list[str]:
    goal, original = _goal(ws, query.measure, query.dimension), ws.get(Goal, ws.cycle.original_goal)
    if goal is None or original is None or original.id == goal.id:
        return []
    if (original.baseline.query.measure, original.baseline.query.group) != (query.measure, query.group):
        return []
    first, this = (frozen(ws, g.baseline).group for g in (original, goal))
    if not (first.is_shown and this.is_shown):
        return []
    return [
        ws.words(
            "gaps.two_baselines",
            first=ws.words.percent(Fraction(first.x or 0, first.n or 1)),
            first_period=original.baseline.query.period,
            this=ws.words.percent(Fraction(this.x or 0, this.n or 1)),
            this_period=goal.baseline.query.period,
        )
    ]


# -- over time ---------------------------------------------------------------------------------------------------------


def _over_time(ws: Workspace, query: Query, found: Disparity) -> OverTime | None:
    upto = [p.code for p in reversed(periods_of(ws, query.measure, query.dimension))]
    compare = _compare(query)
    tables = [t for p in upto if (t := ws.table(query.measure, p, query.dimension)) and _has(t, query.group, compare)]
    if len(tables) < 2:
        return None
    goal = _goal(ws, query.measure, query.dimension)
    goal = goal if goal is not None and goal.baseline.query.group == query.group else None
    sentences = _change_sentences(ws, query, found, tables, goal)
    figure = lines(
        ws.words,
        _series(ws, query, found, tables, goal),
        measure=ws.measure_label(query.measure),
        sentence=sentences[0] if sentences else "",
        higher_better=found.higher_better,
        baseline=_baseline_post(ws, goal),
        goal=_goal_post(ws, goal),
        key="gap_lines",
        question=query,
        method=methods.of_change(ws, query.measure, goal.baseline if goal else None),
    )
    return OverTime(figure, sentences)


def _has(table: Released, group: str, compare: str) -> bool:
    names = {name for name, _ in table.groups}
    return group in names and (not compare.startswith("group:") or compare.removeprefix("group:") in names)


def _series(ws: Workspace, query: Query, found: Disparity, tables: list[Released], goal: Goal | None) -> list[Series]:
    pairs = {t.period: metrics.pair(t, query.group, _compare(query)) for t in tables}
    if goal is not None and query.compare == "baseline":
        pairs[goal.baseline.query.period] = frozen(ws, goal.baseline)
    other = gap_words.others(ws, found)
    named: list[tuple[str, Role, list[Point]]] = [
        (query.group, "focus", [_point(period, pair, of_rest=False) for period, pair in pairs.items()]),
        (other[0].upper() + other[1:], "rest", [_point(period, pair, of_rest=True) for period, pair in pairs.items()]),
    ]
    return [Series(name, role, tuple(points)) for name, role, points in named]


def _point(period: str, pair: Pair, *, of_rest: bool) -> Point:
    count = pair.rest if of_rest else pair.group
    return Point(period, metrics.rate_of(count), count.n if count.status == "shown" else None)


def _change_sentences(
    ws: Workspace, query: Query, found: Disparity, tables: list[Released], goal: Goal | None
) -> tuple[str, ...]:
    """From the frozen baseline where there is one, else from the first period, to the period that is looked at."""
    now = next((t for t in tables if t.period == query.period), None)
    first = tables[0]
    if goal is not None and _compare(query) == "rest":
        change, before = _against_baseline(ws, query), goal.baseline.query.period
    elif now is not None and now is not first:
        change, before = _between(ws, query, first, now), first.period
    else:
        return ()
    if change is None or now is None or before == query.period:
        return ()
    told = gap_words.moved(ws, found, query.group, change, before=before, after=query.period)
    then = ws.table(query.measure, before, query.dimension)
    hides = gap_words.average_hides(ws, then.total, now.total, change) if then else ""
    return (hides, *told) if hides else told


def _between(ws: Workspace, query: Query, before: Released, after: Released) -> Change | None:
    """Return the change of one group among all of its table: whoever looks at one could have looked at another."""
    found = numbers.change(
        ws, query.measure, by=query.dimension, before=before.period, after=after.period, compare=_compare(query)
    )
    return found.group(query.group)


def _against_baseline(ws: Workspace, query: Query) -> Change | None:
    goal, table = _goal(ws, query.measure, query.dimension), ws.table(query.measure, query.period, query.dimension)
    if goal is None or table is None or goal.baseline.query.group != query.group:
        return None
    return metrics.change(
        frozen(ws, goal.baseline),
        metrics.pair(table, query.group, reference(goal.baseline.query)),
        ws.measure(query.measure),
        practical_points=ws.profile.practical_points,
    )


def _dumbbell(ws: Workspace, query: Query, found: Disparity, change: Change) -> Figure:
    goal = _goal(ws, query.measure, query.dimension)
    assert goal is not None  # there is a change against its baseline
    before = goal.baseline.query.period
    told = gap_words.moved(ws, found, query.group, change, before=before, after=query.period)
    return dumbbell(
        ws.words,
        change,
        measure=ws.measure_label(query.measure),
        group=query.group,
        before=before,
        after=query.period,
        sentence=" ".join(told),
        key="gap_dumbbell",
        question=query,
        method=methods.of_change(ws, query.measure, goal.baseline),
    )


def _baseline_post(ws: Workspace, goal: Goal | None) -> Goalpost | None:
    rate = metrics.rate_of(frozen(ws, goal.baseline).group) if goal else None
    if goal is None or rate is None:
        return None
    return Goalpost(ws.words("gaps.baseline", period=goal.baseline.query.period), rate, goal.baseline.query.period)


def _goal_post(ws: Workspace, goal: Goal | None) -> Goalpost | None:
    if goal is None:
        return None
    return Goalpost(ws.words("gaps.goal"), Fraction(goal.target_percent) / 100, ws.words.month(goal.by))


# -- asking ------------------------------------------------------------------------------------------------------------


def _tables(ws: Workspace) -> list[Released]:
    return [t for release in ws.releases() for t in release.tables if t.dimension and not t.where]


def _goal(ws: Workspace, measure: str, dimension: str) -> Goal | None:
    for goal in reversed(ws.of_cycle(Goal)):
        if (goal.baseline.query.measure, goal.baseline.query.dimension) == (measure, dimension):
            return goal
    return None


def _compare(query: Query) -> str:
    return "rest" if query.compare == "baseline" else query.compare


def _found(ws: Workspace, query: Query) -> Disparity:
    return numbers.measure(ws, query.measure, by=query.dimension, period=query.period, compare=_compare(query))
