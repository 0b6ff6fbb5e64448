"""When and where does the difference arise: decision points from released counts of events (UX.md D5)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from equity_core import ingest, metrics
from equity_core.charts import Bar, Figure, Table, excess_bars, more_or_fewer
from equity_core.errors import Unknown
from equity_core.metrics import HAD_EVENTS, DecisionPoint, EventGap
from equity_core.model import Evidence, Query, Source
from equity_core.privacy import EventTable, Path, Released
from equity_core.workflow import periods
from equity_core.workflow.diagnose import gap_words, point_words
from equity_core.workflow.lists import load
from equity_core.workflow.workspace import Workspace

State = Literal["nothing", "no_columns", "too_few", "ready"]
MOST_OF_IT = Fraction(6, 10)  # of the difference: so much is worth a sentence
COMPARED = 2  # most frequent situations that are looked at beside the strongest points
ON_THE_WALL = 5
COLUMNS = ("point", "group", "others", "expected", "more", "share")
COUNTED = ("n", "n_others", "events", "events_others", "involved", "involved_others")
REDESIGNED = 2  # points for which the page asks what else could have happened


@dataclass(frozen=True, slots=True)
class Redesign:
    """A point and what else could have happened there, as questions from a list to edit."""

    title: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the page shows about one group. `summary` says what the points add up to, line by line."""

    query: Query
    of_earlier: str  # where the numbers are those of an earlier file
    headline: str
    summary: tuple[str, ...]
    hidden_note: str
    figure: Figure
    heat: Table | None
    redesign: tuple[Redesign, ...]
    points: tuple[tuple[Query, str], ...]  # each with its title: what can be pinned
    pinned: frozenset[Path]


def state(ws: Workspace) -> State:
    """Say whether there is no list of incidents, one without behavior and place, nothing to show of it, or enough."""
    lists = [source for source in ws.sources() if source.shape == "incidents"]
    if _tables(ws):
        return "ready"
    if not lists:
        return "nothing"
    return "too_few" if any(_has_columns(source) for source in lists) else "no_columns"


COLUMNS_LEAVE = {(False, False): "no_place", (False, True): "by_time", (True, True): "time_unused"}  # of place, time


def of_columns(ws: Workspace) -> list[str]:
    """Return what the columns of the lists leave open: no place, a time of day in place of it, or a time not used."""
    told = []
    for source in (source for source in ws.sources() if source.shape == "incidents"):
        meant = source.columns_meant.values()
        word = COLUMNS_LEAVE.get(("location" in meant, "time" in meant))
        if word:
            told.append(ws.words(f"points.{word}", file=source.name))
    return told


def columns(ws: Workspace) -> list[str]:
    """Return for each list of incidents which columns it has: one of them may say what happened, or where."""
    return [
        ws.words("points.columns_there", file=s.name, columns=ws.words.listed((*s.columns_kept, *s.columns_dropped)))
        for s in ws.sources()
        if s.shape == "incidents"
    ]


def periods_of(ws: Workspace) -> list[str]:
    """Return the periods with events, the latest first."""
    return periods.ordered({table.period for table in _tables(ws)})[::-1]


def groups(ws: Workspace, period: str) -> list[str]:
    """Return the groups whose events are shown, those with the most beyond everyone else's rate first."""
    table = _table(ws, period)
    students = _students(ws, table) if table else None
    if table is None or students is None:
        return []
    names = [name for name, _ in table.counts if name]
    found = {name: metrics.decision_points(table, students, name) for name in names}
    return sorted(names, key=lambda name: (-found[name].excess, name))


def look(ws: Workspace, period: str, group: str) -> Look:
    """Return the decision points of a group in a period."""
    found, table = _found(ws, period, group)
    assert found is not None  # the page offers what is there
    assert table is not None
    query = Query(measure=HAD_EVENTS, dimension=found.dimension, period=period, group=group)
    asked = {p.path: query.model_copy(update={"path": p.path}) for p in found.points}
    pinned = {e.query for e in ws.of_cycle(Evidence) if e.form == "number" and e.query and e.query.path}
    return Look(
        query=query,
        of_earlier=of_earlier(ws, period),
        headline=point_words.headline(ws, found),
        summary=(*_summary(ws, found), point_words.how_sure(ws, found)),
        hidden_note=_hidden_note(ws, table),
        figure=_figure(ws, found, table),
        heat=_heat(ws, found, table),
        redesign=_redesign(ws, found),
        points=tuple((asked[p.path], point_words.title(ws, p.path)) for p in found.points),
        pinned=frozenset(path for path, one in asked.items() if one in pinned),
    )


def figure(ws: Workspace, group: str, period: str) -> Figure:
    """Return the picture of a group's decision points; the first group and the latest period unless they are named."""
    return look(ws, *_asked(ws, group, period)).figure


