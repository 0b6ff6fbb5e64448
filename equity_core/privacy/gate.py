"""From sealed cells to released ones. There is no way round, and no switch."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from equity_core.model import DimensionUse, Source
from equity_core.privacy.bounds import Span
from equity_core.privacy.census import SCHOOL, Census, censuses
from equity_core.privacy.grid import Decided, Grid, Margin, decide
from equity_core.privacy.line import Line, count_spans, count_statuses, hidden_groups, size_spans
from equity_core.privacy.published import PASSED_ON, publish
from equity_core.privacy.released import HIDDEN, At, AuditLine, Count, Release, Released, Status
from equity_core.privacy.rules import Rules
from equity_core.sealed import Cells, Row, unseal

COUNTED: tuple[Literal["n", "x"], ...] = ("n", "x")


def release(cells: Cells, *, source: Source, rules: Rules | None = None) -> Release:
    """Return what may be shown of a source, with what an attacker can work out about everything that may not.

    Who is hidden is decided once for all measures of a period that count the same students. Released numbers are never
    changed: a count is true, a range that holds it, or hidden.
    """
    rules = rules or Rules()
    tables: list[Released] = []
    audit: list[AuditLine] = []
    for census in censuses(unseal(cells), source):
        if census.has_sizes:
            page = _Page(census, rules)
            page.fill()
            tables += page.tables
            audit += page.audit
        else:
            tables += publish(census.rows, source=source, rules=rules)
    return Release(
        source=source.id,
        min_group=rules.min_group,
        tables=tuple(sorted(tables, key=lambda t: (t.measure, t.period, t.dimension, t.where))),
        audit=tuple(sorted(audit, key=lambda a: (a.measure, a.period, a.at, a.what))),
    )


@dataclass(slots=True, repr=False)
class _Page:
    """The tables of one census, and the audit of what they hide."""

    census: Census
    rules: Rules
    totals: dict[str, Count] = field(default_factory=dict)
    margins: dict[str, Margin] = field(default_factory=dict)
    tables: list[Released] = field(default_factory=list)
    audit: list[AuditLine] = field(default_factory=list)

    @property
    def _counted(self) -> tuple[str, ...]:
        """Return the measures that count some of a group: none, where each count is the size of the group itself."""
        return () if self.census.source.one_row_is == "headcount" else self.census.measures

    def _status(self, margin: Margin | Decided, measure: str, at: Hashable, n: int | None) -> Status | None:
        """Return what becomes of a count; a size that is a count stands or falls with itself."""
        if measure in self._counted:
            return margin.statuses[measure].get(at)  # type: ignore[call-overload, no-any-return]
        return None if n is None else "hidden" if at in margin.hidden else "shown"

    def fill(self) -> None:
        """Decide about all students, then each dimension, then each dimension within schools."""
        self.totals = {m: self._alone(self.census.row(m, ())) for m in self.census.measures}
        self._note_totals()
        for use in self.census.dimensions:
            margin = self._margin(use)
            self.margins[use.id] = margin
            for measure in self.census.measures:
                cells = {
                    group: (((use.id, group),), self._status(margin, measure, group, margin.line.sizes.get(group)))
                    for group in use.groups
                }
                self._add(measure, use, self.totals[measure], cells)
            self._note_margin(use, margin)
        for use in self.census.school_dimensions:
            self._add_schools(use)

    # -- one dimension --------------------------------------------------------------------------------------------

    def _margin(self, use: DimensionUse) -> Margin:
        cells = {group: ((use.id, group),) for group in use.groups}
        sizes = self.census.sizes(cells)
        counts = {m: self.census.counts(m, cells) for m in self._counted}
        total = self.census.row(self.census.measures[0], ()).n
        if total is not None and self.rules.is_small_group(total):
            return _nothing(sizes, counts)
        if use.partitions:
            return self._decided(Line(sizes, total), counts)
        return self._overlapping(sizes, counts, total)

    def _decided(self, line: Line, counts: Mapping[str, Mapping[str, int]]) -> Margin:
        hidden = hidden_groups(line, self.rules)
        statuses = {
            m: count_statuses(line, hidden, counts[m], total=_span(self.totals[m]), rules=self.rules) for m in counts
        }
        return Margin(line, hidden, counts, statuses)

    def _overlapping(
        self, sizes: Mapping[str, int | None], counts: Mapping[str, Mapping[str, int]], total: int | None
    ) -> Margin:
        """Decide about each group and everyone else, where students are in several groups or in none."""
        hidden: set[str] = set()
        statuses: dict[str, dict[str, Status]] = {m: {} for m in counts}
        for group, n in _known(sizes).items():
            rest = total - n if total else 0
            pair = Line({group: n, "": rest} if rest else {group: n}, total)
            both = {
                m: {group: x[group], "": _rest(self.totals[m], x[group], rest)} if rest else {group: x[group]}
                for m, x in counts.items()
            }
            margin = self._decided(pair, both)
            hidden |= margin.hidden & {group}
            for measure in counts:
                statuses[measure][group] = margin.statuses[measure][group]
        return Margin(Line(sizes, None), frozenset(hidden), counts, statuses)

    # -- one dimension within schools -----------------------------------------------------------------------------

    def _add_schools(self, use: DimensionUse) -> None:
        census = self.census
        ats = {(s, g): tuple(sorted(((SCHOOL, s), (use.id, g)))) for s in census.schools for g in use.groups}
        grid = Grid(
            schools=self.margins[SCHOOL],
            groups=self.margins[use.id],
            sizes=census.sizes(ats),
            counts={m: census.counts(m, ats) for m in self._counted},
        )
        decided = decide(grid, self.rules)
        for school in census.schools:
            where = ((SCHOOL, school),)
            for measure in census.measures:
                schools = self.margins[SCHOOL]
                told = self._status(schools, measure, school, schools.line.sizes.get(school))
                total = self._count(census.row(measure, where), told)
                cells = {
                    g: (ats[school, g], self._status(decided, measure, (school, g), grid.sizes.get((school, g))))
                    for g in use.groups
                }
                self._add(measure, use, total, cells, where=where)
        proven = Span(0, self.rules.min_width)  # where sums interlock, the audit proves a width and looks no further
        for place in sorted(decided.hidden):
            self._note(ats[place], "n", proven, *census.measures)
        for measure, statuses in decided.statuses.items():
            for place in sorted(place for place, status in statuses.items() if status != "shown"):
                self._note(ats[place], "x", proven, measure)

    # -- cells ------------------------------------------------------------------------------------------------------

    def _add(
        self,
        measure: str,
        use: DimensionUse,
        total: Count,
        cells: Mapping[str, tuple[At, Status | None]],
        *,
        where: At = (),
    ) -> None:
        self.tables.append(
            Released(
                source=self.census.source.id,
                measure=measure,
                period=self.census.period,
                dimension=use.id,
                total=total,
                groups=tuple(
                    (group, self._count(self.census.row(measure, at), status)) for group, (at, status) in cells.items()
                ),
                where=where,
                partitions=use.partitions,
            )
        )

    def _alone(self, row: Row) -> Count:
        """Return all students, whom no other cell can give away, as the primary rules leave them."""
        if row.n is None or row.x is None:
            return self._count(row, None)
        if self.rules.is_small_group(row.n):
            return HIDDEN
        is_small = row.measure in self._counted and self.rules.is_small_count(row.x, row.n)
        return self._count(row, "range" if is_small else "shown")

    def _count(self, row: Row, status: Status | None) -> Count:
        if status == "hidden":
            return HIDDEN
        if status is None or row.n is None or row.x is None:
            return Count(PASSED_ON.get(row.status, "missing"))
        if status == "shown":
            return Count("shown", n=row.n, x=row.x)
        low = 0 if row.x <= self.rules.small else row.n - self.rules.small
        return Count("range", n=row.n, x_low=low, x_high=low + self.rules.small)

    # -- what is kept of the audit ----------------------------------------------------------------------------------

    def _note_totals(self) -> None:
        for measure, total in self.totals.items():
            if total.status == "hidden":
                for what in COUNTED:
                    self._note((), what, Span(0, self.rules.min_group - 1), measure)
            span = _span(total)
            if span is not None and span.width:
                self._note((), "x", span, measure)

    def _note_margin(self, use: DimensionUse, margin: Margin) -> None:
        sizes = size_spans(margin.line, margin.hidden, self.rules)
        for group in sorted(margin.hidden):
            self._note(((use.id, group),), "n", sizes[group], *self.census.measures)
        for measure, statuses in margin.statuses.items():
            total = _span(self.totals[measure])
            counts = margin.counts[measure]
            spans = count_spans(margin.line, margin.hidden, counts, statuses, total=total, rules=self.rules)
            for group, span in spans.items():
                self._note(((use.id, group),), "x", span, measure)

    def _note(self, at: At, what: Literal["n", "x"], span: Span, *measures: str) -> None:
        self.audit += [AuditLine(m, self.census.period, at, what, span.low, span.high) for m in measures]


def _nothing(sizes: Mapping[str, int | None], counts: Mapping[str, Mapping[str, int]]) -> Margin:
    """Return a margin of which nothing is shown: all students together are too few."""
    names = _known(sizes)
    everyone: dict[str, Status] = dict.fromkeys(names, "hidden")
    return Margin(Line(sizes, None), frozenset(names), counts, dict.fromkeys(counts, everyone))


def _known(numbers: Mapping[str, int | None]) -> dict[str, int]:
    return {key: number for key, number in numbers.items() if number is not None}


def _span(total: Count) -> Span | None:
    if total.x is not None:
        return Span(total.x, total.x)
    if total.x_low is not None and total.x_high is not None:
        return Span(total.x_low, total.x_high)
    return None


def _rest(total: Count, x: int, rest: int) -> int:
    """Return the count of everyone else where the total tells it; otherwise one that no rule speaks of."""
    return rest // 2 if total.x is None else total.x - x
