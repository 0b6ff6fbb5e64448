"""The questions that a page, a notebook cell and the command line ask of the released numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from equity_core import metrics
from equity_core.errors import EquityError, Refused, Unknown
from equity_core.metrics import Change, Disparity, GroupResult, SameStudents
from equity_core.model import Focus, Headcount, Source
from equity_core.privacy import JOIN, At, Released
from equity_core.workflow import periods, race_break
from equity_core.workflow.workspace import Workspace

By = str | Sequence[str]
Where = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure that can be asked for."""

    id: str
    label: str
    unit: str
    direction: str


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension that can be asked for, with its groups."""

    id: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What this workspace can answer: measures, dimensions, periods (earliest first)."""

    measures: tuple[MeasureLine, ...]
    dimensions: tuple[DimensionLine, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Each group of one dimension in two periods."""

    before: Disparity
    after: Disparity
    changes: tuple[tuple[str, Change], ...]
    same: tuple[SameStudents, ...] = ()  # the students who are in both: all of them, then each group

    def group(self, name: str) -> Change | None:
        """Return one group's change, or None."""
        return dict(self.changes).get(name)


def measures(ws: Workspace) -> Offer:
    """Return what can be measured here, by which dimensions, for which periods."""
    tables = _tables(ws)
    groups: dict[str, dict[str, None]] = {}
    for table in tables:
        if table.dimension:
            groups.setdefault(table.dimension, {}).update(dict.fromkeys(name for name, _ in table.groups))
    return Offer(
        measures=tuple(_line(ws, id) for id in dict.fromkeys(t.measure for t in tables)),
        dimensions=tuple(
            DimensionLine(id, ws.dimension_label(id), _alphabetical(names)) for id, names in groups.items()
        ),
        periods=tuple(periods.ordered(t.period for t in tables)),
    )


def measure(
    ws: Workspace,
    id: str,
    *,
    by: By,
    period: str | None = None,
    compare: str = "rest",
    where: Where = (),
) -> Disparity:
    """Return a measure by one dimension (or by school and one other), the latest period unless one is named.

    `compare`: "rest", "all", "best", "group:G" or "rate:0.8". Unknown, with what comes close, for a name not there.
    """
    asked, at = _asked(by), pairs(where)
    wanted = ws.measure(id)
    table = _table(ws, id, asked, period, at)
    if isinstance(wanted.rule, Headcount):
        found = metrics.composition(table, wanted)
    else:
        named = named_beforehand(ws, id, asked[-1], table.period)
        points = ws.profile.practical_points
        found = metrics.disparity(table, wanted, compare=compare, practical_points=points, named=named)
    groups = tuple(replace(g, at=tuple(g.group.split(JOIN))) for g in found.groups) if len(asked) > 1 else found.groups
    return replace(found, by=asked, groups=groups, notes=(*found.notes, *_notes_of(ws, found.source)))


def change(
    ws: Workspace, id: str, *, by: By, before: str, after: str, compare: str = "rest", where: Where = ()
) -> Changed:
    """Return how each group and its gap moved between two periods.

    Refused ("change.race_form") where race and ethnicity were counted in another way: the groups are not the same.
    """
    asked, at = _asked(by), pairs(where)
    first = measure(ws, id, by=by, period=before, compare=compare, where=where)
    compare = first.comparison  # the best group of the first period stays the yardstick
    last = measure(ws, id, by=by, period=after, compare=compare, where=where)
    then, now = _table(ws, id, asked, before, at), _table(ws, id, asked, after, at)
    if race_break.is_between(ws, now.dimension, then.source, now.source):
        raise Refused("change.race_form", before=before, after=after)
    there = {name for name, _ in then.groups}
    sides = {
        name: (metrics.pair(then, name, compare), metrics.pair(now, name, compare))
        for name, _ in now.groups
        if name in there and compare != f"group:{name}"
    }
    moved = metrics.changes(
        sides,
        ws.measure(id),
        practical_points=ws.profile.practical_points,
        named=named_beforehand(ws, id, asked[-1], after),
    )
    followed = ws.followed(id, before, after, now.dimension) if not at else None
    same = metrics.same_students(followed, practical_points=ws.profile.practical_points) if followed else {}
    return Changed(first, last, tuple(moved.items()), tuple(same.values()))


def as_json(result: Offer | Disparity | Changed) -> dict[str, Any]:
    """Return a result as plain numbers and texts: rates as proportions, gaps in percentage points."""
    if isinstance(result, Offer):
        return {
            "measures": [_slots(m) for m in result.measures],
            "dimensions": [_slots(d) for d in result.dimensions],
            "periods": list(result.periods),
        }
    if isinstance(result, Changed):
        return _changed_json(result)
    return {
        "measure": result.measure,
        "by": _list_if_many(result.by),
        "period": result.period,
        "comparison": result.comparison,
        "groups": [_group_json(g) for g in result.groups],
        "total": _group_json(result.total),
        "notes": list(result.notes),
        "method": dict(result.method),
    }


def named_beforehand(ws: Workspace, measure: str, dimension: str, period: str) -> str:
    """Return the group of this cycle's focus when these numbers are newer than the ones it was chosen from.

    In the period that the team chose from, the focus is one of the many that it looked at.
    """
    focus = ws.get(Focus, ws.cycle.id)
    if focus is None or (focus.query.measure, focus.query.dimension) != (measure, dimension):
        return ""
    return focus.query.group if periods.is_before(focus.query.period, period) else ""


_COLUMNS = (
    "group",
    "status",
    "n",
    "x",
    "x_low",
    "x_high",
    "rate",
    "low",
    "high",
    "gap",
    "gap_low",
    "gap_high",
    "ratio",
    "certainty",
    "students_to_parity",
)


def _tables(ws: Workspace) -> list[Released]:
    return [t for release in ws.releases() for t in release.tables if not t.where]


def _line(ws: Workspace, id: str) -> MeasureLine:
    found = ws.measure(id)
    return MeasureLine(id, ws.measure_label(id), found.unit, found.direction)


def _alphabetical(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name == "Not recorded", name)))