def as_json(ws: Workspace, group: str = "", period: str = "") -> dict[str, Any]:
    """Return a group's decision points as plain numbers, asked for as in `figure`."""
    when, who = _asked(ws, group, period)
    found, _ = _found(ws, when, who)
    assert found is not None  # `_asked` names what is there
    told = {name: getattr(found, name) for name in ("dimension", "period", "group", *COUNTED)}
    for side, rate in (("", found.rate), ("_others", found.rate_others)):
        told |= {f"rate_per_100{side}": _float(rate.value), f"low{side}": rate.low, f"high{side}": rate.high}
    told |= {"rate_ratio": _float(found.ratio.value), "excess": float(found.excess)}
    parts = (*found.points, *([found.left] if found.left else []))
    told["points"] = [
        {
            "point": point_words.title(ws, p.path),
            "events": p.group,
            "events_others": p.others,
            "expected": float(p.expected),
            "excess": float(p.excess),
            "share": _float(p.share),
        }
        for p in parts
    ]
    return told | {"said": [point_words.headline(ws, found), point_words.how_sure(ws, found)]}


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _asked(ws: Workspace, group: str, period: str) -> tuple[str, str]:
    """Return the period and the group that are asked for, or the first of each; Unknown for others."""
    there = periods_of(ws)
    when = period or (there[0] if there else "")
    if when not in there:
        raise Unknown.among("unknown.period", when, there)
    known = groups(ws, when)
    who = group or (known[0] if known else "")
    if who not in known:
        raise Unknown.among("unknown.group", who, known)
    return when, who


def not_counted(ws: Workspace, period: str) -> list[str]:
    """Return the other lists of incidents of a period: of the same students nothing more is shown."""
    table = _table(ws, period)
    return _others(ws, table) if table and table.source in {source.id for source in ws.sources()} else []


def of_earlier(ws: Workspace, period: str) -> str:
    """Return that the numbers are those of a file that is in use no more, and why; "" where they are not."""
    table = _table(ws, period)
    if table is None or table.source in {source.id for source in ws.sources()}:
        return ""
    newer, then = ws.words.listed(_others(ws, table)), ws.get(Source, table.source)
    if then is None:  # a copy to share has no receipts of former files
        return ws.words("points.of_earlier", newer=newer)
    return ws.words("points.of_earlier_file", newer=newer, file=then.name, day=ws.words.day(then.imported_at))


def _others(ws: Workspace, table: EventTable) -> list[str]:
    there = [s for s in ws.sources() if s.shape == "incidents" and table.period in s.periods]
    return [source.name for source in there if source.id != table.source]


def of_everybody(ws: Workspace, period: str) -> list[str]:
    """Return what happened most often to all students, line by line, where no group is shown."""
    table = _table(ws, period)
    counts = table.of() if table else {}
    found = sorted(((path, n) for path, n in counts.items() if path), key=lambda one: (-len(one[0]), -one[1], one[0]))
    return [ws.words("points.one_line", point=point_words.title(ws, path), events=n) for path, n in found]


def sentence(ws: Workspace, query: Query) -> str:
    """Return a pinned decision point with its numbers of today; what is not shown says so."""
    found, table = _found(ws, query.period, query.group)
    point = _point(found, query.path)
    when = point_words.period(ws, table) if table else query.period
    facts = {"point": point_words.title(ws, query.path), "group": query.group, "period": when}
    if found is None or point is None:
        return ws.words("points.pinned_hidden", **facts)
    return ws.words("points.pinned", **facts, **point_words.numbers(ws, point))


def is_shown(ws: Workspace, query: Query) -> bool:
    """Say whether the numbers of a decision point are shown today."""
    return _point(_found(ws, query.period, query.group)[0], query.path) is not None


def _point(found: EventGap | None, path: Path) -> DecisionPoint | None:
    return next((p for p in found.points if p.path == path), None) if found else None


def _found(ws: Workspace, period: str, group: str) -> tuple[EventGap | None, EventTable | None]:
    table = _table(ws, period)
    students = _students(ws, table) if table else None
    if table is None or students is None or not table.of(group) or not group:
        return None, table
    return metrics.decision_points(table, students, group), table


def _tables(ws: Workspace) -> list[EventTable]:
    return [table for release in ws.releases() for table in release.events]


def _table(ws: Workspace, period: str) -> EventTable | None:
    """Return the events of a period, of the newest file that has them."""
    return next((table for table in reversed(_tables(ws)) if table.period == period), None)


def _students(ws: Workspace, table: EventTable) -> Released | None:
    """Return how many students had any of the events of a table."""
    if table.students is not None:
        return table.students
    releases = ws.store.releases([table.source])
    return releases[0].table(HAD_EVENTS, table.period, table.dimension) if releases else None


