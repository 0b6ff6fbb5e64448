"""The tables of one census, what is hidden in them, and the audit of it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from equity_core.model import DimensionUse
from equity_core.privacy import ranges
from equity_core.privacy.bounds import Span
from equity_core.privacy.census import SCHOOL, Census
from equity_core.privacy.grid import Decided, Grid, Margin, decide
from equity_core.privacy.line import Line, by_size, count_spans, count_statuses, hidden_groups, size_spans
from equity_core.privacy.past import Before, Past
from equity_core.privacy.published import PASSED_ON
from equity_core.privacy.released import HIDDEN, JOIN, At, AuditLine, Count, Released, Status
from equity_core.privacy.rules import Rules
from equity_core.privacy.table import ALL, REST, Place, Seen
from equity_core.sealed import Row

K = TypeVar("K")

WORTH = 3  # two dimensions at once are shown where one in three of their cells can be
CLOSED: tuple[Before, ...] = ("hidden", "changed")
COUNTED: tuple[Literal["n", "x"], ...] = ("n", "x")


@dataclass(slots=True)
class Closed:
    """What is hidden in a table besides what each measure alone would hide: by place, sizes and counts of measures."""

    sizes: set[Place] = field(default_factory=set)
    counts: dict[str, set[Place]] = field(default_factory=dict)

    def of(self, measure: str) -> set[Place]:
        """Return the places where a measure's count is hidden."""
        return self.counts.get(measure, set())


