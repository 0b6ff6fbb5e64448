"""Who answered, and whether the questions hang together (METHODS.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from equity_core.stats.counts import Counts

FEWEST_EXPECTED = 5


class Representativeness(NamedTuple):
    """Hold who answered a survey. A high overall rate says nothing about who is missing.

    `ratio`: share of the answers over share of the people; 1 is fair. `weights` would even it out and leave
    `effective_n` answers' worth of certainty. `chi2` and `p` are None where a group is too small for them.
    """

    response: dict[str, Fraction | None]
    overall: Fraction | None
    ratio: dict[str, Fraction | None]
    chi2: float | None
    df: int
    p: float | None
    min_expected: Fraction | None
    weights: dict[str, Fraction | None]
    effective_n: Fraction | None
    largest_gap: Fraction | None


def representativeness(groups: Mapping[str, Counts]) -> Representativeness:
    """Compare those who answered (x) with those who were asked (n), by group."""
    asked, answered = sum(g.n for g in groups.values()), sum(g.x for g in groups.values())
    response = {name: g.rate for name, g in groups.items()}
    if not answered:
        nothing = dict.fromkeys(groups)
        overall, df = Fraction(0) if asked else None, len(groups) - 1
        return Representativeness(response, overall, nothing, None, df, None, None, nothing, None, None)
    people = {name: Fraction(g.n, asked) for name, g in groups.items()}
    answers = {name: Fraction(g.x, answered) for name, g in groups.items()}
    weights = {name: people[name] / answers[name] if g.x else None for name, g in groups.items()}
    expected = {name: people[name] * answered for name in groups}
    squares = sum((weights[name] or 0) ** 2 * g.x for name, g in groups.items())
    chi2, p = _goodness_of_fit([g.x for g in groups.values()], list(expected.values()))
    return Representativeness(
        response=response,
        overall=Fraction(answered, asked),
        ratio={name: answers[name] / people[name] if people[name] else None for name in groups},
        chi2=chi2,
        df=len(groups) - 1,
        p=p,
        min_expected=min(expected.values()),
        weights=weights,
        effective_n=Fraction(sum((weights[name] or 0) * g.x for name, g in groups.items())) ** 2 / squares,
        largest_gap=max(abs(answers[name] - people[name]) for name in groups),
    )


class Alpha(NamedTuple):
    """Hold Cronbach's alpha with Feldt's interval, and alpha without each item. It may be negative: an item is turned.

    Not worth printing for fewer than 30 people.
    """

    alpha: Fraction | None
    low: float | None
    high: float | None
    if_dropped: list[Fraction | None] | None
    n: int
    k: int


def cronbach_alpha(answers: Sequence[Sequence[int | None]], level: float = 0.95) -> Alpha:
    """Return how well items measure one thing. Each row is one person; who left an item out is left out."""
    rows = [[value for value in row if value is not None] for row in answers if None not in row]
    n, k = len(rows), len(answers[0]) if answers else 0
    alpha = _alpha(rows)
    if alpha is None:
        return Alpha(None, None, None, None, n, k)
    from scipy.stats import f

    low, high = (
        1 - float(1 - alpha) * float(f.ppf(q, n - 1, (n - 1) * (k - 1))) for q in ((1 + level) / 2, (1 - level) / 2)
    )
    dropped = [_alpha([row[:item] + row[item + 1 :] for row in rows]) for item in range(k)] if k > 2 else None
    return Alpha(alpha, low, high, dropped, n, k)


def _goodness_of_fit(seen: list[int], expected: list[Fraction]) -> tuple[float | None, float | None]:
    if len(seen) < 2 or min(expected) < FEWEST_EXPECTED:
        return None, None
    from scipy.stats import chi2

    distance = float(sum((x - e) ** 2 / e for x, e in zip(seen, expected, strict=True)))
    return distance, float(chi2.sf(distance, len(seen) - 1))


def _alpha(rows: Sequence[Sequence[int]]) -> Fraction | None:
    k = len(rows[0]) if rows else 0
    if k < 2 or len(rows) < 2:
        return None
    total = _variance([sum(row) for row in rows])
    if not total:
        return None
    return Fraction(k, k - 1) * (1 - sum(_variance(item) for item in zip(*rows, strict=True)) / total)


def _variance(values: Sequence[int]) -> Fraction:
    n, total = len(values), sum(values)
    return (sum(value * value for value in values) - Fraction(total * total, n)) / (n - 1)
