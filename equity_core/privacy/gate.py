"""From sealed cells to released ones. There is no way round, and no switch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from equity_core.model import DimensionUse, Source
from equity_core.privacy.bounds import Span
from equity_core.privacy.grid import Decided, Grid, Margin, decide
from equity_core.privacy.line import Line, count_spans, count_statuses, hidden_groups, size_spans
from equity_core.privacy.published import publish
from equity_core.privacy.released import HIDDEN, At, AuditLine, Count, Release, Released, Status
from equity_core.privacy.rules import Rules
from equity_core.sealed import Cells, Row, unseal

SCHOOL = "school"
K = TypeVar("K")
Rows = Mapping[At, Row]


def release(cells: Cells, *, source: Source, rules: Rules | None = None) -> Release:
    """Return what may be shown of a source, with what an attacker can work out about everything that may not.

    Who is hidden is decided once for all measures of a period that count the same students. Released numbers are never
    changed: a count is true, a range that holds it, or hidden.
    """
    rules = rules or Rules()
    tables: list[Released] = []
    audit: list[AuditLine] = []
    for census in _censuses(unseal(cells), source):
        if census.has_sizes:
            _release_census(census, rules, tables, audit)
        else:
            tables += publish(census.rows, source=source, rules=rules)
    return Release(
        source=source.id,
        min_group=rules.min_group,
        tables=tuple(sorted(tables, key=lambda t: (t.measure, t.period, t.dimension, t.where))),
        audit=tuple(sorted(audit, key=lambda a: (a.measure, a.period, a.at, a.what))),
    )


@dataclass(frozen=True, slots=True)
class _Census:
    """The cells of one period, for measures that count the same students."""

    source: Source
    period: str
    measures: tuple[str, ...]
    rows: Mapping[str, Rows]

    @property
    def first(self) -> Rows:
        return self.rows[self.measures[0]]

    @property
    def has_sizes(self) -> bool:
        """Say whether every count comes with the number of students that it is of."""
        return all(row.status != "exact" or (row.n is not None and row.x is not None) for row in self.first.values())

    def row(self, measure: str, at: At) -> Row:
        """Return a cell. Where nobody is, student rows have no cell: that is 0 of 0."""
        found = self.rows[measure].get(at)
        if found is not None:
            return found
        nobody = self.source.shape != "counts"
        return Row(measure, self.period, at, 0, 0) if nobody else Row(measure, self.period, at, None, None, "missing")

    def size(self, at: At) -> int | None:
        """Return how many students are in a cell, where the source says."""
        return self.row(self.measures[0], at).n

    def has(self, dimension: str, where: At = ()) -> bool:
        """Say whether the source counts by this dimension here."""
        return any(at != where and dimension in dict(at) and len(at) == len(where) + 1 for at in self.first)


def _censuses(rows: Sequence[Row], source: Source) -> list[_Census]:
    by: dict[tuple[str, str], dict[At, Row]] = defaultdict(dict)
    for row in rows:
        by[row.period, row.measure][row.at] = row
    alike: dict[tuple[str, object], list[str]] = defaultdict(list)
    for (period, measure), found in sorted(by.items()):
        if not any(row.n or row.n is None for row in found.values()):
            continue  # nobody has the facts of this measure in this period
        sizes = tuple(sorted((at, row.n, row.status) for at, row in found.items() if row.n != 0))
        has_rates = any(row.status == "exact" and (row.n is None or row.x is None) for row in found.values())
        alike[period, (measure if has_rates else "", repr(sizes))].append(measure)
    return [
        _Census(source, period, tuple(measures), {m: by[period, m] for m in measures})
        for (period, _), measures in sorted(alike.items(), key=lambda item: (item[0][0], item[1]))
    ]


def _release_census(census: _Census, rules: Rules, tables: list[Released], audit: list[AuditLine]) -> None:
    totals = {m: _alone(census.row(m, ()), rules) for m in census.measures}
    _audit_totals(census, totals, rules, audit)
    margins: dict[str, Margin] = {}
    for use in census.source.dimensions:
        if not census.has(use.id):
            continue
        margin = _margin(census, use, totals, rules)
        margins[use.id] = margin
        for measure in census.measures:
            places: dict[str, At] = {group: ((use.id, group),) for group in use.groups}
            tables.append(_table(census, measure, use, totals[measure], places, margin.statuses[measure]))
        _audit_margin(census, use, margin, totals, rules, audit)
    schools = next((use for use in census.source.dimensions if use.id == SCHOOL and len(use.groups) > 1), None)
    if schools is None or SCHOOL not in margins:
        return
    for use in census.source.dimensions:
        if use.id in margins and use.id != SCHOOL and any(census.has(use.id, ((SCHOOL, s),)) for s in schools.groups):
            _release_grid(census, schools, use, margins, rules, tables, audit)


# -- one dimension ------------------------------------------------------------------------------------------------


def _margin(census: _Census, use: DimensionUse, totals: Mapping[str, Count], rules: Rules) -> Margin:
    """Decide about one dimension; where groups overlap, about each group and everyone else."""
    sizes = {group: census.size(((use.id, group),)) for group in use.groups}
    total = census.size(())
    counts = {
        m: {g: x for g in use.groups if (x := census.row(m, ((use.id, g),)).x) is not None} for m in census.measures
    }
    if total is not None and rules.is_small_group(total):
        everyone: dict[str, Status] = {g: "hidden" for g, n in sizes.items() if n is not None}
        line = Line(sizes, None)
        return Margin(line, frozenset(everyone), counts, dict.fromkeys(census.measures, everyone))
    if use.partitions:
        line = Line(sizes, total)
        return _decided(line, counts, totals, rules)
    hidden: set[str] = set()
    statuses: dict[str, dict[str, Status]] = {m: {} for m in census.measures}
    for group, n in sizes.items():
        if n is None:
            continue
        rest = None if total is None else total - n
        pair = Line({group: n} if not rest else {group: n, "": rest}, total)
        both = {m: {group: counts[m][group], **_rest(totals[m], counts[m][group], rest)} for m in census.measures}
        margin = _decided(pair, both, totals, rules)
        hidden |= margin.hidden & {group}
        for measure in census.measures:
            statuses[measure][group] = margin.statuses[measure][group]
    return Margin(Line(sizes, None), frozenset(hidden), counts, statuses)


def _decided(line: Line, counts: Mapping[str, Mapping[str, int]], totals: Mapping[str, Count], rules: Rules) -> Margin:
    hidden = hidden_groups(line, rules)
    statuses = {m: count_statuses(line, hidden, counts[m], total=_span(totals[m]), rules=rules) for m in counts}
    return Margin(line, hidden, counts, statuses)


def _rest(total: Count, x: int, rest: int | None) -> dict[str, int]:
    """Return the count of everyone else, where the total tells it; otherwise one that no rule speaks of."""
    if not rest:
        return {}
    return {"": total.x - x if total.x is not None else rest // 2}


def _alone(row: Row, rules: Rules) -> Count:
    """Return a cell as the primary rules leave it: all students, whom nothing else can give away."""
    if row.status != "exact":
        return _passed_on(row)
    assert row.n is not None
    assert row.x is not None
    if rules.is_small_group(row.n):
        return HIDDEN
    return _count(row, "range" if rules.is_small_count(row.x, row.n) else "shown", rules)


def _span(total: Count) -> Span | None:
    if total.status == "shown" and total.x is not None:
        return Span(total.x, total.x)
    if total.status == "range" and total.x_low is not None and total.x_high is not None:
        return Span(total.x_low, total.x_high)
    return None


def _table(
    census: _Census,
    measure: str,
    use: DimensionUse,
    total: Count,
    places: Mapping[str, At],
    statuses: Mapping[K, Status],
    *,
    keys: Mapping[str, K] | None = None,
    where: At = (),
) -> Released:
    groups = []
    for group, at in places.items():
        row = census.row(measure, at)
        status = statuses.get(keys[group] if keys else group)  # type: ignore[arg-type, call-overload]
        groups.append((group, _passed_on(row) if status is None else _count(row, status)))
    return Released(
        source=census.source.id,
        measure=measure,
        period=census.period,
        dimension=use.id,
        total=total,
        groups=tuple(groups),
        where=where,
        partitions=use.partitions,
    )


def _count(row: Row, status: Status, rules: Rules | None = None) -> Count:
    if status == "hidden":
        return HIDDEN
    assert row.n is not None
    assert row.x is not None
    if status == "shown":
        return Count("shown", n=row.n, x=row.x)
    small = (rules or Rules()).small
    low = 0 if row.x <= small else row.n - small
    return Count("range", n=row.n, x_low=low, x_high=low + small)


def _passed_on(row: Row) -> Count:
    known: dict[str, Status] = {"hidden_by_source": "hidden_by_source", "not_applicable": "not_applicable"}
    return Count(known.get(row.status, "missing"))


# -- schools × one dimension --------------------------------------------------------------------------------------


def _release_grid(
    census: _Census,
    schools: DimensionUse,
    use: DimensionUse,
    margins: Mapping[str, Margin],
    rules: Rules,
    tables: list[Released],
    audit: list[AuditLine],
) -> None:
    ats = {(s, g): tuple(sorted(((SCHOOL, s), (use.id, g)))) for s in schools.groups for g in use.groups}
    grid = Grid(
        schools=margins[SCHOOL],
        groups=margins[use.id],
        sizes={place: census.size(at) for place, at in ats.items()},
        counts={
            m: {place: x for place, at in ats.items() if (x := census.row(m, at).x) is not None}
            for m in census.measures
        },
    )
    decided = decide(grid, rules)
    for school in schools.groups:
        where = ((SCHOOL, school),)
        for measure in census.measures:
            row = census.row(measure, where)
            status = margins[SCHOOL].statuses[measure].get(school)
            total = _passed_on(row) if status is None else _count(row, status)
            places = {g: ats[school, g] for g in use.groups}
            keys = {g: (school, g) for g in use.groups}
            statuses = decided.statuses[measure]
            tables.append(_table(census, measure, use, total, places, statuses, keys=keys, where=where))
    _audit_grid(census, decided, ats, audit)


# -- what is kept of the audit --------------------------------------------------------------------------------------


def _audit_totals(census: _Census, totals: Mapping[str, Count], rules: Rules, audit: list[AuditLine]) -> None:
    for measure, total in totals.items():
        if total.status == "range":
            _note(audit, census, [measure], (), "x", _span(total))
        elif total.status == "hidden":
            _note(audit, census, [measure], (), "n", Span(0, rules.min_group - 1))
            _note(audit, census, [measure], (), "x", Span(0, rules.min_group - 1))


def _audit_margin(
    census: _Census,
    use: DimensionUse,
    margin: Margin,
    totals: Mapping[str, Count],
    rules: Rules,
    audit: list[AuditLine],
) -> None:
    sizes = size_spans(margin.line, margin.hidden, rules)
    for group in sorted(margin.hidden):
        _note(audit, census, census.measures, ((use.id, group),), "n", sizes[group])
    for measure in census.measures:
        statuses = margin.statuses[measure]
        spans = count_spans(
            margin.line, margin.hidden, margin.counts[measure], statuses, total=_span(totals[measure]), rules=rules
        )
        for group, span in sorted(spans.items()):
            _note(audit, census, [measure], ((use.id, group),), "x", span)


def _audit_grid(census: _Census, decided: Decided, ats: Mapping[tuple[str, str], At], audit: list[AuditLine]) -> None:
    for place, span in decided.sizes.items():
        _note(audit, census, census.measures, ats[place], "n", span)
    for measure, spans in decided.spans.items():
        for place, span in spans.items():
            _note(audit, census, [measure], ats[place], "x", span)


def _note(
    audit: list[AuditLine], census: _Census, measures: Iterable[str], at: At, what: str, span: Span | None
) -> None:
    if span is not None:
        for measure in measures:
            audit.append(AuditLine(measure, census.period, at, "n" if what == "n" else "x", span.low, span.high))