def _has_columns(source: Source) -> bool:
    return bool({"behavior", "location", "time"} & set(source.columns_meant.values()))


def _summary(ws: Workspace, found: EventGap) -> list[str]:
    """Return what the points add up to, whether frequent is strong, and how much of it is a matter of judgement."""
    words, told = ws.words, []
    made = Fraction(0)
    for count, point in enumerate(found.points, 1):
        made += point.share or 0
        if point.share is not None and made >= MOST_OF_IT:
            told.append(words("points.most_of_it", count=count, share=point_words.share(made)))
            break
    told += _frequent(ws, found)
    judged = next((kind for kind in found.kinds if kind.path == ("subjective",)), None)
    if judged is not None and judged.share is not None:
        told.append(
            words("points.subjective", share=point_words.share(judged.share), **point_words.numbers(ws, judged))
        )
    elif judged is not None:
        told.append(words("points.subjective_alone", **point_words.numbers(ws, judged)))
    return told


def _frequent(ws: Workspace, found: EventGap) -> list[str]:
    """Return which of the most frequent situations is not as strong as it is frequent."""
    strong = [point.path for point in found.points]
    for place, (path, events) in enumerate(found.frequent[:COMPARED]):
        if path in strong and strong.index(path) != place:
            point = found.points[strong.index(path)]
            facts = {"point": point_words.title(ws, path), "events": events, **point_words.numbers(ws, point)}
            share = ws.words("points.its_share", share=point_words.share(point.share)) if point.share else ""
            return [ws.words(f"points.frequent_{place + 1}", share=share, **facts)]
    return []


def _hidden_note(ws: Workspace, table: EventTable) -> str:
    facts = {"few": ws.profile.min_group, "places": ws.words(f"points.levels_{_where(table)}")}
    if not table.hidden:
        return ws.words("points.not_shown", **facts)
    return ws.words("points.not_shown_groups", groups=ws.words.listed(table.hidden), **facts)


def _where(table: EventTable) -> str:
    """Return the level that says where: a place, or a time of day."""
    return "time_band" if "time_band" in table.levels else "location"


def _figure(ws: Workspace, found: EventGap, table: EventTable) -> Figure:
    words = ws.words
    parts = [*found.points, *([found.left] if found.left else [])]
    return excess_bars(
        words,
        [
            Bar(
                point_words.title(ws, p.path),
                p.excess,
                cells=(
                    str(p.group),
                    str(p.others),
                    words.number(p.expected),
                    more_or_fewer(words, p.excess, 1),
                    point_words.share(p.share) if p.share is not None else words("charts.none"),
                ),
                is_rest=p.path == metrics.ELSEWHERE,
            )
            for p in parts
        ],
        columns=tuple(
            words(f"points.column_{name}") for name in ("point", "group", "others", "expected", "more", "share")
        ),
        title=words("points.chart_title", group=gap_words.people(ws, found.dimension, found.group)),
        subtitle=words("points.chart_subtitle", period=point_words.period(ws, table)),
        caption=words("points.table", group=found.group, period=found.period),
        sentence=point_words.headline(ws, found),
        method=point_words.method(ws, found),
        most=ON_THE_WALL,
    )


def _heat(ws: Workspace, found: EventGap, table: EventTable) -> Table | None:
    """Return how many more than expected by behavior and place (or time); None where the events have only one."""
    if len(table.levels) < len(("kind", "behavior", "location")):
        return None
    cells = {path[1:]: point for path, point in ((p.path, p) for p in found.points) if len(path) == len(table.levels)}
    if not cells:
        return None
    behaviors = sorted({b for b, _ in cells})
    day = [name for name, _ in ingest.table("incidents")["bands"]]  # a morning comes before an afternoon
    places = sorted({p for _, p in cells}, key=lambda p: (day.index(p) if p in day else len(day), p))
    words = ws.words
    rows = [
        (
            b,
            *(
                words("points.heat_cell", more=more_or_fewer(words, cells[b, p].excess), events=cells[b, p].group)
                if (b, p) in cells
                else words("charts.none")
                for p in places
            ),
        )
        for b in behaviors
    ]
    return Table(
        words("points.heat", place=words(f"points.level_{_where(table)}")),
        (words("points.column_behavior"), *places),
        tuple(rows),
    )


def _redesign(ws: Workspace, found: EventGap) -> tuple[Redesign, ...]:
    """Return the questions for the strongest points, once for each kind of behavior."""
    listed = load(ws.words.language, "alternatives")
    titles: dict[tuple[str, ...], list[str]] = {}
    for point in [point for point in found.points if point.excess > 0][:REDESIGNED]:
        questions = listed.get(point.path[0], listed["other"])
        titles.setdefault(questions, []).append(point_words.title(ws, point.path))
    return tuple(Redesign(ws.words.listed(names), questions) for questions, names in titles.items())
