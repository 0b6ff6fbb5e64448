"""Overlapping groups within schools, for somebody who knows that each student is in one of them at least.

Then a hidden number of a school is no less than what the other groups leave of all its students, and no more than what
the other schools leave of the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from equity_core.model import DimensionUse
from equity_core.privacy.bounds import Span
from equity_core.privacy.grid import Decided
from equity_core.privacy.interlock import Margin, Place
from equity_core.privacy.page import Closed, Page
from equity_core.privacy.program import Program

MANY = 1_000_000  # more students than a place has


def close_covered(page: Page, use: DimensionUse, found: Sequence[Decided], closed: Sequence[Closed]) -> bool:
    """Hide more groups of schools where the others would tell a hidden number; say whether any.

    `found` and `closed` are of each group of a dimension and everyone else (see `page.parts`).
    """
    sizes = {place: n for place, n in page.census.sizes(page.ats(use)).items() if n is not None}
    part = {group: number for number, group in enumerate(use.groups)}
    hidden = {place for place in sizes if place in found[part[place[1]]].hidden}
    few, changed = page.rules.min_group - 1, False
    tops = {place: n if place not in hidden else few if n <= few else MANY for place, n in sizes.items()}
    lows = {place: n if place not in hidden else 0 if n <= few else few + 1 for place, n in sizes.items()}
    spans = {place: Span(lows[place], tops[place]) for place in sizes}
    whole = {
        (side, name): n
        for side, margin in enumerate(_margins(page, use))
        for name, n in margin.line.sizes.items()
        if n is not None and name not in margin.hidden
    }
    for place in _weak(spans, sizes, whole, [p for p in hidden if sizes[p] <= few], page.rules.min_width):
        if chosen := _smallest(sizes, hidden, place):
            closed[part[chosen[1]]].sizes.add(chosen)
            changed = True
    for m in page.counted:
        x = {place: count for place, count in page.census.counts(m, page.ats(use)).items() if place in sizes}
        statuses = {place: found[part[place[1]]].statuses[m].get(place, "hidden") for place in x}
        not_shown = {place for place, status in statuses.items() if status != "shown"}
        for side in (0, 1):  # those who count, and those who do not
            true = {place: sizes[place] - count if side else count for place, count in x.items()}
            spans = {p: Span(true[p], true[p]) if p not in not_shown else Span(0, tops[p]) for p in x}
            for p in (p for p, status in statuses.items() if status == "range"):
                low = 0 if true[p] <= page.rules.small else sizes[p] - page.rules.small
                spans[p] = Span(low, low + page.rules.small)
            both = {at: told for at, told in _published(page, use, m) if None not in told}
            whole = {at: n.low - x.low if side else x.low for at, (n, x) in both.items() if n and x and not x.width}
            for place in _weak(spans, true, whole, list(not_shown), page.rules.min_width):
                if chosen := _smallest({p: sizes[p] for p in x}, not_shown, place):
                    closed[part[chosen[1]]].counts.setdefault(m, set()).add(chosen)
                    changed = True
    return changed


def _published(
    page: Page, use: DimensionUse, measure: str
) -> Iterator[tuple[tuple[int, str], tuple[Span | None, Span | None]]]:
    """Yield what is told of all of a school (0), and of a group in all schools (1): how many, and how many count."""
    for side, margin in enumerate(_margins(page, use)):
        for name in margin.line.sizes:
            yield (side, name), page.published(margin, measure, name)


def _margins(page: Page, use: DimensionUse) -> tuple[Margin, Margin]:
    return page.margins["school"], page.margins[use.id]


def _weak(
    spans: Mapping[Place, Span],
    true: Mapping[Place, int],
    whole: Mapping[tuple[int, str], int],
    asked: Sequence[Place],
    least: int,
) -> list[Place]:
    """Return what has too few possible values: groups add up to a school or more, and schools to a group."""
    program = Program()
    for place, span in spans.items():
        program.hide(place, *span)
    for (side, name), total in whole.items():
        its = [place for place in spans if place[side] == name]
        more = sum(true[place] for place in its) - total
        if side == 0 and more >= 0:
            program.hide(("more", name), 0, MANY)
            program.add_up(its, to=total, less=[("more", name)])
        elif side == 1 and more == 0:
            program.add_up(its, to=total)
    found = program.spans(asked, enough=least, seen={})
    return sorted(place for place in asked if found is not None and found[place].width < least)


def _smallest(sizes: Mapping[Place, int], hidden: set[Place], place: Place) -> Place | None:
    """Return the smallest group that is shown in the same school, else of the same group in another."""
    for side in (0, 1):
        shown = [p for p in sizes if p not in hidden and p[side] == place[side]]
        if shown:
            return min(shown, key=lambda p: (sizes[p], p))
    return None
