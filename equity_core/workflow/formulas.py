"""The formula behind a figure, with its own numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from equity_core.charts import InFunnel
from equity_core.metrics import Change, Disparity, GroupAverage, GroupResult, Move, Pair, takes_more
from equity_core.privacy import Count
from equity_core.stats import Counts, Excess, Shrinkage, Strata, Stratum, together
from equity_core.words import Words, half_up


class Both(NamedTuple):
    """The rates of a group, of a place and of all, what they add up to, and the group's own rate in that place."""

    group: Fraction
    place: Fraction
    everybody: Fraction
    expected: Fraction
    seen: Fraction


def of_group(words: Words, found: Disparity, g: GroupResult) -> tuple[str, ...]:
    """Return how one group's rate, gap, ratio and students to parity come about; nothing that is not shown."""
    if g.rate is None or g.x is None:
        return ()
    told = [_rate(words, g.group or words("common.all_students"), g)]
    if g.gap is None or not g.reference.is_shown:
        return tuple(told)
    sides = {"a": _share(g), "b": _share(g.reference)}
    told.append(words("formula.gap", **sides, points=_signed(words, g.gap), **_within(words, g.gap_low, g.gap_high)))
    if g.ratio is not None:
        told.append(words("formula.times", **sides, times=words.times(g.ratio, 2)))
    if g.students_to_parity is not None and found.comparison == "rest":
        code = "formula.parity_more" if takes_more(found.direction, g.gap) else "formula.parity_fewer"
        told.append(words(code, x=g.x, n=g.n, b=sides["b"], students=g.students_to_parity))
    return tuple(told)


def of_change(words: Words, moved: Change) -> tuple[str, ...]:
    """Return how the change of a gap comes about from four counts; nothing unless all four are shown."""
    counts = (moved.after.group, moved.after.rest, moved.before.group, moved.before.rest)
    if moved.gap_change is None or not all(count.is_shown for count in counts):
        return ()
    a, b, c, d = (_share(count) for count in counts)
    within = _within(words, moved.gap_change_low, moved.gap_change_high)
    return (words("formula.gap_change", a=a, b=b, c=c, d=d, points=_signed(words, moved.gap_change), **within),)


def of_points(words: Words, pairs: Mapping[str, Pair], group: str, others: str) -> tuple[str, ...]:
    """Return the counts behind each point of two lines, by period; nothing of what is not shown."""
    told = []
    for period, pair in pairs.items():
        sides = ((group, pair.group), (others, pair.rest))
        shown = [
            words("formula.share", group=name, a=_share(c), rate=words.percent(Fraction(c.x or 0, c.n)))
            for name, c in sides
            if c.is_shown and c.n
        ]
        if shown:
            told.append(words("formula.points", period=period, rates="; ".join(shown)))
    return tuple(told)


def of_shares(words: Words, g: GroupResult, total: GroupResult) -> str:
    """Return a group's share of those counted and of all students."""
    assert g.x is not None  # who asks has looked
    assert g.n is not None
    assert total.x
    assert total.n
    outcome, students = Fraction(g.x, total.x), Fraction(g.n, total.n)
    sides = {"a": f"{g.x}/{total.x}", "b": f"{g.n}/{total.n}"}
    return words("formula.shares", outcome=words.percent(outcome), students=words.percent(students), **sides)


def of_schools(words: Words, strata: Strata, within: Fraction) -> tuple[str, ...]:
    """Return the difference in each school, and how they are drawn together."""
    parts = [
        words("formula.school_gap", school=name, a=f"{a.x}/{a.n}", b=f"{b.x}/{b.n}") for name, (a, b) in strata.items()
    ]
    weights = [Fraction(a.n * b.n, a.n + b.n) for a, b in strata.values()]
    told = {"weight": half_up(sum(weights), 1), "points": _signed(words, within * 100)}
    return words("formula.school_gaps", gaps="; ".join(parts)), words("formula.schools", **told)


def of_pooled(words: Words, years: list[str], pairs: Sequence[Pair], moved: Move) -> str:
    """Return how the gap of several periods together comes about: counts added up, then compared."""
    assert moved.points is not None  # who asks has looked
    sides = {"a": _added_up([pair.group for pair in pairs]), "b": _added_up([pair.rest for pair in pairs])}
    within = _within(words, moved.low, moved.high)
    return words("formula.pooled", periods=words.listed(years), points=_signed(words, moved.points), **sides, **within)