def _asked(by: By) -> tuple[str, ...]:
    return tuple(part.strip() for part in by.split(",")) if isinstance(by, str) else tuple(by)


def pairs(where: Where) -> At:
    """Return a narrowing as pairs in alphabetical order."""
    return tuple(sorted(where.items() if isinstance(where, Mapping) else where))


def _table(ws: Workspace, id: str, by: tuple[str, ...], period: str | None, where: At) -> Released:
    tables = [t for release in ws.releases() for t in release.tables if t.measure == id and t.where in ((), where)]
    if not tables:
        raise Unknown.among("unknown.measure_here", id, sorted({t.measure for t in _tables(ws)}))
    known = sorted({t.dimension for t in tables if t.dimension})
    for dimension in by:
        if dimension not in known:
            raise Unknown.among("unknown.dimension", dimension, known)
    wanted = period or _latest(tables, by[-1])
    found = ws.table(id, wanted, by[0], where) if len(by) == 1 else _by_two(ws, id, by, wanted)
    if found is None and where and wanted in {t.period for t in tables}:
        raise _why_not_narrowed(tables, where)
    if found is None:
        raise Unknown.among("unknown.period", wanted, periods.ordered(t.period for t in tables))
    return found


def _why_not_narrowed(tables: list[Released], where: At) -> EquityError:
    schools = {name for t in tables if t.dimension == "school" for name, _ in t.groups}
    for dimension, group in where:
        if dimension == "school" and schools and group not in schools:
            return Unknown.among("unknown.group", group, sorted(schools))
    return Refused("where.unreleased", asked=", ".join("=".join(pair) for pair in where))


def _latest(tables: list[Released], dimension: str) -> str:
    return periods.ordered(t.period for t in tables if t.dimension == dimension)[-1]


