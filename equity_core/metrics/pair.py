"""Two released counts beside each other: a group, and what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.errors import Refused, Unknown
from equity_core.model import Direction
from equity_core.privacy import Count, Released
from equity_core.stats import Counts


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold a group's count and the count (or the rate alone) that it is compared with; `rest` may be hidden."""

    group: Count
    rest: Count


def pair(table: Released, group: str, compare: str = "rest") -> Pair:
    """Return one group beside "rest" (everyone else), "all", "group:G" or "rate:0.8"; Unknown without such a group."""
    return Pair(_group(table, group), reference(table, group, compare))


def reference(table: Released, group: str, compare: str) -> Count:
    """Return what a group is compared with. Refused for a comparison that cannot be read."""
    kind, _, named = compare.partition(":")
    if compare == "rest":
        return table.rest(group)
    if compare == "all":
        return table.total
    if kind == "group" and named:
        return _group(table, named)
    if kind == "rate":
        try:
            return Count("shown", rate=_proportion(named))
        except (ValueError, ZeroDivisionError):
            pass
    raise Refused("compare.unknown", asked=compare)


def resolved(table: Released, compare: str, direction: Direction) -> str:
    """Return "best" as "group:G", the best of the groups with 30 students or more; any other comparison as it is.

    Refused where no group has so many: two students are no yardstick for everybody (METHODS.md §1.2). Refused too
    where parity is wanted: there is no best.
    """
    if compare != "best":
        return compare
    if direction == "parity":
        raise Refused("compare.best_of_parity", asked=compare)
    shown = {name: Counts(c.x, c.n) for name, c in table.groups if c.x is not None and c.n is not None}
    found = stats.best(shown, higher_better=direction == "higher_better").groups
    if not found:
        raise Refused("compare.no_best", asked=compare, fewest=stats.MIN_REFERENCE)
    return f"group:{found[0]}"


def rate_of(count: Count) -> Fraction | None:
    """Return the exact proportion of a shown count; None where there is none to show, or nobody."""
    if count.is_shown:
        return Fraction(count.x or 0, count.n) if count.n else None
    return count.rate if count.status == "shown" else None


def _proportion(text: str) -> Fraction:
    if "e" in text.lower():  # Fraction would write 1e99999999 out
        raise ValueError(text)
    rate = Fraction(text)
    if not 0 <= rate <= 1:
        raise ValueError(text)
    return rate


def _group(table: Released, name: str) -> Count:
    try:
        return table.group(name)
    except KeyError:
        raise Unknown.among("unknown.group", name, [known for known, _ in table.groups]) from None