@dataclass(slots=True, repr=False)
class Page:
    """The tables of one census, and the audit of what they hide. `dropped` measures show nothing anywhere."""

    census: Census
    rules: Rules
    past: Past
    totals: dict[str, Count] = field(default_factory=dict)
    margins: dict[str, Margin] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Margin] = field(
        default_factory=dict
    )  # a group and everyone else, where groups overlap
    dropped: set[str] = field(default_factory=set)
    not_crossed: set[tuple[str, str]] = field(default_factory=set)  # a dimension, and a measure that is not shown by it
    tables: list[Released] = field(default_factory=list)
    audit: list[AuditLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.past = self.past.of(self.total)
        self.totals = {m: self._alone(self.census.row(m, ())) for m in self.census.measures}

    @property
    def lead(self) -> str:
        """Return the measure that stands for all of them where sizes are asked for."""
        return self.census.measures[0]

    @property
    def total(self) -> int | None:
        """Return how many students there are, where the source says."""
        return self.census.row(self.lead, ()).n

    @property
    def is_too_small(self) -> bool:
        """Say whether all students together may not be shown."""
        return self.total is not None and self.rules.is_small_group(self.total)

    def drop(self, measure: str) -> None:
        """Show nothing of a measure: it would tell too much beside the others."""
        self.dropped.add(measure)
        self.totals[measure] = HIDDEN

    @property
    def counted(self) -> tuple[str, ...]:
        """Return the measures that count some of a group: none, where each count is the size of the group itself."""
        return () if self.census.source.one_row_is == "headcount" else self.census.measures

    def _status(self, margin: Margin | Decided, measure: str, at: Hashable, n: int | None) -> Status | None:
        """Return what becomes of a count; a size that is a count stands or falls with itself."""
        if measure in self.counted:
            return margin.statuses[measure].get(at)  # type: ignore[call-overload, no-any-return]
        return None if n is None else "hidden" if at in margin.hidden else "shown"

    # -- one dimension --------------------------------------------------------------------------------------------

    def margin(self, use: DimensionUse, closed: Closed) -> Margin:
        """Decide about a dimension's groups, of which those in `closed` are hidden anyway."""
        cells = {group: ((use.id, group),) for group in use.groups}
        sizes = self.census.sizes(cells)
        counts = {m: self.census.counts(m, cells) for m in self.counted}
        if self.is_too_small:
            return _nothing(sizes, counts)
        if use.partitions:
            return self._decided(use, Line(sizes, self.total), counts, closed)
        return self._overlapping(use, sizes, counts, closed)

    def _decided(
        self, use: DimensionUse, line: Line, counts: Mapping[str, Mapping[str, int]], closed: Closed
    ) -> Margin:
        ats: dict[At, str] = {((use.id, g),): g for g in line.known}
        regrouped = self.past.regrouped(use.id, line.known) if self.past.seen else set()
        also = regrouped | {ats[at] for at in self.past.hidden_sizes(ats)}
        also |= {g for g in line.known if g in closed.sizes}
        hidden = hidden_groups(line, self.rules, also=also)
        statuses: dict[str, dict[str, Status]] = {}
        for m in counts:
            if m in self.dropped:
                statuses[m] = dict.fromkeys(line.known, "hidden")
                continue
            before = {g: self.past.was(m, at, line.known[g], counts[m][g]) for at, g in ats.items()}
            more = {g for g in line.known if g in closed.of(m) or before[g] in CLOSED} | regrouped
            statuses[m] = self._counts(m, line, hidden, counts[m], before=before, also=more)
        return Margin(line, hidden, counts, statuses)

    def _counts(
        self,
        measure: str,
        line: Line,
        hidden: Collection[str],
        counts: Mapping[str, int],
        *,
        before: Mapping[str, Before],
        also: Collection[str],
    ) -> dict[str, Status]:
        """Decide about the counts of a measure; one that nothing new can guard is shown nowhere."""
        fixed = {group for group, was in before.items() if was == "same"}
        total, is_as_before = _span(self.totals[measure]), self._is_as_before(measure)
        if is_as_before and all(was in ("same", "hidden") for was in before.values()):
            total = None  # it has all been said before, and audited
        statuses = count_statuses(line, hidden, counts, total=total, rules=self.rules, also=also, fixed=fixed)
        shown = [group for group, status in statuses.items() if status == "shown"]
        if self.past.seen and total is None and not is_as_before and len(shown) == len(statuses):
            for group in by_size(line.known, but=fixed)[:1]:
                statuses[group] = "hidden"  # or the groups would tell the total
        elif any(statuses[group] == "hidden" for group in fixed - set(also) - set(hidden)):
            self.drop(measure)
            return dict.fromkeys(statuses, "hidden")
        return statuses

    def _is_as_before(self, measure: str) -> bool:
        row = self.census.row(measure, ())
        return self.past.was(measure, (), row.n or 0, row.x or 0) == "same"

    def _overlapping(
        self,
        use: DimensionUse,
        sizes: Mapping[str, int | None],
        counts: Mapping[str, Mapping[str, int]],
        closed: Closed,
    ) -> Margin:
        """Decide about groups that students are in several of, or in none, for who knows that none is in none."""
        while True:
            margin = self._in_pairs(use, sizes, counts, closed)
            if not self._close_what_covers(margin, closed):
                return margin

    def _close_what_covers(self, margin: Margin, closed: Closed) -> bool:
        """Hide one more group where all students less the other groups would tell a hidden one; say whether it was."""
        known, few, least = margin.line.known, self.rules.min_group - 1, self.rules.min_width
        tops = {g: n if g not in margin.hidden else few if n <= few else self.total or 0 for g, n in known.items()}
        small = {g: Span(0, few) for g in margin.hidden if known[g] <= few}
        open_ = [g for g in by_size(known, but=margin.hidden) if g not in closed.sizes]
        if self.total and sum(known.values()) >= self.total and open_ and _is_covered(self.total, tops, small, least):
            closed.sizes.add(open_[0])
            return True
        for m, statuses in margin.statuses.items():
            x, total = margin.counts[m], self.totals[m].x
            spans = {g: self._span_of(statuses[g], x[g], known[g]) for g in statuses if g not in margin.hidden}
            highs = {g: spans[g].high if g in spans else tops[g] for g in statuses}
            told = {g: spans.get(g, Span(0, highs[g])) for g, status in statuses.items() if status != "shown"}
            shown = [g for g in by_size(known, but=told) if g not in closed.of(m)]
            if total and sum(x.values()) >= total and shown and _is_covered(total, highs, told, least):
                closed.counts.setdefault(m, set()).add(shown[0])
                return True
        return False

    def _span_of(self, status: Status, x: int, n: int) -> Span:
        if status == "range":
            return Span(0, self.rules.small) if x <= self.rules.small else Span(n - self.rules.small, n)
        return Span(x, x) if status == "shown" else Span(0, n)

    def _in_pairs(
        self,
        use: DimensionUse,
        sizes: Mapping[str, int | None],
        counts: Mapping[str, Mapping[str, int]],
        closed: Closed,
    ) -> Margin:
        """Decide about each group and everyone else."""
        hidden: set[str] = set()
        statuses: dict[str, dict[str, Status]] = {m: {} for m in counts}
        for group, n in _known(sizes).items():
            rest = self.total - n if self.total else 0
            pair = Line({group: n, "": rest} if rest else {group: n}, self.total)
            both = {
                m: {group: x[group], "": _rest(self.totals[m], x[group], rest)} if rest else {group: x[group]}
                for m, x in counts.items()
            }
            margin = self.pairs[use.id, group] = self._decided(use, pair, both, closed)
            hidden |= margin.hidden & {group}
            for measure in counts:
                statuses[measure][group] = margin.statuses[measure][group]
        return Margin(Line(sizes, None), frozenset(hidden), counts, statuses)

    def is_told(self, one: DimensionUse, other: DimensionUse) -> bool:
        """Say whether a dimension tells another, or the other way, and something of them is hidden."""
        margins = [self.margins[use.id] for use in (one, other)]
        statuses = {status for margin in margins for by in margin.statuses.values() for status in by.values()}
        return statuses > {"shown"} and self.census.is_nested(one, other, self.rules.small)

    def add_margin(self, use: DimensionUse, margin: Margin) -> None:
        """Keep what was decided about a dimension, as tables and as audit."""
        self.margins[use.id] = margin
        for measure in self.census.measures:
            cells = {
                group: (((use.id, group),), self._status(margin, measure, group, margin.line.sizes.get(group)))
                for group in use.groups
            }
            self._add(measure, use, self.totals[measure], cells)
        self._note_margin(use, margin)

    # -- one dimension within schools -----------------------------------------------------------------------------

    def add_parts(self, use: DimensionUse, found: Sequence[Decided]) -> None:
        """Keep what was decided about the parts of a dimension within schools; of everyone else nothing is shown."""
        whole = Decided(set(), {m: {} for m in self.counted})
        for decided in found:
            whole.hidden |= {place for place in decided.hidden if place[1] != REST}
            for measure, statuses in decided.statuses.items():
                whole.statuses[measure] |= {place: status for place, status in statuses.items() if place[1] != REST}
        self._add_grid(use, whole)

    def grid(self, use: DimensionUse, across: str = SCHOOL) -> Grid:
        """Return schools × a dimension, or schools × a group and everyone else (see `parts`).

        Here and below, `across` may be another dimension in place of the schools.
        """
        census, ats = self.census, self.ats(use, across)
        measures = [m for m in self.counted if across == SCHOOL or (use.id, m) not in self.not_crossed]
        sizes, counts = census.sizes(ats), {m: census.counts(m, ats) for m in measures}
        if REST in use.groups:
            group = use.groups[0]
            sizes = self._with_rest(self.lead, "n", group, sizes)
            counts = {m: _known(self._with_rest(m, "x", group, x)) for m, x in counts.items()}
            unknown = [p for p in sizes if p[1] == REST and any(p not in its for its in counts.values())]
            sizes |= dict.fromkeys(unknown)  # a group that is larger than its school: of everyone else nothing is known
        return Grid(
            schools=self.margins[across],
            groups=self._pair(use.id, use.groups[0]) if REST in use.groups else self.margins[use.id],
            sizes=sizes,
            counts=counts,
            totals={m: span for m in measures if (span := _span(self.totals[m])) is not None},
        )

    def decided(self, use: DimensionUse, closed: Closed, across: str = SCHOOL) -> Decided:
        """Decide about schools × a dimension."""
        grid, ats = self.grid(use, across), self.ats(use, across)
        seen = self.past.hidden_sizes(ats.values()) if self.past.seen else set()
        counts = {m: {place for place in grid.sizes if place in closed.of(m)} for m in grid.counts}
        for m, by in grid.counts.items() if self.past.seen else ():
            before = {p: self.past.was(m, ats[p], grid.sizes[p] or 0, x) for p, x in by.items() if p in grid.sizes}
            is_repeat = self._is_as_before(m) and set(before.values()) <= {"same", "hidden"}
            if is_repeat or set(before.values()) == {"new"}:
                counts[m] |= {place for place, was in before.items() if was == "hidden"}
            else:
                counts[m] |= set(
                    before
                )  # sums interlock: what is new beside what was seen would take too long to prove
        return decide(
            grid,
            self.rules,
            sizes={place for place in grid.sizes if place in closed.sizes or ats[place] in seen},
            counts=counts,
        )

    def _add_grid(self, use: DimensionUse, decided: Decided) -> None:
        census, ats, schools = self.census, self.ats(use), self.margins[SCHOOL]
        sizes = census.sizes(ats)
        for school in census.schools:
            where = ((SCHOOL, school),)
            for measure in census.measures:
                told = self._status(schools, measure, school, schools.line.sizes.get(school))
                total = self._count(census.row(measure, where), told)
                cells = {
                    g: (ats[school, g], self._status(decided, measure, (school, g), sizes.get((school, g))))
                    for g in use.groups
                }
                self._add(measure, use, total, cells, where=where)
        self._note_grid(ats, decided)

    def add_crossing(self, use: DimensionUse, decided: Decided, across: str) -> None:
        """Keep what was decided about two dimensions at once, where there is enough to see: a table, and its audit."""
        ats = self.ats(use, across)
        both = use.model_copy(update={"id": f"{across},{use.id}"})
        shown = {
            m: by for m, by in decided.statuses.items() if WORTH * sum(s != "hidden" for s in by.values()) >= len(by)
        }
        for measure, statuses in shown.items():
            cells = {JOIN.join(place): (at, statuses.get(place)) for place, at in ats.items()}
            self._add(measure, both, self.totals[measure], cells)
        self._note_grid(ats, Decided(decided.hidden if shown else set(), shown))

    def _note_grid(self, ats: Mapping[Place, At], decided: Decided) -> None:
        proven = Span(0, self.rules.min_width)  # where sums interlock, the audit proves a width and looks no further
        for place in sorted(decided.hidden):
            self._note(ats[place], "n", proven, *self.census.measures)
        for measure, statuses in decided.statuses.items():
            for place in sorted(place for place, status in statuses.items() if status != "shown"):
                self._note(ats[place], "x", proven, measure)

    def _with_rest(
        self, measure: str, what: Literal["n", "x"], group: str, known: Mapping[tuple[str, str], int | None]
    ) -> dict[tuple[str, str], int | None]:
        """Return the numbers of a group in every school, and of everyone else there, where both are known."""
        found = {place: number for place, number in known.items() if place[1] != REST}
        for school in self.census.schools:
            row = self.census.row(measure, ((SCHOOL, school),))
            whole = row.n if what == "n" else row.x
            part = known.get((school, group), 0)
            rest = None if whole is None or part is None or row.status != "exact" else whole - part
            found[school, REST] = None if rest is None or rest < 0 else rest
        return found

    def _pair(self, dimension: str, group: str) -> Margin:
        """Return a group and everyone else of all schools, as they were decided; what is not known is unknown."""
        pair = self.pairs.get((dimension, group))
        margin = pair or self.margins[dimension]
        is_told = {m: pair is not None and self.totals[m].x is not None for m in margin.statuses}
        statuses = {
            m: {name: s for name, s in by.items() if name == group or (name == REST and is_told[m])}
            for m, by in margin.statuses.items()
        }
        if pair is not None and pair.line.total is not None:
            return Margin(pair.line, pair.hidden, pair.counts, statuses)
        sizes = {group: margin.line.sizes.get(group), REST: None}
        return Margin(Line(sizes, None), margin.hidden & {group}, margin.counts, statuses)

    def ats(self, use: DimensionUse, across: str = SCHOOL) -> dict[tuple[str, str], At]:
        """Return where each school's groups of a dimension are in the lattice."""
        return {(s, g): tuple(sorted(((across, s), (use.id, g)))) for s in self._across(across) for g in use.groups}

    def _across(self, dimension: str) -> tuple[str, ...]:
        if dimension == SCHOOL:
            return self.census.schools
        return next(use.groups for use in self.census.dimensions if use.id == dimension)

    # -- how a table is seen ----------------------------------------------------------------------------------------

    def seen_in(self, margin: Margin, measure: str) -> Seen:
        """Return what is true and what is published of a measure by a dimension."""
        if self.is_too_small:
            return Seen({}, {}, set(), {}, {})
        sums = {ALL: self._published_of_all(measure)}
        return Seen(margin.line.known, margin.counts[measure], margin.hidden, margin.statuses[measure], sums)

    def seen_within(self, use: DimensionUse, decided: Decided, measure: str, across: str = SCHOOL) -> Seen:
        """Return what is true and what is published of a measure by school and a dimension."""
        if self.is_too_small:
            return Seen({}, {}, set(), {}, {})
        grid = self.grid(use, across)
        sums: dict[Place, tuple[Span | None, Span | None]] = {ALL: self._published_of_all(measure)}
        for side, margin in enumerate((grid.schools, grid.groups)):
            sums |= {(side, name): self.published(margin, measure, name) for name in margin.line.sizes}
        return Seen(_known(grid.sizes), grid.counts[measure], decided.hidden, decided.statuses[measure], sums)

    def _published_of_all(self, measure: str) -> tuple[Span | None, Span | None]:
        return Span(self.total, self.total) if self.total is not None else None, _span(self.totals[measure])

    def published(self, margin: Margin, measure: str, name: str) -> tuple[Span | None, Span | None]:
        """Return what is told of how many students a line of a margin has, and of how many count."""
        n, x = margin.line.sizes[name], margin.counts[measure].get(name)
        status = margin.statuses[measure].get(name)
        if n is None or x is None or name in margin.hidden:
            return None, None
        if status == "range":
            return Span(n, n), Span(0, self.rules.small) if x <= self.rules.small else Span(n - self.rules.small, n)
        return Span(n, n), Span(x, x) if status == "shown" else None

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
                groups=tuple(self._groups(measure, cells, interlocks=bool(where) or bool(self.census.schools))),
                where=where,
                partitions=use.partitions,
            )
        )

    def _groups(
        self, measure: str, cells: Mapping[str, tuple[At, Status | None]], *, interlocks: bool
    ) -> list[tuple[str, Count]]:
        rows = {group: self.census.row(measure, at) for group, (at, _) in cells.items()}
        told = [(group, self._count(rows[group], status), rows[group]) for group, (_, status) in cells.items()]
        return ranges.passed_on(told, rules=self.rules, interlocks=interlocks)

    def _alone(self, row: Row) -> Count:
        """Return all students, whom no other cell can give away, as the primary rules leave them."""
        if row.status == "range":
            return ranges.alone(row, self.rules)
        if row.n is None or row.x is None:
            return self._count(row, None)
        if self.rules.is_small_group(row.n):
            return HIDDEN
        if self.past.was(row.measure, (), row.n, row.x) in CLOSED:
            return HIDDEN
        is_small = row.measure in self.counted and self.rules.is_small_count(row.x, row.n)
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

    def add_totals(self) -> None:
        """Keep all students: a table of its own where the source has no groups, and what can be worked out of them."""
        for measure, total in self.totals.items():
            if not self.census.source.dimensions:
                self._add(measure, DimensionUse(id="", groups=(), partitions=False), total, {})
            if total.status == "hidden":
                for what in COUNTED if self.is_too_small else COUNTED[1:]:
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


def _is_covered(total: int, tops: Mapping[str, int], hidden: Mapping[str, Span], least: int) -> bool:
    """Say whether what the other groups leave of a total makes some hidden number less uncertain than it must be."""
    left = total - sum(tops.values())
    return any(min(tops[g], span.high) - max(span.low, left + tops[g]) < least for g, span in hidden.items())


def parts(use: DimensionUse) -> list[DimensionUse]:
    """Return what is planned together within schools: all groups, or, where they overlap, each and everyone else."""
    if use.partitions:
        return [use]
    return [use.model_copy(update={"groups": (group, REST), "partitions": True}) for group in use.groups]


def _nothing(sizes: Mapping[str, int | None], counts: Mapping[str, Mapping[str, int]]) -> Margin:
    """Return a margin of which nothing is shown: all students together are too few."""
    names = _known(sizes)
    everyone: dict[str, Status] = dict.fromkeys(names, "hidden")
    return Margin(Line(sizes, None), frozenset(names), counts, dict.fromkeys(counts, everyone))


def _known(numbers: Mapping[K, int | None]) -> dict[K, int]:
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