def of_answered(words: Words, group: str, groups: Mapping[str, Counts], ratio: Fraction) -> str:
    """Return how a group's share of the answers compares with its share of the people asked."""
    one, everybody = groups[group], together(groups.values())
    return words(
        "formula.answered",
        group=group,
        x=one.x,
        n=one.n,
        all_x=everybody.x,
        all_n=everybody.n,
        ratio=words.times(ratio, 2),
    )


def of_average(words: Words, g: GroupAverage) -> tuple[str, ...]:
    """Return how one group's average, and its difference from whom it is compared with, come about."""
    assert g.average is not None  # who asks has looked
    total = g.average * (g.n or 0)
    told = [words("formula.average", group=g.group, total=words.number(total), n=g.n, average=words.number(g.average))]
    if g.difference is not None and g.reference_average is not None and g.low is not None and g.high is not None:
        ends = {"low": words.number(g.low), "high": words.number(g.high), "points": words.number(g.difference)}
        both = {"a": words.number(g.average), "b": words.number(g.reference_average), "n": g.reference_n}
        told.append(words("formula.average_difference", **both, **ends))
    return tuple(told)


def of_place(words: Words, name: str, there: Stratum, students: Fraction) -> str:
    """Return how many students of the group more than expected are counted in one place."""
    group, others = there
    told = {"x": group.x, "n": group.n, "b": f"{others.x}/{others.n}", "students": _signed(words, students)}
    return words("formula.place", place=name, **told)


def of_places(words: Words, excess: Excess) -> str:
    """Return how the places and who is in which add up to the group's size times its gap."""
    parts = {"places": excess.total, "composition": excess.composition, "all": excess.crude}
    return words("formula.places", **{name: _signed(words, part) for name, part in parts.items()})


def of_both(words: Words, name: str, rates: Both) -> str:
    """Return what a group and a place alone add up to, beside what is seen of both at once."""
    told = {part: words.percent(rate) for part, rate in rates._asdict().items()}
    return words("formula.both", school=told.pop("place"), place=name, **told)


def of_funnel(words: Words, school: InFunnel, drawn: Shrinkage) -> str:
    """Return how far chance alone takes one school."""
    ends = {"low": words.percent(school.low), "high": words.percent(school.high)}
    return words("formula.funnel", school=school.name, overall=words.percent(drawn.overall), n=school.n, **ends)


def of_drawn_in(words: Words, school: InFunnel, drawn: Shrinkage) -> str:
    """Return how one school's rate is drawn in."""
    rates = {"overall": drawn.overall, "rate": school.rate, "drawn": school.drawn_in}
    told = {name: words.percent(rate) for name, rate in rates.items()}
    weight = half_up(drawn.groups[school.name].weight, 2)
    return words("formula.drawn_in", school=school.name, weight=weight, **told)


def of_path(
    words: Words, start: Fraction, target: Fraction, *, done: Fraction, all_years: Fraction, line: Fraction
) -> str:
    """Return where the straight path from a baseline to a target is now."""
    years = {"done": half_up(done, 1), "all": half_up(all_years, 1)}
    ends = {"start": words.percent(start), "target": words.percent(target), "line": words.percent(line)}
    return words("formula.path", **ends, **years)


def of_regression(words: Words, rate: Fraction, mean: Fraction, reliability: Fraction, following: Fraction) -> str:
    """Return how a rate comes back towards the rate of all."""
    told = {"rate": words.percent(rate), "mean": words.percent(mean), "next": words.percent(following)}
    return words("formula.regression", **told, reliability=half_up(reliability, 2))


def _rate(words: Words, name: str, g: GroupResult) -> str:
    assert g.rate is not None  # who asks has looked
    low, high = (words("common.hidden") if end is None else words.percent(end) for end in (g.low, g.high))
    return words("formula.rate", group=name, a=_share(g), rate=words.percent(g.rate), low=low, high=high)


def _share(count: Count | GroupResult) -> str:
    return f"{count.x}/{count.n}"


def _added_up(counts: Sequence[Count]) -> str:
    tops, bottoms = (" + ".join(str(getattr(count, name)) for count in counts) for name in ("x", "n"))
    return f"({tops})/({bottoms})"


def _within(words: Words, low: float | None, high: float | None) -> dict[str, str]:
    """Return the ends of an interval; where the gate left too little to work one out, they are called hidden."""
    ends = {"low": low, "high": high}
    return {name: words("common.hidden") if end is None else _signed(words, end) for name, end in ends.items()}


def _signed(words: Words, points: Fraction | float) -> str:
    told = words.points(points)
    return f"−{told}" if points < 0 and told.strip("0.") else told