def _by_two(ws: Workspace, id: str, by: tuple[str, ...], period: str) -> Released | None:
    """Two dimensions are released where one is the school, or the one that is crossed (docs/decisions/0018)."""
    if len(by) > 2 or by[0] == by[1]:
        raise Refused("two_dimensions.unreleased", asked=",".join(by))
    found = ws.table(id, period, ",".join(by)) or _turned(ws.table(id, period, ",".join(by[::-1])))
    return found or _by_school(ws, id, by, period)


def _turned(table: Released | None) -> Released | None:
    if table is None:
        return None
    groups = sorted((JOIN.join(name.split(JOIN)[::-1]), count) for name, count in table.groups)
    return replace(table, dimension=",".join(table.dimension.split(",")[::-1]), groups=tuple(groups))


def _by_school(ws: Workspace, id: str, by: tuple[str, ...], period: str) -> Released | None:
    if "school" not in by:
        raise Refused("two_dimensions.unreleased", asked=",".join(by))
    schools = ws.table(id, period, "school")
    if schools is None:
        return None
    other = by[0] if by[1] == "school" else by[1]
    cells = [
        (JOIN.join((school, name) if by[0] == "school" else (name, school)), count)
        for school, _ in schools.groups
        for name, count in _groups(ws.table(id, period, other, (("school", school),)))
    ]
    if not cells:
        raise Refused("two_dimensions.unreleased", asked=",".join(by))
    return replace(schools, dimension=",".join(by), groups=tuple(sorted(cells)))


def _groups(table: Released | None) -> tuple[tuple[str, Any], ...]:
    return table.groups if table else ()


def _notes_of(ws: Workspace, source: str) -> tuple[str, ...]:
    found = ws.get(Source, source)
    return found.notes if found else ()


def _slots(line: MeasureLine | DimensionLine | SameStudents) -> dict[str, Any]:
    return {name: _plain(getattr(line, name)) for name in line.__slots__}


def _group_json(g: GroupResult) -> dict[str, Any]:
    told = {name: _plain(getattr(g, name)) for name in _COLUMNS}
    if len(g.at) > 1:
        told["group"] = list(g.at)
    return told


def _changed_json(result: Changed) -> dict[str, Any]:
    groups = []
    for name, moved in result.changes:
        before, after = result.before.group(name), result.after.group(name)
        assert before is not None  # a change has both
        assert after is not None
        groups.append(
            {
                **_group_json(after),
                "certainty": moved.certainty,
                "before": _group_json(before),
                "after": _group_json(after),
                **{name: _plain(getattr(moved, name)) for name in _CHANGE_COLUMNS},
            }
        )
    return {
        "measure": result.after.measure,
        "by": _list_if_many(result.after.by),
        "period": result.after.period,
        "from": result.before.period,
        "to": result.after.period,
        "comparison": result.after.comparison,
        "groups": groups,
        "total": {
            **_group_json(result.after.total),
            "before": _group_json(result.before.total),
            "after": _group_json(result.after.total),
        },
        **({"same_students": [_same_json(one) for one in result.same]} if result.same else {}),
        "notes": list(dict.fromkeys((*result.before.notes, *result.after.notes))),
        "method": {**result.after.method, "gap_change_interval": "mover_four_wilson_intervals"},
    }


def _same_json(one: SameStudents) -> dict[str, Any]:
    told = _slots(one)
    return {**{name: _plain(value) for name, value in told.items()}, "as_before": one.as_before}


_CHANGE_COLUMNS = (
    "gap_change",
    "gap_change_low",
    "gap_change_high",
    "how",
    "group_change",
    "group_change_low",
    "group_change_high",
    "rest_change",
    "rest_change_low",
    "rest_change_high",
    "gap_before",
    "gap_after",
    "ratio_before",
    "ratio_after",
    "ratio_disagrees",
)


def _list_if_many(by: tuple[str, ...]) -> str | list[str]:
    return by[0] if len(by) == 1 else list(by)


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return list(value) if isinstance(value, tuple) else value
