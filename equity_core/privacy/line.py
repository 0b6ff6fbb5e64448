"""Decide about one line of a table: the groups of a dimension and their total.

First which groups' sizes are hidden, once for all measures that count the same students; then, for each measure, which
counts are ranges and which are hidden. What is hidden in addition tells next to nothing: of sizes, the first by name of
groups that are about as large (decision 0030); of counts, the smallest group still shown, whose size everybody sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from equity_core.privacy.bounds import Span, of_counts, of_parts
from equity_core.privacy.released import Status
from equity_core.privacy.rules import Rules

SIXTEENTHS = 16
BOUNDS = (3, 6, 12)  # sixteenths of all students: groups between two of them, such as halves, count as equally large


@dataclass(frozen=True)
class Line:
    """Groups by size. None is a size that the source hid. `total` is None where the groups add up to nothing known.

    Where lines cross each other (`is_crossed`: schools × groups) the smallest guard, of whom two lines may make use.
    """

    sizes: Mapping[str, int | None]
    total: int | None
    is_crossed: bool = False

    @cached_property
    def known(self) -> Mapping[str, int]:
        """Return the groups whose size the source says."""
        return {name: n for name, n in self.sizes.items() if n is not None}


def hidden_groups(line: Line, rules: Rules, *, also: Collection[str] = ()) -> frozenset[str]:
    """Return the groups whose n is hidden: the small ones, `also` these, and others as it takes to protect them."""
    hidden = {name for name, n in line.known.items() if rules.is_small_group(n) or name in also}
    if not hidden or line.total is None:
        return frozenset(hidden)
    for name in sorted(line.known.keys() - hidden, key=lambda name: _rank(line, name)):
        if sizes_hold(line, hidden, rules, also=also):
            return frozenset(hidden)
        hidden.add(name)
    return frozenset(hidden)


def sizes_hold(line: Line, hidden: Collection[str], rules: Rules, *, also: Collection[str] = ()) -> bool:
    """Say whether hidden sizes stay uncertain, even to somebody who knows which groups were hidden for being small.

    What is hidden `also`, for reasons outside this line, may be larger than what is shown. One value more than promised
    is asked for: then whoever knows that fewer groups would not have held has enough values left, too.
    """
    if line.total is None or not hidden:
        return True
    if len(hidden) == len(line.sizes):
        return True
    left = left_over(line, hidden)
    if left < rules.min_group:
        return False
    ceilings = _ceilings(line, hidden, left) | dict.fromkeys(also, left)
    spans = of_parts({n: _size_span(line, n, left, ceilings[n], rules) for n in _not_published(line, hidden)}, left)
    return all(spans[name].width > rules.min_width for name in hidden)


def left_over(line: Line, hidden: Collection[str]) -> int:
    """Return how many students anybody can see to be in the groups whose size is not published, together."""
    assert line.total is not None  # callers ask only then
    return line.total - sum(n for name, n in line.known.items() if name not in hidden)


def size_spans(line: Line, hidden: Collection[str], rules: Rules) -> dict[str, Span]:
    """Return what hidden sizes can be for somebody who sees only what is published."""
    if line.total is None:
        return {name: Span(0, rules.min_group - 1) for name in hidden}
    left = max(left_over(line, hidden), 0)
    return of_parts({name: Span(0, left) for name in _not_published(line, hidden)}, left)


def count_statuses(
    line: Line,
    hidden: Collection[str],
    counts: Mapping[str, int],
    *,
    total: Span | None,
    rules: Rules,
    also: Collection[str] = (),
    fixed: Collection[str] = (),
) -> dict[str, Status]:
    """Return shown, range or hidden for each group whose size the source says.

    `total` is what is published of all students' count: one number, a range of them, or None. The counts of `hidden`
    groups, whose size is hidden, are hidden, and `also` those of others. Those of `fixed` groups have been seen before:
    they guard nobody.
    """
    statuses: dict[str, Status] = {}
    for name, n in line.known.items():
        if name in hidden or name in also:
            statuses[name] = "hidden"
        else:
            statuses[name] = "range" if rules.is_small_count(counts[name], n) else "shown"
    if total is None or line.total is None or total.width:
        return statuses
    if (
        not hidden
        and not also
        and not fixed
        and not counts_hold(line, hidden, counts, statuses, total=total, rules=rules)
    ):
        return _alike(line, counts, statuses, total=total.low, rules=rules)
    closed = [name for name, status in statuses.items() if status != "shown"]
    for name in [*by_size(line.known, but=[*closed, *fixed]), *([""] if fixed else [])]:
        if counts_hold(line, hidden, counts, statuses, total=total, rules=rules):
            return statuses
        if name:
            statuses[name] = "hidden"
    return dict.fromkeys(statuses, "hidden")  # all alike: a range among them would tell why the others are hidden


def _alike(
    line: Line, counts: Mapping[str, int], statuses: Mapping[str, Status], *, total: int, rules: Rules
) -> dict[str, Status]:
    """Hide small counts and the smallest groups that guard them alike, so that nobody can tell which are which.

    Ranges would say that a count is small; then far more must be hidden beside it. A hidden group that is larger than
    one that is shown can only be hidden for its small count.
    """
    closed = [name for name, status in statuses.items() if status != "shown"]
    for name in [*by_size(line.known, but=closed), ""]:
        if _alike_holds(line, counts, closed, total=total, rules=rules):
            break
        closed += [name] if name else []
    return {name: "hidden" if name in closed else "shown" for name in statuses}


def _alike_holds(line: Line, counts: Mapping[str, int], closed: Collection[str], *, total: int, rules: Rules) -> bool:
    left = total - sum(counts[name] for name in line.known if name not in closed)
    room = left_over(line, closed)
    if rules.is_small_group(room) or rules.is_small_count(left, room):
        return False
    smallest = next(iter(by_size(line.known, but=closed)), None)
    spans = {}
    for name in closed:
        n, x = line.known[name], counts[name]
        guards = smallest is None or (n, name) < (line.known[smallest], smallest)
        spans[name] = Span(0, n) if guards else _count_span(n, x, "range", rules, knows_why=True)
    return all(span.width >= rules.min_width for span in of_parts(spans, left).values())


def counts_hold(
    line: Line,
    hidden: Collection[str],
    counts: Mapping[str, int],
    statuses: Mapping[str, Status],
    *,
    total: Span,
    rules: Rules,
) -> bool:
    """Say whether counts that are not shown stay uncertain, and are together no small count themselves."""
    closed = [name for name, status in statuses.items() if status != "shown"]
    if not closed:
        return True
    left = total.low - sum(counts[name] for name, status in statuses.items() if status == "shown")
    room = left_over(line, closed)
    if rules.is_small_group(room) or rules.is_small_count(left, room):
        return False
    spans = count_spans(line, hidden, counts, statuses, total=total, rules=rules, knows_why=True)
    return all(spans[name].width >= rules.min_width for name in closed)


def count_spans(
    line: Line,
    hidden: Collection[str],
    counts: Mapping[str, int],
    statuses: Mapping[str, Status],
    *,
    total: Span | None,
    rules: Rules,
    knows_why: bool = False,
) -> dict[str, Span]:
    """Return what counts that are not shown can be; to somebody who `knows_why` groups are hidden, or who does not."""
    ranges = {
        name: _count_span(line.known[name], counts[name], status, rules, knows_why=knows_why)
        for name, status in statuses.items()
        if status != "shown" and name not in hidden
    }
    if total is None or line.total is None:
        return ranges | {name: Span(0, rules.min_group - 1) for name in hidden}
    left = total.low - sum(counts[name] for name, status in statuses.items() if status == "shown")
    room = left_over(line, hidden)
    sizes = size_spans(line, hidden, rules)
    if knows_why and len(hidden) < len(line.sizes):
        ceilings = _ceilings(line, hidden, room)
        sizes = of_parts({n: _size_span(line, n, room, ceilings[n], rules) for n in sizes}, room)
    spans = of_counts(ranges, sizes, students=room, total=Span(left, left + total.width))
    return {name: span for name, span in spans.items() if name in statuses}


def by_size(sizes: Mapping[str, int], *, but: Iterable[str]) -> list[str]:
    """Return names from the smallest group up, alphabetical where equal."""
    left = set(sizes) - set(but)
    return sorted(left, key=lambda name: (sizes[name], name))


def _rank(line: Line, name: str) -> tuple[int, str]:
    """Return where a group stands among those that may be hidden to guard others."""
    n, total = line.known[name], line.total or 0
    return n if line.is_crossed else sum(SIXTEENTHS * n > bound * total for bound in BOUNDS), name


def _ceilings(line: Line, hidden: Collection[str], left: int) -> dict[str, int]:
    """Return how large each group can be that guards others, for somebody who sees which groups do not."""
    shown = [_rank(line, name) for name in line.known if name not in hidden]
    if not shown:
        return dict.fromkeys(line.sizes, left)
    step, first = min(shown)
    if line.is_crossed:
        return dict.fromkeys(line.sizes, min(left, step))
    tops = [*(bound * (line.total or 0) // SIXTEENTHS for bound in BOUNDS), left]
    lower = tops[step - 1] if step else left  # of the smallest, none after the first shown guards: it is hidden `also`
    return {name: min(left, tops[step] if name < first else lower) for name in line.sizes}


def _not_published(line: Line, hidden: Collection[str]) -> list[str]:
    return [name for name, n in line.sizes.items() if n is None or name in hidden]


def _size_span(line: Line, name: str, left: int, ceiling: int, rules: Rules) -> Span:
    n = line.sizes[name]
    if n is None:
        return Span(0, left)
    if rules.is_small_group(n):
        return Span(0, rules.min_group - 1)
    return Span(rules.min_group, ceiling)


def _count_span(n: int, x: int, status: Status, rules: Rules, *, knows_why: bool) -> Span:
    if status == "range":
        return Span(0, rules.small) if x <= rules.small else Span(n - rules.small, n)
    is_guard = knows_why and not rules.is_small_count(x, n)
    return Span(rules.small + 1, n - rules.small - 1) if is_guard else Span(0, n)
